from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kg.catalogue import load_catalogue
from kg.extract.abbreviations import find_abbreviations
from kg.extract.assemble import result_span, settle
from kg.extract.calibration import Calibration
from kg.extract.decode import FoundRelation, FoundResult, Reading, may_point, repointed, settled
from kg.extract.elsewhere import (
    UNNAMED,
    forget_elsewhere,
    forget_later,
    forget_linked,
    forget_other_measures,
    forget_simulated,
    forget_yardsticks,
)
from kg.extract.evidence import evidence_span
from kg.extract.group import Group, Span
from kg.extract.known import (
    catalogue_type,
    is_well_known,
    known_names,
    settled_type,
    with_known,
)
from kg.extract.layout import Layout
from kg.extract.lists import forget_one_of_several, share_lists
from kg.extract.numbers import find_numbers
from kg.extract.sentences import sentence_spans
from kg.extract.series import series_names, split_series, with_series
from kg.extract.subjects import contribution, name_subjects
from kg.extract.tags import whole_words, with_short_forms
from kg.extract.tidy import sure_things, tidy
from kg.extract.wording import derivation, is_aim, reports_tests, says_win, wording
from kg.records import EntityType, RelationType, ResultKind
from tests.findings import make_findings

MODEL, METHOD, METRIC = EntityType.MODEL, EntityType.METHOD, EntityType.METRIC
BENCHMARK, TASK = EntityType.BENCHMARK, EntityType.TASK
SURE = (0.9, 0.9, 0.9)


def make_group(text: str, name: str, kind: EntityType, *forms: str) -> Group:
    spans = sorted(
        Span(match.start(), match.end(), kind, 0.9)
        for form in forms or (name,)
        for match in re.finditer(re.escape(form), text)
    )
    return Group(name, kind, tuple(spans), 0.9)


def make_results(count: int, **pointers: int | None) -> list[FoundResult]:
    return [FoundResult(n, ResultKind.ABSOLUTE, **pointers, sure=SURE) for n in range(count)]


def make_relation(kind: RelationType, target: int, *places: tuple[int, int, float], source=None):
    spans = tuple(place[:2] for place in places)
    return FoundRelation(kind, source, target, spans, 0.9, () if source is not None else places)


def metric_of_61(rule, body: str, name: str) -> int | None:
    """Return what a rule leaves of the metric of the number 61, which is the thing of that name."""
    text = f"T\n{body}"
    numbers = find_numbers(text)
    at = next(k for k, number in enumerate(numbers) if number.value == 61)
    rows = [FoundResult(at, ResultKind.ABSOLUTE, metric=0, sure=SURE)]
    groups = [make_group(text, name, METRIC)]
    [row] = rule(make_findings(text, groups, rows, numbers=numbers))
    return row.metric


def evidence_of(text: str, relation: FoundRelation, groups: list[Group], **known: set[int]):
    span = evidence_span(Layout.of(text, sentence_spans(text)), relation, groups, **known)
    return span and text[slice(*span)]


def make_stated(kind: RelationType, group: Group) -> FoundRelation:
    return make_relation(kind, 0, *((span.start, span.end, 0.9) for span in group.spans))


# names


def test_a_span_cuts_no_word():
    text = "convolutional nets, faithfulness- and LiDAR"
    assert whole_words(text, 0, 8) == (0, 13)
    assert whole_words(text, 14, 16) == (14, 18)
    assert whole_words(text, 20, 33) == (20, 32)
    assert whole_words("on W2P(h) too", 3, 8) == (3, 9)


def test_a_name_ends_with_the_title_and_before_the_number_of_what_is_listed_next():
    # Previously "Foo Search\nSearch" and "Foov2. 2" were names
    title = "Fast Foo Search\nSearch in foos is slow."
    for end in ("", "\n", "\n \n"):
        assert whole_words(title + end, 5, 22) == (5, 15)
    wrapped = "On Bars\nWe tune Stable\nFoo XL."
    assert wrapped[slice(*whole_words(wrapped, 16, 29))] == "Stable\nFoo XL"
    listed = "1) We run Foov2. 2) We run Bar 2, too."
    assert listed[slice(*whole_words(listed, 10, 18))] == "Foov2"
    assert listed[slice(*whole_words(listed, 27, 32))] == "Bar 2"


@pytest.mark.parametrize(
    ("text", "name", "whole"),
    [
        ("T\nWe present NeuralA*, which", "NeuralA", "NeuralA*"),
        ("T\nWe present (RRT*) here", "RRT", "RRT*"),
        ("T\nWe use *early exit* here", "early exit", "early exit"),
        ("T\nWe use *a very early exit* here", "early exit", "early exit"),
        ("T\nWe use **Foo** here", "Foo", "Foo"),
        ("Foo Net*\nWe present it", "Foo Net", "Foo Net"),
        ("T\nWe multiply Foo*Bar here", "Foo", "Foo"),
    ],
)
def test_a_star_behind_a_name_is_its_own(text, name, whole):
    # Previously "NeuralA*, which" was a NeuralA
    start = text.index(name)
    first, last = whole_words(text, start, start + len(name))
    assert text[first:last] == whole


@pytest.mark.parametrize(
    ("text", "name", "whole"),
    [
        ("an $R^2$ of 0.9", "$R^2", "$R^2$"),
        ("an $R^2$ of 0.9", "R^2$", "$R^2$"),
        ("with $R^2 = 0.9$", "$R^2", "R^2"),
        ("a $(1, 2)$-DP bound", "$-DP", "DP"),
        ("(Cohen's $d = 0.2$)", "Cohen's $d", "Cohen's $d"),
        ("(Cohen's $d$)", "Cohen's $d", "Cohen's $d$"),
        ("on S$^2$-Bench, too", "S$^2$-Bench", "S$^2$-Bench"),
        (r"saves Tokens/\$ by 37", r"Tokens/\$", r"Tokens/\$"),
        ("MA$+$verified", "MA$", "MA"),
        ("a $ here", "$", ""),
    ],
)
def test_a_name_holds_both_dollars_of_a_pair_or_none(text, name, whole):
    # Previously "$R^2$" was a name "$R^2"
    start = text.index(name)
    first, last = whole_words(text, start, start + len(name))
    assert text[first:last] == whole


def test_a_name_ends_before_a_bracket_that_opens_and_with_none_that_only_closes():
    text = "Foo Net (FN), pitch (and roll)"
    assert whole_words(text, 0, 9) == (0, 7)
    assert whole_words(text, 25, 30) == (25, 29)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a Long Owl Form (LOF) search, too", ["Long Owl Form", "LOF"]),
        ("a Long Owl Form (LOF) search: LOF Search", ["Long Owl Form (LOF) search"]),
        ("a Long Owl Form (LOF) search: long owl form search", ["Long Owl Form (LOF) search"]),
        ("a Long Owl Form (LOF) search: glof search", ["Long Owl Form", "LOF"]),
        ("a Long Owl Form (LOF) 3 and", ["Long Owl Form (LOF) 3"]),
        ("a Long Owl Form (LOF)-driven search", ["Long Owl Form", "LOF"]),
    ],
)
def test_no_name_begins_within_a_bracket_and_ends_behind_it(text: str, names: list[str]):
    # Previously "LOF) search" was a name
    end = next(re.finditer(r"3|search", text)).end()
    spans = [Span(2, 15, METHOD, 0.9), Span(17, end, METHOD, 0.7)]
    assert [text[s.start : s.end] for s in with_short_forms(text, spans)] == names
    assert text[slice(17, with_short_forms(text, spans[1:])[0].end)] == "LOF"


def test_names_of_function_words_and_ordinals_are_dropped():
    text = "\\textbf{First} we use in and BERT."
    groups = (
        make_group(text, "First", METHOD),
        make_group(text, "in", METHOD, "in "),
        make_group(text, "BERT", MODEL),
    )
    reading = tidy(Reading(groups), text=text, abbreviations=())
    assert [group.name for group in reading.groups] == ["BERT"]


@pytest.mark.parametrize("form", ["3D", "2-D", "$4$D", "multi-modal", "Graph Neural", "control of"])
def test_a_dimension_an_adjective_and_half_a_phrase_are_no_names(form):
    text = f"Tracking in {form} space with {form} Gaussians."
    groups = (make_group(text, form, TASK), make_group(text, f"{form} Gaussians", METHOD))
    reading = tidy(Reading(groups), text=text, abbreviations=())
    assert [group.name for group in reading.groups] == [f"{form} Gaussians"]


@pytest.mark.parametrize(
    ("form", "is_name"),
    [
        ("$π_0$", True),
        ("π_{0}", True),
        ("$\\pi_{0.5}$", True),
        ("π^3", True),
        ("A*", True),
        ("V$^{*}$", True),
        ("τ", False),
        ("f_φ", False),
        ("$F$", False),
        ("C+", False),
        ("x*", False),
    ],
)
def test_a_name_of_one_letter_has_a_number_or_a_star(form, is_name):
    text = f"We beat {form} here."
    reading = tidy(Reading((make_group(text, form, MODEL),)), text=text, abbreviations=())
    assert bool(reading.groups) is is_name


