// A link to something folded unfolds it ("改成 30 日" leads back into the form it speaks of), and a menu
// closes when one looks elsewhere. A refusal is where the hand was, which on a long form is far below the
// top of the answer: it is brought into sight and read out.

function reveal(): void {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let around: Element | null = target; around; around = around.parentElement) {
    if (around instanceof HTMLDetailsElement) around.open = true;
  }
  const details = target instanceof HTMLDetailsElement ? target : target.querySelector(":scope > details");
  if (details instanceof HTMLDetailsElement) details.open = true;
  target.scrollIntoView({ block: "nearest" });
}

function showRefusal(): void {
  const refusal = document.getElementById("refusal");
  if (!refusal) return;
  if (!document.querySelector("[autofocus]")) {
    refusal.tabIndex = -1;
    refusal.focus({ preventScroll: true });
  }
  refusal.scrollIntoView({ block: "center" });
}

export function startReveal(): void {
  if (location.hash) reveal();
  showRefusal();
  window.addEventListener("hashchange", reveal);
  const close = (except: EventTarget | null) => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
      if (!(except instanceof Node && menu.contains(except))) menu.open = false;
    }
  };
  document.addEventListener("click", (event) => close(event.target));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" ? document.querySelector<HTMLDetailsElement>("details.menu[open]") : null;
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
}
