"""What stands round a number: its unit, the kind of figure, and what it cannot be.

Every function looks at the text before and after a number only; none knows the whole paper.
"""

from __future__ import annotations

import re
from enum import StrEnum

from kg.extract.siunitx import packed_unit
from kg.records import ResultKind


class NumberRole(StrEnum):
    """What a number is by its wording; only OPEN and COUNT can be a result."""

    OPEN = "open"
    COUNT = "count"
    YEAR = "year"
    SIZE = "size"
    LABEL = "label"
    MARGIN = "margin"


_GAP = r"[\s~$}\\,;]{0,4}[-+]?\s?"
_MICRO = r"(?:[µμ]|\{?\\mu\}?\$?\s?)"
# Prefixed units: a thousand GFLOPs are one TFLOPs, but what is written stays.
_COMPUTE = tuple(
    (prefix + unit, rf"{prefix}{pattern}")
    for prefix in ("P", "T", "G", "M", "")
    for unit, pattern in (
        ("FLOPS", r"(?:FLOPS|F(?:LOP|lop)s?/s(?:ec)?)\b"),
        ("FLOPs", r"F(?:LOP|lop)s?\b"),
        ("MACs", r"MACs?\b"),
    )
)
# The first that fits counts: "km/h" before "km". What is done "per second" is a rate, as in all of
# 10 annotated rows.
_UNITS: tuple[tuple[str, str], ...] = (
    ("points", r"(?:\\?%|percentage|absolute|per\s?cent|percent)[\s-]*(?:points?|pts?)\b|\\?%p\b"),
    ("points", r"(?:points?|pts|pp|pps|p\.p\.|ppts?)(?![A-Za-z])"),
    ("%", r"\\?%|per\s?cent\b|pct\b|percent(?:age)?(?![a-z])"),
    ("x", r"\{?\\times|×|[xX](?![A-Za-z0-9])|[xX](?=better|faster|more|less)|times?\b|folds?\b"),
    *((f"GPU-{time}", rf"(?:[A-Z]\d+[\s-])?GPU[\s-]?{time}?\b") for time in ("hours", "days")),
    *(
        (f"{thing}/s", rf"(?:[A-Za-z]+\s)?{thing}\s?(?:/|per\s)\s?(?:s|sec|second)\b")
        for thing in (
            *("queries", "sentences", "samples", "images", "steps", "actions", "iterations"),
            *("pages", "grasps", "requests"),
        )
    ),
    ("ms", r"(?:ms|msec|milliseconds?)\b"),
    ("µs", rf"(?:{_MICRO}s|us|microseconds?)\b"),
    ("ps", r"(?:ps|picoseconds?)\b"),
    ("ns", r"(?:ns|nanoseconds?)\b"),
    ("s", r"(?:s|secs?|seconds?)\b(?!-)"),
    ("minutes", r"(?:mins?|minutes?)\b(?!-[A-Z])"),
    ("hours", r"(?:h|hrs?|hours?)\b"),
    ("days", r"days?\b"),
    ("weeks", r"weeks?\b"),
    ("months", r"months?\b"),
    ("years", r"years?\b"),
    ("tokens/s", r"(?:tokens?|tok)\s?(?:/|per\s)\s?(?:s|sec|second)\b"),
    ("tokens", r"tokens?\b"),
    ("FPS", r"(?:FPS|fps|frames?\s?(?:/|per\s)\s?(?:s|second))\b"),
    *((f"{prefix}Hz", rf"{prefix}Hz\b") for prefix in ("", "k", "M", "G")),
    ("dBm", r"dBm\b"),
    ("dB", r"dB\b"),
    *((f"{prefix}bps", rf"{prefix}b(?:ps|it/s)\b") for prefix in ("k", "M", "G")),
    ("TB", r"(?:TB|TiB|terabytes?)\b"),
    ("GB", r"(?:GB|GiB|gigabytes?)\b"),
    ("MB", r"(?:MB|MiB|megabytes?)\b"),
    ("KB", r"(?:KB|kB|KiB)\b"),
    *_COMPUTE,
    ("km/h", r"(?:km/h|kph|kmh)\b"),
    ("m/s", r"m/s\b(?!\^)"),
    ("nm", r"(?:nm|nanomet(?:er|re)s?)\b"),
    ("µm", rf"(?:{_MICRO}m|micromet(?:er|re)s?|microns?)\b"),
    ("mm", r"mm\b"),
    ("cm", r"cm\b"),
    ("km", r"km\b"),
    ("m", r"(?:m|meters?|metres?)\b(?![-/])"),
    ("Å", r"(?:Å|\\AA\b|[aA]ngstr[oö]ms?\b)"),
    ("pixels", r"(?:px|pixels?)\b"),
    ("mg", r"(?:mg|milligrams?)\b(?!/)"),
    ("µg", rf"(?:{_MICRO}g|micrograms?)\b(?!/)"),
    ("kg", r"(?:kg|kilograms?)\b(?!/)"),
    ("g", r"(?<!-)(?:g|grams?)\b(?![-/])"),
    ("W", r"(?:W|watts?)\b"),
    ("kW", r"(?:kW|kilowatts?)\b"),
    ("mW", r"mW\b"),
    *((f"{prefix}N", rf"{prefix}N\b(?![-²])") for prefix in ("m", "k")),
    # Alone a letter may be a name or a count: "n = 5 N", "4V", "5 N shots", "5, V".
    *((unit, rf"(?<=[\s~}}$])(?<![,;]\s){unit}(?![\w-])(?!\s?(?:=|shots?))") for unit in "NV"),
    ("mAh", r"mA\s?h\b"),
    ("mA", r"mA\b"),
    ("p.u.", r"p\.u\."),
    ("TOPS/W", r"TOPS/W\b"),
    ("MWh", r"MWh\b"),
    ("kWh", r"(?:kWh|kilowatt[- ]hours?)\b"),
    ("pJ", r"pJ\b"),
    ("mJ", r"(?:mJ|millijoules?)\b"),
    ("kJ", r"(?:kJ|kilojoules?)\b"),
    ("J", r"(?:J|joules?)\b"),
    ("meV", r"meV\b(?!/)"),
    ("eV", r"eV\b(?!/)"),
    *((f"{prefix}Pa", rf"{prefix}Pa\b") for prefix in ("k", "M", "G", "")),
    ("kcal/mol", r"kcal/mol\b"),
    ("mmHg", r"mm\s?Hg\b"),
    ("bpm", r"bpm\b"),
    ("°C", r"(?:°|\\circ\s?|\^\s?\{?\\circ\}?\s?)C\b"),
    ("°", r"(?:°|\^\s?\{?\\circ\}?|degrees?\b|deg\b)"),
    ("rad", r"(?:rad|radians?)\b"),
    ("nats", r"nats?\b"),
    ("bpp", r"(?:bpp|bits?\sper\spixel)\b"),
    ("bits", r"(?:bits?|bpb|bpt|bpc)\b"),
    ("cents", r"cents?\b"),
    ("USD", r"(?:USD|dollars?)\b"),
)
_UNIT = re.compile(
    _GAP + "(?:" + "|".join(f"(?P<u{i}>{p})" for i, (_, p) in enumerate(_UNITS)) + ")"
)
# "12 GB/s", "3 ms/case": not 12 GB, nor 3 ms.
_PER = re.compile(r"(?:/[A-Za-z²]+)+(?![\w/-])")
# Units of a change, which is no rate either.
_OF_CHANGE = ("%", "x", "points")
# "12/15", "12 out of 15": what is counted stays the value, as in 43 of 49 annotated rows without a
# share of their own, and the whole is its unit.
_FRACTIONS = 5
_YEARS = 1900
_WHOLE = re.compile(
    r"[\s$}]{0,2}/[\s$]?(?P<of>\d{1,3}(?:,\d{3}){1,2}|\d{1,6})(?!\d|[.,]\d|\s?[/%\\x×]|-?[A-Za-z])"
    r"|[\s$}]{0,2}\s(?:out\s)?of\s(?:the\s|its\s|all\s)?(?P<out>\d{1,3}(?:,\d{3}){1,2}|\d{1,6})"
    r"(?!\d|[.,]\d|\s?[/%\\x×]|-?[A-Za-z])"
)
_SCALE = re.compile(
    r"[\s~$}\\,]{0,3}(?P<scale>[KkMBTG](?![A-Za-z])|(?:thousand|million|billion|trillion)\b)"
)

