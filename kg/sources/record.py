"""From a record, whatever its source calls its fields, to a Paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.ids import arxiv_id, arxiv_month, doi, paper_address, parse_paper_id, title_id
from kg.records import Paper
from kg.sources.code import stated_code
from kg.sources.dates import parse_date
from kg.sources.fields import (
    ABSTRACT_FIELDS,
    MAX_ABSTRACT,
    NotAPaper,
    abstract_fields,
    first_text,
    flatten,
    mappings,
    of_citation,
    one_line,
    strings,
    title_fields,
)
from kg.sources.markup import plain
from kg.sources.people import authors_of
from kg.sources.subjects import subject, subjects

_INVERTED_INDEX = "abstract_inverted_index"
_ARXIV_FIELDS = ("arxiv_id", "arxivid", "arxiv", "eprint", "paper_arxiv_id")
# What pandas calls, or does not, the column by which the rows are known; else it has their numbers.
_INDEX_FIELDS = ("index", "", "unnamed:_0")
_ID_FIELDS = ("id", "paper_id", "paperid", "entry_id", "identifier", "_id", "key", "uid", "pmid")
_URL_FIELDS = (
    *("arxiv_link", "arxiv_url", "url", "abs_url", "url_abs", "link", "articleurl"),
    *("pdf_url", "pdf_link", "paper_url"),
    *("landing_page_url", "paper_link", "doi_link", "doi_url"),
)
# Where Zotero keeps `arXiv:2503.01234 [cs]` beside other remarks; one that stands inside a remark
# ("extends arXiv:…", "arXiv:… is extended here") may be another paper.
_REMARK_FIELDS = ("extra", "archive_location", "remarks")
_REMARK_ENDS = re.compile(r"[\n\r;|]")
_IN_REMARK = re.compile(
    r"(?:(?:arxiv )?(?:e-?print|preprint|number|publisher|published|archive)s? ?:? ?)?"
    r"arxiv ?(?:id)? ?[: ] ?(?P<id>[^\s\[]{1,60}?)[.,)]{0,3}"
    r"(?:$|\[| (?-i:[^a-z])| (?:accepted|preprint|published|submitted|to appear|version)\b)",
    re.IGNORECASE,
)
_DATE_FIELDS = (
    *("published", "publishedat", "published_at", "publication_date", "publicationdate", "date"),
    *("pubdate", "date_published", "datepublished", "published_date", "publish_date"),
    *("date_of_publication", "submitted", "submitted_date", "preprint_date", "created"),
    *("coverdate", "publisheddate", "publishdate", "publish_time", "firstpublicationdate"),
    # OpenReview, as milliseconds: made public, else sent in.
    *("pdate", "cdate"),
)
_YEAR_FIELDS = (
    *("year", "publication_year", "pub_year", "pubyear", "publicationyear", "yearpublished"),
    *("published_year", "year_published"),
)
# As Crossref and CSL have them.
_PARTED_DATES = ("issued", "published", "published_online", "published_print")
_CATEGORY_FIELDS = (
    *("categories", "category", "subjects", "tags", "fieldsofstudy", "keywords"),
    *("author_keywords", "automatic_tags", "manual_tags", "subject", "keywordlist", "topic"),
)
# As feedparser, Zotero, OpenAlex and Semantic Scholar have it.
_CATEGORY_NAMES = ("term", "tag", "display_name", "name", "category", "value")
# Where a work can be read (OpenAlex, Unpaywall, Semantic Scholar), and which preprint it has been
# (Crossref): of a journal's paper the arXiv id stands only there.
_PLACE_FIELDS = (
    *("primary_location", "best_oa_location", "locations", "oa_locations", "open_access"),
    *("openaccesspdf", "relation"),
)
_ADDRESS_FIELDS = (
    *("landing_page_url", "pdf_url", "oa_url", "url", "url_for_landing_page", "url_for_pdf"),
    *("id", "has_preprint"),
)
MAX_TITLE = 1_000
# What arXiv's feed has before the abstract; of an older paper its date is that of the announcement.
_ANNOUNCEMENT = re.compile(
    r"\s*arXiv:(?P<id>\S+)\s+Announce Type:\s*(?P<kind>\S+)\s+Abstract:\s*", re.IGNORECASE
)
# A title of a list in Markdown.
_LINKED = re.compile(r"\[(?P<title>[^\]]++)\]\((?P<url>https?://[^\s)]++)\)")
# No text has as many words; Python makes no whole number of thousands of digits.
_PLACE_DIGITS = 10
_EMPTY = {"n/a", "na", "nan", "none", "null"}
_NO_ABSTRACT = {"no abstract", "no abstract available"}


def paper_from_record(record: Mapping[str, object]) -> Paper:
    """Return the paper that a record describes.

    White space of title and abstract is folded to single spaces, control characters become spaces,
    and the markup of a page goes; nothing else is changed.

    Raises:
        NotAPaper: It has no title or no abstract, or one too long to be one; what is read of it is
            nested too deep; or it holds two papers.
    """
    if of_citation(record):
        raise NotAPaper("two papers, citingPaper and citedPaper; give each as a record of its own")
    fields = flatten(record)
    title = first_text(fields, *title_fields(fields))
    if linked := _LINKED.fullmatch(title):
        title = linked["title"]
        fields["paper_link"] = [fields.get("paper_link"), linked["url"]]
    title = plain(title)
    abstract = (
        _abstract(fields, ABSTRACT_FIELDS)
        or _from_inverted_index(fields)
        or _abstract(fields, abstract_fields(fields))
    )
    announced = _ANNOUNCEMENT.match(abstract)
    if announced:
        fields["id"] = [announced["id"], fields.get("id")]
        abstract = abstract[announced.end() :]
    abstract = plain(abstract)
    _check("title", title, MAX_TITLE)
    _check("abstract", abstract, MAX_ABSTRACT)
    ids, version = _ids(fields)
    is_old = announced is not None and announced["kind"].lower() != "new"
    published, precision = _published({} if is_old else fields, ids)
    identifier = ids[0] if ids else title_id(title)
    return Paper(
        id=identifier,
        title=title,
        abstract=abstract,
        authors=authors_of(fields),
        published=published,
        date_precision=precision,
        url=_url(fields, identifier),
        categories=_categories(fields),
        source_id=first_text(fields, *_ID_FIELDS, *_ARXIV_FIELDS) or None,
        version=version,
        other_ids=tuple(sorted({*ids, title_id(title)} - {identifier})),
        code=stated_code(record),
    )


def is_of_a_paper(record: Mapping[str, object]) -> bool:
    """Tell whether a record has a title, an abstract or an id, though that may be all."""
    has_id = _has(record, (*_ARXIV_FIELDS, *_ID_FIELDS, "doi"))
    return has_id or has_title(record) or has_abstract(record)


def has_id(record: Mapping[str, object]) -> bool:
    """Tell whether a record has an id of its own, whatever it calls it."""
    return _has(record, _ID_FIELDS)


def has_title(record: Mapping[str, object]) -> bool:
    """Tell whether a record has a title, whatever it calls it."""
    fields = flatten(record)
    return any(fields.get(name) for name in title_fields(fields))


def has_abstract(record: Mapping[str, object]) -> bool:
    """Tell whether a record has an abstract, whatever it calls it."""
    fields = flatten(record)
    return any(fields.get(name) for name in (*abstract_fields(fields), _INVERTED_INDEX))


def _has(record: Mapping[str, object], names: tuple[str, ...]) -> bool:
    fields = flatten(record)
    return any(fields.get(name) for name in names)


def _check(what: str, text: str, limit: int) -> None:
    said = text.casefold().strip(".[]")
    # The rule under the header of a table has no letter, and no title has none.
    is_none = said in _EMPTY or not any(map(str.isalnum, said))
    if is_none or (what == "abstract" and said in _NO_ABSTRACT):
        raise NotAPaper(f"no {what}")
    if len(text) > limit:
        raise NotAPaper(f"{what} of {len(text):,} characters; at most {limit:,} are read")


def _abstract(fields: Mapping[str, object], called: tuple[str, ...]) -> str:
    """Return the abstract, which may be a list of its sentences or parts.

    Of as many abstracts as there are titles the first belongs to the first.
    """
    titles, texts = (
        next(filter(None, ([*strings(fields.get(name))] for name in names)), [])
        for names in (title_fields(fields), called)
    )
    return " ".join(texts[:1] if len(titles) == len(texts) else dict.fromkeys(texts))


def _from_inverted_index(fields: Mapping[str, object]) -> str:
    """Return the abstract that OpenAlex stores as word to places."""
    index = fields.get(_INVERTED_INDEX)
    if not isinstance(index, Mapping):
        return ""
    placed = [
        (int(place), str(word))
        for word, places in index.items()
        if isinstance(places, list)
        for place in places
        if str(place).isdecimal() and len(str(place)) < _PLACE_DIGITS
    ]
    return one_line(" ".join(word for _, word in sorted(placed)))


def _ids(fields: Mapping[str, object]) -> tuple[list[str], int]:
    """Return the ids of a record, the one that names the paper first, and the arXiv version."""
    version = 0
    found: dict[str, None] = {}
    for name in (*_ARXIV_FIELDS, *_ID_FIELDS, *_URL_FIELDS, "doi", *_INDEX_FIELDS):
        for text in strings(fields.get(name)):
            parsed = _arxiv_or_doi(text, field=name)
            if parsed is None:
                continue
            identifier, stated = parsed
            arxiv = [known for known in found if known.startswith("arxiv:")]
            if identifier.startswith("arxiv:") and arxiv and arxiv[0] != identifier:
                continue
            found[identifier] = None
            version = max(version, stated)
    if not any(known.startswith("arxiv:") for known in found):
        found |= dict.fromkeys([*_remarked(fields), *_preprint(fields)][:1])
    return sorted(found, key=lambda known: not known.startswith("arxiv:")), version


def _remarked(fields: Mapping[str, object]) -> list[str]:
    """Return the arXiv ids with which the remarks of a reference manager begin."""
    values = [fields.get(name) for name in _REMARK_FIELDS]
    texts = [text for value in values for text in (value if isinstance(value, list) else [value])]
    remarks = [one for text in texts if isinstance(text, str) for one in _REMARK_ENDS.split(text)]
    begun = filter(None, (_IN_REMARK.match(one_line(remark)) for remark in remarks))
    return [f"arxiv:{one[0]}" for match in begun if (one := arxiv_id(match["id"]))]


def _preprint(fields: Mapping[str, object]) -> list[str]:
    """Return the arXiv id of the places where a work stands; of several the first in order.

    Its version is not told: the text of the record is that of the journal.
    """
    places = mappings([fields.get(name) for name in _PLACE_FIELDS])
    for place in places:
        nested = flatten(place)
        texts = [t for name in _ADDRESS_FIELDS for t in _identifiers(nested.get(name))]
        if found := next(filter(None, map(arxiv_id, texts)), None):
            return [f"arxiv:{found[0]}"]
    return []


def _identifiers(value: object) -> Iterator[str]:
    """Yield the strings of a value, and those that the mappings in it call their id."""
    yield from strings(value)
    for item in mappings(value):
        yield from strings(item.get("id"))


def _arxiv_or_doi(text: str, *, field: str) -> tuple[str, int] | None:
    if field in _ARXIV_FIELDS:
        arxiv = arxiv_id(text)
        return (f"arxiv:{arxiv[0]}", arxiv[1]) if arxiv else None
    if field == "doi" and (found := doi(text)) and arxiv_id(text) is None:
        return f"doi:{found}", 0
    return parse_paper_id(text)


def _published(fields: Mapping[str, object], ids: list[str]) -> tuple[str | None, str | None]:
    from_record = next(
        (
            parsed
            for name in _DATE_FIELDS
            for text in strings(fields.get(name))
            if (parsed := parse_date(text))
        ),
        None,
    )
    from_record = (
        from_record
        or _first_version_date(fields)
        or next(filter(None, (_date_parts(fields.get(name)) for name in _PARTED_DATES)), None)
        or _year_and_month(fields)
    )
    if ids and ids[0].startswith("arxiv:"):
        month = arxiv_month(ids[0].removeprefix("arxiv:"))
        if from_record is None or (from_record[1] == "year" and month.startswith(from_record[0])):
            return month, "month"
    return from_record or (None, None)


def _first_version_date(fields: Mapping[str, object]) -> tuple[str, str] | None:
    """Return the date of version 1 in arXiv's own dump."""
    versions = fields.get("versions")
    if isinstance(versions, list) and versions and isinstance(versions[0], Mapping):
        return parse_date(str(versions[0].get("created", "")))
    return None


