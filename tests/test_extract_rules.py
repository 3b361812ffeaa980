from __future__ import annotations

import re

import pytest

from kg.extract.abbreviations import find_abbreviations
from kg.extract.decode import FoundRelation, FoundResult, Reading, may_point, whole_words
from kg.extract.evidence import evidence_span, fit_of_evidence, wording
from kg.extract.group import Group, Span
from kg.extract.known import known_names, settled_type, with_known
from kg.extract.lists import share_lists
from kg.extract.numbers import find_numbers
from kg.extract.sentences import sentence_spans
from kg.extract.subjects import contribution, name_subjects
from kg.extract.tidy import tidy
from kg.records import EntityType, RelationType, ResultKind

MODEL, METHOD, METRIC = EntityType.MODEL, EntityType.METHOD, EntityType.METRIC
BENCHMARK, TASK = EntityType.BENCHMARK, EntityType.TASK


def make_group(text: str, name: str, kind: EntityType, *forms: str) -> Group:
    spans = sorted(
        Span(match.start(), match.end(), kind, 0.9)
        for form in forms or (name,)
        for match in re.finditer(re.escape(form), text)
    )
    return Group(name, kind, tuple(spans), 0.9)


def make_results(count: int, **pointers: int | None) -> list[FoundResult]:
    return [FoundResult(n, ResultKind.ABSOLUTE, **pointers, confidence=0.9) for n in range(count)]


def make_relation(kind: RelationType, target: int, *places: tuple[int, int, float], source=None):
    spans = tuple(place[:2] for place in places)
    return FoundRelation(kind, source, target, spans, 0.9, () if source is not None else places)


# names


def test_a_span_cuts_no_word():
    text = "convolutional nets, faithfulness- and LiDAR"
    assert whole_words(text, 0, 8) == (0, 13)
    assert whole_words(text, 14, 16) == (14, 18)
    assert whole_words(text, 20, 33) == (20, 32)
    assert whole_words("on W2P(h) too", 3, 8) == (3, 9)


def test_names_of_function_words_and_ordinals_are_dropped():
    text = "\\textbf{First} we use in and BERT."
    groups = (
        make_group(text, "First", METHOD),
        make_group(text, "in", METHOD, "in "),
        make_group(text, "BERT", MODEL),
    )
    reading = tidy(Reading(groups), text=text, abbreviations=())
    assert [group.name for group in reading.groups] == ["BERT"]


def test_spellings_and_defined_abbreviations_of_a_name_become_one_thing():
    text = "Faster R-CNN, Faster-RCNNs; Masked Image Modeling (MIM). MIM is good."
    groups = (
        make_group(text, "Faster R-CNN", MODEL),
        make_group(text, "Faster-RCNNs", MODEL),
        make_group(text, "Masked Image Modeling", METHOD),
        make_group(text, "MIM", METHOD),
    )
    uses = make_relation(RelationType.USES, 3, (0, 1, 0.9))
    row = FoundResult(0, ResultKind.DELTA, subject=1, confidence=0.5)
    reading = tidy(
        Reading(groups, (uses,), (row,)), text=text, abbreviations=find_abbreviations(text)
    )
    assert len(reading.groups) == 2
    assert reading.groups[1].name == "MIM"
    assert (reading.relations[0].target, reading.results[0].subject) == (1, 0)


def test_a_task_and_the_benchmark_that_shortens_it_stay_two_things():
    text = "Visual Question Answering (VQA). We test on VQA."
    groups = (
        make_group(text, "Visual Question Answering", TASK),
        make_group(text, "VQA", BENCHMARK),
    )
    abbreviations = find_abbreviations(text)
    assert len(tidy(Reading(groups), text=text, abbreviations=abbreviations).groups) == 2


def test_a_relation_of_a_thing_to_itself_goes():
    text = "GANs and GAN"
    groups = (make_group(text, "GANs", METHOD), make_group(text, "GAN", METHOD, " GAN"))
    part = make_relation(RelationType.PART_OF, 1, (0, 4, 0.9), (9, 12, 0.9), source=0)
    assert tidy(Reading(groups, (part,)), text=text, abbreviations=()).relations == ()


# what the catalogue knows


@pytest.mark.parametrize(
    ("form", "read_as", "expected"),
    [
        ("mAP", METHOD, METRIC),
        ("MMLU", METHOD, BENCHMARK),
        ("Dream", MODEL, MODEL),
        ("Foo-Net", METHOD, METHOD),
        ("MMLU", EntityType.DATASET, EntityType.DATASET),
    ],
)
def test_the_catalogue_settles_the_type_of_a_name_it_is_sure_of(form, read_as, expected):
    assert settled_type([form], read_as) == expected


def test_a_long_form_of_its_own_keeps_the_readers_type():
    forms = ["MMLU", "My Modular Language Unit"]
    assert settled_type(forms, METHOD) == METHOD


