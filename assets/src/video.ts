// A video room in the browser. What is shown and said comes from the server; here are camera, line and pictures.
// One part a file: line (the socket), own (camera and microphone), peers (the others), page (forms and what is new), pad (signing).
import { Line } from "./video/line";
import { Own } from "./video/own";
import { startPage, say, refresh } from "./video/page";
import { Peers } from "./video/peers";

function start(main: HTMLElement): void {
  startPage();
  const kind = main.dataset["video"];
  if (kind === "over" || kind === "left") return;
  const isAble = "RTCPeerConnection" in window && navigator.mediaDevices !== undefined;
  say("unable", !isAble);
  const stage = document.querySelector<HTMLElement>("[data-stage]");
  const own = stage && isAble ? new Own(stage) : undefined;
  const line = new Line(main.dataset["socket"] ?? "");
  const peers = stage && own ? new Peers(stage, own, (to, at, signal) => line.send({ type: "signal", to, line: at, signal }), () => line.send({ type: "fresh" })) : undefined;
  line.onTold = (told) => {
    if (told.type === "changed") void refresh();
    else if (told.type === "place") peers?.place(told);
    else if (told.type === "signal") peers?.hear(told);
    else if (told.replaced) {
      peers?.close();
      say("replaced", true);
    } else location.reload();
  };
  line.onLost = (isLost) => say("lost", isLost);
  window.addEventListener("pagehide", () => { line.close(); peers?.close(); });
  // A page that comes back out of the browser's memory has neither line nor camera.
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  line.open();
}

const main = document.querySelector<HTMLElement>("main[data-video]");
if (main) start(main);
