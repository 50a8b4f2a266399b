// Pages that are opened seldom: papers and seals, lists handed over, rows done at once, what administrators set, and the gates of
// signing in. Each fits a phone, and axe finds nothing.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Page } from "@playwright/test";
import { expectSoundPage, shoot } from "../support/check";
import { accounts, address, home } from "../support/demo";
import { done, openCase, register } from "../support/desk";
import { fillSignIn, NEW_PASSWORD } from "../support/sign_in";
import { expect, test } from "../support/test";
import { codeNow } from "../support/totp";

/** Opens and looks. */
async function look(page: Page, path: string, name: string): Promise<void> {
  await test.step(name, async () => {
    const answer = await page.goto(address() + path);
    expect(answer?.status(), path).toBe(200);
    await expectSoundPage(page, name);
  });
}

test("papers: letters of a matter with every form open, the seal register, scans, and a letter looked up by anybody", async ({ someone, page: stranger }) => {
  test.setTimeout(150_000);
  const page = await someone({ name: "qiu.lixin" });
  await look(page, "/desk/seals", "seal-use");
  const letters = page.locator("a[href$='/letters']").first();
  const path = (await letters.getAttribute("href")) ?? "";
  await look(page, path, "letters");
  for (const one of await page.locator("main details").all()) await one.evaluate((part: HTMLDetailsElement) => { part.open = true; });
  await expectSoundPage(page, "letters-open");
  const letter = (await page.locator("a[href*='/letter/']").first().getAttribute("href")) ?? "";
  const file = join(home(), "letter.pdf");
  writeFileSync(file, await (await page.request.get(address() + letter)).body());
  const code = /核验码\s*([0-9A-Z-]{16,})/.exec(execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" }))?.[1] ?? "";
  expect(code, "the letter has its mark in letters").not.toBe("");
  await look(page, "/desk/scans", "scans");
  await look(stranger, "/v", "letter-real");
  await look(stranger, `/V/330122-${code.replaceAll("-", "")}/1`, "letter-is-real");
});

test("the posting list: from the register in one click, a day with letters, on one sheet of paper", async ({ someone }) => {
  test.setTimeout(90_000);
  const page = await someone({ name: "qiu.lixin" });
  await page.goto(`${address()}/desk/seals`);
  const days = await page.locator("tbody time").evaluateAll((times) => [...new Set(times.map((one) => one.getAttribute("datetime") ?? ""))]);
  await page.locator("main a", { hasText: "邮寄清单" }).click();
  await expect(page.locator("h1")).toHaveText("邮寄清单");
  await expectSoundPage(page, "posting-today");
  for (const day of days) {
    await page.locator("#day").fill(day);
    await page.locator("main form button").click();
    if ((await page.locator("tbody tr").count()) > 0) break;
  }
  await expect(page.locator("tbody tr").first().locator("td.by-hand"), "a day with letters that go by post").toBeAttached();
  await expectSoundPage(page, "posting");
  await shoot(page, "posting-1366-light");
  await page.emulateMedia({ media: "print" });
  await shoot(page, "posting-paper");
  const sheet = join(home(), "posting.pdf");
  await page.pdf({ path: sheet, format: "A4" });
  expect(execFileSync("pdfinfo", [sheet], { encoding: "utf8" })).toMatch(/Pages:\s+1\b/);
});

test("calls, news and what came while the screen was locked", async ({ someone }) => {
  const page = await someone({ name: "qiu.lixin" });
  for (const [name, path] of Object.entries({ calls: "/desk/calls", news: "/desk/news", held: "/held" })) await look(page, path, name);
});

test("rows: the form, and the list on paper", async ({ someone }) => {
  test.setTimeout(90_000);
  const page = await someone({ role: "triage" });
  await page.goto(`${address()}/desk/cases`);
  await page.locator("input[name=case]").first().check();
  await page.locator(".foot-bar button[value=print]").click();
  await expect(page.locator("h1")).toHaveText("清单");
  await expectSoundPage(page, "rows-print");
  await page.goto(`${address()}/desk/cases`);
  await page.locator("input[name=case]").first().check();
  await page.locator(".foot-bar button[value=refer]").click();
  await expect(page.locator("select[name=to]")).toBeVisible();
  await expectSoundPage(page, "rows-refer");
});

test("what administrators set: how the county is reached, and how words go out", async ({ someone }) => {
  const page = await someone({ role: "system_admin" });
  for (const [name, path] of Object.entries({ "admin-channels": "/admin/channels", "admin-messages": "/admin/messages" })) await look(page, path, name);
});

test("who supervises and who sorts have sound pages too", async ({ someone }) => {
  test.setTimeout(120_000);
  for (const role of ["supervisor", "triage"]) {
    const page = await someone({ role });
    for (const path of ["day", "cases", "figures", "news"]) await look(page, `/desk/${path}`, `${role}-${path}`);
    await page.goto(`${address()}/desk/cases`);
    await page.locator("tbody th a").first().click();
    await expectSoundPage(page, `${role}-case`);
  }
});

test("the gates: an own password, and a locked screen", async ({ page }) => {
  test.setTimeout(90_000);
  // Nobody else in these tests is this handler: his session is ended here.
  const who = accounts().filter((one) => one.county === "330329" && one.role === "handler").at(-1);
  if (!who) throw new Error("the demonstration has no handler there");
  const own = "Jue-Bu-Hui-Wang-De-2026";
  const enter = async (password: string): Promise<void> => {
    await page.goto(`${address()}/sign-in`);
    await page.locator("select[name=county]").selectOption(who.county);
    await page.locator("input[name=name]").fill(who.name);
    await page.locator("input[name=password]").fill(password);
    await page.locator("main button[type=submit]").first().click();
  };
  await enter(who.password);
  await expect(page).toHaveURL(/\/sign-in\/password/);
  await expectSoundPage(page, "own-password");
  await page.locator("input[name=password]").fill(who.password);
  await page.locator("input[name=new_password]").fill(own);
  await page.locator("input[name=new_password_again]").fill(own);
  await page.locator("main button[type=submit]").first().click();
  await page.locator("details.menu summary").click();
  await page.locator("form[action='/lock'] button").click();
  await expect(page.locator("form[action='/unlock']")).toBeVisible();
  await expectSoundPage(page, "lock");
  await page.locator("#password").fill(own);
  await page.locator("form[action='/unlock'] button").click();
  await expect(page.locator("form[action='/unlock']")).toHaveCount(0);
});

test("the second step: a device is added, and asked for its code at the next sign-in", async ({ page }) => {
  test.setTimeout(90_000);
  // Nobody else in these tests is this clerk: from now on his password alone opens nothing.
  const who = accounts().filter((one) => one.county === "330329" && one.role === "clerk").at(-1);
  if (!who) throw new Error("the demonstration has no clerk there");
  await fillSignIn(page, who, who.password);
  await page.goto(`${address()}/me/code`);
  await expectSoundPage(page, "device");
  const secret = await page.locator("figcaption.code").innerText();
  await page.locator("#code").fill(codeNow(secret, (await page.locator("input[name=form_key]").first().getAttribute("value")) ?? ""));
  await page.locator("form[action='/me/code'] button").click();
  await expect(page.locator("main .ok")).toBeVisible();
  await expectSoundPage(page, "device-on");
  await page.context().clearCookies();
  await page.goto(`${address()}/sign-in`);
  await page.locator("select[name=county]").selectOption(who.county);
  await page.locator("input[name=name]").fill(who.name);
  await page.locator("input[name=password]").fill(NEW_PASSWORD);
  await page.locator("main button[type=submit]").first().click();
  await expect(page).toHaveURL(/\/sign-in\/code/);
  await expectSoundPage(page, "second-step");
  await page.locator("#code").fill("000000");
  await page.locator("form[action='/sign-in/code'] button").click();
  await expect(page.locator("#refusal")).toBeVisible();
  await expectSoundPage(page, "second-step-refused");
});

test("kept to its term: what she asked to be erased is only stored, the list has its number, and she still reads it", async ({ someone, page: hers }) => {
  test.setTimeout(120_000);
  const handler = await someone({ name: "lou.jianqiu" });
  const slip = await register(handler, { name: "褚秀珍", words: "屋后的水沟改了道，一下雨就倒灌到灶间。" });
  await hers.goto(slip.link);
  const press = async (action: string, typed: () => Promise<void>): Promise<void> => {
    for (const one of await hers.locator("main details").all()) await one.evaluate((part: HTMLDetailsElement) => { part.open = true; });
    await typed();
    await hers.locator(`form[action^="${action}"] button[type=submit]`).click();
    await hers.waitForLoadState();
  };
  await press("/follow/withdraw", async () => hers.locator("form[action^='/follow/withdraw'] [name=reason]").fill("不要了"));
  await openCase(handler, slip);
  await done(handler, "archive");
  await expect(handler.locator("header").first().locator("xpath=..")).toContainText("保管期限 到 2036年12月31日");
  await press("/follow/data", async () => {
    await hers.locator("label:has([name=data_right][value=erase])").click();
    await hers.locator("[name=data_words]").fill("请删掉");
  });
  const head = await someone({ name: "sang.weimin" });
  await openCase(head, slip);
  await done(head, "answer_data", { done: "no", words: "保管期限没满，先只存不用。" });
  await expectSoundPage(head, "keeping-case");
  await done(head, "record_call", { outcome: "reached" });
  await done(head, "store_only");
  await expect(head).toHaveURL(/\/desk\/keeping$/);
  await look(head, "/desk/keeping", "keeping");
  await expect(head.locator("main")).toContainText(slip.number);
  await expect(head.locator("main")).not.toContainText("水沟");
  await hers.reload();
  await expect(hers.locator("main")).toContainText("只存不用");
  await expect(hers.locator("main")).toContainText("水沟");
  await head.goto(`${address()}/desk/find?q=${encodeURIComponent(slip.number)}`);
  await expect(head.locator("main")).not.toContainText("水沟");
});
