"""In how many texts a name stands: far more than the papers that are read to name the thing."""

from __future__ import annotations

import re
from collections.abc import Collection

from kg.errors import QueryError
from kg.graph.cells import Ask
from kg.records import EntityType
from kg.text import is_acronym
from kg.words import command, counted, quoted

# Classes of systems (LLM, VLM, "vision-language-action") are no names to the reader, and of a task
# that is everywhere (scene understanding) it reads what a paper is about. Of the 762 tasks, methods
# and models that 3 papers or more of 4,125 name, 34 stand in twice as many further texts.
_KINDS = (EntityType.TASK, EntityType.METHOD, EntityType.MODEL)
_TIMES, _FEWEST = 2, 5
# HD and FM are short for anything.
_SHORTEST = 3
_LONGEST = 100
# Words with one gap each between them. Of signs that carry meaning (Grad-CAM++ is no Grad-CAM) no
# text is counted, nor of a sentence: an engine refuses a pattern of so many pieces.
_GAP = r"[ \u2010-\u2013-]"
_PLAIN = re.compile(rf"[^\W_]+(?:(?:{_GAP}|(?<=\d)[.](?=\d))[^\W_]+){{0,7}}")


def papers_with(ask: Ask, name: str) -> frozenset[str]:
    """Return the papers that have a name, or its plural, as whole words in title or abstract.

    Of a short form and of one word with a capital the case counts: Bridge is no bridge. Between
    words stands a blank or a hyphen: self-supervised is self supervised. Of a name with other signs
    and of one of more than eight words none is looked for.

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        name: As a person types it.
    """
    if len(name) > _LONGEST or not _PLAIN.fullmatch(name):
        return frozenset()
    pieces = re.split(_GAP, name)
    if sum(map(len, pieces)) < _SHORTEST:
        return frozenset()
    is_exact = is_acronym(name) or (" " not in name and name != name.lower())
    # What both stores read alike: no look-around, no word boundary, no escapes.
    words = "[ \n\u2010-\u2013-]".join(pieces).replace(".", "[.]")
    behind = r"($|[^\p{L}\p{N}.]|[.]($|[^\p{N}]))"
    pattern = rf"(?{'s' if is_exact else 'isu'})(.*[^\p{{L}}\p{{N}}])?{words}s?{behind}.*"
    by_length = sorted(pieces, key=len)
    rows = ask(
        "papers_with",
        longest=by_length[-1].lower(),
        shortest=by_length[0].lower(),
        exact=by_length[-1] if is_exact else "",
        pattern=pattern,
    )
    return frozenset(str(row["paper"]) for row in rows)


def in_more_texts(
    ask: Ask, name: str, kind: str, *, known: Collection[str], naming: int
) -> list[str]:
    """Return a note where a name stands in far more texts than papers are read to name the thing.

    Of a benchmark, a data set or a metric only a short form tells it: "quality" stands everywhere.

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        name: As asked for.
        kind: The type of the thing.
        known: Papers that name the thing, or something narrower.
        naming: How many papers name the thing.
    """
    if kind not in _KINDS and not is_acronym(name):
        return []
    try:
        texts = papers_with(ask, name)
    except QueryError:
        # In a graph so large that it takes too long: the answer counts for more than the note.
        return []
    among = max(naming, len(known))
    more = min(len(texts - {*known}), len(texts) - naming)
    if more < max(_FEWEST, _TIMES * among):
        return []
    return [said(texts, name)]


def said(texts: Collection[str], name: str) -> str:
    """Return how many papers have a name in their texts, and which command lists them.

    With hyphens between its words a search puts first what has them together: of 572 papers that
    have the words of "vision language models" 275 have the name, and stand in the first 277.
    """
    have = counted(len(texts), "paper has", "papers have")
    several = len(re.split(_GAP, name)) > 1
    where = "listed among the first by" if several else "look for it with"
    search = command("kg", "search", re.sub(_GAP, "-", name), "--type", "Paper")
    return f"{have} {quoted(name)} in title or abstract; {where}: {search}"
