// Makes the bundle and collects the licences of all that is in it.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const made = await build({
  absWorkingDir: here,
  banner: { js: "/* CodeMirror and what it needs; licences in codemirror.LICENSES.txt */" },
  bundle: true,
  entryPoints: ["entry.js"],
  format: "esm",
  legalComments: "none",
  metafile: true,
  minify: true,
  outfile: join(here, "..", "codemirror.min.js"),
  target: "es2022",
});

const folder = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//;
const names = new Set(
  Object.keys(made.metafile.inputs)
    .map((path) => folder.exec(path)?.[1])
    .filter(Boolean),
);
const parts = ["codemirror.min.js holds these packages, each under its own licence."];
for (const name of [...names].sort()) {
  const place = join(here, "node_modules", name);
  const { license, version } = JSON.parse(await readFile(join(place, "package.json"), "utf8"));
  const file = (await readdir(place)).find((item) => /^licen[cs]e/i.test(item));
  if (!file) throw new Error(`${name} has no licence file`);
  const text = (await readFile(join(place, file), "utf8")).trim();
  parts.push(`${name} ${version} (${license})\n\n${text}`);
}
await writeFile(join(here, "..", "codemirror.LICENSES.txt"), `${parts.join(`\n\n${"-".repeat(72)}\n\n`)}\n`);
