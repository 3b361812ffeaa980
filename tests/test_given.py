"""Records that a caller from Python has in memory: what they may hold, and what is refused."""

from __future__ import annotations

import datetime
import types
from decimal import Decimal
from fractions import Fraction

import numpy
import pandas
import pytest

from kg.errors import ConfigError, InputError
from kg.records import Paper
from kg.sources.given import as_given, in_groups, read_given

NESTED: list[object] = []
NESTED.append(NESTED)
# Read to a depth of twenty it would be 3 ** 20 lists.
BOTH: dict[str, object] = {}
BOTH.update(a=BOTH, b=[BOTH], c=BOTH)
PAPER = {"id": "arxiv:2503.01234", "title": "A Model", "abstract": "We introduce Foo."}


def nested(times):
    value = "x"
    for _ in range(times):
        value = [value]
    return value


def read(*records):
    problems = []
    papers = [
        paper
        for group in in_groups(as_given([*records]))
        for paper in read_given(group, on_problem=problems.append)
    ]
    return papers, [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("published", "said"),
    [
        (2024, "2024"),
        (2024.0, "2024"),
        (numpy.float32(2024), "2024"),
        (Decimal("2024"), "2024"),
        (Fraction(2024), "2024"),
        (1741046400000, "2025-03-04"),
        (datetime.date(2025, 3, 1), "2025-03-01"),
        (datetime.datetime(2025, 3, 1, 12), "2025-03-01"),
        (pandas.Timestamp("2025-03-01"), "2025-03-01"),
        (numpy.datetime64("2025-03-01"), "2025-03-01"),
        (pandas.NaT, None),
        (pandas.NA, None),
        (float("nan"), None),
        (float("inf"), None),
        (pandas.Period("2025-03", freq="M"), "2025-03"),
        (pandas.Period("2025", freq="Y"), "2025"),
        (numpy.datetime64("NaT", "D"), None),
        (10**5000, None),
        (True, None),
        (b"2024", None),
        (numpy.array("2024"), None),
        (object(), None),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_date_is_read_whatever_holds_it(published, said):
    # Previously all but texts were dropped without a word
    ((paper,), problems) = read({**PAPER, "id": "", "published": published})
    assert (paper.published, problems) == (said, [])


@pytest.mark.parametrize("kind", [list, tuple, set, numpy.array, pandas.Series, iter])
def test_several_names_are_read_whatever_holds_them(kind):
    ((paper,), _) = read({**PAPER, "authors": kind(["Ann Bee", "Cy Dee"])})
    assert paper.authors == ("Ann Bee", "Cy Dee")


def test_a_data_frame_with_gaps_is_read_by_its_records():
    rows = [{**PAPER, "year": 2024}, {"title": "B", "abstract": "C.", "venue": "Acme"}]
    papers, problems = read(*pandas.DataFrame(rows).to_dict("records"))
    assert [(paper.title, paper.published) for paper in papers] == [
        ("A Model", "2024"),
        ("B", None),
    ]
    assert problems == []


@pytest.mark.parametrize("other", ["", None, float("nan"), "B"])
def test_of_equal_columns_of_a_data_frame_the_first_that_says_something_counts(other):
    # Previously the last counted, empty or not, and pandas warned of what it left out
    columns = ["title", "title", "abstract", "abstract"]
    frame = pandas.DataFrame([["A", other, other and None, "First."]], columns=columns)
    (group,) = in_groups(as_given(frame))
    ((_, record),) = group
    assert (record["title"], record["abstract"]) == ("A", "First.")


def test_a_data_frame_is_its_rows():
    # Previously the names of its columns were taken for paths: cannot read 'title'
    rows = [{**PAPER, "year": 2024}, {"title": "B", "abstract": "C."}]
    (group,) = in_groups(as_given(pandas.DataFrame(rows)))
    papers = [*read_given(group, on_problem=print)]
    assert [(p.title, p.published) for p in papers] == [("A Model", "2024"), ("B", None)]
    assert as_given(pandas.DataFrame(columns=["title", "abstract"])) == []
    assert as_given(pandas.Series(["a.jsonl", "b.jsonl"])) == ["a.jsonl", "b.jsonl"]


BY_ID = {"2503.01234": {"title": "A", "abstract": "B."}, "2503.01235": PAPER | {"id": None}}
BY_TEXT = pandas.DataFrame.from_dict(BY_ID, orient="index")


@pytest.mark.parametrize(
    "given",
    [
        BY_TEXT,
        BY_TEXT.drop(columns="id").rename_axis("arxiv_id"),
        BY_TEXT.drop(columns="id").set_index(["title"], append=True).rename_axis(["id", "title"]),
        BY_TEXT.set_axis(["2503.01234", "2503.01235"]).rename(columns={"id": "abstract"})[
            ["title", "abstract"]
        ],
        BY_ID,
    ],
    ids=["texts", "a name", "two names", "equal columns", "a dictionary"],
)
def test_ids_may_stand_in_the_index_of_a_data_frame_and_before_each_of_several_records(given):
    # Previously they were dropped, and with them the dates; a dictionary was one paper of no title
    (group,) = in_groups(as_given(given))
    papers = [*read_given(group, on_problem=print)]
    assert [(p.id, p.published) for p in papers] == [
        ("arxiv:2503.01234", "2025-03"),
        ("arxiv:2503.01235", "2025-03"),
    ]


@pytest.mark.parametrize("index", [[7, 8], ["7", "8"], [("x", "y"), ("x", "z")]])
def test_what_only_numbers_the_rows_of_a_data_frame_is_no_id(index):
    frame = pandas.DataFrame({**FRAME[:2], "id": ["2503.01234", None]}).set_axis(
        pandas.Index(index)
    )
    (group,) = in_groups(as_given(frame))
    first, second = read_given(group, on_problem=print)
    assert (first.id, second.source_id) == ("arxiv:2503.01234", None)


def test_an_open_file_is_no_list_of_paths(tmp_path):
    # Previously each of its lines was taken for a path: cannot read 'new\n'
    (tmp_path / "p.txt").write_text("new\n")
    with (tmp_path / "p.txt").open() as stream, pytest.raises(ConfigError, match="give a path"):
        as_given(stream)


def test_a_data_frame_of_polars_is_its_rows():
    class DataFrame(list[str]):
        """As polars has it: it yields columns, and its `to_dict` is by column."""

        def to_dicts(self):
            return [PAPER]

    assert as_given(DataFrame(["id", "title", "abstract"])) == [PAPER]


FRAME = pandas.DataFrame([{"Title": f"A {n}", "abstract": "We introduce Foo."} for n in range(3)])


@pytest.mark.parametrize("kind", ["list", "dict", "series"])
def test_a_data_frame_by_its_columns_is_no_paper(kind):
    # Previously its first paper was read, and the others were gone without a word
    papers, (problem,) = read(PAPER, FRAME.to_dict(kind))
    assert [paper.title for paper in papers] == ["A Model"]
    assert problem.endswith("give its rows, of a data frame those of to_dict('records')")


def test_several_titles_of_one_paper_are_no_table():
    ((paper,), problems) = read({**PAPER, "title": ["A Model", "Un modèle"]})
    assert (paper.title, problems) == ("A Model", [])


@pytest.mark.parametrize("flag", [bool, numpy.bool_])
@pytest.mark.parametrize("is_official", [True, False])
def test_what_is_true_or_false_in_a_data_frame_is_so(flag, is_official):
    # Previously numpy's False was nothing, and the code of others became the paper's own
    link = {"repo_url": "https://github.com/a/b", "is_official": flag(is_official)}
    ((paper,), _) = read({**PAPER, **link})
    assert bool(paper.code) == is_official


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        *(({name: NESTED}, "nested too deep") for name in ("authors", "title", "abstract", "code")),
        ({"categories": {"a": nested(30)}, "authors": nested(30)}, "nested too deep"),
        ({"title": None}, "no title"),
        ({"title": b"A"}, "no title"),
    ],
)
def test_a_record_that_cannot_be_used_costs_only_itself_and_is_told_by_its_place(
    tmp_path, fields, reason
):
    # Previously what was nested without end was an error of Python, and nothing was kept
    file = tmp_path / "a.jsonl"
    file.write_text('{"title": "B", "abstract": "C."}')
    papers, problems = read(PAPER, file, {**PAPER, **fields}, PAPER)
    assert (len(papers), problems) == (3, [f"records:3: {reason}"])


