"""Notes on papers, made by hand or copied from a page: what is told by labels is read."""

from __future__ import annotations

import textwrap

import pytest

from kg.errors import InputError

NAMES = ("Owls: Counting by Night", "Quills Turn Better in Pairs")
SAID = (
    "We count owls by night and find more of them than anyone did before, with half of the lamps.",
    "We study quills that turn in pairs and find that two of them need less ink than one of them.",
)
PEOPLE = ("Ann Bell, Cy Dorn", "Eve Fox")
IDS = ("2503.01234", "2401.05678")

LABELS = """Title: {0}
Authors: {1}
Abstract: {2}
URL: https://arxiv.org/abs/{3}

"""
BOLD = """**Title:** {0}

**Authors:** {1}

**Abstract:** {2}

**arXiv:** [{3}](https://arxiv.org/abs/{3})

"""
BELOW = """## {0}

- **Authors**: {1}
- **Link**: https://arxiv.org/abs/{3}

{2}

Read it again.

"""
PARTS = """# {0}

Authors: {1}

arXiv: {3}

## Abstract

{2}

## Notes

Nice.

"""
SEARCH = """arXiv:{3} [pdf, other] cs.CL cs.LG
{0}
Authors: {1}
Abstract: {2} \u25b3 Less
Submitted 3 March, 2025; originally announced March 2025.
Comments: 12 pages
"""
SEARCH_APART = SEARCH.replace("other] cs.CL", "html]\n\ncs.CL").replace("\n", "\n\n")
PAGE = """Computer Science > Computation and Language
[Submitted on 3 Mar 2025 (v1), last revised 1 Apr 2025 (this version, v2)]
{0}
{1}
{2}
Comments:\t12 pages
Subjects:\tComputation and Language (cs.CL); Machine Learning (cs.LG)
Cite as:\tarXiv:{3} [cs.CL]
\u00a0\t(or arXiv:{3}v2 [cs.CL] for this version)
Submission history
From: Ann Bell [view email]
"""
PAGE_LABELLED = PAGE.replace("{0}", "Title:{0}").replace("{1}", "Authors:{1}")
PAGE_LABELLED = PAGE_LABELLED.replace("{2}", "Abstract:{2}")


def write(form, *, wrapped=False):
    said = ["\n".join(textwrap.wrap(one, 60)) if wrapped else one for one in SAID]
    return "".join(form.format(*one) for one in zip(NAMES, PEOPLE, said, IDS, strict=True))


@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize("above", ["", "# Reading list\n\nWhat I read.\n\n"])
@pytest.mark.parametrize(
    "form", [LABELS, BOLD, BELOW, PARTS, SEARCH, SEARCH_APART, PAGE, PAGE_LABELLED]
)
def test_notes_with_labels_are_read(form, above, wrapped, read):
    # Previously they were of no known format, or a whole page was taken for one paper
    papers, problems = read(above + write(form, wrapped=wrapped and form is not SEARCH_APART))
    assert problems == []
    assert [(one.id, one.title, one.abstract) for one in papers] == [
        (f"arxiv:{number}", title, said)
        for number, title, said in zip(IDS, NAMES, SAID, strict=True)
    ]
    assert [one.authors for one in papers] == [("Ann Bell", "Cy Dorn"), ("Eve Fox",)]


@pytest.mark.parametrize("form", [SEARCH, SEARCH_APART, PAGE, PAGE_LABELLED])
def test_what_a_page_of_arxiv_says_beside_is_read(form, read):
    papers, _ = read(write(form))
    assert {(one.published, one.categories) for one in papers} == {
        ("2025-03-03", ("cs.CL", "cs.LG"))
    }


def test_an_abstract_that_a_search_of_arxiv_shows_in_part_is_told(read):
    papers, problems = read(write(SEARCH).replace("\u25b3 Less", "\u25bd More", 1))
    assert [one.title for one in papers] == [NAMES[1]]
    assert problems == [
        "1: the abstract was cut off on the page; click on More there before it is copied"
    ]


def test_a_note_without_an_abstract_is_told(read):
    papers, problems = read(f"{LABELS.format(NAMES[0], PEOPLE[0], SAID[0], 7)}Title: A Paper\n")
    assert ([one.title for one in papers], problems) == ([NAMES[0]], ["6: no abstract"])


