"""The exported page in a headless Chromium, opened from a file, without a network, and used as a reader uses it."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.config import Target
from kg.exports import export_graph
from kg.handle import open_graph
from kg.records.graph import Change, Edge, Node
from kg.stores.memory import MemoryStore
from tests.neo4j_browser import chromium

pytestmark = [pytest.mark.needs_chromium, pytest.mark.slow]

LORA = "paper=arxiv%3A2106.09685"
HOSTILE = (
    "</script><script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    "<!-- \u2028 \"quoted\" 'too' & &amp; \\",
    "javascript:window.hacked=1//",
    "שלום Net ‮right‬",
    "😀 e\u0301",
    "__proto__",
)


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def sample_page(build_sample, tmp_path_factory):
    """The page of the bundled sample."""
    folder = tmp_path_factory.mktemp("page")
    target = Target(folder=folder / "graph")
    build_sample(target)
    with open_graph(target) as handle:
        export_graph(handle.store, folder / "graph.html")
    return folder / "graph.html"


@contextmanager
def opened(browser, path, hash_="", *, width=1400, height=860):
    """The page, which must neither complain nor ask for anything but itself."""
    with browser.new_context(viewport={"width": width, "height": height}, offline=True) as context:
        context.set_default_timeout(120_000)
        page, said, asked = context.new_page(), [], []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{path.as_uri()}{hash_ and '#'}{hash_}")
        page.locator("#panel h2").wait_for()
        yield page
        assert said == []
        assert {url.partition("#")[0] for url in asked} == {path.as_uri()}


@pytest.fixture
def page(browser, sample_page):
    with opened(browser, sample_page) as shown:
        yield shown


def heading(page):
    return page.locator("#panel h2").inner_text()


def click(page, place):
    """Click in the drawing, at what gives `x` and `y` in it."""
    left, top = page.evaluate(
        f"""() => {{
          const {{x, y}} = {place};
          const box = document.getElementById("drawing").getBoundingClientRect();
          return [box.left + x, box.top + y];
        }}"""
    )
    page.mouse.click(left, top)


FREE_PLACE = """(() => {
  const between = (a, b, t) => ({x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t});
  const lines = cy.edges(":visible").map(e => ({e, a: e.source().renderedPosition(), b: e.target().renderedPosition()}));
  const away = (p, q) => Math.hypot(p.x - q.x, p.y - q.y);
  const steps = [...Array(61).keys()].map(n => n / 60);
  const fromLine = (p, {a, b}) => Math.min(...steps.map(t => away(p, between(a, b, t))));
  const fromNode = (p, n) => away(p, n.renderedPosition()) - n.renderedWidth() / 2;
  const places = lines.filter(({e}) => e.source().hasClass("chosen") && !e.hasClass("link")).flatMap(line =>
    [0.3, 0.4, 0.5, 0.6, 0.7].map(t => {
      const p = between(line.a, line.b, t);
      const others = lines.filter(({e}) => e !== line.e).map(other => fromLine(p, other));
      return {...p, key: line.e.id(), room: Math.min(...others, ...cy.nodes(":visible").map(n => fromNode(p, n)))};
    }));
  return places.sort((p, q) => q.room - p.room)[0];
})()"""
"""The place on an edge from the chosen paper that is farthest from all else."""


def test_a_click_on_a_paper_shows_its_techniques_and_whom_it_shares_them_with(page):
    click(page, 'cy.getElementById(byAddress.get("paper=arxiv%3A2106.09685").key).renderedPosition()')
    page.locator("#panel h2", has_text="LoRA: Low-Rank Adaptation").wait_for()
    titles = page.locator("#panel h3").all_inner_texts()
    said = [title.rpartition(" ")[0] for title in titles]
    assert said[-1] == "shares techniques with" and {"evaluates on", "uses"} <= set(said)
    shared = page.locator("#panel li", has_text="Prefix-Tuning")
    assert "through" in shared.inner_text()
    assert page.evaluate("cy.edges('.link.near').length") > 3


def test_a_click_on_an_edge_shows_its_sentence_with_the_mention_marked(page):
    page.evaluate(f"location.hash = '{LORA}'")
    page.click("#near")
    page.locator("#near[aria-pressed=true]").wait_for()
    says, name = page.evaluate(f"(edge => [edge.says, edge.target.name])(byKey.get({FREE_PLACE}.key))")
    click(page, FREE_PLACE)
    page.locator("#panel h2", has_text=f"{says} {name}").wait_for()
    quote = page.locator("#panel blockquote").first
    assert quote.locator("mark").count() >= 1
    assert re.search(r"confidence \d+ %", quote.inner_text())


def test_a_link_shows_what_both_papers_say_of_each_shared_thing(page):
    link = page.evaluate("byAddress.get('paper=arxiv%3A2106.09685').links[0].address")
    page.evaluate("address => { location.hash = address; }", link)
    page.locator("#panel h2", has_text="shares techniques with").wait_for()
    shared = page.evaluate("address => byAddress.get(address).shared.map(entity => entity.name)", link)
    assert page.locator("#panel h4").all_inner_texts() == [f" {name}" for name in shared]
    assert page.locator("#panel blockquote").count() >= 2 * len(shared)


def test_a_relation_marks_both_of_its_ends_and_names_its_paper(page):
    names = page.evaluate(
        """() => {
          const says = edge => {
            const {paper, sentences: [[start, end]]} = edge.claims[0];
            const sentence = Array.from(paper.text).slice(start, end).join("");
            return sentence.includes(edge.source.name) && sentence.includes(edge.target.name);
          };
          const relations = [...byAddress.values()].filter(item => isEdge(item) && !item.isLink && !isPaper(item.source));
          const edge = relations.find(says);
          location.hash = edge.address;
          return [edge.source.name, edge.target.name];
        }"""
    )
    page.get_by_role("heading", name=names[0]).filter(has_text=names[1]).wait_for()
    quote = page.locator("#panel blockquote").first
    assert set(names) <= set(quote.locator("mark").all_inner_texts())
    assert quote.locator("footer a").get_attribute("href").startswith("#paper=")


def test_an_abstract_links_what_it_names_and_the_next_one_is_open_too(page):
    page.evaluate(f"location.hash = '{LORA}'")
    page.locator("#panel summary", has_text="Abstract").click()
    page.locator("#panel .text mark a", has_text="GPT-2").first.click()
    page.locator("#panel h2", has_text="GPT-2").wait_for()
    page.go_back()
    page.locator("#panel details[open] .text mark").first.wait_for()


def test_the_keyboard_alone_reaches_a_paper_its_sentences_and_the_way_back(page):
    keys = page.keyboard
    keys.press("/")
    keys.type("low-rank adap")
    assert page.locator("#found").inner_text().endswith("found")
    keys.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('#results') !== null")
    keys.press("Escape")
    keys.type("tation of large")
    keys.press("Enter")
    page.locator("#panel h2:focus", has_text="LoRA: Low-Rank").wait_for()
    for _ in range(40):
        keys.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('why')"):
            break
    keys.press("Enter")
    assert page.locator("#panel .why[aria-expanded=true]").count() == 1
    assert page.locator("#panel blockquote:visible").count() >= 1
    page.go_back()
    page.locator("#panel h2", has_text="Where to begin").wait_for()


def test_the_drawing_is_moved_and_walked_through_by_keys(page):
    page.focus("#drawing")
    before = page.evaluate("[cy.pan().x, cy.zoom()]")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("+")
    after = page.evaluate("[cy.pan().x, cy.zoom()]")
    assert after[1] > before[1] and after[0] != before[0]
    page.keyboard.press(".")
    page.locator("#panel h2", has_not_text="Where to begin").wait_for()
    assert page.evaluate("document.activeElement.id") == "drawing"
    assert page.locator("#said").inner_text() == heading(page)
    page.keyboard.press("Escape")
    page.locator("#panel h2", has_text="Where to begin").wait_for()


def test_a_screen_reader_is_told_what_everything_is(page):
    page.evaluate(f"location.hash = '{LORA}'")
    page.locator("#panel h2", has_text="LoRA").wait_for()
    names = "element => (element.ariaLabel || element.labels?.[0]?.innerText || element.innerText).trim()"
    controls = page.locator("a:visible, button:visible, input:visible, [tabindex='0']")
    assert all(controls.nth(i).evaluate(names) for i in range(controls.count()))
    levels = page.locator("h1, h2, h3").evaluate_all("all => all.map(one => one.tagName)")
    assert levels[:3] == ["H1", "H2", "H3"]
    assert page.locator("main, aside[aria-label], section[aria-label], [role=search]").count() == 4


def test_kinds_have_colours_and_shapes_and_can_be_hidden(page):
    looks = page.evaluate("cy.nodes().map(n => [byKey.get(n.id()).kind, n.data('color'), n.data('shape')].join())")
    by_kind = {look.split(",")[0] for look in looks}
    assert len(set(looks)) == len(by_kind) == len({look.partition(",")[2] for look in looks}) == 7
    hidden = "[...new Set(cy.nodes().filter(n => n.style('display') === 'none').map(n => byKey.get(n.id()).kind))]"
    page.uncheck("#legend input[value=Task]")
    assert page.evaluate(hidden) == ["Task"]
    page.check("#legend input[value=Task]")
    assert page.evaluate(hidden) == []


def test_the_same_page_is_drawn_alike(browser, sample_page):
    drawings = []
    for _ in range(2):
        with opened(browser, sample_page) as page:
            drawings.append(page.evaluate("JSON.stringify(cy.nodes().map(n => n.position()))"))
    assert drawings[0] == drawings[1]


def test_the_picture_of_the_readme(browser, sample_page, request, tmp_path):
    folder = Path(request.config.getoption("--screenshots") or tmp_path)
    with opened(browser, sample_page, LORA, width=1200, height=720) as page:
        page.click("#near")
        page.locator("#panel .why").first.click()
        picture = page.screenshot(path=folder / "graph.png")
    assert len(picture) > 50_000


def test_hostile_names_are_text(browser, tmp_path):
    with MemoryStore() as store:
        fill_hostile(store)
        export_graph(store, tmp_path / "graph.html")
    with opened(browser, tmp_path / "graph.html", "paper=arxiv%3A1") as page:
        assert page.locator("#panel h2").text_content() == " ".join(HOSTILE)
        links = page.locator("#panel a").evaluate_all("all => all.map(one => one.protocol)")
        assert set(links) <= {"file:"}
        names = page.locator("#panel li .grow > a").evaluate_all("all => all.map(one => one.textContent)")
        assert sorted(names) == sorted(HOSTILE)
        page.fill("#query", HOSTILE[0])
        page.keyboard.press("Enter")
        page.get_by_role("heading", name=HOSTILE[0], exact=True).wait_for()
        assert page.evaluate("window.hacked") is None
        assert page.locator("#panel script, #panel img").count() == 0


def fill_hostile(store):
    """One paper that names everything, and says of the first that it uses the second."""
    text = f"{' '.join(HOSTILE)}\n{' '.join(HOSTILE)}"
    paper = Node("arxiv:1", "Paper", "", {"title": " ".join(HOSTILE), "text": text, "url": HOSTILE[3]})
    nodes, edges = [paper], []
    for place, name in enumerate(HOSTILE):
        nodes.append(Node(f"entity:{place}", "Entity", "Method", {"name": name, "paperCount": 1}))
        start = text.index(name)
        claim = {"paperId": "arxiv:1", "confidence": 0.5, "sentence": text, "sentences": (text,)}
        claim |= {"starts": (start,), "ends": (start + len(name),)}
        edges.append(Edge(f"edge:{place}", "USES", "arxiv:1", f"entity:{place}", claim))
    store.write(Change(nodes=tuple(nodes), edges=tuple(edges)))


@pytest.mark.parametrize(("papers", "drawn"), [(0, 0), (400, 400), (3000, 400)])
def test_hundreds_are_drawn_at_once_and_thousands_by_neighbourhood(browser, tmp_path, papers, drawn):
    with MemoryStore() as store:
        fill_many(store, papers)
        export_graph(store, tmp_path / "graph.html")
    with opened(browser, tmp_path / "graph.html") as page:
        assert page.evaluate("cy.nodes().filter(n => isPaper(byKey.get(n.id()))).length") == drawn
        if papers > drawn:
            assert "The 400 most linked of 3,000 papers" in page.locator("#drawn").inner_text()
            page.fill("#query", "Paper 2999")
            page.keyboard.press("Enter")
            page.locator("#panel h2", has_text="Paper 2999").wait_for()
            assert page.locator("#near[aria-pressed=true]").count() == 1
            assert 3 <= page.evaluate("cy.nodes().length") <= 81


def fill_many(store, number):
    """Papers that each use three of a tenth as many methods."""
    methods = max(1, number // 10)
    nodes = [
        Node(f"arxiv:{n}", "Paper", "", {"title": f"Paper {n}", "text": f"Paper {n}\nText."}) for n in range(number)
    ]
    nodes += [
        Node(f"entity:{n}", "Entity", "Method", {"name": f"Method {n}", "paperCount": 30}) for n in range(methods)
    ]
    edges = [
        Edge(
            f"edge:{n}.{k}",
            "USES",
            f"arxiv:{n}",
            f"entity:{n * k % methods}",
            {"paperId": f"arxiv:{n}", "confidence": 0.5},
        )
        for n in range(number)
        for k in (1, 3, 7)
    ]
    store.write(Change(nodes=tuple(nodes), edges=tuple(edges)))
