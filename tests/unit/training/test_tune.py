from __future__ import annotations

from dataclasses import replace

from kg.evaluation.gold import GoldEntity, GoldPaper
from kg.extraction.model import DATA, load_model
from kg.records.annotations import Annotation, Mention, PaperEntity, Relation, Span
from kg.training.dataset import make_examples
from kg.training.reading import EncodedPapers, said
from kg.training.tune import BIASES, KEEPS, TEMPERATURES, calibrated, choose_decisions, choose_temperatures, tune

TEXT = "Adders\nAdders beat BERT and apply to parsing."
TEXTS = {"p": TEXT}
GOLD = {
    "p": GoldPaper(
        "p",
        (
            GoldEntity("Adders", "Model", "introduces", ("Adders",)),
            GoldEntity("BERT", "Model", "compares_with", ("BERT",)),
            GoldEntity("parsing", "Task", "addresses", ("parsing",)),
        ),
        frozenset({("Adders", "OUTPERFORMS", "BERT"), ("Adders", "APPLIED_TO", "parsing")}),
    )
}


def entity(name, kind, role):
    start = TEXT.index(name)
    return PaperEntity(name, kind, role, (Mention(name, start, start + len(name)),))


class FakeReader:
    """Finds all from a bias of 1 on, too much from 2 on; relations with known confidence."""

    def __init__(self):
        self.seen = []

    def read(self, settings, *, relations=True):
        self.seen.append(settings)
        entities = [entity("Adders", "Model", "introduces"), entity("BERT", "Model", "compares_with")]
        if settings.outside_bias >= 1:
            entities.append(entity("parsing", "Task", "addresses"))
        if settings.outside_bias >= 2:
            entities.append(entity("apply", "Method", "uses"))
        said = [("OUTPERFORMS", "BERT", 0.62), ("USES", "BERT", 0.42), ("APPLIED_TO", "parsing", 0.22)]
        least = dict(zip(settings.relations, settings.relation_thresholds, strict=True))
        found = (
            Relation("Adders", kind, tail, Span(7, len(TEXT)), confidence)
            for kind, tail, confidence in said
            if relations and confidence >= least[kind]
        )
        return {"p": Annotation("p", tuple(entities), tuple(found))}


def test_the_settings_with_the_best_f1_are_chosen():
    settings = replace(load_model().settings, outside_bias=0.5, keep=KEEPS[0], relation_thresholds=(0.4,) * 8)
    reader = FakeReader()
    chosen = choose_decisions(settings, reader, TEXTS, GOLD)
    assert chosen.outside_bias == 1.0
    assert chosen.keep == settings.keep
    least = dict(zip(chosen.relations, chosen.relation_thresholds, strict=True))
    assert 0.42 < least["OUTPERFORMS"] <= 0.62 or least["OUTPERFORMS"] == 0.4
    assert least["APPLIED_TO"] == 0.2
    assert len(reader.seen) > len(BIASES)


def test_relations_that_nobody_says_keep_their_threshold():
    settings = load_model().settings
    settings = replace(settings, relation_thresholds=(0.55,) * len(settings.relations))
    chosen = choose_decisions(settings, FakeReader(), TEXTS, GOLD)
    assert dict(zip(chosen.relations, chosen.relation_thresholds, strict=True))["PART_OF"] == 0.55


def test_no_papers_to_choose_on_change_nothing(tmp_path):
    settings = load_model().settings
    assert tune(tmp_path, settings, {}, [], {}) is settings


def test_temperatures_come_from_the_grid():
    papers = EncodedPapers(DATA, TEXTS)
    plain = papers.with_settings(replace(load_model().settings, temperatures=(1.0, 1.0, 1.0)))
    found = choose_temperatures(plain, list(make_examples(TEXTS, GOLD.values())))
    assert len(found) == 3
    assert set(found) <= set(TEMPERATURES)


def test_papers_are_read_again_as_the_extractor_reads_them():
    from kg.extraction import Extractor
    from kg.records.documents import Paper

    papers = EncodedPapers(DATA, TEXTS)
    settings = load_model().settings
    first, second = papers.read(settings), papers.read(settings)
    assert first == second
    title, _, abstract = TEXT.partition("\n")
    extracted = Extractor().extract(Paper(title, abstract, given_id="p"))
    assert (extracted.entities, extracted.relations) == (first["p"].entities, first["p"].relations)
    assert said(first)["p"].relations == {(r.head, r.type, r.tail) for r in extracted.relations}


def test_a_higher_bias_finds_no_fewer_entities():

    papers = EncodedPapers(DATA, TEXTS)
    settings = load_model().settings
    few = papers.read(replace(settings, outside_bias=-3.0), relations=False)
    many = papers.read(replace(settings, outside_bias=3.0), relations=False)
    assert len(few["p"].entities) <= len(many["p"].entities)
    assert not many["p"].relations


def test_the_temperature_of_roles_is_the_one_at_which_confidence_is_true():
    class Reader:
        """As sure as the temperature lets it be, and half of what it says is right."""

        def read(self, settings, *, relations=True):
            sure = 1 / settings.temperatures[1]
            made = [replace(entity("Adders", "Model", "introduces"), confidence=sure)]
            made.append(replace(entity("BERT", "Model", "uses"), confidence=sure))
            return {"p": Annotation("p", tuple(made))}

    settings = replace(load_model().settings, temperatures=(1.2, 1.0, 1.3))
    assert calibrated(settings, Reader(), GOLD).temperatures == (1.2, 2.0, 1.3)
