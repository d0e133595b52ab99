"""From the named fields of a record to a paper: which names are understood, and what their values may be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from kg.ids import strong_id
from kg.records.documents import Origin, Paper
from kg.sources.text import without_surrogates

TITLE = ("title", "papertitle")
ABSTRACT = ("abstract", "summary", "paperabstract", "abstracttext")
ID = ("id", "paperid", "key", "identifier")
WORLD_WIDE_ID = ("arxivid", "arxiv", "eprint", "doi", "aclid", "acl", "anthologyid", "externalids")
YEAR = ("year", "published", "date", "publicationdate", "publicationyear", "pubdate", "updatedate")
AUTHORS = ("authors", "author")
VENUE = ("venue", "journal", "journaltitle", "journalref", "booktitle", "conference", "proceedings")
URL = ("url", "link", "paperurl", "absurl", "urlabs", "pdfurl", "urlpdf")

_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_ID_PREFIXES = {"arxivid": "arxiv:", "arxiv": "arxiv:", "eprint": "arxiv:", "aclid": "acl:", "acl": "acl:"}
_ID_PREFIXES["anthologyid"] = "acl:"


class RecordError(Exception):
    """A record cannot be read; the message says why. Readers turn it into a `Problem`; it never leaves them."""


def fold_name(name: str) -> str:
    """Return a field's name without case, spaces, hyphens and underscores.

    Example:
        >>> fold_name(" arXiv-ID") == fold_name("arxiv_id") == "arxivid"
        True
    """
    return re.sub(r"[\W_]+", "", name).lower()


def paper_from_fields(fields: Mapping[str, Any], origin: Origin) -> Paper:
    """Return the paper that a record describes.

    Args:
        fields: Values by folded name (`fold_name`). Unknown names are ignored, null is the same as missing.
        origin: Where the record stands.

    Raises:
        RecordError: If there is no title, or title or abstract is no text.

    Example:
        >>> paper = paper_from_fields({"title": "BERT", "arxivid": "1810.04805", "date": "2018-10-11"}, Origin())
        >>> paper.id, paper.given_id, paper.year
        ('arxiv:1810.04805', '1810.04805', 2018)
    """
    title = one_line(_text(fields, TITLE))
    if not title.strip():
        raise RecordError("the record has no title")
    world_wide = dict(_world_wide_ids(fields))
    return Paper(
        title=title,
        abstract=_text(fields, ABSTRACT),
        given_id=_given_id(fields) or next(iter(world_wide), ""),
        ids=frozenset(world_wide.values()),
        year=_year(_first(fields, YEAR)),
        authors=author_names(_first(fields, AUTHORS)),
        venue=one_line(_name(_first(fields, VENUE))).strip(),
        url=one_line(_name(_first(fields, URL))).strip(),
        origin=origin,
    )


def one_line(text: str) -> str:
    r"""Return a text with a space for every line end, so that a title is one line.

    Example:
        >>> one_line("Attention\nis all")
        'Attention is all'
    """
    return _LINE_END.sub(" ", text)


def author_names(value: Any) -> tuple[str, ...]:
    """Return the names of authors in their order, given names first.

    Args:
        value: A list of names, of objects with a name or with given and family name, or of lists as arXiv's
            `authors_parsed`; or one string with all, separated by semicolons, "and" or commas; or None.

    Example:
        >>> author_names("Vaswani, Ashish and Shazeer, Noam")
        ('Ashish Vaswani', 'Noam Shazeer')
        >>> author_names([{"name": "Ada Lovelace"}, {"given": "Alan", "family": "Turing"}])
        ('Ada Lovelace', 'Alan Turing')
    """
    if isinstance(value, str):
        names: Iterable[str] = _split_names(value)
    elif isinstance(value, list | tuple):
        names = map(_author_name, value)
    else:
        names = (_author_name(value),)
    return tuple(name for name in (" ".join(without_surrogates(name).split()) for name in names) if name)


def _author_name(value: Any) -> str:
    if isinstance(value, str):
        return _given_first(value)
    if isinstance(value, list | tuple):  # arXiv: family name, given names, suffix
        family, given, *suffix = [*map(_name, value), "", ""]
        return " ".join((given, family, *suffix))
    if not isinstance(value, Mapping):
        return ""
    parts = {fold_name(str(key)): part for key, part in value.items()}
    if isinstance(parts.get("author"), Mapping):  # OpenAlex nests the author in the authorship
        return _author_name(parts["author"])
    for key in ("name", "fullname", "displayname"):
        if isinstance(parts.get(key), str):
            return _given_first(parts[key])
    names = [parts.get(key) for keys in _NAME_PARTS for key in keys]
    return " ".join(name for name in names if isinstance(name, str))


_NAME_PARTS = (("given", "first", "firstname", "givenname", "forename"), ("family", "last", "lastname", "surname"))


def _split_names(text: str) -> list[str]:
    for separator in (r";", r"\s+and\s+"):
        parts = [part.strip(" ,") for part in re.split(separator, text)]
        if len(parts) > 1:
            return [_given_first(name.removeprefix("and ")) for part in parts for name in _split_commas(part)]
    return [_given_first(name) for name in _split_commas(text)]


def _split_commas(text: str) -> list[str]:
    """Split "Ada Lovelace, Alan Turing", but not "Lovelace, Ada" and "van der Berg, Anna M."."""
    names = [name.strip() for name in text.split(",")]
    return names if all(" " in name and not name[0].islower() for name in names) else [text]


def _given_first(name: str) -> str:
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 2:
        return f"{parts[1]} {parts[0]}"
    if len(parts) == 3:  # BibTeX: family, suffix, given
        return f"{parts[2]} {parts[0]} {parts[1]}"
    return name


def _first(fields: Mapping[str, Any], names: Iterable[str]) -> Any:
    return next((fields[name] for name in names if fields.get(name) not in (None, "", [], {})), None)


def _text(fields: Mapping[str, Any], names: tuple[str, ...]) -> str:
    value = _first(fields, names)
    if isinstance(value, list) and len(value) == 1:  # Crossref gives a title as a list
        value = value[0]
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RecordError(f"its {names[0]} is {_kind(value)}, not text")
    return without_surrogates(value)


def _kind(value: Any) -> str:
    kinds = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return kinds.get(type(value), "something else")


def _name(value: Any) -> str:
    """Return a value that should be text, or an object's name; "" for anything else."""
    if isinstance(value, Mapping):
        value = next((value[key] for key in ("name", "raw", "title", "url") if isinstance(value.get(key), str)), "")
    if isinstance(value, list) and value:
        return _name(value[0])
    return without_surrogates(value) if isinstance(value, str) else ""


def _given_id(fields: Mapping[str, Any]) -> str:
    value = _first(fields, ID)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return one_line(_name(value)).strip()


def _world_wide_ids(fields: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Yield ids as they stand with the world-wide id that they write, most telling field first."""
    for name in WORLD_WIDE_ID:
        value = fields.get(name)
        if isinstance(value, Mapping):  # Semantic Scholar: {"ArXiv": …, "DOI": …, "ACL": …}
            yield from _world_wide_ids({fold_name(str(key)): part for key, part in value.items()})
        elif isinstance(value, str):
            for part in without_surrogates(value).split():  # arXiv's snapshot has several DOIs in one field
                if found := strong_id(part) or strong_id(_ID_PREFIXES.get(name, "") + part):
                    yield part, found


def _year(value: Any) -> int | None:
    if isinstance(value, Mapping):  # Crossref: {"date-parts": [[2018, 10, 11]]}
        value = str(list(value.values()))
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    found = _YEAR.search(str(value))
    return int(found[0]) if found else None
