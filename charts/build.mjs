// Builds linter/speclint/reporters/page: the library, the style that it adds to each chart, and licences.
import { readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const OUT = "../linter/speclint/reporters/page";

const { metafile, outputFiles } = await build({
  entryPoints: ["plot.mjs"],
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "Plot",
  target: "es2022",
  charset: "ascii",
  legalComments: "none",
  metafile: true,
  write: false,
});

const packages = new Set();
for (const input of Object.keys(metafile.inputs)) {
  const found = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
  const used = Object.values(metafile.outputs)[0].inputs[input]?.bytesInOutput;
  if (found && used) packages.add(found[1]);
}
const licences = [...packages].sort().map((name) => {
  const { version, license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  const file = ["LICENSE", "LICENSE.md", "LICENSE.txt", "license"].find((each) => {
    try {
      return readFileSync(`node_modules/${name}/${each}`);
    } catch {
      return false;
    }
  });
  if (!file) throw new Error(`${name} has no licence file`);
  return { name: `${name} ${version}`, license, text: readFileSync(`node_modules/${name}/${file}`, "utf8").trim() };
});

// packages of one text are listed together
const byText = new Map();
for (const { name, license, text } of licences) {
  byText.set(text, [...(byText.get(text) ?? []), `${name} (${license})`]);
}
const texts = [...byText].map(([text, names]) => `${names.join(", ")}\n\n${text}\n`).join(`\n${"-".repeat(80)}\n\n`);
if (texts.includes("*/")) throw new Error("a licence would end the comment that it stands in");

const source = readFileSync("node_modules/@observablehq/plot/src/plot.js", "utf8");
const style = /append\("style"\)\.text\(\s*`([^`]*)`/.exec(source)[1].replaceAll("${className}", "plot");

writeFileSync(`${OUT}/plot.js`, `/*!\n${texts}*/\n${outputFiles[0].text}`);
writeFileSync(`${OUT}/plot.css`, style);
writeFileSync(`${OUT}/plot.LICENSES.txt`, texts);