_SIZE_AFTER = re.compile(
    r"[\s~$}\\,+-]{0,4}(?:(?:[A-Za-z]+[\s-]){0,2}?(?:param(?:eter)?s?\b|context\b|window\b)"
    r"|(?:bit|shot|layer|way|step|turn|hop|stage|dimensional|dim|head|GPU|node|class|page|round)s?\b)"
)
_LABEL_BEFORE = re.compile(
    r"(?:\b(?:Fig(?:ure|s)?|Tab(?:le)?|Sec(?:tion)?|Eq(?:uation)?|Task|Sub-?[Tt]ask|Stage|Phase|Level|Track|Type|"
    r"Version|Chapter|Part|Theorem|Lemma|Appendix|Algorithm|Layer|Step|Round|Experiment|Study|RQ|"
    r"[Vv]er|GPT|Llama|LLaMA|Qwen|Claude|Gemini|Gemma|Mistral|Phi|Opus|Sonnet|Haiku|Grok|PaLM|"
    r"Vicuna|Imagen|Sora|Veo|Codex|SAM|figure|table|section|layer|stage|task|level|phase)"
    r"s?\.?[\s~-]*|[@#^_]\{?|\bv\.?\s?|\b(?:CC[\s-]BY(?:-[A-Z]{2})*|Apache|GPL)[\s-])$"
)
# "$256\times256$" pixels: all of 34 such numbers in 13,000 abstracts are sizes.
_SIDE = r"[\s${}]{0,4}(?:\\times|×)[\s${}]{0,4}"
_SIDE_AFTER = re.compile(rf"{_SIDE}\d")
_SIDE_BEFORE = re.compile(rf"\d{_SIDE}$")
# "On Tasks 2.1 and 2.2", "Tracks 1, 2, 3, and 4", "layers 8-11": all of 89 such numbers in 40,000
# abstracts are labels; "groups 2, 3, and 4 times larger" have a unit.
_PARTED = r"Day|Week|Month|Year|Grade|Group|Condition|Version|Question|Round|Layer|Step|Sub-?task"
_WHOLES = r"Problem|Task|Table|Section|Theorem|Track|Figure|Level|Stage|Phase"
_PARTS = rf"(?:(?:{_PARTED}|{_WHOLES})s|Studies)[\s~]"
_AND_NEXT = r"(?:,\s(?:(?:and|or|&)\s)?|\s(?:and|or|to|through|&)\s|\s?(?:-{1,2}|–|—|/)\s?)"
_LABEL_LISTED = re.compile(
    rf"\b(?:{_PARTS}\d+(?:\.\d+)?(?:{_AND_NEXT}\d+(?:\.\d+)?)*"
    rf"|(?i:{_PARTS})\d{{1,3}}(?:\.\d)?(?:{_AND_NEXT}\d{{1,3}}(?:\.\d)?)*){_AND_NEXT}$"
)
_NEXT = re.compile(rf"{_AND_NEXT}\d")
_LIST_BEGINS = re.compile(rf"\b(?i:(?:{_PARTED})s|Studies)[\s~]$")
_LIST_GOES_ON = re.compile(
    rf"(?:{_AND_NEXT}\d{{1,3}})++(?![\d.]*\d)(?![\s$}}\\-]{{0,3}}(?:%|[xX×]|times|fold|percent|points))"
)
# "12-, 18-, and 24-month AUCs": all of 18 such numbers in 40,000 abstracts are settings; "8- to
# 24-fold" and "5- and 10-fold" tell how much.
_HANGING = re.compile(
    r"-(?:,\s\d+(?:\.\d+)?-)*,?\s(?:and|or)\s\d+(?:\.\d+)?(?P<of>[\s-][A-Za-z].{0,20})"
)
# A place on a list is no score: of 27 in the annotated papers 21 are no results.
_RANK_BEFORE = re.compile(
    r"(?:\brank(?:s|ed|ing)?|\bplac(?:ed|ing))\s(?:the\s)?#?\s?$", re.IGNORECASE
)
# What a run was set to is no outcome: of 95 such numbers in the annotated papers 1 is a result.
_SET_TO = r"[\s$}{]{0,3}(?:(?:\\in\b|∈)[\s$\\{]*(?:[\d.]+,\s?)*|=[\s${~]*(?:\d+/)?)$"
_SETTING_BEFORE = re.compile(
    r"(?<![\w\\{])(?:"
    r"[{]?(?:\\?(?:varepsilon|epsilon|alpha|beta|gamma|eta|lambda)|[εϵ\u03b1β\u03b3ηλ]|lr|LR)"
    rf"(?:_\{{?\w+\}}?)?{_SET_TO}"
    r"|(?:[Ll]earning[ -]rate|[Bb]atch[ -]size|[Tt]emperature|[Dd]ropout(?:[ -]rate)?|epsilon)s?"
    rf"(?:{_SET_TO}|\s(?:of\s)?$))"
)
# "k = 0.7" may be an agreement; a whole number counts something.
_COUNT_BEFORE = re.compile(rf"(?<![\w\\])[kKNnTLBCmq]{_SET_TO}")
# "Sparsity levels from 12.5% to 37.5%", "depths up to 511": what a run was tried at; all of 54 such
# numbers in 44,000 abstracts.
_TRIED_AT = re.compile(
    r"\b(?:(?P<share>(?:sparsity|noise|corruption|dropout|missingness|mask(?:ing)?|pruning)\s"
    r"(?:levels?|rates?|ratios?))|depths|horizons|tested\sconcurrency|"
    r"(?:energy|temperature|frequency)\srange|contexts|batch\ssizes?|"
    r"(?:context|sequence|prompt|input)\s(?:lengths?|windows?)|"
    r"(?:token|query|compute|call)\sbudgets?)"
    r"\s(?:(?:ranging\s)?from|up\sto|between)\s[\s$~\\]*"
    r"(?:\d[\d.,]*\s?(?:[KMBk]|\\?%|[kMGT]?eV)?[\s$]*(?:to|and|-{1,3}|–)[\s$]*)?$"
)
# "Across input lengths from 71.2 to 62.1 F1".
_SCORED = re.compile(
    r"[^.;,\d]{0,4}(?:(?:to|and)\s[\d.]+\s?)?(?:F1|points?|BLEU|ROUGE|accuracy|m?AP|dB)\b"
)
# "Cohen's k = 0.8", "Cronbach alpha = 0.87", "reliability (alpha = 0.82)".
_MEASURE_OF = re.compile(
    r"(?:['’]s|Cohen|Cronbach|Krippendorff|[Rr]eliability|[Aa]greement|[Cc]onsistency)[\s$\\{(]*$"
)
_MARGIN_BEFORE = re.compile(
    r"(?:\\pm|±|\+/-|\+-|\bpm|plus[\s-](?:or[\s-])?minus)[\s$\\,{]*$|\b[pP]\b[\s$-]*(?:values?\s*)?(?:[<>=≤≥]|\\l[et]q?|\\approx)[\s$~]*$"
    r"|\b[nN]\s*[$]?\s*=\s*[$]?$"
)
# "(t = 2.3, p < 0.05)", "$\chi^2(1) = 16.4$, $p = .01$": of 21 annotated none is a result. The size
# of an effect ("d = 0.4") is one.
_TEST_BEFORE = re.compile(
    r"(?<![\w\\])(?:[tFHUzZ]|(?:\\?chi|χ)\s?(?:\^?\{?2\}?|²))(?:\s?\([\d.,\s]+\))?[\s$]*=[\s$]*$"
)
_TEST_AFTER = re.compile(r"[\s$]*[,;][\s$]*\\?p[\s_$-]*(?:val|[<>=≤≈]|\\l|less)")
_SPREAD_BEFORE = re.compile(
    r"(?:\b(?:std\.?(?:\sdev(?:iation)?s?\.?)?|stdev|s\.d\.|SD|SEM|standard (?:deviation|error)s?"
    r"|variances?(?=\s(?:of|is|was)\b|\s?=))"
    r"|\\sigma|\u03c3)"
    r"(?:\s(?:of|is|was|at|under|below|about|only|around|approximately|less than|just))*"
    r"[\s$~\\=:{<>≤,]*$",
    re.IGNORECASE,
)
_CI_BEFORE = re.compile(
    r"(?:\bCIs?|confidence intervals?|interval)\b[^.;%]{0,6}$|\bCIs?\b[^;]{0,24}$"
    r"|\binterval:?\s[\s$\[(]*[-+−]?\d[\d.]*\s?(?:\\?%)?[\s$]*(?:to|and|,|-{1,3}|–)[\s$]*$"
)
_CI_AFTER = re.compile(r"[\s$]*\\?%[\s-]*(?:CIs?\b|confidence|credible|bootstrap)")
_COUNT_AFTER = re.compile(
    r"[\s~$}\\,+-]{0,3}(?:[A-Za-z][\w/-]*[\s~]){0,3}?(?:problems|questions|tasks|languages|models|LLMs|"
    r"VLMs|MLLMs|datasets|data ?sets|benchmarks|samples|examples|images|videos|participants|people|"
    r"papers|categories|domains|classes|annotators|experts|students|users|patients|scenarios|pairs|"
    r"instances|documents|sentences|trajectories|environments|subjects|templates|prompts|queries|"
    r"agents|tools|types|dimensions|settings|metrics|families|countries|topics|conversations|"
    r"dialogues|GPUs|layers|experts|methods|baselines|components|studies|articles|clips|hours of)\b"
)
_DELTA_BEFORE = re.compile(
    r"\b(?:by|gains? of|improvements? of|increases? of|reductions? of|drops? of|margins? of|"
    r"decrease of)"
    r"(?:\s+(?:up to|as much as|over|about|around|nearly|almost|approximately|more than|at least|"
    r"an?|average|of|roughly|only|just|an average of))*[\s$~\\+\-({]*$",
    re.IGNORECASE,
)
_DELTA_AFTER = re.compile(
    r"^[^.;,]{0,22}?\b(?:improvements?|gains?|increases?|reductions?|drops?|fewer|less|higher|lower|"
    r"faster|more|better|decreases?|worse|cheaper|shorter|smaller|savings?|boosts?|uplift)\b",
    re.IGNORECASE,
)