def _date_parts(issued: object) -> tuple[str, str] | None:
    """Return the date that Crossref and Zotero write as `{"date-parts": [[2025, 3, 1]]}`."""
    parts = issued.get("date-parts") if isinstance(issued, Mapping) else None
    first = parts[0] if isinstance(parts, list) and parts else None
    return parse_date("-".join(map(str, first))) if isinstance(first, list) else None


def _year_and_month(fields: Mapping[str, object]) -> tuple[str, str] | None:
    year = first_text(fields, *_YEAR_FIELDS)
    month, day = first_text(fields, "month"), first_text(fields, "day")
    found = (parse_date(f"{month} {year}") if month else None) or parse_date(year)
    if found and found[1] == "month" and re.fullmatch(r"\d{1,2}", day):
        return parse_date(f"{found[0]}-{day}")
    return found


def _url(fields: Mapping[str, object], identifier: str) -> str | None:
    for name in _URL_FIELDS:
        for text in strings(fields.get(name)):
            if re.fullmatch(r"https?://[^\s<>\"]+", text) and "/pdf/" not in text:
                return text
    if isinstance(fields.get("content"), Mapping) and (forum := first_text(fields, "forum")):
        return f"https://openreview.net/forum?id={forum}"
    return paper_address(identifier)


def _category(item: object) -> Iterator[str]:
    """Yield what an item of a list is called, which may be a mapping."""
    yield from strings(item)
    for one in mappings(item):
        yield from filter(None, [first_text(flatten(one), *_CATEGORY_NAMES)])


def _categories(fields: Mapping[str, object]) -> tuple[str, ...]:
    for name in _CATEGORY_FIELDS:
        value = fields.get(name)
        if isinstance(value, Mapping) and len(value) == 1:
            # `{"keyword": […]}`
            value = next(iter(value.values()))
        items = value if isinstance(value, list | tuple) else [value]
        texts = [text for item in items for text in _category(item)]
        # An item of a list is one category, commas and all, but where it is the only one.
        split = isinstance(value, str) or len(texts) == 1
        found = [one for text in texts for one in (subjects(text) if split else [subject(text)])]
        if found:
            return tuple(dict.fromkeys(found))
    return ()
