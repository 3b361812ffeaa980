"""Input as it should not be: no traceback, nothing dropped without a word."""

from __future__ import annotations

import gzip
import json
import lzma
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.sources import Problem, read_papers, read_some_papers
from kg.sources.fields import NotAPaper
from kg.sources.record import paper_from_record

DATA = Path(__file__).parent / "data"
PAGE = (DATA / "daily-papers.txt").read_text("utf-8")


def read(path):
    problems = []
    return list(read_papers(path, on_problem=problems.append)), problems


@pytest.fixture
def file(tmp_path):
    def file(content, name="input"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return file


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"],
)
def test_the_encoding_and_the_line_ends_of_a_page_make_no_difference(encoding, newline, file):
    text = "\ufeff" + PAGE if encoding == "utf-32-be" else PAGE
    papers, problems = read(file(text.replace("\n", newline).encode(encoding)))
    assert (papers, problems) == read(DATA / "daily-papers.txt")


def test_bytes_of_windows_are_read_and_said(file):
    record = json.dumps({"title": "Naïve “Models”", "abstract": "It is é."}, ensure_ascii=False)
    path = file(b'{"title": "A", "abstract": "B"}\n' + record.encode("cp1252"))
    papers, problems = read(path)
    assert (papers[1].title, papers[1].abstract) == ("Naïve “Models”", "It is é.")
    assert [(problem.line, problem.skipped) for problem in problems] == [(2, False)]


@pytest.mark.parametrize("size", range(2500, 16_000, 500))
def test_a_page_that_was_cut_off_is_read_as_far_as_it_goes(file, size):
    # Previously none of its papers where the last abstract had not come to the end of a sentence
    whole, _ = read(DATA / "daily-papers.txt")
    papers, _ = read(file(PAGE[:size].encode()))
    assert len(papers) >= 1
    assert [paper.title for paper in papers] == [paper.title for paper in whole[: len(papers)]]


def test_one_bad_byte_does_not_spoil_the_letters_beside_it(file):
    line = '{"title": "Naïve ?", "abstract": "Überall"}'.encode().replace(b"?", b"\x81")
    papers, _ = read(file(line))
    assert papers[0].title == "Naïve \ufffd"
    assert papers[0].abstract == "Überall"


def test_lone_surrogates_and_control_characters_do_not_get_through(file):
    papers, _ = read(file(r'{"title": "A\ud83d B\u0000C\u0007", "abstract": "x\u2028y\ufeff z"}'))
    assert papers[0].title == "A\ufffd B C"
    assert papers[0].abstract == "x y z"
    papers[0].text.encode("utf-8")


@pytest.mark.parametrize("content", [b"", b"\n \r\n\t", b"\xef\xbb\xbf", gzip.compress(b"")])
def test_an_empty_file_has_no_papers_and_says_so(content, file):
    papers, problems = read(file(content))
    assert papers == []
    assert [problem.reason for problem in problems] == ["the file is empty"]


