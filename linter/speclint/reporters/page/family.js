"use strict";
// One family: each figure of its members beside the median of the family, so that one that stands alone is seen.

const MIN_MEMBERS = 3;
const MIN_NAMED_WIDTH = 480;
const MAX_MEMBERS = 60;
const MAX_FAMILIES = 300;
const MARKS = [1, 2, 0.5, 10, 0.1, 100, 0.01, 1000, 0.001, 5, 0.2, 1.5, 0.7, 1.2, 0.8, 1.1, 0.9, 1.3, 3, 1.4, 0.6, 50, 0.02];

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}

// The families of three or more, those with a finding first, then those with the most members.
function families() {
  const byName = new Map();
  for (const vehicle of DATA.vehicles) {
    if (vehicle.family && vehicle.figures.size) byName.set(vehicle.family, [...(byName.get(vehicle.family) ?? []), vehicle]);
  }
  const found = [...byName].filter(([, members]) => members.length >= MIN_MEMBERS).map(([name, members]) => ({ name, members, farthest: farthest(members) }));
  return found.sort((a, b) => b.farthest - a.farthest || b.members.length - a.members.length || a.name.localeCompare(b.name));
}

// How far the figure that a finding is on lies from the median, as a logarithm; 0 without a finding.
function farthest(members) {
  return Math.max(0, ...pointsOfFamily(members).filter(isMarked).map((point) => Math.abs(Math.log(1 + point.share))));
}

function pointsOfFamily(members) {
  const shown = [...members].sort((a, b) => b.wrong.size - a.wrong.size || b.known.size - a.known.size).slice(0, MAX_MEMBERS);
  const points = [];
  for (const { name, label, unit } of DATA.figures) {
    const stating = shown.filter((vehicle) => vehicle.figures.has(name));
    if (stating.length < MIN_MEMBERS) continue;
    const middle = median(stating.map((vehicle) => vehicle.figures.get(name).value));
    for (const vehicle of stating) {
      const { value } = vehicle.figures.get(name);
      points.push({ vehicle, label, unit, value, middle, share: value / middle - 1, isWrong: vehicle.wrong.has(name), isKnown: vehicle.known.has(name) });
    }
  }
  return points;
}

// Which figure stands alone, in words: the one with a finding that is farthest from the median.
function standing(points) {
  const wrong = points.filter(isMarked).sort((a, b) => b.isWrong - a.isWrong || Math.abs(Math.log(1 + b.share)) - Math.abs(Math.log(1 + a.share)));
  if (wrong.length === 0) return "No finding is on a figure of theirs.";
  const [{ vehicle, label, value, unit, share, isKnown }] = wrong;
  const others = wrong.length > 1 ? `, and ${counted(wrong.length - 1, "other figure")} with a finding` : "";
  return `${vehicle.title}: ${label} ${withUnit(value, unit)}, ${percent(share)} from the median${isKnown ? ", a known or accepted finding" : ""}${others}.`;
}

function percent(share) {
  const whole = Math.round(100 * share);
  return whole === 0 ? "0 %" : `${whole > 0 ? "+" : "−"}${Math.abs(whole)} %`;
}

