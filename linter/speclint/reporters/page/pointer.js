"use strict";
// What lies over a chart: names of outliers, and a tip that follows the pointer and the keyboard.

const MAX_NAMES = 8;
const NEAR = 24;
const SVG = "http://www.w3.org/2000/svg";

function svgElement(name, attributes, text = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

function shortened(text, most = 30) {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

// Names the points beside them, each where it covers no other name; gives how many were named.
function addNames(svg, places, width, height, least = 50) {
  const boxes = places.map(({ at: [x, y] }) => [x - 5, y - 5, x + 5, y + 5]);
  let named = 0;
  for (const { at: [x, y], point } of places) {
    if (named === MAX_NAMES) break;
    const label = svgElement("text", { class: "name", "font-size": 12 });
    svg.append(label);
    let long = 0;
    let free;
    for (const most of [30, 18]) {
      label.textContent = shortened(point.name, most);
      long = label.getComputedTextLength();
      const tries = [];
      for (const away of [0, 14, 28, 42]) {
        tries.push([x + 9, y + 4 - away], [x + 9, y + 4 + away], [x - 9 - long, y + 4 - away], [x - 9 - long, y + 4 + away]);
      }
      free = tries.find(([left, base]) => {
        const box = [left, base - 11, left + long, base + 3];
        const isInside = box[0] >= least && box[2] <= width && box[1] >= 14 && box[3] <= height - 38;
        return isInside && boxes.every((other) => other[0] === x - 5 && other[1] === y - 5 || box[2] < other[0] || box[0] > other[2] || box[3] < other[1] || box[1] > other[3]);
      });
      if (free) break;
    }
    if (!free) {
      label.remove();
      continue;
    }
    const [left, base] = free;
    boxes.push([left, base - 11, left + long, base + 3]);
    if (Math.abs(base - 4 - y) > 8) {
      label.before(svgElement("line", { class: "leader", x1: x, y1: y, x2: left > x ? left - 2 : left + long + 2, y2: base - 4 }));
    }
    label.setAttribute("x", left);
    label.setAttribute("y", base);
    label.addEventListener("click", () => open(point.vehicle));
    named += 1;
  }
  return named;
}

// Shows what is below the pointer, or where the arrow keys lead, and opens it.
function followPointer(area, svg, places, width, textsOf) {
  svg.setAttribute("aria-hidden", "true");
  places.sort((a, b) => a.at[0] - b.at[0] || a.at[1] - b.at[1]);
  const wrong = places.filter(({ point }) => isMarked(point));
  const here = svgElement("circle", { class: "here", r: 8, visibility: "hidden" });
  svg.append(here);
  const tip = element("div", { class: "tip", hidden: true });
  const spoken = element("span", { class: "hidden", role: "status" });
  area.append(tip, spoken);
  let current = null;

  function show(found, isSpoken = false) {
    current = found;
    tip.hidden = !found;
    here.setAttribute("visibility", found ? "visible" : "hidden");
    if (!found) return;
    const texts = textsOf(found.point).filter(Boolean);
    here.setAttribute("cx", found.at[0]);
    here.setAttribute("cy", found.at[1]);
    tip.replaceChildren(element("b", {}, found.point.vehicle.title), ...texts.map((text) => element("div", {}, text)));
    tip.style.left = `${Math.max(0, Math.min(found.at[0] + 14, width - tip.offsetWidth))}px`;
    tip.style.top = `${found.at[1] + 14}px`;
    if (isSpoken) spoken.textContent = [found.point.vehicle.title, ...texts].join(", ");
  }

  function nearest(event) {
    const box = svg.getBoundingClientRect();
    const scale = width / box.width;
    const at = [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
    let found = null;
    let least = NEAR;
    for (const each of places) {
      // of two as near the one with a finding
      const away = Math.hypot(each.at[0] - at[0], each.at[1] - at[1]) - (isMarked(each.point) ? 6 : 0);
      if (away < least) [found, least] = [each, away];
    }
    return found;
  }

  function step(among, by) {
    const start = among.indexOf(current);
    const next = start >= 0 ? start + by : by > 0 ? 0 : among.length - 1;
    show(among[Math.min(among.length - 1, Math.max(0, next))], true);
  }

  const keys = {
    ArrowRight: () => step(places, 1),
    ArrowLeft: () => step(places, -1),
    ArrowDown: () => wrong.length && step(wrong, 1),
    ArrowUp: () => wrong.length && step(wrong, -1),
    Home: () => show(places[0], true),
    End: () => show(places.at(-1), true),
    Enter: () => current && open(current.point.vehicle),
    Escape: () => show(null),
  };
  area.onkeydown = (event) => {
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  };
  area.onpointermove = (event) => show(nearest(event));
  area.onpointerleave = () => show(null);
  area.onblur = () => show(null);
  area.onclick = (event) => {
    const found = nearest(event);
    if (found) open(found.point.vehicle);
  };
}
