from __future__ import annotations

from kg.records.annotations import Annotation, Mention, PaperEntity, Relation, Span
from kg.resolution.registry import load_registry
from kg.resolution.resolve import Resolution, resolve

REGISTRY = load_registry()


def entity(
    type_: str, *texts: str, start: int = 0, role: str = "uses", confidence: float = 1.0, name: str = ""
) -> PaperEntity:
    """An entity whose strings stand 50 code points apart, from `start` on."""
    places = [start + 50 * index for index in range(len(texts))]
    mentions = tuple(Mention(text, at, at + len(text), confidence) for text, at in zip(texts, places, strict=True))
    return PaperEntity(name or texts[0], type_, role, mentions, confidence)


def run(*entities: PaperEntity, relations: tuple[Relation, ...] = (), **fields: object) -> Resolution:
    return resolve(Annotation("p1", entities, relations, **fields), REGISTRY)  # type: ignore[arg-type]


def names(done: Resolution) -> list[str]:
    return [entity.name for entity in done.annotation.entities]


def test_empty_annotation_stays() -> None:
    assert run() == Resolution(Annotation("p1"))


def test_name_key_and_reasons_are_given() -> None:
    [done] = run(entity("Method", "CNNs", "CNN", "conv stack")).annotation.entities
    assert (done.name, done.key) == ("convolutional neural network", "convolutionalneuralnetwork")
    assert done.reasons == (("CNN", "abbreviation"), ("CNNs", "abbreviation"), ("conv stack", "grouped"))


def test_entities_with_one_key_become_one() -> None:
    done = run(
        entity("Model", "GPT2", start=10, role="mentions", confidence=0.5),
        entity("Model", "GPT-2 XL", start=200, role="introduces", confidence=0.9),
    )
    [one] = done.annotation.entities
    assert done.joined == 1
    assert (one.name, one.type, one.role, one.confidence) == ("GPT-2", "Model", "introduces", 0.9)
    assert [mention.text for mention in one.mentions] == ["GPT2", "GPT-2 XL"]
    assert one.reasons == (("GPT-2 XL", "size"), ("GPT2", "folded"))


def test_type_of_a_joined_entity_has_the_most_confidence_and_its_role_fits() -> None:
    done = run(
        entity("Dataset", "GLUE", start=0, role="uses", confidence=0.5),
        entity("Benchmark", "GLUE", start=100, role="evaluates_on", confidence=0.4),
        entity("Benchmark", "glue", start=200, role="mentions", confidence=0.4),
    )
    [one] = done.annotation.entities
    assert (one.type, one.role) == ("Benchmark", "evaluates_on")


def test_role_that_the_type_does_not_allow_becomes_mentions() -> None:
    done = run(
        entity("Task", "image captioning", start=0, role="mentions", confidence=0.9),
        entity("Method", "image captioning", start=100, role="compares_with", confidence=0.5),
    )
    [one] = done.annotation.entities
    assert (one.type, one.role) == ("Task", "mentions")


def test_tie_of_types_goes_by_the_schemas_order() -> None:
    done = run(entity("Benchmark", "Zorb", start=0), entity("Dataset", "Zorb", start=100))
    assert done.annotation.entities[0].type == "Dataset"


def test_defined_short_form_joins_its_long_form() -> None:
    done = run(
        entity("Method", "zig zag mixing", start=0),
        entity("Method", "ZZM", start=100),
        abbreviations=(("ZZM", "zig zag mixing"),),
    )
    assert names(done) == ["zig zag mixing"]
    assert done.annotation.entities[0].reasons == (("ZZM", "abbreviation"), ("zig zag mixing", "name"))


def test_undefined_short_form_does_not() -> None:
    assert len(names(run(entity("Method", "zig zag mixing"), entity("Method", "ZZM", start=100)))) == 2


def test_definition_joins_no_two_versions() -> None:
    done = run(
        entity("Model", "GPT-2", start=0), entity("Model", "GPT-3", start=100), abbreviations=(("GPT-2", "GPT-3"),)
    )
    assert names(done) == ["GPT-2", "GPT-3"]


