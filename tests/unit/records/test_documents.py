from __future__ import annotations

from kg.ids import title_id
from kg.records.documents import Origin, Paper


def test_ids_are_read_from_every_id_and_the_address():
    doi = frozenset({"doi:10.18653/v1/p18-1001"})
    paper = Paper("T", "", given_id="1706.03762v2", ids=doi, url="https://aclanthology.org/2020.acl-main.1/")
    assert paper.ids == {"arxiv:1706.03762", "doi:10.18653/v1/p18-1001", "acl:p18-1001", "acl:2020.acl-main.1"}
    assert paper.id == "arxiv:1706.03762"


def test_a_local_id_is_kept_but_is_no_identity():
    paper = Paper("Tea", "", given_id="p7")
    assert paper.given_ids == {"p7"}
    assert paper.ids == frozenset()
    assert paper.id == title_id("TEA")


def test_the_own_id_is_among_the_given_ones():
    paper = Paper("Tea", "", given_id="p7", given_ids=frozenset({"q8"}))
    assert paper.given_ids == {"p7", "q8"}


def test_a_title_without_letters_is_its_own_key():
    assert Paper("!!!", "").title_key == "!!!"
    assert Paper("Tea!", "").title_key == "tea"


def test_the_own_title_is_among_the_titles():
    assert Paper("Tea!", "", title_keys=frozenset({"brew"})).title_keys == {"tea", "brew"}


def test_where_it_was_read_makes_no_difference():
    assert Paper("Tea", "", origin=Origin("a", 1)) == Paper("Tea", "", origin=Origin("b", 2))
    assert hash(Paper("Tea", "", origin=Origin("a", 1))) == hash(Paper("Tea", ""))


def test_offsets_count_from_the_title():
    paper = Paper("Tea", "Green.")
    assert paper.text[4:9] == "Green"


def test_an_origin_without_lines_is_its_path():
    assert [str(Origin("a.bib", 3)), str(Origin("a.xml"))] == ["a.bib:3", "a.xml"]
