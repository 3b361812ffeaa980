"""Abstracts that were read by the program and corrected by careful readers.

`corrected.jsonl.xz` says what stands where, without a word of the texts: they stay in the corpus.
`python -m kg.train.corrected ANNOTATED.jsonl OUT.jsonl.xz` makes such a file.
"""

from __future__ import annotations

import argparse
import json
import lzma
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.evaluate import Annotated, read_annotated
from kg.roles import ROLES
from kg.train.gold import text_of

FILE = Path(__file__).with_name("corrected.jsonl.xz")
NUMBER = ("value", "unit", "kind")


def read_corrected(texts: Mapping[str, str], file: Path = FILE) -> Iterator[dict[str, Any]]:
    """Yield the corrected abstracts as annotated papers, in the order of the file.

    Args:
        texts: Title, line break, abstract by id. A paper without a text, or whose text is another
            than was annotated, is left out.
        file: JSON lines: `id`; `crc`, of the text; `entities`, each a type and the first place of
            each of its mentions; `relations`, each a type, the target and sometimes the source by
            their number; `results` with entities by their number and the place of the sentence.
    """
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text = texts.get(row["id"], "")
            if row["crc"] == zlib.crc32(text.encode()):
                yield _paper(row, text)


def _paper(row: Mapping[str, Any], text: str) -> dict[str, Any]:
    title, _, abstract = text.partition("\n")
    entities = []
    for kind, places in row["entities"]:
        mentions = [text[start:end] for start, end in places]
        entities.append({"name": mentions[0], "type": kind, "mentions": mentions})
    names = [entity["name"] for entity in entities]
    relations = [
        {"type": kind, "target": names[target], "source": names[source[0]] if source else None}
        for kind, target, *source in row["relations"]
    ]
    return {
        "id": row["id"],
        "title": title,
        "abstract": abstract,
        "entities": entities,
        "relations": relations,
        "results": [_result(result, text, names) for result in row["results"]],
    }


def _result(row: Mapping[str, Any], text: str, names: list[str]) -> dict[str, Any]:
    start, end = row["at"]
    kept = {key: row[key] for key in NUMBER}
    named = {role: names[row[role]] if role in row else None for role in ROLES}
    return {**kept, **named, "evidence": text[start:end]}


def as_places(paper: Annotated) -> dict[str, Any]:
    """Return an annotated paper as a line of the file: places instead of words.

    Raises:
        ValueError: A mention or an evidence does not stand in the text, an entity's name is not
            its first mention, two have one name, or a name is no entity's.
    """
    text = text_of(paper)
    number = {entity["name"]: n for n, entity in enumerate(paper["entities"])}
    if len(number) < len(paper["entities"]):
        raise ValueError(f"two entities of '{paper['id']}' have one name")

    def named(name: str) -> int:
        if name not in number:
            raise ValueError(f"'{name}' is no entity of '{paper['id']}'")
        return number[name]

    def place(words: str) -> list[int]:
        start = text.index(words)
        return [start, start + len(words)]

    def entity(row: Annotated) -> list[Any]:
        if row["name"] != row["mentions"][0]:
            raise ValueError(f"'{row['name']}' of '{paper['id']}' is not its first mention")
        return [row["type"], [place(mention) for mention in row["mentions"]]]

    def result(row: Annotated) -> dict[str, Any]:
        kept = {key: row[key] for key in NUMBER}
        roles = {role: named(row[role]) for role in ROLES if row[role]}
        return {**kept, **roles, "at": place(row["evidence"])}

    return {
        "id": paper["id"],
        "crc": zlib.crc32(text.encode()),
        "entities": [entity(row) for row in paper["entities"]],
        "relations": [
            [row["type"], *(named(row[end]) for end in ("target", "source") if row.get(end))]
            for row in paper["relations"]
        ],
        "results": [result(row) for row in paper["results"]],
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Write annotated papers as places, in the order of their ids.

    Args:
        arguments: The annotated papers and the file to write; those of the process where not given.
    """
    about = "Write annotated papers as places, in the order of their ids."
    command = argparse.ArgumentParser(prog="python -m kg.train.corrected", description=about)
    command.add_argument("annotated", type=Path, help="JSON lines of annotated papers")
    command.add_argument("out", type=Path, help="e.g. corrected.jsonl.xz")
    given = command.parse_args(arguments)
    papers = sorted(read_annotated(given.annotated), key=lambda paper: str(paper["id"]))
    lines = [json.dumps(as_places(paper), separators=(",", ":")) + "\n" for paper in papers]
    with lzma.open(given.out, "wt", encoding="utf-8", preset=9 | lzma.PRESET_EXTREME) as file:
        file.writelines(lines)


if __name__ == "__main__":
    main()