def test_versions_that_came_as_one_entity_are_parted() -> None:
    done = run(entity("Model", "GPT-2", "GPT-3", "GPT-2 XL"))
    assert names(done) == ["GPT-2", "GPT-3"]
    assert done.parted == 1
    assert [mention.text for mention in done.annotation.entities[0].mentions] == ["GPT-2", "GPT-2 XL"]


def test_parted_string_joins_the_entity_that_it_is() -> None:
    done = run(entity("Dataset", "CIFAR-10", "CIFAR-100"), entity("Dataset", "CIFAR100", start=300))
    assert names(done) == ["CIFAR-10", "CIFAR-100"]
    assert [mention.text for mention in done.annotation.entities[1].mentions] == ["CIFAR-100", "CIFAR100"]


def test_names_that_share_an_affix_stay_apart() -> None:
    done = run(
        *(
            entity("Model", text, start=100 * place)
            for place, text in enumerate(("BERT", "RoBERTa", "SciBERT", "ALBERT"))
        )
    )
    assert names(done) == ["BERT", "RoBERTa", "SciBERT", "ALBERT"]


def test_entities_come_in_order_of_first_mention() -> None:
    done = run(entity("Model", "T5", start=300), entity("Model", "BERT", start=5), entity("Task", "parsing", start=5))
    assert names(done) == ["BERT", "parsing", "T5"]


def test_one_place_is_one_mention() -> None:
    done = run(entity("Model", "BERT", confidence=0.4, name="a"), entity("Method", "BERT", confidence=0.9, name="b"))
    [one] = done.annotation.entities
    assert one.mentions == (Mention("BERT", 0, 4, 0.9),)


def test_relations_are_renamed_and_the_surest_of_equal_ones_stays() -> None:
    sentence, later = Span(0, 10), Span(20, 30)
    done = run(
        entity("Model", "FooNet", start=0),
        entity("Method", "CNNs", start=50),
        entity("Method", "ConvNet", start=100),
        relations=(
            Relation("FooNet", "USES", "ConvNet", later, 0.9),
            Relation("FooNet", "USES", "CNNs", sentence, 0.5),
        ),
    )
    assert done.annotation.relations == (Relation("FooNet", "USES", "convolutional neural network", later, 0.9),)
    assert done.dropped_relations == 0


def test_relation_to_itself_and_one_that_no_longer_fits_are_dropped_and_counted() -> None:
    sentence = Span(0, 10)
    done = run(
        entity("Model", "GPT-2", start=0),
        entity("Model", "GPT2", start=50),
        entity("Benchmark", "Zorb", start=100, confidence=0.9),
        entity("Dataset", "ZORB", start=150, confidence=0.3),
        relations=(
            Relation("GPT-2", "BASED_ON", "GPT2", sentence),
            Relation("GPT2", "TRAINED_ON", "ZORB", sentence),
            Relation("GPT2", "EVALUATED_ON", "Zorb", sentence),
        ),
    )
    assert [(r.head, r.type, r.tail) for r in done.annotation.relations] == [("GPT-2", "EVALUATED_ON", "Zorb")]
    assert done.dropped_relations == 2


def test_relations_of_a_parted_entity_stay_with_the_one_that_names_it() -> None:
    done = run(
        entity("Model", "GPT-2", "GPT-3"),
        entity("Task", "parsing", start=300, role="addresses"),
        relations=(Relation("GPT-2", "APPLIED_TO", "parsing", Span(0, 10)),),
    )
    assert [(r.head, r.tail) for r in done.annotation.relations] == [("GPT-2", "parsing")]


def test_rest_of_the_annotation_is_untouched() -> None:
    done = run(
        entity("Model", "BERT"), sentences=(Span(0, 20),), abbreviations=(("AB", "alpha beta"),), extractor="kg.test/1"
    )
    assert done.annotation.sentences == (Span(0, 20),)
    assert done.annotation.abbreviations == (("AB", "alpha beta"),)
    assert done.annotation.extractor == "kg.test/1"
