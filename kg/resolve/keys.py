"""Keys of a name: two names can be one thing only where they share a key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.catalogue import CatalogueEntry, load_catalogue
from kg.records import EntityType
from kg.resolve.endings import ending_key
from kg.resolve.initials import is_initials, without_plural
from kg.resolve.makers import is_common_word, without_maker
from kg.resolve.wording import metric_words, names_act, task_key, task_words
from kg.text import MINOR_WORDS, clean, fold, has_name_shape, join, singular, words
from kg.text.names import VARIANTS, pieces
from kg.text.repos import repo_key

_ARTICLE = re.compile(r"\s*(?:the|an?)\s", re.IGNORECASE)
# A-LSTM is attentional, A-RAG agentic: no article.
_GLUED = re.compile(r"\s*a-\w", re.IGNORECASE)
# Not "to", which tells text-to-image from text image, and no verb.
_FUNCTION_WORDS = MINOR_WORDS - {"to", "at", "is"}

# Nouns that only say what kind of thing the name before them is. Those of the second table are
# dropped only where the catalogue knows the rest or the rest is written like a name.
_HEADS = {
    "system": ("algorithm", "method", "approach", "technique", "framework"),
    "data": ("dataset", "benchmark", "corpus", "leaderboard", "suite"),
    "metric": ("score", "metric", "rating", "value"),
    "task": ("task", "problem", "system", "operation"),
}
_WEAK_HEADS = {
    "system": (
        *("prompting", "model", "network", "architecture", "mechanism", "series", "simulator"),
        "api",
    ),
    "data": ("challenge", "data", "simulator"),
    "metric": ("coefficient", "index", "rate"),
    "task": (),
}
_SYNONYMS = {
    "system": {"llm": "large language model"},
    "metric": {"acc": "accuracy", "avg": "average"},
}
_AT_LETTER = {"p": "precision", "r": "recall", "prec": "precision", "hit": "hits", "h": "hits"}
_SPLIT_WORDS = {
    "dev": "dev",
    "development": "dev",
    "val": "val",
    "valid": "val",
    "validation": "val",
    "test": "test",
    "train": "train",
    "training": "train",
}
# Test time is when a model infers; but ITI is no intervention on concepts.
_BOTH_TIMES: tuple[list[str], ...] = ([], ["intervention"])
_TO = re.compile(r"(?<=[A-Za-z])2(?=[A-Z]{2}|[A-Z][a-z]|[a-z]{3})")
# `pi` is not PI: so short a name means something only in capitals.
_SHORTEST = 2
# `GATs` are several GAT, and not GATS; `ViTs` no VITS.
_ACRONYMS = re.compile(r"[A-Za-z][A-Z]s$")
_BARE_POINT = re.compile(r"(?<![\d])\.(?=\d)")
# Tokens a second are no tokens.
_PER_SECOND = re.compile(r"\s?/\s?s(?:ec)?(?![^\W_])", re.IGNORECASE)
_API_VERSION = re.compile(r"(?<=[a-z][-\s])(\d)-(\d)(?=[-\s]|$)")
_BRACKETED = re.compile(r"(?<!\s)\s*\(([^()\s]{1,20})\)")
# More words and letters than a short form stands for.
_WORDS_BEFORE, _LETTERS_BEFORE = 16, 400


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a name and the rule that made it."""

    text: str
    rule: str


@lru_cache(maxsize=1 << 12)
def without_bracketed_acronym(name: str) -> str:
    """Return a name without the short form of the words before it: both say one thing.

    `Chain-of-Thought (CoT) prompting` is chain-of-thought prompting. Of 70 such names in 4,125
    abstracts all are.
    """
    for match in _BRACKETED.finditer(name) if "(" in name else ():
        inner, start = match.group(1), match.start()
        short = without_plural(inner)
        before = name[max(0, start - _LETTERS_BEFORE) : start].split()[-_WORDS_BEFORE:]
        if any(is_initials(short, " ".join(before[at:])) for at in range(len(before))):
            return " ".join(name[:start].split()) + name[match.end() :]
    return name


