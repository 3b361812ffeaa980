"""What an expert knows of the field: benchmarks, metrics, models, methods and their names."""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, TypeAlias

from kg.errors import SchemaError
from kg.records import EntityType
from kg.resources import data_path
from kg.text import fold

_FILES = {
    "benchmarks.jsonl": EntityType.BENCHMARK,
    "datasets.jsonl": EntityType.DATASET,
    "methods.jsonl": EntityType.METHOD,
    "metrics.jsonl": EntityType.METRIC,
    "models.jsonl": EntityType.MODEL,
    "tasks.jsonl": EntityType.TASK,
}
_HOSTS = "hosts.jsonl"
INDEX = "index.json"
Rows: TypeAlias = dict[str, list[int]]
_GROUPS = {
    EntityType.MODEL: "system",
    EntityType.METHOD: "system",
    EntityType.BENCHMARK: "data",
    EntityType.DATASET: "data",
    EntityType.METRIC: "metric",
    EntityType.TASK: "task",
    EntityType.REPO: "repo",
}

GROUPS = tuple(sorted(set(_GROUPS.values())))


def group_of(entity_type: EntityType) -> str:
    """Return the group within which names can be one node: such as `system`.

    Annotators and authors read one thing as Model or Method, or as Benchmark or Dataset.
    """
    return _GROUPS[entity_type]


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One thing that the catalogue knows.

    Attributes:
        name: The usual name, as papers write it.
        type: Benchmark, Dataset, Method, Metric, Model or Task.
        aliases: True synonyms: long forms, other spellings, renamed releases.
        parent: Name of the family, or None.
        implied: Details that change nothing when they are added to the name.
        sizes: Sizes of a model family.
        vendor: Who makes the model, or None.
        kind: `family` or `release` for models, `simulator` for what systems are trained and
            evaluated in, else None.
        tasks: What a benchmark or data set is for.
        metric: The measure that papers report first on the benchmark, or None.
        year: When it came out, or None.
        unit: Of a metric, or None.
        higher_is_better: Of a metric; None where it depends.
        as_fraction: Whether the metric is given in per cent and also written as a fraction.
        at_most: Of a metric, the greatest value it can have (1 for correlations), or None.
        ambiguous: Whether the name also means other things.
        words: Names of it that are everyday words in another case: they count only as written.
        unsought: Names of it that are no thing of their own in most texts: the reader finds them or
            nobody does, and what it finds is the entry.
        about: Beginnings of words of its field: a text that has none of them means something else
            by the name. Empty where the name needs none.
    """

    name: str
    type: EntityType
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    implied: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    vendor: str | None = None
    kind: str | None = None
    tasks: tuple[str, ...] = ()
    metric: str | None = None
    year: int | None = None
    unit: str | None = None
    higher_is_better: bool | None = None
    as_fraction: bool = False
    at_most: int | None = None
    ambiguous: bool = False
    words: tuple[str, ...] = ()
    unsought: tuple[str, ...] = ()
    about: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The group of its type."""
        return group_of(self.type)


class _Line(NamedTuple):
    """One line of a file."""

    text: bytes
    file: str
    number: int
    type: EntityType


class Catalogue:
    """All entries, found by folded name.

    An entry is made of its line when it is asked for: a question about one name needs few.
    """

    def __init__(self, lines: Sequence[_Line], *, rows: Rows, hosts: dict[str, str]) -> None:
        """Take the lines of the files.

        Args:
            lines: All lines in order.
            rows: Folded name or alias to the numbers of the lines that carry it, best first.
            hosts: Host name to what lies there: `code`, `weights`, `data`, `page` or `paper`.
        """
        self.hosts = hosts
        self._lines = lines
        self._rows = rows
        self._made: dict[int, CatalogueEntry] = {}

    @cached_property
    def entries(self) -> tuple[CatalogueEntry, ...]:
        """All entries by type and name."""
        return tuple(self._entry(row) for row in range(len(self._lines)))

    def keyed(self, key: str, *, group: str | None = None) -> tuple[CatalogueEntry, ...]:
        """Return the entries that carry a name, best first.

        Args:
            key: The name as `kg.text.fold` gives it.
            group: Keeps entries of it; None for all.
        """
        found = (self._entry(row) for row in self._rows.get(key, ()))
        return tuple(entry for entry in found if group is None or entry.group == group)

    def find(self, name: str, entity_type: EntityType | None = None) -> list[CatalogueEntry]:
        """Return the entries that carry the name or alias, those of the type alone if given.

        Args:
            name: Any spelling; case, hyphens and spaces do not count.
            entity_type: Keeps entries of its group (Model with Method, Benchmark with Dataset).
        """
        group = None if entity_type is None else group_of(entity_type)
        return list(self.keyed(fold(name), group=group))

    def metric(self, name: str) -> CatalogueEntry | None:
        """Return the metric of that name or alias, or None."""
        found = self.find(name, EntityType.METRIC)
        return found[0] if found else None

    def hosts_of(self, *kinds: str) -> list[str]:
        """Return the names of the hosts of these kinds, sorted; each stands for its subdomains."""
        return sorted(host for host, kind in self.hosts.items() if kind in kinds)

    def _entry(self, row: int) -> CatalogueEntry:
        entry = self._made.get(row)
        if entry is None:
            entry = _entry(self._lines[row])
            # Whoever asks twice, or from two threads, gets one and the same.
            entry = self._made.setdefault(row, entry)
        return entry


