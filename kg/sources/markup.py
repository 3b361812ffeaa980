"""Titles and abstracts that carry the markup of a page: JATS, HTML, MathML, entities."""

from __future__ import annotations

import html
import re

from kg.sources.fields import one_line

_JATS_INLINE = re.compile(r"</?jats:(?:italic|bold|su[bp]|sc|monospace)>")
_JATS = re.compile(r"<jats:title>[^<]*</jats:title>|</?(?:jats|mml):[^<>]*>")
# Of Europe PMC.
_HEADING = re.compile(r"<(h[1-6])>[^<]{0,60}</\1>", re.IGNORECASE)
_NAMED_TAGS = ("<jats:", "</jats:", "<mml:", "</mml:")
# A tag counts with its end alone: `if x<b and c>d` holds none.
_INLINE = re.compile(
    r"<(b|em|i|italic|bold|sc|scp|span|strong|su[bp]|tt|u)(?:\s[^<>]*)?>((?:(?!<\1[\s>]).)*?)</\1>",
    re.IGNORECASE | re.DOTALL,
)
_BLOCK = re.compile(
    r"<(p|div|sec)(?:\s[^<>]*)?>((?:(?!<\1[\s>]).)*?)</\1>", re.IGNORECASE | re.DOTALL
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
# Crossref has `&amp;lt;`, too; and a tag in a tag.
_DEPTH = 3


def plain(text: str) -> str:
    """Return a text on one line without markup: tags go, entities become what they mean.

    A heading (*Abstract*) goes with its tags. `a < b`, `R&D` and a tag without its end
    stay. Of 40,000 abstracts of arXiv one changes, `&#177;` in it.
    """
    if any(tag in text for tag in _NAMED_TAGS):
        text = _JATS.sub(" ", _JATS_INLINE.sub("", text))
    for _ in range(_DEPTH):
        before = text
        if "&" in text:
            text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
        if "</" in text:
            text = _HEADING.sub(" ", text)
            text = _BLOCK.sub(r" \2 ", _INLINE.sub(r"\2", text))
        if text == before:
            break
    return one_line(text)
