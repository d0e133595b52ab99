"""What stands in the page: all of the graph, nothing that ends a script early, and nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from html.parser import HTMLParser

import pytest

from kg.exports.html.page import ASSETS, LIBRARIES, content_policy, embedded_json, write_html
from kg.records.graph import Change, Node
from kg.schema import load_schema
from kg.stores.memory import MemoryStore
from tests.conformance import small_graph

HOSTILE = "</script><script>alert(1)</script><!-- \u2028 & \" ' שלום 😀"


class Reader(HTMLParser):
    """Collects elements as a browser would."""

    def __init__(self):
        super().__init__()
        self.elements = []

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes), []))

        self.is_open = True

    def handle_endtag(self, tag):
        self.is_open = False

    def handle_data(self, text):
        if self.elements and self.is_open:
            self.elements[-1][2].append(text)


def read(store):
    stream = io.StringIO()
    write_html(store, stream, load_schema())
    reader = Reader()
    reader.feed(stream.getvalue())
    reader.close()
    return reader.elements


def data_of(elements):
    return json.loads(next("".join(text) for tag, attributes, text in elements if attributes.get("id") == "data"))


@pytest.fixture
def store():
    with MemoryStore() as memory:
        small_graph.fill(memory)
        yield memory


def test_the_page_holds_every_node_and_every_edge(store):
    data = data_of(read(store))
    assert {p["id"]: p["title"] for p in data["papers"]} == {n.id: n.properties["title"] for n in store.nodes("Paper")}
    assert {e["id"]: e["kind"] for e in data["entities"]} == {n.id: n.kind for n in store.nodes("Entity")}
    lists = {"Paper": data["papers"], "Entity": data["entities"]}
    said = set()
    for number, source, target, *_ in [*data["claims"], *data["links"]]:
        edge = data["edges"][number]
        said.add((lists[edge["source"]][source]["id"], edge["type"], lists[edge["target"]][target]["id"]))
    edges = [edge for kind in load_schema().edges for edge in store.edges(kind.type, kind.source)]
    assert said == {(edge.source, edge.type, edge.target) for edge in edges}
    assert len(data["claims"]) + len(data["links"]) == len(edges)


def test_sentences_and_mentions_are_places_in_the_papers_text(store):
    data = data_of(read(store))
    quoted = {}
    for number, source, target, paper, _, sentences, mentions in data["claims"]:
        if data["edges"][number]["source"] == "Paper":
            text = data["papers"][paper]["text"]
            found = [[text[start:end] for start, end in spans] for spans in (sentences, mentions)]
            quoted[data["papers"][source]["id"], data["entities"][target]["id"]] = tuple(map(tuple, found))
    expected = {
        (edge.source, edge.target): (edge.properties["sentences"], edge.properties["mentions"])
        for kind in load_schema().edges
        if (kind.source, kind.target) == ("Paper", "Entity")
        for edge in store.edges(kind.type, "Paper")
    }
    assert quoted == expected


def test_a_sentence_that_is_not_in_the_text_stands_there_itself(store):
    paper = next(store.nodes("Paper"))
    store.write(Change(nodes=(Node(paper.id, "Paper", "", {**paper.properties, "text": "Another text"}),)))
    data = data_of(read(store))
    place = [p["id"] for p in data["papers"]].index(paper.id)
    sentences = [sentence for row in data["claims"] if row[3] == place for sentence in row[5]]
    assert sentences and all(isinstance(sentence, str) for sentence in sentences)


def test_what_entities_are_to_papers_comes_strongest_first_and_is_said_in_words(store):
    edges = data_of(read(store))["edges"]
    roles = [role.edge for role in load_schema().roles.values()]
    assert [edge["type"] for edge in edges[: len(roles)]] == roles
    said = {(edge["source"], edge["type"]): edge["says"] for edge in edges}
    assert said["Entity", "TRAINED_ON"] == "is trained on"
    assert said["Entity", "PART_OF"] == "is part of"
    assert said["Paper", "COMPARES_WITH"] == "compares with"
    assert said["Paper", "SHARES_TECHNIQUE"] == "shares techniques with"


def test_no_text_ends_the_element_that_it_stands_in(store):
    paper = Node("arxiv:666", "Paper", "", {"title": HOSTILE, "titleKeys": ("x",), "text": f"{HOSTILE}\n{HOSTILE}"})
    before = [tag for tag, *_ in read(store)]
    store.write(Change(nodes=(paper,)))
    elements = read(store)
    assert [tag for tag, *_ in elements] == before
    assert HOSTILE in {p["title"] for p in data_of(elements)["papers"]}


def test_json_says_the_same_when_it_is_made_safe():
    text = embedded_json({HOSTILE: [HOSTILE]})
    assert json.loads(text) == {HOSTILE: [HOSTILE]}
    assert not re.search("[<>&\u2028\u2029]", text)


def test_the_page_allows_only_its_own_scripts_and_asks_nothing_of_a_network(store):
    elements = read(store)
    scripts = ["".join(text) for tag, attributes, text in elements if tag == "script" and not attributes]
    [policy] = [a["content"] for _, a, _ in elements if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy == content_policy(scripts)
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    digest = hashlib.sha256(scripts[0].encode()).digest()
    assert f"'sha256-{base64.b64encode(digest).decode()}'" in policy
    assert not [a for _, a, _ in elements if "src" in a or not a.get("href", "#").startswith("#")]


def test_each_library_comes_with_its_licence():
    for name in LIBRARIES:
        head = ASSETS.joinpath(f"{name}.min.js").read_text(encoding="utf-8")[:200]
        assert "Copyright" in head
    for name, words in {"cytoscape": "Permission is hereby granted", "d3": "Permission to use, copy"}.items():
        assert words in ASSETS.joinpath(f"{name}.LICENSE.txt").read_text(encoding="utf-8")
