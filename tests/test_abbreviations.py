from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.abbreviations import find_abbreviations


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        (
            "Group Relative Policy Optimization (GRPO)",
            ("Group Relative Policy Optimization", "GRPO"),
        ),
        ("with Proximal Policy Optimization (PPO)", ("Proximal Policy Optimization", "PPO")),
        ("large language models (LLMs)", ("large language models", "LLMs")),
        (
            "GRPO (Group Relative Policy Optimization)",
            ("Group Relative Policy Optimization", "GRPO"),
        ),
        ("a Mixture of Experts (MoE) layer", ("Mixture of Experts", "MoE")),
        ("multi-modal Chain-of-Thought (MCoT)", ("multi-modal Chain-of-Thought", "MCoT")),
        (
            "generative artificial intelligence (GenAI)",
            ("generative artificial intelligence", "GenAI"),
        ),
        ("3D Gaussian Splatting (3DGS)", ("3D Gaussian Splatting", "3DGS")),
        ("Monte Carlo Tree Search (MCTS; ours)", ("Monte Carlo Tree Search", "MCTS")),
        ("Parkinson's disease (PD)", ("Parkinson's disease", "PD")),
        ("We present Plover Anything Model (PAM) 3, a", ("Plover Anything Model", "PAM 3")),
        ("the Plover Anything Model (PAM) 2.5.", ("Plover Anything Model", "PAM 2.5")),
        ("the Plover Watch (PW) 2025 challenge", ("Plover Watch", "PW 2025")),
        ("area under the curve (AUC) 0.95 and", ("area under the curve", "AUC")),
        ("of Plover Anything Model (PAM) 3% of", ("Plover Anything Model", "PAM")),
        ("for Plover Anything Model (PAM) 8 GPUs", ("Plover Anything Model", "PAM")),
        ("a Plover Noise Ratio (PNR) 31.2 better", ("Plover Noise Ratio", "PNR")),
        ("the Plover Anything Model (PAM) 2.1.", ("Plover Anything Model", "PAM 2.1")),
        ("from Masked Autoencoders (MAE) 2 is", ("Masked Autoencoders", "MAE 2")),
        ("for Plover Anything Model (PAM) 8 GB", ("Plover Anything Model", "PAM")),
        ("a word error rate (WER) 12 there", ("word error rate", "WER")),
        ("of large plover models (LPMs) 20 are", ("large plover models", "LPMs")),
        ("by Plover Watch (PW)\n10 birds", ("Plover Watch", "PW")),
        ("to Nest, Incubate and Fledge (NICFL)", ("Nest, Incubate and Fledge", "NICFL")),
        ("we Roost, Soar, then Quaver (ROSQ)", ("Roost, Soar, then Quaver", "ROSQ")),
    ],
)
def test_a_definition_is_found(text, pair):
    assert find_abbreviations(text) == [pair]


@pytest.mark.parametrize(
    "text",
    [
        "as shown (see Table 2)",
        "three models (BERT)",
        "it works (WHO)",
        "results (in %)",
        "()",
        "To address this, we study ternary plovers (TriPLs)",
        "PloverBench, a new sand watching benchmark (PLOB-SW)",
        "two LLMs (Llama, Qwen, and Mistral)",
    ],
)
def test_other_brackets_define_nothing(text):
    assert find_abbreviations(text) == []


@given(st.text(alphabet=st.sampled_from("abcABC ()-$\\{}12.,;\n"), max_size=80))
def test_any_text_gives_pairs_that_stand_in_it(text):
    for long, short in find_abbreviations(text):
        assert long in text
        assert all(word in text for word in short.split())
