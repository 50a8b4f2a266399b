// 念给我听: reads a page to who cannot read it. A button with data-aloud (a selector; empty: <main>) is
// hidden until the browser has a voice for the page's language. Parts with data-not-aloud, forms and
// navigation are passed over; data-spoken gives the words for what reads badly (a case number).
import { words } from "./words";

/** Chrome falls silent in the middle of longer utterances. */
const LONGEST = 120;

function isSkipped(element: Element): boolean {
  return element.matches("nav, form, script, svg, [hidden], [aria-hidden=true], .out-of-sight, [data-not-aloud]");
}

function isBlock(element: Element): boolean {
  return element.matches("p, li, h1, h2, h3, h4, dt, dd, tr, section, article, div, header, blockquote, button");
}

/** The text of a part, sentence by sentence, in the order of the page. */
export function spoken(root: Element): string[] {
  let text = "";
  const walk = (node: Node) => {
    if (node instanceof Text) text += node.data.replace(/\s+/g, " ");
    if (!(node instanceof Element) || isSkipped(node)) return;
    const said = node.getAttribute("data-spoken");
    if (said !== null) text += said;
    else node.childNodes.forEach(walk);
    if (isBlock(node)) text += "\n";
  };
  walk(root);
  // No lookbehind here: Safari before 16.4 would refuse the whole script.
  return (text.match(/[^\n。！？；;!?]+[。！？；;!?]*/g) ?? [])
    .flatMap((sentence) => sentence.trim().match(new RegExp(`[^]{1,${LONGEST}}`, "g")) ?? [])
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

function voice(): SpeechSynthesisVoice | undefined {
  const language = document.documentElement.lang.slice(0, 2);
  const fitting = speechSynthesis.getVoices().filter((one) => one.lang.toLowerCase().startsWith(language));
  // A voice of this machine: a citizen's case is not sent to a stranger's server to be read out.
  return fitting.find((one) => one.localService);
}

export function startAloud(): void {
  const buttons = [...document.querySelectorAll<HTMLElement>("[data-aloud]")];
  if (buttons.length === 0 || !("speechSynthesis" in window)) return;
  const reveal = () => { for (const button of buttons) button.hidden = voice() === undefined; };
  reveal();
  speechSynthesis.addEventListener?.("voiceschanged", reveal);
  window.addEventListener("pagehide", () => speechSynthesis.cancel());

  for (const button of buttons) {
    const name = button.textContent ?? "";
    let isOn = false;
    const turn = (on: boolean) => {
      isOn = on;
      button.setAttribute("aria-pressed", String(on));
      button.textContent = on ? words.stop : name;
    };
    button.addEventListener("click", (event) => {
      event.preventDefault();
      speechSynthesis.cancel();
      const chosen = voice();
      const root = document.querySelector(button.dataset["aloud"] || "main");
      if (isOn || !root || !chosen) return turn(false);
      turn(true);
      const sentences = spoken(root);
      sentences.forEach((sentence, n) => {
        const utterance = new SpeechSynthesisUtterance(sentence);
        utterance.voice = chosen;
        utterance.lang = chosen.lang;
        utterance.rate = 0.9;
        if (n === sentences.length - 1) utterance.onend = () => turn(false);
        speechSynthesis.speak(utterance);
      });
    });
  }
}
