// On paper nothing is folded: every <details> of what is read opens before printing and closes after.
// Buttons with data-print are hidden until there is a script to press them for.

export function startPaper(): void {
  let opened: HTMLDetailsElement[] = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>("details:not([open])")].filter((one) => !one.closest(".acts, .menu, .no-paper"));
    for (const one of opened) one.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
    opened = [];
  });
  for (const button of document.querySelectorAll<HTMLElement>("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", (event) => {
      event.preventDefault();
      window.print();
    });
  }
}