@pytest.mark.parametrize("deep", [NESTED, nested(30), nested(5_000), BOTH, {"a": {"b": NESTED}}])
def test_what_is_not_read_may_be_nested_as_it_likes(deep):
    # Previously the whole record was lost by it
    authors = [{"name": "Ann Bee", "affiliations": deep}, {"name": "Cy Dee", "more": {"x": deep}}]
    fields = {"tokens": deep, "paper": {"tree": deep}, "authors": authors, 7: deep}
    ((paper,), problems) = read({**PAPER, **fields})
    assert (paper.abstract, problems) == ("We introduce Foo.", [])
    assert paper.authors == ("Ann Bee", "Cy Dee")


@pytest.mark.parametrize(
    "fields",
    [
        {"id": "x"},
        {"id": 5},
        {"title": None},
        {"title": " "},
        {"title": "A\nB"},
        {"title": "A\ud800"},
        {"abstract": 5},
        {"authors": "Ann Bee"},
        {"authors": None},
        {"authors": (5,)},
        {"published": "yesterday", "date_precision": "day"},
        {"published": "2025-03"},
        {"published": 2025, "date_precision": "year"},
        {"date_precision": "day"},
        {"url": 5},
        {"version": "2"},
        {"version": 10**30},
        {"code": (("https://github.com/a/b",),)},
    ],
)
def test_a_paper_that_is_not_as_described_is_refused(fields):
    # Previously it was kept, and each later build of the workspace died of it
    with pytest.raises(InputError, match="no papers in the records; of the first: "):
        read(Paper(**{**PAPER, **fields}))


