// The lock: after data-idle-seconds on <body> without a key, a click or a touch in any tab, drafts are
// saved and the page's own lock form (form[data-lock], else POST /lock) is sent. A minute before, the
// page says so. The server locks by its own clock too; this only hides the screen in time.
import { saveDrafts } from "./draft";
import { words } from "./words";

const SHARED = "linju.active";
/** How often the clock is looked at, and how long before the lock it is announced; milliseconds. */
const LOOK = 5_000;
const WARN = 60_000;

function share(now: number): void {
  try { localStorage.setItem(SHARED, String(now)); } catch { /* then each tab counts for itself */ }
}

function shared(): number {
  try { return Number(localStorage.getItem(SHARED) ?? "0"); } catch { return 0; }
}

async function lock(): Promise<void> {
  await saveDrafts();
  const own = document.querySelector<HTMLFormElement>("form[data-lock]");
  if (own) return own.submit();
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/lock";
  const next = document.createElement("input");
  next.type = "hidden";
  next.name = "next";
  next.value = location.pathname + location.search;
  form.append(next);
  document.body.append(form);
  form.submit();
}

export function startIdle(): void {
  const limit = Number(document.body.dataset["idleSeconds"] ?? "0") * 1_000;
  if (!(limit > 0)) return;
  let active = Date.now();
  let isLocking = false;
  const notice = document.createElement("p");
  notice.className = "idle-notice";
  notice.setAttribute("role", "status");
  document.body.append(notice);
  share(active);

  const wake = () => {
    const now = Date.now();
    // The key that wakes a laptop after its limit locks it; it does not buy another round.
    if (now - Math.max(active, shared()) >= limit) return look();
    if (now - active > 1_000) share(now);
    active = now;
    if (notice.textContent) notice.textContent = "";
  };
  const look = () => {
    if (isLocking) return;
    const idle = Date.now() - Math.max(active, shared());
    if (idle >= limit) {
      isLocking = true;
      void lock();
    } else {
      // Short limits, as tests and careful offices set them, are announced at half time.
      const text = idle >= limit - Math.min(WARN, limit / 2) ? words.lockSoon : "";
      if (notice.textContent !== text) notice.textContent = text;
    }
  };
  for (const kind of ["keydown", "pointerdown", "wheel", "touchstart", "input"]) {
    document.addEventListener(kind, wake, { passive: true, capture: true });
  }
  // A laptop that slept, or a tab come back to, looks at once and not at the next beat.
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pageshow", (event) => { if (event.persisted) { isLocking = false; look(); } });
  window.setInterval(look, Math.min(LOOK, limit / 4));
}
