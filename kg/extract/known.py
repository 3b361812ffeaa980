"""What is known of a name beyond its tags: how the catalogue spells it, its size, its type."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from kg.catalogue import CatalogueEntry, load_catalogue
from kg.extract.decode import ACTORS, DATA
from kg.extract.group import Span, forms_of, lowered
from kg.records import EntityType
from kg.text.initials import stands_for
from kg.text.names import SIZE_IN_BRACKETS
from kg.text.presents import introduces

# Which reading gives way to the catalogue's. In the annotated papers a name that the catalogue
# knows as one type has it in 97 % (Metric), 93 % (Benchmark) and 86 % (Model) of the papers;
# tasks and methods trade places too often for a rule.
_YIELDS = {
    EntityType.METRIC: (EntityType.METHOD, EntityType.MODEL, EntityType.TASK, EntityType.BENCHMARK),
    EntityType.BENCHMARK: (EntityType.METHOD, EntityType.MODEL, EntityType.METRIC),
    EntityType.MODEL: (EntityType.METHOD, EntityType.METRIC, EntityType.BENCHMARK),
}
# Where the tags are surer than this of another type in every place, they are right in 33 of 42
# such names of the corrected abstracts ("we rate them by Elo", a Gym to train in); models and
# methods trade places too often for it (31 of 60).
_READ_SURELY = 0.9
# "LLaDA", "PointNet++", "TD-MPC2": what has small letters and capitals, or a digit.
_MIXED = re.compile(r"(?=.*(?:[a-z].*[A-Z]|[A-Z].*[A-Z].*[a-z]|\d))(?=.*[A-Z]).{4,}")
_OF_DATA = re.compile(
    r"(?:(?:,\s(?:and\s)?|\s(?:and|or)\s|/)(?-i:[A-Z\d])[\w.+-]*){0,4}[\s-](?:[a-z-]+\s)?"
    r"(?:benchmark|data|suite|corp|test|task|environment|simulat|domain|challenge|leaderboard|split"
    r"|track|game)",
    re.IGNORECASE,
)

_ADDED = (EntityType.MODEL, EntityType.BENCHMARK, EntityType.METRIC, EntityType.DATASET)
# Raw like that of tags: the calibration makes 0.8 of it.
_ADDED_CONFIDENCE = 0.97
# "Foo-R1: …" as a title: 1,642 of 1,647 such words in the annotated papers are names.
_LEAD = re.compile(
    r"(?=[^\s:]*(?:[A-Z][^\s:]*[A-Z]|\d|[a-z][A-Z]|-))(?=[^\s:]*[A-Z])[^\s:\\$]{2,40}(?=:\s)"
)
_OF_OTHERS = re.compile(
    r"\b(?:survey|review|overview|tutorial|challenges|opportunit|perspective|evaluat|assess|"
    r"compar|analy[sz]|stud(?:y|ies)\b|case\b|lessons|risks|applications?\b|problems\b)",
    re.IGNORECASE,
)
_REPORT = re.compile(r":?\s(?:Technical Report|(?:System|Model) Card)\s*(?:[:\n]|$)", re.IGNORECASE)
_PROPER = re.compile(r"[A-Z].*[A-Z]|[A-Z].*\d")
_DIGIT = re.compile(r"\d")
_TOKEN = re.compile(r"[^\s()\[\],;:\"“”{}$]+")
_SIZE = re.compile(r"[ -]\d+(?:\.\d+)?[BM](?![A-Za-z0-9])")
# "Foo (nano)", "Foo (2x-large)": both annotated ones hold the size, and of 21 sizes in brackets
# behind a model or method none is a thing of its own.
_IN_BRACKETS = re.compile(rf"\s{SIZE_IN_BRACKETS}")
# "COCO AP50", "Foo accuracy": 28 annotated benchmarks stand so before their metric, none holds it.
_WITH_METRIC = re.compile(
    r"(?P<name>(?=\S*[A-Z]).*?[\w)])(?<!\band)(?<!\bor) (?P<metric>m?AP@?[\d.:]*(?:-\d+)?|F1|"
    r"BLEU(?:-\d)?|WER|CER|AUC|AUROC|FID|PSNR|SSIM|m?IoU|"
    r"(?:[Pp]ass|[Rr]ecall|n?DCG|NDCG|R|P)@\d+|(?:[Tt]op-\d )?accuracy|perplexity)"
)
# "Foo, a new 7B …": 9 in 10 of these in the annotated papers are models.
_OF_SIZE = re.compile(
    r"(?:\s?\([^()]{1,60}\))?,?\s(?:is\s)?an?\s(?:(?!for|of|with|on|that|to|from|in)[\w-]+\s){0,2}\d+(?:\.\d+)?[BM]\b"
)
# Words of the longest name that is looked for: fewer than 1 in 100 of the catalogue have
# more.
_LONGEST = 5


def is_known_data(name: str, read_as: EntityType) -> bool:
    """Return whether a benchmark or data set is read as the catalogue names it, letter by letter.

    All 6 such that were read too unsurely in the annotated papers are annotated, and all 5 in 1,200
    more abstracts are such data; a shorter name (Foo of Foo Prize) may be a company's or method's.

    Args:
        name: The name.
        read_as: The type that the reader gives it.
    """
    entries = load_catalogue().find(name) if read_as in DATA else ()
    return bool(entries) and all(
        entry.type in DATA and not entry.ambiguous and name == entry.name for entry in entries
    )


def settled_type(text: str, spans: Sequence[Span], read_as: EntityType) -> EntityType:
    """Return the type of a thing: a rule's or the catalogue's where they are sure, else as read.

    Args:
        text: The text.
        spans: Where it stands.
        read_as: The reader's type.
    """
    forms = forms_of(text, spans)
    if read_as in DATA and (system := _known_system(forms, text, spans)):
        return system
    known = catalogue_type(forms, read_as)
    if known is not read_as and (_is_own(forms, text) or _is_read_surely(spans, read_as, known)):
        return read_as
    if known is EntityType.METHOD and any(_OF_SIZE.match(text, span.end) for span in spans):
        return EntityType.MODEL
    # Of 6,847 annotated models and methods without a capital or a digit 6,831 are methods.
    lower = all(form.islower() and not _DIGIT.search(form) for form in forms)
    return read_as if known is EntityType.MODEL and lower else known


def _known_system(forms: Collection[str], text: str, spans: Sequence[Span]) -> EntityType | None:
    """Return the type of a known model or method that something is only tried on, or None.

    "Experiments on LLaDA and MMaDA": of 14 such in 8,125 abstracts 13 are no benchmarks, and of
    4,839 annotated ones 3 stand so. What data are called, "the LLaDA dataset", may be them.
    """
    found = [load_catalogue().find(form) for form in forms]
    types = {entry.type for entries in found for entry in entries}
    if len(types) != 1 or not types <= {*ACTORS} or _is_own(forms, text):
        return None
    named = all(
        len(entries) == 1 and not entries[0].ambiguous and _is_mixed(form, entries[0])
        for form, entries in zip(forms, found, strict=True)
    )
    is_data = any(_OF_DATA.match(text, span.end) for span in spans)
    return types.pop() if named and not is_data else None


def _is_mixed(form: str, entry: CatalogueEntry) -> bool:
    return form in (entry.name, *entry.aliases) and _MIXED.fullmatch(form) is not None


def _is_read_surely(spans: Sequence[Span], read_as: EntityType, known: EntityType) -> bool:
    """Say whether the tags are surer of a name's type than the catalogue can be."""
    return {read_as, known} != {EntityType.MODEL, EntityType.METHOD} and all(
        span.type is read_as and span.confidence > _READ_SURELY for span in spans
    )


