"""A real Neo4j: what others have in it, several loaders at once, a server and a loader that are killed, bulk import."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from neo4j import GraphDatabase

from kg.errors import StoreError, StoreVersionError
from kg.exports import export_graph
from kg.pipeline import build, building, diff, load, retract
from kg.records.decisions import Decision
from kg.records.documents import Paper
from kg.records.graph import Change, Edge, Node, freeze
from kg.stores import open_store
from kg.stores.memory import MemoryStore
from tests.conformance.base import clean
from tests.conformance.small_graph import fill
from tests.conformance.test_build import papers
from tests.names_extractor import NamesExtractor, snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.config import Target
    from tests.neo4j_server import Neo4jServer

pytestmark = pytest.mark.needs_neo4j
ROOT = Path(__file__).parents[2]
Cypher = "Callable[..., list[tuple[Any, ...]]]"


@pytest.fixture
def target(neo4j_target: Target) -> Target:
    """A server without anything of ours."""
    clean(neo4j_target)
    return neo4j_target


@pytest.fixture
def cypher(target: Target) -> Iterator[Cypher]:
    """What somebody else types at the server; all nodes go afterwards."""
    with GraphDatabase.driver(target.uri, auth=(target.username, target.password)) as driver:

        def run(text: str, **values: object) -> list[tuple[Any, ...]]:
            found = driver.execute_query(text, values, database_=target.database)
            return [tuple(record.values()) for record in found.records]

        yield run
        run("MATCH (n) DETACH DELETE n")


def without_schema(cypher: Cypher) -> None:
    for kinds, kind in (("CONSTRAINTS", "CONSTRAINT"), ("INDEXES", "INDEX")):
        for (name,) in cypher(f"SHOW {kinds} YIELD name, type WHERE type <> 'LOOKUP' RETURN name"):
            cypher(f"DROP {kind} {name}")


def reference(*batches: list[Paper], **more: object) -> MemoryStore:
    store = MemoryStore()
    for batch in batches:
        build(batch, store, extractor=NamesExtractor(), **more)
    return store


# ------------------------------------------------------------------------------------------------ others

OTHERS = """
CREATE (a:Person {name: 'A', id: 'arxiv:1'})-[:KNOWS {since: 1}]->(b:Person:Model {name: 'B'}),
       (:Paper {title: 'theirs, without an id'})-[:USES {why: 'so'}]->(:Entity:Method {name: 'Oak'}),
       (a)-[:USES]->(:Dataset {id: 'entity:oak', name: 'Oak'})
