// The day list by keyboard: J and K move from row to row, X chooses, Enter opens (the focus is on the
// row's own link, so Enter needs no help and a screen reader says where one is).
import { isTyping, lettersOn } from "./shortcuts";

function rows(): HTMLTableRowElement[] {
  return [...document.querySelectorAll<HTMLTableRowElement>(".rows tr")].filter((row) => row.querySelector(".title a"));
}

function rowOf(target: EventTarget | null): HTMLTableRowElement | null {
  return target instanceof Element ? target.closest<HTMLTableRowElement>(".rows tr, .rows-marked tr") : null;
}

function mark(row: HTMLTableRowElement | null): void {
  for (const other of document.querySelectorAll("tr.at")) if (other !== row) other.classList.remove("at");
  row?.classList.add("at");
}

function move(step: 1 | -1): void {
  const all = rows();
  const here = rowOf(document.activeElement) ?? document.querySelector<HTMLTableRowElement>(".rows tr.at");
  const at = here ? all.indexOf(here) : -1;
  const next = at < 0 ? all[step > 0 ? 0 : all.length - 1] : all[at + step];
  next?.querySelector<HTMLElement>(".title a")?.focus();
}

function boxes(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>(".rows td input[type=checkbox], .rows-marked td input[type=checkbox]")];
}

/** Shows how many rows are chosen, and what can be done with them only when there are any. */
function count(): void {
  const chosen = boxes().filter((box) => box.checked);
  for (const box of boxes()) rowOf(box)?.classList.toggle("on", box.checked);
  for (const place of document.querySelectorAll("[data-chosen]")) place.textContent = String(chosen.length);
  for (const part of document.querySelectorAll<HTMLElement>("[data-when-chosen]")) part.hidden = chosen.length === 0;
  for (const part of document.querySelectorAll<HTMLElement>("[data-when-none-chosen]")) part.hidden = chosen.length > 0;
}

export function startRows(): void {
  if (!document.querySelector(".rows, .rows-marked")) return;
  document.addEventListener("focusin", (event) => {
    const row = rowOf(event.target);
    if (row) mark(row);
  });
  document.addEventListener("change", (event) => {
    if (rowOf(event.target)) count();
  });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-choose-none]")) return;
    event.preventDefault();
    for (const box of boxes()) box.checked = false;
    count();
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !lettersOn()) return;
    const key = event.key.toLowerCase();
    if (key === "j") move(1);
    else if (key === "k") move(-1);
    else if (key === "x") document.querySelector<HTMLElement>(".rows tr.at input[type=checkbox]")?.click();
    else return;
    event.preventDefault();
  });
  // A page come back to from the history has its boxes as they were left.
  window.addEventListener("pageshow", count);
  count();
}
