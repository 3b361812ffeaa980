"""Code and pages that a record states as the paper's own, beside what its abstract says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from kg.catalogue import load_catalogue
from kg.sources.fields import field_name, flatten, mappings, pairs, strings
from kg.text.links import RepoLink, find_repos
from kg.text.repos import HOSTS

# What Hugging Face, Papers with Code, reference managers and lists made by hand call such a field.
_CODE_FIELDS = frozenset(
    (
        *("githubrepo", "github_repo", "github", "github_url", "github_link"),
        *("code", "code_url", "codeurl", "code_link", "code_links"),
        *("official_code", "official_code_url", "repo", "repos", "repo_url"),
        *("repository", "repositories", "repository_url"),
        *("projectpage", "project_page", "project_url", "project_website"),
    )
)
# What authors add in their own words; links to other things stand there, too.
_NOTE_FIELDS = frozenset(
    ("comment", "comments", "note", "howpublished", "addendum", "extra", "links")
)
_ADDRESS_FIELDS = ("url", "href", "link", "repo_url", "code_url")
_PAGE_HOST = re.compile(r"(?:^|\.)(?:git(?:hub|lab)\.io|git(?:lab)?\..+)$")
# On a host of anything one of these has to stand in the clause before a link: of 482 links in the
# comments of 4,125 papers on arXiv 474 are the paper's own so, 473 of them rightly; 6 of the 8 that
# are left out lead to proceedings, a publisher or a chat.
_OWN = re.compile(
    r"(?:code|data|dataset|demo|git(?:hub|lab)|model|page|project|repo(?:sitory)?|site|software"
    r"|supplementary|weights?|\w+page|\w+site)s?\b",
    re.IGNORECASE,
)
# What says that a link leads to the work of others, behind the last comma before it: the link is
# the object of what this paper rests on, what stands there is of a baseline, or nobody's own. Code
# based on a library, and code with baselines, stays the paper's. None of those 482 links is taken
# for such.
_THING = (
    r"(?:code|data|dataset|implementation|model|page|repo(?:sitory)?|software|version|weights?)s?"
)
_FILLER = (
    rf"(?:(?:the|an?|of|at|in|from|by|code|found|available|official|original|{_THING})\b\W*)*$"
)
_RIVAL = (
    r"(?:(?:previous|prior|earlier|original|related|other|another|existing|compared|competing)\s+"
    r"(?:approach|author|method|model|paper|stud(?:y|ie)|system|team|work)|baseline|competitor|rival)"
)
_RIVALS = rf"{_RIVAL}(?:e?s)?"
_OF_OTHERS = re.compile(
    rf"\b(?:(?:based|buil[dt]s?|building|rel(?:y|ies))\s+(?:up)?on|(?:fork|clone)\s+of"
    rf"|(?:adapted|borrowed|copied|derived|extended|forked|modified|ported|taken)\s+from"
    rf"|inspired\s+by|(?:we|made|was|were|is|are)\s+(?:\w+\s+)?us(?:e|ed|ing)|extend(?:s|ing))"
    rf"\s+{_FILLER}"
    rf"|\b(?:of|for|by|from)\s+(?:(?:the|an?|some|its|their|these|those)\s+)?"
    rf"(?:(?!\w+ing\b)[\w-]+\s+)?{_RIVALS}\b(?!\s+(?:and|results?|experiments?|comparisons?)\b)"
    rf"|(?<!\band\s)(?<!\bwith\s)\b{_RIVALS}(?:'s?)?\s+{_THING}\b"
    r"|\b(?:previous|prior|earlier|original|related)\s+(?:papers?|stud(?:y|ies)|works?)\W*$"
    r"|\bwe\s+(?:\w+\s+)?compared?\s+(?:\w+\s+){0,3}(?:with|to|against)\b"
    r"|\b(?:un-?official|non-?official|third[- ]party|not\s+(?:ours|our\s+own))\b"
    r"|\b(?:thank|acknowledg)\w*",
    re.IGNORECASE,
)
_SAID_AFTER = re.compile(
    rf"[\s,(–-]{{0,4}}(?:(?:which\s+)?(?:is|are)\s+)?(?:(?:the|an?)\s+)?"
    rf"(?:{_RIVAL}|un-?official|third[- ]party)(?:'s?)?(?:\s+{_THING})?\s*(?:[).,;]|$)",
    re.IGNORECASE,
)
_OURS = re.compile(rf"\bour\s+(?:[\w-]+\s+){{0,2}}(?:{_THING}|baselines?)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;|](?:\s|$)|https?://\S+")
_OWNER_NAME = re.compile(r"[\w.-]+/[\w.-]+")
_NO = ("false", "0", "no")
_LONG = 300


def stated_code(record: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Return address and wording of each repository or page that a record calls the paper's own.

    Of the code of others, which Papers with Code lists as not official, nothing is told.

    Returns:
        Sorted; e.g. `https://github.com/owner/name` with `githubRepo: https://github.com/…`.
    """
    found: dict[str, str] = {}
    for key, value in sorted(pairs(record), key=lambda pair: field_name(pair[0]) in _NOTE_FIELDS):
        name = field_name(key)
        if name in _CODE_FIELDS and not _is_of_others(record):
            for text in _texts(value):
                for link in find_repos(address := _address(text, name)):
                    said = text if text != address else _shortened(text, link)
                    found.setdefault(link.url, f"{key}: {said}")
        elif name in _NOTE_FIELDS:
            for text in _texts(value):
                for link in find_repos(text):
                    if _is_own(link, text):
                        found.setdefault(link.url, f"{key}: {_shortened(text, link)}")
    return tuple(sorted(found.items()))


def _texts(value: object) -> Iterator[str]:
    """Yield the strings of a value, and the addresses in the mappings that it lists."""
    yield from strings(value)
    for item in mappings(value):
        if not _is_of_others(item):
            yield from strings([item.get(name) for name in _ADDRESS_FIELDS])


def _is_of_others(item: Mapping[str, object]) -> bool:
    fields = flatten(item)
    said = fields.get("is_official", fields.get("isofficial"))
    return str(said).strip().casefold() in _NO


def _address(text: str, name: str) -> str:
    """Return the address of what a field calls `owner/name`; another text as it is."""
    owned = name.startswith("github") and _OWNER_NAME.fullmatch(text)
    return f"https://github.com/{text}" if owned else text


def _is_own(link: RepoLink, text: str) -> bool:
    """Whether a link in free words leads to code or a page, by its host or the words before it.

    Code of others, of a baseline or what this one is built on, is not the paper's own.
    """
    start = max(0, link.start - _LONG)
    before = text[start : link.start]
    clause = _CLAUSE.split(before.partition(" ")[2] if start else before)[-1]
    led = re.split(r",\s", clause)[-1]
    of_others = _OF_OTHERS.search(led) or _SAID_AFTER.match(text, link.end)
    if of_others and not _OURS.search(clause):
        return False
    known = _hosts() & {link.host, link.host.partition(".")[2]}
    if known or _PAGE_HOST.search(link.host):
        return True
    return _OWN.search(clause) is not None


@lru_cache(maxsize=1)
def _hosts() -> frozenset[str]:
    """Return the hosts of code, weights and data."""
    return frozenset((*HOSTS, *load_catalogue().hosts_of("code", "weights", "data")))


def _shortened(text: str, link: RepoLink) -> str:
    """Return the text, of a long one what stands round the link."""
    if len(text) <= _LONG:
        return text
    start, end = max(0, link.start - _LONG // 2), min(len(text), link.end + _LONG // 4)
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"
