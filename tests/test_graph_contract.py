"""What every question promises whatever the store: what it refuses, says and gives back."""

from __future__ import annotations

import inspect
import re
import sys
from dataclasses import fields, is_dataclass
from typing import get_args, get_origin, get_type_hints

import pytest

from kg.errors import ConfigError, MissingExtra, QueryError
from kg.graph import Graph, Rows
from kg.pages.render import render_page
from kg.pages.server import QUESTIONS
from tests.made import A


@pytest.mark.parametrize("question", ["papers", "trends", "benchmarks"])
def test_of_nothing_there_is_no_family(sample, question):
    with pytest.raises(ConfigError, match="family"):
        getattr(sample, question)(family=True)


@pytest.mark.parametrize("since", ["soon", "2025-13", "2025-02-30", "25", "2025-1", ""])
def test_since_is_a_date(sample, since):
    with pytest.raises(ConfigError, match=f"since is '{since}'; give a date such as 2025, "):
        sample.papers(since=since)


@pytest.mark.parametrize("question", ["search", "neighbors", "cooccurrence", "leaderboard"])
def test_a_limit_below_one_is_refused(sample, question):
    with pytest.raises(ConfigError, match="limit is 0; give 1 or more"):
        getattr(sample, question)("MMLU", limit=0)


TYPED = [
    (question, option)
    for question in QUESTIONS
    for option in inspect.signature(getattr(Graph, question)).parameters
    if option in ("type", "other")
]


@pytest.mark.parametrize(("question", "option"), TYPED)
@pytest.mark.parametrize("slip", ["Modle", "", "models"])
def test_a_type_that_is_none_lists_the_types(sample, question, option, slip):
    # Previously search found nothing of type "Modle" and advised fewer words; trends counted all
    first = "Paper, Model" if question == "search" else "Model"
    for args in (["Llama 2"], [] if question == "trends" else ["?"]):
        with pytest.raises(ConfigError, match=f"type '{slip}' is none of {first}, Method, Bench"):
            getattr(sample, question)(*args, **{option: slip})


@pytest.mark.parametrize("written", ["Model", "model", "MODEL", " model "])
@pytest.mark.parametrize("question", ["search", "entity", "trends"])
def test_a_type_is_taken_in_any_case(sample, question, written):
    assert getattr(sample, question)("Llama 2", type=written)
    assert not sample.search("MMLU", type=written)


@pytest.mark.parametrize("depth", [0, 9, -1])
def test_lineage_refuses_a_depth_out_of_range(sample, depth):
    with pytest.raises(ConfigError, match=f"depth is {depth}; give 1 to 8"):
        sample.lineage("Llama 2", depth=depth)


ASKED = {
    "sota": ["MMLU"], "leaderboard": ["MMLU"], "paper": [A], "entity": ["MMLU"], "search": ["MMLU"],
    "papers": [], "lineage": ["Llama 2"], "compare": ["Llama 2", "gpt-3"], "outperforms": [],
    "benchmarks": [], "neighbors": ["MMLU"], "path": ["MMLU", "Llama 2"], "cooccurrence": ["MMLU"],
    "trends": [], "repos": [], "conflicts": [],
}  # fmt: skip


@pytest.mark.parametrize("question", ASKED)
def test_every_question_about_facts_refuses_a_confidence_that_is_none(sample, question):
    with pytest.raises(ConfigError, match="min_confidence is 80; give a number from 0 to 1"):
        getattr(sample, question)(*ASKED[question], min_confidence=80)


SAID = {
    "type": "no such type",
    "other": "no such type",
    "direction": "no such direction",
    "depth": "depth is out of range",
    "max_hops": "`max_hops` is out of range",
    "min_confidence": "confidence is not from 0 to 1",
    "limit": "limit is below 1",
    "since": "since is no date",
}


NAMES = ("name", "benchmark", "metric", "left", "right", "task", "method", "author", "source")


WRONG = {
    "since": "soon",
    "type": "Modle",
    "other": "Modle",
    "direction": "x",
    "min_confidence": 1.5,
}


OPTIONS = [
    (question, option)
    for question in QUESTIONS
    for option in inspect.signature(getattr(Graph, question)).parameters
    if option in SAID
]


def raises_of(method) -> dict[str, str]:
    """Return what a docstring says is raised: the error, and when."""
    said = (inspect.getdoc(method) or "").partition("\nRaises:\n")[2].partition("\n\n")[0]
    found = re.findall(r"^ {4}(\w+): (.+(?:\n {8}.+)*)", said, re.MULTILINE)
    return {error: " ".join(text.split()) for error, text in found}


@pytest.mark.parametrize(("question", "option"), OPTIONS)
def test_an_option_that_cannot_be_is_an_error_that_the_docstring_names(sample, question, option):
    with pytest.raises(ConfigError):
        getattr(sample, question)(*ASKED[question], **{option: WRONG.get(option, 0)})
    assert SAID[option] in raises_of(getattr(Graph, question))["ConfigError"].lower()