def unit_after(after: str, before: str = "") -> tuple[str, int] | None:
    """Return the unit that follows a number and how many characters it reaches, or None."""
    packed = packed_unit(before, after)
    if packed is None:
        return _written_unit(after)
    whole = f" {packed[0]}"
    inside = _written_unit(whole)
    return (inside[0], packed[1]) if inside and inside[1] == len(whole) else None


def _written_unit(after: str) -> tuple[str, int] | None:
    found = _UNIT.match(after)
    if not found or not found.lastgroup:
        return None
    unit = _UNITS[int(found.lastgroup[1:])][0]
    per = None if unit in _OF_CHANGE else _PER.match(after, found.end())
    return (unit + per[0], per.end()) if per else (unit, found.end())


def whole_after(before: str, after: str, *, count: int) -> str | None:
    """Return the unit of a count that is told with its whole, such as "of 15", or None.

    Args:
        before: The text before the count.
        after: The text after it.
        count: At most the whole; "2024/2025" is none.
    """
    found = _WHOLE.match(after)
    if not found or before.endswith("/") or unit_after(after[found.end() :]):
        return None
    whole = int((found["of"] or found["out"]).replace(",", ""))
    # "3/4 of them" is a share.
    least = max(count, _FRACTIONS if found["of"] else 2)
    return f"of {whole}" if count < _YEARS and whole >= least else None


