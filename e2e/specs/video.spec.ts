// Mediation by video (C-40, C-43, C-48): three real browsers over a real coturn on this machine. What each received is read from its
// own connections, which the page knows nothing of.
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { expectSoundPage } from "../support/check";
import { address } from "../support/demo";
import { account, signIn } from "../support/sign_in";
import { expect, test } from "../support/test";

const TALK = 10_000;
/** A camera and a microphone that are not there, allowed without a question; loopback counts as a network, since there is no other. */
const ARGUMENTS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
  "--allow-loopback-in-peer-connection", "--autoplay-policy=no-user-gesture-required",
];

interface Seen { frames: number; remote: string[]; local: string[]; open: number; signals: string }

/** Keeps every connection that the page makes where the test finds it, and what its socket heard; the page's own code is as it is. */
async function watch(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const kept: RTCPeerConnection[] = [];
    const heard: string[] = [];
    Object.assign(window, { kept, heard });
    const Bare = window.RTCPeerConnection;
    window.RTCPeerConnection = new Proxy(Bare, { construct: (target, args) => { const made = new target(...(args as [])); kept.push(made); return made; } });
    const Socket = window.WebSocket;
    window.WebSocket = new Proxy(Socket, {
      construct: (target, args) => {
        const made = new target(...(args as [string]));
        made.addEventListener("message", (event) => heard.push(String(event.data)));
        return made;
      },
    });
  });
}

async function seen(page: Page): Promise<Seen> {
  return page.evaluate(async () => {
    const { kept, heard } = window as unknown as { kept: RTCPeerConnection[]; heard: string[] };
    const told = { frames: 0, remote: [] as string[], local: [] as string[], open: 0, signals: heard.join("\n") };
    for (const pc of kept.filter((one) => one.connectionState !== "closed")) {
      told.open++;
      for (const report of (await pc.getStats()).values()) {
        if (report.type === "inbound-rtp" && report.kind === "video") told.frames += report.framesDecoded ?? 0;
        if (report.type === "remote-candidate") told.remote.push(report.candidateType);
        if (report.type === "local-candidate") told.local.push(report.candidateType);
      }
    }
    return told;
  });
}

/** The fewest frames that any of the present connections decoded. */
async function fewest(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const { kept } = window as unknown as { kept: RTCPeerConnection[] };
    const counts: number[] = [];
    for (const pc of kept.filter((one) => one.connectionState !== "closed")) {
      const reports = [...(await pc.getStats()).values()].filter((one) => one.type === "inbound-rtp" && one.kind === "video");
      counts.push(reports.reduce((sum: number, one) => sum + (one.framesDecoded ?? 0), 0));
    }
    return Math.min(...counts);
  });
}

/** Draws a name and sends it. */
async function draw(page: Page): Promise<void> {
  const pad = page.locator("[data-pad]");
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  if (!box) throw new Error("no place to sign");
  await page.mouse.move(box.x + 40, box.y + 60);
  await page.mouse.down();
  for (const [dx, dy] of [[80, 30], [120, 100], [160, 40], [200, 110]] as const) await page.mouse.move(box.x + dx, box.y + dy, { steps: 4 });
  await page.mouse.up();
  await page.getByRole("button", { name: "我签字" }).click();
}

const people = (page: Page, seat: number) => page.locator(`#people li[data-seat="${seat}"]`);
const tiles = (page: Page) => page.locator(".tile:not(.is-me) .tile-name");

