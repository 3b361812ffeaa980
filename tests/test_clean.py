from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.clean import readable


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("A &amp; B &lt; 3 &#37;", "A & B < 3 %"),
        ("ﬁne-tuning and eﬀort", "fine-tuning and effort"),
        ("trans\u00adformer\u200b model", "transformer model"),
        ("arXiv:2501.00001v2 [cs.CL] 3 Jan 2025\nA Title", "A Title"),
        ("A Title arXiv:2501.00001v2\nWe see.", "A Title \nWe see."),
        ("A Title\narXiv:2501.00001v2 [cs.CL]\nWe see.", "A Title\nWe see."),
        ("optimi-\nzation", "optimization"),
        ("state-of-the-\nart", "state-of-the-art"),
        ("vir- tual reality, pre- and post-training", "virtual reality, pre- and post-training"),
        ("\\textbf{RAPO}, \\emph{new} and {\\em old}", "RAPO, new and old"),
        ("half \ud800 a pair", "half \ufffd a pair"),
        ("is $5\\times$ faster, {a}", "is $5\\times$ faster, {a}"),
    ],
)
def test_traces_of_copying_go(text, plain):
    assert readable(text).text == plain


@pytest.mark.parametrize("letter", ["a", "$", "a-", "1,", "é", "中"])
def test_of_a_word_without_end_its_beginning_stays(letter):
    # Previously many a rule took minutes for one of 100,000 letters
    text = f"T\nA {letter * 10_000} word & B"
    cleaned = readable(text)
    assert cleaned.text == f"T\nA {(letter * 1_000)[:1_000]} word & B"
    start, end = cleaned.original_span(cleaned.text.index("word"), len(cleaned.text))
    assert text[start:end] == "word & B"


@pytest.mark.parametrize("command", ["\\textbf{%s}", "{\\em %s}"])
def test_so_does_that_of_one_in_another_font(command):
    # Previously what stood in a font was not cut
    text = f"T\nA {command % ('b ' + 'a' * 10_000)} word"
    cleaned = readable(text)
    assert cleaned.text == f"T\nA b {'a' * 1_000} word"
    start, end = cleaned.original_span(cleaned.text.index("word"), len(cleaned.text))
    assert text[start:end] == "word"


def test_a_word_of_a_thousand_letters_stays():
    text = f"T\nA {'a' * 1_000} & B"
    assert readable(text).text == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (f"T\nwe{' ' * 17}see", f"T\nwe{' ' * 16}see"),
        (f"T\nwe{' ' * 16}see", f"T\nwe{' ' * 16}see"),
        (f"T{' ' * 1_000}\n{' ' * 1_000}We see", f"T{' ' * 16}\nWe see"),
        (f"T\n{' ' * 1_000}We see", f"T\n{' ' * 15}We see"),
    ],
)
def test_a_wide_gap_is_narrowed(text, plain):
    assert readable(text).text == plain


@pytest.mark.parametrize(
    ("text", "word", "original"),
    [
        ("we use ﬁne-tuning now", "fine-tuning", "ﬁne-tuning"),
        ("by \\textbf{RAPO} we", "RAPO", "RAPO"),
        ("an optimi-\nzation of", "optimization", "optimi-\nzation"),
        ("A &amp; B", "&", "&amp;"),
        ("\\textbf{G}roup size", "Group", "G}roup"),
    ],
)
def test_a_span_of_the_readable_text_leads_back_to_the_original(text, word, original):
    cleaned = readable(text)
    at = cleaned.text.index(word)
    start, end = cleaned.original_span(at, at + len(word))
    assert text[start:end] == original


@given(st.text(alphabet=st.sampled_from("ab ﬁ&amp;\u00ad-\n\\textbf{}\\emph $1"), max_size=60))
def test_any_span_leads_back_into_the_text(text):
    cleaned = readable(text)
    last = 0
    for at in range(len(cleaned.text)):
        start, end = cleaned.original_span(at, at + 1)
        assert last <= start < end <= len(text)
        last = start