@pytest.mark.parametrize("value", ["2", 2.0, None])
@pytest.mark.parametrize(
    ("question", "option"),
    [
        *((q, o) for q, o in OPTIONS if o in ("limit", "depth", "max_hops")),
        ("papers", "year"),
        ("cooccurrence", "min_papers"),
    ],
)
def test_a_number_that_is_none_is_refused(sample, question, option, value):
    # Previously a year that was a text gave no papers, and other options errors of Python
    if (option, value) != ("year", None):
        with pytest.raises(ConfigError, match=f"{option} is {value!r}; give a whole number"):
            getattr(sample, question)(*ASKED[question], **{option: value})


TEXTS = [
    (question, option)
    for question in QUESTIONS
    for option in inspect.signature(getattr(Graph, question)).parameters
    if option in ("type", "other", "relation", "unit", "host")
]


@pytest.mark.parametrize("value", [5, 2.5, ("Model",), b"Model"])
@pytest.mark.parametrize(("question", "option"), TEXTS)
def test_a_text_that_is_none_is_refused(sample, question, option, value):
    # Previously a type was an AttributeError, and a unit or a host gave no rows
    with pytest.raises(ConfigError):
        getattr(sample, question)(*ASKED[question], **{option: value})


@pytest.mark.parametrize("types", ["Model", ("Modle",), 5])
def test_types_that_are_none_are_refused(sample, types):
    # Previously the letters of one type were searched for each type
    with pytest.raises(ConfigError, match=r"types? "):
        sample.find("MMLU", types=types)


def test_a_statement_is_text(sample):
    with pytest.raises(QueryError, match="a statement is text, not 5"):
        sample.run(5)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"engine": "x"}, "engine 'x' is none of explorer, pyvis"),
        ({"title": 5}, "title is 5; give text"),
        ({"depth": 0}, "depth is 0; give 1 or more"),
        ({"depth": -1}, "depth is -1; give 1 or more"),
        ({"depth": 2.5}, "depth is 2.5; give a whole number"),
    ],
)
def test_a_page_refuses_an_option_that_cannot_be(sample, options, said):
    # Previously a KeyError or a TypeError, and a depth below 1 showed one node
    ways = [lambda **given: render_page(sample, **given)]
    ways += [sample.show, sample.to_pyvis] if "depth" in options else []
    for way in ways:
        with pytest.raises(ConfigError, match=said):
            way(focus="MMLU", **options)


def test_a_page_refuses_a_depth_without_a_focus(sample):
    # Previously the depth was dropped, and the page held the whole graph
    for way in (lambda **given: render_page(sample, **given), sample.show, sample.to_pyvis):
        with pytest.raises(ConfigError, match="depth is 2, how far round a focus a page reaches"):
            way(depth=2)


def test_trends_of_a_type_want_a_name(sample):
    # Previously the type was dropped, and all papers were counted
    with pytest.raises(ConfigError, match="type 'task' tells things of one name apart; give a"):
        sample.trends(type="task")


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_docstring_names_what_the_parameters_and_the_store_can_raise(question):
    # Previously 13 of 18 questions named no ConfigError, and none a StoreError
    method = getattr(Graph, question)
    said, taken = raises_of(method), {*inspect.signature(method).parameters}
    wanted = {"ConfigError"} if taken & {*SAID} else set()
    wanted |= {"UnknownName", "AmbiguousName"} if taken & {*NAMES, "paper"} else set()
    wanted |= {"StoreError", "QueryError"} if question != "schema" else set()
    assert wanted | {"UnitError"} == {*said} | {"UnitError"}


def test_only_what_states_no_fact_knows_no_confidence():
    assert set(QUESTIONS) - set(ASKED) == {"stats", "schema"}


def test_a_frame_without_pandas_says_how_to_get_it(sample, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtra, match=r"pip install 'papers-kg\[pandas\]'"):
        sample.stats().to_pandas()


@pytest.mark.parametrize("sure", [0.0, 1.0])
@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_without_rows_is_a_frame_with_the_columns(sample, pandas, question, sure):
    # Previously an empty answer had no columns, and df["value"] failed
    options = {"min_confidence": sure} if question in ASKED else {}
    answer = getattr(sample, question)(*ASKED.get(question, []), **options)
    found = [(get_type_hints(getattr(Graph, question))["return"], answer)]
    if is_dataclass(answer):
        hints = get_type_hints(type(answer)).items()
        found = [(hint, getattr(answer, name)) for name, hint in hints if get_origin(hint) is Rows]
        assert found
    for hint, rows in found:
        (kind,) = get_args(hint)
        assert rows.kind is kind
        assert list(rows.to_pandas().columns) == [field.name for field in fields(kind)]


@pytest.mark.parametrize("name", [None, 5, ["GPT-4"]])
@pytest.mark.parametrize("question", ["entity", "leaderboard", "paper", "search", "lineage"])
def test_a_name_that_is_no_text_is_an_error_of_kg(sample, question, name):
    # Previously a bare TypeError, where the documents promise a KGError
    with pytest.raises(ConfigError, match=r"a name is text|text is .*; give text"):
        getattr(sample, question)(name)
