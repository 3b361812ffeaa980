from __future__ import annotations

import random
from dataclasses import replace

import pytest

from kg.errors import InputError
from kg.records import (
    Alias,
    Correction,
    EntityType,
    Paper,
    ResolvedEntity,
)
from kg.resolve import resolve
from kg.resolve.homonyms import long_form
from kg.resolve.links import successors
from kg.text import fold, slug
from tests.reads import make_read, read_of


def make_paper(number, abstract, *, title="A study"):
    return Paper(id=f"arxiv:2501.{number:05}", title=title, abstract=abstract)


def ids(resolution):
    return [entity.id for entity in resolution.entities]


def test_resolve_joins_spellings_and_keeps_each_alias_with_its_reason():
    papers = [
        read_of(make_paper(1, "We use Foo-Net here."), ("Method", "Foo-Net")),
        read_of(make_paper(2, "We use FooNet here."), ("Method", "FooNet")),
        read_of(make_paper(3, "We use FooNet too."), ("Model", "FooNet")),
    ]
    (entity,) = resolve(papers).entities
    assert entity.id == "method:foonet"
    assert [(alias.name, alias.reason, len(alias.papers)) for alias in entity.aliases] == [
        ("Foo-Net", "same folded form", 1),
        ("FooNet", "same folded form", 2),
    ]


def test_resolve_joins_a_short_form_by_the_paper_that_defines_it():
    text = "We use Quantum Banana Routing (QBR) here."
    papers = [
        read_of(make_paper(1, text), ("Method", "QBR", "Quantum Banana Routing")),
        read_of(make_paper(2, "Quantum banana routing works."), ("Method", "Quantum banana")),
        read_of(
            make_paper(3, "We test quantum banana routing."), ("Method", "quantum banana routing")
        ),
    ]
    resolution = resolve(papers)
    assert (
        resolution.links[("arxiv:2501.00001", "QBR")]
        == (resolution.links[("arxiv:2501.00003", "quantum banana routing")])
    )
    entity = next(e for e in resolution.entities if e.name == "QBR")
    reasons = {alias.name: alias.reason for alias in entity.aliases}
    assert reasons["Quantum Banana Routing"] == "abbreviation defined in arxiv:2501.00001"


def test_resolve_splits_one_string_that_two_papers_spell_out_differently():
    papers = [
        read_of(make_paper(1, "We use Quantum Banana Routing (QBR)."), ("Method", "QBR")),
        read_of(make_paper(2, "We use Quick Bayes Ranking (QBR)."), ("Method", "QBR")),
    ]
    assert ids(resolve(papers)) == [
        "method:qbr-quantum-banana-routing",
        "method:qbr-quick-bayes-ranking",
    ]


def test_resolve_splits_one_name_that_two_papers_introduce():
    papers = [
        read_of(
            make_paper(1, "We propose Zorbo-R1, a model."), ("Model", "Zorbo-R1"),
            introduces=["Zorbo-R1"],
        ),
        read_of(
            make_paper(2, "We present Zorbo-R1, a sampler."), ("Method", "Zorbo-R1"),
            introduces=["Zorbo-R1"],
        ),
    ]  # fmt: skip
    assert len(resolve(papers).entities) == 2


def test_resolve_keeps_versions_sizes_and_variants_apart_and_links_them_to_their_family():
    names = ["Zorbo", "Zorbo 2", "Zorbo-2-7B", "Zorbo-2-7B-Instruct", "Zorbo-2-72B"]
    paper = make_paper(1, ", ".join(names))
    resolution = resolve([read_of(paper, *(("Model", name) for name in names))])
    assert len(resolution.entities) == 5
    parents = {row.source_id: row.target_id for row in resolution.derived}
    assert parents == {
        "model:zorbo-2": "model:zorbo",
        "model:zorbo-2-7b": "model:zorbo-2",
        "model:zorbo-2-72b": "model:zorbo-2",
        "model:zorbo-2-7b-instruct": "model:zorbo-2-7b",
    }
    instruct = next(e for e in resolution.entities if e.id == "model:zorbo-2-7b-instruct")
    assert (instruct.family, instruct.version, instruct.size, instruct.variant) == (
        "Zorbo",
        "2",
        "7B",
        "instruct",
    )


