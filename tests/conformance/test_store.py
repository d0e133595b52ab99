"""What every store must do."""

from __future__ import annotations

import inspect
import os
import signal
import subprocess
import sys
import textwrap
import time
from typing import TYPE_CHECKING

import pytest

import kg.stores
from kg.errors import QueryError, SchemaError, StoreError, StoreLockedError, StoreVersionError
from kg.records.graph import Change, Counts, Edge, Node, freeze
from kg.schema import load_schema
from kg.stores.base import CypherStore, Store
from tests.conformance.base import CASES, EmbeddedCase, MemoryCase, Neo4jCase

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.base import StoreCase

STRANGE = (
    "plain",
    "a \"quote\", an 'apostrophe', a `backtick`",
    "back\\slash \\n \\u0041 $x {y} // no comment",
    "two\nlines\r\n\tand a tab",
    "null\x00character",
    "e\u0301 ﬁ \u00a0 \u200b \u202e rtl",
    "emoji 🤗 and 𝛼-divergence",
    "\ufffe\uffff",
    " leading and trailing ",
    "\\u0060 \\u0027 \\u0022",
    "`) DETACH DELETE n //",
    "x'}) MATCH (m) DETACH DELETE m RETURN 1 //",
    "${title} $title {id} :Paper; CREATE (:Paper)",
)


def paper(id_: str = "arxiv:1", **properties: object) -> Node:
    return Node(id_, "Paper", properties=freeze({"title": f"About {id_}", **properties}))  # type: ignore[dict-item]


def entity(id_: str = "entity:lora", kind: str = "Method", **properties: object) -> Node:
    return Node(id_, "Entity", kind, freeze({"name": "LoRA", **properties}))  # type: ignore[dict-item]


def uses(source: str = "arxiv:1", target: str = "entity:lora", id_: str = "", **properties: object) -> Edge:
    given = {"paperId": source, "confidence": 0.75, **properties}
    return Edge(id_ or f"{source} {target}", "USES", source, target, freeze(given))  # type: ignore[arg-type]


SMALL = Change(
    nodes=(paper(), paper("arxiv:2"), entity(), entity("entity:bert", "Model", name="BERT")),
    edges=(uses(), uses("arxiv:2"), uses("arxiv:2", "entity:bert")),
)


def ids(records: object) -> list[str]:
    return [record.id for record in records]  # type: ignore[attr-defined]


# ------------------------------------------------------------------------------------------------------- writing


def test_a_new_store_is_empty_but_for_its_version(store: Store) -> None:
    assert not list(store.nodes("Paper"))
    assert not list(store.nodes("Entity"))
    assert [node.properties for node in store.nodes("GraphInfo")] == [{"schemaVersion": load_schema().version}]


def test_reads_back_what_was_written(store: Store) -> None:
    assert store.write(SMALL) == Counts(nodes_created=4, edges_created=3)
    assert list(store.nodes("Paper")) == list(SMALL.nodes[:2])
    assert list(store.nodes("Entity")) == [SMALL.nodes[3], SMALL.nodes[2]]
    assert list(store.edges("USES", "Paper")) == [SMALL.edges[0], SMALL.edges[2], SMALL.edges[1]]


def test_keeps_types(store: Store) -> None:
    node = paper(year=2021, authors=("A. One", "B. Two"), entityCount=2**62)
    edge = uses(starts=(0, 9), mentions=("LoRA", "lora"), confidence=1.0, sentenceStart=0)
    info = Node("kg", "GraphInfo", properties=freeze({"schemaVersion": 1, "pending": True, "inFlight": ("arxiv:1",)}))
    store.write(Change(nodes=(node, entity(), info), edges=(edge,)))
    [stored] = store.edges("USES", "Paper")
    assert stored == edge
    assert isinstance(stored.properties["confidence"], float)
    assert list(store.nodes("Paper")) == [node]
    assert [found.properties["pending"] for found in store.nodes("GraphInfo")] == [True]


def test_a_second_identical_write_changes_nothing(store: Store) -> None:
    store.write(SMALL)
    counts = store.write(SMALL)
    assert counts == Counts()
    assert not counts


