"""The key of a name: what two spellings of it share, and two names do not."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kg.resolution.spelling import american, plain, singular

_TOKEN = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+|[+#@*&]+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DIGIT_PLURAL = re.compile(r"(?<=\d)s(?!\w)")
_ACRONYM_PLURAL = re.compile(r"\w*[A-Z]s")
LONGEST_ACRONYM = 5
"""Among other words, one of so many capitals may be an acronym in S; a longer one is a word in capitals."""


@lru_cache(maxsize=65536)
def tokens(name: str) -> tuple[str, ...]:
    """Return the parts of a name that its key is made of: words, numbers and signs, folded.

    Example:
        >>> tokens("Llama-2 7B"), tokens("CodeT5+"), tokens("Variational Auto-Encoders")
        (('llama', '2', '7', 'b'), ('codet', '5', '+'), ('variational', 'auto', 'encoder'))
    """
    text = _DIGIT_PLURAL.sub("", _THOUSANDS.sub("", plain(name)).replace("'s", "").replace("'", ""))
    found = _TOKEN.findall(_without_accents(text.replace(" & ", " and ")))
    return tuple(_fold(token, alone=len(found) == 1) for token in found)


@lru_cache(maxsize=65536)
def entity_key(name: str) -> str:
    """Return the key of a name: equal for two spellings of one name, different for two names.

    Case, accents, spaces, hyphens, plural "s" and British spelling are folded. Signs that tell
    names apart (`+ # @ * &`) and Greek letters stay. Two numbers never run together. A name
    without letters, digits and signs is its own key, so that no key is empty but that of "".

    Example:
        >>> entity_key("GPT2") == entity_key("GPT-2") == entity_key("gpt 2")
        True
        >>> entity_key("fine-tuning") == entity_key("Finetuning") == entity_key("fine tuning")
        True
        >>> entity_key("Llama 2 7B"), entity_key("CodeT5+"), entity_key("graph neural networks")
        ('llama2-7b', 'codet5+', 'graphneuralnetwork')
    """
    parts: list[str] = []
    for token in tokens(name):
        if parts and token[0].isdigit() and parts[-1][-1].isdigit():
            parts.append("-")
        parts.append(token)
    return "".join(parts) or unicodedata.normalize("NFC", name)


def _fold(token: str, *, alone: bool) -> str:
    folded = token.casefold()
    if _ACRONYM_PLURAL.fullmatch(token):
        return folded[:-1]
    if token.isupper() and (alone or len(token) <= LONGEST_ACRONYM):
        return folded
    return singular(american(folded))


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))
