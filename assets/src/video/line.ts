// The socket. It comes back by itself after a drop, sooner at first; when another browser took the seat it does not.
import type { Said, Told } from "./wire";

/** The first and the longest rest before another try; milliseconds. */
const FIRST = 400;
const LONGEST = 5_000;

export class Line {
  onTold: (told: Told) => void = () => undefined;
  onLost: (isLost: boolean) => void = () => undefined;
  private socket: WebSocket | undefined;
  private rest = FIRST;
  private timer = 0;
  private isOver = false;

  constructor(private readonly path: string) {
    window.addEventListener("online", () => { if (this.socket === undefined) this.open(); });
  }

  open(): void {
    window.clearTimeout(this.timer);
    if (this.isOver || this.socket) return;
    const socket = new WebSocket(location.origin.replace(/^http/, "ws") + this.path);
    this.socket = socket;
    socket.onopen = () => { this.rest = FIRST; this.onLost(false); };
    socket.onmessage = (event: MessageEvent<string>) => {
      const told = JSON.parse(event.data) as Told;
      if (told.type === "over") this.isOver = true;
      this.onTold(told);
    };
    socket.onclose = () => {
      if (this.socket !== socket) return;
      this.socket = undefined;
      if (this.isOver) return;
      this.onLost(true);
      this.timer = window.setTimeout(() => this.open(), this.rest);
      this.rest = Math.min(LONGEST, this.rest * 2);
    };
  }

  send(said: Said): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(said));
  }

  close(): void {
    this.isOver = true;
    this.socket?.close();
  }
}
