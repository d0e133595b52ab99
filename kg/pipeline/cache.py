"""What was read off papers, kept by content and by the extractor's version, so that a run can go on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from kg.errors import ConfigError
from kg.ids import digest
from kg.records.annotations import Annotation, Mention, PaperEntity, Relation, Span

if TYPE_CHECKING:
    from types import TracebackType

    from kg.records.documents import Paper


def annotation_to_json(annotation: Annotation) -> str:
    """Return an annotation as one line of JSON.

    Example:
        >>> annotation = Annotation("p", sentences=(Span(0, 4),))
        >>> annotation_from_json(annotation_to_json(annotation)) == annotation
        True
    """
    return json.dumps(asdict(annotation), ensure_ascii=True, separators=(",", ":"))


def annotation_from_json(text: str) -> Annotation:
    """Return the annotation that `annotation_to_json` wrote."""
    data: dict[str, Any] = json.loads(text)
    return Annotation(
        paper_id=data["paper_id"],
        entities=tuple(_entity(entity) for entity in data["entities"]),
        relations=tuple(
            Relation(**relation | {"sentence": Span(**relation["sentence"])}) for relation in data["relations"]
        ),
        sentences=tuple(Span(**span) for span in data["sentences"]),
        abbreviations=tuple((short, long) for short, long in data["abbreviations"]),
        extractor=data["extractor"],
    )


def _entity(data: dict[str, Any]) -> PaperEntity:
    return PaperEntity(
        **data
        | {
            "mentions": tuple(Mention(**mention) for mention in data["mentions"]),
            "reasons": tuple((surface, reason) for surface, reason in data["reasons"]),
        }
    )


class ExtractionCache:
    """A file of extraction results; several processes may use it at once.

    Args:
        path: The file; its folder is made if need be.

    Raises:
        ConfigError: If the file cannot be made or is something else.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=60, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute(
                "CREATE TABLE IF NOT EXISTS annotation (key TEXT PRIMARY KEY, value TEXT NOT NULL)"
            )
        except (OSError, sqlite3.Error) as err:
            raise ConfigError(
                f"{path} cannot hold extraction results: {err}.",
                hint="Set KG_CACHE_DIR to another folder, or use --no-cache.",
            ) from err

    def load(self, version: str, papers: Iterable[Paper]) -> dict[str, Annotation]:
        """Return what is known of these papers, by their text."""
        texts = {digest(version, paper.text): paper.text for paper in papers}
        marks = ",".join("?" * len(texts))
        rows = self._run(f"SELECT key, value FROM annotation WHERE key IN ({marks})", list(texts))  # noqa: S608 - question marks only
        return {texts[key]: annotation_from_json(value) for key, value in rows}

    def save(self, version: str, annotations: Mapping[str, Annotation]) -> None:
        """Keep annotations, given by their paper's text, all or none."""
        rows = [(digest(version, text), annotation_to_json(annotation)) for text, annotation in annotations.items()]
        if not rows:
            return
        try:
            with self._connection:
                self._connection.execute("BEGIN IMMEDIATE")
                self._connection.executemany("INSERT OR REPLACE INTO annotation VALUES (?, ?)", rows)
        except sqlite3.Error as err:
            raise self._error(err) from err

    def _run(self, statement: str, values: list[str]) -> list[tuple[str, str]]:
        try:
            return list(self._connection.execute(statement, values))
        except sqlite3.Error as err:
            raise self._error(err) from err

    def _error(self, err: sqlite3.Error) -> ConfigError:
        return ConfigError(
            f"{self._path} cannot be used for extraction results: {err}.", hint="Delete it, or use --no-cache."
        )

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
