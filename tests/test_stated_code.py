"""Code and pages that a source states beside the abstract: read, shown, corrected."""

from __future__ import annotations

import json
from dataclasses import replace

import pyshacl
import pytest
import rdflib
from click.testing import CliRunner

from kg.build import Build, rows_of
from kg.cli import cli
from kg.corpus import Corpus
from kg.graph import Graph, open_graph
from kg.rdf import to_rdf
from kg.records import Entity, EntityType, Extraction, Mention, Paper, Relation, RelationType
from kg.resources import resource_path
from kg.sources import read_papers
from tests.graphs import content, graph_of

CODE = "https://github.com/acme/glide"
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry>
<id>http://arxiv.org/abs/2503.01234v1</id><title>A Model</title><summary>Abstract.</summary>
<arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">{}</arxiv:comment></entry></feed>"""
DC = """<OAI-PMH><ListRecords><record><metadata><dc><title>A Model</title>
<description>Abstract.</description><description>Comment: {}</description></dc></metadata>
</record></ListRecords></OAI-PMH>"""


def make_record(**fields):
    return json.dumps({"title": "A Model", "abstract": "Abstract.", **fields})


@pytest.fixture
def stated(tmp_path):
    def stated(content):
        path = tmp_path / "input"
        path.write_text(content)
        problems = []
        ((paper,), _) = list(read_papers(path, on_problem=problems.append)), problems
        assert problems == []
        return paper.code

    return stated


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (make_record(githubRepo=CODE, upvotes=3), f"githubRepo: {CODE}"),
        (json.dumps([{"paper": json.loads(make_record(githubRepo=CODE))}]), f"githubRepo: {CODE}"),
        (make_record(githubRepo="acme/glide"), "githubRepo: acme/glide"),
        (make_record(repo_url=CODE + ".git", is_official=True), f"repo_url: {CODE}.git"),
        (make_record(code_links=[{"title": "acme/glide", "url": CODE}]), f"code_links: {CODE}"),
        (make_record(**{"Official Code": CODE}), f"Official Code: {CODE}"),
        (make_record(links=["https://arxiv.org/pdf/2503.01234", CODE]), f"links: {CODE}"),
        (make_record(comments=f"8 pages; code at {CODE}."), f"comments: 8 pages; code at {CODE}."),
        (ATOM.format(f"8 pages. Code: {CODE}"), f"comment: 8 pages. Code: {CODE}"),
        (DC.format(f"Code: {CODE}"), f"comment: Code: {CODE}"),
        (
            "<OAI-PMH><ListRecords><record><arXiv><id>2503.01234</id><title>A Model</title>"
            f"<comments>Code: {CODE}</comments><abstract>B.</abstract></arXiv></record>"
            "</ListRecords></OAI-PMH>",
            f"comments: Code: {CODE}",
        ),
        (f"title,abstract,Code\nA Model,Abstract.,{CODE}\n", f"Code: {CODE}"),
        (f"@misc{{k, title={{A}}, abstract={{B.}}, code={{{CODE}}}\n}}\n", f"code: {CODE}"),
        (
            f"@misc{{k, title={{A}}, abstract={{B.}}, note={{See \\url{{{CODE}}}}}\n}}\n",
            f"note: See {CODE}",
        ),
    ],
)
def test_the_code_that_a_source_states_is_kept_with_what_says_so(content, said, stated):
    # Previously all these fields were passed over
    assert stated(content) == ((CODE, said),)


@pytest.mark.parametrize(
    ("fields", "addresses"),
    [
        ({"projectPage": "https://acme.github.io/glide/"}, ["https://acme.github.io/glide"]),
        ({"comment": "Project page: https://acme.example/glide"}, ["https://acme.example/glide"]),
        (
            {"comment": "Webpage at https://acme.example/glide; data: https://zenodo.org/r/1"},
            ["https://acme.example/glide", "https://zenodo.org/r/1"],
        ),
        ({"comment": "Accepted at ACME 2025 (https://acme.example/2025)"}, []),
        ({"comment": f"Code: {CODE}. Published at https://acme.example/2025"}, [CODE]),
        ({"comment": "Project page: https://youtu.be/abc"}, []),
        ({"comment": "See https://arxiv.org/abs/2503.01235"}, []),
        ({"comment": 8, "code": None, "links": [None, {"url": 3}], "note": {"a": CODE}}, []),
        ({"code": "yes", "github": "none", "repository": "arXiv"}, []),
        ({"repo_url": CODE, "is_official": False}, []),
        ({"repo_url": CODE, "isOfficial": 0}, []),
        ({"paper": {"repo_url": CODE, "is_official": False}}, []),
        ({"repositories": [{"url": CODE, "is_official": "no"}]}, []),
        ({"githubRepo": CODE, "comment": f"Code: {CODE}"}, [CODE]),
        ({"notes": f"compare with {CODE}", "keywords": CODE, "url": CODE}, []),
    ],
)
def test_only_what_a_record_calls_its_own_is_its_code(fields, addresses, stated):
    assert [url for url, _ in stated(make_record(**fields))] == addresses


