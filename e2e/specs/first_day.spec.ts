// The administrator's first day in an empty county: linju init, the sheets of organs and staff, the list confirmed by another
// person, a clerk who signs in with the slip in her hand, and the first matter.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Browser, type Page } from "@playwright/test";
import { expectGoodPage, expectSoundPage } from "../support/check";
import { PROGRAM } from "../support/demo";
import { test } from "../support/test";

const ORGANS = `单位名称\t字号\t类别\t上级单位\t所在地\t电话\t接待时间\t受理渠道
横村镇人民政府\t横政\t镇、街道\t\t330122102\t0571-64150001\t工作日 8:30–17:00\t走访、电话
横村镇综合信息指挥室\t横\t指挥室\t横村镇人民政府\t330122102\t0571-64150002\t每天\t走访、网络
横村镇学校\t横学\t学校\t\t\t\t\t`;
const STAFF = `姓名\t单位\t角色
柳如烟\t横\t接待登记
温如言\t横\t负责人
甘棠\t没有的局\t承办`;

let folder: string;
let program: ChildProcess;
let url: string;
let first: { name: string; password: string; role: string }[];

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "linju-first-day-"));
  const data = join(folder, "data");
  const told = execFileSync(PROGRAM, ["init", "--county", "330122", "--data", data, "--json"], { encoding: "utf8" });
  first = (JSON.parse(told) as { accounts: typeof first }).accounts;
  program = spawn(PROGRAM, ["serve", "--data", data, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "pipe"] });
  url = await new Promise((resolve, reject) => {
    let said = "";
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      const found = /ready (http:\/\/\S+)/.exec(said)?.[1];
      if (found) resolve(found.replace(/\/$/, ""));
    };
    program.stdout?.on("data", hear);
    program.stderr?.on("data", hear);
    program.once("exit", (code) => reject(new Error(`linju serve ended with ${code}:\n${said}`)));
  });
});

test.afterAll(async () => {
  const gone = new Promise((resolve) => program.once("exit", resolve));
  program.kill("SIGTERM");
  await gone;
  rmSync(folder, { recursive: true, force: true });
});

/** Signs in with a one-time password, and chooses an own one. */
async function arrive(browser: Browser, name: string, password: string): Promise<Page> {
  const page = await (await browser.newContext({ locale: "zh-CN", timezoneId: "Asia/Shanghai", viewport: { width: 1366, height: 768 } })).newPage();
  await page.goto(`${url}/sign-in`);
  await page.locator("input[name=name]").fill(name);
  await page.locator("input[name=password]").fill(password);
  await page.locator("main button[type=submit]").first().click();
  await expect(page).toHaveURL(/\/sign-in\/password/);
  await page.locator("input[name=password]").fill(password);
  await page.locator("input[name=new_password]").fill("Di-Yi-Tian-2026-kai-zhang");
  await page.locator("input[name=new_password_again]").fill("Di-Yi-Tian-2026-kai-zhang");
  await page.locator("main button[type=submit]").first().click();
  return page;
}

const one = (role: string) => {
  const found = first.find((account) => account.role === role);
  if (!found) throw new Error(`no ${role}`);
  return found;
};

/** Pastes a sheet, looks, and confirms. */
async function bring(page: Page, sheet: string, text: string, shot: string): Promise<void> {
  await page.goto(`${url}/admin/setup`);
  const form = page.locator(`form[action='/admin/setup/${sheet}']`);
  await form.locator("summary").click();
  await form.locator("textarea").fill(text);
  await form.locator("button.btn").click();
  await expect(page.locator("h1")).toContainText("还没有写进去");
  await expectGoodPage(page, `${shot}-plan`);
  if (sheet === "staff") await page.locator("#reason").fill("开张名单");
  await page.locator("main form .btn-first").click();
  await expect(page.locator("h1")).toContainText("已经写进去");
}

