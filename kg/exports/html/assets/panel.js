"use strict";
// The panel: what is chosen, in words and links. Whatever the drawing shows can be read and reached here.

const FIRST_SHOWN = 12;

// Who opens one abstract wants to read those of the next papers too.
let isAbstractOpen = false;

/** A list that shows its first entries, and all on demand. `entry` makes the content of one. */
function list(items, entry, shown = FIRST_SHOWN) {
  const element = make("ul", {}, ...items.slice(0, shown).map((item) => make("li", {}, ...entry(item))));
  if (items.length <= shown + 2) {
    element.append(...items.slice(shown).map((item) => make("li", {}, ...entry(item))));
    return [element];
  }
  const more = make("button", { type: "button" }, `Show all ${items.length}`);
  more.addEventListener("click", () => {
    const rest = items.slice(shown).map((item) => make("li", {}, ...entry(item)));
    element.append(...rest);
    more.remove();
    rest[0].querySelector("a, button").focus();
  });
  return [element, more];
}

/** A line about a node that an edge leads to, with a button for what the edge rests on. */
function edgeEntry(edge, node, note = "") {
  const button = make(
    "button",
    { type: "button", class: "why", "aria-expanded": "false", "aria-label": `Why: ${sentenceOf(edge)}` },
    "why",
  );
  const line = make(
    "div",
    { class: "line" },
    swatch(node.kind),
    make("span", { class: "grow" }, linkTo(node), note && make("span", { class: "quiet" }, ` ${note}`)),
    button,
  );
  const place = make("div", { hidden: true });
  button.addEventListener("click", () => {
    if (!place.hasChildNodes()) {
      place.append(
        ...evidenceOf(edge),
        make("p", { class: "quiet" }, make("a", { href: `#${edge.address}` }, "Show this edge in the drawing")),
      );
    }
    place.hidden = !place.hidden;
    button.setAttribute("aria-expanded", String(!place.hidden));
  });
  return [line, place];
}

/** A heading, with how many there are, and the list below it; nothing if there are none. */
function section(title, items, entry, note = String(items.length)) {
  return items.length ? [make("h3", {}, title, " ", make("small", {}, note)), ...list(items, entry)] : [];
}

/** Edges by what they say, in the schema's order. */
function grouped(edges) {
  const groups = new Map(data.edges.map(({ says }) => [says, []]));
  for (const edge of edges) groups.get(edge.says).push(edge);
  return [...groups].filter(([, members]) => members.length);
}

/** A link to a paper's page, else its id, if that is one that the world knows. */
function whereToFind({ url, id }) {
  if (/^https?:\/\//i.test(url || "")) {
    return make("p", {}, make("a", { href: url, rel: "noreferrer", target: "_blank" }, url));
  }
  return id.startsWith("title:") ? "" : make("p", { class: "quiet" }, id);
}

function paperView(paper) {
  const facts = [
    (paper.authors || []).slice(0, 8).join(", ") + ((paper.authors || []).length > 8 ? " and others" : ""),
    paper.venue,
    paper.year && String(paper.year),
  ];
  const abstract = abstractOf(paper);
  return [
    make("h2", { tabindex: "-1", dir: "auto" }, paper.name),
    make("p", { class: "quiet", dir: "auto" }, facts.filter(Boolean).join(" · ")),
    whereToFind(paper),
    abstract,
    ...grouped(paper.edges).flatMap(([says, edges]) =>
      section(says, edges, (edge) =>
        edgeEntry(edge, edge.target, edge.target.papers > 1 ? count(edge.target.papers, "paper") : ""),
      ),
    ),
    ...section("shares techniques with", paper.links, (link) =>
      edgeEntry(link, other(link, paper), `through ${link.shared.map((entity) => entity.name).join(", ")}`),
    ),
  ];
}

