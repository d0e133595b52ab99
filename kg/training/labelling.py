"""Papers that nobody annotated, labelled by networks that were trained on those that somebody did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kg.errors import KgError
from kg.extraction.abbreviations import find_definitions
from kg.extraction.grouping import group_strings
from kg.extraction.model.decoding import find_strings
from kg.extraction.model.encoder import read_window
from kg.extraction.model.gazetteer import Gazetteer
from kg.extraction.model.heads import Candidate
from kg.extraction.model.words import Pieces
from kg.training import checkpoints
from kg.training.batches import columns, word_places
from kg.training.labels import default_settings
from kg.training.network import Network
from kg.training.targets import Target, joined, questions

if TYPE_CHECKING:
    from torch import Tensor

    from kg.extraction.model.encoder import Window
    from kg.extraction.model.words import Words
    from kg.training.dataset import Example
    from kg.training.labels import Floats
    from kg.training.targets import Asked

_Tagged = tuple["Example", "Floats"]
_Found = tuple[tuple[Candidate, ...], "Asked"]
Apply = Callable[[Callable[[_Tagged], _Found], Iterable[_Tagged]], Iterable[_Found]]

_TOGETHER = 256
"""Papers whose vectors are held at once."""
_BATCH = 32


@dataclass(frozen=True, slots=True)
class Teacher:
    """A trained network with what it reads by.

    Attributes:
        network: The network, at rest.
        pieces: Makes its word pieces.
        gazetteer: Gives each word its feature.
    """

    network: Network
    pieces: Pieces
    gazetteer: Gazetteer

    def window(self, words: Words) -> Window:
        """Return what the encoder sees of a text: its first window."""
        return read_window(words, self.gazetteer.features(words.strings), self.pieces)


def read_teacher(run: Path, device: str) -> Teacher:
    """Return the network that a training run left in its output folder.

    Raises:
        KgError: If the folder lacks its checkpoint or its model.
    """
    state = checkpoints.load(run / checkpoints.FILE)
    for name in ("tokenizer.json", "gazetteer.tsv.gz"):
        if not (run / "model" / name).is_file():
            raise KgError(f"{run} is no teacher: it lacks model/{name}.", hint="Let its training run end.")
    weights = {name: tensor.to(device) for name, tensor in state.best.items()}
    return Teacher(
        Network(weights, state.attention_heads),
        Pieces(run / "model" / "tokenizer.json"),
        Gazetteer.read(run / "model" / "gazetteer.tsv.gz"),
    )


def label_papers(
    papers: Iterable[Example], teachers: Sequence[Teacher], apply: Apply = map
) -> Iterator[tuple[Example, Target]]:
    """Yield papers with what the teachers say of them, the mean of their probabilities.

    Papers without a word, and those longer than a teacher's window, are left out.

    Args:
        papers: In any order; they come back in the same.
        teachers: One at least.
        apply: `map`, or one that does the same in several processes: finding the entities takes longest.
    """
    block: list[Example] = []
    for paper in papers:
        if len(paper.words):
            block.append(paper)
        if len(block) == _TOGETHER:
            yield from _labelled(block, teachers, apply)
            block = []
    if block:
        yield from _labelled(block, teachers, apply)


def _labelled(block: list[Example], teachers: Sequence[Teacher], apply: Apply) -> Iterator[tuple[Example, Target]]:
    import torch

    windows = [[teacher.window(paper.words) for teacher in teachers] for paper in block]
    whole = [
        all(len(seen.places) == len(paper.words) for seen in row) for row, paper in zip(windows, block, strict=True)
    ]
    kept = sorted(np.flatnonzero(whole).tolist(), key=lambda index: len(block[index].words))
    found: dict[int, Target] = {}
    with torch.no_grad():
        parts = [kept[start : start + _BATCH] for start in range(0, len(kept), _BATCH)]
        read = [_read([block[i] for i in part], [windows[i] for i in part], teachers) for part in parts]
        tagged = [
            (block[index], tags)
            for part, one in zip(parts, read, strict=True)
            for index, tags in zip(part, one.tags, strict=True)
        ]
        entities = dict(zip(kept, apply(find_entities, tagged), strict=True))
        for part, one in zip(parts, read, strict=True):
            targets = _targets([entities[index] for index in part], one, teachers)
            found.update(zip(part, targets, strict=True))
    yield from ((_with_spans(block[index], found[index]), found[index]) for index in sorted(found))


def _with_spans(paper: Example, target: Target) -> Example:
    """The paper with what was found in it, for the dictionary of names."""
    spans = sorted((*place, number) for number, found in enumerate(target.candidates) for place in found.places)
    roles = target.roles.argmax(axis=1).tolist() if len(target.roles) else []
    entities = tuple((found.type, role) for found, role in zip(target.candidates, roles, strict=True))
    return replace(paper, spans=tuple(spans), entities=entities)


@dataclass(frozen=True, slots=True)
class _Read:
    tags: list[Floats]
    vectors: list[tuple[Tensor, Tensor]]


def _read(papers: Sequence[Example], windows: Sequence[Sequence[Window]], teachers: Sequence[Teacher]) -> _Read:
    import torch

    said, vectors = [], []
    for number, teacher in enumerate(teachers):
        seen = [row[number] for row in windows]
        inputs, places = (teacher.network.put(table) for table in (columns(seen), word_places(seen)))
        words, whole = teacher.network.read(inputs, places)
        said.append(teacher.network.tags(words).softmax(-1))
        vectors.append((words, whole))
    means = torch.stack(said).mean(0).cpu().numpy()
    return _Read([row[: len(paper.words)] for row, paper in zip(means, papers, strict=True)], vectors)


def find_entities(tagged: _Tagged) -> _Found:
    """Return the entities of a paper, as the pipeline groups them, and what the heads are asked about them.

    Args:
        tagged: The paper, and the probabilities of its tags, shape (n_words, n_tags).
    """
    paper, probabilities = tagged
    words = paper.words
    found = find_strings(words, np.log(np.maximum(probabilities, 1e-9)), default_settings())
    short_forms = {words.text[slice(*d.short)]: words.text[slice(*d.long)] for d in find_definitions(words.text)}
    groups: dict[int, list[int]] = {}
    for index, number in enumerate(group_strings([item.text for item in found], short_forms)):
        groups.setdefault(number, []).append(index)
    candidates = tuple(
        Candidate(
            int(np.sum([found[index].scores for index in group], axis=0).argmax()),
            tuple(sorted(place for index in group for place in found[index].places)),
        )
        for group in groups.values()
    )
    return candidates, questions(candidates, words.title, len(words), paper.sentences)


def _targets(found: Sequence[_Found], read: _Read, teachers: Sequence[Teacher]) -> list[Target]:
    import torch

    asked = [about for _, about in found]
    together = joined(asked)
    roles, relations = [], []
    for teacher, (words, whole) in zip(teachers, read.vectors, strict=True):
        network = teacher.network
        tensors = network.asked(together)
        scores, entities = network.roles(words, whole, tensors)
        roles.append(scores.softmax(-1))
        relations.append(network.relations(words, entities, scores.argmax(1), tensors).sigmoid())
    role_rows, relation_rows = (torch.stack(said).mean(0).cpu().numpy() for said in (roles, relations))
    ends = [np.cumsum([0, *(len(getattr(one, name)) for one in asked)]) for name in ("entities", "pairs")]
    return [
        Target(
            tags=read.tags[number],
            candidates=found[number][0],
            asked=asked[number],
            roles=role_rows[ends[0][number] : ends[0][number + 1]],
            relations=relation_rows[ends[1][number] : ends[1][number + 1]],
        )
        for number in range(len(found))
    ]
