// What every page is asked: axe, no sideways scrolling at any width, a picture to look at.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const SHOTS = join(import.meta.dirname, "../shots");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** The office's screens, an old one, and a phone. */
const WIDTHS = [1366, 1024, 390];

/** How a page is looked at: the two grounds, and large letters as the class that the page itself wears then. */
const FACES = [
  { name: "light", scheme: "light", elder: false },
  { name: "dark", scheme: "dark", elder: false },
  { name: "elder", scheme: "light", elder: true },
] as const;

/** No finding of axe, in WCAG 2.2 AA and its good practice. */
export async function expectAccessible(page: Page, what = ""): Promise<void> {
  // There are no frames in our pages: the older way asks the page itself and opens no second one.
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).setLegacyMode().analyze();
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map((node) => node.html.slice(0, 160)).join("\n    ")}`);
  expect(told.join("\n"), `axe on ${page.url()} ${what}`).toBe("");
}

/** The page fits its window: no sideways scrolling. */
export async function expectFits(page: Page, what = ""): Promise<void> {
  const over = await page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    const past = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > wide + 1);
    return { by: document.documentElement.scrollWidth - wide, past: past.slice(0, 3).map((one) => one.outerHTML.slice(0, 120)) };
  });
  expect(over.by, `${page.url()} ${what} is wider than its window: ${over.past.join(" | ")}`).toBeLessThanOrEqual(0);
}

/** A picture of the whole page in e2e/shots (never committed). */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}

/** All of it, in light, dark and large letters, at every width of the persona's screen; what a finished page passes. */
export async function expectGoodPage(page: Page, name: string): Promise<void> {
  const was = page.viewportSize() ?? { width: 1366, height: 768 };
  const widths = was.width < 500 ? [was.width] : WIDTHS;
  for (const width of widths) {
    await page.setViewportSize({ width, height: width < 500 ? 844 : 768 });
    for (const { name: face, scheme, elder } of FACES) {
      // Colours fade for a moment after a change; a picture and axe want them settled.
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await page.evaluate((large) => document.documentElement.classList.toggle("elder", large), elder);
      const what = `at ${width}, ${face}`;
      await expectFits(page, what);
      // The middle width has the same colours and parts as one of the others.
      if (width === 1024) continue;
      await expectAccessible(page, what);
      await shoot(page, `${name}-${width}-${face}`);
    }
    await page.evaluate(() => document.documentElement.classList.remove("elder"));
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(was);
}

/** The same with fewer looks, for pages that are built of parts seen elsewhere: every width and large letters fit, axe looks at three. */
export async function expectSoundPage(page: Page, name: string): Promise<void> {
  const was = page.viewportSize() ?? { width: 1366, height: 768 };
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await expectFits(page, `at ${was.width}, light`);
  await expectAccessible(page, `at ${was.width}, light`);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await expectFits(page, "at 390, dark");
  await expectAccessible(page, "at 390, dark");
  await shoot(page, `${name}-390-dark`);
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.evaluate(() => document.documentElement.classList.add("elder"));
  await expectFits(page, "at 390, elder");
  await expectAccessible(page, "at 390, elder");
  await shoot(page, `${name}-390-elder`);
  await page.evaluate(() => document.documentElement.classList.remove("elder"));
  await page.setViewportSize(was);
}
