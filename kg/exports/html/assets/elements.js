"use strict";
// What is drawn: the map of many papers, or what is around one node.

const MAP_PAPERS = 400;
const NEAR_PAPERS = 40;
const NEAR_ENTITIES = 40;

const count = (number, word) => `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;

function linkWeight(paper) {
  return paper.links.reduce((sum, link) => sum + link.weight, 0);
}

/** The papers with most links, and every entity that at least two of them have. */
function mapOfPapers() {
  const weights = new Map(papers.map((paper) => [paper, linkWeight(paper)]));
  const shown = [...papers].sort((a, b) => weights.get(b) - weights.get(a)).slice(0, MAP_PAPERS);
  const users = new Map();
  for (const paper of shown) {
    for (const entity of new Set(paper.edges.map((edge) => edge.target))) {
      users.set(entity, (users.get(entity) || 0) + 1);
    }
  }
  const shared = [...users.keys()].filter((entity) => users.get(entity) > 1);
  const nodes = new Set([...shown, ...shared]);
  const edges = shown.flatMap((paper) => [...paper.edges, ...paper.links]).filter((edge) => nodes.has(edge.target));
  const what =
    papers.length > shown.length
      ? `The ${shown.length} most linked of ${count(papers.length, "paper")}`
      : count(shown.length, "paper");
  const note = `${what}, and ${count(shared.length, "thing")} that at least two of them name`;
  return { nodes, edges: new Set(edges.filter((edge) => nodes.has(edge.source))), note };
}

/** A node, what it is joined to, and what joins those. */
function neighbourhoodOf(node) {
  const near = [...new Set([...node.edges, ...(node.links || [])].map((edge) => other(edge, node)))];
  const nearEntities = near.filter((item) => !isPaper(item)).sort((a, b) => b.papers - a.papers);
  const nearPapers = near.filter(isPaper);
  if (!isPaper(node)) nearPapers.sort((a, b) => strength(b, node) - strength(a, node));
  const nodes = new Set([node, ...nearEntities.slice(0, NEAR_ENTITIES), ...nearPapers.slice(0, NEAR_PAPERS)]);
  const edges = new Set();
  for (const item of nodes) {
    for (const edge of item.edges) if (nodes.has(other(edge, item))) edges.add(edge);
  }
  for (const link of node.links || []) if (nodes.has(other(link, node))) edges.add(link);
  const left = near.length + 1 - nodes.size;
  return {
    nodes,
    edges,
    note: `${node.caption} and ${count(nodes.size - 1, "neighbour")}${left ? `; ${left} more in the panel` : ""}`,
  };
}

/** How surely a paper has to do with an entity: its best claim, stronger roles first. */
function strength(paper, entity) {
  const types = data.edges.map((edge) => edge.type);
  const roles = rolesOf(paper, entity).map(
    (edge) => edge.claims[0].confidence + types.length - types.indexOf(edge.type),
  );
  return Math.max(...roles, 0);
}
