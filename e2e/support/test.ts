// The `test` of every spec: fails when a page breaks its content policy, throws, or asks for what is not there.
import { test as base } from "@playwright/test";

export { expect } from "@playwright/test";

export const test = base.extend<{ quiet: void }>({
  quiet: [async ({ page }, use) => {
    const heard: string[] = [];
    page.on("pageerror", (problem) => heard.push(`error: ${problem.message}`));
    page.on("console", (message) => {
      const text = message.text();
      const isRefusal = /status of (4\d\d)/.test(text) && !/status of 404/.test(text);
      if (message.type() === "error" && !isRefusal) heard.push(`console: ${text} ${message.location().url}`);
    });
    await use();
    base.expect(heard, "what the browser complained of").toEqual([]);
  }, { auto: true }],
});
