// A page with the project's own bundle and the real content policy, and no server behind it:
// for what the scripts promise by themselves.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page, Route } from "@playwright/test";

const DIST = join(import.meta.dirname, "../../assets/dist");
const HOST = "http://bare.test";
const POLICY = "default-src 'none'; script-src 'nonce-bare' 'strict-dynamic'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";

export interface Sent { path: string; query: URLSearchParams; form: URLSearchParams }
export interface BareOptions { lang?: string; attributes?: string; htmx?: boolean; answers?: Record<string, (sent: Sent) => { status?: number; json?: unknown; html?: string; after?: number }> }

/** Opens `main` in a whole page (answers may come `after` so many milliseconds); returns what the page sends afterwards, in order. */
export async function openBare(page: Page, main: string, options: BareOptions = {}): Promise<Sent[]> {
  const manifest = JSON.parse(readFileSync(join(DIST, "manifest.json"), "utf8")) as Record<string, string>;
  const sent: Sent[] = [];
  const html = `<!doctype html><html lang="${options.lang ?? "zh-CN"}"><head><meta charset="utf-8"><title>试</title>
    <link rel="stylesheet" href="/${manifest["app.css"]}"><script defer nonce="bare" src="/${manifest["app.ts"]}"></script>
    ${options.htmx ? `<script defer nonce="bare" src="/${manifest["htmx.ts"]}"></script>` : ""}</head>
    <body class="desk" ${options.attributes ?? ""}><main>${main}</main></body></html>`;
  const answer = async (route: Route) => {
    const request = route.request();
    const url = new URL(request.url());
    const file = url.pathname.slice(1);
    if (Object.values(manifest).includes(file)) return route.fulfill({ path: join(DIST, file) });
    if (url.pathname === "/favicon.ico") return route.fulfill({ status: 204 });
    if (url.pathname === "/") return route.fulfill({ contentType: "text/html; charset=utf-8", headers: { "Content-Security-Policy": POLICY }, body: html });
    const one = { path: url.pathname, query: url.searchParams, form: new URLSearchParams(request.postData() ?? "") };
    sent.push(one);
    const said = options.answers?.[url.pathname]?.(one) ?? { html: "<!doctype html><title>到了</title>到了" };
    if (said.after) await new Promise((resolve) => setTimeout(resolve, said.after));
    return said.json === undefined
      ? route.fulfill({ status: said.status ?? 200, contentType: "text/html; charset=utf-8", body: said.html ?? "" })
      : route.fulfill({ status: said.status ?? 200, contentType: "application/json", body: JSON.stringify(said.json) });
  };
  await page.route(`${HOST}/**`, answer);
  await page.goto(`${HOST}/`);
  return sent;
}