@pytest.mark.parametrize(
    ("comment", "is_own"),
    [
        ("Code of the baseline we compare with: {}", False),
        ("The baseline's code: {}", False),
        ("Baseline implementation: {}", False),
        ("Code for the strongest competitor is at {}", False),
        ("Built on {}", False),
        ("Based on the code at {}", False),
        ("A fork of {}", False),
        ("Adapted from the official implementation of {}", False),
        ("We used {} in all runs", False),
        ("Code by the original authors: {}", False),
        ("Code of another team: {}", False),
        ("Unofficial implementation: {}", False),
        ("We thank the authors of {}", False),
        ("We compare our method with {}", False),
        ("8 pages; {} is the baseline", False),
        ("See {} (third-party code)", False),
        ("Code: {}", True),
        ("{}", True),
        ("Our code, based on PyTorch, is available at {}", True),
        ("Code (based on PyTorch): {}", True),
        ("Code and baselines: {}", True),
        ("Dataset, baselines and evaluation code at {}", True),
        ("Code for reproducing the baseline results: {}", True),
        ("Our baseline models: {}", True),
        ("We release the original code at {}", True),
        ("Official implementation: {}", True),
        ("Extends a paper of 2024. Github: {}", True),
        ("We compare two methods. Code: {}", True),
        ("Code for comparing models: {}", True),
        ("Please use the code at {}", True),
        ("The code used in this paper: {}", True),
        ("Code: {}, based on https://github.com/acme/base", True),
        ("Extended version of our previous paper, code at {}", True),
        ("Outperforms all of the baselines, code at {}", True),
        ("Reproduction of prior work, code available at {}", True),
        ("Thanks to the reviewers, code at {}", True),
        ("We compare our method with GPT-4, code at {}", True),
        ("The dataset and baseline models at {}", True),
        ("Code: {}; Previous work: arXiv:2301.00001", True),
        ("Code at {}. Original paper withdrawn", True),
        ("Code at {}, the baseline was fixed", True),
        ("Code at {}\nRelated work: https://github.com/acme/base", True),
    ],
)
def test_the_code_of_others_in_a_comment_is_not_the_papers_own(comment, is_own, stated):
    # Previously any link to a host of code was
    found = [url for url, _ in stated(make_record(comments=comment.format(CODE)))]
    assert found == ([CODE] if is_own else [])


def test_of_a_long_field_the_words_round_the_address_are_kept(stated):
    ((url, said),) = stated(make_record(code="ours " * 9_000 + CODE))
    assert url == CODE
    assert len(said) < 400


def test_of_a_long_comment_what_stands_round_the_link_is_kept(stated):
    ((_, said),) = stated(make_record(comment=f"{'word ' * 200}Code: {CODE} {'and ' * 200}"))
    assert f"Code: {CODE}" in said
    assert len(said) < 400


def test_records_of_one_paper_state_all_their_code_whatever_their_order(tmp_path):
    pairs = [("https://b.github.io", "comment: b"), (CODE, "githubRepo: a")]
    papers = [Paper("arxiv:2503.01234", "A", "We use BERT.", code=(pair,)) for pair in pairs]
    found = []
    for number, order in enumerate((papers, papers[::-1])):
        with Corpus.open(tmp_path / str(number)) as corpus:
            for source, paper in enumerate(order):
                corpus.add(paper, source=str(source))
            found.append(corpus.paper("2503.01234").code)
    assert found == [tuple(sorted(pairs))] * 2


def make_corpus(folder, *, code=((CODE, f"githubRepo: {CODE}"),), released=False):
    """A corpus of one paper whose text names a repository, of another that is its own."""
    said = "Code: https://github.com/acme/kite."
    paper = Paper("arxiv:2503.01234", "A Model", said, published="2025-03", date_precision="month")
    start = paper.text.index("https")
    url = paper.text[start : len(paper.text) - 1]
    kind = RelationType.HAS_REPO if released else RelationType.MENTIONS
    read = Extraction(
        version="1",
        entities=(Entity(url, EntityType.REPO, (Mention(start, start + len(url), url),), 0.9),),
        relations=(Relation(kind, None, url, 8, len(paper.text), 0.9),),
    )
    with Corpus.open(folder) as corpus:
        corpus.add(replace(paper, code=code))
        corpus.save_extraction(paper.id, read)
        return rows_of(corpus)


