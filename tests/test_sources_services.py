"""Files as the services of machine learning give them: one invented paper in the shape of each."""

from __future__ import annotations

import csv
import io
import json
from contextlib import suppress

import pytest

from kg.errors import InputError
from kg.sources import read_some_papers

TITLE = "Quill: Routing Tokens in Small Readers"
FIRST = "We present Quill, a router for small readers."
SECOND = "It reaches 61.2% on BoxQA with half of the memory."
ABSTRACT = f"{FIRST} {SECOND}"
REPO = "https://github.com/annbell/quill"
DOI = "10.5555/quill.17"


def make_daily_paper():
    user = {"_id": "67c", "avatarUrl": "/a.svg", "isPro": False, "fullname": "Ann", "user": "abell"}
    return {
        "paper": {
            "id": "2503.01234",
            "authors": [
                {"_id": "67d", "user": user, "name": "Ann Bell", "hidden": False},
                {"_id": "67e", "name": "Cy Dorn", "hidden": False},
            ],
            "publishedAt": "2025-03-03T17:59:59.000Z",
            "submittedOnDailyAt": "2025-03-05T00:40:00.000Z",
            "title": TITLE,
            "submittedOnDailyBy": {**user, "fullname": "Eve Fox"},
            "summary": f"{FIRST}\n{SECOND}",
            "upvotes": 12,
            "discussionId": "67f",
            "githubRepo": REPO,
            "githubStars": 7,
            "ai_summary": "A router.",
            "ai_keywords": ["routing", "small readers"],
        },
        "publishedAt": "2025-03-03T12:59:59.000Z",
        "title": TITLE,
        "summary": f"{FIRST}\n{SECOND}",
        "thumbnail": "https://example.com/2503.01234.png",
        "numComments": 2,
        "submittedBy": {"_id": "68", "fullname": "Eve Fox", "name": "efox", "type": "user"},
        "isAuthorParticipating": False,
    }


def make_note(wrap):
    content = {
        "title": TITLE,
        "authors": ["Ann Bell", "Cy Dorn"],
        "authorids": ["~Ann_Bell1", "~Cy_Dorn1"],
        "keywords": ["routing", "small readers"],
        "TLDR": "A router.",
        "abstract": ABSTRACT,
        "pdf": "/pdf/1.pdf",
        "venue": "ICLR 2025 Poster",
        "code": REPO,
        "_bibtex": "@inproceedings{bell2025quill}",
    }
    return {
        "id": "qU1llR0ut3",
        "forum": "qU1llR0ut3",
        "number": 17,
        "cdate": 1741024799000,
        "ddate": None,
        "replyto": None,
        "invitation": "ICLR.cc/2025/Conference/-/Blind_Submission",
        "content": {name: wrap(value) for name, value in content.items()},
        "readers": ["everyone"],
    }


def make_semantic_scholar(**fields):
    return {
        "paperId": "0a1b2c",
        "externalIds": {"ArXiv": "2503.01234", "DBLP": "journals/corr/abs-2503-01234"},
        "url": "https://www.semanticscholar.org/paper/0a1b2c",
        "title": TITLE,
        "abstract": ABSTRACT,
        "venue": "arXiv.org",
        "year": 2025,
        "publicationDate": "2025-03-03",
        "fieldsOfStudy": ["Computer Science"],
        "authors": [{"authorId": "1", "name": "Ann Bell"}, {"authorId": "2", "name": "Cy Dorn"}],
        "tldr": {"model": "tldr@v2.0.0", "text": "A router."},
        **fields,
    }


def make_work():
    words = ABSTRACT.split()
    return {
        "id": "https://openalex.org/W17",
        "doi": f"https://doi.org/{DOI}",
        "title": TITLE,
        "display_name": TITLE,
        "publication_year": 2025,
        "publication_date": "2025-03-03",
        "ids": {"openalex": "https://openalex.org/W17", "doi": f"https://doi.org/{DOI}"},
        "authorships": [
            {"author_position": "first", "author": {"id": "A1", "display_name": "Ann Bell"}},
            {"author_position": "last", "author": {"id": "A2", "display_name": "Cy Dorn"}},
        ],
        "abstract_inverted_index": {
            word: [at for at, one in enumerate(words) if one == word] for word in words
        },
        "keywords": [{"id": "k", "display_name": "Routing", "score": 0.5}],
    }


def make_crossref():
    return {
        "DOI": DOI,
        "title": [TITLE],
        "abstract": f"<jats:title>Abstract</jats:title><jats:p>{FIRST}</jats:p>"
        f"<jats:p>{SECOND}</jats:p>",
        "author": [
            {"given": "Ann", "family": "Bell", "sequence": "first", "affiliation": []},
            {"given": "Cy", "family": "Dorn", "sequence": "additional", "affiliation": []},
        ],
        "issued": {"date-parts": [[2025, 3, 3]]},
        "URL": f"https://doi.org/{DOI}",
        "container-title": ["Journal of Readers"],
        "type": "journal-article",
    }


def make_with_code():
    return {
        "paper_url": "https://paperswithcode.com/paper/quill",
        "arxiv_id": "2503.01234",
        "nips_id": None,
        "openreview_id": None,
        "title": TITLE,
        "abstract": ABSTRACT,
        "short_abstract": FIRST,
        "url_abs": "https://arxiv.org/abs/2503.01234v2",
        "url_pdf": "https://arxiv.org/pdf/2503.01234v2.pdf",
        "proceeding": None,
        "authors": ["Ann Bell", "Cy Dorn"],
        "tasks": ["Question Answering"],
        "date": "2025-03-03",
        "methods": [{"name": "Router", "full_name": "Router", "description": "A router."}],
    }


def make_event():
    return {
        "id": 17,
        "uid": "0a1b",
        "name": TITLE,
        "authors": [
            {"id": 1, "fullname": "Ann Bell", "url": "https://example.com/1", "institution": "Box"},
            {"id": 2, "fullname": "Cy Dorn", "url": "https://example.com/2", "institution": "Box"},
        ],
        "abstract": ABSTRACT,
        "topic": "Deep Learning->Attention Mechanisms",
        "keywords": [],
        "decision": "Accept (poster)",
        "session": "Poster Session 1",
        "eventtype": "Poster",
        "room_name": "Hall A",
        "virtualsite_url": "/virtual/2025/poster/17",
        "url": None,
        "starttime": "2025-12-03T11:00:00-08:00",
        "paper_url": "https://openreview.net/forum?id=qU1llR0ut3",
        "children": [],
        "eventmedia": [],
    }


