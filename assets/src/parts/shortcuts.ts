// Keys are announced where they work: the element that a key presses carries aria-keyshortcuts
// ("A", "/", "F2", "Control+Enter", "Alt+Plus"), which screen readers read out and this file obeys.
// Letter keys can be switched off ([data-keys-switch], or data-keys="off" on <body>).
import { isComposing } from "./composing";

const KEPT = "linju.keys";

function kept(): string | null {
  try { return localStorage.getItem(KEPT); } catch { return null; }
}

/** Whether keys without Ctrl or Alt are on. */
export function lettersOn(): boolean {
  return document.body.dataset["keys"] !== "off" && kept() !== "off";
}

/** Whether a key typed here is text and not a command. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit", "file"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

function combination(event: KeyboardEvent): string {
  const key = event.key === "+" ? "Plus" : event.key === " " ? "Space" : event.key;
  const one = key.length === 1;
  const held = [
    event.ctrlKey || event.metaKey ? "control" : "",
    event.altKey ? "alt" : "",
    event.shiftKey && !one && key !== "Plus" ? "shift" : "",
  ];
  return [...held, key.toLowerCase()].filter(Boolean).join("+");
}

function isSeen(element: HTMLElement): boolean {
  return element.getClientRects().length > 0;
}

function find(pressed: string): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>("[aria-keyshortcuts]")].find((element) =>
    (element.getAttribute("aria-keyshortcuts") ?? "").toLowerCase().split(/\s+/).includes(pressed) && isSeen(element));
}

function press(element: HTMLElement): void {
  if (isTyping(element)) {
    element.focus();
    if (element instanceof HTMLInputElement) element.select();
  } else {
    element.focus({ preventScroll: true });
    element.click();
  }
}

function startHelp(): void {
  const help = document.querySelector<HTMLElement>("[data-help]");
  if (!help) return;
  let from: Element | null = null;
  const show = (open: boolean) => {
    help.hidden = !open;
    for (const button of document.querySelectorAll("[data-help-open]")) button.setAttribute("aria-expanded", String(open));
    if (open) {
      from = document.activeElement;
      help.tabIndex = -1;
      help.focus();
    } else if (from instanceof HTMLElement) {
      from.focus();
    }
  };
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("[data-help-open]")) {
      event.preventDefault();
      show(help.hidden !== false);
    } else if (target?.closest("[data-help-close]")) {
      show(false);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !help.hidden) show(false);
    else if (event.key === "?" && !isTyping(event.target) && !event.ctrlKey && !event.altKey && lettersOn()) {
      event.preventDefault();
      show(help.hidden !== false);
    }
  });
}

function startSwitch(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-keys-switch]")) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(lettersOn()));
    button.addEventListener("click", () => {
      try { localStorage.setItem(KEPT, kept() === "off" ? "on" : "off"); } catch { /* a browser that keeps nothing keeps the keys on */ }
      button.setAttribute("aria-pressed", String(lettersOn()));
    });
  }
}

export function startShortcuts(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.repeat || isComposing(event)) return;
    const pressed = combination(event);
    const isPlain = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isPlain && (isTyping(event.target) || !lettersOn())) return;
    // A key that the browser itself uses in a field stays the browser's.
    if (pressed === "enter" || pressed === "tab" || pressed === "escape") return;
    const element = find(pressed);
    if (!element) return;
    event.preventDefault();
    press(element);
  });
  startHelp();
  startSwitch();
}
