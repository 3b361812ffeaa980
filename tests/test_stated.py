from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from kg.extract.assemble import assemble
from kg.extract.bases import bases_by_name
from kg.extract.decode import FoundRelation, FoundResult
from kg.extract.findings import Findings
from kg.extract.group import Group, Span
from kg.extract.parts import parts_by_name, parts_of_own
from kg.extract.stated import consistent, evaluated_on, usual_relations
from kg.extract.wins import Stated, wins, wins_by_results
from kg.records import Entity, EntityType, Mention, Relation, RelationType, Result, ResultKind
from tests.findings import make_findings, make_found

MODEL, METHOD, BENCHMARK = EntityType.MODEL, EntityType.METHOD, EntityType.BENCHMARK
PART_OF, BASED_ON = RelationType.PART_OF, RelationType.BASED_ON
OUTPERFORMS, INTRODUCES = RelationType.OUTPERFORMS, RelationType.INTRODUCES
MENTIONS, USES = RelationType.MENTIONS, RelationType.USES
COMPARES_WITH = RelationType.COMPARES_WITH


def named(found: Findings, stated: Sequence[Stated]) -> list[tuple[str, str]]:
    return sorted((found.groups[s.source].name, found.groups[s.target].name) for s in stated)


def winners(text: str, own: str = "", **things: EntityType) -> list[tuple[str, str]]:
    found = make_found(text, own, **things)
    return named(found, wins(found))


def named_parts(text: str, **things: EntityType) -> list[tuple[str, str]]:
    found = make_found(text, **things)
    return named(found, parts_by_name(found))


def own_parts(text: str, own: str, **things: EntityType) -> list[tuple[str, str]]:
    found = make_found(text, own, **things)
    return named(found, parts_of_own(found))


def make_stated(kind: RelationType, source: str | None, target: str, sure: float) -> Relation:
    return Relation(kind, source, target, 0, 10, sure)


# parts by name


@pytest.mark.parametrize(
    "part",
    [
        *("Kestrel-7B", "Kestrel-1.5B-Instruct", "Kestrel-8x7B", "Kestrel-micro"),
        *("Kestrel-xlarge", "Kestrel-Max", "Kestrel Plus", "Kestrel-Flash-Lite", "Kestrel-mini"),
        *("Kestrel (nano)", "Kestrel (2x-large)"),
        *("Kestrel-3.1-8B", "Kestrel3-32B-Instruct", "Kestrel v2 7B", "Kestrel-E4B-it"),
    ],
)
def test_a_size_is_a_part_of_its_family(part: str):
    text = f"Birds\nKestrel is new. {part} is small."
    things = {"Kestrel": MODEL, part: MODEL}
    groups = [
        Group(name, kind, (Span(at, at + len(name), kind, 0.9),), 0.9)
        for name, kind in things.items()
        for at in [text.index(name + " ")]
    ]
    stated = parts_by_name(make_findings(text, groups))
    assert [(s.type, s.source, s.target) for s in stated] == [(PART_OF, 1, 0)]
    assert text[slice(*stated[0].evidence)] == f"{part} is small."


def test_a_size_in_words_is_a_part_of_its_family():
    text = "Birds\nKestrel-Large beats nothing. Kestrel is new."
    assert named_parts(text, Kestrel=MODEL, Kestrel_Large=MODEL) == [("Kestrel-Large", "Kestrel")]


def test_two_versions_are_parts_of_a_family_and_one_alone_is_its_successor():
    two = "Birds\nKestrel models, Kestrel-2 and Kestrel-3, are new."
    assert named_parts(two, Kestrel=MODEL, Kestrel_2=MODEL, Kestrel_3=MODEL) == [
        ("Kestrel-2", "Kestrel"),
        ("Kestrel-3", "Kestrel"),
    ]
    one = "Birds\nKestrel-2 goes beyond Kestrel."
    assert named_parts(one, Kestrel=MODEL, Kestrel_2=MODEL) == []


