// What goes over the line, as the server writes it (crates/web/src/video/wire.rs).

export type Signal =
  | { what: "description"; kind: "offer" | "answer"; sdp: string }
  | { what: "candidate"; candidate: string; mid: string | null; index: number | null }
  | { what: "again" };

export interface Ice { urls: string[]; username: string; credential: string }
export interface Place { type: "place"; seat: number; line: number; peers: { seat: number; line: number; label: string }[]; ice: Ice | null }
export interface Heard { type: "signal"; from: number; line: number; signal: Signal }
export type Told = Place | Heard | { type: "changed" } | { type: "over"; replaced: boolean };
export type Said = { type: "signal"; to: number; line: number; signal: Signal } | { type: "fresh" };
