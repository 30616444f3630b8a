"use strict";
// Search and filters: what is shown, how many vehicles each choice leaves, and all of it in the address.

const FIELDS = ["search", "make", "rule", "level", "scope"];
const ODD = "error or warning";
const HAS_ODD = DATA.vehicles.some((vehicle) => [...vehicle.findings, ...vehicle.suppressed].some((each) => each.level !== "note"));
const DEFAULTS = { search: "", make: "", rule: "", level: HAS_ODD && !DATA.revisions ? ODD : "", scope: DATA.revisions ? "all" : "new" };
const SCOPES = {
  new: { text: DATA.known ? "New findings" : "With findings", of: (vehicle) => vehicle.findings },
  known: { text: "Known in the baseline", of: (vehicle) => vehicle.suppressed.filter((each) => each.known) },
  accepted: { text: "Accepted findings", of: (vehicle) => vehicle.suppressed.filter((each) => !each.known) },
  all: { text: "All vehicles", of: (vehicle) => [...vehicle.findings, ...vehicle.suppressed] },
};
const state = { ...DEFAULTS };

function hasLevel(finding, level) {
  return !level || finding.level === level || (level === ODD && finding.level !== "note");
}

function findingsShown(vehicle, { scope, rule, level } = state) {
  return SCOPES[scope].of(vehicle).filter((each) => (!rule || each.rule === rule) && hasLevel(each, level));
}

function isShown(vehicle, chosen = state) {
  const words = chosen.search.toLowerCase().split(/\s+/).filter(Boolean);
  if (chosen.make && vehicle.make !== chosen.make) return false;
  if (!words.every((word) => vehicle.text.includes(word))) return false;
  if (findingsShown(vehicle, chosen).length > 0) return true;
  return chosen.scope === "all" && !chosen.rule && ["", DEFAULTS.level].includes(chosen.level);
}

// How many vehicles there are of each value, where `valuesOf` gives those of one.
function tally(vehicles, valuesOf) {
  const counts = new Map();
  for (const value of vehicles.flatMap((vehicle) => [...new Set(valuesOf(vehicle))])) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function optionsOf(select, texts) {
  select.replaceChildren(...texts.map(([value, text]) => element("option", { value }, text)));
}

// Offers in a field each choice with the number of vehicles that it leaves.
function offer(name, choices, first = []) {
  const found = choices.map(([value, text, count]) => [value, `${text} (${count.toLocaleString("en")})`]);
  const isThere = [...first, ...found].some(([value]) => value === state[name]);
  optionsOf(byId(name), [...first, ...found, ...(isThere ? [] : [[state[name], `${state[name]} (0)`]])]);
  byId(name).value = state[name];
}

function offerAll() {
  const left = (name) => {
    const chosen = { ...state, [name]: "" };
    return [DATA.vehicles.filter((vehicle) => isShown(vehicle, chosen)), chosen];
  };
  const sorted = (counts) => [...counts].sort(([a], [b]) => a.localeCompare(b)).map(([value, count]) => [value, value, count]);
  const [ofMakes] = left("make");
  offer("make", sorted(tally(ofMakes, (each) => (each.make ? [each.make] : []))), [["", "All"]]);
  const [ofRules, anyRule] = left("rule");
  offer("rule", sorted(tally(ofRules, (each) => findingsShown(each, anyRule).map((finding) => finding.rule))), [["", "All"]]);
  const [ofLevels, anyLevel] = left("level");
  const levels = tally(ofLevels, (each) => findingsShown(each, anyLevel).flatMap(({ level }) => (level === "note" ? [level] : [level, ODD])));
  offer("level", [ODD, ...LEVELS].filter((level) => levels.has(level)).map((level) => [level, level, levels.get(level)]), [["", "All"]]);
  const scopes = Object.entries(SCOPES).filter(([scope]) => !["known", "accepted"].includes(scope) || DATA[scope]);
  offer("scope", scopes.map(([scope, { text }]) => [scope, text, DATA.vehicles.filter((vehicle) => isShown(vehicle, { ...state, scope })).length]));
}

// Shows what the fields say, and puts it into the address.
function filterBy(chosen) {
  Object.assign(state, chosen);
  limit = PAGE;
  pinned = null;
  byId("search").value = state.search;
  offerAll();
  drawList();
}

function fromAddress() {
  const stated = new URLSearchParams(location.hash.slice(1));
  const chosen = { ...DEFAULTS };
  for (const name of FIELDS) chosen[name] = stated.get(name) ?? chosen[name];
  if (!SCOPES[chosen.scope]) chosen.scope = DEFAULTS.scope;
  return chosen;
}

function toAddress() {
  const stated = FIELDS.filter((name) => state[name] !== DEFAULTS[name]).map((name) => [name, state[name]]);
  history.replaceState(null, "", `#${new URLSearchParams(stated)}`);
}

function followFilters() {
  const filters = byId("filters");
  const choose = (chosen) => {
    filterBy(chosen);
    toAddress();
  };
  filters.addEventListener("input", () => choose(Object.fromEntries(FIELDS.map((name) => [name, byId(name).value]))));
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.addEventListener("reset", (event) => {
    event.preventDefault();
    choose(DEFAULTS);
  });
  addEventListener("hashchange", () => location.hash.includes("=") && filterBy(fromAddress()));
  filterBy(fromAddress());
}
