"""Papers with what is read in them: what tests of names resolve."""

from __future__ import annotations

from collections.abc import Iterable

from kg.records import (
    Entity,
    EntityType,
    Extraction,
    Mention,
    Paper,
    Relation,
    RelationType,
)

Read = tuple[Paper, Extraction]


def read_of(
    paper: Paper,
    *names: tuple[str, ...],
    introduces: Iterable[str] = (),
    evaluates: Iterable[str] = (),
) -> Read:
    """An extraction that finds the (type, name, further surfaces…) in a paper, once each.

    Raises:
        ValueError: A surface is not in the paper.
    """
    entities = []
    for kind, *surfaces in names:
        starts = [(paper.text.index(surface), surface) for surface in surfaces]
        mentions = sorted(Mention(start, start + len(text), text) for start, text in starts)
        entities.append(Entity(surfaces[0], EntityType(kind), tuple(mentions)))
    relations = [Relation(RelationType.INTRODUCES, None, name, 0, 1) for name in introduces]
    relations += [Relation(RelationType.EVALUATES_ON, None, name, 0, 1) for name in evaluates]
    return paper, Extraction("1", tuple(entities), tuple(relations))


def make_read(
    number: int,
    abstract: str,
    *names: tuple[str, ...],
    introduces: Iterable[str] = (),
    published: str = "2025-12-01",
    title: str = "A study",
    authors: tuple[str, ...] = (),
) -> Read:
    """A paper of December 2025 with that number, and what is found in it."""
    paper = Paper(
        id=f"arxiv:2512.{number:05}",
        title=title,
        abstract=abstract,
        published=published,
        authors=authors,
    )
    return read_of(paper, *names, introduces=introduces)