def test_names_that_only_begin_alike_are_no_parts():
    text = "Birds\nKestrel-4, Kestrel-4-mini, Kestrelnet and Kestrel-Guard are four."
    things = {"Kestrel_4": MODEL, "Kestrel_4_mini": MODEL, "Kestrelnet": MODEL}
    assert named_parts(text, **things, Kestrel_Guard=MODEL) == []


def test_a_benchmark_has_no_parts_by_name():
    text = "Birds\nWe test on NestQA and NestQA-2 and NestQA-3."
    assert named_parts(text, NestQA=BENCHMARK, NestQA_2=BENCHMARK, NestQA_3=BENCHMARK) == []


# bases by name


def bases(text: str, own: str, others: dict[str, RelationType], **things: EntityType):
    """Return what is stated with its evidence; `others` is what the paper does with a thing."""
    found = make_found(text, own, **things)
    relations = tuple(
        FoundRelation(others[group.name], None, k, (), 0.9)
        for k, group in enumerate(found.groups)
        if group.name in others
    )
    reading = replace(found.reading, relations=(*found.reading.relations, *relations))
    found = replace(found, reading=reading)
    return [
        (found.groups[s.source].name, found.groups[s.target].name, text[slice(*s.evidence)])
        for s in bases_by_name(found)
    ]


@pytest.mark.parametrize("name", ["Glide-Heron", "Glide Heron", "GlideHeron", "Glide2Heron"])
def test_an_own_thing_is_based_on_what_its_name_ends_with(name):
    text = f"Birds\nWe propose {name}. It keeps Heron frozen. Tests follow."
    says = f"We propose {name}. It keeps Heron frozen."
    groups = [
        Group(called, METHOD, (Span(at, at + len(called), METHOD, 0.9),), 0.9)
        for called, at in ((name, text.index(name)), ("Heron", text.index("Heron frozen")))
    ]
    own = FoundRelation(INTRODUCES, None, 0, ((groups[0].spans[0].start, 30),), 0.9)
    for other in ((FoundRelation(USES, None, 1, (), 0.9),), ()):
        [stated] = bases_by_name(make_findings(text, groups, relations=(own, *other)))
        assert (stated.type, stated.source, stated.target) == (BASED_ON, 0, 1)
        assert text[slice(*stated.evidence)] == says


@pytest.mark.parametrize("relation", [MENTIONS, COMPARES_WITH])
def test_what_the_paper_does_not_use_is_no_base_by_the_name_s_end(relation):
    text = "Birds\nWe propose Glide-Heron. Unlike Heron it is fast."
    assert not bases(text, "Glide-Heron", {"Heron": relation}, Glide_Heron=METHOD, Heron=METHOD)


def test_what_others_made_or_the_paper_made_itself_is_no_base_by_name():
    text = "Birds\nGlide-Heron and Heron are two."
    things = {"Glide_Heron": METHOD, "Heron": METHOD}
    assert not bases(text, "", {}, **things)
    assert not bases(text, "Glide-Heron, Heron", {}, **things)
    assert not bases(text, "Glide-Heron", {}, Glide_Heron=METHOD, Heron=BENCHMARK)


@pytest.mark.parametrize("name", ["Glideheron", "GLIDEHeron", "Glide-Herons", "Heron-Glide"])
def test_other_parts_of_a_name_tell_no_base(name):
    text = f"Birds\nWe propose {name}. It keeps Heron frozen."
    things = {name.replace("-", "_"): METHOD, "Heron": METHOD}
    assert not bases(text, name, {"Heron": USES}, **things)


@pytest.mark.parametrize("relation", [USES, COMPARES_WITH, MENTIONS])
def test_what_adds_signs_to_a_name_is_based_on_it(relation):
    text = "Birds\nWe propose Heron++, which beats Heron by far."
    spans = {"Heron++": METHOD, "Heron": METHOD}
    groups = [
        Group(name, kind, (Span(at, at + len(name), kind, 0.9),), 0.9)
        for name, kind in spans.items()
        for at in [text.index("Heron++") if name == "Heron++" else text.index("Heron by")]
    ]
    said = (
        FoundRelation(INTRODUCES, None, 0, ((20, 27),), 0.9),
        FoundRelation(relation, None, 1, ((40, 45),), 0.9),
    )
    stated = bases_by_name(make_findings(text, groups, relations=said))
    assert [(s.type, s.source, s.target) for s in stated] == [(BASED_ON, 0, 1)]


