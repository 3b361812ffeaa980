from __future__ import annotations

import itertools

import pytest

from kg.catalogue import load_catalogue
from kg.records import (
    Correction,
    EntityType,
)
from kg.resolve import resolve
from kg.resolve.entities import is_firm
from kg.resolve.fields import describes
from tests.reads import make_read


def names_of(resolution):
    return {entity.id: {alias.name for alias in entity.aliases} for entity in resolution.entities}


def test_a_papers_own_long_form_wins_over_what_the_catalogue_knows():
    own = "We introduce ORCA (Online Reasoning and Cognitive Architecture)."
    bare = "We compare with the collision avoidance of ORCA."
    for papers in (
        [make_read(1, own, ("Method", "ORCA"))],
        [make_read(1, own, ("Method", "ORCA")), make_read(2, bare, ("Method", "ORCA"))],
    ):
        names = names_of(resolve(papers))
        assert names["method:orca"] == {"ORCA", "Online Reasoning and Cognitive Architecture"}
        assert len(names) == len(papers)


def test_what_a_paper_presents_under_a_known_short_form_is_its_own_thing():
    for text, name in (
        ("We propose SAM, a scheduler for jobs.", "SAM"),
        ("This bound on the change (termed EBM) is proven.", "EBM"),
    ):
        (entity,) = resolve([make_read(1, text, ("Method", name), introduces=[name])]).entities
        assert entity.name == name
    known = "We propose energy-based models that learn, termed EBM."
    (entity,) = resolve([make_read(2, known, ("Method", "EBM"), introduces=["EBM"])]).entities
    assert entity.name == "energy-based model"


def test_a_quantized_network_is_no_quantum_one():
    papers = [
        make_read(1, "We train a quantum neural network (QNN).", ("Method", "QNN")),
        make_read(2, "We train a quantized neural network (QNN).", ("Method", "QNN")),
    ]
    assert len(resolve(papers).entities) == 2


def test_words_beside_a_known_short_form_are_not_what_one_paper_shortens():
    # Previously GAT was any GNN in all texts that speak of GNN architectures
    papers = [
        make_read(1, "We train GNN architectures (GAT).", ("Method", "GAT", "GNN architectures")),
        make_read(2, "Of all GNN architectures GAT wins.", ("Method", "GAT")),
        make_read(3, "A graph attention network (GAT) wins.", ("Method", "GAT")),
    ]
    links = resolve(papers).links
    odd, bare, spelt = (links[paper.id, "GAT"] for paper, _ in papers)
    assert bare == spelt != odd


def test_common_words_mean_no_thing_that_one_paper_calls_so():
    # Previously the efficiency of all later papers was the one measure called Efficiency
    own = "We introduce Craneness, a measure."
    papers = [
        make_read(1, own, ("Metric", "Craneness"), introduces=["Craneness"]),
        make_read(2, "Its craneness is high.", ("Metric", "craneness"), published="2025-01-01"),
        make_read(3, "Its craneness is low.", ("Metric", "craneness"), published="2026-06-01"),
    ]
    links = resolve(papers).links
    early, late = (links[p.id, "craneness"] for p, _ in papers[1:])
    assert early == late != links[papers[0][0].id, "Craneness"]


def test_what_a_paper_presents_with_capitals_of_its_own_is_not_the_known_name():
    # Previously GATO, a planner, became the model Gato, and two FALCONs one Falcon
    own = "We propose GATO, a planner for robots."
    other = "We introduce GATO, a game of two."
    known = "We compare with Gato."
    papers = [
        make_read(1, own, ("Method", "GATO"), introduces=["GATO"]),
        make_read(2, other, ("Method", "GATO"), introduces=["GATO"]),
        make_read(3, known, ("Model", "Gato")),
    ]
    entities = {entity.id: entity for entity in resolve(papers).entities}
    assert sorted(entity.name for entity in entities.values()) == ["GATO", "GATO", "Gato"]
    (entity,) = resolve(papers[:1]).entities
    assert (entity.name, entity.type) == ("GATO", EntityType.METHOD)


