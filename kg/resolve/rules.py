"""The rules by which two names are one thing; `same_name` and `resolve` share them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeAlias

from kg.arguments import as_text, brief
from kg.errors import ConfigError
from kg.records import EntityType, Verdict
from kg.resolve.fields import is_foreign
from kg.resolve.forms import Form, entry_key, inner_initials, meanings, objects, usual_type
from kg.resolve.homonyms import long_form, words_before
from kg.resolve.initials import is_initials, same_sense, same_words
from kg.resolve.keys import (
    Key,
    catalogue_entries,
    key_texts,
    spelling_keys,
)
from kg.text import fold, has_name_shape, is_acronym, words
from kg.text.likeness import in_common
from kg.text.names import parse_model_name
from kg.text.presents import heads_title, introduces

Context: TypeAlias = str | tuple[str, str] | None


def make_form(name: str, entity_type: EntityType, *, text: str | None) -> Form:
    """Read from the text what the name stands for there."""
    if entity_type is EntityType.REPO:
        return Form(name, entity_type, text=text)
    if text is None:
        return Form(name, usual_type(Form(name, entity_type)))
    form = Form(
        name,
        entity_type,
        long=long_form(name, text),
        introduced=has_name_shape(name) and introduces(name, text),
        titled=has_name_shape(name) and heads_title(name, text),
        text=text,
    )
    return replace(form, type=usual_type(form))


def form_keys(form: Form) -> tuple[Key, ...]:
    """Return every key of the name, of its long form and of what the catalogue knows of it."""
    keys = list(spelling_keys(form.name, form.group))
    if form.long is not None:
        keys += [
            Key(key.text, "abbreviation defined in the text")
            for key in spelling_keys(form.long, form.group)
        ]
    keys += [Key(entry_key(entry), "catalogue alias") for entry in meanings(form)]
    return tuple(keys)


def same_name(
    a: str,
    b: str,
    *,
    types: tuple[EntityType | str, EntityType | str],
    contexts: tuple[Context, Context] = (None, None),
) -> Verdict:
    """Say whether two names mean one thing, and why.

    Args:
        a: A name as it stands in a paper.
        b: Another.
        types: How their papers read them, e.g. `("Model", "Method")`; `"Other"` is no thing of the
            graph and never the same.
        contexts: For each the text in which it stands: a pair of title and abstract, one string
            with the title in its first line, a sentence, or None.

    Raises:
        ConfigError: A name is no text, the contexts are no two of these, or the types no two of
            the seven.
    """
    as_text("a", a), as_text("b", b)
    if not isinstance(types, (tuple, list)) or len(types) != 2:
        raise ConfigError(f"types {brief(types)} are no pair; give two, one for each name")
    if "Other" in types:
        return Verdict(False, "one of them is no thing of the graph")
    for kind in types:
        if kind not in [known.value for known in EntityType]:
            raise ConfigError(f"type {brief(kind)} is none of {', '.join(EntityType)}")
    if not isinstance(contexts, (tuple, list)) or len(contexts) != 2:
        raise ConfigError(f"contexts {brief(contexts)} are no pair; give two, one for each name")
    left = make_form(a, EntityType(types[0]), text=_text_of(contexts[0]))
    right = make_form(b, EntityType(types[1]), text=_text_of(contexts[1]))
    return compare(left, right)


def _text_of(context: object) -> str | None:
    if context is None or isinstance(context, str):
        return context
    if isinstance(context, (tuple, list)) and len(context) == 2:
        title, abstract = context
        if isinstance(title, str) and isinstance(abstract, str):
            return f"{' '.join(title.split())}\n{abstract}"
    raise ConfigError(
        f"context {brief(context)} is no text; give (title, abstract), a string with the title in "
        "its first line, or None"
    )


def compare(left: Form, right: Form) -> Verdict:
    """Say whether two forms mean one thing, and why."""
    if left.group != right.group:
        return Verdict(False, f"a {left.type} and a {right.type}")
    apart = _two_senses(left, right)
    if apart:
        return Verdict(False, apart)
    shared = _shared_key(left, right)
    if shared:
        return Verdict(True, shared)
    for short, long in ((left, right), (right, left)):
        reason = _abbreviates(short, long)
        if reason:
            return Verdict(True, reason)
    return Verdict(False, _difference(left, right))


def _shared_key(left: Form, right: Form) -> str | None:
    keys = {key.text: key.rule for key in reversed(form_keys(right))}
    for key in form_keys(left):
        if key.text in keys:
            return max(key.rule, keys[key.text], key=_strength)
    return None


_RULES = (
    "same repository",
    "same folded form",
    "same normal form",
    "same parts of a model's name",
    "same words but for prepositions",
    "same words in another order",
    "same words but for endings",
    "catalogue alias",
    "abbreviation defined in the text",
)


def _strength(rule: str) -> int:
    return _RULES.index(rule)


def _two_senses(left: Form, right: Form) -> str | None:
    """Why two equal names are two things, or None."""
    if left.group == "repo":
        return None
    if not _one_spelling(left.name, right.name, left.group):
        return None
    if left.long is not None and right.long is not None:
        both = left.introduced and right.introduced and left.text != right.text
        if same_long(left.long, right.long, group=left.group, strict=both):
            return None
        if _one_entry(left, right):
            return None
        return f"'{left.long}' and '{right.long}'"
    for defined, bare in ((left, right), (right, left)):
        apart = _defines_another(defined, bare)
        if apart:
            return apart
    if not left.introduced or not right.introduced or left.text == right.text:
        return None
    if (left.titled and right.titled) or not _famous(left):
        return "two papers introduce a thing of that name each"
    return None


def _of_another_field(form: Form) -> bool:
    """Whether a name is known and its text speaks of the field of no thing that it can mean."""
    if form.long is not None or form.text is None:
        return False
    known = catalogue_entries(form.name, form.group)
    return bool(known) and all(is_foreign(e, form.name, form.text) for e in known)


def _defines_another(defined: Form, bare: Form) -> str | None:
    """Why what one form is said to be is not what an equal one without a long form means."""
    if _of_another_field(defined) and not _of_another_field(bare):
        return f"'{defined.name}' there is not what '{bare.name}' usually means"
    if (defined.long is not None or defined.introduced) and _known_otherwise(defined, bare):
        return f"'{defined.long or defined.name}' there is not what '{bare.name}' usually means"
    if defined.long is not None and explained_otherwise(bare, [defined.long]):
        return f"'{defined.long}' and other words before '{bare.name}'"
    return None


def explained_otherwise(form: Form, longs: Iterable[str]) -> bool:
    """Whether a form's text explains it by words that no long form has, be it not by letters."""
    if form.long is not None or form.text is None:
        return False
    said = words_before(form.name, form.text)
    return said is not None and not any(in_common(said, long) for long in longs)


