"""From what rules and reader found in a readable text to the extraction of the original text."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from kg.extract.abbreviations import Abbreviation
from kg.extract.bare import told_by_others
from kg.extract.beside import forget_other_units, measures_beside
from kg.extract.calibration import Calibration, result_marks
from kg.extract.decode import FoundResult
from kg.extract.elsewhere import (
    forget_elsewhere,
    forget_later,
    forget_linked,
    forget_other_measures,
    forget_simulated,
    forget_yardsticks,
)
from kg.extract.evidence import evidence_span
from kg.extract.findings import Findings
from kg.extract.group import Group
from kg.extract.layout import Layout
from kg.extract.lists import forget_one_of_several, share_lists
from kg.extract.owned import forget_owned
from kg.extract.places import within
from kg.extract.proposed import with_proposed
from kg.extract.ranges import name_factors, share_ranges
from kg.extract.stated import consistent, evaluated_on, stated_by_rule, usual_relations
from kg.extract.subjects import forget_classes, name_subjects
from kg.extract.tidy import sure_things, tidy
from kg.extract.variants import without_old_names
from kg.records import Entity, EntityType, Extraction, Mention, Relation, RelationType, Result
from kg.roles import ROLES

UNCHANGED = Calibration()
# What a rule says is read by those after it; none makes results of nothing.
_ON_RESULTS: tuple[Callable[[Findings], list[FoundResult]], ...] = (
    share_lists,
    share_ranges,
    name_factors,
    forget_one_of_several,
    forget_later,
    forget_simulated,
    forget_linked,
    forget_other_measures,
    name_subjects,
    forget_classes,
    forget_yardsticks,
    forget_elsewhere,
    forget_other_units,
    forget_owned,
    measures_beside,
)


def assemble(
    found: Findings, *, version: str, calibration: Calibration = UNCHANGED, by_rule: bool = True
) -> Extraction:
    """Return the extraction: names, relations with evidence, results, in original offsets.

    Args:
        found: What rules and reader found.
        version: Goes into the extraction.
        calibration: Makes chances of the reader's scores; what is too unsure is left out.
        by_rule: Whether what names and wording say is added to what the reader says; the
            calibration is fitted without.
    """
    found = settle(found, calibration)
    names = entity_names(found)
    entities = _entities(found, names)
    rows = [
        replace(row, confidence=calibration.result(marks))
        for row, marks in marked_rows(found)
        if calibration.states("results", calibration.result(marks, of="core"))
    ]
    layout = Layout.of(found.text, found.sentences)
    relations, unsure = _relations(found, names, layout, calibration)
    if by_rule:
        own = {r.target for r in relations if r.type is RelationType.INTRODUCES}
        relations += [
            r for r in _by_rule(found, names, own) if calibration.states("relations", r.confidence)
        ]
        relations = consistent(relations)
        relations += evaluated_on(relations, rows, entities)
        relations += usual_relations(unsure, relations, entities)
        relations += told_by_others(found, names, relations, unsure)
    return Extraction(
        version=version,
        entities=tuple(sorted(entities.values(), key=lambda e: (e.mentions[0], e.name))),
        relations=_best_relations(relations),
        results=tuple(rows),
        abbreviations=tuple(_pair(item) for item in found.abbreviations),
    )


def settle(found: Findings, calibration: Calibration = UNCHANGED) -> Findings:
    """Return the findings with one group a thing, and results as rules on lists and rivals say.

    Args:
        found: What rules and reader found.
        calibration: Makes chances of the scores of things; what is too unsure is left out.
    """
    reading = tidy(found.reading, text=found.text, abbreviations=found.abbreviations)
    reading = sure_things(reading, text=found.text, calibration=calibration)
    reading = with_proposed(reading, text=found.text)
    reading = without_old_names(reading, text=found.text)
    found = replace(found, reading=reading)
    for rule in _ON_RESULTS if found.results else ():
        found = found.with_results(rule(found))
    return found.with_results(_once(found.results))


def _once(results: Sequence[FoundResult]) -> Iterable[FoundResult]:
    """Return results of which those that rules left nothing to tell apart are one, the surest."""
    best: dict[tuple[object, ...], FoundResult] = {}
    for result in results:
        key = (result.number, result.kind, *(getattr(result, role) for role in ROLES))
        if key not in best or sum(result.sure) > sum(best[key].sure):
            best[key] = result
    return best.values()


def marked_rows(found: Findings) -> list[tuple[Result, dict[str, float]]]:
    """Return the results in the order of the text, each with what tells whether it is right.

    Args:
        found: Settled findings.
    """
    names, groups = entity_names(found), found.groups
    rows = [(_result(found, item, names), result_marks(item, groups)) for item in found.results]
    return sorted(rows, key=lambda row: (row[0].start, row[0].end, str(row[0].benchmark)))


def tied_of_names(found: Findings) -> dict[str, float]:
    """Return the best chance of a relation of the paper to each thing that `assemble` names."""
    reading = tidy(found.reading, text=found.text, abbreviations=found.abbreviations)
    names = entity_names(replace(found, reading=reading))
    return dict(zip(names, reading.tied or (0.5,) * len(names), strict=True))


def entity_names(found: Findings) -> list[str]:
    """Return the name of each thing of the reading; a link is called by its one form."""
    urls = {(link.start, link.end): link.url for link in found.links}
    names = []
    for group in found.groups:
        span = group.spans[0]
        is_repo = group.type is EntityType.REPO
        names.append(urls.get((span.start, span.end), group.name) if is_repo else group.name)
    return names


def _entities(found: Findings, names: Sequence[str]) -> dict[str, Entity]:
    """Return what is named, by its name; an address that is written twice is one thing."""
    mentions: defaultdict[str, set[Mention]] = defaultdict(set)
    last: dict[str, Group] = {}
    for group, name in zip(found.groups, names, strict=True):
        mentions[name].update(_mentions(found, group))
        last[name] = group
    return {
        name: Entity(name, group.type, tuple(sorted(mentions[name])), group.confidence)
        for name, group in last.items()
    }


def _mentions(found: Findings, group: Group) -> list[Mention]:
    mentions = []
    for span in group.spans:
        start, end = found.cleaned.original_span(span.start, span.end)
        mentions.append(Mention(start, end, found.original[start:end]))
    return mentions


def _pair(item: Abbreviation) -> tuple[str, str]:
    return " ".join(item.long.split()), " ".join(item.short.split())


def _relations(
    found: Findings, names: Sequence[str], layout: Layout, calibration: Calibration
) -> tuple[list[Relation], list[Relation]]:
    """Return the relations with their evidence: the sure ones, and those that are not.

    What nothing proves is neither.
    """
    groups = found.groups
    introduced: set[int] = set()
    out: list[Relation] = []
    unsure: list[Relation] = []
    # What is introduced comes first: what else is said of it depends on that being stated.
    for relation in sorted(
        found.reading.relations, key=lambda r: r.type != RelationType.INTRODUCES
    ):
        span = evidence_span(layout, relation, groups, introduced=introduced)
        if span is None:
            continue
        fit = layout.fit(span, relation.type)
        start, end = found.cleaned.original_span(*span)
        ends = [k for k in (relation.source, relation.target) if k is not None]
        least = min(groups[k].confidence for k in ends)
        sure = calibration.relation(relation.type.value, relation.confidence, fit, names=least)
        source = None if relation.source is None else names[relation.source]
        stated = Relation(relation.type, source, names[relation.target], start, end, sure)
        if not calibration.states("relations", sure):
            unsure.append(stated)
            continue
        if relation.type is RelationType.INTRODUCES:
            introduced.add(relation.target)
            layout = layout.naming(s.start for s in groups[relation.target].spans)
        out.append(stated)
    return out, unsure


def _by_rule(found: Findings, names: Sequence[str], own: Collection[str]) -> list[Relation]:
    """Return what names and wording say of two things, by the rules' chances.

    Args:
        found: Settled findings.
        names: Of the things.
        own: Which of them the paper is stated to introduce.
    """
    groups = found.groups
    told = tuple(
        r
        for r in found.reading.relations
        if r.type is not RelationType.INTRODUCES or names[r.target] in own
    )
    stated = []
    for item in stated_by_rule(replace(found, reading=replace(found.reading, relations=told))):
        source, target = groups[item.source], groups[item.target]
        sure = item.chance * math.sqrt(source.confidence * target.confidence)
        stated.append(
            Relation(
                item.type,
                names[item.source],
                names[item.target],
                *found.cleaned.original_span(*item.evidence),
                confidence=round(sure, 4),
            )
        )
    return stated


def _best_relations(relations: Sequence[Relation]) -> tuple[Relation, ...]:
    """Keep the surest relation of each type between the same two, sorted."""
    best: dict[tuple[str, str, str], Relation] = {}
    for relation in relations:
        key = (relation.type, relation.source or "", relation.target)
        if relation.source == relation.target:
            continue
        if key not in best or relation.confidence > best[key].confidence:
            best[key] = relation
    return tuple(best[key] for key in sorted(best))


def result_span(found: Findings, result: FoundResult) -> tuple[int, int]:
    """Return the evidence of a result: its number's sentence.

    Sentences before come in where the subject (up to six), the benchmark (up to four), the rival
    (up to four) or the metric (up to two) stands there alone; the title does not.
    """
    at = found.sentence_index(found.number_of(result).start)
    start, end = found.sentences[at]
    first = start
    pointers = (result.subject, result.benchmark, result.versus, result.metric)
    for index, most in zip(pointers, (6, 4, 4, 2), strict=True):
        spans = found.groups[index].spans if index is not None else ()
        if not spans or within(spans, (start, end)):
            continue
        for before, _ in reversed(found.sentences[max(0, at - most) : at]):
            if before > found.title_end and within(spans, (before, start)):
                first = min(first, before)
                break
    return first, end


def _result(found: Findings, result: FoundResult, names: Sequence[str]) -> Result:
    number = found.number_of(result)
    sentence = result_span(found, result)
    pointers = (result.subject, result.benchmark, result.metric, result.versus)
    subject, benchmark, metric, versus = (None if k is None else names[k] for k in pointers)
    start, end = found.cleaned.original_span(number.start, number.end)
    sentence_start, sentence_end = found.cleaned.original_span(*sentence)
    return Result(
        value=number.value,
        unit=number.unit,
        kind=result.kind,
        subject=subject,
        benchmark=benchmark,
        metric=metric,
        versus=versus,
        start=start,
        end=end,
        sentence_start=sentence_start,
        sentence_end=sentence_end,
    )