def make_europe_pmc():
    return {
        "id": "38000017",
        "source": "MED",
        "pmid": "38000017",
        "doi": DOI,
        "title": f"{TITLE}.",
        "authorString": "Bell A, Dorn C.",
        "authorList": {
            "author": [
                {"fullName": "Bell A", "firstName": "Ann", "lastName": "Bell", "initials": "A"},
                {"fullName": "Dorn C", "firstName": "Cy", "lastName": "Dorn", "initials": "C"},
            ]
        },
        "journalInfo": {"volume": "1", "journal": {"title": "Journal of Readers"}},
        "pubYear": "2025",
        "abstractText": f"<h4>Background</h4>{FIRST} <h4>Results</h4>{SECOND}",
        "firstPublicationDate": "2025-03-03",
        "keywordList": {"keyword": ["Routing", "Readers"]},
    }


def make_csl():
    return {
        "id": "bell2025",
        "type": "article-journal",
        "title": TITLE,
        "abstract": ABSTRACT,
        "author": [{"family": "Bell", "given": "Ann"}, {"family": "Dorn", "given": "Cy"}],
        "issued": {"date-parts": [["2025", 3, 3]]},
        "DOI": DOI,
        "URL": "https://example.com/quill",
        "container-title": "Journal of Readers",
    }


def make_row(**fields):
    return {"title": TITLE, "abstract": ABSTRACT, "authors": ["Ann Bell", "Cy Dorn"], **fields}


ARXIV = {"id": "arxiv:2503.01234", "published": "2025-03-03"}
BY_DOI = {"id": f"doi:{DOI}", "published": "2025-03-03"}
BY_TITLE = {"published": "2025-03-03"}
WITH_CODE = {**ARXIV, "code": REPO}

JSON = {
    "Hugging Face's papers of a day": ([make_daily_paper()], WITH_CODE),
    "Hugging Face's search": (
        [{**make_daily_paper(), "paper": {**make_daily_paper()["paper"], "upvotes": 0}}],
        WITH_CODE,
    ),
    "Hugging Face's paper": (make_daily_paper()["paper"], WITH_CODE),
    "rows of a data set on Hugging Face": (
        {
            "features": [{"feature_idx": 0, "name": "title", "type": {"dtype": "string"}}],
            "rows": [{"row_idx": 0, "row": make_row(arxiv_id="2503.01234"), "truncated_cells": []}],
            "num_rows_total": 1,
        },
        {"id": "arxiv:2503.01234"},
    ),
    "OpenReview": (
        {"notes": [make_note(lambda value: value)], "count": 1},
        {**BY_TITLE, "code": REPO, "url": "https://openreview.net/forum?id=qU1llR0ut3"},
    ),
    "OpenReview, second API": (
        {"notes": [make_note(lambda value: {"value": value})], "count": 1},
        {**BY_TITLE, "code": REPO, "url": "https://openreview.net/forum?id=qU1llR0ut3"},
    ),
    "Semantic Scholar": (
        {"total": 1, "offset": 0, "data": [make_semantic_scholar()]},
        {**ARXIV, "categories": ("Computer Science",)},
    ),
    "Semantic Scholar's citations": (
        {"offset": 0, "data": [{"isInfluential": True, "citingPaper": make_semantic_scholar()}]},
        ARXIV,
    ),
    "Semantic Scholar's recommendations": (
        {"recommendedPapers": [make_semantic_scholar()]},
        ARXIV,
    ),
    "Semantic Scholar's batch": ([make_semantic_scholar(), None], ARXIV),
    "Semantic Scholar's open corpus": (
        {
            "id": "0a1b2c",
            "title": TITLE,
            "paperAbstract": ABSTRACT,
            "authors": [{"name": "Ann Bell", "ids": ["1"]}, {"name": "Cy Dorn", "ids": ["2"]}],
            "year": 2025,
            "doi": DOI,
            "s2Url": "https://www.semanticscholar.org/paper/0a1b2c",
        },
        {"id": f"doi:{DOI}", "published": "2025"},
    ),
    "S2ORC": (
        {
            **{"paper_id": "17", "title": TITLE, "abstract": ABSTRACT, "arxiv_id": "2503.01234"},
            "authors": [
                {"first": "Ann", "middle": [], "last": "Bell", "suffix": ""},
                {"first": "Cy", "middle": [], "last": "Dorn", "suffix": ""},
            ],
            "year": 2025,
        },
        {"id": "arxiv:2503.01234", "published": "2025-03"},
    ),
    "OpenAlex": ({"meta": {"count": 1}, "results": [make_work()]}, BY_DOI),
    "OpenAlex, one work": (make_work(), BY_DOI),
    "Crossref": (
        {"status": "ok", "message-type": "work-list", "message": {"items": [make_crossref()]}},
        BY_DOI,
    ),
    "Crossref, one work": (
        {"status": "ok", "message-type": "work", "message": make_crossref()},
        BY_DOI,
    ),
    "Papers with Code": ([make_with_code()], ARXIV),
    "a conference's virtual site": (
        {"count": 1, "next": None, "previous": None, "results": [make_event()]},
        {
            "url": "https://openreview.net/forum?id=qU1llR0ut3",
            "categories": ("Deep Learning->Attention Mechanisms",),
        },
    ),
    "a virtual site as a list": ([make_event()], {}),
    "Europe PMC": (
        {"hitCount": 1, "request": {}, "resultList": {"result": [make_europe_pmc()]}},
        {
            **BY_DOI,
            "title": f"{TITLE}.",
            "categories": ("Routing", "Readers"),
        },
    ),
    "CSL-JSON": ([make_csl()], BY_DOI),
    "bioRxiv": (
        {
            "messages": [{"status": "ok"}],
            "collection": [
                {
                    **{"doi": DOI, "title": TITLE, "abstract": ABSTRACT, "version": "1"},
                    "authors": "Bell, A.; Dorn, C.",
                    **{"date": "2025-03-03", "category": "bioinformatics", "published": "NA"},
                }
            ],
        },
        {**BY_DOI, "authors": ("A. Bell", "C. Dorn")},
    ),
    "IEEE Xplore": (
        {
            "total_records": 1,
            "articles": [
                {
                    **{"title": TITLE, "abstract": ABSTRACT, "doi": DOI},
                    "authors": {"authors": [{"full_name": "Ann Bell"}, {"full_name": "Cy Dorn"}]},
                    "publication_date": "3 March 2025",
                }
            ],
        },
        BY_DOI,
    ),
    "CORE": (
        {
            "totalHits": 1,
            "results": [
                {
                    **{"id": 17, "arxivId": "2503.01234", "title": TITLE, "abstract": ABSTRACT},
                    "authors": [{"name": "Bell, Ann"}, {"name": "Dorn, Cy"}],
                    "publishedDate": "2025-03-03T00:00:00",
                }
            ],
        },
        ARXIV,
    ),
    "pandas, columns by ids": (
        {name: {"2503.01234": value} for name, value in make_row().items()},
        {"id": "arxiv:2503.01234"},
    ),
    "pandas, rows by ids": ({"2503.01234": make_row()}, {"id": "arxiv:2503.01234"}),
    "pandas, split with ids": (
        {
            "columns": [*make_row()],
            "index": ["2503.01234"],
            "data": [[*make_row().values()]],
        },
        {"id": "arxiv:2503.01234"},
    ),
    "pandas, table with ids": (
        {
            "schema": {"fields": [{"name": "index", "type": "string"}], "primaryKey": ["index"]},
            "data": [{"index": "2503.01234", **make_row()}],
        },
        {"id": "arxiv:2503.01234"},
    ),
}


