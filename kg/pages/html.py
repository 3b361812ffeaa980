"""Builds HTML in which text is text: whatever is not made here is escaped.

`tag("td", "<b>")` is `<td>&lt;b&gt;</td>`; only `Html`, which these functions return, goes in as it
is. Addresses are checked, and a whole page carries a policy that forbids all that it does not hold.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from kg.pages.view import printable

# A browser that is told of none asks the server for one, and reports that it is missing.
_ICON = (
    "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20viewBox='0%200%2016%2016'%20"
    "fill='%230a55c8'%3E%3Cpath%20d='M5%201h6v6H9v2h6v6H9v-4H7v4H1V9h6V7H5z'/%3E%3C/svg%3E"
)

VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


class Html(str):
    """Markup made by this module."""

    __slots__ = ()


Child = str | int | float | None | Iterable["Child"]


def tag(name: str, /, *children: Child, **attributes: str | int | float | bool | None) -> Html:
    """Return an element.

    Args:
        name: E.g. `"td"`.
        *children: Text, numbers, markup, or lists of them; None is nothing.
        **attributes: `class_` is class, `data_id` is data-id; True is the bare name, None and
            False leave the attribute out. An href that is no web or relative address is left out.
    """
    pairs = "".join(_attribute(key, value) for key, value in attributes.items())
    start = f"<{name}{pairs}>"
    return Html(start if name in VOID else f"{start}{join(*children)}</{name}>")


def join(*children: Child) -> Html:
    """Return children one after another, text escaped."""
    return Html("".join(_piece(c) for c in children))


def name_of(text: str) -> Html:
    """Return a name from the data; it keeps its writing direction to itself."""
    return tag("bdi", text)


def safe_address(address: str | None) -> str | None:
    """Return a web or relative address as it is, and None for anything else."""
    if not address:
        return None
    address = printable(address).strip()
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return None
    # A browser reads a backslash as a slash.
    elsewhere = address.replace("\\", "/").startswith("//")
    return address if scheme in {"", "http", "https"} and not elsewhere else None


def link(address: str | None, *children: Child) -> Html:
    """Return a link, opened apart if it leads to the web; without a safe address its children."""
    safe = safe_address(address)
    if safe is None:
        return join(*children)
    if safe.startswith("http"):
        return tag("a", *children, href=safe, rel="noopener noreferrer", target="_blank")
    return tag("a", *children, href=safe)


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page.

    Attributes:
        title: What the browser shows as its title.
        body: Everything inside the body.
        styles: Texts of style sheets, put into the page.
        scripts: Texts of scripts, put into the page after its body, in order.
        data: Text for an element `#data` that scripts read; None for none.
        sheet: Address of a style sheet beside the page, or None.
        about: What it holds, for whoever is sent its address or finds it; None for nothing.
        policy: Further parts of the content security policy.
        forms: Whether it may send a form to where it came from.
    """

    title: str
    body: Html
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    data: str | None = None
    sheet: str | None = None
    about: str | None = None
    policy: tuple[str, ...] = ()
    forms: bool = False

    def __str__(self) -> str:
        """Return the page's text."""
        head = join(
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", http_equiv="Content-Security-Policy", content=self._security()),
            tag("title", self.title),
            tag("meta", name="description", content=self.about) if self.about else None,
            Html(f'<link rel="icon" href="{_ICON}">'),
            tag("link", rel="stylesheet", href=self.sheet) if self.sheet else None,
            [Html(f"<style>{_embed(s)}</style>") for s in self.styles],
        )
        scripts = [Html(f"<script>{_embed(s)}</script>") for s in self.scripts]
        if self.data is not None:
            holder = f'<script type="text/plain" id="data">{_embed(self.data)}</script>'
            scripts.insert(0, Html(holder))
        whole = tag("html", tag("head", head), tag("body", self.body, scripts), lang="en")
        return f"<!doctype html>\n{whole}\n"

    def _security(self) -> str:
        scripts = [_hash(s) for s in self.scripts] or ["'none'"]
        styles = [_hash(s) for s in self.styles] + (["'self'", "file:"] if self.sheet else [])
        parts = (
            "default-src 'none'",
            "script-src " + " ".join(scripts),
            "style-src " + " ".join(styles or ["'none'"]),
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'self'" if self.forms else "form-action 'none'",
            *self.policy,
        )
        return "; ".join(parts)


def _attribute(key: str, value: str | int | float | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {name}"
    if name == "href":
        safe = safe_address(str(value))
        return f' href="{html.escape(safe)}"' if safe is not None else ""
    return f' {name}="{html.escape(printable(str(value)))}"'


def _piece(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, Html):
        return str(child)
    if isinstance(child, str):
        return html.escape(printable(child), quote=False)
    if isinstance(child, int | float):
        return f"{child:g}" if isinstance(child, float) else str(child)
    return "".join(_piece(c) for c in child)


def _embed(text: str) -> str:
    """Return the text unchanged; text that could end its own element is a mistake of ours."""
    if re.search(r"</(script|style)|<!--", text, re.IGNORECASE):
        raise ValueError("a script or style sheet holds the end of its own element")
    return text


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
