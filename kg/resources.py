"""Finds what ships beside the package: `schema/` and `cypher/`.

A wheel carries them in `kg/_resources`; an editable install or a checkout has them at the top.
"""

from __future__ import annotations

from pathlib import Path

from kg.errors import SchemaError

_PACKAGE = Path(__file__).resolve().parent
_ROOTS = (_PACKAGE / "_resources", _PACKAGE.parent)


def resource_path(*parts: str) -> Path:
    """Return the path of a shipped file or folder.

    Args:
        *parts: Its path, e.g. `"cypher", "read", "leaderboard.cypher"`.

    Raises:
        SchemaError: The installation lacks it.
    """
    for root in _ROOTS:
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise SchemaError(
        f"the installation lacks {'/'.join(parts)!r}; reinstall with: pip install papers-kg"
    )


def data_path(*parts: str) -> Path:
    """Return the path of a file or folder under `kg/data`.

    Raises:
        SchemaError: The installation lacks it.
    """
    path = _PACKAGE.joinpath("data", *parts)
    if path.exists():
        return path
    raise SchemaError(f"the installation lacks kg/data/{'/'.join(parts)}; reinstall papers-kg")


def read_text(*parts: str) -> str:
    """Return the text of a shipped file.

    Raises:
        SchemaError: The installation lacks it.
    """
    return resource_path(*parts).read_text(encoding="utf-8")