PARTS = [{"text": FIRST, "cite_spans": []}, {"text": SECOND, "section": "Abstract"}]
NAMED = [{"name": "Bell, Ann", "nameType": "Personal"}, {"name": "Dorn, Cy"}]
ITEM = {
    "itemType": "preprint",
    "title": TITLE,
    "creators": [
        {"creatorType": "author", "firstName": "Ann", "lastName": "Bell"},
        {"creatorType": "editor", "firstName": "Eve", "lastName": "Fox"},
        {"creatorType": "author", "name": "Cy Dorn"},
    ],
    "abstractNote": ABSTRACT,
    "date": "2025-03-03",
    "extra": "arXiv:2503.01234 [cs]",
}
FILE = {"itemType": "attachment", "title": "Full text", "parentItem": "QU1LL"}
JSON |= {
    "Zotero's API": (
        [
            {"key": "QU1LL", "version": 3, "meta": {"parsedDate": "2025"}, "data": ITEM},
            {"key": "F1LE", "version": 3, "data": FILE},
        ],
        ARXIV,
    ),
    "Better BibTeX": ({"config": {"id": "36a3"}, "items": [ITEM, FILE]}, ARXIV),
    "CORD-19": (
        {
            "paper_id": "ab12",
            "metadata": {
                "title": TITLE,
                "authors": [
                    {"first": "Ann", "middle": [], "last": "Bell", "suffix": ""},
                    {"first": "Cy", "middle": [], "last": "Dorn", "suffix": ""},
                ],
            },
            "abstract": PARTS,
            "body_text": [{"text": "More."}],
        },
        {},
    ),
    "unarXive": (
        {
            "paper_id": "2503.01234",
            "metadata": {"title": TITLE, "authors": "Ann Bell, Cy Dorn", "abstract": "Other."},
            "abstract": {"section": "Abstract", "text": ABSTRACT},
        },
        {"id": "arxiv:2503.01234"},
    ),
    "DataCite": (
        {
            "data": [
                {
                    "id": "10.48550/arxiv.2503.01234",
                    "attributes": {
                        "doi": "10.48550/arxiv.2503.01234",
                        "creators": NAMED,
                        "titles": [{"title": TITLE}, {"title": "Plume", "lang": "fr"}],
                        "descriptions": [
                            {"description": "12 pages", "descriptionType": "Other"},
                            {"description": ABSTRACT, "descriptionType": "Abstract"},
                        ],
                        "publicationYear": 2025,
                    },
                }
            ]
        },
        {"id": "arxiv:2503.01234"},
    ),
    "INSPIRE": (
        {
            "hits": {
                "hits": [
                    {
                        "id": "17",
                        "created": "2025-03-09T00:00:00",
                        "metadata": {
                            "titles": [{"source": "arXiv", "title": TITLE}],
                            "abstracts": [
                                {"source": "arXiv", "value": ABSTRACT},
                                {"source": "A journal", "value": f"{ABSTRACT} Indeed."},
                            ],
                            "authors": [{"full_name": "Bell, Ann"}, {"full_name": "Dorn, Cy"}],
                            "arxiv_eprints": [{"categories": ["cs.CL"], "value": "2503.01234"}],
                            "preprint_date": "2025-03-03",
                        },
                    }
                ]
            }
        },
        {"id": "arxiv:2503.01234"},
    ),
    "Scopus": (
        {
            "search-results": {
                "entry": [
                    {
                        "dc:title": TITLE,
                        "dc:description": ABSTRACT,
                        "author": [
                            {"given-name": "Ann", "surname": "Bell"},
                            {"given-name": "Cy", "surname": "Dorn"},
                        ],
                        "prism:doi": DOI,
                        "prism:coverDate": "2025-03-03",
                    }
                ]
            }
        },
        BY_DOI,
    ),
    "Springer": (
        {
            "records": [
                {
                    "title": TITLE,
                    "abstract": {"h1": "Abstract", "p": [FIRST, SECOND]},
                    "creators": [{"creator": "Bell, Ann"}, {"creator": "Dorn, Cy"}],
                    "doi": DOI,
                    "publicationDate": "2025-03-03",
                }
            ]
        },
        BY_DOI,
    ),
    "S2ORC": (
        {
            "corpusid": 7,
            "externalids": {"arxiv": "2503.01234"},
            "content": {
                "text": f"{TITLE}\n\nAnn Bell\n\n{FIRST} {SECOND}\n\nMore.",
                "annotations": {
                    "title": json.dumps([{"start": 0, "end": len(TITLE)}]),
                    "abstract": json.dumps(
                        [
                            {"start": len(TITLE) + 12, "end": len(TITLE) + 12 + len(FIRST)},
                            {
                                "start": len(TITLE) + 13 + len(FIRST),
                                "end": len(TITLE) + 13 + len(ABSTRACT) - 1,
                            },
                        ]
                    ),
                    "paragraph": None,
                },
            },
        },
        {"id": "arxiv:2503.01234", "authors": ()},
    ),
    "a JSON feed": (
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Papers of the day",
            "items": [
                {
                    "url": "https://huggingface.co/papers/2503.01234",
                    "title": TITLE,
                    "content_html": f"<p>{ABSTRACT}</p>",
                    "authors": [{"name": "Ann Bell"}, {"name": "Cy Dorn"}],
                }
            ],
        },
        {"id": "arxiv:2503.01234"},
    ),
    "JSON-LD": (
        {
            "@context": "https://schema.org",
            "@graph": [
                {
                    "@type": "ScholarlyArticle",
                    "name": TITLE,
                    "abstract": ABSTRACT,
                    "author": [
                        {"@type": "Person", "name": name} for name in ("Ann Bell", "Cy Dorn")
                    ],
                    "datePublished": "2025-03-03",
                }
            ],
        },
        BY_TITLE,
    ),
    "pandas of OpenReview": (
        [
            {
                "id": "qU1",
                "content.title.value": TITLE,
                "content.abstract.value": ABSTRACT,
                "content.authors.value": ["Ann Bell", "Cy Dorn"],
            }
        ],
        {},
    ),
}


def said(papers, **expected):
    assert [(paper.title, paper.abstract) for paper in papers] == [
        (expected.get("title", TITLE), expected.get("abstract", ABSTRACT))
    ]
    paper = papers[0]
    assert paper.authors == expected.get("authors", ("Ann Bell", "Cy Dorn"))
    found = {name: getattr(paper, name) for name in expected if name not in ("code", "authors")}
    assert found == {name: expected[name] for name in found}
    if "code" in expected:
        assert [address for address, _ in paper.code] == [expected["code"]]


