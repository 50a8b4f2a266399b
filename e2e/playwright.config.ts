// Two faces of one house: the desk at 1366 × 768, the citizen's phone at 390 × 844.
// specs/*.spec.ts run on the desk, specs/*.phone.spec.ts on the phone. The demonstration is
// started once, in support/demo.ts; with LINJU_E2E_URL the tests go to a house that stands already.
import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

/** Debian's browser, or the one named in CHROMIUM; none is downloaded. */
const chromium = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
if (!existsSync(chromium)) throw new Error(`no browser at ${chromium}: tools/setup.sh test gets it, CHROMIUM=/path names another`);

const phone = /\.phone\.spec\.ts$/;

export default defineConfig({
  testDir: "specs",
  outputDir: "test-results",
  globalSetup: "./support/demo.ts",
  // A flaky test is a broken one.
  retries: 0,
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env["CI"]),
  timeout: 60_000,
  expect: { timeout: 5_000 },
  reporter: [["list"], ["./support/no_skips.ts"]],
  use: {
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: chromium,
      args: [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "desk", testIgnore: phone, use: { viewport: { width: 1366, height: 768 } } },
    { name: "phone", testMatch: phone, use: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true } },
  ],
});
