"""Addresses of the pages of a site: the same as files and on the local server."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from kg.pages.view import PLURALS, PageNode

LONGEST_NAME = 90


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses as seen from one page of the site.

    Attributes:
        up: What leads from the page to the top folder: empty, or `../`.
        boards: Ids of benchmarks that have a leaderboard.
        live: On the local server, which has more pages than a folder of files.
    """

    up: str = ""
    boards: frozenset[str] = frozenset()
    live: bool = False

    def page(self, path: str) -> str:
        """Return the address of a page given by its path."""
        return self.up + path

    def all_of(self, kind: str) -> str:
        """Return the address of the list of a type."""
        return self.up + list_path(kind)

    def node(self, node: PageNode) -> str:
        """Return the address of the page about a node."""
        return self.up + node_path(node.id, node.type)

    def board(self, node_id: str) -> str | None:
        """Return the address of a benchmark's leaderboard; None where it has none."""
        return self.up + board_path(node_id) if node_id in self.boards else None

    def explorer(self, node_id: str) -> str:
        """Return the address of the explorer round a node."""
        return f"{self.up}explorer.html#{urlencode({'focus': node_id})}"


def list_path(kind: str) -> str:
    """Return the path of the list of a type within the site."""
    return f"{PLURALS[kind]}.html"


def node_path(node_id: str, kind: str) -> str:
    """Return the path of the page about a node within the site."""
    return f"{'paper' if kind == 'Paper' else 'entity'}/{file_name(node_id)}.html"


def board_path(node_id: str) -> str:
    """Return the path of a benchmark's leaderboard within the site."""
    return f"board/{file_name(node_id)}.html"


def file_name(node_id: str) -> str:
    """Return a name that every file system takes; different ids give different names.

    Args:
        node_id: E.g. `repo:github.com/owner/name`.
    """
    name = re.sub(r"[^a-z0-9.]+", "-", node_id.lower()).strip("-.")[:LONGEST_NAME]
    if name == node_id.replace(":", "-", 1):
        return name
    digest = hashlib.blake2b(node_id.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()
    return f"{name}-{digest}"
