// "One more": adds a row without a round trip. Without a script the same button is an ordinary submit
// that comes back with a row more.
//
//   <div data-more data-more-max="20" data-more-label="想要怎样，第 {n} 项">
//     <input name="claim"> … <button name="act" value="more" data-more-add aria-keyshortcuts="Alt+Plus">再加一项</button>

function rowsOf(box: HTMLElement): HTMLElement[] {
  const marked = [...box.querySelectorAll<HTMLElement>("[data-more-row]")];
  return marked.length > 0 ? marked : [...box.querySelectorAll<HTMLElement>("input[name], textarea[name]")];
}

function fieldsOf(row: HTMLElement): (HTMLInputElement | HTMLTextAreaElement)[] {
  if (row instanceof HTMLInputElement || row instanceof HTMLTextAreaElement) return [row];
  return [...row.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")];
}

function add(box: HTMLElement): void {
  const rows = rowsOf(box);
  const last = rows[rows.length - 1];
  if (!last) return;
  // An empty row is waiting already: go there.
  const empty = fieldsOf(last).find((field) => field.type !== "hidden");
  if (rows.length >= Number(box.dataset["moreMax"] ?? "50") || (empty && empty.value.trim() === "")) {
    empty?.focus();
    return;
  }
  const row = last.cloneNode(true) as HTMLElement;
  row.removeAttribute("id");
  for (const field of fieldsOf(row)) {
    field.value = "";
    field.removeAttribute("value");
    field.removeAttribute("id");
    field.removeAttribute("required");
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
    const label = box.dataset["moreLabel"];
    if (label) field.setAttribute("aria-label", label.replace("{n}", String(rows.length + 1)));
  }
  last.after(row);
  fieldsOf(row).find((field) => field.type !== "hidden")?.focus();
}

export function startMore(): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-more-add]") : null;
    const box = button?.closest<HTMLElement>("[data-more]");
    if (!box) return;
    event.preventDefault();
    add(box);
  });
}