# What the files call as JSON does.
_RENAMED = {"higherIsBetter": "higher_is_better", "asFraction": "as_fraction", "atMost": "at_most"}
# Whether each is a list.
_FIELDS = {field.name: field.default == () for field in fields(CatalogueEntry)}


def _entry(line: _Line) -> CatalogueEntry:
    """Return the entry of a line; what it says beside, and null, stays in the file.

    Raises:
        SchemaError: It is none.
    """
    kept: dict[str, Any] = {}
    try:
        for key, value in json.loads(line.text).items():
            name = _RENAMED.get(key, key)
            if value is not None and name in _FIELDS:
                kept[name] = tuple(value) if isinstance(value, list) else value
                if isinstance(value, list) != _FIELDS[name]:
                    raise TypeError(f"{key!r} is {value!r}")
        return CatalogueEntry(type=line.type, **kept)
    except (ValueError, AttributeError, TypeError) as error:
        raise SchemaError(
            f"kg/data/catalogue/{line.file}:{line.number}: no entry ({error})"
        ) from None


def _lines(data: Mapping[str, bytes]) -> list[_Line]:
    return [
        _Line(text, file, number, kind)
        for file, kind in _FILES.items()
        for number, text in enumerate(data[file].rstrip(b"\n").split(b"\n"), start=1)
    ]


def _read() -> dict[str, bytes]:
    return {file: data_path("catalogue", file).read_bytes() for file in (*_FILES, _HOSTS)}


def _checksum(data: Mapping[str, bytes]) -> int:
    value = 0
    for file in _FILES:
        value = zlib.crc32(data[file], value)
    return value


def _rows_of(lines: Sequence[_Line]) -> Rows:
    """Fold all names; a name beats an alias of another entry."""
    rows: Rows = {}
    entries = [_entry(line) for line in lines]
    for row, entry in enumerate(entries):
        rows.setdefault(fold(entry.name), []).append(row)
    for row, entry in enumerate(entries):
        for alias in entry.aliases:
            found = rows.setdefault(fold(alias), [])
            if row not in found:
                found.append(row)
    return rows


def _kept_rows(checksum: int) -> Rows | None:
    """Return what `index.json` says, or None where the files have changed since."""
    try:
        kept = json.loads(data_path("catalogue", INDEX).read_bytes())
    except (SchemaError, ValueError):
        return None
    rows: Rows = kept["rows"]
    return rows if kept["checksum"] == checksum else None


def index_text() -> str:
    """Return what `index.json` has to hold: the folded names, which take long to make.

    Raises:
        SchemaError: A file is missing or no JSON lines.
    """
    data = _read()
    rows = _rows_of(_lines(data))
    listed = ",\n".join(f"{json.dumps(key)}: {rows[key]}" for key in sorted(rows))
    return f'{{"checksum": {_checksum(data)}, "rows": {{\n{listed}\n}}}}\n'


@lru_cache(maxsize=1)
def load_catalogue() -> Catalogue:
    """Return the catalogue that ships with kg.

    Names are found through `index.json`. Where a file was edited since it was made, the names are
    folded anew, which takes a fifth of a second.

    Raises:
        SchemaError: A file is missing or no JSON lines.
    """
    data = _read()
    lines = _lines(data)
    rows = _kept_rows(_checksum(data))
    hosts = [json.loads(line) for line in data[_HOSTS].splitlines()]
    return Catalogue(
        lines,
        rows=_rows_of(lines) if rows is None else rows,
        hosts={str(host["host"]): str(host["kind"]) for host in hosts},
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Write `index.json` anew.

    Args:
        arguments: None but `--help`; those of the process where not given.

    Raises:
        SchemaError: As `index_text`.
    """
    import argparse

    about = f"Write {INDEX} anew from the files of the catalogue, after an edit by hand."
    argparse.ArgumentParser(prog="python -m kg.catalogue", description=about).parse_args(arguments)
    data_path("catalogue").joinpath(INDEX).write_text(index_text(), encoding="utf-8")


if __name__ == "__main__":
    try:
        main()
    except SchemaError as error:
        sys.exit(f"Error: {error}")