def test_names_that_the_catalogue_spells_are_found_whole():
    text = "We test on CNN/DailyMail and MMLU-Pro."
    assert [text[a:b] for a, b, _ in known_names(text)] == ["CNN/DailyMail", "MMLU-Pro"]


def test_a_tagged_part_of_a_known_name_is_widened_to_it():
    text = "We test on CNN/DailyMail."
    [span] = with_known(text, [Span(11, 14, BENCHMARK, 0.7)])
    assert text[span.start : span.end] == "CNN/DailyMail"


def test_a_models_size_belongs_to_its_name():
    text = "We prune Foo 7B and Bar."
    spans = with_known(text, [Span(9, 12, MODEL, 0.9), Span(20, 23, MODEL, 0.9)])
    assert [text[s.start : s.end] for s in spans] == ["Foo 7B", "Bar"]


# results


def test_roles_of_a_result_keep_to_types():
    text = "A B C"
    groups = [make_group(text, "A", MODEL), make_group(text, "B", METRIC)]
    assert may_point(groups).tolist() == [
        [True, True, True, True],
        [True, False, False, True],
        [False, False, True, False],
    ]


def test_numbers_of_a_list_go_to_the_benchmarks_of_a_list_in_order():
    text = "T\nIt reaches 71.3%, 80.2% and 64.0% on A1, B2 and C3, respectively."
    groups = [make_group(text, name, BENCHMARK) for name in ("A1", "B2", "C3")]
    shared = share_lists(
        make_results(3, benchmark=0),
        groups,
        find_numbers(text),
        text=text,
        sentences=sentence_spans(text),
    )
    assert [result.benchmark for result in shared] == [0, 1, 2]


def test_lists_of_other_lengths_are_left_alone():
    text = "T\nIt reaches 71.3% and 80.2% on A1, B2 and C3."
    groups = [make_group(text, name, BENCHMARK) for name in ("A1", "B2", "C3")]
    rows = make_results(2, benchmark=0)
    shared = share_lists(
        rows, groups, find_numbers(text), text=text, sentences=sentence_spans(text)
    )
    assert shared == rows


def test_who_beats_a_named_rival_unnamed_is_the_contribution():
    text = "T\nWe present Foo with module Bar, outperforming BERT by 3.2%."
    groups = [
        make_group(text, "Foo", METHOD),
        make_group(text, "Bar", METHOD),
        make_group(text, "BERT", MODEL),
    ]
    relations = [
        make_relation(RelationType.INTRODUCES, 0, (0, 1, 0.9)),
        make_relation(RelationType.INTRODUCES, 1, (0, 1, 0.9)),
        make_relation(RelationType.PART_OF, 0, (0, 1, 0.9), (2, 3, 0.9), source=1),
    ]
    assert contribution(groups, relations) == 0
    rows = [*make_results(1, versus=2), *make_results(1), *make_results(1, subject=1, versus=2)]
    assert [r.subject for r in name_subjects(rows, groups, relations)] == [0, None, 1]


# evidence


def test_the_evidence_of_a_use_is_the_papers_own_sentence_not_the_background():
    text = "T\nRecently, BERT has become popular. We fine-tune BERT on news."
    group = make_group(text, "BERT", MODEL)
    first, second = group.spans
    uses = make_relation(
        RelationType.USES, 0, (first.start, first.end, 0.9), (second.start, second.end, 0.88)
    )
    start, end = evidence_span(sentence_spans(text), uses, [group], text=text)
    assert text[start:end] == "We fine-tune BERT on news."


def test_the_evidence_of_two_things_is_a_sentence_that_holds_both():
    text = "Foo: A Title\nFoo is new. It is fast. Foo is built on BERT. BERT is old."
    groups = [make_group(text, "Foo", METHOD), make_group(text, "BERT", MODEL)]
    based = make_relation(RelationType.BASED_ON, 1, (0, 3, 0.9), (50, 54, 0.9), source=0)
    start, end = evidence_span(sentence_spans(text), based, groups, text=text)
    assert text[start:end] == "Foo is built on BERT."


def test_wording_tells_own_work_from_background():
    uses = RelationType.USES
    own = wording("We use BERT.", uses, title=False, before_own=False)
    background = wording("Existing work relies on BERT.", uses, title=False, before_own=True)
    early = wording("Foo needs BERT.", uses, title=False, before_own=True)
    assert own > 0 > early > background
    title = wording("Foo for BERT", uses, title=True, before_own=True)
    assert title < wording("Foo for BERT", uses, title=False, before_own=False)


def test_evidence_of_more_sentences_fits_less():
    part = RelationType.PART_OF
    fits = [
        fit_of_evidence("s", part, title=False, before_own=False, count=count)
        for count in (1, 2, 9)
    ]
    assert fits == [0.0, -1.0, -3.0]
