"""The canonical name that a surface string gives to a thing which the registry does not know.

By `annotations/GUIDELINES.md`: the shortest string that is the name; size and tuning variants under the name of their
version; generic names lower case and singular, in American spelling; proper names as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.resolution.guard import TIERS
from kg.resolution.keys import entity_key
from kg.resolution.spelling import american, plain, singular

if TYPE_CHECKING:
    from kg.resolution.words import Words

GENERIC_TYPES = frozenset({"Method", "Task", "Metric"})
"""Types whose names of several words are generic unless something shows that they are not."""

_HEADS: Mapping[str, frozenset[str]] = {
    "Model": frozenset({"model", "models", "network", "architecture", "backbone", "checkpoint", "checkpoints"}),
    "Method": frozenset({"method", "methods", "framework", "approach", "technique", "strategy", "algorithm", "module"}),
    "Dataset": frozenset({"dataset", "datasets", "corpus", "data", "benchmark", "collection"}),
    "Benchmark": frozenset({"benchmark", "benchmarks", "dataset", "leaderboard", "suite"}),
    "Task": frozenset({"task", "tasks", "problem", "problems", "benchmark"}),
    "Metric": frozenset({"score", "scores", "metric", "metrics", "measure"}),
}
_PRAISE = re.compile(
    r"^(?:(?:the|an?|our|its|their|novel|new|vanilla|original|pre-?trained|state-of-the-art|large-scale)\s+)+(?=\S)",
    re.IGNORECASE,
)
_MAKER = re.compile(r"^(?:Anthropic|Google|Meta|Microsoft|OpenAI|Stanford)(?:'s)?[ -](?=\S)")
_SUFFIX = re.compile(r"(?<=\w)-(?:based|style|like|trained|inspired|powered)$", re.IGNORECASE)
_GLOSS = re.compile(r"\s*\([\w&-]*[A-Z][\w&-]*[A-Z]s?\)(?=\s)|[\"“”]")

_SIZE = re.compile(r"\d+(?:\.\d+)?(?:x\d+(?:\.\d+)?)?[bmkt]|a\d+(?:\.\d+)?b", re.IGNORECASE)
_TUNING = frozenset(
    {"instruct", "instruction", "instructed", "chat", "it", "pretrain", "pretrained", "sft", "preview", "hf", "ins"}
    | {"turbo", "flash", "pro", "opus", "sonnet", "haiku", "cased", "uncased"}
)
_RELEASE = re.compile(r"v\d+(?:\.\d+)?|(?:20\d\d|\d{4}|\d\d)", re.IGNORECASE)
_PATCH = re.compile(r"[-_ ]?(?:(?:RN|ViT-)?(?![Vv]\d)[A-Za-z]{1,2}[-/ ]?)?(?:\d+(?:x\d+)?(?:[-/@]\d+)*)?$")

LONGEST_PATCH = 16
"""The most characters of what follows a family's name, such as "-L/14@336"."""

_CAPITALS = re.compile(r"(?<=.)[A-Z]|\d|^[A-Z]\W*$")
_ACRONYM_PLURAL = re.compile(r"(.*[A-Z])s")
_LINK = re.compile(r" (?:in|for|with|from|on|to|by|of|when|using|at|under|across|between) ")
_OF = re.compile(r"(?P<noun>[a-z]+) of (?:the |an? )?(?P<rest>.+)")
_SPELLED = (
    (re.compile(r"\b(pre|post|fine) ?(?=(?:train|tun)(?:ing|ed)\b)"), r"\1-"),
    (re.compile(r"\bchains?[- ]of[- ]thoughts?\b"), "chain-of-thought"),
    (re.compile(r"\bseq(?:uence)?[- ]?(?:2|to)[- ]?seq(?:uence)?\b", re.IGNORECASE), "sequence-to-sequence"),
)


