"use strict";
// Puts everything on the page, and follows its width, the theme and the printer.

function addHead() {
  const { counts, sheets, figuresRead, suppressed } = DATA;
  const found = LEVELS.map((level) => counted(counts[level] ?? 0, level)).join(", ");
  const accepted = suppressed ? `, and ${counted(suppressed, "finding")} accepted` : "";
  const [base, revision] = DATA.revisions ?? [];
  byId("counts").textContent = DATA.revisions
    ? `${base} → ${revision}: ${counted(sheets, "sheet")} ${sheets === 1 ? "was" : "were"} compared; ${found} that the change brings${accepted}.`
    : `${counted(sheets, "sheet")} with ${counted(figuresRead, "figure")} were checked: ${found}${accepted}.`;
  if (DATA.revisions) byId("vehicles-heading").textContent = "What changed, and what is odd in it";
  byId("made").textContent = `Made by speclint ${DATA.version}. The charts are drawn by Observable Plot and D3, of which the licences stand in this file.`;
}

function addNotices() {
  const listed = DATA.vehicles.flatMap((vehicle) => vehicle.findings).length;
  const total = LEVELS.reduce((sum, level) => sum + (DATA.counts[level] ?? 0), 0);
  const vehicles = DATA.vehicles.filter((vehicle) => !vehicle.isOther);
  const reading = DATA.vehicles.flatMap((vehicle) => vehicle.findings.filter((each) => DATA.reading.includes(each.rule)).map((each) => [vehicle, each]));
  const unnamed = vehicles.filter((vehicle) => !vehicle.family).length;
  const unplaced = vehicles.filter((vehicle) => ![...vehicle.figures.values()].some((figure) => figure.low > 0)).length;
  const lines = [
    ...DATA.notices,
    listed < total && `${(total - listed).toLocaleString("en")} of ${counted(total, "finding")} are left out of this page, the mildest ones; name fewer paths or rules to see them.`,
    IS_PART && `${(DATA.sheets - vehicles.length).toLocaleString("en")} of ${DATA.sheets.toLocaleString("en")} vehicles are left out of this page: of those without findings it holds siblings of the others, and an even sample.`,
    unnamed && `${counted(unnamed, "vehicle")} on this page ${unnamed === 1 ? "states" : "state"} no make and model, and ${unnamed === 1 ? "is" : "are"} in no family.`,
    unplaced && `${counted(unplaced, "vehicle")} on this page ${unplaced === 1 ? "states" : "state"} too few figures, or ${unplaced === 1 ? "is" : "are"} of a kind that has no bands.`,
  ].filter(Boolean);
  const items = [
    ...reading.slice(0, 50).map(([vehicle, each]) => element("li", {}, `${each.message} `, element("span", { class: "where" }, place(vehicle, each)))),
    reading.length > 50 && element("li", {}, `and ${reading.length - 50} more findings on what could not be read, in the list above`),
    ...lines.map((text) => element("li", {}, text)),
  ].filter(Boolean);
  byId("notices").replaceChildren(...(items.length ? items : [element("li", {}, "Nothing: no limit was reached, and no finding is on a value that could not be read.")]));
}

function followTheme() {
  const select = byId("theme");
  const apply = () => {
    if (select.value) document.documentElement.dataset.theme = select.value;
    else delete document.documentElement.dataset.theme;
  };
  select.addEventListener("change", apply);
  apply();
}

// Opens what is listed on paper, and closes it again.
function followPrinter() {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("#list details:not([open])")].filter((box) => box.querySelector(".reason"));
    for (const box of opened) {
      box.open = true;
      if (box.childElementCount === 1) box.append(details(DATA.vehicles[Number(box.parentElement.id.replace("vehicle-", ""))]));
    }
  });
  addEventListener("afterprint", () => opened.forEach((box) => (box.open = false)));
}

function followWidth(draws) {
  let width = 0;
  const draw = () => {
    if (document.body.clientWidth === width) return;
    width = document.body.clientWidth;
    draws.forEach((each) => each());
  };
  draw();
  let waiting;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(draw, 150);
  });
}

addHead();
setFilters();
drawList();
addNotices();
followTheme();
followPrinter();
followWidth([...addPictures(), ...addFamilies()]);
