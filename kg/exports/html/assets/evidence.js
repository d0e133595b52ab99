"use strict";
// Pieces of the page: elements, swatches, and sentences with what they name marked. Text is only ever put in as text.

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== ""));
  return element;
}

const PATHS = {
  "round-rectangle": "M3 1H13Q15 1 15 3V13Q15 15 13 15H3Q1 15 1 13V3Q1 1 3 1Z",
  ellipse: "M8 1A7 7 0 1 1 8 15A7 7 0 1 1 8 1Z",
  diamond: "M8 0L16 8L8 16L0 8Z",
  hexagon: "M4 1H12L16 8L12 15H4L0 8Z",
  triangle: "M8 1L16 15H0Z",
  rectangle: "M1 1H15V15H1Z",
  star: "M8 0L10 6H16L11.2 9.6L13 16L8 12L3 16L4.8 9.6L0 6H6Z",
};

/** The colour and shape of a kind of node, small. */
function swatch(kind) {
  const { color, shape } = kinds.get(kind);
  const image = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  for (const [name, value] of Object.entries({ class: "swatch", viewBox: "-1 -1 18 18", "aria-hidden": "true" }))
    image.setAttribute(name, value);
  for (const [name, value] of Object.entries({ d: PATHS[shape], fill: color, stroke: "#333" }))
    path.setAttribute(name, value);
  image.append(path);
  return image;
}

function linkTo(item, text = item.name) {
  return make("a", { href: `#${item.address}`, dir: "auto" }, text);
}

/** The part of a text between two code points, with marks around the spans in it. `wrap` makes a mark of a span. */
function marked(text, start, end, spans, wrap) {
  const points = Array.from(text);
  const parts = [];
  let place = start;
  for (const span of [...spans].sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    if (span[0] < place || span[1] > end) continue;
    parts.push(points.slice(place, span[0]).join(""), wrap(points.slice(span[0], span[1]).join(""), span));
    place = span[1];
  }
  parts.push(points.slice(place, end).join(""));
  return parts;
}

/** The sentences that a claim rests on, with marks around mentions. */
function quote(claim, mentions, withPaper = false) {
  const sentences = claim.sentences.map((sentence) => {
    const parts =
      typeof sentence === "string"
        ? [sentence]
        : marked(claim.paper.text || "", ...sentence, mentions, (text) => make("mark", {}, text));
    return make("p", { dir: "auto" }, ...parts);
  });
  const sure = `confidence ${Math.round(claim.confidence * 100)} %`;
  const footer = withPaper ? make("footer", {}, linkTo(claim.paper), ` · ${sure}`) : make("footer", {}, sure);
  return make("blockquote", {}, ...sentences, footer);
}

/** Where a claim's paper names what the claim is about: of a relation both its ends. */
function mentionsFor(edge, claim) {
  if (isPaper(edge.source)) return claim.mentions;
  const roles = [edge.source, edge.target].flatMap((entity) => rolesOf(claim.paper, entity));
  return roles.flatMap((role) => role.claims.flatMap(({ mentions }) => mentions));
}

/** What an edge rests on: each claim's sentences; of a link, those of both papers for each thing that they share. */
function evidenceOf(edge) {
  if (!edge.isLink) {
    return edge.claims.map((claim) => quote(claim, mentionsFor(edge, claim), claim.paper !== edge.source));
  }
  return edge.shared.map((entity) =>
    make(
      "section",
      {},
      make("h4", {}, swatch(entity.kind), " ", linkTo(entity)),
      ...[edge.source, edge.target].flatMap((paper) =>
        rolesOf(paper, entity).flatMap((role) => [
          make("p", {}, linkTo(paper), ` ${role.says} it:`),
          ...role.claims.map((claim) => quote(claim, claim.mentions)),
        ]),
      ),
    ),
  );
}