def test_resolve_makes_no_node_for_a_family_that_nobody_names():
    resolution = resolve([read_of(make_paper(1, "Zorbo-2-7B"), ("Model", "Zorbo-2-7B"))])
    assert (len(resolution.entities), resolution.derived) == (1, ())


def test_resolve_links_no_method_to_a_word_that_its_name_ends_without():
    names = ["Zorbo", "Zorbo Reasoning", "Zorbo3D", "Zorbo-3"]
    paper = make_paper(1, ", ".join(names))
    resolution = resolve([read_of(paper, *(("Method", name) for name in names))])
    assert [(row.source_id, row.target_id) for row in resolution.derived] == [
        ("method:zorbo-3", "method:zorbo")
    ]


def test_resolve_makes_a_benchmark_of_data_that_anything_is_evaluated_on():
    papers = [read_of(make_paper(n, "Zorbo-Set"), ("Dataset", "Zorbo-Set")) for n in range(1, 4)]
    papers.append(
        read_of(make_paper(4, "ZorboSet"), ("Benchmark", "ZorboSet"), evaluates=["ZorboSet"])
    )
    assert ids(resolve(papers)) == ["benchmark:zorbo-set"]


def test_resolve_keeps_a_task_and_a_benchmark_of_one_name_apart():
    papers = [
        read_of(make_paper(1, "ZQA"), ("Task", "ZQA")),
        read_of(make_paper(2, "ZQA"), ("Benchmark", "ZQA")),
    ]
    assert ids(resolve(papers)) == ["benchmark:zqa", "task:zqa"]


def test_resolve_does_not_depend_on_the_order_of_the_papers(seed_items):
    shuffled = list(seed_items)
    random.Random(7).shuffle(shuffled)
    assert resolve(shuffled) == resolve(seed_items)


def make_chain():
    texts = [("Quux-4", "Zorbo-4"), ("Zorbo-4", "Zorbo"), ("Zorbo", "Zorbo-5")]
    return [
        read_of(make_paper(n, " ".join(pair)), *(("Model", name) for name in pair))
        for n, pair in enumerate(texts, start=1)
    ]


def merge(number, one, two):
    payload = {"a": {"surface": one}, "b": {"surface": two}}
    return Correction(number, "merge", payload, "ann", "2026-01-01")


def split(number, one, two):
    payload = {"a": {"surface": one}, "from": {"surface": two}}
    return Correction(number, "split", payload, "ann", "2026-01-01")


def test_resolve_reports_a_chain_that_would_join_what_is_kept_apart():
    corrections = [
        split(1, "Zorbo-4", "Zorbo-5"),
        merge(2, "Zorbo-4", "Zorbo"),
        merge(3, "Zorbo", "Zorbo-5"),
    ]
    resolution = resolve(make_chain(), corrections=corrections)
    four = resolution.links[("arxiv:2501.00001", "Zorbo-4")]
    five = resolution.links[("arxiv:2501.00003", "Zorbo-5")]
    assert four != five
    assert [(c.left, c.right, c.rule) for c in resolution.conflicts] == [
        ("Zorbo", "Zorbo-5", "a person keeps them apart")
    ]


def test_resolve_follows_merges_and_leads_the_retired_id_to_the_new_one():
    before = resolve(make_chain())
    after = resolve(make_chain(), corrections=[merge(1, "Quux-4", "Zorbo-4")], previous=before)
    assert after.links[("arxiv:2501.00001", "Quux-4")] == "model:zorbo-4"
    assert after.redirects == {"model:quux-4": "model:zorbo-4"}


def test_resolve_without_the_correction_is_as_before():
    undone = Correction(
        1,
        "merge",
        {"a": {"surface": "Quux-4"}, "b": {"surface": "Zorbo-4"}},
        undone=True,
    )
    assert resolve(make_chain(), corrections=[undone]) == resolve(make_chain())


def test_resolve_refuses_a_malformed_correction():
    broken = Correction(1, "merge", {"a": {}})
    with pytest.raises(InputError, match=r"correction 1 .* lacks the surface .*: kg names undo 1"):
        resolve(make_chain(), corrections=[broken])