@pytest.mark.parametrize("service", JSON)
@pytest.mark.parametrize("indent", [None, 1])
def test_what_a_service_gives_as_json_is_read(service, indent, read):
    content, expected = JSON[service]
    papers, problems = read(json.dumps(content, indent=indent))
    said(papers, **expected)
    assert problems == [] or None in content


@pytest.mark.parametrize(("kind", "published"), [("new", "2025-03-05"), ("replace", "2025-03")])
def test_what_arxivs_feed_has_before_an_abstract_goes_whatever_the_format(kind, published, read):
    # Previously it did from XML alone
    abstract = f"arXiv:2503.01234v1 Announce Type: {kind} \nAbstract: {ABSTRACT}"
    one = {"title": TITLE, "summary": abstract, "published": "Wed, 05 Mar 2025 00:00:00 -0500"}
    papers, problems = read(json.dumps({"entries": [one], "feed": {"title": "cs.CL"}}))
    said(papers, authors=(), id="arxiv:2503.01234", published=published)
    assert problems == []


def test_a_table_may_name_its_columns_in_the_plural(read):
    papers, problems = read(f'titles,summaries,terms\n"{TITLE}","{ABSTRACT}","[\'cs.CV\']"\n')
    said(papers, authors=())
    assert problems == []


def test_dicts_as_python_prints_them_are_told_with_the_way(read):
    _, problems = read(f"{make_row()!r}\n{make_row()!r}\n")
    assert "as Python prints a dict; write it with json.dumps" in problems[0]


HEAD = f"""<!doctype html><html><head><meta name="citation_title" content="{TITLE}">
<meta name="citation_author" content="Bell, Ann"><meta content="Cy Dorn" name=citation_author>
<meta name="citation_publication_date" content="2025/03/03"></head><body><h2>{TITLE}</h2>"""


@pytest.mark.parametrize(
    "page",
    [
        f"{HEAD}<div class='card-body acl-abstract'><h5>Abstract</h5><span>{ABSTRACT}</span></div>",
        f"{HEAD}<h4>Authors</h4><p>Ann Bell</p><h4>Abstract</h4><p><p>{ABSTRACT}</p></p>",
        f"{HEAD}<font size=5><br><b>Abstract</b></font><br><br><div id=abstract>{ABSTRACT}</div>",
        f"{HEAD}<p><b>Abstract:</b> {ABSTRACT}</p><p>Cite this paper</p>",
        HEAD.replace("citation_", "dc.")
        .replace("publication_date", "date")
        .replace("author", "creator")
        + f"<h2>Abstract</h2><div role=paragraph>{ABSTRACT}</div>",
    ],
    ids=["ACL", "NeurIPS", "CVF", "a label", "Dublin Core"],
)
def test_a_saved_page_of_a_conference_is_read(page, read):
    # Previously one whose abstract is in no meta tag was of no known format
    papers, problems = read(f"{page}<p>More of it.</p></body></html>")
    said(papers, published="2025-03-03")
    assert problems == []


def test_a_description_without_authors_is_no_abstract(read):
    said_of = {"title": TITLE, "description": ABSTRACT, "date": "2025-03-03"}
    assert read(json.dumps([said_of])) == ([], ["1: no abstract"])


@pytest.mark.parametrize(
    "said_of",
    [
        {"author": "Ann Bell", "url": "https://example.org/watch?v=1"},
        {"author": {"name": "Ann Bell"}, "type": "software"},
    ],
)
def test_a_description_of_a_video_or_of_software_is_no_abstract(said_of, read):
    one = {"title": TITLE, "description": ABSTRACT, **said_of}
    assert read(json.dumps([one])) == ([], ["1: no abstract"])
    (paper,), _ = read(json.dumps([{**one, "id": "2503.01234"}]))
    assert paper.abstract == ABSTRACT


@pytest.mark.parametrize(
    "held",
    [
        {"_source": {"title": "arXiv", "name": "arxiv"}},
        {"paper": {"title": "Owls.pdf", "url": "https://example.org/Owls.pdf"}},
        {"citedPaper": {"title": "Another", "abstract": "We show another.", "year": 1999}},
    ],
)
def test_what_a_paper_holds_beside_its_own_title_and_abstract_is_not_its_title(held, read):
    one = {"title": TITLE, "abstract": ABSTRACT, "date": "2025-03-03", **held}
    (paper,), _ = read(json.dumps([one]))
    assert (paper.title, paper.abstract, paper.published) == (TITLE, ABSTRACT, "2025-03-03")


def test_an_inverted_abstract_counts_before_a_description(read):
    index = {"We": [0], "show": [1], "it.": [2]}
    one = {"id": "10.1/x", "title": TITLE, "description": "A kind.", "authors": [{"name": "Ann"}]}
    (paper,), _ = read(json.dumps([{**one, "abstract_inverted_index": index}]))
    assert paper.abstract == "We show it."


@pytest.mark.parametrize(
    ("names", "authors"),
    [
        ("id,title,abstract,authorships.author.display_name", "Ann Bell|Cy Dorn"),
        (
            "id,content.title.value,content.abstract.value,content.authors.value",
            "Ann Bell, Cy Dorn",
        ),
        (
            "id,title,summary,authors",
            "\"[arxiv.Result.Author('Ann Bell'), arxiv.Result.Author('Cy Dorn')]\"",
        ),
    ],
    ids=["OpenAlex", "OpenReview by pandas", "the package arxiv by pandas"],
)
def test_columns_that_are_paths_and_cells_that_are_calls_are_read(names, authors, read):
    # Previously such names were unknown, and such authors had the name of their class
    cell = authors if authors.startswith('"') else f'"{authors}"'
    papers, problems = read(f'{names}\n1,"{TITLE}","{ABSTRACT}",{cell}\n')
    said(papers)
    assert problems == []


# XML


