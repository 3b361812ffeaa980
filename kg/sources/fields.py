"""The fields of a record, whatever it holds: names in one form, strings on one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain

from kg.ids import parse_paper_id
from kg.sources.cells import listed

TITLE_FIELDS = (
    *("title", "display_name", "paper_title", "papertitle", "article_title", "document_title"),
    *("headline", "titles"),
)
ABSTRACT_FIELDS = (
    *("abstract", "summary", "abstracttext", "abstract_text", "abstract_note", "abstractnote"),
    *("paperabstract", "paper_abstract", "article_abstract", "document_abstract"),
    *("abstracts", "summaries"),
)
# What services call an abstract, and others many things: only beside a title and authors is it one.
_LOOSE_ABSTRACTS = ("description", "content_text", "content_html")
_PAPER_IDS = (
    *("doi", "id", "arxiv_id", "identifier", "identifiers", "url", "link", "external_url", "guid"),
    "@id",
)
# What the sites of conferences call a title; of other things it is the name.
_NAME = "name"
# How they show papers; there are talks and workshops, too.
_SHOWN_AS = ("poster", "oral", "spotlight", "paper")
# The longest abstract on arXiv has about 6,000 characters; more is a full text or a fault.
MAX_ABSTRACT = 50_000
_FAR_TOO_LONG = 20 * MAX_ABSTRACT
_NESTED = "nested too deep"
# As Semantic Scholar has the ids of a paper that cites another.
_DEEPEST = 2
_NESTED_FIELDS = (
    *("paper", "_source", "externalids", "ids", "content", "row", "citingpaper", "citedpaper"),
    *("attributes", "metadata", "data"),
)
# What a library keeps of an item beside the item (Zotero).
NO_PAPERS = ("attachment", "note", "annotation")
_OF_IDS = ("externalids", "ids")
# What holds the paper itself: its fields count before those of who features, finds or lists it.
_OF_CITATION = ("citingpaper", "citedpaper")
_HOLDERS = ("paper", "_source", "row")
# What holds the text itself where a field has attributes, too: of OpenReview's second API, of
# JSON-LD, and of XML that was made JSON (xmltodict, xml2js, BadgerFish).
_WRAPPED = ("value", "@value", "#text", "_", "_text", "$", "$t", "__text")
_ATTRIBUTE = re.compile(
    r"[@$_].*|(?:xml:)?lang(?:uage)?|(?:content_?)?type|format|readers", re.IGNORECASE
)
# Of several the first counts, as archives have them (DataCite, INSPIRE): `[{"title": "A title"}]`.
_PLURALS = {
    **{"titles": "title", "abstracts": "abstract", "descriptions": "abstract"},
    "arxiv_eprints": "eprint",
}
# What holds the text of one of these, or of a part of an abstract (CORD-19, unarXive, Springer).
_TEXTS = ("text", "value", "p", "abstract", "description", "title")
# Columns of nested records as pandas names them (`content.title.value`), and names of vocabularies.
_HOLDER = re.compile(
    r"(?:(?:dc|dcterms|prism|schema):|(?:_source|attributes|content|data|externalids|ids|metadata"
    r"|paper|row)\.)+(?=\w)|(?<=\w)\.value$"
)
_LANGUAGE = re.compile(r"[@$_]?(?:xml:)?lang(?:uage)?", re.IGNORECASE)
# To ask for these first is three times as fast as to ask for a mapping.
_PLAIN = (str, list, tuple, int, float, type(None))
_NOTHING: tuple[object, ...] = (None, "", [], {})
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ufeff]")
_CONTROL_TO_SPACE = re.compile("[\x00-\x1f\x7f-\x9f\ufeff]")


class NotAPaper(ValueError):  # noqa: N818 - it is a finding, reported with its place
    """A record lacks what a paper needs; the message says what."""


class Remark(str):
    """What is told of a record that was read all the same; other text is why there is none."""


class TooDeep:
    """Stands for what is nested too deep: a record is refused only if that is read."""

    def __repr__(self) -> str:
        raise NotAPaper(_NESTED)


def flatten(record: Mapping[str, object]) -> dict[str, object]:
    """Lower-case the names of fields; fields of a nested record come after its parent's own.

    Those of the paper that a record holds come before: of what has a title and an abstract itself.
    Of several with one name the first that says something counts.
    """
    fields: dict[str, object] = {}
    holders = _HOLDERS if _is_told(record) else (*_HOLDERS, *_OF_CITATION)
    for one in (*filter(_is_told, _held(record, holders)), record):
        _fill(fields, one.items())
    for _ in range(_DEEPEST):
        _fill(fields, list(_nested(fields)))
    return fields


def of_citation(record: Mapping[str, object]) -> list[Mapping[str, object]]:
    """Return the two papers of a record that is none and holds who cites and who is cited."""
    found = [] if _is_told(record) else _held(record, _OF_CITATION)
    return found if len(found) > 1 else []


def _held(record: Mapping[str, object], names: tuple[str, ...]) -> list[Mapping[str, object]]:
    return [
        value
        for key, value in record.items()
        if not isinstance(value, _PLAIN) and isinstance(value, Mapping)
        if field_name(str(key)) in names
    ]


def _is_told(record: Mapping[str, object]) -> bool:
    """Tell whether a record has a title and an abstract itself."""
    said = {field_name(str(key)) for key, value in record.items() if value not in _NOTHING}
    return not said.isdisjoint(TITLE_FIELDS) and not said.isdisjoint(ABSTRACT_FIELDS)


def title_fields(fields: Mapping[str, object]) -> tuple[str, ...]:
    """Return what a title may be called in a record: a name only beside an abstract and authors.

    In a form the name is that of a person, and the authors are a text.
    """
    authors = fields.get("authors") or fields.get("author")
    is_paper = "abstract" in fields and isinstance(authors, list) and bool(authors)
    kind = fields.get("eventtype", fields.get("event_type"))
    is_shown = not isinstance(kind, str) or any(map(kind.lower().__contains__, _SHOWN_AS))
    return (*TITLE_FIELDS, _NAME) if is_paper and is_shown else TITLE_FIELDS


def abstract_fields(fields: Mapping[str, object]) -> tuple[str, ...]:
    """Return what an abstract may be called in a record.

    Videos, posts and software have an author and a description, too: it is an abstract only beside
    the id of a paper, or where the record is called an article.
    """
    is_told = any(fields.get(name) for name in ("authors", "author", "creators", "creator"))
    if not is_told or not (_is_article(fields) or _has_paper_id(fields)):
        return ABSTRACT_FIELDS
    return (*ABSTRACT_FIELDS, *_LOOSE_ABSTRACTS)


def _is_article(fields: Mapping[str, object]) -> bool:
    kinds = " ".join(text for name in ("@type", "type") for text in strings(fields.get(name)))
    return "article" in kinds.casefold()


def _has_paper_id(fields: Mapping[str, object]) -> bool:
    return any(parse_paper_id(text) for name in _PAPER_IDS for text in strings(fields.get(name)))


def _fill(fields: dict[str, object], pairs: Iterable[tuple[object, object]]) -> None:
    for key, value in pairs:
        name = field_name(str(key))
        if name in _PLURALS:
            name, value = _one_of_several(name, value)
        if fields.get(name) in _NOTHING:
            fields[name] = _said(name, value)


def _one_of_several(name: str, value: object) -> tuple[str, object]:
    """Return what is told in the plural as a field that says the first; another as it is."""
    if not isinstance(value, list):
        return name, value
    kinds = ("", "abstract")
    found = [
        text
        for one in value
        if isinstance(one, Mapping) and str(one.get("descriptionType", "")).casefold() in kinds
        if isinstance(text := _text_in(one), str)
    ]
    return (_PLURALS[name], found[0]) if found else (name, value)


def _text_in(value: object) -> object:
    """Return the text in a mapping that holds one, as a part of an abstract with its heading."""
    if not isinstance(value, Mapping):
        return value
    return next((said for name in _TEXTS if (said := value.get(name))), value)


def first_said(names: Iterable[str], values: Iterable[object]) -> dict[str, object]:
    """Return a row by the names of its columns; of equal names the first that says something.

    Args:
        names: Of the columns, in order; those without a value are left out.
        values: In the same order.
    """
    row: dict[str, object] = {}
    for name, value in zip(names, values, strict=False):
        if row.get(name) in _NOTHING:
            row[name] = value
    return row


def pairs(record: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Yield the fields of a record and of the nested ones, named as they name them."""
    names = {field_name(str(key)): value for key, value in record.items()}
    for key, value in chain(record.items(), _nested(names)):
        yield str(key), _said(field_name(str(key)), value)