# parts of the paper's own work


def test_what_a_paper_introduces_after_its_title_s_name_is_a_part_of_it():
    text = (
        "Kestrel: Hovering over Text\nWe propose Kestrel, a reader. "
        "Specifically, we design WingAttention to look ahead. Kestrel is fast."
    )
    assert own_parts(text, "Kestrel, WingAttention", Kestrel=METHOD, WingAttention=METHOD) == [
        ("WingAttention", "Kestrel")
    ]


def test_the_evidence_of_a_part_reaches_back_to_the_name_of_the_whole():
    text = (
        "Kestrel: Hovering over Text\nReading is slow. We propose Kestrel. It is fast. "
        "We design WingAttention. Kestrel wins."
    )
    found = make_found(text, "Kestrel, WingAttention", Kestrel=METHOD, WingAttention=METHOD)
    (part,) = parts_of_own(found)
    proof = "We propose Kestrel. It is fast. We design WingAttention."
    assert text[slice(*part.evidence)] == proof


def test_a_second_contribution_of_a_paper_without_a_lead_name_is_no_part():
    text = "Hovering over Text\nWe propose Kestrel. Kestrel is fast. We also propose OwlNet."
    assert own_parts(text, "Kestrel, OwlNet", Kestrel=METHOD, OwlNet=METHOD) == []


def test_what_a_paper_uses_is_no_part_of_its_own_work():
    text = "Kestrel: Hovering over Text\nKestrel is a reader. It is trained with SharedAdam."
    assert own_parts(text, "Kestrel", Kestrel=METHOD, SharedAdam=METHOD) == []


def test_the_elements_of_a_list_are_parts_of_what_it_describes():
    text = (
        "Hovering over Text\nWe propose Kestrel with two modules: WingAttention, which looks "
        "ahead. Kestrel also has (ii) TailControl."
    )
    things = {"Kestrel": METHOD, "WingAttention": METHOD, "TailControl": METHOD}
    assert own_parts(text, "Kestrel, WingAttention, TailControl", **things) == [
        ("TailControl", "Kestrel"),
        ("WingAttention", "Kestrel"),
    ]


def test_elements_of_one_list_are_no_parts_of_each_other():
    text = "Hovering over Text\nWe propose (1) Kestrel, a reader, and (2) OwlNet. Kestrel is fast."
    assert own_parts(text, "Kestrel, OwlNet", Kestrel=METHOD, OwlNet=METHOD) == []


# who beats whom


@pytest.mark.parametrize(
    "sentence",
    [
        "Kestrel consistently outperforms Sparrow by 3 points.",
        "Kestrel (7B) surpasses the strong baseline Sparrow.",
        "Kestrel, which beats Sparrow, is small.",
        "Kestrel achieves 71.2%, outperforming existing models such as Sparrow.",
        "Kestrel is superior to Sparrow on all sets.",
        "Kestrel shows better accuracy than Sparrow.",
        "Kestrel shows higher cost efficiency than Sparrow.",
        "Kestrel yields a gain of 3 points over Sparrow.",
        "Kestrel yields a gain of +3.5% over the fine-tuned Sparrow (7B, no tools, 3 seeds).",
        "Kestrel shows superior accuracy compared to Sparrow.",
        "Kestrel improves accuracy by 3.5 points over Sparrow.",
        "Kestrel reduces the error by 8.9% compared with the naive Sparrow.",
        "On NestQA, Kestrel raises F1 from 61.2 to 64.0, relative to Sparrow.",
        "Compared to the fine-tuned Sparrow (7B), Kestrel achieves a 4.2% improvement.",
        "In short, compared with Sparrow on NestQA, our method reduces the error by 3.5%.",
        "Our method significantly outperforms Sparrow.",
        "It also exceeds Sparrow in speed.",
        "Experiments on 4 sets show 2% higher scores, outperforming Sparrow.",
    ],
)
def test_a_clause_of_winning_names_winner_and_loser(sentence: str):
    text = f"Kestrel: Hovering\nWe propose Kestrel. {sentence} Sparrow is old."
    assert winners(text, "Kestrel", Kestrel=METHOD, Sparrow=METHOD) == [("Kestrel", "Sparrow")]