@pytest.mark.parametrize("form", ["SD", "avg.", "std", "mean", "next"])
def test_a_word_of_statistics_is_no_measure(form):
    text = f"T\nFoo gets an accuracy of 38.9 ({form}) on Bar."
    groups = (make_group(text, "accuracy", METRIC), make_group(text, form, METRIC))
    reading = tidy(Reading(groups), text=text, abbreviations=())
    assert [group.name for group in reading.groups] == ["accuracy"]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("T\nSpeculative decoding (SD) helps, and SD is fast.", "SD"),
        ("T\nIt gains 2.3% over STD.", "STD"),
        ("T\nIt gains 2.3% over BEST.", "BEST"),
    ],
)
def test_a_name_that_looks_like_a_word_of_statistics_is_one(text, form):
    groups = (make_group(text, form, METHOD, form, "Speculative decoding"),)
    reading = tidy(Reading(groups), text=text, abbreviations=find_abbreviations(text))
    assert [group.name for group in reading.groups] == [form]


def test_half_a_word_or_half_a_pair_is_no_name():
    text = "T\nFoo beats prompt-based models at single- and multi-object pushing."
    forms = ("Foo", "prompt-based", "single", "multi-object pushing")
    groups = tuple(make_group(text, form, METHOD) for form in forms)
    reading = tidy(Reading(groups), text=text, abbreviations=())
    assert [group.name for group in reading.groups] == ["Foo", "multi-object pushing"]


@pytest.mark.parametrize(
    ("sentence", "form", "is_name"),
    [
        ("a class-level F1 of 0.9", "class", False),
        ("at 60% top-1 and more", "top", False),
        ("a zorf-bound system", "zorf", False),
        ("a zorf-bound system of low zorf", "zorf", True),
        ("a zorf-score of 0.9", "zorf", True),
        ("a zorf-0.9 system", "zorf", True),
        ("the least zorf-while all is fast", "zorf", True),
        ("an accuracy-bound system", "accuracy", True),
    ],
)
def test_an_unknown_measure_that_is_ever_half_a_word_is_none(sentence, form, is_name):
    # Previously 0.9 was measured by "class"
    text = f"T\nFoo has {sentence}."
    reading = tidy(Reading((make_group(text, form, METRIC),)), text=text, abbreviations=())
    assert bool(reading.groups) is is_name


def test_spellings_and_defined_abbreviations_of_a_name_become_one_thing():
    text = "Faster R-CNN, Faster-RCNNs; Masked Image Modeling (MIM). MIM is good."
    groups = (
        make_group(text, "Faster R-CNN", MODEL),
        make_group(text, "Faster-RCNNs", MODEL),
        make_group(text, "Masked Image Modeling", METHOD),
        make_group(text, "MIM", METHOD),
    )
    uses = make_relation(RelationType.USES, 3, (0, 1, 0.9))
    row = FoundResult(0, ResultKind.DELTA, subject=1, sure=SURE)
    reading = tidy(
        Reading(groups, (uses,), (row,)), text=text, abbreviations=find_abbreviations(text)
    )
    assert len(reading.groups) == 2
    assert reading.groups[1].name == "MIM"
    assert (reading.relations[0].target, reading.results[0].subject) == (1, 0)


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("Foo++", "Foo"),
        ("Foo$+$", "Foo"),
        ("Foo$^{++}$", "Foo+"),
        ("FooBench*", "FooBench"),
        (r"Foo$^\star$", "Foo"),
        ("Δ-NeRF", "NeRF"),
        ("$Δ$-NeRF", "NeRF"),
        (r"$\Delta$-NeRF", "NeRF"),
    ],
)
def test_a_successor_and_what_it_is_named_after_stay_two_things(new, old):
    # Previously the new one went by the name of the old one.
    text = f"{new} is better than {old}."
    groups = (
        make_group(text, new, METHOD),
        make_group(text, old, METHOD, f" {old}"),
    )
    assert len(tidy(Reading(groups), text=text, abbreviations=()).groups) == 2


@pytest.mark.parametrize(
    ("text", "forms", "name"),
    [
        (
            "Kestrel: Sorted Hash Index\nKestrel is small.",
            ["Sorted Hash Index", "Kestrel"],
            "Kestrel",
        ),
        ("Kestrel: A Model\nKestrel is small.", ["Model", "Kestrel"], "Kestrel"),
        ("KestRel: Fast\n$\\mathbf{KestRel}$ is", ["$\\mathbf{KestRel}$", "KestRel"], "KestRel"),
        ("Kestrel: Sorted Hash Index\nSHI is.", ["SHI", "Kestrel"], "SHI"),
        ("Kestrel: Sorted\nKestrel 2 is small.", ["Kestrel 2", "Kestrel"], "Kestrel 2"),
        ("Kestrel in Use\nThe Hash Index is.", ["Hash Index", "Kestrel"], "Hash Index"),
    ],
)
def test_the_word_before_a_titles_colon_is_the_name_unless_a_proper_word_is(text, forms, name):
    found = [make_group(text, form, METHOD) for form in forms]
    group = replace(found[0], spans=tuple(s for one in found for s in one.spans))
    (tidied,) = tidy(Reading((group,)), text=text, abbreviations=()).groups
    assert tidied.name == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Foo++", "Foo$^{++}$"),
        ("π-Foo", r"$\pi$-Foo"),
        (r"\textbf{Foo}", "foos"),
        ("C-Foo+", "CFoo+"),
    ],
)
def test_spellings_of_a_sign_are_one_thing(one, other):
    text = f"{one} and {other}"
    groups = (make_group(text, one, METHOD), make_group(text, other, METHOD))
    assert len(tidy(Reading(groups), text=text, abbreviations=()).groups) == 1


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
        ("ASSET", METHOD, BENCHMARK),
        ("Asset", METHOD, METHOD),
        ("GAN", METHOD, METHOD),
        ("Foo-Net", METHOD, METHOD),
        ("MMLU", EntityType.DATASET, EntityType.DATASET),
    ],
)
def test_the_catalogue_settles_the_type_of_a_name_it_is_sure_of(form, read_as, expected):
    assert catalogue_type([form], read_as) == expected


def test_a_long_form_of_its_own_keeps_the_readers_type():
    forms = ["MMLU", "My Modular Language Unit"]
    assert catalogue_type(forms, METHOD) == METHOD


def test_a_short_long_form_of_its_own_keeps_the_readers_type():
    # Previously two words were no long form: PA became the metric pixel accuracy
    assert catalogue_type(["PSNR", "Pose-Shift Normal-Residual"], METHOD) == METHOD
    assert catalogue_type(["SIM", "Sensor-in-Memory"], METHOD) == METHOD


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We propose MMLU, an approach to planning.", METHOD),
        ("MMLU: Planning with Units", METHOD),
        ("We propose a planner and test it on MMLU.", BENCHMARK),
    ],
)
def test_what_a_paper_presents_itself_is_of_the_type_that_was_read(text, expected):
    spans = make_group(text, "MMLU", METHOD).spans
    assert settled_type(text, spans, METHOD) == expected


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        # Previously "rated by cross-entropy training" told of a metric, Gym of a benchmark
        ("PSNR", METRIC, METHOD),
        ("MMLU", BENCHMARK, METHOD),
        ("BERT", MODEL, MODEL),  # models and methods trade places too often
    ],
)
def test_the_catalogue_overrules_only_an_unsure_reading(name, known, expected):
    text = f"We train it by {name}, and {name} settles the order."
    sure, second = (replace(s, confidence=0.97) for s in make_group(text, name, METHOD).spans)
    assert settled_type(text, [sure, second], METHOD) == expected
    assert settled_type(text, [sure, replace(second, confidence=0.8)], METHOD) == known


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Experiments on LLaDA and MMaDA show it.", "LLaDA", MODEL),
        ("We try it on PointNet with care.", "PointNet", MODEL),
        ("We evaluate it on Mem0 and two data sets.", "Mem0", METHOD),
        ("It leads on the LLaDA benchmark.", "LLaDA", BENCHMARK),
        ("It leads on the LLaDA and Zorf-1 datasets.", "LLaDA", BENCHMARK),
        ("We present PointNet, a set of 300 rooms.", "PointNet", BENCHMARK),
        ("We try it on ALOHA with care.", "ALOHA", BENCHMARK),
        ("We try it on MMLU with care.", "MMLU", BENCHMARK),
    ],
)
def test_a_known_system_that_something_is_tried_on_is_no_benchmark(text, name, expected):
    # Previously "experiments on LLaDA" made a benchmark of the model
    spans = [replace(s, confidence=0.97) for s in make_group(text, name, BENCHMARK).spans]
    assert settled_type(text, spans, BENCHMARK) == expected


def test_what_is_written_without_a_capital_is_no_model_of_the_catalogue():
    # Previously "vision transformer", the architecture, became the model Vision Transformer
    text = "It uses the vision transformer."
    [*spans] = make_group(text, "vision transformer", METHOD).spans
    assert settled_type(text, spans, METHOD) == METHOD