def _nested(fields: Mapping[str, object]) -> Iterator[tuple[object, object]]:
    for name in _NESTED_FIELDS:
        nested = fields.get(name)
        if isinstance(nested, list) and len(nested) == 1 and name in _OF_IDS:
            # What stood in a cell.
            nested = nested[0]
        if isinstance(nested, Mapping) and (name != "data" or "itemType" in nested):
            for key, value in nested.items():
                # Of OpenReview's forms, too, where a value has its place and description beside it.
                is_form = name == "content" and isinstance(value, Mapping) and "value" in value
                yield key, value["value"] if is_form else value


def _said(name: str, value: object) -> object:
    """Return what a field says: without wrappers, and as a list what is one in a cell."""
    if not isinstance(value, str):
        if name not in ABSTRACT_FIELDS:
            return _unwrapped(value)
        found = _unwrapped(_in_one_language(value))
        return [*map(_text_in, found)] if isinstance(found, list) else _text_in(found)
    found = listed(value)
    if found is None:
        return value
    items = [_content(item) for item in found]
    are_texts = all(isinstance(item, str) for item in items)
    # A title is one; of an abstract nothing may get lost.
    is_title, is_abstract = name in TITLE_FIELDS, name in ABSTRACT_FIELDS
    stays = (is_title and len(items) > 1) or ((is_title or is_abstract) and not are_texts)
    return value if stays else items


