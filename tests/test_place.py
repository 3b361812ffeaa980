"""Commands that messages name, as a person pastes them."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kg.cli import COMMANDS, cli
from kg.cli.common import graph_option, talk, workspace_option
from kg.cli.place import FOLDER_TAKEN, NONE_TAKEN, choices, forget_place
from kg.errors import AmbiguousName, ConfigError, UnknownName
from tests.commands import run_kg
from tests.made import Made

MESSAGE = "see: kg leaderboard 'A B', then: kg build; rows: kg extract; undo: kg names undo 1"


def told(option, *words):
    """Return what a command with that option says when it is called so."""

    @click.command()
    @option
    def said(**_):
        talk(MESSAGE)

    forget_place()
    return CliRunner().invoke(said, [*words]).stderr.strip()


@pytest.mark.parametrize("option", [graph_option, workspace_option])
@pytest.mark.parametrize("spelt", ["-w", "--workspace", "-g", "--graph"])
def test_a_command_in_a_message_has_the_folder_that_was_given(option, spelt):
    # Previously a pasted command asked the graph of the present folder
    said = told(option, spelt, "my papers")
    assert said == (
        "see: kg leaderboard -w 'my papers' 'A B', then: kg build -w 'my papers'; "
        "rows: kg extract; undo: kg names undo -w 'my papers' 1"
    )


@pytest.mark.parametrize("place", ["neo4j://localhost:7687", "papers.kg/graph.kgl"])
def test_what_is_no_workspace_is_not_given_to_what_builds_one(place):
    said = told(graph_option, "-g", place)
    assert said == MESSAGE.replace("leaderboard", f"leaderboard -w {place}")


def test_a_folder_that_the_environment_gives_is_there_in_the_next_command_too(monkeypatch):
    monkeypatch.setenv("KG_GRAPH", "elsewhere")
    assert told(graph_option) == MESSAGE


def test_a_folder_in_a_message_stays_as_it_is():
    @click.command()
    @graph_option
    def said(**_):
        talk("ended by: kg build -w 'a b'")

    assert CliRunner().invoke(said, ["-g", "c"]).stderr == "ended by: kg build -w 'a b'\n"


@pytest.mark.parametrize("name", [name for group in COMMANDS.values() for name in group])
def test_it_is_known_which_commands_take_a_graph(name):
    command = cli.get_command(click.Context(cli), name)
    (taken,) = [o.metavar for o in command.params if {"-w", "-g"} <= {*o.opts}] or [None]
    wanted = dict.fromkeys(FOLDER_TAKEN, "DIR") | dict.fromkeys(NONE_TAKEN)
    assert taken == wanted.get(name, "PATH|URL")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("names", "undo", "2", "-w"), "make one with: kg build -w 'my papers' FILE"),
        (("leaderboard", "Bar", "-g"), "see it with: kg entity -w 'my papers' model:bar"),
        (("names", "--why", "Foo", "-w"), "make one with: kg build -w 'my papers' FILE"),
    ],
)
def test_an_error_names_commands_that_work_as_pasted(tmp_path, monkeypatch, words, named):
    folder = tmp_path / "my papers"
    Made().paper("arxiv:2401.00001").entity("model:bar", "Bar").write(folder)
    monkeypatch.chdir(tmp_path)
    done = run_kg(*words, folder.name)
    assert (done.returncode, done.stdout) == (1, "")
    assert named in done.stderr


def test_an_ambiguous_name_gives_the_command_line_of_each_meaning():
    error = AmbiguousName("…", ["method:carla", "benchmark:carla"], asked="CARLA")
    words = ["entity", "CARLA", "-w", "my papers"]
    assert choices(error, words) == [
        "kg entity method:carla -w 'my papers'",
        "kg entity benchmark:carla -w 'my papers'",
    ]
    assert choices(error, ["path", "CARLA", "CARLA"]) == []
    assert choices(UnknownName("…", ["CARLA"]), words) == []


def test_a_misspelt_name_gives_the_command_line_of_the_right_one():
    # Previously the name stood in the message, and the command had to be typed anew
    words = ["papers", "--task", "MathVsita", "--limit", "3"]
    unknown = UnknownName("…", ["MathVista", "Math"], asked="MathVsita")
    assert choices(unknown, words) == ["kg papers --task MathVista --limit 3"]
    assert choices(UnknownName("…", ["PalpAid"], asked="AlphaFold"), ["entity", "AlphaFold"]) == []


@pytest.mark.parametrize("command", [["stats"], ["build", "papers.jsonl"], ["names"]])
@pytest.mark.parametrize(
    ("place", "said"),
    [("", "the workspace is ''; give a folder"), ("papers.jsonl", "'papers.jsonl' is a file")],
)
def test_what_can_be_no_workspace_is_refused(tmp_path, monkeypatch, command, place, said):
    # Previously -w "$UNSET" built into the present folder, and of a file there was "no graph"
    monkeypatch.chdir(tmp_path)
    Path("papers.jsonl").write_text('{"title": "Foo", "abstract": "We introduce Foo."}')
    with pytest.raises(ConfigError, match=said):
        CliRunner().invoke(cli, [*command, "-w", place], catch_exceptions=False)
    assert [path.name for path in tmp_path.iterdir()] == ["papers.jsonl"]
