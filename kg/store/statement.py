"""What the text of a statement holds beside its strings and comments."""

from __future__ import annotations

import re

from kg.errors import QueryError

# A name in backticks may hold what elsewhere opens a string or a comment.
NOISE = re.compile(
    r"(`[^`]*`)|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|//[^\n]*|/\*.*?\*/", re.DOTALL
)


def without_noise(text: str, *, names: bool = True) -> str:
    """Return a statement with a blank for each string and comment.

    Args:
        text: The statement.
        names: Whether names in backticks stay: a procedure may be written in them.
    """
    return NOISE.sub(lambda noise: (noise[1] if names else None) or " ", text)


def check_one_statement(text: str) -> None:
    """Refuse a text of several statements, of which a store may answer only the last.

    Raises:
        QueryError: There are several; a semicolon at the end makes none.
    """
    found = [part for part in without_noise(text, names=False).split(";") if part.strip()]
    if len(found) > 1:
        raise QueryError(f"the text holds {len(found)} statements; run them one at a time")