ACL = f"""<?xml version='1.0' encoding='UTF-8'?>
<collection id="2025.box">
  <volume id="main" ingest-date="2025-07-01" type="proceedings">
    <meta>
      <booktitle>Proceedings of the <fixed-case>B</fixed-case>ox Conference</booktitle>
      <editor><first>Eve</first><last>Fox</last></editor>
      <month>March</month>
      <year>2025</year>
      <url hash="0a">2025.box-main</url>
    </meta>
    <frontmatter><url hash="0b">2025.box-main.0</url></frontmatter>
    <paper id="1">
      <title><fixed-case>Q</fixed-case>uill: Routing Tokens in Small Readers</title>
      <author id="ann-bell"><first>Ann</first><last>Bell</last></author>
      <author><first>Cy</first><last>Dorn</last><affiliation>Box</affiliation>
        <variant script="hani"><last>X</last></variant></author>
      <pages>1–9</pages>
      <abstract>We present <b>Quill</b>, a router for small readers. {SECOND}</abstract>
      <url hash="0c">2025.box-main.1</url>
      <bibkey>bell-dorn-2025-quill</bibkey>
      <pwccode url="{REPO}" additional="false">annbell/quill</pwccode>
    </paper>
  </volume>
</collection>
"""
PUBMED = f"""<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "pubmed.dtd">
<PubmedArticleSet>
<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">38000017</PMID>
<DateRevised><Year>2026</Year><Month>01</Month><Day>02</Day></DateRevised>
<Article PubModel="Print"><Journal><ISSN IssnType="Print">1234-5678</ISSN>
<JournalIssue CitedMedium="Internet"><Volume>1</Volume>
<PubDate><Year>2025</Year><Month>Mar</Month><Day>03</Day></PubDate></JournalIssue>
<Title>Journal of Readers</Title><ISOAbbreviation>J Read</ISOAbbreviation></Journal>
<ArticleTitle>Quill: Routing Tokens in <i>Small</i> Readers</ArticleTitle>
<ELocationID EIdType="doi" ValidYN="Y">{DOI}</ELocationID>
<Abstract><AbstractText Label="METHODS" NlmCategory="METHODS">{FIRST}</AbstractText>
<AbstractText Label="RESULTS">{SECOND}</AbstractText>
<CopyrightInformation>Copyright 2025 of somebody.</CopyrightInformation></Abstract>
<AuthorList CompleteYN="Y"><Author ValidYN="Y"><LastName>Bell</LastName><ForeName>Ann</ForeName>
<Initials>A</Initials><AffiliationInfo><Affiliation>Box.</Affiliation></AffiliationInfo></Author>
<Author ValidYN="Y"><LastName>Dorn</LastName><ForeName>Cy</ForeName><Initials>C</Initials></Author>
<Author ValidYN="Y"><CollectiveName>The Box Group</CollectiveName></Author></AuthorList>
<ArticleDate DateType="Electronic"><Year>2025</Year><Month>02</Month><Day>11</Day></ArticleDate>
</Article>
<KeywordList Owner="NOTNLM"><Keyword MajorTopicYN="N">routing</Keyword>
<Keyword MajorTopicYN="N">readers</Keyword></KeywordList></MedlineCitation>
<PubmedData><History><PubMedPubDate PubStatus="received"><Year>2024</Year><Month>1</Month>
<Day>1</Day></PubMedPubDate></History>
<ArticleIdList><ArticleId IdType="pubmed">38000017</ArticleId>
<ArticleId IdType="doi">{DOI}</ArticleId></ArticleIdList>
<ReferenceList><Reference><Citation>Another.</Citation><ArticleIdList>
<ArticleId IdType="doi">10.5555/another</ArticleId></ArticleIdList></Reference></ReferenceList>
</PubmedData></PubmedArticle>
</PubmedArticleSet>
"""
EUROPE_PMC = f"""<?xml version="1.0" encoding="UTF-8"?>
<responseWrapper><version>6.9</version><hitCount>1</hitCount><resultList><result>
<id>38000017</id><source>MED</source><pmid>38000017</pmid><doi>{DOI}</doi>
<title>{TITLE}</title><authorString>Bell A, Dorn C.</authorString>
<authorList><author><fullName>Bell A</fullName><firstName>Ann</firstName><lastName>Bell</lastName>
</author><author><fullName>Dorn C</fullName><firstName>Cy</firstName><lastName>Dorn</lastName>
</author></authorList>
<journalInfo><journal><title>Journal of Readers</title></journal></journalInfo>
<pubYear>2025</pubYear><abstractText>&lt;h4>Results&lt;/h4>{ABSTRACT}</abstractText>
<firstPublicationDate>2025-03-03</firstPublicationDate>
</result></resultList></responseWrapper>
"""
ZOTERO = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:link="http://purl.org/rss/1.0/modules/link/" xmlns:foaf="http://xmlns.com/foaf/0.1/"
 xmlns:bib="http://purl.org/net/biblio#" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <rdf:Description rdf:about="http://arxiv.org/abs/2503.01234">
        <z:itemType>preprint</z:itemType>
        <dcterms:isPartOf><bib:Journal><dc:title>Reading</dc:title>
           <dc:identifier>DOI 10.5555/journal</dc:identifier></bib:Journal></dcterms:isPartOf>
        <bib:editors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Fox</foaf:surname></foaf:Person>
        </rdf:li></rdf:Seq></bib:editors>
        <bib:authors><rdf:Seq>
            <rdf:li><foaf:Person><foaf:surname>Bell</foaf:surname>
               <foaf:givenName>Ann</foaf:givenName></foaf:Person></rdf:li>
            <rdf:li><foaf:Person><foaf:surname>Dorn</foaf:surname>
               <foaf:givenName>Cy</foaf:givenName></foaf:Person></rdf:li>
        </rdf:Seq></bib:authors>
        <dcterms:isReferencedBy rdf:resource="#item_9"/>
        <dc:subject><z:AutomaticTag><rdf:value>Computer Science - Machine Learning</rdf:value>
        </z:AutomaticTag></dc:subject>
        <dc:title>{TITLE}</dc:title>
        <dcterms:abstract>{ABSTRACT}</dcterms:abstract>
        <dc:date>2025-03-03</dc:date>
        <dc:identifier><dcterms:URI><rdf:value>http://arxiv.org/abs/2503.01234</rdf:value>
        </dcterms:URI></dc:identifier>
        <dcterms:dateSubmitted>2025-09-09 10:00:00</dcterms:dateSubmitted>
        <dc:description>arXiv:2503.01234 [cs]</dc:description>
    </rdf:Description>
    <z:Attachment rdf:about="#item_3"><z:itemType>attachment</z:itemType><dc:title>PDF</dc:title>
    </z:Attachment>
    <bib:Memo rdf:about="#item_9"><rdf:value>Read this twice.</rdf:value></bib:Memo>
    <z:Collection rdf:about="#collection_1"><dc:title>Reading</dc:title></z:Collection>