def test_a_short_form_with_several_known_meanings_gets_none_that_its_paper_does_not_speak_of():
    papers = [
        make_read(1, "We measure the hit rate (HR) of lists.", ("Metric", "HR")),
        make_read(2, "Survival differs (HR = 3.3).", ("Metric", "HR")),
        make_read(3, "HR, a kind of hit rate, is 0.3.", ("Metric", "HR")),
    ]
    links = resolve(papers).links
    assert [links[paper.id, "HR"] for paper, _ in papers] == [
        "metric:hit-rate",
        "metric:hr",
        "metric:hit-rate",
    ]


def test_a_name_spelt_out_by_one_paper_is_not_what_another_introduces_at_that_time():
    spelt = "We train by Adversarial Training with Group Relative Policy Optimization (AT-GRPO)."
    new = "First, we introduce AT-GRPO, an algorithm that adapts rewards."
    papers = [
        make_read(1, spelt, ("Method", "AT-GRPO")),
        make_read(2, new, ("Method", "AT-GRPO"), introduces=["AT-GRPO"]),
    ]
    assert len(resolve(papers).entities) == 2
    later = make_read(3, spelt, ("Method", "AT-GRPO"), published="2026-06-01")
    assert len(resolve([later, papers[1]]).entities) == 1


@pytest.mark.parametrize(
    ("said", "published", "one"),
    [
        ("We use GRUMI-2 here.", "2025-10-30", False),
        ("We use GRUMI-2 here.", "2025-11-30", False),
        # A paper may be cited before its own month, and over a turn of the year.
        ("We use GRUMI-2 here.", "2025-12-01", True),
        ("We use GRUMI-2 here.", "2026-02-01", True),
        ("We use GRUMI-2 here.", "2026", True),
        # Who knows it from the other paper does not spell it out otherwise at that time.
        ("We use Grown Robots Using Many Islands 2 (GRUMI-2).", "2025-12-01", False),
        ("We use Grown Robots Using Many Islands 2 (GRUMI-2).", "2026-02-01", False),
        ("We use Grown Robots Using Many Islands 2 (GRUMI-2).", "2026-03-01", True),
    ],
)
def test_what_a_paper_introduces_is_meant_from_a_month_before_it_on(said, published, one):
    name = ("Method", "GRUMI-2")
    papers = [
        make_read(
            1, "We propose GRUMI-2, a sorter.", name, introduces=["GRUMI-2"], published="2026-01"
        ),
        make_read(2, said, name, published=published),
    ]
    assert (len(resolve(papers).entities) == 1) is one


@pytest.mark.parametrize(("published", "one"), [("2025-11-30", False), ("2025-12-01", True)])
def test_beside_a_use_that_is_too_early_the_others_mean_what_is_introduced(published, one):
    name = ("Method", "GRUMI-2")
    own = make_read(
        1, "We propose GRUMI-2, a sorter.", name, introduces=["GRUMI-2"], published="2026-01"
    )
    used = make_read(2, "We use GRUMI-2 here.", name, published=published)
    early = make_read(3, "We use GRUMI-2 too.", name, published="2025-06-01")
    links = resolve([own, used, early]).links
    first, second, third = (links[paper.id, "GRUMI-2"] for paper, _ in (own, used, early))
    assert first != third
    assert (first == second) is one


def test_words_before_a_bracket_explain_a_name_even_where_their_letters_do_not_fit():
    papers = [
        make_read(1, "Our Spatial Projection Consistency (SPC) loss.", ("Method", "SPC")),
        make_read(2, "We use sampling-based Model Predictive Control (SPC).", ("Method", "SPC")),
        make_read(3, "Losses and tools (SPC) are shared.", ("Method", "SPC")),
    ]
    links = resolve(papers).links
    first, second, third = (links[paper.id, "SPC"] for paper, _ in papers)
    assert first != second
    assert first == third


def test_an_everyday_word_is_a_known_name_only_as_the_catalogue_writes_it():
    anchor = resolve([make_read(1, "Detection by an anchor.", ("Method", "anchor"))]).entities
    assert [entity.name for entity in anchor] == ["anchor"]
    known = resolve([make_read(2, "We explain by Anchors.", ("Method", "Anchors"))]).entities
    assert [entity.name for entity in known] == ["Anchors"]
    drop = resolve([make_read(3, "A drop in quality.", ("Benchmark", "drop"))]).entities
    assert [entity.name for entity in drop] == ["drop"]


