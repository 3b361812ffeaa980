"""The names nearest to what nothing carries: slips of the pen, names within it, longer ones."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from kg.graph.typed import is_kind
from kg.ids import title_test
from kg.text import words

MOST_CANDIDATES = 5
# difflib looks at these at most; a nearer name shares the first letters or a word.
_POOL = 2_000
_SHORT = 3
# How like a name with a slip of the pen is to the right one.
_SLIP = 0.85
# Of 300 names of 4,125 abstracts with one or two slips 279 are found among the nearest, as many as
# with 0.5; of 20 names of other fields 39 are near so, 69 with that.
_NEAR = 0.6
# In a short word a slip weighs more: two letters that changed places leave 0.83 of policy.
_SLIP_IN_WORD = 0.8
_LONG = re.compile(r"(?<![^\W\d_])(?<![^\W\d_]['’])[^\W\d_]{5,}")
# No text has a longer name to look for.
LONGEST = 200
# Words of a name that a longer one contains, at most.
_MOST_WORDS = 8


def nearest(name: str, names: Sequence[str]) -> list[str]:
    """Return longer names that start with this one, then names with nearly its letters.

    Before those of which fewer letters fit stand the names that it contains, word by word: of
    "COCO 2017" COCO.
    """
    lower, heads = name.lower(), {word[:3] for word in name.lower().split()}
    longer = [known for known in names if lower and known.lower().startswith(lower)]
    pool: dict[str, str] = {}
    for known in names:
        if len(pool) >= _POOL:
            break
        one = known.lower()
        if any(head in one for head in heads) or is_slip(lower, one):
            pool.setdefault(one, known)
    # Of three letters every other acronym is near: VLM is no slip of vLLM.
    is_short = len(lower) <= _SHORT and len(longer) > 1
    near = [] if is_short else difflib.get_close_matches(lower, pool, MOST_CANDIDATES, _NEAR)
    slips = [] if is_short else difflib.get_close_matches(lower, near, n=2, cutoff=_SLIP)
    close = [*(pool[one] for one in slips), *contained(name, names), *(pool[one] for one in near)]
    found = dict.fromkeys([*longer[:2], *close, *longer])
    return list(found)[:MOST_CANDIDATES]


def slips(name: str, forms: Iterable[str]) -> list[str]:
    """Return two forms of which a name is a slip of the pen; a short one may be another name.

    First comes what has two letters side by side in the other order: of GTP-4o GPT-4o.
    """
    lower = name.lower()
    if len(lower) <= _SHORT:
        return []
    swapped = {
        lower[:at] + lower[at + 1] + lower[at] + lower[at + 2 :]
        for at in range(len(lower) - 1)
        if len(lower) <= LONGEST and lower[at : at + 2].isalpha()
    }
    near = [form for form in forms if is_slip(lower, form.lower())]
    found = [form for form in near if form.lower() in swapped and form.lower() != lower]
    found += (
        form for form in near if difflib.SequenceMatcher(None, lower, form.lower()).ratio() >= _SLIP
    )
    return list(dict.fromkeys(found))[:2]


def respelt(name: str, names: Iterable[str], *, is_there: Callable[[str], bool]) -> str:
    """Return a name with each long word that nothing has as the one it is a slip of, if any.

    Args:
        name: As a person types it, `image segmenttion`.
        names: Those of which the words may be meant, the likeliest first.
        is_there: Whether a word that no name has is one of a text: beats is no slip of BraTS.
    """
    known = dict.fromkeys(word for one in names for word in _LONG.findall(one.lower()))

    def mended(found: re.Match[str]) -> str:
        typed = found[0].lower()
        if typed in known or len(name) > LONGEST:
            return found[0]
        near = [word for word in known if is_slip(typed, word)]
        like = {word: difflib.SequenceMatcher(None, word, typed).ratio() for word in near}
        # Of those as near it is the first: who types kitty means KITTI, no MITTY of one paper.
        meant = max(like, key=lambda word: like[word], default=typed)
        right = like.get(meant, 0) >= _SLIP_IN_WORD and not is_there(typed)
        return meant if right else found[0]

    return _LONG.sub(mended, name)


def contained(longer: str, names: Sequence[str]) -> list[str]:
    """Return two names that a longer one has as words of its own, of most words, then the first."""
    parts = words(longer)
    spans = {
        parts[start:end]: start
        for end in range(len(parts), 0, -1)
        for start in range(max(0, end - _MOST_WORDS), end)
    }
    heads = {one[0][0] for one in spans}
    found: dict[tuple[str, ...], str] = {}
    for known in names:
        if len(known) > 1 and known[0].lower() in heads and not is_kind(known):
            span = words(known)
            if span in spans and span != parts:
                found.setdefault(span, known)
    best: list[tuple[str, ...]] = []
    for span in sorted(found, key=lambda one: (-len(one), spans[one])):
        # In "GPT-4o next" lies GPT-4o, and in that no further name.
        if not any(set(span) <= set(one) for one in best):
            best.append(span)
    return [found[span] for span in best[:2]]


def nearest_titles(text: str, titles: Sequence[str]) -> list[str]:
    """Return titles with a word that starts so, then those with nearly its letters.

    Before its colon a title has the name of what it presents: that may be meant, too.
    """
    begun = [*filter(title_test(text, begun=True), titles)]
    heads = {head: title for title in titles if (head := title.partition(":")[0]) != title}
    near = (heads.get(one, one) for one in nearest(text, [*heads, *titles]))
    return list(dict.fromkeys([*begun, *near]))[:MOST_CANDIDATES]


def is_slip(one: str, other: str) -> bool:
    """Whether two names have the same letters but for one left out, doubled or mistaken."""
    if abs(len(one) - len(other)) > 1:
        return False
    shared = sum((Counter(one) & Counter(other)).values())
    return shared >= max(len(one), len(other)) - 1
