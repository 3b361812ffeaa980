"""`kg` as its main program, within this process: a tenth of the time that a process takes to start.

A few tests of each kind start one: of exit codes, signals, pipes, terminals and of what is loaded.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from click.testing import CliRunner

from kg.cli import main


@dataclass(frozen=True)
class Done:
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


def run_kg(*words: object, env: Mapping[str, str] | None = None) -> Done:
    """Run `kg` and its words in the present folder, with no input.

    Args:
        words: What follows `kg`; paths become text.
        env: Variables beside those that are set.
    """
    argv = ["kg", *map(str, words)]
    with CliRunner(env=env).isolation() as (out, err, _), patch("sys.argv", argv):
        try:
            main()
        except SystemExit as end:
            code = end.code
    assert isinstance(code, int)
    return Done(code, out.getvalue().decode(), err.getvalue().decode())


def typed(path: Path) -> str:
    """Return a path as a command that kg tells has it: in quotes where it has blanks."""
    return shlex.quote(str(path))
