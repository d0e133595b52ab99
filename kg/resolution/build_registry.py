"""Make `data/aliases.jsonl` from annotated papers: `python -m kg.resolution.build_registry GOLD... --output FILE`.

The input is JSON Lines in the format of the annotation guidelines. The output holds names only, no text of papers,
and is the same for the same input in any order. Papers of the test set are left out, so that figures measured on
them stay honest; `--all` takes them in.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import SourceError
from kg.ids import hundredth
from kg.resolution.keys import entity_key
from kg.resolution.naming import trimmed, version_name
from kg.resolution.registry import ALIAS_KINDS, ALIASES, CURATED, Registry, alias_kind, read_registry

TEST_SHARE = 15
"""Percent of papers that are the test set."""

LEAST_SHARE = 0.6
"""Of the papers in which a string stands for something, so many must agree on what."""

LEAST_PAPERS = 2
"""A thing that fewer papers name is not established: its short forms are theirs alone."""

LISTED_FROM = 5
"""A name without aliases is worth a line where so many papers have it: there it decides on spelling and type."""

LEAST_USES = 2
"""A string that fewer papers use for a thing is an alias of theirs alone: it may be a slip."""

LEAST_LETTERS = 3
"""A shorter string that the hand-written file lacks counts only where a paper defines it."""


def is_test_paper(paper_id: str) -> bool:
    """Return whether a paper belongs to the test set, which nothing is made from.

    Example:
        >>> is_test_paper("paper-1"), sum(is_test_paper(f"paper-{number}") for number in range(1000))
        (False, 136)
    """
    return hundredth(paper_id) < TEST_SHARE


@dataclass(slots=True)
class _Thing:
    """All that is known of one canonical name while the registry is made."""

    spellings: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    papers: int = 0

    @property
    def name(self) -> str:
        return min(self.spellings, key=lambda name: (-self.spellings[name], name))


@dataclass(slots=True)
class _Use:
    """In how many papers a surface string stands for each thing, and how it is written there."""

    things: Counter[str] = field(default_factory=Counter)
    spellings: Counter[str] = field(default_factory=Counter)

    @property
    def text(self) -> str:
        return min(self.spellings, key=lambda text: (-self.spellings[text], text))


def build_records(papers: Iterable[Mapping[str, Any]], curated: Registry) -> list[dict[str, Any]]:
    """Return the records of the registry that annotated papers give, sorted by name.

    Args:
        papers: Annotated papers in the guidelines' format.
        curated: The hand-written part; what it says is not said again, and its names replace their aliases.

    Example:
        >>> entity = {"name": "QuxNet", "type": "Model", "role": "uses", "mentions": ["QuxNet", "QuickNet"]}
        >>> build_records([{"id": "p1", "entities": [entity]}] * 2, read_registry(CURATED))
        [{'name': 'QuxNet', 'types': ['Model'], 'alias': ['QuickNet']}]
    """
    things, uses = _count(papers, curated)
    _absorb(things, uses)
    claims: dict[str, Counter[str]] = defaultdict(Counter)
    verdicts = []
    for (key, type_), use in sorted(uses.items()):
        for target, kind in _verdict(key, type_, use, things, curated):
            verdicts.append((key, target, kind, use.text))
            if kind != "defined":
                claims[key][target] += use.things[target]
    aliases: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for key, target, kind, text in verdicts:
        outvoted = kind != "defined" and _is_outvoted(target, claims[key], things)
        if not outvoted and text not in aliases[target][kind]:
            aliases[target][kind].append(text)
    records = []
    for key, thing in things.items():
        lists = {kind: sorted(aliases[key][kind]) for kind in (*ALIAS_KINDS, "defined") if aliases[key][kind]}
        if lists or (thing.papers >= LISTED_FROM and curated.entry(key) is None):
            types = sorted(thing.types, key=lambda type_: (-thing.types[type_], type_))
            records.append({"name": thing.name, "types": types, **lists})
    return sorted(records, key=lambda record: (record["name"].casefold(), record["name"]))


def _count(
    papers: Iterable[Mapping[str, Any]], curated: Registry
) -> tuple[dict[str, _Thing], dict[tuple[str, str], _Use]]:
    things: dict[str, _Thing] = defaultdict(_Thing)
    uses: dict[tuple[str, str], _Use] = defaultdict(_Use)
    for paper in papers:
        for entity in paper["entities"]:
            name = _curated_name(entity["name"], entity["type"], curated) or entity["name"]
            key = entity_key(name)
            things[key].spellings[name] += 1
            things[key].types[entity["type"]] += 1
            things[key].papers += 1
            surfaces = {trimmed(text, entity["type"]) for text in entity["mentions"]}
            for surface_key in {entity_key(surface) for surface in surfaces}:
                uses[surface_key, entity["type"]].things[key] += 1
            for surface in surfaces:
                uses[entity_key(surface), entity["type"]].spellings[surface] += 1
    return dict(things), dict(uses)


def _curated_name(name: str, type_: str, curated: Registry) -> str | None:
    senses = [sense for distance, sense in curated.senses(name, type_) if distance < 2 and not sense.defined]
    return senses[0].entry.name if senses else None


def _absorb(things: dict[str, _Thing], uses: dict[tuple[str, str], _Use]) -> None:
    """Where papers mostly use one name for what another name stands for, make them one: CNN is no thing of its own."""
    target: dict[str, str] = {}
    total: dict[str, Counter[str]] = defaultdict(Counter)
    for (key, _), use in uses.items():
        total[key].update(use.things)
    for key in sorted(things):
        found = total.get(key)
        if not found:
            continue
        best = min(found, key=lambda thing: (-found[thing], thing))
        agreed = found[best] >= LEAST_SHARE * found.total() and found[best] > found[key]
        if best != key and agreed and alias_kind(things[key].name, things[best].name) in ("abbreviation", "alias"):
            target[key] = best
    for key in sorted(target):
        end = _follow(key, target)
        if end == key:
            continue
        things[end].papers += things[key].papers
        things[end].types.update(things[key].types)
        del things[key]
        for use in uses.values():
            if key in use.things:
                use.things[end] += use.things.pop(key)


def _follow(key: str, target: Mapping[str, str]) -> str:
    """The end of a chain of absorptions; of a ring, the key that sorts first."""
    seen = [key]
    while (following := target.get(seen[-1])) is not None:
        if following in seen:
            return min(seen[seen.index(following) :])
        seen.append(following)
    return seen[-1]


def _verdict(
    key: str, type_: str, use: _Use, things: Mapping[str, _Thing], curated: Registry
) -> Iterator[tuple[str, str]]:
    """Yield the things that a string stands for, each with the list of the record that it goes to."""
    if any(distance < 2 for distance, _ in curated.senses(use.text, type_)):
        return
    count = use.things.total()
    for thing in sorted(use.things):
        name = things[thing].name
        if thing == key or _is_derived(use.text, type_, thing, curated):
            continue
        kind = alias_kind(use.text, name)
        letters = sum(char.isalpha() for char in use.text)
        if kind is None or letters < 2 or (key in things and things[key].papers > use.things[thing]):
            continue
        if things[thing].papers < LEAST_PAPERS:
            continue
        agreed = use.things[thing] >= LEAST_SHARE * count
        if agreed and letters >= LEAST_LETTERS and use.things[thing] >= LEAST_USES:
            yield thing, kind
        elif kind == "abbreviation":
            yield thing, "defined"


def _is_outvoted(thing: str, papers: Mapping[str, int], things: Mapping[str, _Thing]) -> bool:
    """Whether more papers use a string for another thing that can have the same type."""
    types = set(things[thing].types)
    better = (other for other in papers if (-papers[other], other) < (-papers[thing], thing))
    return any(types & set(things[other].types) for other in better)


def _is_derived(text: str, type_: str, thing: str, curated: Registry) -> bool:
    return type_ == "Model" and entity_key(version_name(text, curated.words.families)) == thing


def read_papers(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Yield the annotated papers of some files of JSON Lines.

    Raises:
        SourceError: If a line is no annotated paper; the message has file and line.
    """
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                record = json.loads(line)
                record["id"], record["entities"]
            except (ValueError, KeyError, TypeError) as err:
                raise SourceError(f"{path}:{number}: not an annotated paper: {err!r}.") from err
            yield record


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the data file of the registry."""
    parser = argparse.ArgumentParser(prog="python -m kg.resolution.build_registry", description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path, help="annotated papers, JSON Lines")
    parser.add_argument("--output", type=Path, default=ALIASES, help="the file to write")
    parser.add_argument("--all", action="store_true", help="take the papers of the test set in")
    options = parser.parse_args(arguments)
    papers = (paper for paper in read_papers(options.gold) if options.all or not is_test_paper(paper["id"]))
    records = build_records(papers, read_registry(CURATED))
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    options.output.write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    main()
