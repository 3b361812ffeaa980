from __future__ import annotations

from pathlib import Path

import pytest

from kg.sources import read_papers

DATA = Path(__file__).parent / "data"


def read(path):
    problems = []
    return list(read_papers(path, on_problem=problems.append)), problems


def test_the_daily_papers_page_has_exactly_103_papers():
    papers, problems = read(DATA / "daily-papers.txt")
    lines = [
        line for line in (DATA / "daily-papers.txt").read_text("utf-8").split("\n") if line.strip()
    ]
    pairs = lines[lines.index("Jul 29") + 1 :]
    assert [paper.title for paper in papers] == pairs[::2]
    assert [paper.abstract for paper in papers] == [" ".join(text.split()) for text in pairs[1::2]]
    assert len(papers) == 103
    assert problems == []


def test_no_date_is_made_up_from_a_day_without_a_year():
    papers, _ = read(DATA / "daily-papers.txt")
    assert {paper.published for paper in papers} == {None}


def test_an_arxiv_dump_gives_dates_authors_and_categories():
    papers, problems = read(DATA / "arxiv-200.jsonl")
    assert (len(papers), problems) == (200, [])
    assert all(p.date_precision == "day" and p.authors and p.categories for p in papers)
    assert all(p.version >= 1 and p.id == f"arxiv:{p.source_id}" for p in papers)


@pytest.mark.parametrize("name", ["daily-papers.txt", "arxiv-200.jsonl"])
def test_a_packed_file_reads_like_the_plain_one(name, tmp_path):
    import bz2
    import gzip
    import lzma

    data = (DATA / name).read_bytes()
    expected = read(DATA / name)[0]
    for module in (bz2, gzip, lzma):
        packed = tmp_path / f"{module.__name__}.bin"
        packed.write_bytes(module.compress(data))
        assert read(packed) == (expected, [])
