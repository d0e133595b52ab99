"""What holds of every extractor: the one that comes with `kg`, one read from a folder, and one of other components."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest
import spacy
from spacy.language import Language

from kg.errors import ExtractionError
from kg.extraction import Extractor
from kg.extraction.extractor import build_pipeline
from kg.records.documents import Paper
from kg.schema import load_schema
from tests.names_extractor import NAMES, ROLES, NamesExtractor

if TYPE_CHECKING:
    from spacy.tokens import Doc

PLAIN = (
    "We propose Oak, a model of trees. Oak is trained on Leaves-1M with leaf masking and beats Pine. "
    "On ForestBench it gains 3 points in leaf classification."
)
PAPERS = [
    Paper("Oak: Reading Trees", PLAIN, given_id="plain"),
    Paper("Oak without an abstract", "", given_id="no-abstract"),
    Paper("x", "y", given_id="one-character"),
    Paper("Oak in $\\alpha$-space", r"We use \emph{Oak} and \textbf{leaf masking} on {Leaves-1M}. ", given_id="latex"),
    Paper(r"$\frac{1}{2}$", r"$$\sum_{i=1}^{n} x_i$$ \[ \]", given_id="only-latex"),
    Paper("Oak &amp; Pine", "We use <i>Oak</i>.\u00a0Pine\u200b too. Leaves-1M\u2026", given_id="markup"),
    Paper("树的语言模型", "我们提出Oak。它在ForestBench上进行评估。", given_id="chinese"),
    Paper("Oak \ud800", "\udfff Pine \x00\x07\x1b[0m leaf masking.", given_id="surrogates-and-controls"),
    Paper("A long paper on Oak", "We say little about trees here. " * 700 + "We use Pine.", given_id="long"),
    Paper("One long word", "a" * 20_000, given_id="no-blank"),
    Paper("  Oak  ", "\n\n  We use Pine.  \n\n", given_id="blanks"),
    Paper("Oak: Reading Trees", PLAIN, given_id="plain-again"),
]


class NamesInDoc:
    """A component of somebody else's: names by list, in the place of `kg_entities`."""

    def __call__(self, doc: Doc) -> Doc:
        ends = {token.idx + len(token): token.i + 1 for token in doc}
        starts = {token.idx: token.i for token in doc}
        entities = []
        for name, kind in NAMES.items():
            places = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", doc.text)]
            mentions = [[starts[a], ends[b], 0.9] for a, b in places if a in starts and b in ends]
            if mentions:
                entities.append({"type": kind, "role": ROLES[kind], "confidence": 0.8, "mentions": mentions})
        doc._.kg_entities = entities
        return doc


class RelationsInDoc:
    """A component of somebody else's: every model uses every method, in the place of `kg_relations`."""

    def __call__(self, doc: Doc) -> Doc:
        doc._.kg_relations = [
            {"head": h, "type": "USES", "tail": t, "confidence": 0.7, "sentence": head["mentions"][0][0]}
            for (h, head), (t, tail) in itertools.product(enumerate(doc._.kg_entities), repeat=2)
            if (head["type"], tail["type"]) == ("Model", "Method")
        ]
        return doc


