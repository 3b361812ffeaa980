from __future__ import annotations

import json
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from kg import catalogue
from kg.errors import SchemaError
from kg.sources import read_papers

Entry = dict[str, object]

FOLDER = Path(__file__).resolve().parent.parent / "kg" / "data" / "catalogue"
KEYS = {
    "benchmarks": ["name", "aliases", "tasks", "metric", "metrics", "parent", "implied"],
    "datasets": ["name", "aliases", "tasks"],
    "metrics": ["name", "aliases", "higherIsBetter", "unit", "asFraction"],
    "models": ["name", "vendor", "aliases", "parent", "sizes", "variants", "implied", "kind"],
    "methods": ["name", "aliases", "area"],
    "tasks": ["name", "aliases"],
    "hosts": ["host", "kind"],
}
OPTIONAL: dict[str, set[str]] = {
    "benchmarks": {"year", "ambiguous", "words", "about", "kind", "unsought"},
    "datasets": {"ambiguous", "words", "about", "unsought"},
    "models": {"ambiguous", "words", "about", "unsought"},
    "methods": {"ambiguous", "words", "about", "kind"},
    "metrics": {"ambiguous", "atMost", "about", "unsought"},
    "tasks": {"ambiguous", "about"},
    "hosts": set(),
}
LISTS = {
    *("aliases", "tasks", "metrics", "implied", "sizes", "variants"),
    *("words", "about", "unsought"),
}
NAMED = [kind for kind in KEYS if kind != "hosts"]
# Benchmark and Dataset of one name are one node, and so are Model and Method.
GROUPS = [["benchmarks", "datasets"], ["models", "methods"], ["metrics"], ["tasks"]]


