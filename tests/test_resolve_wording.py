from __future__ import annotations

import pytest

import kg

TASK = ("Task", "Task")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("robot crate stacking", "robotic crate stacking"),
        ("robotics simulation", "robotic simulation"),
        ("visual-language parsing", "vision-language parsing"),
        ("chart comprehension", "chart understanding"),
        ("leaf categorization", "leaf classification"),
        ("buyer intention prediction", "buyer intent prediction"),
        ("multiple crane tracking", "multi-crane tracking"),
        ("three-dimensional roof reconstruction", "3D roof reconstruction"),
        ("spatial-temporal planning", "spatio-temporal planning"),
        ("LLM bargaining", "large language model bargaining"),
        ("recipe Q&A", "recipe question answering"),
        ("receipt VQA", "receipt visual question answering"),
        ("crate recommender systems", "crate recommendation"),
        ("inference-time crate sorting", "test-time crate sorting"),
        ("crane motion synthesis", "crane motion generation"),
        ("sketch-to-roof generation", "sketch-to-roof"),
        ("crane traffic forecasting", "crane traffic prediction"),
        ("harbour time series forecasting", "harbour time-series prediction"),
        ("instruction-guided roof editing", "instruction-based roof editing"),
        ("automated receipt grading", "receipt grading"),
        ("crate sorting operations", "crate sorting"),
        ("lane guarding system", "lane guarding"),
        ("legged robot dancing", "legged dancing"),
        ("long-horizon robotic packing", "long-horizon packing"),
    ],
)
def test_words_that_say_the_same_of_a_task_are_one_name(left: str, right: str):
    assert kg.same_name(left, right, types=TASK).same
    assert kg.same_name(right, left, types=TASK).same


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("predictive crane error", "prediction crane error"),
        ("generative roof fidelity", "generation roof fidelity"),
        ("testing crane loss", "test crane loss"),
        ("decode lag", "decoding lag"),
        ("computing effort", "computational effort"),
        ("mean crate weight", "average crate weight"),
        ("crane fuel consumption", "crane fuel use"),
        ("crate lifting success rate", "crate lifting success"),
    ],
)
def test_words_that_say_the_same_of_a_metric_are_one_name(left: str, right: str):
    # Previously predictive accuracy was another metric than prediction accuracy
    assert kg.same_name(left, right, types=("Metric", "Metric")).same
    assert kg.same_name(right, left, types=("Metric", "Metric")).same


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("navigation of harbour cranes", "harbour crane navigation"),
        ("reasoning in large language models", "LLM reasoning"),
        ("detecting forged receipts", "forged receipt detection"),
        ("detection of forged receipts", "detecting forged receipts"),
        ("mitigating distortions", "distortion mitigation"),
        ("classifying roofs", "roof classification"),
        ("visual temporal reasoning", "temporal visual reasoning"),
        ("thermal and visible roof fusion", "visible-thermal roof fusion"),
        ("retrieving receipts", "receipt retrieval"),
        ("monitoring harbour bridges", "harbour bridge monitoring"),
        ("robotic stacking of crates", "robot crate stacking"),
        ("early detection of faults in bridges", "bridge early fault detection"),
        ("sketch-based human roof editing", "human sketch-based roof editing"),
        ("interaction with harbour cranes", "harbour crane interaction"),
        ("sketch-photo fusion", "photo-sketch fusion"),
    ],
)
def test_a_task_in_another_order_of_words_is_one_name(left: str, right: str):
    verdict = kg.same_name(left, right, types=TASK)
    assert (verdict.same, verdict.reason) == (True, "same words in another order")
    assert kg.same_name(right, left, types=TASK).same


@pytest.mark.parametrize(
    ("left", "right", "types"),
    [
        ("text-to-image retrieval", "image-to-text retrieval", TASK),
        ("reconstruction from images", "image reconstruction", TASK),
        ("reasoning segmentation", "segmentation reasoning", TASK),
        ("in-context learning", "context learning", TASK),
        ("jailbreak and defense", "jailbreak defense", TASK),
        ("occupancy forecasting", "occupancy prediction", TASK),
        # Previously a task was a bag of words.
        ("photo retrieval with sketches", "sketch retrieval with photos", TASK),
        ("photo generation for sketches", "sketch generation for photos", TASK),
        ("sketch detection in photos", "photo detection in sketches", TASK),
        ("text-guided photo editing", "photo-guided text editing", TASK),
        ("sketch-conditioned photo generation", "photo-conditioned sketch generation", TASK),
        ("Danish-Dutch translation", "Dutch-Danish translation", TASK),
        ("sketch comment generation", "comment sketch generation", TASK),
        ("single-roof multi-crane tracking", "multi-roof single-crane tracking", TASK),
        ("evaluation with language models", "language model evaluation", TASK),
        ("modeling language", "language modeling", TASK),
        ("streaming videos", "video streaming", TASK),
        ("reasoning models", "model reasoning", TASK),
        ("voice conversion", "voice conversation", TASK),
        ("harbour product", "harbour production", TASK),
        ("automated machine learning", "machine learning", TASK),
        ("automatic crane engineering", "crane engineering", TASK),
        ("logic synthesis", "logic generation", TASK),
        ("evidence synthesis", "evidence generation", TASK),
        ("text-based VQA", "text-guided VQA", TASK),
        ("expert system", "expert", TASK),
        ("operating system", "operating", TASK),
        ("harbour information systems", "harbour information", TASK),
        ("matrix operations", "matrix", TASK),
        ("speech synthesis", "speech generation", TASK),
        ("procedural synthesis", "procedural generation", TASK),
        ("automated planning", "planning", TASK),
        ("medical imaging", "medical image", TASK),
        ("human-robot dancing", "human dancing", TASK),
        ("multi-robot packing", "multi-packing", TASK),
        ("robot pose estimation", "pose estimation", TASK),
        ("legged robot", "legged", TASK),
        ("mean precision", "average precision", ("Metric", "Metric")),
        ("crane convergence rate", "crane convergence", ("Metric", "Metric")),
        ("hallucination score", "hallucination rate", ("Metric", "Metric")),
        ("inference time", "test time", ("Method", "Method")),
        ("inference-time intervention", "test-time intervention", ("Method", "Method")),
        ("Vision Mamba", "Visual Mamba", ("Method", "Method")),
        ("model-based diffusion", "diffusion-based model", ("Method", "Method")),
    ],
)
def test_other_words_of_a_task_are_another_name(left: str, right: str, types: tuple[str, str]):
    assert not kg.same_name(left, right, types=types).same
    assert not kg.same_name(right, left, types=types).same
