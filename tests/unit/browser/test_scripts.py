from __future__ import annotations

import io
import zipfile

from kg.browser.scripts import archive, script
from kg.queries import load_queries

OWN = {query.name: {p.name: p.value for p in query.parameters} for query in load_queries().values()}


def test_the_archive_has_every_question_in_the_folder_of_its_topic():
    data = archive(load_queries().values(), OWN)
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        assert read.namelist() == [f"kg {query.topic}/{query.name}.cypher" for query in load_queries().values()]
        for query in load_queries().values():
            text = read.read(f"kg {query.topic}/{query.name}.cypher").decode()
            # The first line is what Browser calls a script; what has one statement is drawn.
            assert text.startswith(f"// {query.title}\n") and text.endswith(";\n")
            assert text.count(";\n") == 1 and ":param" not in text and "$" not in text and "\r" not in text


def test_the_archive_is_the_same_each_time():
    assert archive(load_queries().values(), OWN) == archive(load_queries().values(), OWN)


def test_a_script_says_what_to_change():
    text = script(load_queries()["evaluations"], {"entity": "it's", "limit": 3})
    assert "// To change: 'it\\'s' (Name of a model or method.)\n// To change: 3 (Most rows.)\nMATCH" in text
    assert "{name: 'it\\'s'}" in text and "LIMIT 3;" in text
    assert max(len(line) for line in text.splitlines() if line.startswith("//")) <= 103