def _is_own(forms: Iterable[str], text: str) -> bool:
    """Say whether a text presents a new thing under a known name.

    Of 11 such in 1,000 abstracts 9 are of the reader's type ("we propose COLA, an approach" is no
    benchmark CoLA).
    """
    return any(introduces(form, text) for form in forms)


def catalogue_type(forms: Collection[str], read_as: EntityType) -> EntityType:
    """Return the type of a name: the catalogue's where it is sure, else the reader's.

    Args:
        forms: The surface strings of one thing.
        read_as: The reader's type.
    """
    catalogue = load_catalogue()
    names = [lowered(form) for form in forms]
    types = set()
    for form in forms:
        found = catalogue.find(form)
        long = len(form.split()) > 2 or any(stands_for(name, lowered(form)) for name in names)
        if not found and long:
            return read_as  # a long form of its own: another thing with the same short form
        exact = [entry for entry in found if form in (entry.name, *entry.aliases)]
        # mAP is not "maximum a posteriori", "Dream" not the benchmark DREAM.
        types |= {e.type for e in exact or found if _is_sure(e) and _spelt_so(e, form)}
    if len(types) != 1:
        return read_as
    known = next(iter(types))
    return known if read_as in _YIELDS.get(known, ()) else read_as


def is_well_known(forms: Iterable[str], kind: EntityType) -> bool:
    """Say whether the catalogue spells a name so, its long form too where it has one.

    Args:
        forms: The surface strings of one thing.
        kind: Its type; a data set is no method of the same name.
    """
    catalogue = load_catalogue()
    return all(
        any(
            (entry.type in DATA) == (kind in DATA)
            and (" " in form or form in (entry.name, *entry.aliases))
            for entry in catalogue.find(form)
        )
        for form in forms
    )


