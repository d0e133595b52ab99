"""What a page of papers shows beside its papers: buttons, slogans, dates, counts, names of users.

A line is furniture only if the whole of it is. Furniture is left out without a report, since it is no record.
"""

from __future__ import annotations

import re

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DATE = rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?|\d{{1,2}} {_MONTH}(?:,? \d{{4}})?|\d{{4}}-\d\d-\d\d)"
_COUNT = r"\d[\d.,]*[km]?"

_SLOGANS = (
    r"get trending papers in your (?:e-?mail )?inbox(?: once a day)?!?",
    r"daily papers",
    r"trending papers",
    r"by ?ak and the research community",
)
"""Whole phrases; also cut off where the page glued one to the title that follows it."""

_LINES = (
    *_SLOGANS,
    # Buttons and menus.
    r"new|subscribe|unsubscribe|log ?in|sign ?(?:up|in)|search|menu|home|share|save|like|(?:up|down)vote|reply|edit",
    r"next|previous|back",
    r"papers?|models?|datasets?|spaces?|docs|posts|community|solutions|pricing|collections?|blog|about|contact|code",
    r"abstract|summary|authors?|comments?|citations?|references|bibtex|cite|pdf|html|arxiv|github|project page",
    (
        r"(?:view|open|read|get|download|see|show|hide)(?: (?:the|on|as|in|this|full|all|more|less|version|here))*"
        r"(?: (?:arxiv|pdf|html|papers?|page|abstract|github|project|text|code))+"
    ),
    r"(?:add|save) (?:this )?(?:paper )?to (?:a |your )?(?:collection|library|list)s?|(?:load|show|read) more|see all",
    r"(?:skip|back|jump) to .{1,30}|cookies?(?: policy| settings)?|privacy(?: policy)?|terms(?: of (?:use|service))?",
    r"© ?.{0,60}|copyright .{0,60}",
    # Dates, with what pages write before them.
    rf"[·•\s]*(?:(?:published|submitted|posted|updated|added|released|last updated)(?: on)?:? )?{_DATE}",
    rf"(?:today|yesterday|this week|{_COUNT} (?:minutes?|hours?|days?|weeks?|months?|years?) ago)",
    # Counts: votes, comments, authors.
    rf"[▲△↑+·•👍💬🔥🤗\s]*{_COUNT}[▲△↑+·•\s]*",
    rf"[·•\s]*(?:upvotes?|votes?|likes?|comments?|authors?|citations?|stars?)[:\s]*[+]?{_COUNT}(?: ?[+]{_COUNT})?",
    rf"[·•\s]*[+]?{_COUNT} (?:upvotes?|votes?|likes?|comments?|authors?|citations?|stars?|papers?|views?|downloads?)",
    r"(?:submitted|posted|uploaded|shared) by:? ?@?\S{0,40}|@\S{1,40}",
    # Page numbers, rules and bullets without any letter.
    r"page \d+(?: of \d+)?|[^\w]+",
    # The paper's own page, alone on its line.
    r"(?:arxiv|doi):? ?\S+|https?://\S+",
)
_FURNITURE = re.compile("|".join(_LINES), re.IGNORECASE)

_GLUED = re.compile(
    # A saved page loses the break after a button: "SubscribeAttention …". A word goes on in small letters
    # ("Subscriber churn …"), or after a space ("Subscribe to …"); then nothing is cut off. Case matters therefore.
    rf"(?:(?:new)?Subscribe|(?i:{'|'.join(_SLOGANS)}))(?=[A-Z0-9#$(\"“'‘])|(?i:{_MONTH} \d{{1,2}})(?=[A-Z][a-z])"
)


def is_furniture(line: str) -> bool:
    """Tell whether a line belongs to the page and not to a paper.

    Args:
        line: Without spaces around it.

    Example:
        >>> [is_furniture(line) for line in ("Subscribe", "Mar 17", "1.2k", "12 authors", "Pointer Networks")]
        [True, True, True, True, False]
    """
    return not line or _FURNITURE.fullmatch(line) is not None


def without_glued(line: str) -> str:
    """Return a line without the furniture that was glued to its start.

    Example:
        >>> without_glued("SubscribeAttention Is All You Need")
        'Attention Is All You Need'
        >>> without_glued("Subscribers Leave: Churn Prediction with Transformers")
        'Subscribers Leave: Churn Prediction with Transformers'
    """
    while found := _GLUED.match(line):
        line = line[found.end() :]
    return line
