"""The measures of the annotation guidelines, micro-averaged over papers.

| measure | what is counted |
| --- | --- |
| mentions | every occurrence in the text: exact boundaries and type |
| mentions-span | exact boundaries, any type |
| entities | one for each paper and entity: same type, and at least one mention string shared |
| entities-merged | the same with Dataset and Benchmark as one type |
| roles | entities whose role is right as well |
| relations | head, relation and tail, both ends being matched entities of any type |
| links | two papers joined by one entity: Model, Method, Dataset and Benchmark only |

Every measure starts from gold: what was never predicted counts as missed.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kg.evaluation.gold import GoldEntity, GoldPaper, fold, occurrences
from kg.schema import load_schema

MEASURES = ("mentions", "mentions-span", "entities", "entities-merged", "roles", "relations", "links")


@dataclass(slots=True)
class Count:
    """Hits, what was said, and what is true."""

    hit: int = 0
    said: int = 0
    true: int = 0

    def add(self, hit: int, said: int, true: int) -> None:
        """Add figures of one paper."""
        self.hit += hit
        self.said += said
        self.true += true

    @property
    def precision(self) -> float:
        """Part of what was said that is true, in percent; 0 if nothing was said."""
        return 100 * self.hit / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        """Part of what is true that was said, in percent; 0 if nothing is true."""
        return 100 * self.hit / self.true if self.true else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, in percent.

        Example:
            >>> Count(hit=1, said=2, true=2).f1
            50.0
        """
        return 200 * self.hit / (self.said + self.true) if self.said + self.true else 0.0

    @property
    def is_empty(self) -> bool:
        """Whether there was nothing: none is true, and none was said."""
        return not self.said and not self.true

    @property
    def figures(self) -> tuple[str, str, str]:
        """Precision, recall and F1 for people to read; dashes if there was nothing to measure.

        Example:
            >>> Count(hit=1, said=2, true=2).figures, Count().figures
            (('50.0', '50.0', '50.0'), ('–', '–', '–'))
        """
        precision, recall, f1 = (
            "–" if self.is_empty else f"{figure:.1f}" for figure in (self.precision, self.recall, self.f1)
        )
        return precision, recall, f1


@dataclass(slots=True)
class Evaluation:
    """All measures, and those of entities by type, of roles and of relations by name."""

    measures: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in MEASURES})
    types: dict[str, Count] = field(default_factory=dict)
    roles: dict[str, Count] = field(default_factory=dict)
    relations: dict[str, Count] = field(default_factory=dict)


def evaluate(texts: Mapping[str, str], gold: Mapping[str, GoldPaper], predicted: Mapping[str, GoldPaper]) -> Evaluation:
    """Compare annotations.

    Args:
        texts: Text of each paper by id; of those in `gold` at least.
        gold: What is true. Only its papers count.
        predicted: What was said; a paper that it lacks counts as empty.
    """
    schema = load_schema()
    result = Evaluation(
        types={kind: Count() for kind in schema.entities},
        roles={role: Count() for role in schema.roles},
        relations={kind: Count() for kind in schema.relations},
    )
    truths, guesses = {}, {}
    matched: dict[tuple[str, str], str] = {}
    for id_, true in gold.items():
        said = predicted.get(id_, GoldPaper(id_))
        _score_mentions(result, true, said, texts[id_])
        _score_entities(result, true, said)
        names = {p.name: t.name for p, t in match(true, said, lambda _a, _b: True)}
        _score_relations(result, true, said, names)
        truths[id_], guesses[id_] = _linking_names(true), _linking_names(said)
        matched |= {(id_, name): right for name, right in names.items()}
    _score_links(result, truths, guesses, matched)
    return result


