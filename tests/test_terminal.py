"""What a person sees: tables as wide as the terminal, ids that can be copied, any encoding."""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.cells import cell_len
from rich.table import Table

from kg.cli import cli, main
from tests.made import A, Made

ROOT = Path(__file__).resolve().parent.parent
DOI = "doi:10.1234/j.invented.2024.0123456789012345"
SENTENCE = "On Reading, 麒麟-VL and π-Señor 🙂 are said to reach 70.5 % of all that was asked."


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> str:
    """A board of two papers, one with a long id, with names of several scripts."""
    folder = tmp_path_factory.mktemp("terminal") / "papers.kg"
    made = Made().paper(A, "2024-05-01").paper(DOI, "2024-06-01")
    for number, (paper, name) in enumerate(((A, "麒麟-VL"), (DOI, "π-Señor 🙂"))):
        node = f"model:a{number}"
        made.entity(node, name)
        made.result(paper, 70.5 + number, "%", of=node, on="benchmark:b", sentence=SENTENCE)
    made.write(folder)
    return str(folder)


def board(workspace: str, *more: str) -> list[str]:
    found = CliRunner().invoke(cli, ["leaderboard", "b", *more, "--graph", workspace])
    assert found.exit_code == 0, found.stderr
    return found.stdout.splitlines()


