"use strict";
// The data of the page, and how elements are made of it: every text becomes a text node, never markup.

const DATA = JSON.parse(document.getElementById("data").textContent);
const LEVELS = ["error", "warning", "note"];

function byId(id) {
  return document.getElementById(id);
}

// An element with attributes and children; texts and numbers become text nodes, and what is false is left out.
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== false && child !== undefined && child !== null && child !== ""));
  return made;
}

function counted(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

// A number with no more digits than charts need.
function written(number) {
  return number.toLocaleString("en", { maximumSignificantDigits: number >= 1000 ? 4 : 3 });
}

function withUnit(number, unit) {
  return `${written(number)} ${unit}`;
}

DATA.vehicles.forEach((vehicle, number) => {
  vehicle.number = number;
  vehicle.path = DATA.paths[vehicle.path];
  vehicle.findings ??= [];
  vehicle.suppressed ??= [];
  for (const key of ["wrong", "known"]) vehicle[key] = new Set((vehicle[key] ?? []).map((place) => DATA.figures[place].name));
  vehicle.figures = new Map(
    vehicle.figures.map(([place, value, low, high]) => [DATA.figures[place].name, { value, low, high }]),
  );
  const findings = [...vehicle.findings, ...vehicle.suppressed];
  for (const finding of findings) finding.path = finding.path === undefined ? vehicle.path : DATA.paths[finding.path];
  if (vehicle.change) vehicle.change.before = new Map(vehicle.change.before.map(([place, value]) => [DATA.figures[place].name, value]));
  const changed = vehicle.change ? [vehicle.change.kind, vehicle.change.event, ...vehicle.change.rows.flat()] : [];
  vehicle.text = [vehicle.title, vehicle.sheet, vehicle.path, ...changed, ...findings.map((each) => `${each.rule} ${each.message}`)]
    .join(" ")
    .toLowerCase();
});

const IS_PART = !DATA.revisions && DATA.vehicles.filter((vehicle) => !vehicle.isOther).length < DATA.sheets;
const FIGURES = new Map(DATA.figures.map((figure) => [figure.name, figure]));

// Whether a figure is outside its band.
function isOutside({ value, low, high }) {
  return low !== undefined && (value < low || value > high);
}

// A table with a caption; cells are texts, numbers or elements.
function table(caption, head, rows, numbers = []) {
  const cell = (name, content, place, attributes = {}) =>
    element(name, { class: numbers.includes(place) ? "number" : undefined, ...attributes }, content);
  return element(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
    element(
      "table",
      {},
      element("caption", {}, caption),
      element("thead", {}, element("tr", {}, ...head.map((each, place) => cell("th", each, place, { scope: "col" })))),
      element(
        "tbody",
        {},
        ...rows.map(({ cells, isWrong }) =>
          element(
            "tr",
            { class: isWrong ? "wrong" : undefined },
            ...cells.map((each, place) => (place ? cell("td", each, place) : cell("th", each, place, { scope: "row" }))),
          ),
        ),
      ),
    ),
  );
}