@pytest.mark.parametrize(
    ("metric", "higher"),
    [
        ("win rate", True),
        ("grasp success rates", True),
        ("median latency", False),
        ("mean per-vertex scene error", False),
        ("planning time", False),
        ("bitrate savings", True),
        ("motion tracking failure rates", False),
        ("collisions", False),
        ("NMAE", False),
        ("peak pulling force", None),
        ("planning inferences", False),
        ("tool usage", False),
        ("DRAM traffic", False),
        ("time to completion", False),
        ("pre-training time per epoch", False),
        ("number of vision tokens", False),
        ("attack reduction", True),
        ("grasps per second", True),
        ("false rejection", False),
        ("error margin", False),
        ("sim-to-real", None),
        ("per-detection", None),
        # Previously the last word alone decided.
        ("decoder FLOPs", False),
        ("communication bandwidth", False),
        ("time-to-collision", True),
        ("mean time between failures", True),
        ("return-to-cost", True),
        ("end-to-end step latency", False),
        ("backdoor attack success rate", None),
        ("-", None),
        ("mAP@0.7", True),
        ("CMR@1px", True),
        ("AP_50:95", True),
        ("AP@0.95", True),
        ("EM@1", True),
        ("mAP^N", True),
        ("mAP$^N$", True),
        ("mAPmask50-95", True),
        ("PrecisionAt5", True),
        ("regret@20", False),
        ("Foo@0.7", None),
        ("H-Score", True),
        ("collision risk score", False),
        ("TOP 3", True),
        ("mean truthfulness", True),
        ("human intervention rate", False),
    ],
)
def test_a_metric_is_better_on_the_side_of_what_it_is_a_kind_of(metric, higher):
    (entity,) = resolve(
        [read_of(make_paper(1, f"We measure {metric}."), ("Metric", metric))]
    ).entities
    assert entity.higher_is_better is higher


def test_a_short_form_is_better_on_the_side_of_what_it_stands_for():
    text = "We measure the Branch Zorbing Accuracy (BZA), and then the BZA again."
    paper = make_paper(1, text)
    found = resolve([read_of(paper, ("Metric", "BZA", "Branch Zorbing Accuracy"))]).entities
    assert [(entity.name, entity.higher_is_better) for entity in found] == [("BZA", True)]


def test_a_known_metric_keeps_its_better_side_where_a_paper_spells_it_out_in_its_own_way():
    # Previously one "BERT (Bidirectional ...)" took the side from the BERTScore of 84 papers
    long = "Bidirectional Encoder Representations from Transformers"
    papers = [
        read_of(make_paper(1, "We measure BERTScores."), ("Metric", "BERTScores")),
        read_of(make_paper(2, f"We measure BERT ({long})."), ("Metric", "BERT", long)),
        read_of(make_paper(3, "We measure BERT Score."), ("Metric", "BERT Score")),
        read_of(make_paper(4, "We measure BERTScore."), ("Metric", "BERTScore")),
        read_of(make_paper(5, "BERTScore is high."), ("Metric", "BERTScore")),
    ]
    found = [entity for entity in resolve(papers).entities if entity.name == "BERTScore"]
    assert [entity.higher_is_better for entity in found] == [True]


def test_what_the_catalogue_knows_gets_no_further_name_from_one_paper():
    text = "We study domain adaptation, above all unsupervised domain adaptation, with FooNet."
    (entity,) = resolve(
        [
            read_of(
                make_paper(1, text),
                ("Task", "domain adaptation", "unsupervised domain adaptation"),
            )
        ]
    ).entities
    assert [alias.name for alias in entity.aliases] == ["domain adaptation"]


def test_a_repository_keeps_the_case_of_its_address_and_is_one_whatever_the_case():
    papers = [
        read_of(make_paper(i, f"Code: {url} for all."), ("Repo", url))
        for i, url in enumerate(
            (
                "https://github.com/Owner/Name",
                "http://github.com/owner/name/",
                "https://github.com/Owner/Name",
            )
        )
    ]
    (entity,) = resolve(papers).entities
    assert (entity.id, entity.url) == (
        "repo:github.com/owner/name",
        "https://github.com/Owner/Name",
    )


