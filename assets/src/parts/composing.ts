// Enter while composing Chinese puts a word on the screen and does nothing else.
// In a form with data-enter="next", Enter goes to the next field: only its button, or Ctrl+Enter, sends it.

/** Safari and some input methods report the Enter that ends a composition a moment after its end, in milliseconds. */
const AFTER_END = 60;
let ended = Number.NEGATIVE_INFINITY;
let open = false;

/** True while an input method is composing, and for the keystroke that ends it. */
export function isComposing(event?: KeyboardEvent): boolean {
  if (event && (event.isComposing || event.keyCode === 229)) return true;
  return open || performance.now() - ended < AFTER_END;
}

function isLine(target: EventTarget | null): target is HTMLInputElement {
  return target instanceof HTMLInputElement && !["submit", "button", "image", "reset", "file", "checkbox", "radio"].includes(target.type);
}

function focusNext(form: HTMLFormElement, from: HTMLElement): void {
  const fields = [...form.elements].filter((element): element is HTMLElement =>
    element instanceof HTMLElement && element.tabIndex >= 0 && !element.hasAttribute("disabled") && element.getClientRects().length > 0);
  fields[fields.indexOf(from) + 1]?.focus();
}

export function startComposing(): void {
  document.addEventListener("compositionstart", () => { open = true; }, true);
  document.addEventListener("compositionend", () => { open = false; ended = performance.now(); }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !isLine(event.target)) return;
    if (isComposing(event)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!isLine(event.target) || event.target.form?.dataset["enter"] !== "next") return;
    event.preventDefault();
    focusNext(event.target.form, event.target);
  });
}
