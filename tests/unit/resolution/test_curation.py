"""What decisions make of one paper's annotation."""

from __future__ import annotations

import re

import pytest

from kg.errors import ConfigError
from kg.records.annotations import Annotation, Mention, PaperEntity, Relation, Span
from kg.records.decisions import Decision
from kg.records.documents import Paper
from kg.resolution.curation import Curation
from kg.resolution.registry import load_registry
from kg.resolution.resolve import resolve

PAPER = Paper(
    "Oak and Pine",
    "We train Oak, a Vision Transformer (ViT). Oak beats Pine. Each ViT is tested on CIFAR-10 and on Bark.",
    given_id="2001.00001",
)
SENTENCES = (Span(0, 12), Span(13, 54), Span(55, 70), Span(71, 115))


def annotated(*entities, relations=()):
    """An annotation from `NAME[/OTHER] TYPE ROLE`, resolved."""
    found = []
    for entity in entities:
        names, type_, role = entity.rsplit(" ", 2)
        places = [m for name in names.split("/") for m in re.finditer(rf"\b{re.escape(name)}\b", PAPER.text)]
        mentions = tuple(Mention(m.group(), *m.span()) for m in sorted(places, key=lambda m: m.start()))
        found.append(PaperEntity(names.split("/")[0], type_, role, mentions))
    links = tuple(Relation(head, type_, tail, SENTENCES[at]) for head, type_, tail, at in relations)
    return resolve(Annotation(PAPER.id, tuple(found), links, SENTENCES), load_registry()).annotation


TEXT = annotated(
    "Oak Model introduces",
    "Vision Transformer/ViT Method uses",
    "Pine Model compares_with",
    "CIFAR-10 Dataset evaluates_on",
    "Bark Benchmark evaluates_on",
    relations=[
        ("Oak", "OUTPERFORMS", "Pine", 2),
        ("Oak", "BASED_ON", "Vision Transformer", 1),
        ("Vision Transformer", "EVALUATED_ON", "CIFAR-10", 3),
    ],
)


def decide(kind, *names, **more):
    return Decision(kind, "Ada", "I read it.", names, **more)


def curated(*decisions):
    return Curation(decisions, load_registry()).apply(TEXT, PAPER)


def described(curated):
    entities = {e.name: f"{e.type} {e.role} {len(e.mentions)}" for e in curated.annotation.entities}
    return entities, [f"{r.head} {r.type} {r.tail}" for r in curated.annotation.relations]


ENTITIES, RELATIONS = described(curated())


def test_no_decisions_change_nothing():
    assert curated().annotation is TEXT
    assert ENTITIES["ViT"] == "Method uses 3"


def test_what_is_the_same_becomes_one_under_the_first_name():
    done = curated(decide("same", "Eiche", "Oak", "Pine"))
    entities, relations = described(done)
    assert entities["Eiche"] == "Model introduces 5"
    assert not {"Oak", "Pine"} & set(entities)
    assert relations == ["Eiche BASED_ON ViT", "ViT EVALUATED_ON CIFAR-10"]
    assert done.dropped_relations == 1, "nothing outperforms itself"
    [eiche] = [e for e in done.annotation.entities if e.name == "Eiche"]
    assert (eiche.key, eiche.reasons) == ("eiche", (("Oak", "curated"), ("Pine", "curated")))


def test_a_name_in_a_decision_may_be_written_as_the_registry_knows_it():
    entities, _ = described(curated(decide("rename", "Seher", "vision transformers")))
    assert entities["Seher"] == ENTITIES["ViT"]


def test_what_is_different_is_parted_and_relations_go_where_the_sentence_says():
    done = curated(decide("different", "Vision Transformer", "ViT"))
    entities, relations = described(done)
    assert (entities["Vision Transformer"], entities["ViT"]) == ("Method uses 1", "Method uses 2")
    assert "Oak BASED_ON ViT" in relations, "the sentence names both"
    assert "ViT EVALUATED_ON CIFAR-10" in relations
    assert len(done.applied) == 1


def test_an_entity_of_which_no_string_is_left_goes_by_the_other_name():
    only = annotated("Vision Transformer Method uses")
    assert [e.name for e in only.entities] == ["ViT"]
    curation = Curation([decide("different", "Vision Transformer", "ViT")], load_registry())
    assert [(e.name, e.key) for e in curation.apply(only, PAPER).annotation.entities] == [
        ("Vision Transformer", "visiontransformer")
    ]


def test_a_rename_may_only_change_the_spelling():
    done = curated(decide("rename", "OAK", "Oak"))
    [oak] = [e for e in done.annotation.entities if e.key == "oak"]
    assert (oak.name, len(done.applied)) == ("OAK", 1)
    assert "OAK OUTPERFORMS Pine" in described(done)[1]


def test_a_type_brings_the_role_that_fits_and_drops_what_does_not():
    entities, relations = described(curated(decide("type", "Pine", type="Dataset")))
    assert entities["Pine"] == "Dataset mentions 2"
    assert "Oak OUTPERFORMS Pine" not in relations


@pytest.mark.parametrize("paper", ["", "2001.00001", "arxiv.org/abs/2001.00001v3", "oak AND pine"])
def test_a_wrong_edge_from_a_paper_goes_with_its_relations(paper):
    entities, relations = described(curated(decide("wrong", edge="USES", target="ViT", paper=paper)))
    assert "ViT" not in entities
    assert relations == ["Oak OUTPERFORMS Pine"]


def test_a_wrong_edge_between_entities_goes_alone():
    entities, relations = described(curated(decide("wrong", edge="OUTPERFORMS", source="Oak", target="Pine")))
    assert entities == ENTITIES
    assert "Oak OUTPERFORMS Pine" not in relations


@pytest.mark.parametrize(
    "decision",
    [
        decide("wrong", edge="USES", target="ViT", paper="2001.00002"),
        decide("wrong", edge="MENTIONS", target="ViT"),
        decide("same", "Elm", "Yew"),
        decide("type", "Bark", type="Benchmark"),
    ],
)
def test_what_does_not_apply_is_not_counted(decision):
    done = curated(decision)
    assert (done.annotation, done.applied) == (TEXT, frozenset())


def test_decisions_build_on_each_other():
    entities, _ = described(
        curated(
            decide("same", "Eiche", "Oak"), decide("rename", "Roble", "Eiche"), decide("type", "Oak", type="Method")
        )
    )
    assert entities["Roble"] == "Method introduces 3"


@pytest.mark.parametrize(
    "decisions",
    [
        [decide("same", "Oak", "Pine"), decide("different", "pine", "Oak")],
        [decide("same", "Oak", "Pine"), decide("same", "Elm", "Pine")],
        [decide("rename", "Oak", "Pine"), decide("rename", "Pine", "Oak")],
        [decide("rename", "OAK", "Oak"), decide("rename", "oak", "Pine")],
        [decide("type", "Oak", type="Model"), decide("type", "oak", type="Method")],
        [decide("different", "GPT-2", "GPT2")],
    ],
)
def test_decisions_that_contradict_each_other_are_refused(decisions):
    with pytest.raises(ConfigError, match="contradicts another decision"):
        Curation(decisions, load_registry())