@pytest.mark.parametrize("module", [gzip, lzma])
def test_packed_data_that_breaks_off_keeps_what_came_before(module, file):
    whole = module.compress((DATA / "arxiv-200.jsonl").read_bytes())
    papers, problems = read(file(whole[: len(whole) * 3 // 4]))
    assert 100 < len(papers) < 200
    assert "cannot be read further" in problems[-1].reason


@pytest.mark.parametrize("position", [0.3, 0.9])
def test_packed_data_that_is_damaged_is_no_traceback(position, file):
    for module in (gzip, lzma):
        data = bytearray(module.compress((DATA / "arxiv-200.jsonl").read_bytes()))
        place = int(len(data) * position) + 20
        data[place : place + 40] = b"\0" * 40
        papers, problems = read(file(bytes(data)))
        assert len(papers) < 200
        assert problems


def test_a_line_of_fifty_megabytes_costs_one_record(file):
    big = '{"title": "Big", "abstract": "' + "word " * 10_000_000 + '"}\n'
    small = '{"title": "A", "abstract": "B"}\n'
    papers, problems = read(file(small + big + small))
    assert len(papers) == 2
    assert problems[0].line == 2
    assert "at most 50,000 are read" in problems[0].reason


def test_a_path_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(InputError, match="nowhere': No such file"):
        read(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("2501.00001", r"No such file or directory; .*save what .*id_list=2501\.00001 gives$"),
        ("https://arxiv.org/abs/2501.00001v2", r"id_list=2501\.00001 gives$"),
        ("https://example.org/papers", "kg fetches nothing: save the page and give its file$"),
        ("2501.00001.bib", "No such file or directory$"),
    ],
)
def test_an_address_or_an_id_that_is_given_for_a_file_is_told_how_to_save_it(path, said):
    # Previously that there is no such file and nothing more
    with pytest.raises(InputError, match=said):
        read(path)


def test_records_without_abstracts_are_told_where_arxiv_has_them(file):
    # Previously only that a file with both is to be taken
    path = file("@misc{a, title={Foo}, eprint={2501.00001}, year={2025}}")
    with pytest.raises(
        InputError, match=r"none has an abstract; .*save what .*id_list=ID,ID gives"
    ):
        list(read_some_papers(path, on_problem=lambda problem: None))


@pytest.mark.parametrize("path", ["x" * 5000, "a" * 200 + "/" + "b" * 300])
def test_a_text_given_for_a_path_is_an_error(path):
    with pytest.raises(InputError, match="cannot read"):
        read(path)


def test_a_folder_is_read_whole_and_what_is_no_source_is_reported(file, tmp_path):
    file('{"title": "A", "abstract": "a"}', "in/1.jsonl")
    file("hello", "in/2.txt")
    file(gzip.compress(b'[{"title": "B", "abstract": "b"}]'), "in/sub/3.anything")
    file("", "in/sub/empty")
    file('{"title": "H", "abstract": "hidden"}', "in/.git/config")
    file('{"title": "W", "abstract": "workspace"}', "in/papers.kg/x.jsonl")
    file("", "in/papers.kg/corpus.sqlite")
    os.mkfifo(tmp_path / "in" / "pipe")
    (tmp_path / "in" / "sub" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "dead").symlink_to(tmp_path / "nowhere")
    papers, problems = read(tmp_path / "in")
    assert [paper.title for paper in papers] == ["A", "B"]
    reasons = {Path(problem.file).name: problem.reason for problem in problems}
    assert sorted(reasons) == ["2.txt", "dead", "empty", "pipe"]
    assert "no known format" in reasons["2.txt"]


def test_a_folder_without_papers_is_an_error(tmp_path):
    with pytest.raises(InputError, match="no papers in any file"):
        read(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file that even root cannot read")
def test_a_file_that_cannot_be_read_is_reported_and_the_next_one_read(file, tmp_path):
    file('{"title": "A", "abstract": "a"}', "in/1.jsonl")
    (tmp_path / "in" / "0").symlink_to("/proc/self/mem")
    papers, problems = read(tmp_path / "in")
    assert [paper.title for paper in papers] == ["A"]
    assert "Input/output error" in problems[0].reason
    with pytest.raises(InputError, match="cannot read"):
        read(tmp_path / "in" / "0")


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_the_standard_input_is_read_like_a_file(pack):
    code = (
        "from kg.sources import read_papers\n"
        "for paper in read_papers('-', on_problem=print): print(paper.id)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=pack((DATA / "arxiv-200.jsonl").read_bytes()),
        capture_output=True,
        check=True,
    )
    assert len(done.stdout.split()) == 200
    assert done.stderr == b""


def test_papers_come_one_at_a_time(file):
    path = file(b'{"title": "A", "abstract": "a"}\n' * 10)
    papers = read_papers(path, on_problem=print)
    assert next(papers).title == "A"
    papers.close()


def test_a_problem_is_shown_with_its_place():
    assert str(Problem("a.jsonl", 3, "no abstract")) == "a.jsonl:3: no abstract"
    assert str(Problem("a.jsonl", None, "the file is empty")) == "a.jsonl: the file is empty"


STARTS = [
    b"",
    b'{"title": "A", "abstract": ',
    b'[{"title": "A", "abstract": "b"}, ',
    b"title,abstract\n",
    b"@article{a, title={A}, abstract={",
    b"<feed><entry><title>",
    b"<html><p>",
    b"A Title Of A Paper\n\n" + b"word " * 60 + b".\n\n",
    b"\x1f\x8b\x08",
    b"\xff\xfe",
]
MARKS = st.sampled_from(
    [*b"{}[]\"',\\@#=<>&;:\n\r\t \x00\xff\xc3", *map(bytes, [b"]}", b"</a>", b"\\'{", b"<!--"])]
)
PIECES = st.one_of(MARKS, st.binary(max_size=8))


def joined(pieces):
    return b"".join(bytes([piece]) if isinstance(piece, int) else piece for piece in pieces)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(STARTS), st.lists(PIECES, max_size=40).map(joined))
def test_any_bytes_give_papers_problems_or_an_input_error(tmp_path_factory, start, rest):
    path = tmp_path_factory.getbasetemp() / "fuzz"
    path.write_bytes(start + rest)
    try:
        papers, problems = read(path)
    except InputError:
        return
    assert papers or problems
    for paper in papers:
        assert paper.title == " ".join(paper.title.split()) != ""
        assert paper.abstract
        paper.text.encode("utf-8")


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["name", "given", "author", "created", "id", "doi", "x"]),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    ["title", "abstract", "id", "doi", "authors", "authors_parsed", "date", "year", "url",
     "categories", "versions", "paper", "externalIds", "abstract_inverted_index", "arxiv_id"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(FIELDS, VALUES), st.text(), st.text())
def test_any_json_record_is_a_paper_or_says_why_not(record, title, abstract):
    record = {"title": title, "abstract": abstract, **record}
    try:
        paper = paper_from_record(json.loads(json.dumps(record), parse_float=str, parse_int=str))
    except NotAPaper:
        return
    assert paper.title
    assert paper.abstract
    assert (paper.published is None) == (paper.date_precision is None)
    assert paper.id not in paper.other_ids
    assert all(isinstance(name, str) and name for name in paper.authors + paper.categories)
    paper.text.encode("utf-8")


MAIL = (
    "\\\\\narXiv:2503.01234\nDate: Tue, 4 Mar 2025{}x\nTitle: A\nComments: C{}\n\\\\\n  B.\n\\\\\n"
)
BIBTEX = "@misc{{k, title={{A}}, abstract={{B.}}, author={{C D{}}}, note={{E{}}}}}\n"
JSON = '{{"title": "A", "abstract": "B.", "extra": "preprint{}x", "comment": "C{}"}}\n'
FEED = (
    "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><entry><title>A{}</title>"
    "<summary>B{}.</summary></entry></feed>\n"
)
TABLE = 'title\tabstract\nA{}\t "B{}."\n'


@pytest.mark.parametrize(
    ("form", "first", "second"),
    [
        (MAIL, " ", ""),
        (MAIL, "(1kb", ""),
        (MAIL, "", "\n  a"),
        (BIBTEX, " ", ""),
        (BIBTEX, ", a", ""),
        (BIBTEX, "", "arxiv:"),
        (JSON, " ", ""),
        (JSON, "", " see https://example.com/a"),
        (FEED, " ", ""),
        (FEED, "", "\n"),
        (FEED, "(arXiv:a", ""),
        (TABLE, "\t", ""),
        (TABLE, "", " "),
    ],
)
def test_a_record_takes_no_longer_than_in_proportion_to_its_length(form, first, second, file):
    # Previously 80,000 blanks in a mail or behind a feed's title took 15 to 40 seconds, as many
    # links in a comment minutes
    def seconds(length):
        fill = [piece * (length // max(len(piece), 1)) for piece in (first, second)]
        path = file(form.format(*fill))
        begun = time.process_time()
        list(read_papers(path, on_problem=str))
        return time.process_time() - begun

    # In turn, so that a busy moment of the machine does not hit the long record alone.
    pairs = [(seconds(5_000), seconds(80_000)) for _ in range(3)]
    short, long = (min(times) for times in zip(*pairs, strict=True))
    # 16 times the text takes 16 times as long, or 256 times where each part looks at each other.
    assert long < 64 * max(short, 0.001)


@pytest.mark.parametrize("filling", ["word " * (17 << 18), "<a/>" * ((17 << 20) // 100)])
def test_a_record_of_xml_without_end_is_skipped_and_not_kept(filling, file):
    # Previously a text of 200 MB took 3.6 GB of memory
    whole = "<paper><title>Two</title><abstract>Said.</abstract></paper>"
    long = f"<paper><title>One</title><abstract>{filling}</abstract></paper>"
    papers, problems = read(file(f"<papers>{whole}\n{long}\n{whole}</papers>"))
    assert [paper.title for paper in papers] == ["Two", "Two"]
    assert [(one.line, one.reason) for one in problems] == [
        (2, "record of over 16,777,216 characters")
    ]


def test_the_full_text_of_an_article_costs_no_memory_and_no_record(file):
    body = f"<body><sec><title>1</title><p>{'word ' * (17 << 18)}</p></sec></body>"
    front = "<front><article-title>One</article-title><abstract>Said.</abstract></front>"
    papers, problems = read(file(f"<articles><article>{front}{body}</article></articles>"))
    assert ([paper.abstract for paper in papers], problems) == (["Said."], [])


def test_many_comments_before_a_text_cost_no_time(read):
    # Previously each two more took four times as long, and thirty took minutes
    with pytest.raises(InputError, match="no known format"):
        read("<!-- a -->\n" * 5_000 + "# A text\n")