def test_all_of_a_list_of_rivals_are_beaten():
    text = "Birds\nKestrel outperforms Sparrow, the larger Heron (70B), and Wren on 3 sets."
    things = {"Kestrel": MODEL, "Sparrow": MODEL, "Heron": MODEL, "Wren": METHOD}
    assert [loser for _, loser in winners(text, **things)] == ["Heron", "Sparrow", "Wren"]


def test_a_short_form_in_brackets_ends_no_list_of_rivals():
    text = "Birds\nKestrel outperforms the Sparrow (SPR), $Heron$, and Wren on 3 sets."
    found = make_found(text, Kestrel=MODEL, Sparrow=MODEL, SPR=MODEL, Heron=MODEL, Wren=MODEL)
    by_name = {group.name: group for group in found.groups}
    short = by_name.pop("SPR")
    both = replace(by_name["Sparrow"], spans=by_name["Sparrow"].spans + short.spans)
    groups = tuple({**by_name, "Sparrow": both}.values())
    found = make_findings(text, groups)
    assert [loser for _, loser in named(found, wins(found))] == ["Heron", "Sparrow", "Wren"]


def test_who_is_beaten_gains_nothing_over_others():
    # Previously the last of the list gained 3.5 points
    text = (
        "Birds\nKestrel outperforms Sparrow, Heron, and Wren, improving F1 over Owlet."
        " On nests it beats modern tree- and Sparrow-based readers, raising F1 over Heron."
    )
    things = {
        "Kestrel": METHOD,
        "Sparrow": METHOD,
        "Heron": METHOD,
        "Wren": METHOD,
        "Owlet": METHOD,
    }
    assert {winner for winner, _ in winners(text, "Kestrel", **things)} == {"Kestrel"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Kestrel does not outperform Sparrow.",
        "Kestrel doesn't outperform Sparrow.",
        "Kestrel is outperformed by large models such as Sparrow.",
        "We ask whether Kestrel, trained on all of these sets, outperforms Sparrow.",
        "No variant of Kestrel on any of the many sets outperforms Sparrow.",
        "Kestrel outperforms all models except models such as Sparrow.",
        "Kestrel almost outperforms Sparrow.",
        "Kestrel is unable to outperform Sparrow.",
        "Kestrel matches or outperforms Sparrow.",
        "Does Kestrel outperform Sparrow?",
        "Then Kestrel outperforms Sparrow on nests?",
        "We ask whether Kestrel outperforms Sparrow.",
        "Kestrel is on par with Sparrow.",
        "Kestrel improves by far over the base, narrowing the gap with Sparrow to 0.6%.",
        "Kestrel outperforms the base and boosts the performance of many Sparrow baselines.",
        "Kestrel is 0.4% lower than Sparrow.",
        "Kestrel has a higher latency than Sparrow.",
        "Kestrel has higher costs than Sparrow.",
        "Kestrel reduces memory by 3.5 GB compared with Sparrow.",
        "Kestrel reduces accuracy by 3.5 points relative to Sparrow.",
        "Kestrel raises the error by 3.5 points over Sparrow.",
        "The error is reduced by 3.5 points compared to Sparrow.",
        "Kestrel-enhanced reading takes 3.5 s over Sparrow.",
        "Compared to Sparrow, Kestrel maintains 78.1% accuracy.",
        "Compared to Sparrow, Kestrel reduces memory.",
        "Compared to Sparrow, reading improves.",
        "However, they outperform Sparrow.",
        "Such readers surpass Sparrow.",
        "Kestrel outperforms Sparrow-based rivals.",
        "Kestrel outperforms Sparrow prompting.",
        "We train for more than 3 epochs over Sparrow with Kestrel.",
    ],
)
def test_nobody_wins_where_it_is_denied_asked_or_said_of_others(sentence: str):
    text = f"Kestrel: Hovering\nWe propose Kestrel. {sentence}"
    assert winners(text, "Kestrel", Kestrel=METHOD, Sparrow=METHOD) == []