@pytest.mark.parametrize(
    ("text", "expected"),
    [("We present Foo, a 7B reader.", MODEL), ("We present Foo, a tool for 7B models.", METHOD)],
)
def test_what_is_of_a_size_is_a_model(text, expected):
    assert settled_type(text, make_group(text, "Foo", METHOD).spans, METHOD) == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Foo-R1: A Reader\nIt reads.", ["Foo-R1"]),
        ("Position: We Must Read\nIt reads.", []),
        ("A Reader: Foo-R1\nIt reads.", []),
    ],
)
def test_the_one_proper_word_before_a_titles_colon_is_a_name(text, names):
    assert [text[s.start : s.end] for s in with_known(text, [])] == names


def test_names_that_the_catalogue_spells_are_found_whole():
    text = "We test on CNN/DailyMail and MMLU-Pro."
    assert [text[a:b] for a, b, _ in known_names(text)] == ["CNN/DailyMail", "MMLU-Pro"]


def test_what_mostly_means_another_thing_is_no_known_name():
    # Previously regions of interest were returns on investment, and seven R1 universities a model
    text = "At seven R1 universities an ROI mask, raw KPI streams, and no CVE raise TPOT."
    assert [(text[a:b], kind) for a, b, kind in known_names(text)] == [("TPOT", METRIC)]


def test_a_name_that_joins_may_be_one_that_is_not_looked_for():
    # Previously each KL coefficient was a measured KL divergence
    text = "With 8 GB of GPU memory (VRAM) and a KL coefficient it has a FID of 3."
    assert [text[a:b] for a, b, _ in known_names(text)] == ["FID"]
    [kl] = load_catalogue().find("KL", METRIC)
    assert kl.name == "KL divergence"
    # Previously the place where a study was made was a benchmark
    text = "We asked the University of California, Irvine, and the University of East Anglia."
    assert known_names(text) == []


@pytest.mark.parametrize(
    ("long", "found"),
    [
        ("mobile laser scanning", []),
        ("Multilingual LibriSpeech", ["MLS"]),
        ("multilingual librispeech", ["MLS"]),
    ],
)
def test_a_known_name_that_a_text_makes_short_for_other_words_is_not_added(long, found):
    # Previously what is tested on laser scans was on a benchmark of speech
    text = f"We read {long} (MLS) on the move."
    spans = with_known(text, [], abbreviations=[(long, "MLS")])
    assert [text[s.start : s.end] for s in spans if s.end - s.start == 3] == found


def test_a_tagged_part_of_a_known_name_is_widened_to_it():
    text = "We test on CNN/DailyMail."
    [span] = with_known(text, [Span(11, 14, BENCHMARK, 0.7)])
    assert text[span.start : span.end] == "CNN/DailyMail"


def test_a_models_size_belongs_to_its_name():
    text = "We prune Foo 7B and Bar."
    spans = with_known(text, [Span(9, 12, MODEL, 0.9), Span(20, 23, MODEL, 0.9)])
    assert [text[s.start : s.end] for s in spans] == ["Foo 7B", "Bar"]


@pytest.mark.parametrize("size", ["nano", "2x-large", "xlarge", "base"])
def test_a_models_size_in_brackets_is_no_thing_of_its_own(size):
    # Previously "2x-large" led a leaderboard
    text = f"Foo ({size}) beats Bar (ours)."
    spans = [Span(0, 3, MODEL, 0.9), Span(5, 5 + len(size), MODEL, 0.9)]
    bar = text.index("Bar")
    spans = with_known(text, [*spans, Span(bar, bar + 3, MODEL, 0.9)])
    assert [text[s.start : s.end] for s in spans] == [f"Foo ({size})", "Bar"]


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ("Foo AP50", ["Foo", "AP50"]),
        ("Foo mAP50-95", ["Foo", "mAP50-95"]),
        ("Foo Top-1 accuracy", ["Foo", "Top-1 accuracy"]),
        ("Foo EM", ["Foo EM"]),
        ("Foo Bar mAP@0.5", ["Foo Bar", "mAP@0.5"]),
        ("Foo top-1 accuracy", ["Foo", "top-1 accuracy"]),
        ("Foo pass@1", ["Foo", "pass@1"]),
        ("Foo F1", ["Foo", "F1"]),
        ("Foo HD", ["Foo HD"]),
        ("Foo Recall", ["Foo Recall"]),
        ("FooAP50", ["FooAP50"]),
    ],
)
def test_a_metric_behind_a_benchmarks_name_is_a_thing_of_its_own(form, names):
    # Previously "COCO AP50" was a benchmark without a metric
    text = f"On {form} it is 61%."
    spans = with_known(text, [Span(3, 3 + len(form), BENCHMARK, 0.9)])
    assert [text[s.start : s.end] for s in spans] == names
    assert [s.type for s in spans] == [BENCHMARK, METRIC][: len(names)]


# series


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ("Llama-2/3", ["Llama-2", "Llama-3"]),
        ("Foo2.5-7B/14B/32B", ["Foo2.5-7B", "Foo2.5-14B", "Foo2.5-32B"]),
        ("Foo 7B and 72B Instruct", ["Foo 7B Instruct", "Foo 72B Instruct"]),
        ("Foo-7B-Chat and 13B-Chat", ["Foo-7B-Chat", "Foo-13B-Chat"]),
        ("AIME 2024/2025", ["AIME 2024", "AIME 2025"]),
        ("Foo-V2 and V3", ["Foo-V2", "Foo-V3"]),
        ("ViT-L/14", []),
        ("Foo-2 and 3", []),
        ("TCP/IP", []),
        ("Foo", []),
    ],
)
def test_a_series_stands_for_its_full_names(form, names):
    assert series_names(form) == names


def test_every_element_of_a_series_is_a_thing_whose_mention_is_the_series():
    text = "Foo-7B and 13B beat Foo-7B."
    first, second = make_group(text, "Foo-7B", MODEL).spans
    spans = with_series(text, [first, Span(11, 14, MODEL, 0.8), second])
    assert [text[s.start : s.end] for s in spans] == ["Foo-7B and 13B", "Foo-7B"]
    things = split_series(text, [Group("Foo-7B", MODEL, tuple(spans), 0.9)])
    assert {g.name: [text[s.start : s.end] for s in g.spans] for g in things} == {
        "Foo-7B": ["Foo-7B and 13B", "Foo-7B"],
        "Foo-13B": ["Foo-7B and 13B"],
    }


def test_elements_of_a_series_stay_apart_when_names_are_joined():
    text = "We use Foo-2/3."
    things = split_series(text, [make_group(text, "Foo-2/3", MODEL)])
    reading = tidy(Reading(tuple(things)), text=text, abbreviations=())
    assert [group.name for group in reading.groups] == ["Foo-2", "Foo-3"]


def test_what_follows_a_size_without_being_one_is_no_series():
    text = "Foo-7B and 13B tokens"
    [span] = with_series(text, [Span(0, 6, MODEL, 0.9)])
    assert span.end == 6


# chances


def test_unsure_things_go_but_links_measures_and_title_names():
    text = "Foo-R1: A Title\nBar by Baz at mAP on github.com/a/b."
    groups = (
        make_group(text, "Foo-R1", METHOD),
        make_group(text, "Bar", METHOD),
        make_group(text, "Baz", METHOD),
        make_group(text, "mAP", METRIC),
        make_group(text, "github.com/a/b", EntityType.REPO),
    )
    results = tuple(make_results(1, subject=1, metric=3))
    reading = Reading(groups, (), results, (0.1, 0.1, 0.9, 0.1, 0.1))
    strict = Calibration(
        intercepts={"entities": -3.0}, evidence={"entities": 1.0}, least={"entities": 0.5}
    )
    kept = sure_things(reading, text=text, calibration=strict)
    assert [group.name for group in kept.groups] == ["Foo-R1", "Baz", "mAP", "github.com/a/b"]
    [result] = kept.results
    assert (result.subject, result.metric) == (None, 2)


def test_data_of_the_catalogue_stay_however_unsure():
    # Previously AudioSet was left out where the reader was unsure of it
    text = "T\nWe take AudioSet, Audioset, Netflix and Bar."
    names = ("AudioSet", "Netflix", "Bar")
    groups = tuple(make_group(text, name, BENCHMARK) for name in names)
    method = make_group(text, "Audioset", METHOD)
    reading = Reading((*groups, method), (), (), (0.1,) * 4)
    strict = Calibration(intercepts={"entities": -3.0}, least={"entities": 0.5})
    kept = sure_things(reading, text=text, calibration=strict)
    assert [group.name for group in kept.groups] == ["AudioSet"]


# results


def test_a_benchmark_that_a_number_was_taken_on_stays_however_unsure():
    text = "T\nFoo reaches 71.3% on Bar."
    groups = (make_group(text, "Foo", METHOD), make_group(text, "Bar", BENCHMARK))
    reading = Reading(groups, (), tuple(make_results(1, subject=0, benchmark=1)), (0.1, 0.1))
    strict = Calibration(intercepts={"entities": -3.0}, least={"entities": 0.5})
    kept = sure_things(reading, text=text, calibration=strict)
    assert [group.name for group in kept.groups] == ["Bar"]


