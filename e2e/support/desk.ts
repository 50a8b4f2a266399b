// The desk as a hand uses it: open what is folded, fill in what is asked, press. Verbs are the words of the addresses
// (/desk/case/{case}/{verb}), so that a button's wording may change without a test.
import { expect, type Locator, type Page } from "@playwright/test";
import { address } from "./demo";

export interface Slip { case: string; number: string; code: string; fingerprint: string; link: string }
export type Typed = Record<string, string>;

/** A photograph of one pixel. */
export const PHOTO = {
  name: "签收单.png",
  mimeType: "image/png",
  buffer: Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64"),
};

async function fill(form: Locator, name: string, value: string): Promise<void> {
  const field = form.locator(`[name="${name}"]`);
  const kind = await field.first().evaluate((one) => (one instanceof HTMLInputElement ? one.type : one.tagName));
  if (kind === "radio") await form.locator(`label:has([name="${name}"][value="${value}"])`).click();
  else if (kind === "checkbox") await form.locator(`label:has([name="${name}"])`).click();
  else if (kind === "SELECT") await field.selectOption(value);
  else if (kind === "file") await field.setInputFiles(PHOTO);
  else await field.fill(value);
}

/** Unfolds what a part is folded into, the outer first. */
async function unfold(page: Page, part: Locator): Promise<void> {
  const folded = page.locator("details:not([open])", { has: part });
  for (let left = await folded.count(); left > 0; left--) await folded.first().locator("> summary").click();
}

/** The form of a verb on the case page: opened by its link, or unfolded. */
export async function formOf(page: Page, verb: string): Promise<Locator> {
  const form = page.locator(`form[action$="/${verb}"]`);
  const link = page.locator(`a.opens[href$="?do=${verb}#act"]`);
  if ((await link.count()) > 0) {
    await unfold(page, link);
    await link.click();
  }
  await unfold(page, form);
  return form;
}

/** Does a verb from the case page. */
export async function act(page: Page, verb: string, typed: Typed = {}): Promise<void> {
  const form = await formOf(page, verb);
  for (const [name, value] of Object.entries(typed)) await fill(form, name, value);
  await form.locator("button[type=submit]").click();
  await page.waitForLoadState();
}

/** Does it, and sees that nothing was refused. */
export async function done(page: Page, verb: string, typed: Typed = {}): Promise<void> {
  await act(page, verb, typed);
  await expect(page.locator(".refusal"), `${verb} on ${page.url()}`).toHaveCount(0);
}

/** What can be pressed: the first button, those that move the matter on, and those folded beside. */
export async function verbs(page: Page): Promise<{ first: string; main: string[]; beside: string[] }> {
  return page.locator("#next").evaluate((next) => {
    const own: Record<string, string> = { opinion: "draft_opinion", letters: "issue_letter", scans: "attach_signed" };
    const verb = (part: Element) => {
      const address = part.getAttribute("action") ?? part.getAttribute("href") ?? "";
      const last = /\?do=(\w+)/.exec(address)?.[1] ?? address.split("/").pop() ?? "";
      return own[last] ?? last;
    };
    const within = (part: Element | null | undefined) => [...(part?.querySelectorAll("form[action], li > a") ?? [])].map(verb).sort();
    const more = next.querySelector("details.more");
    const main = [...next.children].find((one) => one.matches("ul.acts"));
    const rest = [...next.querySelectorAll("form[action], a.btn-first")].filter((one) => !main?.contains(one) && !more?.contains(one));
    return { first: rest.map(verb).join(" "), main: within(main), beside: within(more) };
  });
}

/** Registers a matter by the form; what is told here can be told otherwise. */
export async function register(page: Page, told: Typed = {}, claims = ["把水沟改回去"]): Promise<Slip> {
  await page.goto(`${address()}/desk/register`);
  const form = page.locator("form[data-draft=register]");
  const all: Typed = { channel: "visit", name: "祁月仙", phone: "13905710001", words: "屋后的水沟改了道，一下雨就倒灌到灶间。", confirmed: "read_to", ...told };
  for (const [name, value] of Object.entries(all)) await fill(form, name, value);
  for (const [at, claim] of claims.entries()) await form.locator("[name=claim]").nth(at).fill(claim);
  await page.locator("button[aria-keyshortcuts='Control+Enter']").click();
  await page.waitForURL(/\/receipt(#|$)/);
  return slip(page);
}

/** What stands on the slip that is open; the letter below it is for paper and out of sight. */
export async function slip(page: Page): Promise<Slip> {
  const letter = (await page.locator(".letter").textContent()) ?? "";
  const one = (pattern: RegExp) => pattern.exec(letter)?.[1] ?? "";
  return {
    case: /case\/(\d+)\/receipt/.exec(page.url())?.[1] ?? "",
    number: one(/([^\s]+〔\d{4}〕\d+)/),
    code: one(/查询码\s*((?:[0-9A-Z]{4} ){3}[0-9A-Z]{4})/),
    fingerprint: one(/记录指纹\s*((?:[0-9A-F]{4} ){3}[0-9A-F]{4})/),
    link: one(/(https?:\/\/\S+\/c\/\d{6}-[0-9A-Z]{16})/),
  };
}

/** Opens a case as it stands now. */
export async function openCase(page: Page, slip: Slip): Promise<void> {
  await page.goto(`${address()}/desk/case/${slip.case}`);
}