def in_terminal(command: list[str], *, columns: int, talks: bool = False, **env: str) -> str:
    """Return what a command prints in a terminal of so many columns; if *talks*, stderr too."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    known = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    with subprocess.Popen(
        command,
        stdin=its,
        stdout=its,
        stderr=its if talks else subprocess.DEVNULL,
        env=known | env,
        cwd=ROOT,
    ):
        os.close(its)
        parts = []
        try:
            while part := os.read(ours, 65536):
                parts.append(part)
        except OSError:
            # So a terminal tells that its last user is gone.
            pass
    os.close(ours)
    return re.sub(r"\x1b\[[\d;]*m", "", b"".join(parts).decode().replace("\r\n", "\n"))


@pytest.mark.parametrize("columns", ["0", "", "wide"])
def test_a_width_that_is_none_counts_as_not_given(workspace, monkeypatch, columns):
    # Previously COLUMNS=0 printed nothing at all, and the others 80 columns into a pipe
    monkeypatch.delenv("COLUMNS", raising=False)
    usual = board(workspace)
    monkeypatch.setenv("COLUMNS", columns)
    assert board(workspace) == usual
    assert len(usual) >= 4


@pytest.mark.parametrize("columns", ["24", "60", "100", "200"])
def test_a_table_is_the_same_whatever_room_rich_takes_for_blanks(workspace, monkeypatch, columns):
    # Previously rich before 14.3, which takes some at the edges, cut a 0.67 of a full line in two
    monkeypatch.setenv("COLUMNS", columns)
    usual = board(workspace)
    monkeypatch.setattr(Table, "_get_padding_width", lambda table, _: sum(table.padding[1::2]))
    assert board(workspace) == usual


@pytest.mark.parametrize("columns", ["1", "4", "9", "16", "23"])
def test_no_terminal_is_too_narrow_to_show_what_rows_say(workspace, monkeypatch, columns):
    # Previously such a one showed blank lines, or the heads of rows alone
    monkeypatch.setenv("COLUMNS", columns)
    shown = "".join("".join(board(workspace)).split())
    said = ("subject", "麒麟-VL", "value", "70.5%", "paper", A)
    assert [one for one in said if one not in shown] == []


def test_a_long_head_leaves_room_for_what_stands_beside_it(workspace, monkeypatch):
    # Previously the head took the whole line, and each value was left out
    head = "the_day_on_which_it_was_published"
    asked = f"MATCH (p:Paper) RETURN p.id AS {head}, 'one' AS b, 'two' AS c, 'three' AS d"
    monkeypatch.setenv("COLUMNS", "36")
    found = CliRunner().invoke(cli, ["query", asked, "--graph", workspace])
    lines = [line.split() for line in found.stdout.splitlines()]
    assert [line for line in lines if line[:1] == ["d"]] == [["d", "three"]] * 2
    assert "".join(line[0] for line in lines[:2]) == head


@pytest.mark.parametrize(("term", "columns"), [("dumb", 60), ("dumb", 100), ("xterm", 60)])
def test_a_table_is_as_wide_as_the_terminal(workspace, term, columns):
    # Previously a dumb terminal was taken for one of 80 columns
    command = [sys.executable, "-m", "kg", "leaderboard", "b", "-g", workspace]
    lines = in_terminal(command, columns=columns, TERM=term).splitlines()
    assert max(map(cell_len, lines)) == columns


@pytest.mark.parametrize("columns", [100, 120, 160])
def test_an_id_that_has_room_stands_in_one_line(workspace, monkeypatch, columns):
    # Previously it was broken at 30 signs where a name, a date or a sentence could give way
    monkeypatch.setenv("COLUMNS", str(columns))
    papers = CliRunner().invoke(cli, ["papers", "--graph", workspace]).stdout
    assert DOI in papers
    assert DOI in CliRunner().invoke(cli, ["search", DOI, "--graph", workspace]).stdout
    assert (DOI in "\n".join(board(workspace))) == (columns > 100)


def test_a_sentence_gives_way_to_no_id(workspace, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    assert "sentence" in board(workspace)[0]


def test_a_short_column_comes_back_where_a_long_one_gave_way(tmp_path, monkeypatch):
    # Previously a date that had room stayed away with the sentence
    monkeypatch.setenv("COLUMNS", "80")
    made = Made().paper(A, "2024-05-01").entity("metric:accuracy", "accuracy")
    measured = {"on": "benchmark:b", "by": "metric:accuracy", "sentence": SENTENCE}
    made.result(A, 70.5, "%", of="model:foo-bar", **measured)
    made.write(tmp_path)
    found = board(str(tmp_path))
    assert "sentence" not in found[0]
    assert "2024-05-01" in found[2]


@pytest.mark.parametrize("columns", [70, 80, 110, 200])
def test_wide_signs_leave_the_columns_where_they_are(workspace, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    table = [line for line in board(workspace) if "│" in line]
    places = {
        tuple(cell_len(line[: match.start()]) for match in re.finditer("│", line)) for line in table
    }
    assert len(places) == 1
    assert max(map(cell_len, board(workspace))) <= columns


def printed(monkeypatch, encoding: str, *words: str) -> str:
    """Return what `kg` prints where output has that encoding."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, write_through=True)
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setattr(sys, "argv", ["kg", *words])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 0
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "cp1252"])
def test_output_in_an_old_encoding_has_every_name(workspace, monkeypatch, encoding):
    # Previously a traceback: on Windows for every name that is not Western, into a file or a pipe
    words = ("leaderboard", "b", "-g", workspace)
    rows = json.loads(printed(monkeypatch, encoding, *words, "--json"))
    assert [row["subject"] for row in rows] == ["π-Señor 🙂", "麒麟-VL"]
    name = "π-Señor 🙂" if encoding == "utf-8" else r"\u03c0-Señor \ud83d\ude42"
    table = printed(monkeypatch, encoding, *words)
    assert name in table
    sheet = printed(monkeypatch, encoding, *words, "--csv")
    assert next(csv.DictReader(io.StringIO(sheet)))["subject"] == name


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_closed_output_takes_what_is_said(workspace, closed):
    # Previously a traceback
    command = f'exec "{sys.executable}" -m kg leaderboard b -g "{workspace}" {closed}'
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert bool(done.stdout) == (closed == "2>&-")


def test_a_closed_input_is_an_empty_one(tmp_path):
    # Previously a traceback
    command = f'exec "{sys.executable}" -m kg build - -w "{tmp_path}/w" <&-'
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "Error: no papers in the standard input: the file is empty\n"


def test_a_page_goes_to_the_standard_output(workspace, tmp_path, monkeypatch):
    # Previously into a file that was called -
    monkeypatch.chdir(tmp_path)
    words = ["page", "-o", "-", "-g", workspace]
    shown = CliRunner().invoke(cli, words, catch_exceptions=False)
    assert (shown.exit_code, shown.stdout[:15]) == (0, "<!doctype html>")
    assert shown.stderr == ""
    assert list(tmp_path.iterdir()) == []
    assert CliRunner().invoke(cli, [*words, "--open"]).exit_code == 2


def test_a_terminal_shows_that_the_first_papers_are_read():
    # Previously nothing was shown until the first of many papers was printed
    command = [sys.executable, "-m", "kg", "extract", "--text", "We present Foo-7B."]
    said = in_terminal(command, columns=80, talks=True)
    assert said.index("Reading the first papers") < said.index('{"id"')
