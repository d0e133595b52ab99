from __future__ import annotations

from random import Random

import numpy as np
import pytest

from kg.evaluation.gold import GoldPaper
from kg.extraction.model import DATA
from kg.extraction.model.words import Pieces
from kg.training.batches import columns, epoch_items, make_batches, make_items
from kg.training.dataset import make_examples
from kg.training.dictionary import Dictionary
from kg.training.targets import gold_target


def items(texts, label=None):
    papers = make_examples(texts, [GoldPaper(id_) for id_ in texts])
    pieces = Pieces(DATA / "tokenizer.json")
    return make_items(((paper, label and label(paper)) for paper in papers), Dictionary([]), pieces)


def whole(example):
    return gold_target(example, len(example.words))


def test_columns_are_padded_with_nothing():
    found = items({"a": "One\nTwo", "b": "One\nTwo three four"})
    filled = columns([item.window for item in found])
    assert filled.shape == (4, 2, 32)
    short = len(found[0].window.columns[0])
    assert np.array_equal(filled[:, 0, :short], np.array(found[0].window.columns))
    assert not filled[:, 0, short:].any()


@pytest.mark.parametrize(("words", "pieces"), [(30, 32), (31, 64), (600, 512)])
def test_texts_are_padded_to_few_lengths(words, pieces):
    (item,) = items({"a": "word " * words + "\n"})
    assert columns([item.window]).shape == (4, 1, pieces)


def test_the_tags_of_a_paper_are_held_once():
    (item,) = items({"a": "One\nTwo"})
    assert len(item.targets) > 1
    assert len({id(target.tags) for target in item.targets}) == 1


def test_every_paper_is_in_one_batch_and_batches_are_of_like_length():
    found = items({str(n): "word " * (n + 1) + "\n" for n in range(40)})
    batches = make_batches(found, 4, Random(0))
    assert sorted(item.id for batch in batches for item in batch) == sorted(str(n) for n in range(40))
    widths = [max(len(i.window.places) for i in batch) - min(len(i.window.places) for i in batch) for batch in batches]
    assert sum(widths) / len(widths) < 8
    assert [[i.id for i in b] for b in batches] == [[i.id for i in b] for b in make_batches(found, 4, Random(0))]


def test_a_paper_without_words_is_left_out():
    assert items({"a": " \n "}) == []


def test_a_labelled_paper_longer_than_the_window_is_left_out_and_an_annotated_one_is_cut():
    texts = {"long": "Title\n" + "word " * 600, "short": "Title\nword"}
    assert [item.id for item in items(texts, whole)] == ["short"]
    cut = items(texts)[0]
    assert len(cut.window.places) < 601


def test_every_epoch_reads_all_annotated_papers_and_the_next_of_the_others():
    gold, labelled = items({"a": "A\n"}), items({"b": "B\n", "c": "C\n", "d": "D\n"}, whole)
    read = [[item.id for item in epoch_items(gold, labelled, 2, epoch)] for epoch in range(3)]
    assert read == [["a", "b", "c"], ["a", "d", "b"], ["a", "c", "d"]]
    assert epoch_items(gold, [], 2, 1) == gold
