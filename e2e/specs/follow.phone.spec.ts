// 本人: the person herself, with her slip and an old phone. What she sees, what she does, and what she never sees.
import { type Page } from "@playwright/test";
import { expectGoodPage, expectSoundPage } from "../support/check";
import { done, openCase, register, type Slip } from "../support/desk";
import { address, TODAY } from "../support/demo";
import { expect, test } from "../support/test";

const HANDLER = { name: "lou.jianqiu" };
const HEAD = { name: "sang.weimin" };
/** A new code is given out where the matter was registered. */
const CLERK = { name: "lang.wenqian" };
const HERS = "屋后的水沟改了道，一下雨就倒灌到灶间。";
const INSIDE = "对方电话 13905719876，先不要告诉本人";

type Someone = (who: { name?: string }) => Promise<Page>;

/** A matter that has been answered and handed over, with a note for the office alone. */
async function answered(someone: Someone): Promise<Slip> {
  const handler = await someone(HANDLER);
  const slip = await register(handler, { name: "褚秀珍", phone: "13905710066", words: HERS }, ["把水沟改回去"]);
  await openCase(handler, slip);
  await done(handler, "classify", { matter_type: "grievance", track: "J6_petition" });
  await done(handler, "accept", { notice: "in_person" });
  const officer = (await handler.locator("form[action$='/start'] option", { hasText: "娄建秋" }).getAttribute("value")) ?? "";
  await done(handler, "start", { officer });
  await done(handler, "note", { kind: "talk", words: INSIDE, acted_on: TODAY });
  await done(handler, "note", { kind: "site_visit", words: "看过现场，量了沟。", shown: "on", acted_on: TODAY });
  await handler.locator("a.btn-first").click();
  await handler.locator("[name=facts-0]").fill("到现场看过，水沟确实改了道。");
  await handler.locator("label:has([name=outcome-0][value=explain])").click();
  await handler.locator("[name=basis-0]").fill("《村庄规划》第八条");
  await handler.locator("main button.btn-first").click();
  const head = await someone(HEAD);
  await openCase(head, slip);
  await done(head, "sign_opinion");
  await openCase(handler, slip);
  await done(handler, "dispatch", { way: "in_person", acted_on: TODAY });
  await done(handler, "deliver", { way: "in_person", received_on: TODAY, file: "签收单.png" });
  return slip;
}

test("the slip's address opens her matter: where it is, who has it, by when, and why that day", async ({ page, someone }) => {
  test.setTimeout(60_000);
  const handler = await someone(HANDLER);
  const slip = await register(handler, { name: "褚秀珍", phone: "13905710066", words: HERS }, ["把水沟改回去", "赔我的柴"]);
  await page.goto(slip.link);
  await expect(page, "the code leaves the address bar").toHaveURL(/\/follow\/case$/);
  await expect(page.locator("h1")).toHaveText("您的事登记好了，正在定归谁办。");
  await expect(page.locator(".where")).toContainText("瑶琳镇综合信息指挥室");
  const due = page.locator("section:has(#h-date)");
  await expect(due.locator(".next-date time")).toHaveAttribute("datetime", "2026-12-08");
  await expect(due.locator(".sum")).toContainText("11月24日");
  await expect(due.locator(".sum")).toContainText("15 天");
  await expect(due.locator(".law")).toContainText("《信访工作条例》");
  await expect(page.locator(".claims > li")).toHaveCount(2);
  await expect(page.locator(".btn-first"), "one first button").toHaveCount(1);
  await expectGoodPage(page, "follow-registered");
  // She adds what she forgot; a double tap adds it once.
  await page.locator("#add-words").fill("昨天夜里又漫进来了。");
  await page.locator("#add-claim").fill("夜里派人来看一次");
  await page.locator("#add button[type=submit]").dblclick();
  await expect(page.locator("#done")).toBeVisible();
  await expect(page.locator(".events .voice", { hasText: "昨天夜里又漫进来了" })).toHaveCount(1);
  await expect(page.locator(".claims > li")).toHaveCount(3);
  await page.reload();
  await expect(page.locator(".events .voice", { hasText: "昨天夜里又漫进来了" })).toHaveCount(1);
  // An empty one is refused where her hand was.
  await page.locator("#add button[type=submit]").click();
  await expect(page.locator("#add .refusal")).toBeInViewport();
});

