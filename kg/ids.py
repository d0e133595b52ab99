"""Identifiers made from content: no clock, no randomness, the same on every machine.

Paper ids are `arxiv:2106.09685`, `doi:10.18653/v1/n19-1423`, `acl:2020.acl-main.1`, or
`title:` and a digest where a paper has none of these. Entity ids are `entity:` and a slug
of the entity's key. All are safe as the last part of an IRI once percent-encoded.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata

_WEB = r"(?:https?://)?(?:www\.|export\.)?"
_TAIL = r"/?(?:\.pdf)?/?(?:[?#].*)?$"
_ARXIV = re.compile(
    rf"^(?:{_WEB}(?:arxiv\.org/(?:abs|pdf|html|format)/|huggingface\.co/papers/|alphaxiv\.org/abs/)"
    rf"|arxiv[:.\s]\s*|(?:{_WEB}(?:dx\.)?doi\.org/|doi:\s*)?10\.48550/arxiv\.)?"
    # A number of the new form begins with year and month: 2023.12345 is somebody's own id.
    r"(?P<id>\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z][a-z-]*(?:\.[a-z]{2})?/\d{7})(?:v\d+)?" + _TAIL,
    re.IGNORECASE,
)
_DOI = re.compile(rf"^(?:{_WEB}(?:dx\.)?doi\.org/|doi:\s*)?(?P<id>10\.\d{{4,9}}/\S+)$", re.IGNORECASE)
_ACL_ID = r"(?:[A-Z]\d{2}-\d{4}|\d{4}\.[a-z0-9_-]+\.\d+)"
_ACL = re.compile(
    rf"^(?:{_WEB}(?:aclanthology\.org/|aclweb\.org/anthology/)|acl:)(?P<id>{_ACL_ID}){_TAIL}", re.IGNORECASE
)
_ACL_DOI = re.compile(rf"^doi:10\.18653/v1/(?P<id>{_ACL_ID})$", re.IGNORECASE)
_MARKUP = re.compile(
    # Formatting commands say nothing; those for letters are the letter's name (\alpha, folded as α is), so they stay.
    r"\\(?:emph|underline|mbox|text[a-z]*|math[a-z]*|boldsymbol|it|bf|tt|sc|em|rm|sl)(?![a-zA-Z])"
    r"|</?(?:i|b|em|strong|sub|sup|tt|span)>|(?<=\\)var(?=[a-z])",
)
_GREEK = {code: unicodedata.name(chr(code)).rsplit(" ", 1)[-1].lower() for code in range(ord("α"), ord("ω") + 1)}
_GREEK[ord("λ")] = "lambda"  # Unicode spells it LAMDA
ENTITY = "entity:"
"""What the id of every entity begins with."""
_PREFERENCE = ("arxiv:", "doi:", "acl:", "title:")


def digest(*parts: str) -> str:
    """Return 16 hexadecimal digits that stand for these strings, in this order.

    Example:
        >>> digest("a", "bc") == digest("ab", "c")
        False
    """
    joined = "\x1f".join(part.replace("\\", "\\\\").replace("\x1f", "\\u") for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def hundredth(id_: str) -> int:
    """Return the number from 0 to 99 that an id always falls on: it decides which papers are test papers.

    Example:
        >>> [hundredth(id_) < 15 for id_ in ("paper-1", "paper-4")]
        [False, False]
    """
    return int(hashlib.sha1(id_.encode("utf-8"), usedforsecurity=False).hexdigest()[:8], 16) % 100


def strong_id(value: str) -> str | None:
    """Return the world-wide id that `value` writes, normalised, or None if it is only a local name.

    Versions of an arXiv paper are one paper. An arXiv DOI is the arXiv id.

    Example:
        >>> strong_id("https://arxiv.org/abs/1706.03762v5")
        'arxiv:1706.03762'
        >>> strong_id("10.48550/arXiv.1706.03762")
        'arxiv:1706.03762'
        >>> strong_id("https://doi.org/10.18653/v1/N19-1423")
        'doi:10.18653/v1/n19-1423'
        >>> strong_id("paper-17") is None
        True
    """
    value = value.strip()
    if found := _ARXIV.match(value):
        return "arxiv:" + found["id"].lower()
    if found := _DOI.match(value):
        return "doi:" + found["id"].lower().rstrip(".,;")
    if found := _ACL.match(value):
        return "acl:" + found["id"].lower()
    return None


def implied_ids(id_: str) -> frozenset[str]:
    """Return the id and those that follow from it: the ACL Anthology's DOIs end in its own ids.

    Args:
        id_: As `strong_id` returns it.

    Example:
        >>> sorted(implied_ids("doi:10.18653/v1/n19-1423"))
        ['acl:n19-1423', 'doi:10.18653/v1/n19-1423']
    """
    if found := _ACL_DOI.match(id_):
        return frozenset({id_, "acl:" + found["id"].lower()})
    return frozenset({id_})


def fold_title(title: str) -> str:
    r"""Return a title without case, accents, markup, punctuation and spaces: what two copies of it share.

    Greek letters are spelt out, so that a letter and its LaTeX command fold alike.

    Example:
        >>> fold_title("BERT:  Pre-training of Deep…") == fold_title("Bert: pretraining of deep")
        True
        >>> fold_title(r"$\beta$-VAE") == fold_title("β-VAE") == fold_title(r"\textbf{beta}-VAE")
        True
        >>> fold_title("GPT-2") == fold_title("GPT-3")
        False
    """
    plain = _MARKUP.sub("", html.unescape(title) if "&" in title else title)
    plain = unicodedata.normalize("NFKD", plain).casefold().translate(_GREEK)
    return "".join(char for char in plain if char.isalnum())


def title_id(title: str) -> str:
    """Return the id of a paper that has no world-wide id.

    Example:
        >>> title_id("Attention Is All You Need") == title_id("attention is all you need")
        True
    """
    return "title:" + digest(fold_title(title) or title)


def preferred_id(ids: set[str] | frozenset[str]) -> str:
    """Return the id that a paper with all these ids goes by: arXiv before DOI before ACL before title.

    Ties go to the id that sorts first, so the answer does not depend on any order.

    Example:
        >>> preferred_id({"doi:10.1/x", "arxiv:1706.03762"})
        'arxiv:1706.03762'
    """
    return min(ids, key=lambda id_: (next(i for i, p in enumerate(_PREFERENCE) if id_.startswith(p)), id_))


def entity_id(key: str) -> str:
    """Return the id of the entity with this key.

    A key of plain letters, digits, dots, pluses and hyphens is readable in the id; any other gets a digest.

    Example:
        >>> entity_id("llama2")
        'entity:llama2'
        >>> entity_id("β-vae") == entity_id("β-vae")
        True
    """
    slug = re.sub(r"[^a-z0-9.+-]", "", key)
    return f"{ENTITY}{slug}" if slug == key and slug else f"{ENTITY}{slug[:40]}~{digest(key)}"


def edge_id(kind: str, source: str, target: str, paper: str = "") -> str:
    """Return the id of an edge: its type, its two ends, and the paper whose claim it is.

    Example:
        >>> edge_id("USES", "a", "b", "p") == edge_id("USES", "b", "a", "p")
        False
    """
    return digest(kind, source, target, paper)
