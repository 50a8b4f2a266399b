// 紧急查看 (C-32): one who does not have a matter opens it by its number, only looks, and its head reviews that.
import { expectAccessible, expectFits, expectGoodPage, expectSoundPage, shoot } from "../support/check";
import { address } from "../support/demo";
import { expect, test } from "../support/test";

const WHY = "她刚打来电话说要跳楼，值班的人联系不上。";

test("a number that is not one's own opens for a day, to read, and the head reviews it", async ({ someone }) => {
  test.setTimeout(180_000);
  // The head of one office, and somebody of another who does not see the matter.
  const head = await someone({ name: "cen.yue" });
  await head.goto(`${address()}/desk/cases`);
  const links = await head.locator(".rows .title a, table a[href^='/desk/case/']").evaluateAll((all) => all.map((one) => one.getAttribute("href") ?? ""));
  const other = await someone({ name: "hua.shiqi" });
  let path = "";
  for (const link of links) {
    if ((await other.request.get(address() + link)).status() === 404) { path = link; break; }
  }
  expect(path, "a matter that the other does not see").not.toBe("");
  await head.goto(address() + path);
  const number = (await head.locator(".case-head .bar span").first().innerText()).trim();

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
});
