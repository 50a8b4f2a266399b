// Somebody from outside: no address tells anything without a session, and every answer wears its headers.
import { addresses } from "../support/addresses";
import { address, TODAY } from "../support/demo";
import { expect, test } from "../support/test";

test.use({ missing: /./ });

test("every address that is not public leads to the door, to a gate, or nowhere", async ({ request }) => {
  test.setTimeout(90_000);
  const all = addresses();
  expect(all.length, "the tables were found").toBeGreaterThan(40);
  const wrong: string[] = [];
  for (const { method, path, isPublic } of all.filter((one) => !one.isPublic)) {
    const answer = await request.fetch(address() + path, { method, maxRedirects: 0, ...(method === "POST" ? { form: { words: "x" } } : {}) });
    const to = answer.headers()["location"] ?? "";
    const isDoor = answer.status() === 303 && /^\/(sign-in|follow)(\?|$)/.test(to);
    if (!isDoor && ![403, 404].includes(answer.status())) wrong.push(`${method} ${path} ${answer.status()} ${to} ${isPublic}`);
  }
  expect(wrong).toEqual([]);
});

test("after the door one arrives where one wanted to go, and only on this site", async ({ page, request }) => {
  await page.goto(`${address()}/desk/day?whose=mine`);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await expect(page.locator("form[action='/sign-in'] input[name=next]")).toHaveValue("/desk/day?whose=mine");
  const wicked = await request.get(`${address()}/sign-in?next=//elsewhere.example/`, { maxRedirects: 0 });
  expect(await wicked.text()).not.toContain("href=\"//elsewhere");
});

test("every answer has a strict content policy with a nonce of its own, and no page carries script or style in itself", async ({ request }) => {
  const nonces = new Set<string>();
  for (const path of ["/", "/follow", "/seals", "/sign-in", "/nowhere", "/desk/case/1", "/sign-in"]) {
    const answer = await request.get(address() + path);
    const headers = answer.headers();
    const policy = headers["content-security-policy"] ?? "";
    const nonce = /script-src 'nonce-([\w+/=-]{16,})' 'strict-dynamic'/.exec(policy)?.[1] ?? "";
    expect(nonce, `${path}: ${policy}`).not.toBe("");
    expect(nonces.has(nonce), "a nonce is used once").toBe(false);
    nonces.add(nonce);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe-(inline|eval)|\*/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("same-origin");
    expect(headers["cache-control"], path).toContain("no-store");
    const html = await answer.text();
    expect(html, path).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i);
    for (const [tag] of html.matchAll(/<script[^>]*>/g)) expect(tag, path).toContain(`nonce="${nonce}" src="/assets/`);
    for (const [, from] of html.matchAll(/(?:src|href)="(https?:)?\/\//g)) expect(from, "nothing is loaded from elsewhere").toBeUndefined();
  }
});

test("another site's form, and a form without its key, do nothing", async ({ request, someone }) => {
  const page = await someone({ name: "yan.qing" });
  const key = await page.locator("input[name=form_key]").first().inputValue();
  const form = { form_key: key, next: "/home", large: "1" };
  const taste = (headers: Record<string, string>, sent: Record<string, string>) => page.request.post(`${address()}/taste`, { headers, form: sent, maxRedirects: 0 });
  expect((await taste({ Origin: "https://elsewhere.example" }, form)).status()).toBe(403);
  expect((await taste({ "Sec-Fetch-Site": "cross-site" }, form)).status()).toBe(403);
  expect((await taste({ Origin: address() }, { next: "/home", large: "1" })).status()).toBe(403);
  // The key of one person is nothing in another's hand.
  expect((await request.post(`${address()}/taste`, { headers: { Origin: address() }, form, maxRedirects: 0 })).status()).toBeGreaterThanOrEqual(400);
  await page.reload();
  await expect(page.locator("html")).not.toHaveClass(/elder/);
});

test("a case of another county, and one of another office, are not there", async ({ someone }) => {
  const inside = await someone({ name: "mao.yiming" });
  const other = await someone({ role: "triage", county: "330329" });
  const theirs = await other.locator(".rows .title a").first().getAttribute("href");
  expect(theirs).toMatch(/^\/desk\/case\/\d+$/);
  const title = await other.locator(".rows .title a").first().innerText();
  for (const tail of ["", "/opinion", "/readers", "/receipt"]) {
    const answer = await inside.request.get(address() + theirs + tail);
    expect(answer.status(), tail).toBe(404);
    expect(await answer.text()).not.toContain(title);
  }
  const forged = await inside.request.post(`${address()}${theirs}/note`, {
    headers: { Origin: address() },
    multipart: { form_key: await inside.locator("input[name=form_key]").first().inputValue(), kind: "talk", words: "伸手过来", acted_on: TODAY },
  });
  expect(forged.status()).toBe(404);
  const found = await inside.request.get(`${address()}/desk/find?q=${encodeURIComponent(title)}`);
  expect(await found.text()).not.toContain(theirs ?? "?");
});

test("wrong passwords are answered alike whoever is meant, and a name is locked in the end", async ({ page }) => {
  const said: string[] = [];
  for (const name of ["nobody.at.all", "tong.guifen"]) {
    await page.goto(`${address()}/sign-in`);
    await page.locator("select[name=county]").selectOption("330122");
    await page.locator("input[name=name]").fill(name);
    await page.locator("input[name=password]").fill("not-it-at-all-2026");
    await page.locator("main button[type=submit]").first().click();
    await expect(page.locator("input[name=name]"), "what was typed stays").toHaveValue(name);
    await expect(page.locator("input[name=password]")).toHaveValue("");
    said.push(await page.locator(".refusal").innerText());
  }
  expect(said[0]).toBe(said[1]);
});