/** The paper's text, what it names underlined in the colour of its kind. */
function abstractOf(paper) {
  const spans = paper.edges.flatMap((edge) =>
    edge.claims.flatMap((claim) => claim.mentions.map((mention) => [...mention, edge.target])),
  );
  const start = Array.from((paper.text || "").split("\n")[0]).length + 1;
  const end = Array.from(paper.text || "").length;
  if (end <= start) return "";
  const wrap = (text, [, , entity]) => {
    const mark = make(
      "mark",
      { title: `${entity.name}: ${entity.kind}` },
      make("a", { href: `#${entity.address}` }, text),
    );
    mark.style.borderColor = kinds.get(entity.kind).color;
    return mark;
  };
  const text = make("p", { class: "text", dir: "auto" }, ...marked(paper.text, start, end, spans, wrap));
  const details = make("details", { open: isAbstractOpen }, make("summary", {}, "Abstract"), text);
  details.addEventListener("toggle", () => (isAbstractOpen = details.open));
  return details;
}

function entityView(entity) {
  const fromPapers = entity.edges.filter((edge) => isPaper(edge.source));
  const out = entity.edges.filter((edge) => edge.source === entity);
  const into = entity.edges.filter((edge) => edge.target === entity && !isPaper(edge.source));
  const newestFirst = (a, b) =>
    (b.source.year || 0) - (a.source.year || 0) || b.claims[0].confidence - a.claims[0].confidence;
  return [
    make("h2", { tabindex: "-1", dir: "auto" }, entity.name),
    make("p", {}, swatch(entity.kind), ` ${entity.kind}, named by ${count(entity.papers, "paper")}`),
    entity.aliases ? make("p", { class: "quiet", dir: "auto" }, `Also written ${entity.aliases.join(", ")}`) : "",
    ...grouped(fromPapers).flatMap(([says, edges]) =>
      section(
        `${says} it`,
        edges.sort(newestFirst),
        (edge) => edgeEntry(edge, edge.source, String(edge.source.year || "")),
        count(edges.length, "paper"),
      ),
    ),
    ...grouped(out).flatMap(([says, edges]) => section(`it ${says}`, edges, (edge) => edgeEntry(edge, edge.target))),
    ...grouped(into).flatMap(([says, edges]) => section(`${says} it`, edges, (edge) => edgeEntry(edge, edge.source))),
  ];
}

function edgeView(edge) {
  return [
    make("h2", { tabindex: "-1" }, linkTo(edge.source), ` ${edge.says} `, linkTo(edge.target)),
    make(
      "p",
      { class: "quiet" },
      edge.isLink
        ? `They share ${count(edge.shared.length, "thing")}. What each paper says:`
        : `${count(edge.claims.length, "paper")} ${edge.claims.length === 1 ? "says" : "say"} so:`,
    ),
    ...evidenceOf(edge),
  ];
}

function namedEntry(entity) {
  return [
    make(
      "span",
      { class: "line" },
      swatch(entity.kind),
      linkTo(entity),
      make("span", { class: "quiet" }, String(entity.papers)),
    ),
  ];
}

/** What stands in the panel before anything is chosen: where to begin. */
function startView() {
  const techniques = [...entities].sort((a, b) => b.papers - a.papers).slice(0, 60);
  const linked = [...papers].sort((a, b) => linkWeight(b) - linkWeight(a)).slice(0, 60);
  const all = make("details", {}, make("summary", {}, `All ${count(papers.length, "paper")} by title`));
  all.addEventListener("toggle", () => {
    if (all.childElementCount > 1) return;
    const sorted = [...papers].sort((a, b) => a.name.localeCompare(b.name, "en"));
    all.append(...list(sorted, (paper) => [linkTo(paper)], 400));
  });
  return [
    make("h2", { tabindex: "-1" }, "Where to begin"),
    make(
      "p",
      {},
      "Click a paper or a technique in the drawing or in the lists; click an edge to read the sentences that it rests on.",
    ),
    ...section("Named by most papers", techniques, namedEntry, ""),
    ...section("Papers that share most with others", linked, (paper) => [linkTo(paper)], ""),
    all,
  ];
}
