"""What all papers that name an entity say of it together: its name, its type, its aliases.

A pure aggregate: the claims come in any order, and the same claims give the same answer. So nothing of it is kept
while papers are added or taken back; it is made anew from the claims that are there.

One name in two types is one entity. Papers do differ in whether "ImageNet" is a dataset or a benchmark, and two nodes
would tear apart what they share. The node's label is the type with the most confidence behind it, and `votes` keeps
what the papers said, so that a query can find the contested ones. Two things with one name are told apart only where
a paper defines its short form as something else: then its entity goes by the long form (`kg.resolution.reading`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.resolution.keys import entity_key
from kg.schema import load_schema

if TYPE_CHECKING:
    from kg.resolution.registry import Registry


@dataclass(frozen=True, slots=True)
class EntityClaim:
    """What one paper says of an entity.

    Attributes:
        name: The canonical name that resolution gave it there.
        type: Its type there.
        surfaces: The distinct strings by which the paper names it.
        confidence: Probability in [0, 1].
    """

    name: str
    type: str
    surfaces: tuple[str, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Consensus:
    """What the claims of an entity come to.

    Attributes:
        name: The registry's canonical name, or the spelling that most papers have.
        key: The key that all claims share.
        type: The type with the most confidence behind it.
        aliases: Every other string by which papers name it, most frequent first, then by text.
        papers: Number of claims.
        votes: Each type and the number of papers that gave it, such as "Method:12"; the type of the node first.
    """

    name: str
    key: str
    type: str
    aliases: tuple[str, ...]
    papers: int
    votes: tuple[str, ...]


def agree(claims: Iterable[EntityClaim], registry: Registry) -> Consensus:
    """Return what the claims of one entity come to; their order makes no difference.

    Confidence counts in thousandths, as integers, since sums of floats depend on their order. Ties between types go
    by the schema's order, ties between spellings to the one that sorts first.

    Args:
        claims: One a paper; at least one. The keys of their names are the same, if one version resolved them all.
        registry: Knows canonical names.

    Raises:
        ValueError: If there is no claim.

    Example:
        >>> from kg.resolution.registry import load_registry
        >>> claims = [EntityClaim("KimNet", "Model", ("KimNet",)), EntityClaim("KIM-Net", "Method", ("KIM-Net",), 0.4)]
        >>> consensus = agree(claims, load_registry())
        >>> consensus.name, consensus.type, consensus.aliases, consensus.votes
        ('KIM-Net', 'Model', ('KimNet',), ('Model:1', 'Method:1'))
    """
    claims = list(claims)
    if not claims:
        raise ValueError("There is no claim to agree on.")
    # Claims that were resolved by another version can have another key: the most frequent one counts, then.
    key = _most_frequent(entity_key(claim.name) for claim in claims)[0]
    known = registry.entry(key)
    name = known.name if known else _most_frequent(claim.name for claim in claims)[0]
    strings = _most_frequent(text for claim in claims for text in {*claim.surfaces, claim.name})
    types = _types(claims)
    return Consensus(
        name=name,
        key=key,
        type=types[0],
        aliases=tuple(text for text in strings if text != name),
        papers=len(claims),
        votes=tuple(f"{type_}:{sum(claim.type == type_ for claim in claims)}" for type_ in types),
    )


def _types(claims: list[EntityClaim]) -> list[str]:
    weight: Counter[str] = Counter()
    for claim in claims:
        weight[claim.type] += round(1000 * claim.confidence)
    order = {type_: index for index, type_ in enumerate(load_schema().entities)}
    return sorted(weight, key=lambda type_: (-weight[type_], order[type_]))


def _most_frequent(texts: Iterable[str]) -> list[str]:
    counts = Counter(texts)
    return sorted(counts, key=lambda text: (-counts[text], text))
