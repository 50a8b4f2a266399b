// 本人, on a bad line: her video goes up while she writes, is cut, goes on by itself, and after the page was loaded anew.
import { expectGoodPage } from "../support/check";
import { address } from "../support/demo";
import { expect, test } from "../support/test";

/** Three megabytes that are a PDF, and do not repeat. */
function paper(): Buffer {
  const body = Buffer.alloc(3 * 1024 * 1024);
  for (let at = 0; at < body.length; at += 4) body.writeUInt32LE(Math.imul(at, 2_654_435_761) >>> 0, at);
  return Buffer.concat([Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n"), body, Buffer.from("\n%%EOF\n")]);
}

test("a file that is cut goes on by itself, after a reload too, and is sent once", async ({ page, heard }) => {
  test.setTimeout(180_000);
  const buffer = paper();
  let [pieces, isCut] = [0, false];
  await page.route("**/say/330122/uploads/*", async (route) => {
    if (route.request().method() === "PATCH" && ++pieces > 3 && !isCut) isCut = true;
    if (isCut) return route.abort("connectionreset");
    return route.continue();
  });
  await page.goto(`${address()}/say/330122`);
  await page.locator("button.btn-first").click();
  await page.locator("#file").setInputFiles([{ name: "河道.pdf", mimeType: "application/pdf", buffer }]);
  await expect(page.locator(".handed progress")).toBeVisible();
  await expect.poll(() => isCut, { timeout: 30_000 }).toBe(true);
  // She writes on meanwhile.
  await page.locator("#words").fill("河道里倒了渣土，水从后门进来。");
  await expect(page.locator("[data-saved]")).not.toBeEmpty();
  await expectGoodPage(page, "say-coming-cut");

  await test.step("the line comes back", async () => {
    isCut = false;
    pieces = -4;
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await expect.poll(() => isCut, { timeout: 30_000 }).toBe(true);
  });
  await test.step("the page is loaded anew while the line is cut, and goes on by itself", async () => {
    await page.reload();
    await expect(page.locator("#words")).toHaveValue("河道里倒了渣土，水从后门进来。");
    await expect(page.locator(".handed")).toContainText("河道.pdf");
    isCut = false;
    pieces = -1_000;
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await expect(page.locator(".handed button[name=drop]")).toHaveCount(1, { timeout: 60_000 });
    await expect(page.locator(".handed")).toContainText("PDF");
    await expect(page.locator(".handed progress")).toHaveCount(0);
  });
  await test.step("it is sent once, whole", async () => {
    await page.locator("button.btn-first").click();
    await expect(page.locator("dl")).toContainText("河道.pdf");
    await page.locator("button.btn-first").click();
    await expect(page).toHaveURL(/\/follow\/receipt$/);
    await page.goto(`${address()}/follow/case`);
    const links = page.locator("a[href^='/follow/file/']");
    await expect(links).toHaveCount(1);
    const got = await page.request.get(address() + ((await links.first().getAttribute("href")) ?? ""));
    expect((await got.body()).equals(buffer)).toBe(true);
  });
  // What was cut on purpose the browser complains of.
  heard.splice(0, heard.length, ...heard.filter((line) => !/ERR_CONNECTION_RESET|net::ERR/.test(line)));
});

test("a file whose browser kept nothing is chosen again and goes on; one on its way is told of before sending", async ({ page, heard }) => {
  const buffer = paper();
  let [pieces, isCut] = [0, false];
  await page.route("**/say/330122/uploads/*", async (route) => {
    if (route.request().method() === "PATCH" && ++pieces > 5) isCut = true;
    return isCut ? route.abort("connectionreset") : route.continue();
  });
  await page.goto(`${address()}/say/330122`);
  await page.locator("button.btn-first").click();
  await page.locator("#words").fill("路灯坏了。");
  await page.locator("#file").setInputFiles([{ name: "路灯.pdf", mimeType: "application/pdf", buffer }]);
  await expect.poll(() => isCut, { timeout: 30_000 }).toBe(true);
  await page.evaluate(() => new Promise((done) => { indexedDB.deleteDatabase("linju-unsent").onsuccess = done; }));
  await page.locator("button.btn-first").click();
  await expect(page.locator("[data-held]"), "the first press is answered").toContainText("路灯.pdf");
  await page.waitForTimeout(800);
  await page.locator("button.btn-first").click();
  await expect(page).toHaveURL(/\/check(#|$)/);
  await expect(page.locator(".note.is-late")).toContainText("路灯.pdf");
  await expectGoodPage(page, "say-check-half");
  await page.locator("a.btn[href$='/write']").click();
  await expect(page.locator(".handed")).toContainText("41%");
  await expectGoodPage(page, "say-coming-half");
  isCut = false;
  pieces = -1_000;
  await page.locator("#file").setInputFiles([{ name: "路灯.pdf", mimeType: "application/pdf", buffer }]);
  await expect(page.locator(".handed progress")).toHaveCount(0, { timeout: 60_000 });
  await expect(page.locator(".handed li")).toHaveCount(1);
  await expect(page.locator(".handed")).toContainText("PDF");
  heard.splice(0, heard.length, ...heard.filter((line) => !/ERR_CONNECTION_RESET|net::ERR/.test(line)));
});

/** Forty papers of some kilobytes, each its own. */
const forty = (): { name: string; mimeType: string; buffer: Buffer }[] =>
  Array.from({ length: 40 }, (_, nth) => ({ name: `证据${nth + 1}.pdf`, mimeType: "application/pdf", buffer: Buffer.from(`%PDF-1.4\n% ${nth}\n${"水".repeat(4_000 + nth)}\n%%EOF\n`) }));

test("forty files at once, and the button pressed before any is whole: none is lost", async ({ page }) => {
  test.setTimeout(180_000);
  await page.goto(`${address()}/say/330122`);
  await page.locator("button.btn-first").click();
  await page.locator("#words").fill("桥面裂了，材料一共四十份。");
  await page.locator("#file").setInputFiles(forty());
  await page.locator("button.btn-first").click();
  await expect(page.locator("[data-held]")).toContainText("证据40.pdf");
  // It goes on by itself when the last one is whole.
  await expect(page).toHaveURL(/\/check(#|$)/, { timeout: 120_000 });
  for (const { name } of forty()) await expect(page.locator("dl")).toContainText(name);
  await expect(page.locator(".note.is-late")).toHaveCount(0);
  await page.locator("button.btn-first").click();
  await expect(page).toHaveURL(/\/follow\/receipt$/);
  await expect(page.locator("main")).toContainText("40 份");
});

test("cut while files are in line, and pressed twice: each one that is not whole is told by its name", async ({ page, heard }) => {
  let [begun, most] = [0, 3];
  await page.route("**/say/330122/uploads", (route) => (++begun > most ? route.abort("connectionreset") : route.continue()));
  await page.route("**/say/330122/uploads/*", (route) => route.abort("connectionreset"));
  await page.goto(`${address()}/say/330122`);
  await page.locator("button.btn-first").click();
  await page.locator("#words").fill("水管爆了。");
  await page.locator("#file").setInputFiles(forty());
  await expect.poll(() => begun).toBeGreaterThan(most);
  await page.locator("button.btn-first").click();
  await expect(page.locator("[data-held]")).toContainText("证据40.pdf");
  await expectGoodPage(page, "say-held");
  await page.locator("button.btn-first").click();
  await expect(page).toHaveURL(/\/check(#|$)/);
  for (const { name } of forty()) await expect(page.locator(".note.is-late")).toContainText(name);
  // Those with a place go on when the line is back; the others are chosen again.
  most = 1_000;
  await page.unroute("**/say/330122/uploads/*");
  await page.locator("a.btn[href$='/write']").click();
  await expect(page.locator(".handed button[name=drop]")).toHaveCount(3, { timeout: 30_000 });
  await expect(page.locator(".handed progress")).toHaveCount(0);
  heard.splice(0, heard.length, ...heard.filter((line) => !/ERR_CONNECTION_RESET|net::ERR/.test(line)));
});
