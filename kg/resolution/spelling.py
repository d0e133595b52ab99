"""How a word is spelled in a canonical name: American, singular, with the hyphens that the guidelines ask for."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_KEPT = frozenset(
    [
        "alias",
        "always",
        "analysis",
        "atlas",
        "basis",
        "bias",
        "canvas",
        "chaos",
        "corpus",
        "dynamics",
        "ethics",
        "gas",
        "genetics",
        "graphics",
        "kinematics",
        "kubernetes",
        "lens",
        "linguistics",
        "logistics",
        "mathematics",
        "mechanics",
        "news",
        "optics",
        "pandas",
        "physics",
        "robotics",
        "semantics",
        "series",
        "species",
        "statistics",
        "texas",
        "this",
        "thus",
    ]
)
_IRREGULAR = {
    "analyses": "analysis",
    "automata": "automaton",
    "axes": "axis",
    "bases": "basis",
    "biases": "bias",
    "caches": "cache",
    "corpora": "corpus",
    "criteria": "criterion",
    "gases": "gas",
    "hypotheses": "hypothesis",
    "indices": "index",
    "lemmata": "lemma",
    "lenses": "lens",
    "matrices": "matrix",
    "minima": "minimum",
    "movies": "movie",
    "niches": "niche",
    "optima": "optimum",
    "simplices": "simplex",
    "syntheses": "synthesis",
    "theses": "thesis",
    "vertices": "vertex",
    "viruses": "virus",
}
_ES = re.compile(r"(?:ss|sh|ch|x|zz)es$")

# British stems of verbs in -ise; "supervise", "denoise" and their like must stay as they are.
_ISE = re.compile(
    r"(?P<stem>anonym|binar|categor|character|contextual|decentral|diagonal|digit|discret|emphas|equal|"
    r"factor|final|formal|general|harmon|hybrid|initial|item|lexical|linear|local|marginal|maxim|memor|minim|modular|"
    r"neutral|normal|optim|organ|orthogonal|parameter|parametr|penal|personal|polar|popular|priorit|quant|random|real|"
    r"recogn|regular|sanit|serial|special|stabil|standard|summar|symmetr|synthes|token|util|vector|verbal|visual)"
    r"is(?P<end>e|ed|er|ers|es|ing|able)$"
)
_ISATION = re.compile(r"isation(s?)$")
_BRITISH = {
    "analyse": "analyze",
    "analysed": "analyzed",
    "analyser": "analyzer",
    "analysing": "analyzing",
    "artefact": "artifact",
    "artefacts": "artifacts",
    "behaviour": "behavior",
    "behavioural": "behavioral",
    "behaviours": "behaviors",
    "cancelling": "canceling",
    "catalogue": "catalog",
    "centre": "center",
    "centred": "centered",
    "colour": "color",
    "colourisation": "colorization",
    "colourization": "colorization",
    "colours": "colors",
    "defence": "defense",
    "defences": "defenses",
    "dialog": "dialogue",
    "dialogs": "dialogues",
    "favour": "favor",
    "fibre": "fiber",
    "fulfilment": "fulfillment",
    "grey": "gray",
    "greyscale": "grayscale",
    "judgement": "judgment",
    "judgements": "judgments",
    "labelled": "labeled",
    "labeller": "labeler",
    "labelling": "labeling",
    "licence": "license",
    "modelled": "modeled",
    "modeller": "modeler",
    "modelling": "modeling",
    "neighbour": "neighbor",
    "neighbourhood": "neighborhood",
    "neighbours": "neighbors",
    "programme": "program",
    "programmes": "programs",
    "signalling": "signaling",
    "travelling": "traveling",
    "tumour": "tumor",
    "tumours": "tumors",
    "unlabelled": "unlabeled",
}


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """Return the singular of a lower-case English word; a word that is no plural stays as it is.

    Words of three letters stay: too many names end in "s".

    Example:
        >>> [singular(word) for word in ("networks", "policies", "losses", "corpora", "analysis", "class", "gps")]
        ['network', 'policy', 'loss', 'corpus', 'analysis', 'class', 'gps']
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word in _KEPT or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if _ES.search(word) else word[:-1]


@lru_cache(maxsize=65536)
def american(word: str) -> str:
    """Return the American spelling of a lower-case English word.

    Example:
        >>> [american(word) for word in ("tokenisation", "optimised", "modelling", "supervised", "denoising", "noise")]
        ['tokenization', 'optimized', 'modeling', 'supervised', 'denoising', 'noise']
    """
    if word in _BRITISH:
        return _BRITISH[word]
    if "is" not in word[-8:]:
        return word
    return _ISATION.sub(r"ization\1", _ISE.sub(r"\g<stem>iz\g<end>", word))


_GREEK = {
    name: chr(code)
    for code in range(0x3B1, 0x3CA)
    if (name := unicodedata.name(chr(code)).rsplit(" ", 1)[-1].lower())
    and "final" not in unicodedata.name(chr(code)).lower()
}
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_MARKS = re.compile(r"[${}]|\\(?=\W)")


def plain(name: str) -> str:
    r"""Return a name as one line of text: no LaTeX, no compatibility characters, one kind of space, hyphen and quote.

    Example:
        >>> plain(r"$\pi_{0.5}$"), plain("V-JEPA\\,2"), plain("Claude~Sonnet"), plain("pre\u2010training")
        ('π0.5', 'V-JEPA 2', 'Claude Sonnet', 'pre-training')
    """
    name = unicodedata.normalize("NFKC", name.replace("**", ""))
    if "\\" in name or "$" in name or "{" in name:
        name = name.replace("\\,", " ")
        name = _COMMAND.sub(lambda found: _GREEK.get(found[1].lower().removeprefix("var"), " "), name)
        name = _MARKS.sub("", name)
        name = re.sub(r"(?<=\w)[_^](?=[\w.])", "", name)
    name = re.sub(r"[\u2010-\u2015\u2212]", "-", name.replace("\u00ad", ""))
    name = re.sub(r"[\u2018\u2019\u02bc`\u00b4]", "'", name)
    return " ".join(name.replace("~", " ").split())
