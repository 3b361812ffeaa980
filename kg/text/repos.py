"""Writes the addresses of repositories in one form, and knows the hosts of code and data."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Host:
    """How the paths of a host are cut.

    Attributes:
        least: Parts of a path before its tail may begin: `wiki` may be the name of a project.
        most: Parts that name a repository; None where more may follow, as GitLab's subgroups do.
    """

    least: int
    most: int | None


_OWNER_NAME = _Host(least=2, most=2)
_HUB = "huggingface.co"
# Hosts of many repositories: the address of one needs a path. None: as on any other host.
HOSTS: dict[str, _Host | None] = {
    "github.com": _OWNER_NAME,
    "bitbucket.org": _OWNER_NAME,
    "codeberg.org": _OWNER_NAME,
    "gitee.com": _OWNER_NAME,
    "gitlab.com": _Host(least=2, most=None),
    # Models of its first years have no owner: huggingface.co/gpt2/tree/main.
    _HUB: _Host(least=1, most=2),
    "zenodo.org": None,
    "kaggle.com": None,
    "modelscope.cn": None,
    "sourceforge.net": None,
    "figshare.com": None,
    "osf.io": None,
    "anonymous.4open.science": None,
    "sites.google.com": None,
}
ALIASES = {"hf.co": _HUB}
# What stands before owner and name there; "papers" are none of its repositories.
_HUB_KINDS = ("datasets", "spaces", "collections", "models")
_HUB_OTHERS = ("papers",)
_TAILS = frozenset(
    {"tree", "blob", "raw", "release", "releases", "wiki", "issues", "actions", "commit"}
    | {"commits", "resolve", "pull", "pulls"}
)
# Where no host is known only these are surely no part of a name; nor is an owner called so.
_SURE_TAILS = frozenset({"tree", "blob"})
_NO_NAMES = _SURE_TAILS | {"resolve"}

_WRAPPER = re.compile(r"\\(?:href|url)\s*\{([^}]*)\}")
_SCHEME = re.compile(r"^(?:(?:git\+)?(?:https?|ssh|git)://|git@)+", re.IGNORECASE)
_WWW = re.compile(r"^(?:www\.)+")
_ADDRESS = re.compile(
    r"(?:[\w.-]+@)?(?P<host>(?:[a-z0-9-]+\.)+[a-z]{2,})\.?"
    r"(?:(?::\d*)?(?P<path>/[^?#]*|)|:(?P<after>[^/?#][^?#]*))(?P<query>(?:[?#].*)?)",
    re.IGNORECASE | re.ASCII,
)
_MARKS = "?#/.,;:'\"<>[]{}"
_GIT = ".git"


@dataclass(frozen=True, slots=True)
class _Address:
    host: str
    path: str
    query: str


def repo_url(written: str) -> str | None:
    """Return the address at which a repository or page is opened, in one form.

    With https, a host in lower case, and on the hosts of many repositories without `www`, query,
    fragment and what follows the repository; elsewhere only `tree` and `blob` with what follows go.

    Args:
        written: An address as a text writes it: with or without a scheme, in a LaTeX wrapper,
            cut by white space, or `git@host:owner/name`.

    Returns:
        E.g. `https://github.com/owner/name`; None where there is no such address, or no more of it
        than the name of a host of many repositories.
    """
    found = _parsed(written)
    if found is None or (found.host in HOSTS and not re.search(r"[A-Za-z0-9]", found.path)):
        return None
    return f"https://{found.host}{found.path}{found.query}"


def repo_address(written: str) -> str:
    """Return `host/owner/name` of a repository, its path in the case that was written.

    Scheme, `www`, `.git`, a final slash or full stop, tree, blob, query, fragment and a LaTeX
    wrapper do not count. What is no address comes back without its scheme.
    """
    found = _parsed(written)
    if found is None:
        return _SCHEME.sub("", written.strip())
    return _WWW.sub("", found.host) + found.path.rstrip("/")


def repo_key(written: str) -> str:
    """Return the identity of a repository: `repo_address` in lower case."""
    return repo_address(written).lower()


def _unwrapped(written: str) -> str:
    match = _WRAPPER.search(written)
    text = (match[1] if match else written).replace("\\", "").strip()
    return _SCHEME.sub("", _without_end(text.lstrip("<([{\"'")))


def _without_end(text: str) -> str:
    """Take the punctuation of a sentence and brackets around an address from its end."""
    text = text.rstrip(_MARKS)
    unopened = text.count(")") - text.count("(")
    end = len(text)
    while unopened > 0 and text.endswith(")", 0, end):
        unopened -= 1
        end -= 1
        while end and text[end - 1] in _MARKS:
            end -= 1
    return text[:end]


def _parsed(written: str) -> _Address | None:
    match = _ADDRESS.fullmatch(_unwrapped(re.sub(r"\s+", "", written)))
    if match is None:
        return None
    host = match["host"].lower()
    bare = _WWW.sub("", host)
    bare = ALIASES.get(bare, bare)
    path = match["after"] or match["path"]
    cut = HOSTS.get(bare)
    if cut is None:
        return _elsewhere(bare if bare in HOSTS else host, path, match["query"])
    parts = [part for part in path.split("/") if part]
    if bare == _HUB and parts and parts[0] in _HUB_KINDS:
        named = _shortened(parts[1:], cut)
        parts = parts[:1] + named if named else []
    elif bare == _HUB and parts and parts[0] in _HUB_OTHERS:
        parts = []
    else:
        parts = _shortened(parts, cut)
    return _Address(bare, _joined(parts), "")


def _elsewhere(host: str, path: str, query: str) -> _Address:
    parts = [part for part in path.split("/") if part]
    for at, part in enumerate(parts):
        if at and part in _SURE_TAILS:
            return _Address(host, _joined(parts[: at - (parts[at - 1] == "-")]), "")
    slash = "/" if query and path.endswith("/") else ""
    return _Address(host, _joined(parts) + slash, query)


def _shortened(parts: list[str], cut: _Host) -> list[str]:
    """Return the parts that name a repository; none where the tail is all there is."""
    if parts and parts[0] in _SURE_TAILS:
        return []
    for at in range(cut.least, len(parts)):
        # Directly behind an owner such a word is a name: huggingface.co/datasets/acme/wiki.
        tails = _TAILS if at > 1 else _NO_NAMES
        if parts[at] == "-" or parts[at] in tails:
            return parts[:at][: cut.most]
    return parts[: cut.most]


def _joined(parts: list[str]) -> str:
    path = _without_end("".join(f"/{part}" for part in parts))
    end = len(path)
    while path[max(0, end - len(_GIT)) : end].lower() == _GIT:
        end -= len(_GIT)
    return path if end == len(path) else _without_end(path[:end])