def test_a_property_that_the_record_lacks_goes(store: Store) -> None:
    store.write(Change(nodes=(paper(year=2020), entity()), edges=(uses(sentence="It uses LoRA."),)))
    counts = store.write(Change(nodes=(paper(), entity()), edges=(uses(),)))
    assert counts == Counts(nodes_changed=1, edges_changed=1)
    assert list(store.nodes("Paper")) == [paper()]
    assert list(store.edges("USES", "Paper")) == [uses()]


@pytest.mark.parametrize(("before", "after"), [("Method", "Model"), ("", "Task"), ("Dataset", "")])
def test_second_label_changes_and_edges_stay(store: Store, before: str, after: str) -> None:
    store.write(Change(nodes=(paper(), entity(kind=before)), edges=(uses(),)))
    changed = entity(kind=after, typeVotes=("Model:2",))
    assert store.write(Change(nodes=(changed,))) == Counts(nodes_changed=1)
    assert list(store.nodes("Entity")) == [changed]
    assert list(store.edges("USES", "Paper")) == [uses()]
    assert store.write(Change(nodes=(changed,))) == Counts()


def test_deletes(store: Store) -> None:
    store.write(SMALL)
    gone = Change(
        delete_edges=(("USES", SMALL.edges[0].id), ("USES", "no such edge"), ("MENTIONS", SMALL.edges[1].id)),
        delete_nodes=(("Entity", "entity:lora"), ("Paper", "entity:bert"), ("Entity", "no such node")),
    )
    assert store.write(gone) == Counts(nodes_deleted=1, edges_deleted=2)
    assert ids(store.edges("USES", "Paper")) == ["arxiv:2 entity:bert"]
    assert ids(store.nodes("Entity")) == ["entity:bert"]
    assert store.write(gone) == Counts()


def test_deletions_come_before_writes(store: Store) -> None:
    store.write(SMALL)
    change = Change(delete_nodes=(("Paper", "arxiv:1"),), nodes=(paper(year=1999),), edges=(uses(),))
    assert store.write(change) == Counts(nodes_deleted=1, nodes_created=1, edges_deleted=1, edges_created=1)


def test_an_edge_between_deleted_nodes_is_counted_once(store: Store) -> None:
    link = Edge("link", "SHARES_TECHNIQUE", "arxiv:1", "arxiv:2", freeze({"weight": 0.5}))
    store.write(Change(nodes=(paper(), paper("arxiv:2")), edges=(link,)))
    gone = Change(delete_nodes=(("Paper", "arxiv:1"), ("Paper", "arxiv:2")))
    assert store.write(gone) == Counts(nodes_deleted=2, edges_deleted=1)


@pytest.mark.parametrize("source", ["arxiv:1", "arxiv:missing"])
def test_a_missing_end_is_an_error_that_names_it(store: Store, source: str) -> None:
    store.write(Change(nodes=(paper(), entity())))
    target = "entity:lora" if source == "arxiv:missing" else "entity:missing"
    missing = source if source == "arxiv:missing" else target
    with pytest.raises(StoreError, match=f"'{missing}'"):
        store.write(Change(edges=(uses(source, target),)))
    assert not list(store.edges("USES", "Paper"))


def test_an_edge_that_moves_is_one_change(store: Store) -> None:
    store.write(Change(nodes=(paper(), entity(), entity("entity:bert", "Model")), edges=(uses(id_="e"),)))
    moved = uses(target="entity:bert", id_="e")
    assert store.write(Change(edges=(moved,))) == Counts(edges_changed=1)
    assert list(store.edges("USES", "Paper")) == [moved]


def test_one_type_from_two_labels(store: Store) -> None:
    inner = Edge("inner", "USES", "entity:lora", "entity:bert", freeze({"paperId": "arxiv:1"}))
    store.write(Change(nodes=SMALL.nodes, edges=(uses(), inner)))
    assert list(store.edges("USES", "Entity")) == [inner]
    assert list(store.edges("USES", "Paper")) == [uses()]
    assert store.write(Change(edges=(uses(), inner))) == Counts()


def test_of_two_records_with_one_id_the_later_stays(store: Store) -> None:
    assert store.write(Change(nodes=(paper(year=1), paper(year=2)))) == Counts(nodes_created=1)
    assert [node.properties["year"] for node in store.nodes("Paper")] == [2]


