"use strict";
// What is shown of one vehicle: its findings with their source lines, and where its figures lie in their bands.

function levelOf(finding) {
  return element("span", { class: `level ${finding.level}` }, finding.level);
}

function place(vehicle, found) {
  const path = found.path === undefined ? vehicle.path : typeof found.path === "number" ? DATA.paths[found.path] : found.path;
  return `${path}:${found.line}:${found.column}`;
}

// The line with what is at fault in it, unless it is the one that is shown already.
function sourceLine({ source: [before, faulty, after], line, path }, shown = {}) {
  if (line === shown.line && (path === undefined || path === shown.path)) return "";
  if (!(before + faulty + after).trim()) return "";
  return element("pre", {}, element("code", {}, before.trimStart(), faulty && element("mark", {}, faulty), after));
}

// The stated value and the right one, of a finding that knows them.
function valuesOf(finding) {
  if (finding.stated === undefined) return "";
  const unit = finding.unit && finding.unit !== "1" ? ` ${finding.unit}` : "";
  const isShort = finding.stated.length <= 24;
  if (finding.right === undefined) return isShort && element("span", { class: "values" }, finding.stated, unit);
  return element(
    "span",
    { class: "values" },
    isShort && element("span", { class: "hidden" }, "stated "),
    isShort && element("s", {}, finding.stated, unit),
    isShort && element("span", { class: "hidden" }, ", should be"),
    " ",
    element("b", {}, finding.right, unit),
  );
}

function findingItem(vehicle, finding) {
  const likely = finding.probability === undefined ? "" : ` (${finding.probability > 0.99 ? "over 99" : Math.round(100 * finding.probability)} % likely)`;
  const summary = DATA.rules[finding.rule];
  return element(
    "li",
    {},
    element(
      "p",
      {},
      levelOf(finding),
      " ",
      finding.url
        ? element("a", { href: finding.url, rel: "noopener noreferrer", title: summary }, finding.rule)
        : element("code", { title: summary }, finding.rule),
    ),
    element("p", { class: "message" }, finding.message),
    finding.correction && element("p", {}, finding.correction, likely),
    finding.help && element("p", { class: "where" }, finding.help),
    element("p", { class: "where" }, place(vehicle, finding)),
    sourceLine(finding),
    finding.related &&
      element(
        "ul",
        { class: "related" },
        ...finding.related.map((each) => element("li", {}, each.message, " ", element("span", { class: "where" }, place(vehicle, each)), sourceLine(each, finding))),
        finding.moreRelated > 0 && element("li", {}, `and ${finding.moreRelated} more`),
      ),
  );
}

// The place of a figure in its band: the band is the middle 70 % of the strip, by ratio.
function strip({ value, low, high }) {
  const share = Math.log(value / low) / Math.log(high / low);
  const dot = element("b");
  dot.style.left = `${Math.min(98, Math.max(2, 15 + 70 * share))}%`;
  return element("span", { class: "strip", "aria-hidden": "true" }, element("i"), dot);
}

function sideOf(vehicle, name, figure) {
  if (!isOutside(figure)) return "inside";
  return (figure.value < figure.low ? "below" : "above") + (vehicle.wrong.has(name) ? "" : ", no finding");
}

function bandsTable(vehicle) {
  const figures = [...vehicle.figures].filter(([, figure]) => figure.low > 0);
  if (figures.length === 0) return element("p", { class: "where" }, "It states too few figures to compare with published cars.");
  const rows = figures.map(([name, figure]) => {
    const { label, unit } = FIGURES.get(name);
    return {
      isWrong: vehicle.wrong.has(name),
      cells: [label, strip(figure), withUnit(figure.value, unit), `${written(figure.low)}–${withUnit(figure.high, unit)}`, sideOf(vehicle, name, figure)],
    };
  });
  const caption = "Each figure beside the range that published cars with its other figures have";
  return table(caption, ["Figure", "Place", "Stated", "Range", "In words"], rows, [2, 3]);
}

function changesOf({ event, rows }) {
  return [
    element("h4", {}, "What changed"),
    event && element("p", {}, event),
    rows.length > 0 && table("Figures and values at the base and at the revision", ["What", "Base", "Revision", "Difference", "Remarks"], rows.map((cells) => ({ cells }))),
  ];
}

function details(vehicle) {
  return element(
    "div",
    { class: "details" },
    vehicle.findings.length > 0 && element("ul", { class: "findings" }, ...vehicle.findings.map((each) => findingItem(vehicle, each))),
    vehicle.findings.length === 0 && element("p", { class: "where" }, `${vehicle.path}: no findings`),
    ...(vehicle.change ? changesOf(vehicle.change) : []),
    !vehicle.isOther && element("h4", {}, "Its place in each band"),
    !vehicle.isOther && bandsTable(vehicle),
  );
}
