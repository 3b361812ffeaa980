"""What each rule behind the reader brings: each is left out in turn, and what then changes counted.

`python -m tests.rule_effects GOLD.jsonl [GOLD.jsonl …]`

A paper is read once; what follows is done anew without each rule, about half a second a paper. The
table says for how many papers something changes, and how many right and how many stated facts a
rule adds (or takes away). Of a paper without annotated relations the results alone count.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

from kg.evaluate import Annotated, read_annotated, score
from kg.extract import apart, assemble, bare, evidence, lists, owned, stated, tidy, wins
from kg.extract.calibration import load_calibration
from kg.extract.findings import Findings
from kg.extract.output import paper_json
from kg.extract.pipeline import find
from kg.extract.version import weights_folder
from kg.records import Extraction, Paper

Rule = tuple[str, ModuleType, str, object]
COUNTED = ("entities", "relations", "results/core", "results/strict")


def _always(value: object) -> Callable[..., object]:
    return lambda *_, **__: value


def _same(reading: object, **_: object) -> object:
    return reading


def rules() -> Iterator[Rule]:
    """Yield each rule: what it is called, where it stands, and what takes its place."""
    every = assemble._ON_RESULTS
    for rule in every:
        rest = tuple(other for other in every if other is not rule)
        yield rule.__name__, assemble, "_ON_RESULTS", rest
    nothing: dict[ModuleType, tuple[object, tuple[str, ...]]] = {
        lists: ({}, ("_by_order", "_on_both", "_one_kind", "_rivals", "benchmarks_apart")),
        apart: ([], ("_outside_too",)),
        stated: (
            [],
            (
                *("parts_by_name", "parts_of_own", "bases_by_name", "derived", "tasks_of_own"),
                *("wins", "wins_by_results", "_compared", "_built_on"),
            ),
        ),
        assemble: ([], ("evaluated_on", "usual_relations", "told_by_others")),
        bare: ((), ("_by_lists", "_by_title")),
        owned: (False, ("_has_others_subject", "_has_others_benchmark", "_has_others_metric")),
        evidence: (False, ("_is_tool", "_is_outdone", "_is_named_after", "_is_known")),
        wins: (False, ("spares", "denies")),
        tidy: (False, ("_is_torn", "is_hardware", "is_known_data")),
    }
    for module, (value, names) in nothing.items():
        for name in names:
            yield name.removeprefix("_"), module, name, _always(value)
    yield "before_and_after", lists, "_before_and_after", _always(set())
    yield "contradicts", stated, "_contradicts", _always(False)
    yield "with_proposed", assemble, "with_proposed", _same
    yield "without_old_names", assemble, "without_old_names", _same
    yield "without_scraps", tidy, "_without_scraps", lambda text, group: group
    yield "as_in_title", tidy, "_as_in_title", lambda head, group: group


@dataclass(slots=True)
class Effect:
    """For how many papers a rule changes something, and the right and stated facts it adds."""

    papers: int = 0
    right: Counter[str] = field(default_factory=Counter)
    stated: Counter[str] = field(default_factory=Counter)

    def add(self, gold: Annotated, paper: Paper, found: Extraction, without: Extraction) -> None:
        if found == without:
            return
        self.papers += 1
        one, two = (score([gold], [paper_json(paper, e)]).total for e in (found, without))
        for what in COUNTED if "relations" in gold else COUNTED[2:]:
            self.right[what] += one[what].right - two[what].right
            self.stated[what] += one[what].predicted - two[what].predicted

    def row(self, name: str) -> str:
        """Return the row of the table."""
        cells = (
            f"{self.right[what]:+d} of {self.stated[what]:+d}"
            if self.right[what] or self.stated[what]
            else ""
            for what in COUNTED
        )
        return f"| {name} | {self.papers} | {' | '.join(cells)} |"


def effects(papers: Iterable[Annotated]) -> dict[str, Effect]:
    """Return what each rule changes in some annotated papers."""
    calibration = load_calibration(weights_folder())
    out: dict[str, Effect] = defaultdict(Effect)

    def put_together(found: Findings) -> Extraction:
        return assemble.assemble(found, version="", calibration=calibration)

    for gold in papers:
        some: dict[str, Any] = {part: gold[part] for part in ("id", "title", "abstract")}
        paper = Paper(**some, source_id=some["id"])
        found = find(paper.text)
        whole = put_together(found)
        for name, module, attribute, instead in rules():
            with patch.object(module, attribute, instead):
                out[name].add(gold, paper, whole, put_together(found))
    return out


def main() -> None:
    cli = argparse.ArgumentParser(prog="python -m tests.rule_effects", description=__doc__)
    cli.add_argument("gold", type=Path, nargs="+")
    papers = [paper for path in cli.parse_args().gold for paper in read_annotated(path)]
    rows = [effect.row(name) for name, effect in effects(papers).items()]
    head = f"| rule | of {len(papers)} papers | {' | '.join(COUNTED)} |"
    sys.stdout.write("\n".join([head, "| --- " * 6 + "|", *rows]) + "\n")


if __name__ == "__main__":
    main()