def test_more_than_a_batch(store: Store) -> None:
    nodes = [paper(f"arxiv:{number:05d}") for number in range(2501)]
    change = Change(nodes=(*nodes, entity()), edges=tuple(uses(node.id) for node in nodes))
    assert store.write(change) == Counts(nodes_created=2502, edges_created=2501)
    assert store.write(change) == Counts()
    assert list(store.nodes("Paper")) == nodes
    assert ids(store.edges("USES", "Paper")) == [edge.id for edge in change.edges]
    gone = Change(delete_nodes=(("Entity", "entity:lora"),))
    assert store.write(gone) == Counts(nodes_deleted=1, edges_deleted=2501)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (Change(nodes=(Node("x", "Author"),)), "Author"),
        (Change(nodes=(Node("x", "Entity", "Person"),)), "Person"),
        (Change(nodes=(Node("x", "Paper", "Model"),)), "Model"),
        (Change(nodes=(Node("", "Paper"),)), "id"),
        (Change(nodes=(paper(pages=3),)), "pages"),
        (Change(nodes=(paper(year="2020"),)), "year"),
        (Change(nodes=(paper(year=2**63),)), "year"),
        (Change(nodes=(paper(year=True),)), "year"),
        (Change(nodes=(paper(authors=("A", 1)),)), "authors"),
        (Change(edges=(uses(confidence=float("nan")),)), "confidence"),
        (Change(edges=(Edge("x", "LIKES", "a", "b"),)), "LIKES"),
        (Change(edges=(Edge("x", "USES", "a", "b"),)), "paperId"),
        (Change(delete_nodes=(("Author", "x"),)), "Author"),
        (Change(delete_edges=(("LIKES", "x"),)), "LIKES"),
    ],
)
def test_what_the_schema_does_not_know_is_refused_before_anything_is_written(
    store: Store, change: Change, text: str
) -> None:
    whole = Change(
        nodes=(paper("arxiv:9"), *change.nodes),
        edges=change.edges,
        delete_edges=change.delete_edges,
        delete_nodes=change.delete_nodes,
    )
    with pytest.raises(SchemaError, match=text):
        store.write(whole)
    assert not list(store.nodes("Paper"))


@pytest.mark.parametrize("text", STRANGE)
def test_any_text_comes_back_as_it_was(store: Store, text: str) -> None:
    change = Change(
        nodes=(paper("p" + text, title=text, authors=(text, "x")), entity("e" + text)),
        edges=(uses("p" + text, "e" + text, sentence=text),),
    )
    store.write(change)
    assert list(store.nodes("Paper", ids=["p" + text])) == [change.nodes[0]]
    assert list(store.edges("USES", "Paper", papers=["p" + text])) == list(change.edges)
    assert list(store.nodes("Paper", where=("title", [text]))) == [change.nodes[0]]
    assert store.write(change) == Counts()


def test_lone_surrogates_become_replacement_characters(store: Store) -> None:
    change = Change(nodes=(paper("arxiv:\ud800", title="a\udfffb"),))
    store.write(change)
    [found] = store.nodes("Paper", ids=["arxiv:\ud800"])
    assert (found.id, found.properties["title"]) == ("arxiv:\ufffd", "a\ufffdb")
    assert store.write(change) == Counts()


# ------------------------------------------------------------------------------------------------------- reading


def test_nodes_are_ordered_by_id_and_filtered(store: Store) -> None:
    names = ["a", "B", "aa", "é", "Z", "10", "9", "a b", "😀", "\ue000"]
    store.write(Change(nodes=tuple(paper(name, year=len(name), givenIds=(name, "all")) for name in names)))
    assert ids(store.nodes("Paper")) == sorted(names)
    assert ids(store.nodes("Paper", ids={"a", "Z", "none"})) == ["Z", "a"]
    assert not list(store.nodes("Paper", ids=[]))
    assert ids(store.nodes("Paper", where=("year", [2, 3]))) == ["10", "a b", "aa"]
    assert ids(store.nodes("Paper", where=("givenIds", ["é", "9", "no"]))) == ["9", "é"]
    assert ids(store.nodes("Paper", where=("givenIds", ["all"]), ids=["B", "a"])) == ["B", "a"]
    assert not list(store.nodes("Paper", where=("venue", ["x"])))


