"""Completion in the shells themselves, set up as the help of `kg completion` says."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import COMMANDS, cli

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
]


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
