"""Every format of kg.sources, each with what people really have in it."""

from __future__ import annotations

import csv
import html
import io
import json
import quopri
import time
from pathlib import Path

import pandas
import pytest

from kg.corpus import Corpus
from kg.errors import InputError
from kg.sources import read_papers
from kg.sources.latex import decode_bibtex

DATA = Path(__file__).parent / "data"


def make_record(number=1, **fields):
    return {"title": f"Title {number}", "abstract": f"Abstract {number}.", **fields}


# JSON


@pytest.mark.parametrize(
    "write",
    [
        lambda records: "\n".join(map(json.dumps, records)),
        lambda records: "\n\n".join(map(json.dumps, records)) + "\n\n",
        json.dumps,
        lambda records: json.dumps(records, indent=2),
        lambda records: "\n".join(json.dumps(record, indent=2) for record in records),
        lambda records: "".join(map(json.dumps, records)),
        lambda records: json.dumps({"papers": records}),
        lambda records: json.dumps({"total": 2, "data": records}, indent=1),
        lambda records: json.dumps([{"paper": record, "upvotes": 3} for record in records]),
        lambda records: ",\n".join(map(json.dumps, records)),
        lambda records: "\x1e" + "\n\x1e".join(map(json.dumps, records)),
    ],
)
def test_json_in_every_arrangement_has_the_same_papers(write, read):
    papers, problems = read(write([make_record(1), make_record(2)]))
    assert [paper.abstract for paper in papers] == ["Abstract 1.", "Abstract 2."]
    assert problems == []


@pytest.mark.parametrize(
    "content",
    [
        '{"papers": []}',
        '{\n  "papers": [\n  ]\n}\n',
        '{"total": 0, "offset": 0, "data": []}',
        '{"status": "ok", "message": {"total-results": 0, "items": []}}',
        '{"took": 1, "hits": {"total": {"value": 0}, "hits": []}}',
        '{"papers": []}\n{"papers": []}\n',
        '[{"papers": []}]',
        "[]",
        "[[], []]",
        "title,abstract\n",
        "title\tabstract\n\n",
        "% Encoding: UTF-8\n\n@Comment{jabref-meta: databaseType:bibtex;}\n",
        '@string{acl = "ACL"}\n',
    ],
)
def test_an_empty_list_of_papers_is_nothing_to_skip(content, read):
    # Previously `{"papers": []}` was a record that is skipped for its title
    assert read(content) == ([], ["None: no papers in the file"])


ROWS = [{"title": "A", "abstract": "First."}, {"title": "B", "abstract": "Second."}]


@pytest.mark.parametrize("orient", ["dict", "list", "split", "index", "records", "tight"])
def test_a_table_that_pandas_wrote_as_json_is_read_whole(orient, read):
    # Previously of columns that are lists only the first row was read, without a word
    table = pandas.DataFrame(ROWS).to_dict(orient=orient)
    papers, problems = read(json.dumps(table))
    # As a paper may have lists of one length, too, that is told.
    told = "1: read as a table of 2 papers, each list one of its columns"
    assert problems == ([told] if orient == "list" else [])
    assert [(paper.title, paper.abstract) for paper in papers] == [
        ("A", "First."),
        ("B", "Second."),
    ]


@pytest.mark.parametrize(
    ("titles", "abstracts"),
    [
        ("0A 1B", "1Second. 0First."),
        ("1B 0A", "0First. 1Second."),
        ("0A 1B 2C", "0First. 1Second."),
        ("0A 1B 2C", "3Third. 1Second. 0First."),
    ],
)
def test_columns_with_an_index_are_rows_by_it(titles, abstracts, read):
    # Previously they were paired by their places: the abstract of another paper
    title, abstract = ({one[0]: one[1:] for one in s.split()} for s in (titles, abstracts))
    papers, problems = read(json.dumps({"title": title, "abstract": abstract}))
    assert {paper.title: paper.abstract for paper in papers} == {"A": "First.", "B": "Second."}
    lacking = len(set(title) | set(abstract)) - 2
    assert len(problems) == lacking
    assert set(problems) <= {"1: no abstract", "1: no title"}


@pytest.mark.parametrize("orient", ["dict", "split", "index", "tight"])
@pytest.mark.parametrize("lacks", ["title", "abstract"])
@pytest.mark.parametrize("at", [1, 2])
def test_a_row_that_lacks_something_costs_only_itself(at, lacks, orient, read):
    # Previously by index the whole table was lost
    rows = [*ROWS[:at], {**make_record(), lacks: None}, *ROWS[at:]]
    papers, problems = read(json.dumps(pandas.DataFrame(rows).to_dict(orient=orient)))
    assert [paper.title for paper in papers] == ["A", "B"]
    assert problems == [f"1: no {lacks}"]


def test_a_row_with_other_columns_costs_only_itself(read):
    rows = [["", "A", "First."], ["B"], ["B", "", "Second."]]
    papers, problems = read(json.dumps({"columns": ["title", "title", "abstract"], "data": rows}))
    assert [paper.title for paper in papers] == ["A", "B"]
    assert problems == ["1: a list where an object was expected"]


def test_what_a_search_echoes_is_no_paper(read):
    echo = {"title": "glide", "abstract": "robots"}
    papers, problems = read(json.dumps({"query": echo, "hits": {"hits": ROWS}}))
    assert ([paper.title for paper in papers], problems) == (["A", "B"], [])


@pytest.mark.parametrize(
    ("key", "own", "identifier", "source"),
    [
        ("0", {"ID": "2503.00000"}, "arxiv:2503.00000", "2503.00000"),
        ("0", {"paper_id": "2503.00000"}, "arxiv:2503.00000", "2503.00000"),
        ("0", {"uid": "u7"}, None, "u7"),
        ("0", {"ID": ""}, None, "0"),
        ("2503.00000", {"_id": "7f"}, "arxiv:2503.00000", "7f"),
        ("0", {"doi": "10.1000/x"}, "doi:10.1000/x", "0"),
    ],
)
def test_an_id_of_its_own_goes_before_the_number_of_a_row(key, own, identifier, source, read):
    # Previously the number hid it
    ((paper,), _) = read(json.dumps({key: {**own, **ROWS[0]}}))
    assert (paper.id if identifier else None, paper.source_id) == (identifier, source)


def test_papers_by_their_ids_are_read(read):
    papers, problems = read(json.dumps({f"2503.0000{n}": row for n, row in enumerate(ROWS)}))
    assert problems == []
    assert [paper.id for paper in papers] == ["arxiv:2503.00000", "arxiv:2503.00001"]


@pytest.mark.parametrize(
    "record",
    [
        {"title": ["A", "B"], "abstract": ["First.", "Second."], "year": 2025},
        {"title": ["A"], "abstract": ["First."]},
        {"title": {"value": "A"}, "abstract": {"value": "First."}},
        {"paper": {"title": "A", "abstract": "First."}},
    ],
)
def test_what_has_a_title_and_an_abstract_is_one_paper_and_no_table(record, read):
    ((paper,), problems) = read(json.dumps(record))
    assert (paper.title, paper.abstract, problems) == ("A", "First.", [])


@pytest.mark.parametrize(
    "written",
    ["['Ada B', 'Cy D']", '["Ada B", "Cy D"]', "['Ada B' 'Cy D']", "[ 'Ada B',\n 'Cy D', ]"],
)
@pytest.mark.parametrize("field", ["authors", "keywords"])
def test_a_list_that_was_written_into_a_cell_is_a_list(written, field, read):
    # Previously brackets and quotes became part of the names
    cell = written.replace('"', '""')
    ((paper,), _) = read(f'title,abstract,{field}\nA,First.,"{cell}"\n')
    assert (paper.authors or paper.categories) == ("Ada B", "Cy D")


def test_names_in_a_list_keep_their_apostrophes(read):
    ((paper,), _) = read(json.dumps({**ROWS[0], "authors": """['Ada B', "Cy O'D", 'E O\\'F']"""}))
    assert paper.authors == ("Ada B", "Cy O'D", "E O'F")
    ((paper,), _) = read(json.dumps({"title": "['a', b] of lists", "abstract": "['x'] is one."}))
    assert (paper.title, paper.abstract) == ("['a', b] of lists", "['x'] is one.")


@pytest.mark.parametrize(
    ("cell", "authors"),
    [
        (json.dumps(["Bálint Kovács", "Ada B"]), ("Bálint Kovács", "Ada B")),
        (json.dumps(["Ada\nB", 'Cy "C" D']), ("Ada B", 'Cy "C" D')),
        (repr(['M. M"uller', "Cy O'D"]), ('M. M"uller', "Cy O'D")),
        (repr(["M. M\\\"uller 'x'", 'Ada "B"']), ("M. Müller 'x'", 'Ada "B"')),
        (r"""['Erd\H{o}s' "Ada B"]""", ("Erdős", "Ada B")),
        (r"""["A $\beta$ B"]""", (r"A $\beta$ B",)),
        (repr([{"authorId": "1", "name": "Ada B"}, {"name": "Cy D"}]), ("Ada B", "Cy D")),
        (json.dumps([{"authorId": None, "name": "Ada B"}]), ("Ada B",)),
        ("[{'id': 1, 'name': 'Ada B'}\n {'id': 2, 'name': 'Cy D'}]", ("Ada B", "Cy D")),
        (repr([["B", "Ada", ""], ["D", "Cy", ""]]), ("Ada B", "Cy D")),
        (repr([None, "Ada B"]), ("Ada B",)),
        (repr(["N" + "o" * 25_000, "B"]), ("N" + "o" * 25_000, "B")),
    ],
)
def test_a_list_in_a_cell_says_what_was_written(cell, authors, read):
    # Previously escapes stayed in the names, and mappings were cut at their commas
    quoted = cell.replace('"', '""')
    ((paper,), problems) = read(f'title,abstract,authors\nA,First.,"{quoted}"\n')
    assert (paper.authors, problems) == (authors, [])


@pytest.mark.parametrize(
    "cell",
    [
        "[" * 400 + "'a'" + "]" * 400,
        "[" * 150 + "'a'" + "]" * 150,
        "['a', " + "-" * 10_000 + "1]",
        "[{[]: 1}]",
        "['a', b]",
        "[" + "'a', " * 9_000 + "b]",
    ],
)
def test_what_is_no_list_of_texts_stays_a_text(cell, read):
    papers, problems = read(f'title,abstract,keywords\nA,"{cell}","{cell}"\n')
    assert ([paper.abstract for paper in papers], problems) == ([cell], [])


@pytest.mark.parametrize("write", [repr, json.dumps, lambda texts: texts])
def test_an_abstract_may_be_a_list_of_its_sentences(write, read):
    # Previously all but the first sentence was lost, without a word
    record = {**ROWS[0], "abstract": write(["It's one.", 'It is "two".'])}
    ((paper,), problems) = read(json.dumps(record))
    assert (paper.abstract, problems) == ('It\'s one. It is "two".', [])


@pytest.mark.parametrize(
    ("abstract", "read_as"),
    [
        ([{"@Label": "AIM", "#text": "One."}, {"@Label": "END", "#text": "Two."}], "One. Two."),
        ([{"@lang": "en", "#text": "One."}, {"@lang": "de", "#text": "Eins."}], "One."),
        ([{"_": "One.", "$": {"lang": "en"}}, {"_": "Eins.", "$": {"lang": "de"}}], "One."),
        ([{"@lang": "en", "#text": "One."}, {"#text": "Two."}], "One. Two."),
        (["One.", "One."], "One."),
        ("['One.', 3]", "['One.', 3]"),
        ("[{'text': 'One.'}]", "[{'text': 'One.'}]"),
    ],
)
def test_the_parts_of_an_abstract_are_one_text(abstract, read_as, read):
    ((paper,), _) = read(json.dumps({**ROWS[0], "abstract": abstract}))
    assert paper.abstract == read_as


