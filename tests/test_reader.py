"""From text to pieces, from labels to names, from surface strings to things."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np
import pytest

from kg.errors import ConfigError
from kg.extract.decode import LABELS, Thresholds, results
from kg.extract.distinct import known_apart, two_things
from kg.extract.encode import Pieces, cut, load_tokenizer, piece_shape, windows, word_shape
from kg.extract.group import (
    ALL_PAIRS,
    TWO_THINGS,
    Span,
    Surface,
    candidate_pairs,
    canonical_name,
    cluster,
    merge,
    name_apart,
    pair_features,
    surfaces,
    weigh,
)
from kg.extract.heads import Hidden, Spots, nearest
from kg.extract.reader import Reader
from kg.extract.tags import every_occurrence, tag_spans, word_labels, word_starts
from kg.records import EntityType
from kg.resources import data_path
from kg.roles import ROLES
from kg.text.initials import stands_for

SURE = 9.0
BEGIN_MODEL, GO_ON_MODEL = 1, 2


@pytest.fixture(scope="module")
def tokenizer():
    return load_tokenizer(data_path("reader", "tokenizer.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def reader():
    return Reader.load(data_path("reader"))


def make_tags(pieces: Pieces, labels: dict[int, int]) -> np.ndarray:
    tags = np.zeros((len(pieces.ids), LABELS), np.float32)
    for n in range(len(tags)):
        tags[n, labels.get(n, 0)] = SURE
    return tags


def test_pieces_are_slices_of_the_text(tokenizer):
    text = "Ünïcode, GPT-4o and\nMATH-500"
    pieces = cut(text, tokenizer)
    assert "".join(text[s:e] for s, e in zip(pieces.starts, pieces.ends, strict=True)) == (
        text.replace(" ", "").replace("\n", "")
    )
    assert pieces.span(9, 15) is not None


def test_pieces_cut_word_by_word_are_those_of_the_whole_text(tokenizer):
    odd = "tab\there, no\u00a0break; e\u0301 '\u0301x [MASK]s it's “Bar”, 한국어:中文字 \x1c-\u200b"
    text = f"GPT-4o (GPT-4o): {odd}\n{odd} {'word' * 40}\n\n GPT-4o\n"
    whole = tokenizer.encode(text, add_special_tokens=False)
    seen = [(n, *at) for n, at in zip(whole.ids, whole.offsets, strict=True) if at[0] < at[1]]
    pieces = cut(text, tokenizer)
    rows = zip(pieces.ids, pieces.starts, pieces.ends, strict=True)
    assert list(rows) == seen


def test_shapes_tell_cases_apart():
    words = ("and", "And", "AND", "AnD", "v2", "GPT4", "DeepSeek-V3", "12", "+")
    assert len({word_shape(word) for word in words}) == len(words)
    assert [piece_shape(piece) for piece in ("4", "gpt", "Gpt", "GPT")] == [0, 1, 2, 3]


def test_windows_cover_every_piece_and_overlap():
    bounds = windows(1234, size=510, overlap=128)
    assert bounds[0][0] == 0
    assert bounds[-1][1] == 1234
    for (_, end), (start, _) in pairwise(bounds):
        assert end - start >= 128
    assert windows(7, size=510, overlap=128) == [(0, 7)]


def test_a_word_belongs_to_one_name_or_to_none():
    scores = np.full((3, LABELS), -5.0, np.float32)
    scores[0, BEGIN_MODEL] = scores[1, GO_ON_MODEL] = scores[2, 0] = -0.1
    labels = word_labels(scores, np.array([0]))
    assert labels.tolist() == [BEGIN_MODEL, GO_ON_MODEL, GO_ON_MODEL]


def test_a_mark_is_a_word_of_its_own(tokenizer):
    pieces = cut("GPT-4 wins", tokenizer)
    starts = word_starts(pieces).tolist()
    assert [pieces.text[pieces.starts[n]] for n in starts] == ["G", "-", "4", "w"]


def test_tags_become_spans_and_a_link_is_no_name(tokenizer):
    pieces = cut("bert wins here", tokenizer)
    tags = make_tags(pieces, {0: BEGIN_MODEL})
    assert [(s.start, s.end, s.type) for s in tag_spans(pieces, tags, outside=0)] == [
        (0, 4, EntityType.MODEL)
    ]
    assert tag_spans(pieces, tags, outside=0, masked=[(0, 4)]) == []


def test_a_name_may_end_the_text_and_of_two_in_a_word_the_first_counts(tokenizer):
    pieces = cut("we use bert", tokenizer)
    tags = make_tags(pieces, {2: BEGIN_MODEL, 3: GO_ON_MODEL})
    assert [(s.start, s.end) for s in tag_spans(pieces, tags, outside=0)] == [(7, 11)]
    pieces = cut("foobarium qux", tokenizer)
    two = {n: BEGIN_MODEL for n in range(len(pieces.ids))}
    spans = tag_spans(pieces, make_tags(pieces, two), outside=0)
    assert [(s.start, s.end) for s in spans] == [(0, 9), (10, 13)]
    assert tag_spans(cut("", tokenizer), np.zeros((0, LABELS), np.float32), outside=0) == []


@pytest.mark.parametrize(("words", "names"), [(40, 1), (41, 0)])
def test_a_row_of_capitals_longer_than_any_name_is_none(words, names, tokenizer):
    pieces = cut(" ".join(["Word"] * words), tokenizer)
    tags = make_tags(pieces, {n: GO_ON_MODEL if n else BEGIN_MODEL for n in range(words)})
    assert len(tag_spans(pieces, tags, outside=0)) == names


def test_a_tagged_string_is_found_wherever_it_stands():
    text = "BERT and RoBERTa; BERT again"
    tagged = [Span(0, 4, EntityType.MODEL, 0.9)]
    assert [s.start for s in every_occurrence(text, tagged)] == [0, 18]


def test_a_name_in_an_address_is_no_mention():
    text = "Kestrel halves it; see https://kestrel.io/Kestrel"
    tagged = [Span(0, 7, EntityType.METHOD, 0.9), Span(42, 49, EntityType.METHOD, 0.8)]
    assert every_occurrence(text, tagged, masked=[(23, 49)]) == tagged[:1]
    assert every_occurrence(text, tagged[:1], masked=[(23, 49)]) == tagged[:1]


def test_two_sides_are_joined_only_while_their_average_holds():
    scored = [(0.9, 0, 1), (0.8, 1, 2), (0.0, 0, 2)]
    assert cluster(3, scored, cut=0.5) == [[0, 1], [2]]
    assert cluster(3, [(0.9, 0, 1), (0.8, 1, 2), (0.3, 0, 2)], cut=0.5) == [[0, 1, 2]]


def test_initials_make_an_acronym_with_or_without_small_words():
    assert stands_for("grpo", "group relative policy optimization")
    assert stands_for("moe", "mixture of experts")
    assert stands_for("llms", "large language model")
    assert not stands_for("gpt", "group policy")


def test_the_acronym_names_a_thing_and_equal_names_are_told_apart():
    assert canonical_name(["Group Relative Policy Optimization", "GRPO"]) == "GRPO"
    spans = [Span(0, 3, EntityType.TASK, 0.9), Span(9, 12, EntityType.BENCHMARK, 0.9)]
    groups = [merge("VQA is a VQA", surfaces("VQA is a VQA", [span])) for span in spans]
    assert [g.name for g in name_apart(groups)] == ["VQA", "VQA (benchmark)"]


def test_a_piece_of_a_name_does_not_name_the_thing():
    assert canonical_name(["Full", "full-duplex dialogue"]) == "full-duplex dialogue"
    assert canonical_name(["generation of", "image generation"]) == "image generation"
    assert canonical_name(["Body-Aligned", "Body-aligned rendering"]) == "Body-aligned rendering"
    assert canonical_name(["Attention"]) == "Attention"
    assert canonical_name(["f/m", "f/m owls"]) == "f/m"


@pytest.mark.parametrize(
    ("forms", "name"),
    [
        (["$", "$A^3 RNN$", "attention model"], "$A^3 RNN$"),
        (["$(", "spatial traversal"], "spatial traversal"),
        (["(", "R-", "reward model"], "reward model"),
        (["6", "6 DoF control"], "6 DoF control"),
        (["π", "policy head"], "policy head"),
        (["2024", "Foo Cup 2024"], "Foo Cup 2024"),
        (["3D", "3D maps"], "3D"),
        (["$", "("], "$"),
    ],
)
def test_less_than_two_letters_and_digits_name_nothing_that_has_another_form(forms, name):
    assert canonical_name(forms) == name


def test_an_edition_beats_its_bare_name():
    # Previously the bare name stood: one node with all other versions.
    assert canonical_name(["FOOBAR", "FOOBAR-1.5-13B"]) == "FOOBAR-1.5-13B"
    assert canonical_name(["Foobar", "Foobar~3 Pro"]) == "Foobar~3 Pro"
    assert canonical_name(["FB", "FB-2", "Foo Bar"]) == "FB"
    assert canonical_name(["FOOBAR", "FOOBAR 2/3"]) == "FOOBAR"
    assert canonical_name(["FOO2", "FOO2 1"]) == "FOO2"
    assert canonical_name(["FOOBAR", "FOOBAR-2", "FOOBAR-2-13B"]) == "FOOBAR-2-13B"


@pytest.mark.parametrize("setting", ["25-shot", "5 shots", "3-hop", "8-bit", "10-fold", "2-way"])
def test_a_setting_is_no_edition(setting):
    assert canonical_name(["FOOBAR", f"FOOBAR {setting}"]) == "FOOBAR"
    forms = ["foobar", f"foobar {setting}", "foobar 2024"]
    assert (0, 1) not in two_things(forms, combinations(range(3), 2))


@pytest.mark.parametrize(
    ("forms", "pairs"),
    [
        (["foobar rgb 60", "foobar rgb 120"], {(0, 1)}),
        (["foo-2", "foo 2"], set()),
        (["3d foo", "4d foos", "foo"], {(0, 1)}),
        (["4d foo", "4d foo (4df) bar"], set()),
        (["foo", "foo 2 pro", "foo 2 flash"], {(0, 1), (0, 2)}),
        (["foo", "foo 2"], set()),
        (["foo", "foo 2", "foo-2"], set()),
    ],
)
def test_numbers_dimensions_and_editions_tell_things_apart(forms, pairs):
    assert two_things(forms, combinations(range(len(forms)), 2)) == pairs


def test_known_things_without_a_word_in_common_are_two():
    assert known_apart("RL", "supervised fine-tuning")
    assert not known_apart("online RL", "reinforcement learning")
    assert not known_apart("RL", "frobnication")
    assert not known_apart("mAP", "Average Precision")


def weighed(
    text: str, forms: list[str], score: float, abbreviations: Sequence[tuple[str, str]] = ()
) -> float:
    spans = [
        Span(text.index(form), text.index(form) + len(form), EntityType.METHOD, 0.9)
        for form in forms
    ]
    found = surfaces(text, spans)
    features = pair_features(text, found, [(0, 1)], abbreviations=abbreviations)
    ((after, _, _),) = weigh(text, found, [(score, 0, 1)], features, abbreviations=abbreviations)
    return after


def test_words_weigh_on_what_the_reader_says_of_two_names():
    text = "Forward KL beats reverse KL; GRPO and S-GRPO; edge pruning and pruning of edges."
    assert weighed(text, ["Forward KL", "reverse KL"], 0.99) == 0
    assert weighed(text, ["S-GRPO", "GRPO"], 0.7) == 0
    assert weighed(text, ["S-GRPO", "GRPO"], 0.9) == 0.9
    assert weighed(text, ["edge pruning", "pruning of edges"], 0.4) == 0
    assert weighed(text, ["edge pruning", "pruning of edges"], 0.6) == 0.6


@pytest.mark.parametrize(
    ("forms", "long", "two"),
    [
        (["FOO", "BAM"], "Bilinear Attention Module", True),
        (["FooNet", "BAM"], "Bilinear Attention Module", True),
        (["STL", "MTL"], "multi-task learning", True),
        # Their letters stand in the longer one, as do those of a version; or no short form.
        (["BAM", "B-BAM"], "Bilinear Attention Module", False),
        (["BAMNet", "BAM"], "Bilinear Attention Module", False),
        (["Foo-Bam", "BAM"], "Bilinear Attention Module", False),
        (["BAMs", "BAM"], "Bilinear Attention Module", False),
    ],
)
def test_two_short_forms_of_which_one_is_defined_are_never_one_thing(forms, long, two):
    # Previously they became one by way of a title like "FOO: Bilinear Attention Modules"
    short = next(form for form in forms if form in ("BAM", "MTL"))
    text = f"{forms[0]} has a {forms[1]}."
    assert (weighed(text, forms, 0.9, [(long, short)]) == TWO_THINGS) is two


def test_what_is_never_one_thing_is_none_by_a_third_name():
    scored = [(0.99, 0, 1), (0.99, 1, 2), (TWO_THINGS, 0, 2)]
    assert cluster(3, scored, cut=0.1) == [[0, 1], [2]]


def test_what_is_two_things_has_no_chance_to_be_one():
    text = "Foobar 60 and Foobar 120; RL and supervised fine-tuning"
    assert weighed(text, ["Foobar 60", "Foobar 120"], 0.99) == TWO_THINGS
    assert weighed(text, ["RL", "supervised fine-tuning"], 0.99) == TWO_THINGS
    assert weighed("supervised fine-tuning (RL)", ["RL", "supervised fine-tuning"], 0.99) == 0.99


def test_three_names_that_are_pairwise_one_thing_are_one():
    scored = [(0.9, 0, 1), (0.9, 0, 2), (0.9, 1, 2)]
    assert cluster(3, scored, cut=0.1) == [[0, 1, 2]]


def test_one_string_in_two_spellings_needs_no_more_than_the_reader_says():
    text = "Foo-Net, FooNet and BarNet by quick owl ranking or QOR"
    assert weighed(text, ["Foo-Net", "FooNet"], 0.4) == 0.4
    assert weighed(text, ["QOR", "quick owl ranking"], 0.4) == 0.4
    assert weighed(text, ["Foo-Net", "BarNet"], 0.4) == 0


def test_a_short_form_that_the_text_defines_needs_no_more_than_the_reader_says():
    text = "A frobnicating owl, called XQ, and XQ net beat a Fine Owl and its training."
    defined = [("frobnicating owl", "XQ")]
    assert weighed(text, ["XQ", "frobnicating owl"], 0.4, defined) == 0.4
    assert weighed(text, ["XQ", "frobnicating owl"], 0.4) == 0
    text = "FB net, Foo Bar net, Fine Ball net"
    twice = [("Foo Bar", "FB"), ("Fine Ball", "FB")]
    assert weighed(text, ["FB net", "Foo Bar net"], 0.2, twice) == 0.9
    assert weighed(text, ["FB net", "Foo Bar net"], 0.95, twice) == 0.95
    assert weighed(text, ["FB net", "Fine Ball net"], 0.2, twice) == 0


def test_a_short_form_that_the_text_defines_as_another_thing_is_doubtful():
    text = "A frobnicating owl (XQ) and a tame heron"
    defined = [("frobnicating owl", "XQ")]
    assert weighed(text, ["XQ", "tame heron"], 0.7) == 0.7
    assert weighed(text, ["XQ", "tame heron"], 0.7, defined) == 0
    assert weighed(text, ["XQ", "tame heron"], 0.85, defined) == 0.85


def test_in_a_long_text_only_strings_with_something_in_common_are_compared():
    def pairs(*forms: str) -> set[tuple[str, str]]:
        spans = [Span(k, k + 1, EntityType.METHOD, 0.9) for k in range(len(forms))]
        found = [Surface(form, (span,)) for form, span in zip(forms, spans, strict=True)]
        return {(forms[i], forms[j]) for i, j in candidate_pairs(found)}

    alone = [f"{a}{b}u {b}{a}w" for a in "abcdefghijkl" for b in "mnoprtuvwxyz"]
    few = alone[:ALL_PAIRS]
    assert len(pairs(*few)) == len(few) * (len(few) - 1) // 2
    many = [*few, "quick owl", "old owl", "qo", "quickowl"]
    near = {("quick owl", other) for other in ("old owl", "qo", "quickowl")}
    assert pairs(*many) == near | {("qo", "quickowl")}
    shared = [f"{one} net" for one in alone[: ALL_PAIRS + 1]]
    assert pairs(*shared) == set()


def test_a_name_beside_the_bracket_of_another_is_so_wherever_else_it_stands():
    text = "RL is old; supervised fine-tuning (RL) is new"
    at = [(0, 2), (11, 33), (35, 37)]
    found = surfaces(text, [Span(*place, EntityType.METHOD, 0.9) for place in at])
    assert [one.folded for one in found] == ["rl", "supervised fine-tuning"]
    features = pair_features(text, found, [(0, 1)])
    ((score, _, _),) = weigh(text, found, [(0.99, 0, 1)], features)
    assert score == 0.99
    text = text.replace("(RL)", "of RL")
    assert weighed(text, ["RL", "supervised fine-tuning"], 0.99) == TWO_THINGS


def test_a_thing_is_of_the_kind_that_its_names_say_together():
    text = "Foo Foo Foo"
    kinds = [(EntityType.MODEL, 0.9), (EntityType.METHOD, 0.6), (EntityType.METHOD, 0.6)]
    spans = [Span(4 * n, 4 * n + 3, kind, sure) for n, (kind, sure) in enumerate(kinds)]
    group = merge(text, surfaces(text, spans))
    assert (group.name, group.type, group.confidence) == ("Foo", EntityType.METHOD, 0.9)


def test_the_nearest_mentions_stand_for_two_things():
    left = Spots(np.array([0, 50]), np.array([1, 51]), np.array([0, 0]), 1)
    right = Spots(np.array([20, 48]), np.array([20, 49]), np.array([0, 0]), 1)
    things_left, things_right, links = nearest(left, right)
    assert (things_left.tolist(), things_right.tolist()) == ([0], [0])
    assert (links.left.tolist(), links.right.tolist()) == ([1], [1])


def test_what_a_later_sentence_or_the_title_says_of_a_thing_stands_back():
    one = np.array([50])
    left = Spots(one, one, np.array([0]), 1)

    def taken(*first):
        right = Spots(np.array(first), np.array(first), np.zeros(len(first), np.int64), 1)
        return nearest(left, right, bounds=(10, np.array([60])))[2].right.tolist()

    assert taken(2, 20, 61) == [1]
    assert taken(2, 61) == [1]
    assert taken(2, 120) == [0]


def test_things_out_of_reach_are_no_pair():
    first = np.array([0, 100, 5])
    spots = Spots(first, first, np.array([0, 1, 2]), 3)
    left, right, _ = nearest(spots, spots, reach=10)
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [
        (0, 0),
        (0, 2),
        (1, 1),
        (2, 0),
        (2, 2),
    ]


def test_the_mean_of_some_pieces_is_theirs_alone():
    vectors = np.arange(12, dtype=np.float32).reshape(6, 2)
    sums = np.concatenate([np.zeros((1, 2), np.float32), vectors.cumsum(0)])
    hidden = Hidden(vectors, vectors[0], vectors, sums)
    assert np.allclose(hidden.mean(np.array([2]), np.array([4])), vectors[2:5].mean(0))


def test_a_long_text_is_read_to_its_end(reader):
    filler = "Nothing of note is said in this sentence at all. " * 120
    text = f"A study\n{filler}Finally we fine-tune LLaMA-2 on the GSM8K benchmark."
    names = {group.name for group in reader.read(text).groups}
    assert {"LLaMA-2", "GSM8K"} <= names


def test_a_number_points_to_who_reached_it_and_where(reader):
    text = "Foo\nWe introduce FooNet, a network. FooNet reaches 81.2% accuracy on ImageNet."
    at = text.index("81.2")
    reading = reader.read(text, numbers=[(at, at + 4)])
    names = [group.name for group in reading.groups]
    (result,) = reading.results
    assert names[result.subject] == "FooNet"
    assert names[result.benchmark] == "ImageNet"
    assert names[result.metric] == "accuracy"


def test_nothing_is_read_in_an_empty_text(reader):
    assert reader.read("").groups == ()
    assert reader.read(" \n ").relations == ()


def test_a_folder_without_weights_is_named(tmp_path):
    with pytest.raises(ConfigError, match="KG_READER"):
        Reader.load(tmp_path)


def test_a_limit_that_an_earlier_version_asked_for_is_passed_over():
    config = {"ends": [2, 3], "limits": {"outside": 1.5, "second": 1.0, "least": {}}}
    assert Reader(None, None, None, config).limits == Thresholds(outside=1.5)


def test_what_a_number_points_to_without_being_sure_stays_empty():
    kinds = np.array([[0.1, 0.9, 0.0, 0.0]], np.float32)
    pointers = np.zeros((1, 3, len(ROLES)), np.float32)
    pointers[0, :, 0] = 0.2, 0.45, 0.35
    pointers[0, :, 1] = 0.2, 0.35, 0.45
    pointers[0, :, 2:] = np.array([[1.0], [0.0], [0.0]])
    (free,) = results(kinds, pointers, limits=Thresholds())
    assert (free.subject, free.benchmark) == (0, 1)
    (strict,) = results(kinds, pointers, limits=Thresholds(pointer={"subject": 0.5}))
    assert (strict.subject, strict.benchmark) == (None, 1)
    assert strict.sure[0] == pytest.approx(0.2)
