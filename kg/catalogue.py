"""What an expert knows of the field: benchmarks, metrics, models, methods and their names."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

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
        kind: For models `family` or `release`, else None.
        tasks: What a benchmark or data set is for.
        metric: The measure that papers report first on the benchmark, or None.
        metrics: All its usual measures.
        year: When it came out, or None.
        unit: Of a metric, or None.
        higher_is_better: Of a metric; None where it depends.
        as_fraction: Whether the metric is given in per cent and also written as a fraction.
        ambiguous: Whether the name also means other things.
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
    metrics: tuple[str, ...] = ()
    year: int | None = None
    unit: str | None = None
    higher_is_better: bool | None = None
    as_fraction: bool = False
    ambiguous: bool = False

    @property
    def group(self) -> str:
        """The group of its type."""
        return group_of(self.type)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All entries, with an index by folded name.

    Attributes:
        entries: Sorted by type and name.
        index: Folded name or alias to the entries that carry it, best first.
        hosts: Host name to what lies there: `code`, `weights`, `data`, `page` or `paper`.
    """

    entries: tuple[CatalogueEntry, ...]
    index: dict[str, tuple[CatalogueEntry, ...]] = field(repr=False)
    hosts: dict[str, str] = field(default_factory=dict)

    def find(self, name: str, entity_type: EntityType | None = None) -> list[CatalogueEntry]:
        """Return the entries that carry the name or alias, those of the type alone if given.

        Args:
            name: Any spelling; case, hyphens and spaces do not count.
            entity_type: Keeps entries of its group (Model with Method, Benchmark with Dataset).
        """
        found = self.index.get(fold(name), ())
        if entity_type is None:
            return list(found)
        return [entry for entry in found if entry.group == group_of(entity_type)]

    def metric(self, name: str) -> CatalogueEntry | None:
        """Return the metric of that name or alias, or None."""
        found = self.find(name, EntityType.METRIC)
        return found[0] if found else None


def _entry(row: dict[str, object], entity_type: EntityType) -> CatalogueEntry:
    def texts(key: str) -> tuple[str, ...]:
        value = row.get(key) or ()
        return tuple(str(item) for item in value) if isinstance(value, list) else ()

    def text(key: str) -> str | None:
        value = row.get(key)
        return value if isinstance(value, str) else None

    higher, year = row.get("higherIsBetter"), row.get("year")
    return CatalogueEntry(
        name=str(row["name"]),
        type=entity_type,
        aliases=texts("aliases"),
        parent=text("parent"),
        implied=texts("implied"),
        sizes=texts("sizes"),
        vendor=text("vendor"),
        kind=text("kind"),
        tasks=texts("tasks"),
        metric=text("metric"),
        metrics=texts("metrics"),
        year=year if isinstance(year, int) else None,
        unit=text("unit"),
        higher_is_better=higher if isinstance(higher, bool) else None,
        as_fraction=row.get("asFraction") is True,
        ambiguous=row.get("ambiguous") is True,
    )


def _rows(file: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    try:
        path = data_path("catalogue", file)
    except SchemaError:
        return rows
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise SchemaError(
                f"kg/data/catalogue/{file}:{number}: not JSON ({error.msg})"
            ) from None
        rows.append(row)
    return rows


def make_catalogue(
    entries: Iterable[CatalogueEntry], *, hosts: dict[str, str] | None = None
) -> Catalogue:
    """Put entries together; a name beats an alias of another entry in `find`."""
    ordered = tuple(sorted(entries, key=lambda entry: (entry.type, entry.name)))
    index: dict[str, list[CatalogueEntry]] = {}
    for entry in ordered:
        index.setdefault(fold(entry.name), []).append(entry)
    for entry in ordered:
        for alias in entry.aliases:
            found = index.setdefault(fold(alias), [])
            if entry not in found:
                found.append(entry)
    return Catalogue(
        entries=ordered,
        index={key: tuple(found) for key, found in index.items()},
        hosts=hosts or {},
    )


@lru_cache(maxsize=1)
def load_catalogue() -> Catalogue:
    """Return the catalogue that ships with kg.

    Raises:
        SchemaError: A file is missing or no JSON lines.
    """
    entries = [_entry(row, kind) for file, kind in _FILES.items() for row in _rows(file)]
    hosts = {str(row["host"]): str(row["kind"]) for row in _rows("hosts.jsonl")}
    return make_catalogue(entries, hosts=hosts)