def test_one_papers_wording_is_a_name_only_where_its_words_do_not_speak_against_it():
    text = "Plover world modeling of video, or plover modeling of worlds, beats Plover-X."
    (entity,) = resolve(
        [
            make_read(
                1,
                text,
                (
                    "Method",
                    "Plover world modeling",
                    "plover modeling of worlds",
                    "video",
                    "Plover-X",
                ),
            )
        ]
    ).entities
    assert "video" not in {alias.name for alias in entity.aliases}
    assert [alias.name for alias in entity.aliases if not is_firm(alias)] == [
        "plover modeling of worlds"
    ]


def test_a_long_form_may_itself_hold_a_short_one():
    papers = [
        make_read(1, "We use a Multimodal DiT (MMDiT) here.", ("Model", "MMDiT")),
        make_read(2, "The move from U-Net to MM-DiT helps.", ("Method", "MM-DiT")),
    ]
    assert len(resolve(papers).entities) == 1


def test_two_papers_that_present_a_thing_of_one_name_have_two():
    # Previously both were PloverBench where one wording was none that is told by itself
    curated = "Thirdly, we curate PloverBench with long videos of birds."
    released = "We release Waders, a corpus, and introduce PloverBench, the first of its kind."
    passive = "For poses, a quantized encoder (PloverBench) is proposed."
    launched = "Hence, we launch PloverBench, a family of tests."
    texts = (curated, released, passive, launched)
    name = ("Benchmark", "PloverBench")
    for one, two in itertools.pairwise(texts):
        papers = [
            make_read(1, one, name, introduces=["PloverBench"]),
            make_read(2, two, name, introduces=["PloverBench"]),
        ]
        assert len(resolve(papers).entities) == 2, (one, two)
    used = "We then make use of PloverBench, a set of videos."
    papers = [
        make_read(1, curated, name, introduces=["PloverBench"]),
        make_read(2, used, name, introduces=["PloverBench"]),
    ]
    assert len(resolve(papers).entities) == 1


def test_a_paper_by_the_same_authors_presents_the_same_thing_again():
    def make_presenting(number, text, *authors):
        return make_read(
            number, text, ("Model", "Plover-7B"), introduces=["Plover-7B"], authors=authors
        )

    first = make_presenting(1, "We present Plover-7B, a model.", "Ann Ash", "Bo Birch")
    text = "We release Plover-7B, a model of birds."
    assert len(resolve([first, make_presenting(2, text, "Cy Cedar", "Bo Birch")]).entities) == 1
    assert len(resolve([first, make_presenting(2, text, "Cy Cedar")]).entities) == 2


def test_names_of_the_same_parts_are_two_where_two_papers_present_them():
    papers = [
        make_read(1, "We propose 4D-PLOVER, a model.", ("Model", "4D-PLOVER")),
        make_read(2, "We propose PLOVER4D, a way to train.", ("Method", "PLOVER4D")),
    ]
    assert len(resolve(papers).entities) == 1
    papers = [
        make_read(
            1, "We propose 4D-PLOVER, a model.", ("Model", "4D-PLOVER"), introduces=["4D-PLOVER"]
        ),
        make_read(
            2, "We propose PLOVER4D, a way.", ("Method", "PLOVER4D"), introduces=["PLOVER4D"]
        ),
    ]
    assert len(resolve(papers).entities) == 2


def test_of_two_papers_that_present_a_known_name_the_known_thing_is_that_of_the_title():
    name = ("Benchmark", "LIBERO-Plus")
    origin = make_read(
        1,
        "We introduce LIBERO-Plus, a test of arms.",
        name,
        introduces=["LIBERO-Plus"],
        title="LIBERO-Plus: Arms under Stress",
    )
    other = make_read(
        2,
        "We introduce LIBERO+, a set of birds.",
        ("Benchmark", "LIBERO+"),
        introduces=["LIBERO+"],
    )
    bare = make_read(3, "We evaluate on LIBERO-Plus.", name)
    links = resolve([origin, other, bare]).links
    first, second, third = (
        links[paper.id, extraction.entities[0].name] for paper, extraction in (origin, other, bare)
    )
    assert first == third == "benchmark:libero-plus"
    assert second != first


