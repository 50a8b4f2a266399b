// 紧急查看 (C-32): one who does not have a matter opens it by its number, only looks, and its head reviews that.
import { expectAccessible, expectFits, expectGoodPage, expectSoundPage, shoot } from "../support/check";
import { openCase, register } from "../support/desk";
import { address } from "../support/demo";
import { expect, test } from "../support/test";

const WHY = "她刚打来电话说要跳楼，值班的人联系不上。";

test("a number that is not one's own opens for a day, to read, and the head reviews it", async ({ someone, browser }) => {
  test.setTimeout(180_000);
  const clerk = await someone({ name: "lou.jianqiu" });
  const slip = await register(clerk, { name: "褚秀珍", phone: "13905710066", words: "再不给个说法，我就不活了。" });
  await openCase(clerk, slip);
  const path = new URL(clerk.url()).pathname;
  const number = slip.number;
  const head = await someone({ name: "sang.weimin" });
  const other = await someone({ name: "hua.shiqi" });
  expect((await other.request.get(address() + path)).status(), "not his to see").toBe(404);

  await other.goto(`${address()}/desk/find?q=${encodeURIComponent(number)}`);
  await other.locator("a[href^='/desk/emergency']").click();
  await expect(other.locator("#number")).toHaveValue(number);
  await expectGoodPage(other, "emergency");
  await other.locator("input[name=reason]").first().check();
  await other.locator("#words").fill(WHY);
  await other.locator("#number").fill("横访〔2026〕9999");
  await other.locator("main form button[type=submit]").click();
  await expect(other.locator("#refusal")).toContainText("没有能这样打开的件");
  await expect(other.locator("#words"), "what was typed stays").toHaveValue(WHY);
  await expectSoundPage(other, "emergency-refused");
  await other.locator("#number").fill(number);
  await other.locator("main form button[type=submit]").click();
  await expect(other).toHaveURL(new RegExp(`${path}$`));
  await expect(other.locator("#until")).toContainText("紧急查看，到");
  await expect(other.locator("main form")).toHaveCount(0);
  await expectFits(other);
  await expectAccessible(other);
  await shoot(other, "emergency-case-1366");
  await other.setViewportSize({ width: 390, height: 844 });
  await expectFits(other);
  await shoot(other, "emergency-case-390");

  await head.goto(`${address()}${path}?do=review_emergency#act`);
  await expect(head.locator("form[action$='/review_emergency']")).toBeVisible();
  await expectAccessible(head);
  await shoot(head, "emergency-review-1366");
  await head.locator("form[action$='/review_emergency'] input[name=justified][value=no]").check();
  await head.locator("form[action$='/review_emergency'] textarea").fill("值班电话一直有人接。");
  await head.locator("form[action$='/review_emergency'] button[type=submit]").click();
  await expect(head.locator(".events")).toContainText("复核紧急查看");
  expect((await other.request.get(address() + path)).status(), "it ended").toBe(404);

  // She reads all of that on her phone, but for what the officer wrote of it.
  const hers = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  const page = await hers.newPage();
  await page.goto(address() + new URL(slip.link).pathname);
  const told = page.locator("section[aria-label='有人在紧急情况下看过这件事']");
  await expect(told).toContainText("桐庐县交通运输局");
  await expect(told).toContainText("不该看，当时就关上了");
  await expect(page.locator("body")).not.toContainText(WHY);
  await expectFits(page);
  await expectAccessible(page);
  await shoot(page, "emergency-hers-390");
  await hers.close();
});