def test_a_pointer_to_a_thing_that_is_gone_is_as_unsure_as_it_was_sure():
    [row] = make_results(1, subject=0, metric=1)
    gone = repointed(row, {1: 0}.get)
    assert (gone.subject, gone.benchmark, gone.metric) == (None, None, 0)
    assert gone.sure == pytest.approx((0.1, 0.9, 0.9))


def test_what_a_rule_points_to_is_as_sure_as_the_rule():
    [row] = make_results(1, benchmark=0)
    moved = settled(row, {"benchmark": 1}, sure=0.7)
    assert (moved.benchmark, moved.sure) == (1, (0.9, 0.7, 0.9))
    assert settled(row, {"benchmark": 0}, sure=0.7) == row


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("T\nFoo cuts errors (0.30% -> 0.05%).", ResultKind.ABSOLUTE),
        ("T\nIt rises from 71.2 to 75.5 points.", ResultKind.ABSOLUTE),
        ("T\nLatency falls from $12\\%$ to just $3\\%$.", ResultKind.ABSOLUTE),
        ("T\nWe see improvements from 3.0% to 12.1%.", ResultKind.DELTA),
        ("T\nIt gains points ranging from 3.0 to 12.1.", ResultKind.DELTA),
        ("T\nIt gains 3.0 points and 4.1 to 5 more.", ResultKind.DELTA),
    ],
)
def test_what_was_and_what_is_are_both_scores(text, kind):
    rows = [FoundResult(n, ResultKind.DELTA, sure=SURE) for n in range(2)]
    shared = share_lists(make_findings(text, (), rows))
    assert [row.kind for row in shared] == [kind, kind]


def test_what_is_first_named_after_a_number_is_not_what_it_was_taken_on():
    text = "T\nFoo runs at 28 FPS on Bar. On Baz it fails."
    groups = [make_group(text, name, kind) for name, kind in (("Foo", METHOD), ("Baz", BENCHMARK))]
    rows = make_results(1, subject=0, benchmark=1)
    [row] = forget_later(make_findings(text, groups, rows))
    assert (row.subject, row.benchmark) == (0, None)


@pytest.mark.parametrize(
    ("body", "sure", "kept"),
    [
        ("We test accuracy on Baz. Foo reaches 61%.", (0.6, 0.8), (None, None)),
        ("We test accuracy on Baz. Foo reaches 61%.", (0.8, 0.95), (1, 2)),
        ("Foo reaches an accuracy of 61% on Baz.", (0.6, 0.8), (1, 2)),
        ("We test on Baz. We test accuracy. Foo reaches 61%.", (0.6, 0.95), (1, 2)),
        ("We test accuracy on Baz. Foo reaches 61% on Baz.", (0.6, 0.8), (1, None)),
    ],
)
def test_what_other_sentences_name_is_kept_where_it_is_sure(body, sure, kept):
    text = f"T\n{body}"
    named = (("Foo", METHOD), ("Baz", BENCHMARK), ("accuracy", METRIC))
    groups = [make_group(text, name, kind) for name, kind in named]
    rows = [FoundResult(0, ResultKind.ABSOLUTE, 0, 1, 2, sure=(0.9, *sure))]
    [row] = forget_elsewhere(make_findings(text, groups, rows))
    assert (row.benchmark, row.metric) == kept


@pytest.mark.parametrize(
    "body",
    [
        "We test Foo on Aaa and Bbb. It reaches 75.3% overall.",
        "Foo reaches 75.3% overall. Then we test it on Aaa and Bbb.",
    ],
)
def test_rows_that_lose_what_told_them_apart_are_one(body):
    text = f"T\n{body}"
    named = (("Foo", METHOD), ("Aaa", BENCHMARK), ("Bbb", BENCHMARK))
    groups = [make_group(text, name, kind) for name, kind in named]
    rows = [
        FoundResult(0, ResultKind.ABSOLUTE, 0, benchmark, sure=(0.9, sure, 0.9))
        for benchmark, sure in ((1, 0.6), (2, 0.55))
    ]
    [row] = settle(make_findings(text, groups, rows)).results
    assert row.benchmark is None
    assert row.sure[1] == pytest.approx(0.45 if body.startswith("We") else UNNAMED)


@pytest.mark.parametrize(
    ("body", "benchmark"),
    [
        ("Foo leads on Baz. On physical robot experiments with two arms, it reaches 61%.", None),
        ("Foo leads on Baz. Finally, in real-world manipulation tasks Foo reaches 61%.", None),
        ("Real-world tasks like those of Baz are solved in 61%.", 1),
        ("Foo leads on Baz. It reaches 61% there, and works in real-world tasks too.", 1),
        ("Foo leads on Baz. A physical trigger fools it in 61% of all cases.", 1),
        ("Foo reaches 61% on Baz and on real-world tasks.", 1),
    ],
)
def test_what_was_taken_on_a_real_robot_was_not_taken_on_the_benchmark(body, benchmark):
    # Previously a run on a robot took a place on the simulation's leaderboard
    text = f"T\n{body}"
    groups = [make_group(text, name, kind) for name, kind in (("Foo", METHOD), ("Baz", BENCHMARK))]
    numbers = find_numbers(text)
    at = next(k for k, number in enumerate(numbers) if number.value == 61)
    rows = [FoundResult(at, ResultKind.ABSOLUTE, 0, 1, sure=SURE)]
    [row] = forget_simulated(make_findings(text, groups, rows))
    assert (row.subject, row.benchmark) == (0, benchmark)


@pytest.mark.parametrize(
    ("body", "subject"),
    [
        ("Foo is far from human performance (97%).", None),
        ("Foo lags, as humans exceed 97% there.", None),
        ("Foo lags behind the human baseline of 97%.", None),
        ("Foo lags, compared to >97% for humans.", None),
        ("Foo lags behind the 97\\% human baseline.", None),
        ("Foo is no better than the 97% random chance.", None),
        ("Foo reaches human performance with 97%.", 0),
        ("Foo reaches 97% on human-validated questions.", 0),
        ("Foo agrees in 97% of human preferences.", 0),
        ("Foo gets 97% and lags human performance.", 0),
        ("Foo does better than 97% of human experts.", 0),
        ("Foo is preferred in 97% by experts.", 0),
    ],
)
def test_the_score_of_people_or_of_chance_is_no_models(body, subject):
    # Previously a model led a leaderboard with the score of the people it had lost to
    text = f"T\n{body}"
    groups = [make_group(text, "Foo", MODEL)]
    [row] = forget_yardsticks(make_findings(text, groups, make_results(1, subject=0)))
    assert row.subject == subject


@pytest.mark.parametrize(
    ("body", "metric"),
    [
        ("Size correlates with accuracy (r = 61).", None),
        ("Models agree with people on accuracy ($\\kappa$ = 61).", None),
        ("It raises accuracy (+5 points; d=61, p<0.01).", None),
        ("It fits accuracy with $R^2=61$.", None),
        ("It reaches an accuracy of 61.", 0),
        ("It reaches accuracy = 61.", 0),
        ("On bird = 61, accuracy is best.", 0),
    ],
)
def test_the_strength_of_a_link_is_no_score_by_what_is_linked(body, metric):
    # Previously a correlation of 0.41 with accuracy was an accuracy of 0.41
    assert metric_of_61(forget_linked, body, "accuracy") == metric


@pytest.mark.parametrize(
    ("body", "metric"),
    [
        ("It has an F1 of 3.5 and a stability score of 61.", None),
        ("F1 is 3.5 with stronger correlation coefficients (61 for Foo).", None),
        ("It gains 3 in F1 (3.5 on Baz) and strong fidelity (mean: 61).", None),
        ("It has an F1 of 3.5 and a correlation with human ratings of only 61.", None),
        ("It has an F1 of 3.5 and then 61.", 0),
        ("It has an F1 of 3.5 on Baz and an F1 score of 61.", 0),
        ("It has an F1 score and a stability score of 61.", 0),
        ("Its fidelity of 3.5 falls to an F1 of 61.", 0),
    ],
)
def test_a_number_behind_a_measure_of_its_own_has_no_other(body, metric):
    # Previously a correlation of 0.43 behind an MAE was an MAE, and the best of its board
    assert metric_of_61(forget_other_measures, body, "F1") == metric


@pytest.mark.parametrize("name", ["correlation with people", "$R^2$", "Cohen's d"])
def test_a_measure_of_strength_keeps_its_number(name):
    text = f"T\nThe {name} is high ($d$ = 0.61)."
    groups = [make_group(text, name, METRIC)]
    [row] = forget_linked(make_findings(text, groups, make_results(1, metric=0)))
    assert row.metric == 0