@pytest.mark.parametrize(
    ("title", "read_as"),
    [("['A']", "A"), ('["A, B"]', "A, B"), ("['A', 'B']", "['A', 'B']"), ("[['A']]", "[['A']]")],
)
def test_a_title_is_a_list_only_of_one(title, read_as, read):
    # Previously of `['A', 'B']` the rest was lost
    papers, problems = read(json.dumps({**ROWS[0], "title": title}))
    assert ([paper.title for paper in papers], problems) == ([read_as], [])


@pytest.mark.parametrize("own", ["", "https://example.com/a"])
def test_a_column_of_links_does_not_hide_the_link_of_a_title(own, read):
    # Previously the id in it was lost
    link = "[A](https://arxiv.org/abs/2503.01234)"
    ((paper,), _) = read(
        f"| Title | Abstract | Paper Link |\n|---|---|---|\n| {link} | First. | {own} |\n"
    )
    assert (paper.id, paper.title) == ("arxiv:2503.01234", "A")
    assert paper.url == (own or "https://arxiv.org/abs/2503.01234")


def test_a_field_of_a_form_has_its_value_whatever_stands_beside_it(read):
    fields = {"title": "A", "abstract": "First."}
    content = {key: {"value": one, "order": 1, "description": "x"} for key, one in fields.items()}
    ((paper,), problems) = read(json.dumps({"id": "aB1xYz", "content": content}))
    assert (paper.title, paper.abstract, problems) == ("A", "First.", [])


@pytest.mark.parametrize("rule", ["|---|:---|---|", "|---+----+---|"])
def test_a_title_in_a_table_may_be_a_link(rule, read):
    # Previously the link was part of the title, and its id was lost; a rule of Org was a paper
    link = "[A](https://arxiv.org/abs/2503.01234)"
    papers, problems = read(f"| # | Title | Abstract |\n{rule}\n| 1 | {link} | First. |\n")
    assert problems == []
    assert [(paper.id, paper.title) for paper in papers] == [("arxiv:2503.01234", "A")]


@pytest.mark.parametrize(
    ("fields", "known"),
    [
        ({"arXiv Link": "https://arxiv.org/abs/2503.01234"}, {"id": "arxiv:2503.01234"}),
        ({"DOI Link": "https://doi.org/10.1000/x"}, {"id": "doi:10.1000/x"}),
        ({"Author(s)": "Ada B; Cy D"}, {"authors": ("Ada B", "Cy D")}),
        ({"author": {"name": "Ada B"}}, {"authors": ("Ada B",)}),
        ({"author": [{"literal": "The Glide Team"}]}, {"authors": ("The Glide Team",)}),
        ({"Published Date": "2025-03-04"}, {"published": "2025-03-04"}),
        ({"datePublished": "2025-03-04"}, {"published": "2025-03-04"}),
        ({"published": {"date-parts": [[2025, 3]]}}, {"published": "2025-03"}),
        ({"subject": ["Robotics"]}, {"categories": ("Robotics",)}),
        ({"title": "", "headline": "B"}, {"title": "B"}),
    ],
)
def test_what_people_and_archives_call_a_field_is_known(fields, known, read):
    # Previously each of these was passed over without a word
    ((paper,), _) = read(json.dumps({**ROWS[0], **fields}))
    assert {name: getattr(paper, name) for name in known} == known


@pytest.mark.parametrize(
    "record",
    [
        {"id": "7"},
        {"abstract": "We."},
        {"paper": {"doi": "10.1/x"}},
        {"error": "rate limit reached"},
        {"name": "Foo", "text": "some prose"},
    ],
)
def test_a_record_without_title_is_skipped_also_with_an_empty_list_of_results(record, read):
    content = json.dumps([make_record(), {**record, "results": []}])
    papers, problems = read(content)
    assert ([paper.title for paper in papers], problems) == (["Title 1"], ["1: no title"])


def test_a_paper_beside_an_empty_list_is_read(read):
    lines = [{"papers": []}, {"papers": [], "data": [make_record(1)]}]
    lines.append({"paper": make_record(2), "results": []})
    papers, problems = read("\n".join(map(json.dumps, lines)))
    assert ([paper.title for paper in papers], problems) == (["Title 1", "Title 2"], [])


@pytest.mark.parametrize(
    "wrapper",
    [
        {"title": "Papers of the week", "papers": []},
        {"Title": "Neue Arbeiten", "date": "2025-03-01", "data": []},
        {"version": "1.1", "title": "A feed", "description": "All that is new.", "items": []},
        {"title": "A search", "message": {"total": 2, "items": []}},
        {"summary": "2 found", "hits": {"hits": []}},
        {"paper_title": "none", "results": [{"ms": 3}], "records": []},
    ],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_a_list_of_papers_may_have_a_title_of_its_own(wrapper, indent, read):
    # Previously the whole file was one record without an abstract
    for value in (wrapper, *wrapper.values()):
        for name, inner in value.items() if isinstance(value, dict) else ():
            if inner == []:
                value[name] = [make_record(1), {"paper": make_record(2)}]
    papers, problems = read(json.dumps(wrapper, indent=indent))
    assert ([paper.title for paper in papers], problems) == (["Title 1", "Title 2"], [])


@pytest.mark.parametrize(
    "record",
    [
        make_record(results=[{"metric": "accuracy", "value": 3}]),
        {"Title": "Title 1", "Abstract": "We.", "data": [{"name": "a set", "id": "7"}]},
        {"display_name": "Title 1", "abstract_inverted_index": {"We": [0]}, "items": [{"n": 1}]},
        {"paper": make_record(), "results": [{"metric": "accuracy"}]},
        make_record(papers=[make_record(2)]),
    ],
)
def test_a_paper_with_a_list_in_it_is_one_paper(record, read):
    # Previously one that calls its title otherwise, or is nested, was lost for its list
    papers, problems = read(json.dumps(record))
    assert ([paper.title for paper in papers], problems) == (["Title 1"], [])


def test_a_record_with_a_title_and_a_list_of_results_lacks_its_abstract(read):
    record = {"title": "Title 1", "results": [{"metric": "accuracy", "id": "2"}]}
    assert read(json.dumps(record)) == ([], ["1: no abstract"])


def test_a_broken_line_of_json_is_reported_and_the_next_one_read(read):
    lines = [json.dumps(make_record(1)), '{"title": "broken', json.dumps(make_record(3)), "7", "[]"]
    papers, problems = read("\n".join(lines))
    assert [paper.title for paper in papers] == ["Title 1", "Title 3"]
    assert problems[0] == "2: no JSON: unterminated string starting at column 11"
    assert problems[1] == "4: no JSON object but '7'"


def test_a_first_line_that_is_broken_costs_only_itself(read):
    papers, problems = read('{"title": "cut off\n' + json.dumps(make_record(2)))
    assert [paper.title for paper in papers] == ["Title 2"]
    assert problems[0].startswith("1: no JSON")


def test_an_array_that_breaks_off_keeps_what_came_before(read):
    papers, problems = read(json.dumps([make_record(n) for n in range(3)], indent=1)[:-30])
    assert [paper.title for paper in papers] == ["Title 0", "Title 1"]
    assert problems[0].startswith("10: no JSON from here on")


def test_json_nested_too_deep_is_reported(read):
    for text in ('{"a":' * 100_000, "[" * 100_000, '[{"title":' + "[" * 100_000):
        papers, problems = read(text)
        assert papers == []
        assert "nested too deep" in problems[0] or "no JSON" in problems[0]


@pytest.mark.parametrize("depth", [30, 300, 800])
def test_what_is_not_read_of_json_may_be_nested(read, depth):
    deep = "[" * depth + '"x"' + "]" * depth
    papers, problems = read(f'{{"title": "A", "abstract": "B", "tree": {deep}}}\n')
    assert ([paper.title for paper in papers], problems) == (["A"], [])


def test_an_arxiv_id_written_as_a_number_keeps_its_zeros(read):
    papers, _ = read('{"id": 2503.12340, "title": "A", "abstract": "B"}')
    assert papers[0].id == "arxiv:2503.12340"


@pytest.mark.parametrize(
    ("fields", "identifier"),
    [
        ({"id": "2503.01234v2"}, "arxiv:2503.01234"),
        ({"arxiv_id": "2503.01234"}, "arxiv:2503.01234"),
        ({"externalIds": {"ArXiv": "2503.01234", "DOI": "10.1000/x"}}, "arxiv:2503.01234"),
        ({"doi": "https://doi.org/10.1000/X"}, "doi:10.1000/x"),
        ({"id": "10.1000/X"}, "doi:10.1000/x"),
        ({"id": "row-7", "url": "http://arxiv.org/abs/2503.01234v1"}, "arxiv:2503.01234"),
        ({"id": "https://openalex.org/W1", "ids": {"doi": "10.1000/x"}}, "doi:10.1000/x"),
        ({"doi": "10.48550/arXiv.2503.01234"}, "arxiv:2503.01234"),
        ({"doi": "10.1000/x", "locations": [{"landing_page_url": None}]}, "doi:10.1000/x"),
        ({"doi": "10.1000/x", "locations": [None, 3, "2503.01234"]}, "doi:10.1000/x"),
        ({"doi": "10.1000/x", "relation": {"cites": [{"id": "2503.01234"}]}}, "doi:10.1000/x"),
    ],
)
def test_a_paper_is_known_by_the_best_id_it_has(fields, identifier, read):
    papers, _ = read(json.dumps(make_record(**fields)))
    assert papers[0].id == identifier


@pytest.mark.parametrize(
    "fields",
    [
        {"primary_location": {"landing_page_url": "http://arxiv.org/abs/2503.01234"}},
        {"best_oa_location": {"pdf_url": "https://arxiv.org/pdf/2503.01234v2"}},
        {
            "primary_location": {"landing_page_url": "https://doi.org/10.1000/x"},
            "locations": [
                {"landing_page_url": "https://doi.org/10.1000/x", "pdf_url": None},
                {"id": "pmh:oai:arXiv.org:2503.01234", "landing_page_url": None},
            ],
        },
        {"locations": [{"id": "doi:10.48550/arxiv.2503.01234"}]},
        {"open_access": {"is_oa": True, "oa_url": "https://arxiv.org/pdf/2503.01234"}},
        {"oa_locations": [{"url_for_landing_page": "https://arxiv.org/abs/2503.01234"}]},
        {"openAccessPdf": {"url": "https://arxiv.org/pdf/2503.01234", "status": "GREEN"}},
        {"externalIds": {"ArXiv": "2503.01234"}},
        {"relation": {"has-preprint": [{"id-type": "doi", "id": "10.48550/arXiv.2503.01234"}]}},
        {"relation": {"has-preprint": [{"id-type": "arxiv", "id": "2503.01234"}]}},
    ],
)
def test_a_journals_record_that_tells_its_preprint_is_the_paper_of_that(fields, read, tmp_path):
    # Previously the arXiv record and that of the journal were two papers of one title
    journal = make_record(doi="https://doi.org/10.1000/X", **fields)
    (paper,), _ = read(json.dumps(journal))
    assert (paper.id, paper.version) == ("arxiv:2503.01234", 0)
    assert "doi:10.1000/x" in paper.other_ids
    with Corpus.open(tmp_path / "kg") as corpus:
        for record in (make_record(doi="10.1000/x"), make_record(id="2503.01234v1"), journal):
            corpus.add(read(json.dumps(record))[0][0])
        assert [paper.id for paper in corpus.papers()] == ["arxiv:2503.01234"]


@pytest.mark.parametrize(
    ("fields", "published", "precision"),
    [
        ({"published": "2025-03-01T10:00:00Z"}, "2025-03-01", "day"),
        ({"published_at": "2025-03"}, "2025-03", "month"),
        ({"year": 2025}, "2025", "year"),
        ({"year": 2025, "month": "mar"}, "2025-03", "month"),
        ({"date": "Mon, 2 Apr 2007 19:18:42 GMT"}, "2007-04-02", "day"),
        ({"date": "March 1, 2025"}, "2025-03-01", "day"),
        ({"date": "2025 Mar 1"}, "2025-03-01", "day"),
        ({"date": "2025-Mar-01"}, "2025-03-01", "day"),
        ({"date": "2025 Mar"}, "2025-03", "month"),
        ({"date": "2025 Mar-Apr"}, "2025", "year"),
        ({"date": "Mar/Apr 2025"}, "2025", "year"),
        ({"date": "2025 Mar 1-8"}, "2025-03", "month"),
        ({"date": "2024 Dec-2025 Jan"}, None, None),
        ({"date": "31/12/2024"}, "2024-12-31", "day"),
        ({"date": "03/04/2024"}, "2024", "year"),
        # Previously less: as XML Schema, ctime, spreadsheets and BibTeX (month = {3}) have them.
        ({"date": "2025-03-01Z"}, "2025-03-01", "day"),
        ({"date": "2025-03-01+14:00"}, "2025-03-01", "day"),
        ({"date": "Mon Mar  3 10:11:12 2025"}, "2025-03-03", "day"),
        ({"date": "27.10.2025 10:00"}, "2025-10-27", "day"),
        ({"date": "10/27/2025 5:00:00 PM"}, "2025-10-27", "day"),
        ({"date": "27/10/2025, 10:00"}, "2025-10-27", "day"),
        ({"date": "27/10/2025 10:00:00 +0000"}, "2025-10-27", "day"),
        ({"date": "27/10/2025 10:00 UTC"}, "2025-10-27", "day"),
        ({"date": "14:03:2025"}, "2025", "year"),
        ({"date": "12:345 2004"}, "2004", "year"),
        ({"date": "03/04/2024 10:00"}, "2024", "year"),
        ({"date": "12/2024"}, "2024-12", "month"),
        ({"year": 2025, "month": "3"}, "2025-03", "month"),
        # Previously a month
        ({"year": 2025, "month": "mar", "day": "5"}, "2025-03-05", "day"),
        ({"year": 2025, "month": 3, "day": 15}, "2025-03-15", "day"),
        ({"year": 2025, "month": 2, "day": 30}, "2025-02", "month"),
        ({"year": 2025, "month": "3", "day": "Monday"}, "2025-03", "month"),
        ({"year": 2025, "month": "3", "day": "5th"}, "2025-03", "month"),
        ({"year": 2025, "month": "3", "day": "123"}, "2025-03", "month"),
        ({"year": 2025, "month": "3", "day": "5 6"}, "2025-03", "month"),
        ({"year": 2025, "day": "5"}, "2025", "year"),
        # Previously a year
        ({"date": "2024-05-06, 10:00"}, "2024-05-06", "day"),
        ({"date": "2024/05/06, 10:00:00 PM"}, "2024-05-06", "day"),
        ({"date": "2024-05, 10:00"}, "2024-05", "month"),
        ({"date": "10:00 2024 5 March"}, "2024-03", "month"),
        ({"date": "2024 5 March"}, "2024-03", "month"),
        ({"date": "2024 10:00"}, "2024", "year"),
        ({"date": "20250301"}, "2025-03-01", "day"),
        ({"date": 1740787200000}, "2025-03-01", "day"),
        ({"date": "4102444799"}, "2099-12-31", "day"),
        ({"date": "9999999999"}, None, None),  # previously a day of 2286
        ({"date": 9999999999999.0}, None, None),
        ({"date": 9999999999, "year": 2025}, "2025", "year"),
        ({"date": "2025-02-30"}, "2025-02", "month"),
        ({"date": "Jul 29"}, None, None),
        ({"date": "soon"}, None, None),
        ({"date": "0000-00-00"}, None, None),
        ({"id": "2503.01234"}, "2025-03", "month"),
        ({"id": "2503.01234", "year": "2025"}, "2025-03", "month"),
        ({"id": "2503.01234", "year": "2026"}, "2026", "year"),
        ({"id": "2503.01234", "date": "Jul 29"}, "2025-03", "month"),
    ],
)
def test_a_date_says_no_more_than_its_source(fields, published, precision, read):
    papers, _ = read(json.dumps(make_record(**fields)))
    assert (papers[0].published, papers[0].date_precision) == (published, precision)


@pytest.mark.parametrize(
    "authors",
    [
        ["Ada Lovelace", "Bálint Kovács"],
        "Ada Lovelace, Bálint Kovács",
        "Ada Lovelace and Bálint Kovács",
        "Lovelace, Ada and Kovács, Bálint",
        "Lovelace, Ada; Kovács, Bálint",
        [{"name": "Ada Lovelace"}, {"name": "Bálint Kovács", "hidden": False}],
        [{"given": "Ada", "family": "Lovelace"}, {"first": "Bálint", "last": "Kovács"}],
        [{"author": {"display_name": name}} for name in ("Ada Lovelace", "Bálint Kovács")],
        r"Ada Lovelace (London), B\'alint Kov\'{a}cs",
        [["Lovelace", "Ada", ""], ["Kovács", "Bálint", ""]],
    ],
)
def test_authors_are_the_same_names_in_every_notation(authors, read):
    papers, _ = read(json.dumps(make_record(authors=authors)))
    assert papers[0].authors == ("Ada Lovelace", "Bálint Kovács")


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        (["Lovelace, Ada", "Kovács, Bálint"], ("Ada Lovelace", "Bálint Kovács")),
        (["Martin King, Jr.", "A B"], ("Martin King, Jr.", "A B")),
        (
            "A. B. Lovelace, C. Kovács, and D. van Dyk",
            ("A. B. Lovelace", "C. Kovács", "D. van Dyk"),
        ),
        ("Lovelace, A. and Kovács, B. and Dyk, D.", ("A. Lovelace", "B. Kovács", "D. Dyk")),
        (["Ada Lovelace and Bálint Kovács"], ("Ada Lovelace", "Bálint Kovács")),
        ("The Big Collaboration", ("The Big Collaboration",)),
        (["Ada", None, {}, 3, [], "Ada"], ("Ada",)),
        ([["Lovelace", None], [["Foo"]], [None, "A"]], ("Lovelace", "Foo")),
        (None, ()),
    ],
)
def test_author_lists_of_the_wild(authors, expected, read):
    papers, _ = read(json.dumps(make_record(authors=authors)))
    assert papers[0].authors == expected


