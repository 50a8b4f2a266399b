// 一次来访, by keys alone: from the day page to the printed slip with at most 60 key actions beside the text, and no mouse.
import { type Page } from "@playwright/test";
import { expectAccessible, expectFits } from "../support/check";
import { address } from "../support/demo";
import { expect, test } from "../support/test";

const CLERK = { name: "jin.xiaolan" };
const MOST = 60;

/** A hand on the keyboard: what it types is text, every other key is counted. */
class Hand {
  keys = 0;
  constructor(private readonly page: Page) {}
  async press(key: string, times = 1): Promise<void> {
    for (let nth = 0; nth < times; nth++) {
      await this.page.keyboard.press(key);
      this.keys++;
    }
  }
  async type(text: string): Promise<void> { await this.page.keyboard.type(text); }
  /** On to the next stop until the field is reached, each stop counted. */
  async tabTo(name: string): Promise<void> {
    const here = () => this.page.evaluate(() => (document.activeElement instanceof HTMLInputElement || document.activeElement instanceof HTMLTextAreaElement ? document.activeElement.name : ""));
    for (let stops = 0; stops < MOST && (await here()) !== name; stops++) await this.press("Tab");
    expect(await here(), `${name} cannot be reached`).toBe(name);
  }
}

/** Counts what a mouse does and what is printed. */
async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = window as unknown as { mouse: number; printed: number };
    seen.mouse = 0;
    seen.printed = 0;
    addEventListener("pointerdown", () => { seen.mouse++; }, true);
    window.print = () => { seen.printed++; };
  });
}
const seen = (page: Page) => page.evaluate(() => { const { mouse, printed } = window as unknown as { mouse: number; printed: number }; return { mouse, printed }; });

test("a full visit takes at most 60 key actions beside the text, and no mouse", async ({ someone }) => {
  const page = await someone(CLERK);
  await watch(page);
  await page.goto(`${address()}/desk/day`);
  const hand = new Hand(page);
  await hand.press("n");
  await page.waitForURL("**/desk/register");
  await hand.press("1");
  const form = page.locator("form[data-draft=register]");
  await expect(form.locator("[name=channel]:checked")).toHaveValue("visit");
  await hand.press("Tab");
  await hand.type("邬阿翠");
  await hand.press("Enter");
  await hand.type("13905710019");
  await hand.press("Enter");
  await hand.type("东辉村三组");
  await hand.press("Enter");
  await hand.type("下午在家，女儿代接");
  await hand.tabTo("read_aloud");
  await hand.press("Space");
  await hand.tabTo("first_time");
  await hand.press("Space");
  await hand.tabTo("place_words");
  await hand.type("dhc");
  await expect(page.getByRole("option").first()).toContainText("东辉村");
  await hand.press("Enter");
  await hand.tabTo("spot");
  await hand.type("桥头往东第二家");
  await hand.tabTo("words");
  await hand.type("门前的桥栏断了两根，小孩从这里上学，去年冬天有人掉下去过。");
  await hand.press("Tab");
  await hand.type("把桥栏修好");
  await hand.press("Alt++");
  await hand.type("修好以前先拦起来");
  // What was written is read to her, and she says that it is right (C-02).
  await hand.press("F4");
  await expect(page.locator("#echo")).toContainText("修好以前先拦起来");
  await hand.tabTo("confirmed");
  await hand.press("Space");
  await hand.press("Control+Enter");
  await page.waitForURL(/\/receipt(#|$)/);
  await expect(page.locator("main .receipt")).toContainText("修好以前先拦起来");
  await hand.press("p");
  expect((await seen(page)).printed, "the slip was printed").toBe(1);
  expect((await seen(page)).mouse, "the mouse was touched").toBe(0);
  expect(hand.keys, "key actions").toBeLessThanOrEqual(MOST);
  console.log(`key actions: ${hand.keys}`);
});

test("an earlier matter shows itself while she is heard, and the repeat is merged without a mouse", async ({ someone }) => {
  const page = await someone(CLERK);
  const tell = async (hand: Hand, words: string) => {
    await page.goto(`${address()}/desk/register`);
    await hand.press("1");
    await hand.tabTo("name");
    await hand.type("谈秋水");
    await hand.tabTo("phone");
    await hand.type("13905710020");
    await hand.tabTo("place_words");
    await hand.type("dhc");
    await expect(page.getByRole("option").first()).toContainText("东辉村");
    await hand.press("Enter");
    await hand.tabTo("words");
    await hand.type(words);
    await hand.press("Tab");
  };
  const first = new Hand(page);
  await tell(first, "村口的井水发黄，烧开了有一层沫。");
  await first.tabTo("confirmed");
  await first.press("Space");
  await first.press("Control+Enter");
  await page.waitForURL(/\/receipt(#|$)/);
  const number = /([^\s]+〔\d{4}〕\d+)/.exec((await page.locator(".letter").textContent()) ?? "")?.[1] ?? "?";
  const hand = new Hand(page);
  await tell(hand, "村口的井水还是黄的，没有人来看。");
  const candidates = page.locator("#candidates");
  await expect(candidates).toContainText(number);
  await expect(candidates).toContainText("井水发黄");
  await expectAccessible(page, "with candidates");
  await hand.tabTo("confirmed");
  await hand.press("Space");
  await hand.tabTo("same");
  await hand.press("ArrowUp");
  await expect(page.locator(`[name=same][value="${number}"]`)).toBeChecked();
  await hand.press("Control+Enter");
  await page.waitForURL(/\/receipt(#|$)/);
  await expect(page.locator("main .receipt")).toContainText(number);
  // Both matters, as they stand now.
  await page.goto(page.url().replace(/\/receipt.*$/, ""));
  await expectAccessible(page, "merged");
  await page.locator("#h-bonds + ul a").click();
  await expect(page.locator(".events")).toContainText("没有人来看");
  await expectAccessible(page, "living");
  await expectFits(page, "living");
});
