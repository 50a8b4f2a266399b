// 领导: sees the cases of the area, every number with its list behind it, and changes nothing.
import { type Page } from "@playwright/test";
import { register, verbs } from "../support/desk";
import { address, TODAY } from "../support/demo";
import { expect, test } from "../support/test";

const LEADER = { role: "leader" };

/** How many cases a list has, over all its pages. */
async function length(page: Page): Promise<number> {
  let rows = 0;
  for (let pages = 0; pages < 20; pages++) {
    rows += await page.locator("table.table tbody tr").count();
    const older = page.locator(".pager a", { hasText: /更早|older/i });
    if ((await older.count()) === 0) return rows;
    await older.click();
  }
  return rows;
}

test("every number opens to as many cases as it says, save those that are only counted", async ({ someone }) => {
  const page = await someone(LEADER);
  for (const start of ["/desk/figures", "/desk/figures/replies", "/desk/figures/replies?from=2026-10-01&to=2026-11-23"]) {
    await page.goto(address() + start);
    const links = await page.locator("a[href*='/replies/cases']").evaluateAll((all) => all.map((one) => ({ href: one.getAttribute("href") ?? "", said: (one.querySelector("b") ?? one).firstChild?.textContent?.trim() ?? "", isDays: /天|day/.test(one.textContent ?? "") })));
    expect(links.length).toBeGreaterThan(2);
    // Accusations are counted and not listed: as many in what was asked as in what was not answered.
    const held = new Set<number>();
    for (const { href, said, isDays } of links) {
      await page.goto(address() + href);
      const listed = await length(page);
      // A share or a median says something else than how many; its list is still there.
      if (isDays || !/^\d+$/.test(said)) continue;
      const number = Number(said);
      if (/within=(asked|unanswered)/.test(href)) held.add(number - listed);
      else expect(listed, `${said} at ${href}`).toBe(number);
    }
    expect([...held].every((some) => some >= 0 && some < 5), `counted and not listed: ${[...held].join(", ")}`).toBe(true);
    expect(held.size, "the same number everywhere").toBe(1);
  }
  await page.goto(`${address()}/desk/figures/replies`);
  await expect(page.locator(".definition"), "and the page says so").toContainText("检举控告");
});

test("the whole county's cases are seen, and no button acts on any of them", async ({ someone }) => {
  const clerk = await someone({ name: "lian.su" });
  const slip = await register(clerk, { name: "费如松", phone: "13905710077" }, ["把路补好"]);
  const page = await someone(LEADER);
  await page.goto(`${address()}/desk/cases`);
  const organs = new Set(await page.locator("tbody td:last-child").allInnerTexts());
  expect(organs.size, "cases of many offices").toBeGreaterThan(5);
  await expect(page.locator(`a[href='/desk/case/${slip.case}']`)).toHaveCount(1);
  await page.goto(`${address()}/desk/case/${slip.case}`);
  const seen = await verbs(page);
  expect([seen.first, seen.main, seen.beside]).toEqual(["", [], []]);
  await expect(page.locator("main form")).toHaveCount(0);
  await expect(page.locator("main .btn-first")).toHaveCount(0);
  expect(await page.locator("nav[aria-label] a[href='/desk/register']").count(), "registering is not a leader's").toBe(0);
  expect((await page.request.get(`${address()}/desk/register`)).status()).toBe(404);
  const key = await page.locator("input[name=form_key]").first().inputValue();
  const forged = await page.request.post(`${address()}/desk/case/${slip.case}/note`, {
    headers: { Origin: address() },
    multipart: { form_key: key, kind: "talk", words: "请从快办理", acted_on: TODAY },
  });
  expect(forged.status()).toBe(422);
  expect(await forged.text()).toContain("NOT_YOURS");
  await page.reload();
  await expect(page.locator(".events")).not.toContainText("请从快办理");
});

test("what is held back from those who only look is not in the leader's lists", async ({ someone }) => {
  const clerk = await someone({ name: "lian.su" });
  const word = "举报食堂采购吃回扣一事";
  const slip = await register(clerk, { name: "", phone: "", words: `${word}，请查。`, is_accusation: "on" }, []);
  const page = await someone(LEADER);
  expect((await page.request.get(`${address()}/desk/case/${slip.case}`)).status()).toBe(404);
  for (const path of ["/desk/cases", "/desk/cases?stage=registered", `/desk/find?q=${encodeURIComponent(slip.number)}`, "/desk/day", "/desk/figures/replies/cases?within=asked"]) {
    const text = await (await page.request.get(address() + path)).text();
    expect(text, path).not.toContain(slip.case);
    expect(text, path).not.toContain("食堂采购");
  }
  // The clerk who wrote it down holds the slip today, and no more than that.
  expect((await clerk.request.get(`${address()}/desk/case/${slip.case}`)).status()).toBe(404);
  const triage = await someone({ role: "triage" });
  expect([200, 404]).toContain((await triage.request.get(`${address()}/desk/case/${slip.case}`)).status());
});