</rdf:RDF>
"""
ENDNOTE = f"""<?xml version="1.0" encoding="UTF-8" ?><xml><records><record>
<database name="a.enl" path="a.enl">a.enl</database><rec-number>17</rec-number>
<ref-type name="Journal Article">17</ref-type>
<contributors><authors>
<author><style face="normal" font="default" size="100%">Bell, Ann</style></author>
<author><style face="normal" font="default" size="100%">Dorn, Cy</style></author></authors>
<secondary-authors><author><style>Fox, Eve</style></author></secondary-authors></contributors>
<titles><title><style face="normal">Quill: Routing Tokens in </style><style face="italic">Small
</style><style face="normal">Readers</style></title>
<secondary-title><style>Journal of Readers</style></secondary-title></titles>
<periodical><full-title><style>Journal of Readers</style></full-title></periodical>
<keywords><keyword><style>routing</style></keyword></keywords>
<dates><year><style>2025</style></year><pub-dates><date><style>Mar 3</style></date></pub-dates>
</dates><electronic-resource-num><style>{DOI}</style></electronic-resource-num>
<urls><related-urls><url><style>https://example.com/quill</style></url></related-urls></urls>
<abstract><style face="normal">{ABSTRACT}</style></abstract></record></records></xml>
"""
JATS = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving 1.2//EN" "archive.dtd">
<article article-type="research-article"><front>
<journal-meta><journal-title-group><journal-title>Reading</journal-title></journal-title-group>
</journal-meta><article-meta><article-id pub-id-type="doi">{DOI}</article-id>
<title-group><article-title>{TITLE}</article-title></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Bell</surname>
<given-names>Ann</given-names></name><xref>1</xref></contrib><contrib contrib-type="author">
<name><surname>Dorn</surname><given-names>Cy</given-names></name></contrib></contrib-group>
<pub-date pub-type="epub"><day>3</day><month>3</month><year>2025</year></pub-date>
<abstract><title>Abstract</title><sec><title>Results</title><p>{FIRST}</p><p>{SECOND}</p></sec>
</abstract></article-meta></front><body><p>Long.</p></body><back><ref-list><ref>
<article-title>Another</article-title></ref></ref-list></back></article>
"""
HOME_MADE = f"""<library><folder name="a"><publication key="bell2025">
<meta><title>{TITLE}</title></meta><doi>{DOI}</doi><date>2025-03-03</date>
<authors><author>Ann Bell</author><author>Cy Dorn</author></authors>
<text><abstract>{ABSTRACT}</abstract></text></publication></folder></library>
"""
OAI_RAW = f"""<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-01-01</responseDate>
<ListRecords><record><header><identifier>oai:arXiv.org:2503.01234</identifier>
<datestamp>2025-09-09</datestamp><setSpec>cs:cs:LG</setSpec></header><metadata>
<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>2503.01234</id><submitter>Eve Fox</submitter>
<version version="v1"><date>Mon, 3 Mar 2025 17:59:59 GMT</date><size>9kb</size></version>
<version version="v2"><date>Tue, 9 Sep 2025 17:59:59 GMT</date><size>9kb</size></version>
<title>{TITLE}</title><authors>Ann Bell, Cy Dorn</authors><categories>cs.LG cs.CL</categories>
<comments>9 pages; code at {REPO}</comments><abstract>  {ABSTRACT}
</abstract></arXivRaw></metadata></record></ListRecords></OAI-PMH>
"""
OAI_ARXIV = f"""<OAI-PMH><ListRecords><record><header>
<identifier>oai:arXiv.org:2503.01234</identifier></header><metadata><arXiv>
<id>2503.01234</id><created>2025-03-03</created><updated>2025-09-09</updated>
<authors><author><keyname>Bell</keyname><forenames>Ann</forenames></author>
<author><keyname>Dorn</keyname><forenames>Cy</forenames><affiliation>Box</affiliation></author>
</authors><title>{TITLE}</title><categories>cs.LG cs.CL</categories>
<comments>code at {REPO}</comments><abstract>{ABSTRACT}</abstract></arXiv></metadata></record>
</ListRecords></OAI-PMH>
"""
OAI_DC = f"""<OAI-PMH><ListRecords><record><header>
<identifier>oai:arXiv.org:2503.01234</identifier></header><metadata>
<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{TITLE}</dc:title>
<dc:creator>Bell, Ann</dc:creator><dc:creator>Dorn, Cy</dc:creator>
<dc:subject>Computer Science - Machine Learning</dc:subject>
<dc:description>{ABSTRACT}</dc:description><dc:description>Comment: code at {REPO}</dc:description>
<dc:date>2025-03-03</dc:date><dc:date>2025-09-09</dc:date>
<dc:identifier>http://arxiv.org/abs/2503.01234</dc:identifier></oai_dc:dc></metadata></record>
</ListRecords></OAI-PMH>
"""
API = f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">ArXiv Query</title><id>x</id>
<entry><id>http://arxiv.org/abs/2503.01234v2</id><updated>2025-09-09T17:59:59Z</updated>
<published>2025-03-03T17:59:59Z</published><title>{TITLE}</title>
<summary>  {ABSTRACT}
</summary><author><name>Ann Bell</name><arxiv:affiliation xmlns:arxiv="a">Box</arxiv:affiliation>
</author><author><name>Cy Dorn</name></author>
<arxiv:comment xmlns:arxiv="a">9 pages, code at {REPO}</arxiv:comment>
<link href="http://arxiv.org/abs/2503.01234v2" rel="alternate" type="text/html"/>
<category term="cs.LG" scheme="s"/><category term="cs.CL" scheme="s"/></entry></feed>
"""
DAILY_RSS = f"""<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="a" xmlns:dc="d" version="2.0"><channel><title>cs.LG updates</title>
<item><title>{TITLE}</title><link>https://arxiv.org/abs/2503.01234</link>
<description>arXiv:2503.01234v1 Announce Type: new
Abstract: {ABSTRACT}</description><guid isPermaLink="false">oai:arXiv.org:2503.01234v1</guid>
<category>cs.LG</category><category>cs.CL</category>
<pubDate>Mon, 03 Mar 2025 00:00:00 -0500</pubDate>
<arxiv:announce_type>new</arxiv:announce_type><dc:creator>Ann Bell, Cy Dorn</dc:creator></item>
</channel></rss>
"""
DAILY_ATOM = f"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="a" xmlns:dc="d"><title>cs.LG</title>
<entry><id>oai:arXiv.org:2503.01234v3</id><title>{TITLE}</title>
<link href="https://arxiv.org/abs/2503.01234" rel="alternate" type="text/html"/>
<summary>arXiv:2503.01234v3 Announce Type: replace
Abstract: {ABSTRACT}</summary><category term="cs.LG"/><category term="cs.CL"/>
<published>2025-09-09T00:00:00-04:00</published>
<arxiv:announce_type>replace</arxiv:announce_type><dc:creator>Ann Bell, Cy Dorn</dc:creator></entry>
</feed>
"""
CODES = {"categories": ("cs.LG", "cs.CL")}
XML = {
    "ACL Anthology": (
        ACL,
        {"published": "2025-03", "code": REPO, "url": "https://aclanthology.org/2025.box-main.1"},
    ),
    "PubMed": (
        PUBMED,
        {
            **BY_DOI,
            "abstract": f"METHODS: {FIRST} RESULTS: {SECOND}",
            "authors": ("Ann Bell", "Cy Dorn", "The Box Group"),
            "categories": ("routing", "readers"),
        },
    ),
    "Europe PMC": (EUROPE_PMC, BY_DOI),
    "Zotero": (ZOTERO, {**ARXIV, "categories": ("cs.LG",)}),
    "EndNote": (ENDNOTE, {**BY_DOI, "url": "https://example.com/quill"}),
    "JATS": (JATS, BY_DOI),
    "made at home": (HOME_MADE, BY_DOI),
    "OAI, arXivRaw": (OAI_RAW, {**WITH_CODE, **CODES}),
    "OAI, arXiv": (OAI_ARXIV, {**WITH_CODE, **CODES}),
    "OAI, Dublin Core": (OAI_DC, {**WITH_CODE, "categories": ("cs.LG",)}),
    "arXiv's API": (API, {**WITH_CODE, **CODES}),
    "arXiv's feed, RSS": (DAILY_RSS, {**ARXIV, **CODES}),
    "arXiv's feed, Atom": (DAILY_ATOM, {**ARXIV, "published": "2025-03", **CODES}),
}


