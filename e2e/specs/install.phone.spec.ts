// A phone comes to trust the office's own authority: the page of steps, served by TLS from a folder of its own.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expectSoundPage } from "../support/check";
import { PROGRAM } from "../support/demo";
import { expect, test } from "../support/test";

test.use({ ignoreHTTPSErrors: true });

test("the page with the steps, the picture and the fingerprint", async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), "linju-install-"));
  const data = join(folder, "data");
  execFileSync(PROGRAM, ["init", "--county", "330122", "--data", data]);
  execFileSync(PROGRAM, ["doctor", "--make-ca", "--name", "127.0.0.1", "--data", data]);
  const tls = ["--tls-cert", join(data, "tls/server.pem"), "--tls-key", join(data, "tls/server.key")];
  const program = spawn(PROGRAM, ["serve", "--data", data, "--port", "0", ...tls], { stdio: ["ignore", "pipe", "pipe"] });
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let said = "";
      const hear = (chunk: Buffer): void => {
        said += chunk.toString();
        const found = /ready (https:\/\/\S+)/.exec(said)?.[1];
        if (found) resolve(found.replace(/\/$/, ""));
      };
      program.stdout.on("data", hear);
      program.stderr.on("data", hear);
      program.once("exit", (code) => { reject(new Error(`linju serve ended with ${code}:\n${said}`)); });
    });
    await page.goto(`${url}/install-ca`);
    await expect(page.locator("main svg")).toBeVisible();
    await expectSoundPage(page, "install-ca");
  } finally {
    const gone = new Promise((resolve) => program.once("exit", resolve));
    program.kill("SIGTERM");
    await gone;
    rmSync(folder, { recursive: true, force: true });
  }
});
