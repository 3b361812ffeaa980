from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.sentences import sentence_of, sentence_spans


def make_sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "We compare with baselines, e.g. BERT and others, i.e. all of them.",
        "Smith et al. Showed this in Fig. 3 and Eq. (2) of Sec. 4.",
        "It reaches $0.5. X$ on v1.5 of the suite.",
        "Code is at https://github.com/a/b.c and U.S. data.",
        "Trained by J. Smith on 1.5 million images (cf. Table 2).",
    ],
)
def test_stops_inside_a_sentence_do_not_end_it(sentence):
    assert make_sentences(sentence) == [sentence]


def test_a_sentence_ends_at_a_stop_before_a_capital():
    text = "It wins by 3.2%. We release it! \\textbf{X} is new. $5\\times$ faster."
    assert make_sentences(text) == [
        "It wins by 3.2%.",
        "We release it!",
        "\\textbf{X} is new.",
        "$5\\times$ faster.",
    ]


def test_the_title_is_a_sentence_of_its_own():
    assert make_sentences("A Title\nWe do it.") == ["A Title", "We do it."]


def test_a_line_that_goes_on_in_lower_case_is_no_title():
    assert make_sentences("We present a\nmethod. It works.") == [
        "We present a\nmethod.",
        "It works.",
    ]


def test_a_missing_space_after_a_stop_still_ends_the_sentence():
    assert make_sentences("It gives good results.We release it.") == [
        "It gives good results.",
        "We release it.",
    ]


def test_the_sentence_of_an_offset_holds_it():
    text = "First one. Second one."
    spans = sentence_spans(text)
    assert sentence_of(spans, text.index("one", 8)) == spans[1]


@given(st.text(max_size=200))
def test_any_text_gives_trimmed_sentences_in_order_that_hold_every_letter(text):
    spans = sentence_spans(text)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(text[a:b] == text[a:b].strip() for a, b in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
