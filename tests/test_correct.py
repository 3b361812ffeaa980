"""Corrections from Python, which the commands make by the same methods."""

from __future__ import annotations

import getpass
import os
import shutil

import numpy as np
import pytest

import kg
from kg.corpus import Corpus
from kg.correct import Corrections
from kg.errors import AmbiguousName, ConfigError, InputError, StoreError, UnknownName
from kg.facts import FactRow
from kg.names import CorrectionRow, why
from tests.reads import make_read

VISION = "paper:seed-002"


@pytest.fixture
def workspace(tmp_path, seed_workspace):
    return shutil.copytree(seed_workspace, tmp_path / "papers.kg")


def fact(made, text):
    return next(row.id for row in made.facts(VISION) if text in row.fact)


def board(workspace):
    with kg.open(workspace) as graph:
        return {(row.subject, row.value) for row in graph.leaderboard("MathVista")}


def test_names_are_joined_parted_and_named_and_the_graph_follows(workspace):
    # Previously only the commands could do so
    with Corrections(workspace, author="ann") as made:
        merged = made.merge("modality bridging", "PTST")
        assert why(made.names(), "PTST") == why(made.names(), "modality bridging")
        named = made.rename("GRPO", "Group RPO", type="method")
        with kg.open(workspace) as graph, pytest.raises(UnknownName):
            graph.entity("Group RPO")
    assert (merged.id, named.id, named.fact) == (1, 2, None)
    assert merged.said == "'modality bridging' (Method, 1 paper) is 'PTST' (Method, 1 paper)"
    with kg.open(workspace) as graph:
        assert graph.entity("Group RPO").id == graph.entity("GRPO").id
        assert graph.entity("modality bridging").id == graph.entity("PTST").id
        assert graph.state() is None
    with Corrections(workspace) as made:
        assert made.undo(merged.id).kind == "merge"
        made.split("Group Relative Policy Optimization", "GRPO", paper=VISION)
        rows = made.rows()
    assert rows.kind is CorrectionRow
    assert [(row.id, row.kind, row.author, row.undone) for row in rows] == [
        (1, "merge", "ann", True),
        (2, "rename", "ann", False),
        (3, "split", getpass.getuser(), False),
    ]
    with kg.open(workspace) as graph:
        assert graph.entity("modality bridging").id != graph.entity("PTST").id


@pytest.mark.parametrize("value", [74, 74.0, "74", np.int64(74)])
def test_a_fact_is_changed_and_struck_out(workspace, value):
    (subject,) = {name for name, number in board(workspace) if number == 73.5}
    with Corrections(workspace) as made:
        assert made.facts(VISION).kind is FactRow
        changed = made.correct(fact(made, "73.5 %"), value=value, versus=None)
        assert changed.fact == fact(made, "74 %")
    assert (subject, 74.0) in board(workspace)
    with Corrections(workspace) as made:
        assert made.strike(changed.fact).fact is None
    assert (subject, 74.0) not in board(workspace)


def test_a_paper_is_taken_out_and_let_in_again(workspace):
    with Corrections(workspace) as made:
        assert made.remove(VISION) == VISION
        with pytest.raises(InputError, match="it was taken out"):
            made.remove(VISION)
    with kg.open(workspace) as graph, pytest.raises(UnknownName):
        graph.paper(VISION)
    with Corrections(workspace) as made:
        assert made.restore(VISION) == VISION
        with pytest.raises(InputError, match="was removed"):
            made.restore(VISION)


def test_what_was_kept_before_an_error_stays_and_the_graph_follows_with_the_next(workspace):
    def correct():
        with Corrections(workspace) as made:
            made.rename("GRPO", "Group RPO")
            made.merge("GRPO", "no such name")

    with pytest.raises(UnknownName):
        correct()
    with kg.open(workspace) as graph:
        assert "behind" in graph.state()
    with Corrections(workspace, later=True) as made:
        assert [row.kind for row in made.rows()] == ["rename"]
    with kg.open(workspace) as graph:
        assert "behind" in graph.state()
    with Corrections(workspace):
        pass
    with kg.open(workspace) as graph:
        assert (graph.state(), graph.entity("GRPO").name) == (None, "Group RPO")


