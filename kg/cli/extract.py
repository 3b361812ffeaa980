"""`kg extract` and `kg evaluate`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import (
    JOBS,
    VERBOSE,
    clock,
    ends_tidily,
    progress,
    reader_weights,
    talk,
    tell_none_read,
    tell_unread,
)
from kg.errors import InputError
from kg.records import Extraction, Paper

if TYPE_CHECKING:
    from kg.evaluate import Annotated
    from kg.extract import Unread


@click.command(epilog="Example: kg extract papers.jsonl > papers-read.jsonl")
@click.argument("files", nargs=-1, metavar="[FILE|-]...", type=click.Path(allow_dash=True))
@click.option("--text", help="A pasted title and abstract instead of files.")
@click.option("--json", is_flag=True, expose_value=False, help="Print JSON lines, as without it.")
@JOBS
@VERBOSE
@ends_tidily()
def extract(files: tuple[str, ...], text: str | None, jobs: int, verbose: bool) -> None:
    """Print what papers say, one JSON object a paper.

    The format is that of annotated papers, with offsets, evidence and confidence beside it.
    """
    if not files and not (text or "").strip():
        raise click.UsageError("give a FILE, - for the standard input, or --text")
    if files and text is not None:
        raise click.UsageError("FILE and --text exclude each other; give one")
    if text is not None:
        papers: Iterator[Paper] = iter([pasted_paper(text)])
        jobs = 1
    else:
        papers = _papers(files)
    # A wrong file name is told before spaCy is loaded, which takes seconds.
    first = list(islice(papers, 1))
    from kg.extract import extract as extract_papers
    from kg.extract.output import paper_json

    unread: list[Unread] = []
    read = extract_papers(
        chain(first, papers), jobs=jobs, weights=reader_weights(), on_unread=unread.append
    )
    printed = 0
    for paper, extraction in _shown(read):
        click.echo(json.dumps(paper_json(paper, extraction), ensure_ascii=False))
        printed += 1
    tell_unread(unread, verbose=verbose)
    if tell_none_read(unread, read=printed):
        sys.exit(1)


def _shown(read: Iterator[tuple[Paper, Extraction]]) -> Iterator[tuple[Paper, Extraction]]:
    """Yield what is read while a terminal shows how far it is."""
    if not sys.stdout.isatty():
        yield from progress(read, total=None, label="Reading papers")
        return
    # What is printed on a terminal shows it by itself, from the first paper on.
    with clock("Reading the first papers"):
        first = list(islice(read, 1))
    yield from chain(first, read)


def pasted_paper(text: str) -> Paper:
    """Return a paper of a pasted text: its first line is the title."""
    from kg.ids import title_id

    title, _, abstract = text.strip().partition("\n")
    return Paper(id=title_id(title), title=title.strip(), abstract=abstract.strip())


def _papers(files: Iterable[str]) -> Iterator[Paper]:
    from kg.sources import read_some_papers

    for file in files:
        yield from read_some_papers(file, on_problem=lambda problem: talk(str(problem)))


@click.command(epilog="Example: kg evaluate gold/dev.jsonl")
@click.argument("gold", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option("--predicted", type=click.Path(exists=True, dir_okay=False), help="Score this file.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
@click.option("--write", type=click.Path(dir_okay=False), help="Put the tables into this page.")
@JOBS
@ends_tidily()
def evaluate(
    gold: tuple[str, ...],
    predicted: str | None,
    as_json: bool,
    write: str | None,
    jobs: int,
) -> None:
    """Score extraction against annotated papers.

    Without --predicted the papers of GOLD are read anew. JSON is one object a GOLD, a line each.
    """
    from kg.evaluate import read_annotated, score
    from kg.evaluate.page import scores_json, scores_page, write_section

    for path in gold:
        wanted = read_annotated(path)
        if not any("entities" in paper for paper in wanted):
            raise InputError(f"no annotations in '{path}': no paper in it has 'entities'")
        found = read_annotated(predicted) if predicted else _read_anew(wanted, path, jobs)
        scores = score(wanted, found)
        if as_json:
            click.echo(json.dumps({"gold": path, **scores_json(scores)}, ensure_ascii=False))
        else:
            click.echo(f"{path}: {scores_page(scores)}")
        if write:
            write_section(
                Path(write),
                title=f"Extraction on {Path(path).stem}",
                body=f"{date.today()}, `kg evaluate {path}`.\n\n{scores_page(scores)}",
            )


def _read_anew(wanted: list[Annotated], path: str, jobs: int) -> Iterator[Annotated]:
    from kg.evaluate import predict

    read = predict(wanted, jobs=jobs, weights=reader_weights())
    return progress(read, total=len(wanted), label=Path(path).name)
