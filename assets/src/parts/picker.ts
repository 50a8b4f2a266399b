// Picking a place by Chinese, pinyin or initials. Without a script the field is sent as typed and the
// server finds the place, or answers with the candidates. The list stands beside the field (.list-box).
//
//   <input role="combobox" name="place_words" aria-controls="places" data-picker="/desk/places" data-picker-value="place">
//   <input type="hidden" name="place">   <ul id="places" role="listbox" hidden></ul>
//
// GET /desk/places?q=qbw answers [{"value": "…", "text": "青柏湾", "note": "横村镇 · 青柏湾村"}], best first.
import { isComposing } from "./composing";
import { words } from "./words";

interface Place { value: string; text: string; note?: string }

/** Long enough that a fast typist asks once, short enough that nobody waits; milliseconds. */
const PAUSE = 120;

function option(place: Place, id: string): HTMLLIElement {
  const item = document.createElement("li");
  item.id = id;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset["value"] = place.value;
  item.dataset["text"] = place.text;
  const text = document.createElement("span");
  text.textContent = place.text;
  const note = document.createElement("span");
  note.className = "quiet";
  note.textContent = place.note ?? "";
  item.append(text, note);
  return item;
}

function picker(input: HTMLInputElement): void {
  const list = document.getElementById(input.getAttribute("aria-controls") ?? "");
  const form = input.form;
  const url = input.dataset["picker"];
  if (!list || !url) return;
  const hidden = form?.querySelector<HTMLInputElement>(`input[type=hidden][name="${input.dataset["pickerValue"] ?? ""}"]`) ?? null;
  const status = document.createElement("span");
  status.className = "out-of-sight";
  status.setAttribute("role", "status");
  input.after(status);
  list.hidden = false;
  input.autocomplete = "off";

  let timer = 0;
  // What was typed is not answered yet: the list, if any, belongs to an earlier word.
  let isOpen = false;
  let takesFirst = false;
  let asked: AbortController | undefined;
  const options = () => [...list.querySelectorAll<HTMLElement>("[role=option]")];
  const chosen = () => list.querySelector<HTMLElement>("[aria-selected=true]");

  const select = (item: HTMLElement | undefined) => {
    for (const other of options()) other.setAttribute("aria-selected", String(other === item));
    if (item) {
      input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };
  const clear = () => {
    list.textContent = "";
    input.setAttribute("aria-expanded", "false");
    select(undefined);
  };
  const take = (item: HTMLElement) => {
    window.clearTimeout(timer);
    asked?.abort();
    isOpen = takesFirst = false;
    input.value = item.dataset["text"] ?? "";
    if (hidden) hidden.value = item.dataset["value"] ?? "";
    clear();
    status.textContent = "";
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const show = (places: Place[]) => {
    clear();
    places.forEach((place, n) => list.append(option(place, `${list.id}-${n}`)));
    input.setAttribute("aria-expanded", String(places.length > 0));
    status.textContent = places.length > 0 ? words.found(places.length) : words.none;
    if (places.length === 0) {
      const none = document.createElement("li");
      none.className = "none";
      none.textContent = words.none;
      list.append(none);
    }
    select(options()[0]);
    isOpen = false;
    const first = options()[0];
    if (takesFirst && first) take(first);
    takesFirst = false;
  };
  const ask = async () => {
    asked?.abort();
    const query = input.value.trim();
    if (query === "") {
      isOpen = false;
      return clear();
    }
    const controller = new AbortController();
    asked = controller;
    try {
      const answer = await fetch(`${url}?q=${encodeURIComponent(query)}`, { credentials: "same-origin", signal: controller.signal, headers: { Accept: "application/json" } });
      if (answer.ok && !answer.redirected && !controller.signal.aborted) show((await answer.json()) as Place[]);
    } catch {
      // No line, or a newer question: the field stands as typed.
    }
    if (asked === controller) isOpen = takesFirst = false;
  };
  const later = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), PAUSE);
  };

  input.addEventListener("input", () => {
    if (hidden) hidden.value = "";
    isOpen = input.value.trim() !== "";
    takesFirst = false;
    if (!isComposing()) later();
  });
  input.addEventListener("compositionend", later);
  input.addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    const all = options();
    const here = chosen();
    const at = here ? all.indexOf(here) : -1;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && all.length > 0) {
      select(all[(at + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]);
    } else if (event.key === "Enter" && !event.ctrlKey && isOpen) {
      // A fast hand: it means what it typed, not what was listed before.
      takesFirst = true;
    } else if (event.key === "Enter" && !event.ctrlKey && here) {
      take(here);
    } else if (event.key === "Escape" && all.length > 0) {
      clear();
    } else {
      return;
    }
    event.preventDefault();
  });
  // mousedown, not click: the field keeps the focus.
  list.addEventListener("mousedown", (event) => {
    const item = event.target instanceof Element ? event.target.closest<HTMLElement>("[role=option]") : null;
    event.preventDefault();
    if (item) take(item);
  });
}

export function startPicker(): void {
  for (const input of document.querySelectorAll<HTMLInputElement>("input[data-picker]")) picker(input);
}
