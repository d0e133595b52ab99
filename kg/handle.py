"""An opened graph: everything that can be asked of it from Python."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast

from kg.assembly.links import LINK
from kg.config import Target, graph_target
from kg.errors import NotFoundError, QueryError
from kg.ids import entity_id, fold_title, strong_id
from kg.pipeline.curating import kept_decisions
from kg.pipeline.derive import role_types
from kg.pipeline.papers import paper_from_node
from kg.pipeline.report import OnProgress, RetractReport, ignore_progress
from kg.pipeline.retracting import papers_of_extractor, papers_of_source, retract
from kg.queries import bind, load_query, plain_words
from kg.records.entities import Claim, Entity, EntityRelation, RelatedPaper
from kg.resolution.keys import entity_key
from kg.resolution.near import near_names
from kg.resolution.registry import load_registry
from kg.schema import load_schema
from kg.stats import Stats, graph_stats, is_pending
from kg.stores import open_store
from kg.stores.base import CypherStore, Rows, Store

if TYPE_CHECKING:
    from types import TracebackType

    import networkx as nx
    import pandas as pd
    import pyarrow as pa
    import rdflib

    from kg.communities import CentralTechnique, Community
    from kg.exports.rdf.sparql import SparqlGraph
    from kg.queries.catalogue import Scalar
    from kg.records.decisions import Decision
    from kg.records.documents import Paper
    from kg.records.graph import Edge, Node

QUERY_TIMEOUT = 30.0
"""Seconds that a query may run."""


def open_graph(target: str | Path | Target | None = None) -> GraphHandle:
    """Open a graph to ask it.

    Args:
        target: A folder, a server's address, or None for `NEO4J_URI`, else the folder `kg.graph`.

    Raises:
        StoreError: If there is no graph, or it cannot be opened.

    Example:
        ```python
        with kg.open_graph("my.graph") as graph:
            for related in graph.related_papers("arxiv:2106.09685"):
                print(related.title, related.through)
        ```
    """
    return GraphHandle(open_store(target if isinstance(target, Target) else graph_target(target)))


class GraphHandle:
    """A graph that is open for questions; a context manager.

    Args:
        store: The open store; `close` closes it.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._triples: SparqlGraph | None = None

    def query(self, name: str, /, **params: Any) -> list[dict[str, Any]]:
        """Return the rows of a named query of `cypher/`, keyed by column.

        Raises:
            QueryError: If there is no such query, or a parameter is missing, unknown or of the wrong type.
            NotFoundError: If the graph lacks the paper or entity that a parameter names.
        """
        return self.query_rows(name, params).dicts()

    def query_rows(self, name: str, params: dict[str, Any], *, limit: int | None = None) -> Rows:
        """Return the answer of a named query, columns and rows apart, at most `limit` rows."""
        query = load_query(name)
        store = self._cypher_store()
        rows = store.run(query.text, self.bound(name, params), timeout=QUERY_TIMEOUT, limit=limit)
        # The embedded engine names no columns where there are no rows.
        return rows if rows.rows else Rows(query.columns, (), rows.cut)

    def bound(self, name: str, params: dict[str, Any]) -> dict[str, Scalar]:
        """Return a value for each parameter of a named query as this graph knows it.

        A paper given by its title becomes its id, an entity written otherwise its name; what is left out, its default.

        Raises:
            QueryError: If there is no such query, or a parameter is missing, unknown or of the wrong type.
            NotFoundError: If the graph lacks the paper or entity that a parameter names.
        """
        query = load_query(name)
        values = bind(query, params)
        for parameter in query.parameters:
            if parameter.name in params and (parameter.required or values[parameter.name] != ""):
                values[parameter.name] = self._resolved(parameter.type, values[parameter.name])
        return values

    def _resolved(self, kind: str, value: Scalar) -> Scalar:
        """The id of a paper given by its title, the name of an entity written otherwise, words without marks."""
        if kind == "paper":
            return self.find_paper(str(value)).id
        if kind == "words":
            return plain_words(str(value))
        return self.find_entity(str(value)).name if kind == "entity" else value

    def cypher(self, text: str, /, **params: Any) -> list[dict[str, Any]]:
        """Return the rows of a reading Cypher statement, keyed by column.

        Raises:
            QueryError: If it is malformed, wants to write, or runs longer than `QUERY_TIMEOUT` seconds.
        """
        return self.cypher_rows(text, params).dicts()

    def cypher_rows(self, text: str, params: dict[str, Any], *, limit: int | None = None) -> Rows:
        """Return the answer of a reading Cypher statement, columns and rows apart, at most `limit` rows."""
        return self._cypher_store().run(text, params, timeout=QUERY_TIMEOUT, limit=limit)

    @property
    def reader(self) -> Target:
        """Where, and as whom, other programs can read the graph while it is open.

        Raises:
            QueryError: If the graph is in memory.
        """
        return self._cypher_store().reader

    def _cypher_store(self) -> CypherStore:
        if isinstance(self.store, CypherStore):
            return self.store
        raise QueryError("A graph in memory does not answer Cypher.", hint="Build it into a folder.")

    def sparql(self, text: str, /, **params: Any) -> list[dict[str, Any]]:
        """Return the rows of a SPARQL query, keyed by variable; the first one reads the whole graph into memory.

        Args:
            text: A query, with the prefixes of the graph declared; or the name of one of `schemas/sparql/`.
            params: Values for `VALUES ?name { … }` and, as `limit`, for the last `LIMIT`.

        Raises:
            QueryError: If it is malformed, wants to write or to ask another server, or a parameter does not fit.
            NotFoundError: If the graph lacks the paper or entity that a parameter of a named query names.
        """
        return self.sparql_rows(text, params).dicts()

    def sparql_rows(self, text: str, params: dict[str, Any], *, limit: int | None = None) -> Rows:
        """Return the answer of a SPARQL query, columns and rows apart, its first rows if there is a limit."""
        from kg.exports.rdf.sparql import SparqlGraph, with_values

        if self._triples is None:
            self._triples = SparqlGraph(self.store, load_schema())
        if re.fullmatch(r"\w+", text):
            rows = self._triples.ask_named(text, params, self._resolved)
        else:
            rows = self._triples.ask(with_values(text, params, load_schema()))
        return Rows(rows.columns, rows.rows[:limit], cut=limit is not None and len(rows.rows) > limit)

    def papers(self) -> Iterator[Paper]:
        """Yield every paper, ordered by id."""
        return (paper_from_node(node) for node in self.store.nodes("Paper"))

    def entities(self) -> Iterator[Entity]:
        """Yield every entity, ordered by id."""
        return (_entity(node) for node in self.store.nodes("Entity"))

    def find_paper(self, id_or_title: str) -> Paper:
        """Return the paper with this id, this id of its input, or this title.

        What stands before a title's colon does, and any part of a title, if no other paper has it too.

        Raises:
            NotFoundError: If there is none, or several; the hint names titles that are near.
        """
        key = fold_title(id_or_title)
        for found in self._exact_papers(id_or_title, key):
            return paper_from_node(found)
        titles = {node.id: str(node.properties["title"]) for node in self.store.nodes("Paper", properties=("title",))}
        parts = sorted(id_ for id_, title in titles.items() if key and key in fold_title(title))
        named = [id_ for id_ in parts if key == fold_title(titles[id_].partition(":")[0])]
        for ids in (named, parts):
            if len(ids) == 1:
                return paper_from_node(next(iter(self.store.nodes("Paper", ids=ids))))
        several = [titles[id_] for id_ in (named or parts)[:5]]
        what = f"{len(parts)} papers with {id_or_title!r} in their titles" if parts else f"no paper {id_or_title!r}"
        hint = _did_you_mean(several or near_names(id_or_title, titles.values(), 5))
        raise NotFoundError(f"{self.store.target} has {what}.", hint=hint or "Give an id, a title, or a part of one.")

    def _exact_papers(self, text: str, key: str) -> Iterator[Node]:
        yield from self.store.nodes("Paper", ids=[strong_id(text) or text])
        if strong := strong_id(text):
            yield from self.store.nodes("Paper", where=("ids", [strong]))
        yield from self.store.nodes("Paper", where=("givenIds", [text]))
        if key:
            yield from self.store.nodes("Paper", where=("titleKeys", [key]))

    def find_entity(self, name: str) -> Entity:
        """Return the entity with this name, however it is written, or this id.

        Raises:
            NotFoundError: If there is none; the hint names entities that are near.
        """
        canonical = load_registry().canonical(name)
        ids = [name, *(entity_id(entity_key(each)) for each in (name, canonical) if each)]
        for id_ in dict.fromkeys(ids):
            for node in self.store.nodes("Entity", ids=[id_]):
                return _entity(node)
        for node in self.store.nodes("Entity", where=("aliases", [name])):
            return _entity(node)
        names = [str(node.properties["name"]) for node in self.store.nodes("Entity", properties=("name",))]
        raise NotFoundError(
            f"{self.store.target} has nothing named {name!r}.",
            hint=_did_you_mean(near_names(name, names, 5)) or "`kg query search -p text=WORD` looks for words.",
        )

    def claims(self, *, paper: str | None = None, entity: str | None = None) -> list[Claim]:
        """Return what papers say of what they name, strongest role first, then by paper and name.

        Args:
            paper: Id of a paper, or None for any.
            entity: Id of an entity, or None for any.
        """
        roles = role_types()
        edges = [
            edge
            for kind in roles
            for edge in self.store.edges(
                kind, "Paper", sources=None if paper is None else [paper], targets=None if entity is None else [entity]
            )
        ]
        titles = self._texts("Paper", "title", {edge.source for edge in edges})
        names = {node.id: node for node in self.store.nodes("Entity", ids={edge.target for edge in edges})}
        claims = [_claim(edge, titles[edge.source], names[edge.target]) for edge in edges]
        return sorted(claims, key=lambda c: (roles.index(c.role), c.paper_id, c.entity.casefold(), c.entity_id))

    def relations(self, *, paper: str | None = None, entity: str | None = None) -> list[EntityRelation]:
        """Return what papers say of two entities, ordered by type, head and tail.

        Args:
            paper: Only claims of this paper; None for any.
            entity: Only relations that this entity is an end of; None for any.
        """
        papers = None if paper is None else [paper]
        found: dict[str, Edge] = {}
        for kind in load_schema().relations:
            for ends in ({"sources": [entity]}, {"targets": [entity]}) if entity else ({},):
                for edge in self.store.edges(kind, "Entity", papers=papers, **cast("dict[str, Any]", ends)):
                    found[edge.id] = edge
        names = self._texts("Entity", "name", {end for edge in found.values() for end in (edge.source, edge.target)})
        relations = [
            EntityRelation(
                head=names[edge.source],
                type=edge.type,
                tail=names[edge.target],
                paper_id=str(edge.properties["paperId"]),
                confidence=cast("float", edge.properties["confidence"]),
                sentence=str(edge.properties.get("sentence", "")),
            )
            for edge in found.values()
        ]
        return sorted(relations, key=lambda r: (r.type, r.head.casefold(), r.tail.casefold(), r.paper_id))

    def related_papers(self, id_or_title: str, limit: int = 10) -> list[RelatedPaper]:
        """Return the papers that share techniques with one, most first, ties by id.

        Raises:
            NotFoundError: If the graph has no such paper.
        """
        paper = self.find_paper(id_or_title).id
        links = [*self.store.edges(LINK, "Paper", sources=[paper]), *self.store.edges(LINK, "Paper", targets=[paper])]
        others = {edge.id: edge.target if edge.source == paper else edge.source for edge in links}
        titles = self._texts("Paper", "title", set(others.values()))
        related = [
            RelatedPaper(
                id=others[edge.id],
                title=titles[others[edge.id]],
                weight=cast("float", edge.properties["weight"]),
                through=cast("tuple[str, ...]", edge.properties["through"]),
            )
            for edge in links
        ]
        return sorted(related, key=lambda r: (-r.weight, r.id))[:limit]

    def decisions(self) -> tuple[Decision, ...]:
        """Return what a person decided about the graph, as every build applies it, ordered by id."""
        return kept_decisions(self.store)

    def is_pending(self) -> bool:
        """Whether a build was interrupted, so that names and links are not up to date."""
        return is_pending(self.store)

    def stats(self) -> Stats:
        """Return what the graph holds, counted."""
        return graph_stats(self.store)

    def communities(self, *, resolution: float = 1.0) -> list[Community]:
        """Return groups of papers that are linked with each other more than with the rest, largest first.

        Args:
            resolution: Above 1 for more and smaller ones, below 1 for fewer and larger ones.
        """
        from kg.communities import find_communities

        return find_communities(self.store, resolution)

    def central_techniques(self) -> list[CentralTechnique]:
        """Return the models and methods that papers use together with others, most central first."""
        from kg.communities import central_techniques

        return central_techniques(self.store)

    def to_networkx(self, *, lists: bool = False) -> nx.MultiDiGraph[str]:
        """Return the graph as networkx's `MultiDiGraph`: a node's type as `label`, an edge's as `type`.

        The id of a node is its networkx name, that of an edge its key. Properties are plain scalars, so that every
        writer of networkx takes them.

        Args:
            lists: Whether lists stay Python lists; else they are strings, their items joined by " | ".
        """
        from kg.exports.networkx import to_networkx

        return to_networkx(self.store, lists=lists)

    def to_rdflib(self) -> rdflib.Graph:
        """Return the graph's triples as rdflib's `Graph`, with the prefixes of the schema."""
        from kg.exports.rdf.mapping import iter_triples
        from kg.exports.rdf.objects import to_rdflib

        schema = load_schema()
        return to_rdflib(iter_triples(self.store, schema), schema.prefixes)

    def to_arrow(self) -> dict[str, pa.Table]:
        """Return the graph as Arrow tables: `Paper`, `Entity`, and one for each relation, such as `Paper_USES_Entity`.

        Raises:
            KgError: If pyarrow is not installed.
        """
        from kg.exports.tables import to_arrow

        return to_arrow(self.store)

    def to_pandas(self) -> dict[str, pd.DataFrame]:
        """Return the tables of `to_arrow` as data frames; what is missing is NA.

        Raises:
            KgError: If pyarrow or pandas is not installed.
        """
        from kg.exports.tables import to_pandas

        return to_pandas(self.store)

    def papers_of(self, *, source: str = "", extractor: str = "") -> set[str]:
        """Return the ids of the papers that `retract` takes out for a source or an extractor.

        Raises:
            NotFoundError: If there is none.
        """
        found: set[str] = set()
        if source:
            found |= papers_of_source(self.store, source)[0]
        if extractor:
            found |= papers_of_extractor(self.store, extractor)
        return found

    def retract(
        self,
        papers: Iterable[str] = (),
        *,
        source: str = "",
        extractor: str = "",
        on_progress: OnProgress = ignore_progress,
    ) -> RetractReport:
        """Take papers and their claims out of the graph: by id, by the file they came from, by what read them.

        Raises:
            NotFoundError: If the graph lacks one of them; nothing is taken back then.
        """
        return retract(papers, self.store, source=source, extractor=extractor, on_progress=on_progress)

    def _texts(self, label: str, name: str, ids: set[str]) -> dict[str, str]:
        nodes = self.store.nodes(label, ids=ids, properties=(name,)) if ids else ()
        return {node.id: str(node.properties.get(name, node.id)) for node in nodes}

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _entity(node: Node) -> Entity:
    properties = node.properties
    return Entity(
        id=node.id,
        name=str(properties["name"]),
        type=node.kind,
        aliases=cast("tuple[str, ...]", properties.get("aliases", ())),
        papers=cast("int", properties.get("paperCount", 0)),
        votes=cast("tuple[str, ...]", properties.get("typeVotes", ())),
    )


def _claim(edge: Edge, title: str, node: Node) -> Claim:
    properties = edge.properties
    return Claim(
        paper_id=edge.source,
        paper_title=title,
        entity_id=edge.target,
        entity=str(node.properties["name"]),
        type=node.kind,
        role=edge.type,
        confidence=cast("float", properties["confidence"]),
        sentence=str(properties.get("sentence", "")),
        mentions=cast("tuple[str, ...]", properties["mentions"]),
        sentences=cast("tuple[str, ...]", properties["sentences"]),
    )


def _did_you_mean(near: list[str]) -> str | None:
    return f"Did you mean {', '.join(repr(name) for name in near)}?" if near else None