def test_what_stands_behind_a_preposition_wins_nothing():
    text = "Birds\nExperiments on Wren show that Kestrel improves and outperforms Sparrow."
    things = {"Kestrel": METHOD, "Sparrow": METHOD, "Wren": MODEL}
    assert winners(text, "Kestrel", **things) == [("Kestrel", "Sparrow")]


def test_the_performance_of_a_thing_is_no_verb():
    # Previously "Wren performance" made Wren the winner, as "Wren performs" does
    text = (
        "Birds\nKestrel always shows better Wren performance in all nests of many sizes and of "
        "each kind of tree, improving accuracy by 4 points over Sparrow."
    )
    things = {"Kestrel": METHOD, "Sparrow": METHOD, "Wren": METHOD}
    assert winners(text, "Kestrel", **things) == [("Kestrel", "Sparrow")]


def test_a_list_that_a_preposition_leads_wins_nothing():
    # Previously the last of the list won
    text = (
        "Birds\nKestrel reaches 9 points on nests including Wren, Owlet, and Tit, beating Sparrow."
    )
    things = {"Kestrel": METHOD, "Sparrow": METHOD, "Wren": MODEL, "Owlet": MODEL, "Tit": MODEL}
    assert winners(text, "Kestrel", **things) == [("Kestrel", "Sparrow")]
    text = "Birds\nThe best core in the proposed Nest framework is Wren, beating Sparrow."
    assert winners(text, Sparrow=MODEL, Wren=MODEL, Nest=METHOD) == [("Wren", "Sparrow")]


def test_all_of_a_list_of_winners_win():
    text = (
        "Birds\nHeron reads. Wren and Owlet outperform Sparrow. Over Sparrow, and Heron beats Tit."
    )
    things = {"Wren": MODEL, "Owlet": MODEL, "Sparrow": MODEL, "Heron": MODEL, "Tit": MODEL}
    assert winners(text, **things) == [("Heron", "Tit"), ("Owlet", "Sparrow"), ("Wren", "Sparrow")]
    text = "Birds\nWren, Owlet, and Heron reach 71.2% and 70.3%, outperforming Sparrow."
    del things["Tit"]
    assert [winner for winner, _ in winners(text, **things)] == ["Heron", "Owlet", "Wren"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The larger Kestrel outperforms Kestrel.",
        "Kestrel with rewards is better than plain Kestrel.",
        "Compared to Kestrel, our method improves accuracy.",
    ],
)
def test_nothing_beats_itself(sentence: str):
    assert winners(f"Kestrel: Hovering\n{sentence}", "Kestrel", Kestrel=METHOD) == []


def test_a_result_over_itself_is_no_win():
    text = "Birds\nOn nests 3.1 points more make Kestrel superior to Sparrow."
    found = make_found(text, Kestrel=METHOD, Sparrow=METHOD)
    at = {group.name: k for k, group in enumerate(found.groups)}
    row = FoundResult(0, ResultKind.DELTA, subject=at["Kestrel"], sure=(0.9, 0.9, 0.9))
    rivals = [replace(row, versus=at[name]) for name in ("Kestrel", "Sparrow")]
    stated = wins_by_results(make_findings(text, found.groups, rivals))
    assert [one.target for one in stated] == [at["Sparrow"]]


def test_of_two_clauses_before_a_win_the_nearer_one_says_whose_it_is():
    things = {"Kestrel": METHOD, "Sparrow": METHOD, "Wren": METHOD}
    text = "Kestrel\nWren improves reading, while our method excels, outperforming Sparrow."
    assert winners(text, "Kestrel", **things) == [("Kestrel", "Sparrow")]
    text = "Kestrel\nOur method improves reading, while Wren excels, outperforming Sparrow."
    assert winners(text, "Kestrel", **things) == [("Wren", "Sparrow")]


def test_without_a_contribution_our_method_is_nobody():
    text = "Birds\nOur method outperforms Sparrow."
    assert winners(text, Sparrow=METHOD) == []


