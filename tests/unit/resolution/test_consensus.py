from __future__ import annotations

import pytest

from kg.resolution.consensus import EntityClaim, agree
from kg.resolution.registry import load_registry

REGISTRY = load_registry()


def test_registrys_name_is_shown_where_it_knows_the_key() -> None:
    claims = [EntityClaim("bert", "Model", ("bert",)), EntityClaim("Bert", "Model", ("Bert", "BERT-large"))]
    consensus = agree(claims, REGISTRY)
    assert consensus.name == "BERT"
    assert consensus.key == "bert"
    assert consensus.aliases == ("BERT-large", "Bert", "bert")
    assert consensus.papers == 2


def test_most_frequent_spelling_is_shown_where_it_does_not() -> None:
    claims = [EntityClaim(name, "Model", (name,)) for name in ("Zorb-Net", "ZorbNet", "ZorbNet")]
    consensus = agree(claims, REGISTRY)
    assert consensus.name == "ZorbNet"
    assert consensus.aliases == ("Zorb-Net",)


def test_type_goes_by_confidence_not_by_number() -> None:
    claims = [
        EntityClaim("Zorb", "Method", confidence=0.3),
        EntityClaim("Zorb", "Method", confidence=0.3),
        EntityClaim("Zorb", "Model", confidence=0.9),
    ]
    consensus = agree(claims, REGISTRY)
    assert consensus.type == "Model"
    assert consensus.votes == ("Model:1", "Method:2")


def test_tie_goes_by_the_schemas_order() -> None:
    claims = [EntityClaim("Zorb", type_) for type_ in ("Benchmark", "Dataset")]
    assert agree(claims, REGISTRY).type == "Dataset"


def test_aliases_come_most_frequent_first_then_by_text() -> None:
    claims = [
        EntityClaim("Zorb", "Model", ("b", "a")),
        EntityClaim("Zorb", "Model", ("c", "Zorb")),
        EntityClaim("Zorb", "Model", ("c",)),
    ]
    assert agree(claims, REGISTRY).aliases == ("c", "a", "b")


def test_no_claims_are_refused() -> None:
    with pytest.raises(ValueError, match="no claim"):
        agree([], REGISTRY)


def test_claims_that_an_older_version_resolved_otherwise_do_not_stop_it() -> None:
    claims = [EntityClaim("Zorb", "Model"), EntityClaim("Zorbs-2", "Model"), EntityClaim("Zorb", "Model")]
    assert (agree(claims, REGISTRY).name, agree(claims, REGISTRY).papers) == ("Zorb", 3)
