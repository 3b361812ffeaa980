"""Names written as a series: "Llama-2/3", "Foo-7B and 13B", "AIME 2024/2025" are several things."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.extract.decode import ACTORS, DATA
from kg.extract.group import Group, Span, canonical_name, lowered, lowered_forms

_TYPES = (*ACTORS, *DATA)
_SUFFIX = r"(?:[- ](?:Instruct|Chat|Base|Thinking|Preview|it))?"
_SIZE = rf"\d+(?:\.\d+)?[BM](?![A-Za-z0-9]){_SUFFIX}"
_YEAR = r"(?:19|20)\d\d"
_VERSION = r"[vV]\d+(?:\.\d+)?"
_NUMBER = r"\d+(?:\.\d+)?"
_AND = r"(?:\s?/\s?|,\s(?:and\s|or\s|&\s)?|\s(?:and|or|&)\s)"
# A plain number goes on over a slash alone: "GPT-4 and 3 others".
_KINDS = (
    (_SIZE, _AND),
    (_YEAR, _AND),
    (_VERSION, _AND),
    (_NUMBER, r"/"),
)
_STEM = r"(?:.*[A-Za-z+)][^A-Za-z\d/,]{0,2}|.*[A-Za-z].*\d[ -])"
_END = r"(?![\w%]|[./-]\w|\s?(?:tokens?|samples|param|FLOPs|GPUs?|hours|\\?%))"
# Each element is a thing of its own: of a table of a thousand sizes all pairs would be weighed.
_MORE = "{1,19}"
_SERIES = tuple(
    re.compile(rf"(?P<stem>{_STEM})(?P<all>{part}(?:{joint}-?{part}){_MORE})")
    for part, joint in _KINDS
)
# What every series has: a digit, a joint, a digit.
_LISTED = re.compile(r"\d[^/,&]{0,12}?(?:[/,&]|\s(?:and|or)\s).*\d")
_GOES_ON = re.compile(r"\s?[/,&]\s?|\s(?:and|or)\s")
_PARTS = tuple(re.compile(part) for part, _ in _KINDS)
_ON = tuple(
    (re.compile(rf"{_STEM}{part}"), re.compile(rf"(?:{joint}-?{part}){_MORE}{_END}"))
    for part, joint in _KINDS
)


def series_names(form: str) -> list[str]:
    """Return the full names that a series stands for, in order; none where it is no series.

    Args:
        form: A name as it is written.
    """
    if not _LISTED.search(form):
        return []
    for pattern, part in zip(_SERIES, _PARTS, strict=True):
        match = pattern.fullmatch(form)
        if match:
            items = [item[0] for item in part.finditer(match["all"])]
            # Of "Foo 7B and 13B Chat" both are.
            last = re.search(r"[- ][A-Za-z]+$", items[-1])
            tail = (
                last[0] if last and not any(item.endswith(last[0]) for item in items[:-1]) else ""
            )
            return [match["stem"] + item + tail for item in items[:-1]] + [
                match["stem"] + items[-1]
            ]
    return []


def with_series(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the names, each reaching over the sizes and versions that are listed behind it.

    Args:
        text: The text.
        spans: Names in order, without overlaps.
    """
    out: list[Span] = []
    for span in spans:
        if out and span.start < out[-1].end:
            continue  # the "13B" of "Foo-7B and 13B"
        # Most names end without a list: nothing else is looked at.
        goes_on = span.type in _TYPES and _GOES_ON.match(text, span.end)
        end = _series_end(text, span) if goes_on else span.end
        out.append(replace(span, end=end) if end > span.end else span)
    return out


def _series_end(text: str, span: Span) -> int:
    for whole, further in _ON:
        if whole.fullmatch(text, span.start, span.end):
            match = further.match(text, span.end)
            return match.end() if match else span.end
    return span.end


def split_series(text: str, groups: Sequence[Group]) -> list[Group]:
    """Return the things with each series dealt out: every element is a thing with its own name.

    An element's mention is the whole series, as it stands in the text.

    Args:
        text: The text.
        groups: The things.
    """
    kept: list[Group] = []
    dealt: dict[str, list[tuple[str, Span, Group]]] = {}
    for group in groups:
        plain = []
        for span in group.spans:
            form = " ".join(text[span.start : span.end].split())
            names = series_names(form) if group.type in _TYPES else []
            for name in names:
                dealt.setdefault(lowered(name), []).append((name, span, group))
            if not names:
                plain.append(span)
        if plain:
            name = group.name
            if len(plain) < len(group.spans):
                name = canonical_name([" ".join(text[s.start : s.end].split()) for s in plain])
            kept.append(replace(group, name=name, spans=tuple(plain)))
    return _with_elements(text, kept, dealt)


def _with_elements(
    text: str, things: Sequence[Group], dealt: Mapping[str, Sequence[tuple[str, Span, Group]]]
) -> list[Group]:
    """Return the things with the elements of series joined to those of the same name, or added."""
    kept = list(things)
    places: dict[str, int] = {}
    for at, group in enumerate(kept):
        for form in lowered_forms(text, group):
            places.setdefault(form, at)
    for key, found in dealt.items():
        spans = tuple(span for _, span, _ in found)
        place = places.get(key)
        if place is None:
            name, _, group = found[0]
            kept.append(replace(group, name=name, spans=tuple(sorted(spans))))
        else:
            kept[place] = replace(kept[place], spans=tuple(sorted((*kept[place].spans, *spans))))
    return kept
