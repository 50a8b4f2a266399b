// What the scripts add to pages that work without them. No server: the bundle and its content policy alone.
import { openBare } from "../support/bare_page";
import { expect, test } from "../support/test";

const row = (n: number) => `<tr><td><input type="checkbox" name="case" value="${n}" aria-label="选 ${n}"></td><td class="title"><a href="/case/${n}">第 ${n} 件</a></td></tr>`;
const list = `
  <label>找 <input type="search" id="q" aria-keyshortcuts="/"></label>
  <table class="rows"><tbody><tr class="group"><th colspan="2">今天</th></tr>${row(1)}${row(2)}${row(3)}</tbody></table>
  <p data-when-chosen hidden>已选 <b data-chosen>0</b> 件 <a href="#" data-choose-none>不选了</a></p>
  <section data-help hidden><h2>按键</h2><button data-keys-switch hidden>单字母键</button><button data-help-close>收起</button></section>`;

test("the day list is walked with J, K, X and Enter", async ({ page }) => {
  const sent = await openBare(page, list);
  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: "第 1 件" })).toBeFocused();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: "第 3 件" })).toBeFocused();
  await page.keyboard.press("k");
  await page.keyboard.press("x");
  await expect(page.getByLabel("选 2")).toBeChecked();
  await expect(page.locator("tr.at.on")).toHaveCount(1);
  await expect(page.getByText("已选 1 件")).toBeVisible();
  await page.getByText("不选了").click();
  await expect(page.getByText("不选了")).toBeHidden();
  await page.getByRole("link", { name: "第 2 件" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/case/2");
  expect(sent.map(({ path }) => path)).toEqual(["/case/2"]);
});

test("a letter in a field is a letter; / goes to the search, ? tells the keys, and letters can be switched off", async ({ page }) => {
  await openBare(page, list);
  await page.keyboard.press("/");
  await expect(page.locator("#q")).toBeFocused();
  await page.keyboard.type("jxk?/");
  await expect(page.locator("#q")).toHaveValue("jxk?/");
  await expect(page.locator("tr.at")).toHaveCount(0);
  await page.locator("#q").blur();
  await page.keyboard.press("?");
  await expect(page.getByRole("heading", { name: "按键" })).toBeVisible();
  await page.getByRole("button", { name: "单字母键" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "按键" })).toBeHidden();
  await page.keyboard.press("j");
  await expect(page.locator("tr.at")).toHaveCount(0);
});

test("enter while composing chinese sends nothing, and afterwards does", async ({ page }) => {
  const sent = await openBare(page, `<form method="post" action="/note"><input name="note" aria-label="记一笔"><button>记下</button></form>`);
  const field = page.getByLabel("记一笔");
  await field.focus();
  const session = await page.context().newCDPSession(page);
  await session.send("Input.imeSetComposition", { text: "shui", selectionStart: 4, selectionEnd: 4 });
  await page.keyboard.press("Enter");
  await session.send("Input.insertText", { text: "水" });
  await expect(field).toHaveValue("水");
  await page.waitForTimeout(100);
  expect(sent).toHaveLength(0);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/note");
  expect(sent[0]?.form.get("note")).toBe("水");
});

test("in a form of many fields enter goes on, and ctrl enter sends", async ({ page }) => {
  const sent = await openBare(page, `<form method="post" action="/register" data-enter="next">
    <label>姓名 <input name="name"></label><label>电话 <input type="tel" name="tel"></label><button aria-keyshortcuts="Control+Enter">登记</button></form>`);
  await page.getByLabel("姓名").fill("钱月仙");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("电话")).toBeFocused();
  await page.keyboard.press("Control+Enter");
  await page.waitForURL("**/register");
  expect(sent[0]?.form.get("name")).toBe("钱月仙");
});

