"""From an element of XML to the fields of a record."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.sources.authors import turned
from kg.sources.elements import Element
from kg.sources.fields import NO_PAPERS, one_line

# What ends an announced title, "(arXiv:2501.00001v1 [cs.CL] UPDATED)", behind its opening.
_OPENING = "(arXiv:"
_ANNOUNCED = re.compile(r"(\S+)\s*\[[^\]]*\][^)]*\)\s*")
_TAG = re.compile(r"</?(?:p|br|i|b|em|strong|sub|sup|a|span|div)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_TITLES = ("articletitle", "article_title", "title")
_ABSTRACTS = ("abstract", "abstracttext", "summary")
# In a library, where a remark is called a description, these are no abstract.
_LOOSE_ABSTRACTS = ("description", "encoded", "content")
_PERSONS = ("author", "creator", "contrib", "person")
_PEOPLE = ("authors", "authorlist", "contrib_group")
_FAMILY = ("keyname", "last", "lastname", "surname")
_GIVEN = ("forenames", "first", "forename", "firstname", "givenname", "given_names", "initials")
_WHOLE = ("name", "fullname", "collectivename", "collab", "string_name")
_PARTED_DATES = ("pubdate", "pub_date", "articledate")
_CATEGORIES = ("category", "categories", "subject", "keyword", "kwd")
_ACL_ID = re.compile(r"\d{4}\.[\w.-]+-\w+\.\d+|[A-Z]\d\d-\d{4}")
_PREFIXED_DOI = re.compile(r"\s*DOI:?\s+", re.IGNORECASE)

_Parts = Mapping[str, list[Element]]


def is_deleted(item: Element) -> bool:
    """Tell whether an archive says of a record that it is gone (OAI-PMH 2.0, section 2.5.1)."""
    return any(
        one.name == "header" and one.attributes.get("status") == "deleted"
        for one in item.children()
    )


def is_of_a_library(item: Element) -> bool:
    """Tell whether an element of RDF is an item that Zotero keeps, and no note or file of one."""
    kind = item.said("itemtype").casefold()
    return bool(kind) and kind not in NO_PAPERS


def record_of(item: Element) -> dict[str, object]:
    """Return the fields of a record as `paper_from_record` knows them; none that say nothing."""
    parts = item.parts_by_name()
    title = _texts(parts, *_TITLES)[:1]
    is_kept = "itemtype" in parts
    abstract = _abstract(parts, is_kept=is_kept)
    ids = _texts(parts, "id", "identifier", "guid", "pmid", "article_id")
    before, opens, behind = "".join(title).rpartition(_OPENING)
    if opens and (announced := _ANNOUNCED.fullmatch(behind)):
        title, ids = [before], [announced[1]]
    fields = {
        "title": title,
        "abstract": [_TAG.sub(" ", abstract)],
        "id": [_PREFIXED_DOI.sub("", one) for one in ids],
        "url": _urls(item, parts),
        "doi": _dois(parts),
        "date": _dates(parts),
        "versions": [{"created": one.said("date")} for one in parts.get("version", ())],
        "authors": _authors(parts),
        "authorstring": _texts(parts, "authorstring")[:1],
        "categories": _categories(parts),
        "code": [one.attribute("url") for one in parts.get("pwccode", ())],
        "remarks": _texts(parts, "description") if is_kept else [],
        **{name: _texts(parts, name)[:1] for name in ("year", "month")},
        **_comments(parts),
    }
    return {name: value for name, value in fields.items() if value}


def _texts(parts: _Parts, *names: str) -> list[str]:
    """Return the texts of the elements of the first of the names that has any."""
    for name in names:
        if found := [text for one in parts.get(name, ()) if (text := one.text()).strip()]:
            return found
    return []


def _abstract(parts: _Parts, *, is_kept: bool) -> str:
    """Return the first abstract; `AbstractText` is one, or a part of one that holds it.

    One that says its type (teaser, graphical, summary) counts where there is no other.
    """
    names = _ABSTRACTS if is_kept else (*_ABSTRACTS, *_LOOSE_ABSTRACTS)
    ranked = {
        name: sorted(parts.get(name, ()), key=lambda one: bool(one.attribute("abstract_type")))
        for name in names
    }
    return "".join(_texts(ranked, *names)[:1])


def _urls(item: Element, parts: _Parts) -> list[str]:
    links = _texts(parts, "link") or [
        one.attributes["href"]
        for one in parts.get("link", ())
        if "href" in one.attributes and one.attributes.get("rel") != "related"
    ]
    found = [*links, *_texts(parts, "url"), item.attribute("about")]
    named = [
        f"https://aclanthology.org/{one.strip()}" if _ACL_ID.fullmatch(one.strip()) else one
        for one in found
    ]
    return [one for one in named if one]


def _dois(parts: _Parts) -> list[str]:
    """Return the DOIs of a record, in elements of their own and in those that say their kind."""
    kinds = ("elocationid", "articleid", "article_id")
    told = [
        one.text()
        for name in kinds
        for one in parts.get(name, ())
        if one.attribute("eidtype", "idtype", "pub_id_type") == "doi"
    ]
    return [*_texts(parts, "doi"), *_texts(parts, "electronic_resource_num"), *told]


def _dates(parts: _Parts) -> list[str]:
    if found := _texts(parts, "published", "created", "firstpublicationdate"):
        return found
    of_versions = {id(one) for some in parts.get("version", ()) for one in some.children()}
    dates = [one.text() for one in parts.get("date", ()) if id(one) not in of_versions]
    if dates and all(re.match(r"\d{4}-", text) for text in dates):
        return [min(dates)]
    if len(dates) == 1:
        # EndNote tells the year apart.
        return [dates[0], f"{dates[0]} {''.join(_texts(parts, 'year')[:1])}"]
    parted = [_parted(one) for name in _PARTED_DATES for one in parts.get(name, ())]
    if found := [text for text in parted if text]:
        return found
    return [] if parts.get("version") else _texts(parts, "pubdate")


def _parted(date: Element) -> str:
    """Return a date whose year, month and day are elements; empty for another."""
    year, month, day = (date.said(name) for name in ("year", "month", "day"))
    mark = " " if month.isalpha() else "-"
    return mark.join(filter(None, [year, month, day if month else ""])) if year else ""


def _comments(parts: _Parts) -> dict[str, object]:
    """Return what authors say of their paper; in Dublin Core it is a second description."""
    told = [
        text.strip().removeprefix("Comment:").strip()
        for text in _texts(parts, "description")[1:]
        if text.strip().startswith("Comment:")
    ]
    fields = {name: _texts(parts, name) for name in ("comment", "comments")}
    return {name: texts for name, texts in fields.items() if texts} or {"comment": told}


def _authors(parts: _Parts) -> object:
    lists = [one for name in _PEOPLE for one in parts.get(name, ()) if not _is_of_editors(one)]
    within = [one.parts_by_name() for one in lists]
    for some in (*within, parts):
        for name in _PERSONS:
            found = [_person(one) for one in some.get(name, ()) if not _is_of_editors(one)]
            # One text may name them all.
            if found := [one for one in found if one]:
                return found[0] if len(found) == 1 and isinstance(found[0], str) else found
    return next(filter(str.strip, (one.text() for one in lists)), "")


def _is_of_editors(one: Element) -> bool:
    return one.attribute("type", "contrib_type") in ("editor", "editors")


def _person(one: Element) -> object:
    """Return the name of a person: in its parts, as one who is called so, or as a text."""
    if family := one.said(*_FAMILY):
        return {"given": one.said(*_GIVEN), "family": family, "suffix": one.said("suffix")}
    if whole := one.said(*_WHOLE):
        return {"literal": turned(whole)}
    return one_line(one.text())


def _categories(parts: _Parts) -> object:
    terms = [
        one.attributes["term"] for one in parts.get("category", ()) if "term" in one.attributes
    ]
    texts = terms or _texts(parts, *_CATEGORIES)
    return texts[0] if len(texts) == 1 else texts