def test_a_paper_that_presents_a_known_short_form_without_its_words_means_its_own_thing():
    # Previously SEA, a planner, was the series elastic actuator, as one paper alone said so
    own = make_read(
        1,
        "We propose a planner that asks for maps.",
        ("Method", "SEA"),
        introduces=["SEA"],
        title="SEA: Maps for Birds",
    )
    (entity,) = resolve([own]).entities
    assert entity.name == "SEA"
    explained = make_read(
        2,
        "It uses a convolution-attention-based perception focus module (CAP) for birds.",
        ("Method", "CAP"),
        introduces=["CAP"],
    )
    (entity,) = resolve([explained]).entities
    assert entity.name == "CAP"
    known = make_read(
        3, "We propose SEA, a series elastic actuator.", ("Method", "SEA"), introduces=["SEA"]
    )
    (entity,) = resolve([known]).entities
    assert entity.name == "series elastic actuator"


def test_what_came_out_years_before_is_not_what_a_paper_introduces():
    old = "We introduce EvQA, a benchmark of events for visual question answering."
    (entity,) = resolve([make_read(1, old, ("Benchmark", "EvQA"), introduces=["EvQA"])]).entities
    assert entity.name == "EvQA"
    near = make_read(2, old, ("Benchmark", "EvQA"), introduces=["EvQA"], published="2024-02-01")
    (entity,) = resolve([near]).entities
    assert entity.name == "Encyclopedic VQA"


def test_a_short_form_of_several_known_things_is_the_one_that_most_papers_spell_out():
    spelt = "We use model predictive control (MPC) here."
    bare = "It is faster than MPC and RRT."
    name = ("Method", "MPC")
    papers = [make_read(1, spelt, name), make_read(2, spelt, name), make_read(3, bare, name)]
    assert len(resolve(papers).entities) == 1
    assert len(resolve(papers[1:]).entities) == 2
    other = "We use secure multi-party computation (MPC) here."
    assert len(resolve([*papers, make_read(4, other, name)]).entities) == 3


@pytest.mark.parametrize(
    ("published", "is_older"),
    [("2025-12-01", True), ("2026-03", False), ("2026", False), (None, False)],
)
def test_no_paper_is_the_origin_of_a_known_thing_that_an_older_one_uses(published, is_older):
    # Previously FLAME, a model of series, was the head model that papers before it use
    name = ("Model", "FLAME")
    said = "We fit the heads of birds with FLAME."
    heads = [make_read(number, said, ("Method", "FLAME"), published=published) for number in (1, 2)]
    own = make_read(
        3,
        "In this work, we introduce FLAME, a family of models for series.",
        name,
        introduces=["FLAME"],
        title="FLAME: Memory for Birds",
        published="2026-03-01",
    )
    links = resolve([*heads, own]).links
    assert links[heads[0][0].id, "FLAME"] == links[heads[1][0].id, "FLAME"] == "method:flame"
    assert (links[own[0].id, "FLAME"] == "model:flame-arxiv-2512.00003") == is_older
    assert [entity.id for entity in resolve([own]).entities] == ["model:flame"]


def test_two_papers_that_claim_a_part_called_by_a_word_have_two():
    # Previously one Critic was introduced by two papers
    texts = ("A loop of Planner and Critic, which looks at birds.", "Then a Critic gives rewards.")
    name = ("Method", "Critic")
    papers = [make_read(i, text, name, introduces=["Critic"]) for i, text in enumerate(texts)]
    assert len(resolve(papers).entities) == 2
    assert len(resolve([papers[0], make_read(2, texts[1], name)]).entities) == 1