test("the fingerprint holds, a wrong one is told from a broken record, and a seal can be looked up", async ({ page, someone }) => {
  const handler = await someone(HANDLER);
  const slip = await register(handler, { words: HERS });
  await page.goto(slip.link);
  const check = async (typed: string) => {
    await page.locator("#fingerprint").fill(typed);
    await page.locator("#verify button[type=submit]").click();
    return page.locator("#verify [role=status], #verify [role=alert]");
  };
  await expect(await check(slip.fingerprint.toLowerCase().replaceAll(" ", ""))).toContainText("对得上");
  await expect(page.locator("#verify .ok")).toBeInViewport();
  const wrong = slip.fingerprint.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
  await expect(await check(wrong)).toContainText("不是这件事的");
  await expect(page.locator("#verify .ok")).toHaveCount(0);
  await expect(page.locator("#fingerprint"), "what was typed stays").toHaveValue(wrong);
  await page.goto(`${address()}/seals`);
  await expect(page.locator("h1")).toBeVisible();
  await expectGoodPage(page, "seals");
});

test.describe("wrong codes", () => {
  test.use({ missing: /\/follow$/ });
  test("a wrong code is answered in its place, more and more slowly, and never refused", async ({ page, someone }) => {
    test.setTimeout(90_000);
    const handler = await someone(HANDLER);
    const slip = await register(handler, { words: HERS });
    const good = slip.code.replaceAll(" ", "");
    const wrong = good.slice(0, 4) + [...good.slice(4)].reverse().join("");
    await page.goto(`${address()}/follow`);
    await expectGoodPage(page, "code");
    await page.locator("select[name=county]").selectOption("330122");
    await page.locator("#code").fill(wrong);
    await page.locator("main button[type=submit]").click();
    await expect(page.locator(".refusal .code")).toContainText("CODE_UNKNOWN");
    await expect(page.locator(".refusal")).toBeInViewport();
    await expect(page.locator("#code"), "what was typed stays").toHaveValue(wrong);
    // Somebody tries one after the other, as fast as a line allows.
    const form = { form_key: await page.locator("main input[name=form_key]").inputValue(), county: "330122", code: wrong };
    const took: number[] = [];
    for (let tries = 0; tries < 12; tries++) {
      const began = Date.now();
      const answer = await page.request.post(`${address()}/follow`, { headers: { Origin: address() }, form });
      expect(answer.status(), "not refused, not there").toBe(404);
      took.push(Date.now() - began);
    }
    const mean = (some: number[]) => some.reduce((sum, one) => sum + one, 0) / some.length;
    expect(mean(took.slice(-3)), `ms for each try: ${took.join(" ")}`).toBeGreaterThan(mean(took.slice(0, 3)) + 400);
    // The right one, typed as people type: small letters, spaces, other people's county first.
    await page.locator("#code").fill(slip.code.toLowerCase());
    await page.locator("select[name=county]").selectOption("330329");
    await page.locator("main button[type=submit]").click();
    await expect(page.locator(".refusal")).toBeVisible();
    await page.locator("select[name=county]").selectOption("330122");
    await page.locator("main button[type=submit]").click();
    await expect(page).toHaveURL(/\/follow\/case$/);
    await page.locator("form[action='/follow/leave'] button[type=submit]").click();
    await page.goto(`${address()}/follow/case`);
    await expect(page, "the phone forgets when she has left").toHaveURL(/\/follow$/);
  });
});

test("after the answer was handed over she rates once, and the office cannot", async ({ page, someone }) => {
  test.setTimeout(90_000);
  const slip = await answered(someone);
  await page.goto(slip.link);
  await expect(page.locator("h1")).toHaveText("答复送到您手里了。");
  await expect(page.locator("section:has(#h-review) .next-date time")).toHaveAttribute("datetime", "2026-12-23");
  await expect(page.locator(".claims")).toContainText("解释说明");
  // Hers to see, and not hers.
  const html = await page.content();
  expect(html).toContain("看过现场，量了沟");
  for (const hidden of ["13905719876", "先不要告诉本人", "13905710066", "谁看过"]) expect(html, hidden).not.toContain(hidden);
  await expectGoodPage(page, "follow-answered");
  await page.locator("#rate button[type=submit]").click();
  await expect(page.locator("#rate [name=rating]:checked"), "nothing is chosen for her").toHaveCount(0);
  await page.locator("label:has([name=rating][value=unsatisfied])").click();
  await page.locator("#rate-why").fill("说了半天还是老样子。");
  await page.locator("#rate button[type=submit]").click();
  await expect(page.locator("#rate")).toContainText("不满意");
  await expect(page.locator("#rate form")).toHaveCount(0);
  await page.locator("#review summary").click();
  await page.locator("#review-words").fill("水沟没有改回去，请上级看。");
  await page.locator("#review button[type=submit]").click();
  await page.goto(`${address()}/follow/review-receipt`);
  await expect(page.locator("h1")).toBeVisible();
  await expectSoundPage(page, "review-receipt");
  const handler = await someone(HANDLER);
  await openCase(handler, slip);
  await expect(handler.locator(".events")).toContainText("说了半天还是老样子");
  const key = await handler.locator("input[name=form_key]").first().inputValue();
  const forged = await handler.request.post(`${address()}/desk/case/${slip.case}/rate`, { headers: { Origin: address() }, multipart: { form_key: key, rating: "satisfied" } });
  expect(forged.status()).toBe(422);
  expect(await forged.text()).toContain("RATING_FORGERY");
});