@pytest.mark.parametrize("service", XML)
def test_what_a_service_gives_as_xml_is_read(service, read):
    content, expected = XML[service]
    papers, problems = read(content)
    said(papers, **expected)
    assert problems == []


def test_formulas_and_marks_of_an_anthology_are_of_the_text(read):
    written = ACL.replace(" in Small", " for <tex-math>k^2</tex-math> <b>Sm</b>all")
    papers, _ = read(written)
    assert [paper.title for paper in papers] == ["Quill: Routing Tokens for $k^2$ Small Readers"]


def test_a_paper_of_a_volume_without_abstract_costs_only_itself(read):
    bare = '<paper id="0"><title>Front</title><author><first/><last>Fox</last></author></paper>\n'
    papers, problems = read(ACL.replace('    <paper id="1">', f'    {bare}<paper id="1">'))
    said(papers, published="2025-03")
    assert problems == ["12: no abstract"]


def test_letters_that_a_dtd_names_are_read(read):
    papers, _ = read(JATS.replace("in Small", "in M&uuml;nchen's Small"))
    assert [paper.title for paper in papers] == [TITLE.replace("in Small", "in München's Small")]


def test_names_in_parts_may_lack_one(read):
    papers, _ = read(OAI_ARXIV.replace("<forenames>Ann</forenames>", ""))
    assert papers[0].authors == ("Bell", "Cy Dorn")


def test_xml_without_papers_is_of_no_known_format(read):
    with pytest.raises(InputError, match="of no known format"):
        read('<svg xmlns="http://www.w3.org/2000/svg"><title>A drawing</title><path/></svg>')


def test_deep_xml_takes_no_time_with_the_square(read):
    # Previously what is nested took its text along at each level, or recursion ended it
    deep = 30_000
    written = ACL.replace(SECOND, "<i>" * deep + f"x {SECOND}" + "</i>" * deep)
    papers, problems = read(written)
    assert papers[0].abstract.startswith(FIRST)
    assert problems == []


# Files


@pytest.mark.parametrize("write", [json.dumps, repr])
def test_a_mapping_in_a_cell_is_read(write, read):
    rows = io.StringIO()
    table = csv.writer(rows)
    table.writerow(["title", "abstract", "externalIds", "authors"])
    authors = [{"name": "Ann Bell"}, {"name": "Cy Dorn"}]
    table.writerow([TITLE, ABSTRACT, write({"ArXiv": "2503.01234", "MAG": "1"}), write(authors)])
    said(read(rows.getvalue())[0], id="arxiv:2503.01234")


@pytest.mark.parametrize("title", ["{A} title", "{'a': b}", "{'Set' of: two}", '{"a": {}}'])
def test_braces_alone_are_no_mapping(title, read):
    rows = io.StringIO()
    csv.writer(rows).writerows([["title", "abstract"], [title, ABSTRACT]])
    assert [paper.title for paper in read(rows.getvalue())[0]] == [title]


def test_all_parts_of_an_abstract_in_ris_are_read(read):
    # Previously only the first was
    ris = f"TY  - JOUR\nTI  - {TITLE}\nAU  - Bell, Ann\nAU  - Dorn, Cy\nAB  - {FIRST}\n"
    papers, _ = read(f"{ris}AB  - {SECOND}\nN2  - {ABSTRACT}\nPY  - 2025/03/03/\nER  - \n")
    said(papers, **BY_TITLE)


# YAML

RECORD = f"""title: "{TITLE}"
abstract: >-
  {FIRST}
  {SECOND}
authors:
- Ann Bell
- {{given: Cy, family: Dorn}}
eprint: 2503.01230
date: 2025-03-03
"""


def make_item(text, indent=""):
    first, *rest = text.rstrip("\n").split("\n")
    return "\n".join([f"{indent}- {first}", *(f"{indent}  {line}" for line in rest), ""])


@pytest.mark.parametrize(
    "content",
    [
        make_item(RECORD),
        f"# A list\n\n{make_item(RECORD)}",
        f"---\n{make_item(RECORD)}...\n",
        f"papers:\n{make_item(RECORD)}",
        f"papers:\n{make_item(RECORD, '  ')}more: 1\n",
        f"---\nreferences:\n{make_item(RECORD, '- '[:0])}...\n",
        f"---\n{RECORD}---\n\n# A page\n\nIts text: *is* no paper.\n",
        "bell2025:\n" + "".join(f"  {line}\n" for line in RECORD.splitlines()),
    ],
)
def test_yaml_is_read(content, read):
    # Previously it was of no known format; and 2503.01230 is no float
    papers, problems = read(content)
    said(papers, id="arxiv:2503.01230", published="2025-03-03")
    assert problems == []


@pytest.mark.parametrize(
    "abstract",
    [
        "We say it: owls win.",
        "We say it: owls\n    win: often.\n    - so they do",
        "We say it: owls\n\n    win.",
        "[Context] Owls win.",
        "`owls` win.",
        '"Owls" win, and "cats" lose.',
        "*Owls* win; # of them: 5",
        "@owls: they win",
        "100% of owls win: all",
    ],
)
@pytest.mark.parametrize("form", ["- {}  {}", "---\n{}{}---\nText: of a page\n"])
def test_a_text_of_yaml_that_nobody_put_in_quotes_is_read(abstract, form, read):
    # Previously a colon in a text made the record no YAML
    indent = "" if form.startswith("---") else "  "
    rest = f"{indent}note: |\n{indent}  a: b: c\n{indent}eprint: 2503.01230\n"
    papers, problems = read(form.format("title: Owls: a Study\n", f"abstract: {abstract}\n{rest}"))
    assert [(one.id, one.title) for one in papers] == [("arxiv:2503.01230", "Owls: a Study")]
    assert papers[0].abstract == " ".join(abstract.split())
    assert problems == []


def test_what_is_no_yaml_is_told_with_its_line_and_the_way(read):
    _, problems = read(make_item(RECORD) + "- title: A\n  abstract: B\n  note: [{A]\n")
    assert [problem.partition("; ")[::2] for problem in problems] == [
        (
            "10: no YAML: did not find expected ',' or '}' in line 12",
            "put a text with a colon, a quote or a bracket in double quotes",
        )
    ]