def test_one_string_is_told_apart_whether_or_not_its_parts_are_spelt_out():
    # Previously a hyphen hid that two papers introduce a thing of that name each
    papers = [
        make_read(
            1,
            "In birds, a quantized encoder (ZQ-VQVAE) is proposed.",
            ("Model", "ZQ-VQVAE"),
            introduces=["ZQ-VQVAE"],
        ),
        make_read(
            2,
            "We present a Zoned Quail Vector Quantized Variational Autoencoder (ZQ-VQ-VAE).",
            ("Model", "ZQ-VQ-VAE"),
            introduces=["ZQ-VQ-VAE"],
        ),
    ]
    assert len(resolve(papers).entities) == 2


def test_the_short_id_stays_with_what_most_papers_mean():
    # Previously the use that a person split off, or one of another type, could keep it
    papers = [
        make_read(number, "We use Plover here.", (kind, "Plover"))
        for number, kind in ((1, "Model"), (2, "Method"), (3, "Method"))
    ]
    split = {
        "a": {"surface": "Plover", "paper": "arxiv:2512.00001"},
        "from": {"surface": "Plover"},
    }
    links = resolve(papers, corrections=[Correction(1, "split", split)]).links
    assert links["arxiv:2512.00001", "Plover"] == "model:plover-arxiv-2512.00001"
    assert links["arxiv:2512.00002", "Plover"] == "method:plover"


def test_what_a_person_joins_keeps_the_names_that_the_catalogue_has_for_it():
    # Previously the joined node was called by the rarer one, and the other was no name of it
    papers = [
        make_read(number, f"We test on {name}.", ("Benchmark", name))
        for number, name in ((1, "ImageNet-1K"), (2, "ImageNet-1K"), (3, "ImageNet-100"))
    ]
    merge = {"a": {"surface": "ImageNet-1K"}, "b": {"surface": "ImageNet-100"}}
    (entity,) = resolve(papers, corrections=[Correction(1, "merge", merge)]).entities
    assert entity.name == "ImageNet"
    assert {alias.name for alias in entity.aliases} == {"ImageNet-1K", "ImageNet-100"}
    (entity,) = resolve(
        [*papers[1:], make_read(4, "On IN-100.", ("Benchmark", "IN-100"))],
        corrections=[Correction(1, "merge", merge)],
    ).entities
    assert entity.name == "ImageNet-100"
    assert "ImageNet" in {alias.name for alias in entity.aliases}


@pytest.mark.parametrize(
    ("text", "kind", "name", "known"),
    [
        ("Of corners, FAST and Harris are quickest.", "Method", "FAST", None),
        ("A VLA that is trained with FAST.", "Method", "FAST", "FAST tokenizer"),
        # Previously these were a distance and captioned images in every text.
        ("We draw HD maps of banana farms.", "Metric", "HD", None),
        ("We segment bananas by Dice and HD.", "Metric", "HD", "Hausdorff distance"),
        ("Crashes of GCC and Clang.", "Dataset", "GCC", None),
        ("Our CLIP is trained on GCC.", "Dataset", "GCC", "CC3M"),
        ("We test on the dashcams of DoTA.", "Benchmark", "DoTA", None),
        ("We find ships in the satellite images of DOTA.", "Benchmark", "DOTA", "DOTA"),
        ("The error of the LC calibration is large.", "Metric", "LC", None),
        ("In the judge's view its LC is best.", "Metric", "LC", "length-controlled win rate"),
        ("Buoys speak to a gateway by LoRa.", "Method", "LoRa", None),
        ("We fine-tune a model of birds with LoRa.", "Method", "LoRa", "LoRA"),
        # A capital counts: previously vital, clips and aimed began with the words of a field.
        ("For vitamins it is vital to cut clips, says VPT.", "Method", "VPT", None),
        ("The tuned ViT of VPT sees birds.", "Method", "VPT", "visual prompt tuning"),
        ("Adapters, prompting and tuning are old.", "Method", "prompting", None),
        ("We ask with Meta Llama 3 here.", "Model", "Meta Llama 3", "Llama 3"),
        ("A Time Series Foundation Model.", "Model", "Time Series Foundation Model", None),
    ],
)
def test_a_known_name_of_several_fields_is_meant_where_a_text_speaks_of_its_own(
    text, kind, name, known
):
    # Previously a use alone was enough, and FAST beside Harris was the tokenizer
    (entity,) = resolve([make_read(1, text, (kind, name))]).entities
    assert entity.name == (known or name)