def test_only_the_wanted_properties_are_read(store: Store) -> None:
    store.write(Change(nodes=(paper(year=2020, text="long"), entity()), edges=(uses(sentence="s"),)))
    assert [node.properties for node in store.nodes("Paper", properties=("year", "venue"))] == [{"year": 2020}]
    assert [node.properties for node in store.nodes("Paper", properties=())] == [{}]
    assert [node.kind for node in store.nodes("Entity", properties=())] == ["Method"]
    assert [edge.properties for edge in store.edges("USES", "Paper", properties=("sentence",))] == [{"sentence": "s"}]


def test_edges_are_ordered_and_filtered(store: Store) -> None:
    papers = ["b", "a", "C"]
    things = ["y", "x"]
    edges = tuple(uses(source, target) for source in papers for target in things)
    store.write(Change(nodes=(*map(paper, papers), *map(entity, things)), edges=edges))
    assert ids(store.edges("USES", "Paper")) == ["C x", "C y", "a x", "a y", "b x", "b y"]
    assert ids(store.edges("USES", "Paper", sources=["b", "C"])) == ["C x", "C y", "b x", "b y"]
    assert ids(store.edges("USES", "Paper", targets=["x", "no"])) == ["C x", "a x", "b x"]
    assert ids(store.edges("USES", "Paper", papers=["a"])) == ["a x", "a y"]
    assert ids(store.edges("USES", "Paper", papers=["a", "b"], targets=["y"])) == ["a y", "b y"]
    assert ids(store.edges("USES", "Paper", sources=["a"], papers=["b"])) == []
    assert ids(store.edges("USES", "Paper", sources=[])) == []
    assert ids(store.edges("USES", "Entity")) == []
    assert ids(store.edges("SHARES_TECHNIQUE", "Paper", papers=["a"])) == []


def test_edges_of_an_unknown_type_are_an_error(store: Store) -> None:
    with pytest.raises(SchemaError, match="LIKES"):
        list(store.edges("LIKES", "Paper"))


def test_close_twice(store_case: StoreCase) -> None:
    store = store_case.open()
    store.close()
    store.close()


# ---------------------------------------------------------------------------------------- what is there next time


def test_what_was_written_is_there_when_it_is_opened_again(store_case: StoreCase) -> None:
    if not store_case.persistent:
        pytest.skip("the graph goes with the object")
    with store_case.open() as store:
        store.write(SMALL)
    with store_case.open(create=False) as store:
        assert store.write(SMALL) == Counts()
        assert list(store.nodes("Paper")) == list(SMALL.nodes[:2])


def test_a_newer_graph_is_refused_and_left_alone(store_case: StoreCase) -> None:
    if not store_case.persistent:
        pytest.skip("the graph goes with the object")
    newer = Node("kg", "GraphInfo", properties=freeze({"schemaVersion": 99}))
    with store_case.open() as store:
        store.write(Change(nodes=(newer, paper())))
    for create in (False, True):
        with pytest.raises(StoreVersionError, match="99"):
            store_case.open(create=create)


def test_a_second_opening_is_refused_where_only_one_may_be(store_case: StoreCase) -> None:
    if not store_case.exclusive:
        pytest.skip("several may have it open")
    assert isinstance(store_case, EmbeddedCase)
    with store_case.open():
        with pytest.raises(StoreLockedError, match="This process"):
            store_case.open()
        code = f"""
            from pathlib import Path
            from kg.config import Target
            from kg.errors import StoreLockedError
            from kg.stores import open_store
            try:
                open_store(Target(folder=Path({str(store_case.folder)!r})))
            except StoreLockedError as err:
                print(err)
        """
        assert f"(process {os.getpid()})" in run_python(code).stdout
    store_case.open().close()


