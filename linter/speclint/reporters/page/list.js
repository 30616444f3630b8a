"use strict";
// The ranked list of vehicles, those of one model with the same fault together.

const PAGE = 50;
let limit = PAGE;
let pinned = null;

// Fills a box when it is opened first.
function boxOf(summary, make) {
  const box = element("details", { ontoggle: () => box.open && box.fill() }, summary);
  box.fill = () => box.childElementCount > 1 || box.append(make());
  return box;
}

// Why a vehicle is listed: its worst finding, or else what changed first, and how much more there is.
function reasonOf(vehicle, first) {
  if (first) return [[first.message, first.help].filter(Boolean).join("; "), findingsShown(vehicle).length - 1];
  const { event, rows } = vehicle.change ?? { rows: [] };
  if (event || rows.length === 0) return [event, rows.length];
  const [label, old, now, difference] = rows[0];
  return [`${label} ${[old, now].filter(Boolean).join(" → ")}${difference && ` (${difference})`}`, rows.length - 1];
}

function firstOf(vehicle) {
  return findingsShown(vehicle)[0] ?? vehicle.findings[0] ?? (state.scope === "all" ? vehicle.suppressed[0] : undefined);
}

function summary(vehicle, title, values, more) {
  const first = firstOf(vehicle);
  const [reason, others] = reasonOf(vehicle, first);
  return element(
    "summary",
    {},
    first ? levelOf(first) : element("span", { class: "level clean" }, vehicle.change?.kind || "clean"),
    element("h3", {}, title),
    values,
    reason && element("span", { class: "reason" }, reason, " ", element("span", { class: "more" }, more ?? (others > 0 && `and ${others} more`))),
  );
}

function item(vehicle) {
  const first = firstOf(vehicle);
  const box = boxOf(summary(vehicle, vehicle.title, first ? valuesOf(first) : ""), () => details(vehicle));
  return element("li", { id: `vehicle-${vehicle.number}` }, box);
}

// One row for several vehicles of a model, which opens to them.
function groupItem(vehicles) {
  const [vehicle] = vehicles;
  const texts = new Set(vehicles.map((each) => valuesOf(firstOf(each)).textContent));
  const messages = new Set(vehicles.map((each) => firstOf(each).message));
  const more = messages.size > 1 && "with other figures in some";
  const title = `${vehicle.family}, ${counted(vehicles.length, "vehicle")}`;
  const box = boxOf(summary(vehicle, title, texts.size === 1 ? valuesOf(firstOf(vehicle)) : "", more), () => element("ol", {}, ...vehicles.map(item)));
  return element("li", { id: `group-${vehicle.number}-${vehicles.length}`, class: "group" }, box);
}

// The vehicles in rows: those of one model are together whose worst finding differs in its numbers at most.
function rowsOf(vehicles) {
  const rows = new Map();
  for (const vehicle of vehicles) {
    const first = findingsShown(vehicle)[0];
    const key = first && vehicle.family ? [vehicle.family, first.level, first.rule, first.message.replace(/\d[\d.,]*/g, "0")].join("\n") : vehicle;
    rows.set(key, [...(rows.get(key) ?? []), vehicle]);
  }
  return [...rows.values()];
}

let rows = [];

function drawList(isSame = false) {
  const all = DATA.vehicles.filter((vehicle) => isShown(vehicle) && vehicle !== pinned);
  const grouped = rowsOf(all);
  rows = grouped.slice(0, limit);
  if (pinned) rows.unshift([pinned]);
  // what is listed already stays as it is, open or not
  const known = new Map([...byId("list").children].map((entry) => [entry.id, entry]));
  const made = rows.map((vehicles) => {
    const [{ number }, ...others] = vehicles;
    const id = others.length ? `group-${number}-${vehicles.length}` : `vehicle-${number}`;
    return (isSame && known.get(id)) || (others.length ? groupItem(vehicles) : item(vehicles[0]));
  });
  byId("list").replaceChildren(...made);
  byId("shown").textContent = shownText(pinned ? [pinned, ...all] : all, rows.flat().length);
  const rest = grouped.length - Math.min(grouped.length, limit);
  byId("more").hidden = rest <= 0;
  byId("more").textContent = `Show ${Math.min(rest, PAGE)} more`;
}

function shownText(vehicles, listed) {
  if (vehicles.length === 0) return emptyText();
  const others = vehicles.filter((vehicle) => vehicle.isOther).length;
  const counts = [others < vehicles.length && counted(vehicles.length - others, "vehicle"), others && counted(others, "entry on several or none", "entries on several or none")];
  return `${counts.filter(Boolean).join(" and ")}, the worst first${listed < vehicles.length ? `; the first ${listed} are listed` : ""}`;
}

function emptyText() {
  if (state.search || state.make || state.rule || state.level !== DEFAULTS.level) return "No vehicle matches: reset the filters, or show all vehicles.";
  if (DATA.revisions) return "Nothing changed.";
  if (state.scope === "new" && DATA.known) return "No new findings. Choose under Show those that are known, or all vehicles.";
  return "No findings. Show all vehicles to compare each with published cars.";
}

// Shows a vehicle with its findings, whatever the filters.
function open(vehicle) {
  if (!rows.some((vehicles) => vehicles.includes(vehicle))) {
    pinned = vehicle;
    drawList(true);
  }
  const group = rows.find((vehicles) => vehicles.includes(vehicle) && vehicles.length > 1);
  if (group) reveal(byId(`group-${group[0].number}-${group.length}`));
  const entry = byId(`vehicle-${vehicle.number}`);
  reveal(entry);
  entry.scrollIntoView({ block: "start" });
  entry.querySelector("summary").focus({ preventScroll: true });
}

function reveal(entry) {
  const box = entry.querySelector("details");
  box.open = true;
  box.fill();
}

function addMore() {
  byId("more").addEventListener("click", () => {
    const first = byId("list").childElementCount;
    limit += PAGE;
    drawList(true);
    byId("list").children[first]?.querySelector("summary").focus();
  });
}
