"""Questions that walk: descent, and the way from one thing to another."""

from __future__ import annotations

from itertools import chain, pairwise

from kg.arguments import as_confidence, brief, check_flag, check_limit, check_whole
from kg.errors import ConfigError
from kg.graph.base import GraphBase, noted, nothing, one_type, said_once, top
from kg.graph.cells import from_row
from kg.graph.facts import LineageRow, PathRow
from kg.graph.names import Found
from kg.graph.rows import Rows
from kg.graph.ways import Ways
from kg.words import counted

MOST_HOPS = 8
DIRECTIONS = ("both", "up", "down")


class LinkQuestions(GraphBase):
    """Questions that walk: descent, and the way from one thing to another."""

    def lineage(  # noqa: PLR0913 - as every question has them
        self,
        name: str,
        *,
        type: str | None = None,
        direction: str = "both",
        depth: int = 3,
        family: bool = False,
        min_confidence: float = 0.0,
        limit: int = 50,
    ) -> Rows[LineageRow]:
        """Return what a thing is based on (`up`) and what is based on it (`down`), step by step.

        Within a step the newest paper comes first, what has no date last.

        Args:
            name: A model's or method's name.
            type: Its type, to tell things of one name apart.
            direction: `up`, `down` or `both`.
            depth: Most steps, up to 8.
            family: Walk along PART_OF too: from a size to its family and back.
            min_confidence: Leaves out less certain relations, 0 to 1.
            limit: Most rows.

        Returns:
            The steps, those up before those down; empty where no paper says any.

        Raises:
            ConfigError: There is no such type, there is no such direction, the depth is out of
                range, the confidence is not from 0 to 1, or the limit is below 1.
            UnknownName: The name is not in the graph.
            AmbiguousName: It means several things.
            QueryError: It ran out of time.
            StoreError: The store failed.
        """
        if not isinstance(direction, str) or direction not in DIRECTIONS:
            raise ConfigError(f"direction {brief(direction)} is none of {', '.join(DIRECTIONS)}")
        _check_hops("depth", depth)
        check_flag("family", family)
        limit = check_limit(limit)
        start = self.find(name, types=one_type(type))
        rows = self._both_ways(start, direction, depth, family, min_confidence)
        what = {
            "up": f"what {start.name} is based on",
            "down": f"what is based on {start.name}",
            "both": f"what {start.name} is based on, or what on it",
        }[direction]
        empty = nothing(f"no paper says {what}", start, min_confidence=min_confidence)
        shown = top(Rows(rows, kind=LineageRow), limit, empty=empty)
        wide = rows if family else self._both_ways(start, direction, depth, True, min_confidence)
        more = counted(len(wide) - len(rows), "more row")
        hint = [f"with family (--family): {more}"] if len(wide) > len(rows) else []
        return noted(shown, start, more=hint)

    def path(
        self, source: str, target: str, *, max_hops: int = 4, min_confidence: float = 0.0
    ) -> Rows[PathRow]:
        """Return a shortest way from one thing to another, with the evidence of each step.

        It runs over papers and over relations between entities, in either direction. Nearly every
        paper shares a metric: the way passes through one only where there is no other, and a note
        says so. Of several shortest ways the one with the smallest ids is returned; two things that
        several papers join have one row for each relation and paper, the step's number tells.

        Args:
            source: A name or id of an entity; or a paper, by its id or address in any spelling or
                words of its title.
            target: Another.
            max_hops: Most steps, up to 8.
            min_confidence: Walks along no less certain relation, 0 to 1.

        Returns:
            The steps in their order; empty where there is no way, or both are one thing.

        Raises:
            ConfigError: `max_hops` is out of range or the confidence is not from 0 to 1.
            UnknownName: A name is not in the graph.
            AmbiguousName: A name means several things.
            QueryError: It ran out of time.
            StoreError: The store failed.
        """
        _check_hops("max_hops", max_hops)
        min_confidence = as_confidence(min_confidence)
        start, end = self.find_any(source), self.find_any(target)
        ways = Ways(self.ask, start.id, end.id, max_hops, min_confidence)
        way, over_metric = ways.shortest()
        if way is None:
            note = f"no way of at most {counted(max_hops, 'step')} from {start.name} to {end.name}"
            return noted(Rows([], [note], kind=PathRow), start, end)
        rows: list[PathRow] = []
        for step, (left, right) in enumerate(pairwise(way), 1):
            links = self.ask("links", left=left, right=right, minConfidence=min_confidence)
            once = said_once(links, "sourceId", "relation", "targetId")
            rows += [from_row(PathRow, link, step=step) for link in once]
        notes = [counted(len(way) - 1, "step")]
        if over_metric:
            notes.append("no way so short but through a metric, which says little of the two")
        return noted(Rows(rows, notes, kind=PathRow), start, end)

    def _both_ways(
        self, start: Found, direction: str, depth: int, family: bool, min_confidence: float
    ) -> list[LineageRow]:
        ways = ("up", "down") if direction == "both" else (direction,)
        walks = (
            self._descent(start, way, depth=depth, family=family, min_confidence=min_confidence)
            for way in ways
        )
        return list(chain.from_iterable(walks))

    def _descent(
        self, start: Found, way: str, *, depth: int, family: bool, min_confidence: float
    ) -> list[LineageRow]:
        relations = ["BASED_ON", "PART_OF"] if family else ["BASED_ON"]
        seen, step, rows = {start.id}, [start.id], []
        for level in range(1, depth + 1):
            if not step:
                break
            links = self.ask(
                "lineage",
                ids=step,
                relations=relations,
                up=way == "up",
                minConfidence=min_confidence,
            )
            once = said_once(links, "sourceId", "relation", "targetId")
            rows += [from_row(LineageRow, one, depth=level, direction=way) for one in once]
            ends = {str(link["targetId" if way == "up" else "sourceId"]) for link in links}
            step = sorted(ends - seen)
            seen |= ends
        return rows


def _check_hops(option: str, value: int) -> None:
    if not 1 <= check_whole(option, value) <= MOST_HOPS:
        raise ConfigError(f"{option} is {value}; give 1 to {MOST_HOPS}")
