"""`kg communities` as a user types it."""

from __future__ import annotations


def stored(kg):
    ask = "MATCH (p:Paper) RETURN p.id AS id, p.community AS community ORDER BY id"
    return [row["community"] for row in kg.json("query", "-c", ask, "--format", "json")]


def test_groups_and_central_techniques_are_shown_and_nothing_is_written(kg, graph):
    shown = kg("communities").stdout
    assert "what sets it apart" in shown and "Oak: a model of leaves" in shown
    assert "Rootformer" in shown and "centrality" in shown
    assert set(stored(kg)) == {None}


def test_json_has_all_of_it(kg, graph):
    shown = kg.json("communities", "--json", "--limit", "0")
    assert [each["number"] for each in shown["communities"]] == [1]
    assert sorted(title for _, title in shown["communities"][0]["papers"]) == [
        "Oak: a model of leaves",
        "Pine grows beside Oak",
    ]
    assert {each["name"] for each in shown["central"]} >= {"Oak", "Rootformer"}


def test_they_are_noted_and_taken_back_on_request(kg, graph, papers):
    assert kg("communities", "--write").stderr.endswith(" nodes changed\n")
    assert sorted(map(str, stored(kg))) == ["1", "1", "None"]
    assert "nodes: 0 created, 0 changed, 0 deleted" in kg("build", papers).stdout
    assert kg("communities", "--clear").stdout.endswith(" nodes changed\n")
    assert set(stored(kg)) == {None}


def test_wrong_usage_and_a_resolution_that_makes_none(kg, graph):
    assert "--write or --clear, not both" in kg.error("communities", "--write", "--clear", code=2)
    assert kg.error("communities", "--resolution", "0").startswith("Error: A resolution of 0.0 makes no communities.")
