// 三员: three administrators who exclude one another, and none of whom sees a case.
import { expectGoodPage, expectSoundPage } from "../support/check";
import { address } from "../support/demo";
import { fillSignIn } from "../support/sign_in";
import { expect, test } from "../support/test";

const COUNTY = "330329";
const OWN: Record<string, string[]> = {
  system_admin: ["/admin/accounts", "/admin/channels", "/admin/messages", "/admin/organs", "/admin/setup", "/admin/resets", "/admin/settings"],
  security_admin: ["/admin/posts", "/admin/proposals", "/admin/resets", "/admin/settings"],
  audit_admin: ["/admin/proposals", "/admin/resets", "/admin/looks", "/admin/record", "/admin/settings"],
};

test("each has his own pages, and no page of a case or of another", async ({ someone }) => {
  const handler = await someone({ role: "handler", county: COUNTY });
  const theirs = (await handler.locator(".rows .title a").first().getAttribute("href")) ?? "";
  const title = await handler.locator(".rows .title a").first().innerText();
  expect(theirs).toMatch(/^\/desk\/case\/\d+$/);
  const desk = ["/desk/day", "/desk/register", "/desk/cases", "/desk/figures", "/desk/figures/replies", "/desk/figures/replies/cases?within=asked",
    "/desk/find?q=%E6%B3%B0", "/desk/places?q=ty", theirs, `${theirs}/opinion`, `${theirs}/readers`, `${theirs}/receipt`];
  for (const [role, own] of Object.entries(OWN)) {
    const page = await someone({ role, county: COUNTY });
    expect(new URL(page.url()).pathname, `${role}'s first page`).toBe(role === "audit_admin" ? "/admin/record" : own[0]);
    const menu = await page.locator("header nav a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    expect(menu.sort()).toEqual([...own].sort());
    const others = Object.entries(OWN).filter(([other]) => other !== role).flatMap(([, pages]) => pages);
    for (const path of [...desk, ...others.filter((page) => !own.includes(page))]) expect((await page.request.get(address() + path)).status(), `${role} ${path}`).toBe(404);
    for (const path of own) {
      const answer = await page.request.get(address() + path);
      expect(answer.status(), `${role} ${path}`).toBe(200);
      expect(await answer.text(), `${role} ${path} names no matter`).not.toContain(title);
    }
  }
});

test("an account is opened with a password shown once, and ended the same day", async ({ someone, browser }) => {
  const page = await someone({ role: "system_admin", county: COUNTY });
  // A name of its own, so that the house may have stood before.
  const name = `shi.yong.${Date.now().toString(36)}`;
  await page.locator("input[name=name]").fill(name);
  await page.locator("input[name=shown_name]").fill("试用");
  await page.locator("main form .btn-first").click();
  const shown = (await page.locator(".ok .code").innerText()).trim();
  expect(shown).toMatch(/^\w{4}(-\w{4}){3}$/);
  await page.goto(`${address()}/admin/accounts`);
  await expect(page.locator("body"), "never again").not.toContainText(shown);
  const line = page.locator("tbody tr", { hasText: name });
  await expect(line).toHaveCount(1);
  // Without a post he comes in and finds nothing.
  const context = await browser.newContext();
  const fresh = await context.newPage();
  await fillSignIn(fresh, { county: COUNTY, name: name, password: shown, role: "" }, shown);
  await expect(fresh).toHaveURL(/\/sign-in\/post/);
  await expectSoundPage(fresh, "sign-in-post");
  expect((await fresh.request.get(`${address()}/desk/day`, { maxRedirects: 0 })).status()).toBe(303);
  await line.locator("form[action$='/disable'] button").click();
  await expect(page.locator("tbody tr.is-ended", { hasText: name })).toHaveCount(1);
  const after = await fresh.request.get(`${address()}/sign-in/post`, { maxRedirects: 0 });
  expect(after.status(), "the session ends with the account").toBe(303);
  expect(after.headers()["location"]).toContain("/sign-in");
  await context.close();
});

test("the security administrator gives no post to himself", async ({ someone }) => {
  const page = await someone({ role: "security_admin", county: COUNTY });
  await page.locator("select[name=account]").selectOption({ label: await page.locator("select[name=account] option", { hasText: "fan.yiran" }).innerText() });
  await page.locator("select[name=role]").selectOption("triage");
  await page.locator("#reason").fill("人手不够");
  await page.locator("main form .btn-first").first().click();
  await expect(page.locator(".refusal").first()).toBeVisible();
  await expect(page.locator("select[name=role]"), "what was chosen stays").toHaveValue("triage");
  await expect(page.locator("#reason")).toHaveValue("人手不够");
});

test("a change of posts waits for another person, who sees who asked, for whom and why", async ({ someone }) => {
  test.setTimeout(150_000);
  const page = await someone({ role: "security_admin", county: COUNTY });
  await page.goto(`${address()}/admin/posts`);
  const clerk = page.locator("tbody tr:not(.is-ended)", { hasText: "接待登记" }).first();
  const person = await clerk.locator("th").innerText();
  await clerk.locator("summary").click();
  await expectGoodPage(page, "posts-ending");
  await clerk.locator("textarea").fill("调到镇里去");
  await clerk.locator("form button").click();
  await expect(page).toHaveURL(/\/admin\/proposals$/);
  const mine = page.locator("section", { hasText: person }).first();
  await expect(mine).toContainText("调到镇里去");
  await expect(mine.locator("form[action$='/confirm']"), "nobody confirms his own").toHaveCount(0);
  await expectGoodPage(page, "proposals-mine");
  const audit = await someone({ role: "audit_admin", county: COUNTY });
  await audit.goto(`${address()}/admin/proposals`);
  const waiting = audit.locator("section", { hasText: person }).first();
  await expect(waiting).toContainText("调到镇里去");
  await expectGoodPage(audit, "proposals");
  await waiting.locator("summary").click();
  await waiting.locator("textarea").fill("还没有人接");
  await waiting.locator("form[action$='/refuse'] button").click();
  await expect(audit.locator("section", { hasText: person })).toHaveCount(0);
  await page.reload();
  await expect(page.locator("tbody tr", { hasText: person }).first()).toContainText("还没有人接");
});

test("who looked at what is found by person and day, without a word of the case", async ({ someone }) => {
  const leader = await someone({ role: "leader", county: COUNTY });
  await leader.goto(`${address()}/desk/cases`);
  const titles = await leader.locator("tbody th a").allInnerTexts();
  expect(titles.length).toBeGreaterThan(0);
  const page = await someone({ role: "audit_admin", county: COUNTY });
  await page.goto(`${address()}/admin/looks`);
  const name = await leader.locator(".me b").innerText();
  await page.locator("select[name=account]").selectOption({ label: name });
  await page.locator("main form .btn-first").click();
  const line = page.locator("tbody tr").first();
  await expect(line.locator("td").last(), "as many cases as the list had").toHaveText(String(titles.length));
  for (const title of titles) await expect(page.locator("main")).not.toContainText(title);
});