@pytest.mark.parametrize(
    ("body", "benchmark"),
    [
        ("Experiments on A1 and B2 show gains of up to 9.6%.", None),
        ("On A1, B2, and C3, it is better by 9.6%.", None),
        ("It gains 9.6% on sets (A1, B2).", None),
        ("On A1 and B2 it is good, and on A1 it gains 9.6%.", 0),
        ("It is good on A1 (9.6%) and B2.", 0),
        ("It transfers to A1 and B2 with an F1 of 9.6%.", 0),
        ("On A1 and B2 it gains 9.6% F1 and 7.1% F1, respectively.", 0),
        ("It gains 9.6% and 7.1% on A1 and B2.", 0),
        ("It gains 9.6% on A1/B2 with ease.", 0),
        ("Experiments on A1 show gains of up to 9.6%.", 0),
    ],
)
def test_a_number_over_several_benchmarks_is_not_on_one_of_them(body, benchmark):
    # Previously it was on the one that the reader happened to point to
    text = f"T\n{body}"
    numbers = find_numbers(text)
    at = next(k for k, number in enumerate(numbers) if number.value == 9.6)
    groups = [make_group(text, name, BENCHMARK) for name in ("A1", "B2", "C3") if name in text]
    rows = [FoundResult(at, ResultKind.DELTA, benchmark=0, sure=SURE)]
    [row] = forget_one_of_several(make_findings(text, groups, rows, numbers=numbers))
    assert row.benchmark == benchmark


def test_roles_of_a_result_keep_to_types():
    text = "A B C"
    groups = [make_group(text, "A", MODEL), make_group(text, "B", METRIC)]
    assert may_point(groups).tolist() == [
        [True, True, True, True],
        [True, False, False, True],
        [False, False, True, False],
    ]


@pytest.mark.parametrize("unit", ["{}%", "\\SI{{{}}}{{\\percent}}", "$\\qty{{{}}}{{\\ms}}$"])
def test_numbers_of_a_list_go_to_the_benchmarks_of_a_list_in_order(unit):
    row = ", ".join(unit.format(value) for value in (71.3, 80.2, 64.0))
    text = f"T\nIt reaches {row} on A1, B2 and C3, respectively."
    groups = [make_group(text, name, BENCHMARK) for name in ("A1", "B2", "C3")]
    shared = share_lists(make_findings(text, groups, make_results(3, benchmark=0)))
    assert [result.benchmark for result in shared] == [0, 1, 2]


@pytest.mark.parametrize(
    ("numbers", "benchmarks"),
    [
        ("37.1 mm and 13.4 mm", [0, 1]),
        ("12 FPS and 8 FPS", [0, 1]),
        ("3.1-fold and 2.2-fold", [0, 1]),
        ("3.1 times and 2.2 times", [0, 1]),
        ("1.2 mm, 2.2x", [0, 0]),
    ],
)
def test_a_list_over_benchmarks_is_in_one_unit_of_any_kind(numbers, benchmarks):
    # Previously only percent, points and a few more joined a list
    text = f"T\nIt reaches {numbers} on A1 and B2."
    groups = [make_group(text, name, BENCHMARK) for name in ("A1", "B2")]
    shared = share_lists(make_findings(text, groups, make_results(2, benchmark=0)))
    assert [result.benchmark for result in shared] == benchmarks


def test_lists_of_other_lengths_are_left_alone():
    text = "T\nIt reaches 71.3% and 80.2% on A1, B2 and C3."
    groups = [make_group(text, name, BENCHMARK) for name in ("A1", "B2", "C3")]
    rows = make_results(2, benchmark=0)
    shared = share_lists(make_findings(text, groups, rows))
    assert shared == rows


@pytest.mark.parametrize(
    ("body", "benchmarks"),
    [
        ("We run A1, B2 and C3. It reaches 71.3%, 80.2% and 64.0%, respectively.", [0, 1, 2]),
        ("We run A1, B2 (a part) and C3. It reaches 71% and 64%, respectively.", [None, None]),
        ("We run A1 (with B2) and C3. It reaches 71.3% and 64.0%, respectively.", [0, 2]),
        ("We run A1 and B2; A1 is hard. It gains 7.3% and 6.4% F1, respectively.", [0, 1]),
        ("It is 31.2 on A1 and 71.5 on B2, ahead by 15.7% and 20.4%, respectively.", [0, 1]),
        ("On A1 it gains 15.7% and 20.4%, respectively, over what B2 has.", [None, None]),
        ("On A1 it leads, as on B2, by 15.7% and 20.4%.", [None, None]),
        ("On A1 it leads, as on B2, by 15.7% and 20.4% to 5, respectively.", [None, None]),
        ("We run A1 and B2. It is fast. It gains 15.7% and 20.4%, respectively.", [None, None]),
        ("We run A1, B2 and C3. It gains 15.7% and 20.4%, respectively.", [None, None]),
        ("We run A1 and B2. Recall and F1 rise by 15% and 20%, respectively.", [None, None]),
        ("We run A1 and B2. Small and large models gain 15% and 20%, respectively.", [None, None]),
        ("We run sets (A1 and B2), C3 and D4. It gains 15% and 20%, respectively.", [2, 3]),
    ],
)
def test_numbers_go_in_order_to_the_benchmarks_named_before(body, benchmarks):
    # Previously all were on the benchmark named last, or on none
    text = f"A Title\n{body}"
    groups = [make_group(text, name, BENCHMARK) for name in ("A1", "B2", "C3", "D4")]
    groups += [make_group(text, name, METRIC) for name in ("Recall", "F1") if "Recall" in text]
    numbers = find_numbers(text)
    rows = [
        FoundResult(k, ResultKind.DELTA, sure=SURE) for k, n in enumerate(numbers) if n.unit == "%"
    ]
    shared = share_lists(make_findings(text, groups, rows))
    assert [row.benchmark for row in shared] == benchmarks


def test_words_that_hyphens_hold_together_are_no_pair_of_things():
    # Previously a pair was looked for from each part of a word: ten minutes for this text
    text = f"T\nOn A1 and B2, {'a-' * 100_000} gains 71% and 62%, respectively."
    groups = [make_group(text, name, BENCHMARK) for name in ("A1", "B2")]
    shared = share_lists(make_findings(text, groups, make_results(2)))
    assert [row.benchmark for row in shared] == [0, 1]


def test_no_list_goes_to_the_benchmarks_of_the_title():
    text = "A Test of A1 and B2\nIt reaches 71.3% and 64.0%, respectively."
    groups = [make_group(text, name, BENCHMARK) for name in ("A1", "B2")]
    rows = make_results(2)
    shared = share_lists(make_findings(text, groups, rows))
    assert shared == rows


@pytest.mark.parametrize(
    ("sentence", "versus"),
    [
        ("It outperforms A1 and B2 in recall by 3.6 and 2.4 points, respectively.", [0, 1]),
        ("It is $3.6\\times$ and $2.4\\times$ faster than A1 and B2, respectively.", [0, 1]),
        ("It outperforms A1 and B2 in recall by 3.6 and 2.4 points.", [0, 0]),
        ("It speeds up A1 and B2 by 3.6 and 2.4 points, respectively.", [0, 0]),
        ("It outperforms A1, C3 and B2 by 3.6 and 2.4 points, respectively.", [0, 0]),
        ("Compared with strong rivals A1 and B2 it gains 3.6% and 2.4%, respectively.", [0, 1]),
        ("It gains 3.6% and 2.4% over the best runs on A1 and B2 respectively.", [0, 0]),
        ("It gains 3.6% and 2.4% over GRPO for A1 and B2 respectively.", [0, 0]),
        ("It gains 3.6% and 2.4% over tuning with A1 and B2, respectively.", [0, 0]),
        ("It beats CoT by 3.6% and 2.4% across A1 and B2, respectively.", [0, 0]),
    ],
)
def test_rivals_that_stand_in_order_get_their_own_margins(sentence, versus):
    # Previously both margins were over the first rival
    text = f"T\n{sentence}"
    groups = [make_group(text, name, MODEL) for name in ("A1", "B2", "C3")]
    rows = [FoundResult(n, ResultKind.DELTA, versus=0, sure=SURE) for n in range(2)]
    shared = share_lists(make_findings(text, groups, rows))
    assert [row.versus for row in shared] == versus


def test_one_number_on_two_benchmarks_is_two_results():
    text = "T\nIt gains 3.2% on A1 and B2 in all."
    groups = [make_group(text, name, BENCHMARK) for name in ("A1", "B2")]
    shared = share_lists(make_findings(text, groups, make_results(1)))
    assert [result.benchmark for result in shared] == [0, 1]


@pytest.mark.parametrize(
    ("row", "benchmarks"), [("71%", [0, 1]), ("71% and 62%", [0, 1]), ("71%, 62% and 5%", [0] * 3)]
)
def test_a_series_stands_for_each_of_its_benchmarks(row, benchmarks):
    # Previously all were on the first
    text = f"A Title\nIt reaches {row} on Foo 2024 and 2025."
    series = make_group(text, "Foo 2024", BENCHMARK, "Foo 2024 and 2025")
    groups = [series, replace(series, name="Foo 2025")]
    numbers = [number for number in find_numbers(text) if number.unit]
    rows = make_results(len(numbers), benchmark=0)
    shared = share_lists(make_findings(text, groups, rows, numbers=numbers))
    assert [row.benchmark for row in shared] == benchmarks


