// Bundles src/ into dist/: hashed file names, and manifest.json, which tells the server
// the name of each ({"app.ts": "app-HASH.js", "app.css": "app-HASH.css", "htmx.ts": …}).
// Classic deferred scripts, not modules: one nonce on one tag, on the oldest browser we keep.
import { context } from "esbuild";
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const home = dirname(fileURLToPath(import.meta.url));
const out = join(home, "dist");

/** Writes the manifest last and in one step, so that a half-built dist is never served; then drops what it no longer names. */
const manifest = {
  name: "manifest",
  setup(build) {
    build.onEnd(({ metafile, errors }) => {
      if (errors.length > 0) return;
      const entries = Object.entries(metafile.outputs)
        .filter(([, output]) => output.entryPoint)
        .map(([file, output]) => [basename(output.entryPoint), basename(file)])
        .sort();
      const half = join(out, "manifest.json.new");
      writeFileSync(half, JSON.stringify(Object.fromEntries(entries), null, 2) + "\n");
      renameSync(half, join(out, "manifest.json"));
      const named = new Set(["manifest.json", ...entries.map(([, file]) => file)]);
      for (const file of readdirSync(out)) if (!named.has(file)) rmSync(join(out, file));
      for (const [file, output] of Object.entries(metafile.outputs)) {
        if (output.entryPoint) console.log(`${basename(file)}  ${(output.bytes / 1024).toFixed(1)} KiB`);
      }
    });
  },
};

mkdirSync(out, { recursive: true });
const bundle = await context({
  absWorkingDir: home,
  entryPoints: ["src/app.ts", "src/htmx.ts", "src/video.ts", "src/app.css", "src/icon.svg"],
  loader: { ".svg": "copy" },
  outdir: "dist",
  bundle: true,
  format: "iife",
  target: ["chrome86", "firefox78", "ios14"],
  // Safari 14 has it; esbuild mistrusts one corner that neither we nor htmx turn into.
  supported: { destructuring: true },
  charset: "utf8",
  legalComments: "inline",
  minify: true,
  metafile: true,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  logLevel: "warning",
  plugins: [manifest],
});

if (process.argv.includes("--watch")) {
  await bundle.watch();
  console.log("watching src/; Ctrl+C ends it");
} else {
  // What went wrong has been said by then, with file and line.
  await bundle.rebuild().catch(() => { process.exitCode = 1; });
  await bundle.dispose();
}
