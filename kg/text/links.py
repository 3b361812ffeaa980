"""Finds links to code, weights, data and project pages, and writes them in one form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.text.repos import ALIASES, HOSTS, repo_url


@dataclass(frozen=True, slots=True)
class RepoLink:
    """A link as it stands in the text.

    Attributes:
        start: Where it starts.
        end: Where it ends, without the punctuation of the sentence.
        url: The normalised address: https, lower-case host, no ".git", "/tree/…" or trailing slash.
        host: Its host.
    """

    start: int
    end: int
    url: str
    host: str


_BARE_HOSTS = rf"(?:www\.)?(?:{'|'.join(map(re.escape, (*HOSTS, *ALIASES)))})"
_PAGE_HOSTS = r"[A-Za-z0-9][A-Za-z0-9-]*\.(?:github|gitlab)\.io"
_CHARS = r"(?:[A-Za-z0-9\-._~:/?#@!&'()*+,;=%]|\\[_#%&~])"
_LINK = re.compile(
    rf"(?:https?:[ \n]?//[ \n]?|(?<![\w@./-])(?=(?:{_BARE_HOSTS})/|{_PAGE_HOSTS}|www\.)){_CHARS}+",
    re.IGNORECASE,
)
# What every link has: to look for these is much cheaper than to look for a link.
_SIGNS = (
    "http",
    "www.",
    ".io",
    *(f".{end}/" for end in ("com", "co", "org", "cn", "net", "science")),
)
_BROKEN = re.compile(rf"\n(?=[A-Za-z0-9]){_CHARS}+")
_TRAILING = ".,;:!?'*"
_BRACKETS = {")": "("}
# Papers, films and posts: places that hold no code, weights or data of their own.
_OTHER_HOSTS = re.compile(
    r"(?:^|\.)(?:arxiv\.org|doi\.org|aclanthology\.org|aclweb\.org|openreview\.net|semanticscholar\.org|"
    r"springer\.com|ieee\.org|acm\.org|nature\.com|sciencedirect\.com|biorxiv\.org|medrxiv\.org|"
    r"ssrn\.com|wikipedia\.org|youtube\.com|youtu\.be|vimeo\.com|twitter\.com|x\.com|linkedin\.com|"
    r"medium\.com|bilibili\.com|creativecommons\.org|w3\.org|alphaxiv\.org|paperswithcode\.com)$"
)
_DATA_DOI = re.compile(r"10\.(?:5281/zenodo|6084/|57967/|17605/|7910/|5061/)", re.IGNORECASE)


def find_repos(text: str) -> list[RepoLink]:
    """Return the links of a text to code, weights, data and project pages, in order.

    Links to papers (arxiv.org, doi.org but for data), videos and posts are left out.

    Args:
        text: Any text; offsets refer to it as it stands.
    """
    lower = text.lower()
    if not any(sign in lower for sign in _SIGNS):
        return []
    links = []
    for match in _LINK.finditer(text):
        start, end = match.start(), _trimmed_end(text, match.start(), match.end())
        end = _continued(text, start, end)
        url = repo_url(text[start:end])
        if url and _is_place(url):
            links.append(RepoLink(start=start, end=end, url=url, host=url.split("/")[2]))
    return links


def _is_place(url: str) -> bool:
    """Whether an address may lead to code, weights or data."""
    _, _, host, *path = url.split("/", 3)
    return not _OTHER_HOSTS.search(host) or bool(_DATA_DOI.match("".join(path)))


def _trimmed_end(text: str, start: int, end: int) -> int:
    glued = re.search(r"\.(?=(?:The|We|Our|This|Code|Website|Project|Data)\b)", text[start:end])
    if glued:
        return start + glued.start()
    # How many more of each bracket close than open; counted once, as there may be thousands.
    open_ends = {
        last: text.count(last, start, end) - text.count(opening, start, end)
        for last, opening in _BRACKETS.items()
    }
    while end > start:
        last = text[end - 1]
        unbalanced = open_ends.get(last, 0) > 0
        if last not in _TRAILING and not unbalanced:
            break
        if last in open_ends:
            open_ends[last] -= 1
        end -= 1
    return end


def _continued(text: str, start: int, end: int) -> int:
    """Reach over a line break that cuts an address after a slash or a hyphen."""
    path = re.sub(r"^https?:\s?//\s?", "", text[start:end])
    cut_name = path.endswith("-") or (
        path.endswith("/") and re.match(_BARE_HOSTS, path) and path.rstrip("/").count("/") < 2
    )
    rest = _BROKEN.match(text, end) if cut_name else None
    return _trimmed_end(text, start, rest.end()) if rest else end