def test_one_number_over_three_benchmarks_stays_one_result():
    text = "T\nIt gains 3.2% on A1, B2 and C3."
    groups = [make_group(text, name, BENCHMARK) for name in ("A1", "B2", "C3")]
    rows = make_results(1)
    shared = share_lists(make_findings(text, groups, rows))
    assert shared == rows


def test_the_numbers_of_a_list_are_of_one_kind():
    # Previously the first of six gains could be read as a score
    text = "T\nIt gains 6.2%, 3.7% and 4.7%."
    kinds = (ResultKind.ABSOLUTE, ResultKind.DELTA, ResultKind.DELTA)
    rows = [FoundResult(n, kind, sure=SURE) for n, kind in enumerate(kinds)]
    shared = share_lists(make_findings(text, (), rows))
    assert {result.kind for result in shared} == {ResultKind.DELTA}


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
    rows = [*make_results(1, versus=2), *make_results(1), *make_results(1, subject=1, versus=2)]
    found = make_findings(text, groups, rows, relations=relations)
    assert contribution(found.reading) == 0
    assert [r.subject for r in name_subjects(found)] == [0, None, 1]


# evidence


def test_a_title_is_one_sentence_whatever_signs_it_holds():
    text = "AHA! A Method. Does It Help?\nIt helps. We show it."
    found = [text[start:end] for start, end in sentence_spans(text)]
    assert found == ["AHA! A Method. Does It Help?", "It helps.", "We show it."]


@pytest.mark.parametrize(
    ("body", "evidence"),
    [
        ("We present Bar for news. It is fast. Bar joins it by Foo.", "We present"),
        ("We present Bar for news. Our Foo joins it.", "Our Foo"),
        ("Cars need joins. Bar joins it by Foo.", "Bar joins"),
    ],
)
def test_the_evidence_of_an_own_part_starts_where_the_whole_is_proposed(body, evidence):
    text = f"T\n{body}"
    group = make_group(text, "Foo", METHOD)
    introduces = make_stated(RelationType.INTRODUCES, group)
    assert evidence_of(text, introduces, [group]) == body[body.index(evidence) :]


def test_a_benchmark_of_which_only_results_are_told_is_not_introduced():
    text = "T\nExperiments on Foo show large gains."
    group = make_group(text, "Foo", BENCHMARK)
    introduces = make_stated(RelationType.INTRODUCES, group)
    assert evidence_of(text, introduces, [group]) is None
    method = make_group(text, "Foo", METHOD)
    assert evidence_of(text, introduces, [method]) == "Experiments on Foo show large gains."


@pytest.mark.parametrize(
    ("sentence", "aim"),
    [
        ("Foo masks words to further enhance the overall accuracy of answers.", True),
        ("It serves users during high-accuracy work.", True),
        ("Foo has higher accuracy.", False),
        ("Foo masks words to enhance accuracy by 3.2%.", False),
    ],
)
def test_a_measure_that_is_only_aimed_at_is_not_measured(sentence, aim):
    assert is_aim(sentence, sentence.index("accuracy")) is aim
    text = f"T\n{sentence}"
    group = make_group(text, "accuracy", METRIC)
    found = evidence_of(text, make_stated(RelationType.MEASURES, group), [group])
    assert found == (None if aim else sentence)


@pytest.mark.parametrize(
    "opening", ["Despite its size,", "As a result,", "While others fail,", "However,"]
)
def test_a_sentence_that_names_the_own_thing_is_none_on_others_work(opening):
    text = f"On a thing\nModels fail. We present Foo. {opening} Foo works with BERT."
    own, bert = make_group(text, "Foo", METHOD), make_group(text, "BERT", MODEL)
    groups, uses = [bert, own], make_stated(RelationType.USES, bert)
    layout = Layout.of(text, sentence_spans(text))
    assert evidence_span(layout, uses, groups) is None
    start, end = evidence_span(layout.naming(s.start for s in own.spans), uses, groups)
    assert text[start:end].startswith(opening)


def test_what_is_done_without_is_not_used():
    # Previously "an RL-free framework" used RL
    text = "T\nWe propose Foo, a BERT-free framework."
    group = make_group(text, "BERT", MODEL)
    assert evidence_of(text, make_stated(RelationType.USES, group), [group]) is None


def test_the_evidence_of_a_use_is_the_papers_own_sentence_not_the_background():
    text = "T\nRecently, BERT has become popular. We fine-tune BERT on news."
    group = make_group(text, "BERT", MODEL)
    first, second = group.spans
    uses = make_relation(
        RelationType.USES, 0, (first.start, first.end, 0.9), (second.start, second.end, 0.88)
    )
    assert evidence_of(text, uses, [group]) == "We fine-tune BERT on news."


def test_the_evidence_of_a_name_is_a_sentence_that_says_the_name_itself():
    name = "6-DoF head pose estimation"
    text = f"T\nWe study {name} for robots. We improve pose estimation in cars."
    group = make_group(text, name, EntityType.TASK, name, "pose estimation in")
    first, second = group.spans[0], group.spans[-1]
    places = [(first.start, first.end, 0.8), (second.start, second.end - 3, 0.85)]
    addresses = make_relation(RelationType.ADDRESSES, 0, *places)
    assert evidence_of(text, addresses, [group]) == f"We study {name} for robots."


FAR = "Foo is. It is. It was. It does. It did. Our model gets 71.3%."


@pytest.mark.parametrize(
    ("role", "body", "evidence"),
    [
        ("benchmark", "On Foo we test. It is hard. It gets 71.3%.", None),
        ("benchmark", "It is hard. On Foo it gets 71.3%.", "On Foo it gets 71.3%."),
        ("benchmark", FAR, "Our model gets 71.3%."),
        ("subject", FAR, None),
        ("versus", "We beat Foo. We get 71.3%.", None),
        ("metric", "We give Foo. It is. We get 71.3%.", None),
    ],
)
def test_the_evidence_of_a_result_reaches_back_to_what_it_names(role, body, evidence):
    text = f"Foo: A Title\n{body}"
    groups = (make_group(text, "Foo", EntityType.BENCHMARK),)
    (row,) = make_results(1, **{role: 0})
    found = make_findings(text, groups)
    assert text[slice(*result_span(found, row))] == (evidence or body)


def test_the_evidence_of_two_things_is_a_sentence_that_holds_both():
    text = "Foo: A Title\nFoo is new. It is fast. Foo is built on BERT. BERT is old."
    groups = [make_group(text, "Foo", METHOD), make_group(text, "BERT", MODEL)]
    based = make_relation(RelationType.BASED_ON, 1, (0, 3, 0.9), (50, 54, 0.9), source=0)
    assert evidence_of(text, based, groups) == "Foo is built on BERT."


@pytest.mark.parametrize(
    ("body", "evidence"),
    [
        (
            "We present Foo, a benchmark to evaluate planning. It is hard. We test nine models.",
            None,
        ),
        ("We present Foo, a benchmark of plans. On Foo the best model reaches 43.", "On Foo"),
    ],
)
def test_the_evidence_of_tests_on_an_own_set_goes_on_to_the_sentence_on_tests(body, evidence):
    text = f"Foo: A Title\n{body}"
    group = make_group(text, "Foo", BENCHMARK)
    evaluates = make_stated(RelationType.EVALUATES_ON, group)
    found = evidence_of(text, evaluates, [group], introduced={0})
    assert found == body[body.index(evidence or "We") :]


def test_a_set_that_is_only_introduced_is_not_evaluated_on():
    text = "Foo: A Title\nWe present Foo, a new benchmark to test planning. It has 900 plans."
    group = make_group(text, "Foo", BENCHMARK)
    evaluates = make_stated(RelationType.EVALUATES_ON, group)
    assert evidence_of(text, evaluates, [group], introduced={0}) is None
    # A set of others' is not described where it is named: it needs no more.
    assert evidence_of(text, evaluates, [group]) is not None


@pytest.mark.parametrize(
    ("body", "proven"),
    [
        ("We collect Foo, a large set of plans. On it we train Bar.", True),
        ("We collect Foo, a large set of plans. It is free.", False),
    ],
)
def test_an_own_set_is_used_where_the_text_makes_use_of_it(body, proven):
    text = f"T\n{body}"
    group = make_group(text, "Foo", EntityType.DATASET)
    uses = make_stated(RelationType.USES, group)
    assert evidence_of(text, uses, [group], introduced={0}) == (body if proven else None)
    method = make_group(text, "Foo", METHOD)
    assert evidence_of(text, uses, [method], introduced={0}) is None


@pytest.mark.parametrize(
    ("sentence", "tells"),
    [
        ("We introduce a comprehensive evaluation benchmark, Foo.", False),
        ("A comprehensive evaluation of Foo follows.", True),
        ("Extensive experiments confirm it.", True),
        ("We introduce Foo, a benchmark designed to evaluate agents.", False),
        ("Evaluating nine models reveals gaps.", True),
        ("We (a) collect Foo; (b) evaluate nine models.", True),
        ("We introduce Foo, achieving higher agreement of raters.", False),
        ("We introduce Foo and show that the best model reaches 43.", True),
        ("Bar consistently achieves more on Foo.", True),
        ("Foo contains 300 questions for testing and improving models.", False),
        ("Unlike earlier experiments, Foo comes with answers.", False),
    ],
)
def test_what_a_set_is_there_for_is_no_test(sentence, tells):
    assert reports_tests(sentence) is tells


