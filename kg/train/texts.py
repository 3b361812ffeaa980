"""Unread abstracts: for masked pre-training and for silver goals."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import InputError
from kg.evaluate import Annotated
from kg.extract.encode import Ints, Tokenizer, cut
from kg.train.data import LONGEST


@dataclass(frozen=True, slots=True)
class Words:
    """A text in pieces, with the word that each piece belongs to."""

    ids: Ints
    shapes: Ints
    words: Ints


def read_corpus(folder: Path, *, without: Iterable[Annotated]) -> list[tuple[str, str]]:
    """Return the (id, text) pairs of all `*.jsonl.xz` of a folder, in a fixed order.

    Args:
        folder: Its records have `id`, `title` and `abstract` or `summary`.
        without: Papers that are left out, by id and by title.

    Raises:
        InputError: There is no such file, or a line of one is no such record.
    """
    papers = list(without)
    seen = {str(paper["id"]) for paper in papers}
    titles = {_plain(str(paper["title"])) for paper in papers}
    found = []
    for record in _records(folder):
        name = str(record["id"]).split("v")[0]
        if name in seen or _plain(record["title"]) in titles:
            continue
        seen.add(name)
        abstract = record.get("abstract") or record.get("summary") or ""
        title = " ".join(record["title"].split())
        found.append((name, f"{title}\n{' '.join(abstract.split())}"))
    return found


def _records(folder: Path) -> Iterator[dict[str, Any]]:
    paths = sorted(folder.glob("*.jsonl.xz"), reverse=True)
    if not paths:
        raise InputError(f"no '*.jsonl.xz' of abstracts in '{folder}'")
    for path in paths:
        try:
            with lzma.open(path, "rt", encoding="utf-8") as lines:
                for number, line in enumerate(lines, 1):
                    yield _record(line, f"{path}:{number}")
        except (OSError, EOFError, UnicodeDecodeError, lzma.LZMAError) as error:
            raise InputError(f"cannot read '{path}': {error}") from error


def _record(line: str, place: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise InputError(f"{place}: no JSON object: {error}") from error
    if not isinstance(record, dict) or not {"id", "title"} <= record.keys():
        raise InputError(f"{place}: no record with 'id' and 'title'")
    return record


def as_words(text: str, tokenizer: Tokenizer) -> Words:
    """Return a text as whole words of pieces, cut where pre-training stops to look."""
    pieces = cut(text, tokenizer)
    fresh = np.concatenate([[0], (pieces.starts[1:] != pieces.ends[:-1]).astype(np.int64)])
    words = np.cumsum(fresh)[: len(pieces.ids)]
    return Words(pieces.ids[:LONGEST], pieces.shapes[:LONGEST], words[:LONGEST])


def _plain(title: str) -> str:
    return "".join(c for c in title.lower() if c.isalnum())
