from __future__ import annotations

import pytest

from kg.records.annotations import Mention
from kg.resolution.guard import abbreviates
from kg.resolution.lead import Circumstances, held_apart, lead_surface, read_surfaces, reason_for
from kg.resolution.reading import PaperContext
from kg.resolution.registry import load_registry


def name_of(*texts: str, type_: str, introduced: bool = False, title_end: int = 0) -> str:
    """The name that an entity gets whose strings stand in this order, 100 code points apart."""
    mentions = [Mention(text, 100 * place, 100 * place + len(text)) for place, text in enumerate(texts)]
    pairs = [(short, long) for short in texts for long in texts if abbreviates(short, long)]
    case = Circumstances(type_, introduced, title_end)
    paper = PaperContext(load_registry(), pairs, texts)
    return lead_surface(read_surfaces(mentions, case, paper), case).reading.name


@pytest.mark.parametrize(
    ("texts", "type_", "name"),
    [
        (("Contextual Text Removal Network", "CTRN"), "Model", "CTRN"),
        (("CTRN", "Contextual Text Removal Network"), "Model", "CTRN"),
        (("Space Debris Tracking Dataset", "SDTD"), "Dataset", "SDTD"),
        (("Space Debris Tracking", "SDT"), "Task", "space debris tracking"),
        (("utterance dependency tracking", "UDT"), "Method", "utterance dependency tracking"),
        (("relative frame error", "RFE"), "Metric", "relative frame error"),
        (("ZorbNet", "ZorbNet", "Zorb"), "Model", "ZorbNet"),
        (("Zorbs", "Zorb"), "Model", "Zorb"),
    ],
)
def test_unknown_things_go_by_the_form_that_suits_their_type(texts: tuple[str, ...], type_: str, name: str) -> None:
    assert name_of(*texts, type_=type_) == name


def test_coined_acronym_in_the_title_names_the_papers_own_method() -> None:
    texts = ("QCC", "quilted completion code")
    assert name_of(*texts, type_="Method", introduced=True, title_end=50) == "QCC"
    assert name_of(*texts, type_="Method", introduced=True) == "quilted completion code"


def test_capitals_of_the_papers_own_name_stay_unless_it_writes_it_small_too() -> None:
    assert name_of("Tuned Lens Fusion", type_="Method", introduced=True) == "Tuned Lens Fusion"
    assert name_of("Tuned Lens Fusion", "tuned lens fusion", type_="Method", introduced=True) == "tuned lens fusion"
    assert name_of("Tuned Lens Fusion", type_="Method") == "tuned lens fusion"


def test_known_string_goes_before_an_unknown_one() -> None:
    assert name_of("our contrast trick", "contrastive learning", type_="Method") == "contrastive learning"


def test_short_hand_does_not_name() -> None:
    assert name_of("dexterous grasping", "grasping", type_="Task") == "dexterous grasping"
    assert name_of("object detection", "3D object detection", type_="Task") == "3D object detection"


def test_versions_are_held_apart_and_sizes_are_not() -> None:
    mentions = [Mention(text, place, place + 1) for place, text in enumerate(("GPT-2", "GPT-3", "GPT-2 XL", "GPT"))]
    case = Circumstances("Model")
    paper = PaperContext(load_registry(), (), ())
    surfaces = {surface.text: surface for surface in read_surfaces(mentions, case, paper)}
    lead = surfaces["GPT-2"]
    assert held_apart(surfaces["GPT-3"], lead, "Model", paper)
    assert held_apart(surfaces["GPT"], lead, "Model", paper)
    assert not held_apart(surfaces["GPT-2 XL"], lead, "Model", paper)
    assert not held_apart(surfaces["GPT-3"], lead, "Metric", paper)


def test_reasons() -> None:
    texts = (
        "CNN",
        "convolutional neural networks",
        "convolutional neural network",
        "convolutional networks",
        "the backbone",
    )
    mentions = [Mention(text, 40 * place, 40 * place + len(text)) for place, text in enumerate(texts)]
    case = Circumstances("Method")
    paper = PaperContext(load_registry(), (), texts)
    surfaces = read_surfaces(mentions, case, paper)
    lead = lead_surface(surfaces, case)
    assert [reason_for(surface, lead, paper) for surface in surfaces] == [
        "abbreviation",
        "folded",
        "name",
        "alias",
        "grouped",
    ]
