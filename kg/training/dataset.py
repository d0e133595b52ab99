"""Annotated papers as the network learns from them: words, and which of them are which entity.

Texts go through the same readable form, tokens and sentences as those that the pipeline reads.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.documents.readable import read_text
from kg.evaluation.gold import GoldPaper, occurrences
from kg.extraction.model.words import read_words
from kg.extraction.sentences import iter_sentences
from kg.ids import hundredth
from kg.training.labels import load_labels

if TYPE_CHECKING:
    from kg.extraction.model.words import Words

Part = Literal["train", "dev", "test"]


@dataclass(frozen=True, slots=True)
class Example:
    """One annotated paper.

    Attributes:
        id: Of the paper.
        words: Of its readable text.
        sentences: The number of the sentence in which each word stands.
        spans: Mentions in text order: first word, one past the last word, and place in `entities`.
        entities: Index of type and of role of each, in the order of the labels.
        relations: Places of head and tail in `entities`, with the relation's index between them.
    """

    id: str
    words: Words
    sentences: tuple[int, ...]
    spans: tuple[tuple[int, int, int], ...]
    entities: tuple[tuple[int, int], ...]
    relations: frozenset[tuple[int, int, int]]


def part_of(paper_id: str, dev_percent: int, test_percent: int) -> Part:
    """Return the part to which a paper belongs, from its id alone: papers that come later move no other.

    Example:
        >>> [part_of(f"paper-{n}", 8, 15) for n in range(5)]
        ['train', 'dev', 'dev', 'train', 'train']
    """
    bucket = hundredth(paper_id)
    if bucket < test_percent:
        return "test"
    return "dev" if bucket < test_percent + dev_percent else "train"


def make_examples(texts: Mapping[str, str], papers: Iterable[GoldPaper]) -> Iterator[Example]:
    r"""Yield the papers as examples.

    Args:
        texts: Title, newline, abstract, by paper id.
        papers: Their annotations.

    Example:
        >>> from kg.evaluation.gold import GoldEntity
        >>> bert = GoldEntity("BERT", "Model", "introduces", ("BERT",))
        >>> example = next(make_examples({"p": "BERT-based tagging\nWe use BERT."}, [GoldPaper("p", (bert,))]))
        >>> example.spans, example.sentences
        (((0, 1, 0), (6, 7, 0)), (1, 1, 1, 1, 2, 2, 2, 2))
    """
    labels = load_labels()
    for paper in papers:
        text = texts[paper.id]
        readable = read_text(text)
        words = read_words(readable.text)
        places = [readable.to_source(start, end) for start, end in zip(words.starts, words.ends, strict=True)]
        first = {start: index for index, (start, _) in enumerate(places)}
        last = {end: index for index, (_, end) in enumerate(places)}
        numbers = {id(entity): index for index, entity in enumerate(paper.entities)}
        spans = (
            (first[start], last[end] + 1, numbers[id(entity)])
            for start, end, entity in occurrences(paper, text)
            if start in first and end in last
        )
        names = {entity.name: index for index, entity in enumerate(paper.entities)}
        yield Example(
            id=paper.id,
            words=words,
            sentences=sentence_numbers(words),
            spans=tuple(spans),
            entities=tuple((labels.types.index(e.type), labels.roles.index(e.role)) for e in paper.entities),
            relations=frozenset((names[h], labels.relations.index(kind), names[t]) for h, kind, t in paper.relations),
        )


def sentence_numbers(words: Words) -> tuple[int, ...]:
    """Return the number of the sentence in which each word of a text stands."""
    starts = [start for start, _ in iter_sentences(words.text)]
    return tuple(bisect_right(starts, start) for start in words.starts)