"""
THEIRS = """
MATCH (n) WHERE n.id IS NULL OR n:Person OR n:Dataset AND NOT n:Entity
OPTIONAL MATCH (n)-[r]->(m)
RETURN labels(n), properties(n), type(r), properties(r), properties(m) ORDER BY toString(properties(n).name), type(r)
"""


def test_nothing_of_others_is_touched(target: Target, cypher: Cypher) -> None:
    cypher(OTHERS)
    before = cypher(THEIRS)
    with open_store(target, create=True) as store:
        build(papers(40), store, extractor=NamesExtractor())
        build(
            papers(40)[:3], store, extractor=NamesExtractor(), decisions=[Decision("rename", "A", "b", ("Elm", "Oak"))]
        )
        assert snapshot(store) == snapshot(
            reference(papers(40), decisions=[Decision("rename", "A", "b", ("Elm", "Oak"))])
        )
        retract([node.id for node in store.nodes("Paper", properties=())], store)
        assert list(store.nodes("Entity")) == []
    assert cypher(THEIRS) == before


def test_what_others_put_on_our_nodes_stays(target: Target, cypher: Cypher) -> None:
    with open_store(target, create=True) as store:
        build(papers(5), store, extractor=NamesExtractor())
        expected = snapshot(store)
        cypher("MATCH (n:Paper) SET n:Favourite, n.note = 'mine', n.rank = 7")
        cypher("MATCH (n:Entity) SET n:Albatross, n.community = 3")
        cypher("MATCH ()-[r:USES]->() SET r.checked = true")
        cypher("MATCH (n:Paper) CREATE (:Reader {name: 'R'})-[:LIKES {id: 'x'}]->(n)")
        assert snapshot(store) == expected
        assert not build(papers(5), store, extractor=NamesExtractor()).counts
        more = [*papers(5), Paper(papers(1)[0].title, "Pine and Oak and leaf masking, and much more text.", year=1999)]
        build(more, store, extractor=NamesExtractor())
        assert snapshot(store) == snapshot(reference(more))
        assert cypher("MATCH (n:Paper:Favourite {note: 'mine', rank: 7}) RETURN count(n)") == [(5,)]
        assert cypher("MATCH (n:Entity:Albatross) WHERE n.community <> 3 RETURN count(n)") == [(0,)]
        gone = next(iter(store.nodes("Paper"))).id
        assert retract([gone], store).counts.nodes_deleted >= 1
        assert gone not in {node.id for node in store.nodes("Paper")}
    # The node that somebody's edge ends in is theirs from now on.
    assert cypher("MATCH (:Reader)-[r:LIKES]->(n) RETURN count(r), count(n)") == [(5, 5)]
    assert cypher("MATCH (n:Favourite) WHERE NOT n:Paper RETURN n.id, n.note") == [(gone, "mine")]


@pytest.mark.parametrize("label", ["Paper", "Entity"])
def test_no_graph_is_made_among_nodes_that_would_be_taken_for_ours(target: Target, cypher: Cypher, label: str) -> None:
    without_schema(cypher)
    cypher(f"CREATE (:{label} {{id: 1, name: 'theirs'}}), (:{label} {{id: 1, name: 'and again'}})")
    with pytest.raises(StoreError, match=f"holds 2 nodes labelled {label} with an id, which kg did not make"):
        open_store(target, create=True)
    assert cypher("MATCH (n) RETURN labels(n), n.name ORDER BY n.name") == [([label], "and again"), ([label], "theirs")]
    assert cypher("SHOW CONSTRAINTS YIELD name RETURN name") == []


def test_a_change_is_made_as_a_whole_or_not_at_all(target: Target, cypher: Cypher) -> None:
    with open_store(target, create=True) as store:
        fill(store)
        before = snapshot(store)
        [first, *_] = store.edges("USES", "Paper")
        change = Change(
            delete_edges=(("USES", first.id),),
            nodes=(Node("entity:pine", "Entity", "Method", freeze({"name": "Pine"})),),
            edges=(Edge("x", "SHARES_TECHNIQUE", first.source, "nowhere"),),
        )
        with pytest.raises(StoreError, match="there is no Paper 'nowhere'"):
            store.write(change)
        assert snapshot(store) == before


# ------------------------------------------------------------------------------------------------ secrets, versions, text


def test_no_secret_is_logged_or_kept(target: Target, cypher: Cypher, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with open_store(target, create=True) as store:
        report = build(papers(2), store, extractor=NamesExtractor())
        with pytest.raises(StoreError) as caught:
            store.write(Change(edges=(Edge("x", "SHARES_TECHNIQUE", "no", "where"),)))
    shown = f"{caught.value!r} {target!r} {store!r} {report!r}"
    kept = str(cypher("MATCH (n) RETURN properties(n)")) + str(cypher("MATCH ()-[r]->() RETURN properties(r)"))
    assert "neo4j" in caplog.text, "the driver says nothing, so nothing was looked at"
    for text in (caplog.text, shown, kept):
        assert target.password not in text


def test_an_older_graph_is_read_again_and_a_newer_one_refused(target: Target, cypher: Cypher) -> None:
    with open_store(target, create=True) as store:
        build(papers(5), store, extractor=NamesExtractor())
        expected = snapshot(store)
    # As a version 0 would have left it: other properties, another hash, without an index.
    cypher("MATCH (n:GraphInfo) SET n.schemaVersion = 0, n.readBy = 'older'")
    cypher("MATCH (n:Paper) SET n.contentHash = 'older' REMOVE n.title")
    cypher("DROP INDEX paper_text")
    with open_store(target, create=True) as store:
        report = build((), store, extractor=NamesExtractor())
        assert (report.reread, snapshot(store)) == (5, expected)
        assert store.run("CALL db.index.fulltext.queryNodes('paper_text', 'oak') YIELD node RETURN node.id", {}).rows
    assert cypher("MATCH (n:GraphInfo) RETURN n.schemaVersion") == [(1,)]
    cypher("MATCH (n:GraphInfo) SET n.schemaVersion = 99")
    with pytest.raises(StoreVersionError, match="version 99"):
        open_store(target, create=True)


# ------------------------------------------------------------------------------------------------ many loaders, deaths

SCRIPT = """
    import os, sys
    from kg.config import Target
    from kg.pipeline import build, building
    from tests.conformance.test_build import papers
    from tests.names_extractor import NamesExtractor

    building.PAPERS_AT_ONCE = 16
    start, end = map(int, sys.argv[2:])
    target = Target(uri=sys.argv[1], password=os.environ["SECRET"], database="neo4j")
    print("begun", flush=True)
    build(papers(end)[start:], target, extractor=NamesExtractor(), on_progress=lambda p: print(p.done, flush=True))
