"""Reads papers from files, folders and the standard input, whatever the format."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeAlias

from kg.arguments import AnyPath, as_path
from kg.errors import InputError, warn_caller
from kg.records import Paper
from kg.sources.bibtex import is_bibtex, read_bibtex
from kg.sources.fields import NotAPaper, Remark
from kg.sources.html import is_html, read_html
from kg.sources.json import (
    Record,
    is_json,
    is_json_lines,
    read_json_lines,
    read_json_stream,
)
from kg.sources.listing import is_list, is_mail, read_list, read_mail
from kg.sources.notes import is_notes, read_notes
from kg.sources.open import ARXIV_BY_IDS, READ_ERRORS, Lines, open_texts, shown_path
from kg.sources.pubmed import is_pubmed_list, read_pubmed_list
from kg.sources.record import paper_from_record
from kg.sources.table import is_table, read_table, table_delimiter, table_lacks
from kg.sources.tagged import read_tagged, tagged_style
from kg.sources.text import has_papers, is_of_ids, is_prose, read_text
from kg.sources.xml import is_feed, is_xml, read_xml
from kg.sources.yaml import is_yaml, read_yaml
from kg.words import counted

_EXPECTED = (
    "expected a page of titles and abstracts, JSON lines, a JSON array, CSV/TSV with a header "
    "that names title and abstract, BibTeX, RIS, YAML, arXiv's mail, an Atom, RSS or OAI feed, or "
    "XML of a library; plain or packed with gzip, xz or bzip2, or in a zip or tar archive"
)
_PROSE = (
    "; to read the pasted text of one paper, put an empty line between title and abstract and "
    "leave the rest out, or see: kg extract --text TEXT"
)
_OF_IDS = f"; it has ids alone: save what {ARXIV_BY_IDS}ID,ID gives for them"
_LACKS = {"no title": "a title", "no abstract": "an abstract"}
_TO_JOIN = "take a file of this source that has title and abstract together, or join the two by id"
_OF_ARXIV = f" (of arXiv's, save what {ARXIV_BY_IDS}ID,ID gives)"
_NO_PAPERS = "no papers in the file"
# A weekend's feed has none.
_NO_ENTRIES = "the feed has no entries"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a source that is no paper or could not be read as it should.

    Attributes:
        file: The path as it was given; `-` is the standard input.
        line: Where the record starts, from 1; None where it concerns the file.
        reason: Lower case, no full stop.
        skipped: Whether a record was lost by it; else only a remark.
    """

    file: str
    line: int | None
    reason: str
    skipped: bool = True

    @property
    def is_file(self) -> bool:
        """Whether it is a whole file of a folder that was not read, and no record of one."""
        return self.skipped and self.line is None

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.reason}"


_Note: TypeAlias = Callable[[Problem], object]
_Read: TypeAlias = Callable[[_Note], Iterator[Paper]]


def _warn(problem: Problem) -> None:
    warn_caller(str(problem))


def read_papers(
    path: AnyPath, *, on_problem: Callable[[Problem], object] = _warn
) -> Iterator[Paper]:
    """Yield the papers of a file, of all files under a folder, or with `-` of the standard input.

    Lazy: one record at a time is held. The format is told by content, not by name. Records of
    one paper may come more than once; `Corpus.add` makes them one.

    Args:
        path: The files of a folder come sorted; hidden ones and workspaces are left out.
        on_problem: Is called with every record that is skipped, as it is met; without one each is
            a warning.

    Yields:
        A paper for each record, in their order.

    Raises:
        ConfigError: The path is none.
        InputError: The path does not exist, cannot be read, or is of no known format; of a
            folder: it holds no file of papers.
    """
    place = as_path("path", path)
    if str(path).startswith("~") or not isinstance(path, (str, Path)):
        path = place
    if str(path) != "-" and os.path.isdir(path):  # noqa: PTH112 - unlike Path's it never raises
        yield from _read_folder(Path(path), on_problem)
    else:
        yield from _read_file(path, on_problem)


def read_some_papers(path: AnyPath, *, on_problem: Callable[[Problem], object]) -> Iterator[Paper]:
    """Do as `read_papers`, and hold it an error if there was not a single paper.

    A feed without entries is none: that is how it looks on a day without papers.

    Args:
        path: As there.
        on_problem: As there.

    Raises:
        ConfigError: As there.
        InputError: As there; or the file is empty, holds no paper, or all was skipped.
    """
    problems: list[Problem] = []

    def note(problem: Problem) -> None:
        problems.append(problem)
        if problem.skipped or problem.line is not None:
            on_problem(problem)

    found = False
    for paper in read_papers(path, on_problem=note):
        found = True
        yield paper
    remarks = [one for one in problems if not one.skipped and one.line is None]
    lost = sum(problem.is_file for problem in problems)
    skipped = sum(problem.skipped for problem in problems) - lost
    if found or (not skipped and not lost and any(one.reason == _NO_ENTRIES for one in remarks)):
        for remark in remarks:
            on_problem(remark)
        return
    reasons = [f"{counted(skipped, 'record was', 'records were')} skipped"] if skipped else []
    said = {one.reason for one in problems if one.skipped}
    if skipped and len(said) == 1 and (lacks := said.pop()) in _LACKS:
        of = f"of {counted(skipped, 'record', 'records')} none has {_LACKS[lacks]}"
        reasons = [f"{of}; {_TO_JOIN}{_OF_ARXIV if lacks == 'no abstract' else ''}"]
    reasons += [f"{counted(lost, 'file was', 'files were')} not read"] if lost else []
    reasons += [remark.reason for remark in remarks if remark.reason != _NO_PAPERS]
    raise InputError(": ".join([f"no papers in {shown_path(path)}", *reasons[:1]]))


