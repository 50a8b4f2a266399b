// 人民调解: two neighbours and a leaking pipe, from the first call to the last visit, within one day (Z1); each party on her own phone.
import type { Locator, Page } from "@playwright/test";
import { expectGoodPage, expectSoundPage } from "../support/check";
import { formOf, PHOTO } from "../support/desk";
import { address } from "../support/demo";
import { account } from "../support/sign_in";
import { expect, test } from "../support/test";

type Typed = Record<string, string | string[]>;

/** Fills a form; a list of values ticks just those of its boxes. */
async function fill(form: Locator, typed: Typed): Promise<void> {
  for (const [name, value] of Object.entries(typed)) {
    const field = form.locator(`[name="${name}"]`);
    const kind = await field.first().evaluate((one) => (one instanceof HTMLInputElement ? one.type : one.tagName));
    if (Array.isArray(value)) {
      for (const box of await field.all()) await box.setChecked(value.includes((await box.getAttribute("value")) ?? ""));
    } else if (kind === "radio") await form.locator(`[name="${name}"][value="${value}"]`).check();
    else if (kind === "checkbox") await field.check();
    else if (kind === "SELECT") await field.selectOption(value);
    else if (kind === "file") await field.setInputFiles(PHOTO);
    else await field.fill(value);
  }
}

async function act(page: Page, verb: string, typed: Typed = {}): Promise<void> {
  const form = await formOf(page, verb);
  await fill(form, typed);
  await form.locator("button[type=submit]").click();
  await page.waitForLoadState();
}

async function done(page: Page, verb: string, typed: Typed = {}): Promise<void> {
  await act(page, verb, typed);
  await expect(page.locator(".refusal"), `${verb} on ${page.url()}`).toHaveCount(0);
}

/** The day in the house, which a demonstration may have for itself. */
async function dayOf(page: Page): Promise<string> {
  await page.goto(`${address()}/desk/mediations/new`);
  return page.locator("main [name=day]").inputValue();
}

/** Who mediates is chosen by name: first in the list is whoever suits best. */
async function seat(page: Page, name: string): Promise<void> {
  const form = await formOf(page, "set_mediator");
  const option = form.locator("option", { hasText: account({ name }).shown_name ?? name });
  await form.locator("[name=account]").selectOption((await option.first().getAttribute("value")) ?? "");
  await form.locator("button[type=submit]").click();
  await expect(page.locator(".refusal")).toHaveCount(0);
}

