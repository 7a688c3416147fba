// Bundles style sheets and scripts into static/dist and prints what a page has to load.
// Node 18 or newer; `npm run build` from the root of the project.
import { build } from "esbuild";
import { readFileSync, rmSync } from "node:fs";
import { gzipSync } from "node:zlib";

const OUT = "static/dist";
// htmx comes from the django-htmx package and is loaded beside these bundles.
const HTMX_BYTES = 14_000;
const BUDGETS = [
  { page: "a lesson page", files: ["site.js"], bytes: 60_000 },
  { page: "a lab page", files: ["site.js", "lab.js"], bytes: 350_000 },
];

rmSync(OUT, { recursive: true, force: true });
await build({
  entryPoints: {
    site: "static/js/site/main.js",
    lab: "static/js/lab/main.js",
    sheet: "static/css/site.css",
    contrast: "static/css/contrast.css",
  },
  outdir: OUT,
  entryNames: "[name]",
  bundle: true,
  minify: true,
  format: "iife",
  // light-dark(), nesting and :has() are left as written; these browsers know them.
  target: ["chrome123", "firefox121", "safari17.5"],
  legalComments: "none",
  logLevel: "warning",
});

const compressed = (name) => gzipSync(readFileSync(`${OUT}/${name}`), { level: 9 }).length;
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;

for (const name of ["sheet.css", "contrast.css", "site.js", "lab.js"]) {
  console.log(`${name.padEnd(13)} ${kilobytes(compressed(name)).padStart(9)} compressed`);
}
for (const { page, files, bytes } of BUDGETS) {
  const sum = HTMX_BYTES + files.reduce((total, name) => total + compressed(name), 0);
  console.log(`scripts of ${page}, htmx included: ${kilobytes(sum)} of ${kilobytes(bytes)}`);
  if (sum > bytes) {
    console.error(`The scripts of ${page} are too large: ${kilobytes(sum)}, at most ${kilobytes(bytes)}.`);
    process.exitCode = 1;
  }
}
