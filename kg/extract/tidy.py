"""One group a thing: drops what is no name or too unsure, joins spellings of one name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from kg.catalogue import load_catalogue
from kg.extract.abbreviations import Abbreviation
from kg.extract.calibration import Calibration
from kg.extract.decode import ACTORS, DATA, FoundRelation, Reading, repointed
from kg.extract.distinct import is_edition
from kg.extract.group import (
    Group,
    Span,
    canonical_name,
    forms_of,
    lowered,
    name_apart,
    spaced_forms,
)
from kg.extract.hardware import is_hardware
from kg.extract.known import is_known_data, lead_name
from kg.extract.series import series_names
from kg.records import EntityType
from kg.text import clean
from kg.text.initials import stands_for

# None of these stands alone as a name in 10,000 annotated abstracts; "zero-shot" does.
_NO_NAMES = re.compile(
    r"(?:a|an|the|in|on|of|for|and|or|to|with|by|as|at|from|we|it|its|our|is|are|that|this|these|self|"
    r"both|each|all|first|second|third|fourth|firstly|secondly|new|novel|i|ii|iii|iv|"
    r"ours|others|open|binary|local|global|human|semantic|visual|spatial|temporal|"
    r"(?:multi|cross) ?modal|adaptive|bidirectional|(?:(?:deep|graph|recurrent) )?neural|"
    r"perceptual|supervised|unsupervised|hierarchical|stochastic|deterministic|dynamic|static|"
    r"sequential|probabilistic|bayesian|generative|discriminative|convolutional|nonlinear|quantum|"
    r"classical|online|offline|real ?time|large ?scale|end ?to ?end|multilingual|egocentric|"
    r"autonomous|robust|sparse|dense|deep|shallow|symbolic|causal|contrastive|adversarial|iterative|"
    r"distributed|federated|decentralized|interpretable|explainable|efficient|lightweight|agentic|"
    r"any|anatomical|automated|available|behavior|complementary|complex|compositional|conditional|"
    r"consistent|continual|convolutional neural|data|deformable|depth|direct preference|early|"
    r"effective|end|explicit|feature|fine|frontier|geometric|graph|hand|heterogeneous|"
    r"image|implicit|instruction|interactive|joint|learned|low ?rank|masked|mathematical|maximum|"
    r"motion|multi(?: ?level)?|orders|pose|progressive|pseudo|recurrent|reflective|"
    r"reinforcement|remote|robot(?:ic)?|scene|state|step|streaming|surface|task|training|two|unique|"
    r"variable|video|vision|world|augmented generation|"
    r"(?:sub ?)?(?:task|track|part|phase)(?: ?\d|[ -](?:i{1,3}|iv|v|[a-d]))|"
    # Splits of a benchmark: of 46,000 annotated names none is one.
    r"[xc] (?:sub|view|set|setup)(?: [xc] (?:sub|view|set|setup))?|(?-i:[Dd]ev|(?:mini)?val)|"
    r"(?:dev|val|validation|test) (?:set|split)|"
    # What goes on: "2-DoF benchmark", "worst-group accuracy", "novel-view synthesis".
    r"\d+ ?dofs?|(?:worst|average) group|novel view|"
    # In capitals these may be names (STD, BEST); SD and CI are, only beside their long forms.
    r"sd|ci|(?-i:[Ss]td(?:ev)?|[Aa]vg|[Mm]ean|[Nn]ext|[Bb]est|[Ww]orst)|"
    r"partially observable|et al\.?|e\.g\.|i\.e\.|s|\d ?d|.*\s(?:and|of|for|with|via|from|by|the))",
    re.IGNORECASE,
)
# What the whole field is about names nothing, nor does a kind of paper ("SoK: …"): of all annotated
# mentions it is none.
_FIELD = re.compile(
    r"LLMs?|AI|large language models?|artificial intelligence|SoK|systemati[sz]ation of knowledge",
    re.IGNORECASE,
)
# Half of a word or of a pair ("single- and multi-object pushing"): 21 of 38,246 annotated names.
# "rule based" and "frame-level" are none of 50,718 annotated mentions.
_CUT = re.compile(
    r"(?:[- ]based|-(?:driven|guided|aware|inspired|specific|agnostic|oriented|level))\Z",
    re.IGNORECASE,
)
_TITLE_HEAD = re.compile(r"[^\s:$\\{}]{2,40}(?=:\s)")
# A word without mark-up that has two capitals or a digit.
_IS_ONE_WORD = re.compile(r"(?=.*(?:[A-Z].*[A-Z]|[a-z][A-Z]|\d))[^\s$\\{}]+")
_HANGS = re.compile(r"-(?:\s(?:and|or|to)\b|,|\s?/)")
# "Class-specific", "top-1"; "costs-while" is a dash.
_GOES_ON = re.compile(
    r"-(?!(?:and|as|at|but|by|for|from|in|on|scores?|the|to|together|via|while|with|without)\b)"
    r"(?:[a-z]|\d+\b(?!\.))"
)
# Of 23 pairs of annotated names that differ in such an ending alone 22 are two things.
_SUCCESSOR = re.compile(r"[+*][+*\s]*\Z")
# Of names with one letter these stand in the annotated abstracts (13, as "π_0", "π^3", "A*"), bare
# letters ("τ", "f_φ") do not.
_OF_ONE_LETTER = re.compile(r"[A-Z]\^?\*|(?:[a-z]{2,}|[A-Z])[-^_ ]{0,2}\d+(?:\.\d+)?")
_MARK_UP = re.compile(r"\\[a-zA-Z]+|[^A-Za-z0-9]+")


def tidy(reading: Reading, *, text: str, abbreviations: Sequence[Abbreviation]) -> Reading:
    """Return a reading without junk names and with one group a thing.

    Args:
        reading: What the reader found in *text*.
        text: The readable text.
        abbreviations: What the text defines.
    """
    reading = replace(reading, groups=tuple(_without_scraps(text, g) for g in reading.groups))
    own = reading.introduced
    keep = [k for k, group in enumerate(reading.groups) if _is_name(text, group, own=k in own)]
    homes = _homes(text, reading.groups, keep, abbreviations)
    reading = regroup(reading, text=text, homes=homes)
    head = _TITLE_HEAD.match(text)
    if head is None:
        return reading
    groups = name_apart([_as_in_title(head, group) for group in reading.groups])
    return replace(reading, groups=tuple(groups))


def _is_name(text: str, group: Group, *, own: bool) -> bool:
    if group.type is EntityType.REPO:
        return True
    if all(_HANGS.match(text, span.end) for span in group.spans):
        return False
    if group.type is EntityType.METRIC and _is_torn(text, group):
        return False
    if not own and group.type in (*ACTORS, *DATA) and is_hardware(text, group.spans):
        return False
    return any(_says_a_name(form) for form in forms_of(text, group.spans))


def _is_torn(text: str, group: Group) -> bool:
    """Return whether a measure is only ever half a word ("class-level F1", "a follow-up").

    None of 2,355 annotated ones is; all of 9 unknown ones so found in 8,125 abstracts are wrong.
    """
    halves = all(_GOES_ON.match(text, span.end) for span in group.spans)
    return halves and not load_catalogue().find(group.name, EntityType.METRIC)


def _as_in_title(head: re.Match[str], group: Group) -> Group:
    """Return a thing by the one word before its title's colon, if no proper word is its name.

    So are 401 of 413 annotated things called that stand so and have longer forms, too; of 4,125
    abstracts 12 change, 11 rightly ("Kestrel: An Index of …" is no *Index*).
    """
    if _IS_ONE_WORD.fullmatch(group.name):
        return group
    leads = any((span.start, span.end) == head.span() for span in group.spans)
    is_edition_of = is_edition(lowered(group.name), lowered(head.group()))
    return replace(group, name=head.group()) if leads and not is_edition_of else group


def _without_scraps(text: str, group: Group) -> Group:
    """Return a thing without what is no name of anything, where it has a name besides.

    Of 100 such strings in 4,125 abstracts all but one are none. A short form of the others is one.
    """
    forms = forms_of(text, group.spans)
    scraps = {form for form in forms if _is_scrap(form)}
    wholes = {lowered(form) for form in forms - scraps}
    scraps = {s for s in scraps if not any(stands_for(lowered(s), whole) for whole in wholes)}
    if not wholes or not scraps or group.type is EntityType.REPO:
        return group
    spans = tuple(span for span in group.spans if text[span.start : span.end] not in scraps)
    kept = spaced_forms(text, spans)
    name = group.name if group.name in kept else canonical_name(kept)
    return replace(group, name=name, spans=spans)


def _says_a_name(form: str) -> bool:
    if len(_plain(form)) > 1:
        return not _is_scrap(form)
    return _OF_ONE_LETTER.fullmatch(clean(form)) is not None


@lru_cache(maxsize=1 << 12)
def _is_scrap(form: str) -> bool:
    """Say whether a string of more than a letter is half a word, or a word that names nothing."""
    plain = _plain(form)
    if _CUT.search(form) or _FIELD.fullmatch(plain):
        return True
    # "STEP", "SpaTiaL": what has several capitals is spelt as a name.
    spelt = len(plain) > 3 and plain.isalpha() and sum(map(str.isupper, plain)) > 1
    return len(plain) > 1 and not spelt and _NO_NAMES.fullmatch(plain) is not None


def _plain(form: str) -> str:
    return " ".join(_MARK_UP.sub(" ", form).split())


def _homes(
    text: str, groups: Sequence[Group], keep: Sequence[int], abbreviations: Sequence[Abbreviation]
) -> dict[int, int]:
    """Map the index of each group that stays to the first group that is the same thing."""
    homes = {k: k for k in keep}
    members: dict[int, list[int]] = {}
    by_key: dict[str, int] = {}
    joint = {_key(item.long): _key(item.short) for item in abbreviations}
    for k in keep:
        if groups[k].type is EntityType.REPO:
            continue
        keys = {_key(form) for form in _own_forms(text, groups[k])} - {""}
        keys |= {joint[key] for key in keys if key in joint}
        # The long form may be the task and the short form the benchmark: two things.
        kind = "data" if groups[k].type in DATA else "other"
        keys = {f"{kind} {key}" for key in keys}
        met = sorted({homes[by_key[key]] for key in keys if key in by_key})
        for home in met:
            for other in (*members[home], k):
                homes[other] = met[0]
            if home != met[0]:
                members[met[0]] += members.pop(home)
        members.setdefault(homes[k], []).append(k)
        for key in keys:
            by_key.setdefault(key, k)
    return homes


def _own_forms(text: str, group: Group) -> list[str]:
    """Return how a thing is written, sorted: of a series that holds it, the one name alone."""
    forms = spaced_forms(text, group.spans)
    return sorted({group.name if series_names(form) else form for form in forms})


def _key(form: str) -> str:
    """Return what spellings of one name share: no case, marks, spaces or plural.

    `Foo++` and `Foo*` are no Foo, nor is `Δ-Foo`.
    """
    plain = clean(form)
    ending = _SUCCESSOR.search(plain)
    squeezed = "".join(_MARK_UP.sub(" ", plain).casefold().split())
    plural = len(squeezed) > 3 and squeezed.endswith("s") and not squeezed.endswith("ss")
    key = squeezed[:-1] if plural else squeezed
    return key + "".join(ending.group().split()) if key and ending else key


def regroup(reading: Reading, *, text: str, homes: dict[int, int]) -> Reading:
    """Return a reading in which groups are joined or dropped.

    Args:
        reading: The reading.
        text: Its text.
        homes: Index of each group that stays to the index of the group that it joins (itself,
            where it joins none).
    """
    if all(homes.get(k) == k for k in range(len(reading.groups))):
        return reading
    members: dict[int, list[int]] = {}
    for k, home in homes.items():
        members.setdefault(home, []).append(k)
    leaders = sorted(members)
    position = {leader: at for at, leader in enumerate(leaders)}
    place = {k: position[home] for k, home in homes.items()}
    joined = [_joined(text, [reading.groups[k] for k in members[leader]]) for leader in leaders]
    relations, hints = (
        tuple(moved for r in some if (moved := _moved(r, place)) is not None)
        for some in (reading.relations, reading.hints)
    )
    results = [repointed(result, place.get) for result in reading.results]
    tied = [max(reading.tied[k] for k in members[leader]) for leader in leaders if reading.tied]
    return Reading(tuple(name_apart(joined)), relations, tuple(results), tuple(tied), hints)


def sure_things(reading: Reading, *, text: str, calibration: Calibration) -> Reading:
    """Return a reading whose things carry their chance; those too unsure are left out.

    A link is found by rule and always stays, and so do known data.

    Args:
        reading: What the reader found in *text*, tidied.
        text: The readable text.
        calibration: Knows the chance that a thing of such scores is one.
    """
    tied = reading.tied or (0.5,) * len(reading.groups)
    groups = tuple(
        group
        if group.type is EntityType.REPO
        else replace(group, confidence=calibration.entity(group.confidence, link))
        for group, link in zip(reading.groups, tied, strict=True)
    )
    # What a result is measured by or on is what it seems, and a title's first word a name.
    pointed = {k for result in reading.results for k in (result.metric, result.benchmark)}
    lead = lead_name(text)
    homes = {
        k: k
        for k, group in enumerate(groups)
        if k in pointed
        or lead in {(span.start, span.end) for span in group.spans}
        or is_known_data(group.name, group.type)
        or calibration.states("entities", group.confidence)
    }
    return regroup(replace(reading, groups=groups), text=text, homes=homes)


def _joined(text: str, groups: Sequence[Group]) -> Group:
    if len(groups) == 1:
        return groups[0]
    spans: tuple[Span, ...] = tuple(sorted({span for group in groups for span in group.spans}))
    best = max(groups, key=lambda group: (len(group.spans) * group.confidence, group.name))
    forms = sorted({form for group in groups for form in _own_forms(text, group)})
    confidence = max(group.confidence for group in groups)
    return Group(canonical_name(forms), best.type, spans, confidence)


def _moved(relation: FoundRelation, place: dict[int, int]) -> FoundRelation | None:
    source = relation.source
    if relation.target not in place or (source is not None and source not in place):
        return None
    moved = None if source is None else place[source]
    if moved == place[relation.target]:
        return None
    return replace(relation, source=moved, target=place[relation.target])
