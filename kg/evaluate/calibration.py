"""Fits and judges the confidence of names, relations and results on annotated papers.

Run it after a training: `python -m kg.evaluate.calibration WEIGHTS GOLD…` writes
`calibration.json` beside the weights.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import KGError
from kg.evaluate import Annotated, read_annotated
from kg.evaluate.statements import Statement, statements
from kg.extract.calibration import FILE, Calibration, log_odds
from kg.records import EntityType, Paper, RelationType

if TYPE_CHECKING:
    from kg.extract.findings import Findings

Floats = NDArray[np.float64]
# What was stated, as chances, and 1 where it is right.
Curve = tuple[Floats, Floats]
# What can be stated, and the lines of each.
LINES: dict[str, Sequence[str]] = {
    "entities": ["entities"],
    "relations": [t.value for t in RelationType],
}
# Two chances of a result, and under which name a bar is kept: the sureness of a row that is stated
# is that of all five fields, and it is stated where value, kind and benchmark are sure enough.
ROWS = {"core": "results", "whole": ""}
# A relation is stated where it is likelier right than wrong. Against the bar that loses 0.6 of the
# best F1 at most, this costs 0.2 of F1 on dev and seed and gains 2.6 of precision.
EVEN = 0.5
# F1 of results that may go for precision, from 0 to 1.
LOSS = 0.003
# Chances below which statements may be left out.
CUTS = np.arange(0.0, 0.62, 0.02)
# How often the papers are halved anew; lines are fitted on one half and judged on the other.
SPLITS = 20
BINS = 10
# Pull of each type's line towards the common one; as strong as about ten statements.
RIDGE = 1.0
# Pull of the slope towards 0, for results of each mark's weight.
PULL = {"entities": 0.1, "relations": 0.1, "core": 3.0, "whole": 3.0}
# How readily names are taken in before the unsure are dropped. F1 of entities without links by
# five folds of papers, at 1.0, 0.5 and 0.25: 78.7, 79.6, 79.5; all kept: 78.1, 77.8, 77.8.
OUTSIDE = 0.5


def fit(found: Sequence[Statement]) -> Calibration:
    """Fit a slope for names and relations each, a line a relation type, and weights for results."""
    fitted = Calibration(outside=OUTSIDE)
    for kind in LINES:
        chosen = [s for s in found if s.kind == kind]
        if chosen:
            fitted = _joined(fitted, _fit_lines(chosen, kind))
    rows = {kind: _fit_marks([s for s in found if s.kind == kind], kind) for kind in ROWS}
    return replace(fitted, results={kind: weights for kind, weights in rows.items() if weights})


def _joined(one: Calibration, other: Calibration) -> Calibration:
    """Return what either of two calibrations knows; they are of different kinds."""
    return replace(
        one,
        slopes={**one.slopes, **other.slopes},
        intercepts={**one.intercepts, **other.intercepts},
        evidence={**one.evidence, **other.evidence},
        names=one.names or other.names,
        results={**one.results, **other.results},
    )


def _fit_marks(found: Sequence[Statement], kind: str) -> dict[str, float]:
    names = sorted({name for statement in found for name in statement.marks})
    columns = np.array([[s.marks[name] for name in names] for s in found])
    pulls = np.array([0.01 if name == "one" else PULL[kind] for name in names])
    weights = _newton(columns.reshape(len(found), len(names)), found, pulls)
    return {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)}


def _fit_lines(found: Sequence[Statement], kind: str) -> Calibration:
    """Return slope, intercepts and weights of one kind.

    Columns: slope, common intercept, common weight of the evidence's fit, weight of the names, then
    an intercept a key, then a weight a key.
    """
    keys = LINES[kind]
    count = len(keys)
    columns = np.zeros((len(found), 4 + 2 * count))
    for row, statement in zip(columns, found, strict=True):
        key = keys.index(statement.key)
        row[:2] = log_odds(statement.score), 1.0
        row[2:4] = statement.fit, log_odds(statement.names)
        row[[4 + key, 4 + count + key]] = 1.0, statement.fit
    pulls = np.array([PULL[kind], 0.01, RIDGE, RIDGE, *[RIDGE] * count, *[4 * RIDGE] * count])
    slope, shift, of_fit, of_names, *own = (float(w) for w in _newton(columns, found, pulls))
    return Calibration(
        slopes={kind: round(slope, 4)},
        intercepts={key: round(shift + own[k], 4) for k, key in enumerate(keys)},
        evidence={key: round(of_fit + own[count + k], 4) for k, key in enumerate(keys)},
        names=round(of_names, 4),
    )


def _newton(columns: Floats, found: Sequence[Statement], pulls: Floats) -> Floats:
    """Return the weights of a logistic regression with a pull of each towards 0."""
    truth = np.array([statement.right for statement in found], float)
    weights = np.zeros(columns.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-columns @ weights))
        slope = columns.T @ (chance - truth) + pulls * weights
        curve = (columns * (chance * (1 - chance))[:, None]).T @ columns + np.diag(pulls)
        step = np.linalg.solve(curve, slope)
        # A full step may overshoot where most statements are right.
        weights = weights - step * min(1.0, 2.0 / max(1e-9, float(np.abs(step).max(initial=0))))
    return weights


def chances(found: Sequence[Statement], calibration: Calibration) -> Floats:
    """Return the calibrated chance of each statement."""
    return np.array([_chance(s, calibration) for s in found])


def _chance(statement: Statement, calibration: Calibration) -> float:
    if statement.kind in ROWS:
        return calibration.result(statement.marks, of=statement.kind)
    if statement.kind == "entities":
        return calibration.entity(statement.score, 1 / (1 + math.exp(-statement.fit)))
    return calibration.relation(
        statement.key, statement.score, statement.fit, names=statement.names
    )


def crossed_chances(found: Sequence[Statement], *, split: int = 0) -> Floats:
    """Return each statement's chance by lines fitted on the other half of the papers.

    Args:
        found: Statements of one kind.
        split: Says how the papers are halved: another number, other halves.
    """
    papers = sorted({s.paper for s in found})
    random.Random(split).shuffle(papers)
    half = set(papers[::2])
    inside = np.array([s.paper in half for s in found])
    out = np.zeros(len(found))
    for chosen in (inside, ~inside):
        lines = fit([s for s, held_out in zip(found, chosen, strict=True) if not held_out])
        out[chosen] = chances([found[int(k)] for k in np.flatnonzero(chosen)], lines)
    return out


def calibration_error(predicted: Floats, right: Floats) -> float:
    """Return the expected calibration error in percent, over ten bins of equal width."""
    error = 0.0
    for members in _bins(predicted):
        if members.size:
            gap = abs(predicted[members].mean() - right[members].mean())
            error += members.size / len(predicted) * gap
    return 100 * float(error)


def _bins(predicted: Floats) -> list[NDArray[np.int64]]:
    bins = np.minimum((predicted * BINS).astype(int), BINS - 1)
    return [np.flatnonzero(bins == b) for b in range(BINS)]


def reliability_table(curves: Mapping[str, Curve]) -> str:
    """Return calibration curves as a Markdown table, a column each: stated → right (statements)."""
    lines = [f"| stated | {' | '.join(curves)} |", "| --- |" + " ---: |" * len(curves)]
    columns = [[_bin(*curve, members) for members in _bins(curve[0])] for curve in curves.values()]
    for b, cells in enumerate(zip(*columns, strict=True)):
        if any(cells):
            lines.append(f"| {b * 10}–{b * 10 + 10} % | {' | '.join(cells)} |")
    return "\n".join(lines)


def _bin(predicted: Floats, right: Floats, members: NDArray[np.int64]) -> str:
    if not members.size:
        return ""
    mean, share = 100 * predicted[members].mean(), 100 * right[members].mean()
    return f"{mean:.0f} → {share:.0f} ({members.size})"


def least_chance(predicted: Floats, right: Floats, *, gold: int) -> float:
    """Return the highest chance below which statements can be left out at hardly a loss of F1.

    Leaving out the unsure ones trades recall for precision, since a false statement is worse than
    a missing one; LOSS says how much F1 may go.

    Args:
        predicted: Chances.
        right: Whether each is right.
        gold: How many statements the gold has.
    """
    f1 = _f1_of_cuts(predicted, right, gold=gold)
    return round(float(CUTS[np.flatnonzero(f1 >= f1.max() - LOSS).max()]), 2)


def _f1_of_cuts(predicted: Floats, right: Floats, *, gold: int) -> Floats:
    kept = [predicted >= cut for cut in CUTS]
    return np.array([2 * right[k].sum() / (k.sum() + gold) for k in kept])


def _bar(kind: str, predicted: Floats, right: Floats, *, gold: int) -> float:
    if kind == "entities":
        return half_of_best(predicted, right, gold=gold)
    if kind == "relations":
        return EVEN
    return least_chance(predicted, right, gold=gold)


def half_of_best(predicted: Floats, right: Floats, *, gold: int) -> float:
    """Return half the best F1 of any cut: the chance from which on a statement adds to F1.

    Args:
        predicted: Chances.
        right: Whether each is right.
        gold: How many statements the gold has.
    """
    return round(float(_f1_of_cuts(predicted, right, gold=gold).max()) / 2, 2)


def calibrate(weights: Path, gold: Sequence[Annotated]) -> tuple[Calibration, str]:
    """Fit a calibration on annotated papers and describe it by cross-validation.

    Names come first: how sure a relation or a result is rests on their chances.

    Args:
        weights: Folder of the reader's weights.
        gold: Papers that the reader was not trained on; those without `relations` serve for
            results alone.

    Returns:
        The calibration, and a Markdown report.
    """
    found = _find(weights, gold)
    final = Calibration(outside=OUTSIDE)
    report: list[str] = []
    curves: dict[str, Curve] = {}
    for kinds in (("entities",), ("relations",), tuple(ROWS)):
        read = [_page(row, findings, final) for row, findings in zip(gold, found, strict=True)]
        stated = [s for s in statements(gold, read) if s.kind in kinds]
        least = dict(final.least)
        for kind in kinds:
            text, curves[kind], bar = _judged(kind, [s for s in stated if s.kind == kind], gold)
            report.append(text)
            least |= bar
        final = replace(_joined(final, fit(stated)), least=least)
    return final, "\n".join([*report, "", reliability_table(curves), ""])


def _judged(
    kind: str, chosen: Sequence[Statement], gold: Sequence[Annotated]
) -> tuple[str, Curve, dict[str, float]]:
    """Return what is told of one kind of statements, its curve, and its bar if it has one."""
    right = np.array([s.right for s in chosen], float)
    halved = [crossed_chances(chosen, split=split) for split in range(SPLITS)]
    error = np.mean([calibration_error(some, right) for some in halved])
    crossed: Floats = np.mean(halved, axis=0)
    bar: dict[str, float] = {}
    if of := ROWS.get(kind, kind):
        whole = (paper for paper in gold if of == "results" or "relations" in paper)
        count = sum(item.get("type") != EntityType.REPO for paper in whole for item in paper[of])
        bar = {of: _bar(kind, crossed, right, gold=count)}
    raw = calibration_error(np.array([s.score for s in chosen]), right)
    before = "" if kind in ROWS else f"{raw:.1f} % before, "
    said = "".join(f"; below {100 * least:.0f} % nothing is stated" for least in bar.values())
    text = f"- {kind}: calibration error {before}{error:.1f} % after{said}."
    return text, (crossed, right), bar


def _find(weights: Path, gold: Sequence[Annotated]) -> list[Findings]:
    from kg.extract.pipeline import build_nlp, find

    nlp = build_nlp(weights, outside=OUTSIDE)
    return [find(f"{row['title']}\n{row['abstract']}", nlp=nlp) for row in gold]


def _page(row: Annotated, found: Findings, calibration: Calibration) -> Annotated:
    """Return a paper as a calibration says it, and the marks that the next one is fitted on."""
    from kg.extract.assemble import assemble, marked_rows, settle, tied_of_names
    from kg.extract.output import paper_json

    paper = Paper(row["id"], row["title"], row["abstract"], source_id=row["id"])
    page: dict[str, Any] = paper_json(
        paper, assemble(found, version="plain", calibration=calibration, by_rule=False)
    )
    tied = tied_of_names(found)
    for entity in page["entities"]:
        entity["tied"] = tied.get(entity["name"], 0.5)
    rows = marked_rows(settle(found, calibration))
    for result, (_, marks) in zip(page["results"], rows, strict=True):
        result["marks"] = marks
    return page


def main(arguments: Sequence[str] | None = None) -> str:
    """Fit on the gold files, write `calibration.json` beside the weights, return the report.

    Args:
        arguments: The folder of the weights, then the gold files; those of the process where not
            given.

    Raises:
        InputError: A file is none of annotated papers.
    """
    about = f"Fit confidences on annotated papers; {FILE} is written beside the weights."
    command = argparse.ArgumentParser(prog="python -m kg.evaluate.calibration", description=about)
    command.add_argument("weights", type=Path, help="folder of the weights")
    command.add_argument("gold", nargs="+", help="JSON lines of annotated papers")
    given = command.parse_args(arguments)
    weights = given.weights
    gold = [paper for path in given.gold for paper in read_annotated(path)]
    calibration, report = calibrate(weights, gold)
    text = json.dumps(asdict(calibration), indent=1)
    (weights / FILE).write_text(f"{text}\n", encoding="utf-8")
    return report


if __name__ == "__main__":
    try:
        sys.stdout.write(main())
    except KGError as error:
        sys.exit(f"Error: {error}")