test("two neighbours settle within the day: dispatched, consented, met, signed, kept, visited", async ({ someone, browser }) => {
  test.setTimeout(300_000);
  const room = await someone({ name: "lang.wenqian" });
  const studio = await someone({ name: "bo.songnian" });
  const today = await dayOf(room);
  let path = "";

  await test.step("the command room writes it down and sends it to the studio", async () => {
    await room.goto(`${address()}/desk/mediations/new`);
    await expectGoodPage(room, "mediation-new");
    const form = room.locator("main form");
    await fill(form, { "name-1": "水云间", "phone-1": "13900020001", "name-2": "石敢当", "phone-2": "13900020002", words: "楼上水管漏了，吊顶黄了一大片，说了三回说不拢。" });
    await form.locator("button[type=submit]").click();
    await expect(room.locator("#refusal"), "a kind and a source are asked for").toBeVisible();
    await expect(form.locator("[name=words]"), "what was typed stays").toHaveValue(/吊顶黄了一大片/);
    await fill(form, { dispute: "neighbour", source: "police_guided", outside_body: "横村派出所", outside_number: "110-0904-11" });
    await form.locator("button[type=submit]").click();
    await expect(room).toHaveURL(/\/desk\/mediation\/\d+/);
    path = new URL(room.url()).pathname;
    await expectGoodPage(room, "mediation-fresh");
    const to = await room.locator("form[action$='/dispatch'], a[href*='do=dispatch']").count();
    expect(to).toBeGreaterThan(0);
    const dispatch = await formOf(room, "dispatch");
    const option = dispatch.locator("option", { hasText: "宝大叔" });
    await fill(dispatch, { to: (await option.getAttribute("value")) ?? "", reason: "两家都住近江社区" });
    await dispatch.locator("button[type=submit]").click();
    await expect(room.locator(".refusal")).toHaveCount(0);
  });

  await test.step("each party gets a slip; she consents on her phone, by a picture and without a script", async () => {
    await studio.goto(address() + path);
    await done(studio, "take");
    await done(studio, "reissue_code", { party: "1" });
    await expect(studio).toHaveURL(/\/slip\/1$/);
    await expectSoundPage(studio, "mediation-slip");
    const link = new URL((await studio.locator("dd.code").innerText()).trim()).pathname;
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: "zh-CN", javaScriptEnabled: false });
    const hers = await context.newPage();
    await hers.goto(address() + link);
    await expect(hers).toHaveURL(/\/follow\/talk$/);
    await expect(hers.locator("main")).not.toContainText("13900020002");
    await hers.locator("form[action='/follow/talk/consent'] button").click();
    await expect(hers.locator("#done")).toContainText("您愿意调解");
    await context.close();
    await studio.goto(address() + path);
    await done(studio, "consent", { parties: ["2"], given: "yes", how: "phone" });
  });

  await test.step("who mediates tells what he has to do with them, reads the rights, and they meet", async () => {
    await seat(studio, "bo.songnian");
    await done(studio, "disclose", { relation: "none" });
    await done(studio, "tell_rights", { how: "read" });
    await done(studio, "tell_law", { text: "《民法典》第二百八十八条", words: "漏水的一方要修、要赔", gentle: "远亲不如近邻" });
    await done(studio, "set_session", { day: today, hour: "00:10", minutes: "30", place: "社区调解室" });
    await done(studio, "note_apart", { party: "1", note: "赔八百也行" });
    await done(studio, "hold_session", { nth: "1", began: "00:10", ended: "00:40", record: "看了漏水的地方，石敢当认是自家水管。" });
    await expectGoodPage(studio, "mediation-met");
  });

  await test.step("the agreement is drafted, signed by all, sealed last", async () => {
    const promise = { "by-1": "2", "whom-1": "1", "what-1": "赔偿吊顶", "yuan-1": "800", "due-1": today };
    await act(studio, "draft", { form: "written", facts: "水管漏水泡坏吊顶", issues: "赔多少", responsibility: "石敢当负责修和赔", clauses: "石敢当修好水管\n双方息诉罢访", manner: "当面付清", ...promise });
    await expect(studio.locator("#refusal")).toContainText("息诉罢访");
    await fill(studio.locator("form[action$='/draft']"), { clauses: "石敢当修好水管\n石敢当赔偿吊顶 800 元" });
    await studio.locator("form[action$='/draft'] button[type=submit]").click();
    await expect(studio.locator(".refusal")).toHaveCount(0);
    await act(studio, "sign", { who: "seal", hand: "seal" });
    await expect(studio.locator("#refusal")).toContainText("还没签齐");
    await expectSoundPage(studio, "mediation-unsigned");
    for (const who of ["1", "2"]) await done(studio, "sign", { who, hand: "signature", file: "photo" });
    await done(studio, "sign", { who: "mediator", hand: "signature" });
    await done(studio, "sign", { who: "seal", hand: "seal" });
    await expect(studio.locator("#agreement")).toContainText("生效");
  });

  await test.step("kept, visited, closed: the page tells each hop with its minutes, and the five steps", async () => {
    await done(studio, "tell_promise", { nth: "1", kept: "yes", words: "当场付清" });
    await done(studio, "follow_up", { party: "1", way: "home", words: "修好了", said: "见面也打招呼了" });
    await done(studio, "close");
    await expect(studio.locator(".hops")).toContainText("分钟");
    await expect(studio.locator(".loop .done")).toHaveCount(5);
    await expectGoodPage(studio, "mediation-closed");
    await room.goto(address() + path);
    await expect(room.locator("main"), "what was told alone is for who mediates").not.toContainText("赔八百也行");
  });

  await test.step("the list of what is open, and her page afterwards", async () => {
    await studio.goto(`${address()}/desk/mediations`);
    await expectGoodPage(studio, "mediations");
    await studio.goto(`${address()}/desk/mediations?over=1`);
    await expect(studio.locator("main")).toContainText("楼上水管漏了");
    await studio.goto(address() + path);
    await done(studio, "reissue_code", { party: "2" });
    const link = new URL((await studio.locator("dd.code").innerText()).trim()).pathname;
    const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: "zh-CN" })).newPage();
    await phone.goto(address() + link);
    await expect(phone.locator("main")).not.toContainText("赔八百也行");
    await phone.locator("form[action='/follow/talk/say'] [value=matter]").check();
    await phone.locator("form[action='/follow/talk/say'] textarea").fill("事情清楚了，下次先打电话说。");
    await phone.locator("form[action='/follow/talk/say'] button").click();
    await expect(phone.locator("main")).toContainText("下次先打电话说");
    await expectGoodPage(phone, "talk");
    await phone.context().close();
  });
});

