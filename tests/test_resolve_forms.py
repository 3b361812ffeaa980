from __future__ import annotations

import pytest

import kg
from kg.records import Correction, EntityType
from kg.resolve import resolve
from tests.reads import make_read


def types_of(*readings, introduces=()):
    """The type of the node of each (type, name, sentence), one paper a reading."""
    papers = [
        make_read(number, sentence, (kind, name), introduces=introduces)
        for number, (kind, name, sentence) in enumerate(readings, 1)
    ]
    resolution = resolve(papers)
    nodes = {entity.id: entity.type for entity in resolution.entities}
    return [nodes[resolution.links[p.id, e.entities[0].name]] for p, e in papers]


@pytest.mark.parametrize(
    ("kind", "name", "usual"),
    [
        ("Method", "object detection", "Task"),
        ("Method", "SLAM", "Task"),
        ("Task", "imitation learning", "Method"),
        ("Task", "model predictive control", "Method"),
        ("Task", "RxR", "Benchmark"),
        ("Method", "MuJoCo", "Benchmark"),
        ("Benchmark", "Isaac Sim", "Method"),
        ("Method", "KL divergence", "Metric"),
        ("Method", "MSE", "Metric"),
        ("Method", "KL", "Metric"),
        ("Method", "visual-object detection", "Method"),
        ("Task", "imitation of learning cranes", "Task"),
    ],
)
def test_what_the_catalogue_knows_as_one_kind_alone_is_one_node(kind, name, usual):
    # Previously a name was a node for each kind that papers read it as
    both = [(kind, name, f"Our crane uses {name}."), (usual, name, f"It is tested by {name}.")]
    assert types_of(*both) == [EntityType(usual), EntityType(usual)]
    assert kg.same_name(name, name, types=(kind, usual)).same


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        # An alias written otherwise may be something else, a word may be the task itself.
        ("Method", "Fas"),
        # Without a word of faces it is a system that is fully actuated.
        ("Method", "FAS"),
        ("Task", "MATH"),
        # These mean several things.
        ("Task", "MPC"),
        ("Task", "segment anything"),
        ("Task", "stacking"),
        # A data set is no renderer, nor a system what it is evaluated on.
        ("Method", "Blender"),
        ("Benchmark", "PPO"),
        ("Metric", "image captioning"),
        # Predictive cruise control is no correlation.
        ("Method", "PCC"),
        # A measure is no company of that name.
        ("Model", "Perplexity"),
    ],
)
def test_a_reading_of_what_may_be_another_thing_stays(kind, name):
    assert types_of((kind, name, f"Our crane uses {name}.")) == [EntityType(kind)]


def test_a_short_form_is_what_its_paper_spells_out():
    said = "Our crane learns by unsupervised domain adaptation (UDA)."
    assert types_of(("Method", "UDA", said)) == [EntityType.TASK]
    assert types_of(("Task", "MPC", "We use model predictive control (MPC).")) == [
        EntityType.METHOD
    ]


def test_what_a_paper_introduces_is_what_it_says():
    reading = ("Method", "object detection", "We propose object detection by cranes.")
    assert types_of(reading, introduces=["object detection"]) == [EntityType.METHOD]


def test_a_correction_by_the_type_that_a_paper_reads_still_finds_its_name():
    papers = [
        make_read(1, "Our crane uses object detection.", ("Method", "object detection")),
        make_read(2, "We study crate spotting.", ("Task", "crate spotting")),
    ]
    payload = {
        "a": {"surface": "object detection", "type": "Method"},
        "b": {"surface": "crate spotting", "type": "Task"},
    }
    merge = Correction(1, "merge", payload, "ann", "2026-01-01")
    assert len(resolve(papers, corrections=[merge]).entities) == 1


def test_an_article_and_a_macro_of_latex_are_no_name_of_a_thing():
    # Previously one letter or \\q was what the graph called it
    said = r"TLUE: A Tibetan Ladder Under Earth. \q is tall; \cm{} is TLUE, and a Tibetan Ladder."
    names = ("TLUE", "A", r"\q", r"\cm{", "Tibetan Ladder Under Earth")
    (node,) = resolve([make_read(1, said, ("Benchmark", *names))]).entities
    assert node.name == "TLUE"
    assert [alias.name for alias in node.aliases if len(alias.name) < 4 or "\\" in alias.name] == []


def nodes_of(*readings):
    """The node of each (type, name, sentence), one paper a reading."""
    papers = [
        make_read(number, sentence, (kind, name))
        for number, (kind, name, sentence) in enumerate(readings, 1)
    ]
    links = resolve(papers).links
    return [links[paper.id, reading.entities[0].name] for paper, reading in papers]


def test_a_loss_is_not_the_method_that_is_called_so():
    # Previously `Cross-Entropy Method` less its last word was what others call cross-entropy
    loss, method, short = nodes_of(
        ("Method", "cross-entropy", "Our crane learns by cross-entropy."),
        ("Method", "Cross-Entropy Method", "Our crane plans by the Cross-Entropy Method."),
        ("Method", "CEM", "Our crane plans by CEM."),
    )
    assert (loss, method, short) == (
        "method:cross-entropy-loss",
        "method:cross-entropy-method",
        "method:cross-entropy-method",
    )


def test_the_v_before_a_dimension_is_no_version():
    own, known = nodes_of(
        ("Method", "GSV3D", "We propose GSV3D, a crane."),
        ("Method", "3D GS", "We use 3D GS."),
    )
    assert own != known
