"use strict";
// A scatter plot of vehicles on logarithmic axes: with a tip, the keyboard, names of outliers, and a table.

const MAX_POINTS = 1000;
const MAX_ROWS = 200;

// Whether a finding is on a point, new or not.
function isMarked(point) {
  return point.isWrong || point.isKnown;
}

// Of many points all that findings are on, and others evenly.
function sampled(points) {
  const wrong = points.filter(isMarked);
  const others = points.filter((point) => !isMarked(point));
  const step = Math.max(1, Math.ceil(others.length / MAX_POINTS));
  return [...others.filter((_, place) => place % step === 0), ...wrong];
}

// Round numbers between two, about as many as fit: evenly spaced, or by their first digit where they span more.
function ticks(low, high, most) {
  const found = [];
  if (high / low < 4) {
    const power = 10 ** Math.floor(Math.log10((high - low) / most));
    const step = [1, 2, 5, 10].map((digit) => digit * power).find((each) => (high - low) / each <= most);
    for (let tick = Math.ceil(low / step); tick * step <= high; tick += 1) found.push(tick * step);
    return found;
  }
  const all = [[1, 2, 3, 5], [1, 2, 5], [1, 3], [1]].map((digits) => {
    const some = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power += 1) some.push(...digits.map((digit) => digit * 10 ** power));
    return some.filter((tick) => tick >= low && tick <= high);
  });
  return all.find((some) => some.length <= most) ?? all.at(-1);
}

// How far a point lies outside its range, as a logarithm; 0 inside.
function outside({ y, low, high }) {
  return low > 0 ? Math.max(0, Math.log(low / y), Math.log(y / high)) : 0;
}

// The ends of an axis, at least a factor of two apart.
function extent(values, margin) {
  const [low, high] = [Math.min(...values) / margin, Math.max(...values) * margin];
  const more = Math.max(1, Math.sqrt((2 * low) / high));
  return [low / more, high * more];
}

function quantile(values, share) {
  return [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))];
}

// The chart's marks: the ranges of all cars, the cars, and above them those with findings.
function drawing(chart, points, width) {
  const { x, y, areas = [] } = chart;
  const height = Math.round(Math.min(420, Math.max(300, width * 0.66)));
  const moved = points.filter((point) => point.fromX && (point.fromX !== point.x || point.fromY !== point.y));
  const xs = extent([...points.map((point) => point.x), ...moved.map((point) => point.fromX)], 1.06);
  const ranges = areas.length ? [] : points.filter((point) => point.low !== undefined);
  const usual = ranges.length ? [quantile(ranges.map((point) => point.low), 0.25), quantile(ranges.map((point) => point.high), 0.75)] : [];
  const ys = extent([...points.map((point) => point.y), ...moved.map((point) => point.fromY), ...usual], 1.1);
  const few = ranges.length < 150;
  return Plot.plot({
    className: "plot",
    width,
    height,
    marginLeft: 48,
    marginBottom: 40,
    marginTop: 24,
    marginRight: 16,
    x: { type: "log", domain: xs, label: `${x.label} (${x.unit}) →`, ticks: ticks(...xs, width / 60), tickFormat: written, grid: true },
    y: { type: "log", domain: ys, label: `↑ ${y.label} (${y.unit})`, ticks: ticks(...ys, height / 40), tickFormat: written, grid: true },
    marks: [
      ...areas.map(({ low, high }) => Plot.areaY(xs, { x: (each) => each, y1: (each) => low * each, y2: (each) => high * each, fill: "var(--band)", fillOpacity: 0.3, clip: true })),
      Plot.ruleX(ranges.filter((point) => !isMarked(point)), { x: "x", y1: "low", y2: "high", stroke: "var(--band)", strokeWidth: few ? 3 : 4, strokeOpacity: few ? 0.3 : 0.08, clip: true }),
      Plot.ruleX(ranges.filter(isMarked), { x: "x", y1: "low", y2: "high", stroke: "var(--band)", strokeWidth: 3, strokeOpacity: 0.9, clip: true }),
      Plot.link(moved, { x1: "fromX", y1: "fromY", x2: "x", y2: "y", stroke: "var(--link)", strokeWidth: 1.5, markerStart: "circle-stroke" }),
      Plot.dot(points.filter((point) => !isMarked(point)), { x: "x", y: "y", r: 3, stroke: "var(--car)", strokeWidth: 1.25, fill: (point) => (point.isOutside ? "none" : "var(--car)"), fillOpacity: 0.7 }),
      Plot.dot(points.filter((point) => point.isKnown), { x: "x", y: "y", r: 4.5, symbol: "diamond", fill: "var(--page)", stroke: "var(--error)", strokeWidth: 1.5 }),
      Plot.dot(points.filter((point) => point.isWrong), { x: "x", y: "y", r: 4.5, fill: "var(--error)", stroke: "var(--page)", strokeWidth: 1 }),
    ],
  });
}