test("from an empty county to the first matter", async ({ browser }) => {
  test.setTimeout(300_000);
  const system = await arrive(browser, one("system_admin").name, one("system_admin").password);
  await system.goto(`${url}/admin/setup`);
  await expectGoodPage(system, "setup");

  await test.step("organs: what is wrong stays out, the rest goes in", async () => {
    await bring(system, "organs", ORGANS, "organs");
    await expect(system.locator("main")).toContainText("没有这个类别");
    await system.goto(`${url}/admin/organs`);
    await expect(system.locator("tbody th")).toHaveCount(3);
    await expectGoodPage(system, "organs");
    await system.locator("tbody th a", { hasText: "指挥室" }).click();
    await system.locator("#hours").fill("每天 8:00–18:00");
    await system.locator("main .btn-first").click();
    await expect(system.locator("#hours")).toHaveValue("每天 8:00–18:00");
    await expectGoodPage(system, "organ");
  });

  const passwords: Record<string, string> = {};
  await test.step("staff: accounts with slips to cut apart", async () => {
    await bring(system, "staff", STAFF, "staff");
    const slips = system.locator(".slips li");
    await expect(slips).toHaveCount(2);
    for (const slip of await slips.all()) {
      const [name, password] = await slip.locator("dd.code").allInnerTexts();
      passwords[(name ?? "").trim()] = (password ?? "").trim();
    }
    expect(Object.keys(passwords).sort()).toEqual(["liuruyan", "wenruyan"]);
    await expectGoodPage(system, "staff-slips");
  });

  await test.step("the posts count when the security administrator has seen the list", async () => {
    const security = await arrive(browser, one("security_admin").name, one("security_admin").password);
    await security.goto(`${url}/admin/proposals`);
    const list = security.locator("section", { hasText: "人员名单" });
    await expect(list.locator("tbody tr")).toHaveCount(2);
    await expectGoodPage(security, "list");
    await list.locator("form[action$='/confirm'] button").click();
    await expect(security.locator("main")).not.toContainText("人员名单");
    await security.goto(`${url}/admin/settings`);
    await expectGoodPage(security, "settings");
  });

  await test.step("the clerk signs in with her slip and registers the first matter", async () => {
    const clerk = await arrive(browser, "liuruyan", passwords["liuruyan"] ?? "");
    await expect(clerk).toHaveURL(/\/desk\/day/);
    await clerk.goto(`${url}/desk/register`);
    await clerk.locator("input[name=channel][value=visit]").check({ force: true });
    await clerk.locator("textarea[name=words]").fill("村口的路灯三个月不亮，晚上老人不敢出门。");
    await clerk.locator("input[name=name]").first().fill("钟离秋");
    await clerk.locator("[name=confirmed]").first().evaluate((field: HTMLInputElement) => {
      if (field.tagName === "SELECT") field.value = "read_to";
      else field.click();
    });
    await clerk.locator("button[aria-keyshortcuts='Control+Enter']").click();
    await expect(clerk).toHaveURL(/\/receipt/);
    await expect(clerk.locator("main")).toContainText("横访〔");
  });

  await test.step("the clerk forgot it: asked for by one, given by another", async () => {
    await system.goto(`${url}/admin/resets`);
    await system.locator("#account").selectOption({ label: "柳如烟 · liuruyan" });
    await system.locator("#reason").fill("来电话说忘了");
    await system.locator("main .btn-first").click();
    await expect(system.locator("section", { hasText: "来电话说忘了" }).last()).toBeVisible();
    await expectGoodPage(system, "resets-asked");
    const head = await arrive(browser, "wenruyan", passwords["wenruyan"] ?? "");
    await expect(head.locator("main")).toContainText("忘记密码等您当面认人 1 件");
    await head.goto(`${url}/admin/resets`);
    await expectGoodPage(head, "resets");
    await head.locator("form[action$='/give'] button").click();
    await expect(head.locator(".slips .code")).toHaveCount(2);
    await expectGoodPage(head, "resets-given");
    await head.goto(`${url}/desk/succession`);
    await expectGoodPage(head, "succession-none");
    // The room goes into the town hall: its one open matter waits for the head to hand it on.
    await system.goto(`${url}/admin/organs`);
    await system.locator("tbody th a", { hasText: "指挥室" }).click();
    await system.locator("#successor").selectOption({ label: "横村镇人民政府" });
    await system.locator("#basis").fill("横政发〔2026〕1号");
    await system.locator("form[action$='/successors'] button").click();
    await head.goto(`${url}/desk/succession`);
    await expect(head.locator("tbody tr")).toHaveCount(1);
    await expectSoundPage(head, "succession");
  });
});
