// tus 1.0.0, core and creation, as far as our own pages need it: a file goes up in pieces, each is asked after when the line was cut,
// and it goes on where the house says that it is. docs/adr says why this is not a library.

/** What the house says of a file that is whole, or may not be kept. */
export interface Told { file?: string; name?: string; kind?: string; refused?: string }
/** How sending ended: whole, refused, no longer there, a page too old, or not to be sent at all. */
export type End = { end: "whole" | "refused"; told: Told } | { end: "gone" | "stale" | "failed" };

const PIECE = 256 * 1024;
/** One piece may take so long before the line counts as cut; milliseconds. */
const PATIENCE = 90_000;
/** Between two tries; the last one again and again. */
const AGAIN = [1_000, 2_000, 5_000, 10_000, 20_000];
/** A file that cannot be read any more (taken out of the phone meanwhile) looks like a line that is cut just when it is sent. */
const UNREADABLE = 5;

async function ask(method: string, place: string, key: string, headers: Record<string, string> = {}, body?: Blob): Promise<Response> {
  const stop = new AbortController();
  const timer = window.setTimeout(() => { stop.abort(); }, PATIENCE);
  try {
    const all = { "Tus-Resumable": "1.0.0", "Linju-Form-Key": key, ...headers };
    const answer = await fetch(place, { method, credentials: "same-origin", headers: all, signal: stop.signal, ...(body ? { body } : {}) });
    if (answer.status >= 500) throw new Error("not now");
    return answer;
  } finally {
    window.clearTimeout(timer);
  }
}

/** Until the browser says that the line is back, or for so long. */
function rest(tries: number): Promise<void> {
  return new Promise((done) => {
    const end = (): void => {
      window.clearTimeout(timer);
      window.removeEventListener("online", end);
      done();
    };
    const timer = window.setTimeout(end, AGAIN[Math.min(tries, AGAIN.length - 1)] ?? PATIENCE);
    window.addEventListener("online", end);
  });
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

async function told(answer: Response): Promise<Told> {
  return (await answer.json().catch(() => ({}))) as Told;
}

/** Begins a file; the place that it goes to, or why it has none. Waits for the line. */
export async function begin(to: string, key: string, file: File): Promise<{ place: string } | End> {
  for (let tries = 0; ; tries++) {
    try {
      const answer = await ask("POST", to, key, { "Upload-Length": String(file.size), "Upload-Metadata": `filename ${base64(file.name.slice(-120))}` });
      const place = answer.headers.get("Location");
      if (answer.status === 201 && place) return { place };
      if (answer.status === 422) return { end: "refused", told: await told(answer) };
      return { end: answer.status === 403 || answer.status === 409 ? "stale" : answer.status === 413 ? "refused" : "failed", told: {} };
    } catch {
      await rest(tries);
    }
  }
}

/** Sends what is missing, for as long as it takes; `seen` hears how much is kept. */
export async function send(place: string, key: string, file: Blob, seen: (kept: number) => void): Promise<End> {
  let [offset, tries, unread] = [-1, 0, 0];
  for (;;) {
    const knew = offset >= 0;
    try {
      if (!knew) {
        const head = await ask("HEAD", place, key);
        if (!head.ok) return { end: head.status === 404 ? "gone" : "failed" };
        offset = Number(head.headers.get("Upload-Offset"));
      }
      seen(offset);
      if (offset >= file.size) {
        const whole = await ask("GET", place, key);
        return whole.ok ? { end: "whole", told: await told(whole) } : whole.status === 422 ? { end: "refused", told: await told(whole) } : { end: "gone" };
      }
      const headers = { "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" };
      const answer = await ask("PATCH", place, key, headers, file.slice(offset, offset + PIECE));
      const kept = answer.headers.get("Upload-Offset");
      if ((answer.status === 204 || answer.status === 409) && kept !== null) {
        [offset, tries, unread] = [Number(kept), 0, 0];
        continue;
      }
      if (answer.status === 422) return { end: "refused", told: await told(answer) };
      return { end: answer.status === 404 ? "gone" : answer.status === 403 || answer.status === 409 ? "stale" : "failed" };
    } catch {
      unread += offset >= 0 && !knew ? 1 : 0;
      if (unread >= UNREADABLE) return { end: "failed" };
      offset = -1;
      await rest(tries++);
    }
  }
}