function drawFamily(area, points) {
  const width = Math.max(280, Math.floor(area.clientWidth));
  const left = Math.min(190, width * 0.42);
  const labels = [...new Set(points.map((point) => point.label))];
  const ratios = points.map((point) => 1 + point.share);
  const low = Math.min(0.8, ...ratios) / 1.12;
  const high = Math.max(1.25, ...ratios) * 1.12;
  const marks = MARKS.filter((tick) => tick >= low && tick <= high);
  // the more important first, as many as are apart
  const apart = (Math.log(high / low) * 48) / (width * 0.6);
  const fitting = [];
  for (const tick of marks.toSorted((a, b) => MARKS.indexOf(a) - MARKS.indexOf(b))) {
    if (fitting.every((other) => Math.abs(Math.log(tick / other)) >= apart)) fitting.push(tick);
  }
  const svg = Plot.plot({
    className: "plot",
    width,
    height: 58 + 30 * labels.length,
    marginBottom: 44,
    marginLeft: left,
    marginRight: 24,
    marginTop: 12,
    x: { type: "log", domain: [low, high], ticks: fitting, tickFormat: (ratio) => percent(ratio - 1), label: "from the median of the family →", grid: true },
    y: { domain: labels, label: null, padding: 0.2 },
    marks: [
      Plot.ruleX([1], { stroke: "var(--muted)" }),
      Plot.dot(points.filter((point) => !isMarked(point)), { x: (point) => 1 + point.share, y: "label", r: 4, stroke: "var(--car)", fill: "var(--car)", fillOpacity: 0.35 }),
      Plot.dot(points.filter((point) => point.isKnown), { x: (point) => 1 + point.share, y: "label", r: 5, symbol: "diamond", fill: "var(--page)", stroke: "var(--error)", strokeWidth: 1.5 }),
      Plot.dot(points.filter((point) => point.isWrong), { x: (point) => 1 + point.share, y: "label", r: 5.5, fill: "var(--error)", stroke: "var(--page)" }),
    ],
  });
  svg.setAttribute("aria-hidden", "true");
  const [x, y] = ["x", "y"].map((name) => svg.scale(name));
  const places = points.map((point) => ({ point: { ...point, name: `${point.vehicle.title}: ${withUnit(point.value, point.unit)}` }, at: [x.apply(1 + point.share), y.apply(point.label) + (y.bandwidth ?? 0) / 2] }));
  area.replaceChildren(svg);
  // where there is no room for names, the tip and the sentence above have them
  if (width >= MIN_NAMED_WIDTH) addNames(svg, places.filter(({ point }) => isMarked(point)), width, svg.height.baseVal.value + 20, left + 4);
  followPointer(area, svg, places, width, (point) => [`${point.label} ${withUnit(point.value, point.unit)}`, `${percent(point.share)} from the median, ${withUnit(point.middle, point.unit)}`, point.isWrong ? "a finding is on it" : point.isKnown ? "a known or accepted finding is on it" : ""]);
}

function familyTable(members, points) {
  const labels = [...new Set(points.map((point) => point.label))];
  const rows = members.slice(0, MAX_MEMBERS).map((vehicle) => ({
    isWrong: false,
    cells: [
      element("button", { type: "button", class: "link", onclick: () => open(vehicle) }, vehicle.title),
      ...labels.map((label) => {
        const point = points.find((each) => each.vehicle === vehicle && each.label === label);
        if (!point) return "–";
        const text = withUnit(point.value, point.unit);
        return isMarked(point) ? element("strong", { class: "level error" }, `${text} (${point.isWrong ? "" : "known "}finding)`) : text;
      }),
    ],
  }));
  return table("The figures of the family", ["Vehicle", ...labels], rows, labels.map((_, place) => place + 1));
}

// Puts the families on the page and gives what draws the chosen one again.
function addFamilies() {
  const all = families();
  const place = byId("family");
  if (all.length === 0 && DATA.revisions) {
    byId("families").hidden = true;
    document.querySelector('nav a[href="#families"]').hidden = true;
    return [];
  }
  if (all.length === 0) {
    place.append(element("p", { class: "caption" }, `Not drawn: no three vehicles${IS_PART ? " on this page" : ""} state the same make and model, and figures to compare.`));
    return [];
  }
  const select = element("select", { id: "family-name" });
  optionsOf(select, all.slice(0, MAX_FAMILIES).map(({ name, members, farthest: away }, number) => [number, `${name} (${members.length}${away ? ", with a finding" : ""})`]));
  const caption = element("p", { class: "caption" });
  const area = element("div", { class: "plot-area", tabindex: 0, role: "application", "aria-roledescription": "chart" });
  const body = element("div");
  place.append(
    element("label", {}, "Family ", select), caption,
    element("figure", {}, area, element("details", {}, element("summary", {}, "Table of this chart"), body)),
  );
  const draw = () => {
    const { name, members } = all[select.value];
    const points = pointsOfFamily(members);
    const left = members.length - MAX_MEMBERS;
    caption.textContent = [
      `${name}: ${counted(members.length, "vehicle")} of this make, model and generation${left > 0 ? `, of which ${MAX_MEMBERS} are drawn, those with findings among them` : ""}.`,
      standing(points),
      all.length > MAX_FAMILIES ? `${MAX_FAMILIES} of ${all.length} families can be chosen.` : "",
    ].join(" ");
    area.setAttribute("aria-label", `The figures of a family beside their median. ${caption.textContent} Left and right go from one to the next, Enter shows the findings; the table below has the same.`);
    body.replaceChildren(familyTable(members, points));
    drawFamily(area, points);
  };
  select.addEventListener("change", draw);
  return [draw];
}
