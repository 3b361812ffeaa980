"""One author has one name, whatever the notation of a source."""

from __future__ import annotations

import json

import pytest

from kg.sources import read_papers

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
    ],
)
def test_a_suffix_is_no_given_name_and_no_author(authors, expected, read):
    # Previously "Jr." behind a comma was an author of its own
    assert read(json.dumps({"title": "A", "abstract": "B.", "authors": authors})) == expected


def test_braces_keep_a_name_whole(read):
    assert read(BIBTEX.format("{Birds, Inc.}")) == ("Birds, Inc.", "Ada Lovelace")