def same_long(left: str, right: str, *, group: str, strict: bool = False) -> bool:
    """Whether two long forms of one short form mean one thing.

    Args:
        left: A long form.
        right: Another.
        group: See `group_of`.
        strict: Whether a word more is a thing more.
    """
    if same_words(left, right) or (not strict and same_sense(left, right)):
        return True
    if _one_spelling(left, right, group):
        return True
    return bool(inner_initials(left, right) or inner_initials(right, left))


def _famous(form: Form) -> bool:
    """Whether the catalogue knows the name with one meaning: no later paper introduces it."""
    found = meanings(form)
    return len(found) == 1 and not found[0].ambiguous


def _one_spelling(left: str, right: str, group: str) -> bool:
    return not key_texts(left, group).isdisjoint(key_texts(right, group))


def _one_entry(left: Form, right: Form) -> bool:
    return bool(set(meanings(left)) & set(meanings(right)))


def _known_otherwise(defined: Form, bare: Form) -> bool:
    usual = [entry for entry in meanings(bare) if defined.long is None or objects(entry)]
    return bool(usual) and not set(usual) & set(meanings(defined))


def _abbreviates(short: Form, long: Form) -> str | None:
    """Why one name is the short form of the other, or None."""
    if short.group == "repo":
        return None
    if not _may_be_short(short.name):
        return inner_initials(short.name, long.name)
    if short.long is not None:
        equal = same_words(short.long, long.name) and _same_numbers(short.name, long.name)
        return "abbreviation defined in the text" if equal else None
    if short.introduced or meanings(short) or not is_initials(short.name, long.name):
        return None
    letters = sum(letter.isalpha() for letter in short.name)
    return None if letters < 3 else "initials of the other"


def _may_be_short(name: str) -> bool:
    """One word with two capitals or more, like `XGBoost`."""
    return is_acronym(name) or (
        " " not in name.strip() and sum(letter.isupper() for letter in name) > 1
    )


def numbers(name: str) -> tuple[str, ...]:
    """Return the numbers in a name, sorted."""
    return tuple(sorted(word for word in words(name) if word[0].isdigit()))


def _same_numbers(left: str, right: str) -> bool:
    return not numbers(left) or not numbers(right) or numbers(left) == numbers(right)


def _difference(left: Form, right: Form) -> str:
    """What tells two names apart, for people."""
    if left.group == "system":
        one, two = parse_model_name(left.name), parse_model_name(right.name)
        if fold(one.family) == fold(two.family):
            for part in ("version", "size", "variant", "date"):
                mine, other = getattr(one, part), getattr(two, part)
                if mine != other:
                    return f"{part}: {mine or 'none'} and {other or 'none'}"
    if numbers(left.name) != numbers(right.name):
        return "other numbers"
    return "nothing says that they are one"