def _tokens(name: str, group: str) -> tuple[str, ...]:
    """Words of the name as the group spells them."""
    text = clean(name)
    found = list(words(text))
    if group == "data":
        return tuple(_short_year(word) for word in found)
    if group == "metric":
        return _metric_tokens(text, found)
    return tuple(found)


def _short_year(word: str) -> str:
    return word[2:] if len(word) == 4 and word.isdigit() and "2000" <= word <= "2029" else word


def _metric_tokens(text: str, found: list[str]) -> tuple[str, ...]:
    cutoff = "@" in text or " at " in text
    if "." in text or "/" in text:
        found = list(words(_BARE_POINT.sub("0.", _PER_SECOND.sub(" per second", text))))
    result: list[str] = []
    for word in found:
        if re.fullmatch(r"0\.\d+", word):
            word = (word[2:] + "0")[:2]
        elif cutoff and not result and word in _AT_LETTER:
            word = _AT_LETTER[word]
        if word != "at":
            result.append(word)
    return tuple(result)


def _plain_split(tokens: list[str]) -> list[str]:
    """`development set` at the end is `dev`, and so for the other splits."""
    if len(tokens) > 2 and tokens[-1] in ("set", "split") and tokens[-2] in _SPLIT_WORDS:
        tokens = tokens[:-1]
    return [*tokens[:-1], _SPLIT_WORDS.get(tokens[-1], tokens[-1])] if tokens else tokens


def _singulars(name: str, tokens: list[str]) -> list[str]:
    if "S" not in name:
        return [singular(token) for token in tokens]
    capital_s = {word.lower() for word in re.findall(r"\w+S\b", clean(name))}
    return [token if token in capital_s else singular(token) for token in tokens]


def _synonyms(tokens: list[str], group: str) -> list[str]:
    table = _SYNONYMS.get(group, {})
    result: list[str] = []
    for token in tokens:
        if len(tokens) > 1:
            result.extend(table.get(token, token).split())
        else:
            result.append(token)
    return result


def _without_head(tokens: list[str], *, name: str, group: str) -> list[str]:
    head, rest = tokens[-1:], tokens[:-1]
    bare = bool(rest) and head[0] in _HEADS[group]
    weak = bool(rest) and head[0] in _WEAK_HEADS[group]
    if weak and clean(name).split()[-1].istitle() and len(rest) > 1:
        weak = False  # a capital makes it part of the name: Gaussian Splatting Network
    if not bare and not weak:
        return tokens
    if group == "task" and head[0] in ("system", "operation") and not names_act(rest):
        return tokens
    if _are_two(tokens, rest, group):
        return tokens
    # With 2 the human preference score would be human preference.
    count = len(re.findall(r"[^\s\-]+", clean(name))) - 1
    stem = " ".join(clean(name).split()[:-1])
    named = has_name_shape(stem) if stem else False
    if bare and (named or count >= 3 or group in ("data", "task")) and _says_something(rest):
        return rest
    # Video diffusion is done by video diffusion models.
    return rest if rest[-1] == "diffusion" or _known(rest, group, head=head[0]) else tokens


def _are_two(tokens: list[str], rest: list[str], group: str) -> bool:
    """Whether the catalogue has a name with its head and one without it as two things."""
    keyed = load_catalogue().keyed
    with_head, without = (
        {entry.name for entry in keyed(join(words), group=group)} for words in (tokens, rest)
    )
    return bool(with_head and without) and not with_head & without


def _says_something(tokens: list[str]) -> bool:
    return any(len(token) > 1 for token in tokens)


def _known(tokens: list[str], group: str, *, head: str) -> bool:
    """Whether the catalogue knows a name without its head, and not as one of another head.

    Hallucination is measured by its rate: a hallucination score is another metric.
    """
    found = load_catalogue().keyed(join(tokens), group=group)
    rate = group == "metric" and head != "rate"
    return any(not e.ambiguous and not (rate and e.name.endswith(" rate")) for e in found)


