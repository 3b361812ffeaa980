"""A rule that changes needs a new version, or a refresh passes over what the old one read."""

from __future__ import annotations

import json

import pytest

from tests import rules
from tests.rule_effects import Effect, effects
from tests.rule_effects import rules as rules_to_leave_out
from tests.rules import VERSIONS, changed, complaint, digest, found_rules, read_note

RULE = (
    'import re\n\n_WORD = re.compile(r"foo")\n\n\ndef find(text):\n    return _WORD.search(text)\n'
)
NOTED = {"version": "1", "modules": {"kg/a.py": "x", "kg/b.py": "y"}}


@pytest.mark.parametrize("package", VERSIONS)
def test_the_rules_are_those_of_their_version(package):
    said = complaint(package, read_note()[package], found_rules(package))
    assert said is None, said


@pytest.mark.parametrize("package", VERSIONS)
def test_all_rules_of_a_package_and_what_it_leans_on_are_noted(package):
    noted = read_note()[package]["modules"]
    folder = rules.ROOT / "kg" / package
    assert {path.name for path in folder.glob("*.py")} - {"version.py"} == {
        path.rpartition("/")[2] for path in noted if path.startswith(f"kg/{package}/")
    }
    assert {"kg/text/__init__.py", "kg/text/names.py", "kg/catalogue.py"} <= noted.keys()
    assert not {"kg/errors.py", "kg/build/__init__.py", "kg/extract/version.py"} & noted.keys()


@pytest.mark.parametrize(
    ("old", "new", "is_same"),
    [
        ("def find", "# Finds.\ndef find", True),
        ("    return", '    """Return the word."""\n    return', True),
        ("find(text)", "find(text: str) -> re.Match | None", True),
        ('r"foo"', '\n    r"foo"\n', True),
        ('r"foo"', 'r"fo+"', False),
        ("search", "match", False),
        ("_WORD.search(text)", "not _WORD.search(text)", False),
        ("import re\n", 'import re\n\nRULES_VERSION = "2"\n', True),
    ],
)
def test_only_what_a_rule_does_counts(old, new, is_same):
    assert (digest(RULE.replace(old, new)) == digest(RULE)) == is_same


def test_a_module_that_changed_came_or_went_is_told():
    found = {"version": "1", "modules": {"kg/b.py": "z", "kg/c.py": "w"}}
    assert changed(NOTED, found) == ["kg/a.py", "kg/b.py", "kg/c.py"]
    said = complaint("extract", NOTED, found)
    assert said.startswith("kg/a.py, kg/b.py, kg/c.py changed under RULES_VERSION 1")
    assert complaint("extract", NOTED, NOTED) is None


@pytest.mark.parametrize(
    ("version", "words", "is_noted"),
    [("1", [], False), ("1", ["--same"], True), ("2", [], True)],
)
def test_a_change_is_noted_with_a_new_version_or_a_word_that_nothing_changes(
    tmp_path, monkeypatch, version, words, is_noted
):
    file = tmp_path / "rules.json"
    file.write_text(json.dumps({"extract": NOTED, "resolve": NOTED}))
    found = {"version": version, "modules": {"kg/a.py": "new", "kg/b.py": "y"}}
    monkeypatch.setattr(rules, "FILE", file)
    monkeypatch.setattr(rules, "found_rules", lambda _: found)
    assert rules.main(words) == (not is_noted)
    assert (read_note()["extract"] == found) == is_noted


def test_what_a_rule_brings_is_counted_where_it_is_left_out():
    names = {"CIFAR-100": 81.3, "CIFAR-10": 94.2, "ImageNet": 71.5}
    gold = {
        "id": "1",
        "title": "Kestrel: A Network for Image Classification",
        "abstract": "We present Kestrel, a network for image classification. Kestrel reaches "
        "81.3%, 94.2% and 71.5% accuracy on CIFAR-100, CIFAR-10 and ImageNet, respectively.",
        "entities": [{"name": name, "type": "Benchmark"} for name in names],
        "results": [
            {"value": value, "kind": "absolute", "benchmark": name} for name, value in names.items()
        ],
    }
    found = effects([gold])
    assert found["share_lists"].papers == found["by_order"].papers == 1
    assert found["share_lists"].right["results/core"] > 0
    assert not found["share_lists"].stated["relations"]
    assert found["wins"] == Effect()
    assert found["share_lists"].row("lists").startswith("| lists | 1 |  |  | +")
    assert len(found) == len({name for name, *_ in rules_to_leave_out()}) > 40
