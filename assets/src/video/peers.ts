// The others: one connection to each of those whom the server names, by the relay alone. The lower seat offers, the higher answers. A
// seat whose line is another than before is a new one; who is named no longer has no picture and no sound left here.
import type { Own } from "./own";
import type { Heard, Ice, Place, Signal } from "./wire";

/** A connection that does not come back by itself in this time is begun anew; milliseconds. */
const PATIENCE = 5_000;

interface Peer {
  seat: number;
  line: number;
  pc: RTCPeerConnection;
  tile: HTMLElement;
  early: RTCIceCandidateInit[];
  /** One thing after the other. */
  work: Promise<void>;
  timer: number;
}

type Send = (to: number, line: number, signal: Signal) => void;

function configuration(ice: Ice): RTCConfiguration {
  return { iceServers: [ice], iceTransportPolicy: "relay", bundlePolicy: "max-bundle" };
}

export class Peers {
  private readonly peers = new Map<number, Peer>();
  private me = { seat: -1, line: -1 };
  /** What is told waits until it is known whether there is a camera. */
  private told: Promise<void>;

  constructor(private readonly stage: HTMLElement, private readonly own: Own, private readonly send: Send, private readonly fresh: () => void) {
    this.told = own.ready;
    own.onPicture = (track) => {
      for (const { pc } of this.peers.values()) {
        const sender = pc.getSenders().find((one) => one.track?.kind === "video");
        void sender?.replaceTrack(track).catch(() => undefined);
      }
    };
  }

  place(place: Place): void {
    this.told = this.told.then(() => this.settle(place));
  }

  hear(heard: Heard): void {
    this.told = this.told.then(() => {
      const peer = this.peers.get(heard.from);
      if (peer && peer.line === heard.line) this.queue(peer, () => this.take(peer, heard.signal));
    });
  }

  close(): void {
    for (const peer of [...this.peers.values()]) this.drop(peer);
  }

  private settle(place: Place): void {
    // A line of one's own that is new: what was said over the former one is lost on the way.
    if (place.line !== this.me.line) this.close();
    this.me = { seat: place.seat, line: place.line };
    for (const peer of [...this.peers.values()]) {
      if (!place.peers.some((one) => one.seat === peer.seat && one.line === peer.line)) this.drop(peer);
      else if (place.ice) peer.pc.setConfiguration(configuration(place.ice));
    }
    for (const one of place.peers) if (!this.peers.has(one.seat) && place.ice) this.meet(one.seat, one.line, one.label, place.ice);
  }

  private meet(seat: number, line: number, label: string, ice: Ice): void {
    const model = this.stage.querySelector<HTMLTemplateElement>("[data-tile]");
    const tile = model?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
    if (!tile) return;
    const name = tile.querySelector(".tile-name");
    if (name) name.textContent = label;
    tile.dataset["seat"] = String(seat);
    this.stage.querySelector("[data-tiles]")?.append(tile);
    const pc = new RTCPeerConnection(configuration(ice));
    const peer: Peer = { seat, line, pc, tile, early: [], work: Promise.resolve(), timer: 0 };
    this.peers.set(seat, peer);
    const shown = new MediaStream();
    const video = tile.querySelector("video");
    if (video) video.srcObject = shown;
    pc.ontrack = ({ track }) => { shown.addTrack(track); };
    pc.onicecandidate = ({ candidate }) => {
      if (candidate?.candidate && !/ typ relay /.test(candidate.candidate)) return;
      if (candidate) this.send(seat, line, { what: "candidate", candidate: candidate.candidate, mid: candidate.sdpMid, index: candidate.sdpMLineIndex });
    };
    pc.onconnectionstatechange = () => this.watch(peer);
    const isFirst = this.me.seat < seat;
    const mine = new MediaStream();
    for (const [kind, track] of [["audio", this.own.audio()], ["video", this.own.video()]] as const) {
      if (track) pc.addTrack(track, mine);
      else if (isFirst) pc.addTransceiver(kind, { direction: "recvonly" });
    }
    if (isFirst) this.queue(peer, () => this.offer(peer, false));
  }

  private drop(peer: Peer): void {
    window.clearTimeout(peer.timer);
    this.peers.delete(peer.seat);
    peer.pc.onconnectionstatechange = null;
    peer.pc.close();
    const video = peer.tile.querySelector("video");
    if (video) video.srcObject = null;
    peer.tile.remove();
  }

  private queue(peer: Peer, work: () => Promise<void>): void {
    const isGone = () => this.peers.get(peer.seat) !== peer;
    peer.work = peer.work.then(() => (isGone() ? undefined : work())).catch((problem: unknown) => {
      if (!isGone()) console.warn("video", problem);
    });
  }

  private async offer(peer: Peer, isAgain: boolean): Promise<void> {
    const offer = await peer.pc.createOffer({ iceRestart: isAgain });
    await peer.pc.setLocalDescription(offer);
    this.send(peer.seat, peer.line, { what: "description", kind: "offer", sdp: offer.sdp ?? "" });
  }

  private async take(peer: Peer, signal: Signal): Promise<void> {
    const { pc } = peer;
    if (signal.what === "again") return this.me.seat < peer.seat ? this.offer(peer, true) : undefined;
    if (signal.what === "candidate") {
      const candidate = { candidate: signal.candidate, sdpMid: signal.mid, sdpMLineIndex: signal.index };
      if (pc.remoteDescription) await pc.addIceCandidate(candidate);
      else peer.early.push(candidate);
      return;
    }
    await pc.setRemoteDescription({ type: signal.kind, sdp: signal.sdp });
    if (signal.kind === "offer") {
      const answer = await pc.createAnswer();
      await pc.setLocalDescription(answer);
      this.send(peer.seat, peer.line, { what: "description", kind: "answer", sdp: answer.sdp ?? "" });
    }
    for (const candidate of peer.early.splice(0)) await pc.addIceCandidate(candidate);
  }

  private watch(peer: Peer): void {
    window.clearTimeout(peer.timer);
    const state = peer.pc.connectionState;
    peer.tile.classList.toggle("is-lost", state === "disconnected" || state === "failed");
    if (state === "failed") this.again(peer);
    else if (state === "disconnected") peer.timer = window.setTimeout(() => this.again(peer), PATIENCE);
  }

  /** Begins the way anew, with a fresh name for the relay; the lower seat does it. */
  private again(peer: Peer): void {
    if (this.peers.get(peer.seat) !== peer) return;
    this.fresh();
    if (this.me.seat < peer.seat) this.queue(peer, () => this.offer(peer, true));
    else this.send(peer.seat, peer.line, { what: "again" });
    peer.timer = window.setTimeout(() => { if (peer.pc.connectionState !== "connected") this.again(peer); }, PATIENCE * 2);
  }
}
