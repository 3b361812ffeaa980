"""Fills in what documents show: `python -m tests.docs` rewrites README.md and docs/cli.md.

`--only docs/cli.md` leaves README.md and its timings as they are. A line `$ kg …` in a block
fenced as `console` is run in a workspace of the example, and what it prints follows it;
docs/cli.md holds every command's help.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from click import Command, Context, Group

from kg.cli import COMMANDS, cli

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
MAX_LINES = 14
_ENDS = """\
Rows go to stdout; notes and errors go to stderr, so that with `--json` or `--csv` a pipe holds
data alone. The exit status is 0 where the command is done, also where no row fits; 1 for an error,
which says what to do; 2 for wrong usage, such as an unknown option; 130 after Ctrl-C."""


def commands_in(text: str) -> list[str]:
    """Return the commands of all console blocks, without `$ `."""
    return [
        line[2:]
        for block in BLOCK.findall(text)
        for line in block.splitlines()
        if line.startswith("$ kg ")
    ]


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a `kg` command as a person would, in a folder with the example."""
    env = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    words = [sys.executable, "-m", *shlex.split(command)]
    return subprocess.run(words, capture_output=True, text=True, cwd=folder, env=env, check=False)


def filled(text: str, folder: Path) -> str:
    """Return the document with the output of its console blocks made anew."""

    def block(match: re.Match[str]) -> str:
        commands = [line for line in match[1].splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(shown(line, folder) for line in commands) + "```"

    return BLOCK.sub(block, text)


def shown(line: str, folder: Path) -> str:
    if not line.startswith("$ kg "):
        return line + "\n"
    done = run(line[2:], folder)
    if done.returncode:
        raise SystemExit(f"{line}: {done.stderr}")
    output = [row.rstrip() for row in done.stdout.splitlines()]
    cut = ["…"] if len(output) > MAX_LINES else []
    return "\n".join([line, *output[:MAX_LINES], *cut]) + "\n"


def command_reference() -> str:
    """Return docs/cli.md: every command's help."""
    parts = [
        "# Commands\n",
        "Made by `python -m tests.docs` from the commands themselves.\n",
        _ENDS,
    ]
    # As in kg itself: click keeps the help option of the first context that a command meets.
    context = Context(
        cli,
        info_name="kg",
        terminal_width=100,
        **{"max_content_width": 100, **cli.context_settings},
    )
    for title, group in COMMANDS.items():
        parts.append(f"\n## {title}\n")
        for name in group:
            command = cli.get_command(context, name)
            assert command is not None
            parts += helps(command, name, parent=context)
    return "\n".join(parts).rstrip() + "\n"


def helps(command: Command, name: str, *, parent: Context) -> Iterator[str]:
    """Yield a command's help, then that of the commands below it."""
    wide = {"max_content_width": 100, "terminal_width": 100}
    with Context(command, info_name=name, parent=parent, **wide) as inner:
        path = inner.command_path
        level = "#" * (len(path.split()) + 1)
        yield f"{level} {path}\n\n```text\n{command.get_help(inner)}\n```\n"
        for below in command.list_commands(inner) if isinstance(command, Group) else ():
            found = command.get_command(inner, below)
            assert found is not None
            yield from helps(found, below, parent=inner)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.docs", description="Write what documents show anew."
    )
    parser.add_argument(
        "--only", choices=["README.md", "docs/cli.md"], help="leave the other as it is"
    )
    only = parser.parse_args(arguments).only
    if only != "README.md":
        (ROOT / "docs" / "cli.md").write_text(command_reference(), encoding="utf-8")
    if only != "docs/cli.md":
        fill_readme()


def fill_readme() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        example = ROOT / "tests" / "data" / "daily-papers.txt"
        (folder / "daily-papers.txt").write_bytes(example.read_bytes())
        readme = ROOT / "README.md"
        text = filled(readme.read_text(encoding="utf-8"), folder)
        readme.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
