"""Scripts, style sheets and templates of the pages."""

from __future__ import annotations

from importlib.resources import files


def static_text(*parts: str) -> str:
    """Return the text of a file of this folder.

    Args:
        *parts: Its path, e.g. `"explorer", "page.html"`.
    """
    return files("kg.pages.static").joinpath(*parts).read_text(encoding="utf-8")
