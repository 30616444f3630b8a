"use strict";
// Puts everything on the page, and follows its width, the theme and the printer.

function addHead() {
  const { counts, sheets, figuresRead, known, accepted } = DATA;
  const found = [
    LEVELS.map((level) => counted(counts[level] ?? 0, level)).join(", ") + (known ? " are new" : ""),
    known && `${counted(known, "finding")} known in the baseline`,
    accepted && `${counted(accepted, "finding")} accepted`,
  ].filter(Boolean).join("; ");
  const [base, revision] = DATA.revisions ?? [];
  byId("counts").textContent = DATA.revisions
    ? `${base} → ${revision}: ${counted(sheets, "sheet")} ${sheets === 1 ? "was" : "were"} compared. Findings that the change brings: ${found}.`
    : `${counted(sheets, "sheet")} with ${counted(figuresRead, "figure")} were checked. Findings: ${found}.`;
  byId("origin").textContent = DATA.origin.join(" · ");
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
    unplaced && `${counted(unplaced, "vehicle")} on this page ${unplaced === 1 ? "has" : "have"} no normal range: too few figures are stated, or too few such cars are published.`,
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
    opened = [...document.querySelectorAll("#list > li > details:not([open])")].filter((box) => box.querySelector(".reason"));
    for (const box of opened) {
      box.open = true;
      box.fill();
      // of vehicles with the same fault the first one stands for all
      const first = box.querySelector("ol details");
      if (first) {
        opened.push(first);
        first.open = true;
        first.fill();
      }
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
followFilters();
addMore();
addNotices();
followTheme();
followPrinter();
followWidth([...addPictures(), ...addFamilies()]);
