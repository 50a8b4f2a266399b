// 本人: how she reaches them, on a phone; what she may ask beside following.
import { expectGoodPage } from "../support/check";
import { address } from "../support/demo";
import { expect, test } from "../support/test";

test("how the county is reached stands on one page, and on a poster", async ({ page }) => {
  await page.goto(`${address()}/channels`);
  await expect(page.locator("h1")).toBeVisible();
  await expect(page.locator(".terms dd").first()).toContainText("15");
  await expectGoodPage(page, "channels");
  await page.locator("a.btn[href$='/poster']").first().click();
  await expect(page.locator("svg.qr")).toBeVisible();
  await expectGoodPage(page, "poster");
});