def test_uses_of_a_name_in_another_field_are_one_thing_and_not_the_known_one():
    papers = [
        make_read(1, "Of corners, FAST and Harris are quickest.", ("Method", "FAST")),
        make_read(2, "Corners are found by FAST.", ("Method", "FAST")),
        make_read(3, "A VLA that is trained with FAST.", ("Method", "FAST")),
    ]
    links = resolve(papers).links
    first, second, third = (links[paper.id, "FAST"] for paper, _ in papers)
    assert first == second != third == "method:fast-tokenizer"


def test_a_short_name_of_two_parts_does_not_say_itself_what_it_means():
    # Previously a digit or a hyphen made a name its own long form, and a grid of cells was H3
    papers = [
        make_read(1, "Trips are counted by cells of H3.", ("Method", "H3")),
        make_read(2, "Mamba is faster than H3.", ("Method", "H3")),
    ]
    links = resolve(papers).links
    cells, layer = (links[paper.id, "H3"] for paper, _ in papers)
    assert cells != layer == "method:h3"


@pytest.mark.parametrize(
    ("text", "is_known"),
    [
        ("Yams are read by MMS of Meta.", True),
        ("Meta-Learning of yams beats MMS.", False),
        ("The metadata of Metaverses says MMS.", False),
    ],
)
def test_a_maker_is_named_by_a_word_and_not_by_the_beginning_of_one(text, is_known):
    (entry,) = load_catalogue().find("MMS")
    assert entry.vendor == "Meta"
    assert describes(entry, text) is is_known


def test_a_general_model_is_no_generative_one():
    text = "We present our General Reward Model (GRM)."
    (entity,) = resolve([make_read(1, text, ("Model", "GRM"), introduces=["GRM"])]).entities
    assert entity.name == "GRM"


def test_the_paper_a_known_thing_is_from_need_not_spell_out_what_no_name_spells_out():
    # Previously the paper of Mamba introduced another Mamba: "Mamba SSM" was held for a long form
    name = ("Method", "Mamba")
    text = "We join them into one network without attention (Mamba)."
    origin = make_read(1, text, name, introduces=["Mamba"], title="Mamba: A Sequence Model")
    other = make_read(2, "We build on Mamba.", name)
    assert [entity.id for entity in resolve([origin, other]).entities] == ["method:mamba"]


@pytest.mark.parametrize(
    ("one", "two", "joined"),
    [
        ("General Zorb Estimation", "Generative Zorb Estimation", False),
        # Previously `general` was no beginning of any word.
        ("General Zorb Estimation", "Generalized Zorb Estimation", True),
        ("Automated Zorb Scoring", "Automatic Zorb Scoring", True),
        ("Evidence Zorb Learning", "Evidential Zorb Learning", True),
    ],
)
def test_words_that_begin_alike_are_one_but_for_general_and_generative(one, two, joined):
    short = "".join(word[0] for word in one.split())
    read = [
        make_read(1, f"We use {one} ({short}).", ("Method", short)),
        make_read(2, f"We use {two} ({short}).", ("Method", short)),
    ]
    assert len(resolve(read).entities) == (1 if joined else 2)


def test_the_known_thing_that_more_papers_name_gives_joined_things_their_name():
    # Previously one paper that spells a name in three ways counted as three.
    spellings = [("Benchmark", name) for name in ("GSM8K", "GSM-8K", "GSM 8K")]
    read = [
        make_read(1, "We test on GSM8K, which is GSM-8K, or GSM 8K.", *spellings),
        make_read(2, "We test on HumanEval.", ("Benchmark", "HumanEval")),
        make_read(3, "We test on HumanEval.", ("Benchmark", "HumanEval")),
    ]
    payload = {"a": {"surface": "GSM8K"}, "b": {"surface": "HumanEval"}}
    found = resolve(read, corrections=[Correction(1, "merge", payload, "ann", "2026-01-01")])
    assert [entity.name for entity in found.entities] == ["HumanEval"]


