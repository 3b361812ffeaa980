from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.repos import find_repos, normalize_url

DATA = Path(__file__).resolve().parent / "data"


def make_links(text: str) -> list[tuple[str, str]]:
    return [(text[link.start : link.end], link.url) for link in find_repos(text)]


@pytest.mark.parametrize(
    ("text", "mention", "url"),
    [
        ("Code: https://github.com/a/B.", "https://github.com/a/B", "https://github.com/a/B"),
        ("(github.com/LVSTCK)", "github.com/LVSTCK", "https://github.com/LVSTCK"),
        ("at https://GitHub.com/a/b.git.", "https://GitHub.com/a/b.git", "https://github.com/a/b"),
        (
            "see https://github.com/a/b/tree/main/c;",
            "https://github.com/a/b/tree/main/c",
            "https://github.com/a/b",
        ),
        ("\\href{https://a.github.io/x/}{page}", "https://a.github.io/x/", "https://a.github.io/x"),
        (
            "\\url{https://github.com/a/b\\_c}",
            "https://github.com/a/b\\_c",
            "https://github.com/a/b_c",
        ),
        (
            "huggingface.co/datasets/n/NL-DIR, too",
            "huggingface.co/datasets/n/NL-DIR",
            "https://huggingface.co/datasets/n/NL-DIR",
        ),
        ("on hf.co/a/b", "hf.co/a/b", "https://huggingface.co/a/b"),
        (
            "https://gitlab.com/g/s/p/-/tree/m",
            "https://gitlab.com/g/s/p/-/tree/m",
            "https://gitlab.com/g/s/p",
        ),
        ("umi-on-air.github.io.", "umi-on-air.github.io", "https://umi-on-air.github.io"),
        ("https://github.com/\na/b and", "https://github.com/\na/b", "https://github.com/a/b"),
        ("https://github.com/a/b.The code", "https://github.com/a/b", "https://github.com/a/b"),
        ("athttps://x.org/p.", "https://x.org/p", "https://x.org/p"),
        (
            "https://doi.org/10.5281/zenodo.12",
            "https://doi.org/10.5281/zenodo.12",
            "https://doi.org/10.5281/zenodo.12",
        ),
    ],
)
def test_a_link_is_found_and_written_in_one_form(text, mention, url):
    assert make_links(text) == [(mention, url)]


@pytest.mark.parametrize(
    "text",
    [
        "https://arxiv.org/abs/2501.00001",
        "https://doi.org/10.1145/3377811",
        "this https URL",
        "see huggingface.co for more",
        "https://huggingface.co/papers/2501.00001",
        "https://www.youtube.com/watch?v=1",
        "mail me@github.com/x",
        "http://",
    ],
)
def test_links_to_papers_and_films_are_no_repositories(text):
    assert find_repos(text) == []


def test_every_repository_of_the_example_is_found():
    for line in (DATA / "seed.jsonl").read_text(encoding="utf-8").splitlines():
        paper = json.loads(line)
        wanted = {
            (mention, entity["name"])
            for entity in paper["entities"]
            if entity["type"] == "Repo"
            for mention in entity["mentions"]
        }
        assert set(make_links(f"{paper['title']}\n{paper['abstract']}")) == wanted


@given(st.text(alphabet=st.sampled_from("htps:/github.comio\n )}.\\_-x"), max_size=60))
def test_any_text_gives_links_that_normalise_to_themselves(text):
    for link in find_repos("see https://" + text):
        assert normalize_url(link.url) == link.url
