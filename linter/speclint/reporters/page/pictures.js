"use strict";
// Which charts there are: what each draws of a vehicle, and why one is not drawn.

const MIN_POINTS = DATA.revisions ? 1 : 3;

// The points of a chart of two figures of which the second has a band.
function pointsOf(xOf, yName, names) {
  const points = [];
  for (const vehicle of DATA.vehicles) {
    const figure = vehicle.figures.get(yName);
    const x = xOf(vehicle.figures);
    const before = vehicle.change?.before;
    if (figure && x > 0 && figure.value > 0) {
      const isWrong = names.some((name) => vehicle.wrong.has(name));
      const isKnown = !isWrong && names.some((name) => vehicle.known.has(name));
      points.push({ vehicle, name: vehicle.title, x, y: figure.value, low: figure.low, high: figure.high, isWrong, isKnown, isOutside: isOutside(figure), ...fromOf(before, xOf, yName) });
    }
  }
  return points;
}

// Where a vehicle was before it changed; nothing if it was nowhere.
function fromOf(before, xOf, yName) {
  if (!before) return {};
  const [fromX, fromY] = [xOf(new Map([...before].map(([name, value]) => [name, { value }]))), before.get(yName)];
  return fromX > 0 && fromY > 0 ? { fromX, fromY } : {};
}

function powerToMass(figures) {
  return (1000 * figures.get("power")?.value) / figures.get("mass")?.value;
}

function axis(name) {
  const { label, unit } = FIGURES.get(name);
  return { label, unit };
}

function acceleration() {
  return {
    id: "acceleration",
    title: "0–100 km/h against power-to-mass",
    x: { label: "power-to-mass", unit: "kW/t" },
    y: { label: "0–100 km/h", unit: "s" },
    names: ["power", "mass", "acceleration_0_100_kmh"],
    points: pointsOf(powerToMass, "acceleration_0_100_kmh", ["power", "mass", "acceleration_0_100_kmh"]),
    lacking: "power, kerb mass and 0–100 km/h",
  };
}

function ranges() {
  const charts = ["range_wltp", "range_epa", "range_cltc"].map((name) => ({
    id: name.replace("_", "-"),
    title: `${FIGURES.get(name).label} against battery capacity`,
    x: axis("battery"),
    y: axis(name),
    names: [name, "battery"],
    points: pointsOf((figures) => figures.get("battery")?.value, name, [name, "battery"]),
    lacking: `${FIGURES.get(name).label} and battery capacity`,
  }));
  const drawn = charts.filter((chart) => chart.points.length >= MIN_POINTS);
  return drawn.length ? drawn : charts.sort((a, b) => b.points.length - a.points.length).slice(0, 1).map((chart) => ({ ...chart, title: "Range against battery capacity", lacking: "range by one test cycle and battery capacity" }));
}

// CO2 against consumption, fuel by fuel: the carbon of a fuel bounds the ratio of the two.
function emissions() {
  const charts = Object.entries(DATA.fuels).map(([fuel, [low, high]]) => ({
    id: `co2-${fuel}`,
    title: `CO₂ against consumption, ${fuel}`,
    note: `In the stripe are ${low} to ${high} g of CO₂ for each l/100 km, the bounds of the fuel.`,
    x: axis("consumption_combined"),
    y: axis("co2"),
    areas: [{ low, high }],
    names: [],
    points: DATA.vehicles.filter((vehicle) => vehicle.burnt?.[2] === fuel && vehicle.burnt[0] > 0 && vehicle.burnt[1] > 0).map((vehicle) => {
      const [x, y, , isWrong, isKnown] = vehicle.burnt;
      const bounds = { value: y, low: low * x, high: high * x };
      return { vehicle, name: vehicle.title, x, y, low: bounds.low, high: bounds.high, isWrong, isKnown, isOutside: isOutside(bounds) };
    }),
    lacking: `consumption and CO₂ of one test cycle, and ${fuel} as the fuel`,
  }));
  const drawn = charts.filter((chart) => chart.points.length >= MIN_POINTS);
  return drawn.length ? drawn : charts.sort((a, b) => b.points.length - a.points.length).slice(0, 1).map((chart) => ({ ...chart, title: "CO₂ against consumption", lacking: "consumption and CO₂ of one test cycle, and the fuel" }));
}

// Puts the charts on the page and gives what draws them again.
function addPictures() {
  const charts = [acceleration(), ...ranges(), ...emissions()];
  const drawn = charts.filter((chart) => chart.points.length >= MIN_POINTS).map(scatter);
  byId("pictures").replaceChildren(...drawn.map(({ made }) => made));
  byId("undrawn").replaceChildren(
    ...charts
      .filter((chart) => chart.points.length < MIN_POINTS)
      .map((chart) => element("li", {}, `${chart.title} is not drawn: ${chart.points.length || "no"} ${chart.points.length === 1 ? "vehicle" : "vehicles"}${IS_PART ? " on this page" : ""} ${chart.points.length === 1 ? "states" : "state"} ${chart.lacking}.`)),
  );
  const key = (kind, text) => [element("span", { class: `key ${kind}`, "aria-hidden": "true" }), text];
  if (drawn.length) {
    byId("legend").append(
      ...key("", "a vehicle"), ...key("odd", "with a finding on a figure of the chart"),
      ...(DATA.known || DATA.accepted ? key("known", "with a known or accepted finding on one") : []),
      ...key("open", "outside its normal range, without a finding: another figure of it fits less well, or the rule allows it"),
      ...key("range", "normal range: what its other figures imply, as the rule computes it"),
      ...(DATA.revisions ? key("moved", "from where it was before") : []),
    );
  }
  return drawn.map(({ draw }) => draw);
}