def _normal(name: str, group: str) -> list[str]:
    """The words of a name without all that changes nothing."""
    bare = without_bracketed_acronym(name)
    spelled = bare
    if "2" in bare and group in ("system", "task"):
        spelled = _TO.sub(" to ", clean(bare))
    tokens = list(_tokens(spelled, group))
    if len(tokens) > 1 and _ARTICLE.match(spelled):
        tokens = tokens[1:]
    tokens = _singulars(spelled, tokens)
    if group == "data":
        tokens = _plain_split(tokens)
    whole = tokens
    # A maker is written like a name: meta-prompting is not Meta's.
    if (group == "system" or " " in spelled) and not spelled.islower():
        tokens = without_maker(tokens, group=group)
    plain = _without_head(tokens, name=spelled, group=group)
    if tokens is not whole and is_common_word(plain, name=spelled, group=group):
        plain = _without_head(whole, name=spelled, group=group)
    tokens = _expanded(_synonyms(plain, group), name=spelled, group=group)
    if group == "metric":
        return metric_words(tokens)
    return task_words(tokens) if group == "task" else tokens


def _expanded(tokens: list[str], *, name: str, group: str) -> list[str]:
    """Spell out well-known short forms inside a longer name (`multi-hop QA`)."""
    if len(tokens) < 2 or group not in ("task", "system"):
        return tokens
    if tokens[:2] == ["inference", "time"] and tokens[2:] not in _BOTH_TIMES:
        tokens = ["test", *tokens[1:]]
    capitals = {word.lower() for word in re.findall(r"\b([A-Z][A-Za-z]*[A-Z])s?\b", clean(name))}
    table = _long_forms()
    result: list[str] = []
    for token in tokens:
        long = table.get(token) if token in capitals else None
        result.extend(long or (token,))
    return result


@lru_cache(maxsize=1)
def _long_forms() -> dict[str, tuple[str, ...]]:
    """Short forms of tasks and methods that have one meaning, with their words."""
    found: dict[str, tuple[str, ...]] = {}
    several: set[str] = set()
    for entry in load_catalogue().entries:
        if entry.type not in (EntityType.TASK, EntityType.METHOD):
            continue
        names = (entry.name, *entry.aliases)
        shorts = {words(n)[0] for n in names if n.isupper() and len(words(n)) == 1}
        longs = [words(n) for n in names if len(words(n)) > 1 and not n.isupper()]
        for short in shorts if longs else ():
            if short in found or entry.ambiguous:
                several.add(short)
            found[short] = tuple(singular(word) for word in longs[0])
    return {short: long for short, long in found.items() if short not in several}


def _ordered(name: str) -> str | None:
    """Key of a model's name in which the order of the parts does not count."""
    text = _API_VERSION.sub(r"\1.\2", clean(name).lower())
    found = pieces(text)
    if not any(letter.isdigit() for letter in "".join(found)):
        return None
    if len(found) > 1 and found[0] in ("gpt", "chatgpt") and re.match(r"o\d", found[1]):
        found = found[1:]
    elif len(found) > 1 and found[0] == "chatgpt":
        found[0] = "gpt"
    rest = without_maker(found, group="system")
    if any(re.match(r"\d+(\.\d+)?b$", piece) for piece in rest):
        rest = [piece for piece in rest if not re.match(r"a\d+(\.\d+)?b$", piece)]
    parts = [_part(piece) for piece in rest]
    return "~" + " ".join(sorted(parts))


def _part(piece: str) -> str:
    piece = re.sub(r"^v(?=\d)", "", piece)
    while piece.endswith(".0"):
        piece = piece[:-2]
    return VARIANTS.get(piece, piece)