def test_a_killed_write_leaves_whole_batches(store_case: StoreCase, tmp_path: Path) -> None:
    if not isinstance(store_case, EmbeddedCase):
        pytest.skip("the store does not end with the process")
    ready = tmp_path / "ready"
    code = f"""
        from pathlib import Path
        from kg.config import Target
        from kg.records.graph import Change, Node, Edge, freeze
        from kg.stores import open_store
        with open_store(Target(folder=Path({str(store_case.folder)!r}))) as store:
            store.write(Change(nodes=(Node("e", "Entity", "Model"),)))
            for batch in range(10_000):
                papers = [f"p{{batch}}-{{n}}" for n in range(20)]
                store.write(Change(nodes=tuple(Node(p, "Paper", properties=freeze({{"title": "t"}})) for p in papers)))
                store.write(Change(edges=tuple(Edge(p, "USES", p, "e", freeze({{"paperId": p}})) for p in papers)))
                if batch == 20:
                    Path({str(ready)!r}).touch()
    """
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], env={**os.environ, **python_path()})
    wait_for(ready.exists)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with store_case.open(create=False) as store:
        papers = ids(store.nodes("Paper"))
        edges = ids(store.edges("USES", "Paper"))
        assert len(papers) % 20 == 0
        assert len(edges) in {len(papers), len(papers) - 20}
        assert len(edges) >= 20 * 20
        again = Change(
            nodes=tuple(Node(id_, "Paper", properties=freeze({"title": "t"})) for id_ in papers),
            edges=tuple(Edge(id_, "USES", id_, "e", freeze({"paperId": id_})) for id_ in papers),
        )
        assert store.write(again) == Counts(edges_created=len(papers) - len(edges))


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-c", textwrap.dedent(code)]
    environment = {**os.environ, **python_path()}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def python_path() -> dict[str, str]:
    return {"PYTHONPATH": os.pathsep.join(sys.path)}


def wait_for(condition: object) -> None:
    end = time.monotonic() + 60
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.01)


# -------------------------------------------------------------------------------------------------------- Cypher


def test_answers_cypher(cypher_store: CypherStore) -> None:
    cypher_store.write(SMALL)
    answer = cypher_store.run(
        "MATCH (p:Paper)-[r:USES]->(e) RETURN p.id AS p, e.name AS e ORDER BY p, e LIMIT $n", {"n": 2}
    )
    assert answer.columns == ("p", "e")
    assert answer.rows == (("arxiv:1", "LoRA"), ("arxiv:2", "BERT"))
    assert answer.dicts()[0] == {"p": "arxiv:1", "e": "LoRA"}


def test_elements_become_dictionaries(cypher_store: CypherStore) -> None:
    cypher_store.write(SMALL)
    text = "MATCH path = (p:Paper)-[r:USES]->(e:Entity) WHERE r.id = $id RETURN e, r, path;"
    [[node, edge, path]] = cypher_store.run(text, {"id": "arxiv:1 entity:lora"}).rows
    assert node == {"id": "entity:lora", "labels": ["Entity", "Method"], "properties": {"name": "LoRA"}}
    assert edge == {
        "id": "arxiv:1 entity:lora",
        "type": "USES",
        "source": "arxiv:1",
        "target": "entity:lora",
        "properties": {"confidence": 0.75, "paperId": "arxiv:1"},
    }
    assert isinstance(path, dict)
    assert [found["id"] for found in path["nodes"]] == ["arxiv:1", "entity:lora"]
    assert path["relationships"] == [edge]


def test_other_values(cypher_store: CypherStore) -> None:
    text = "RETURN date('2020-02-01') AS day, duration('P1D') AS span, [1, null, {a: 2.5}] AS list, $x AS x"
    assert cypher_store.run(text, {"x": {"k": ["\ud800", True]}}).rows == (
        ("2020-02-01", "P1D", [1, None, {"a": 2.5}], {"k": ["\ufffd", True]}),
    )


