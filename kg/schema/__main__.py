"""The files that are generated from the schema.

`python -m kg.schema --write` writes them, `--check` compares them with what lies there.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kg.errors import KGError
from kg.resources import resource_path
from kg.schema import load_schema
from kg.schema.files import NOTICE, generated_files


def main(arguments: list[str]) -> int:
    """Write or check the generated files; returns the exit code.

    Args:
        arguments: `--write` or `--check`.
    """
    about = "Write or check what is generated from schema/graph.yaml."
    command = argparse.ArgumentParser(prog="python -m kg.schema", description=about)
    either = command.add_mutually_exclusive_group(required=True)
    either.add_argument("--write", action="store_true", help="write the generated files")
    either.add_argument("--check", action="store_true", help="tell which of them are out of date")
    given = command.parse_args(arguments)
    root = resource_path("schema").parent
    files = generated_files(load_schema())
    if given.write:
        for name, text in files.items():
            (root / name).write_text(text, encoding="utf-8")
        return 0
    stale = [name for name, text in files.items() if _read(root / name) != text]
    for name in stale:
        sys.stderr.write(f"{name} is not what schema/graph.yaml says; {NOTICE}\n")
    return 1 if stale else 0


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KGError as error:
        sys.exit(f"Error: {error}")
