from __future__ import annotations

import pytest

from kg.evaluation import calibration_error, confidence_bins, judged_entities
from kg.evaluation.gold import GoldEntity, GoldPaper
from kg.records.annotations import Annotation, Mention, PaperEntity

GOLD = {"p": GoldPaper("p", (GoldEntity("BERT", "Model", "uses", ("BERT", "bert")),))}


def entity(text, type_, role, confidence):
    return PaperEntity(text, type_, role, (Mention(text, 0, len(text)),), confidence)


def test_an_entity_is_right_with_type_and_role_and_one_of_its_strings():
    said = {
        "p": Annotation(
            "p",
            (
                entity("Bert", "Model", "uses", 0.9),
                entity("BERT", "Method", "uses", 0.8),
                entity("BERT", "Model", "introduces", 0.7),
                entity("GPT", "Model", "uses", 0.6),
            ),
        ),
        "other": Annotation("other", (entity("BERT", "Model", "uses", 0.5),)),
    }
    assert list(judged_entities(said, GOLD)) == [(0.9, True), (0.8, False), (0.7, False), (0.6, False)]


def test_the_error_is_the_mean_over_bins_weighted_by_their_size():
    judged = [(0.95, True), (0.95, False), (0.15, False), (0.15, False)]
    assert [len(found) for found in confidence_bins(judged)] == [0, 2, 0, 0, 0, 0, 0, 0, 0, 2]
    assert calibration_error(judged) == pytest.approx((abs(1.9 - 1) + 0.3) / 4)
    assert calibration_error([]) == 0.0
    assert len(confidence_bins([(1.0, True)])[9]) == 1
