"""Annotated papers as examples."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from kg.evaluate import Annotated, read_annotated
from kg.extract.decode import KINDS
from kg.extract.encode import Floats, Pieces, Tokenizer
from kg.extract.group import Span, lowered, surfaces
from kg.extract.numbers import Number
from kg.records import ENTITY_RELATIONS, PAPER_RELATIONS, EntityType
from kg.roles import ROLES
from kg.text.links import find_repos
from kg.train.data import (
    Example,
    Thing,
    lay_out,
    placed_things,
    prepare,
    span_goals,
    tag_goals,
)

# Careful annotators, readers of names only, fast readers: each has habits of its own.
STYLES = {"train": 0, "dev": 0, "seed": 0, "entities": 1, "more": 2}


def text_of(paper: Annotated) -> str:
    """Return the text that offsets refer to."""
    return f"{paper['title']}\n{paper['abstract']}"


def gold_things(paper: Annotated) -> list[Thing]:
    """Place the annotated entities in the text: longest names first, without overlaps.

    An entity that stands only inside longer names keeps those places; one that stands nowhere, or
    only in addresses, is left out. As in reading, nothing but a link has its place in an address.
    """
    text = text_of(paper)
    masked = {at for link in find_repos(text) for at in range(link.start, link.end)}
    places = set()
    for k, entity in enumerate(paper["entities"]):
        free = entity["type"] == EntityType.REPO.value
        for form in filter(None, set(entity["mentions"])):
            whole = rf"(?<![A-Za-z0-9]){re.escape(form)}(?![A-Za-z0-9])"
            for match in re.finditer(whole, text):
                if free or masked.isdisjoint(range(*match.span())):
                    places.add((*match.span(), k))
    taken = bytearray(len(text) + 1)
    kept: dict[int, list[tuple[int, int]]] = {}
    for start, end, k in sorted(places, key=lambda p: (p[0] - p[1], p)):
        # Several entities may share one string ("Llama-2/3").
        whole_same = kept.get(k) is None and (start, end) in {p for ps in kept.values() for p in ps}
        if whole_same or not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            kept.setdefault(k, []).append((start, end))
    things = []
    for k, entity in enumerate(paper["entities"]):
        own = kept.get(k) or sorted((s, e) for s, e, owner in places if owner == k)
        kind = EntityType(entity["type"])
        if own:
            spans = tuple(Span(s, e, kind, 1.0) for s, e in sorted(own))
            things.append(Thing(entity["name"], kind, spans))
    return things


def gold_example(paper: Annotated, tokenizer: Tokenizer, *, style: int) -> Example:
    """Return an annotated paper as an example; without relations, only its names are goals."""
    text = prepare((str(paper["id"]), text_of(paper)), tokenizer)
    pieces = text.pieces
    things = placed_things(pieces, gold_things(paper))
    example = lay_out(text, things, style=style)
    goals = {
        "tags": tag_goals(pieces, things),
        "same": _same_goals(pieces, things, example),
        "span": span_goals(pieces, example.candidates, things),
    }
    if paper.get("relations"):
        names = {thing.name: k for k, thing in enumerate(things)}
        goals |= _relation_goals(paper, names, example)
        goals |= _result_goals(paper, names, text.numbers, example)
    return replace(example, goals=goals)


def _same_goals(pieces: Pieces, things: Sequence[Thing], example: Example) -> Floats:
    homes: list[set[int]] = []
    for surface in surfaces(pieces.text, [s for thing in things for s in thing.spans]):
        homes.append(
            {
                k
                for k, thing in enumerate(things)
                if any(lowered(pieces.text[s.start : s.end]) == surface.folded for s in thing.spans)
            }
        )
    return np.array([bool(homes[i] & homes[j]) for i, j in example.same_pairs], np.float32)


def _relation_goals(
    paper: Annotated, names: Mapping[str, int], example: Example
) -> dict[str, Floats]:
    to_paper = {relation.value: r for r, relation in enumerate(PAPER_RELATIONS)}
    to_thing = {relation.value: r for r, relation in enumerate(ENTITY_RELATIONS)}
    whole = np.zeros((len(names), len(to_paper)), np.float32)
    table = np.zeros((len(names), len(names), len(to_thing)), np.float32)
    for relation in paper["relations"]:
        target, source = names.get(relation["target"]), names.get(relation.get("source") or "")
        if target is None:
            continue
        if relation["type"] in to_paper:
            whole[target, to_paper[relation["type"]]] = 1
        elif source is not None:
            table[source, target, to_thing[relation["type"]]] = 1
    arcs = example.arcs
    return {"paper": whole, "arc": table[arcs[:, 0], arcs[:, 1]]}


def _result_goals(
    paper: Annotated, names: Mapping[str, int], numbers: Sequence[Number], example: Example
) -> dict[str, Floats]:
    text = text_of(paper)
    reached = {(n, thing) for n, thing, *_ in example.roles.tolist()}
    kinds = np.zeros((len(numbers), len(KINDS)), np.float32)
    roles = np.zeros((len(numbers), 1 + len(names), len(ROLES)), np.float32)
    for row in paper.get("results", []):
        n = _number_of(row, text, numbers, kinds)
        if n is None:
            continue
        kinds[n, 1 + [k.value for k in KINDS[1:] if k].index(row["kind"])] += 1
        for r, role in enumerate(ROLES):
            thing = names.get(row.get(role) or "", -1)
            # A name that stands nowhere in the text, or out of reach, counts as none.
            roles[n, 1 + thing if (n, thing) in reached else 0, r] += 1
    kinds[:, 0] = kinds.sum(axis=1) == 0
    kinds /= kinds.sum(axis=1, keepdims=True)
    # Several rows of one number share its pointers.
    roles /= np.maximum(roles.sum(axis=1, keepdims=True), 1)
    return {"kind": kinds, "role": roles}


def _number_of(row: Annotated, text: str, numbers: Sequence[Number], kinds: Floats) -> int | None:
    """The number of a row: in its evidence, of its value; one not yet taken comes first."""
    evidence = row.get("evidence") or ""
    at = text.find(evidence) if evidence else -1
    fits = [
        n
        for n, number in enumerate(numbers)
        if abs(abs(number.value) - abs(row["value"])) < 1e-4
        and (at < 0 or at <= number.start < at + len(evidence))
    ]
    if not fits:
        return None
    free = [n for n in fits if not kinds[n].any()]
    return free[0] if free else fits[0]


def load_gold(
    folder: Path, names: Sequence[str], tokenizer: Tokenizer, *, number: int | None = None
) -> list[Example]:
    """Return the annotated papers of some files as examples.

    Args:
        folder: Holds `NAME.jsonl`.
        names: Files without their ending.
        tokenizer: Cuts texts into pieces.
        number: Only the first so many of each file, for trials.

    Raises:
        InputError: A file is missing, or none of annotated papers.
    """
    return [
        gold_example(paper, tokenizer, style=STYLES[name])
        for name in names
        for paper in read_annotated(folder / f"{name}.jsonl")[:number]
    ]
