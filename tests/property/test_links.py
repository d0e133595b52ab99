"""Bringing links up to date gives what working them out anew gives."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.assembly import links
from kg.assembly.links import Linking, Postings, affected_papers, link_edges

PAPERS = [f"p{i}" for i in range(9)]
ENTITIES = [f"e{i}" for i in range(6)]

links_per_paper, hub = 3, 4  # small, so that small graphs meet both bounds


@pytest.fixture(autouse=True, scope="module")
def small_bounds():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(links, "LINKS_PER_PAPER", links_per_paper)
        patch.setattr(links, "HUB", hub)
        yield


claims = st.dictionaries(
    st.tuples(st.sampled_from(PAPERS), st.sampled_from(ENTITIES)), st.sampled_from([0.3, 0.6, 1.0]), max_size=30
)
names = st.dictionaries(st.sampled_from(ENTITIES), st.sampled_from(["A", "B"]))


def state(held, named):
    numbers = Counter(entity for _, entity in held)
    linking = {entity: Linking(named.get(entity, entity), number, 1.0) for entity, number in numbers.items()}
    return Postings([(paper, entity, strength) for (paper, entity), strength in held.items()], linking)


def by_id(edges):
    return {edge.id: edge for edge in edges}


@given(claims, claims, names, names)
def test_an_update_equals_a_rebuild(before_claims, after_claims, before_names, after_names):
    before, after = state(before_claims, before_names), state(after_claims, after_names)
    stored = by_id(link_edges(before))

    changed = {paper for paper in PAPERS if before.by_paper.get(paper, {}) != after.by_paper.get(paper, {})}
    held = {e for paper in changed for e in {*before.by_paper.get(paper, ()), *after.by_paper.get(paper, ())}}
    affected = affected_papers(changed, held, before.entities, after)
    touching = {id_: edge for id_, edge in stored.items() if {edge.source, edge.target} & affected}
    linked = {end for edge in touching.values() for end in (edge.source, edge.target)}
    fresh = by_id(link_edges(after, affected, linked))
    updated = {id_: edge for id_, edge in stored.items() if id_ not in touching} | fresh

    assert updated == by_id(link_edges(after))


@given(claims)
def test_links_are_bounded_and_do_not_depend_on_order(held):
    postings = state(held, {})
    turned = state(dict(reversed(list(held.items()))), {})
    edges = list(link_edges(postings))
    assert edges == list(link_edges(turned))
    assert len(edges) <= links.LINKS_PER_PAPER * len(PAPERS)
    assert all(edge.source < edge.target for edge in edges)
