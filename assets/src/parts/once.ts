// A double click makes one case. The server keeps that promise by the form's own key;
// this only spares the second request. Nothing turns grey: the first click stands.

/** After this long without an answer a second try is let through; milliseconds. */
const PATIENCE = 15_000;
const sent = new Map<HTMLFormElement, number>();

export function startOnce(): void {
  // On window, which hears of it last: what another part or htmx has stopped was never sent.
  window.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !(form instanceof HTMLFormElement) || form.method !== "post" || form.target === "_blank") return;
    const now = performance.now();
    const before = sent.get(form);
    if (before !== undefined && now - before < PATIENCE) {
      event.preventDefault();
      return;
    }
    sent.set(form, now);
    form.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    for (const form of sent.keys()) form.removeAttribute("aria-busy");
    sent.clear();
  });
}
