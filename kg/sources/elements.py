"""Elements of XML, and what they say as a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from kg.sources.fields import field_name, one_line

# What is said inside of these is one text, whatever marks a part of it.
PROSE = frozenset(
    (
        *("title", "article_title", "articletitle", "abstract", "abstracttext", "summary"),
        *("description", "encoded", "content"),
    )
)
# These may hold the fields of a record instead, as RDF and Atom have them.
_MAYBE_PROSE = frozenset(("description", "content"))
# These hold the names, titles and ids of others.
OF_OTHERS = frozenset(
    (
        *("back", "body", "ref_list", "references", "referencelist", "commentscorrectionslist"),
        *("history", "ispartof", "isreferencedby", "relateditem", "sub_article", "response"),
        *("editor", "editors", "serieseditors", "translators", "investigatorlist"),
        *("secondary_authors", "tertiary_authors", "subsidiary_authors", "translated_authors"),
        *("variant", "affiliation", "affiliationinfo", "aff"),
    )
)
_NO_TEXT = frozenset(("copyrightinformation", "copyright", "object_id"))
# Their ends end a word, too.
_BLOCKS = frozenset(
    (
        *("abstract", "abstracttext", "p", "sec", "div", "br", "li", "list", "list_item", "ul"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "tr", "td"),
    )
)
_MATHS = "tex_math"
# Publishers set a formula as a document of its own.
_BODY = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)
_ROUND_MATHS = "$ \n\t"


def folded(name: str) -> str:
    """Return the name of an element without its prefix, as fields are named."""
    return field_name(name.rpartition(":")[2])


@dataclass(slots=True)
class Element:
    """An element with all that is in it, in its order.

    Attributes:
        name: As `folded` gives it.
        attributes: By their names as they stand there.
        parts: Its texts and elements.
    """

    name: str
    attributes: dict[str, str]
    parts: list[str | Element] = field(default_factory=list)

    def attribute(self, *names: str) -> str:
        """Return the attribute of one of these names, whatever its prefix."""
        return next((v for k, v in self.attributes.items() if folded(k) in names), "")

    def children(self) -> Iterator[Element]:
        """Yield the elements right below it."""
        return (part for part in self.parts if isinstance(part, Element))

    def has(self, names: Collection[str]) -> bool:
        """Whether an element of one of these names is right below it."""
        return any(one.name in names for one in self.children())

    def nearest(self, names: Collection[str]) -> Iterator[Element]:
        """Yield the elements of these names in it, none of those within another; nor of others."""
        for one in self.children():
            if one.name in names:
                yield one
            elif one.name not in OF_OTHERS:
                yield from one.nearest(names)

    def text(self) -> str:
        """Return all that is said in it: formulas between `$`, parts of an abstract labelled."""
        return "".join(self._texts())

    def _texts(self) -> Iterator[str]:
        for part in self.parts:
            if isinstance(part, str):
                yield part
            elif part.name == "alternatives":
                # The same in several forms.
                yield from min(part.children(), key=_is_no_tex, default=part)._marked()
            elif part.name not in _NO_TEXT and not (self.name in _BLOCKS and part.name == "title"):
                # A heading goes, as it does with the tags of Crossref.
                yield from part._marked()

    def _marked(self) -> Iterator[str]:
        if self.name == _MATHS:
            said = "".join(self._texts())
            body = _BODY.search(said)
            yield f"${(body[1] if body else said).strip(_ROUND_MATHS)}$"
            return
        mark = " " if self.name in _BLOCKS else ""
        label = self.attribute("label") if self.name == "abstracttext" else ""
        yield mark
        if label and label.upper() != "UNLABELLED":
            yield f"{label}: "
        yield from self._texts()
        yield mark

    def parts_by_name(self) -> dict[str, list[Element]]:
        """Return the elements in it by their names, the shallowest first; not those of others."""
        found: dict[str, list[Element]] = {}
        level = [self]
        while level:
            below: list[Element] = []
            for element in level:
                for one in element.children():
                    if one.name in OF_OTHERS:
                        continue
                    has_fields = one.name in _MAYBE_PROSE and one.has(("title",))
                    if not has_fields:
                        found.setdefault(one.name, []).append(one)
                    if has_fields or one.name not in PROSE:
                        below.append(one)
            level = below
        return found

    def said(self, *names: str) -> str:
        """Return the text of the first of the elements in it that has one."""
        parts = self.parts_by_name()
        texts = (one_line(one.text()) for name in names for one in parts.get(name, ()))
        return next(filter(None, texts), "")


def _is_no_tex(element: Element) -> bool:
    return element.name != _MATHS
