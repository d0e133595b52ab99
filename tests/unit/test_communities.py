from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.communities import central_techniques, find_communities, take_back, write_back
from kg.errors import ConfigError
from kg.records.graph import Change, Edge, Node
from kg.stores.memory import MemoryStore

WOODS = {"w1": "Oak Pine", "w2": "Oak Pine", "w3": "Oak Pine Tool", "w4": "Oak Tool"}
STONES = {"s1": "Flint Slate", "s2": "Flint Slate", "s3": "Flint Slate Tool"}


def claim(paper, entity):
    values = {"paperId": paper, "confidence": 0.9, "extractor": "hand/1", "name": entity, "entityType": "Model"}
    lists = {
        "mentions": (entity,),
        "starts": (0,),
        "ends": (1,),
        "sentences": ("s",),
        "surfaces": (entity,),
        "reasons": ("name",),
    }
    return Edge(f"{paper}-{entity}", "USES", paper, f"entity:{entity.lower()}", {**values, **lists})


def link(first, second, weight):
    values = {"weight": weight, "through": ("x",), "entityIds": ("entity:x",)}
    return Edge(f"{first}-{second}", "SHARES_TECHNIQUE", first, second, values)


def planted():
    """Four papers on woods and three on stones, linked among themselves, with one weak link between; one more alone."""
    papers = {**WOODS, **STONES, "alone": ""}
    names = sorted({name for text in papers.values() for name in text.split()})
    nodes = [Node(id_, "Paper", properties={"title": f"On {id_}", "titleKeys": (id_,), "text": id_}) for id_ in papers]
    nodes += [
        Node(f"entity:{name.lower()}", "Entity", "Model", {"name": name, "key": name.lower(), "paperCount": 1})
        for name in names
    ]
    groups = (sorted(WOODS), sorted(STONES))
    links = [link(a, b, 2.0 if "1" in a else 1.0) for group in groups for a in group for b in group if a < b]
    edges = [claim(paper, name) for paper, text in papers.items() for name in text.split()]
    return Change(nodes=tuple(nodes), edges=(*edges, *links, link("s3", "w3", 0.1)))


@pytest.fixture
def woods():
    with MemoryStore() as store:
        store.write(planted())
        yield store


def test_planted_communities_are_found_with_what_sets_them_apart(woods):
    first, second = find_communities(woods)
    assert (first.number, second.number) == (1, 2)
    assert {paper for paper, _ in first.papers} == WOODS.keys()
    assert first.papers[0] == ("w1", "On w1"), "the links of w1 weigh most"
    assert {paper for paper, _ in second.papers} == STONES.keys()
    assert first.techniques == ("Oak", "Pine", "Tool")
    assert second.techniques == ("Flint", "Slate")


def test_a_higher_resolution_makes_more_of_them(woods):
    assert len(find_communities(woods, 5.0)) > 2
    with pytest.raises(ConfigError, match="A resolution of 0 makes no communities"):
        find_communities(woods, 0)


def test_the_most_central_is_used_with_most_that_is_central(woods):
    central = central_techniques(woods)
    assert central[0].name == "Oak"
    assert central[0].centrality == 1.0 and central[0].papers == 4
    assert all(0 <= each.centrality <= 1 for each in central)
    assert {each.name for each in central} == {"Oak", "Pine", "Tool", "Flint", "Slate"}


def test_an_empty_graph_has_none():
    with MemoryStore() as store:
        assert find_communities(store) == central_techniques(store) == []


def test_where_the_iteration_does_not_end_what_is_used_with_most_counts(woods, monkeypatch):
    monkeypatch.setattr("kg.communities._ITERATIONS", 1)
    assert [(each.name, each.centrality) for each in central_techniques(woods)][:3] == [
        ("Oak", 1.0),
        ("Flint", 0.75),
        ("Pine", 0.75),
    ]


def test_they_do_not_depend_on_the_seed_of_hashes():
    script = (
        "from tests.unit.test_communities import planted\n"
        "from kg.communities import central_techniques, find_communities\n"
        "from kg.stores.memory import MemoryStore\n"
        "store = MemoryStore(); store.write(planted())\n"
        "print(find_communities(store), central_techniques(store))\n"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(answers) == 1


def everything(store):
    return [*store.nodes("Paper"), *store.nodes("Entity")]


def test_they_are_noted_on_request_and_taken_back(store):
    """On every store."""
    store.write(planted())
    before = everything(store)
    communities, central = find_communities(store), central_techniques(store)
    assert everything(store) == before
    assert write_back(store, communities, central).nodes_changed == 7 + 5
    noted = {node.id: node.properties for node in everything(store)}
    assert (noted["w1"]["community"], noted["s1"]["community"]) == (1, 2)
    assert "community" not in noted["alone"]
    assert noted["entity:oak"]["centrality"] == 1.0
    assert not write_back(store, communities, central)
    assert find_communities(store) == communities
    assert take_back(store).nodes_changed == 7 + 5
    assert everything(store) == before
