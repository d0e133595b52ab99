from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kg.extraction.grouping import fold, group_strings
from kg.extraction.model.decoding import best_tags, find_strings, log_softmax, tagged_spans
from kg.extraction.model.settings import Settings
from kg.extraction.model.words import Words

SETTINGS = Settings("t", ("Model", "Task"), (), (), 0.0, 0.5, (), (1.0, 1.0, 1.0))


def words(text):
    strings, starts = text.split(), []
    position = 0
    for string in strings:
        position = text.index(string, position)
        starts.append(position)
        position += len(string)
    return Words(
        text, tuple(strings), tuple(starts), tuple(s + len(w) for s, w in zip(starts, strings, strict=True)), 0
    )


def scores(*tags, strength=6.0):
    """Tag scores: 0 outside, 1 and 2 begin and inside Model, 3 and 4 of Task."""
    result = np.zeros((len(tags), 5), dtype=np.float32)
    result[range(len(tags)), tags] = strength
    return result


def found(text, tags):
    return [
        (item.text, len(item.places), int(item.scores.argmax())) for item in find_strings(words(text), tags, SETTINGS)
    ]


@given(arrays.arrays(np.float32, (4, 5), elements=st.floats(-5, 5, width=32)))
def test_the_best_tags_are_the_best_of_all_allowed_sequences(table):
    log_probabilities = log_softmax(table)
    allowed = [
        path
        for path in itertools.product(range(5), repeat=4)
        if all(tag % 2 or not tag or (i and path[i - 1] in (tag - 1, tag)) for i, tag in enumerate(path))
    ]
    value = max(sum(log_probabilities[i, tag] for i, tag in enumerate(path)) for path in allowed)
    best = best_tags(log_probabilities)
    assert tuple(best) in allowed
    assert sum(log_probabilities[i, tag] for i, tag in enumerate(best)) == pytest.approx(value, abs=1e-4)


def test_spans_end_where_another_begins():
    assert tagged_spans([1, 2, 1, 0, 3, 4, 4]) == [(0, 2), (2, 3), (4, 7)]
    assert tagged_spans([]) == [] == tagged_spans([0, 0])


def test_a_string_that_is_an_entity_once_is_one_wherever_it_stands():
    tags = scores(1, 0, 0, 0, 0, 0)
    tags[5] = 0  # of the last word the model knows nothing
    assert found("BERT wins . We use BERT", tags) == [("BERT", 2, 0)]


def test_but_not_if_most_of_its_places_speak_against_it():
    assert found("go and go and go now", scores(1, 0, 0, 0, 0, 0)) == []


def test_the_longest_string_wins_where_two_overlap():
    tags = scores(3, 4, 0, 3, 0)
    assert found("image classification and image search", tags) == [("image classification", 1, 1), ("image", 1, 1)]


def test_a_text_without_words_has_no_tags():
    assert best_tags(np.zeros((0, 5), dtype=np.float32)) == []


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("graph neural networks", "Graph Neural Network", True),
        ("fine-tuning", "finetuning", True),
        ("GPT-2", "GPT2", True),
        ("GPT-2", "GPT-3", False),
        ("GPT-3.5", "GPT-35", False),
        ("Llama 2 7B", "Llama 27B", False),
        ("loss", "los", False),
        ("ontologies", "ontology", True),
        ("BERT", "RoBERTa", False),
    ],
)
def test_folding(first, second, same):
    assert (fold(first) == fold(second)) is same


def test_short_forms_join_their_long_forms_and_their_plurals():
    strings = ["LLMs", "large language model", "LLM", "MIM"]
    assert group_strings(strings, {"LLMs": "large language models"}) == [0, 0, 0, 1]