def test_headings_with_prose_and_links_alone_are_no_notes(read):
    text = f"# The Owl Tool\n\n{SAID[0]}\n\n- Paper: https://arxiv.org/abs/{IDS[0]}\n\n"
    with pytest.raises(InputError, match="no known format"):
        read(f"{text}## Usage of it\n\n{SAID[1]}\n\n- Link: https://example.org\n\n### Summary\n")


@pytest.mark.parametrize("first", ["arXiv: {3}", "URL: https://arxiv.org/abs/{3}", "Year: 2025"])
def test_notes_with_a_label_before_the_title_are_refused(first, read):
    # Previously each paper had the id of the next one
    form = f"{first}\nTitle: {{0}}\nAuthors: {{1}}\nAbstract: {{2}}\n\n"
    told = zip(NAMES, PEOPLE, SAID, IDS, strict=True)
    with pytest.raises(InputError, match="no known format"):
        read("".join(form.format(*one) for one in told))


def test_sections_of_one_text_are_no_papers(read):
    # Previously a text with an abstract below its installation was a paper called so
    with pytest.raises(InputError, match="no known format"):
        read(f"# OwlNet\n\n## Install\n\npip\n\n## Abstract\n\n{SAID[0]}\n")


def test_what_stands_below_a_title_under_another_label_is_not_of_it(read):
    note = f"Title: {NAMES[0]}\nSpeaker: Ann Bell\nAuthors: {PEOPLE[0]}\nAbstract: {SAID[0]}\n"
    (paper,), _ = read(note)
    assert (paper.title, paper.authors) == (NAMES[0], ("Ann Bell", "Cy Dorn"))


def test_the_number_of_a_heading_is_not_of_the_title(read):
    papers, _ = read(
        "".join(
            f"## {number}. {name}\n\n**Authors:** {people}\n**URL:** https://arxiv.org/abs/{one}\n"
            f"**Abstract:** {said}\n\n"
            for number, (name, people, one, said) in enumerate(
                zip(NAMES, PEOPLE, IDS, SAID, strict=True), 1
            )
        )
    )
    assert [one.title for one in papers] == [*NAMES]


ITEMS = """## {0}

- **Authors:** {1}
- **URL:** https://arxiv.org/abs/{3}
- **Abstract:** {2}
  It goes on.
"""
LETTERS = """**Title:** {0}
**Authors:** {1}
**Abstract:** {2}
It goes on.
"""


@pytest.mark.parametrize(
    ("form", "more"),
    [
        (ITEMS, "- **My note:** GPT-4 gets 40% on MMLU\n  and is slow\n"),
        (ITEMS, "- Verdict: GPT-4 gets 40% on MMLU\n"),
        (ITEMS.replace("- ", "* "), "* TL;DR GPT-4 gets 40% on MMLU\n"),
        (LETTERS, "**TL;DR:** GPT-4 gets 40% on MMLU  \n"),
        (LETTERS, "**Verdict**: GPT-4 gets 40% on MMLU  \n"),
        (LETTERS.replace("**", "__"), "__Rating__: 40%\n"),
    ],
)
def test_a_label_that_nobody_knows_ends_the_abstract(form, more, read):
    # Previously a remark was read as a sentence of the abstract
    papers, problems = read("".join(form.format(*one) + more + "\n" for one in told()))
    assert problems == []
    assert [one.abstract for one in papers] == [f"{said} It goes on." for said in SAID]
    assert [", ".join(one.authors) for one in papers] == [*PEOPLE]


@pytest.mark.parametrize("line", ["**OwlNet** counts: 4.", "- one: two", "* a list", "Results: 4"])
def test_what_has_another_form_than_the_label_is_of_the_abstract(line, read):
    papers, _ = read("".join(LETTERS.format(*one) + f"{line}\n\n" for one in told()))
    assert [one.abstract for one in papers] == [f"{said} It goes on. {line}" for said in SAID]


def told() -> list[tuple[str, ...]]:
    return list(zip(NAMES, PEOPLE, SAID, IDS, strict=True))
