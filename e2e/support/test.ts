// The `test` of every spec: fails when a page breaks its content policy, throws, or asks for what is not there.
// `someone` opens a window of their own for a second and a third person, signed in and listened to as the first.
import { type BrowserContextOptions, test as base, type Page } from "@playwright/test";
import { account, signIn } from "./sign_in";

export { expect } from "@playwright/test";

interface Who { name?: string; role?: string; county?: string }
interface Fixtures {
  /** Addresses that are asked for although they are not there. */
  missing: RegExp | undefined;
  /** What browsers complained of. */
  heard: string[];
  quiet: void;
  someone: (who: Who, options?: BrowserContextOptions) => Promise<Page>;
}

function listen(page: Page, heard: string[], missing: RegExp | undefined): void {
  page.on("pageerror", (problem) => heard.push(`error: ${problem.message}`));
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    const status = /status of (4\d\d)/.exec(message.text())?.[1];
    const url = message.location().url;
    // A refusal in its place is an answer, not a fault.
    if (status && (status !== "404" || missing?.test(url))) return;
    heard.push(`console: ${message.text()} ${url}`);
  });
}

export const test = base.extend<Fixtures>({
  missing: [undefined, { option: true }],
  heard: async ({ missing: _ }, use) => { await use([]); },
  quiet: [async ({ page, heard, missing }, use) => {
    listen(page, heard, missing);
    await use();
    base.expect(heard, "what the browser complained of").toEqual([]);
  }, { auto: true }],
  someone: async ({ browser, heard, missing }, use) => {
    const contexts: { close: () => Promise<void> }[] = [];
    await use(async (who, options) => {
      const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, isMobile: false, hasTouch: false, deviceScaleFactor: 1, ...options });
      contexts.push(context);
      const page = await context.newPage();
      listen(page, heard, missing);
      await signIn(page, account(who));
      return page;
    });
    for (const context of contexts) await context.close();
  },
});