def trimmed(name: str, type_: str) -> str:
    """Return a surface string without what the guidelines leave outside a name.

    That is articles and praise before it, an abbreviation in parentheses inside it, "-based" and the like after it,
    and a head word that adds nothing. What would be odd without its head ("diffusion model") keeps it.

    Example:
        >>> trimmed("the GLUE benchmark", "Benchmark"), trimmed("BERT-based", "Model"), trimmed("F1 score", "Metric")
        ('GLUE', 'BERT', 'F1')
        >>> trimmed("diffusion model", "Method"), trimmed("zeroth-order (ZO) optimization", "Method")
        ('diffusion model', 'zeroth-order optimization')
    """
    text = _SUFFIX.sub("", _PRAISE.sub("", _GLOSS.sub("", plain(name)).strip()))
    stem, _, head = text.rpartition(" ")
    if stem and head in _HEADS[type_] and (re.search(r"[A-Z].*[A-Z]|\d", stem) or (type_ == "Task" and " " in stem)):
        text = stem
    return text or name


def without_maker(name: str) -> str:
    """Return a model's name without that of who made it.

    Example:
        >>> without_maker("OpenAI o1"), without_maker("Meta-Llama-3"), without_maker("Metaformer")
        ('o1', 'Llama-3', 'Metaformer')
    """
    return _MAKER.sub("", name)


@lru_cache(maxsize=16384)
def version_name(name: str, families: frozenset[str] = frozenset()) -> str:
    """Return a model's name without size and tuning: the name of its version.

    Args:
        name: A model's name.
        families: Keys of models whose members differ by depth or patch size, such as "resnet".

    Example:
        >>> [version_name(name) for name in ("Llama-2 7B Chat", "BERT-large", "GPT-4o-mini", "DeepSeek-V3")]
        ['Llama-2', 'BERT', 'GPT-4o', 'DeepSeek-V3']
        >>> version_name("ViT-B/16", frozenset({"vit"})), version_name("ResNet-50", frozenset({"resnet"}))
        ('ViT', 'ResNet')
    """
    text = plain(name)
    parts = re.split(r"([-_ :/]+)", text)
    words, separators = parts[::2], parts[1::2]
    kept = len(words)
    while kept > 1 and _is_variant(words, kept - 1, dropped=kept < len(words)):
        kept -= 1
    stem = "".join(word + separator for word, separator in zip(words[: kept - 1], separators, strict=False))
    stem += words[kept - 1]
    if _SIZE.fullmatch(stem) or not any(char.isalpha() for char in stem):
        return text
    return _family(stem, families)


def _is_variant(words: list[str], index: int, *, dropped: bool) -> bool:
    """Whether the last word left says no more than which size or tuning of the version it is."""
    word, before = words[index].lower(), words[index - 1]
    if _SIZE.fullmatch(word) or word in TIERS:
        return True
    if word in _TUNING:
        return dropped or any(char.isdigit() for char in before) or before.lower() in TIERS
    # A release belongs to the variant only where size or tuning stands before it: Mistral-7B-v0.1, but DeepSeek-V3.
    earlier = [each.lower() for each in words[1:index]]
    return bool(_RELEASE.fullmatch(word)) and any(_SIZE.fullmatch(each) or each in _TUNING for each in earlier)


def _family(name: str, families: frozenset[str]) -> str:
    """The family that a name is a member of by depth, width or patch size, the longest where several fit, or itself."""
    if not families or entity_key(name) in families:
        return name
    for end in range(len(name) - 1, max(1, len(name) - LONGEST_PATCH), -1):
        if not name[end].islower() and _PATCH.fullmatch(name[end:]) and entity_key(name[:end]) in families:
            return name[:end].rstrip("-_ ")
    return name


def generic_name(name: str, words: Words) -> str:
    """Return a generic name as the guidelines write it: lower case, singular, American, hyphenated.

    Words with capitals inside, digits, and proper words keep their spelling.

    Example:
        >>> from kg.resolution.words import Words
        >>> words = Words(proper={"gaussian": "Gaussian"}, expanded={"QA": "question answering"})
        >>> [generic_name(name, words) for name in ("Graph Neural Networks", "Pretraining", "Deep LSTMs")]
        ['graph neural network', 'pre-training', 'deep LSTM']
        >>> [generic_name(name, words) for name in ("Gaussian Processes", "Tokenisation", "Legal QA", "QA")]
        ['Gaussian process', 'tokenization', 'legal question answering', 'QA']
    """
    parts = plain(name).split()
    mixed = any(part.islower() and len(part) > 3 for part in parts[1:])
    lowered = [_generic_part(part, words, keep=mixed and index > 0) for index, part in enumerate(parts)]
    if lowered:
        head, hyphen, last = lowered[-1].rpartition("-")
        lowered[-1] = head + hyphen + _singular(last, words.proper)
    if len(lowered) > 1:
        lowered = [words.expanded.get(part, part) for part in lowered]
    text = " ".join(lowered)
    for pattern, spelled in _SPELLED:
        text = pattern.sub(spelled, text)
    return text or name


