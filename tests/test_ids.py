from __future__ import annotations

import pytest

from kg.greek import GREEK
from kg.ids import (
    arxiv_id,
    arxiv_month,
    doi,
    fold_title,
    paper_address,
    parse_paper_id,
    title_id,
    title_test,
)


@pytest.mark.parametrize(
    "text",
    [
        "2503.01234",
        "2503.01234v2",
        " arXiv:2503.01234v12 ",
        "arXiv:2503.01234v2 [cs.CL]",
        "oai:arXiv.org:2503.01234",
        "https://arxiv.org/abs/2503.01234v2",
        "http://arxiv.org/pdf/2503.01234v2.pdf",
        "arxiv.org/html/2503.01234",
        "https://export.arxiv.org/abs/2503.01234?context=cs",
        "https://huggingface.co/papers/2503.01234",
        "https://www.alphaxiv.org/abs/2503.01234",
        "https://ar5iv.labs.arxiv.org/html/2503.01234",
        "10.48550/arXiv.2503.01234",
        "https://doi.org/10.48550%2FarXiv.2503.01234",
        "arxiv:2503.01234",
    ],
)
def test_every_spelling_of_an_arxiv_id_is_one_paper(text):
    assert parse_paper_id(text)[0] == "arxiv:2503.01234"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hep-th/9901001v3", ("hep-th/9901001", 3)),
        ("math.GT/0309136", ("math/0309136", 0)),
        ("https://arxiv.org/abs/cs/0112017", ("cs/0112017", 0)),
        ("0704.0001", ("0704.0001", 0)),
    ],
)
def test_old_arxiv_ids_are_understood(text, expected):
    assert arxiv_id(text) == expected


@pytest.mark.parametrize(
    "text", ["2599.12345", "2503.1234", "2503.012345", "0703.0001", "seed-002", "", "3.14", "2020"]
)
def test_a_number_that_no_arxiv_id_can_have_is_none(text):
    assert parse_paper_id(text) is None


@pytest.mark.parametrize(
    ("paper", "address"),
    [
        ("arxiv:hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001"),
        ("doi:10.1000/(a)b", "https://doi.org/10.1000/(a)b"),
        # Previously a page led to 10.1000/a, and RDF to the whole
        ("doi:10.1000/a#b", "https://doi.org/10.1000/a%23b"),
        ("paper:0123456789abcdef", None),
    ],
)
def test_a_paper_stands_where_its_id_says(paper, address):
    assert paper_address(paper) == address


@pytest.mark.parametrize(
    ("number", "month"),
    [("2503.01234", "2025-03"), ("hep-th/9901001", "1999-01"), ("cs/0112017", "2001-12")],
)
def test_an_arxiv_id_gives_year_and_month(number, month):
    assert arxiv_month(number) == month


@pytest.mark.parametrize(
    "text",
    [
        "10.18653/v1/2020.ACL-main.747",
        "doi:10.18653/v1/2020.acl-main.747",
        "https://doi.org/10.18653/v1/2020.acl-main.747.",
        "https://dx.doi.org/10.18653%2Fv1%2F2020.acl-main.747",
    ],
)
def test_every_spelling_of_a_doi_is_one_paper(text):
    assert parse_paper_id(text) == ("doi:10.18653/v1/2020.acl-main.747", 0)


def test_a_doi_keeps_brackets_that_belong_to_it():
    assert doi("(10.1016/S0140-6736(20)30183-5)") == "10.1016/s0140-6736(20)30183-5"


def test_titles_that_differ_in_case_accents_and_punctuation_have_one_id():
    assert title_id("PanGu-π: Naïve  Models") == title_id(r"PANGU-$\pi$ -- Naive Models")


@pytest.mark.parametrize("letter", GREEK)
def test_a_greek_letter_in_a_title_is_what_tex_calls_it(letter):
    # Previously a bare lambda was "lamda", as Unicode spells it, and one in TeX lambda
    spelt = GREEK[letter].title() if letter.isupper() else GREEK[letter]
    assert title_id(f"{letter}-Heron: Fast") == title_id(f"{spelt}-Heron: Fast")
    assert title_id(f"{letter}-Heron: Fast") == title_id(rf"$\{spelt}$-Heron: Fast")


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        (r"$\mathcal{H}eron_2$: Fast", "Heron2: Fast"),
        (r"\textsc{Heron-X}: Fast", "Heron-X: Fast"),
        (r"{\rm H{\small ERON}}: Fast", "HERON: Fast"),
        (r"H$^{\mathbf{3}}$ron over $\mathbb R$", "H3ron over R"),
        (r"$\boldsymbolπ$-Heron", r"$\pi$-Heron"),
    ],
)
def test_how_tex_sets_a_title_is_no_word_of_it(tex, plain):
    # Previously "mathcal" was a word of the title, and its id another
    assert title_id(tex) == title_id(plain)
    assert title_test(plain)(tex)


@pytest.mark.parametrize("text", [r"\textual", r"\times", r"\mathematics", r"\ell"])
def test_a_tex_command_with_a_meaning_stays_in_the_title(text):
    assert title_id(f"{text} Heron") != title_id("Heron")


def test_titles_that_differ_in_a_digit_have_two_ids():
    assert title_id("Llama 2") != title_id("Llama 3")


def test_a_title_without_letters_still_has_an_id_of_its_own():
    assert fold_title("? !") == "?!"
    assert title_id("???") != title_id("!!!")


@pytest.mark.parametrize(
    ("title", "phrase", "has", "begun"),
    [
        ("An Open Model", "nope", False, False),
        ("Exploration of LoRA", "LoRA", True, True),
        ("Exploration", "LoRA", False, False),
        ("Vision-R1: Incentivizing Reasoning", "vision r1", True, True),
        ("Vision-R1: Incentivizing Reasoning", "VisionR1 incentivizing", True, True),
        ("Vision-R1: Incentivizing Reasoning", "R1 incentiv", False, True),
        ("Größer ist besser", "größer", True, True),
        ("Größer ist besser", "er ist", False, False),
        ("Learning with $\\beta$-VAE", "β-VAE", True, True),
        ("一个模型的研究", "模型", True, True),
        ("למידה עמוקה", "מידה", False, False),
        ("각 모델", "가", False, True),
        ("각 모델", "모델", True, True),
        ("गहन शिक्षण", "हन", False, False),
        ("GPT-4o", "GPT-4", False, True),
        ("Banana nab", "ana", False, False),
        ("Anan an", "an", True, True),
        ("An Open Model", "", False, False),
        ("", "model", False, False),
    ],
)
def test_a_title_has_whole_words_and_no_parts_of_them(title, phrase, has, begun):
    assert title_test(phrase)(title) == has
    assert title_test(phrase, begun=True)(title) == begun