def _read_folder(folder: Path, on_problem: _Note) -> Iterator[Paper]:
    files = ((str(path), partial(_read_file, path)) for path in _files(folder, on_problem))
    yield from _read_all(files, f"any file under '{folder}'", on_problem)


def _read_all(texts: Iterator[tuple[str, _Read]], of: str, on_problem: _Note) -> Iterator[Paper]:
    """Yield the papers of several files; one that cannot be read is told of.

    Raises:
        InputError: That is so of all.
    """
    readable = False

    def note(problem: Problem) -> None:
        nonlocal readable
        readable = readable or problem.reason == _NO_ENTRIES
        on_problem(problem)

    for name, read in texts:
        try:
            for paper in read(note):
                readable = True
                yield paper
        except InputError as error:
            # The name stands before it, and what is expected is said once for all.
            reason = str(error).partition(f"; {_EXPECTED}")[0].removeprefix(f"'{name}' is ")
            on_problem(Problem(name, None, reason))
    if not readable:
        raise InputError(f"no papers in {of}; {_EXPECTED}")


def _files(folder: Path, on_problem: _Note) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        on_problem(Problem(str(folder), None, f"cannot be read: {error.strerror}"))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        try:
            is_folder, is_file = entry.is_dir(), entry.is_file()
            passed_over = entry.is_symlink() or (entry / "corpus.sqlite").exists()
        except OSError as error:
            on_problem(Problem(str(entry), None, f"cannot be read: {error.strerror}"))
            continue
        if is_folder:
            yield from () if passed_over else _files(entry, on_problem)
        elif is_file:
            yield entry
        else:
            on_problem(Problem(str(entry), None, "no regular file"))


def _read_file(path: str | Path, on_problem: _Note) -> Iterator[Paper]:
    with open_texts(path) as texts:
        name, lines = next(texts, (".", None))
        if lines is not None and not name:
            yield from _read_lines(lines, str(path), on_problem)
            return
        of_archive = texts if lines is None else chain([(name, lines)], texts)
        files = (
            (f"{path}/{name}", partial(_read_lines, lines, f"{path}/{name}"))
            for name, lines in of_archive
        )
        yield from _read_all(files, f"any file of {shown_path(path)}", on_problem)


def _read_lines(lines: Lines | InputError, name: str, on_problem: _Note) -> Iterator[Paper]:
    if isinstance(lines, InputError):
        raise lines
    if not lines.head.strip("\ufeff \t\r\n"):
        on_problem(Problem(name, None, "the file is empty", skipped=False))
        return
    found = False
    for item in _papers(lines, name):
        found = True
        if isinstance(item, Paper):
            yield item
        else:
            on_problem(item)
    if not found:
        reason = _NO_ENTRIES if is_feed(lines.head) else _NO_PAPERS
        on_problem(Problem(name, None, reason, skipped=False))
    if lines.faults:
        reason = "not all of it is UTF-8; the rest was read as Windows-1252"
        on_problem(Problem(name, lines.faults, reason, skipped=False))


def _papers(lines: Lines, name: str) -> Iterator[Paper | Problem]:
    records = _records(lines, name)
    while True:
        try:
            line, record = next(records)
        except StopIteration:
            return
        except READ_ERRORS as error:
            yield Problem(name, lines.number + 1, f"cannot be read further: {error}")
            return
        try:
            if isinstance(record, Remark):
                yield Problem(name, line, record, skipped=False)
                continue
            if isinstance(record, str):
                raise NotAPaper(record)
            yield paper_from_record(record)
        except NotAPaper as error:
            yield Problem(name, line, str(error))


def _records(lines: Lines, name: str) -> Iterator[Record]:
    head = lines.head.lstrip("\ufeff \t\r\n\x1e")
    if is_json(head):
        by_line = head.startswith("{") and is_json_lines(head)
        return read_json_lines(lines) if by_line else read_json_stream(lines)
    if head.startswith("<"):
        if is_html(head):
            if (papers := read_html(lines)) is not None:
                return papers
        elif is_xml(head):
            return read_xml(lines, name=name)
    elif (records := _of_text(lines, head)) is not None:
        return records
    if lacks := table_lacks(head):
        raise InputError(f"{shown_path(name)} is {lacks}")
    hint = _OF_IDS if is_of_ids(head) else _PROSE if is_prose(head) else ""
    raise InputError(f"{shown_path(name)} is of no known format; {_EXPECTED}{hint}")


def _of_text(lines: Lines, head: str) -> Iterator[Record] | None:
    if is_mail(head):
        return read_mail(lines)
    if is_list(head):
        return read_list(lines)
    if (style := tagged_style(head)) is not None:
        return read_tagged(lines, style)
    if is_pubmed_list(head):
        return read_pubmed_list(lines)
    if is_yaml(head):
        return read_yaml(lines)
    if (delimiter := table_delimiter(head)) is not None:
        return read_table(lines, delimiter=delimiter)
    if is_bibtex(head):
        return read_bibtex(lines)
    if is_notes(head):
        return read_notes(lines)
    return read_text(lines) if has_papers(head) and not is_table(head) else None
