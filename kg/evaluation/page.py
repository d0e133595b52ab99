"""A page that shows what is true beside what was read, in the text: one file, no server, no script."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from kg.evaluation.errors import KINDS, reading_errors
from kg.evaluation.gold import GoldPaper, occurrences
from kg.evaluation.score import evaluate
from kg.schema import load_schema

if TYPE_CHECKING:
    from kg.evaluation.errors import ReadingError
    from kg.evaluation.gold import GoldEntity

_TITLE = "What was read wrongly"
_STYLE = """
body { font: 15px/1.6 system-ui, sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1rem; color: #222;
  background: #fff; overflow-wrap: break-word; }
section { border-top: 1px solid #ccc; padding: 1rem 0; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: 1rem 2rem; }
.pair > * { min-width: 0; }
.wide { overflow-x: auto; }
h2 { font-size: 1.1rem; margin: .5rem 0 0; }
h3, .side { font-size: .8rem; font-weight: 600; text-transform: uppercase; color: #555; margin: 0; }
small { color: #555; }
table { border-collapse: collapse; }
caption { text-align: left; font-weight: 600; }
th, td { padding: .1rem .8rem .1rem 0; text-align: right; border-bottom: 1px solid #ddd; }
@media (max-width: 30rem) { table { font-size: .85rem; } th, td { padding-right: .35rem; } }
th:first-child, td:first-child { text-align: left; }
mark { border-radius: 3px; padding: 0 2px; color: inherit; background: #eee; }
mark.missing { outline: 2px dashed #b03a2e; }
mark.extra { outline: 2px solid #b03a2e; }
mark.Model { background: #cfe2ff; } mark.Method { background: #d7f0dd; } mark.Dataset { background: #ffe5b8; }
mark.Benchmark { background: #ffd0b8; } mark.Task { background: #ead7f5; } mark.Metric { background: #e3e3e3; }
li { margin: .1rem 0; } .kind { color: #b03a2e; font-weight: 600; }
"""


def errors_page(texts: Mapping[str, str], gold: Mapping[str, GoldPaper], predicted: Mapping[str, GoldPaper]) -> str:
    """Return an HTML page with all measures and every paper that has an error: true mentions left, read ones right.

    A mention that the other side lacks, or has with another type, is outlined. The papers come in the order of `gold`.
    """
    errors: dict[str, list[ReadingError]] = defaultdict(list)
    for error in reading_errors(texts, gold, predicted):
        errors[error.paper].append(error)
    sections = (
        _section(texts[id_], gold[id_], predicted.get(id_, GoldPaper(id_)), of_it) for id_, of_it in errors.items()
    )
    page = (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_TITLE}</title><style>{_STYLE}</style></head>\n<body>\n<h1>{_TITLE}</h1>\n"
        f"<p>{len(errors)} of {len(gold)} papers have an error.</p>\n"
        f"<div class=pair>{_measures(texts, gold, predicted)}{_kinds(errors.values())}</div>\n"
        f"{_legend()}{_contents(texts, errors)}{''.join(sections)}</body>\n</html>\n"
    )
    # Half a letter, which JSON can hold and UTF-8 cannot.
    return page.encode("utf-8", "replace").decode("utf-8")


def _measures(texts: Mapping[str, str], gold: Mapping[str, GoldPaper], predicted: Mapping[str, GoldPaper]) -> str:
    counts = evaluate(texts, gold, predicted).measures
    rows = ([name, *count.figures, count.hit, count.said, count.true] for name, count in counts.items())
    return _table("Measures", ("measure", "precision", "recall", "F1", "right", "read", "gold"), rows)


def _kinds(errors: Iterable[list[ReadingError]]) -> str:
    counts = Counter(error.kind for of_paper in errors for error in of_paper)
    return _table("Errors by kind", ("kind", "number"), ([kind, counts[kind]] for kind in KINDS if counts[kind]))


def _table(caption: str, head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    columns = "".join(f'<th scope="col">{name}</th>' for name in head)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>\n" for row in rows)
    return f"<div class=wide><table><caption>{caption}</caption>\n<tr>{columns}</tr>\n{body}</table></div>\n"


def _legend() -> str:
    types = " ".join(f'<mark class="{kind}">{kind}</mark>' for kind in load_schema().entities)
    return (
        f"<h2>Legend</h2>\n<p>The colour is the type: {types}.<br>\n"
        '<mark class="missing">Dashed outline</mark>, under gold: it was not read, or not with this type or boundary.'
        '<br>\n<mark class="extra">Solid outline</mark>, under read: gold lacks it, or this type or boundary.<br>\n'
        "No outline: both sides agree on place and type. Errors in roles, names and relations stand in the list below "
        "the text; role and name of a mention show when the mouse rests on it. A relation can be right only if both "
        "its ends were read.</p>\n"
    )


def _contents(texts: Mapping[str, str], errors: Mapping[str, list[ReadingError]]) -> str:
    items = "".join(
        f'<li><a href="#{_anchor(id_)}">{_title(texts[id_])}</a> <small>{escape(id_)}: {len(of_it)}</small></li>\n'
        for id_, of_it in errors.items()
    )
    summary = "<summary>Papers, with the number of their errors</summary>"
    return f'<nav id="contents"><details open>{summary}\n<ol>{items}</ol></details></nav>\n'


def _anchor(id_: str) -> str:
    return f"paper-{quote(id_, safe='', errors='replace')}"


def _title(text: str) -> str:
    return escape(text.partition("\n")[0].strip()) or "(no title)"


def _section(text: str, true: GoldPaper, said: GoldPaper, errors: list[ReadingError]) -> str:
    true_spans = {(start, end): entity for start, end, entity in occurrences(true, text)}
    said_spans = {(start, end): entity for start, end, entity in occurrences(said, text)}
    return (
        f'<section id="{_anchor(true.id)}"><h2>{_title(text)}</h2>\n'
        f'<small>{escape(true.id)} · <a href="#contents">all papers</a></small>\n<div class=pair>'
        f"<div><h3>gold</h3><p>{_marked(text, true_spans, said_spans, 'missing')}</p></div>\n"
        f"<div><h3>read</h3><p>{_marked(text, said_spans, true_spans, 'extra')}</p></div>"
        f"</div>\n<ul>{''.join(map(_item, errors))}</ul></section>\n"
    )


def _item(error: ReadingError) -> str:
    sides = (("gold", error.gold), ("read", error.predicted))
    shown = (f" <span class=side>{side}</span> {escape(str(said))}" for side, said in sides if said)
    return f"<li><span class=kind>{error.kind}</span>{','.join(shown)}</li>\n"


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
