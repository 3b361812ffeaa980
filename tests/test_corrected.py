"""Corrected abstracts: places in the file, words in the corpus."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from kg.extract.decode import KINDS, TYPES
from kg.records import ENTITY_RELATIONS, PAPER_RELATIONS
from kg.roles import ROLES
from kg.train.corrected import FILE, NUMBER, as_places, main, read_corrected
from kg.train.gold import text_of
from tests.annotated_results import DATA as RESULTS
from tests.held_out import DATA as HELD_OUT

PAPERS = [json.loads(x) for x in Path("tests/data/seed.jsonl").read_text("utf-8").splitlines()]


def rows_of(path: Path):
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def whole(papers):
    """Those that a file of places can hold: each name is a mention."""
    return [p for p in papers if all(e["name"] == e["mentions"][0] for e in p["entities"])]


@pytest.fixture(name="file")
def make_file(tmp_path) -> Path:
    annotated, out = tmp_path / "few.jsonl", tmp_path / "few.jsonl.xz"
    annotated.write_text("".join(json.dumps(p) + "\n" for p in whole(PAPERS)), encoding="utf-8")
    main([str(annotated), str(out)])
    return out


def test_what_was_packed_is_read_with_the_texts(file):
    texts = {paper["id"]: text_of(paper) for paper in PAPERS}
    read = list(read_corrected(texts, file))
    assert len(read) > 10
    for before, after in zip(whole(PAPERS), read, strict=True):
        assert after["entities"] == before["entities"]
        assert {**after, "relations": 0} == {**before, "relations": 0}
        assert [(r["type"], r["source"], r["target"]) for r in after["relations"]] == [
            (r["type"], r.get("source"), r["target"]) for r in before["relations"]
        ]


def test_a_paper_without_its_text_is_left_out(file):
    known, changed, *_ = (paper["id"] for paper in whole(PAPERS))
    texts = {paper["id"]: text_of(paper) for paper in PAPERS if paper["id"] in (known, changed)}
    texts[changed] += " One word more."
    assert [paper["id"] for paper in read_corrected(texts, file)] == [known]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"abstract": "Nothing of it."}, "substring not found"),
        ({"relations": [{"type": "USES", "target": "unheard of"}]}, "'unheard of' is no entity"),
        ({"entities": [{"name": "A", "type": "Model", "mentions": ["B"]}]}, "not its first"),
        ({"entities": [{"name": "A", "type": "Model", "mentions": ["A"]}] * 2}, "one name"),
    ],
)
def test_what_places_cannot_say_is_refused(change, why):
    with pytest.raises(ValueError, match=why):
        as_places({**whole(PAPERS)[0], **change})


@pytest.mark.parametrize("path", [FILE, HELD_OUT])
def test_the_files_hold_places_types_and_numbers_alone(path):
    relations = {r.value for r in (*PAPER_RELATIONS, *ENTITY_RELATIONS)}
    rows = rows_of(path)
    assert rows
    for row in rows:
        assert set(row) == {"id", "crc", "entities", "relations", "results"}
        assert all(kind in [t.value for t in TYPES] for kind, _ in row["entities"])
        assert all(0 <= a < b for _, places in row["entities"] for a, b in places)
        assert all(r[0] in relations for r in row["relations"])
        assert all(isinstance(n, int) for r in row["relations"] for n in r[1:])
        for result in row["results"]:
            assert set(result) <= {*NUMBER, *ROLES, "at"}
            assert result["kind"] in [k.value for k in KINDS if k]
            assert len(result["unit"] or "") < 30


def test_no_paper_is_both_taught_and_measured():
    files = [{row["id"] for row in rows_of(path)} for path in (FILE, HELD_OUT, RESULTS)]
    files.append({paper["id"] for paper in PAPERS})
    assert len(set.union(*files)) == sum(len(ids) for ids in files)