def scale_after(after: str) -> tuple[str, int] | None:
    """Return "K", "million" and the like and how many characters it reaches, or None."""
    found = _SCALE.match(after)
    return (found["scale"], found.end()) if found else None


def number_role(
    before: str, after: str, *, value: float, whole: bool, unit: str | None
) -> NumberRole:
    """Say what a number is by its wording.

    Args:
        before: The text before it, at least 40 characters where there are so many.
        after: The text after it.
        value: Its value.
        whole: Whether it is written as a whole number without separators.
        unit: Its unit, or None.
    """
    if any(pattern.search(before) for pattern in (_MARGIN_BEFORE, _CI_BEFORE, _SPREAD_BEFORE)):
        return NumberRole.MARGIN
    if _CI_AFTER.match(after) or (_TEST_AFTER.match(after) and _TEST_BEFORE.search(before)):
        return NumberRole.MARGIN
    if _is_tried_at(before, after, unit) or (unit is None and _is_setting(before, whole=whole)):
        return NumberRole.LABEL
    if whole and (_SIDE_AFTER.match(after) or _SIDE_BEFORE.search(before)):
        return NumberRole.SIZE
    if unit is None:
        if whole and 1950 <= value <= 2039:
            return NumberRole.YEAR
        if _is_label(before, after, whole=whole):
            return NumberRole.LABEL
    if whole and unit in (None, "tokens", "bits") and _SIZE_AFTER.match(after):
        return NumberRole.SIZE
    if whole and unit is None and _COUNT_AFTER.match(after):
        return NumberRole.COUNT
    return NumberRole.OPEN