@pytest.mark.parametrize(
    ("sentence", "kind", "count"),
    [
        ("On NestQA it gains 3.1 points, better than all and surpassing Sparrow.", "delta", 1),
        ("On NestQA it has 3.1 points, and Sparrow is near.", "delta", 0),
        ("On NestQA it is 3.1x faster, surpassing Sparrow.", "ratio", 0),
        ("On NestQA it needs 3.1x fewer labels, surpassing Sparrow.", "ratio", 1),
        ("It beats Wren at 3.1x lower latency than Sparrow.", "ratio", 1),
        ("It beats Wren at 3.1x higher latency than Sparrow.", "ratio", 0),
        ("It beats all but underperforms Sparrow by 3.1 points.", "delta", 0),
        ("It has 3.1 points, statistically equivalent to Sparrow, and beats Wren.", "delta", 0),
    ],
)
def test_a_result_over_a_rival_wins_where_its_sentence_says_so(
    sentence: str, kind: str, count: int
):
    text = f"Birds\nWe propose Kestrel. {sentence}"
    reading = make_found(text, "Kestrel", Kestrel=METHOD, Sparrow=METHOD).reading
    at = {group.name: k for k, group in enumerate(reading.groups)}
    row = FoundResult(
        0, ResultKind(kind), subject=at["Kestrel"], versus=at["Sparrow"], sure=(0.9, 0.9, 0.9)
    )
    found = make_findings(text, reading.groups, [row], relations=reading.relations)
    stated = wins_by_results(found)
    assert [(s.source, s.target) for s in stated] == [(at["Kestrel"], at["Sparrow"])] * count
    half = make_findings(text, reading.groups, [replace(row, sure=(0.45, 0.9, 0.9))])
    assert [2 * s.chance for s in wins_by_results(half)] == [s.chance for s in stated]


# together


def test_of_relations_that_exclude_each_other_the_surer_stays():
    backwards = make_stated(PART_OF, "Foo", "Foo-7B", 0.5)
    right = make_stated(PART_OF, "Foo-7B", "Foo", 0.9)
    derived = make_stated(BASED_ON, "Foo-7B", "Foo", 0.6)
    assert consistent([backwards, right, derived]) == [right]


def test_what_derives_from_a_thing_may_beat_it():
    both = [make_stated(BASED_ON, "Foo", "Bar", 0.8), make_stated(OUTPERFORMS, "Foo", "Bar", 0.7)]
    assert consistent(both) == both


def test_what_a_paper_s_own_work_beats_is_compared_with_and_not_only_mentioned():
    stated = [
        make_stated(INTRODUCES, None, "Foo", 1.0),
        make_stated(OUTPERFORMS, "Foo", "Bar", 0.8),
        make_stated(MENTIONS, None, "Bar", 0.6),
    ]
    kept = {(r.type, r.source, r.target) for r in consistent(stated)}
    assert kept == {
        (INTRODUCES, None, "Foo"),
        (OUTPERFORMS, "Foo", "Bar"),
        (COMPARES_WITH, None, "Bar"),
    }


@pytest.mark.parametrize(
    ("source", "target", "used"),
    [("Foo", "Bar", True), ("Foo", "Foo-2", False), ("Baz", "Bar", False)],
)
def test_what_a_paper_s_own_work_is_based_on_is_used(source: str, target: str, used: bool):
    stated = [
        make_stated(INTRODUCES, None, "Foo", 1.0),
        make_stated(INTRODUCES, None, "Foo-2", 1.0),
        make_stated(BASED_ON, source, target, 0.8),
        make_stated(MENTIONS, None, target, 0.6),
    ]
    kept = consistent(stated)
    assert (make_stated(USES, None, target, 0.8) in kept) is used
    assert not (used and stated[-1] in kept)


def test_a_stated_use_of_what_the_own_work_is_based_on_keeps_its_evidence():
    own, based = make_stated(INTRODUCES, None, "Foo", 1.0), make_stated(BASED_ON, "Foo", "Bar", 0.9)
    used = Relation(USES, None, "Bar", 7, 9, 0.6)
    assert set(consistent([own, based, used])) == {own, based, used}


