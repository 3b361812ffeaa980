from __future__ import annotations

import base64
import hashlib
import html
import re
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.pages.html import Html, Page, link, safe_address, tag
from kg.pages.latex import latex_as_text
from kg.pages.links import file_name
from kg.pages.parts import mark
from tests.page_samples import ADDRESSES, HOSTILE


def test_text_is_escaped_and_markup_of_ours_is_not():
    assert tag("td", "<b>", tag("i", "x")) == "<td>&lt;b&gt;<i>x</i></td>"


def test_an_attribute_cannot_be_left():
    assert tag("p", title='"><script>') == '<p title="&quot;&gt;&lt;script&gt;"></p>'


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_is_not_of_the_web_makes_no_link(address):
    assert safe_address(address) is None
    assert link(address, "x") == "x"
    assert tag("a", "x", href=address) == "<a>x</a>"


@pytest.mark.parametrize("address", ["https://arxiv.org/abs/2501.1", "../paper/x.html", "#a"])
def test_an_address_of_the_web_or_of_the_site_makes_a_link(address):
    assert f'href="{address}"' in link(address, "x")


@given(st.text())
def test_any_text_comes_back_as_it_went_in_but_for_what_no_page_may_hold(text):
    page = str(tag("p", text))
    shown = html.unescape(page.removeprefix("<p>").removesuffix("</p>"))
    assert page.count("<") == 2
    assert len(shown) <= len(text)
    page.encode("utf-8")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_brings_no_element(text):
    assert str(tag("p", text)).count("<") == 2


def test_a_page_allows_exactly_the_scripts_and_styles_that_it_holds():
    page = str(Page("t", Html(""), styles=("p{}",), scripts=("let a;", "let b;")))
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1])
    for text in ("p{}", "let a;", "let b;"):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_a_page_brings_its_icon():
    # Previously a browser asked the server for one, and reported on every page that it is missing
    page = str(Page("t", Html("")))
    (address,) = re.findall('<link rel="icon" href="data:image/svg[+]xml,([^"]*)">', page)
    assert ElementTree.fromstring(unquote(address)).tag == "{http://www.w3.org/2000/svg}svg"


def test_a_script_that_would_end_its_own_element_is_refused():
    with pytest.raises(ValueError, match="end of its own element"):
        str(Page("t", Html(""), scripts=("'</SCRIPT>'",)))


@pytest.mark.parametrize(
    ("sentence", "names", "marked"),
    [
        ("GRPO beats grpo.", ["GRPO"], "<GRPO> beats <grpo>."),
        ("GRPO-Guard and GRPO", ["GRPO", "GRPO-Guard"], "<GRPO-Guard> and <GRPO>"),
        ("AGRPO, GRPO_1, GRPOs", ["GRPO"], "AGRPO, GRPO_1, GRPOs"),
        ("a b c d", ["a b c", "c d"], "<a b c> d"),
        ("İstanbul has C++", ["C++", "istanbul"], "İstanbul has <C++>"),
        ("İstanbul has c++", ["c++"], "İstanbul has <c++>"),
        ("a and b", ["a", ""], "a and b"),
    ],
)
def test_whole_names_are_marked_the_longest_first(sentence, names, marked):
    tags = {"<mark>": "<", "</mark>": ">"}
    assert re.sub("</?mark>", lambda found: tags[found[0]], mark(sentence, names)) == marked


def test_a_number_is_marked_but_not_the_figures_of_a_name():
    # Previously the 4 of GPT-4 was marked as the score
    marked = str(mark("GPT-4 has 4 of 4.5, from 3-4 on.", [], [(4.0, None)]))
    assert marked == "GPT-4 has <mark>4</mark> of 4.5, from 3-<mark>4</mark> on."


@given(st.lists(st.text(min_size=1), unique=True, max_size=20))
def test_different_ids_get_different_files(ids):
    names = [file_name(i) for i in ids]
    assert len({n.lower() for n in names}) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9.-]+", n) for n in names)


@pytest.mark.parametrize("node", ["repo:github.com/a/b", "model:c++", "paper:" + "x" * 300, "a:.."])
def test_a_file_name_stays_inside_its_folder(node):
    name = file_name(node)
    assert "/" not in name
    assert not name.startswith(".")
    assert len(name) < 120


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"from 70.9\% to 85.1\%", "from 70.9% to 85.1%"),
        (r"up to $8.32\times$ speedup", "up to 8.32× speedup"),
        (r"\textbf{Foo} by R\&D", "Foo by R&D"),
        (r"with \b{eta}=0.1", "with β=0.1"),
        (r"$\sim$ 3 of $\pi_0$", "~ 3 of π₀"),
        # Previously a letter was shown in names and not in sentences
        (r"$\Delta$ of $\omega$, $\varphi$", "Δ of ω, φ"),
        (r"in $O(n^{12})$ time at $90^\circ$", "in O(n¹²) time at 90°"),
        (r"$\frac{1}{2}$ of $x_{ij}$", r"$\frac{1}{2}$ of $x_{ij}$"),
        ("3.3--16.7 times---or so --fast", "3.3–16.7 times—or so --fast"),
        ("at https://a.example/b--c", "at https://a.example/b--c"),
        ("costs $5 and $6", "costs $5 and $6"),
        ("no formula", "no formula"),
    ],
)
def test_simple_latex_is_shown_as_signs_and_the_rest_stays(source, shown):
    assert latex_as_text(source) == shown
