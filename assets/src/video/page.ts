// The page around the pictures. Forms marked data-act are sent in place; parts marked data-live are taken over from the page as the
// server draws it now. A part that says the same as before stays as it is: what was ticked or drawn in it is not lost.
import { startPads } from "./pad";

const drawn = new Map<string, string>();
let running: Promise<void> | undefined;
let isAskedAgain = false;

/** Shows or hides one of the sentences that wait on the page. */
export function say(what: string, isSo: boolean): void {
  for (const place of document.querySelectorAll<HTMLElement>(`[data-say="${what}"]`)) place.hidden = !isSo;
}

/** What a part says, without the keys of its forms, which are others each time. */
function bare(part: Element): string {
  return part.outerHTML.replace(/name="form_key" value="[^"]*"/g, "");
}

function takeOver(fresh: Document): void {
  const kind = (page: Document) => page.querySelector<HTMLElement>("main")?.dataset["video"];
  if (kind(fresh) !== kind(document)) return location.reload();
  for (const part of document.querySelectorAll<HTMLElement>("[data-live]")) {
    const other = fresh.getElementById(part.id);
    if (!other || drawn.get(part.id) === bare(other)) continue;
    drawn.set(part.id, bare(other));
    for (const box of part.querySelectorAll<HTMLInputElement>("input[type=checkbox]:checked")) {
      const same = [...other.querySelectorAll<HTMLInputElement>("input[type=checkbox]")].find((one) => one.id === box.id);
      if (same) same.checked = true;
    }
    part.replaceWith(document.adoptNode(other));
  }
  startPads();
}

async function read(): Promise<void> {
  const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => undefined);
  if (!answer) return;
  if (answer.redirected || !answer.ok) return location.reload();
  takeOver(new DOMParser().parseFromString(await answer.text(), "text/html"));
}

/** Takes over what is new; asked meanwhile, once more afterwards. */
export function refresh(): Promise<void> {
  if (running) {
    isAskedAgain = true;
    return running;
  }
  running = read().then(() => {
    running = undefined;
    if (!isAskedAgain) return undefined;
    isAskedAgain = false;
    return refresh();
  });
  return running;
}

async function send(form: HTMLFormElement, pressed: HTMLElement | null): Promise<void> {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
  if (pressed instanceof HTMLButtonElement && pressed.name) fields.append(pressed.name, pressed.value);
  const place = document.querySelector("[data-refused]");
  const answer = await fetch(form.action, { method: "POST", credentials: "same-origin", body: fields, redirect: "manual" }).catch(() => undefined);
  if (!answer) return say("lost", true);
  if (answer.type === "opaqueredirect") {
    place?.replaceChildren();
    return refresh();
  }
  const told = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".refusal");
  if (!told || !place) return location.reload();
  place.replaceChildren(document.adoptNode(told));
  place.scrollIntoView({ block: "nearest" });
}

export function startPage(): void {
  for (const part of document.querySelectorAll("[data-live]")) drawn.set(part.id, bare(part));
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !(form instanceof HTMLFormElement)) return;
    if (form.dataset["act"] === undefined && form.dataset["sign"] === undefined) return;
    event.preventDefault();
    const pressed = (event as SubmitEvent).submitter as HTMLElement | null | undefined;
    void send(form, pressed ?? form.querySelector("button"));
  });
  startPads();
}
