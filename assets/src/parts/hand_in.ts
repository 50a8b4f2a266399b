// Photos go up one by one while she still writes, in pieces; what was cut goes on by itself, after the page was loaded anew too.
// Without a script they go with the form.
//
//   <ul data-handed> <li data-coming="/say/330122/uploads/7" data-name="…" data-length="…">…</li> </ul>
//   <input type="file" multiple data-hand-in="/say/330122/uploads" data-hand-in-again="再试" …>
import { begin, send, type End, type Told } from "./tus";
import { forget, keep, unsent } from "./unsent";

function button(text: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.className = "btn btn-bare";
  made.textContent = text;
  return made;
}

/** The line of one file: its name, how far it is, what can be done. */
function row(list: Element, name: string): HTMLLIElement {
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
function progress(item: HTMLLIElement, name: string): (kept: number, whole: number) => void {
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

function dropButton(input: HTMLInputElement, file: string, name: string): HTMLButtonElement {
  const drop = button(input.dataset["handInDrop"] ?? "");
  drop.name = "drop";
  drop.value = file;
  drop.setAttribute("aria-label", `${input.dataset["handInDrop"] ?? ""} ${name}`);
  return drop;
}

function done(input: HTMLInputElement, item: HTMLLIElement, told: Told, name: string): void {
  clear(item);
  item.removeAttribute("data-coming");
  if (told.kind) item.firstElementChild?.append(` ${told.kind}`);
  item.append(dropButton(input, told.file ?? "", told.name ?? name));
}

function say(item: HTMLLIElement, text: string): HTMLSpanElement {
  clear(item);
  const said = document.createElement("span");
  said.className = "error";
  said.setAttribute("role", "status");
  said.textContent = text;
  item.append(said);
  return said;
}

const key = (input: HTMLInputElement): string => input.form?.querySelector<HTMLInputElement>("input[name=form_key]")?.value ?? "";

async function go(input: HTMLInputElement, item: HTMLLIElement, file: File): Promise<void> {
  const { handIn = "", handInFailed = "", handInAgain = "", handInStale = "", handInLarge = "" } = input.dataset;
  const seen = progress(item, `${input.dataset["handInGoing"] ?? ""} ${file.name}`);
  seen(0, file.size);
  let place = item.dataset["coming"];
  let end: End = { end: "gone" };
  // What the house has forgotten meanwhile begins anew, once.
  for (let tries = 0; end.end === "gone" && tries < 2; tries++) {
    if (place === undefined) {
      const begun = await begin(handIn, key(input), file);
      if ("end" in begun) {
        end = begun;
        break;
      }
      place = begun.place;
      item.dataset["coming"] = place;
      await keep(place, file);
    }
    end = await send(place, key(input), file, (kept) => { seen(kept, file.size); });
    if (end.end === "gone") {
      await forget(place);
      place = undefined;
      item.removeAttribute("data-coming");
    }
  }
  if (place !== undefined && (end.end === "whole" || end.end === "refused")) await forget(place);
  if (end.end === "whole") return done(input, item, end.told, file.name);
  if (end.end === "refused") {
    say(item, end.told.refused ?? handInLarge);
    item.removeAttribute("data-coming");
    return;
  }
  const said = say(item, end.end === "stale" ? handInStale : handInFailed);
  const again = button(handInAgain);
  again.type = "button";
  again.addEventListener("click", () => { void go(input, item, file); });
  said.before(again);
}

/** Goes on with what this browser still has; of the rest it says that the same file is to be chosen again. */
async function goOn(input: HTMLInputElement, list: Element, line: (work: () => Promise<void>) => void): Promise<void> {
  const coming = [...list.querySelectorAll<HTMLLIElement>("li[data-coming]")];
  const still = await unsent(coming.map((item) => item.dataset["coming"] ?? ""));
  for (const item of coming) {
    const file = still.get(item.dataset["coming"] ?? "");
    if (file) line(() => go(input, item, file));
    else item.dataset["waits"] = "";
  }
}

export function startHandIn(): void {
  for (const input of document.querySelectorAll<HTMLInputElement>("input[data-hand-in]")) {
    const list = input.parentElement?.querySelector("[data-handed]");
    if (!list) continue;
    document.documentElement.classList.add("with-script");
    let last = Promise.resolve();
    const line = (work: () => Promise<void>): void => { last = last.then(work, work); };
    void goOn(input, list, line);
    input.addEventListener("change", () => {
      const files = [...(input.files ?? [])];
      // They are on their way by themselves: the form must not carry them again.
      input.value = "";
      for (const file of files) {
        const waits = [...list.querySelectorAll<HTMLLIElement>("li[data-waits]")];
        const half = waits.find((item) => item.dataset["name"] === file.name && item.dataset["length"] === String(file.size));
        half?.removeAttribute("data-waits");
        const item = half ?? row(list, file.name);
        line(() => go(input, item, file));
      }
    });
  }
}
