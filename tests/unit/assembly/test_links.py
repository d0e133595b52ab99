from __future__ import annotations

from kg.assembly.links import HUB, LINKS_PER_PAPER, Linking, Postings, link_edges, linking_entities
from kg.schema import load_schema


def entities(**papers):
    return {name: Linking(name.upper(), number, 1.0) for name, number in papers.items()}


def links(claims, linking):
    return {(e.source, e.target): e.properties for e in link_edges(Postings(claims, linking))}


def test_two_papers_that_share_one_thing_are_linked_through_it():
    found = links([("p", "x", 1.0), ("q", "x", 1.0)], entities(x=2))
    assert found.keys() == {("p", "q")}
    assert found["p", "q"]["through"] == ("X",)
    assert found["p", "q"]["entityIds"] == ("x",)
    assert (found["p", "q"]["sourceRank"], found["p", "q"]["targetRank"]) == (1, 1)


def test_a_rare_thing_counts_more_than_a_common_one():
    claims = [("p", "rare", 1.0), ("q", "rare", 1.0), ("p", "common", 1.0), ("r", "common", 1.0)]
    found = links(claims, entities(rare=2, common=200))
    assert found["p", "q"]["weight"] > found["p", "r"]["weight"]
    assert found["p", "q"]["sourceRank"] == 1


def test_a_stronger_role_counts_more_and_what_is_weightiest_comes_first():
    claims = [("p", "a", 0.3), ("q", "a", 1.0), ("p", "b", 1.0), ("q", "b", 1.0)]
    assert links(claims, entities(a=2, b=2))["p", "q"]["through"] == ("B", "A")


def test_the_weight_is_the_sum_by_hand():
    found = links([("p", "x", 1.0), ("q", "x", 0.5)], {"x": Linking("X", 3, 0.5)})
    assert found["p", "q"]["weight"] == round(0.5 * 0.5 / 2.321928, 4)  # 3 papers count as 4: 1 / log2(5)


def test_a_hub_finds_no_pairs_but_adds_to_those_found():
    claims = [("p", "hub", 1.0), ("q", "hub", 1.0)]
    assert links(claims, entities(hub=HUB + 1)) == {}
    claims += [("p", "x", 1.0), ("q", "x", 1.0)]
    assert links(claims, entities(hub=HUB + 1, x=2))["p", "q"]["through"] == ("X", "HUB")


def test_each_paper_keeps_its_strongest_links_and_a_pair_stays_if_either_keeps_it():
    papers = [f"p{i:02}" for i in range(LINKS_PER_PAPER + 6)]
    claims = [(paper, f"own{i}", 0.5 + i / 100) for i, paper in enumerate(papers[1:])]
    claims += [("p00", f"own{i}", 1.0) for i in range(len(papers) - 1)]
    found = links(claims, entities(**{f"own{i}": 2 for i in range(len(papers) - 1)}))
    assert len(found) == len(papers) - 1, "each other paper's only link is to p00, and it keeps it"
    assert sum("sourceRank" in properties for properties in found.values()) == LINKS_PER_PAPER
    assert all(properties["targetRank"] == 1 for properties in found.values())


def test_what_is_only_mentioned_on_both_sides_and_is_common_makes_no_link():
    assert links([("p", "x", 0.3), ("q", "x", 0.3)], entities(x=50)) == {}


def test_tasks_and_metrics_do_not_link():
    nodes = [("t", "Task", "translation", 2), ("m", "Metric", "BLEU", 2), ("d", "Dataset", "WMT14", 2)]
    assert linking_entities(nodes, load_schema()) == {"d": Linking("WMT14", 2, 0.5)}