def test_others_that_beat_each_other_are_not_compared_with():
    stated = [make_stated(USES, None, "Foo", 0.9), make_stated(OUTPERFORMS, "Foo", "Bar", 0.8)]
    assert consistent(stated) == stated


def test_what_is_only_beaten_in_a_dropped_claim_is_not_compared_with():
    own = Relation(INTRODUCES, None, "Foo-7B", 0, 1, 0.9)
    part = Relation(PART_OF, "Foo-7B", "Foo", 0, 1, 0.95)
    wins_over = Relation(OUTPERFORMS, "Foo-7B", "Foo", 0, 1, 0.8)
    mentioned = Relation(MENTIONS, None, "Foo", 0, 1, 0.5)
    assert set(consistent([own, part, wins_over, mentioned])) == {own, part, mentioned}


def test_a_well_known_name_that_is_not_introduced_is_still_used():
    text = "T\nWe introduce a new t-SNE plot. We use t-SNE for plots."
    [group] = make_found(text, t_SNE=METHOD).groups
    places = tuple((span.start, span.end, 0.6) for span in group.spans)
    relations = tuple(
        FoundRelation(kind, None, 0, (places[0][:2],), 0.6, places) for kind in (INTRODUCES, USES)
    )
    found = make_findings(text, [group], relations=relations)
    assert [r.type for r in assemble(found, version="x").relations] == [USES]


# what is likeliest where nothing is sure


def make_unsure(kind: RelationType, target: str, confidence: float) -> Relation:
    return Relation(kind, None, target, 0, 9, confidence)


def usual(told: Sequence[Relation], *unsure: Relation) -> list[tuple[str, str]]:
    things = {"Foo": METHOD, "sorting": EntityType.TASK, "Bar": MODEL}
    entities = {name: Entity(name, kind, ()) for name, kind in things.items()}
    return [(r.type, r.target) for r in usual_relations(unsure, told, entities)]


def test_a_thing_of_which_nothing_is_told_has_the_usual_relation_where_it_is_likeliest():
    addressed = make_unsure(RelationType.ADDRESSES, "sorting", 0.4)
    used = make_unsure(USES, "Foo", 0.42)
    assert usual([], addressed, used) == [(USES, "Foo"), (RelationType.ADDRESSES, "sorting")]
    assert usual([], make_unsure(RelationType.ADDRESSES, "sorting", 0.35)) == []
    assert usual([], used, make_unsure(COMPARES_WITH, "Foo", 0.45)) == []
    assert usual([], make_unsure(COMPARES_WITH, "Bar", 0.45)) == []


def test_a_thing_of_which_something_is_told_has_no_relation_besides():
    told = [make_unsure(COMPARES_WITH, "Foo", 0.9)]
    assert usual(told, make_unsure(USES, "Foo", 0.4)) == []


def test_a_relation_of_two_things_is_not_stated_unsure():
    part = Relation(PART_OF, "Bar", "Foo", 0, 9, 0.4)
    assert usual([], part) == []


@pytest.mark.parametrize(
    ("kind", "said", "expected"),
    [
        (BENCHMARK, (INTRODUCES,), [(11, 31)]),
        (BENCHMARK, (INTRODUCES, RelationType.EVALUATES_ON), []),
        (BENCHMARK, (USES,), []),
        (EntityType.DATASET, (INTRODUCES,), []),
    ],
)
def test_a_papers_own_benchmark_with_results_is_evaluated_on(kind, said, expected):
    # Previously a paper that introduces a benchmark and scores models on it need not evaluate on it
    entities = {"Foo": Entity("Foo", kind, (Mention(12, 15, "Foo"),))}
    told = [Relation(type_, None, "Foo", 0, 9, 0.8) for type_ in said]
    row = Result(71.0, "%", ResultKind.ABSOLUTE, None, "Foo", None, None, 25, 27, 11, 31, 0.4)
    surer = replace(row, start=45, end=47, sentence_start=40, sentence_end=50, confidence=0.9)
    added = evaluated_on(told, [row, surer, replace(row, benchmark=None)], entities)
    assert [(r.start, r.end) for r in added] == expected
    assert all(r.type is RelationType.EVALUATES_ON and r.confidence < 0.8 for r in added)