@pytest.mark.parametrize(
    ("own", "introduced"),
    [
        ("We propose GRUMI, a framework for drawing graphs.", ["GRUMI"]),
        ("Its core is a Graph Rendering Unit Mixing Islands (GRUMI) that sorts.", ["GRUMI"]),
    ],
)
def test_a_name_in_capitals_is_another_papers_only_where_that_one_speaks_of_its_field(
    own, introduced
):
    # Previously whoever named a GRUMI meant the only paper that had introduced one
    title = "Drawing huge graphs by sorted islands"
    first = make_read(
        1, own, ("Method", "GRUMI"), introduces=introduced, title=title, authors=("A. Ant",)
    )

    def joined(text, **more):
        second = make_read(2, text, ("Method", "GRUMI"), published="2026-03-01", **more)
        return len(resolve([first, second]).entities) == 1

    assert not joined("Doctors look at scans with GRUMI.")
    assert not joined("Robots see by Ground Robots Using Matched Images (GRUMI).")
    assert joined("When huge graphs are laid out, GRUMI is fast.")
    assert joined("Doctors look at scans with GRUMI.", authors=("B. Bee", "A. Ant"))


@pytest.mark.parametrize(
    ("name", "title", "text", "one"),
    [
        ("GRUMI", "Fast vision-language maps", "GRUMI is for vision language tasks.", True),
        ("GRUMI", "Fast vision language maps", "GRUMI is for vision-language tasks.", True),
        ("GRUMI", "Fast multi-agent maps", "GRUMI guides multi-agent teams.", False),
        ("GRUMI", "Huge maps of islands", "GRUMI is a kind of islands.", False),
        # Its title has no phrase; capitals alone are taken by many.
        ("GRUMI", "GRUMI: Reranking", "Doctors look at scans with GRUMI.", True),
        ("Grumi", "Drawing huge graphs", "Doctors look at scans with Grumi.", True),
        # Previously only capitals alone were a short form, and whoever named a GruMI meant one.
        ("GruMI", "Drawing huge graphs", "Doctors look at scans with GruMI.", False),
        ("GruMI", "Drawing huge graphs", "GruMI is for huge graphs.", True),
    ],
)
def test_a_phrase_of_the_title_is_known_with_and_without_hyphens(name, title, text, one):
    own = f"We propose {name}, a framework."
    first = make_read(1, own, ("Method", name), introduces=[name], title=title)
    second = make_read(2, text, ("Method", name), published="2026-03-01")
    assert (len(resolve([first, second]).entities) == 1) is one


def test_who_spells_out_the_long_form_of_the_only_paper_means_its_thing():
    own = "We propose GRUMI, by which graphs rendered in units mix islands."
    first = make_read(1, own, ("Method", "GRUMI"), introduces=["GRUMI"], title="Maps of towns")
    text = "Units mix islands (GRUMI) help doctors."
    second = make_read(2, text, ("Method", "GRUMI"), published="2026-03-01")
    assert len(resolve([first, second]).entities) == 1


def test_a_benchmark_in_capitals_is_used_in_any_field():
    own = "We introduce GRUMI, a benchmark of maps."
    first = make_read(1, own, ("Benchmark", "GRUMI"), introduces=["GRUMI"], title="Maps of towns")
    second = make_read(2, "Our agent leads on GRUMI.", ("Benchmark", "GRUMI"))
    assert len(resolve([first, second]).entities) == 1


@pytest.mark.parametrize(
    ("text", "authors", "one"),
    [
        ("Robots fly by island mixing over seas.", (), False),
        ("Robots fly by Island Mixing over seas.", ("A. Ant",), True),
        ("Huge graphs are drawn by island mixing.", (), True),
    ],
)
def test_the_words_of_a_papers_short_form_are_its_system_only_where_another_follows_it(
    text, authors, one
):
    # Previously the common words that a name stands for were the one system of that name
    own = ("Method", "IsMi", "Island Mixing")
    said = "We propose Island Mixing (IsMi), a framework."
    title = "Drawing huge graphs by island mixing"
    first = make_read(1, said, own, introduces=["IsMi"], title=title, authors=("A. Ant",))
    name = "Island Mixing" if "Island Mixing" in text else "island mixing"
    second = make_read(2, text, ("Method", name), authors=authors)
    resolution = resolve([first, second])
    assert (len(resolution.entities) == 1) is one
    assert {entity.name for entity in resolution.entities} >= ({"IsMi"} if not one else set())