def _spelt_so(entry: CatalogueEntry, form: str) -> bool:
    names = (entry.name, *entry.aliases)
    return form[:2].isupper() or any(not name[:2].isupper() for name in names)


def _is_sure(entry: CatalogueEntry) -> bool:
    # Architectures (GAN, vision transformer) are models in the catalogue, methods in papers.
    return entry.type is not EntityType.MODEL or entry.vendor is not None


def known_names(text: str) -> list[tuple[int, int, EntityType]]:
    """Return where names stand that the catalogue spells exactly so, longest first at a place.

    Only proper spellings (two capitals, or a capital and a digit) of names with one meaning that
    the catalogue does not leave to the reader: in the annotated papers 94 % of such models, 86 %
    of benchmarks and 84 % of metrics are mentions, most of the others parts of longer ones.
    """
    starts, types = _proper_names()
    tokens = [match.span() for match in _TOKEN.finditer(text)]
    found = []
    reach = 0
    for first, (start, end) in enumerate(tokens):
        if start < reach or _bare(text[start:end]) not in starts:
            continue
        for last in range(min(len(tokens), first + _LONGEST) - 1, first - 1, -1):
            stop = start + len(_bare(text[start : tokens[last][1]]))
            kind = types.get(text[start:stop])
            if kind is not None:
                found.append((start, stop, kind))
                reach = stop
                break
    return found


def _bare(token: str) -> str:
    return token.rstrip(".'`’")


@lru_cache(maxsize=1)
def _proper_names() -> tuple[frozenset[str], dict[str, EntityType]]:
    """Return the first words of proper names, and each name with its one type."""
    types: dict[str, set[EntityType]] = {}
    doubtful = set()
    for entry in load_catalogue().entries:
        for name in (entry.name, *entry.aliases):
            types.setdefault(name, set()).add(entry.type)
            if entry.ambiguous or not _is_sure(entry) or entry.type not in _ADDED:
                doubtful.add(name)
        doubtful.update(entry.unsought)
    names = {
        name: next(iter(kinds))
        for name, kinds in types.items()
        if len(kinds) == 1 and name not in doubtful and _PROPER.search(name)
    }
    return frozenset(_bare(name.split()[0]) for name in names), names


