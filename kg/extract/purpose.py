"""What a paper's own benchmark is for."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.decode import DATA
from kg.extract.findings import Findings, Stated
from kg.extract.group import Group
from kg.extract.places import within
from kg.extract.wording import proposes
from kg.records import EntityType, RelationType

# Of the tasks that an annotated paper addresses and names so, 670 of 773: "we introduce Foo, a
# benchmark for bar", "Foo: Bar in the Wild". Beside further sets of the paper's own it is 71 %, for
# what it calls data 40 %.
_CHANCE = 0.87


def tasks_of_own(found: Findings) -> list[Stated]:
    """Return the tasks that stand behind the paper's one own benchmark where it is presented."""
    groups = found.groups
    sets = [k for k in found.reading.introduced if groups[k].type in DATA]
    if len(sets) != 1 or groups[sets[0]].type is not EntityType.BENCHMARK:
        return []
    (own,) = sets
    addressed = {
        r.target
        for r in found.reading.relations
        if r.type is RelationType.ADDRESSES and groups[r.target].type is EntityType.TASK
    }
    stated = []
    for task in sorted(addressed):
        evidence = min(_presented(found, groups[own], groups[task]), default=None)
        if evidence is not None:
            stated.append(Stated(RelationType.BENCHMARK_FOR, own, task, _CHANCE, evidence[1]))
    return stated


def _presented(
    found: Findings, benchmark: Group, task: Group
) -> Iterator[tuple[bool, tuple[int, int]]]:
    """Yield the sentences that present a benchmark and then name a task, the title last."""
    for sentence in found.sentences:
        spans = within(benchmark.spans, sentence)
        if not spans or not within(task.spans, (spans[0].end, sentence[1])):
            continue
        title = sentence[0] < found.title_end
        if title or proposes(found.text[slice(*sentence)]):
            yield title, sentence