def test_the_record_of_arxivs_own_dump_is_understood(read):
    record = {
        "id": "0704.0001",
        "submitter": "Pavel Nadolsky",
        "authors": "C. Bal\\'azs, E. L. Berger",
        "title": "Calculation of prompt diphoton production cross sections\n  at the Tevatron",
        "doi": "10.1103/PhysRevD.76.013009",
        "categories": "hep-ph cs.LG",
        "abstract": "  A fully differential calculation\nis presented.\n",
        "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}],
        "update_date": "2008-11-26",
        "authors_parsed": [["Balázs", "C.", ""], ["Berger", "E. L.", ""]],
    }
    ((paper,), problems) = read(json.dumps(record))
    assert problems == []
    assert paper.title == "Calculation of prompt diphoton production cross sections at the Tevatron"
    assert paper.abstract == "A fully differential calculation is presented."
    assert paper.authors == ("C. Balázs", "E. L. Berger")
    assert (paper.published, paper.categories) == ("2007-04-02", ("hep-ph", "cs.LG"))
    assert "doi:10.1103/physrevd.76.013009" in paper.other_ids


def test_the_answer_of_crossref_is_understood(read):
    work = {
        "DOI": "10.1000/X",
        "title": ["A Model"],
        "abstract": "<jats:title>Abstract</jats:title><jats:p>Is <jats:sup>9</jats:sup>.</jats:p>",
        "author": [{"given": "Ada", "family": "Lovelace", "sequence": "first"}],
        "issued": {"date-parts": [[2025, 3]]},
        "URL": "https://doi.org/10.1000/X",
    }
    papers, problems = read(json.dumps({"status": "ok", "message": {"items": [work]}}))
    assert problems == []
    assert papers[0].abstract == "Is 9."
    assert (papers[0].id, papers[0].published) == ("doi:10.1000/x", "2025-03")
    assert papers[0].authors == ("Ada Lovelace",)


@pytest.mark.parametrize(
    ("written", "categories"),
    [
        ("cs.CL cs.LG", ("cs.CL", "cs.LG")),
        ("hep-ph cond-mat.mtrl-sci quant-ph", ("hep-ph", "cond-mat.mtrl-sci", "quant-ph")),
        ("cs.CL, cs.LG", ("cs.CL", "cs.LG")),
        ("Computer Science - Machine Learning", ("cs.LG",)),
        (
            "Computer Science - Distributed, Parallel, and Cluster Computing, "
            "Statistics - Machine Learning",
            ("cs.DC", "stat.ML"),
        ),
        ("Computer Science - Robotics;sim-to-real", ("cs.RO", "sim-to-real")),
        ("deep learning", ("deep learning",)),
        ("deep learning, self-play", ("deep learning", "self-play")),
        ("search, ranking; retrieval", ("search, ranking", "retrieval")),
        ("Machine Learning (cs.LG); Robotics (cs.RO)", ("cs.LG", "cs.RO")),
        ("Mathematics - Optimization and Control", ("math.OC",)),
        (
            "Computer Science - Machine Learning; Quantitative Biology - Neurons and Cognition;"
            "Physics - Data Analysis, Statistics and Probability; Economics - Econometrics;"
            "High Energy Physics - Theory; Astrophysics - Astrophysics of Galaxies",
            ("cs.LG", "q-bio.NC", "physics.data-an", "econ.EM", "hep-th", "astro-ph.GA"),
        ),
        ("Applied Mathematics - Logic, Light", ("Applied Mathematics - Logic", "Light")),
        ("Mathematics - Birds and Control", ("Mathematics - Birds and Control",)),
        ("Computer Science - Robotics Theory", ("Computer Science - Robotics Theory",)),
        (["Computer Science - Databases", "68T05, 62H30"], ("cs.DB", "68T05, 62H30")),
        (["Computer Science - Databases, deep learning"], ("cs.DB", "deep learning")),
        ([{"term": "cs.LG", "scheme": "http://a.b/c"}, {"term": "cs.CL"}], ("cs.LG", "cs.CL")),
        ([{"tag": "Computer Science - Robotics", "type": 1}, {"tag": "birds"}], ("cs.RO", "birds")),
        (
            [{"id": "https://a.b/1", "display_name": "Nets", "score": 0.5}, "birds"],
            ("Nets", "birds"),
        ),
        ([{"category": "Biology", "source": "x"}, {"name": "Art"}, {}], ("Biology", "Art")),
    ],
)
def test_only_codes_of_arxiv_are_told_apart_by_blanks(written, categories, read):
    # Previously "Computer Science - Machine Learning" was Computer, Science, -, Machine, Learning
    papers, _ = read(json.dumps(make_record(keywords=written)))
    assert papers[0].categories == categories
    if isinstance(written, str):
        entry = "@misc{{k, title={{A}}, abstract={{B.}},\n keywords = {{{}}},\n}}\n"
        assert read(entry.format(written))[0][0].categories == categories