@pytest.mark.parametrize(
    ("surfaces", "name", "aliases"),
    [
        (["S$^2$-Net", "S$^{2}$-Net"], "S²-Net", ["S²-Net"]),
        (["$FooNet$", r"$\texttt{FooNet}$"], "FooNet", ["FooNet"]),
        (["Foo-to-Bar (", "Foo-to-Bar"], "Foo-to-Bar", ["Foo-to-Bar"]),
        (["FooNet) Module"], "FooNet Module", ["FooNet Module"]),
        ([r"Foo\&Bar"], "Foo&Bar", ["Foo&Bar"]),
    ],
)
def test_resolve_shows_names_and_aliases_without_mark_up(surfaces, name, aliases):
    paper = make_paper(1, f"We use {' or '.join(surfaces)}.")
    (entity,) = resolve([read_of(paper, ("Method", *surfaces))]).entities
    assert (entity.name, [alias.name for alias in entity.aliases]) == (name, aliases)
    assert entity.id == f"method:{slug(surfaces[0])}"
    forms = {fold(alias.name) for alias in entity.aliases}
    assert {fold(surface) for surface in surfaces} <= forms


def test_resolve_leads_on_from_a_node_whose_names_were_kept_with_mark_up():
    before = resolve([read_of(make_paper(1, "We use $Foo$."), ("Task", "$Foo$"))])
    (old,) = before.entities
    kept = replace(old, id="method:old", aliases=(replace(old.aliases[0], name="$Foo$"),))
    now = resolve(
        [read_of(make_paper(1, "We use $Foo$."), ("Task", "$Foo$"))],
        previous=replace(before, entities=(kept,)),
    )
    assert now.redirects == {"method:old": "task:foo"}


def test_a_power_is_no_version():
    papers = [
        read_of(make_paper(1, "We use LLaVA."), ("Model", "LLaVA")),
        read_of(make_paper(2, "We use LLaVA$^3$."), ("Model", "LLaVA$^3$")),
    ]
    assert resolve(papers).derived == ()


@pytest.mark.parametrize(
    ("kind", "surfaces", "name"),
    [
        ("Task", ["Keypoint Detection", "keypoint detection"], "keypoint detection"),
        ("Task", ["Banana Peeling", "banana-peeling"], "banana peeling"),
        ("Task", ["3D Banana Peeling", "3D banana peeling"], "3D banana peeling"),
        ("Task", ["Peeling", "peeling"], "peeling"),
        ("Task", ["Robot Segmentation"], "robot segmentation"),
        ("Task", ["Banana Segmentation"], "Banana Segmentation"),
        ("Task", ["Perching Elongation"], "perching elongation"),
        ("Task", ["Beijing Segmentation"], "Beijing Segmentation"),
        ("Metric", ["Hamming Accuracy"], "Hamming Accuracy"),
        ("Task", ["Turing Segmentation"], "Turing Segmentation"),
        ("Task", ["RGB-D Segmentation"], "RGB-D Segmentation"),
        ("Metric", ["Robot Accuracy"], "robot accuracy"),
        ("Metric", ["Robot"], "Robot"),
        ("Method", ["Robot Segmentation"], "Robot Segmentation"),
        ("Metric", ["Prime Success", "prime success"], "prime success"),
        ("Method", ["Banana Attention", "banana attention"], "banana attention"),
        ("Method", ["Banana Attention"], "Banana Attention"),
        ("Method", ["Core", "core"], "Core"),
        ("Task", ["RoboNav Challenge", "robonav challenge"], "RoboNav Challenge"),
        ("Task", ["3D Banana Detection", "3d banana detection"], "3D Banana Detection"),
        ("Model", ["Banana Brain", "banana brain"], "Banana Brain"),
    ],
)
def test_of_equally_frequent_spellings_common_words_are_lower_case(kind, surfaces, name):
    paper = make_paper(1, f"We use {' or '.join(surfaces)}.")
    (entity,) = resolve([read_of(paper, (kind, *surfaces))]).entities
    assert entity.name == name
    assert entity.id == f"{kind.lower()}:{slug(surfaces[0])}"