def test_searches_text(cypher_store: CypherStore) -> None:
    nodes = (entity(aliasText="low-rank adaptation lora"), entity("entity:b", "Model", name="BERT"))
    cypher_store.write(Change(nodes=(*nodes, paper(title="Adapting large models"))))
    text = "CALL db.index.fulltext.queryNodes($index, $words) YIELD node, score RETURN node.id AS id ORDER BY id"
    assert cypher_store.run(text, {"index": "entity_text", "words": "adaptation"}).rows == (("entity:lora",),)
    assert cypher_store.run(text, {"index": "entity_text", "words": "bert"}).rows == (("entity:b",),)
    assert cypher_store.run(text, {"index": "paper_text", "words": "large"}).rows == (("arxiv:1",),)
    cypher_store.write(Change(nodes=(entity("entity:b", "Task", name="Parsing"),)))
    assert cypher_store.run(text, {"index": "entity_text", "words": "bert"}).rows == ()
    assert cypher_store.run(text, {"index": "entity_text", "words": "parsing"}).rows == (("entity:b",),)


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (n:Paper {id: 'x'}) RETURN n",
        "MERGE (n:Paper {id: 'x'}) RETURN n",
        "MATCH (n:Paper) SET n.title = 'x' RETURN n",
        "MATCH (n:Paper) REMOVE n.title RETURN n",
        "MATCH (n:Paper) DETACH DELETE n RETURN count(*)",
        "MATCH (n:Paper) SET n:Entity RETURN n",
        "MATCH (n:Paper) CALL { WITH n SET n.title = 'x' } RETURN n.id",
        "MATCH (n:Paper) WITH collect(n) AS all FOREACH (n IN all | SET n.title = 'x') RETURN 1",
        "CREATE CONSTRAINT x FOR (n:Paper) REQUIRE n.title IS UNIQUE",
        "DROP INDEX entity_name",
        "CREATE USER x SET PASSWORD 'abcdefghij'",
        "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
        "LOAD /* */ CSV FROM 'https://localhost/x' AS line RETURN line",
        "PROFILE MATCH (n:Paper) SET n.title = 'x' RETURN n",
        "CALL apoc.load.json('file:///etc/passwd') YIELD value RETURN value",
    ],
)
def test_refuses_what_is_not_reading(cypher_store: CypherStore, text: str) -> None:
    cypher_store.write(SMALL)
    with pytest.raises(QueryError):
        cypher_store.run(text, {})
    assert cypher_store.write(SMALL) == Counts()


@pytest.mark.parametrize(
    ("text", "given", "message"),
    [
        ("", {}, "no statement"),
        (" ; ", {}, "no statement"),
        ("// only a comment", {}, "no statement"),
        ("MATCH (n:Paper)", {}, "RETURN"),
        ("RETURN 1; RETURN 2", {}, "several"),
        ("MATCH (n RETURN n", {}, "n"),
        ("RETURN nothing", {}, "nothing"),
        ("RETURN nosuch(1) AS x", {}, "nosuch"),
        ("RETURN $there AS x", {}, r"\$there"),
        ("RETURN 1 AS x", {"extra": 1}, r"\$extra"),
        ("RETURN $x AS x", {"x": object()}, r"\$x"),
        ("RETURN $x AS x", {"x": 2**64}, r"\$x"),
        ("EXPLAIN RETURN 1", {}, "EXPLAIN"),
        ("CALL db.nosuch() YIELD x RETURN x", {}, "nosuch"),
        ("RETURN 1 / $zero AS x", {"zero": 0}, r"\$zero"),
    ],
)
def test_a_bad_statement_is_an_error_with_one_line(
    cypher_store: CypherStore, text: str, given: dict[str, object], message: str
) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        cypher_store.run(text, given)
    assert "\n" not in str(caught.value)


def test_stops_a_statement_at_its_limit(cypher_store: CypherStore) -> None:
    start = time.monotonic()
    endless = (
        "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a, b WHERE a + b < $n RETURN count(*) AS n"
    )
    with pytest.raises(QueryError, match=r"longer than 0\.5 seconds"):
        cypher_store.run(endless, {"n": 0}, timeout=0.5)
    assert time.monotonic() - start < 20
    assert cypher_store.run("RETURN 1 AS one", {}).rows == ((1,),)
    assert cypher_store.write(SMALL).nodes_created == 4


# ------------------------------------------------------------------------------------------------ the suite itself


def test_every_store_has_a_case() -> None:
    opened = {"embedded": "open_folder", "neo4j": "open_server"}
    source = inspect.getsource(kg.stores.open_store)
    assert {module for module, function in opened.items() if function in source} == set(opened)
    assert source.count("from kg.stores.") == len(opened)
    assert {case.module for case in CASES} == {*opened, "memory"}


@pytest.mark.parametrize("method", ["write", "nodes", "edges", "close"])
def test_signatures_are_the_protocols(method: str) -> None:
    from kg.stores.bolt import BoltStore
    from kg.stores.memory import MemoryStore

    expected = inspect.signature(getattr(Store, method))
    for implementation in (BoltStore, MemoryStore):
        assert inspect.signature(getattr(implementation, method)) == expected


def test_only_stores_with_cypher_are_cypher_stores(store_case: StoreCase) -> None:
    with store_case.open() as store:
        assert isinstance(store, CypherStore) == store_case.runs_cypher


def test_cases_are_named() -> None:
    assert [case.name for case in (MemoryCase, EmbeddedCase, Neo4jCase)] == [case.name for case in CASES]