def test_what_an_oai_archive_has_deleted_is_no_fault(read):
    # Previously each was a record that is skipped for its title
    gone = '<record><header status="deleted"><identifier>oai:a:1</identifier></header></record>'
    kept = "<record><header/><dc><title>A</title><description>B.</description></dc></record>"
    papers, problems = read(f"<OAI-PMH><ListRecords>{gone}{kept}{gone}</ListRecords></OAI-PMH>")
    assert ([paper.title for paper in papers], problems) == (["A"], [])
    papers, problems = read(f"<OAI-PMH><ListRecords>{gone}</ListRecords></OAI-PMH>")
    assert (papers, problems) == ([], ["None: the feed has no entries"])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Ada&#x27;s R&amp;D", "Ada's R&D"),
        ("p &lt; 0.05 &amp;amp; q &amp;gt; 1", "p < 0.05 & q > 1"),
        ("<i>A</i> model of H<sub>2</sub>O", "A model of H2O"),
        ('<p>One.</p><p class="x">Two <b><i>and</i></b> three.</p>', "One. Two and three."),
        ("&lt;i&gt;A&lt;/i&gt; model", "A model"),
        ("<jats:p>a &lt; b &amp; c</jats:p>", "a < b & c"),
        ("Of <mml:math><mml:mi>x</mml:mi></mml:math> items", "Of x items"),
        ("a < b", "a < b"),
        ("if x<b and c>d then <i> is", "if x<b and c>d then <i> is"),
        ("tokens <s> and </s>, <think> and </think>", "tokens <s> and </s>, <think> and </think>"),
        ("R&D; AT&T &copy &unknown; $a&b;$", "R&D; AT&T &copy &unknown; $a&b;$"),
    ],
)
def test_the_markup_of_a_page_goes_from_titles_and_abstracts(written, meant, read):
    # Previously a title held `&amp;` and `<i>A</i>`, an abstract `&#x27;`
    record = {"DOI": "10.1000/x", "title": [f"On {written}"], "abstract": f"It is {written}"}
    papers, _ = read(json.dumps({"status": "ok", "message": {"items": [record]}}))
    assert (papers[0].title, papers[0].abstract) == (f"On {meant}", f"It is {meant}")


OPENREVIEW = {
    "title": "A Model",
    "abstract": "Abstract.",
    "authors": ["Ada Lovelace", "Bálint Kovács"],
    "keywords": ["robots", "vision"],
    "pdf": "/pdf/1.pdf",
    "code": "[![github](/icon.svg) acme/glide](https://github.com/acme/glide)",
}


@pytest.mark.parametrize(
    "content",
    [OPENREVIEW, {key: {"value": value} for key, value in OPENREVIEW.items()}],
    ids=["first API", "second API"],
)
@pytest.mark.parametrize("write", [lambda notes: {"notes": notes, "count": 1}, list])
def test_the_answer_of_openreview_is_understood(content, write, read):
    # Previously it was one record without a title
    note = {"id": "aB1xYz", "forum": "aB1xYz", "number": 1, "cdate": 1740787200000}
    ((paper,), problems) = read(json.dumps(write([{**note, "content": content}])))
    assert problems == []
    assert (paper.title, paper.abstract) == ("A Model", "Abstract.")
    assert (paper.authors, paper.published) == (("Ada Lovelace", "Bálint Kovács"), "2025-03-01")
    assert (paper.categories, paper.source_id) == (("robots", "vision"), "aB1xYz")
    assert paper.url == "https://openreview.net/forum?id=aB1xYz"
    assert [url for url, _ in paper.code] == ["https://github.com/acme/glide"]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda value: {"value": value},
        lambda value: {"@value": value, "@language": "en"},
        lambda value: {"#text": value, "@type": "x"},
        lambda value: {"_": value, "$": {"lang": "en"}},
        lambda value: {"$": value, "type": "text"},
        lambda value: [{"value": one} for one in value] if isinstance(value, list) else [value],
    ],
)
def test_a_field_may_be_wrapped(wrap, read):
    # Previously of wrapped keywords only the first was read, and of a wrapped title nothing
    fields = {
        **{"title": "A Model", "abstract": "Abstract.", "doi": "10.1000/x", "date": "2025-03-01"},
        **{"authors": ["Ada Lovelace", "Bálint Kovács"], "keywords": ["robots", "vision"]},
        **{"url": "https://example.com/a", "code": "https://github.com/acme/glide"},
    }
    ((plain,), _) = read(json.dumps([fields]))
    ((paper,), problems) = read(json.dumps([{key: wrap(value) for key, value in fields.items()}]))
    assert problems == []
    assert paper == plain
    assert plain.categories == ("robots", "vision")


def test_what_is_no_paper_in_openreview_is_skipped(read):
    said = {"rating": {"value": 6}, "summary": {"value": "x"}}
    reply = {"id": "r", "forum": "f", "content": said}
    papers, problems = read(json.dumps({"notes": [reply, {"id": "s", "content": None}]}))
    assert (papers, problems) == ([], ["1: no title", "1: no title"])


def test_an_abstract_that_openalex_stores_by_word_is_put_together(read):
    index = {"models": [1], "Large": [0], "are": [2], "large.": [3]}
    papers, _ = read(json.dumps({"display_name": "A", "abstract_inverted_index": index}))
    assert papers[0].abstract == "Large models are large."


@pytest.mark.parametrize("place", ["1" * 5_000, "²", "-1", "1.0"])
def test_a_place_that_no_word_has_costs_only_the_word(place, read):
    # Previously Python's error on a number of over 4,300 digits ended the reading
    index = f'{{"title": "A", "abstract_inverted_index": {{"We": [0], "x": [{place}]}}}}\n'
    if place == "²":
        index = index.replace("²", '"²"')
    papers, problems = read(index + json.dumps(make_record()))
    assert [paper.abstract for paper in papers] == ["We", "Abstract 1."]
    assert problems == []


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"title": "A"}, "1: no abstract"),
        ({"abstract": "A"}, "1: no title"),
        # Previously "no title"
        ({"title": "No abstract"}, "1: no abstract"),
        ({"title": "T", "abstract": "No abstract."}, "1: no abstract"),
        ({"title": "A", "abstract": None}, "1: no abstract"),
        ({"title": "A", "abstract": " N/A. "}, "1: no abstract"),
        ({"title": {"a": 1}, "abstract": 3}, "1: no title"),
        (
            make_record(abstract="a" * 50_001),
            "1: abstract of 50,001 characters; at most 50,000 are read",
        ),
    ],
)
def test_a_record_that_is_no_paper_is_reported_with_its_reason(record, reason, read):
    assert read(json.dumps(record)) == ([], [reason])