def test_bullets_behind_the_head_of_a_page_are_no_records(read):
    # Previously each was told as a record that is lost
    text = "- one\n- two: it has a colon\n- *three*\n\nText.\n\n* four\n\n---\n\n- title\n"
    papers, problems = read(f"---\n{RECORD}---\n\n{text}---\n{RECORD}---\nSo.\n")
    assert [paper.title for paper in papers] == [TITLE, TITLE]
    assert problems == []


def test_a_broken_item_of_yaml_costs_only_itself(read):
    broken = "- title: [{A]\n  abstract: B\n"
    aliased = "- title: &a A\n  abstract: *a\n"
    papers, problems = read(f"{broken}{make_item(RECORD)}{aliased}- title: A title\n")
    said(papers)
    assert [problem[:20] for problem in problems] == [
        "1: no YAML: did not ",
        "12: an alias of YAML",
        "14: no abstract",
    ]


@pytest.mark.parametrize(
    "text", ["- title: one\n- summary: two\nprose", "key: value\n" * 9, "a:\n  b: c\n" * 9]
)
def test_what_is_no_list_of_papers_is_no_yaml(text, read):
    papers = []
    with suppress(InputError):
        papers, _ = read(text)
    assert papers == []


# Sources without abstracts


LINKS = [
    {
        "paper_url": f"https://paperswithcode.com/paper/quill-{number}",
        "paper_title": TITLE,
        "paper_arxiv_id": "2503.01234",
        "paper_url_abs": "https://arxiv.org/abs/2503.01234v1",
        "repo_url": REPO,
        "is_official": True,
        "framework": "pytorch",
    }
    for number in range(3)
]
DBLP = f"""<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE dblp SYSTEM "dblp.dtd">
<dblp><article mdate="2025-03-05" key="journals/corr/abs-2503-01234"><author>Ann Bell</author>
<author>Cy D&ouml;rn</author><title>{TITLE}.</title><volume>abs/2503.01234</volume>
<year>2025</year><journal>CoRR</journal></article><inproceedings key="conf/box/BellD25">
<author>Ann Bell</author><title>{TITLE}.</title><year>2025</year></inproceedings></dblp>
"""
CVF = f"""@InProceedings{{Bell_2025_Box, author = {{Bell, Ann and Dorn, Cy}}, title = {{{TITLE}}},
    booktitle = {{Proceedings of the Box Conference}}, month = {{June}}, year = {{2025}}
}}
"""


BOARDS = [
    {
        "task": "Question Answering",
        "description": "Questions are answered.",
        "categories": ["Reading"],
        "subtasks": [],
        "datasets": [
            {
                "dataset": "BoxQA",
                "description": "Boxes.",
                "sota": {
                    "metrics": ["Accuracy"],
                    "rows": [{"model_name": "Quill", "paper_title": TITLE, "metrics": {}}],
                },
            }
        ],
    }
]
ABSTRACTS = {"corpusid": 17, "openaccessinfo": {"externalids": {}}, "abstract": ABSTRACT}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (json.dumps(LINKS), "3 records none has an abstract"),
        (DBLP, "2 records none has an abstract"),
        (CVF, "1 record none has an abstract"),
        (json.dumps(BOARDS), "1 record none has a title"),
        (json.dumps(ABSTRACTS), "1 record none has a title"),
    ],
)
def test_a_source_without_titles_or_abstracts_says_so_once(content, told, tmp_path):
    # Previously it said that as many records were skipped
    path = tmp_path / "input"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=f"of {told}; take a file .* that has"):
        list(read_some_papers(path, on_problem=lambda _: None))


@pytest.mark.parametrize("month", ["23--29 Jul", "Jul"])
def test_an_entry_of_a_proceedings_bibtex_is_read(month, read):
    papers, _ = read(
        f"@InProceedings{{pmlr-v999-bell25a,\n  title = \t {{Quill: Routing Tokens in {{S}}mall "
        f"Readers}},\n  author =       {{Bell, Ann and Dorn, Cy}},\n  year = \t {{2025}},\n"
        f"  editor = \t {{Fox, Eve}},\n  month = \t {{{month}}},\n  url = \t "
        f"{{https://example.com/bell25a.html}},\n  abstract = \t {{{ABSTRACT}}}\n}}\n".replace(
            "61.2%", r"61.2\%"
        )
    )
    said(papers, published="2025-07", url="https://example.com/bell25a.html")


def make_pubmed_list(*, authors="Bell A(1), Dorn\nC(1)(2).\n\n", end="\n"):
    entry = f"""{{}}. J Read. 2025 Mar 3;1(2):17-29. doi: {DOI}{{}}. Epub
2025 Mar 1.

Quill: Routing Tokens
in Small Readers

{authors}Author information:
(1)Box Institute, Box. a@example.com

METHODS: {FIRST}
RESULTS: {SECOND}

CONCLUSION: 3. It is 2025 and small.

© 2025 Somebody.

DOI: {DOI}{{}}
PMCID: PMC17
PMID: 3800001{{}} [Indexed for MEDLINE]

Conflict of interest statement: None.
"""
    entries = [entry.format(number, number, number, number) for number in (1, 2)]
    return "\n\n".join(entries).replace("\n", end)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_pubmeds_abstracts_as_text_are_read(end, read):
    papers, problems = read(make_pubmed_list(end=end))
    assert [paper.id for paper in papers] == [f"doi:{DOI}1", f"doi:{DOI}2"]
    text = f"METHODS: {FIRST} RESULTS: {SECOND} CONCLUSION: 3. It is 2025 and small."
    authors = ("A Bell", "C Dorn")
    said(papers[:1], abstract=text, authors=authors, published="2025-03-03")
    assert problems == []


def test_an_entry_of_pubmed_without_authors_keeps_its_abstract(read):
    papers, _ = read(make_pubmed_list(authors=""))
    assert [(paper.authors, paper.abstract[:8]) for paper in papers] == [((), "METHODS:")] * 2


def test_a_call_within_a_sentence_is_a_part_of_it(read):
    # Previously the texts of a list lost the names of what they call
    said = ["We run count('owls') by night and find more of them than anyone did.", "It is so."]
    cell = json.dumps(said).replace('"', '""')
    (paper,), _ = read(f'id,title,abstract\n2503.01234,{TITLE},"{cell}"\n')
    assert paper.abstract == " ".join(said)


def test_the_tags_of_a_citation_come_before_those_of_dublin_core(read):
    # Previously whichever stood first counted
    meta = {"dc.title": "Owls again", "citation_title": TITLE, "citation_abstract": ABSTRACT}
    tags = "".join(f'<meta name="{name}" content="{said}">' for name, said in meta.items())
    (paper,), _ = read(f"<html><head>{tags}</head><body></body></html>")
    assert paper.title == TITLE
