from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.links import find_repos
from kg.text.repos import ALIASES, HOSTS, repo_address, repo_key, repo_url

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
        ("on hf.co/a/wiki", "hf.co/a/wiki", "https://huggingface.co/a/wiki"),
        (
            "huggingface.co/datasets/a/raw/tree/main",
            "huggingface.co/datasets/a/raw/tree/main",
            "https://huggingface.co/datasets/a/raw",
        ),
        (
            "https://gitlab.com/g/s/p/-/tree/m",
            "https://gitlab.com/g/s/p/-/tree/m",
            "https://gitlab.com/g/s/p",
        ),
        (
            "https://gitlab.com/g/s/t/p.git,",
            "https://gitlab.com/g/s/t/p.git",
            "https://gitlab.com/g/s/t/p",
        ),
        (
            "codeberg.org/a/b/src/branch/main",
            "codeberg.org/a/b/src/branch/main",
            "https://codeberg.org/a/b",
        ),
        (
            "gitee.com/a/b/blob/main/x.py",
            "gitee.com/a/b/blob/main/x.py",
            "https://gitee.com/a/b",
        ),
        (
            "hf.co/gpt2/tree/main",
            "hf.co/gpt2/tree/main",
            "https://huggingface.co/gpt2",
        ),
        ("github.com/actions/wiki", "github.com/actions/wiki", "https://github.com/actions/wiki"),
        ("hf.co/papers-ai/m", "hf.co/papers-ai/m", "https://huggingface.co/papers-ai/m"),
        (
            "https://osf.io/u78td/?view_only=6b.",
            "https://osf.io/u78td/?view_only=6b",
            "https://osf.io/u78td/?view_only=6b",
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
        "https://hf.co/papers/2501.00001",
        # Previously these stopped a build, or were the repository https://github.com.
        "https://huggingface.co/?search=foo",
        "https://huggingface.co/#models",
        "https://hf.co/tree/main",
        "https://huggingface.co/datasets",
        "https://huggingface.co/models?search=foo",
        "https://github.com/?tab=repositories",
        "https://gitlab.com/-/",
        "https://codeberg.org/blob/main/x",
        "https://osf.io/?view_only=6b",
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


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/Owner/Name",
        "http://www.github.com/owner/name/",
        "github.com/Owner/Name.git",
        "git@github.com:Owner/Name.git",
        "ssh://git@github.com/Owner/Name.git",
        "https://github.com/Owner/Name/tree/main?tab=readme#usage",
        "https://github.com/Owner/Name/wiki",
        "https://github.com/Owner/Name.",
        "(https://github.com/Owner/Name)",
        r"\href{https://github.com/Owner/Name}{this URL}",
    ],
)
def test_a_repository_has_one_key_in_all_its_forms(url):
    assert repo_key(url) == "github.com/owner/name"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        (
            "https://huggingface.co/datasets/owner/one/tree/main",
            "huggingface.co/datasets/owner/one",
        ),
        ("https://gitlab.com/group/sub/one", "gitlab.com/group/sub/one"),
        ("https://gitlab.com/group/sub/one/-/tree/main", "gitlab.com/group/sub/one"),
        ("https://gitlab.com/group/sub/one/blob/main/a.py", "gitlab.com/group/sub/one"),
        ("https://git.example.org/a/b/-/tree/main", "git.example.org/a/b"),
        ("https://osf.io/u78td/?view_only=6b", "osf.io/u78td"),
        ("https://www.example.org/Page#top", "example.org/page"),
    ],
)
def test_projects_of_one_owner_or_group_stay_apart(url, key):
    assert repo_key(url) == key


@pytest.mark.parametrize("name", ["", "/", "Foo/Bar #2", "C#", "GPT-4", "\ud800", "http://"])
def test_what_is_no_address_has_none(name):
    assert repo_url(name) is None
    assert repo_key(name) == repo_address(name).lower()


PIECES = (
    *(*HOSTS, *ALIASES, "x.github.io", "git.x.org", "www.", "https://", "git@", "datasets"),
    *("papers", "/tree/", "/blob/", "/-/", "/wiki", "?", "#", ".git", "/", ":", ".", "=", "@"),
    *("a", "B-1", "(", ")", "'", "\\_", "\n", " ", "}", ",", "é"),
)
addresses = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(addresses)
def test_any_text_gives_links_that_normalise_to_themselves(text):
    for link in find_repos("see https://" + text):
        assert repo_url(link.url) == link.url


@given(st.one_of(addresses, st.text()))
def test_any_text_has_a_key_that_is_its_own_key(text):
    url = repo_url(text)
    if url is not None:
        assert repo_url(url) == url
        assert repo_key(text) == repo_key(url) == repo_key(repo_key(url))
    assert repo_address(text).lower() == repo_key(text)
