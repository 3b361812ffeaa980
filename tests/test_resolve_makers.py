from __future__ import annotations

import pytest

import kg
from kg.resolve import resolve
from tests.reads import make_read


@pytest.mark.parametrize(
    ("long", "short", "kind"),
    [
        ("OpenAI o1", "o1", "Model"),
        ("Meta Llama 3.3", "Llama 3.3", "Model"),
        ("Meta-Llama-3-8B", "Llama-3-8B", "Model"),
        ("xAI Grok 3", "Grok 3", "Model"),
        ("IBM QRadar", "QRadar", "Method"),
        ("Google Speech Commands", "Speech Commands", "Dataset"),
    ],
)
def test_a_maker_before_what_it_makes_changes_nothing(long, short, kind):
    assert kg.same_name(long, short, types=(kind, kind)).same


@pytest.mark.parametrize(
    ("long", "short", "kind"),
    [
        # A prefix, or a maker that is a word, too.
        ("Meta-GPT", "GPT", "Model"),
        ("Meta-Agent", "agent", "Method"),
        ("Meta-Learning", "learning", "Method"),
        ("Meta-Memory", "memory", "Method"),
        ("SNAP-FM", "flow matching", "Method"),
        ("MiniMax-M3", "M3", "Model"),
        ("Idea Search", "search", "Method"),
        # Two makers' products of one common word.
        ("Stability AI Core", "core", "Method"),
        ("Microsoft Agent Framework", "agent", "Method"),
        ("Baidu Search", "Google Search", "Method"),
        ("Kuaishou Search", "Baidu Search", "Dataset"),
        # No article.
        ("A-LSTM", "LSTM", "Method"),
        ("A-RAG", "RAG", "Method"),
        ("A-PINN", "PINN", "Method"),
    ],
)
def test_what_is_no_maker_and_whose_name_is_a_common_word_is_another_thing(long, short, kind):
    # Previously Meta-Learning was learning, and Meta-GPT made one node of MetaGPT and GPT
    assert not kg.same_name(long, short, types=(kind, kind)).same


def test_a_prefix_that_is_a_maker_joins_no_two_others():
    named = ("GPT", "Meta-GPT", "MetaGPT")
    papers = [
        make_read(number, f"Our crane is compared with {name}.", ("Model", name))
        for number, name in enumerate(named, 1)
    ]
    links = resolve(papers).links
    of = {name: links[paper.id, name] for name, (paper, _) in zip(named, papers, strict=True)}
    assert of["GPT"] != of["MetaGPT"]
    assert of["Meta-GPT"] != of["GPT"]
