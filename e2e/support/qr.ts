// Reads a picture of the house as a phone does: version 5, level M. Drawn without a fault, so nothing has to be corrected.
import { expect, type Locator } from "@playwright/test";

const SIZE = 37;
const QUIET = 4;
/** Two blocks of 43 bytes, written in turns. */
const BLOCK = 43;

const MASKS: ((row: number, column: number) => boolean)[] = [
  (row, column) => (row + column) % 2 === 0,
  (row) => row % 2 === 0,
  (_, column) => column % 3 === 0,
  (row, column) => (row + column) % 3 === 0,
  (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2 === 0,
  (row, column) => ((row * column) % 2) + ((row * column) % 3) === 0,
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2 === 0,
  (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2 === 0,
];

/** Eyes with their formats, the two rows of ticks, the small eye. */
function isFrame(row: number, column: number): boolean {
  const eye = (row < 9 && column < 9) || (row < 9 && column >= SIZE - 8) || (row >= SIZE - 8 && column < 9);
  return eye || row === 6 || column === 6 || (row >= 28 && row <= 32 && column >= 28 && column <= 32);
}

/** What the picture says. */
export async function scan(picture: Locator): Promise<string> {
  const drawn = (await picture.locator("path").getAttribute("d")) ?? "";
  const dark = new Set<number>();
  for (const [, column, row, long] of drawn.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    for (let nth = 0; nth < Number(long); nth++) dark.add((Number(row) - QUIET) * SIZE + Number(column) - QUIET + nth);
  }
  const is = (row: number, column: number): boolean => dark.has(row * SIZE + column);
  const number = [2, 3, 4].reduce((sum, column) => sum * 2 + Number(is(8, column)), 0) ^ 5;
  const mask = MASKS[number];
  if (!mask) throw new Error(`no mask ${number}`);
  const bits: number[] = [];
  for (let right = SIZE - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right -= 1;
    for (let step = 0; step < SIZE; step++) {
      const row = up ? SIZE - 1 - step : step;
      for (const column of [right, right - 1]) if (!isFrame(row, column)) bits.push(Number(is(row, column) !== mask(row, column)));
    }
  }
  const byte = (from: number, all: number[]): number => all.slice(from, from + 8).reduce((sum, bit) => sum * 2 + bit, 0);
  const woven = Array.from({ length: BLOCK * 2 }, (_, nth) => byte(nth * 8, bits));
  const data = [0, 1].flatMap((block) => Array.from({ length: BLOCK }, (_, nth) => woven[nth * 2 + block] ?? 0));
  const flat = data.flatMap((one) => Array.from({ length: 8 }, (_, bit) => (one >> (7 - bit)) & 1));
  return segments(flat);
}

/** Bytes, digits in threes, letters in twos, one after another until the end. */
function segments(flat: number[]): string {
  const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  let [at, text] = [0, ""];
  const take = (bits: number): number => {
    const value = flat.slice(at, at + bits).reduce((sum, bit) => sum * 2 + bit, 0);
    at += bits;
    return value;
  };
  for (;;) {
    const mode = take(4);
    if (mode === 0) return text;
    expect([1, 2, 4], "a kind of segment that is known").toContain(mode);
    let left = take({ 1: 10, 2: 9, 4: 8 }[mode] ?? 0);
    if (mode === 4) for (; left > 0; left--) text += String.fromCharCode(take(8));
    if (mode === 2) for (; left > 0; left -= 2) {
      const pair = take(left > 1 ? 11 : 6);
      text += (left > 1 ? LETTERS.charAt(Math.floor(pair / 45)) : "") + LETTERS.charAt(pair % 45);
    }
    if (mode === 1) for (; left > 0; left -= 3) {
      const many = Math.min(left, 3);
      text += String(take([0, 4, 7, 10][many] ?? 0)).padStart(many, "0");
    }
  }
}