"""


def loader(target: Target, start: int, end: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", textwrap.dedent(SCRIPT), target.uri, str(start), str(end)]
    environment = {**os.environ, "SECRET": target.password}
    return subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True, env=environment)


def test_loaders_at_once_on_an_empty_database_make_one_graph(target: Target, cypher: Cypher) -> None:
    without_schema(cypher)
    loaders = [loader(target, start, end) for start, end in ((0, 40), (20, 60), (0, 60))]
    for each in loaders:
        with each:
            each.communicate(timeout=100)
        assert each.returncode == 0
    with open_store(target) as store:
        assert snapshot(store) == snapshot(reference(papers(60)))
    assert cypher("MATCH (n:GraphInfo) RETURN n.id, n.pending, n.inFlight") == [("kg", None, None)]


def test_a_loader_that_is_killed_lets_the_next_one_in(target: Target, cypher: Cypher) -> None:
    with loader(target, 0, 200) as process:
        for _ in range(4):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    with open_store(target, create=True) as store:
        assert 0 < sum(1 for _ in store.nodes("Paper", properties=())) < 200
        build(papers(3), store, extractor=NamesExtractor())
        build(papers(200), store, extractor=NamesExtractor())
        assert snapshot(store) == snapshot(reference(papers(200)))


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[MemoryStore, Neo4jServer]]:
    """A graph, and a server whose database began with its bulk import."""
    from tests.neo4j_server import neo4j_server

    graph = MemoryStore()
    fill(graph)
    build(papers(20), graph, extractor=NamesExtractor(), decisions=[Decision("rename", "A", '"b"\n', ("Elm,", "Oak"))])
    text = "`\"', \\\n\t$x \\u0060 ;| U+001F é\rCR \u2028 \x0b \x85 \\"
    graph.write(
        Change(nodes=(Node(f"title:{text}", "Paper", properties=freeze({"title": text, "authors": (text, "")})),))
    )
    folder = tmp_path_factory.mktemp("bulk") / "import"
    export_graph(graph, folder, "neo4j-import")
    with neo4j_server(tmp_path_factory.mktemp("imported"), imported=folder) as server:
        yield graph, server


def test_a_bulk_import_is_the_loaded_graph(
    imported: tuple[MemoryStore, Neo4jServer], target: Target, cypher: Cypher, tmp_path: Path
) -> None:
    graph, server = imported
    with open_store(target, create=True) as loaded:
        load(graph, loaded)
        shown = cypher(SCHEMA_OF)
        export_graph(loaded, tmp_path / "import", "neo4j-import")
    with open_store(server.target) as store:
        assert not diff(graph, store)
        assert snapshot(store) == snapshot(graph)
        statements = (tmp_path / "import" / "schema.cypher").read_text().split(";\n")
        with GraphDatabase.driver(server.target.uri, auth=("neo4j", server.target.password)) as driver:
            for statement in filter(None, statements):
                driver.execute_query(statement)
            driver.execute_query("CALL db.awaitIndexes(60)")
            assert [tuple(record.values()) for record in driver.execute_query(SCHEMA_OF).records] == shown
        assert not build(papers(20), store, extractor=NamesExtractor()).counts.nodes_created


SCHEMA_OF = """
SHOW INDEXES YIELD name, type, entityType, labelsOrTypes, properties, owningConstraint
RETURN name, type, entityType, labelsOrTypes, properties, owningConstraint ORDER BY name
"""


def test_a_server_that_is_killed_in_mid_load_and_started_again(
    imported: tuple[MemoryStore, Neo4jServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, server = imported
    clean(server.target)
    monkeypatch.setattr(building, "PAPERS_AT_ONCE", 16)
    deaths: list[threading.Thread] = []

    def die() -> None:
        server.kill()
        server.start()

    def on_progress(progress: object) -> None:
        if getattr(progress, "done", 0) >= 48 and not deaths:
            deaths.append(threading.Thread(target=die))
            deaths[0].start()

    report = build(papers(200), server.target, extractor=NamesExtractor(), on_progress=on_progress)
    deaths[0].join()
    assert report.added == 200
    with open_store(server.target) as store:
        assert snapshot(store) == snapshot(reference(papers(200)))
        assert not build(papers(200), store, extractor=NamesExtractor()).counts
