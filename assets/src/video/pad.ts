// Signing with finger, pen or mouse. The drawing goes into the form as a picture when it is sent.

const started = new WeakSet<HTMLCanvasElement>();

function start(form: HTMLFormElement, canvas: HTMLCanvasElement): void {
  const found = canvas.getContext("2d");
  if (!found) return;
  const brush: CanvasRenderingContext2D = found;
  const png = form.querySelector<HTMLInputElement>("input[name=png]");
  let isDrawn = false;
  const wipe = () => {
    brush.fillStyle = "white";
    brush.fillRect(0, 0, canvas.width, canvas.height);
    isDrawn = false;
  };
  const at = (event: PointerEvent): [number, number] => {
    const seen = canvas.getBoundingClientRect();
    return [((event.clientX - seen.left) * canvas.width) / seen.width, ((event.clientY - seen.top) * canvas.height) / seen.height];
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    [brush.lineWidth, brush.lineCap, brush.lineJoin, brush.strokeStyle] = [5, "round", "round", "black"];
    brush.beginPath();
    brush.moveTo(...at(event));
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.buttons === 0) return;
    brush.lineTo(...at(event));
    brush.stroke();
    isDrawn = true;
  });
  form.querySelector("[data-clear]")?.addEventListener("click", wipe);
  // Before the page hears of it: what was not drawn is sent as nothing, and refused.
  form.addEventListener("submit", () => { if (png) png.value = isDrawn ? canvas.toDataURL("image/png") : ""; });
  wipe();
  form.hidden = false;
}

/** Starts the pads that are new on the page. */
export function startPads(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sign]")) {
    const canvas = form.querySelector<HTMLCanvasElement>("[data-pad]");
    if (!canvas || started.has(canvas)) continue;
    started.add(canvas);
    start(form, canvas);
  }
}
