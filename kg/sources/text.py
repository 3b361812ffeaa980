"""Plain text as copied from a page of papers: title, blank line, abstract."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from kg.ids import parse_paper_id
from kg.sources.json import Record
from kg.sources.open import TOO_LONG

# What stands on the Daily Papers page and its like beside titles and abstracts.
_FURNITURE = re.compile(
    r"""new|papers?|trending(\ papers)?|subscribe|daily\ papers|weekly|monthly|submit|upvotes?
    |get\ trending\ papers\ in\ your\ email\ inbox!?|by\s?AK(\ and\ the\ research\ community)?
    |(view|show|load|read|see)\ (all|more)(\ .{0,20})?|abstract:?|published\ on\ .*
    |(submitted|posted|uploaded)\ by.*|\[submitted\ on\ .*\]
    |·?\s*\d+\ (authors?|comments?|upvotes?|likes?)
    |previous|next|back|home|models|datasets|spaces|docs|enterprise|pricing|log\ in|sign\ up
    |about|careers|website|privacy|terms(\ of\ service)?|tos|github(\ \d+)?|arxiv(\ page)?|pdf
    |(view\ )?(arxiv|project|github)\ page|hugging\ face|community|company|©.*
    |[\d.,\s/+·•|\u2013-]+[kKmM]?
    |((mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\ )?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)
     [a-z]*\.?\ \d{1,2}(,?\ \d{4})?
    |\d{1,2}\ (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(\ \d{4})?""",
    re.IGNORECASE | re.VERBOSE,
)
# Of a list of papers, before a title.
NUMBER = re.compile(r"\d{1,3}[.)]\s+")
_LABEL = re.compile(r"(title|abstract|summary)\s*[:.—-]\s*", re.IGNORECASE)
# Headings of one paper, as in the text of a PDF; no title on a page of papers is one.
_SECTION = re.compile(
    r"""\s*(?:(?:\d{1,2}|[IVX]{1,4})\.?\s+introduction\b.{0,60}
    |(?:(?:\d{1,2}|[IVX]{1,4})\.?\s+)?
     (?:introduction|related\ works?|references|bibliography|acknowledge?ments?|contents)
    )[.:]?\s*""",
    re.IGNORECASE | re.VERBOSE,
)
# Of 4,125 titles half have 10 words or more; of any four of them (20,000 draws) the median was
# never below 4 words, that of the headings in a text mostly is.
_TITLE_WORDS = 4
_TITLES = 4
# Of 44,000 abstracts 10 are shorter, and none than 150; no title has more than 226 characters. Less
# than 0.85 of 9 of them are letters and blanks, less than 0.6 of no title letters.
_LONG = 250
_UNWRAPPED = 150
_MAX_TITLE = 300
_SHARE = 0.8
_TITLE = re.compile(r"(?=\S*[A-Z\d])[^\W_][^{}`<>|=\\]*\s[^{}`<>|=\\]*[^\s.:;,{}`<>|=\\]")
_FORMULA = re.compile(r"\$[^$]{1,60}\$")
_SENTENCE_END = re.compile(r"[^\W\d_][)\"]?[.!?](?:\s|$)|。")


@dataclass(frozen=True, slots=True)
class _Block:
    line: int
    text: str

    @property
    def is_abstract(self) -> bool:
        if len(self.text) >= _LONG:
            return True
        ends = self.text.endswith((".", "。", ".)", '."')) or bool(
            re.search(r"https?://\S+$", self.text)
        )
        return len(self.text) >= 80 and ends and len(self.text.split()) >= 12

    @property
    def is_id(self) -> bool:
        return len(self.text.split()) <= 2 and parse_paper_id(self.text) is not None

    @property
    def is_title(self) -> bool:
        return (
            len(self.text) <= _MAX_TITLE
            and _TITLE.fullmatch(_FORMULA.sub("x", self.text)) is not None
            and sum(map(str.isalpha, self.text)) > 0.6 * len(self.text)
        )

    @property
    def is_long_prose(self) -> bool:
        letters = sum(map(str.isalpha, self.text)) + self.text.count(" ")
        return (
            len(self.text) >= _LONG
            and letters > 0.85 * len(self.text)
            and self.text[:1].isalnum()
            and bool(_SENTENCE_END.search(self.text))
        )


def has_papers(head: str) -> bool:
    """Tell whether a text begins like a page of papers.

    Any prose with headings looks a little like one: nearly every block must be a title or the
    abstract under it, the abstracts long, most titles too, and none the heading of a section.
    """
    if any(_SECTION.fullmatch(line) for line in head.split("\n")):
        return False
    blocks = [
        block
        for block in _blocks(head.split("\n"))
        if isinstance(block, _Block) and not block.is_id
    ]
    pairs = [
        (left, right)
        for left, right in pairwise(blocks)
        if right.is_long_prose and left.is_title and not left.is_abstract
    ]
    titles = [len(title.text.split()) for title, _ in pairs]
    if len(titles) >= _TITLES and median(titles) < _TITLE_WORDS:
        return False
    if len(pairs) > 1:
        # Of the last paper a cut text has a piece: no abstract yet.
        end = blocks.index(pairs[-1][1]) + 1
        if blocks[end:] and len(blocks) <= end + 2 and blocks[end].is_title:
            blocks = blocks[:end]
    long = [block for block in blocks if len(block.text.split()) > 2]
    return bool(pairs) and len(pairs) * 2 >= _SHARE * len(long)


def is_prose(head: str) -> bool:
    """Tell whether a text begins with sentences, though not as a page of papers does."""
    blocks = _blocks(head.split("\n"))
    return any(isinstance(block, _Block) and block.is_long_prose for block in blocks)


def is_of_ids(head: str) -> bool:
    """Tell whether a text begins with ids and addresses of papers, and nothing else."""
    lines = [line.strip() for line in head.split("\n")[:20] if line.strip()]
    return bool(lines) and all(_Block(0, line).is_id for line in lines)


def read_text(lines: Iterable[str | None]) -> Iterator[Record]:
    """Yield title and abstract of each paper of the page.

    Headings, dates, buttons and counts are passed over; a title without an abstract and an
    abstract without a title are reported.
    """
    title: _Block | None = None
    identifier = ""
    for block in _blocks(lines):
        if isinstance(block, int):
            yield block, TOO_LONG
        elif block.is_id:
            identifier = block.text
        elif not block.is_abstract:
            if title:
                yield from _lone_title(title)
                identifier = ""
            title = block
        elif title is None:
            yield block.line, f"abstract without a title: {block.text[:60]!r}"
        else:
            said = (
                title.text[number.end() :] if (number := NUMBER.match(title.text)) else title.text
            )
            yield title.line, {"title": said, "abstract": block.text, "id": identifier}
            title, identifier = None, ""
    if title:
        yield from _lone_title(title)


def _lone_title(block: _Block) -> Iterator[Record]:
    if len(block.text.split()) > 2:
        yield block.line, f"title without an abstract: {block.text[:60]!r}"


def _blocks(lines: Iterable[str | None]) -> Iterator[_Block | int]:
    """Yield runs of lines between blank ones, without furniture; a number for a line too long."""
    run: list[str] = []
    start = 0
    for number, line in enumerate(lines, start=1):
        text = (line or "").strip()
        if len(run) == 1 and (block := _Block(number, text)).is_id:
            # Right below a title, and right above its abstract.
            yield from (_Block(start, _unlabelled(run[0])), block)
            run = []
        elif text and not _FURNITURE.fullmatch(text):
            start = start if run else number
            run.append(text)
        else:
            yield from _parted(run, start)
            run = []
        if line is None:
            yield number
    yield from _parted(run, start)


def _parted(run: list[str], start: int) -> Iterator[_Block]:
    """Part titles from abstracts that follow without a blank line, join wrapped lines."""
    if len(run) > 2 and (pairs := _pairs(run, start)):
        yield from pairs
        return
    if len(run) >= 2 and len(run[0]) < _LONG and len(run[1]) > max(_UNWRAPPED, len(run[0])):
        yield _Block(start, _unlabelled(run[0]))
        run, start = run[1:], start + 1
    if run:
        yield _Block(start, _unlabelled(" ".join(run)))


def _pairs(run: list[str], start: int) -> list[_Block]:
    """Return lines as titles and abstracts in turn; none where they are anything else.

    A short title may be the heading of a part of one text.
    """
    blocks = [_Block(start + at, _unlabelled(text)) for at, text in enumerate(run)]
    pairs = list(zip(blocks[::2], blocks[1::2], strict=False))
    is_told = len(run) % 2 == 0 and all(
        title.is_title
        and len(title.text.split()) >= _TITLE_WORDS
        and len(said.text) > max(_UNWRAPPED, len(title.text))
        and said.is_abstract
        for title, said in pairs
    )
    return blocks if is_told else []


def _unlabelled(text: str) -> str:
    return text[match.end() :] if (match := _LABEL.match(text)) else text
