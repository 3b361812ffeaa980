"""From the reader's labels to the names that they mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from kg.extract.decode import LABELS, TYPES
from kg.extract.encode import Floats, Ints, Pieces
from kg.extract.group import Span
from kg.extract.heads import softmax
from kg.records import EntityType

# Scores of a place where nothing but the label outside can stand.
_NOTHING = np.array([0.0] + [-1e9] * (LABELS - 1), np.float32)
# Words of a name that is no longer than most.
_SHORT_RUN = 16
_EDGE_MARKS = " \n\t-–,;:/"
_GENITIVE = ("'s", "’s")
_STAR = re.compile(r"\*(?![\w*\n])")
_TORN = re.compile(r"(?P<short>[^()]+)\)(?P<rest>[\s-][^()]*)")
_VERSION = re.compile(r"[\s-]v?\d")
_OPENS = re.compile(r"\s?\(")
# The longest of 108,441 annotated names and mentions has 127 characters. A row of nothing but
# capitals is none, and rules that try each part of a name would take the square of its length.
_LONGEST_NAME = 200
# Characters of an emphasis, at most.
_EMPHASIS = 100
# The number of what a text lists next: "… in Foo. 2) We …".
_NEXT_NUMBER = re.compile(r"[.;:,]\s+\(?\d{1,2}\Z")
_DOLLAR = re.compile(r"(?<!\\)\$")
_STAR_BEFORE = re.compile(r"(?<![\w*])\*(?=\w)[^*\n]{0,80}\Z")


def _best_labels(scores: Floats) -> Ints:
    """Return the best legal label of each piece (Viterbi: a name goes on only in its own type).

    Args:
        scores: Logarithms of chances, one row a piece.
    """
    labels = np.zeros(len(scores), np.int64)
    # Between pieces that are surely outside, nothing depends on anything else.
    busy = np.flatnonzero(scores[:, 0] < np.log(0.9995))
    if not busy.size:
        return labels
    breaks = np.flatnonzero(np.diff(busy) > 1) + 1
    firsts = busy[np.concatenate([[0], breaks])]
    widths = np.diff(np.concatenate([[0], breaks, [busy.size]]))
    # Runs of about one length go side by side, and all the short ones.
    order = np.argsort(widths, kind="stable")
    sizes = np.log2(np.maximum(widths[order], _SHORT_RUN)).astype(int)
    for some in np.split(order, np.flatnonzero(np.diff(sizes)) + 1):
        width = int(widths[some].max())
        rows = firsts[some][:, None] + np.arange(width)
        inside = np.arange(width) < widths[some][:, None]
        # Behind a run's end all is outside, which no path within it depends on.
        padded = np.where(inside[:, :, None], scores[np.where(inside, rows, 0)], _NOTHING)
        labels[rows[inside]] = _best_runs(padded)[inside]
    return labels


def word_starts(pieces: Pieces) -> Ints:
    """Return the pieces at which a word begins; marks are words of their own."""
    text = pieces.text
    return np.array(
        [
            n
            for n, start in enumerate(pieces.starts.tolist())
            if n == 0 or not (text[start].isalnum() and text[start - 1].isalnum())
        ],
        np.int64,
    )


def word_labels(scores: Floats, starts: Ints) -> Ints:
    """Return the best legal label of each piece where a word belongs to one name or to none.

    Args:
        scores: Logarithms of chances, one row a piece.
        starts: Pieces at which a word begins; the first is 0.
    """
    widths = np.diff(np.append(starts, len(scores)))
    words = np.add.reduceat(scores, starts, axis=0)
    begun = scores[starts]
    # A name that begins with a word goes on within it.
    words[:, 1::2] = words[:, 2::2] + begun[:, 1::2] - begun[:, 2::2]
    words /= widths[:, None]
    spread = np.repeat(_best_labels(words), widths)
    within = np.ones(len(scores), bool)
    within[starts] = False
    labels: Ints = spread + ((spread % 2 == 1) & within)
    return labels


def _best_runs(scores: Floats) -> Ints:
    """Viterbi over runs of one width at once; scores of shape (runs, width, labels)."""
    runs, width = scores.shape[:2]
    total = scores[:, 0].copy()
    total[:, 2::2] = -np.inf
    back = np.zeros(scores.shape, np.int64)
    first = np.arange(1, LABELS, 2)
    for step in range(1, width):
        begins, goes_on = total[:, 1::2], total[:, 2::2]
        back[:, step] = total.argmax(axis=1, keepdims=True)
        back[:, step, 2::2] = first + (goes_on > begins)
        moved = np.repeat(total.max(axis=1, keepdims=True), LABELS, axis=1)
        moved[:, 2::2] = np.maximum(begins, goes_on)
        total = moved + scores[:, step]
    path = np.zeros((runs, width), np.int64)
    path[:, -1] = total.argmax(axis=1)
    every = np.arange(runs)
    for step in range(width - 1, 0, -1):
        path[:, step - 1] = back[every, step, path[:, step]]
    return path


def tag_spans(
    pieces: Pieces, tags: Floats, *, outside: float, masked: Sequence[tuple[int, int]] = ()
) -> list[Span]:
    """Return the names that the tags mark, in order.

    Args:
        pieces: The text in pieces.
        tags: The encoder's label scores, one row a piece.
        outside: Added to the score of the label outside.
        masked: Character spans in which nothing is a name (URLs, found by rule).
    """
    if not len(tags):
        return []
    shifted = tags.copy()
    shifted[:, 0] += outside
    shifted[:, 1 + 2 * TYPES.index(EntityType.REPO) :] = -30.0
    for start, end in masked:
        inside = pieces.at[start:end]
        shifted[inside[inside >= 0], 1:] = -30.0
    chances = softmax(shifted)
    labels = word_labels(np.log(chances + 1e-9), word_starts(pieces))
    sure = np.log(chances[np.arange(len(labels)), labels])
    spans: list[Span] = []
    for first, last in _runs(labels):
        kind = TYPES[(int(labels[first]) - 1) // 2]
        confidence = float(np.exp(sure[first : last + 1].mean()))
        start, end = whole_words(pieces.text, int(pieces.starts[first]), int(pieces.ends[last]))
        # Two names in one word become the first of them.
        free = not spans or start >= spans[-1].end
        if free and start < end <= start + _LONGEST_NAME:
            spans.append(Span(start, end, kind, confidence))
    return with_short_forms(pieces.text, spans)


def with_short_forms(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the names without torn brackets: "SF) search" of "Long Form (SF) search".

    No annotated name is torn so. Where the text has "SF search" or "long form search", too, or a
    version stands behind the bracket, all is one name, else long and short form are.

    Args:
        text: The text.
        spans: Names in order, without overlaps.
    """
    out: list[Span] = []
    folded = text.casefold()
    for span in spans:
        torn = _TORN.fullmatch(text, span.start, span.end)
        if torn is None or not text.startswith("(", span.start - 1):
            out.append(span)
            continue
        before = out[-1] if out and _OPENS.fullmatch(text, out[-1].end, span.start) else None
        long = text[before.start : before.end] if before else ""
        if before and _is_whole(folded, (torn["short"], long), torn["rest"]):
            sure = max(span.confidence, before.confidence)
            out[-1] = replace(span, start=before.start, confidence=sure)
        else:
            out.append(replace(span, end=torn.end("short")))
    return out


