"""Answers as data frames; only here pandas is imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_type_hints

from kg.errors import MissingExtra

if TYPE_CHECKING:
    import pandas

# What pandas holds a field as: of a number that may be None it would make a float else.
_KINDS: Mapping[Any, str] = {
    int: "int64",
    int | None: "Int64",
    float: "float64",
    float | None: "float64",
    bool: "bool",
    bool | None: "boolean",
}


def frame(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], kind: type | None
) -> pandas.DataFrame:
    """Return rows as a data frame whose columns are of one type whatever the rows hold.

    Args:
        rows: What one lacks of the columns is missing there.
        columns: Their names.
        kind: The dataclass that the rows were; None where the values tell the types.

    Raises:
        MissingExtra: pandas is not installed.
    """
    try:
        import pandas
    except ImportError as error:
        raise MissingExtra(
            "to_pandas() needs pandas; install it with: pip install 'papers-kg[pandas]'"
        ) from error
    hints = {} if kind is None else get_type_hints(kind)
    # Of pandas 3 text is `str`, of an older one an object.
    text = pandas.Series(["text"]).dtype
    made = {}
    for name in columns:
        values = [row.get(name) for row in rows]
        hint = hints.get(name) if hints else _hint(values)
        type_ = text if hint in (str, str | None) else _KINDS.get(hint, "object")
        try:
            made[name] = pandas.Series(values, dtype=type_)
        except (OverflowError, TypeError, ValueError):
            # Whole numbers of more than 64 bits.
            made[name] = pandas.Series(values, dtype="object")
    return pandas.DataFrame(made, columns=list(columns))


def _hint(values: Sequence[object]) -> Any:
    """Return the type of values, also of none of which some are None; None where they differ."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int, float}:
        kinds = {float}
    if len(kinds) != 1:
        return None
    found: Any = kinds.pop()
    return found | None if None in values else found
