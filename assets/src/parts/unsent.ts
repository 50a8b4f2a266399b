// Files that are on their way, so that they go on by themselves after the page was loaded anew: a browser gives no page a chosen file
// twice. Kept in this browser until the house has them, for a day at most. Where a browser keeps nothing, she chooses the file again.

interface Unsent { place: string; file: File; at: number }

const DAY = 24 * 60 * 60 * 1000;
const STORE = "files";

function open(): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const asked = indexedDB.open("linju-unsent", 1);
    asked.onupgradeneeded = () => { asked.result.createObjectStore(STORE, { keyPath: "place" }); };
    asked.onsuccess = () => { done(asked.result); };
    asked.onerror = () => { failed(asked.error ?? new Error("no store")); };
  });
}

async function within<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  try {
    const database = await open();
    return await new Promise<T>((done, failed) => {
      const asked = work(database.transaction(STORE, mode).objectStore(STORE));
      asked.onsuccess = () => { done(asked.result); };
      asked.onerror = () => { failed(asked.error ?? new Error("not kept")); };
    }).finally(() => { database.close(); });
  } catch {
    return undefined;
  }
}

export async function keep(place: string, file: File): Promise<void> {
  await within("readwrite", (store) => store.put({ place, file, at: Date.now() } satisfies Unsent));
}

export async function forget(place: string): Promise<void> {
  await within("readwrite", (store) => store.delete(place));
}

/** What is still on its way to one of these places; the rest is forgotten. */
export async function unsent(places: string[]): Promise<Map<string, File>> {
  const all = ((await within("readonly", (store) => store.getAll())) ?? []) as Unsent[];
  const still = new Map<string, File>();
  for (const { place, file, at } of all) {
    if (places.includes(place) && Date.now() - at < DAY) still.set(place, file);
    else await forget(place);
  }
  return still;
}
