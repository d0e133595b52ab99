"""SciER, a public set of papers annotated by sentence, as the texts and annotations that `kg train` reads.

    python benchmarks/scier.py scier-train.jsonl.gz FOLDER

It is the measure of what a public data set alone can teach (`models.py`). SciER is licensed under the GPL: neither it
nor anything trained on it is part of `kg`. Eight sentences in a row of one paper stand for one text, the first of them
for its title. SciER has three types of entity and no roles: a method is used and a task addressed, a data set is
evaluated on where a relation says so and used elsewhere. Of its relations those are taken that have a counterpart.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

SENTENCES = 8
ROLES = {"Method": "uses", "Task": "addresses", "Dataset": "uses"}
RELATIONS = {  # type, and whether head and tail change places; by relation and the types of its ends
    ("Used-For", "Method", "Task"): ("APPLIED_TO", False),
    ("Used-For", "Method", "Method"): ("USES", True),
    ("Part-Of", "Method", "Method"): ("USES", True),
    ("Trained-With", "Method", "Dataset"): ("TRAINED_ON", False),
    ("Evaluated-With", "Method", "Dataset"): ("EVALUATED_ON", False),
    ("Benchmark-For", "Dataset", "Task"): ("TARGETS", False),
    ("Part-Of", "Dataset", "Dataset"): ("PART_OF", False),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scier", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with gzip.open(options.scier, "rt", encoding="utf-8") as lines:
        sentences = [json.loads(line) for line in lines]
    count = 0
    with (
        (options.folder / "texts.jsonl").open("w", encoding="utf-8") as texts,
        (options.folder / "gold.jsonl").open("w", encoding="utf-8") as gold,
    ):
        for text, annotation in papers(sentences):
            texts.write(json.dumps(text, ensure_ascii=False) + "\n")
            gold.write(json.dumps(annotation, ensure_ascii=False) + "\n")
            count += 1
    print(f"{count} texts of {len(sentences)} sentences")


def papers(sentences: list[dict]) -> Iterator[tuple[dict, dict]]:
    """Yield each text with its annotations."""
    for doc_id, of_paper in groupby(sentences, key=lambda sentence: sentence["doc_id"]):
        rows = list(of_paper)
        for start in range(0, len(rows), SENTENCES):
            block = rows[start : start + SENTENCES]
            title, *rest = (joined(row["sentence"]) for row in block)
            text = {"id": f"{doc_id}-{start}", "title": title, "abstract": " ".join(rest)}
            yield text, {"id": text["id"]} | annotated(block, f"{title}\n{text['abstract']}")


def annotated(block: list[dict], text: str) -> dict:
    """Entities and relations of some sentences; strings that differ in case alone are one entity."""
    entities: dict[str, dict] = {}
    for string, type_ in (found for row in block for found in row["ner"]):
        mention = joined(string)
        if re.search(rf"(?<!\w){re.escape(mention)}(?!\w)", text) is None:
            continue
        entity = entities.setdefault(
            mention.lower(), {"name": mention, "type": type_, "role": ROLES[type_], "mentions": []}
        )
        if mention not in entity["mentions"]:
            entity["mentions"].append(mention)
    relations = []
    for head, relation, tail in (found for row in block for found in row["rel"]):
        ends = [entities.get(joined(string).lower()) for string in (head, tail)]
        if None in ends or ends[0] is ends[1]:
            continue
        type_, turned = RELATIONS.get((relation, ends[0]["type"], ends[1]["type"]), (None, False))
        if type_ is None:
            continue
        if type_ == "EVALUATED_ON":
            ends[1]["role"] = "evaluates_on"
        first, second = reversed(ends) if turned else ends
        if (found := [first["name"], type_, second["name"]]) not in relations:
            relations.append(found)
    return {"entities": list(entities.values()), "relations": relations}


def joined(text: str) -> str:
    """Return words parted by spaces as they were written before that.

    Example:
        >>> joined("the top - left corner ( 4 2 . 2 % AP ) , it 's")
        "the top-left corner (42.2% AP), it's"
    """
    text = re.sub(r"\b\d(?: (?:[.,] )?\d)+\b", lambda found: found[0].replace(" ", ""), text)
    text = re.sub(r" (?=[.,;:!?%)\]]|'\w)|(?<=[(\[]) ", "", text)
    return re.sub(r"(?<=\w) - (?=\w)", "-", text)


if __name__ == "__main__":
    main()
