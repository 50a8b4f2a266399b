// The line of one file that goes up: its name, how far it is, what can be done.
import { type Told } from "./tus";

function button(text: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.className = "btn btn-bare";
  made.textContent = text;
  return made;
}

/** A new line at the end of the list. */
export function row(list: Element, name: string): HTMLLIElement {
  const item = document.createElement("li");
  const text = document.createElement("span");
  text.textContent = name;
  item.append(text);
  list.append(item);
  return item;
}

function clear(item: HTMLLIElement): void {
  while (item.children.length > 1) item.lastElementChild?.remove();
}

/** A bar and its number; the number is not read aloud at each step. */
export function progress(item: HTMLLIElement, name: string): (kept: number, whole: number) => void {
  clear(item);
  const side = document.createElement("span");
  side.className = "fine coming";
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.setAttribute("aria-label", name);
  const number = document.createElement("span");
  number.setAttribute("aria-hidden", "true");
  side.append(bar, number);
  item.append(side);
  return (kept, whole) => {
    const percent = whole > 0 ? Math.floor((kept * 100) / whole) : 100;
    bar.value = percent;
    number.textContent = ` ${percent}%`;
  };
}

/** It is whole: what it is, and a button that takes it back. */
export function done(input: HTMLInputElement, item: HTMLLIElement, told: Told, name: string): void {
  clear(item);
  item.removeAttribute("data-coming");
  if (told.kind) item.firstElementChild?.append(` ${told.kind}`);
  const drop = button(input.dataset["handInDrop"] ?? "");
  drop.name = "drop";
  drop.value = told.file ?? "";
  drop.setAttribute("aria-label", `${input.dataset["handInDrop"] ?? ""} ${told.name ?? name}`);
  item.append(drop);
}

/** Why it does not go up. */
export function say(item: HTMLLIElement, text: string): HTMLSpanElement {
  clear(item);
  const said = document.createElement("span");
  said.className = "error";
  said.setAttribute("role", "status");
  said.textContent = text;
  item.append(said);
  return said;
}

/** Why it does not go up, with a button that tries again. */
export function again(item: HTMLLIElement, text: string, label: string, act: () => void): void {
  const made = button(label);
  made.type = "button";
  made.addEventListener("click", act);
  say(item, text).before(made);
}
