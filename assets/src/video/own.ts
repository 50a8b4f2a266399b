// One's own camera and microphone, and the blurred background. A browser that cannot blur leaves the camera of a guarded room off
// until its owner turns it on.
import { say } from "./page";

const SIZE = { width: 640, height: 480 };
/** Pictures a second of the blurred stream. */
const RATE = 15;
const BLUR = "blur(14px)";

const canBlur = "filter" in CanvasRenderingContext2D.prototype && "captureStream" in HTMLCanvasElement.prototype;

function button(stage: HTMLElement, name: string): HTMLButtonElement | null {
  return stage.querySelector<HTMLButtonElement>(`[data-do=${name}]`);
}

export class Own {
  /** Settles when it is known whether there is a camera. */
  readonly ready: Promise<void>;
  /** Called with the picture that is to go out from now on. */
  onPicture: (track: MediaStreamTrack) => void = () => undefined;
  private raw: MediaStream | undefined;
  private blurred: MediaStreamTrack | undefined;
  private timer = 0;

  constructor(private readonly stage: HTMLElement) {
    stage.hidden = false;
    this.ready = this.open();
    button(stage, "mute")?.addEventListener("click", (event) => this.toggle(event, (isOn) => this.raw?.getAudioTracks().forEach((track) => { track.enabled = !isOn; })));
    button(stage, "dark")?.addEventListener("click", (event) => this.toggle(event, (isOn) => this.darken(isOn)));
    button(stage, "blur")?.addEventListener("click", (event) => this.toggle(event, (isOn) => this.blur(isOn)));
  }

  audio(): MediaStreamTrack | undefined {
    return this.raw?.getAudioTracks()[0];
  }

  video(): MediaStreamTrack | undefined {
    return this.blurred ?? this.raw?.getVideoTracks()[0];
  }

  private async open(): Promise<void> {
    const quiet = { echoCancellation: true, noiseSuppression: true };
    const wishes: MediaStreamConstraints[] = [{ audio: quiet, video: { ...SIZE, facingMode: "user" } }, { audio: quiet }];
    for (const wish of wishes) {
      this.raw = await navigator.mediaDevices.getUserMedia(wish).catch(() => undefined);
      if (this.raw) break;
    }
    say("no-camera", !this.raw || this.raw.getVideoTracks().length === 0);
    if (!this.raw) return;
    const isGuarded = this.stage.dataset["blurred"] !== undefined;
    const blur = button(this.stage, "blur");
    if (blur) blur.hidden = !canBlur;
    if (isGuarded && canBlur) this.press("blur", () => this.blur(true));
    else if (isGuarded) this.press("dark", () => this.darken(true));
    this.show();
  }

  private press(name: string, change: () => void): void {
    button(this.stage, name)?.setAttribute("aria-pressed", "true");
    change();
  }

  private toggle(event: Event, change: (isOn: boolean) => void): void {
    const pressed = event.currentTarget as HTMLButtonElement;
    const isOn = pressed.getAttribute("aria-pressed") !== "true";
    pressed.setAttribute("aria-pressed", String(isOn));
    change(isOn);
  }

  private darken(isOn: boolean): void {
    this.raw?.getVideoTracks().forEach((track) => { track.enabled = !isOn; });
  }

  private blur(isOn: boolean): void {
    const camera = this.raw?.getVideoTracks()[0];
    if (!camera) return;
    window.clearInterval(this.timer);
    this.blurred?.stop();
    this.blurred = isOn ? this.draw(camera) : undefined;
    say("blur", isOn);
    this.onPicture(this.blurred ?? camera);
    this.show();
  }

  /** All is blurred but an oval in the middle: no model finds the person, and none is loaded. */
  private draw(camera: MediaStreamTrack): MediaStreamTrack | undefined {
    const source = document.createElement("video");
    source.muted = true;
    source.srcObject = new MediaStream([camera]);
    void source.play().catch(() => undefined);
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [SIZE.width, SIZE.height];
    const brush = canvas.getContext("2d");
    if (!brush) return undefined;
    const { width, height } = SIZE;
    this.timer = window.setInterval(() => {
      brush.filter = BLUR;
      brush.drawImage(source, 0, 0, width, height);
      brush.filter = "none";
      brush.save();
      brush.beginPath();
      brush.ellipse(width / 2, height / 2, width * 0.24, height * 0.42, 0, 0, 2 * Math.PI);
      brush.clip();
      brush.drawImage(source, 0, 0, width, height);
      brush.restore();
    }, 1_000 / RATE);
    return canvas.captureStream(RATE).getVideoTracks()[0];
  }

  private show(): void {
    const mine = this.stage.querySelector<HTMLVideoElement>("[data-me]");
    const track = this.video();
    if (mine) mine.srcObject = track ? new MediaStream([track]) : null;
  }
}