def test_the_words_of_a_short_form_are_common_where_a_paper_only_uses_them_or_another_follows_it():
    own = ("Method", "IsMi", "Island Mixing")
    title, said = "Drawing huge graphs by island mixing", "We build on Island Mixing (IsMi)."
    used = make_read(1, said, own, title=title)
    other = make_read(2, "Robots fly by island mixing over seas.", ("Method", "island mixing"))
    assert len(resolve([used, other]).entities) == 1
    introduced = make_read(1, said, own, introduces=["IsMi"], title=title)
    assert len(resolve([introduced, other]).entities) == 2
    text = "Huge graphs are drawn by island mixing."
    follower = make_read(3, text, ("Method", "island mixing"))
    assert len(resolve([introduced, other, follower]).entities) == 1


def test_a_task_that_a_paper_shortens_is_what_others_call_by_its_words():
    first = make_read(
        1, "We propose Island Mixing (IsMi).", ("Task", "IsMi", "Island Mixing"),
        introduces=["IsMi"], title="Drawing huge graphs",
    )  # fmt: skip
    second = make_read(2, "Robots study island mixing.", ("Task", "island mixing"))
    assert len(resolve([first, second]).entities) == 1


@pytest.mark.parametrize(
    ("name", "text", "one"),
    [
        ("Peeler", "A Peeler that skins and a Taster work together.", False),
        ("Peeler", "It is skinned by the Peeler.", False),
        ("Peeler", "It has (i) Peeler, which skins, and (ii) Taster.", False),
        ("Peeler", "We compare with Peeler on bananas.", True),
        # This names what is known by that name.
        ("Peeler", "We start it in a Peeler container.", True),
        ("Peelix", "A Peelix that skins and a Taster work together.", True),
        ("Transformer", "A Transformer that skins and a Taster work together.", True),
    ],
)
def test_the_role_of_a_part_is_no_system_of_another_paper(name, text, one):
    # Previously the Solver of each system of agents was one method
    first = make_read(1, f"{name} is fast on bananas.", ("Method", name))
    second = make_read(2, text, ("Method", name))
    assert (len(resolve([first, second]).entities) == 1) is one


@pytest.mark.parametrize(("published", "nodes"), [("2025-02-07", 1), ("2024-12-01", 2)])
def test_the_paper_a_known_benchmark_is_from_is_of_its_year(published, nodes):
    # Previously NoLiMa was split from its own paper, which does not spell it out
    own = make_read(
        1,
        "We introduce NoLiMa, which asks without words of the text.",
        ("Benchmark", "NoLiMa"),
        introduces=["NoLiMa"],
        published=published,
    )
    use = make_read(2, "It reaches 71 on NoLiMa.", ("Benchmark", "NoLiMa"))
    assert len(resolve([own, use]).entities) == nodes


def test_another_spelling_in_brackets_is_no_long_form():
    # Previously CIC-IDS2017 was another thing than the known one where a line break split it
    text = "We test on CIC- IDS2017 (CIC-IDS2017)."
    read = make_read(1, text, ("Benchmark", "CIC-IDS2017", "CIC- IDS2017"))
    (entity,) = resolve([read]).entities
    assert (entity.name, entity.usual_metric) == ("CICIDS2017", "accuracy")


def test_a_benchmark_has_its_usual_metric_though_one_paper_writes_it_as_a_word():
    reads = [make_read(1, "Tried on Frames.", ("Benchmark", "Frames"))]
    reads += [make_read(n, "Tried on FRAMES.", ("Benchmark", "FRAMES")) for n in (2, 3)]
    (entity,) = resolve(reads).entities
    assert entity.usual_metric == "accuracy"
    (alone,) = resolve(reads[:1]).entities
    assert alone.usual_metric is None