const places = [{ value: "330122103201", text: "青柏湾", note: "横村镇 · 青柏湾村" }, { value: "330122103202", text: "青柏湾茶厂", note: "横村镇" }];
const picker = `<form method="post" action="/register">
  <input type="text" name="place_words" aria-label="在哪里" role="combobox" aria-expanded="false" aria-controls="places" data-picker="/desk/places" data-picker-value="place">
  <input type="hidden" name="place" value=""><ul id="places" role="listbox" aria-label="地点" hidden></ul><button>存</button></form>`;

test("a place is picked by its initials, and by going on typing unpicked", async ({ page }) => {
  const sent = await openBare(page, picker, { answers: { "/desk/places": () => ({ json: places }) } });
  const field = page.getByLabel("在哪里");
  await field.pressSequentially("qbw");
  await expect(page.getByRole("option")).toHaveCount(2);
  await expect(field).toHaveAttribute("aria-activedescendant", "places-0");
  expect(sent.at(-1)?.query.get("q")).toBe("qbw");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("option", { selected: true })).toContainText("青柏湾茶厂");
  await page.keyboard.press("Enter");
  await expect(field).toHaveValue("青柏湾茶厂");
  await expect(page.locator("input[name=place]")).toHaveValue("330122103202");
  await field.press("Backspace");
  await expect(page.locator("input[name=place]")).toHaveValue("");
});

test("a fast hand gets the place that it typed, not the one that was listed before", async ({ page }) => {
  const tea = places.slice(1);
  await openBare(page, picker, { answers: { "/desk/places": ({ query }) => (query.get("q") === "q" ? { json: places } : { json: tea, after: 400 }) } });
  const field = page.getByLabel("在哪里");
  await field.pressSequentially("q");
  await expect(page.getByRole("option")).toHaveCount(2);
  await field.pressSequentially("bwcc");
  await page.keyboard.press("Enter");
  await expect(field).toHaveValue("青柏湾茶厂");
  await expect(page.locator("input[name=place]")).toHaveValue("330122103202");
});

test("a place that is not known is said to be kept as written", async ({ page }) => {
  await openBare(page, picker, { answers: { "/desk/places": () => ({ json: [] }) } });
  await page.getByLabel("在哪里").pressSequentially("zzz");
  await expect(page.getByText("没有找到。照您写的也能存").first()).toBeVisible();
});

test("one more claim gets a row, unless an empty one is waiting", async ({ page }) => {
  await openBare(page, `<form method="post" action="/register"><div data-more data-more-max="3" data-more-label="想要怎样，第 {n} 项">
    <input name="claim" aria-label="想要怎样"><button name="act" value="more" data-more-add aria-keyshortcuts="Alt+Plus">再加一项</button></div></form>`);
  const claims = page.locator("input[name=claim]");
  const add = page.getByRole("button", { name: "再加一项" });
  await add.click();
  await expect(claims).toHaveCount(1);
  await claims.first().fill("夜里不开机");
  await add.click();
  await expect(page.getByLabel("想要怎样，第 2 项")).toBeFocused();
  await page.keyboard.type("测一测");
  await page.keyboard.press("Alt++");
  await expect(claims).toHaveCount(3);
  await page.keyboard.type("三");
  await add.click();
  await expect(claims).toHaveCount(3);
});

const draft = `<form method="post" action="/register" data-draft="register"><span data-saved></span>
  <input type="hidden" name="draft_key" value="k1"><input type="hidden" name="form_key" value="f1" data-goes-along>
  <label>经过 <textarea name="story"></textarea></label><label>口令 <input type="password" name="secret"></label>
  <label><input type="radio" name="way" value="visit" checked>走访</label><label><input type="radio" name="way" value="call">电话</label></form>`;

