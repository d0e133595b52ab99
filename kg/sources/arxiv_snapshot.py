"""arXiv's metadata snapshot: JSON Lines with an object a paper, texts wrapped as the submitter typed them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.sources.fields import paper_from_fields
from kg.sources.jsonl import read_objects

if TYPE_CHECKING:
    from kg.records.documents import Origin, Paper
    from kg.sources.problems import Problem

_BLANK = " \t\r\n"
_WRAP = re.compile(r"[ \t\r\n]+")
_PARAGRAPH = re.compile(r"\n[ \t]{2,}|\n[ \t\r]*\n[ \t\r\n]*")


def read_arxiv_snapshot(stream: BinaryIO, path: str) -> Iterator[Paper | Problem]:
    r"""Yield the papers of arXiv's metadata snapshot.

    Example:
        >>> import io
        >>> line = b'{"id": "1810.04805", "title": "BERT", "abstract": "  We introduce\\nBERT.\\n", "versions": []}'
        >>> next(read_arxiv_snapshot(io.BytesIO(line), "arxiv.json")).abstract
        'We introduce BERT.'
    """
    yield from read_objects(stream, path, _to_paper)


def _to_paper(record: dict[str, Any], origin: Origin) -> Paper:
    id_ = record.get("id")
    fields = {
        "id": id_,
        "arxivid": id_,
        "doi": record.get("doi"),
        "title": _unwrapped(record.get("title"), one_paragraph=True),
        "abstract": _unwrapped(record.get("abstract")),
        "authors": record.get("authors_parsed") or record.get("authors"),
        "venue": record.get("journal-ref") or "arXiv",
        "year": _submitted(record) or record.get("update_date"),
        "url": f"https://arxiv.org/abs/{id_}" if isinstance(id_, str) else "",
    }
    return paper_from_fields(fields, origin)


def _submitted(record: dict[str, Any]) -> Any:
    match record.get("versions"):
        case [{"created": str(created)}, *_]:
            return created
    return None


def _unwrapped(value: Any, *, one_paragraph: bool = False) -> Any:
    return unwrapped(value, one_paragraph=one_paragraph) if isinstance(value, str) else value


def unwrapped(text: str, *, one_paragraph: bool = False) -> str:
    r"""Join the lines of a text as arXiv wraps it: an indented line begins a paragraph, but continues a title.

    Example:
        >>> unwrapped("  We introduce\nBERT.\n  It is deep.\n")
        'We introduce BERT.\nIt is deep.'
        >>> unwrapped("BERT: Pre-training\n  of Transformers", one_paragraph=True)
        'BERT: Pre-training of Transformers'
    """
    text = text.strip(_BLANK)
    paragraphs = [text] if one_paragraph else _PARAGRAPH.split(text)
    return "\n".join(_WRAP.sub(" ", paragraph) for paragraph in paragraphs)