def test_stated_code_is_in_both_stores_and_the_same_when_written_again(store, tmp_path):
    rows = make_corpus(tmp_path / "w")
    store.write(rows)
    assert graph_of(store) == content(rows)
    assert store.write(make_corpus(tmp_path / "w")).changed == 0
    graph = Graph(store)
    (found,) = graph.papers(with_code=True)
    assert (found.paper, CODE in found.repos) == ("arxiv:2503.01234", True)
    assert "repo:github.com/acme/glide" in [hit.id for hit in graph.search("acme")]
    (repo,) = graph.repos()
    assert (repo.url, repo.sentence, repo.confidence) == (CODE, f"githubRepo: {CODE}", 1.0)
    # Previously the embedded store gave the paper's id for the start, and sorted by it
    said = [(one.relation, one.sentence, one.start) for one in graph.paper("2503.01234").relations]
    in_text = ("MENTIONS", "Code: https://github.com/acme/kite.", 8)
    assert said == [in_text, ("HAS_REPO", f"githubRepo: {CODE}", None)]
    (link,) = [one for one in rows.relationships if one.type == "HAS_REPO"]
    assert link.properties["origin"] == "record"
    assert "start" not in link.properties


def test_rdf_says_that_code_is_stated_by_the_record(store, tmp_path):
    store.write(make_corpus(tmp_path / "w"))
    found = to_rdf(Graph(store), base="https://kg.example/")
    rows = found.query(
        "SELECT ?repo ?paper ?sentence ?confidence WHERE { ?s kg:source 'record' ;"
        " rdf:predicate kg:hasRepo ; rdf:object ?repo ; prov:hadPrimarySource ?paper ;"
        " prov:value ?sentence ; kg:confidence ?confidence"
        " FILTER NOT EXISTS { ?s oa:start ?start } }"
    )
    ((repo, paper, sentence, confidence),) = rows
    assert str(repo) == "https://kg.example/repo:github.com/acme/glide"
    assert str(paper) == "https://arxiv.org/abs/2503.01234"
    assert (str(sentence), confidence.toPython()) == (f"githubRepo: {CODE}", 1.0)
    shapes = rdflib.Graph().parse(resource_path("schema", "shapes.ttl"))
    conforms, _, text = pyshacl.validate(found, shacl_graph=shapes)
    assert conforms, text
    # The mention, which the text makes, has no such mark.
    assert len([*found.subjects(rdflib.RDF.predicate, rdflib.SDO.mentions)]) == 1


def test_the_sentence_of_the_text_stays_the_evidence_where_the_record_says_the_same(tmp_path):
    stated = (("https://github.com/Acme/Kite", "code: https://github.com/Acme/Kite"),)
    rows = make_corpus(tmp_path / "w", code=stated, released=True)
    (link,) = [one for one in rows.relationships if one.type == "HAS_REPO"]
    assert link.properties["sentence"] == "Code: https://github.com/acme/kite."
    assert "origin" not in link.properties


def test_a_repository_that_the_text_only_mentions_is_the_papers_where_its_record_says_so(tmp_path):
    rows = make_corpus(tmp_path / "w", code=(("https://github.com/acme/kite", "code: kite"),))
    links = [one for one in rows.relationships if one.end_id == "repo:github.com/acme/kite"]
    assert {one.type: one.properties["sentence"] for one in links} == {
        "HAS_REPO": "code: kite",
        "MENTIONS": "Code: https://github.com/acme/kite.",
    }


@pytest.mark.parametrize("change", [["--strike"], ["--set", "type=MENTIONS"]])
def test_stated_code_can_be_corrected_as_what_was_read(tmp_path, change):
    workspace = tmp_path / "w"
    make_corpus(workspace)
    with Build(workspace) as run:
        run.update()
    command = ["correct", "2503.01234", "-w", str(workspace), "--json"]
    rows = json.loads(CliRunner().invoke(cli, command).stdout)
    (fact,) = [row["id"] for row in rows if row["fact"] == f"HAS_REPO {CODE}"]
    done = CliRunner().invoke(cli, ["correct", fact, *change, "-w", str(workspace)])
    assert done.exit_code == 0, done.output
    with open_graph(workspace) as graph:
        assert graph.repos() == []
        assert len(graph.search("glide")) == (change[0] == "--set")