@lru_cache(maxsize=1 << 18)
def spelling_keys(name: str, group: str) -> tuple[Key, ...]:
    """Return the keys of a name's spelling, the strictest first.

    Args:
        name: A surface form.
        group: See `group_of`; the rules differ by it.
    """
    if group == "repo":
        return (Key(repo_key(name), "same repository"),)
    found = {}
    for text, rule in _spellings(name, group):
        if text and text not in found:
            found[text] = Key(text, rule)
    return tuple(found.values())


@lru_cache(maxsize=1 << 18)
def key_texts(name: str, group: str) -> frozenset[str]:
    """Return the texts of a name's keys."""
    return frozenset(key.text for key in spelling_keys(name, group))


def atom_key(name: str, group: str) -> str:
    """Return the key that names share which are one string to the resolver."""
    keys = spelling_keys(name, group)
    return keys[0].text if keys else name


def _spellings(name: str, group: str) -> list[tuple[str, str]]:
    normal, whole = _normal(name, group), list(_tokens(name, group))
    rows = [(join(normal), "same normal form")]
    if group == "metric" or not _ACRONYMS.search(clean(name)):
        rows.insert(0, (join(whole), "same folded form"))
    # No name ends in one: SMPL-A is another than SMPL.
    content = [
        token
        for at, token in enumerate(normal[:-1])
        if token not in _FUNCTION_WORDS or (not at and _GLUED.match(name))
    ]
    content += normal[-1:]
    # Of two words "policy distillation" would be on-policy distillation.
    if len(content) >= 3 and not any(word[0].isdigit() for word in normal):
        rows.append(("~" + join(content), "same words but for prepositions"))
    if group == "task":
        other = task_key(normal, plural=name.endswith(("s", "S")))
        rows.append((f"~{other}~~" if other else "", "same words in another order"))
    if group == "system":
        rows.append((_ordered(name) or "", "same parts of a model's name"))
    if group in ("system", "task") and (" " in name or not has_name_shape(name)):
        # A maker's product is no common act: Cohere Rerank.
        stems = ending_key(normal) if without_maker(whole, group=group) is whole else None
        rows.append((f"~{stems}~" if stems else "", "same words but for endings"))
    return rows


@lru_cache(maxsize=1)
def _entry_index() -> dict[tuple[str, str], tuple[CatalogueEntry, ...]]:
    index: dict[tuple[str, str], list[CatalogueEntry]] = {}
    for entry in load_catalogue().entries:
        implied = [f"{entry.name} {detail}" for detail in entry.implied]
        if entry.kind == "release" and len(entry.sizes) == 1:
            implied.append(f"{entry.name} {entry.sizes[0]}")
        for name in (entry.name, *entry.aliases, *implied):
            for key in spelling_keys(name, entry.group):
                found = index.setdefault((entry.group, key.text), [])
                if entry not in found:
                    found.append(entry)
    return {key: tuple(found) for key, found in index.items()}


@lru_cache(maxsize=1 << 18)
def catalogue_entries(name: str, group: str) -> tuple[CatalogueEntry, ...]:
    """Return the catalogue's entries that a name can mean, by its strictest key that hits."""
    if group == "repo" or (name.islower() and len(name.strip()) <= _SHORTEST):
        return ()
    index = _entry_index()
    for text in (*(key.text for key in spelling_keys(name, group)), fold(name)):
        found = tuple(e for e in index.get((group, text), ()) if _as_written(e, name, text))
        if found:
            exact = [entry for entry in found if _spells(entry.name, text, entry.group)]
            return tuple(exact) if len(exact) == 1 and not exact[0].ambiguous else found
    return ()


def _as_written(entry: CatalogueEntry, name: str, key: str) -> bool:
    """Whether a name may be the entry's: `anchor` and `Drop` are words, `ANCHOR` is none."""
    plain = clean(name)
    if not entry.words or plain in entry.words or not plain[1:].islower():
        return True
    return not any(_spells(word, key, entry.group) for word in entry.words)


def _spells(name: str, key: str, group: str) -> bool:
    return key in key_texts(name, group)
