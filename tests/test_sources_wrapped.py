"""Papers inside of what is called or shaped like a paper itself: none is lost without a word."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest

from kg.errors import InputError
from kg.sources import read_papers

NAMES = ("Alpha Owls", "Beta Owls", "Gamma Owls")
SAID = "We count owls by night and find more of them than anyone did before."


def make_record(title):
    return {"title": title, "abstract": f"{SAID} {title} win."}


def make_xml(title, holder):
    said = make_record(title)
    return f"<{holder}><title>{title}</title><abstract>{said['abstract']}</abstract></{holder}>"


ALPHA, BETA, GAMMA = map(make_record, NAMES)


@pytest.mark.parametrize(
    "answer",
    [
        {"2023": [ALPHA], "2024": [BETA, GAMMA]},
        {"train": [ALPHA, BETA], "test": [GAMMA]},
        {"a": ALPHA, "b": BETA, "c": GAMMA, "count": 3},
    ],
)
def test_all_lists_of_an_answer_are_read(answer, read):
    papers, problems = read(json.dumps(answer))
    assert ([paper.title for paper in papers], problems) == ([*NAMES], [])


@pytest.mark.parametrize(
    ("outer", "holder"), [("result", "paper"), ("result", "record"), ("results", "result")]
)
def test_what_wraps_papers_is_none_whatever_it_is_called(outer, holder, read):
    inner = "".join(make_xml(title, holder) for title in NAMES)
    papers, problems = read(f"<response><{outer}>{inner}</{outer}></response>")
    assert ([paper.title for paper in papers], problems) == ([*NAMES], [])


@pytest.mark.parametrize(
    "content",
    [
        f"<feed><entry><id>1</id>{make_xml(NAMES[0], 'content')}</entry></feed>",
        "<OAI-PMH xmlns:rdf='r' xmlns:dc='d'><ListRecords><record><metadata><rdf:RDF>"
        f"<rdf:Description><dc:title>{NAMES[0]}</dc:title><dc:description>{ALPHA['abstract']}"
        "</dc:description></rdf:Description></rdf:RDF></metadata></record></ListRecords></OAI-PMH>",
    ],
)
def test_fields_within_a_description_are_fields(content, read):
    papers, problems = read(content)
    assert [(paper.title, paper.abstract) for paper in papers] == [(NAMES[0], ALPHA["abstract"])]
    assert problems == []


def test_the_abstract_of_jats_is_no_teaser(read):
    papers, _ = read(
        "<article><front><article-meta><title-group><article-title>Alpha Owls</article-title>"
        "</title-group><abstract abstract-type='teaser'><p>Owls!</p></abstract>"
        f"<abstract><p>{SAID}</p></abstract></article-meta></front></article>"
    )
    assert [paper.abstract for paper in papers] == [SAID]


@pytest.mark.parametrize(
    "text",
    [
        "papers:\n{0}{1}version: 2\n",
        "y2023:\n{0}y2024:\n{1}",
        "{0}{1}",
        "---\n{0}---\n{1}",
    ],
)
def test_lists_of_yaml_may_stand_right_under_their_keys(text, read):
    items = [f"- title: {one['title']}\n  abstract: {one['abstract']}\n" for one in (ALPHA, BETA)]
    papers, problems = read(text.format(*items))
    assert ([paper.title for paper in papers], problems) == ([*NAMES[:2]], [])


@pytest.mark.parametrize("holder", ["session", "item"])
@pytest.mark.parametrize("own", ["", f"<abstract>{SAID}</abstract>"], ids=["title", "abstract"])
def test_talks_in_a_session_with_a_title_are_all_read(holder, own, read):
    # Previously one with an abstract of its own, and any that is called as records are, was read
    # as a paper, and its talks were lost
    alpha, beta, gamma = (make_xml(title, "talk") for title in NAMES)
    sessions = [f"{alpha}{beta}", f"<talks>{gamma}</talks>"]
    content = "".join(
        f"<{holder}><title>Owls by night</title>{own}{talks}</{holder}>" for talks in sessions
    )
    papers, problems = read(f"<program>{content}</program>")
    assert ([paper.title for paper in papers], problems) == ([*NAMES], [])


def test_papers_within_one_of_their_name_are_those_it_cites(read):
    cited = f"<cites>{make_xml(NAMES[1], 'paper')}{make_xml(NAMES[2], 'paper')}</cites>"
    own = make_xml(NAMES[0], "paper").removesuffix("</paper>")
    papers, problems = read(f"<papers>{own}{cited}</paper></papers>")
    assert ([paper.title for paper in papers], problems) == ([NAMES[0]], [])


@pytest.mark.parametrize("count", [1, 2])
def test_items_of_rdf_may_stand_within_an_element_of_any_name(count, read):
    # Previously one alone was lost
    items = "".join(make_xml(title, "item") for title in NAMES[:count])
    papers, problems = read(f"<rdf:RDF xmlns:rdf='r'><owls>{items}</owls></rdf:RDF>")
    assert ([paper.title for paper in papers], problems) == ([*NAMES[:count]], [])


@pytest.mark.parametrize("feed", ["rss", "feed"])
def test_a_feed_may_stand_in_a_part_of_a_page(feed, read):
    # Previously it was taken for the page, and refused
    items = "".join(make_xml(title, "item") for title in NAMES)
    papers, problems = read(f"<div class='a'>\n<{feed}>{items}</{feed}></div>")
    assert ([paper.title for paper in papers], problems) == ([*NAMES], [])


def test_a_year_is_told_of_its_own_issue_alone(read):
    issues = "".join(
        f"<issue>{year}{make_xml(title, 'paper')}</issue>"
        for title, year in zip(NAMES, ("<year>2019</year>", "<year>2020</year>", ""), strict=True)
    )
    papers, _ = read(f"<issues>{issues}</issues>")
    assert [str(paper.published) for paper in papers] == ["2019", "2020", "None"]


@pytest.mark.parametrize(
    "content",
    [
        "<staff><person><title>Professor of Owls</title><summary>She counts.</summary></person>"
        "</staff>",
        "<book><title>Owls</title>"
        + f"<chapter><abstract>{SAID}</abstract></chapter>" * 2
        + "</book>",
        json.dumps({"name": "Ann Bell", "abstract": SAID, "authors": []}),
        json.dumps({"name": "Owls", "abstract": SAID, "authors": ["A"], "eventtype": "Workshop"}),
    ],
)
def test_persons_books_and_talks_are_no_papers(content, tmp_path):
    path = tmp_path / "input"
    path.write_text(content)
    papers = []
    with suppress(InputError):
        papers += read_papers(path, on_problem=lambda _: None)
    assert papers == []


def test_an_abstract_may_stand_before_its_title(read):
    papers, _ = read(f"<owls><note><abstract>{SAID}</abstract><title>Owls</title></note></owls>")
    assert [(paper.title, paper.abstract) for paper in papers] == [("Owls", SAID)]


def test_a_title_in_many_languages_is_not_of_many_papers(read):
    tongues = ["en", "de", "fr", "es", "it", "nl", "pt-br", "pl", "cs"]
    titles = {tongue: "Owls" for tongue in tongues}
    papers, problems = read(json.dumps({"title": titles, "abstract": dict.fromkeys(tongues, SAID)}))
    assert (papers, problems) == ([], ["1: no title"])


def test_a_formula_of_a_publisher_is_read_once(read):
    formula = (
        "<alternatives><mml:math><mml:mi>y</mml:mi></mml:math><tex-math>\\documentclass{m}"
        "\\begin{document}$$y$$\\end{document}</tex-math></alternatives>"
    )
    papers, _ = read(
        "<article xmlns:mml='m'><front><article-meta><title-group><article-title>Owls"
        f"</article-title></title-group><abstract><p>{SAID} So is {formula} here.</p></abstract>"
        "</article-meta></front></article>"
    )
    assert [paper.abstract for paper in papers] == [f"{SAID} So is $y$ here."]


@pytest.mark.parametrize("wrap", [lambda one: one, lambda one: {"data": [one]}, lambda one: [one]])
def test_a_citation_that_holds_both_papers_gives_both(wrap, read):
    # Previously title and abstract could be those of two papers
    citing, cited = {**ALPHA, "year": 2025}, {**BETA, "externalIds": {"ArXiv": "2401.01234"}}
    one = {"contexts": ["as in [1]"], "citingPaper": citing, "citedPaper": cited}
    papers, problems = read(json.dumps(wrap(one)))
    assert problems == []
    assert [(paper.id[:6], paper.title, paper.published) for paper in papers] == [
        ("paper:", NAMES[0], "2025"),
        ("arxiv:", NAMES[1], "2024-01"),
    ]


def test_of_a_citation_a_paper_known_by_its_id_alone_is_none(read):
    one = {"id": "7", "citingPaper": {"paperId": "ab"}, "citedPaper": BETA}
    papers, problems = read(json.dumps([one]))
    assert ([(paper.title, paper.source_id) for paper in papers], problems) == (
        [(NAMES[1], None)],
        [],
    )


@pytest.mark.parametrize("holder", ["paper", "citingPaper", "_source", "row"])
def test_the_date_of_a_paper_is_not_that_of_what_holds_it(holder, read):
    # Previously a paper of the day was of the day when it was featured
    own = {**ALPHA, "id": "2503.01234", "publishedAt": "2025-03-03T17:59:59.000Z"}
    one = {"publishedAt": "2025-03-09T00:00:00.000Z", "title": NAMES[0], "id": "7", holder: own}
    (paper,), _ = read(json.dumps([one]))
    assert (paper.id, paper.source_id, paper.published) == (
        "arxiv:2503.01234",
        "2503.01234",
        "2025-03-03",
    )


def test_a_paper_with_authors_that_holds_a_related_one_is_read_itself(read):
    # Previously only the related one was
    own = f"<title>{NAMES[0]}</title><author>Ann Bell</author><abstract>{ALPHA['abstract']}"
    held = f"<related><entry><title>{NAMES[1]}</title><abstract>B is shown.</abstract></entry>"
    papers, _ = read(f"<papers><paper>{own}</abstract>{held}</related></paper></papers>")
    assert NAMES[0] in [paper.title for paper in papers]


def test_a_record_whose_places_are_empty_keeps_its_own_title_and_abstract(read):
    one = {**ALPHA, "content": {"text": None, "annotations": {}}}
    (paper,), _ = read(json.dumps([one]))
    assert (paper.title, paper.abstract) == (ALPHA["title"], ALPHA["abstract"])
