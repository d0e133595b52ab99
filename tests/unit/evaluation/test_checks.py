from __future__ import annotations

import re

import pytest

from kg.evaluation.checks import faults
from kg.evaluation.gold import GoldEntity, GoldPaper

TEXT = "Oak\nOak uses BERT-large and BERT_base, is trained on Leaves-1M and classifies leaves."
OAK = GoldEntity("Oak", "Model", "introduces", ("Oak",))
LEAVES = GoldEntity("Leaves-1M", "Dataset", "uses", ("Leaves-1M",))


def entity(name="BERT", type_="Model", role="uses", strings=("BERT-large",)):
    return GoldEntity(name, type_, role, strings)


def found(*entities, relations=()):
    return list(faults(GoldPaper("p", entities, frozenset(relations)), TEXT))


def test_an_annotation_that_can_be_has_no_fault():
    inner = entity("leaf", "Task", "addresses", ("leaves",))
    relations = [("Oak", "USES", "BERT"), ("Oak", "TRAINED_ON", "Leaves-1M"), ("Oak", "APPLIED_TO", "leaf")]
    assert found(OAK, LEAVES, inner, entity(strings=("BERT", "BERT-large")), relations=relations) == []
    assert found() == []


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (
            entity(type_="Molecule"),
            "'BERT' has the unknown type 'Molecule'; there are Model, Method, Dataset, Benchmark, ",
        ),
        (entity(type_="model"), "'BERT' has the unknown type 'model'; there are Model"),
        (entity(type_=""), "'BERT' has no type; there are Model"),
        (entity(role="solves"), "'BERT' has the unknown role 'solves'; there are introduces, evaluates_on"),
        (entity(role=""), "'BERT' has no role; there are introduces"),
        (
            entity(role="addresses"),
            "'BERT', a Model, cannot have the role 'addresses'; for a Model there are introduces, uses, compares_with, mentions.",
        ),
        (entity(type_="Task", role="evaluates_on"), "'BERT', a Task, cannot have the role 'evaluates_on'"),
        (entity(name=" "), "an entity has an empty name."),
        (entity(strings=()), "'BERT' has no mentions."),
        (entity(strings=("BERT-large", "")), "'BERT' has an empty mention."),
        (entity(strings=("GPT",)), "'BERT': 'GPT' does not stand in the text as whole words."),
        (entity(strings=("base",)), "'BERT': 'base' does not stand in the text as whole words."),
        (entity(strings=("bert-large",)), "'BERT': 'bert-large' does not stand in the text as whole words."),
        (entity(name="Oak"), "2 entities have the name 'Oak'."),
        (entity(strings=("BERT", "Oak")), "'Oak' is a mention of both 'Oak' and 'BERT'."),
    ],
)
def test_each_fault_of_an_entity_is_named(wrong, fault):
    (said,) = found(OAK, wrong)
    assert said.startswith(fault)


@pytest.mark.parametrize(
    ("relation", "fault"),
    [
        (
            ("Oak", "INHIBITS", "BERT"),
            "'Oak' and 'BERT' have the unknown relation 'INHIBITS'; there are BASED_ON, USES, ",
        ),
        (("Oak", "USES", "bert"), "the relation USES names 'bert', which is no entity of the paper."),
        (("Oak", "USES", "Oak"), "'Oak' has the relation USES with itself."),
        (
            ("Oak", "USES", "Leaves-1M"),
            "USES cannot go from 'Oak', a Model, to 'Leaves-1M', a Dataset; it goes from Model or Method to Model or Method.",
        ),
        (("Leaves-1M", "TRAINED_ON", "Oak"), "TRAINED_ON cannot go from 'Leaves-1M', a Dataset, to 'Oak', a Model"),
    ],
)
def test_each_fault_of_a_relation_is_named(relation, fault):
    (said,) = found(OAK, LEAVES, entity(), relations=[relation])
    assert said.startswith(fault)


def test_all_faults_are_named_and_none_twice():
    said = found(OAK, entity(type_="Robot", strings=("GPT",)), relations=[("Oak", "USES", "BERT"), ("a", "KNOWS", "a")])
    assert [re.match(r"[^;,]*", fault)[0] for fault in said] == [
        "'BERT' has the unknown type 'Robot'",
        "'BERT': 'GPT' does not stand in the text as whole words.",
        "the relation KNOWS names 'a'",
        "'a' and 'a' have the unknown relation 'KNOWS'",
    ]


def test_a_string_stands_where_the_scorer_would_find_it():
    """Every string of a text, found by the check exactly where a pattern finds it."""
    text = "a é_b ab-c\n1a (a)"
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            string = text[start:end]
            stands = bool(re.search(rf"(?<!\w){re.escape(string)}(?!\w)", text))
            said = list(faults(GoldPaper("p", (entity(strings=(string,)),)), text))
            assert bool(said) != (stands and bool(string.strip())), string
