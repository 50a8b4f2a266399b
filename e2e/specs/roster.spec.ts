// The roster: its pages as the head and a mediator see them, and the open page that the poster on the door leads to.
import { expectGoodPage } from "../support/check";
import { address } from "../support/demo";
import { expect, test } from "../support/test";

test("the head's pages: week, mediators, a card, committee, squads", async ({ someone }) => {
  test.setTimeout(180_000);
  const page = await someone({ name: "qiu.lixin" });
  await page.goto(`${address()}/desk/roster`);
  await expect(page.locator("main h1")).toContainText("值班表");
  await expect(page.locator("ol.week > li")).toHaveCount(7);
  await expectGoodPage(page, "roster");
  await page.goto(`${address()}/desk/mediators`);
  await expectGoodPage(page, "mediators");
  await page.locator("tbody a", { hasText: "柏松年" }).click();
  await expect(page.locator("main")).toContainText("金牌调解员");
  await expectGoodPage(page, "mediator");
  await page.goto(`${address()}/desk/squads`);
  await expectGoodPage(page, "squads");
  await page.goto(`${address()}/desk/committee`);
  await expectGoodPage(page, "committee");
});

test("from a studio's week to its open page and the sheet for its door", async ({ someone }) => {
  const page = await someone({ name: "bo.songnian" });
  await page.goto(`${address()}/desk/roster`);
  await expect(page.locator("ol.week")).toContainText("柏松年");
  await page.getByRole("link", { name: "公开页" }).click();
  await expect(page.locator("main h1")).toContainText("宝大叔");
  await expect(page.locator("main")).toContainText("人民调解不收任何费用");
  await expectGoodPage(page, "studio");
  await page.getByRole("link", { name: "门口张贴" }).click();
  await expect(page.locator("svg.qr")).toBeVisible();
  await expectGoodPage(page, "studio-poster");
});