test("a mediator and two sides talk, apart and together, and all sign", async ({ heard }) => {
  test.skip(!process.env["LINJU_E2E_RELAY"], "coturn is not installed: tools/setup.sh test gets it");
  test.setTimeout(420_000);
  const browsers: Browser[] = [];
  const start = async (viewport: { width: number; height: number }): Promise<[BrowserContext, Page]> => {
    const browser = await chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: ARGUMENTS });
    browsers.push(browser);
    const context = await browser.newContext({ viewport, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
    await watch(context);
    const page = await context.newPage();
    page.on("pageerror", (problem) => heard.push(`error: ${problem.message}`));
    return [context, page];
  };
  try {
    const [, desk] = await start({ width: 1366, height: 768 });
    const [first, one] = await start({ width: 390, height: 844 });
    const [, two] = await start({ width: 390, height: 844 });

    // The room is opened; each side gets a link.
    await signIn(desk, account({ role: "mediator" }));
    await desk.goto(`${address()}/desk/video`);
    await expectSoundPage(desk, "video-list");
    await desk.getByRole("button", { name: "开视频室" }).click();
    const links = await desk.locator("input[readonly]").evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value));
    expect(links).toHaveLength(2);
    await expectSoundPage(desk, "video-tickets");
    await desk.getByRole("link", { name: "进视频室" }).click();

    // They wait, agree, and are let in after the mediator saw who they are.
    for (const [page, link] of [[one, links[0]], [two, links[1]]] as const) {
      await page.goto(link ?? "");
      expect(page.url(), "the ticket left the address bar").not.toContain("/t/");
      await expect(page.getByRole("heading", { name: "在等候室" })).toBeVisible();
      await page.getByRole("button", { name: "同意视频" }).click();
      await expect(page.locator("#consent")).toContainText("✓ 同意视频");
    }
    await expectSoundPage(one, "video-wait");
    await expect(desk.locator("#people")).toContainText("还没有人进来");
    await expect(desk.getByRole("button", { name: "开始谈" })).toHaveCount(0);
    await people(desk, 1).getByRole("button", { name: "请进来" }).click();
    await expect(desk.locator("#refused")).toContainText("还没核对身份");
    for (const [seat, page] of [[1, one], [2, two]] as const) {
      await people(desk, seat).getByRole("checkbox").check();
      await people(desk, seat).getByRole("button", { name: "请进来" }).click();
      await expect(people(desk, seat)).toContainText("已进来");
      await expect(page.locator("#where")).toContainText("等调解员开始");
    }
    expect((await seen(one)).open, "nothing is connected before it begins").toBe(0);

    // The talk: within ten seconds every side has seen every other, through the relay alone.
    await desk.getByRole("button", { name: "开始谈" }).click();
    for (const page of [desk, one, two]) await expect(tiles(page)).toHaveCount(2, { timeout: 15_000 });
    for (const page of [desk, one, two]) {
      await expect.poll(() => fewest(page), { timeout: TALK, message: "frames of each" }).toBeGreaterThan(0);
      const told = await seen(page);
      expect(told.open).toBe(2);
      expect(told.frames).toBeGreaterThan(0);
      expect(told.remote.length).toBeGreaterThan(0);
      expect(new Set(told.remote), "what it learnt of the others").toEqual(new Set(["relay"]));
      expect(new Set(told.local), "what it offered").toEqual(new Set(["relay"]));
      expect(told.signals).toContain(" typ relay raddr 0.0.0.0 rport 0");
      expect(told.signals).not.toMatch(/ typ (host|srflx|prflx) |\.local |raddr (?!0\.0\.0\.0)/);
    }
    await expectSoundPage(desk, "video-desk");
    await expectSoundPage(one, "video-room");

    // Apart: the third neither sees nor hears, and the two go on.
    await desk.locator("#apart-1").check();
    await desk.getByRole("button", { name: "私下谈", exact: true }).click();
    await expect(one.locator("#where")).toContainText("私下谈话");
    await expect(tiles(two)).toHaveCount(0);
    await expect(tiles(one)).toHaveCount(1);
    await expect(tiles(desk)).toHaveText(["甲方"]);
    const hidden = await seen(two);
    expect([hidden.open, hidden.frames], "no connection, no frame").toEqual([0, 0]);
    const before = (await seen(one)).frames;
    await expect.poll(async () => (await seen(one)).frames, { timeout: TALK }).toBeGreaterThan(before);
    expect((await seen(two)).open).toBe(0);
    await desk.getByRole("button", { name: "请大家回来" }).click();
    for (const page of [desk, one, two]) await expect(tiles(page)).toHaveCount(2, { timeout: 15_000 });
    await expect.poll(() => fewest(two), { timeout: TALK * 2 }).toBeGreaterThan(0);

    // She shuts the page: the others go on. She comes back to the same seat.
    const room = one.url();
    await one.close();
    await expect(tiles(desk)).toHaveText(["乙方"], { timeout: 15_000 });
    const again = await first.newPage();
    await again.goto(room);
    await expect(tiles(again)).toHaveCount(2, { timeout: 15_000 });
    await expect(tiles(desk)).toHaveCount(2, { timeout: 15_000 });
    await expect.poll(() => fewest(again), { timeout: TALK * 2 }).toBeGreaterThan(0);
    await expect(people(desk, 1)).toContainText("已进来");

    // The draft: shared, signed in turn, void when a word changes, signed anew by all.
    await desk.getByLabel("给大家看的字").fill("三日内疏通水沟，费用各半。");
    await desk.getByRole("button", { name: "给大家看" }).click();
    for (const page of [again, two]) await expect(page.locator("#agreement")).toContainText("费用各半");
    await expect(two.locator("[data-pad]")).toHaveCount(0);
    await again.getByRole("button", { name: "我签字" }).click();
    await expect(again.locator("#refused")).toContainText("框里没有签名");
    await draw(again);
    await expect(again.locator("#agreement")).toContainText("✓ 已签");
    await draw(two);
    await expect(desk.locator("#agreement li").filter({ hasText: "✓" })).toHaveCount(2);
    await desk.getByLabel("给大家看的字").fill("五日内疏通水沟，费用各半。");
    await desk.getByRole("button", { name: "给大家看" }).click();
    for (const page of [desk, again, two]) await expect(page.locator("#agreement li").filter({ hasText: "✓" })).toHaveCount(0);
    await expect(again.locator("#agreement")).toContainText("五日内");
    await expectSoundPage(again, "video-sign");
    for (const page of [again, two, desk]) await draw(page);
    for (const page of [desk, again, two]) await expect(page.locator("[data-all-signed]")).toBeVisible();

    // One takes her consent back: the video stops for all.
    await two.getByRole("button", { name: "不同意了" }).click();
    for (const page of [desk, again, two]) await expect(tiles(page)).toHaveCount(0);
    expect((await seen(desk)).open).toBe(0);
    await desk.getByRole("button", { name: "结束，关掉这一间" }).click();
    await expect(again.locator("main")).toContainText("已经结束");
  } finally {
    for (const browser of browsers) await browser.close();
  }
});