test("a family: she is kept safe before anything is agreed (Z14)", async ({ someone }) => {
  test.setTimeout(120_000);
  const mediator = await someone({ name: "bo.songnian" });
  const today = await dayOf(mediator);
  const form = mediator.locator("main form");
  await fill(form, { "name-1": "云想衣", "name-2": "路漫修", "suspected-2": "on", words: "他一喝酒就摔东西，上个月推了我一把。", dispute: "marriage_family", source: "party_application", is_violence: "on" });
  await form.locator("button[type=submit]").click();
  await expect(mediator).toHaveURL(/\/desk\/mediation\/\d+/);
  await done(mediator, "consent", { parties: ["1", "2"], given: "yes", how: "oral" });
  await seat(mediator, "bo.songnian");
  await done(mediator, "disclose", { relation: "none" });
  await done(mediator, "tell_rights", { how: "read" });
  await expect(mediator.locator(".alarm").first()).toContainText("单独");
  await expectGoodPage(mediator, "mediation-family");
  await act(mediator, "set_session", { day: today, hour: "23:50", place: "调解室" });
  await expect(mediator.locator("#refusal")).toContainText("不能安排见面");
  await done(mediator, "screen", { party: "1", alone: "on", need: "住到妹妹家", wish: "要他戒酒" });
  await done(mediator, "set_session", { day: today, hour: "23:50", together: "apart", with: ["1"], place: "调解室" });
});

test("a night of two hundred incidents, sent on by one person's clicks", async ({ someone }) => {
  test.setTimeout(180_000);
  const clerk = await someone({ name: "lang.wenqian" });
  const today = await dayOf(clerk);
  const rows = Array.from({ length: 200 }, (_, nth) => `110-E2E-${nth},${today} 00:0${nth % 10},近江社区,夜班${nth},,对门${nth},半夜为停车吵起来,邻里`);
  await clerk.goto(`${address()}/desk/mediations/shift`);
  await expectSoundPage(clerk, "mediation-shift");
  await fill(clerk.locator("form[method=post].form"), { body: "横村派出所", text: `警情编号,接警时间,地点,报警人,报警电话,对方,简要情况,纠纷类型\n${rows.join("\n")}\n` });
  await clerk.locator("form[method=post].form button[type=submit]").click();
  await expect(clerk.locator("#h-done")).toContainText("新收 200 件");
  await clerk.locator("a.btn-first[href='/desk/mediations/dispatch']").click();
  await expect(clerk.locator("input[name=case]:checked")).toHaveCount(200);
  await clerk.locator("main form .btn-first").click();
  await expect(clerk.locator("#sent")).toContainText("派出 200 件");
  await expectSoundPage(clerk, "mediation-dispatched");
});
