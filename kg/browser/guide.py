"""A guide through the questions, as `:guide` shows it: a slide a topic, each statement a click away. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from kg.queries.inline import inlined

if TYPE_CHECKING:
    from kg.browser.scripts import Values
    from kg.queries.catalogue import Query

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title></head>
<body>
<article class="guide">
<title>{title}</title>
<carousel class="deck container-fluid">
{slides}</carousel>
</article>
</body>
</html>
"""
_SLIDE = """<slide class="row-fluid">
<div class="col-sm-12">
<h3>{title}</h3>
{text}</div>
</slide>
"""
TITLE = "What papers are made of"
_FIRST = """<p class="lead">Papers that share techniques are linked. Every link can show the sentences behind it.</p>
<p>A paper points at the models, methods, datasets, benchmarks, tasks and metrics that it names; these point at each
other. Each edge is what one paper says: click on it to see the sentence, where it stands, and how sure the
reader was.</p>
<p>A click on a statement puts it into the editor. Change the names in it and run it.</p>
"""


def guide(queries: Iterable[Query], values: Mapping[str, Values]) -> str:
    """Return the guide as HTML: what the graph is, what to look at, then a slide a topic.

    Args:
        queries: The questions, those of a topic together.
        values: By question: a value for each of its parameters.
    """
    topics = {topic: list(those) for topic, those in groupby(queries, key=lambda query: query.topic)}
    # What draws comes first: a picture says what the graph is.
    slides = [_SLIDE.format(title=TITLE, text=_FIRST)]
    for topic in sorted(topics, key=lambda topic: (not any(query.draws for query in topics[topic]), topic)):
        text = "".join(_question(query, values[query.name]) for query in topics[topic])
        slides.append(_SLIDE.format(title=escape(topic.capitalize()), text=text))
    return _PAGE.format(title=TITLE, slides="".join(slides))


def _question(query: Query, values: Values) -> str:
    statement = escape(inlined(query, values), quote=False)
    return (
        f"<h4>{escape(query.title)}</h4>\n<p>{escape(query.description)}</p>\n"
        f'<figure><pre class="pre-scrollable code runnable">\n{statement}\n</pre></figure>\n'
    )
