"use strict";
// What is shown of one vehicle: its findings with their source lines, and where its figures lie in their bands.

function levelOf(finding) {
  const isSuppressed = finding.known || finding.accepted !== undefined;
  return element("span", { class: `level ${finding.level}` }, finding.level, isSuppressed && element("span", { class: "where" }, finding.known ? " known" : " accepted"));
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

// The stated value, of a change the one before too, and the right one, as far as a finding knows them.
function valuesOf({ stated, unit: name, right, before }) {
  if (stated === undefined) return "";
  const unit = name && name !== "1" ? ` ${name}` : "";
  const isShort = stated.length <= 24;
  return element(
    "span",
    { class: "values" },
    isShort && (before === undefined ? "stated " : `${before} → `),
    isShort && element("b", { class: "stated" }, stated, unit),
    isShort && right !== undefined && ", ",
    right !== undefined && "should be ",
    right !== undefined && element("b", { class: "right" }, right, unit),
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
    finding.accepted && element("p", {}, `accepted: ${finding.accepted}`),
    finding.known && element("p", {}, "known: it is in the baseline"),
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
  const hasFinding = vehicle.wrong.has(name) || vehicle.known.has(name);
  if (!isOutside(figure)) return hasFinding ? "inside: the finding on it has another reason" : "inside";
  return (figure.value < figure.low ? "below" : "above") + (hasFinding ? "" : ", no finding");
}

function bandsTable(vehicle) {
  const figures = [...vehicle.figures].filter(([, figure]) => figure.low > 0);
  if (figures.length === 0) return element("p", { class: "where" }, "It states too few figures to compare with published cars.");
  const rows = figures.map(([name, figure]) => {
    const { label, unit } = FIGURES.get(name);
    return {
      isWrong: vehicle.wrong.has(name) || vehicle.known.has(name),
      cells: [label, strip(figure), withUnit(figure.value, unit), `${written(figure.low)}–${withUnit(figure.high, unit)}`, sideOf(vehicle, name, figure)],
    };
  });
  const caption = "Each figure beside its normal range: that of published cars with the same other figures";
  return table(caption, ["Figure", "Position", "Stated", "Normal range", "Result"], rows, [2, 3]);
}

function changesOf({ event, rows }) {
  return [
    element("h4", {}, "What changed"),
    event && element("p", {}, event),
    rows.length > 0 && table("Figures and values at the base and at the revision", ["What", "Base", "Revision", "Difference", "Remarks"], rows.map((cells) => ({ cells }))),
  ];
}

function details(vehicle) {
  const findings = [...vehicle.findings, ...vehicle.suppressed];
  return element(
    "div",
    { class: "details" },
    findings.length > 0 && element("ul", { class: "findings" }, ...findings.map((each) => findingItem(vehicle, each))),
    findings.length === 0 && element("p", { class: "where" }, `${vehicle.path}: no findings`),
    ...(vehicle.change ? changesOf(vehicle.change) : []),
    !vehicle.isOther && element("div", { class: "bands" }, element("h4", {}, "Normal range"), bandsTable(vehicle)),
  );
}
