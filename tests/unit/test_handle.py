from __future__ import annotations

import pytest

from kg.errors import NotFoundError, QueryError
from kg.handle import GraphHandle
from kg.stores.memory import MemoryStore
from tests.conformance.small_graph import fill


@pytest.fixture(scope="module")
def handle():
    store = MemoryStore()
    fill(store)
    return GraphHandle(store)


@pytest.mark.parametrize(
    "text",
    ["arxiv:2001.00001", "2001.00001v3", "https://arxiv.org/abs/2001.00001", "oak: a model of LEAVES", "A Model of"],
)
def test_a_paper_is_found_by_id_title_or_part_of_it(handle, text):
    assert handle.find_paper(text).id == "arxiv:2001.00001"


def test_the_id_that_the_input_gave_finds_it(handle):
    assert handle.find_paper("g-5").title == "A Survey of Gardens"


def test_what_is_not_there_is_told_with_what_is_near(handle):
    with pytest.raises(NotFoundError, match="Did you mean 'Pine Needs Fewer Leaves'"):
        handle.find_paper("Pine Needs Few Leafs")
    with pytest.raises(NotFoundError, match="papers with 'leaves' in their titles"):
        handle.find_paper("leaves")
    with pytest.raises(NotFoundError, match="Did you mean 'Rootformer'"):
        handle.find_entity("Rotformer")


def test_an_entity_is_found_however_it_is_written(handle):
    assert handle.find_entity("Leaf-Masking").name == "leaf masking"
    entity = handle.find_entity("entity:oak")
    assert (entity.name, entity.type, entity.papers, entity.votes) == ("Oak", "Model", 2, ("Model:2",))


def test_claims_come_strongest_role_first_with_their_sentences(handle):
    claims = handle.claims(paper="arxiv:2101.00003")
    assert [(c.role, c.entity) for c in claims] == [
        ("INTRODUCES", "Bonsai"),
        ("EVALUATES_ON", "Leaves-1M"),
        ("USES", "accuracy"),
        ("USES", "Oak"),
        ("ADDRESSES", "leaf classification"),
    ]
    assert claims[3].sentence == "Bonsai is distilled from Oak."
    assert {c.paper_id for c in handle.claims(entity="entity:oak")} == {"arxiv:2001.00001", "arxiv:2101.00003"}


def test_relations_of_an_entity_are_those_that_it_is_an_end_of(handle):
    relations = [(r.head, r.type, r.tail) for r in handle.relations(entity="entity:pine")]
    assert relations == [
        ("Pine", "APPLIED_TO", "leaf classification"),
        ("Pine", "EVALUATED_ON", "ForestBench"),
        ("Oak", "OUTPERFORMS", "Pine"),
        ("Pine", "USES", "leaf masking"),
    ]


def test_related_papers_come_from_both_sides_most_first(handle):
    related = handle.related_papers("Bonsai: Oak, Distilled")
    assert related[0].title == "Oak: A Model of Leaves"
    assert related[0].through == ("Oak", "Leaves-1M")
    assert [r.weight for r in related] == sorted((r.weight for r in related), reverse=True)
    assert len(handle.related_papers("Oak: A Model of Leaves", limit=1)) == 1
    assert handle.related_papers("On Silence") == []


def test_papers_and_entities_are_records(handle):
    assert [paper.title for paper in handle.papers()][:1] == ["ForestBench: Testing Models of Trees"]
    assert {entity.name for entity in handle.entities()} >= {"Oak", "Pine", "ForestBench", "accuracy"}


def test_networkx_has_the_whole_graph(handle):
    graph = handle.to_networkx()
    assert graph.number_of_nodes() == 6 + 9
    assert graph.nodes["arxiv:2001.00001"]["label"] == "Paper"
    assert any(data["type"] == "SHARES_TECHNIQUE" for *_, data in graph.edges(data=True))


def test_rdflib_tables_and_data_frames_have_the_whole_graph(handle):
    graph = handle.to_rdflib()
    papers = graph.query("SELECT ?p { ?p a kg:Paper }")  # the prefixes come with it
    assert len(papers) == len(handle.to_arrow()["Paper"]) == len(handle.to_pandas()["Paper"]) == 6
    assert handle.to_pandas()["Entity"].set_index("name").loc["Oak", "type"] == "Model"


def test_sparql_by_text_and_by_name(handle):
    rows = handle.sparql("SELECT ?name { ?m a kg:Model ; skos:prefLabel ?name } ORDER BY ?name LIMIT 9", limit=2)
    assert rows == [{"name": "Bonsai"}, {"name": "Oak"}]
    rows = handle.sparql("link_evidence", paper="2001.00001", other="Pine Needs Fewer Leaves")
    assert [row["technique"] for row in rows] == ["Pine", "leaf masking", "ForestBench"]
    with pytest.raises(NotFoundError, match="has nothing named 'Oakk'"):
        handle.sparql("built_on", entity="Oakk")


def test_stats_count_what_is_there(handle):
    stats = handle.stats()
    assert (stats.papers, stats.papers_without_entities, stats.pending) == (6, 1, False)
    assert stats.entities["Model"] == 3
    assert stats.without_entities[0][1] == "On Silence"
    assert stats.edges["Entity OUTPERFORMS"] == 1
    assert stats.most_shared[0][2] == 3


def test_a_graph_in_memory_answers_no_cypher(handle):
    with pytest.raises(QueryError, match="does not answer Cypher"):
        handle.cypher("RETURN 1")
