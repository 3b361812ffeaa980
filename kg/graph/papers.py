"""Questions about papers, repositories and time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches

from kg.arguments import MOST, as_text, check_flag, check_limit, check_text
from kg.catalogue import load_catalogue
from kg.errors import ConfigError
from kg.graph.answers import PaperAnswer, RelationRow
from kg.graph.authors import find_author
from kg.graph.base import GraphBase, noted, nothing, one_type, top
from kg.graph.cells import from_row, whole
from kg.graph.dates import as_year, every_month, first_day, maybe_older, spans
from kg.graph.facts import PaperRow, RepoRow, SearchRow, TrendRow
from kg.graph.kin import hinted, kins_of, with_parts
from kg.graph.names import Found, all_names, find_paper
from kg.graph.nearby import further_papers, undated_papers
from kg.graph.onward import lacking, search_on
from kg.graph.remarks import number_notes
from kg.graph.rows import Rows
from kg.graph.search import search
from kg.graph.usual import result_rows
from kg.records import EntityType
from kg.store import Row
from kg.text.repos import ALIASES as HOST_ALIASES
from kg.words import counted, quoted

_NO_LETTER = re.compile(r"[\W_]")
# Filters of `papers`, by the parameter of the query, as people name them.
_FILTERS = {
    "tasks": "task",
    "methods": "method",
    "benchmarks": "benchmark",
    "author": "author",
    "year": "year",
    "since": "since",
    "codeHosts": "code",
}


class PaperQuestions(GraphBase):
    """Questions about papers, repositories and time."""

    def paper(self, paper: str, *, min_confidence: float = 0.0) -> PaperAnswer:
        """Return a paper with all that it says.

        Args:
            paper: Its arXiv id, DOI or address in any spelling, its id, or words of its title.
            min_confidence: Leaves out less certain relations and results, 0 to 1.

        Returns:
            Its fields, with rows of what it says and of the numbers that it reports.

        Raises:
            ConfigError: The confidence is not from 0 to 1.
            UnknownName: There is no such paper; the nearest titles are candidates.
            AmbiguousName: Several fit.
            QueryError: It ran out of time.
            StoreError: The store failed.
        """
        found = find_paper(self.ask, paper).id
        row = self.ask("paper", paper=found)[0]
        relations = self.ask("paper_relations", paper=found, minConfidence=min_confidence)
        numbers = self.ask("paper_results", paper=found, minConfidence=min_confidence)
        results = result_rows(self.ask, numbers)
        return from_row(
            PaperAnswer,
            row,
            relations=Rows((from_row(RelationRow, one) for one in relations), kind=RelationRow),
            results=Rows(results, number_notes(results)),
        )

    def search(
        self,
        text: str,
        *,
        type: str | None = None,
        min_confidence: float = 0.0,
        limit: int = 20,
    ) -> Rows[SearchRow]:
        """Return entities and papers that fit the words; all words have to fit.

        The id of a paper finds it. Exact names come first, then starts of names, words of names
        and aliases, titles and abstracts; within these what more papers name. Of words that a
        hyphen joins ("co-training"), what has them joined comes before what has them apart.

        Args:
            text: Words, in any case, or a paper's id in any spelling.
            type: Only this type: `Paper`, `Model`, `Method`, …
            min_confidence: Leaves out entities that every paper names less certainly, and counts
                the papers that name them at least so; 0 to 1. Words of papers are certain.
            limit: Most rows.

        Returns:
            What fits, best first; empty where nothing does.

        Raises:
            ConfigError: There are no words, there is no such type, the confidence is not from 0
                to 1, or the limit is below 1.
            QueryError: It ran out of time.
            StoreError: The store failed.
        """
        limit = check_limit(limit)
        kinds = one_type(type, types=("Paper", *EntityType))
        if not as_text("text", text).strip():
            raise ConfigError("the words to look for are empty; give one")
        if not re.search(r"\w", text):
            return Rows([], ["no letter and no digit to look for"], kind=SearchRow)
        found = search(self.ask, text, types=kinds, min_confidence=min_confidence, quoted=limit)
        rows = Rows(found, kind=SearchRow)
        if found:
            return top(rows, limit)
        kind = next(iter(kinds), None)
        what = lacking(self.ask, text, type=kind, min_confidence=min_confidence)
        empty = nothing(what, min_confidence=min_confidence)
        return Rows(rows, [empty + search_on(self.ask, text, all_names(self.ask), type=kind)])

    def papers(  # noqa: PLR0913 - one filter each, and a value object would hide them
        self,
        *,
        task: str | None = None,
        method: str | None = None,
        benchmark: str | None = None,
        author: str | None = None,
        year: int | None = None,
        since: str | date | None = None,
        with_code: bool = False,
        family: bool = False,
        min_confidence: float = 0.0,
        limit: int = 50,
    ) -> Rows[PaperRow]:
        """Return papers that fit all that is given, newest first, undated last.

        A note hints at narrower tasks or methods, or versions of a model, that have many more
        papers where only one is asked for and no author, date or repository, and with family says
        which are taken in; another names parts and longer names of the benchmark that fit further.

        Args:
            task: Papers that name this task.
            method: This method or model.
            benchmark: This benchmark or data set.
            author: Written by this name; a whole word of a name wins over a part of one.
            year: Published in this year.
            since: Published on this day or later: `2025`, `2025-10` or `2025-10-27`. A paper of
                which no more than the month or the year is known is left out only where all of that
                lies before; notes tell of those that may be older and of those without a date.
            with_code: Only with code or weights of their own, on a host of these such as GitHub or
                Hugging Face; a project page, a data set or a list of papers (`awesome-…`) is none.
            family: Papers that name a part of what is asked for count, too, and those that name
                what is narrower: "6D pose estimation" of "pose estimation".
            min_confidence: Leaves out what names the thing less certainly, 0 to 1.
            limit: Most rows.

        Returns:
            The papers; empty where none fits, and then the notes say what fits by itself.

        Raises:
            ConfigError: The year is no whole number, since is no date, the confidence is not from 0
                to 1, or the limit is below 1.
            UnknownName: A name is not in the graph.
            AmbiguousName: A name means several things.
            QueryError: It ran out of time.
            StoreError: The store failed.
        """
        limit = check_limit(limit)
        check_flag("with_code", with_code)
        check_flag("family", family)
        wanted = {
            "tasks": (task, ("Task",)),
            "methods": (method, ("Method", "Model")),
            "benchmarks": (benchmark, ("Benchmark", "Dataset")),
        }
        found = {
            key: self.find(name, types=types)
            for key, (name, types) in wanted.items()
            if name is not None
        }
        if family and not found:
            raise ConfigError("family is of a task, a method or a benchmark; give one of these")
        narrowed = (author, year, since, with_code or None)
        alone = len(found) == 1 and all(other is None for other in narrowed)
        wide = family or not alone
        kins = kins_of(
            self.ask, *found.values(), family=wide and bool(found), min_confidence=min_confidence
        )
        ids = {key: kin.ids(family=family) for key, kin in zip(found, kins, strict=True)}
        writer = None if author is None else find_author(self.ask, author)
        day = None if since is None else first_day(since)
        filters = {
            **{key: ids.get(key, []) for key in wanted},
            "author": writer and writer.id,
            "year": None if year is None else as_year(year),
            "since": day,
            "undated": False,
            "codeHosts": load_catalogue().hosts_of("code", "weights") if with_code else [],
            "minConfidence": min_confidence,
        }
        rows = self.ask("papers", **filters, limit=limit)
        undated = undated_papers(self.ask, filters)
        notes = [
            *(f"{len(rows):,} of {counted(whole(row['every']), 'paper')}" for row in rows[:1]),
            *maybe_older(rows, day),
            *undated,
        ]
        if not rows:
            notes = [nothing("no paper fits all of it", min_confidence=min_confidence)]
            notes += self._months_there([*found.values()]) if year is not None or day else []
            notes += undated + self._fit_each(filters)
        if board := found.get("benchmarks"):
            parts = with_parts(self.ask, board, family=True, min_confidence=min_confidence)
            notes += further_papers(self.ask, board, parts, filters | {"limit": MOST})
        papers = Rows((from_row(PaperRow, row) for row in rows), notes, kind=PaperRow)
        shown = noted(papers, *found.values(), writer)
        if not (family or alone):
            every = {key: kin.ids(family=True) for key, kin in zip(found, kins, strict=True)}
            return noted(shown, more=self._with_family(every, filters, rows))
        return hinted(self.ask, shown, kins, family=family, is_all=alone)

    def _with_family(
        self,
        wide: Mapping[str, Sequence[str]],
        filters: Mapping[str, object],
        rows: Sequence[Row],
    ) -> list[str]:
        """Return a note where half as many papers more fit all filters by narrower names.

        Args:
            wide: Ids of what was asked for and of its family, by the parameter of the query.
            filters: Parameters of the query.
            rows: Its answer.
        """
        if all(len(ids) == 1 for ids in wide.values()):
            return []
        own, every = (
            whole(answer[0]["every"]) if answer else 0
            for answer in (rows, self.ask("papers", **{**filters, **wide}, limit=1))
        )
        if every == own or 2 * (every - own) < own:
            return []
        return [f"with family (--family): {counted(every, 'paper')}"]

    def _fit_each(self, filters: Mapping[str, object]) -> list[str]:
        """Return a note of how many papers fit each of several filters by itself.

        Args:
            filters: Parameters of the query; what is empty or None is no filter.
        """
        given = [key for key in _FILTERS if filters[key] not in (None, [])]
        if len(given) < 2:
            return []
        none: dict[str, object] = {
            key: [] if isinstance(filters[key], list) else None for key in _FILTERS
        }
        counts = []
        for key in given:
            alone = {**filters, **none, key: filters[key]}
            rows = self.ask("papers", **alone, limit=1)
            counts.append(f"{_FILTERS[key]} {whole(rows[0]['every']) if rows else 0:,}")
        return [f"papers that fit each by itself: {', '.join(counts)}"]

    def _months_there(self, found: Sequence[Found]) -> list[str]:
        """Return a note of the months of which there are papers, of one thing where one is meant.

        Args:
            found: What was asked for.
        """
        thing = found[0] if len({*found}) == 1 else None
        rows = self.ask("trends", entities=[thing.id] if thing else [], minConfidence=0.0)
        months = spans(str(row["month"]) for row in rows if row["month"] and whole(row["papers"]))
        who = f"those that name {thing.name}" if thing else "those in the graph"
        others = sum(whole(row["papers"]) for row in rows if row["month"] is None)
        more = f"; of {others:,} more no month is known" if others else ""
        said = f"{who} are of {', '.join(months)}{more}"
        return [said if months else f"none of {who} has a date with a month"]

    def trends(
        self,
        name: str | None = None,
        *,
        type: str | None = None,
        family: bool = False,
        min_confidence: float = 0.0,
    ) -> Rows[TrendRow]:
        """Return papers per month, oldest first; papers without a month are left out and noted.

        Every month from the first to the last has a row. A share is in % of the month's papers. A
        note hints at narrower tasks or methods that have many more papers.

        Args:
            name: Count papers that name this thing; None counts all.
            type: Type of the thing, to tell things of one name apart; without a name it says
                nothing and is refused.
            family: Count papers that name a part of it or what is narrower, too; refused without
                a name.
            min_confidence: Counts no paper that names the thing less certainly, 0 to 1.

        Returns:
            A row for each month; empty where no paper has one.

        Raises:
            ConfigError: There is no such type, or a type or family without a name, or the
                confidence is not from 0 to 1.
            UnknownName: The name is not in the graph.
            AmbiguousName: It means several things.
            QueryError: It ran out of time.
            StoreError: The store failed.
        """
        kinds = one_type(type)
        if name is None and kinds:
            raise ConfigError(f"type {type!r} tells things of one name apart; give a name, too")
        found = None if name is None else self.find(name, types=kinds)
        kins = kins_of(self.ask, found, family=family, min_confidence=min_confidence)
        ids = [one for kin in kins for one in kin.ids(family=family)]
        rows = self.ask("trends", entities=ids, minConfidence=min_confidence)
        named = {row["month"]: (whole(row["papers"]), whole(row["total"])) for row in rows}
        left_out, _ = named.pop(None, (0, 0))
        counts = {str(month): both for month, both in named.items()}
        months = (
            TrendRow(month, papers, total, round(100 * papers / total, 1) if total else 0.0)
            for month in every_month(counts)
            for papers, total in [counts.get(month, (0, 0))]
        )
        notes = [] if counts else ["no paper has a date with a month"]
        if counts and left_out:
            of = f" with {found.name}" if found else ""
            notes = [f"left out, as no month is known: {counted(left_out, 'paper')}{of}"]
        return hinted(
            self.ask, noted(Rows(months, notes, kind=TrendRow), found), kins, family=family
        )

    def repos(
        self,
        name: str | None = None,
        *,
        host: str | None = None,
        min_confidence: float = 0.0,
        limit: int = 50,
    ) -> Rows[RepoRow]:
        """Return repositories with the papers that release them, newest first.

        Args:
            name: Only of papers that name this thing.
            host: Only on this host, e.g. `github.com` or `github`, or on that of an address.
            min_confidence: Leaves out less certain ones, 0 to 1.
            limit: Most rows.

        Returns:
            A row for each repository and paper; empty where there are none.

        Raises:
            ConfigError: The confidence is not from 0 to 1 or the limit is below 1.
            UnknownName: The name is not in the graph.
            AmbiguousName: It means several things.
            QueryError: It ran out of time.
            StoreError: The store failed.
        """
        check_text("host", host)
        found = None if name is None else self.find(name)
        where = None if host is None else self._host_there(host)
        rows = self.ask(
            "repos", entity=found.id if found else None, host=where, minConfidence=min_confidence
        )
        what = "no repository" if host is None else f"no repository on {quoted(str(where))}"
        if where and not rows:
            near = get_close_matches(where, self._hosts(), n=1, cutoff=0.85)
            what += f" (nearest: {quoted(near[0])})" if near and near != [where] else ""
        if found:
            what += f" of a paper that names {found.name}"
        empty = nothing(what, found, min_confidence=min_confidence)
        shown = top(
            Rows((from_row(RepoRow, row) for row in rows), kind=RepoRow), limit, empty=empty
        )
        is_other = host and where and where not in host.lower()
        taken = [f"{quoted(str(host))} is taken for {where}"] if is_other else []
        return noted(shown, found, more=taken)

    def _hosts(self) -> list[str]:
        rows = self.ask("repos", entity=None, host=None, minConfidence=0.0)
        return sorted({_host(str(row["url"])) for row in rows})

    def _host_there(self, written: str) -> str:
        """Return the host of an address, or the one that a name without an ending stands for."""
        where = _host(written)
        if "." in where:
            return HOST_ALIASES.get(where, where)
        names = {_NO_LETTER.sub("", one.rpartition(".")[0]): one for one in self._hosts()}
        return names.get(_NO_LETTER.sub("", where), where)


def _host(written: str) -> str:
    """Return the host of an address, or the host that it is; `www.` does not count."""
    if not as_text("host", written).strip():
        raise ConfigError("the host is empty; give one, such as github.com")
    bare = re.sub(r"^\w+://", "", written.strip().lower())
    return re.sub(r"^www\.|[/?#:].*", "", bare)
