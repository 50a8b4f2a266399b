// 本人: she says it herself on her phone, reads it over, sends it, and follows it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expectGoodPage } from "../support/check";
import { address } from "../support/demo";
import { expect, test } from "../support/test";

const HERS = "屋后的水沟改了道，一下雨就倒灌到灶间。";
const PHOTO = { name: "水沟.png", mimeType: "image/png", buffer: readFileSync(join(import.meta.dirname, "../../crates/testkit/src/world/paper.png")) };

test("she says it, reads it over, changes it, sends it and follows it", async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto(address());
  await page.locator(".doors a[href='/say']").click();
  await page.locator(".doors a[href='/say/330122']").click();
  await expect(page.locator("#h-data")).toBeVisible();
  await expectGoodPage(page, "say-notice");
  await page.locator("button.btn-first").click();
  // Nothing said yet: refused where her hand was, and her name is still there.
  await page.locator("#name").fill("褚秀珍");
  await page.locator("button.btn-first").click();
  await expect(page.locator(".refusal .code")).toContainText("EMPTY");
  await expect(page.locator(".refusal")).toBeInViewport();
  await expect(page.locator("#name")).toHaveValue("褚秀珍");
  await page.locator("#words").fill(HERS);
  await page.locator("#place_words").fill("瑶琳");
  await page.locator("#places [role=option]").first().click();
  await page.locator("#file").setInputFiles([PHOTO]);
  await expect(page.locator(".handed button[name=drop]")).toHaveCount(1);
  // What was typed outlives a reload.
  await expect(page.locator("[data-saved]")).not.toBeEmpty();
  await page.reload();
  await expect(page.locator("#words")).toHaveValue(HERS);
  await expect(page.locator(".handed button[name=drop]")).toHaveCount(1);
  await expectGoodPage(page, "say-write");
  await page.locator("button.btn-first").click();
  await expect(page.locator(".voice")).toContainText(HERS);
  await expect(page.locator(".note"), "she left neither phone nor address").toBeVisible();
  await page.locator("a.btn[href$='/write']").click();
  await page.locator("#phone").fill("13905710066");
  await page.locator("button.btn-first").click();
  await expect(page.locator("dl")).toContainText("13905710066");
  await expect(page.locator("dl")).toContainText("水沟.png");
  await expectGoodPage(page, "say-check");
  await page.locator("button.btn-first").dblclick();
  await expect(page).toHaveURL(/\/follow\/receipt$/);
  await expect(page.locator(".slip-code")).toHaveText(/^(\w{4} ){3}\w{4}$/);
  await expect(page.locator(".sum")).toContainText("15 天");
  await expectGoodPage(page, "say-receipt");
  await page.emulateMedia({ media: "print" });
  await page.screenshot({ path: join(import.meta.dirname, "../shots/say-receipt-print.png"), fullPage: true });
  await page.emulateMedia({ media: "screen" });
  await page.locator("a.btn-first").click();
  await expect(page.locator(".events .voice")).toContainText(HERS);
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.goto(`${address()}/say/330122`);
  await page.locator("button.btn-first").click();
  await page.screenshot({ path: join(import.meta.dirname, "../shots/say-write-1366.png"), fullPage: true });
});

test.describe("without a script", () => {
  test.use({ javaScriptEnabled: false });
  test("the same form, its photos in one go, and the place chosen from those that are meant", async ({ page }) => {
    await page.goto(`${address()}/say/330122`);
    await page.locator("button.btn-first").click();
    await page.locator("#words").fill(HERS);
    await page.locator("#place_words").fill("镇");
    await page.locator("#file").setInputFiles([PHOTO, { ...PHOTO, name: "灶间.png" }]);
    await page.locator("button.btn-first").click();
    await expect(page.locator(".refusal .code")).toContainText("PLACE_UNCLEAR");
    await expect(page.locator(".handed li")).toHaveCount(2);
    await page.locator(".choice label:has(input[name=place_choice])").first().click();
    await page.locator("button.btn-first").click();
    await expect(page.locator("dl")).toContainText("灶间.png");
    await page.locator("button.btn-first").click();
    await expect(page.locator(".slip-code")).toBeVisible();
  });
});
