"""Words for people: counted things in good grammar, values in quotes, commands to copy."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

_LONGEST = 200


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with what it counts: `1 paper`, `2,000 papers`.

    Args:
        number: How many.
        one: What one of them is called, with a verb where it has to agree: `paper names`.
        many: What several are called; None adds an s to the word for one.
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def first_of(texts: Sequence[str], most: int, *, between: str = ", ") -> str:
    """Return the first texts in one, and how many more there are: `A, B and 3 more`."""
    left = len(texts) - most
    return between.join(texts[:most]) + (f" and {left} more" if left > 0 else "")


def quoted(text: str) -> str:
    """Return a value in quotes, a backslash as one backslash; of a long one the beginning."""
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return f"'{text}'" if text.isprintable() else repr(text)


def is_utf_8(text: str) -> bool:
    """Return whether UTF-8 can write a text: no half of a pair, as other encodings leave."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def command(*words: str) -> str:
    """Return a command that a shell takes as it stands, whatever quotes a name holds."""
    return shlex.join(words)


def building(workspace: Path, *files: str) -> str:
    """Return the command that builds a workspace: also called from Python it has to name it."""
    named = () if workspace == Path("papers.kg") else ("-w", str(workspace))
    return command("kg", "build", *named, *files)
