"use strict";
// The drawing, by Cytoscape.js. It knows what is drawn and chosen, and tells `onPick` what is clicked.

const QUIET = "#9aa3ae";
const CHOSEN = "#000000";
const CROWDED = 250;
const TICKS = 200;
const LARGEST = 1.4;
const READABLE = 11;
const FEW = 12;

const style = [
  {
    selector: "node",
    style: {
      label: "data(caption)",
      width: "data(size)",
      height: "data(size)",
      "background-color": "data(color)",
      shape: "data(shape)",
      "border-width": 1,
      "border-color": "#333",
      "font-size": "data(font)",
      "font-family": "system-ui, sans-serif",
      "text-outline-color": "#fff",
      "text-outline-width": 2,
      "text-valign": "bottom",
      "text-margin-y": 2,
      "min-zoomed-font-size": 8,
    },
  },
  {
    selector: "edge",
    style: {
      width: 1,
      opacity: 0.55,
      "line-color": QUIET,
      "target-arrow-color": QUIET,
      "target-arrow-shape": "triangle",
      "arrow-scale": 0.6,
      "curve-style": "straight",
    },
  },
  { selector: "edge.between", style: { "curve-style": "bezier" } },
  {
    selector: "edge.link",
    style: { "line-color": "#0072B2", "line-style": "dashed", "target-arrow-shape": "none", opacity: 0.6 },
  },
  { selector: ".far", style: { opacity: 0.1, "text-opacity": 0 } },
  { selector: "edge.far", style: { opacity: 0.06 } },
  { selector: "node.near", style: { "min-zoomed-font-size": 5 } },
  {
    selector: "edge.near",
    style: { width: 1.6, opacity: 0.9, "line-color": "#5a6270", "target-arrow-color": "#5a6270" },
  },
  { selector: "edge.near.link", style: { "line-color": "#0072B2" } },
  {
    selector: "node.chosen",
    style: { "border-width": 4, "border-color": CHOSEN, "font-weight": 700, "min-zoomed-font-size": 0, "z-index": 9 },
  },
  {
    selector: "edge.chosen",
    style: {
      width: 4,
      opacity: 1,
      "line-color": CHOSEN,
      "target-arrow-color": CHOSEN,
      label: "data(says)",
      "font-size": 12,
      "text-outline-color": "#fff",
      "text-outline-width": 3,
      "z-index": 9,
    },
  },
  { selector: ".off", style: { display: "none" } },
];

const cy = cytoscape({
  container: document.getElementById("drawing"),
  style,
  minZoom: 0.05,
  maxZoom: 4,
  boxSelectionEnabled: false,
  autounselectify: true,
  autoungrabify: false,
});

/** Where little is drawn, names get room; where much is, those that many papers share are to be read from afar. */
function nodeElement(node, isCrowded) {
  const { color, shape } = kinds.get(node.kind);
  const grown = isPaper(node) ? 0 : Math.sqrt(node.papers);
  const size = isPaper(node) ? 16 : 14 + 7 * grown;
  const font = isPaper(node) ? 12 : isCrowded ? 5 + 6.5 * grown : 13 + grown;
  const name = isCrowded ? 0 : Math.min(node.caption.length, 24) * font * 0.25;
  const room = Math.max(size / 2 + 14, name) + 4;
  const data = { id: node.key, caption: node.caption, size, font, ownFont: font, color, shape, room };
  return { group: "nodes", data };
}

function edgeElement(edge) {
  const classes = edge.isLink ? "link" : isPaper(edge.source) ? "" : "between";
  return {
    group: "edges",
    data: { id: edge.key, source: edge.source.key, target: edge.target.key, says: edge.says },
    classes,
  };
}

/** Draw nodes and edges anew, and fit them in. */
function draw({ nodes, edges }) {
  cy.elements().remove();
  cy.add([...[...nodes].map((node) => nodeElement(node, nodes.size > CROWDED)), ...[...edges].map(edgeElement)]);
  const places = arrange(cy.nodes(), cy.edges().not(".link"));
  cy.nodes().positions((node) => places.get(node.id()));
  fitAll();
}

