from __future__ import annotations

import pytest

import kg

TASK, METHOD = ("Task", "Task"), ("Method", "Method")


@pytest.mark.parametrize(
    ("left", "right", "types"),
    [
        ("motion planner", "motion planning", METHOD),
        ("PD control", "PD controller", METHOD),
        ("dense retrievers", "dense retrieval", METHOD),
        ("reranker", "reranking", METHOD),
        ("quantum annealers", "quantum annealing", METHOD),
        ("LLM jailbreak", "LLM jailbreaking", TASK),
        ("zero-shot prompts", "zero-shot prompting", METHOD),
        ("geometric reasoning", "geometry reasoning", TASK),
        ("topic modeling", "topical modelling", TASK),
        ("automated essay scoring", "automatic essay scoring", TASK),
        ("owl filter", "owl filtering", METHOD),
        ("nest buffering", "nest buffer", METHOD),
        ("nest rendering", "nest renderer", METHOD),
    ],
)
def test_an_act_and_who_does_it_are_one_name(left: str, right: str, types: tuple[str, str]):
    assert kg.same_name(left, right, types=types).same
    assert kg.same_name(right, left, types=types).same


@pytest.mark.parametrize(
    ("left", "right", "types"),
    [
        ("Fourier transform", "Fourier transformer", METHOD),
        ("text encoder", "text encoding", METHOD),
        ("language model", "language modeling", TASK),
        ("owl engine", "owl engineering", METHOD),
        ("medical image", "medical imaging", TASK),
        ("weight averaging", "weighted averaging", METHOD),
        ("structure prediction", "structured prediction", TASK),
        ("person search", "personal search", TASK),
        ("form verification", "formal verification", TASK),
        ("LLM-Pruner", "LLM pruning", METHOD),
        ("Cohere Rerank", "reranking", METHOD),
        ("sample efficiency", "sampling efficiency", ("Metric", "Metric")),
    ],
)
def test_other_endings_are_other_names(left: str, right: str, types: tuple[str, str]):
    assert not kg.same_name(left, right, types=types).same
    assert not kg.same_name(right, left, types=types).same
