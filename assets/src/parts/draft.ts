// Half-typed text survives a lock, a crash and a colleague's turn: it is kept on the server, sealed,
// and never in this browser. A form with data-draft="register" and a hidden draft_key is sent to
// data-draft-to (default /desk/draft) as draft_key, form, body; body is the form's own fields,
// form-encoded. Files, passwords, hidden fields and [data-no-draft] stay out.
// Hidden fields with data-goes-along (a form key) are sent beside the three.
import { isComposing } from "./composing";
import { words } from "./words";

/** Rest after the last keystroke, and the longest time without a save while typing goes on; milliseconds. */
const REST = 1_200;
const LONGEST = 8_000;
const AGAIN = 10_000;

interface Draft { form: HTMLFormElement; dirtySince: number; timer: number; running: Promise<void> | undefined; isSent: boolean }
const drafts = new Map<HTMLFormElement, Draft>();

function body(form: HTMLFormElement): URLSearchParams {
  const kept = new URLSearchParams();
  for (const field of form.elements) {
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement)) continue;
    if (!field.name || field.disabled || field.closest("[data-no-draft]")) continue;
    if (["hidden", "password", "file", "submit", "button", "image"].includes(field.type)) continue;
    if (field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type) && !field.checked) continue;
    kept.append(field.name, field.value);
  }
  return kept;
}

function envelope(form: HTMLFormElement): URLSearchParams {
  const sent = new URLSearchParams();
  for (const field of form.querySelectorAll<HTMLInputElement>("input[data-goes-along]")) sent.append(field.name, field.value);
  sent.set("draft_key", form.querySelector<HTMLInputElement>("input[name=draft_key]")?.value ?? "");
  sent.set("form", form.dataset["draft"] ?? "");
  sent.set("body", body(form).toString());
  return sent;
}

function address(form: HTMLFormElement): string {
  return form.dataset["draftTo"] ?? "/desk/draft";
}

function say(form: HTMLFormElement, text: string): void {
  const place = form.querySelector("[data-saved]") ?? document.querySelector("[data-saved]");
  if (place && place.textContent !== text) place.textContent = text;
}

/** HH:MM where the office is, whatever this machine's time zone. */
function clock(): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" }).format(new Date());
}

/** The server's own time when it says one ({"saved_at": "09:31"}), else this machine's. */
async function savedAt(answer: Response): Promise<string> {
  if (!(answer.headers.get("content-type") ?? "").includes("json")) return clock();
  const told = (await answer.json().catch(() => null)) as { saved_at?: string } | null;
  return told?.saved_at ?? clock();
}

async function send(draft: Draft): Promise<void> {
  const since = draft.dirtySince;
  draft.dirtySince = 0;
  try {
    const answer = await fetch(address(draft.form), { method: "POST", credentials: "same-origin", body: envelope(draft.form) });
    if (answer.ok && !answer.redirected) return say(draft.form, words.saved(await savedAt(answer)));
    say(draft.form, answer.redirected || answer.status === 401 || answer.status === 403 ? words.signedOut : words.notSaved);
  } catch {
    say(draft.form, words.notSaved);
  }
  draft.dirtySince = draft.dirtySince || since;
  plan(draft, AGAIN);
}

function save(draft: Draft): Promise<void> {
  window.clearTimeout(draft.timer);
  if (draft.isSent || draft.dirtySince === 0) return draft.running ?? Promise.resolve();
  if (!draft.running) draft.running = send(draft).then(() => { draft.running = undefined; });
  else void draft.running.then(() => save(draft));
  return draft.running;
}

function plan(draft: Draft, wait: number): void {
  window.clearTimeout(draft.timer);
  draft.timer = window.setTimeout(() => {
    if (isComposing()) plan(draft, REST);
    else void save(draft);
  }, wait);
}

function touched(form: HTMLFormElement): void {
  const known = drafts.get(form);
  const draft = known ?? { form, dirtySince: 0, timer: 0, running: undefined, isSent: false };
  drafts.set(form, draft);
  draft.dirtySince = draft.dirtySince || Date.now();
  plan(draft, Math.max(0, Math.min(REST, draft.dirtySince + LONGEST - Date.now())));
}

/** Saves what is not saved yet; ends when all is, or after two seconds. */
export function saveDrafts(): Promise<unknown> {
  const all = Promise.all([...drafts.values()].map(save));
  return Promise.race([all, new Promise((done) => window.setTimeout(done, 2_000))]);
}

/** The page is going away: the browser carries the letter after it has gone. */
function sendLast(): void {
  for (const draft of drafts.values()) {
    if (draft.isSent || draft.dirtySince === 0) continue;
    if (navigator.sendBeacon(address(draft.form), envelope(draft.form))) draft.dirtySince = 0;
  }
}

export function startDrafts(): void {
  const onChange = (event: Event) => {
    const field = event.target as HTMLInputElement | null;
    const form = field && "form" in field ? field.form : null;
    if (form?.dataset["draft"] !== undefined) touched(form);
  };
  document.addEventListener("input", onChange);
  document.addEventListener("change", onChange);
  // A form that is on its way needs no draft; the server drops it when the form is accepted.
  document.addEventListener("submit", (event) => {
    const draft = event.target instanceof HTMLFormElement ? drafts.get(event.target) : undefined;
    if (draft && !event.defaultPrevented) draft.isSent = true;
  });
  // What comes back refused may never have been saved: it was sent in the middle of a sentence. Who now looks
  // something up on another page finds it again.
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft]")) {
    if (form.querySelector(".refusal")) touched(form);
  }
  window.addEventListener("pageshow", () => { for (const draft of drafts.values()) draft.isSent = false; });
  window.addEventListener("pagehide", sendLast);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") sendLast(); });
}