def _is_whole(folded: str, forms: tuple[str, str], rest: str) -> bool:
    """Say whether a folded text goes on from a form as from its bracket, or a version follows."""
    wholes = (re.escape(f"{form}{rest}".casefold()) for form in forms)
    return _VERSION.match(rest) is not None or any(
        re.search(rf"(?<!\w){whole}(?!\w)", folded) for whole in wholes
    )


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span that cuts no word: a word mostly inside comes in, one mostly outside goes.

    Hyphens, slashes, white space and a genitive's ending at the edges go, too; the span may end up
    empty. But links, no annotated name ends so. None of 50,718 annotated mentions goes on from the
    title into the abstract; in a text of more lines a name may go on in the next.
    """
    border = text.find("\n", start, end)
    if border > start and "\n" not in f"{text[:start]}{text[border:].strip()}":
        end = border
    start, end = _word_edge(text, start, end, edge=start), _word_edge(text, start, end, edge=end)
    start, end = _whole_maths(text, *_trimmed(text, start, end))
    # "roll)" of "(pitch and roll)".
    if text[end - 1 : end] == ")" and "(" not in text[start:end]:
        end -= 1
    # "W2P(h" of "W2P(h)": a bracket that opens inside closes inside.
    if text[end : end + 1] == ")" and text.count("(", start, end) > text.count(")", start, end):
        end += 1
    # "NeuralA*, which": of 16 annotated names before such a star 15 hold it. One that closes what
    # another opens ("*early exit*"), or ends the title, is a mark.
    if (
        _STAR.match(text, end)
        and text[end - 1].isalnum()
        and not _STAR_BEFORE.search(text, max(0, end - _EMPHASIS), end)
    ):
        end += 1
    return start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE_MARKS:
        start += 1
    while end > start and text[end - 1] in f"{_EDGE_MARKS}(":
        end -= 1
    number = _NEXT_NUMBER.search(text, start, end) if text.startswith(")", end) else None
    end = number.start() if number else end
    return start, end - 2 if text[start:end].endswith(_GENITIVE) else end


def _whole_maths(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span that holds both dollars of a pair or none.

    Of annotated names that TeX sets whole ("$R^2$") 74 of 90 hold both; where more follows
    ("$R^2 = 0.9$") 25 of 27 hold neither. A pair that opens inside a name ("Cohen's $d = 0.2$")
    stays open.
    """
    if len(_DOLLAR.findall(text, start, end)) % 2 == 0:
        return start, end
    if text.startswith("$", end):
        return start, end + 1
    if text[start] == "$":
        return _trimmed(text, start + 1, end)
    if text[start - 1 : start] == "$":
        return start - 1, end
    return _trimmed(text, start, end - 1) if text[end - 1] == "$" else (start, end)