/** Places by d3-force, the same each time. Links between papers pull at nothing: what they stand for is drawn. */
function arrange(nodes, edges) {
  const points = nodes.map((node) => ({ id: node.id(), room: node.data("room") }));
  const lines = edges.map((edge) => ({ source: edge.data("source"), target: edge.data("target") }));
  d3.forceSimulation(points)
    .force(
      "link",
      d3
        .forceLink(lines)
        .id((point) => point.id)
        .distance(60),
    )
    .force("charge", d3.forceManyBody().strength(-300).distanceMax(900))
    .force(
      "collide",
      d3.forceCollide((point) => point.room),
    )
    .force("x", d3.forceX().strength(0.05))
    .force("y", d3.forceY().strength(0.08))
    .alphaDecay(1 - 0.001 ** (1 / TICKS))
    .stop()
    .tick(TICKS);
  return new Map(points.map(({ id, x, y }) => [id, { x, y }]));
}

const sizeOfDrawing = () => `${cy.width()} ${cy.height()}`;
let fittedTo;

/** Show everything, but nothing larger than life. */
function fitAll() {
  fittedTo = sizeOfDrawing();
  cy.fit(undefined, 30);
  if (cy.zoom() > LARGEST) {
    cy.zoom(LARGEST);
    cy.center();
  }
}

/** Names that stand out are as large as need be to be read, however far the drawing is away: all of a few, else of things. */
function keepReadable() {
  const least = READABLE / cy.zoom();
  const areFew = cy.nodes(".near").length <= FEW;
  cy.batch(() => {
    cy.nodes().forEach((node) => {
      const { ownFont, font } = node.data();
      const isNamed = node.hasClass("chosen") || (node.hasClass("near") && (areFew || !isPaper(byKey.get(node.id()))));
      const wanted = isNamed ? Math.max(ownFont, least) : ownFont;
      if (wanted !== font) node.data("font", wanted);
    });
  });
}

cy.on("zoom", keepReadable);
cy.on("resize", () => sizeOfDrawing() === fittedTo || fitAll());

/** Make what is around an item stand out, and let all else fade, unless the whole drawing is about the item. */
function highlight(item, isCenter) {
  cy.batch(() => {
    cy.elements().removeClass("chosen near far");
    const element = item && cy.getElementById(item.key);
    if (!element || element.empty()) return;
    const around = element.isNode() ? element.closedNeighborhood() : aroundEdge(item, element);
    if (!isCenter) cy.elements().not(around).addClass("far");
    around.addClass("near");
    element.addClass("chosen");
  });
  keepReadable();
}

/** The ends of an edge; of a link also what it stands for. */
function aroundEdge(edge, element) {
  const ends = element.connectedNodes();
  const shared = cy.collection(
    (edge.shared || []).map((entity) => cy.getElementById(entity.key)).filter((node) => node.nonempty()),
  );
  return element.union(ends).union(shared).union(ends.edgesWith(shared));
}

const isDrawn = (item) => cy.getElementById(item.key).nonempty();

/** Hide the kinds of node, and the links, that are not wanted. Links of what is chosen are always shown. */
function filter(isWanted, areLinksWanted, item) {
  cy.batch(() => {
    cy.nodes().forEach((node) =>
      node.toggleClass("off", !isWanted(byKey.get(node.id()).kind) && byKey.get(node.id()) !== item),
    );
    cy.edges(".link").forEach((edge) => {
      const link = byKey.get(edge.id());
      edge.toggleClass("off", !areLinksWanted && link !== item && link.source !== item && link.target !== item);
    });
  });
}

/** Bring an item into the middle if it stands outside of what is seen. */
function bringIntoView(item) {
  const element = cy.getElementById(item.key);
  if (element.empty()) return;
  const { x1, x2, y1, y2 } = cy.extent();
  const { x1: left, x2: right, y1: top, y2: bottom } = element.boundingBox();
  if (left < x1 || right > x2 || top < y1 || bottom > y2) cy.center(element);
}

function zoomBy(factor) {
  cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
}
