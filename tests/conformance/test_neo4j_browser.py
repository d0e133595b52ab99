"""The graph of the sample in the real Neo4j Browser: from a Neo4j server, and from the embedded store."""

from __future__ import annotations

import zipfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.browser import GUIDE, SCRIPTS, STYLE, browser_address, examples, served_page, write_files
from kg.browser.style import COLORS
from kg.config import Target
from kg.handle import open_graph
from kg.queries import load_queries
from kg.queries.inline import inlined
from tests.conformance.base import clean
from tests.neo4j_browser import Neo4jBrowser, chromium
from tests.neo4j_server import browser_jar

pytestmark = [pytest.mark.needs_neo4j, pytest.mark.needs_chromium, pytest.mark.slow]

NOTHING_TO_SHOW = {"contradictions", "unlinked_papers"}


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture(scope="module", params=["neo4j", "embedded"])
def looked_at(request, browser, neo4j, build_sample, tmp_path_factory):
    """The sample on a server, and in a folder."""
    folder = tmp_path_factory.mktemp("browser")
    is_server = request.param == "neo4j"
    target = neo4j.target if is_server else Target(folder=folder / "graph")
    if is_server:
        clean(target)
    build_sample(target)
    with open_graph(target) as handle, ExitStack() as stack:
        values = examples(handle)
        write_files(folder, values)
        page = neo4j.browser
        if not is_server:
            page = stack.enter_context(served_page(browser_jar(), handle.reader, folder / GUIDE))
        query = load_queries()["link_map"]
        yield LookedAt(handle.reader, page, folder, f"// {query.title}\n{inlined(query, values[query.name])};")


@dataclass
class LookedAt:
    """A graph that can be looked at.

    Attributes:
        reader: Who may read it.
        page: Where Browser is.
        folder: What `kg browser` wrote.
        first: A question that draws.
    """

    reader: Target
    page: str
    folder: Path
    first: str

    @property
    def is_server(self):
        return self.reader.database == "neo4j"


@pytest.fixture
def opened(looked_at, browser):
    """Browser, logged in, with the first question in its editor."""
    reader = looked_at.reader
    with browser.new_page(viewport={"width": 1400, "height": 900}) as page:
        page.set_default_timeout(120_000)  # a busy machine is slow
        shown = Neo4jBrowser(page)
        shown.log_in(browser_address(looked_at.page, reader, looked_at.first), reader.username, reader.password)
        yield shown


@pytest.fixture
def screenshots(request, tmp_path):
    """Where pictures go: a folder that is asked for, or one that goes with the test."""
    folder = Path(request.config.getoption("--screenshots") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def test_every_saved_script_runs_and_draws_what_it_says(looked_at, opened):
    opened.drop(looked_at.folder / SCRIPTS)
    opened.open_scripts({name.partition("/")[0] for name in zipfile.ZipFile(looked_at.folder / SCRIPTS).namelist()})
    # That each has an answer in a folder too is tested without Browser, in less time.
    for query in (query for query in load_queries().values() if looked_at.is_server or query.draws):
        frame = opened.run_script(query.title)
        assert not frame.locator("text=/Neo\\.[A-Z]/").count(), query.name
        if query.draws:
            assert 20 <= frame.locator("g.node").count() <= 80, query.name
            assert frame.locator("g.relationship").count() >= 20, query.name
        elif query.name not in NOTHING_TO_SHOW:
            assert "Started streaming" in frame.locator("[data-testid=frameStatusbar]").inner_text(), query.name
    assert not opened.page.locator("text=Something went wrong").count()


def test_the_address_opens_a_graph_in_its_colours_whose_edges_show_their_sentences(looked_at, opened, screenshots):
    assert opened.editor().split() == looked_at.first.split()
    opened.drop(looked_at.folder / STYLE)
    opened.page.wait_for_selector("text=relationship.SHARES_TECHNIQUE")
    frame = opened.run()
    fills = frame.locator("g.node circle.b-outline").evaluate_all("all => all.map(one => one.getAttribute('fill'))")
    assert set(fills) <= set(COLORS) and len(set(fills)) > 2
    assert {"LoRA:", "GPT-3"} <= {word.strip() for word in frame.locator("g.node text.caption").all_text_contents()}
    opened.fill_screen(frame)
    opened.zoom_to_fit()
    sentence = opened.click_surest("OUTPERFORMS")
    assert sentence in opened.details()
    name = "browser.png" if looked_at.is_server else "browser-of-a-folder.png"
    picture = opened.page.screenshot(path=screenshots / name)
    assert len(picture) > 50_000


def test_the_guide_plays_and_a_statement_goes_into_the_editor(browser, neo4j, tmp_path):
    """Browser takes guides from a web server that it trusts: the one that serves it out of its jar."""
    own = {query.name: {p.name: p.value for p in query.parameters} for query in load_queries().values()}
    write_files(tmp_path, own)
    with served_page(browser_jar(), neo4j.target, tmp_path / GUIDE) as where, browser.new_page() as page:
        page.set_default_timeout(120_000)
        page.goto(f"{where}?cmd=guide&arg={where.replace('browser/', 'guide.html')}")
        page.wait_for_selector("text=What papers are made of")
        page.locator("button:has-text('Next')").first.click()
        page.locator("pre.runnable", has_text="MATCH").first.click()
        assert "MATCH" in page.locator(".view-lines").first.inner_text()
