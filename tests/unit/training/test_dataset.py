from __future__ import annotations

from random import Random

import numpy as np
import pytest

from kg.evaluation.gold import GoldEntity, GoldPaper
from kg.extraction.components import words_of
from kg.extraction.extractor import build_pipeline
from kg.training.dataset import make_examples, part_of
from kg.training.labels import load_labels
from kg.training.targets import gold_target

TEXT = "Tiny Adders\nTiny Adders (TA) extend BERT-large. TA models beat BERT on GLUE by 2% F$_1$."
TA = GoldEntity("Tiny Adders", "Model", "introduces", ("Tiny Adders", "TA"))
BERT = GoldEntity("BERT", "Model", "compares_with", ("BERT-large", "BERT"))
GLUE = GoldEntity("GLUE", "Benchmark", "evaluates_on", ("GLUE",))
PAPER = GoldPaper(
    "p", (TA, BERT, GLUE), frozenset({("Tiny Adders", "OUTPERFORMS", "BERT"), ("Tiny Adders", "EVALUATED_ON", "GLUE")})
)


@pytest.fixture(scope="module")
def example():
    return next(make_examples({"p": TEXT}, [PAPER]))


def test_words_and_sentences_are_those_that_the_pipeline_reads(example):
    nlp = build_pipeline()
    nlp.select_pipes(enable=["kg_sentences"])
    assert example.words == words_of(nlp(example.words.text))[0]
    assert example.words.title == 2
    numbers = dict(zip(example.words.strings, example.sentences, strict=True))
    assert (numbers["extend"], numbers["beat"]) == (2, 3)


def test_spans_are_the_words_of_each_mention(example):
    strings = [(" ".join(example.words.strings[a:b]), entity) for a, b, entity in example.spans]
    assert strings == [
        ("Tiny Adders", 0), ("Tiny Adders", 0), ("TA", 0), ("BERT - large", 1), ("TA", 0), ("BERT", 1), ("GLUE", 2),
    ]  # fmt: skip


def test_markup_before_a_mention_moves_it_to_where_it_is_read():
    text = "T\n\\emph{We} use \\textbf{BERT} today."
    example = next(make_examples({"p": text}, [GoldPaper("p", (GoldEntity("BERT", "Model", "uses", ("BERT",)),))]))
    (start, end, _) = example.spans[0]
    assert example.words.strings[start:end] == ("BERT",)
    assert "\\" not in example.words.text


def test_the_target_says_what_the_annotation_says(example):
    labels, target = load_labels(), gold_target(example, len(example.words))
    assert target.tags.shape == (len(example.words), labels.tags)
    begin = 1 + 2 * labels.types.index("Model")
    assert target.tags[:2].argmax(axis=1).tolist() == [begin, begin + 1]
    assert [labels.roles[i] for i in target.roles.argmax(axis=1)] == ["introduces", "compares_with", "evaluates_on"]
    said = {
        (int(target.asked.pairs[row, 1]), labels.relations[kind], int(target.asked.pairs[row, 2]))
        for row, kind in zip(*np.nonzero(target.relations), strict=True)
    }
    assert said == {(0, "OUTPERFORMS", 1), (0, "EVALUATED_ON", 2)}


def test_entities_behind_the_window_are_not_asked_for(example):
    glue = next(start for start, _, entity in example.spans if entity == 2)
    target = gold_target(example, glue)
    assert len(target.candidates) == len(target.roles) == 2
    assert target.relations.sum() == 1


def test_dropping_mentions_leaves_one_of_each_entity_and_all_tags(example):
    whole = gold_target(example, len(example.words))
    for seed in range(20):
        target = gold_target(example, len(example.words), Random(seed))
        assert len(target.candidates) == 3
        assert np.array_equal(target.tags, whole.tags)
        assert all(
            set(some.places) <= set(all_.places) and some.places
            for some, all_ in zip(target.candidates, whole.candidates, strict=True)
        )


def test_parts_have_about_the_sizes_asked_for():
    parts = [part_of(f"paper {n}", 10, 20) for n in range(2000)]
    assert 150 < parts.count("dev") < 250
    assert 330 < parts.count("test") < 470
    assert {part_of(f"{n}", 0, 0) for n in range(100)} == {"train"}