def with_known(
    text: str, spans: Sequence[Span], *, abbreviations: Iterable[tuple[str, str]] = ()
) -> list[Span]:
    """Return the tagged names, widened to the catalogue's and with its other names added.

    Args:
        text: The text.
        spans: What the tags say, in order, without overlaps.
        abbreviations: (long form, short form) pairs that the text defines.
    """
    out: list[Span] = []
    at = 0
    own = {short for long, short in abbreviations if _is_other_sense(short, long)}
    for start, end, kind in known_names(text):
        if text[start:end] in own:
            continue
        while at < len(spans) and spans[at].end <= start:
            out.append(spans[at])
            at += 1
        last = at
        while last < len(spans) and spans[last].start < end:
            last += 1
        over = spans[at:last]
        if not over:
            out.append(Span(start, end, kind, _ADDED_CONFIDENCE))
        elif start <= over[0].start and over[-1].end <= end:
            best = max(over, key=lambda span: span.confidence)
            out.append(replace(best, start=start, end=end))
            at = last
    out.extend(spans[at:])
    return _with_lead(text, _without_metrics(text, _with_sizes(text, sorted(out))))


def _is_other_sense(short: str, long: str) -> bool:
    """Say whether a text makes a known name the initials of words that the catalogue does not know.

    Of 85 such in the annotated papers 71 are nothing of the known type, and most others another
    thing of it (transactions per second; TPS counts tokens too).
    """
    find = load_catalogue().find
    spelled = [*find(long), *find(long.removesuffix("s"))]
    is_known = any(entry in spelled for entry in find(short))
    return not is_known and stands_for(lowered(short), lowered(long))


def lead_name(text: str) -> tuple[int, int] | None:
    """Return where the one word before the colon of a title stands, if it is a proper name."""
    lead = _LEAD.match(text)
    return lead.span() if lead else None


def leads_title(text: str, spans: Iterable[Span]) -> bool:
    """Say whether a title starts with a thing and is about it as its own, behind a colon or not.

    Of the catalogue's names that stand so all 59 annotated ones are new there; what is surveyed,
    tested or applied is others' ("Mamba: A Review"). All 17 that have a technical report are new.
    """
    title_end = text.find("\n")
    leads = [span.end for span in spans if span.start == 0]
    return any(
        _REPORT.match(text, end)
        or (
            text.startswith(":", end)
            and not _OF_OTHERS.search(text, end, title_end if title_end >= 0 else len(text))
        )
        for end in leads
    )


def _with_lead(text: str, spans: Sequence[Span]) -> list[Span]:
    """Take the one word before a title's colon for a name; where no tag says so it is a method."""
    lead = lead_name(text)
    if lead is None or any(span.end > lead[1] for span in spans if span.start < lead[1]):
        return list(spans)
    over = [span for span in spans if span.start < lead[1]]
    best = max(over, key=lambda span: span.confidence) if over else None
    kind, sure = (best.type, best.confidence) if best else (EntityType.METHOD, _ADDED_CONFIDENCE)
    return [Span(*lead, kind, sure), *spans[len(over) :]]


def _with_sizes(text: str, spans: Sequence[Span]) -> list[Span]:
    """Take the size behind a model's name into it: 70 of 85 such names were annotated so."""
    out: list[Span] = []
    for at, span in enumerate(spans):
        if out and span.start < out[-1].end:
            continue  # the size in brackets of the name before
        of_model = span.type is EntityType.MODEL
        size = _SIZE.match(text, span.end) if of_model else None
        free = at + 1 == len(spans) or size is None or spans[at + 1].start >= size.end()
        size = _IN_BRACKETS.match(text, span.end) if of_model and size is None else size
        out.append(replace(span, end=size.end()) if size and free else span)
    return out


def _without_metrics(text: str, spans: Sequence[Span]) -> list[Span]:
    """Take a metric off the end of a benchmark's name: it is a thing of its own."""
    out: list[Span] = []
    for span in spans:
        found = _WITH_METRIC.fullmatch(text, span.start, span.end) if span.type in DATA else None
        if found is None:
            out.append(span)
        else:
            out.append(replace(span, end=found.end("name")))
            out.append(replace(span, start=found.start("metric"), type=EntityType.METRIC))
    return out
