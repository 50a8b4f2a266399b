// 老调解员: his phone is let in face to face, and from then on six digits of his own open it; in large letters, and without a script.
import { type BrowserContext, type Page } from "@playwright/test";
import { expectGoodPage, shoot } from "../support/check";
import { accounts, address } from "../support/demo";
import { scan } from "../support/qr";
import { expect, test } from "../support/test";

const COUNTY = "330329";
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: "zh-CN", timezoneId: "Asia/Shanghai" };
const OWN = "739164";

const mediator = (): { name: string } => {
  const found = accounts().find((one) => one.county === COUNTY && one.role === "mediator");
  if (!found) throw new Error("the demonstration has no mediator here");
  return found;
};

/** Asks for the mediator's phone, and shows picture and digits to who stands before the screen. */
async function ask(admin: Page, giver: Page): Promise<{ path: string; digits: string; person: string }> {
  await admin.goto(`${address()}/admin/resets?kind=phone`);
  const option = admin.locator("#account option", { hasText: mediator().name });
  const person = (await option.innerText()).split(" · ")[0]?.trim() ?? "";
  await admin.locator("#account").selectOption(await option.getAttribute("value"));
  await expect(admin.locator("input[name=kind][value=phone]")).toBeChecked();
  await admin.locator("#reason").fill("换了手机，密码也忘了");
  await expectGoodPage(admin, "phone-ask");
  await admin.locator("main .btn-first").click();
  await giver.goto(`${address()}/admin/resets`);
  await giver.locator("section", { hasText: person }).locator("form[action$='/phone'] button").click();
  await expect(giver.locator("h1")).toContainText(person);
  const digits = (await giver.locator(".told-digits").innerText()).replace(/\D/g, "");
  expect(digits).toMatch(/^\d{6}$/);
  return { path: new URL(await scan(giver.locator("svg.qr"))).pathname, digits, person };
}

test("a phone is let in by picture and digits, and opens with its owner's PIN", async ({ someone, browser }) => {
  test.setTimeout(240_000);
  const admin = await someone({ role: "system_admin", county: COUNTY });
  const giver = await someone({ role: "security_admin", county: COUNTY });
  const { path, digits, person } = await ask(admin, giver);

  await test.step("on paper there is the picture and no digit of the six", async () => {
    await expectGoodPage(giver, "phone-show");
    await giver.emulateMedia({ media: "print" });
    await expect(giver.locator("svg.qr")).toBeVisible();
    await expect(giver.locator(".told-digits")).toBeHidden();
    await shoot(giver, "phone-show-paper");
    await giver.emulateMedia({ media: "screen" });
  });

  const context: BrowserContext = await browser.newContext(PHONE);
  const phone = await context.newPage();
  await test.step("the digits that were read out, wrong and right", async () => {
    await phone.goto(address() + path);
    await expect(phone.locator("main")).not.toContainText(person);
    await expectGoodPage(phone, "phone-digits");
    await phone.locator("#digits").fill(digits === "000000" ? "000001" : "000000");
    await phone.locator("main .btn-first").click();
    await expect(phone.locator("#refusal")).toContainText("还可以试 4 次");
    await expectGoodPage(phone, "phone-digits-wrong");
    await phone.locator("#digits").fill(`${digits.slice(0, 3)} ${digits.slice(3)}`);
    await phone.locator("main .btn-first").click();
    await expect(phone.locator("h1")).toContainText(person);
  });
  await test.step("a PIN of his own", async () => {
    await expectGoodPage(phone, "phone-pin");
    await phone.locator("#own_pin").fill("123456");
    await phone.locator("#own_pin_again").fill("123456");
    await phone.locator("main .btn-first").click();
    await expect(phone.locator("#refusal")).toContainText("太好猜");
    await phone.locator("#own_pin").fill(OWN);
    await phone.locator("#own_pin_again").fill(OWN);
    await phone.locator("main .btn-first").click();
    await expect(phone).toHaveURL(/\/desk\/day/);
  });
  await test.step("his phones", async () => {
    await phone.goto(`${address()}/me/phones`);
    await expect(phone.locator("form[action$='/end']")).toHaveCount(1);
    await expectGoodPage(phone, "phone-mine");
    await admin.goto(`${address()}/admin/phones`);
    await expect(admin.locator("main")).toContainText(person);
    await expectGoodPage(admin, "phone-all");
  });
  await test.step("the picture is used up", async () => {
    const other = await (await browser.newContext(PHONE)).newPage();
    expect((await other.goto(address() + path))?.status()).toBe(404);
    await expectGoodPage(other, "phone-no-good");
    await other.context().close();
  });
  await test.step("the lock opens with the PIN", async () => {
    await phone.goto(`${address()}/me/phones`);
    await phone.locator("form[action='/lock'] button").evaluate((button: HTMLButtonElement) => button.click());
    await expect(phone).toHaveURL(/\/lock/);
    await expectGoodPage(phone, "phone-lock");
    await phone.locator("#pin").fill(OWN);
    await phone.locator("main .btn-first").click();
    await expect(phone).toHaveURL(/\/me\/phones/);
  });
  await test.step("the next morning: his name, and one field; without a script", async () => {
    await phone.locator("form[action='/sign-out'] button").evaluate((button: HTMLButtonElement) => button.click());
    await expect(phone.locator("h1")).toContainText(person);
    await expectGoodPage(phone, "phone-door");
    const bare = await browser.newContext({ ...PHONE, javaScriptEnabled: false, storageState: await context.storageState() });
    const page = await bare.newPage();
    await page.goto(`${address()}/sign-in`);
    await page.locator("#pin").fill(OWN);
    await page.locator("main .btn-first").click();
    await expect(page).toHaveURL(/\/desk\/day/);
    // Ended by the administrator: out at once, and the door asks for a password.
    await admin.goto(`${address()}/admin/phones`);
    await admin.locator("section", { hasText: person }).locator("form[action$='/end'] button").click();
    await page.goto(`${address()}/desk/day`);
    await expect(page.locator("input[name=password]")).toHaveCount(1);
    await expect(page.locator("main")).not.toContainText(person);
    await bare.close();
  });
  await context.close();
});
