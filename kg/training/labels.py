"""What the network says, in the order of its outputs: the schema's types, roles and relations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from kg.extraction.model.gazetteer import TYPES
from kg.extraction.model.settings import Settings
from kg.schema import load_schema

Floats = npt.NDArray[np.float32]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Labels:
    """The network's outputs, and what goes with what.

    Attributes:
        types: Entity types; tags are "outside", then begin and inside of each.
        roles: Roles.
        relations: Relation types.
        allowed_roles: Shape (n_types, n_roles).
        allowed_relations: Shape (n_types, n_types, n_relations): of head, of tail.
    """

    types: tuple[str, ...]
    roles: tuple[str, ...]
    relations: tuple[str, ...]
    allowed_roles: Booleans
    allowed_relations: Booleans

    @property
    def tags(self) -> int:
        """How many tags there are."""
        return 1 + 2 * len(self.types)

    def pairs(self, types: list[int]) -> list[tuple[int, int]]:
        """Return the pairs of entities, given by their types, between which a relation may be."""
        return [
            (i, j)
            for i, a in enumerate(types)
            for j, b in enumerate(types)
            if i != j and self.allowed_relations[a, b].any()
        ]


@cache
def load_labels() -> Labels:
    """Return the labels of the schema.

    Example:
        >>> labels = load_labels()
        >>> labels.tags, labels.pairs([labels.types.index("Model"), labels.types.index("Task")])
        (13, [(0, 1)])
    """
    schema = load_schema()
    rules = list(schema.relations.values())
    return Labels(
        types=TYPES,
        roles=tuple(schema.roles),
        relations=tuple(schema.relations),
        allowed_roles=np.array([[kind in role.types for role in schema.roles.values()] for kind in TYPES]),
        allowed_relations=np.array(
            [[[a in rule.heads and b in rule.tails for rule in rules] for b in TYPES] for a in TYPES]
        ),
    )


def default_settings() -> Settings:
    """Return the settings of a model before they are tuned."""
    labels = load_labels()
    return Settings(
        version="",
        types=labels.types,
        roles=labels.roles,
        relations=labels.relations,
        outside_bias=0.5,
        keep=0.5,
        relation_thresholds=(0.4,) * len(labels.relations),
        temperatures=(1.0, 1.0, 1.0),
    )
