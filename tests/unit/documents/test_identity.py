from __future__ import annotations

from itertools import permutations

from kg.documents.identity import group_papers, merge_papers
from kg.records.documents import Origin, Paper

ARXIV = Paper("Tea Nets", "We brew.", given_id="1701.00001v1", year=2017)


def test_the_longer_abstract_brings_its_title():
    long = Paper("TEA NETS", "We brew tea.", given_id="1701.00001v2", year=2018)
    both = merge_papers(ARXIV, long)
    assert (both.title, both.abstract, both.year) == ("TEA NETS", "We brew tea.", 2017)
    assert both.given_id == "1701.00001v1"
    assert both.given_ids == {"1701.00001v1", "1701.00001v2"}


def test_longer_lists_of_authors_venues_and_addresses_win():
    one = Paper("T", "", authors=("A B",), venue="ACL", url="https://a.example/long")
    other = Paper("T", "", authors=("A B", "C D"), venue="", url="https://a.example")
    both = merge_papers(one, other)
    assert (both.authors, both.venue, both.url) == (("A B", "C D"), "ACL", "https://a.example/long")


def test_a_missing_year_is_filled():
    assert merge_papers(Paper("T", ""), Paper("T", "", year=2019)).year == 2019
    assert merge_papers(Paper("T", ""), Paper("T", "")).year is None


def test_a_merged_paper_stands_where_the_first_did():
    one, other = Paper("T", "", origin=Origin("b", 1)), Paper("T", "", origin=Origin("a", 9))
    assert merge_papers(one, other).origin == Origin("a", 9)


def test_shared_ids_unite_also_by_way_of_a_third():
    doi = Paper("Brewing Networks", "", ids=frozenset({"doi:10.1/tea"}))
    bridge = Paper("Tea Nets", "", ids=frozenset({"doi:10.1/tea", "arxiv:1701.00001"}))
    for order in permutations([ARXIV, doi, bridge]):
        (paper,) = group_papers(order)
        assert paper.id == "arxiv:1701.00001"
        assert paper.abstract == "We brew."


def test_an_anthology_id_and_its_doi_are_one():
    papers = [
        Paper("Tea", "", url="https://aclanthology.org/P18-1001/"),
        Paper("Tea!", "", ids=frozenset({"doi:10.18653/v1/p18-1001"})),
    ]
    assert len(group_papers(papers)) == 1


def test_a_copy_without_id_joins_by_title():
    copy = Paper("TEA  NETS", "We brew green tea.", given_id="p7", authors=("A B",))
    (paper,) = group_papers([copy, ARXIV])
    assert (paper.id, paper.title, paper.year) == ("arxiv:1701.00001", "TEA  NETS", 2017)
    assert paper.given_ids == {"1701.00001v1", "p7"}
    assert paper.authors == ("A B",)


def test_a_copy_joins_a_paper_by_any_title_that_it_had():
    renamed = Paper("Brewing with Networks", "We brew much longer now.", given_id="1701.00001v2")
    stored = group_papers([ARXIV, renamed])
    copy = Paper("Tea nets", "", given_id="p7")
    assert group_papers([*stored, copy]) == group_papers([ARXIV, renamed, copy])
    papers = group_papers([ARXIV, renamed, Paper("Tea nets", "", given_id="p7")])
    assert [paper.title for paper in papers] == ["Brewing with Networks"]
    assert "p7" in papers[0].given_ids


def test_of_two_papers_with_one_title_the_smaller_id_takes_the_copy():
    two = [ARXIV, Paper("Tea Nets", "Another.", given_id="1801.00001")]
    for order in permutations([*two, Paper("tea nets", "", given_id="p7")]):
        papers = group_papers(order)
        assert ["p7" in paper.given_ids for paper in papers] == [True, False]


def test_papers_without_ids_are_one_by_title():
    papers = group_papers([Paper("Tea", "a"), Paper("TEA!", "ab"), Paper("Coffee", "a")])
    assert sorted((paper.title, paper.abstract) for paper in papers) == [("Coffee", "a"), ("TEA!", "ab")]


def test_two_papers_with_one_abstract_stay_two():
    assert len(group_papers([Paper("Part I", "We brew."), Paper("Part II", "We brew.")])) == 2


def test_titles_without_letters_stay_apart():
    assert len(group_papers([Paper("!!!", ""), Paper("???", "")])) == 2


def test_papers_come_sorted_by_id():
    papers = group_papers([Paper("Z", ""), ARXIV, Paper("A", "")])
    assert [paper.id for paper in papers] == sorted(paper.id for paper in papers)


def test_nothing_gives_nothing():
    assert group_papers([]) == []
