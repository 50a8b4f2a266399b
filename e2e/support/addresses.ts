// Every address of the program, read from the rooms' own tables, so that a new one is asked without being named here.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const SOURCES = join(import.meta.dirname, "../../crates/web/src");
export interface Address { method: "GET" | "POST"; path: string; isPublic: boolean }

/** With invented numbers in the places of numbers. */
export function addresses(): Address[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".rs"));
  const texts = files.map((file) => [basename(file, ".rs"), readFileSync(join(SOURCES, file), "utf8")] as const);
  // Some tables name an address by a constant: of their own file, or of a neighbour's (`receipt::PAGE`).
  const named = (module: string, text: string, name: string): string => {
    const [own, of] = name.includes("::") ? [name.split("::")[1] ?? "", name.split("::")[0] ?? ""] : [name, module];
    const where = of === module ? [text] : texts.filter(([other]) => other === of).map(([, other]) => other);
    const found = where.map((one) => new RegExp(`const ${own}: &str = "([^"]+)"`).exec(one)?.[1]).find((one) => one);
    if (found === undefined) throw new Error(`no address is named ${name} in ${module}`);
    return found;
  };
  return texts.flatMap(([module, text]) =>
    [...text.matchAll(/RouteEntry::(get|post)\(\s*("[^"]+"|[\w:]*[A-Z_]+),\s*([\w:]+)/g)].map(([, method, path = "", access]): Address => ({
      method: method === "get" ? "GET" : "POST",
      path: (path.startsWith('"') ? path.replaceAll('"', "") : named(module, text, path)).replace("{slip}", "330122-0000000000000000").replace("{verb}", "note").replace(/\{\w+\}/g, "221112025743843140"),
      isPublic: access === "Access::Public",
    })),
  );
}
