// Every address of the program, read from the rooms' own tables, so that a new one is asked without being named here.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const SOURCES = join(import.meta.dirname, "../../crates/web/src");
/** Addresses that the tables name by a constant. */
const NAMED: Record<string, string> = { DOOR: "/sign-in", LOCK: "/lock", HELD: "/held" };

export interface Address { method: "GET" | "POST"; path: string; isPublic: boolean }

/** With invented numbers in the places of numbers. */
export function addresses(): Address[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".rs"));
  return files.flatMap((file) => {
    const text = readFileSync(join(SOURCES, file), "utf8");
    return [...text.matchAll(/RouteEntry::(get|post)\(\s*("[^"]+"|[A-Z_]+),\s*([\w:]+)/g)].map(([, method, path, access]): Address => ({
      method: method === "get" ? "GET" : "POST",
      path: (NAMED[path ?? ""] ?? (path ?? "").replaceAll('"', "")).replace("{slip}", "330122-0000000000000000").replace("{verb}", "note").replace(/\{\w+\}/g, "221112025743843140"),
      isPublic: access === "Access::Public",
    }));
  });
}