def _generic_part(part: str, words: Words, *, keep: bool) -> str:
    """One blank-separated part; `keep` says that others are lower case already, so that this one's capital counts."""
    if keep and "-" not in part:
        return part if part[:1].isupper() else american(part)
    pieces = part.split("-")
    if len(pieces) > 1 and part.istitle() and any(piece.lower() in words.proper for piece in pieces):
        return part  # the names of two people, such as Neyman-Pearson
    return "-".join(_generic_word(word, words.proper) for word in pieces)


def _generic_word(word: str, proper: Mapping[str, str]) -> str:
    lower = word.lower()
    if lower in proper:
        return proper[lower]
    if lower != singular(lower) and singular(lower) in proper:
        return proper[singular(lower)] + "s"
    return word if _CAPITALS.search(word) else american(lower)


def _singular(word: str, proper: Mapping[str, str]) -> str:
    if word.lower() in proper:
        return word
    if found := _ACRONYM_PLURAL.fullmatch(word):
        return found[1]
    return word[:1] + singular(word.lower())[1:] if word[1:].islower() else word


def nominal_name(name: str, type_: str, words: Words) -> str:
    """Return the noun phrase for a verb phrase that names a task, or a method that is done to many things.

    Example:
        >>> from kg.resolution.words import Words
        >>> words = Words(nominal={"predicting": "prediction", "sharing": "sharing"})
        >>> nominal_name("predicting missing links", "Task", words), nominal_name("prediction of links", "Task", words)
        ('missing link prediction', 'link prediction')
        >>> nominal_name("sharing parameters", "Method", words), nominal_name("sharing protocol", "Method", words)
        ('parameter sharing', 'sharing protocol')
    """
    verb, _, rest = name.partition(" ")
    noun = words.nominal.get(verb.lower())
    if found := _OF.fullmatch(name[:1].lower() + name[1:]):
        noun, rest = (found["noun"] if found["noun"] in words.nominal.values() else None), found["rest"]
    rest = re.sub(r"^(?:the|an?)(?:\s+|$)", "", rest)
    if not noun or not rest or _LINK.search(f" {rest} ") or type_ not in ("Task", "Method"):
        return name
    last = rest.rpartition(" ")[2]
    if type_ == "Method" and _singular(last, words.proper) == last:
        return name
    noun = noun.capitalize() if last[:1].isupper() else noun
    return f"{rest[: len(rest) - len(last)]}{_singular(last, words.proper)} {noun}"


def own_name(surface: str, type_: str, words: Words, *, coined: bool = False) -> str:
    """Return the canonical name of a thing from one surface string.

    Args:
        surface: As it stands in the text, trimmed.
        type_: Its entity type.
        words: Word lists.
        coined: Whether the paper coins the name, so that capitals at the start of its words belong to it.

    Example:
        >>> from kg.resolution.words import Words
        >>> own_name("Masked Autoencoders", "Method", Words()), own_name("SciBERT", "Model", Words())
        ('masked autoencoder', 'SciBERT')
        >>> own_name("Table-Augmented Generation", "Method", Words(), coined=True)
        'Table-Augmented Generation'
    """
    text = plain(surface) or surface
    if type_ in GENERIC_TYPES:
        title_case = text[:1].isupper() and " " in text
        one_name = " " not in text and type_ == "Method" and text[:1].isupper() and not text.endswith("s")
        if one_name or (coined and title_case):
            return text
        return generic_name(nominal_name(text, type_, words), words)
    return generic_name(text, words) if text.islower() and " " in text else text
