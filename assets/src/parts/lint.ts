// What a draft lacks, and what may not be said, stands beside it while it is written: a form with
// data-lint="/address" is sent there when the hand rests, and #beside of the answer (or what its
// data-beside names) takes the place of the same here. Nothing is kept by looking; without a script
// the form's own button asks for the same.
import { isComposing } from "./composing";

const REST = 1_500;

async function look(form: HTMLFormElement): Promise<void> {
  const to = form.dataset["lint"];
  if (!to) return;
  const typed = new FormData(form);
  const words = (): URLSearchParams => {
    const fields = new URLSearchParams();
    typed.forEach((value, name) => fields.append(name, typeof value === "string" ? value : value.name));
    return fields;
  };
  const body = form.enctype === "multipart/form-data" ? typed : words();
  const answer = await fetch(to, { method: "POST", credentials: "same-origin", body });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const name = form.dataset["beside"] ?? "beside";
  const fresh = page.getElementById(name);
  const here = document.getElementById(name);
  if (fresh && here && !fresh.isEqualNode(here)) here.replaceChildren(...fresh.childNodes);
}

export function startLint(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-lint]")) {
    let timer = 0;
    form.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        // No line, or signed out meanwhile: what stands there is older, and the button still asks.
        if (!isComposing()) look(form).catch(() => undefined);
      }, REST);
    });
  }
}