def _word_edge(text: str, start: int, end: int, *, edge: int) -> int:
    """Return the edge, moved to the nearer end of the word that it cuts."""
    if not 0 < edge < len(text) or not (text[edge - 1].isalnum() and text[edge].isalnum()):
        return edge
    left, right = edge, edge
    while left > 0 and text[left - 1].isalnum():
        left -= 1
    while right < len(text) and text[right].isalnum():
        right += 1
    inside = min(right, end) - max(left, start)
    takes_in = 2 * inside >= right - left
    if edge == start:
        return left if takes_in else right
    return right if takes_in else left


def _runs(labels: Ints) -> list[tuple[int, int]]:
    runs = []
    written = labels.tolist()
    for first, label in enumerate(written):
        if label % 2 == 1:
            last = first
            while last + 1 < len(written) and written[last + 1] == label + 1:
                last += 1
            runs.append((first, last))
    return runs


def every_occurrence(
    text: str, spans: Sequence[Span], *, masked: Sequence[tuple[int, int]] = ()
) -> list[Span]:
    """Add the untagged occurrences of each tagged string, with its best type and confidence.

    An occurrence that overlaps a tagged name belongs to that name.

    Args:
        text: The text.
        spans: The names in it.
        masked: Character spans in which nothing is a name.
    """
    best: dict[str, Span] = {}
    taken = np.zeros(len(text) + 1, bool)
    for start, end in masked:
        taken[start:end] = True
    out = [span for span in spans if not taken[span.start : span.end].any()]
    for span in out:
        form = text[span.start : span.end]
        if form not in best or span.confidence > best[form].confidence:
            best[form] = span
    for span in out:
        taken[span.start : span.end] = True
    for form in sorted(best, key=lambda f: (-len(f), f)):
        for start in _occurrences(text, form):
            end = start + len(form)
            if not taken[start:end].any():
                taken[start:end] = True
                out.append(replace(best[form], start=start, end=end))
    return sorted(out)


def _occurrences(text: str, form: str) -> list[int]:
    found = []
    start = text.find(form)
    while start >= 0:
        end = start + len(form)
        if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
            found.append(start)
        start = text.find(form, end)
    return found
