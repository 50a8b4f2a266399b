// Every page of the desk, looked at in light, dark and large letters, at three widths: axe finds nothing, nothing
// scrolls sideways, no browser complains. Pictures for human eyes are left in e2e/shots.
import { expectGoodPage } from "../support/check";
import { address } from "../support/demo";
import { expect, test } from "../support/test";

/** Who looks at what; {case} is the first case of his day. */
const TOUR: { who: { name?: string; role?: string }; pages: Record<string, string> }[] = [
  { who: { name: "ying.zhixia" }, pages: { day: "/desk/day", case: "{case}", opinion: "{mine}/opinion", readers: "{case}/readers", precedents: "/desk/precedents" } },
  { who: { name: "lang.wenqian" }, pages: { register: "/desk/register", find: "/desk/find?q=%E8%BF%91%E6%B1%9F%E7%A4%BE%E5%8C%BA", "find-none": "/desk/find?q=%E6%B2%A1%E6%9C%89", receipt: "{case}/receipt" } },
  { who: { role: "leader" }, pages: { cases: "/desk/cases", "cases-empty": "/desk/cases?stage=voided", figures: "/desk/figures", replies: "/desk/figures/replies", "replies-cases": "/desk/figures/replies/cases?within=asked" } },
  { who: { name: "qiu.lixin" }, pages: { "cases-ticked": "/desk/cases?tick=all", handover: "/desk/handover", away: "/desk/away", unowned: "/desk/unowned", approval: "/desk/approval" } },
  { who: { role: "system_admin" }, pages: { accounts: "/admin/accounts", password: "/me/password", device: "/me/code" } },
  { who: { role: "security_admin" }, pages: { posts: "/admin/posts", proposals: "/admin/proposals" } },
  { who: { role: "audit_admin" }, pages: { looks: "/admin/looks", record: "/admin/record" } },
];

for (const { who, pages } of TOUR) {
  test(`the pages of ${who.name ?? who.role}: ${Object.keys(pages).join(", ")}`, async ({ someone }) => {
    test.setTimeout(120_000);
    const page = await someone(who);
    await page.goto(`${address()}/home`);
    const link = page.locator(".rows .title a").first();
    const first = (await link.count()) > 0 ? await link.getAttribute("href") : "";
    const draft = page.locator(".rows a", { hasText: "起草答复意见" }).last();
    const mine = (await draft.count()) > 0 ? ((await draft.getAttribute("href")) ?? "").split("#")[0] : first;
    for (const [name, path] of Object.entries(pages)) {
      await test.step(name, async () => {
        const answer = await page.goto(address() + path.replace("{case}", first ?? "").replace("{mine}", mine ?? ""));
        expect(answer?.status(), path).toBe(200);
        // A word without its text in the catalogue stands on the page as its key.
        const keys = (await page.locator("body").innerText()).match(/\b[a-z]+(-[a-z]+)+\b/g) ?? [];
        expect(keys.filter((key) => !/^[a-z]+-[a-z]+-\d|^linju/.test(key)), "words without a text").toEqual([]);
        await expectGoodPage(page, name);
      });
    }
  });
}

test("the pages for everybody: doors, sign-in, and what is not there", async ({ page }) => {
  test.setTimeout(90_000);
  for (const [name, path] of Object.entries({ doors: "/", code: "/follow", seals: "/seals", "sign-in": "/sign-in" })) {
    await page.goto(address() + path);
    await expectGoodPage(page, name);
  }
});

test.describe("what is not there", () => {
  test.use({ missing: /nowhere/ });
  test("says so, with the number of the operation and a way on", async ({ page }) => {
    const answer = await page.goto(`${address()}/nowhere`);
    expect(answer?.status()).toBe(404);
    await expect(page.locator("main a").first()).toBeVisible();
    await expect(page.locator(".operation")).toContainText(/操作编号 [0-9A-Z]{8}/);
    await expectGoodPage(page, "not-there");
  });
});

test("English is whole: no page keeps a Chinese word of ours", async ({ someone }) => {
  const page = await someone({ name: "kuang.ping" });
  await page.locator("details.menu summary").click();
  await page.locator("button[name=language][value=en]").click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  for (const path of ["/desk/day", "/desk/cases", "/desk/figures", "/desk/figures/replies", "/desk/find", "/desk/precedents", "/me/password"]) {
    await page.goto(address() + path);
    const left = await page.locator("header nav, h1, h2, thead, label, main button, .hint").evaluateAll((all) => all.filter((one) => one.getAttribute("lang") !== "zh-CN").map((one) => one.textContent?.trim() ?? "").filter((text) => /\p{Script=Han}/u.test(text)));
    expect(left, path).toEqual([]);
  }
  await page.goto(`${address()}/desk/day`);
  await page.locator("details.menu summary").click();
  await page.locator("button[name=language][value=zh-CN]").click();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
});
