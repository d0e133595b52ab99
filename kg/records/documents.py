"""Papers as they were read."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath

from kg.ids import fold_title, implied_ids, preferred_id, strong_id, title_id


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record was read.

    Attributes:
        path: File name as the user gave it, or "-" for standard input.
        line: First line of the record, counted from 1; 0 where the format has no lines.
    """

    path: str = ""
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper's title, abstract and metadata.

    Attributes:
        title: As the source wrote it, without its format's escapes; one line, not blank.
        abstract: As the source wrote it; may be empty.
        given_id: The id that the input gave, as it stands there; "" if it gave none.
        ids: World-wide ids (`arxiv:…`, `doi:…`, `acl:…`), normalised. Those that `given_id`, `given_ids` and `url`
            write are added to them.
        given_ids: All ids that inputs gave, as they stood there; `given_id` is among them.
        title_keys: The folded titles of all records of the paper; that of `title` is among them.
        year: Year of publication, or None.
        authors: Full names, in the paper's order.
        venue: Conference, journal or archive; "" if unknown.
        url: A page about the paper; "" if unknown.
        origin: Where it was read. Not part of what makes two papers equal.
        sources: Names, without folders, of all files that it was read from; that of `origin` is among them. Not part
            of what makes two papers equal.

    Example:
        >>> paper = Paper("Attention Is All You Need", "We propose…", given_id="1706.03762v5")
        >>> paper.id
        'arxiv:1706.03762'
        >>> paper.text[:9]
        'Attention'
    """

    title: str
    abstract: str
    given_id: str = ""
    ids: frozenset[str] = frozenset()
    given_ids: frozenset[str] = frozenset()
    title_keys: frozenset[str] = frozenset()
    year: int | None = None
    authors: tuple[str, ...] = ()
    venue: str = ""
    url: str = ""
    origin: Origin = field(default=Origin(), compare=False)
    sources: frozenset[str] = field(default=frozenset(), compare=False)

    def __post_init__(self) -> None:
        given = self.given_ids | {self.given_id} if self.given_id else self.given_ids
        written = (strong_id(value) for value in (*given, self.url) if value)
        found = self.ids.union(*(implied_ids(id_) for id_ in (*self.ids, *written) if id_))
        object.__setattr__(self, "given_ids", given)
        object.__setattr__(self, "ids", found)
        object.__setattr__(self, "title_keys", self.title_keys | {self.title_key})
        if self.origin.path:
            object.__setattr__(self, "sources", self.sources | {PurePath(self.origin.path).name})

    @property
    def id(self) -> str:
        """The paper's identity: its best world-wide id, else its folded title."""
        return preferred_id(self.ids) if self.ids else title_id(self.title)

    @property
    def title_key(self) -> str:
        """The folded title, by which copies without ids are recognised; the title itself if nothing of it is left."""
        return fold_title(self.title) or self.title

    @property
    def text(self) -> str:
        """Title, newline, abstract: the text that every offset counts in, in code points from 0."""
        return f"{self.title}\n{self.abstract}"