test("large letters, paper, and the way back", async ({ page, someone }) => {
  const handler = await someone(HANDLER);
  const slip = await register(handler, { words: HERS });
  await page.goto(slip.link);
  const size = () => page.locator(".where").evaluate((one) => parseFloat(getComputedStyle(one).fontSize));
  const before = await size();
  await page.getByRole("button", { name: "大字" }).click();
  await expect(page.locator("html")).toHaveClass(/elder/);
  await expect(page, "she is still where she was").toHaveURL(/\/follow\/case/);
  expect(await size()).toBeGreaterThan(before * 1.15);
  for (const button of await page.locator("main .btn, main .can a").all()) expect((await button.boundingBox())?.height ?? 99).toBeGreaterThanOrEqual(44);
  await page.getByRole("button", { name: "小字" }).click();
  await expect(page.locator("html")).not.toHaveClass(/elder/);
  await page.emulateMedia({ media: "print" });
  for (const gone of ["header form", "#add", ".foot form"]) await expect(page.locator(gone).first(), gone).toBeHidden();
  for (const kept of ["h1", ".next-date", ".sum", ".claims", ".events"]) await expect(page.locator(kept).first(), kept).toBeVisible();
  expect(await page.locator("h1").evaluate((one) => getComputedStyle(one).color)).toBe("rgb(0, 0, 0)");
});

test.describe("without a script", () => {
  test.use({ javaScriptEnabled: false });

  test("she follows, adds, checks, takes large letters, withdraws and leaves", async ({ page, someone }) => {
    const handler = await someone(HANDLER);
    const slip = await register(handler, { words: HERS });
    await page.goto(`${address()}/follow`);
    await page.locator("select[name=county]").selectOption("330122");
    await page.locator("#code").fill(slip.code);
    await page.locator("main button[type=submit]").click();
    await expect(page.locator("h1")).toContainText("您的事登记好了");
    await page.locator("#add-words").fill("再补一句。");
    await page.locator("#add button[type=submit]").click();
    await expect(page.locator("#done")).toBeVisible();
    await expect(page.locator(".events")).toContainText("再补一句。");
    await page.locator("#fingerprint").fill(slip.fingerprint);
    await page.locator("#verify button[type=submit]").click();
    await expect(page.locator("#verify .ok")).toContainText("对得上");
    await expect(page.locator("[data-print], [data-aloud]").first(), "what needs a script is not offered").toBeHidden();
    await page.getByRole("button", { name: "大字" }).click();
    await expect(page.locator("html")).toHaveClass(/elder/);
    await page.goto(`${address()}/follow/case`);
    await page.locator("#withdraw summary").click();
    await page.locator("#withdraw-reason").fill("邻居自己改好了。");
    await page.locator("#withdraw button[type=submit]").click();
    await expect(page.locator("h1")).toHaveText("您已经撤回。");
    await page.locator("form[action='/follow/leave'] button[type=submit]").click();
    await expect(page).toHaveURL(`${address()}/`);
  });
});

test("without her pass nothing of a matter is there, and a replaced slip opens nothing", async ({ page, someone, browser }) => {
  const clerk = await someone(CLERK);
  const slip = await register(clerk, { words: HERS });
  await page.goto(slip.link);
  await expect(page.locator("h1")).toContainText("登记好了");
  await openCase(clerk, slip);
  await done(clerk, "reissue_code");
  await expect(clerk.locator("main")).toContainText(slip.number);
  await page.goto(`${address()}/follow/case`);
  await expect(page, "the pass of the old slip has ended too").toHaveURL(/\/follow$/);
  const other = await browser.newContext();
  const stranger = await other.newPage();
  const answer = await stranger.goto(slip.link);
  expect(answer?.status()).toBe(404);
  await expect(stranger.locator(".refusal .code")).toContainText("CODE_UNKNOWN");
  await expect(stranger.locator("main")).not.toContainText(slip.number);
  await expect(stranger.locator("#code"), "what was in the picture is not repeated").toHaveValue("");
  await other.close();
});
