"""One author has one name, whatever the notation of a source."""

from __future__ import annotations

import json
import time

import pytest

from kg.sources import read_papers
from kg.sources.record import paper_from_record

RIS = "TY  - JOUR\nTI  - A\nAB  - B.\nAU  - {}\nAU  - Lovelace, Ada\nER  - \n"
PUBMED = "PMID- 1\nTI  - A\nAB  - B.\nFAU - {}\nFAU - Lovelace, Ada\n"
ENDNOTE = "%0 Journal Article\n%T A\n%X B.\n%A {}\n%A Lovelace, Ada\n"
ZOTERO = '"Item Type","Title","Abstract Note","Author"\n"x","A","B.","{}; Lovelace, Ada"\n'
BIBTEX = "@misc{{k, title={{A}}, abstract={{B.}}, author={{{} and Lovelace, Ada}}}}\n"
JSON = '{{"title": "A", "abstract": "B.", "authors": {}}}'
TEXT = JSON.format('"{} and Lovelace, Ada"').replace('{"', '{{"').replace('"}', '"}}')
LIST = JSON.format('["{}", "Lovelace, Ada"]').replace('{"', '{{"').replace("]}", "]}}")


@pytest.fixture
def read(tmp_path):
    def read(content):
        path = tmp_path / "input"
        path.write_text(content)
        (paper,) = read_papers(path)
        return paper.authors

    return read


@pytest.mark.parametrize("form", [RIS, PUBMED, ENDNOTE, ZOTERO, BIBTEX, TEXT, LIST])
@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Li, X.", "X. Li"),
        ("Chen, V", "V Chen"),
        ("Sato, I.", "I. Sato"),
        ("Wu, Xi", "Xi Wu"),
        ("Petrov, IV", "IV Petrov"),
        ("Lee, JR", "JR Lee"),
        ("King, Martin Luther, Jr.", "Martin Luther King Jr."),
        ("King, Jr., Martin Luther", "Martin Luther King Jr."),
        ("King, Martin Luther Jr", "Martin Luther King Jr"),
        ("Gates, William H., III", "William H. Gates III"),
        ("Gates, William H. 3rd", "William H. Gates 3rd"),
        ("Gates, III, William", "William Gates III"),
        ("Smith, John, V", "John Smith V"),
        ("van Dyk, Jr., X.", "X. van Dyk Jr."),
    ],
)
def test_a_name_is_turned_whatever_its_initials(form, written, spoken, read):
    # Previously Li, X. stayed as it is, and only BibTeX had the author that other papers have
    assert read(form.format(written)) == (spoken, "Ada Lovelace")


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        (["Martin King, Jr.", "John Smith, III"], ("Martin King, Jr.", "John Smith, III")),
        ("Martin King, Jr., Ada Lovelace", ("Martin King, Jr.", "Ada Lovelace")),
        ("Ada Lovelace, John Smith, Ph.D.", ("Ada Lovelace", "John Smith, Ph.D.")),
        ("Li, X.; Chen, I", ("X. Li", "I Chen")),
        ("Xi Li, Vi Chen", ("Xi Li", "Vi Chen")),
        ("van Dyk, JR", ("JR van Dyk",)),
    ],
)
def test_a_suffix_is_no_given_name_and_no_author(authors, expected, read):
    # Previously "Jr." behind a comma was an author of its own
    assert read(json.dumps({"title": "A", "abstract": "B.", "authors": authors})) == expected


def test_braces_keep_a_name_whole(read):
    assert read(BIBTEX.format("{Birds, Inc.}")) == ("Birds, Inc.", "Ada Lovelace")


@pytest.mark.parametrize(
    "table",
    [
        "PT\tAU\tAF\tTI\tAB\nJ\tx\t{}\tA\tB.\n",
        "PT\tAU\tTI\tAB\nJ\t{}\tA\tB.\n",
        'Publication Type,Authors,Author Full Names,Article Title,Abstract\nJ,x,"{}",A,B.\n',
        'Authors,Author full names,Title,Abstract\nx,"{} (572)",A,B.\n',
        'Rank,Publication ID,Title,Abstract,Authors,PubYear\n1,pub.1,A,B.,"{}",2025\n',
        '"Item Type","Title","Abstract Note","Author"\n"x","A","B.","{}"\n',
    ],
)
@pytest.mark.parametrize(
    ("written", "spoken"),
    [("van der Berg, Jan", "Jan van der Berg"), ("Garcia Lopez, Ana", "Ana Garcia Lopez")],
)
def test_one_author_alone_in_a_table_of_an_archive_is_one(table, written, spoken, read):
    # Previously one with a blank in the family name was two, but for Zotero
    assert read(table.format(written)) == (spoken,)


