// 派单与交接: several rows at once, with and without a script; what is refused says why in its row.
import { expectSoundPage } from "../support/check";
import { address } from "../support/demo";
import { expect, test } from "../support/test";

const HEAD = { name: "qiu.lixin" };

test("the head ticks rows, sees how many, and prints them as a list", async ({ someone }) => {
  const page = await someone(HEAD);
  await page.goto(`${address()}/desk/cases`);
  const boxes = page.locator("input[name=case]");
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await expect(page.locator("[data-chosen]")).toHaveText("2");
  await page.locator(".foot-bar button[value=print]").click();
  await expect(page.locator("h1")).toHaveText("清单");
  await expect(page.locator("tbody tr")).toHaveCount(2);
});

test("what several rows refuse stands in each row, and what was typed is asked once", async ({ someone }) => {
  const page = await someone(HEAD);
  await page.goto(`${address()}/desk/cases?stage=voided&tick=all`);
  const rows = await page.locator("input[name=case]:checked").count();
  expect(rows).toBeGreaterThan(0);
  await page.locator(".foot-bar button[value=give]").click();
  await page.locator("select[name=officer]").selectOption({ index: 1 });
  await page.locator("textarea[name=reason]").fill("换人办");
  await page.locator("main form button[type=submit]").click();
  await expect(page.locator(".note[role=status]")).toContainText(`没办成 ${rows} 件`);
  await expect(page.locator("tbody tr").first()).toContainText("NOT_FROM_HERE");
  await expectSoundPage(page, "rows-result");
});

test("the hand-over sheet: offered, read on the screen and on a phone, and taken back", async ({ someone }) => {
  test.setTimeout(90_000);
  const page = await someone({ name: "ying.zhixia" });
  await page.goto(`${address()}/desk/handover`);
  await page.locator("#taker").selectOption({ index: 1 });
  await page.locator("label:has([name=kind][value=leave])").click();
  await page.locator("#note").fill("下周培训，水沟那件约了周四去看。");
  await page.locator("form[action='/desk/handover'] button[type=submit]").click();
  await expect(page).toHaveURL(/\/desk\/handover\/\d+$/);
  await expect(page.locator("tbody tr").first()).toBeVisible();
  await expectSoundPage(page, "handover-sheet");
  await page.goto(`${address()}/desk/handover`);
  await expectSoundPage(page, "handover-offered");
  await page.locator("form[action$='/withdraw'] button").click();
  await expect(page.locator("form[action$='/withdraw']")).toHaveCount(0);
});

test("nothing ticked is refused where the hand was", async ({ someone }) => {
  const page = await someone(HEAD);
  await page.goto(`${address()}/desk/cases`);
  const answer = page.waitForResponse((response) => response.url().endsWith("/desk/rows"));
  await page.locator(".foot-bar button[value=sign_in]").click();
  expect((await answer).status()).toBe(422);
  await expect(page.locator("#refusal")).toContainText("一件也没有勾");
});
