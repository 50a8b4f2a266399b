// 接待登记: somebody sits at the window and speaks, and a clerk types. By keyboard alone, in Chinese, interrupted.
import { type Page } from "@playwright/test";
import { register, slip } from "../support/desk";
import { address } from "../support/demo";
import { expect, test } from "../support/test";

const CLERK = { name: "jin.xiaolan" };
const form = (page: Page) => page.locator("form[data-draft=register]");
const numbers = async (page: Page) => {
  await page.goto(`${address()}/desk/cases`);
  return page.locator("tbody tr td:first-child").allInnerTexts();
};

test.describe.configure({ mode: "serial" });

test("a matter is registered by keyboard alone, the place by its initials", async ({ someone }) => {
  const page = await someone(CLERK);
  await page.goto(`${address()}/desk/day`);
  await page.keyboard.press("Tab");
  await expect(page.locator(".skip"), "the first stop leads past the menu").toBeFocused();
  await page.goto(`${address()}/desk/register`);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#who$/);
  await page.keyboard.press("Tab");
  await expect(form(page).locator("[name=channel]").first()).toBeFocused();
  await expect(form(page).locator("[name=channel]:checked"), "no way is chosen for the clerk").toHaveCount(0);
  await page.keyboard.press("ArrowRight");
  await expect(form(page).locator("[name=channel]:checked")).toHaveValue("phone");
  await page.keyboard.press("Tab");
  await page.keyboard.type("柳见山");
  await page.keyboard.press("Enter");
  await expect(form(page).locator("[name=phone]"), "Enter goes to the next field and sends nothing").toBeFocused();
  await page.keyboard.type("139 0571 0002");
  for (let stops = 0; stops < 12 && !(await form(page).locator("[name=place_words]").evaluate((one) => one === document.activeElement)); stops++) await page.keyboard.press("Tab");
  await expect(form(page).locator("[name=place_words]")).toBeFocused();
  await page.keyboard.type("tl", { delay: 20 });
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("dhc", { delay: 20 });
  const place = "东辉村";
  await expect(page.getByRole("option").first()).toContainText(place);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(form(page).locator("[name=place_words]")).toHaveValue(place);
  await expect(form(page).locator("[name=place]")).toHaveValue(/^33\.3301\.330122\./);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(form(page).locator("[name=words]")).toBeFocused();
  await page.keyboard.type("门前的路灯灭了一个月，老人夜里摔过一跤。");
  await page.keyboard.press("Tab");
  await page.keyboard.type("把灯修好");
  await page.keyboard.press("Alt++");
  await page.keyboard.press("Control+Enter");
  await expect(page.locator(".refusal .code")).toContainText("ORAL_RECORD_UNCONFIRMED");
  const readTo = form(page).locator("[name=confirmed]").first();
  for (let stops = 0; stops < 60 && !(await readTo.evaluate((one) => one === document.activeElement)); stops++) await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("Control+Enter");
  await page.waitForURL(/\/receipt(#|$)/);
  const given = await slip(page);
  expect(given.number).toMatch(/^\S话〔2026〕\d{4}$/);
  await page.goto(`${address()}/desk/case/${given.case}`);
  await expect(page.locator(".voice").first()).toContainText("老人夜里摔过一跤");
  await expect(page.locator(".case-head")).toContainText(place);
});

test("Enter while composing Chinese puts a word on the screen and sends nothing", async ({ someone }) => {
  const page = await someone(CLERK);
  await page.goto(`${address()}/desk/register`);
  const name = form(page).locator("[name=name]");
  await name.focus();
  const session = await page.context().newCDPSession(page);
  const posts: string[] = [];
  page.on("request", (request) => { if (request.method() === "POST" && !request.url().endsWith("/draft")) posts.push(request.url()); });
  await session.send("Input.imeSetComposition", { text: "liu", selectionStart: 3, selectionEnd: 3 });
  await page.keyboard.press("Enter");
  await session.send("Input.insertText", { text: "柳" });
  await expect(name).toHaveValue("柳");
  await expect(name, "the field is not left").toBeFocused();
  await page.waitForTimeout(150);
  expect(posts.filter((url) => !url.includes("readback"))).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(form(page).locator("[name=phone]")).toBeFocused();
});

test("an oral record that was not read to her is refused in its place, and all that was typed is still there", async ({ someone }) => {
  const page = await someone(CLERK);
  const before = await numbers(page);
  await page.goto(`${address()}/desk/register`);
  const typed = { name: "乌兰珠", phone: "13905710003", words: "隔壁半夜里装货，车灯照进来。", spot: "菜场后门" };
  await form(page).locator("label:has([name=channel][value=visit])").click();
  for (const [name, value] of Object.entries(typed)) await form(page).locator(`[name=${name}]`).fill(value);
  await form(page).locator("[name=claim]").first().fill("夜里十点后不装货");
  await form(page).locator("label:has([name=large_print])").click();
  await page.locator(".foot-bar .btn-first").click();
  const refusal = page.locator(".refusal");
  await expect(refusal).toHaveCount(1);
  await expect(refusal.locator(".code")).toContainText("ORAL_RECORD_UNCONFIRMED · C-02");
  await expect(refusal).toBeInViewport();
  const group = page.locator("[role=radiogroup]:has([name=confirmed])");
  await expect(group).toHaveAttribute("aria-describedby", "refusal");
  for (const [name, value] of Object.entries(typed)) await expect(form(page).locator(`[name=${name}]`)).toHaveValue(value);
  await expect(form(page).locator("[name=claim]").first()).toHaveValue("夜里十点后不装货");
  await expect(form(page).locator("[name=large_print]")).toBeChecked();
  expect(await numbers(page), "nothing was registered").toEqual(before);
  // A letter was written by herself: nothing has to be read out.
  await page.goto(`${address()}/desk/register`);
  await form(page).locator("label:has([name=channel][value=letter])").click();
  await page.locator(".foot-bar .btn-first").click();
  await page.waitForURL(/\/receipt(#|$)/);
  expect(await numbers(page)).toHaveLength(before.length + 1);
});

test("a half-written record survives a reload and the idle lock", async ({ someone }) => {
  const page = await someone(CLERK);
  await page.clock.install();
  await page.goto(`${address()}/desk/register`);
  await form(page).locator("[name=words]").fill("桥栏杆断了两根，");
  await page.clock.runFor(3_000);
  await expect(page.locator("[data-saved]")).toContainText("已存");
  await page.reload();
  await expect(form(page).locator("[name=words]")).toHaveValue("桥栏杆断了两根，");
  await form(page).locator("[name=words]").press("End");
  await form(page).locator("[name=words]").pressSequentially("孩子天天从上面过。");
  await page.clock.runFor(2_000);
  await expect(page.locator("#echo"), "the read-back has caught up").toContainText("孩子天天从上面过");
  // A quarter of an hour without a key: the page locks itself and takes the words along.
  await page.clock.runFor(16 * 60_000);
  await page.waitForURL("**/lock**");
  await expect(page.locator("body")).not.toContainText("桥栏杆");
  const pages = await page.request.get(`${address()}/desk/cases`, { maxRedirects: 0 });
  expect(pages.status(), "a locked session opens nothing").toBe(303);
  await page.locator("input[name=password]").fill("yi-tiao-gou-wang-dong-2026");
  await page.locator("main button[type=submit]").first().click();
  await page.waitForURL("**/desk/register");
  await expect(form(page).locator("[name=words]")).toHaveValue("桥栏杆断了两根，孩子天天从上面过。");
  await page.locator("button[value=fresh]").click();
  await expect(form(page).locator("[name=words]")).toHaveValue("");
});

test("a form that is sent twice makes one case", async ({ someone }) => {
  const page = await someone(CLERK);
  const before = await numbers(page);
  await page.goto(`${address()}/desk/register`);
  await form(page).locator("label:has([name=channel][value=letter])").click();
  await form(page).locator("[name=words]").fill("信里说：水费多收了三个月。");
  // Without the script's own brake: two requests with the same form, as an impatient hand and a slow line make them.
  const sent = await form(page).evaluate(async (one: HTMLFormElement) => {
    const body = () => new URLSearchParams([...new FormData(one)] as [string, string][]);
    const post = () => fetch(one.action, { method: "POST", body: body() }).then((answer) => answer.url);
    return Promise.all([post(), post()]);
  });
  expect(sent[0]).toContain("/receipt");
  expect(sent[1]).toBe(sent[0]);
  expect(await numbers(page)).toHaveLength(before.length + 1);
  await page.goto(`${address()}/desk/register`);
  await form(page).locator("label:has([name=channel][value=letter])").click();
  await form(page).locator("[name=words]").fill("信里说：电费也多收了。");
  await page.locator(".foot-bar .btn-first").dblclick();
  await page.waitForURL(/\/receipt(#|$)/);
  expect(await numbers(page)).toHaveLength(before.length + 2);
});

test("the receipt goes out as a letter of one page, and the code is shown to who gave it", async ({ someone }) => {
  const page = await someone(CLERK);
  const given = await register(page, { name: "鲍青禾" }, ["量一量夜里多响", "装隔音板"]);
  expect(given.code).toMatch(/^[0-9A-Z]{4}( [0-9A-Z]{4}){3}$/);
  expect(given.fingerprint).toMatch(/^[0-9A-F]{4}( [0-9A-F]{4}){3}$/);
  expect(given.link).toContain(`/c/330122-${given.code.replaceAll(" ", "")}`);
  const letter = page.locator(".letter");
  await expect(letter).toBeHidden();
  await page.emulateMedia({ media: "print" });
  await expect(letter).toBeVisible();
  await expect(page.locator("main .sheet")).toBeHidden();
  await expect(page.locator("header.top")).toBeHidden();
  await expect(letter).toContainText("鲍青禾");
  await expect(letter).toContainText("装隔音板");
  await expect(letter.locator("svg")).toBeVisible();
  const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
  expect(pdf.match(/\/Type\s*\/Page\b/g), "one sheet").toHaveLength(1);
  await page.emulateMedia({ media: "screen" });
  // A colleague who did not hand it out sees the slip without its code.
  const colleague = await someone({ name: "lou.jianqiu" });
  await colleague.goto(`${address()}/desk/case/${given.case}/receipt`);
  await expect(colleague.locator("body")).not.toContainText(given.code);
  await expect(colleague.locator("main")).toContainText(given.number);
});
