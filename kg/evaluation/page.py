"""A page that shows gold beside predicted in the text: one file, no server, no script from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from kg.evaluation.errors import reading_errors
from kg.evaluation.gold import GoldPaper, occurrences

if TYPE_CHECKING:
    from kg.evaluation.errors import ReadingError
    from kg.evaluation.gold import GoldEntity

_STYLE = """
body { font: 15px/1.6 system-ui, sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
section { border-top: 1px solid #ccc; padding: 1rem 0; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 2rem; }
h2 { font-size: 1rem; } h3 { font-size: .8rem; text-transform: uppercase; color: #666; margin: 0; }
mark { border-radius: 3px; padding: 0 2px; color: inherit; }
mark.missing, mark.extra { outline: 2px solid #c0392b; }
.Model { background: #cfe2ff; } .Method { background: #d7f0dd; } .Dataset { background: #ffe5b8; }
.Benchmark { background: #ffd0b8; } .Task { background: #ead7f5; } .Metric { background: #e3e3e3; }
li { margin: .1rem 0; } .kind { color: #c0392b; }
"""


def errors_page(texts: Mapping[str, str], gold: Mapping[str, GoldPaper], predicted: Mapping[str, GoldPaper]) -> str:
    """Return an HTML page with every paper that has an error: true mentions left, predicted ones right.

    A mention that the other side lacks, or has with another type, is outlined. The papers come in the order of `gold`.
    """
    sections = []
    for id_, true in gold.items():
        said = predicted.get(id_, GoldPaper(id_))
        errors = list(reading_errors({id_: texts[id_]}, {id_: true}, {id_: said}))
        if errors:
            sections.append(_section(texts[id_], true, said, errors))
    legend = " ".join(
        f'<mark class="{kind}">{kind}</mark>' for kind in ("Model", "Method", "Dataset", "Benchmark", "Task", "Metric")
    )
    return (
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>What was read wrongly</title>'
        f"<style>{_STYLE}</style>\n<h1>What was read wrongly</h1>\n"
        f"<p>{len(sections)} of {len(gold)} papers have an error. {legend}</p>\n{''.join(sections)}</html>\n"
    )


def _section(text: str, true: GoldPaper, said: GoldPaper, errors: list[ReadingError]) -> str:
    true_spans = {(start, end): entity for start, end, entity in occurrences(true, text)}
    said_spans = {(start, end): entity for start, end, entity in occurrences(said, text)}
    items = "".join(
        f"<li><span class=kind>{e.kind}</span> {_entity(e.gold)} {_entity(e.predicted)}</li>" for e in errors
    )
    return (
        f"<section><h2>{escape(true.id)}</h2><div class=pair>"
        f"<div><h3>gold</h3><p>{_marked(text, true_spans, said_spans, 'missing')}</p></div>"
        f"<div><h3>predicted</h3><p>{_marked(text, said_spans, true_spans, 'extra')}</p></div>"
        f"</div><ul>{items}</ul></section>\n"
    )


def _marked(
    text: str,
    spans: Mapping[tuple[int, int], GoldEntity],
    others: Mapping[tuple[int, int], GoldEntity],
    unlike: str,
) -> str:
    parts, position = [], 0
    for (start, end), entity in sorted(spans.items()):
        other = others.get((start, end))
        kind = entity.type if other and other.type == entity.type else f"{entity.type} {unlike}"
        title = escape(f"{entity.name}: {entity.type}, {entity.role}", quote=True)
        parts.append(escape(text[position:start]))
        parts.append(f'<mark class="{escape(kind, quote=True)}" title="{title}">{escape(text[start:end])}</mark>')
        position = end
    parts.append(escape(text[position:]))
    return "".join(parts).replace("\n", "<br>")


def _entity(entity: GoldEntity | None) -> str:
    return f"{escape(entity.name)} ({entity.type}, {entity.role})" if entity else ""