# Tables


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_table_is_read_whatever_parts_its_fields_and_lines(delimiter, newline, read):
    rows = [
        "Title|Summary|arXiv ID|Authors",
        '"One, two|three; ""four"""|"Two\nlines."|2503.01234|A B',
    ]
    text = newline.join(rows).replace("|", "\0").replace("\n", newline)
    text = text.replace("two\0three", "two|three").replace("\0", delimiter)
    papers, problems = read(text)
    assert problems == []
    assert papers[0].title == 'One, two|three; "four"'
    assert (papers[0].abstract, papers[0].id) == ("Two lines.", "arxiv:2503.01234")


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "^"])
@pytest.mark.parametrize("hint", ["sep={}", '"sep={}"', "SEP={}{}{}"])
@pytest.mark.parametrize("begin", ["", "\ufeff", "\n"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_line_that_tells_excel_the_delimiter_is_no_header(
    begin, hint, delimiter, newline, read
):
    # Previously every row after it was one without a title, and with a tab no table at all
    rows = [hint.replace("{}", delimiter), "title|abstract|year", "A|First, or 1;2.|2025"]
    rows[1:] = [f'"{row}"'.replace("|", f'"{delimiter}"') for row in rows[1:]]
    papers, problems = read(begin + newline.join(rows) + newline)
    assert problems == []
    assert [(paper.title, paper.abstract, paper.published) for paper in papers] == [
        ("A", "First, or 1;2.", "2025")
    ]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("first", ["title", "authors"])
def test_the_numbers_that_r_writes_before_its_rows_need_no_name(first, delimiter, read):
    # Previously every row was one with too many fields
    rows = [[first, "title" if first != "title" else "year", "abstract"]]
    rows += [[str(n), f"{n}A", f"{n}B", "First, or second."] for n in (1, 2, 3)]
    papers, problems = read("\n".join(delimiter.join(f'"{c}"' for c in row) for row in rows))
    assert problems == []
    own = "A" if first == "title" else "B"
    assert [paper.title for paper in papers] == [f"{n}{own}" for n in (1, 2, 3)]
    assert {paper.abstract for paper in papers} == {"First, or second."}


@pytest.mark.parametrize("numbers", ["3 7", "2 1 3", "10 2"])
@pytest.mark.parametrize("blank", ["", "\n", "---,---\n"])
def test_the_numbers_of_rows_may_begin_anywhere(blank, numbers, read):
    # Previously all rows above number 1 were ones with too many fields
    rows = [f'"{n}","A{n}","First, or second."\n' for n in numbers.split()]
    papers, problems = read('"title","abstract"\n' + blank + "".join(rows))
    assert ([paper.title for paper in papers], problems) == (
        [f"A{n}" for n in numbers.split()],
        [],
    )


@pytest.mark.parametrize(
    "row",
    [
        "title,abstract\n2001,A Film,We.\n",
        "title,abstract\n7, a Study,We.\n",
        "year,title,abstract\n25,A,B,We.\n",
        "date,title,abstract\n20250301,A,B,We.\n",
        "title,abstract\nB,Third.\n1,2,We.\n",
    ],
)
def test_a_number_in_a_text_that_its_comma_cuts_is_no_number_of_a_row(row, read):
    papers, problems = read(row + row.partition("\n")[0].replace("abstract", "End.") + "\n")
    assert {paper.abstract for paper in papers} <= {"Third.", "End."}
    assert len(problems) == 1
    assert " fields where the header has " in problems[0]


@pytest.mark.parametrize("first", ["id", "no", "x"])
def test_a_number_with_a_column_of_its_own_is_no_number_of_a_row(first, read):
    papers, problems = read(f"{first},title,abstract\n1,A,First, or second.\n2,B,Third.\n")
    assert [paper.title for paper in papers] == ["B"]
    assert len(problems) == 1


def test_a_row_of_a_table_without_abstract_is_reported_with_its_line(read):
    papers, problems = read('title,abstract\n"A\nb",First.\nB,\n\nC,Third.\n')
    assert [paper.title for paper in papers] == ["A b", "C"]
    assert problems == ["4: no abstract"]


def test_a_quote_that_never_closes_does_not_swallow_the_table(read):
    rows = [f"T{n},Abstract number {n}." for n in range(20_000)]
    rows[3] = '"T3,Abstract.'
    papers, problems = read("title,abstract\n" + "\n".join(rows))
    assert len(papers) > 10_000
    assert problems


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_text_that_its_commas_cut_is_reported_and_not_read_in_part(delimiter, read):
    # Previously what stood behind the comma was gone without a word
    rows = ["title,abstract", "A,We present B, a model", "C,D.,", "E,F."]
    papers, problems = read("\n".join(rows).replace(",", delimiter))
    assert [paper.title for paper in papers] == ["C", "E"]
    hint = f"name each column, and put a text with {delimiter!r} in double quotes"
    assert problems == [f"2: 3 fields where the header has 2; {hint}"]


@pytest.mark.parametrize("rule", ["|---|---|", "| :--- | ---: |", "|-|-|", "|:-:|:-:|"])
def test_a_table_of_markdown_is_read(rule, read):
    # Previously its rule was a paper
    papers, problems = read(f"| Title | Abstract |\n{rule}\n| A | We present B. |\n| *** | C. |\n")
    assert [(paper.title, paper.abstract) for paper in papers] == [("A", "We present B.")]
    assert problems == ["4: no title"]


@pytest.mark.parametrize("delimiter", [", ", "; ", " | "])
def test_blanks_may_stand_before_a_quote(delimiter, read):
    # Previously the quote was one of the text, which ended at its first comma
    rows = [["Title", "Abstract"], ["A", '"We, who; fly | present B."'], ["C", "D."]]
    papers, problems = read("\n".join(map(delimiter.join, rows)))
    assert [paper.abstract for paper in papers] == ["We, who; fly | present B.", "D."]
    assert problems == []


def test_between_tabs_blanks_may_stand_before_a_quote_and_cells_be_empty(read):
    # Previously a quote behind a blank was one of the text
    rows = [
        ["Id", "DOI", "Title", "Abstract"],
        ["1", "", ' "A\tand so on"', ' "We present B." '],
        ["2", "", '"C"', '"D."'],
    ]
    papers, problems = read("\n".join(map("\t".join, rows)))
    assert [paper.title for paper in papers] == ["A and so on", "C"]
    assert [paper.abstract for paper in papers] == ["We present B.", "D."]
    assert problems == []


@pytest.mark.parametrize("delimiter", [", ", "; ", " | "])
def test_a_quote_behind_a_blank_that_closes_elsewhere_is_one_of_the_text(delimiter, read):
    # Previously it took in all rows below it, or lost its marks
    rows = [
        ["Title", "Abstract"],
        ["A", '"B" and "C" are words.'],
        ["D", '"E begins.'],
        ["F", "G."],
    ]
    papers, problems = read("\n".join(map(delimiter.join, rows)))
    assert [paper.abstract for paper in papers] == ['"B" and "C" are words.', '"E begins.', "G."]
    assert problems == []


def test_questions_of_a_form_may_be_columns(read):
    asked = "Whether this paper is on the topic of the survey at hand"
    papers, _ = read(f"title\tabstract\t{asked}\nA title\tWe study B.\n")
    assert [paper.title for paper in papers] == ["A title"]
    with pytest.raises(InputError, match="a table without a column called title"):
        read(f"Timestamp,Name,Abstract,{asked}?\n2024,A,We study B.,yes\n")


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_long_field_that_nobody_reads_costs_nothing(quote, read):
    # Previously a full text of over 131,072 characters in another column cost its row
    limit = csv.field_size_limit()
    rows = ["title,abstract,refs", f"A,B.,{quote}{'x' * 200_000}{quote}", "C,D.,"]
    papers, problems = read("\n".join(rows))
    assert [paper.title for paper in papers] == ["A", "C"]
    assert (problems, csv.field_size_limit()) == ([], limit)


@pytest.mark.parametrize(
    "remark",
    ["", "About the data: exported Jan 5, 2025, Criteria: foo\n", "a,b\n", "Papers\n", "sep=,\n"],
)
def test_a_remark_above_the_header_of_a_table_may_have_commas(remark, read):
    # Previously the remark was read as the header, and no row had a title
    papers, problems = read(remark + "Title,Abstract\nA,B.\n")
    assert ([paper.title for paper in papers], problems) == (["A"], [])


def test_a_table_whose_delimiter_is_told_lacks_what_its_header_lacks(read):
    assert read("sep=,\nName,Abstract\nA,B.\nC,D.\n") == ([], ["3: no title", "4: no title"])


@pytest.mark.parametrize(
    "content",
    [
        'Title,Abstract,Abstract\nA,"B.",\n',
        'Title,Abstract,Abstract\nA,,"B."\n',
        "Title,abstract ,Abstract,ABSTRACT\nA,,B.,C.\n",
        '{"title": "A", "Abstract": "B.", "abstract ": ""}',
        '{"title": "A", "Abstract": null, "abstract ": "B."}',
        '{"title": "A", "abstract": "", "paper": {"abstract": "B."}}',
    ],
)
def test_of_two_fields_of_one_name_the_first_that_says_something_counts(content, read):
    # Previously an empty column took the abstract away
    papers, problems = read(content)
    assert [(paper.title, paper.abstract) for paper in papers] == [("A", "B.")]
    assert problems == []


ZOTERO = (
    '"Key","Item Type","Publication Year","Author","Title","Publication Title","DOI","Url",'
    '"Abstract Note","Date","Extra","Manual Tags","Automatic Tags"\n'
    '"ABCD1234","preprint","2025","van Dyk, David","A Model","","","","Abstract.","2025-03-04",'
    '"arXiv:2503.01234 [cs]","","Computer Science - Robotics; sim-to-real"\n'
)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_table_of_zotero_is_read(mark, read):
    # Previously it was of no known format
    ((paper,), problems) = read(mark + ZOTERO)
    assert problems == []
    assert (paper.id, paper.title, paper.abstract) == ("arxiv:2503.01234", "A Model", "Abstract.")
    assert (paper.authors, paper.published) == (("David van Dyk",), "2025-03-04")
    assert paper.categories == ("cs.RO", "sim-to-real")


@pytest.mark.parametrize(
    "content",
    [
        # Scopus
        "Authors,Author full names,Title,Year,Source title,DOI,Link,Abstract,Author Keywords\n"
        '"Lovelace A.; Dyk D.","Lovelace, Ada (571); Dyk, David (572)",A Model,2025,Acme,'
        "10.1000/X,https://scopus.example/1,Abstract.,robots; vision\n",
        # Web of Science, full records and tab-delimited
        "Publication Type,Authors,Author Full Names,Article Title,Abstract,Publication Year,DOI,"
        'Author Keywords\nJ,"Lovelace, A; Dyk, D","Lovelace, Ada; Dyk, David",A Model,Abstract.,'
        "2025,10.1000/X,robots; vision\n",
        "PT\tAU\tAF\tTI\tSO\tAB\tPY\tDI\tDE\tUT\nJ\tLovelace, A; Dyk, D\t"
        "Lovelace, Ada; Dyk, David\tA Model\tACME\tAbstract.\t2025\t10.1000/X\trobots; vision\tW\n",
        # IEEE Xplore
        '"Document Title",Authors,"Publication Year",Abstract,DOI,PDF Link,Author Keywords\n'
        '"A Model","Ada Lovelace; David Dyk",2025,Abstract.,10.1000/X,,robots;vision\n',
        # Publish or Perish
        "Cites,Authors,Title,Year,Source,ArticleURL,DOI,Abstract,Keywords\n"
        '3,"Ada Lovelace, David Dyk",A Model,2025,Acme,https://x.example/1,10.1000/X,Abstract.,'
        '"robots, vision"\n',
        # Lens
        "Lens ID,Title,Date Published,Author/s,Abstract,DOI,Keywords\n"
        "1,A Model,2025,Ada Lovelace; David Dyk,Abstract.,10.1000/X,robots; vision\n",
        # Dimensions has a line above the header
        '"About the data: exported on Oct 1, 2025."\nRank,DOI,Title,Abstract,Authors,Keywords,'
        'PubYear,Year\n1,10.1000/X,A Model,Abstract.,"Lovelace, Ada; Dyk, David",'
        "robots; vision,2025,2025\n",
    ],
)
def test_tables_of_the_archives_are_read(content, read):
    ((paper,), problems) = read(content)
    assert problems == []
    assert (paper.id, paper.title, paper.abstract) == ("doi:10.1000/x", "A Model", "Abstract.")
    assert (paper.authors, paper.published) == (("Ada Lovelace", "David Dyk"), "2025")
    assert paper.categories == ("robots", "vision")


def test_what_scopus_says_of_a_missing_abstract_is_none(read):
    papers, problems = read("Title,DOI,Abstract\nA,10.1000/x,[No abstract available]\n")
    assert (papers, problems) == ([], ["2: no abstract"])


LONG = "We ask what readers see first, and find that short words, not long ones, are read. " * 4


@pytest.mark.parametrize(
    "text",
    [
        "Title, abstract and keywords are what a reader sees first.\nWe study how, and why.",
        "Title, abstract and keywords are what\na reader sees first, as we show, of any\npaper.",
        "Abstract, title, or both: which of them counts, and to whom, is open.\nWe ask.",
        "Title; abstract; and body.\nMore; text.",
        "Authors, title and year stand in each entry.\nWe count them, all.",
    ],
)
def test_prose_that_names_title_and_abstract_is_no_table(text, read):
    # Previously it was a table that lacked a column, or whose rows were papers
    with pytest.raises(InputError, match="is of no known format"):
        read(text)


@pytest.mark.parametrize("title", ["Title, Abstract, and Body", "Abstract, Title, or Both of Them"])
def test_a_page_whose_first_title_names_title_and_abstract_is_read(title, read):
    papers, problems = read(f"{title}\n\n{LONG}\n")
    assert ([paper.title for paper in papers], problems) == ([title], [])


@pytest.mark.parametrize(
    "column", ["No.", "Vol. No.", "What do you like about the paper most, and why?", "Was it good?"]
)
def test_a_column_may_be_named_by_a_question_or_an_abbreviation(column, read):
    cell = f'"{column}"' if "," in column else column
    papers, problems = read(f"Title,Abstract,{cell}\nA Model,We introduce B.,1\n")
    assert ([paper.title for paper in papers], problems) == (["A Model"], [])


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Titel;Abstract;Jahr", "called title; it has 'Titel', 'Abstract', 'Jahr'"),
        ("Authors,Title,Year", "called abstract; it has 'Authors', 'Title', 'Year'"),
        ("\ufeffAutor\tJournal\tDOI\tYear", "called title or abstract; it has 'Autor', "),
        (
            ",".join(["Title", *(f"Column {number}" for number in range(20))]),
            "'Column 10' and 9 more",
        ),
    ],
)
def test_a_table_without_title_or_abstract_says_what_it_has(header, said, read):
    # Previously it was of no known format, and nothing said which column is missing
    with pytest.raises(InputError, match="is a table without a column called") as caught:
        read(header + "\na,b,c,d\n")
    assert said in str(caught.value)


PAGE_ROWS = (
    ("A model for menus", "We introduce CafeNet, a model, and it reaches 91% on MMLU. " * 5),
    ("Foo for bars", "We introduce FooNet, a network for bars that is trained with LoRA. " * 5),
    ("Bar for Foo", "BarNet is a network of great width, and it is trained with LoRA, too. " * 5),
)


