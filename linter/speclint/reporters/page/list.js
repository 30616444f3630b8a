"use strict";
// The ranked list of vehicles, with search and filters.

const PAGE = 50;
const state = { search: "", make: "", rule: "", level: "", scope: DATA.revisions ? "all" : "odd", limit: PAGE, pinned: null };

function optionsOf(select, texts) {
  select.replaceChildren(...texts.map(([value, text]) => element("option", { value }, text)));
}

function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function findingsShown(vehicle) {
  return vehicle.findings.filter(
    (finding) => (!state.rule || finding.rule === state.rule) && (!state.level || finding.level === state.level),
  );
}

function isShown(vehicle) {
  const words = state.search.toLowerCase().split(/\s+/).filter(Boolean);
  if (state.make && vehicle.make !== state.make) return false;
  if (!words.every((word) => vehicle.text.includes(word))) return false;
  if (findingsShown(vehicle).length > 0) return true;
  return state.scope === "all" && !state.rule && !state.level;
}

// Why a vehicle is listed: its worst finding, or else what changed first.
function reasonOf(vehicle, first) {
  if (first) return [first.message, vehicle.findings.length - 1];
  const { event, rows } = vehicle.change ?? { rows: [] };
  if (event || rows.length === 0) return [event, rows.length];
  const [label, old, now, difference] = rows[0];
  return [`${label} ${[old, now].filter(Boolean).join(" → ")}${difference && ` (${difference})`}`, rows.length - 1];
}

function item(vehicle) {
  const first = findingsShown(vehicle)[0] ?? vehicle.findings[0];
  const [reason, more] = reasonOf(vehicle, first);
  const box = element(
    "details",
    {
      ontoggle: () => {
        if (box.open && box.childElementCount === 1) box.append(details(vehicle));
      },
    },
    element(
      "summary",
      {},
      first ? levelOf(first) : element("span", { class: "level clean" }, vehicle.change?.kind || "clean"),
      element("h3", {}, vehicle.title),
      first ? valuesOf(first) : "",
      reason && element("span", { class: "reason" }, reason, " ", more > 0 && element("span", { class: "more" }, `and ${more} more`)),
    ),
  );
  return element("li", { id: `vehicle-${vehicle.number}` }, box);
}

function drawList(isSame = false) {
  const all = DATA.vehicles.filter((vehicle) => isShown(vehicle) && vehicle !== state.pinned);
  const shown = all.slice(0, state.limit);
  if (state.pinned) shown.unshift(state.pinned);
  // what is listed already stays as it is, open or not
  const known = new Map([...byId("list").children].map((entry) => [entry.id, entry]));
  byId("list").replaceChildren(...shown.map((vehicle) => (isSame && known.get(`vehicle-${vehicle.number}`)) || item(vehicle)));
  const total = all.length + (state.pinned ? 1 : 0);
  byId("shown").textContent =
    total === 0 ? emptyText() : `${counted(total, "vehicle")}, the worst first${shown.length < total ? `; the first ${shown.length} are listed` : ""}`;
  const rest = total - shown.length;
  byId("more").hidden = rest <= 0;
  byId("more").textContent = `Show ${Math.min(rest, PAGE)} more`;
}

function emptyText() {
  const isFiltered = state.search || state.make || state.rule || state.level;
  if (isFiltered) return "No vehicle matches: reset the filters, or show all vehicles.";
  if (DATA.revisions) return "Nothing changed.";
  return "No findings. Show all vehicles to see each one's place among published cars.";
}

// Shows a vehicle with its findings, whatever the filters.
function open(vehicle) {
  if (!byId(`vehicle-${vehicle.number}`)) {
    state.pinned = vehicle;
    drawList(true);
  }
  const entry = byId(`vehicle-${vehicle.number}`);
  const box = entry.querySelector("details");
  box.open = true;
  if (box.childElementCount === 1) box.append(details(vehicle));
  entry.scrollIntoView({ block: "start" });
  entry.querySelector("summary").focus({ preventScroll: true });
}

function setFilters() {
  const makes = tally(DATA.vehicles.filter((each) => each.make).map((each) => each.make));
  const rules = tally(DATA.vehicles.flatMap((each) => [...new Set(each.findings.map((finding) => finding.rule))]));
  const levels = tally(DATA.vehicles.flatMap((each) => [...new Set(each.findings.map((finding) => finding.level))]));
  const listed = (counts) => [...counts].sort(([a], [b]) => a.localeCompare(b)).map(([value, count]) => [value, `${value} (${count})`]);
  optionsOf(byId("make"), [["", "All"], ...listed(makes)]);
  optionsOf(byId("rule"), [["", "All"], ...listed(rules)]);
  optionsOf(byId("level"), [["", "All"], ...LEVELS.filter((level) => levels.has(level)).map((level) => [level, `${level} (${levels.get(level)})`])]);
  optionsOf(byId("scope"), [["odd", "With findings"], ["all", "All vehicles"]]);
  byId("scope").value = state.scope;
  const filters = byId("filters");
  const changed = () => {
    for (const name of ["search", "make", "rule", "level", "scope"]) state[name] = byId(name).value;
    state.limit = PAGE;
    state.pinned = null;
    drawList();
  };
  filters.addEventListener("input", changed);
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.addEventListener("reset", () => setTimeout(() => {
    byId("scope").value = DATA.revisions ? "all" : "odd";
    changed();
  }));
  byId("more").addEventListener("click", () => {
    const first = byId("list").childElementCount;
    state.limit += PAGE;
    drawList(true);
    byId("list").children[first]?.querySelector("summary").focus();
  });
}
