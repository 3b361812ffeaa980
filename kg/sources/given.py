"""What a caller from Python gives to be read: paths, or records that are in memory."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from kg.arguments import AnyPath, as_path, as_paths
from kg.errors import InputError
from kg.records import Paper
from kg.sources import Problem, read_some_papers
from kg.sources.record import NotAPaper, paper_from_record

AnyRecord: TypeAlias = Paper | Mapping[str, object]
Given: TypeAlias = AnyPath | AnyRecord | Iterable[AnyPath | AnyRecord]
RECORDS = "records"


def as_given(value: Given) -> list[AnyPath | AnyRecord]:
    """Return several paths and records as they are given; one by itself is one.

    Raises:
        ConfigError: One is neither.
    """
    if isinstance(value, (Paper, Mapping)):
        return [value]
    if isinstance(value, (str, os.PathLike)) or not isinstance(value, Iterable):
        return [*as_paths("paths", value)]
    given = [*value]
    for one in given:
        if not isinstance(one, (Paper, Mapping)):
            as_path("paths", one)
    return given


def in_groups(given: Iterable[AnyPath | AnyRecord]) -> Iterator[AnyPath | list[AnyRecord]]:
    """Yield each path, and of records in a row the list."""
    records: list[AnyRecord] = []
    for one in given:
        if isinstance(one, (Paper, Mapping)):
            records.append(one)
            continue
        if records:
            yield records
        records = []
        yield one
    if records:
        yield records


def source_of(given: AnyPath | list[AnyRecord]) -> str:
    """Return what papers are said to come from: a path from the root, `-`, or `records`."""
    if isinstance(given, list):
        return RECORDS
    return "-" if str(given) == "-" else str(as_path("path", given).resolve())


def read_given(
    given: AnyPath | list[AnyRecord], *, on_problem: Callable[[Problem], object]
) -> Iterator[Paper]:
    """Yield the papers of a path or of records.

    Args:
        given: As `in_groups` gives them.
        on_problem: Is called with each record that is skipped; of those in memory its number, from
            1, stands for the line.

    Raises:
        InputError: A file cannot be read, or there is not a single paper.
    """
    if not isinstance(given, list):
        yield from read_some_papers(given, on_problem=on_problem)
        return
    problem: Problem | None = None
    found = False
    for number, record in enumerate(given, 1):
        try:
            paper = record if isinstance(record, Paper) else paper_from_record(record)
        except NotAPaper as error:
            problem = problem or Problem(RECORDS, number, str(error))
            on_problem(Problem(RECORDS, number, str(error)))
        else:
            found = True
            yield paper
    if problem and not found:
        raise InputError(f"no papers in the records; of the first: {problem.reason}")
