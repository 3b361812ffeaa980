"""What a text calls by a word, a device or half a name is no thing of it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kg.extract.decode import FoundRelation, Reading
from kg.extract.evidence import evidence_span
from kg.extract.group import Group, Span
from kg.extract.layout import Layout
from kg.extract.proposed import with_proposed
from kg.extract.sentences import sentence_spans
from kg.extract.tags import whole_words
from kg.extract.tidy import regroup, tidy
from kg.extract.variants import without_old_names
from kg.records import EntityType, RelationType

METHOD, BENCHMARK, TASK = EntityType.METHOD, EntityType.BENCHMARK, EntityType.TASK
INTRODUCES, USES = RelationType.INTRODUCES, RelationType.USES


def make_group(text: str, *forms: str, kind: EntityType = METHOD) -> Group:
    spans = [
        Span(*match.span(), kind, 0.9)
        for form in forms
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text)
    ]
    assert spans
    return Group(forms[0], kind, tuple(sorted(set(spans))), 0.9)


def make_introduced(group: Group, target: int = 0) -> FoundRelation:
    return FoundRelation(
        INTRODUCES, None, target, ((group.spans[0].start, group.spans[0].end),), 0.9
    )


def names(text: str, group: Group, *, own: bool = False) -> list[str]:
    relations = (make_introduced(group),) if own else ()
    reading = tidy(Reading((group,), relations), text=text, abbreviations=())
    return [found.name for found in reading.groups]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("T\nWe test Foo on a Franka Panda and in simulation.", "Franka Panda"),
        ("T\nFoo runs on a Unitree G1 outdoors.", "Unitree G1"),
        ("T\nIt takes 3 ms on a Jetson Orin Nano.", "Jetson Orin Nano"),
        ("T\nImages are of a RealSense D435.", "RealSense D435"),
        ("T\nIt fuses cameras and a solid-state LiDAR.", "solid-state LiDAR"),
        ("T\nWe move the Foobar2 robotic arm by hand. The Foobar2 arm obeys.", "Foobar2"),
        ("T\nAn arm holds the Quuxo gripper.", "Quuxo"),
        ("T\nIt takes 3 ms on TPU7x and TPU v4.", "TPU7x"),
        ("T\nIt takes 3 ms on Snapdragon 8 Gen 3.", "Snapdragon 8 Gen 3"),
    ],
)
def test_what_a_method_runs_on_is_no_thing(text, name):
    # Previously "We test on a Franka Panda" made a benchmark of it
    assert names(text, make_group(text, name, kind=BENCHMARK)) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("T\nFoo is a policy for robots. Foo robot policies generalize.", "Foo"),
        ("T\nWe test on the Foo robot manipulation benchmark.", "Foo"),
        ("T\nWe test on LIBERO robots.", "LIBERO"),
        ("T\nWe evaluate Imagen, Parti and others.", "Parti"),
        ("T\nWe fuse with LiDAR-camera fusion.", "LiDAR-camera fusion"),
        ("T\nOn WidowX it gains 3 points.", "WidowX"),
        ("T\nWe use Aria here.", "Aria"),
    ],
)
def test_what_is_only_about_a_robot_or_a_sensor_is_one(text, name):
    assert names(text, make_group(text, name)) == [name]


def test_a_robot_of_the_papers_own_is_a_thing():
    text = "T\nWe present the Quuxo gripper."
    assert names(text, make_group(text, "Quuxo"), own=True) == ["Quuxo"]


@pytest.mark.parametrize(
    "word", ["learned", "Consistent", "recurrent", "multi-level", "reinforcement", "Task-II"]
)
def test_an_adjective_or_a_number_of_a_task_is_no_name(word):
    text = f"T\nIt has a {word} part."
    assert names(text, make_group(text, word, kind=TASK)) == []


@pytest.mark.parametrize("word", ["LLM", "LLMs", "AI", "Large Language Models", "SoK"])
def test_what_the_field_is_about_is_no_name_nor_gathers_others(word):
    # Previously a task AI had AI governance among its names, and papers presented SoK
    text = f"T\nFor {word} we do {word} governance."
    assert names(text, make_group(text, word, kind=TASK)) == []
    group = make_group(text, word, f"{word} governance", kind=TASK)
    assert names(text, group) == [f"{word} governance"]


@pytest.mark.parametrize("word", ["X-Sub", "X-Sub/X-View", "Dev", "minival", "test set"])
def test_a_split_is_no_benchmark(word):
    # Previously "on Foo X-Sub/X-View" gave a board of X-Sub/X-View
    text = f"T\nIt reaches 71 % on {word}."
    assert names(text, make_group(text, word, kind=BENCHMARK)) == []


@pytest.mark.parametrize(
    "word", ["2-DoF", "frame-level", "worst-group", "novel-view", "rule based", "Foo Zone based"]
)
def test_a_word_that_goes_on_is_no_name(word):
    # Previously "maintains frame-level PSNR" gave a metric frame-level
    text = f"T\nIt has a {word} part."
    assert names(text, make_group(text, word)) == []


@pytest.mark.parametrize("word", ["STEP", "SpaTiaL", "LEARNED", "VAL"])
def test_a_word_spelt_with_capitals_is_a_name(word):
    text = f"T\nIt has a {word} part."
    assert names(text, make_group(text, word)) == [word]


def test_a_scrap_is_no_name_of_a_thing_that_has_another():
    # Previously "consistent" was a name of the task, and could be the one it went by
    text = "T\nFor consistent depth we do temporally consistent depth estimation, video-based."
    group = make_group(text, "consistent", "temporally consistent depth estimation", "video-based")
    (found,) = tidy(Reading((group,)), text=text, abbreviations=()).groups
    assert found.name == "temporally consistent depth estimation"
    assert {text[span.start : span.end] for span in found.spans} == {found.name}


def test_things_that_are_joined_are_as_sure_as_the_surest_and_keep_what_is_said_of_them():
    text = "T\nFoo uses Bar. Foos, we say, use Bar."
    foo, bar, foos = (make_group(text, name) for name in ("Foo", "Bar", "Foos"))
    reading = Reading(
        (replace(foo, confidence=0.4), bar, foos),
        (FoundRelation(USES, None, 1, ((6, 9),), 0.9), make_introduced(foos, target=2)),
    )
    found = regroup(reading, text=text, homes={0: 0, 1: 1, 2: 0})
    assert [(len(group.spans), group.confidence) for group in found.groups] == [(2, 0.9)] * 2
    assert [(r.type, r.target) for r in found.relations] == [(USES, 1), (INTRODUCES, 0)]


@pytest.mark.parametrize(
    ("text", "name", "whole"),
    [
        ("by FooFace's model", "FooFace's", "FooFace"),
        ("by FooFace’s model", "FooFace’s", "FooFace"),
        ("on FOO/ BAR", "FOO/", "FOO"),
        ("the kernel Bayes' rule", "kernel Bayes'", "kernel Bayes'"),
        ("by Cohen's kappa", "Cohen's kappa", "Cohen's kappa"),
    ],
)
def test_a_name_ends_before_a_slash_or_a_genitives_ending(text, name, whole):
    start = text.index(name)
    first, last = whole_words(text, start, start + len(name))
    assert text[first:last] == whole


@pytest.mark.parametrize(
    ("text", "forms", "kind"),
    [
        ("T\nWe propose a gait-aware model predictive control (MPC).", None, USES),
        ("T\nWe propose a quick-footed MPC, an MPC for cats.", ("MPC", "quick-footed MPC"), USES),
        ("T\nWe propose Meta-Policy Cats (MPC).", ("MPC", "Meta-Policy Cats"), INTRODUCES),
        ("MPC: A quick-footed MPC\nWe do it.", ("MPC", "quick-footed MPC"), INTRODUCES),
    ],
)
def test_a_variant_of_a_known_method_under_its_name_is_used(text, forms, kind):
    # Previously "we propose a whole-body model predictive control (MPC)" introduced MPC
    forms = forms or ("MPC", "gait-aware model predictive control")
    group = make_group(text, *forms)
    reading = Reading((group,), (make_introduced(group),))
    (relation,) = without_old_names(reading, text=text).relations
    assert relation.type is kind


# what a paper says to propose


@pytest.mark.parametrize(
    "sentence",
    [
        "To mend this, we introduce Foo, a reader of texts.",
        "In this paper, we propose the-Foo method. We present Foo.",
        "This work presents Foo (Fast Old Owls), which reads.",
        "We further release \\textbf{Foo}, a set.",
    ],
)
def test_what_we_propose_is_introduced_though_the_reader_doubts_it(sentence):
    # Previously "we introduce MomaGraph, a unified scene representation" was a use
    text = f"Owls\n{sentence.replace('}', '')}"
    group = make_group(text, "Foo")
    used = FoundRelation(USES, None, 0, ((0, 3),), 0.6)
    found = with_proposed(Reading((group,), (used,)), text=text).relations
    assert [(r.type, r.confidence > 0.9) for r in found] == [(USES, False), (INTRODUCES, True)]


@pytest.mark.parametrize(
    "sentence",
    [
        "We introduce Foo steps during training.",
        "We propose to use Foo, an old reader.",
        "Others introduce Foo, a reader.",
        "A recent study proposes Foo, a reader.",
        "We propose Foo, and Bar.",
        "We propose Bar and Foo to read.",
    ],
)
def test_what_is_only_near_such_a_verb_is_left_to_the_reader(sentence):
    text = f"Owls\n{sentence}"
    reading = Reading((make_group(text, "Foo"),), ())
    assert with_proposed(reading, text=text).relations == ()


def test_a_known_name_that_is_proposed_is_the_paper_s_own():
    # Previously nothing was told of Qwen2.5 in "we introduce Qwen2.5, a comprehensive series"
    text = "Reading Owls\nWe introduce Mamba, a reader of texts. Others used it."
    group = make_group(text, "Mamba")
    (proposed,) = with_proposed(Reading((group,), ()), text=text).relations
    layout = Layout.of(text, sentence_spans(text))
    assert evidence_span(layout, proposed, [group]) == (13, 51)
    assert evidence_span(layout, make_introduced(group), [group]) is None


def test_what_the_reader_doubts_is_introduced_once():
    text = "Owls\nWe introduce Foo, a reader. We propose Foo."
    group = make_group(text, "Foo")
    found = with_proposed(Reading((group,), (make_introduced(group),)), text=text)
    assert [r.type for r in found.relations] == [INTRODUCES]
    assert with_proposed(found, text=text) == found


@pytest.mark.parametrize(
    ("title", "introduced"),
    [
        ("Mamba: Reading Owls", True),
        ("Owls Read by Mamba", False),
        ("Mamba: A Review", False),
        ("Mamba Technical Report", True),
        ("Mamba Technical Report of Team Owl", False),
    ],
)
def test_a_known_name_that_leads_the_title_is_the_paper_s_own(title, introduced):
    # Previously the paper on Mamba only mentioned it, as the report on Qwen2.5 did
    text = f"{title}\nWe propose a reader that builds on Mamba."
    group = make_group(text, "Mamba")
    layout = Layout.of(text, sentence_spans(text))
    span = evidence_span(layout, make_introduced(group), [group])
    assert (span is not None) is introduced


def test_a_known_name_that_leads_the_title_is_sure():
    text = "Mamba: Reading Owls\nIt reads."
    group = replace(make_group(text, "Mamba"), confidence=0.3)
    found = with_proposed(Reading((group,), ()), text=text)
    assert [r.type for r in found.relations] == [INTRODUCES]
    assert found.groups[0].confidence > 0.9
    other = make_group("Kestrel: Reading Owls\nIt reads.", "Kestrel")
    assert with_proposed(Reading((other,), ()), text=text).groups == (other,)


@pytest.mark.parametrize(
    ("title", "kind"), [("Mamba: Reading Owls", INTRODUCES), ("Owls Read by Mamba", USES)]
)
def test_a_known_name_that_leads_the_title_stays_the_paper_s_own_beside_variants(title, kind):
    # Previously only names with two capitals did
    text = f"{title}\nA selective Mamba reads."
    group = make_group(text, "Mamba", "selective Mamba")
    found = without_old_names(Reading((group,), (make_introduced(group),)), text=text)
    assert [r.type for r in found.relations] == [kind]