@pytest.mark.parametrize(
    ("body", "proven"),
    [
        ("Pose estimation is hard. Cars need it. We present Foo.", True),
        ("Cars need pose estimation. We present Foo.", True),
        ("Recent cars need pose estimation. We present Foo.", False),
        ("Pose estimation is hard. It is. It is. It is. It is. We present Foo.", False),
    ],
)
def test_the_evidence_of_a_task_goes_on_to_the_papers_own_work(body, proven):
    text = f"T\n{body}"
    group = make_group(text, "pose estimation", TASK, "pose estimation", "Pose estimation")
    addresses = make_stated(RelationType.ADDRESSES, group)
    assert evidence_of(text, addresses, [group]) == (body if proven else None)


def test_what_is_said_of_a_thing_before_the_own_work_proves_no_use():
    text = "T\nBERT was trained on books. We present Foo."
    group = make_group(text, "BERT", MODEL)
    assert evidence_of(text, make_stated(RelationType.USES, group), [group]) is None


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("Foo extends BERT to news.", 1),
        ("Foo is a model based on BERT.", 1),
        ("We present Foo, a BERT model for news.", 0),
        ("We present Foo with masks, a BERT model for news.", 0),
        ("Foo integrates features of BERT.", -1),
        ("Foo is inspired by BERT.", -1),
        ("Foo is better than BERT.", -1),
        ("Foo adopts a BERT backbone.", 0),
        ("Foo is a BERT-based model.", 1),
        ("Foo is new to BERT-based methods.", 0),
        ("We propose Foo, a BERT-free framework based on BERT-Free ideas.", -1),
    ],
)
def test_an_ingredient_or_a_rival_is_no_source(sentence, says):
    before, after = sentence.split("BERT", 1)
    assert derivation(before, after) == says


@pytest.mark.parametrize(
    ("body", "evidence"),
    [
        ("Foo integrates BERT. Foo is built on BERT.", "Foo is built on BERT."),
        ("Foo integrates BERT. Here is Foo. It is a BERT model.", None),
        ("Foo is new. It is old. It is a BERT model.", None),
        ("Foo is a BERT model.", "Foo is a BERT model."),
    ],
)
def test_what_a_thing_is_based_on_is_said_where_both_stand(body, evidence):
    text = f"T\n{body}"
    groups = [make_group(text, "Foo", METHOD), make_group(text, "BERT", MODEL)]
    based = make_relation(RelationType.BASED_ON, 1, (0, 3, 0.9), (50, 54, 0.9), source=0)
    assert evidence_of(text, based, groups) == evidence


def test_a_class_that_nobody_knows_is_no_source():
    text = "T\nFoo is a slow cooking model."
    groups = [make_group(text, "Foo", METHOD), make_group(text, "slow cooking", METHOD)]
    based = make_relation(RelationType.BASED_ON, 1, (0, 3, 0.9), (50, 54, 0.9), source=0)
    assert evidence_of(text, based, groups) is None


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        ("Foo leverages distillation for news.", False),
        ("Foo has a distillation module.", True),
    ],
)
def test_a_well_known_tool_is_no_part_unless_called_a_component(sentence, part):
    text = f"T\n{sentence}"
    groups = [make_group(text, "Foo", METHOD), make_group(text, "distillation", METHOD)]
    relation = make_relation(RelationType.PART_OF, 0, (0, 3, 0.9), (50, 54, 0.9), source=1)
    assert evidence_of(text, relation, groups) == (sentence if part else None)
    # The paper's own goes by what the reader says.
    assert evidence_of(text, relation, groups, introduced={1}) == sentence


def test_a_contrast_gives_each_benchmark_its_own_task():
    text = "T\nFoo is there for parsing, whereas Bar is for tagging."
    groups = [make_group(text, form, BENCHMARK) for form in ("Foo", "Bar")]
    groups.append(make_group(text, "tagging", TASK))
    for source, found in ((0, False), (1, True)):
        places = ((0, 3, 0.9), (50, 54, 0.9))
        relation = make_relation(RelationType.BENCHMARK_FOR, 2, *places, source=source)
        assert (evidence_of(text, relation, groups) is not None) is found


def test_who_beats_whom_takes_a_word_of_winning():
    text = "T\nFoo joins BERT and masks. On news Foo outperforms the large BERT by far. We like it."
    groups = [make_group(text, "Foo", METHOD), make_group(text, "BERT", MODEL)]
    beats = make_relation(RelationType.OUTPERFORMS, 1, (0, 3, 0.9), (50, 54, 0.9), source=0)
    assert evidence_of(text, beats, groups) == "On news Foo outperforms the large BERT by far."
    text = "T\nFoo joins BERT and masks."
    groups = [make_group(text, "Foo", METHOD), make_group(text, "BERT", MODEL)]
    assert evidence_of(text, beats, groups) is None


@pytest.mark.parametrize(
    ("text", "proven"),
    [
        # Previously an aim told before the rivals were named counted as an outcome
        ("T\nFoo aims at better plans on news. It is tested on games against BERT.", False),
        ("T\nFoo is tested on games against BERT. Foo finds better plans on news.", True),
        # Previously a win over the rival by another thing did, where Foo only matches it
        ("T\nTuned readers surpass BERT on news. Foo helps small ones to match BERT.", False),
    ],
)
def test_a_win_is_told_where_or_after_the_rival_is_named(text, proven):
    groups = [make_group(text, "Foo", METHOD), make_group(text, "BERT", MODEL)]
    at, rival = text.index("Foo"), text.index("BERT")
    beats = make_relation(
        RelationType.OUTPERFORMS, 1, (at, at + 3, 0.9), (rival, rival + 4, 0.9), source=0
    )
    assert (evidence_of(text, beats, groups) is not None) == proven


@pytest.mark.parametrize(
    ("sentence", "beaten"),
    [
        ("Foo surpasses open models and is comparable to BERT.", False),
        ("Foo beats all, and reaches results on par with GPT-2 and BERT.", False),
        ("Foo improves small readers to match zero-shot BERT.", False),
        ("Foo gains 3 points and reaches parity with naive BERT.", False),
        ("Foo is faster at a quality close to that of BERT.", False),
        ("Foo beats by a margin close to 10 points BERT.", True),
        ("As the best small model Foo matches the accuracy of BERT.", False),
        ("With better data Foo achieves performance comparable with BERT.", False),
        ("Foo matches GPT-2 and outperforms BERT.", True),
        ("Foo is comparable to or exceeds BERT.", True),
        ("Foo is on par with GPT-2 and 3 points more accurate than BERT.", True),
        ("Foo is best on news and competitive with state-of-the-art models like BERT.", False),
        ("Foo improves on old models, rivaling BERT.", False),
        ("Foo gains 3 points and matches BERT.", False),
        ("Foo outperforms the old ones and approaches the large BERT.", False),
        ("Foo outperforms the old ones, narrowing the gap with BERT.", False),
        ("Foo outperforms small models and competes well with models like BERT.", False),
        ("Foo outperforms approaches such as BERT.", True),
        ("Foo outperforms its rivals BERT.", True),
        ("Foo outperforms a comparable BERT.", True),
        ("Foo outperforms patch matching methods such as BERT.", True),
        ("Foo is better than BERT and on par with GPT-2.", True),
    ],
)
def test_who_is_only_as_good_is_not_beaten(sentence, beaten):
    text = f"T\n{sentence}"
    groups = [make_group(text, "Foo", METHOD), make_group(text, "BERT", MODEL)]
    beats = make_relation(RelationType.OUTPERFORMS, 1, (0, 3, 0.9), (50, 54, 0.9), source=0)
    assert (evidence_of(text, beats, groups) is not None) is beaten