def _is_label(before: str, after: str, *, whole: bool) -> bool:
    ranks = whole and _RANK_BEFORE.search(before)
    labelled = _LABEL_BEFORE.search(before) or _is_listed(before, after, whole=whole)
    return bool(ranks or labelled or _hangs(after))


def _is_listed(before: str, after: str, *, whole: bool) -> bool:
    """Return whether a number stands in a list of labels: "layers 8-11", "Tasks 2.1 and 2.2"."""
    if whole and _NEXT.match(after):
        begins = _LIST_BEGINS.search(before) or _LABEL_LISTED.search(before)
        return bool(begins and _LIST_GOES_ON.match(after))
    found = _LABEL_LISTED.search(before)
    return found is not None and (whole or "." in found[0])


def _hangs(after: str) -> bool:
    """Return whether a number waits for the unit of a later one, which is a setting's."""
    found = _HANGING.match(after)
    if found is None:
        return False
    unit = _written_unit(found["of"])
    return unit is None or unit[0] not in _OF_CHANGE


def _is_tried_at(before: str, after: str, unit: str | None) -> bool:
    found = None if _SCORED.match(after) else _TRIED_AT.search(before)
    return found is not None and unit != "x" and (unit != "%" or found["share"] is not None)


def _is_setting(before: str, *, whole: bool) -> bool:
    found = _SETTING_BEFORE.search(before) or (_COUNT_BEFORE.search(before) if whole else None)
    return found is not None and not _MEASURE_OF.search(before, 0, found.start())


def kind_hint(before: str, after: str, *, unit: str | None) -> ResultKind:
    """Guess from unit and wording whether a number is a score, a difference or a factor."""
    if unit == "x":
        return ResultKind.RATIO
    if unit == "points" or _DELTA_BEFORE.search(before) or _DELTA_AFTER.search(after):
        return ResultKind.DELTA
    return ResultKind.ABSOLUTE
