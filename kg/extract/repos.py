"""Finds links to code, weights, data and project pages, and writes them in one form."""

from __future__ import annotations

import re
from dataclasses import dataclass


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


_BARE_HOSTS = (
    r"(?:www\.)?(?:github\.com|gitlab\.com|huggingface\.co|hf\.co|bitbucket\.org|zenodo\.org|kaggle\.com|"
    r"modelscope\.cn|codeberg\.org|sourceforge\.net|figshare\.com|osf\.io|gitee\.com|"
    r"anonymous\.4open\.science|sites\.google\.com)"
)
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
_DATA_DOI = re.compile(r"^/10\.(?:5281/zenodo|6084/|57967/|17605/|7910/|5061/)", re.IGNORECASE)
_CODE_TAIL = re.compile(
    r"/(?:-/)?(?:tree|blob|raw|releases?|wiki|issues|actions|commits?|resolve|pulls?)(?:/.*)?$"
)
_HUB_KINDS = ("datasets", "spaces", "collections", "papers", "models")
_ALIASES = {"hf.co": "huggingface.co"}
_NAME = re.compile(r"[A-Za-z0-9]")


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
        url = normalize_url(text[start:end])
        if url:
            links.append(RepoLink(start=start, end=end, url=url, host=url.split("/")[2]))
    return links


def normalize_url(written: str) -> str | None:
    """Return the one form of an address, or None where it is no place for code or data.

    Args:
        written: An address as a text writes it, with or without a scheme.
    """
    plain = re.sub(r"\s+", "", written.replace("\\", ""))
    plain = re.sub(r"^https?://", "", plain, flags=re.IGNORECASE)
    host, slash, path = plain.partition("/")
    host, path = host.lower().split(":")[0].rstrip("."), slash + path
    if re.fullmatch(rf"www\.(?:{_BARE_HOSTS})", host):
        host = host[4:]
    host = _ALIASES.get(host, host)
    if not _is_place(host, path):
        return None
    return f"https://{host}{_short_path(host, path)}"


def _is_place(host: str, path: str) -> bool:
    if not re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", host):
        return False
    if host == "huggingface.co" and path.startswith("/papers"):
        return False
    if re.fullmatch(_BARE_HOSTS, host) and not _NAME.search(path):
        return False
    return not _OTHER_HOSTS.search(host) or bool(_DATA_DOI.match(path))


def _short_path(host: str, path: str) -> str:
    if host in ("github.com", "gitlab.com", "bitbucket.org", "huggingface.co", "codeberg.org"):
        path = _CODE_TAIL.sub("", re.split(r"[?#]", path)[0])
        parts = [part for part in path.split("/") if part]
        if host != "gitlab.com":
            keep = 3 if host == "huggingface.co" and parts[0] in _HUB_KINDS else 2
            parts = parts[:keep]
        path = "/" + "/".join(parts)
    return re.sub(r"\.git$", "", path.rstrip("/"))


def _trimmed_end(text: str, start: int, end: int) -> int:
    glued = re.search(r"\.(?=(?:The|We|Our|This|Code|Website|Project|Data)\b)", text[start:end])
    if glued:
        return start + glued.start()
    while end > start:
        last = text[end - 1]
        opening = _BRACKETS.get(last)
        unbalanced = opening and text.count(opening, start, end) < text.count(last, start, end)
        if last not in _TRAILING and not unbalanced:
            break
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
