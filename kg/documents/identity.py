"""Which records are one paper, and what they say of it together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import reduce

from kg.records.documents import Paper


def merge_papers(a: Paper, b: Paper) -> Paper:
    """Return what two records of one paper say together.

    Title and abstract come together from the record with the longer abstract, so that the text is one that somebody
    wrote; ids are united; of years, the first; of author lists, venues and addresses, the longest. Ties go to what
    sorts first. Each field is the larger of two in a total order, so the result depends neither on the order in which
    records come nor on how often one comes.

    Example:
        >>> short = Paper("BERT", "", given_id="bert", year=2019)
        >>> long = Paper("BERT", "We introduce BERT.", ids=frozenset({"arxiv:1810.04805"}), year=2018)
        >>> both = merge_papers(short, long)
        >>> both.id, both.abstract, both.given_id, both.year
        ('arxiv:1810.04805', 'We introduce BERT.', 'bert', 2018)
        >>> both == merge_papers(long, short) == merge_papers(both, short)
        True
    """
    text = min(a, b, key=lambda paper: (-len(paper.abstract), paper.abstract, -len(paper.title), paper.title))
    return Paper(
        title=text.title,
        abstract=text.abstract,
        given_id=min(filter(None, (a.given_id, b.given_id)), default=""),
        ids=a.ids | b.ids,
        given_ids=a.given_ids | b.given_ids,
        title_keys=a.title_keys | b.title_keys,
        year=min((year for year in (a.year, b.year) if year is not None), default=None),
        authors=min(a.authors, b.authors, key=lambda names: (-len(names), names)),
        venue=min(a.venue, b.venue, key=lambda venue: (-len(venue), venue)),
        url=min(a.url, b.url, key=lambda url: (-len(url), url)),
        origin=min(a.origin, b.origin, key=lambda origin: (origin.path, origin.line)),
        sources=a.sources | b.sources,
    )


def group_papers(papers: Iterable[Paper]) -> list[Paper]:
    """Unite the records of each paper.

    Records that share a world-wide id are one paper, also by way of others. A record without any is the paper of the
    same folded title: the one with the smallest id if several papers with ids have this title. Two papers with one
    abstract and different titles stay two.

    Args:
        papers: In any order; all are held in memory.

    Returns:
        The different papers, sorted by id. The order of `papers` does not matter, nor do repeated ones.

    Example:
        >>> arxiv = Paper("Attention is all you need", "We propose…", given_id="1706.03762v5")
        >>> page = Paper("Attention Is All You Need", "", given_id="p7")
        >>> [(paper.id, sorted(paper.given_ids)) for paper in group_papers([page, arxiv, page])]
        [('arxiv:1706.03762', ['1706.03762v5', 'p7'])]
    """
    known: list[Paper] = []
    nameless: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        if paper.ids:
            known.append(paper)
        else:
            nameless[paper.title_key].append(paper)
    united: dict[str, Paper] = {}
    by_title: dict[str, str] = {}
    for group in _connected(known):
        paper = reduce(merge_papers, group)
        united[paper.id] = paper
        for key in paper.title_keys:
            by_title[key] = min(paper.id, by_title.get(key, paper.id))
    for key, copies in nameless.items():
        copy = reduce(merge_papers, copies)
        if owner := by_title.get(key):
            united[owner] = merge_papers(united[owner], copy)
        else:
            united[copy.id] = copy
    return [united[id_] for id_ in sorted(united)]


def _connected(papers: list[Paper]) -> list[list[Paper]]:
    """Return the papers in groups that hang together by shared ids (union-find with path halving)."""
    parent: dict[str, str] = {}

    def root(id_: str) -> str:
        while parent.setdefault(id_, id_) != id_:
            parent[id_] = parent[parent[id_]]
            id_ = parent[id_]
        return id_

    for paper in papers:
        first, *others = sorted(paper.ids)
        for other in others:
            parent[root(other)] = root(first)
    groups: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        groups[root(min(paper.ids))].append(paper)
    return list(groups.values())
