"""PubMed's list of abstracts as text: citation, title, authors, abstract and ids."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.sources.authors import initials_last
from kg.sources.json import Record
from kg.sources.open import TOO_LONG, Lines

_CITATION = re.compile(
    r"\d{1,6}\. \S.{0,300}?\b(?P<date>(?:19|20)\d\d(?: [A-Z][a-z]{2}(?: \d{1,2})?)?)\b"
)
_PMID = re.compile(r"^PMID: \d", re.MULTILINE)
_ID = re.compile(r"^(?P<name>DOI|PMID): (?P<said>\S+)", re.MULTILINE)
# Blocks between the authors and the ids that are not of the abstract.
_ASIDE = re.compile(
    r"Author information:|(?:Comment|Erratum|Update|Retraction|Republished) (?:in|of|on|from)\b"
    r"|Conflict of interest statement:|Collaborators:|Copyright\b|©|DOI: |PMCID: |PMID: "
)
# `(1)` behind a name, or `(1)(2)`.
_AFFILIATION = re.compile(r"(?:\(\d+\))+")


def is_pubmed_list(head: str) -> bool:
    """Tell whether a text begins like a list of abstracts from PubMed."""
    return _CITATION.match(head) is not None and _PMID.search(head) is not None


def read_pubmed_list(lines: Lines) -> Iterator[Record]:
    """Yield the fields of each entry of the list."""
    start, blocks, run = 0, list[str](), list[str]()
    is_apart, is_over = True, True
    for line in lines:
        if line is None:
            yield lines.number, TOO_LONG
            continue
        text = line.strip("\ufeff\r\n")
        # A paragraph of an abstract may begin with a number, too.
        if is_apart and is_over and _CITATION.match(text):
            yield from [(start, _fields(blocks))] if blocks else []
            start, blocks, is_over = lines.number, [], False
        if text.strip():
            run.append(text.strip())
            is_over = is_over or _PMID.match(text) is not None
        elif run:
            blocks.append("\n".join(run))
            run = []
        is_apart = not text.strip()
    blocks += ["\n".join(run)] if run else []
    if blocks:
        yield start, _fields(blocks)


def _fields(blocks: list[str]) -> dict[str, object]:
    citation, title, *rest = [*blocks, ""]
    # Without authors the abstract stands there.
    is_named = bool(rest) and _are_names(rest[0])
    told = [block for block in rest[is_named:] if not _ASIDE.match(block)]
    dated = _CITATION.match(citation.replace("\n", " "))
    ids = {found["name"].lower(): found["said"] for block in rest for found in _ID.finditer(block)}
    return {
        "title": title,
        "abstract": " ".join(told),
        "authors": initials_last(_written(rest[0])) if is_named else [],
        "date": dated["date"] if dated else "",
        **ids,
    }


def _are_names(block: str) -> bool:
    written = [name.strip() for name in _written(block).split(",")]
    spoken = initials_last(_written(block))
    return 2 * sum(a != b for a, b in zip(written, spoken, strict=True)) > len(spoken)


def _written(block: str) -> str:
    """Return the names of a block on one line, without marks of affiliations and the full stop."""
    return _AFFILIATION.sub("", block.replace("\n", " ")).rstrip(".")
