// The form's button is held while files are in line: the first press is answered with their names and goes on by itself when the last
// is whole; the second goes on at once, and the names of those that have no place yet go along, so that the next page tells them.

/** Where the files of one form stand. */
export interface Held {
  /** Chosen; the house does not know it yet. */
  waits: (item: Element, name: string) => void;
  /** The house knows it: the next page tells it as not whole. */
  placed: (item: Element) => void;
  whole: (item: Element) => void;
  /** It does not go up, and its line says why. */
  missed: (item: Element) => void;
}

type Stand = "waits" | "placed" | "missed";
/** A second press that comes sooner was one press of a shaking hand; milliseconds. */
const SHAKING = 700;

/** Whether this button leads on to sending; the others stay on this form. */
function leadsOn(button: HTMLButtonElement | null): boolean {
  return !button?.name || (button.name === "act" && button.value === "check");
}

export function hold(input: HTMLInputElement): Held {
  const form = input.form;
  const note = form?.querySelector<HTMLElement>("[data-held]") ?? null;
  const stands = new Map<Element, { name: string; stand: Stand }>();
  let pressed: HTMLButtonElement | null = null;
  let held: { button: HTMLButtonElement | null; at: number } | null = null;

  const named = (...of: Stand[]): string[] => [...stands.values()].filter(({ stand }) => of.includes(stand)).map(({ name }) => name);

  const show = (): void => {
    if (!note) return;
    const line = (text: string, names: string[]): string => (names.length > 0 ? `${text} ${names.join("、")}` : "");
    const told = [
      line(input.dataset["handInWait"] ?? "", named("waits", "placed")),
      line(input.dataset["handInMissed"] ?? "", named("missed")),
    ];
    note.textContent = held ? told.filter((text) => text !== "").join("\n") : "";
    note.hidden = note.textContent === "";
  };

  /** After each change: what was held goes on when nothing is in its way any more. */
  const look = (): void => {
    const button = held?.button ?? null;
    if (held && named("waits").length === 0 && (!leadsOn(button) || stands.size === 0)) {
      held = null;
      button?.click();
    }
    show();
  };

  form?.addEventListener("click", (event) => {
    const found = event.target instanceof Element ? event.target.closest("button") : null;
    if (found?.type === "submit") pressed = found;
  });
  form?.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const isFree = leadsOn(pressed) ? stands.size === 0 : named("waits").length === 0;
    if (isFree) return;
    const now = performance.now();
    if (held && leadsOn(pressed) && now - held.at >= SHAKING) {
      for (const before of form.querySelectorAll("input[name=left]")) before.remove();
      for (const name of named("waits")) {
        const left = document.createElement("input");
        [left.type, left.name, left.value] = ["hidden", "left", name];
        form.append(left);
      }
      return;
    }
    event.preventDefault();
    held = { button: pressed, at: held?.at ?? now };
    show();
  });

  const stand = (as: Stand) => (item: Element): void => {
    const one = stands.get(item);
    if (one) one.stand = as;
    look();
  };
  return {
    waits: (item, name) => {
      stands.set(item, { name, stand: "waits" });
      // What was chosen after she was asked, she is asked about again.
      held = null;
      show();
    },
    placed: stand("placed"),
    missed: stand("missed"),
    whole: (item) => {
      stands.delete(item);
      look();
    },
  };
}
