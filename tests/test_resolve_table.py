"""What the uses of a name say together: its kind, its senses, and whom a correction means."""

from __future__ import annotations

import pytest

from kg.records import Correction, Paper
from kg.resolve import resolve
from tests.reads import make_read, read_of


def make_use(number, kind, name, *, evaluates=()):
    paper = Paper(
        id=f"arxiv:2512.{number:05}", title="A study", abstract=f"We speak of {name} here."
    )
    return read_of(paper, (kind, name), evaluates=evaluates)


def links_of(papers, *corrections):
    made = [Correction(n, kind, payload) for n, (kind, payload) in enumerate(corrections, 1)]
    links = resolve(papers, corrections=made).links
    return [links[paper.id, read.entities[0].name] for paper, read in papers]


@pytest.mark.parametrize("kinds", [("Method", "Model", "Model"), ("Model", "Model", "Method")])
def test_a_thing_is_of_the_kind_that_most_papers_read(kinds):
    papers = [make_use(number, kind, "Zorbo") for number, kind in enumerate(kinds)]
    assert set(links_of(papers)) == {"model:zorbo"}


@pytest.mark.parametrize("evaluating", [0, 1, 2])
def test_data_that_any_paper_evaluates_on_is_a_benchmark(evaluating):
    for kind, found in (("Dataset", "benchmark:zorboset"), ("Method", "method:zorboset")):
        papers = [
            make_use(n, kind, "ZorboSet", evaluates=["ZorboSet"] if n == evaluating else ())
            for n in range(3)
        ]
        assert set(links_of(papers)) == {found}


@pytest.mark.parametrize(
    ("name", "unit", "higher"),
    [
        ("accuracy", "%", True),
        ("perplexity", None, False),
        ("zorb index", None, None),
        # Previously the two entries of one name left it without a unit: 0.5 stood beside 72.4
        ("mAP", "%", True),
        ("MAP", "%", True),
    ],
)
def test_a_known_metric_has_its_unit_and_its_better_side(name, unit, higher):
    (entity,) = resolve([make_use(1, "Metric", name)]).entities
    assert (entity.unit, entity.higher_is_better) == (unit, higher)


@pytest.mark.parametrize("bare", [1, 9])
def test_a_short_form_of_two_meanings_has_the_id_of_its_words_whichever_paper_comes_first(bare):
    name = ("Method", "QBR")
    papers = [
        make_read(bare, "QBR wins.", name),
        *(make_read(n, "We use Quantum Banana Routing (QBR).", name) for n in (2, 3, 4)),
        make_read(5, "We use Quick Bayes Ranking (QBR).", name),
    ]
    routing, ranking = "method:qbr-quantum-banana-routing", "method:qbr-quick-bayes-ranking"
    assert links_of(papers) == [routing, routing, routing, routing, ranking]


@pytest.mark.parametrize("part", ["a", "b"])
def test_a_correction_of_a_name_in_one_paper_moves_that_use_alone(part):
    papers = [make_use(1, "Model", "Zorbo"), make_use(2, "Model", "Zorbo")]
    papers.append(make_use(3, "Model", "Quux"))
    use = {"surface": "Zorbo", "paper": "arxiv:2512.00001"}
    parted = ("split", {"a": use, "from": {"surface": "Zorbo"}})
    quux = {"surface": "Quux"}
    joined = ("merge", {"a": use, "b": quux} if part == "a" else {"a": quux, "b": use})
    assert links_of(papers, parted, joined) == ["model:quux", "model:zorbo", "model:quux"]


def test_a_correction_of_a_name_in_a_paper_without_it_does_nothing():
    papers = [make_use(1, "Model", "Zorbo"), make_use(2, "Model", "Quux")]
    use = {"surface": "Zorbo", "paper": "arxiv:2512.00002"}
    assert links_of(papers, ("merge", {"a": use, "b": {"surface": "Quux"}})) == links_of(papers)


def test_a_person_tells_two_spellings_of_one_string_apart():
    papers = [make_use(1, "Model", "ZORBO"), make_use(2, "Model", "Zorbo")]
    papers.append(make_use(3, "Model", "Zorbo"))
    one, two, three = links_of(papers)
    assert one == two == three
    split = ("split", {"a": {"surface": "ZORBO"}, "from": {"surface": "Zorbo"}})
    one, two, three = links_of(papers, split)
    assert one != two == three


def test_a_correction_of_a_spelling_moves_that_spelling_alone():
    papers = [make_use(1, "Model", "ZORBO"), make_use(2, "Model", "Zorbo")]
    papers.append(make_use(3, "Model", "Quux"))
    split = ("split", {"a": {"surface": "ZORBO"}, "from": {"surface": "Zorbo"}})
    merge = ("merge", {"a": {"surface": "Quux"}, "b": {"surface": "ZORBO"}})
    capitals, plain, quux = links_of(papers, split, merge)
    assert capitals == quux != plain


def test_a_split_from_another_name_leaves_the_spellings_of_the_name_together():
    papers = [make_use(1, "Model", "ZORBO"), make_use(2, "Model", "Zorbo")]
    papers.append(make_use(3, "Model", "Quux"))
    split = ("split", {"a": {"surface": "ZORBO"}, "from": {"surface": "Quux"}})
    assert links_of(papers, split) == links_of(papers)


def test_a_name_in_a_paper_means_its_thing_however_other_papers_spell_it():
    papers = [make_use(1, "Model", "ZORBO"), make_use(2, "Model", "Zorbo")]
    papers.append(make_use(3, "Model", "Quux"))
    use = {"surface": "ZORBO", "paper": "arxiv:2512.00001"}
    assert len(set(links_of(papers, ("merge", {"a": use, "b": {"surface": "Quux"}})))) == 1


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_a_thing_is_called_alike_whether_or_not_its_first_paper_spells_it_out(order):
    # Previously the benchmark of hearts was ACDC where a paper before it did not spell it out
    bare, spelt = order
    name = "Automated Cardiac Diagnosis Challenge"
    papers = [
        make_read(bare, "We look at ACDC here.", ("Benchmark", "ACDC")),
        make_read(spelt, f"We look at {name} (ACDC) here.", ("Benchmark", "ACDC", name)),
    ]
    assert {entity.name for entity in resolve(papers).entities} == {name}
