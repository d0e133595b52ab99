from __future__ import annotations

from kg.evaluation.gold import GoldEntity, GoldPaper
from kg.extraction.model.gazetteer import Gazetteer
from kg.training.dataset import make_examples
from kg.training.dictionary import Dictionary, Entry

TEXTS = {
    "a": "On BERT\nWe train BERT with masked language modeling on masked data.",
    "b": "Masked language modeling\nBERT learns by masked language modeling and Adam.",
    "c": "Adam in Paris\nAdam went to Paris, and Adam is nobody's optimizer. BERT is his uncle.",
}


def examples():
    bert = GoldEntity("BERT", "Model", "uses", ("BERT",))
    mlm = GoldEntity("MLM", "Method", "uses", ("masked language modeling", "Masked language modeling"))
    adam = GoldEntity("Adam", "Method", "uses", ("Adam",))
    papers = [GoldPaper("a", (bert, mlm)), GoldPaper("b", (bert, mlm, adam)), GoldPaper("c")]
    return list(make_examples(TEXTS, papers))


def test_counts_are_of_places_and_of_names_by_type():
    entries = Dictionary(examples()).entries
    assert entries["bert",] == Entry(4, (3, 0, 0, 0, 0, 0))
    assert entries["masked", "language", "modeling"] == Entry(3, (0, 3, 0, 0, 0, 0))
    assert entries["adam",] == Entry(4, (0, 1, 0, 0, 0, 0))


def test_a_new_paper_has_the_features_that_the_written_gazetteer_gives(tmp_path):
    dictionary = Dictionary(examples())
    dictionary.write(tmp_path / "gazetteer.tsv.gz")
    runtime = Gazetteer.read(tmp_path / "gazetteer.tsv.gz")
    texts = {"new": "BERT, Adam and others\nMasked language modeling of masked BERT; ADAM. Masked language"}
    new = next(make_examples(texts, [GoldPaper("new")]))
    features = dictionary.features(new)
    assert features == runtime.features(new.words.strings)
    assert any(features)


def test_a_training_paper_has_the_features_that_all_other_papers_give(tmp_path):
    papers = examples()
    dictionary = Dictionary(papers)
    for paper in papers:
        others = Dictionary(other for other in papers if other.id != paper.id)
        others.write(tmp_path / "others.tsv.gz")
        assert dictionary.features(paper) == Gazetteer.read(tmp_path / "others.tsv.gz").features(paper.words.strings)


def test_a_name_that_only_its_own_paper_has_is_no_name_there():
    papers = examples()
    features = dict(zip(papers[1].words.strings, Dictionary(papers).features(papers[1]), strict=True))
    assert features["Adam"] == 0
    assert features["BERT"] > 0


def test_the_same_entries_give_the_same_bytes(tmp_path):
    papers = examples()
    Dictionary(papers).write(tmp_path / "one.gz")
    Dictionary(reversed(papers)).write(tmp_path / "two.gz")
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "two.gz").read_bytes()
