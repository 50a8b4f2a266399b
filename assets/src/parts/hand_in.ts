// Photos go up one by one while she still writes, in pieces; what was cut goes on by itself, after the page was loaded anew too.
// All that she chose are told to the house before the first is sent, so that none is lost when she goes on. Without a script they go
// with the form.
//
//   <ul data-handed> <li data-coming="/say/330122/uploads/7" data-name="…" data-length="…">…</li> </ul>
//   <input type="file" multiple data-hand-in="/say/330122/uploads" data-hand-in-again="再试" …>
//   <p data-held hidden></p>      beside the form's button: what is still in line
import * as line from "./handed_line";
import { hold, type Held } from "./held";
import { begin, send, type End } from "./tus";
import { forget, keep, unsent } from "./unsent";

/** So many are told to the house at a time. */
const AT_ONCE = 4;

/** One field for files, and where its files stand. */
interface Hand { input: HTMLInputElement; held: Held; line: (work: () => Promise<void>) => void }

const key = (input: HTMLInputElement): string => input.form?.querySelector<HTMLInputElement>("input[name=form_key]")?.value ?? "";

/** Tells the house that a file comes, and where it goes; why it has no place else. */
async function place({ input, held }: Hand, item: HTMLLIElement, file: File): Promise<End | undefined> {
  const begun = await begin(input.dataset["handIn"] ?? "", key(input), file);
  if ("end" in begun) return begun;
  item.dataset["coming"] = begun.place;
  await keep(begun.place, file);
  held.placed(item);
  return undefined;
}

/** Sends what has a place; what the house has forgotten meanwhile begins anew, once. */
async function carry(hand: Hand, item: HTMLLIElement, file: File): Promise<End> {
  const seen = line.progress(item, `${hand.input.dataset["handInGoing"] ?? ""} ${file.name}`);
  seen(0, file.size);
  let end: End = { end: "gone" };
  for (let tries = 0; end.end === "gone" && tries < 2; tries++) {
    const no = item.dataset["coming"] === undefined ? await place(hand, item, file) : undefined;
    if (no) return no;
    const to = item.dataset["coming"] ?? "";
    end = await send(to, key(hand.input), file, (kept) => { seen(kept, file.size); });
    if (end.end !== "failed" && end.end !== "stale") await forget(to);
    if (end.end === "gone") item.removeAttribute("data-coming");
  }
  return end;
}

function tell(hand: Hand, item: HTMLLIElement, file: File, end: End): void {
  const { input, held } = hand;
  const { handInFailed = "", handInAgain = "", handInStale = "", handInLarge = "" } = input.dataset;
  if (end.end === "whole") {
    line.done(input, item, end.told, file.name);
    return held.whole(item);
  }
  held.missed(item);
  if (end.end === "refused") {
    line.say(item, end.told.refused ?? handInLarge);
    item.removeAttribute("data-coming");
    return;
  }
  line.again(item, end.end === "stale" ? handInStale : handInFailed, handInAgain, () => {
    held.waits(item, file.name);
    hand.line(() => go(hand, item, file));
  });
}

async function go(hand: Hand, item: HTMLLIElement, file: File): Promise<void> {
  tell(hand, item, file, await carry(hand, item, file));
}

/** Goes on with what this browser still has; of the rest it says that the same file is to be chosen again. */
async function goOn(hand: Hand, list: Element): Promise<void> {
  const coming = [...list.querySelectorAll<HTMLLIElement>("li[data-coming]")];
  const still = await unsent(coming.map((item) => item.dataset["coming"] ?? ""));
  for (const item of coming) {
    const file = still.get(item.dataset["coming"] ?? "");
    if (!file) {
      item.dataset["waits"] = "";
      continue;
    }
    hand.held.waits(item, file.name);
    hand.held.placed(item);
    hand.line(() => go(hand, item, file));
  }
}

/** A place for each that was chosen, a few at a time; those without one are told. Then they go up, one after the other. */
async function take(hand: Hand, chosen: { item: HTMLLIElement; file: File }[]): Promise<void> {
  const waiting = [...chosen];
  const placed = new Set<HTMLLIElement>();
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { item, file } = next;
      const no = item.dataset["coming"] === undefined ? await place(hand, item, file) : undefined;
      if (no) {
        tell(hand, item, file, no);
        continue;
      }
      placed.add(item);
      hand.held.placed(item);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  for (const { item, file } of chosen) if (placed.has(item)) hand.line(() => go(hand, item, file));
}

function start(input: HTMLInputElement, list: Element): void {
  let last = Promise.resolve();
  const hand: Hand = { input, held: hold(input), line: (work) => { last = last.then(work, work); } };
  void goOn(hand, list);
  input.addEventListener("change", () => {
    const files = [...(input.files ?? [])];
    // They are on their way by themselves: the form must not carry them again.
    input.value = "";
    const chosen = files.map((file) => {
      const waits = [...list.querySelectorAll<HTMLLIElement>("li[data-waits]")];
      const half = waits.find((item) => item.dataset["name"] === file.name && item.dataset["length"] === String(file.size));
      half?.removeAttribute("data-waits");
      const item = half ?? line.row(list, file.name);
      hand.held.waits(item, file.name);
      return { item, file };
    });
    void take(hand, chosen);
  });
}

export function startHandIn(): void {
  for (const input of document.querySelectorAll<HTMLInputElement>("input[data-hand-in]")) {
    const list = input.parentElement?.querySelector("[data-handed]");
    if (!list) continue;
    document.documentElement.classList.add("with-script");
    start(input, list);
  }
}