function stateOf(point) {
  if (point.isWrong) return "a finding is on it";
  if (point.isKnown) return "a known or accepted finding is on it";
  if (point.low === undefined) return "too few figures for a normal range";
  return point.isOutside ? "outside its normal range, no finding" : "inside its normal range";
}

function lines(chart, point) {
  const { x, y } = chart;
  const range = point.low === undefined ? "" : `, normal range ${written(point.low)}–${withUnit(point.high, y.unit)}`;
  const before = point.fromX ? `before ${withUnit(point.fromY, y.unit)} at ${withUnit(point.fromX, x.unit)}` : "";
  return [before, `${y.label} ${withUnit(point.y, y.unit)}${range}`, `${x.label} ${withUnit(point.x, x.unit)}`, stateOf(point)];
}

function chartTable(chart, points) {
  const rows = [...points].sort((a, b) => isMarked(b) - isMarked(a) || b.isWrong - a.isWrong || a.x - b.x).slice(0, MAX_ROWS);
  const left = points.length - rows.length;
  const more = left > 0 ? `; the first ${rows.length} of ${points.length}, those with findings before the others` : "";
  return table(
    `${chart.title}${more}`,
    ["Vehicle", chart.x.label, chart.y.label, "Normal range", "Result"],
    rows.map((point) => ({
      isWrong: isMarked(point),
      cells: [
        element("button", { type: "button", class: "link", onclick: () => open(point.vehicle) }, point.vehicle.title),
        withUnit(point.x, chart.x.unit),
        withUnit(point.y, chart.y.unit),
        point.low === undefined ? "–" : `${written(point.low)}–${withUnit(point.high, chart.y.unit)}`,
        stateOf(point),
      ],
    })),
    [1, 2, 3],
  );
}

// The chart as a figure: its title, what it shows, the picture, and the same as a table.
function scatter(chart) {
  const points = sampled(chart.points);
  const wrong = points.filter((point) => point.isWrong);
  const known = points.filter((point) => point.isKnown);
  const left = chart.points.length - points.length;
  const drawn = new Set(points.map((point) => point.vehicle));
  const undrawn = DATA.vehicles.filter((vehicle) => !drawn.has(vehicle) && chart.names.some((name) => vehicle.wrong.has(name) || vehicle.known.has(name))).length;
  const among = DATA.revisions ? "that changed" : IS_PART ? "on this page" : `of ${DATA.sheets.toLocaleString("en")}`;
  const caption = [
    `${counted(chart.points.length, "vehicle")} ${among} ${chart.points.length === 1 ? "states" : "state"} ${chart.lacking}`,
    left > 0 ? `; ${points.length.toLocaleString("en")} are drawn: each with a finding, and an even sample of the others. ` : ". ",
    wrong.length ? `${counted(wrong.length, "vehicle")} with a finding on one of these.` : `No ${known.length ? "new " : ""}finding is on one of these.`,
    known.length ? ` ${counted(known.length, "vehicle")} with a known or accepted one.` : "",
    undrawn > 0 ? ` ${counted(undrawn, "other vehicle")} with such a finding ${undrawn === 1 ? "lacks" : "lack"} a figure to be drawn.` : "",
  ].join("");
  const area = element("div", {
    class: "plot-area",
    tabindex: 0,
    role: "application",
    "aria-roledescription": "chart",
    "aria-label": `${chart.title}. ${caption} Left and right go from car to car, up and down between those with findings, Enter shows the findings; the table below has the same.`,
  });
  const body = element("div");
  const named = element("p", { class: "caption" });
  const made = element(
    "figure",
    { id: `chart-${chart.id}` },
    element("figcaption", {}, element("h3", {}, chart.title), element("p", { class: "caption" }, [chart.note, caption].filter(Boolean).join(" "))),
    area,
    named,
    element("details", { ontoggle: () => body.childElementCount || body.append(chartTable(chart, points)) }, element("summary", {}, "Table of this chart"), body),
  );
  return { made, draw: () => drawIn(area, named, chart, points) };
}

// Draws the picture as wide as its place.
function drawIn(area, named, chart, points) {
  const width = Math.max(280, Math.floor(area.clientWidth));
  const svg = drawing(chart, points, width);
  const [x, y] = ["x", "y"].map((name) => svg.scale(name).apply);
  const places = points.map((point) => ({ point, at: [x(point.x), y(point.y)] }));
  const marked = places.filter(({ point }) => isMarked(point)).sort((a, b) => b.point.isWrong - a.point.isWrong || outside(b.point) - outside(a.point) || a.point.vehicle.number - b.point.vehicle.number);
  area.replaceChildren(svg);
  const names = addNames(svg, marked, width, svg.height.baseVal.value);
  named.textContent = names < marked.length ? `${names} of ${marked.length} are named, those farthest outside their normal range first.` : "";
  followPointer(area, svg, places, width, (point) => lines(chart, point));
}
