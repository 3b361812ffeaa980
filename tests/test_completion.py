"""Completion in the shells themselves, set up as the help of `kg completion` says."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

import kg
from kg.build import build
from kg.cli import COMMANDS, cli
from kg.records import RelationType

ROOT = Path(__file__).resolve().parent.parent
# Without the files of whoever runs the tests.
SHELLS = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
# Each key press starts Python; the machine may be busy.
SECONDS = 60
TYPED = [
    ("kg leaderb", "kg leaderboard"),
    ("kg --tra", "kg --trace"),
    ("kg names mer", "names merge"),
    ("kg papers --with-c", "--with-code"),
    ("kg entity --type meth", "--type method"),
    ("kg entity --type=bench", "--type=benchmark"),
    ("kg build pap", "build papers-of-may.jsonl"),
    ("kg build papers-of-may.jsonl oth", "other.csv"),
    ("kg load --credentials oth", "--credentials other.csv"),
    ("kg neighbors x --relation bas", "--relation based_on"),
    ("kg entity stable-d", "kg entity stable-diffusion"),
    ("kg papers --task=obj", "--task=object-detection"),
]
ABSTRACT = "We fine-tune Stable Diffusion for object detection. It is evaluated on ImageNet."


class Terminal:
    """A shell that a person sits at."""

    def __init__(self, command: list[str], folder: Path) -> None:
        kg = folder / "bin" / "kg"
        kg.parent.mkdir()
        kg.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m kg "$@"\n')
        kg.chmod(0o755)
        for name in ("papers-of-may.jsonl", "other.csv"):
            (folder / name).touch()
        own = {"PATH": f"{kg.parent}:{os.environ['PATH']}", "HOME": str(folder), "TERM": "xterm"}
        own["KG_GRAPH"] = str(folder / "owls.kg")
        self.pid, self.place = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, own)

    def type(self, text: str) -> None:
        os.write(self.place, text.encode())

    def seen(self, wanted: str) -> str:
        """Return what comes to the screen, as soon as it has the text, or after a while."""
        deadline, shown = time.monotonic() + SECONDS, ""
        while wanted not in shown and time.monotonic() < deadline:
            if select.select([self.place], [], [], 0.2)[0]:
                part = os.read(self.place, 65536).decode(errors="replace")
                shown += re.sub(r"\x1b(\[[\d;?>=]*[A-Za-z]|\(B|\].*?\x07)", "", part)
        return shown

    def close(self) -> None:
        os.close(self.place)
        os.waitpid(self.pid, 0)


def set_up(shell: str) -> str:
    """Return the line that the help gives for this shell."""
    told = CliRunner().invoke(cli, ["completion", "--help"]).stdout
    (line,) = re.findall(rf"^ +~/\S*{shell}\S* +(.*)$", told, re.MULTILINE)
    return line


@pytest.mark.slow
@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_completes_commands_options_values_and_files(shell, tmp_path):
    # Previously zsh had no compdef until its owner loaded it, and no shell completed --type=…
    if shutil.which(shell) is None:
        pytest.skip(f"needs {shell}; get it with: sudo apt-get install {shell}")
    build([{"title": "Owls", "abstract": ABSTRACT}], workspace=tmp_path / "owls.kg")
    terminal = Terminal(SHELLS[shell], tmp_path)
    try:
        # The quotes keep the echo of the line from counting as its outcome.
        terminal.type(f"{set_up(shell)}; echo rea''dy\r")
        assert "ready" in (shown := terminal.seen("ready")), shown
        assert "not found" not in shown
        for typed, completed in TYPED:
            terminal.type(f"{typed}\t")
            assert completed in (shown := terminal.seen(completed)), shown
            # Away with the line.
            terminal.type("\x15")
    finally:
        terminal.close()


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_a_shell_is_printed(shell):
    assert "_KG_COMPLETE" in CliRunner().invoke(cli, ["completion", shell]).stdout
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"`{set_up(shell)}`" in " ".join(readme.split())


def test_commands_are_completed_with_the_words_of_the_overview():
    # Previously fish cut a description at its first comma, and every command was imported
    env = {"_KG_COMPLETE": "fish_complete", "COMP_WORDS": "kg pap", "COMP_CWORD": "pap"}
    shown = CliRunner(env=env).invoke(cli, prog_name="kg").stdout.splitlines()
    place = COMMANDS["Ask"]["papers"]
    assert f"plain,papers\t{place.help}" in shown
    assert "," in place.help


def offered(*args: str, begun: str) -> list[str]:
    found = ShellComplete(cli, {}, "kg", "_KG_COMPLETE").get_completions([*args], begun)
    return [item.value for item in found]


def test_a_name_is_offered_as_one_word_that_means_it(tmp_path, monkeypatch):
    # Previously nothing was offered for a name
    build([{"title": "Owls", "abstract": ABSTRACT}], workspace=tmp_path)
    monkeypatch.setenv("KG_GRAPH", str(tmp_path))
    assert offered("entity", begun="sta") == ["stable-diffusion"]
    assert offered("entity", begun="Sta") == ["Stable-Diffusion"]
    with kg.open(tmp_path) as graph:
        assert graph.entity("stable-diffusion").name == "Stable Diffusion"
    assert offered("leaderboard", begun="IMAGEN") == ["IMAGENet"]
    assert offered("leaderboard", begun="sta") == []
    assert offered("entity", "--type", "task", begun="sta") == []
    assert offered("papers", "--task", begun="object") == ["object-detection"]
    for begun in ("", "%", "sta'", "[", "stable diffusion"):
        assert offered("entity", begun=begun) == []


@pytest.mark.parametrize(
    "place",
    # Previously a home that nobody has was a traceback in the line that is typed
    ["none.kg", "neo4j://localhost", "damaged.kg", "older.kg", "~nobody-has-this/w", "a\0b"],
)
def test_where_no_names_can_be_read_none_are_offered(tmp_path, monkeypatch, place):
    monkeypatch.chdir(tmp_path)
    for name, content in (("damaged", b"no corpus at all" * 100), ("older", b"")):
        Path(f"{name}.kg").mkdir()
        Path(f"{name}.kg", "corpus.sqlite").write_bytes(content)
    assert offered("entity", "--graph", place, begun="a") == []


def test_relationship_types_are_offered_in_the_letters_that_are_typed():
    # Previously none, though --help names but one of them
    assert offered("neighbors", "x", "--relation", begun="M") == ["MEASURES", "MENTIONS"]
    assert offered("neighbors", "x", "--relation", begun="based") == ["based_on"]
    assert offered("neighbors", "x", "--relation", begun="") == sorted(RelationType)


def test_names_are_offered_without_the_graph_being_loaded():
    program = (
        "import sys; from kg.cli import cli; from click.shell_completion import ShellComplete as S;"
        "S(cli, {}, 'kg', '').get_completions(['entity', '-g', 'none.kg'], 'a');"
        "assert 'kg.corpus' in sys.modules and 'kglite' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