def _in_one_language(value: object) -> object:
    """Return of texts in several languages those in the first one's."""
    if not isinstance(value, list) or not value or (first := _language(value[0])) is None:
        return value
    return [item for item in value if _language(item) in (first, None)]


def _language(item: object) -> object:
    if not isinstance(item, Mapping):
        return None
    told = (said for key, said in item.items() if _LANGUAGE.fullmatch(str(key)) and said)
    return next(told, None) or _language(item.get("$"))


def _unwrapped(value: object) -> object:
    """Return what stands in a wrapper, or in each of a list: `{"value": "A title"}` is a title."""
    if isinstance(value, list):
        return [_content(item) for item in value]
    return _content(value)


def _content(value: object) -> object:
    if not isinstance(value, Mapping):
        return value
    name = next((name for name in _WRAPPED if name in value), None)
    is_bare = all(key == name or _ATTRIBUTE.fullmatch(str(key)) for key in value)
    return value[name] if name is not None and is_bare else value


@lru_cache(maxsize=1024)
def field_name(key: str) -> str:
    """Return the name of a field in lower case with underscores: `Journal-Ref` is journal_ref."""
    name = re.sub(r"[\s-]+", "_", key.strip().casefold().replace("(s)", "s"))
    return _HOLDER.sub("", name) if "." in name or ":" in name else name


def strings(value: object) -> Iterator[str]:
    """Yield the strings of a value, each on one line: itself, or those of a list.

    Raises:
        NotAPaper: It is nested too deep.
    """
    if isinstance(value, str):
        if text := one_line(value):
            yield text
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings(item)
    elif isinstance(value, TooDeep):
        raise NotAPaper(_NESTED)


def mappings(value: object) -> Iterator[Mapping[str, object]]:
    """Yield the mappings of a value: itself, or those of a list.

    Raises:
        NotAPaper: It is nested too deep.
    """
    if isinstance(value, Mapping):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from mappings(item)
    elif isinstance(value, TooDeep):
        raise NotAPaper(_NESTED)


def first_text(fields: Mapping[str, object], *names: str) -> str:
    """Return the text of the first of the fields that has one, else an empty one.

    Raises:
        NotAPaper: A field before it is nested too deep.
    """
    return next((text for name in names for text in strings(fields.get(name))), "")


def one_line(text: str) -> str:
    """Return the text on one line, without control characters and lone surrogates.

    What is far too long to be read stays as it is: to part it takes much memory.
    """
    if len(text) > _FAR_TOO_LONG:
        return text
    if _CONTROL.search(text):
        text = _CONTROL_TO_SPACE.sub(" ", text)
        text = _CONTROL.sub("\ufffd", text)
    return " ".join(text.split())
