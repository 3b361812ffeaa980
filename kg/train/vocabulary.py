"""The vocabulary that ships: MiniLM's without the pieces that English papers do not use."""

from __future__ import annotations

import json
from typing import Any

OPENING, CLOSING = "[CLS]", "[SEP]"
# Beyond ASCII: Greek, and marks that stand in abstracts.
MARKS = frozenset(
    "\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u2032\u2033\u20ac\u00a3\u00a5\u00a9\u00ae"
    "\u00b0\u00b1\u00b2\u00b3\u00b5\u00b7\u00d7\u2192\u2190\u2194\u2200\u2202\u2208\u2211\u2212"
    "\u221a\u221e\u2227\u2229\u2248\u2260\u2261\u2264\u2265\u2295"
)


def is_used(piece: str) -> bool:
    """Tell whether a piece is kept: other scripts and unused places go."""
    if piece.startswith("[unused"):
        return False
    letters = piece.removeprefix("##")
    return all(c.isascii() or "\u03b1" <= c <= "\u03c9" or c in MARKS for c in letters)


def pruned(tokenizer: str) -> tuple[str, list[int], tuple[int, int]]:
    """Return a tokenizer with fewer pieces.

    Args:
        tokenizer: Its JSON.

    Returns:
        The new JSON, the old index of each piece that is kept, and the new indexes of the
        opening and the closing piece.
    """
    data: dict[str, Any] = json.loads(tokenizer)
    old: dict[str, int] = data["model"]["vocab"]
    kept = [piece for piece in sorted(old, key=lambda piece: old[piece]) if is_used(piece)]
    new = {piece: n for n, piece in enumerate(kept)}
    data["model"]["vocab"] = new
    for token in data["added_tokens"]:
        token["id"] = new[token["content"]]
    # Reading puts the opening and the closing piece itself, once a window.
    data["post_processor"] = None
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text, [old[piece] for piece in kept], (new[OPENING], new[CLOSING])
