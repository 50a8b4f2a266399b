// Everything here is an addition: each page works without it. One part a file; a part that fails
// on an old browser is left out and the others go on.
import { startAloud } from "./parts/aloud";
import { startComposing } from "./parts/composing";
import { startDrafts } from "./parts/draft";
import { startHandIn } from "./parts/hand_in";
import { startIdle } from "./parts/idle";
import { startLint } from "./parts/lint";
import { startMore } from "./parts/more";
import { startOnce } from "./parts/once";
import { startPaper } from "./parts/paper";
import { startPicker } from "./parts/picker";
import { startReveal } from "./parts/reveal";
import { startRows } from "./parts/rows";
import { startShortcuts } from "./parts/shortcuts";

// Composing comes first: what it stops, no later part may see. Once comes last: it counts only what was not stopped.
const parts = [
  startComposing, startShortcuts, startRows, startPicker, startMore, startDrafts, startLint,
  startHandIn, startIdle, startAloud, startPaper, startReveal, startOnce,
];

for (const start of parts) {
  try {
    start();
  } catch (problem) {
    console.warn(start.name, problem);
  }
}
