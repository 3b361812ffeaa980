"""YAML: lists of records, several documents, and the heads of Markdown pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress

from kg.sources.fields import ABSTRACT_FIELDS, TITLE_FIELDS
from kg.sources.json import Record, unwrapped
from kg.sources.open import TOO_LONG, Lines

# A list, a document, a key with a list or with fields of its own.
_BEGINS = re.compile(
    r"---(?:\s|$)|-[ \t]+[\"']?\w[\w -]*[\"']?:(?:\s|$)"
    r"|[\"']?[\w.:/-]+[\"']?:[ \t]*\n(?:\s*-[ \t]|[ \t]+[\"']?\w[\w -]*[\"']?:(?:\s|$))"
)
_ITEM = re.compile(r"([ \t]*)-(?:[ \t]|\r?\n|$)")
_KEY = re.compile(r"[\"']?[\w.:/-]+[\"']?:\s*$")
_MARK = re.compile(r"(?:---|\.\.\.)(?:\s|$)")
_NO_VALUE = re.compile(r"\s*(?:#.*)?$")
_FIELDS = [
    re.compile(rf"^[ \t-]*[\"']?(?:{'|'.join(names)})[\"']?:\s", re.IGNORECASE | re.MULTILINE)
    for names in (TITLE_FIELDS, ABSTRACT_FIELDS)
]
# A key with a text, as most write them by hand; and what begins anew, be it less deep or not.
_PAIR = re.compile(r"(?P<key>[ \t]*(?:-[ \t]+)*[\"']?[\w./-]+[\"']?:)[ \t]+(?P<said>\S.*)")
_ANEW = re.compile(r"[ \t]*(?:-(?:[ \t]|$)|[\"']?[\w./-]+[\"']?:(?:[ \t]|$))")
_LEAD = re.compile(r"[ \t]*(?:-[ \t]+)*")
# A text in several lines, in quotes, a list, a mapping, or with an anchor: YAML's own ways.
_OWN_WAY = re.compile(r"[|>][\d+-]*\s*(?:#.*)?|\"[^\"]*+\"|'[^']*+'|\[.*\]|\{.*\}|[&!]\S+ .*|\*\w+")
_LONGEST = 4 << 20


def is_yaml(head: str) -> bool:
    """Tell whether a text begins like YAML in which a title and an abstract are named."""
    lines = [line for line in head.split("\n") if not _NO_VALUE.match(line)]
    return _BEGINS.match("\n".join(lines[:2])) is not None and all(
        field.search(head) for field in _FIELDS
    )


def read_yaml(lines: Lines) -> Iterator[Record]:
    """Yield the records, one item of a list at a time; a broken one costs only itself.

    Of what is no item, as the text under the head of a Markdown page, a record has a title or an
    abstract.
    """
    is_page = False
    for start, text in _parts(lines):
        if isinstance(text, bool):
            yield start, f"{TOO_LONG}, or an item of over {_LONGEST:,}"
            continue
        is_item, tells = _ITEM.match(text), any(field.search(text) for field in _FIELDS)
        if not (is_item or tells) or (is_page and not (tells and _ANEW.match(text))):
            continue
        # Behind a record without a list stands the text of a page, which may have lists, too.
        is_page = is_page or not is_item
        value = _value(text, start)
        if isinstance(value, str):
            yield start, value
        else:
            yield from unwrapped(value, start)


def _parts(lines: Lines) -> Iterator[tuple[int, str | bool]]:
    """Yield each item of an outermost list, and each document without one; False if too long."""
    part: list[str] = []
    start = size = 0
    indent: str | None = None
    is_bare = True
    for line in lines:
        if line is None or size > _LONGEST:
            yield lines.number, False
            part, size = [], 0
            continue
        item = _ITEM.match(line)
        if _MARK.match(line) or (indent is not None and _ends_list(line, indent)):
            ends, indent = True, None
        elif item and indent is None and (is_bare or not part):
            ends, indent, part = True, item[1], []
        else:
            ends = item is not None and item[1] == indent
        if ends:
            yield from [(start, "".join(part))] if part else []
            part, size = [], 0
        if not _MARK.match(line) and (part or not _NO_VALUE.match(line)):
            start, is_bare = (start, is_bare) if part else (lines.number, True)
            is_bare = is_bare and _is_wrapper(line)
            part.append(line)
            size += len(line)
    if part:
        yield start, "".join(part)


def _ends_list(line: str, indent: str) -> bool:
    """Whether a line is of what stands round a list, whose items may stand under its key."""
    begins = line[:1]
    return bool(begins.strip()) and begins != "#" and (bool(indent) or begins != "-")


def _is_wrapper(line: str) -> bool:
    return _KEY.match(line) is not None or _NO_VALUE.match(line) is not None


def _value(text: str, start: int) -> object:
    """Return what a part says, every number and date as it is written; a string says why not."""
    import yaml

    try:
        try:
            value = _loaded(text)
        except yaml.YAMLError as error:
            with suppress(yaml.YAMLError):
                return _loaded(_in_quotes(text))
            mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
            place = f" in line {start + mark.line}" if mark else ""
            told = f"{problem or 'characters that are not allowed'}{place}"
            return (
                f"no YAML: {told}; put a text with a colon, a quote or a bracket in double quotes"
            )
    except (RecursionError, ValueError):
        return "no YAML: nested too deep"
    return value


def _loaded(text: str) -> object:
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    if "*" in text and any(
        isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=loader)
    ):
        return "an alias of YAML; write out what it stands for"
    value = yaml.load(text, Loader=loader)
    return value if isinstance(value, dict | list) else "no YAML with fields"


def _in_quotes(text: str) -> str:
    """Put each text behind a key in quotes, with the lines that go on from it.

    So `abstract: We see one thing: owls` is read, which is no YAML.
    """
    lines = text.split("\n")
    done: list[str] = []
    at = 0
    while at < len(lines):
        pair, end = _PAIR.fullmatch(lines[at].rstrip()), at + 1
        if pair is not None:
            depth = _depth(lines[at])
            while end < len(lines) and _goes_on(lines[end], depth):
                end += 1
            said = " ".join([pair["said"], *map(str.strip, lines[at + 1 : end])]).strip()
            is_own = _OWN_WAY.fullmatch(said) or _OWN_WAY.fullmatch(pair["said"])
            done += (
                lines[at:end]
                if is_own
                else [f"{pair['key']} {json.dumps(said, ensure_ascii=False)}"]
            )
        else:
            done.append(lines[at])
        at = end
    return "\n".join(done)


def _goes_on(line: str, depth: int) -> bool:
    return not line.strip() or _depth(line) > depth or not _ANEW.match(line)


def _depth(line: str) -> int:
    lead = _LEAD.match(line)
    return lead.end() if lead else 0
