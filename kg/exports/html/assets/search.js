"use strict";
// Search over all nodes, drawn or not.

const MOST_FOUND = 40;

/** A text without case, accents and marks, as it is searched. */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

const index = [...entities, ...papers].map((node) => ({
  node,
  name: folded(node.name),
  all: folded([node.name, node.id, ...(node.aliases || []), ...(node.authors || [])].join("\n")),
}));

/** The nodes that hold every word, best first: the name itself, then names that begin so, then the most named. */
function found(query) {
  const wanted = folded(query.trim());
  const words = wanted.split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const rank = ({ name }) =>
    name === wanted ? 0 : name.startsWith(wanted) ? 1 : words.every((word) => name.includes(word)) ? 2 : 3;
  return index
    .filter(({ all }) => words.every((word) => all.includes(word)))
    .map((entry) => ({ node: entry.node, rank: rank(entry) }))
    .sort((a, b) => a.rank - b.rank || b.node.papers - a.node.papers || a.node.name.length - b.node.name.length)
    .map(({ node }) => node);
}
