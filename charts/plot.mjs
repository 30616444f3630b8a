// What the pages of `speclint report` use of Observable Plot; esbuild leaves out the rest of it and of D3.
export { areaY, dot, link, plot, ruleX } from "@observablehq/plot";
