"use strict";
// The graph: the page's data, and what of it belongs together. Nodes and edges are found by their address, which is what
// stands after the "#" of a link to them.

const data = JSON.parse(document.getElementById("data").textContent);
const kinds = new Map(data.kinds.map((kind) => [kind.label, kind]));
const byAddress = new Map();
const byKey = new Map();

function address(fields) {
  return new URLSearchParams(fields).toString();
}

/** A name that fits under a node: what stands before a title's colon, or its first words. */
function shortTitle(title) {
  const before = title.split(":")[0].trim();
  if (before && before.length <= 30) return before;
  const words = title.slice(0, 31).split(" ");
  return title.length <= 30 ? title : `${words.length > 1 ? words.slice(0, -1).join(" ") : title.slice(0, 28)}…`;
}

function register(item) {
  byAddress.set(item.address, item);
  byKey.set(item.key, item);
  return item;
}

const papers = data.papers.map((paper, place) =>
  register({
    ...paper,
    key: `p${place}`,
    address: address({ paper: paper.id }),
    kind: "Paper",
    name: paper.title || paper.id,
    caption: shortTitle(paper.title || paper.id),
    edges: [],
    links: [],
    papers: 0,
  }),
);

const entities = data.entities.map((entity, place) =>
  register({
    ...entity,
    key: `e${place}`,
    address: address({ entity: entity.id }),
    caption: entity.name,
    edges: [],
    papers: entity.paperCount || 0,
  }),
);

/** The edge of a type between two nodes: all claims of it together. */
function edgeOf(type, source, target) {
  const { type: name, says, target: end } = data.edges[type];
  const key = `${type}.${source.key}.${target.key}`;
  if (byKey.has(key)) return byKey.get(key);
  const fields = { edge: name, from: source.id, to: target.id };
  const edge = register({
    key,
    address: address(fields),
    type: name,
    says,
    source,
    target,
    claims: [],
    isLink: end === "Paper",
  });
  (edge.isLink ? source.links : source.edges).push(edge);
  (edge.isLink ? target.links : target.edges).push(edge);
  return edge;
}

const ends = (type, from, to) => [
  data.edges[type].source === "Paper" ? papers[from] : entities[from],
  data.edges[type].target === "Paper" ? papers[to] : entities[to],
];

for (const [type, from, to, paper, confidence, sentences, mentions] of data.claims) {
  edgeOf(type, ...ends(type, from, to)).claims.push({ paper: papers[paper], confidence, sentences, mentions });
}
for (const [type, from, to, weight, shared] of data.links) {
  const link = edgeOf(type, ...ends(type, from, to));
  link.weight = weight;
  link.shared = shared.map((place) => entities[place]);
}
for (const paper of papers) paper.links.sort((a, b) => b.weight - a.weight);

const other = (edge, node) => (edge.source === node ? edge.target : edge.source);
const isPaper = (item) => item.kind === "Paper";
const isEdge = (item) => "source" in item;

/** The edges from a paper to an entity. */
function rolesOf(paper, entity) {
  return paper.edges.filter((edge) => edge.target === entity);
}

/** What an edge says, in words. */
function sentenceOf(edge) {
  return `${edge.source.name} ${edge.says} ${edge.target.name}`;
}
