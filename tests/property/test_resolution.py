"""Laws of resolution: it ignores order, is idempotent, and loses no mention."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.records.annotations import Annotation, Mention, PaperEntity, Relation, Span
from kg.resolution.consensus import EntityClaim, agree
from kg.resolution.guard import reason_against
from kg.resolution.keys import entity_key
from kg.resolution.registry import load_registry
from kg.resolution.resolve import resolve
from kg.schema import load_schema

REGISTRY = load_registry()
SCHEMA = load_schema()

WORDS = """
BERT | BERT-large | RoBERTa | SciBERT | GPT-2 | GPT2 | GPT-3 | GPT-3.5
Llama 2 | Llama-2 7B Chat | LLaMA | CNN | CNNs | convolutional neural network | ConvNet | SSL
self-supervised learning | CL | semi-supervised learning | contrastive learning | contrastive | continual learning | CoT
MAE | MATH | Cooperative Training | chain-of-thought | ImageNet | ImageNet-1K | Tiny ImageNet | CIFAR-10 | CIFAR-100
math | ZorbNet | Zorb Network | ZN | Zorb-7B | zorbs | graph neural networks | GNN
accuracy | top-1 | … | 7B | β-VAE | attention | self-attention | predicting links
link prediction | Transformers
"""
STRINGS = st.sampled_from([text.strip() for line in WORDS.strip().splitlines() for text in line.split("|")])
NAMES = st.one_of(STRINGS, st.text(min_size=1, max_size=12))
CONFIDENCE = st.floats(0, 1, allow_nan=False)


@st.composite
def entities(draw: st.DrawFn) -> list[PaperEntity]:
    """Entities of one paper whose mentions do not share a place; one string may stand in several entities."""
    made = []
    at = 0
    for number in range(draw(st.integers(0, 6))):
        type_ = draw(st.sampled_from(list(SCHEMA.entities)))
        role = draw(st.sampled_from([name for name, role in SCHEMA.roles.items() if type_ in role.types]))
        mentions = []
        for text in draw(st.lists(NAMES, min_size=1, max_size=4)):
            mentions.append(Mention(text, at, at + len(text), draw(CONFIDENCE)))
            at += len(text) + 1
        made.append(PaperEntity(f"e{number}", type_, role, tuple(mentions), draw(CONFIDENCE)))
    return made


@st.composite
def annotations(draw: st.DrawFn) -> Annotation:
    found = draw(entities())
    relations = []
    if found:
        ends = st.sampled_from([entity.name for entity in found])
        for _ in range(draw(st.integers(0, 4))):
            kind = draw(st.sampled_from(list(SCHEMA.relations)))
            relations.append(Relation(draw(ends), kind, draw(ends), Span(0, 5), draw(CONFIDENCE)))
    defined = draw(st.lists(st.tuples(STRINGS, STRINGS), max_size=2))
    return Annotation("p", tuple(found), tuple(relations), (Span(0, 10),), tuple(defined))


@given(annotations())
@settings(deadline=None)
def test_resolving_twice_is_resolving_once(annotation: Annotation) -> None:
    once = resolve(annotation, REGISTRY)
    twice = resolve(once.annotation, REGISTRY)
    assert twice.annotation == once.annotation
    assert (twice.joined, twice.parted, twice.dropped_relations) == (0, 0, 0)


@given(annotations(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_order_of_entities_and_relations_makes_no_difference(annotation: Annotation, random: object) -> None:
    entities = list(annotation.entities)
    relations = list(annotation.relations)
    random.shuffle(entities)  # type: ignore[attr-defined]
    random.shuffle(relations)  # type: ignore[attr-defined]
    shuffled = replace(annotation, entities=tuple(entities), relations=tuple(relations))
    assert resolve(shuffled, REGISTRY) == resolve(annotation, REGISTRY)


@given(annotations())
@settings(deadline=None)
def test_each_mention_is_in_exactly_one_entity(annotation: Annotation) -> None:
    before = sorted((m.start, m.end, m.text) for entity in annotation.entities for m in entity.mentions)
    done = resolve(annotation, REGISTRY).annotation
    after = sorted((m.start, m.end, m.text) for entity in done.entities for m in entity.mentions)
    assert after == before


@given(annotations())
@settings(deadline=None)
def test_what_comes_out_is_sound(annotation: Annotation) -> None:
    done = resolve(annotation, REGISTRY).annotation
    keys = [entity.key for entity in done.entities]
    assert len(set(keys)) == len(keys)
    by_name = {entity.name: entity for entity in done.entities}
    assert len(by_name) == len(keys)
    for entity in done.entities:
        assert entity.key == entity_key(entity.name)
        assert entity.type in SCHEMA.roles[entity.role].types
        assert [text for text, _ in entity.reasons] == sorted({mention.text for mention in entity.mentions})
    for relation in done.relations:
        assert relation.head != relation.tail
        assert by_name[relation.head].type in SCHEMA.relations[relation.type].heads
        assert by_name[relation.tail].type in SCHEMA.relations[relation.type].tails


@given(NAMES, NAMES)
def test_guard_is_symmetric_and_never_refuses_one_key(a: str, b: str) -> None:
    assert reason_against(a, b) == reason_against(b, a)
    assert reason_against(a, a) is None
    if entity_key(a) == entity_key(b):
        assert reason_against(a, b) is None


@given(st.text(min_size=1, max_size=20))
def test_key_is_never_empty_and_ignores_case_and_composition(name: str) -> None:
    assert entity_key(name)
    assert entity_key(unicodedata.normalize("NFD", name)) == entity_key(unicodedata.normalize("NFC", name))


@given(
    st.lists(st.tuples(st.sampled_from(["Zorb", "zorb", "ZORB"]), st.sampled_from(list(SCHEMA.entities)), CONFIDENCE))
)
def test_consensus_ignores_order(parts: list[tuple[str, str, float]]) -> None:
    claims = [EntityClaim(name, type_, (name,), confidence) for name, type_, confidence in parts]
    if claims:
        assert agree(claims, REGISTRY) == agree(claims[::-1], REGISTRY) == agree(sorted(claims, key=repr), REGISTRY)
