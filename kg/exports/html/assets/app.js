"use strict";
// The page at work. What is chosen stands in the address, so that back, forward and bookmarks work.

const $ = (id) => document.getElementById(id);
const LINKS = "Links between papers";
let map;
let center;

const chosen = () => byAddress.get(new URLSearchParams(location.hash.slice(1)).toString());
const isChecked = (name) => !document.querySelector(`#legend input[value="${CSS.escape(name)}"]:not(:checked)`);

function applyFilter() {
  filter(isChecked, isChecked(LINKS), chosen());
}

/** Draw the map, or what is around a node if one is given. */
function show(node) {
  center = node;
  map ||= mapOfPapers();
  const content = node ? neighbourhoodOf(node) : map;
  draw(content);
  $("drawn").textContent = content.note;
  $("whole").setAttribute("aria-pressed", String(!node));
  $("near").setAttribute("aria-pressed", String(Boolean(node)));
}

/** Follow the address: panel, highlight, and, if what is chosen is not drawn, a drawing of what is around it. */
function follow() {
  const item = chosen();
  const isElsewhere = item && !isDrawn(item);
  if (isElsewhere) show(isEdge(item) ? item.source : item);
  else if (!item && center) show();
  const view = !item ? startView : isEdge(item) ? edgeView : isPaper(item) ? paperView : entityView;
  $("panel").replaceChildren(...view(item).filter(Boolean));
  $("panel").scrollTop = 0;
  $("near").disabled = !item;
  document.title = item
    ? `${isEdge(item) ? sentenceOf(item) : item.name} · Papers and what links them`
    : "Papers and what links them";
  applyFilter();
  highlight(item, item === center);
  if (item) bringIntoView(item);
}

function fillLegend() {
  const used = new Set([...entities].map((entity) => entity.kind));
  const labels = data.kinds
    .filter(({ label }) => used.has(label))
    .map(({ label, description }) => ({ label, description, mark: swatch(label) }));
  const choice = ({ label, description, mark, checked }) =>
    make(
      "label",
      { title: description },
      make("input", { type: "checkbox", value: label, checked }),
      mark,
      ` ${label}`,
    );
  $("legend").append(
    make("label", { title: kinds.get("Paper").description }, swatch("Paper"), "Paper"),
    ...labels.map((each) => choice({ ...each, checked: true })),
    choice({ label: LINKS, description: "Always shown for the paper that is chosen.", mark: "", checked: false }),
  );
  $("legend").addEventListener("change", applyFilter);
}

function search() {
  const query = $("query").value;
  const nodes = found(query);
  const entries = nodes.slice(0, MOST_FOUND).map((node) => {
    const link = linkTo(node, "");
    link.append(
      swatch(node.kind),
      make("span", {}, node.name),
      make("span", { class: "quiet" }, isPaper(node) ? String(node.year || "") : node.kind),
    );
    return make("li", {}, link);
  });
  $("results").replaceChildren(...entries);
  $("results").hidden = !entries.length;
  $("found").textContent = !query.trim()
    ? ""
    : nodes.length > MOST_FOUND
      ? `${MOST_FOUND} of ${nodes.length} found`
      : `${nodes.length} found`;
}

function closeSearch() {
  $("results").hidden = true;
}

/** Up and down go through what was found, beginning and ending in the field. */
function moveInSearch(event) {
  const stops = [$("query"), ...($("results").hidden ? [] : $("results").querySelectorAll("a"))];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") {
    closeSearch();
    $("query").focus();
  } else if (event.key === "Enter" && event.target === $("query")) {
    stops[1]?.click();
  } else if (step) {
    event.preventDefault();
    stops[(stops.indexOf(event.target) + step + stops.length) % stops.length].focus();
  }
}

/** The keys of the drawing. */
function moveDrawing(event) {
  const steps = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
  const [x, y] = steps[event.key] || [];
  const actions = {
    "+": () => zoomBy(1.3),
    "=": () => zoomBy(1.3),
    "-": () => zoomBy(1 / 1.3),
    0: fitAll,
    ".": () => step(1),
    ",": () => step(-1),
    Escape: () => (location.hash = ""),
  };
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (x !== undefined) cy.panBy({ x, y });
  else if (actions[event.key]) actions[event.key]();
  else return;
  event.preventDefault();
}

/** Choose the next of the nodes that are drawn, or the one before. */
function step(by) {
  const drawn = cy.nodes(":visible").map((node) => byKey.get(node.id()));
  if (!drawn.length) return;
  const at = drawn.indexOf(chosen());
  location.hash = drawn[(at + by + drawn.length) % drawn.length].address;
}

function tip(event) {
  const item = byKey.get(event.target.id());
  $("tip").textContent = isEdge(item)
    ? sentenceOf(item)
    : isPaper(item)
      ? item.name
      : `${item.name} (${item.kind}, ${count(item.papers, "paper")})`;
  $("tip").hidden = false;
  const { x, y } = event.renderedPosition;
  const area = $("drawing");
  $("tip").style.left = `${Math.min(area.offsetLeft + x + 14, area.offsetWidth - $("tip").offsetWidth - 8)}px`;
  $("tip").style.top = `${area.offsetTop + y + 14}px`;
}

cy.on("tap", "node, edge", (event) => (location.hash = byKey.get(event.target.id()).address));
cy.on("dbltap", "node", (event) => {
  show(byKey.get(event.target.id()));
  follow();
});
cy.on("mouseover", "node, edge", tip);
cy.on("mouseout drag viewport", () => ($("tip").hidden = true));
$("drawing").addEventListener("keydown", moveDrawing);
$("closer").addEventListener("click", () => zoomBy(1.3));
$("farther").addEventListener("click", () => zoomBy(1 / 1.3));
$("fit").addEventListener("click", fitAll);
$("whole").addEventListener("click", () => {
  show();
  follow();
});
$("near").addEventListener("click", () => {
  show(isEdge(chosen()) ? chosen().source : chosen());
  follow();
});
$("skip").addEventListener("click", (event) => {
  event.preventDefault();
  $("panel").focus();
});
$("query").addEventListener("input", search);
$("query").addEventListener("focus", search);
document.querySelector("[role=search]").addEventListener("keydown", moveInSearch);
$("results").addEventListener("click", closeSearch);
document.addEventListener("pointerdown", (event) => event.target.closest("[role=search]") || closeSearch());
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && event.target !== $("query")) {
    event.preventDefault();
    $("query").focus();
  }
});
// Who followed a link of the panel or of the search reads on where it led; who uses the drawing stays there.
window.addEventListener("hashchange", () => {
  const isReading = $("panel").contains(document.activeElement) || document.activeElement.closest("[role=search]");
  follow();
  const heading = $("panel").querySelector("h2");
  if (isReading) heading.focus();
  else $("said").textContent = heading.textContent;
});

fillLegend();
// The legend has taken some of the room.
cy.resize();
show();
follow();