def test_what_was_read_from_a_file_may_be_given_again():
    ((paper,), _) = read({**PAPER, "published": "2025-03-01", "comment": "https://github.com/a/b"})
    assert read(paper) == ([paper], [])


def test_records_that_hold_each_other_are_read_in_no_time():
    # Previously each way from one to another was walked: 7 papers of 7 authors took for ever
    papers, authors = [], []
    for number in range(12):
        authors.append({"name": f"Ada {number}", "papers": papers})
        papers.append({"title": "B", "authors": authors})
    deep = [PAPER["title"]]
    for _ in range(40):
        deep = [deep, deep]
    ((paper,), problems) = read({**PAPER, "related": papers, "rest": deep})
    assert (paper.title, problems) == (PAPER["title"], [])


def test_titles_in_several_languages_are_those_of_one_paper():
    told = {"title": {"en": "A", "de": "B"}, "abstract": {"en": "C.", "de": "D."}}
    with pytest.raises(InputError, match="no title"):
        read(told)


def test_a_record_of_two_papers_is_refused():
    one = {"citingPaper": dict(PAPER), "citedPaper": {**PAPER, "id": "arxiv:2401.01234"}}
    papers, problems = read(one, PAPER)
    assert len(papers) == 1
    assert problems == [
        "records:1: two papers, citingPaper and citedPaper; give each as a record of its own"
    ]


def test_authors_may_be_objects_with_a_name():
    # Previously those of the package arxiv were nobody
    authors = [types.SimpleNamespace(name="Ann Bell"), types.SimpleNamespace(name="Cy Dorn")]
    (paper,), problems = read({**PAPER, "authors": authors, "pdf": object()})
    assert (paper.authors, problems) == (("Ann Bell", "Cy Dorn"), [])
