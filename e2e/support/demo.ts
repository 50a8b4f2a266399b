// Starts a small demonstration with a day of its own, 23 November 2026, and ends it after the last test. Where coturn is installed, a
// relay is started first and named in the demonstration's configuration, for which it is started a second time.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { coturn, type Relay, setUp, startRelay } from "./relay";

export const TODAY = "2026-11-23";
/** The built program. */
export const PROGRAM = join(process.env.CARGO_TARGET_DIR ?? join(import.meta.dirname, "../../target"), "debug/linju");
/** A debug build fills four counties; milliseconds. */
const PATIENCE = 180_000;

export interface Account { county: string; name: string; password: string; role: string; shown_name?: string }

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}

function ready(program: ChildProcess, said: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`linju demo was not ready in ${PATIENCE / 1000} s:\n${said.join("")}`)), PATIENCE);
    const hear = (chunk: Buffer) => {
      said.push(chunk.toString());
      const found = /ready (http:\/\/\S+)/.exec(said.join(""));
      if (!found?.[1]) return;
      clearTimeout(timer);
      resolve(found[1].replace(/\/$/, ""));
    };
    program.stdout?.on("data", hear);
    program.stderr?.on("data", hear);
    program.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`linju demo ended with ${code} before it was ready:\n${said.join("")}`));
    });
    program.once("error", reject);
  });
}

async function end(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null) return;
  const gone = new Promise((resolve) => program.once("exit", resolve));
  program.kill("SIGTERM");
  const timer = setTimeout(() => program.kill("SIGKILL"), 10_000);
  await gone;
  clearTimeout(timer);
}

export default async function demo(): Promise<(() => Promise<void>) | void> {
  if (process.env["LINJU_E2E_URL"]) return;
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is not built: make test-browser builds it`);
  const home = mkdtempSync(join(tmpdir(), "linju-e2e-"));
  const passwords = join(home, "passwords.json");
  const port = await freePort();
  const start = () => spawn(PROGRAM, [
    "demo", "--data", join(home, "data"), "--port", String(port), "--small", "--today", TODAY, "--passwords-file", passwords,
  ], { stdio: ["ignore", "pipe", "pipe"] });
  let program = start();
  let relay: Relay | undefined;
  // The workers inherit the environment; state that tests share lies beside the data.
  try {
    process.env["LINJU_E2E_URL"] = await ready(program, []);
    const turnserver = coturn();
    if (turnserver) {
      relay = await startRelay(turnserver, home);
      await end(program);
      setUp(relay, join(home, "data"));
      program = start();
      process.env["LINJU_E2E_URL"] = await ready(program, []);
      process.env["LINJU_E2E_RELAY"] = relay.url;
    }
  } catch (problem) {
    relay?.end();
    await end(program);
    rmSync(home, { recursive: true, force: true });
    throw problem;
  }
  process.env["LINJU_E2E_HOME"] = home;
  return async () => {
    await end(program);
    relay?.end();
    rmSync(home, { recursive: true, force: true });
  };
}

/** Where the house stands, without a slash at the end. */
export function address(): string {
  const url = process.env["LINJU_E2E_URL"];
  if (!url) throw new Error("no demonstration is running");
  return url;
}

/** The directory that the tests of one run share. */
export function home(): string {
  return process.env["LINJU_E2E_HOME"] ?? tmpdir();
}

/** Everyone who can sign in, as the demonstration wrote them down (LINJU_E2E_PASSWORDS names another file). */
export function accounts(): Account[] {
  return JSON.parse(readFileSync(process.env["LINJU_E2E_PASSWORDS"] ?? join(home(), "passwords.json"), "utf8")) as Account[];
}
