from __future__ import annotations

import sqlite3

import pytest

from kg.errors import ConfigError
from kg.extraction import Extractor
from kg.pipeline.cache import ExtractionCache, annotation_from_json, annotation_to_json
from kg.pipeline.extracting import Reader, extract
from kg.records.documents import Paper
from tests.names_extractor import NamesExtractor

PAPERS = [Paper(f"On Leaves {n}", f"We study Oak with leaf masking on ForestBench, {n} times.") for n in range(140)]


class Counting(NamesExtractor):
    def __init__(self):
        self.read = 0

    def extract_many(self, papers, *, batch_size=64):
        for annotation in super().extract_many(papers):
            self.read += 1
            yield annotation


def test_what_was_read_is_not_read_again(tmp_path):
    extractor = Counting()
    with ExtractionCache(tmp_path / "cache.sqlite") as cache:
        first = list(Reader(extractor, cache=cache).read(PAPERS))
        second = list(Reader(extractor, cache=cache).read(PAPERS))
    assert first == second
    assert extractor.read == len(PAPERS)


def test_another_version_or_text_is_read(tmp_path):
    extractor = Counting()
    with ExtractionCache(tmp_path / "cache.sqlite") as cache:
        list(Reader(extractor, cache=cache).read(PAPERS[:3]))
        list(Reader(extractor, cache=cache).read([Paper("On Leaves 0", "Another text.")]))
        extractor.version = "kg.names/2"
        list(Reader(extractor, cache=cache).read(PAPERS[:3]))
    assert extractor.read == 7


def test_two_papers_with_one_text_get_their_own_annotation(tmp_path):
    twins = [Paper("Oak", "Oak.", given_id=id_) for id_ in ("2001.00001", "2001.00002")]
    with ExtractionCache(tmp_path / "cache.sqlite") as cache:
        for _ in range(2):
            annotations = list(Reader(NamesExtractor(), cache=cache).read(twins))
            assert [a.paper_id for a in annotations] == ["arxiv:2001.00001", "arxiv:2001.00002"]


def test_an_annotation_survives_the_cache():
    [annotation] = NamesExtractor().extract_many([PAPERS[0]])
    assert annotation_from_json(annotation_to_json(annotation)) == annotation


def test_a_file_that_is_no_cache_is_told(tmp_path):
    (tmp_path / "cache.sqlite").write_bytes(b"this is not a database, and long enough to be seen as none" * 20)
    with pytest.raises(ConfigError, match="use --no-cache"):
        ExtractionCache(tmp_path / "cache.sqlite")


def test_a_broken_cache_is_told(tmp_path):
    with ExtractionCache(tmp_path / "cache.sqlite") as cache:
        sqlite3.connect(tmp_path / "cache.sqlite").execute("DROP TABLE annotation").connection.close()
        with pytest.raises(ConfigError, match="Delete it"):
            cache.load("v", PAPERS[:1])


def test_two_processes_read_what_one_reads():
    extractor = Extractor()
    papers = [Paper(paper.title, paper.abstract) for paper in PAPERS[:70]]
    with Reader(extractor, jobs=2) as reader:
        assert list(reader.read(papers)) == list(extractor.extract_many(papers))


def test_no_process_cannot_read():
    with pytest.raises(ConfigError, match="0 processes cannot read"):
        Reader(NamesExtractor(), jobs=0)


def test_extraction_gives_canonical_names_in_the_order_of_the_papers():
    found = list(extract(PAPERS[:5], extractor=NamesExtractor()))
    assert [paper.title for paper, _ in found] == [paper.title for paper in PAPERS[:5]]
    assert all(entity.key for _, annotation in found for entity in annotation.entities)