@cache
def entries(kind: str) -> list[Entry]:
    lines = (FOLDER / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def texts(value: object) -> list[str]:
    assert isinstance(value, list)
    return [str(item) for item in value]


def fold(surface: str) -> str:
    kept = re.sub(r"(?<=\d)\.(?=\d)", "·", surface.casefold())
    return "".join(c for c in kept if c.isalnum() or c in "+@^∞*#·")


def surfaces(kinds: list[str]) -> Iterator[tuple[str, Entry]]:
    for kind in kinds:
        for entry in entries(kind):
            for folded in {fold(text) for text in [str(entry["name"]), *texts(entry["aliases"])]}:
                yield folded, entry


def starts_a_word(beginning: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(beginning.casefold())}", text) is not None


@pytest.mark.parametrize("kind", KEYS)
def test_every_entry_has_the_known_keys(kind: str) -> None:
    for entry in entries(kind):
        extra = set(entry) - set(KEYS[kind])
        assert list(entry)[: len(KEYS[kind])] == KEYS[kind], entry
        assert extra <= OPTIONAL[kind], entry
        assert entry.get("ambiguous", True) is True, entry
        for key in LISTS & set(entry):
            assert all(text and text == text.strip() for text in texts(entry[key])), entry


@pytest.mark.parametrize("kind", KEYS)
def test_entries_are_sorted_and_unique_by_name(kind: str) -> None:
    names = [str(entry["host" if kind == "hosts" else "name"]) for entry in entries(kind)]
    assert names == sorted(set(names))


@pytest.mark.parametrize("kinds", GROUPS, ids="+".join)
def test_a_name_shared_by_two_entries_is_marked_ambiguous_in_both(kinds: list[str]) -> None:
    owners: dict[str, list[Entry]] = defaultdict(list)
    for folded, entry in surfaces(kinds):
        owners[folded].append(entry)
    shared = {
        folded: [entry["name"] for entry in found]
        for folded, found in owners.items()
        if len(found) > 1 and not all(entry.get("ambiguous") for entry in found)
    }
    assert shared == {}


def test_no_task_is_a_method_too() -> None:
    # Previously 13 were, and papers that read them as either were two nodes
    names = {fold(str(entry["name"])) for entry in entries("tasks")}
    assert names.isdisjoint(fold(str(entry["name"])) for entry in entries("methods"))


def test_no_data_set_is_a_method_too() -> None:
    # Previously OpenAlex was both, and read as neither where a paper only searches it
    names = {entry["name"] for entry in entries("datasets")}
    assert names.isdisjoint(entry["name"] for entry in entries("methods"))


@pytest.mark.parametrize("kind", NAMED)
def test_no_alias_repeats_its_entry(kind: str) -> None:
    for entry in entries(kind):
        folded = [fold(text) for text in [str(entry["name"]), *texts(entry["aliases"])]]
        assert len(folded) == len(set(folded)), entry


@pytest.mark.parametrize("kind", ["benchmarks", "datasets", "models", "methods"])
def test_everyday_words_are_names_of_their_entry(kind: str) -> None:
    for entry in entries(kind):
        names = {entry["name"], *texts(entry["aliases"])}
        assert set(texts(entry.get("words", []))) <= names, entry


@pytest.mark.parametrize("kind", NAMED)
def test_only_a_name_that_would_be_looked_for_is_marked_as_unsought(kind: str) -> None:
    # The others need no mark: the reader's rule looks for capitals and digits of sure entries
    for entry in entries(kind):
        marked = texts(entry.get("unsought", []))
        assert set(marked) <= {entry["name"], *texts(entry["aliases"])}, entry
        assert all(re.search(r"[A-Z].*[A-Z\d]", name) for name in marked), entry
        assert not (marked and entry.get("ambiguous")), entry


def test_a_word_of_a_field_stands_in_fewer_than_half_of_all_texts() -> None:
    # `mode` began model and `gene` general; of language models alone do most papers speak
    papers = read_papers(Path(__file__).parent / "data" / "daily-papers.txt")
    said = [f"{paper.title}. {paper.abstract}".casefold() for paper in papers]
    told = {
        word for kind in NAMED for entry in entries(kind) for word in texts(entry.get("about", []))
    }
    common = {
        word for word in told if 2 * sum(starts_a_word(word, text) for text in said) >= len(said)
    }
    assert common == {"LLM", "language model"}


@pytest.mark.parametrize("kind", ["benchmarks", "models"])
def test_parents_exist_and_lead_to_a_root(kind: str) -> None:
    parents = {str(entry["name"]): entry["parent"] for entry in entries(kind)}
    for name in parents:
        seen = [name]
        while (parent := parents[seen[-1]]) is not None:
            assert parent in parents, seen
            assert parent not in seen, seen
            seen.append(str(parent))


def test_metrics_and_tasks_of_benchmarks_are_in_the_catalogue() -> None:
    metrics = {entry["name"] for entry in entries("metrics")}
    tasks = {entry["name"] for entry in entries("tasks")}
    for entry in entries("benchmarks"):
        assert set(texts(entry["metrics"])) <= metrics, entry
        assert entry["metric"] is None or entry["metric"] in texts(entry["metrics"]), entry
        assert set(texts(entry["tasks"])) <= tasks, entry
    for entry in entries("datasets"):
        assert set(texts(entry["tasks"])) <= tasks, entry


@pytest.mark.parametrize(
    ("names", "type"),
    [
        (("Isaac Gym", "Isaac Lab", "Isaac Sim", "Gazebo", "PyBullet", "SAPIEN", "SUMO"), "Method"),
        (("AI2-THOR", "Habitat", "OpenAI Gym", "ManiSkill", "RoboSuite"), "Benchmark"),
    ],
)
def test_a_simulator_is_a_method_and_tasks_in_one_a_benchmark(names, type) -> None:
    # Previously Isaac Gym and Isaac Lab were both, as MuJoCo and CARLA are, and Isaac Sim was not
    find = catalogue.load_catalogue().find
    found = {name: [entry.type for entry in find(name)] for name in names}
    assert found == {name: [type] for name in names}


def test_metrics_have_a_direction_and_a_fraction_flag() -> None:
    for entry in entries("metrics"):
        assert entry["higherIsBetter"] in (True, False, None), entry
        assert isinstance(entry["asFraction"], bool), entry
        assert entry["unit"] is None or isinstance(entry["unit"], str), entry


def test_models_and_hosts_have_a_known_kind() -> None:
    assert {entry["kind"] for entry in entries("models")} == {"family", "release"}
    assert {entry["kind"] for entry in entries("hosts")} <= {
        "code",
        "weights",
        "data",
        "page",
        "paper",
    }


@pytest.mark.parametrize("kind", KEYS)
def test_the_page_on_the_catalogue_counts_right(kind: str) -> None:
    page = (FOLDER.parents[2] / "docs" / "catalogue.md").read_text(encoding="utf-8")
    assert f"| `{kind}.jsonl` | {len(entries(kind)):,} |" in page


def test_the_index_holds_every_name_of_the_files() -> None:
    kept = (FOLDER / catalogue.INDEX).read_text(encoding="utf-8")
    assert kept == catalogue.index_text(), "run: python -m kg.catalogue"


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the catalogue's files that a person may edit."""
    shutil.copytree(FOLDER, tmp_path / "data" / "catalogue")
    monkeypatch.setattr("kg.resources._PACKAGE", tmp_path)
    return tmp_path / "data" / "catalogue"


def test_a_line_added_by_hand_is_found_without_a_new_index(copy: Path) -> None:
    with (copy / "tasks.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"name": "Zebra-counting task", "aliases": ["counting of zebras"]}\n')
    edited = catalogue.load_catalogue.__wrapped__()
    assert [entry.name for entry in edited.find("Counting of Zebras")] == ["Zebra-counting task"]
    assert edited.find("GRPO") == catalogue.load_catalogue().find("GRPO")


@pytest.mark.parametrize(
    "written",
    [
        '{"name": "Zebra',
        '{"aliases": ["zebras"]}',
        '["Zebra"]',
        # Previously aliases that are no list were none, without a word
        '{"name": "Zebra", "aliases": "zebras"}',
    ],
)
def test_a_broken_line_is_named_with_file_and_number(written: str, copy: Path) -> None:
    with (copy / "tasks.jsonl").open("a", encoding="utf-8") as file:
        file.write(f"{written}\n")
    line = len((copy / "tasks.jsonl").read_text(encoding="utf-8").splitlines())
    with pytest.raises(SchemaError, match=rf"tasks\.jsonl:{line}: "):
        catalogue.load_catalogue.__wrapped__()