@pytest.mark.parametrize(("kind", "name"), [("Task", "pet grooming"), ("Method", "Pet Grooming")])
def test_a_task_is_no_proper_name_where_any_paper_writes_it_small(kind, name):
    papers = [
        read_of(make_paper(number, f"We use {surface}."), (kind, surface))
        for number, surface in enumerate(["Pet Grooming", "Pet Grooming", "pet grooming"])
    ]
    (entity,) = resolve(papers).entities
    assert entity.name == name


@pytest.mark.parametrize(
    ("kind", "name"),
    [("Task", "zebra lane keeping"), ("Method", "ZLK")],
)
def test_a_task_is_named_in_full_and_a_method_as_by_most(kind, name):
    # Previously a task was ZLK where each paper wrote its long form in other capitals
    papers = [
        read_of(make_paper(1, "We do Zebra Lane Keeping (ZLK)."), (kind, "ZLK")),
        read_of(make_paper(2, "We do zebra lane keeping (ZLK)."), (kind, "ZLK")),
    ]
    (entity,) = resolve(papers).entities
    assert (entity.name, entity.id) == (name, f"{kind.lower()}:{slug(name)}")


def test_a_short_form_in_brackets_is_no_part_of_the_name():
    # Previously the name and id of a thing held what it is called for short
    said = "We study banana region (BaR) peeling."
    (entity,) = resolve([make_read(1, said, ("Task", "banana region (BaR) peeling"))]).entities
    assert (entity.id, entity.name) == ("task:banana-region-peeling", "banana region peeling")
    assert [alias.name for alias in entity.aliases] == ["banana region (BaR) peeling"]
    both = ("Task", "4D banana peeling (4DBP) study", "4D Banana Peeling Study")
    said = f"We study {both[1]}. The {both[2]} ends."
    resolution = resolve([make_read(1, said, both)])
    assert (len(resolution.entities), resolution.conflicts) == (1, ())


def test_the_plural_of_a_defined_short_form_stands_for_the_same():
    # Previously SFMs were the catalogue's structure from motion, though SFM was spelt out
    paper, read = make_read(1, "Flocks (speech flock models, SFM) win: SFMs.", ("Method", "SFMs"))
    read = replace(read, abbreviations=(("speech flock models", "SFM"),))
    (entity,) = resolve([(paper, read)]).entities
    assert entity.name == "SFMs"
    assert "speech flock models" in {alias.name for alias in entity.aliases}


def make_node(node, papers):
    return ResolvedEntity(node, "Zorbo", EntityType.MODEL, (Alias("Zorbo", "", papers),))


def test_a_retired_id_leads_to_the_node_that_took_most_of_its_papers():
    gone = make_node("model:zorbo", ("arxiv:1", "arxiv:2", "arxiv:3"))
    few, most = make_node("model:a", ("arxiv:1",)), make_node("model:b", ("arxiv:2", "arxiv:3"))
    assert successors([gone], [few, most]) == {"model:zorbo": "model:b"}
    unread = make_node("model:c", ("arxiv:4",))
    assert successors([gone], [unread]) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Graded Owl Reading (GOR) is new.",
        "We use GOR. Later, GOR wins. By Graded Owl Reading (GOR) we mean it.",
        "We use GOR and GOR (Graded Owl Reading) again.",
    ],
)
def test_a_long_form_is_found_wherever_the_text_explains_its_letters(text):
    assert long_form("GOR", text) == "Graded Owl Reading"


def test_of_loose_long_forms_all_letters_begin_words_of_the_one():
    # Previously the nearest words that hold the letters were taken: Island Gull Nidification
    text = "The Inner Island Gull Nidification (IIN) problem is new."
    assert long_form("IIN", text) == "Inner Island Gull Nidification"


def test_a_long_form_behind_a_part_of_a_longer_name_is_not_that_of_the_part():
    assert long_form("GOR", "Pre-GOR (Graded Owl Reading) is new.") is None


def test_an_id_that_a_node_has_again_leads_nowhere_else():
    before = resolve(make_chain())
    first, second = (entity.id for entity in before.entities[:2])
    asked = replace(before, redirects={first: second, "model:gone": second})
    assert resolve(make_chain(), previous=asked).redirects == {"model:gone": second}