REFUSED = [
    (lambda made: made.merge("GRPO", "GRPO"), InputError),
    (lambda made: made.merge("GRPO", "accuracy"), InputError),
    (lambda made: made.merge("GRPO", 5), ConfigError),
    (lambda made: made.merge("GRPO", "PTST", type="Thing"), ConfigError),
    (lambda made: made.merge("GRPO", "PTST", yes="no"), ConfigError),
    (lambda made: made.merge("GRPO", "no such name"), UnknownName),
    (lambda made: made.split("GRPO", "grpo"), InputError),
    (lambda made: made.split("GRPO", "PTST", paper="paper:none"), InputError),
    (lambda made: made.split("GRPO", "PTST", paper=5), ConfigError),
    (lambda made: made.rename("GRPO", "accuracy"), InputError),
    (lambda made: made.rename("GRPO", " "), InputError),
    (lambda made: made.rename("GRPO", None), ConfigError),
    (lambda made: made.facts(None), ConfigError),
    (lambda made: made.facts("paper:none"), InputError),
    (lambda made: made.correct(fact(made, "73.5 %")), ConfigError),
    (lambda made: made.correct(fact(made, "73.5 %"), value=None), ConfigError),
    (lambda made: made.correct(fact(made, "73.5 %"), metric=5), ConfigError),
    (lambda made: made.correct(fact(made, "73.5 %"), fact="x"), InputError),
    (lambda made: made.correct(fact(made, "73.5 %"), metric="no such name"), InputError),
    (lambda made: made.strike("result:none"), UnknownName),
    (lambda made: made.strike(None), ConfigError),
    (lambda made: made.undo(7), InputError),
    (lambda made: made.undo("7"), ConfigError),
    (lambda made: made.remove(5), ConfigError),
    (lambda made: made.restore("paper:none"), InputError),
]


def test_what_cannot_be_kept_is_refused_and_changes_nothing(workspace):
    with Corrections(workspace) as made:
        before = made.corpus.revision
        for call, error in REFUSED:
            with pytest.raises(error):
                call(made)
        assert [*made.rows()] == []
        assert made.corpus.revision == before


def test_of_several_things_of_one_name_the_ids_are_candidates(workspace):
    zorbing = "crate zorbing"
    with Corrections(workspace) as made:
        for paper, extraction in (
            make_read(1, f"We study {zorbing}.", ("Task", zorbing)),
            make_read(2, f"Ours beats {zorbing}.", ("Method", zorbing)),
        ):
            made.corpus.add(paper)
            made.corpus.save_extraction(paper.id, extraction)
        with pytest.raises(AmbiguousName) as told:
            made.rename(zorbing, "zorbing in crates")
        assert told.value.candidates == ("method:crate-zorbing", "task:crate-zorbing")
        assert made.rename(told.value.candidates[1], "zorbing in crates").id == 1
        assert made.rename(zorbing, "CZ", type="Method").id == 2


@pytest.mark.parametrize(
    "arguments", [{"author": 5}, {"later": "no"}, {"on_wait": 5}, {"workspace": None}]
)
def test_who_corrects_and_where_is_checked_first(tmp_path, arguments):
    with pytest.raises(ConfigError):
        Corrections(**{"workspace": tmp_path, **arguments})


def test_corrections_make_no_workspace_and_are_made_in_an_open_one(tmp_path):
    with pytest.raises(StoreError, match="kg build"), Corrections(tmp_path / "w"):
        pass
    assert not (tmp_path / "w").exists()
    with pytest.raises(StoreError, match="with statement"):
        Corrections(tmp_path / "w").rows()


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="there are no numbers of users here")
def test_who_has_no_name_can_correct(workspace, monkeypatch):
    # Previously a KeyError of Python, as in a container that runs under a number
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 2**31 - 7)
    with Corrections(workspace) as made:
        made.rename("GRPO", "Group RPO")
    with Corpus.open(workspace, read_only=True) as corpus:
        assert [one.author for one in corpus.corrections()] == [""]
