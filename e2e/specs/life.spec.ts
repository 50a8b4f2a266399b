// One petition through its whole life on the desk, by the buttons: clerk, handler, head. What can be pressed is
// written down here from the regulation, not read from the program.
import { act, done, formOf, openCase, PHOTO, register, type Slip, verbs } from "../support/desk";
import { TODAY } from "../support/demo";
import { expectGoodPage } from "../support/check";
import { expect, test } from "../support/test";

const CLERK = { name: "lian.su" };
const HANDLER = { name: "gai.zhiyuan" };
const HEAD = { name: "mu.chengfeng" };
/** What may stand beside at every step of an open matter. */
const ALWAYS = [
  "add_paper", "add_words", "correct", "declare_interest", "issue_letter", "join_persons", "mark_urgent", "note", "part_persons", "reissue_code",
  "set_reach", "tell_apart",
];

test("registered, accepted, handled, extended, answered, delivered, completed, archived", async ({ someone }) => {
  test.setTimeout(150_000);
  const clerk = await someone(CLERK);
  const handler = await someone(HANDLER);
  const head = await someone(HEAD);
  const told = { name: "褚秀珍", phone: "13905710088", note: "上午打" };
  const slip: Slip = await register(clerk, told, ["把水沟改回去", "说明为什么没有问一声"]);
  const look = async (page: typeof clerk) => { await openCase(page, slip); return verbs(page); };

  await test.step("registered: to be looked at and given its way", async () => {
    const seen = await look(clerk);
    expect([seen.first, seen.main]).toEqual(["classify", []]);
    expect(seen.beside).toEqual([...ALWAYS, "ask_void", "bring_again", "merge", "split", "withdraw"].sort());
    await done(clerk, "classify", { matter_type: "grievance", track: "J6_petition" });
  });

  await test.step("classified: a clerk does not accept, a handler and a head do", async () => {
    expect([(await verbs(clerk)).first, (await verbs(clerk)).main]).toEqual(["classify", []]);
    const seen = await look(handler);
    expect([seen.first, ...seen.main].sort()).toEqual(["accept", "classify"]);
    const above = await look(head);
    expect([above.first, ...above.main].sort()).toEqual(["accept", "assign", "classify", "non_accept", "refer"]);
    await done(handler, "accept", { notice: "in_person" });
  });

  await test.step("accepted: given to somebody", async () => {
    expect((await verbs(handler)).first).toBe("start");
    expect((await verbs(handler)).main).toEqual([]);
    const form = await formOf(handler, "start");
    const who = await form.locator("[name=officer] option:not([value=''])").allInnerTexts();
    expect(who.sort()).toEqual(["牧成峰", "盖志远"].sort());
    await done(handler, "start", { officer: (await form.locator("[name=officer] option", { hasText: "盖志远" }).getAttribute("value")) ?? "" });
    await expect(handler.locator("#next .sum"), "sixty days from the acceptance, line by line").toContainText("60 日");
    await expect(handler.locator("#next .sum")).toContainText("2027年1月22日 周五");
  });

  await test.step("a talk is written down, on the day it happened", async () => {
    await done(handler, "note", { kind: "talk", words: "上午到家里谈过，愿意等到月底。", acted_on: "2026-11-23" });
    await expect(handler.locator(".events")).toContainText("愿意等到月底");
  });

  await test.step("forty-five days are refused where they were typed, thirty are asked for", async () => {
    expect((await verbs(handler)).beside).toContain("request_extension");
    await act(handler, "request_extension", { days: "45", reason: "要等枯水期才能开挖" });
    const form = handler.locator("form[action$='/request_extension']");
    await expect(form.locator(".refusal .code")).toContainText("EXT_TOO_LONG · C-16");
    await expect(form.locator(".refusal")).toBeInViewport();
    await expect(form.locator("[name=days]")).toHaveValue("45");
    await expect(form.locator("[name=days]")).toHaveAttribute("aria-invalid", "true");
    await expect(form.locator("[name=reason]")).toHaveValue("要等枯水期才能开挖");
    await expectGoodPage(handler, "case-refused");
    await done(handler, "request_extension", { days: "30" });
  });

  await test.step("who asked for more time does not grant it", async () => {
    const seen = await verbs(handler);
    expect([seen.first, ...seen.main]).not.toContain("approve_extension");
    await expect(handler.locator("#next")).toContainText("批准延期");
    const above = await look(head);
    expect([above.first, ...above.main].sort()).toEqual(["agree_extension", "refuse_extension"]);
    await done(head, "agree_extension", {});
    const agreed = await look(head);
    expect([agreed.first, ...agreed.main].sort()).toEqual(["approve_extension", "refuse_extension"]);
    await done(head, "approve_extension", { notice_on: TODAY, way: "in_person", file: PHOTO.name });
    await expect(head.locator(".events")).toContainText("要等枯水期才能开挖");
    await openCase(handler, slip);
    expect((await verbs(handler)).beside, "once only").not.toContain("request_extension");
  });

  await test.step("the opinion answers claim by claim, and none is left out", async () => {
    expect((await verbs(handler)).first).toBe("draft_opinion");
    await handler.locator("a.btn-first").click();
    await expect(handler.locator(".answers > li")).toHaveCount(2);
    const fill = async (at: number, outcome: string) => {
      await handler.locator(`[name=facts-${at}]`).fill(`第 ${at + 1} 项：到现场看过，问过两户邻居。`);
      await handler.locator(`label:has([name=outcome-${at}][value=${outcome}])`).click();
      await handler.locator(`[name=basis-${at}]`).fill("《浙江省村镇规划建设管理条例》");
    };
    await fill(0, "support");
    await handler.locator("[name=owner-0]").selectOption({ index: 1 });
    await handler.locator("[name=by-0]").fill("2026-12-20");
    await handler.locator("main button.btn-first").click();
    await expect(handler.locator(".refusal").first()).toBeVisible();
    await expect(handler.locator("[name=facts-0]"), "what was typed stays").toHaveValue(/问过两户邻居/);
    await fill(1, "explain");
    await handler.locator("main button.btn-first").click();
    await expect(handler).toHaveURL(/#next$/);
    const own = await verbs(handler);
    expect([own.first, ...own.main], "who drafted does not sign").not.toContain("sign_opinion");
  });

  await test.step("signed by the head, sent, handed over with a photograph of the signature", async () => {
    const above = await look(head);
    expect([above.first, ...above.main].sort()).toEqual(["draft_opinion", "return_draft", "sign_opinion"]);
    await done(head, "sign_opinion");
    const seen = await look(clerk);
    expect([seen.first, ...seen.main].sort()).toEqual(["deliver", "dispatch"]);
    await done(clerk, "dispatch", { way: "post", tracking: "EX123456785CN", acted_on: TODAY });
    await act(clerk, "deliver", { way: "post", received_on: TODAY, proof: "本人签收", file: PHOTO.name });
    await expect(clerk.locator(".refusal")).toHaveCount(0);
    await expect(clerk.locator("section:has(#h-papers) .papers li"), "of the longer term, and of the answer").toHaveCount(2);
    const file = await clerk.request.get(new URL((await clerk.locator("section:has(#h-papers) .papers a").last().getAttribute("href")) ?? "", clerk.url()).href);
    expect(file.headers()["content-type"]).toBe("image/png");
    expect(file.headers()["content-security-policy"]).toContain("sandbox");
  });

  await test.step("completed with what becomes of each claim, and archived when it has", async () => {
    const seen = await look(handler);
    expect([seen.first, ...seen.main].sort()).toEqual(["complete"]);
    expect(seen.beside).toContain("execute");
    await done(handler, "complete", { "note-0": "村里排了工，十二月中旬开挖。", "note-1": "当面解释过，本人听明白了。" });
    await expect(handler.locator("#next"), "the archive waits for what was promised").toContainText("支持的事项还没落实完");
    await done(handler, "execute", { claim: "0", note: "水沟改好，放水试过。", acted_on: TODAY });
    expect((await verbs(handler)).first).toBe("archive");
    await done(handler, "archive");
    const end = await verbs(handler);
    expect([end.first, end.main]).toEqual(["", []]);
    expect(end.beside.filter((verb) => !["enter_paper_rating", "execute", "record_call", "send_again", "set_reach"].includes(verb))).toEqual([]);
    await expect(handler.locator(".way .here")).toHaveCount(0);
  });
});

test("looking at a phone number leaves a trace that every reader can see", async ({ someone }) => {
  const clerk = await someone(CLERK);
  const slip = await register(clerk, { name: "谈小满", phone: "13905710099" });
  const head = await someone(HEAD);
  await openCase(head, slip);
  await expect(head.locator(".people")).toContainText("139****0099");
  await expect(head.locator("body")).not.toContainText("13905710099");
  await head.locator(".people a", { hasText: "看电话" }).click();
  await expect(head.locator(".people")).toContainText("13905710099");
  await head.locator(".case-head a", { hasText: "谁看过" }).click();
  const trace = head.locator("tbody tr", { hasText: "牧成峰" });
  await expect(trace.filter({ hasText: "看电话" })).toHaveCount(1);
  await expectGoodPage(head, "readers");
});

test("J and K walk the day list, and the next step is one key away", async ({ someone }) => {
  const page = await someone(HANDLER);
  await page.goto(page.url().replace(/\/desk.*/, "/desk/day"));
  await page.keyboard.press("j");
  const first = page.locator(".rows .title a").first();
  await expect(first).toBeFocused();
  const address = await first.getAttribute("href");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${address}$`));
});
