from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from kg.errors import SourceError
from kg.resolution.build_registry import build_records, is_test_paper, main, read_papers
from kg.resolution.registry import CURATED, read_registry

if TYPE_CHECKING:
    from pathlib import Path

    from kg.resolution.registry import Registry


@pytest.fixture(scope="module")
def curated() -> Registry:
    return read_registry(CURATED)


def paper(number: int, *entities: tuple[str, str, list[str]]) -> dict[str, Any]:
    listed = [{"name": name, "type": type_, "role": "uses", "mentions": mentions} for name, type_, mentions in entities]
    return {"id": f"paper-{number}", "entities": listed, "relations": []}


def test_name_of_one_paper_is_not_established(curated: Registry) -> None:
    assert build_records([paper(1, ("Zorb learning", "Method", ["ZL", "Zorb learning"]))], curated) == []


def test_alias_that_two_papers_have_is_taken(curated: Registry) -> None:
    papers = [paper(n, ("zorb learning", "Method", ["zorbing", "Zorbing"])) for n in (1, 2)]
    assert build_records(papers, curated) == [{"name": "zorb learning", "types": ["Method"], "alias": ["Zorbing"]}]


def test_abbreviation_that_one_paper_has_needs_defining(curated: Registry) -> None:
    papers = [
        paper(1, ("zig zag mixing", "Method", ["zig zag mixing", "ZZM"])),
        paper(2, ("zig zag mixing", "Method", ["Zig zag mixing"])),
    ]
    assert build_records(papers, curated) == [{"name": "zig zag mixing", "types": ["Method"], "defined": ["ZZM"]}]


@pytest.mark.parametrize("type_", ["Model", "Dataset", "Method"])
def test_alias_that_one_paper_has_is_not_taken(curated: Registry, type_: str) -> None:
    papers = [paper(1, ("Zorbster", type_, ["Zorb mate"]))]
    papers += [paper(n, ("Zorbster", type_, ["Zorbster"])) for n in (2, 3, 4, 5)]
    assert build_records(papers, curated) == [{"name": "Zorbster", "types": [type_]}]


def test_abbreviation_of_two_letters_needs_defining(curated: Registry) -> None:
    papers = [paper(n, ("zig mixing", "Method", ["zig mixing", "ZM"])) for n in (1, 2)]
    assert build_records(papers, curated) == [{"name": "zig mixing", "types": ["Method"], "defined": ["ZM"]}]


def test_string_on_which_papers_differ_is_left_out_or_needs_defining(curated: Registry) -> None:
    papers = [paper(n, ("zig zag mixing", "Method", ["ZZM"]), ("zero zone map", "Task", ["zone"])) for n in range(5)]
    papers += [
        paper(n, ("zen zoo mirroring", "Method", ["ZZM"]), ("zone finding", "Task", ["zone"])) for n in range(5, 10)
    ]
    assert build_records(papers, curated) == [
        {"name": "zen zoo mirroring", "types": ["Method"], "defined": ["ZZM"]},
        {"name": "zero zone map", "types": ["Task"]},
        {"name": "zig zag mixing", "types": ["Method"], "defined": ["ZZM"]},
        {"name": "zone finding", "types": ["Task"]},
    ]


def test_guard_refuses_another_version(curated: Registry) -> None:
    papers = [paper(n, ("Zorb 2", "Model", ["Zorb 3"])) for n in range(5)]
    assert build_records(papers, curated) == [{"name": "Zorb 2", "types": ["Model"]}]


def test_name_without_aliases_is_listed_where_five_papers_have_it(curated: Registry) -> None:
    papers = [paper(n, ("Zorb", "Model", ["Zorb"])) for n in range(5)]
    assert build_records(papers[:4], curated) == []
    assert build_records(papers, curated) == [{"name": "Zorb", "types": ["Model"]}]


def test_string_for_two_things_of_one_type_is_an_alias_of_the_more_frequent(curated: Registry) -> None:
    papers = [paper(n, ("zorb finding", "Task", ["zorbs"]), ("zen zone", "Method", ["zone"])) for n in range(3)]
    papers += [paper(n, ("zorb making", "Method", ["zorbs"]), ("zen zone", "Method", ["zone"])) for n in (3, 4)]
    papers += [paper(n, ("zorb making", "Task", ["zorb making"])) for n in (5, 6)]
    [found] = [record for record in build_records(papers, curated) if "zorbs" in record.get("alias", [])]
    assert found["name"] == "zorb finding"


def test_size_that_the_rules_find_needs_no_alias(curated: Registry) -> None:
    papers = [paper(n, ("Zorb", "Model", ["Zorb-7B"])) for n in range(5)]
    assert build_records(papers, curated) == [{"name": "Zorb", "types": ["Model"]}]


def test_name_that_most_papers_use_for_another_one_is_that_one(curated: Registry) -> None:
    papers = [paper(n, ("zig zag mixing", "Method", ["ZZM", "zig zag mixing"])) for n in (1, 2, 3)]
    papers.append(paper(4, ("ZZM", "Method", ["ZZM"])))
    [record] = build_records(papers, curated)
    assert record == {"name": "zig zag mixing", "types": ["Method"], "abbreviation": ["ZZM"]}


def test_what_the_hand_written_part_says_is_not_said_again(curated: Registry) -> None:
    papers = [paper(n, ("CNN", "Method", ["CNN", "CNNs", "zorbed CNN"])) for n in (1, 2)]
    assert build_records(papers, curated) == [
        {"name": "convolutional neural network", "types": ["Method"], "alias": ["zorbed CNN"]}
    ]


def test_order_of_papers_makes_no_difference(curated: Registry) -> None:
    papers = [
        paper(1, ("Zorb", "Model", ["Zorb"])),
        paper(2, ("ZORB", "Method", ["ZORB", "zorber"])),
        paper(3, ("zorb", "Model", ["zorb", "zorber"])),
    ]
    assert build_records(papers, curated) == build_records(papers[::-1], curated)


def test_command_leaves_the_test_set_out(tmp_path: Path) -> None:
    numbers = range(80)
    held_out = [number for number in numbers if is_test_paper(f"paper-{number}")]
    assert len(held_out) >= 5
    gold, output = tmp_path / "gold.jsonl", tmp_path / "aliases.jsonl"
    papers = [paper(number, (f"Zorb{'x' if number in held_out else 'y'}", "Model", ["Zorb"])) for number in numbers]
    gold.write_text("".join(json.dumps(each) + "\n" for each in papers), encoding="utf-8")
    main([str(gold), "--output", str(output)])
    assert "Zorbx" not in output.read_text(encoding="utf-8")
    main([str(gold), "--output", str(output), "--all"])
    assert "Zorbx" in output.read_text(encoding="utf-8")


def test_line_that_is_no_paper_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "a", "entities": []}\n{"id": "b"}\n', encoding="utf-8")
    with pytest.raises(SourceError, match=r"gold\.jsonl:2: "):
        list(read_papers([path]))
