from __future__ import annotations

from kg.evaluation import evaluate, reading_errors
from kg.evaluation.gold import GoldEntity, GoldPaper, occurrences

TEXT = "Adders beat BERT\nWe propose Adders. Adders are tested on GLUE and use a multi-layer adder."
ADDERS = GoldEntity("Adders", "Model", "introduces", ("Adders",))
BERT = GoldEntity("BERT", "Model", "compares_with", ("BERT",))
GLUE = GoldEntity("GLUE", "Benchmark", "evaluates_on", ("GLUE",))
GOLD = GoldPaper("p", (ADDERS, BERT, GLUE), frozenset({("Adders", "OUTPERFORMS", "BERT")}))


def figures(count):
    return count.hit, count.said, count.true


def scored(*entities, relations=()):
    return evaluate({"p": TEXT}, {"p": GOLD}, {"p": GoldPaper("p", entities, frozenset(relations))})


def kinds(*entities):
    """Kinds of error in the entities."""
    gold, said = GoldPaper("p", GOLD.entities), GoldPaper("p", entities)
    return [error.kind for error in reading_errors({"p": TEXT}, {"p": gold}, {"p": said})]


def test_a_perfect_prediction_is_perfect():
    result = scored(ADDERS, BERT, GLUE, relations=GOLD.relations)
    assert {name: count.f1 for name, count in result.measures.items() if name != "links"} == dict.fromkeys(
        ("mentions", "mentions-span", "entities", "entities-merged", "roles", "relations"), 100.0
    )


def test_a_paper_that_was_not_predicted_counts_as_missed():
    result = evaluate({"p": TEXT}, {"p": GOLD}, {})
    assert figures(result.measures["entities"]) == (0, 0, 3)
    assert figures(result.measures["mentions"]) == (0, 0, 5)
    assert figures(result.measures["relations"]) == (0, 0, 1)


def test_nothing_to_find_and_nothing_said_is_no_division_by_zero():
    result = evaluate({"p": TEXT}, {"p": GoldPaper("p")}, {"p": GoldPaper("p")})
    assert all((c.precision, c.recall, c.f1) == (0.0, 0.0, 0.0) for c in result.measures.values())


def test_every_occurrence_is_a_mention_and_the_longest_string_wins():
    paper = GoldPaper("p", (ADDERS, GoldEntity("multi-layer adder", "Method", "uses", ("adder", "multi-layer adder"))))
    spans = [TEXT[start:end] for start, end, _ in occurrences(paper, TEXT)]
    assert spans == ["Adders", "Adders", "Adders", "multi-layer adder"]


def test_dataset_and_benchmark_are_one_type_when_merged():
    result = scored(GoldEntity("GLUE", "Dataset", "evaluates_on", ("GLUE",)))
    assert figures(result.measures["entities"]) == (0, 1, 3)
    assert figures(result.measures["entities-merged"]) == (1, 1, 3)


def test_a_relation_counts_when_both_ends_are_matched_whatever_they_are_called():
    renamed = GoldEntity("adder model", "Model", "introduces", ("Adders",))
    result = scored(renamed, BERT, relations={("adder model", "OUTPERFORMS", "BERT"), ("BERT", "USES", "adder model")})
    assert figures(result.measures["relations"]) == (1, 2, 1)
    assert figures(result.relations["OUTPERFORMS"]) == (1, 1, 1)
    assert figures(result.relations["USES"]) == (0, 1, 0)


def test_links_need_one_name_in_both_papers():
    texts = {"p": TEXT, "q": "We test on GLUE."}
    gold = {"p": GOLD, "q": GoldPaper("q", (GLUE,))}
    same = {"p": GoldPaper("p", (GLUE,)), "q": GoldPaper("q", (GLUE,))}
    other = {"p": GoldPaper("p", (GLUE,)), "q": GoldPaper("q", (GoldEntity("glue", "Benchmark", "uses", ("GLUE",)),))}
    assert figures(evaluate(texts, gold, same).measures["links"]) == (1, 1, 1)
    assert figures(evaluate(texts, gold, other).measures["links"]) == (0, 0, 1)


def test_each_kind_of_error():
    assert kinds(ADDERS, BERT) == ["missed"]
    assert kinds(ADDERS, BERT, GLUE, GoldEntity("a", "Method", "uses", ("use",))) == ["spurious"]
    assert kinds(ADDERS, BERT, GoldEntity("GLUE", "Dataset", "uses", ("GLUE",))) == ["wrong type"]
    assert kinds(ADDERS, BERT, GoldEntity("x", "Benchmark", "uses", ("on GLUE",))) == ["wrong boundary"]
    assert kinds(ADDERS, BERT, GoldEntity("GLUE", "Benchmark", "mentions", ("GLUE",))) == ["wrong role"]
    assert kinds(ADDERS, BERT, GoldEntity("glue", "Benchmark", "evaluates_on", ("GLUE",))) == ["unresolved name"]


def relation_errors(*entities, relations):
    said = GoldPaper("p", entities, frozenset(relations))
    return [
        (error.kind, error.gold and str(error.gold), error.predicted and str(error.predicted))
        for error in reading_errors({"p": TEXT}, {"p": GOLD}, {"p": said})
        if error.kind.endswith("relation")
    ]


def test_each_kind_of_error_in_relations():
    ours, right = GOLD.entities, "Adders OUTPERFORMS BERT"
    assert relation_errors(*ours, relations=GOLD.relations) == []
    assert relation_errors(*ours, relations=[]) == [("missed relation", right, None)]
    assert relation_errors(*ours, relations=[*GOLD.relations, ("Adders", "EVALUATED_ON", "GLUE")]) == [
        ("spurious relation", None, "Adders EVALUATED_ON GLUE")
    ]
    assert relation_errors(*ours, relations=[("Adders", "USES", "BERT"), ("Adders", "USES", "GLUE")]) == [
        ("wrong relation", right, "Adders USES BERT"),
        ("spurious relation", None, "Adders USES GLUE"),
    ]
    assert relation_errors(*ours, relations=[("BERT", "OUTPERFORMS", "Adders")]) == [
        ("wrong relation", right, "BERT OUTPERFORMS Adders")
    ]


def test_errors_in_relations_are_what_the_measure_does_not_count():
    renamed = GoldEntity("adder model", "Model", "introduces", ("Adders",))
    assert relation_errors(renamed, BERT, relations=[("adder model", "OUTPERFORMS", "BERT")]) == []
    assert relation_errors(BERT, relations=[("adder model", "OUTPERFORMS", "BERT")]) == [
        ("missed relation", "Adders OUTPERFORMS BERT", None),
        ("spurious relation", None, "adder model OUTPERFORMS BERT"),
    ]


def test_errors_come_paper_by_paper():
    gold = {"p": GOLD, "q": GoldPaper("q", (GLUE,))}
    found = [(error.paper, error.kind) for error in reading_errors({"p": TEXT, "q": TEXT}, gold, {})]
    assert found == [*[("p", "missed")] * 3, ("p", "missed relation"), ("q", "missed")]
