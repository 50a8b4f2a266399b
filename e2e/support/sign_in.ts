// Signing in as one of the demonstration's people. The one-time password is changed once in a run and
// the session shared between workers, so that no test signs out another one's clerk.
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { type Account, accounts, address, home } from "./demo";

/** What everybody chooses who is asked for a password of his own. */
export const NEW_PASSWORD = "yi-tiao-gou-wang-dong-2026";
const SIGN_IN = "/sign-in";
const DESK = "/home";

/** The first account that fits: by name, or by role in a county (桐庐县 unless said otherwise). */
export function account(who: { name?: string; role?: string; county?: string }): Account {
  const county = who.county ?? "330122";
  const found = accounts().find((one) => one.county === county && (!who.name || one.name === who.name) && (!who.role || one.role === who.role));
  if (!found) throw new Error(`the demonstration has nobody like ${JSON.stringify(who)}`);
  return found;
}

/** One at a time for each account, over all workers. */
async function alone<T>(path: string, work: () => Promise<T>): Promise<T> {
  const lock = `${path}.lock`;
  for (let tries = 0; ; tries++) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      if (tries > 200) throw new Error(`${lock} was never given back`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  try {
    return await work();
  } finally {
    rmdirSync(lock);
  }
}

/** Fills the sign-in page, and the page for a new password when it comes. */
export async function fillSignIn(page: Page, who: Account, password: string): Promise<void> {
  await page.goto(address() + SIGN_IN);
  const county = page.locator("[name=county]");
  if (await county.count()) {
    if ((await county.first().evaluate((field) => field.tagName)) === "SELECT") await county.first().selectOption(who.county);
    else if ((await county.first().getAttribute("type")) !== "hidden") await county.first().fill(who.county);
  }
  await page.locator("input[name=name]").fill(who.name);
  await page.locator("input[name=password]").fill(password);
  await page.locator("main button[type=submit]").first().click();
  await page.waitForLoadState();
  const fresh = page.locator("input[name=new_password]");
  if (!(await fresh.count())) return;
  const current = page.locator("input[name=password]");
  if (await current.count()) await current.fill(password);
  await fresh.fill(NEW_PASSWORD);
  const again = page.locator("input[name=new_password_again]");
  if (await again.count()) await again.fill(NEW_PASSWORD);
  await page.locator("main button[type=submit]").first().click();
  await page.waitForLoadState();
}

/** Only who is at work has his name at the top; /home leads everybody else to the portal. */
async function isIn(page: Page): Promise<boolean> {
  return (await page.locator("header .me").count()) > 0;
}

/** Leaves the page on the desk, signed in as this person. */
export async function signIn(page: Page, who: Account): Promise<void> {
  const kept = join(home(), `${who.county}-${who.name}.json`);
  await alone(kept, async () => {
    if (existsSync(kept)) {
      await page.context().addCookies(JSON.parse(readFileSync(kept, "utf8")).cookies);
      await page.goto(address() + DESK);
      if (await isIn(page)) return;
      await page.context().clearCookies();
    }
    await fillSignIn(page, who, existsSync(kept) ? NEW_PASSWORD : who.password);
    await page.goto(address() + DESK);
    // Who has several posts says which one he sits in today: the first.
    if (page.url().includes(`${SIGN_IN}/post`)) {
      await page.locator("main button[type=submit]").first().click();
      await page.goto(address() + DESK);
    }
    expect(await isIn(page), `${who.name} is signed in, and at ${page.url()}`).toBe(true);
    writeFileSync(kept, JSON.stringify(await page.context().storageState()), { mode: 0o600 });
  });
}
