// Photos go up one by one while she still writes, and each can be tried again. Without a script they go with the form.
//
//   <ul data-handed></ul> <input type="file" multiple data-hand-in="/say/330122/file" data-hand-in-again="再试" …>
//
// POST with the form's key, the number of the choice and one file answers {"file": "…", "name": "…"}, or 422 {"refused": "…"}. The number
// stays the same however often the file is tried: what has come already does not come twice.

interface Answer { file?: string; name?: string; kind?: string; refused?: string }

/** After so many milliseconds a file that found no line is tried again by itself; after the last she is asked. */
const AGAIN = [2_000, 8_000, 20_000];

function row(list: Element, name: string): HTMLLIElement {
  const item = document.createElement("li");
  const text = document.createElement("span");
  text.textContent = name;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  item.append(text, said);
  list.append(item);
  return item;
}

function button(text: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.className = "btn btn-bare";
  made.textContent = text;
  return made;
}

function rest(milliseconds: number): Promise<void> {
  return new Promise((done) => { window.setTimeout(done, milliseconds); });
}

async function send(input: HTMLInputElement, item: HTMLLIElement, file: File, choice: string): Promise<void> {
  const said = item.lastElementChild;
  const { handIn, handInGoing, handInFailed, handInAgain, handInDrop } = input.dataset;
  if (!said || !handIn) return;
  said.className = "fine";
  said.textContent = handInGoing ?? "";
  const form = new FormData();
  form.append("form_key", input.form?.querySelector<HTMLInputElement>("input[name=form_key]")?.value ?? "");
  form.append("try", choice);
  form.append("file", file, file.name);
  let answer: Answer | undefined;
  for (const pause of [0, ...AGAIN]) {
    if (pause > 0) await rest(pause);
    try {
      const got = await fetch(handIn, { method: "POST", credentials: "same-origin", body: form });
      if (got.ok || got.status === 422) answer = (await got.json()) as Answer;
      break;
    } catch {
      // No line: it is tried again, and at last she is told.
    }
  }
  if (answer?.file !== undefined) {
    const drop = button(handInDrop ?? "");
    drop.name = "drop";
    drop.value = answer.file;
    drop.setAttribute("aria-label", `${handInDrop ?? ""} ${answer.name ?? file.name}`);
    if (answer.kind !== undefined && answer.kind !== "") item.firstElementChild?.append(` ${answer.kind}`);
    said.replaceWith(drop);
    return;
  }
  said.className = "error";
  said.textContent = answer?.refused ?? handInFailed ?? "";
  if (answer?.refused !== undefined) return;
  const again = button(handInAgain ?? "");
  again.type = "button";
  again.addEventListener("click", () => {
    again.remove();
    void send(input, item, file, choice);
  });
  said.before(again);
}

export function startHandIn(): void {
  for (const input of document.querySelectorAll<HTMLInputElement>("input[data-hand-in]")) {
    const list = input.parentElement?.querySelector("[data-handed]");
    if (!list) continue;
    document.documentElement.classList.add("with-script");
    let line = Promise.resolve();
    let chosen = 0;
    input.addEventListener("change", () => {
      const files = [...(input.files ?? [])];
      // They are on their way by themselves: the form must not carry them again.
      input.value = "";
      for (const file of files) {
        const item = row(list, file.name);
        const choice = String(chosen += 1);
        line = line.then(() => send(input, item, file, choice));
      }
    });
  }
}
