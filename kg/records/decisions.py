"""What a person decides about a graph, and what wins over whatever was read."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.ids import digest

KINDS = ("same", "different", "rename", "type", "wrong")


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision.

    Attributes:
        kind: One of `KINDS`. "same": the names stand for one thing, which goes by the first. "different": they stand
            for as many things. "rename": the second name goes by the first. "type": the name is of `type`. "wrong":
            the edge is not true.
        author: Who decided it.
        reason: Why.
        names: The names that it is about; none for "wrong".
        type: For "type": an entity type.
        paper: For "wrong": id or title of the paper whose claim is wrong, or "" for any paper.
        edge: For "wrong": a relationship type.
        source: For "wrong": the name that the edge leaves, or "" for an edge from a paper.
        target: For "wrong": the name that the edge enters.
        place: Where it was read, such as "curation.toml:7", or "". Not part of what makes two decisions equal.

    Example:
        >>> str(Decision("same", "Ada", "one model", names=("RoFormer", "Rotary Transformer")))
        "same: 'RoFormer', 'Rotary Transformer'"
    """

    kind: str
    author: str
    reason: str
    names: tuple[str, ...] = ()
    type: str = ""
    paper: str = ""
    edge: str = ""
    source: str = ""
    target: str = ""
    place: str = field(default="", compare=False)

    @property
    def id(self) -> str:
        """Stands for what was decided, whoever did so and why."""
        parts = (self.kind, *self.names, "\0", self.type, self.paper, self.edge, self.source, self.target)
        return f"decision:{digest(*parts)}"

    def __str__(self) -> str:
        if self.kind == "wrong":
            paper = f" of {self.paper}" if self.paper else ""
            source = f"{self.source!r} " if self.source else ""
            return f"wrong: {source}{self.edge} {self.target!r}{paper}"
        if self.kind == "rename":
            return f"rename: {self.names[1]!r} to {self.names[0]!r}"
        return f"{self.kind}: {', '.join(map(repr, self.names))}{f' is a {self.type}' if self.type else ''}"