@pytest.mark.parametrize(
    ("sentence", "beaten"),
    [
        ("Foo is outperformed by BERT.", False),
        ("Foo is consistently surpassed by the larger BERT.", False),
        ("Foo underperforms BERT by 3.2 points but surpasses GPT-2.", False),
        ("Foo underperforms GPT-2 by 3.2 points but surpasses BERT.", True),
        ("Foo performs consistently worse than BERT at a higher cost.", False),
        ("Foo is better than GPT-2 and inferior to BERT.", False),
        ("Foo is less accurate than BERT, yet 3x faster.", False),
        ("Foo beats GPT-2 while it lags far behind BERT.", False),
        ("Foo falls short of BERT and gains 3 points over GPT-2.", False),
        ("Foo exceeds GPT-2 by 3.2% while staying below BERT.", False),
        ("Foo trails BERT by 7.7% while surpassing GPT-2.", False),
        ("Foo reaches a higher accuracy, which is only 0.4% lower than BERT.", False),
        ("Foo does not consistently outperform BERT with one epoch.", False),
        ("Foo cannot beat BERT.", False),
        ("The latest models, including Foo, fail to outperform BERT.", False),
        ("Foo almost outperforms BERT.", False),
        ("Foo shows no significant gain over BERT.", False),
        ("Neither Foo nor GPT-2 outperforms BERT.", False),
        ("No model, including Foo, outperforms BERT.", False),
        ("None of them, not even Foo, can outperform BERT.", False),
        ("We study whether Foo outperforms BERT.", False),
        ("Foo outperforms all baselines except BERT.", False),
        ("Does Foo outperform BERT?", False),
        ("Both Foo and BERT outperform GPT-2.", False),
        ("BERT and Foo consistently outperform GPT-2.", False),
        ("BERT significantly outperforms Foo.", False),
        ("BERT underperforms Foo by 3.2 points.", True),
        ("BERT is outperformed by Foo.", True),
        ("While GPT-2 trails GPT-4, Foo outperforms BERT.", True),
        ("While GPT-2 trails GPT-4, Foo leaves BERT behind, surpassing it.", True),
        ("BERT is worse than Foo.", True),
        ("BERT lags behind Foo.", True),
        ("Foo gets lower FID scores than BERT.", True),
        ("Foo outperformed BERT by 3 points.", True),
        ("Foo not only matches but outperforms BERT.", True),
        ("Foo does not need labels and outperforms BERT.", True),
        ("With fewer steps and no labels, Foo outperforms BERT.", True),
        ("Without tuning Foo outperforms BERT.", True),
        ("Foo needs less memory and no labels while outperforming BERT.", True),
        ("Foo does not outperform GPT-4, but leaves BERT behind.", True),
        ("NoT Foo outperforms BERT.", True),
    ],
)
def test_who_is_said_not_to_be_beaten_is_not(sentence, beaten):
    # Previously any word of winning in the sentence proved it
    text = f"T\n{sentence}"
    groups = [make_group(text, "Foo", METHOD), make_group(text, "BERT", MODEL)]
    beats = make_relation(RelationType.OUTPERFORMS, 1, (0, 3, 0.9), (50, 54, 0.9), source=0)
    assert (evidence_of(text, beats, groups) is not None) is beaten


def test_what_a_sentence_denies_two_sentences_do_not_prove():
    text = "T\nBERT and its kin outperform small nets. Foo performs worse than BERT. We like it."
    groups = [make_group(text, "Foo", METHOD), make_group(text, "BERT", MODEL)]
    beats = make_relation(RelationType.OUTPERFORMS, 1, (0, 3, 0.9), (50, 54, 0.9), source=0)
    assert evidence_of(text, beats, groups) is None


@pytest.mark.parametrize(
    ("forms", "kind", "known"),
    [
        ({"t-SNE"}, METHOD, True),
        ({"SAR", "Stage-Aligned Reward"}, METHOD, False),
        ({"PPO"}, EntityType.DATASET, False),
        ({"Foo-Net"}, METHOD, False),
    ],
)
def test_what_the_catalogue_spells_in_all_its_forms_is_well_known(forms, kind, known):
    assert is_well_known(forms, kind) is known


def test_a_well_known_name_is_introduced_only_where_title_or_reader_are_sure():
    text = "T\nWe introduce a new t-SNE plot."
    group = make_group(text, "t-SNE", METHOD)
    introduces = make_stated(RelationType.INTRODUCES, group)
    assert evidence_of(text, introduces, [group]) is None
    sure = replace(introduces, confidence=0.999)
    assert evidence_of(text, sure, [group]) == "We introduce a new t-SNE plot."
    text = "t-SNE: A New Plot\nWe introduce a plot."
    group = make_group(text, "t-SNE", METHOD)
    titled = make_stated(RelationType.INTRODUCES, group)
    assert evidence_of(text, titled, [group]) == "t-SNE: A New Plot"


@pytest.mark.parametrize(
    ("name", "other", "based"),
    [
        ("Mask-GRPO", "GRPO", True),
        ("PathMamba", "Mamba", True),
        ("SAM2Video", "SAM2", True),
        ("GRPO", "GRPO+", False),
        ("Grampo", "ramp", False),
        ("Mambas", "Mamba", False),
    ],
)
def test_what_an_own_thing_is_named_after_needs_no_word_to_be_its_base(name, other, based):
    text = f"T\nWe propose {name}, which integrates {other} well."
    at = text.rindex(other)
    source = make_group(text, name, METHOD)
    target = Group(other, METHOD, (Span(at, at + len(other), METHOD, 0.9),), 0.9)
    relation = make_relation(RelationType.BASED_ON, 1, source=0)
    found = evidence_of(text, relation, [source, target], introduced={0})
    assert (found is not None) is based
    unsure = replace(relation, confidence=0.8)
    assert evidence_of(text, unsure, [source, target], introduced={0}) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Foo improves over the Bar. It is fast. Foo is an extension of Bar.", "extension"),
        ("Foo is an extension of Bar. It is fast. Foo improves over the Bar.", "extension"),
        ("Foo improves over Bar by far. We evaluate Foo and Bar.", "improves"),
        ("Foo improves over Bar by far.", "improves"),
    ],
)
def test_a_base_is_shown_by_what_sets_the_thing_up_not_by_what_it_outdoes(text, shown):
    # Previously by the first of them, as in "Foo improves over Bar"
    text = f"T\n{text}"
    groups = [make_group(text, "Foo", METHOD), make_group(text, "Bar", METHOD)]
    mentions = ((span.start, span.end, 0.9) for group in groups for span in group.spans)
    relation = make_relation(RelationType.BASED_ON, 1, *mentions, source=0)
    assert shown in evidence_of(text, relation, groups)


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        ("Despite its size, it reaches 90% on Bar.", True),
        ("On the widely used Bar it outperforms all.", True),
        ("However, it struggles on Bar.", True),
        ("However, Bar is hard to come by.", False),
        ("Recent work relies on Bar.", False),
    ],
)
def test_an_outcome_behind_the_proposal_is_no_background(sentence, outcome):
    uses = RelationType.USES
    assert (wording(sentence, uses, title=False, before_own=False) > -1) is outcome
    assert wording(sentence, uses, title=False, before_own=True) <= -1


def test_wording_tells_own_work_from_background():
    uses = RelationType.USES
    own = wording("We use BERT.", uses, title=False, before_own=False)
    background = wording("Existing work relies on BERT.", uses, title=False, before_own=True)
    early = wording("Foo needs BERT.", uses, title=False, before_own=True)
    assert own > 0 > early == background
    task = wording("Foo is a task.", RelationType.ADDRESSES, title=False, before_own=True)
    assert 0 > task > background
    title = wording("Foo for BERT", uses, title=True, before_own=True)
    assert title < wording("Foo for BERT", uses, title=False, before_own=False)


@pytest.mark.parametrize(
    ("sentence", "fit"),
    [
        ("To overcome the limits of Bar, we propose Foo.", 1.0),
        ("We give an overview of Bar.", 1.0),
        ("We show a gain over Bar.", 2.0),
        ("Our Foo overtakes Bar.", 2.0),
    ],
)
def test_to_overcome_the_limits_of_a_thing_is_no_word_of_comparing(sentence, fit):
    compares = RelationType.COMPARES_WITH
    assert wording(sentence, compares, title=False, before_own=False) == fit


def test_evidence_of_more_sentences_fits_less():
    text = "T\n" + " ".join(["We do so."] * 9)
    sentences = sentence_spans(text)[1:]
    layout = Layout.of(text, sentence_spans(text))
    fits = [
        layout.fit((sentences[0][0], sentences[count - 1][1]), RelationType.PART_OF)
        for count in (1, 2, 9)
    ]
    assert fits == [0.0, -1.0, -3.0]


def test_being_tested_against_a_thing_is_no_win():
    assert not says_win("We benchmark Foo against Bar.")
    assert says_win("Foo scores higher against Bar.")


@pytest.mark.parametrize(
    ("sentence", "win"),
    [
        ("We evaluate Foo against state-of-the-art models, including Bar.", False),
        ("We compared Foo with five models including Bar.", False),
        ("Foo denoises over tokens where Bar does not.", False),
        ("Foo versus Bar", False),
        ("Foo lifts accuracy by 4.6 points over Bar.", True),
        ("Foo is three times more accurate than Bar.", True),
        ("Foo gives a 2x speedup compared with Bar.", True),
        ("Foo achieves state-of-the-art results on all sets that Bar was made for.", True),
    ],
)
def test_a_comparison_without_an_outcome_is_no_win(sentence, win):
    assert says_win(sentence) is win


def test_a_long_text_without_stops_takes_no_square_of_its_names():
    text = "T\n" + "our Foo extends BERT to news and " * 3000
    groups = [make_group(text, "Foo", MODEL), make_group(text, "BERT", MODEL)]
    relation = FoundRelation(RelationType.BASED_ON, 0, 1, ((0, 1), (2, 3)), 0.9)
    # Minutes where each name is weighed against all before it.
    assert evidence_of(text, relation, groups)


def test_who_is_nobody_stays_as_unsure_as_the_reader_was():
    [row] = make_results(1, versus=0)
    assert name_subjects(make_findings("A", [make_group("A", "A", MODEL)], [row])) == [row]
