from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ExtractionError
from kg.extraction import Extractor
from kg.extraction.extractor import CONFIG, build_pipeline
from kg.extraction.tokens import NameTokenizer
from kg.records.documents import Paper
from kg.schema import load_schema

TITLE = "TinyAdapter: Low-Rank Adapters for Small Language Models"
ABSTRACT = (
    "We propose TinyAdapter, a method for parameter-efficient fine-tuning. TinyAdapter builds on low-rank adaptation "
    "(LoRA) and is applied to BERT. We evaluate it on the GLUE benchmark and on SQuAD, where TinyAdapter outperforms "
    "LoRA by 2 points of F1."
)
PAPER = Paper(TITLE, ABSTRACT, given_id="p1")


@pytest.fixture(scope="module")
def extractor():
    return Extractor()


def checked(paper, annotation):
    """What holds of every annotation."""
    schema, text = load_schema(), paper.text
    assert annotation.paper_id == paper.id
    names = [entity.name for entity in annotation.entities]
    assert len(set(names)) == len(names)
    for entity in annotation.entities:
        assert entity.type in schema.roles[entity.role].types
        assert entity.mentions and 0 <= entity.confidence <= 1
        for mention in entity.mentions:
            assert text[mention.start : mention.end] == mention.text != ""
            assert 0 <= mention.confidence <= 1
    starts = [entity.mentions[0].start for entity in annotation.entities]
    assert starts == sorted(starts)
    kinds = {entity.name: entity.type for entity in annotation.entities}
    for relation in annotation.relations:
        rule = schema.relations[relation.type]
        assert kinds[relation.head] in rule.heads and kinds[relation.tail] in rule.tails
        assert 0 <= relation.sentence.start < relation.sentence.end <= len(text)
    assert all(a.end <= b.start for a, b in zip(annotation.sentences, annotation.sentences[1:], strict=False))
    return annotation


def test_a_plain_abstract_is_read(extractor):
    annotation = checked(PAPER, extractor.extract(PAPER))
    strings = {mention.text: entity for entity in annotation.entities for mention in entity.mentions}
    assert {"TinyAdapter", "LoRA", "BERT", "GLUE", "SQuAD"} <= strings.keys()
    assert strings["LoRA"] is strings["low-rank adaptation"]
    assert strings["TinyAdapter"].role == "introduces"
    assert strings["BERT"].type == "Model"
    assert annotation.abbreviations == (("LoRA", "low-rank adaptation"),)
    assert annotation.extractor == extractor.version


def test_many_at_once_equal_one_by_one_in_order(extractor):
    papers = [Paper(f"{TITLE} {n}", ABSTRACT * (1 + n % 3)) for n in range(9)]
    together = list(extractor.extract_many(papers))
    assert [a.paper_id for a in together] == [p.id for p in papers]
    for paper, annotation in zip(papers, together, strict=True):
        alone = extractor.extract(paper)
        assert [(e.type, e.role, [m.text for m in e.mentions]) for e in alone.entities] == [
            (e.type, e.role, [m.text for m in e.mentions]) for e in annotation.entities
        ]


@pytest.mark.parametrize(
    "abstract",
    [
        "",
        "x",
        "BERT " * 20_000,
        "word " * 20_000,
        "我们提出了一种新的预训练方法。" * 20,
        r"$\alpha \beta \frac{1}{2}$ \emph{} $$",
        "\ud800 BERT \udfff",
        "\x00\x07 BERT \x1b[0m",
        "\u200b\u200b BERT\u00a0is",
        "( [ { ) ] }" * 50,
        "a" * 100_000,
        "🤖" * 1000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_no_text_stops_it(extractor, abstract):
    paper = Paper("On BERT", abstract)
    checked(paper, extractor.extract(paper))


def test_nothing_at_the_end_of_a_long_text_is_cut_off(extractor):
    paper = Paper("A long paper", "We describe many things at length. " * 400 + "We evaluate BERT on ImageNet.")
    ends = [m.text for e in checked(paper, extractor.extract(paper)).entities for m in e.mentions]
    assert "ImageNet" in ends


def test_a_relation_of_the_papers_own_thing_is_shown_where_its_other_end_stands(extractor):
    paper = Paper(TITLE, "We propose TinyAdapter. It is small. We evaluate on the GLUE benchmark and on SQuAD.")
    annotation = checked(paper, extractor.extract(paper))
    mentions = {entity.name: entity.mentions for entity in annotation.entities}
    results = [relation for relation in annotation.relations if relation.type == "EVALUATED_ON"]
    assert {relation.tail for relation in results} == {"GLUE", "SQuAD"}
    for relation in results:
        assert any(relation.sentence.start <= m.start < relation.sentence.end for m in mentions[relation.tail])


@settings(max_examples=30, deadline=None)
@given(title=st.text(min_size=1, max_size=40), abstract=st.text(max_size=200))
def test_any_text_gives_an_annotation(title, abstract):
    paper = Paper(title.replace("\n", " ") or "x", abstract)
    checked(paper, Extractor().extract(paper))


class TestAsSpacyUsersExpect:
    def test_the_default_config_makes_the_pipeline_and_is_complete(self):
        from spacy.util import load_config, load_model_from_config

        nlp = load_model_from_config(load_config(CONFIG), auto_fill=True)
        assert nlp.pipe_names == nlp.config["nlp"]["pipeline"] == load_config(CONFIG)["nlp"]["pipeline"]

    def test_components_are_found_by_entry_point(self):
        nlp = spacy.blank("en")
        nlp.add_pipe("kg_sentences")
        nlp.add_pipe("kg_abbreviations")
        doc = nlp("A title\nlow-rank adaptation (LoRA) works.")
        assert [s.text for s in doc.sents] == ["A title\n", "low-rank adaptation (LoRA) works."]
        assert doc._.kg_abbreviations == [[29, 33, 8, 27]]

    def test_to_disk_and_back_reads_the_same(self, tmp_path):
        nlp = build_pipeline()
        nlp.to_disk(tmp_path / "pipeline")
        spacy.load(tmp_path / "pipeline").to_disk(tmp_path / "pipeline")
        again = Extractor(tmp_path / "pipeline")
        assert again.extract(PAPER) == Extractor().extract(PAPER)

    def test_docs_can_be_serialised(self):
        nlp = build_pipeline()
        doc = nlp(PAPER.text)
        again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
        assert again._.kg_entities == doc._.kg_entities
        assert [(s.text, s.label_) for s in again.spans["kg_mentions"]] == [
            (s.text, s.label_) for s in doc.spans["kg_mentions"]
        ]

    def test_the_order_of_components_is_checked(self):
        nlp = spacy.blank("en")
        with pytest.raises(ExtractionError, match="no `kg_encoder`"):
            # spaCy looks at a component's attributes when it is added, and may so meet the error at once.
            nlp.add_pipe("kg_mentions").model  # noqa: B018 - the property raises

    def test_a_folder_without_a_pipeline_is_told(self, tmp_path):
        with pytest.raises(ExtractionError, match="holds no spaCy pipeline"):
            Extractor(tmp_path)


@given(st.text(max_size=80))
def test_tokens_hold_the_whole_text(text):
    doc = NameTokenizer(spacy.blank("en").vocab)(text)
    assert len(doc.text) == len(text)
    assert doc.text == text.encode("utf-8", "surrogatepass").decode("utf-8", "replace") or any(
        0xD800 <= ord(char) < 0xE000 for char in text
    )