test("half-typed text is kept on the server, and the page says when", async ({ page }) => {
  const sent = await openBare(page, draft, { answers: { "/desk/draft": () => ({ json: { saved_at: "09:31" } }) } });
  await page.getByLabel("口令").fill("nobody-s-business");
  await page.getByLabel("经过").fill("茶厂烘干机");
  await expect(page.getByText("草稿 09:31 已存")).toBeVisible();
  const last = sent.at(-1);
  expect(last?.path).toBe("/desk/draft");
  expect([last?.form.get("draft_key"), last?.form.get("form"), last?.form.get("form_key")]).toEqual(["k1", "register", "f1"]);
  expect(last?.form.get("body")).toBe(new URLSearchParams({ story: "茶厂烘干机", way: "visit" }).toString());
});

test("a draft that was not kept is said to be not kept", async ({ page }) => {
  await openBare(page, draft, { answers: { "/desk/draft": () => ({ status: 422, html: "" }) } });
  await page.getByLabel("经过").fill("茶厂");
  await expect(page.getByText("草稿没存上")).toBeVisible();
});

test("a double click sends once", async ({ page }) => {
  const sent = await openBare(page, `<form method="post" action="/register"><button>登记</button></form>`, {
    answers: { "/register": () => ({ html: "<!doctype html><title>到了</title>到了", after: 500 }) },
  });
  await page.getByRole("button").evaluate((button: HTMLElement) => {
    setTimeout(() => button.click(), 10);
    setTimeout(() => button.click(), 160);
  });
  await page.waitForURL("**/register");
  expect(sent).toHaveLength(1);
});

test("the idle lock saves what was typed, then locks", async ({ page }) => {
  const sent = await openBare(page, `${draft}<form method="post" action="/lock" data-lock><input type="hidden" name="form_key" value="f2"></form>`, {
    attributes: `data-idle-seconds="1"`,
    answers: { "/desk/draft": () => ({ json: { saved_at: "09:31" } }) },
  });
  await page.getByLabel("经过").fill("写到一半");
  await expect(page.getByText("按任意键接着写")).toBeVisible();
  await page.waitForURL("**/lock");
  expect(sent.map(({ path }) => path)).toEqual(["/desk/draft", "/lock"]);
  expect(sent[1]?.form.get("form_key")).toBe("f2");
});

test("what is folded is open on paper, and folded again after", async ({ page }) => {
  await openBare(page, `<button data-print hidden>打印</button><details id="sum"><summary>办结</summary><p>届满 11月16日</p></details>
    <ul class="acts"><li><details id="act"><summary>延期</summary></details></li></ul>`);
  await expect(page.getByRole("button", { name: "打印" })).toBeVisible();
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await expect(page.locator("#sum")).toHaveAttribute("open", "");
  await expect(page.locator("#act")).not.toHaveAttribute("open", "");
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  await expect(page.locator("#sum")).not.toHaveAttribute("open", "");
});

test("a link to a folded form unfolds it", async ({ page }) => {
  await openBare(page, `<a href="#days">改成 30 日</a><details><summary>申请延期</summary><input id="days" aria-label="延长几日"></details>`);
  await page.getByText("改成 30 日").click();
  await expect(page.getByLabel("延长几日")).toBeVisible();
});

test("a part of a page is fetched again under the content policy, a refusal too", async ({ page }) => {
  await openBare(page, `<label>经过 <input name="story" hx-get="/desk/similar" hx-trigger="input delay:50ms" hx-target="#said" hx-swap="innerHTML"></label>
    <section id="said" aria-label="以前说过吗"></section>
    <form hx-post="/note" hx-target="#told"><button>记下</button></form><p id="told"></p>`, {
    htmx: true,
    answers: {
      "/desk/similar": (sent) => ({ html: `<p>像“${sent.query.get("story")}”的有 1 件</p>` }),
      "/note": () => ({ status: 422, html: "<span class=\"refusal\">没有记下：先写一句</span>" }),
    },
  });
  await page.getByLabel("经过").fill("烘干机");
  await expect(page.getByText("像“烘干机”的有 1 件")).toBeVisible();
  await page.getByRole("button", { name: "记下" }).click();
  await expect(page.getByText("没有记下：先写一句")).toBeVisible();
});