@pytest.mark.parametrize(
    "header",
    [
        ("Submission heading", "What it is about"),
        ("Timestamp", "Titel der Arbeit", "Kurze Zusammenfassung"),
        ("What is your name", "How did you like the course"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("count", [2, 3])
def test_a_table_of_other_columns_is_no_page_of_papers(header, delimiter, count, read):
    # Previously its header was the title of one paper, and all its rows the abstract
    more = ("1",) * (len(header) - 2)
    rows = [header, *((*more, *row) for row in PAGE_ROWS[:count])]
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    with pytest.raises(InputError, match="is a table without a column called") as caught:
        read(file.getvalue())
    assert repr(header[0]) in str(caught.value)


@pytest.mark.parametrize("commas", range(4))
def test_a_page_of_titles_with_commas_is_no_table(commas, read):
    said = f"We show{', and' * commas} that a page with as many commas is none."
    said += " It goes on and on." * 12
    titles = [f"Small{', Big' * commas} and Foo of {name}" for name in ("Ink", "Oil")]
    papers, _ = read("".join(f"{title}\n{said}\n\n" for title in titles))
    assert [paper.title for paper in papers] == titles
    assert {paper.abstract for paper in papers} == {said}


@pytest.mark.parametrize("what", ["paper", "article", "document"])
def test_title_and_abstract_may_say_of_what_they_are(what, read):
    papers, _ = read(f"{what} title,{what} abstract\nOwls,We count owls.\n")
    assert [(paper.title, paper.abstract) for paper in papers] == [("Owls", "We count owls.")]


# BibTeX

BIBTEX = r"""
% a comment
@string{acl = "ACL"}
@comment{jabref-meta}
@inproceedings{devlin-2019,
    title = "{BERT}: Pre-training of {\"U}ber Models",
    author = "Devlin, Jacob  and
      M{\"u}ller, J{\"o}rg and {The Big Team} and others",
    month = jun, year = "2019",
    doi = "10.18653/v1/N19-1423",
    abstract = "We introduce {BERT}, with 5\% gains in $x_{2}$ \& more.",
}
@misc{grpo, title={DeepSeekMath}, author={Zhihong Shao}, year={2024}, eprint={2402.03300},
 archivePrefix={arXiv}, abstract={GRPO is {a {nested} thing}.}}
@article{broken, title={Never {closed}, abstract={x}
@article{scholar, title={Llama 2}, journal={arXiv preprint arXiv:2307.09288}, year={2023},
 abstract = {We develop} # { Llama 2.}
}
@book{nothing, title={Other}}
"""


def test_bibtex_gives_papers_in_plain_text(read):
    papers, problems = read(BIBTEX)
    assert [paper.id for paper in papers] == [
        "doi:10.18653/v1/n19-1423",
        "arxiv:2402.03300",
        "arxiv:2307.09288",
    ]
    assert papers[0].title == "BERT: Pre-training of Über Models"
    assert papers[0].abstract == "We introduce BERT, with 5% gains in $x_{2}$ & more."
    assert papers[0].authors == ("Jacob Devlin", "Jörg Müller", "The Big Team")
    assert [paper.published for paper in papers] == ["2019-06", "2024-02", "2023-07"]
    assert papers[1].abstract == "GRPO is a nested thing."
    assert papers[2].abstract == "We develop Llama 2."
    assert problems == ["15: the braces of the entry do not close", "19: no abstract"]


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        (r"{{Foo}: Tuning with {$\ell_0$} Masks}", r"Foo: Tuning with $\ell_0$ Masks"),
        (r"Nguy{\~{\^e}}n Tr{\`\^a}n {\DJ}or{\dj}e", "Nguyễn Trần Đorđe"),
        (r"from 48.1\,\% to {\textasciitilde}50\%", "from 48.1 % to ~50%"),
        (r"p {\textless} 0.05, 2{\texttimes} faster", "p < 0.05, 2× faster"),
        (r"Code: \url{https://x.example/~a_b}.", "Code: https://x.example/~a_b."),
        (r"Code is \href{https://x.example/r}{here}.", "Code is here (https://x.example/r)."),
        (r"an \${\textbackslash}ell\_0\$ norm for \$5", r"an $\ell_0$ norm for \$5"),
        (r"{\$}x{\textasciicircum}2{\$} and {\$}5", r"$x^2$ and \$5"),
        (r"Dr.~M{\"u}ller", "Dr. Müller"),
        (r"{\textbackslash}alpha and {\textbackslash}n of {GAN}s", r"\alpha and \n of GANs"),
    ],
)
def test_bibtex_of_reference_managers_is_read_as_it_was_meant(value, meant, read):
    papers, problems = read(
        f"@article{{a, title={{A Title}}, year={{2024}},\n abstract={{{value} We try.}} }}\n"
    )
    assert problems == []
    assert papers[0].abstract == meant + " We try."


@pytest.mark.parametrize("part", ["\\(", "{", "\\$", "\\url{", "\\href{a}{", "\\~{", "{\\$}"])
def test_latex_that_never_ends_takes_no_long_time(part):
    started = time.perf_counter()
    decode_bibtex(part * (50_000 // len(part)))
    assert time.perf_counter() - started < 5


# Tagged lines


RIS = """TY  - JOUR
TI  - A Model
AU  - van Dyk, David
AU  - Lovelace, Ada
PY  - 2025
DA  - 2025/03/04/
AB  - One line
and another.
KW  - Computer Science - Robotics
KW  - vision
DO  - 10.1000/X
UR  - https://x.example/1
N1  - arXiv:2503.01234 [cs]
ER  -

"""
PUBMED = """PMID- 7
OWN - NLM
TI  - A Model
AB  - One line
      and another.
FAU - van Dyk, David
AU  - van Dyk D
FAU - Lovelace, Ada
DP  - 2025 Mar 4
LID - 10.1000/X [doi]

"""
WEB_OF_SCIENCE = """FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU van Dyk, D
   Lovelace, A
AF van Dyk, David
   Lovelace, Ada
TI A Model
AB One line
   and another.
DI 10.1000/X
PY 2025
ER

EF
"""
ENDNOTE = """%0 Journal Article
%T A Model
%A van Dyk, David
%A Lovelace, Ada
%D 2025
%R 10.1000/X
%X One line and another.

"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("content", "identifier", "published"),
    [
        (RIS, "arxiv:2503.01234", "2025-03-04"),
        ("Provider: Acme\nContent: text/plain\n\n" + RIS, "arxiv:2503.01234", "2025-03-04"),
        ("\ufeff" + RIS.replace("2025/03/04/", "2025///"), "arxiv:2503.01234", "2025-03"),
        (PUBMED, "doi:10.1000/x", "2025-03-04"),
        (PUBMED.replace("LID -", "LID - S0000 [pii]\nAID -"), "doi:10.1000/x", "2025-03-04"),
        (PUBMED.replace("Mar 4", "Mar-Apr"), "doi:10.1000/x", "2025"),
        (PUBMED.replace("Mar 4", "Spring"), "doi:10.1000/x", "2025"),
        (RIS.replace("N1  -", "N1  - Export Date: 5 May\nM1  -"), "arxiv:2503.01234", "2025-03-04"),
        (WEB_OF_SCIENCE, "doi:10.1000/x", "2025"),
        (ENDNOTE, "doi:10.1000/x", "2025"),
    ],
)
def test_what_reference_managers_exchange_is_read(content, identifier, published, end, read):
    # Previously it was of no known format
    other = content.removeprefix("\ufeff").removeprefix("FN Clarivate Analytics Web of Science\n")
    for old, new in (("A Model", "B Model"), ("10.1000/X", "10.1000/Y"), ("arXiv:", "")):
        other = other.replace(old, new)
    papers, problems = read((content + other).replace("\n", end))
    assert problems == []
    assert [paper.title for paper in papers] == ["A Model", "B Model"]
    assert (papers[0].id, papers[0].published) == (identifier, published)
    assert papers[0].abstract == "One line and another."
    assert papers[0].authors == ("David van Dyk", "Ada Lovelace")
    if "RO" in content:
        assert papers[0].categories == ("cs.RO", "vision")


@pytest.mark.parametrize(
    ("content", "last"),
    [
        (RIS, "KW  - vision\n"),
        (ENDNOTE.replace("%X", "%K Computer Science - Robotics\n%K vision\n%X"), "%K vision\n"),
    ],
)
def test_keywords_one_a_line_are_as_many(content, last, read):
    # Previously they were one, with blanks between them
    papers, _ = read(content.replace(last, f"{last}graph networks\n  sound, light\n"))
    assert papers[0].categories == ("cs.RO", "vision", "graph networks", "sound, light")
    assert papers[0].abstract == "One line and another."


def test_all_tags_that_may_hold_an_id_are_looked_at(read):
    # Previously a first one without an id hid those behind it
    tags = "DO  - 10.1000/Y\nM3  - Preprint\nUR  - https://x.example\nLK  - https://arxiv.org/abs/2503.01234"
    papers, _ = read(RIS.replace("DO  - 10.1000/X", tags).replace("N1  - arXiv:", "N1  - "))
    assert (papers[0].id, papers[0].url) == ("arxiv:2503.01234", "https://x.example")
    assert "doi:10.1000/y" in papers[0].other_ids


UNENDED = "the entry does not end with ER; what stands there was read"


def test_a_broken_entry_of_ris_costs_only_itself(read):
    lone = "TY  - JOUR\nTI  - B\nER  - \n"
    unended = RIS.replace("ER  -\n", "").replace("A Model", "C Model")
    papers, problems = read(lone + unended + RIS + RIS[:100])
    assert [paper.title for paper in papers] == ["C Model", "A Model"]
    # Previously the one without an end that is followed by another was taken without a word
    assert problems[:2] == ["1: no abstract", f"4: {UNENDED}"]
    assert problems[2].endswith("the entry does not end with ER: the file was cut off")


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_file_of_ris_none_of_whose_entries_ends_is_whole(read, end):
    # Previously the last of them was cut off, the others were taken without a word
    entries = [RIS.replace("ER  -\n", end).replace("A Model", f"{n} Model") for n in "ABC"]
    papers, problems = read("".join(entries))
    assert [paper.title for paper in papers] == ["A Model", "B Model", "C Model"]
    assert [problem.partition(": ")[2] for problem in problems] == [UNENDED] * 3
    # Of one entry nobody can tell.
    assert read(entries[0]) == ([], ["1: the entry does not end with ER: the file was cut off"])


def test_an_entry_without_an_end_is_a_note_and_no_loss(tmp_path):
    (tmp_path / "a.ris").write_text(RIS.replace("ER  -\n", "") + RIS.replace("A Model", "B Model"))
    problems = []
    assert len([*read_papers(tmp_path / "a.ris", on_problem=problems.append)]) == 2
    assert [(problem.line, problem.skipped) for problem in problems] == [(1, False)]


# Lists of arXiv


MAIL = r"""------------------------------------------------------------------------------
Send any comments regarding submissions directly to submitter.
Archives at http://arxiv.org/
------------------------------------------------------------------------------
 Submissions to:
Robotics
 received from  Mon  3 Mar 25 18:00:00 GMT  to  Tue  4 Mar 25 18:00:00 GMT
------------------------------------------------------------------------------
\\
arXiv:2503.01234
Date: Tue, 4 Mar 2025 12:01:02 GMT   (1234kb,D)

Title: A Model of Long
  Titles
Authors: Ada Lovelace,
  David van Dyk
Categories: cs.RO cs.LG
Comments: Code: https://github.com/acme/glide
DOI: 10.1000/X
\\
  We present a model,
arXiv:2503.09999 is another. Note: it is \\textbf{small}.
\\ ( https://arxiv.org/abs/2503.01234 ,  1234kb)
------------------------------------------------------------------------------
\\
arXiv:2503.01235
Date: Tue, 4 Mar 2025 12:01:02 GMT   (12kb)
Date (revised v2): Wed, 5 Mar 2025 12:01:02 GMT   (13kb)

Title: Another
Authors: Ada Lovelace
Categories: cs.RO
\\
  It is one.
\\ ( https://arxiv.org/abs/2503.01235 ,  13kb)
%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%
------------------------------------------------------------------------------
\\
arXiv:2402.01234
replaced with revised version Mon, 3 Mar 2025 11:00:00 GMT   (99kb)

Title: An Older One
Authors: Ada Lovelace
Categories: cs.RO
\\ ( https://arxiv.org/abs/2402.01234 ,  99kb)
------------------------------------------------------------------------------
"""


def test_the_mail_of_arxiv_is_read(read):
    # Previously it was of no known format
    papers, problems = read(MAIL)
    assert problems == []
    assert [paper.id for paper in papers] == ["arxiv:2503.01234", "arxiv:2503.01235"]
    first = papers[0]
    assert first.title == "A Model of Long Titles"
    said = r"We present a model, arXiv:2503.09999 is another. Note: it is \\textbf{small}."
    assert first.abstract == said
    assert first.authors == ("Ada Lovelace", "David van Dyk")
    assert (first.published, first.categories) == ("2025-03-04", ("cs.RO", "cs.LG"))
    assert first.code == (
        ("https://github.com/acme/glide", "comments: Code: https://github.com/acme/glide"),
    )
    assert (papers[1].published, papers[1].abstract) == ("2025-03-04", "It is one.")


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", ""])
def test_a_mail_in_quoted_printable_is_decoded(charset, read):
    # Previously its papers had the codes, and blanks where a line was broken
    said = (
        "We present a modèl = a café, and the line is far too long for a mail" + ", so it ends" * 9
    )
    mail = MAIL.replace("  We present a model,\n", f"  {said}.\n")
    coded = quopri.encodestring(mail.encode(charset or "utf-8")).decode()
    assert "=\n" in coded
    kind = f'Content-Type: text/plain;\n charset="{charset}"\n' if charset else ""
    papers, problems = read(f"{kind}Content-Transfer-Encoding: quoted-printable\n\n{coded}")
    assert problems == []
    assert [paper.id for paper in papers] == ["arxiv:2503.01234", "arxiv:2503.01235"]
    assert papers[0].abstract.startswith(f"{said}. arXiv:2503.09999 is another.")


@pytest.mark.parametrize("charset", ["x-owl", "rot13", "idna", "undefined"])
def test_a_mail_of_an_unknown_charset_is_read_as_utf_8(charset, read):
    # Previously of those that are no charset but a codec of Python's in a traceback
    head = f"Content-Type: text/plain; charset={charset}\n"
    head += "Content-Transfer-Encoding: quoted-printable\n\n"
    papers, _ = read(head + MAIL.replace("It is one.", "It is caf=C3=A9."))
    assert papers[1].abstract == "It is café."


def test_a_broken_entry_of_a_mail_costs_only_itself(read):
    papers, problems = read(MAIL.replace("Title: Another\n", "").partition("%%--")[0])
    assert [paper.id for paper in papers] == ["arxiv:2503.01234"]
    assert problems == [f"{MAIL[: MAIL.index('arXiv:2503.01235')].count(chr(10)) + 1}: no title"]


PAGE = """Robotics
Authors and titles for recent submissions

See today's new changes

Total of 2 entries
Tue, 4 Mar 2025 (showing 2 of 2 entries )

[1] arXiv:2503.01234 [pdf, html, other]

    Title: A Model
    Ada Lovelace, David van Dyk
    Comments: 8 pages
    Subjects: Robotics (cs.RO); Machine Learning (cs.LG)

    We present a model.

[2] arXiv:2503.01235 (cross-list from cs.CV) [pdf, html, other]
Title:
Another
Authors: Ada Lovelace
Subjects: Robotics (cs.RO)
"""


def test_the_list_of_arxiv_is_read_as_copied_from_its_page(read):
    papers, problems = read(PAGE)
    (paper,) = papers
    assert (paper.id, paper.title) == ("arxiv:2503.01234", "A Model")
    assert paper.abstract == "We present a model."
    assert paper.authors == ("Ada Lovelace", "David van Dyk")
    assert (paper.published, paper.categories) == ("2025-03", ("cs.RO", "cs.LG"))
    # The page of recent papers has no abstracts.
    assert problems == ["18: no abstract"]


@pytest.mark.parametrize("blank", ["\n", "\n\n"])
def test_what_stands_between_the_entries_of_a_list_is_no_abstract(blank, read):
    # Previously the headings and the foot of the page were read as an abstract
    page = """New submissions (showing 1 of 1 entries)
[1] arXiv:2503.01234 [pdf, html, other]
Title: A Model
Ada Lovelace
Subjects: Robotics (cs.RO)
We present a model.
Cross submissions (showing 2 of 2 entries)
[2] arXiv:2503.01235 (cross-list from cs.CV) [pdf, html, other]
Title: Another
Ada Lovelace
Subjects: Robotics (cs.RO)
We present another.
Wed, 5 Mar 2025 (continued, showing last 1 of 2 entries )
[3] arXiv:2503.01236 [pdf, html, other]
Title: A Third
Ada Lovelace
Replacement submissions (showing 2 of 2 entries)
[4] arXiv:2402.01236 (replaced) [pdf, html, other]
Title: An Older One
Ada Lovelace
[5] arXiv:2402.01237 (replaced) [pdf, html, other]
Title: An Older One
Ada Lovelace
Total of 5 entries
Showing up to 2000 entries per page: fewer | more | all
About
Help
""".replace("\n", blank)
    papers, problems = read(page)
    assert [paper.abstract for paper in papers] == ["We present a model.", "We present another."]
    assert [problem.partition(" ")[2] for problem in problems] == ["no abstract"]


@pytest.mark.parametrize("wrapped", ["{}", "{}\n    "])
def test_a_second_paragraph_of_an_abstract_in_a_list_belongs_to_it(wrapped, read):
    # Previously it was lost without a word
    more = "It is the first of its kind that reads long texts, and all of its parts are free."
    foot = "About\nHelp\nSubscribe to mails of all that is new\n\n" + more
    said = "present a model.\n\n    " + more.replace(" that ", wrapped.format(" that "))
    ((paper, _), _) = read(
        PAGE.replace("present a model.", said).replace(
            "Subjects: Robotics (cs.RO)\n", f"Subjects: Robotics (cs.RO)\n\nWe.\n\n{foot}"
        )
    )
    assert paper.abstract == f"We present a model. {more}"
    ((_, last), _) = read(PAGE + "\nWe present another.\n\n" + foot)
    assert last.abstract == "We present another."


def test_a_list_may_be_copied_from_its_first_entry_on(read):
    # Previously it was taken for JSON
    ((paper,), problems) = read(PAGE[PAGE.index("[1]") :])
    assert (paper.id, problems) == ("arxiv:2503.01234", ["10: no abstract"])


def test_a_text_that_begins_with_a_bracket_is_no_array(read):
    said = "We present a model of long texts that begin with words in brackets, and read them all."
    ((paper,), problems) = read(f"[Submitted on 3 Mar 2025]\n\nA Model of Texts\n\n{said * 3}\n")
    assert (paper.title, problems) == ("A Model of Texts", [])


def test_a_line_break_of_tex_does_not_end_the_abstract_of_a_mail(read):
    # Previously the rest was lost without a word
    ((paper, *_), problems) = read(
        MAIL.replace("a model,\n", "a model,\n\\\\ (in part) of birds\n")
    )
    assert paper.abstract.startswith(r"We present a model, \\ (in part) of birds arXiv:2503.09999")
    assert problems == []


def test_lines_of_an_abstract_that_look_like_labels_stay_in_it(read):
    # Previously such a line was lost, or became a date
    ((paper, *_), _) = read(PAGE.replace("present a model.", "present a model.\n    Date: of old."))
    assert paper.abstract == "We present a model. Date: of old."


@pytest.mark.parametrize(
    ("remark", "identifier"),
    [
        ("arXiv:2503.01234 [cs]\nCitation Key: x", "arxiv:2503.01234"),
        ("Citation Key: x\narXiv: 2503.01234", "arxiv:2503.01234"),
        ("Best paper; Preprint: arXiv:2503.01234v2", "arxiv:2503.01234"),
        ("arXiv:2503.01234.", "arxiv:2503.01234"),
        ("arXiv:2503.01234, accepted", "arxiv:2503.01234"),
        ("arXiv:2503.01234 (ICML 2025)", "arxiv:2503.01234"),
        ("arXiv preprint arXiv:2503.01234", "arxiv:2503.01234"),
        ("Preprint   : \t arXiv:2503.01234, 12 pages", "arxiv:2503.01234"),
        ("arXiv: https://arxiv.org/abs/2503.01234", "arxiv:2503.01234"),
        ("arXiv:1706.03762 is extended here", "doi:10.1000/x"),
        ("arXiv:1706.03762, which we extend", "doi:10.1000/x"),
        ("Extends arXiv:1706.03762", "doi:10.1000/x"),
        ("A reply to Doe, arXiv:1706.03762 [cs]", "doi:10.1000/x"),
    ],
)
def test_a_remark_names_the_paper_only_where_it_begins_with_its_id(read, remark, identifier):
    # Previously any paper that a remark spoke of became the paper itself
    record = {"title": "A Model", "abstract": "B.", "doi": "10.1000/x", "extra": remark}
    ((paper,), _) = read(json.dumps(record))
    assert paper.id == identifier


# Feeds

ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
  <title>ArXiv Query: search_query=all:electron</title><id>http://arxiv.org/api/x</id>
  <entry>
    <id>http://arxiv.org/abs/2503.01234v2</id>
    <updated>2025-06-01T00:00:00Z</updated><published>2025-03-03T18:59:59Z</published>
    <title>Attention &amp; Memory:
  a Study</title>
    <summary>  We show that a &lt; b.
  And more.
</summary>
    <author><name>Ada Lovelace</name><arxiv:affiliation>X</arxiv:affiliation></author>
    <author><name>Bálint Kovács</name></author>
    <arxiv:doi>10.1000/x</arxiv:doi>
    <link href="http://arxiv.org/abs/2503.01234v2" rel="alternate" type="text/html"/>
    <link title="pdf" href="http://arxiv.org/pdf/2503.01234v2" rel="related"/>
    <arxiv:primary_category term="cs.CL"/>
    <category term="cs.CL"/><category term="cs.LG"/>
  </entry>
  <entry><id>http://arxiv.org/abs/2503.05678v1</id><title>Nothing else</title></entry>
</feed>"""


def test_a_feed_of_the_arxiv_api_is_read(read):
    ((paper,), problems) = read(ATOM)
    assert (paper.id, paper.version) == ("arxiv:2503.01234", 2)
    assert paper.title == "Attention & Memory: a Study"
    assert paper.abstract == "We show that a < b. And more."
    assert paper.authors == ("Ada Lovelace", "Bálint Kovács")
    assert (paper.published, paper.categories) == ("2025-03-03", ("cs.CL", "cs.LG"))
    assert paper.url == "http://arxiv.org/abs/2503.01234v2"
    assert problems == ["20: no abstract"]


def test_a_feed_that_breaks_off_keeps_what_came_before(read):
    papers, problems = read(ATOM[: ATOM.index("<title>Nothing")])
    assert len(papers) == 1
    assert problems[0].startswith("20: broken XML: ")


RSS = """<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>
<title>cs.CL updates</title><description>all</description>
<item><title>Attention</title><link>https://arxiv.org/abs/2503.01234</link>
<description>arXiv:2503.01234v1 Announce Type: new
Abstract: We show it.</description><guid isPermaLink="false">oai:arXiv.org:2503.01234v1</guid>
<category>cs.CL</category><category>cs.LG</category>
<pubDate>Tue, 04 Mar 2025 00:00:00 -0500</pubDate>
<dc:creator>Ada Lovelace, Bálint Kovács</dc:creator>
</item>
<item><title>Older</title><link>https://arxiv.org/abs/2401.01234</link>
<description>arXiv:2401.01234v3 Announce Type: replace
Abstract: We show it again.</description>
<pubDate>Tue, 04 Mar 2025 00:00:00 -0500</pubDate><dc:creator>Ada Lovelace</dc:creator></item>
</channel></rss>"""


def test_arxivs_rss_is_read_and_an_announcement_of_an_old_paper_gives_no_date(read):
    papers, problems = read(RSS)
    assert problems == []
    assert [paper.abstract for paper in papers] == ["We show it.", "We show it again."]
    assert [paper.published for paper in papers] == ["2025-03-04", "2024-01"]
    assert [paper.version for paper in papers] == [1, 3]
    assert papers[0].authors == ("Ada Lovelace", "Bálint Kovács")
    assert papers[0].categories == ("cs.CL", "cs.LG")


OAI = """<?xml version="1.0"?><OAI-PMH><ListRecords><record>
<header><identifier>oai:arXiv.org:2503.01234</identifier><datestamp>2025-06-01</datestamp></header>
<metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2503.01234</id><created>2025-03-03</created>
<updated>2025-05-31</updated><authors><author><keyname>Lovelace</keyname><forenames>Ada</forenames>
</author><author><keyname>Kovács</keyname><forenames>Bálint</forenames></author></authors>
<title>Attention</title><categories>cs.CL cs.LG</categories><doi>10.1000/x</doi>
<abstract> We show it.</abstract></arXiv></metadata></record></ListRecords></OAI-PMH>"""


def test_an_oai_record_of_arxiv_is_read(read):
    ((paper,), problems) = read(OAI)
    assert problems == []
    assert (paper.id, paper.published) == ("arxiv:2503.01234", "2025-03-03")
    assert paper.authors == ("Ada Lovelace", "Bálint Kovács")
    assert paper.categories == ("cs.CL", "cs.LG")


def test_a_feed_with_entities_of_its_own_is_refused(read):
    bomb = '<!DOCTYPE feed [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + ATOM.partition("?>")[2]
    papers, problems = read(bomb.replace("Attention", "&b;"))
    assert papers == []
    assert "entities are not allowed" in problems[0]


# Web pages


def test_the_data_inside_a_saved_daily_papers_page_is_read(read):
    paper = {
        "id": "2503.01234",
        "title": "Attention",
        "summary": "We show it.",
        "authors": [{"_id": "1", "name": "Ada Lovelace", "hidden": False}],
        "publishedAt": "2025-03-03T18:59:59.000Z",
        "upvotes": 7,
    }
    props = html.escape(json.dumps({"dailyPapers": [{"paper": paper, "title": "Attention"}]}))
    page = f'<!doctype html><html><body><div data-props="{props}"></div><p>Other</p></body></html>'
    (found,), problems = read(page)
    assert problems == []
    assert (found.id, found.published) == ("arxiv:2503.01234", "2025-03-03")
    assert found.authors == ("Ada Lovelace",)


def test_a_saved_abstract_page_of_arxiv_is_read_from_its_meta_tags(read):
    page = """<!DOCTYPE html><html lang="en"><head><title>x</title>
    <meta name="citation_title" content="Attention" />
    <meta name="citation_author" content="Lovelace, Ada" />
    <meta name="citation_date" content="2025/03/03" />
    <meta name="citation_arxiv_id" content="2503.01234" />
    <meta name="citation_abstract" content="We show it." /></head><body>Much else</body></html>"""
    (found,), problems = read(page)
    assert problems == []
    assert (found.id, found.published, found.authors) == (
        "arxiv:2503.01234",
        "2025-03-03",
        ("Ada Lovelace",),
    )


def test_a_web_page_of_titles_and_abstracts_is_read_like_its_text(read):
    text = (DATA / "daily-papers.txt").read_text("utf-8").split("\n")
    page = "".join(f"<p>{html.escape(line)}</p>" for line in text if line)
    papers, problems = read(f"<html><style>p {{}}</style><body>{page}</body></html>")
    expected = list(read_papers(DATA / "daily-papers.txt", on_problem=problems.append))
    assert papers == expected
    assert problems == []


# Plain text

ABSTRACT = "We present a new method that reaches 71.3 % on MATH-500 with a model of 7B. " * 5


def test_text_with_ids_labels_and_buttons_is_read(read):
    text = f"""Daily Papers
Jul 29, 2025

35

Title: First: a Paper

https://arxiv.org/abs/2503.01234

Abstract

{ABSTRACT}

View all 12

Second Paper
{ABSTRACT}
· 12 authors

A Title That Has No Abstract

Third Paper With Three Words

Abstract: {ABSTRACT}
"""
    papers, problems = read(text)
    assert [paper.title for paper in papers] == [
        "First: a Paper",
        "Second Paper",
        "Third Paper With Three Words",
    ]
    assert papers[0].id == "arxiv:2503.01234"
    assert {paper.abstract for paper in papers} == {ABSTRACT.strip()}
    assert problems == ["20: title without an abstract: 'A Title That Has No Abstract'"]


def test_an_abstract_without_a_title_is_reported(read):
    paper = f"A Good Title\n\n{ABSTRACT}\n\n"
    papers, problems = read(f"{paper}{paper}{ABSTRACT}\n")
    assert len(papers) == 2
    assert problems[0].startswith("9: abstract without a title: 'We present")


def test_titles_and_abstracts_in_turn_need_no_blank_lines(read):
    # Previously they were one paper whose abstract held the other titles
    said = (
        "We show that a page of one line a title and one an abstract is read." + " It goes on." * 20
    )
    titles = [f"Counting {birds} at night" for birds in ("owls", "jays", "rooks")]
    papers, problems = read(
        "".join(f"{number}. {title}\n{said}\n" for number, title in enumerate(titles, 1))
    )
    assert problems == []
    assert [(paper.title, paper.abstract) for paper in papers] == [(one, said) for one in titles]


@pytest.mark.parametrize("pages", [1, 2])
@pytest.mark.parametrize("break_", ["\n", "\n2503.01234\n"])
def test_a_word_that_is_a_label_elsewhere_stays_within_a_line(pages, break_, read):
    # Previously "abstract: " and its like were cut out of the middle of a title
    said = "We read the abstract: it is a short summary. " + "Then it goes on and on. " * 9
    titles = [f"Beyond the {word}: Reading {word} - Like Texts" for word in ("Abstract", "Summary")]
    end = "\n" if break_ == "\n" else "\n\n"
    papers, _ = read("".join(f"{title}{break_}{said}{end}" for title in titles[:pages]))
    assert [paper.title for paper in papers] == titles[:pages]
    assert {paper.abstract for paper in papers} == {said.strip()}


def test_a_short_heading_within_an_abstract_begins_no_paper(read):
    said = (
        "We show that a page of one line a title and one an abstract is read." + " It goes on." * 20
    )
    (paper,), _ = read(f"Counting owls at night\n{said}\nOur findings\n{said}\n")
    assert paper.abstract == f"{said} Our findings {said}"


def test_wrapped_lines_are_one_abstract(read):
    import textwrap

    papers, problems = read("A Good Title\n\n" + textwrap.fill(ABSTRACT, 80) + "\n")
    assert (papers[0].abstract, problems) == (ABSTRACT.strip(), [])


# What is none of these


@pytest.mark.parametrize(
    "content",
    [
        b"hello world",
        b"\x00\x01\x02\x03" * 99,
        b"title\nOnly titles\nMore titles\n",
        b"<svg xmlns='x'></svg>",
        b"a,b\n1,2\n",
        b"import sys\nprint(sys)\n",
        b"%PDF-1.4 abc",
        b"PAR1 abc",
        b"\0" * 257 + b"ustar" + b"\0" * 99,
        b"PK\x03\x04abc",
        b"\x1f\x8bnot gzip at all",
        b"BZh9 no bzip2",
        b"\xfd7zXZ\x00no xz",
    ],
)
def test_a_file_of_no_known_format_is_an_error(content, read):
    with pytest.raises(InputError, match="input'"):
        read(content)


README = """# A Project

Some words on it.

## Usage of the Tool

Call it with the name of a file, and it prints what it finds there. It needs no network and no
key. It writes one file beside the input, which you may delete at any time you like, and it never
touches anything else. Give it a folder and it reads all files in there, one after another.

    tool FILE

- one thing
- another thing

## Licence

MIT
"""
LICENCE = """MIT License

Copyright (c) 2026 The Authors

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish and distribute it.

The above copyright notice and this permission notice shall be included in all copies or substantial
portions of the Software.
"""


PASTED = """Segment Everything Everywhere
Ada Lovelace1, Charles Babbage2
University of London {ada,charles}@ul.example
Abstract
We present a promptable model that segments everything in an
image at once. Trained on a data set of eleven million pictures
it reaches the accuracy of models that were taught each task by
themselves, and it does so at a tenth of what they cost to run.
1 Introduction
Segmentation is old. It is also hard, as everybody knows who has tried.
"""


def test_a_text_pasted_from_a_pdf_is_told_how_it_is_read(read):
    # Previously only which formats there are
    with pytest.raises(InputError, match="see: kg extract --text TEXT"):
        read(PASTED)
    title, _, _, _, *abstract = PASTED.splitlines()
    papers, _ = read("\n".join([title, "", *abstract[:4]]))
    assert [paper.title for paper in papers] == [title]


SENTENCES = (
    "We look at how small models learn to count what is in a picture, and at what keeps them from "
    "it. Ours looks at every part once and adds what it finds. On three data sets it is wrong less "
    "often than what was known before, at a tenth of the cost of the largest."
)
SECTIONS = [
    ["Abstract", "1 Introduction", "2 Related Work", "3 Method", "4 Experiments", "5 Conclusion"],
    ["ABSTRACT", "I. INTRODUCTION", "II. MODEL", "III. RESULTS AND DISCUSSION"],
    ["Abstract", "1. Introduction to the art of counting", "2. A model of how things are counted"],
    ["Why counting is hard", "What we tried first", "How it went", "What comes next"],
]


@pytest.mark.parametrize("sections", SECTIONS, ids=lambda heads: heads[-1])
def test_the_text_of_a_paper_is_no_page_of_papers(sections, read):
    # Previously its sections were papers, where no address of an author stood among them
    text = "Counting Many Things in One Look\n\nAda Lovelace, Charles Babbage\n\n"
    text += "\n\n".join(f"{head}\n\n{SENTENCES}" for head in sections)
    with pytest.raises(InputError, match=r"no known format; .* see: kg extract --text TEXT"):
        read(text)


def test_a_page_with_short_titles_among_others_is_read(read):
    titles = [
        "Foo: Counting",
        "Look Twice, Count Once",
        "How Small Models Learn",
        "A $1000\\times$ Faster FooNet",
    ]
    papers, _ = read("\n\n".join(f"{title}\n\n{SENTENCES}" for title in titles))
    assert [paper.title for paper in papers] == titles
    papers, _ = read(f"A FooNet\n\n{SENTENCES}")
    assert [paper.title for paper in papers] == ["A FooNet"]


@pytest.mark.parametrize("text", ["key: value\n" * 50, "x = [1, 2]\n" * 50, "hello"])
def test_what_is_no_prose_gets_no_hint_at_prose(text, read):
    with pytest.raises(InputError) as caught:
        read(text)
    assert "--text" not in str(caught.value)


CHAPTERS = "\n\n".join(
    [f"{heading}\n\n{SENTENCES}" for heading in ("How We Began It", "What Came of It Later")]
    + [SENTENCES, SENTENCES]
)


@pytest.mark.parametrize("prose", [README, LICENCE, CHAPTERS])
def test_prose_that_lies_beside_the_papers_is_not_taken_for_papers(prose, read):
    for content in (prose, f"<html><p>{prose.replace(chr(10) * 2, '<p>')}</html>"):
        with pytest.raises(InputError, match="no known format"):
            read(content)


def test_an_id_may_stand_right_between_title_and_abstract(read):
    # Previously title, id and abstract were one text, and the page of no known format
    abstract = ABSTRACT.strip()
    papers, problems = read(
        "".join(
            f"A Paper of {name} on Owls\n{where}\n{abstract}\n\n"
            for name, where in (
                ("Bell", "https://arxiv.org/abs/2503.01234"),
                ("Dorn", "arXiv:2401.05678"),
            )
        )
    )
    assert [(paper.id, paper.title, paper.abstract) for paper in papers] == [
        ("arxiv:2503.01234", "A Paper of Bell on Owls", abstract),
        ("arxiv:2401.05678", "A Paper of Dorn on Owls", abstract),
    ]
    assert problems == []


@pytest.mark.parametrize("mark", ["{}. ", "{}) "])
def test_the_number_of_a_paper_in_a_list_is_not_of_its_title(mark, read):
    # Previously it was, and the paper another than that of its title
    names = ("A Paper of Bell on Owls", "A Paper of Dorn on Owls")
    papers, problems = read(
        "".join(f"{mark.format(at)}{name}\n\n{ABSTRACT}\n\n" for at, name in enumerate(names, 1))
    )
    assert ([paper.title for paper in papers], problems) == ([*names], [])


def test_a_file_of_ids_alone_is_told_how_to_get_the_papers(read):
    with pytest.raises(InputError, match="it has ids alone: save what https:"):
        read("2503.01234\nhttps://huggingface.co/papers/2401.05678\n")