@pytest.mark.parametrize("kind", [str, lambda text: [text]])
@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("van der Berg, Jan", ("Jan van der Berg",)),
        ("van der Berg, Jan Willem", ("Jan Willem van der Berg",)),
        ("De Silva, Ana", ("Ana De Silva",)),
        ("Garcia Lopez, J. R.", ("J. R. Garcia Lopez",)),
        ("Ada Lovelace, Bálint Kovács", ("Ada Lovelace", "Bálint Kovács")),
        ("Van Nguyen, Ada Lovelace", ("Van Nguyen", "Ada Lovelace")),
        ("Bird Lab, ACME", ("Bird Lab", "ACME")),
    ],
)
def test_a_name_with_one_comma_is_one_author_only_where_it_surely_is(kind, written, expected, read):
    record = {"title": "A", "abstract": "B.", "authors": kind(written)}
    assert read(json.dumps(record)) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Ada Lovelace (1), Bo Li (2) ((1) Acme, (2) Zenith)", ("Ada Lovelace", "Bo Li")),
        ("Ada Lovelace (Acme (Oslo, North)), Bo Li", ("Ada Lovelace", "Bo Li")),
        (
            "Ada Lovelace, Bo Li, et al. (45 additional authors not shown)",
            ("Ada Lovelace", "Bo Li"),
        ),
        ("Ada Lovelace et al.", ("Ada Lovelace",)),
        (["Ada Lovelace", "Bo Li", "et al."], ("Ada Lovelace", "Bo Li")),
    ],
)
def test_affiliations_and_others_are_no_authors(written, expected, read):
    # Previously "CMU)" and "et al." were authors
    assert read(json.dumps({"title": "A", "abstract": "B.", "authors": written})) == expected


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ("King, Martin Luther, Jr.", ("Martin Luther King Jr.",)),
        (["Jane Doe (Google, USA)", "Al Roe (MIT)"], ("Jane Doe", "Al Roe")),
        ("Vaswani, Ashish and others", ("Ashish Vaswani",)),
        (["Ada Lovelace", "others"], ("Ada Lovelace",)),
        ("Jane Doe, IBM", ("Jane Doe", "IBM")),
    ],
)
def test_what_stands_beside_a_name_is_no_author(authors, expected):
    record = {"title": "A", "abstract": "We study B.", "authors": authors}
    assert paper_from_record(record).authors == expected


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("Ann Bell, Cy Dorn, Eve Fox", ("Ann Bell", "Cy Dorn", "Eve Fox")),
        ("Bell, Ann", ("Ann Bell",)),
        ("Garc\u00eda M\u00e1rquez, Gabriel", ("Gabriel Garc\u00eda M\u00e1rquez",)),
        (
            "Garc\u00eda M\u00e1rquez, Gabriel Jos\u00e9",
            ("Gabriel Jos\u00e9 Garc\u00eda M\u00e1rquez",),
        ),
    ],
)
def test_the_name_of_one_author_may_be_those_of_all(name, spoken, read):
    # Previously the authors of arXiv's feed, as feedparser gives them, were one
    assert read(JSON.format(json.dumps([{"name": name}]))) == spoken


def test_of_arxiv_two_names_with_a_comma_between_are_two_authors():
    record = {"title": "A", "abstract": "B.", "authors": [{"name": "Ann Bell, Cy Dorn"}]}
    assert paper_from_record(record).authors == ("Cy Dorn Ann Bell",)
    assert paper_from_record(record | {"id": "oai:arXiv.org:2503.01234v1"}).authors == (
        "Ann Bell",
        "Cy Dorn",
    )


@pytest.mark.parametrize(
    ("names", "spoken"),
    [
        ("Bell A, Dorn CE.", ("A Bell", "CE Dorn")),
        ("Bell, Ann; Dorn, Cy", ("Ann Bell", "Cy Dorn")),
        ("Ann Bell and Cy Dorn", ("Ann Bell", "Cy Dorn")),
    ],
)
def test_only_names_with_commas_between_have_their_initials_last(names, spoken):
    record = {"title": "A", "abstract": "B.", "authorString": names}
    assert paper_from_record(record).authors == spoken


@pytest.mark.parametrize(
    "form",
    [
        '{{"title": "A", "abstract": "B.", "authorString": "{}"}}',
        "<results><result><title>A</title><abstractText>B.</abstractText>"
        "<authorString>{}</authorString></result></results>",
    ],
)
def test_initials_behind_a_family_in_one_text_are_put_before_it(form, read):
    # Previously Doe J was the name
    said = "Doe J, van der Roe AB, Smith-Jones É, King ML Jr, Owl Consortium."
    assert read(form.format(said)) == (
        *("J Doe", "AB van der Roe", "É Smith-Jones", "ML King Jr", "Owl Consortium"),
    )


def test_many_authors_take_no_time_with_the_square():
    names = ", ".join(f"Doe{number} J" for number in range(40_000))
    start = time.process_time()
    assert len(paper_from_record({"title": "A", "abstract": "B.", "authorString": names}).authors)
    assert time.process_time() - start < 10


def test_names_of_biblatex_in_parts_are_put_together(read):
    # Previously they stood there with their labels
    name = "family=Berg, given=Jan, prefix=van den, useprefix=true"
    assert read(BIBTEX.format(name)) == ("Jan van den Berg", "Ada Lovelace")
    assert read(BIBTEX.format("given=Jan, family=Berg, suffix=Jr")) == (
        "Jan Berg Jr",
        "Ada Lovelace",
    )