def match(
    gold: GoldPaper, predicted: GoldPaper, same: Callable[[str, str], bool]
) -> list[tuple[GoldEntity, GoldEntity]]:
    """Pair predicted with gold entities one to one: those that share most mention strings first, ties in order.

    Args:
        gold: What is true.
        predicted: What was said.
        same: Whether two types count as one.

    Returns:
        Pairs of predicted and gold entity.
    """
    pairs = []
    for g, true in enumerate(gold.entities):
        strings = {fold(string) for string in true.strings}
        for p, said in enumerate(predicted.entities):
            shared = len(strings & {fold(string) for string in said.strings})
            if shared and same(true.type, said.type):
                pairs.append((-shared, g, p))
    found: dict[int, int] = {}
    used: set[int] = set()
    for _, g, p in sorted(pairs):
        if p not in found and g not in used:
            found[p] = g
            used.add(g)
    return [(predicted.entities[p], gold.entities[g]) for p, g in found.items()]


def _score_mentions(result: Evaluation, true: GoldPaper, said: GoldPaper, text: str) -> None:
    true_spans = {(start, end, e.type) for start, end, e in occurrences(true, text)}
    said_spans = {(start, end, e.type) for start, end, e in occurrences(said, text)}
    result.measures["mentions"].add(len(true_spans & said_spans), len(said_spans), len(true_spans))
    bare_true, bare_said = {span[:2] for span in true_spans}, {span[:2] for span in said_spans}
    result.measures["mentions-span"].add(len(bare_true & bare_said), len(bare_said), len(bare_true))


def _score_entities(result: Evaluation, true: GoldPaper, said: GoldPaper) -> None:
    typed = match(true, said, lambda a, b: a == b)
    sizes = len(said.entities), len(true.entities)
    right = [g for p, g in typed if p.role == g.role]
    result.measures["entities"].add(len(typed), *sizes)
    result.measures["entities-merged"].add(len(match(true, said, lambda a, b: _merged(a) == _merged(b))), *sizes)
    result.measures["roles"].add(len(right), *sizes)
    for table, value in ((result.types, "type"), (result.roles, "role")):
        hits = [g for _, g in typed] if value == "type" else right
        for name, count in table.items():
            count.add(
                *(sum(getattr(e, value) == name for e in group) for group in (hits, said.entities, true.entities))
            )


def _merged(kind: str) -> str:
    return "Dataset" if kind == "Benchmark" else kind


def _score_relations(result: Evaluation, true: GoldPaper, said: GoldPaper, names: Mapping[str, str]) -> None:
    mapped = {(names.get(head), kind, names.get(tail)) for head, kind, tail in said.relations}
    hits = {triple for triple in mapped if triple in true.relations}
    result.measures["relations"].add(len(hits), len(said.relations), len(true.relations))
    for name, count in result.relations.items():
        groups: tuple[frozenset[tuple[str | None, str, str | None]], ...] = (
            frozenset(hits),
            frozenset(said.relations),
            frozenset(true.relations),
        )
        count.add(*(sum(kind == name for _, kind, _ in group) for group in groups))


def _linking_names(paper: GoldPaper) -> set[str]:
    entities = load_schema().entities
    return {e.name for e in paper.entities if e.type in entities and entities[e.type].linking}


def _joined(names: Mapping[str, set[str]]) -> set[tuple[str, str, str]]:
    papers: dict[str, set[str]] = defaultdict(set)
    for paper, held in names.items():
        for name in held:
            papers[name].add(paper)
    return {(a, b, name) for name, held in papers.items() for a, b in itertools.combinations(sorted(held), 2)}


def _score_links(
    result: Evaluation,
    truths: Mapping[str, set[str]],
    guesses: Mapping[str, set[str]],
    matched: Mapping[tuple[str, str], str],
) -> None:
    true, said = _joined(truths), _joined(guesses)
    right = set()
    for a, b, name in said:
        first, second = matched.get((a, name)), matched.get((b, name))
        if first is not None and first == second:
            right.add((a, b, first))
    result.measures["links"].add(len(right & true), len(said), len(true))
