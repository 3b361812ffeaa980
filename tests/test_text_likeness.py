from __future__ import annotations

import pytest

from kg.text.likeness import (
    COMMON,
    OPPOSED,
    PART,
    UNRELATED,
    objection,
    other_meaning,
    same_wording,
    spelt_out,
)


@pytest.mark.parametrize(
    ("left", "right", "reason"),
    [
        ("reverse KL divergence", "forward KL divergence", OPPOSED),
        ("unsupervised pretraining", "supervised pretraining", OPPOSED),
        ("parametric regression", "nonparametric regression", OPPOSED),
        ("self-supervised learning", "supervised learning", OPPOSED),
        ("on-policy safe RL", "off-policy safe RL", OPPOSED),
        ("GRPO", "S-GRPO", PART),
        ("RAPO", "RAPO++", OPPOSED),
        ("PixelRefer-Lite", "PixelRefer", OPPOSED),
        ("Foo small", "foo", OPPOSED),
        ("RL", "RLVR", PART),
        ("video", "Video World Exploration", COMMON),
        ("sparse", "Mobile AR Sparse Sensing", COMMON),
        ("Full", "full-duplex dialogue", COMMON),
        ("structural perturbation", "recursive symbolic regeneration", UNRELATED),
    ],
)
def test_words_speak_against_one_thing(left: str, right: str, reason: str):
    assert objection(left, right) == objection(right, left) == reason


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("time series forecasting", "forecasting of time series"),
        ("accuracy", "average accuracy"),
        ("reranking", "listwise reranking"),
        ("GNN", "GNNs"),
        ("UNet", "UNet-based"),
        ("GRPO", "Group Relative Policy Optimization"),
        ("LongReD", "Long Context Pre-training with Restoration Distillation"),
        ("malware detection", "malware identification"),
        ("in-context learning", "context learning"),
    ],
)
def test_words_do_not_speak_against_one_thing(left: str, right: str):
    assert objection(left, right) is None
    assert objection(right, left) is None


def test_what_a_text_defines_is_nothing_else():
    definitions = {"mtsf": "multivariate time series forecasting", "rl": "reinforcement learning"}
    assert other_meaning("MTSF", "time series forecasting", definitions)
    assert other_meaning("safe RL", "RL", definitions)
    assert not other_meaning("RLs", "reinforcement learning", definitions)
    assert not other_meaning("forecasting", "prediction", definitions)


def test_short_forms_are_written_out_and_brackets_left_out():
    definitions = {"rl": "reinforcement learning"}
    written = ("offline", "reinforcement", "learning")
    assert spelt_out("offline RL", definitions) == written
    assert spelt_out("offline reinforcement learning (RL)", definitions) == written


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Drag Editing", "drag-based image editing"),
        ("detection of robot errors", "robot error detection"),
        ("multi-scale transform", "multiscale graph transform"),
        ("2D diffusion", "2D diffusion models"),
        ("landslide mapping", "landslide mapping in mountains"),
        ("oVDA", "Online Video Depth Anything"),
    ],
)
def test_fewer_words_another_order_or_letters_say_the_same(left: str, right: str):
    assert same_wording(left, right)
    assert same_wording(right, left)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("edge pruning", "channel pruning"),
        ("video diffusion", "video diffusion transformer"),
        ("explicit prompts", "explicit and implicit prompts"),
        ("granular digging", "granular manipulation"),
        ("Two", "two-stream network"),
    ],
)
def test_words_of_their_own_say_something_else(left: str, right: str):
    assert not same_wording(left, right)
    assert not same_wording(right, left)
