"""`kg demo`, the first command of the README."""

from __future__ import annotations

import shlex


def test_shows_what_links_papers_and_what_to_type_next(kg, monkeypatch):
    from kg.pipeline import building
    from tests.names_extractor import NAMES, NamesExtractor

    # Names of the sample, so that it takes no model: what is tested is what is shown.
    monkeypatch.setitem(NAMES, "Transformer", "Method")
    monkeypatch.setitem(NAMES, "ImageNet", "Dataset")
    monkeypatch.setattr(building, "Extractor", NamesExtractor)
    shown = kg("demo", "--graph", "demo.graph").stdout
    assert "44 records read, 44 different papers: 44 new" in shown
    assert "\nThe strongest links between papers, and the sentences behind each:\n\n" in shown
    assert "  through Transformer" in shown and "  Transformer: “" in shown
    typed = [line.strip() for line in shown.partition("What to type next:\n")[2].splitlines()]
    assert typed[0] == "kg paper LoRA -g demo.graph"
    assert kg(*shlex.split(typed[0])[1:]).stdout.startswith("LoRA: Low-Rank Adaptation of Large Language Models\n")
    assert "44 as they were" in kg("demo", "--graph", "demo.graph").stdout
