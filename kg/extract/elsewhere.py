"""Takes from a result what its number is not of: what is named elsewhere, or other words say so."""

from __future__ import annotations

import re
from collections.abc import Collection

from kg.extract.decode import FoundResult, settled
from kg.extract.findings import Findings
from kg.extract.group import lowered_forms
from kg.extract.places import within
from kg.records import ResultKind
from kg.roles import ROLES
from kg.text.initials import stands_for

# How often it is right to take a thing away: by other words (of 8 to 12 cases of each rule below
# all; the rule of succession makes 0.9 of that), and because it is named later (with 0.4 two rows
# of 1,263 annotated papers change).
_ELSEWHERE = 0.9
UNNAMED = 0.7
# Of 27 benchmarks that only the sentence before names, with a lower chance, 5 are right and 16 rows
# have none; of 40 metrics of any other sentence under 0.85 5 and 18, and of those up to 0.95 half.
_BENCHMARK_BEFORE = 0.7
_METRIC_ELSEWHERE = 0.9
# Only what is said of doing: "a physical trigger" is an attack, "real-world data" may be the
# benchmark's own.
_ROBOT = (
    r"(?:real[- ]world|physical(?:[- ]world)?|real[- ](?:robots?|hardware|machine|vehicle|life)|"
    r"on-robot)\b(?! ?(?:trigger|data|benchmark|dataset))(?:[ -]\w+){0,4}?[ -]"
    r"(?:tasks?|experiments?|deployments?|robots?|scenarios?|trials?|tests?|evaluations?|problem|"
    r"manipulation)\b"
)
_ROBOT_FIRST = re.compile(
    r"\s*(?:(?:Finally|Moreover|Furthermore|Additionally|In addition|Further),? )?"
    rf"(?:(?:On|In|For|During|Across) )?(?:[\w-]+ ){{0,2}}{_ROBOT}",
    re.IGNORECASE,
)
# Characters from a number to words on people and other measures.
_NEAR = 60
# "human-validated" and "human preferences" are about a model's own number.
_YARDSTICK_BEFORE = re.compile(
    r"(?:\b(?:humans?|expert) (?:performance|accuracy|scores?|baseline)"
    r"(?:\s?\(|\s(?:of|at|is|reaches)\s(?:about\s|around\s)?)"
    r"|\b(?:humans|human experts) (?:exceed|reach|achieve|score|attain)s?\s(?:over\s|about\s)?)"
    r"[\s$~\\<>{]*$",
    re.IGNORECASE,
)
# "Better than 90% of experts" and "preferred in 70% by experts" are the model's own.
_YARDSTICK_AFTER = re.compile(
    r"[\s$}\\]*(?:%|percent)[\s$}]*"
    r"(?:(?:accuracy )?(?:for|(?:achieved|reached|scored|obtained) by) (?:the )?(?:human )?"
    r"(?:humans|experts|annotators)\b(?!-)"
    r"|human (?:baseline|performance|accuracy|level)\b|(?:random )?chance\b)",
    re.IGNORECASE,
)
# The signs of correlation, agreement and effect size.
_STRENGTH = re.compile(
    r"(?<![\w\\'’])(?P<sign>[rRdgk]|R\^?\{?2\}?|R²|\\?(?:kappa|rho|eta)|[κ\u03c1η])"
    r"(?:_\{?\w+\}?|\^\{?2\}?|²)?[\s${}]*(?:[=≈<>≤≥]|\\(?:approx|[gl]eq?)\b)[\s$~]*$"
)
_OF_STRENGTH = re.compile(
    r"correlat|agree|kappa|κ|rho|\u03c1|\bR2|R\^|R²|pearson|spearman|cohen|hedges|effect|associat|"
    r"consisten|reliab|coefficient|\b[rRdgk]\b",
    re.IGNORECASE,
)
# "a stability score of", "stronger correlation coefficients (", "consistent quality (mean: ".
_MEASURE = re.compile(
    r"(?P<name>(?:[A-Za-z][\w-]*\s)?"
    r"(?:accurac(?:y|ies)|agreement|alignment|calibration|clarity|coherence|compliance|consistency|"
    r"correctness|correlation|coverage|creativity|distance|diversity|error|faithfulness|fidelity|"
    r"generali[sz]ation|latency|loss|overhead|precision|quality|rate|ratio|recall|robustness|"
    r"satisfaction|score|sensitivity|similarity|specificity|stability|throughput|variance)s?"
    r"(?:\s(?:coefficient|rate|score|value)s?)?)(?:\swith(?:\s[a-z-]+){1,3})?"
    r"(?:\s\((?:(?:mean|average|avg\.?)\b:?\s)?|\s?[:=]\s|\s(?:of|by|to|at|from)\s"
    r"(?:only\s|just\s|up\sto\s|about\s|around\s|over\s|nearly\s)?)[\s$~+\\<>{]*$",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")


def forget_later(found: Findings) -> list[FoundResult]:
    """Return the results without what is first named after their sentence.

    Of 17 such subjects, benchmarks and metrics that the reader points to in 843 annotated papers
    none is right.
    """
    for role in ROLES[:3]:
        found = found.with_results(found.without(role, _is_later, sure=UNNAMED))
    return list(found.results)


def _is_later(found: Findings, result: FoundResult, thing: int) -> bool:
    _, end = found.sentence_with(result)
    return found.groups[thing].spans[0].start >= end


def forget_elsewhere(found: Findings) -> list[FoundResult]:
    """Return the results without unsure benchmarks and metrics of other sentences."""
    out = []
    for result in found.results:
        at = found.sentence_index(found.number_of(result).start)
        _, of_benchmark, of_metric = result.sure
        unsure = of_benchmark < _BENCHMARK_BEFORE and not _is_in(found, at, result.benchmark)
        if unsure and at > 0 and _is_in(found, at - 1, result.benchmark):
            result = settled(result, {"benchmark": None}, sure=1 - of_benchmark)
        unsure = of_metric < _METRIC_ELSEWHERE and not _is_in(found, at, result.metric)
        if unsure and result.metric is not None:
            result = settled(result, {"metric": None}, sure=1 - of_metric)
        out.append(result)
    return out


def _is_in(found: Findings, sentence: int, thing: int | None) -> bool:
    """Whether the sentence of an index names a thing."""
    spans = () if thing is None else found.groups[thing].spans
    return bool(within(spans, found.sentences[sentence]))


def forget_simulated(found: Findings) -> list[FoundResult]:
    """Return the results without the benchmark where they were taken on a real robot or machine.

    "It reaches 97 % on LIBERO. On physical robots, it reaches 61 %." Of 11 such annotated numbers
    none is on a benchmark.
    """
    return found.without("benchmark", _is_on_robot, sure=_ELSEWHERE)


def _is_on_robot(found: Findings, result: FoundResult, benchmark: int) -> bool:
    """Whether a sentence starts with work on a robot and does not name the benchmark."""
    start, end = found.sentence_with(result)
    named = within(found.groups[benchmark].spans, (start, end))
    return not named and _ROBOT_FIRST.match(found.text, start, end) is not None


def forget_yardsticks(found: Findings) -> list[FoundResult]:
    """Return the results without a subject where they are the score of people or of chance.

    "Foo reaches 73 %, far from human performance (97 %)": of 11 such annotated scores none is a
    model's.
    """
    return found.without("subject", _is_yardstick, sure=_ELSEWHERE)


def _is_yardstick(found: Findings, result: FoundResult, _: int) -> bool:
    text, number = found.text, found.number_of(result)
    before = text[max(0, number.start - _NEAR) : number.start]
    return result.kind is ResultKind.ABSOLUTE and bool(
        _YARDSTICK_BEFORE.search(before)
        or _YARDSTICK_AFTER.match(text, number.end, number.end + _NEAR)
    )


def forget_linked(found: Findings) -> list[FoundResult]:
    """Return the results without a measure where the number says how strong a link or effect is.

    "Size correlates with accuracy (r = 0.41)": 0.41 is no accuracy. Of 12 such measures in 5,388
    abstracts, 1,263 of them annotated, none is right.
    """
    return found.without("metric", _is_linked, sure=_ELSEWHERE)


def _is_linked(found: Findings, result: FoundResult, metric: int) -> bool:
    text, number = found.text, found.number_of(result)
    near = max(0, number.start - _NEAR)
    sign = None if number.unit else _STRENGTH.search(text, near, number.start)
    return sign is not None and not any(
        span.start <= sign.start("sign") < span.end
        or _OF_STRENGTH.search(text, span.start, span.end)
        for span in found.groups[metric].spans
    )


def forget_other_measures(found: Findings) -> list[FoundResult]:
    """Return the results without a measure that other numbers have, where they name their own.

    "Foo has an F1 of 71.2 and a stability score of 0.4": 0.4 is no F1. Of 8 such measures in 1,263
    annotated papers none is right, nor of 2 more in others ("a correlation with people of 0.4").
    """
    return found.without("metric", _has_its_own, sure=_ELSEWHERE)


def _has_its_own(found: Findings, result: FoundResult, thing: int) -> bool:
    text, at = found.text, found.number_of(result).start
    metric, (start, _) = found.groups[thing], found.sentence_with(result)
    own = _MEASURE.search(text, max(start, at - _NEAR), at)
    named = within(metric.spans, (start, at))
    if own is None or not named or named[-1].end > own.start("name"):
        return False
    between = text[named[-1].end : own.start("name")]
    other = not _is_form(own["name"].lower(), lowered_forms(text, metric))
    return other and _DIGIT.search(between) is not None


def _is_form(name: str, forms: Collection[str]) -> bool:
    """Whether a measure may be one of some forms: it shares its noun, or one is short for it."""
    nouns = {word.removesuffix("s") for word in name.split()}
    return any(
        stands_for(form, name) or nouns & {word.removesuffix("s") for word in form.split()}
        for form in forms
    )
