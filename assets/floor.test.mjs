// What the styles promise and no eye checks every time: the oldest browsers kept, one place for colours,
// and enough contrast to read by, in light and in dark.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const styles = new URL("src/styles/", import.meta.url);
const sheets = readdirSync(styles).map((name) => ({ name, text: readFileSync(new URL(name, styles), "utf8") }));
const rules = (text) => text.replace(/\/\*[^]*?\*\//g, "");

test("every style sheet stays under 500 lines", () => {
  for (const { name, text } of sheets) assert.ok(text.split("\n").length < 500, name);
});

test("nothing is used that Chrome 86 and Firefox 78 do not know and would drop", () => {
  const newer = /:is\(|:where\(|:has\(|:not\([^)]*,|(?<![-\w])inset(-inline|-block)?\s*:|aspect-ratio|@container|@layer|@scope|margin-inline|padding-inline|margin-block|padding-block|\b(dvh|svh|lvh|cqw|oklch|color-mix|light-dark)\b|(^|[\s{;])&/m;
  for (const { name, text } of sheets) assert.doesNotMatch(rules(text), newer, name);
});

test("only tokens.css holds a raw colour", () => {
  for (const { name, text } of sheets) {
    if (name === "tokens.css") continue;
    // Paper has its own black; a selector (#id) is no colour.
    const printed = rules(text).replace(/border[^;]*#000/g, "");
    assert.doesNotMatch(printed, /:[^;{}]*(#[0-9a-f]{3,8}\b|rgba?\(|hsla?\()/i, name);
  }
});

test("every custom property that is used has a name in tokens.css", () => {
  const all = sheets.map(({ text }) => rules(text)).join("\n");
  const named = new Set([...all.matchAll(/(--[\w-]+)\s*:/g)].map((found) => found[1]));
  for (const [, used] of all.matchAll(/var\((--[\w-]+)/g)) assert.ok(named.has(used), used);
});

test("no file of scripts sets a style or writes markup from text", () => {
  const parts = new URL("src/parts/", import.meta.url);
  for (const name of readdirSync(parts)) {
    assert.doesNotMatch(readFileSync(new URL(name, parts), "utf8"), /\.style\b|innerHTML|insertAdjacentHTML|document\.write|\beval\(/, name);
  }
});

/** Relative luminance, WCAG 2.2. */
function luminance(hex) {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const tokens = rules(sheets.find(({ name }) => name === "tokens.css").text);
const palette = (text) => Object.fromEntries([...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/gi)].map(([, name, value]) => [name, value]));
const [light] = tokens.split("@media");
const dark = tokens.slice(tokens.indexOf("prefers-color-scheme: dark"), tokens.indexOf(".elder"));
const faces = { light: palette(light), dark: { ...palette(light), ...palette(dark) } };

for (const [face, colours] of Object.entries(faces)) {
  test(`letters and marks can be told from their grounds, ${face}`, () => {
    const pairs = [];
    for (const ground of ["desk", "sheet", "inset", "voice", "act-soft", "red-ground", "green-ground", "yellow-ground"]) {
      pairs.push(["ink", ground, 4.5], ["ink-2", ground, 4.5]);
    }
    for (const ground of ["desk", "sheet", "inset", "act-soft", "red-ground", "voice"]) pairs.push(["act", ground, 4.5]);
    for (const name of ["green", "yellow", "red", "sealed"]) pairs.push([name, `${name}-ground`, 4.5], [name, "sheet", 4.5]);
    pairs.push(["red", "inset", 4.5], ["yellow", "act-soft", 4.5]);
    pairs.push(["on-act", "act", 4.5], ["on-act", "act-over", 4.5], ["on-over", "over", 4.5], ["done", "sheet", 4.5], ["done", "act-soft", 4.5]);
    for (const ground of ["desk", "sheet", "inset"]) pairs.push(["line-field", ground, 3], ["focus", ground, 3]);
    pairs.push(["person", "sheet", 3], ["line-field", "voice", 3]);
    const weak = pairs
      .map(([ink, ground, least]) => ({ ink, ground, least, is: contrast(colours[ink], colours[ground]) }))
      .filter(({ is, least }) => is < least)
      .map(({ ink, ground, least, is }) => `${ink} on ${ground} ${is.toFixed(2)} < ${least}`);
    assert.deepEqual(weak, []);
  });
}