@pytest.fixture(scope="module")
def other_components(tmp_path_factory):
    """A folder with a pipeline that has no trained model at all."""
    if not Language.has_factory("other_entities"):
        Language.factory("other_entities", func=lambda nlp, name: NamesInDoc())
        Language.factory("other_relations", func=lambda nlp, name: RelationsInDoc())
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "kg.tokenizer.v1"}}})
    nlp.meta.update(name="other", version="7.0.0")
    nlp.add_pipe("kg_sentences")
    nlp.add_pipe("kg_abbreviations")
    nlp.add_pipe("other_entities", name="kg_entities")
    nlp.add_pipe("other_relations", name="kg_relations")
    folder = tmp_path_factory.mktemp("other")
    nlp.to_disk(folder)
    return folder


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The folder that the pipeline of `kg` was written to."""
    folder = tmp_path_factory.mktemp("written")
    build_pipeline().to_disk(folder)
    return folder


@pytest.fixture(scope="module", params=["default", "written", "other_components", "names"])
def extractor(request):
    if request.param == "names":
        return NamesExtractor()
    return Extractor() if request.param == "default" else Extractor(request.getfixturevalue(request.param))


@pytest.fixture(scope="module")
def annotations(extractor):
    return list(extractor.extract_many(PAPERS))


@pytest.fixture(params=range(len(PAPERS)), ids=[paper.given_id for paper in PAPERS])
def read(request, annotations):
    return PAPERS[request.param], annotations[request.param]


class TestOneAnnotation:
    def test_every_mention_stands_in_the_stored_text(self, read):
        paper, annotation = read
        for mention in (m for entity in annotation.entities for m in entity.mentions):
            assert paper.text[mention.start : mention.end] == mention.text
            assert mention.text.strip()

    def test_mentions_are_in_order_and_no_two_overlap(self, read):
        _, annotation = read
        for entity in annotation.entities:
            assert entity.mentions
            assert list(entity.mentions) == sorted(entity.mentions, key=lambda m: (m.start, m.end))
        spans = sorted((m.start, m.end) for entity in annotation.entities for m in entity.mentions)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))

    def test_entities_have_names_of_their_own_and_come_in_order(self, read):
        _, annotation = read
        names = [entity.name for entity in annotation.entities]
        assert len(set(names)) == len(names)
        places = [(entity.mentions[0].start, entity.name) for entity in annotation.entities]
        assert places == sorted(places)

    def test_types_roles_and_relations_are_those_of_the_schema(self, read):
        _, annotation = read
        schema = load_schema()
        kinds = {entity.name: entity.type for entity in annotation.entities}
        for entity in annotation.entities:
            assert entity.type in schema.entities
            assert entity.type in schema.roles[entity.role].types
        for relation in annotation.relations:
            rule = schema.relations[relation.type]
            assert kinds[relation.head] in rule.heads
            assert kinds[relation.tail] in rule.tails
            assert relation.head != relation.tail

    def test_relations_are_sorted_and_said_once(self, read):
        _, annotation = read
        place = {entity.name: number for number, entity in enumerate(annotation.entities)}
        keys = [(place[r.head], r.type, place[r.tail]) for r in annotation.relations]
        assert keys == sorted(set(keys))

    def test_the_title_is_a_sentence_and_evidence_is_one_of_them(self, read):
        paper, annotation = read
        assert all(a.end <= b.start for a, b in itertools.pairwise(annotation.sentences))
        for sentence in annotation.sentences:
            text = paper.text[sentence.start : sentence.end]
            assert text.strip()
            assert sentence.end <= len(paper.title) or sentence.start > len(paper.title)
        assert {relation.sentence for relation in annotation.relations} <= set(annotation.sentences)

    def test_confidences_are_probabilities_and_plain_floats(self, read):
        _, annotation = read
        said = [*annotation.entities, *annotation.relations, *(m for e in annotation.entities for m in e.mentions)]
        assert all(type(item.confidence) is float and 0 <= item.confidence <= 1 for item in said)

    def test_it_says_whose_it_is_and_who_read_it(self, read, extractor):
        paper, annotation = read
        assert annotation.paper_id == paper.id
        assert annotation.extractor == extractor.version


class TestManyPapers:
    def test_they_come_in_their_order(self, annotations):
        assert [annotation.paper_id for annotation in annotations] == [paper.id for paper in PAPERS]

    def test_the_same_paper_says_the_same(self, annotations):
        first, last = annotations[0], annotations[-1]
        assert first.entities == last.entities
        assert first.relations == last.relations

    @pytest.mark.parametrize("batch_size", [1, 3])
    def test_neighbours_and_batches_change_nothing(self, extractor, annotations, batch_size):
        short = [(paper, said) for paper, said in zip(PAPERS, annotations, strict=True) if len(paper.text) < 1000]
        papers, before = zip(*reversed(short), strict=True)
        assert list(extractor.extract_many(papers, batch_size=batch_size)) == list(before)

    def test_of_none_there_are_none(self, extractor):
        assert list(extractor.extract_many([])) == []

    def test_papers_are_read_as_they_are_needed(self, extractor):
        endless = (Paper(f"Oak {n}", "We use Pine.") for n in itertools.count())
        first = list(itertools.islice(extractor.extract_many(endless, batch_size=4), 6))
        assert [annotation.paper_id for annotation in first] == [Paper(f"Oak {n}", "").id for n in range(6)]


class TestOtherComponents:
    def test_what_they_find_is_what_comes_out(self, other_components):
        annotation = Extractor(other_components).extract(PAPERS[0])
        found = {entity.name: (entity.type, len(entity.mentions)) for entity in annotation.entities}
        assert found == {
            "Oak": ("Model", 3),
            "Leaves-1M": ("Dataset", 1),
            "leaf masking": ("Method", 1),
            "Pine": ("Model", 1),
            "ForestBench": ("Benchmark", 1),
            "leaf classification": ("Task", 1),
        }
        assert {(r.head, r.type, r.tail) for r in annotation.relations} == {
            ("Oak", "USES", "leaf masking"),
            ("Pine", "USES", "leaf masking"),
        }

    def test_markup_in_a_name_stays_in_the_stored_text(self, other_components):
        paper = next(paper for paper in PAPERS if paper.given_id == "latex")
        annotation = Extractor(other_components).extract(paper)
        spans = {paper.text[m.start : m.end] for entity in annotation.entities for m in entity.mentions}
        assert {"Oak", "leaf masking", "Leaves-1M"} <= spans

    def test_their_version_is_that_of_the_pipeline(self, other_components):
        assert re.fullmatch(r"other/\d+\.7\.0\.0\+[0-9a-f]{6}", Extractor(other_components).version)
        assert Extractor(other_components).version != Extractor().version

    def test_a_pipeline_without_them_is_refused(self, tmp_path):
        nlp = spacy.blank("en")
        nlp.add_pipe("kg_sentences")
        nlp.to_disk(tmp_path)
        with pytest.raises(ExtractionError, match="lacks kg_entities, kg_relations"):
            Extractor(tmp_path)
