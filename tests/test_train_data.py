"""What training learns from, and by which plan: all of it without torch."""

from __future__ import annotations

import json
import lzma
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import onnxruntime
import pytest

from kg.extract.decode import KINDS, LABELS, TYPES
from kg.extract.encode import cut, load_tokenizer
from kg.extract.group import Group
from kg.extract.heads import Heads
from kg.extract.reader import Reader
from kg.extract.sentences import sentence_spans
from kg.extract.version import weights_folder
from kg.records import PAPER_RELATIONS, EntityType
from kg.roles import ROLES
from kg.train import plan
from kg.train.__main__ import main as train
from kg.train.data import LONGEST, Example, batches, lay_out, placed_things, prepare
from kg.train.gold import STYLES, gold_example, gold_things, load_gold, text_of
from kg.train.silver import fits, packed, unpacked
from kg.train.texts import as_words, read_corpus
from kg.train.vocabulary import is_used, pruned

PAPERS = [json.loads(x) for x in Path("tests/data/seed.jsonl").read_text("utf-8").splitlines()]
TOKENIZER = (weights_folder() / "tokenizer.json").read_text("utf-8")
LIGHT = ("corrected", "data", "gold", "plan", "silver", "texts", "vocabulary")


@pytest.fixture(scope="module")
def tokenizer():
    return load_tokenizer(TOKENIZER)


def make_paper(**given):
    """A paper on owls; its entities name the method, the benchmark and the metric."""
    paper = {
        "id": "2501.00001",
        "title": "Strix: Reading Owls",
        "abstract": "Strix reaches 71.5% accuracy on OwlBench, and Strix-XL 80.1%.",
        "entities": [
            {"name": "Strix", "type": "Method", "mentions": ["Strix"]},
            {"name": "Strix-XL", "type": "Method", "mentions": ["Strix-XL"]},
            {"name": "OwlBench", "type": "Benchmark", "mentions": ["OwlBench"]},
        ],
        "relations": [
            {"type": "INTRODUCES", "target": "Strix", "source": None},
            {"type": "PART_OF", "target": "Strix", "source": "Strix-XL"},
        ],
        "results": [
            {
                "value": 71.5, "unit": "%", "kind": "absolute", "subject": "Strix",
                "benchmark": "OwlBench", "metric": None, "versus": None, "evidence": "",
            }
        ],
    }  # fmt: skip
    return paper | given


@pytest.mark.parametrize("module", LIGHT)
def test_what_needs_no_torch_loads_none(module):
    code = f"import kg.train.{module}, sys; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# gold


def test_a_name_is_placed_wherever_it_stands_and_not_inside_a_longer_one():
    paper = make_paper()
    text = text_of(paper)
    places = {
        thing.name: [text[span.start : span.end] for span in thing.spans]
        for thing in gold_things(paper)
    }
    assert places == {"Strix": ["Strix"] * 2, "Strix-XL": ["Strix-XL"], "OwlBench": ["OwlBench"]}


def test_a_name_that_stands_nowhere_is_left_out():
    owls = [{"name": "Bubo", "type": "Method", "mentions": ["Bubo"]}]
    assert gold_things(make_paper(entities=owls)) == []


def test_a_name_in_an_address_is_no_mention():
    abstract = "Strix reads. Code: https://github.com/owls/Strix and https://github.com/owls/Bubo."
    owls = [{"name": name, "type": "Method", "mentions": [name]} for name in ("Strix", "Bubo")]
    (thing,) = gold_things(make_paper(title="Owls", abstract=abstract, entities=owls))
    assert (thing.name, [span.start for span in thing.spans]) == ("Strix", [5])


def test_a_name_is_tagged_by_its_kind(tokenizer):
    example = gold_example(make_paper(), tokenizer, style=0)
    labels = example.goals["tags"].argmax(axis=1)
    begins = labels[labels % 2 == 1]
    kinds = [TYPES[(label - 1) // 2] for label in begins]
    assert kinds == [EntityType.METHOD, EntityType.METHOD, EntityType.BENCHMARK, EntityType.METHOD]


def test_a_relation_of_the_paper_is_a_goal_of_its_thing(tokenizer):
    example = gold_example(make_paper(), tokenizer, style=0)
    names = [relation.value for relation in PAPER_RELATIONS]
    assert np.argwhere(example.goals["paper"]).tolist() == [[0, names.index("INTRODUCES")]]
    arcs = example.arcs[example.goals["arc"].any(axis=1)]
    assert arcs[:, :2].tolist() == [[1, 0]]


def test_a_result_is_a_goal_of_its_number_and_points_to_its_things(tokenizer):
    example = gold_example(make_paper(), tokenizer, style=0)
    first, second = example.goals["kind"]
    assert KINDS[first.argmax()].value == "absolute"
    assert second.tolist() == [1.0, *[0.0] * (len(KINDS) - 1)]
    points = {role: int(example.goals["role"][0, :, r].argmax()) for r, role in enumerate(ROLES)}
    # Column 0 is for none.
    assert points == {"subject": 1, "benchmark": 3, "metric": 0, "versus": 0}


def test_a_number_is_taught_the_place_before_it_and_not_the_nearer_one_behind(tokenizer):
    abstract = (
        "Strix is small. On OwlBench, its hard part included, we reach 71.5%. OwlBench is new."
    )
    paper = make_paper(title="OwlBench or not", abstract=abstract)
    example = gold_example(paper, tokenizer, style=0)
    text = text_of(paper)
    pieces = cut(text, tokenizer)
    places = {
        int(thing): int(pieces.starts[example.things.first[mention]])
        for _, thing, mention, _ in example.roles
    }
    owls = next(k for k, thing in enumerate(gold_things(paper)) if thing.name == "OwlBench")
    assert places[owls] == text.index("OwlBench, its")


class NotingHeads(Heads):
    """Heads that keep which number was compared with a mention at which piece."""

    def arcs(self, name, hidden, links, sides, known):
        (_, left), (_, right) = sides
        if name == "role":
            self.noted = {*zip(left[links.left].tolist(), right[links.right].tolist(), strict=True)}
        return super().arcs(name, hidden, links, sides, known)


@pytest.fixture(scope="module")
def noting():
    """The reader that ships, and its heads."""
    with np.load(weights_folder() / "heads.npz") as arrays:
        heads = NotingHeads({name: arrays[name] for name in arrays.files})
    path = str(weights_folder() / "reader.onnx")
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    config = json.loads((weights_folder() / "config.json").read_text("utf-8"))
    return Reader(session, heads, load_tokenizer(TOKENIZER), config), heads


def test_training_and_reading_look_at_the_same_places_for_a_number(tokenizer, noting):
    reader, heads = noting
    papers = [paper for paper in PAPERS if paper["results"]]
    for paper in papers:
        text = prepare((paper["id"], text_of(paper)), tokenizer)
        things = placed_things(text.pieces, gold_things(paper))
        groups = [Group(thing.name, thing.type, thing.spans, 1.0) for thing in things]
        numbers = [(number.start, number.end) for number in text.numbers]
        sentences = sentence_spans(text.pieces.text)
        hidden = reader.encode(text.pieces)
        reader.relate(text.pieces, hidden, groups, numbers=numbers, sentences=sentences)
        example = lay_out(text, things)
        number, _, mention, _ = example.roles.T
        taught = zip(example.numbers[number, 0], example.things.first[mention], strict=True)
        assert {(int(n), int(m)) for n, m in taught} == heads.noted, paper["id"]
    assert len(papers) > 10


def test_every_annotated_result_of_a_paper_becomes_a_goal(tokenizer):
    paper = next(p for p in PAPERS if len(p["results"]) > 2)
    example = gold_example(paper, tokenizer, style=0)
    values = {(row["value"], row["evidence"]) for row in paper["results"]}
    assert int((example.goals["kind"][:, 0] < 1).sum()) == len(values)


def test_a_paper_of_names_alone_has_goals_for_names_alone(tokenizer):
    example = gold_example(make_paper(relations=[]), tokenizer, style=1)
    assert example.goals.keys() == {"tags", "same", "span"}


def test_each_file_has_the_style_of_its_annotators(tokenizer, tmp_path):
    for name in plan.LEARNT:
        lines = [json.dumps(paper) for paper in PAPERS[:3]]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    examples = load_gold(tmp_path, plan.LEARNT, tokenizer, number=2)
    assert [x.style for x in examples] == [STYLES[name] for name in plan.LEARNT for _ in range(2)]


# unread texts


def write_corpus(folder, name, records):
    with lzma.open(folder / f"{name}.jsonl.xz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(record) + "\n" for record in records)


def test_a_corpus_gives_each_text_once_and_none_that_is_measured_on(tmp_path):
    write_corpus(
        tmp_path,
        "a",
        [
            {"id": "1v2", "title": "Owls\n in  Snow", "abstract": "They\nwait."},
            {"id": "2", "title": "Known by its id", "abstract": "x"},
            {"id": "3", "title": "KNOWN, by its title!", "summary": "x"},
        ],
    )
    write_corpus(tmp_path, "b", [{"id": "1v1", "title": "Owls", "summary": "The newer file."}])
    measured = [{"id": "2", "title": "other"}, {"id": "9", "title": "Known by its title"}]
    assert read_corpus(tmp_path, without=measured) == [("1", "Owls\nThe newer file.")]
    (tmp_path / "b.jsonl.xz").unlink()
    assert read_corpus(tmp_path, without=measured) == [("1", "Owls in Snow\nThey wait.")]


def test_the_pieces_of_a_word_are_one_word(tokenizer):
    text = "Hyperparametrization of owls"
    words = as_words(text, tokenizer)
    pieces = cut(text, tokenizer)
    assert len(words.ids) == len(pieces.ids) > 3
    assert sorted(set(words.words.tolist())) == [0, 1, 2]
    assert (np.diff(words.words) >= 0).all()


def test_a_long_text_is_cut_where_training_stops_to_look(tokenizer):
    words = as_words("owl " * (LONGEST + 50), tokenizer)
    assert (len(words.ids), len(words.shapes), len(words.words)) == (LONGEST,) * 3


# goals of teachers


def make_read(paper, tokenizer):
    """What teachers that are sure of the annotated truth would say."""
    example = gold_example(paper, tokenizer, style=0)
    groups = tuple(Group(t.name, t.type, t.spans, 1.0) for t in gold_things(paper))
    return SimpleNamespace(text=SimpleNamespace(name=paper["id"]), groups=groups, example=example)


@pytest.mark.parametrize("paper", [make_paper(), *PAPERS[:3]], ids=lambda p: p["id"])
def test_what_teachers_say_comes_back_as_goals(tokenizer, paper):
    read = make_read(paper, tokenizer)
    silver = packed(read)
    example = unpacked(silver, text_of(paper), tokenizer)
    assert fits(silver, example)
    assert example.goals.keys() == read.example.goals.keys()
    for head, goal in read.example.goals.items():
        assert np.abs(example.goals[head] - goal).max(initial=0) < 0.01, head
    assert example.goals["tags"].shape[1] == LABELS


def test_goals_of_a_text_with_other_numbers_do_not_fit(tokenizer):
    paper = make_paper()
    silver = packed(make_read(paper, tokenizer))
    more = text_of(paper).replace("and", "and 64.2% before, and")
    assert not fits(silver, unpacked(silver, more, tokenizer))


# plans


def make_examples(count):
    none = Example(*["", 0], *[np.zeros(0, np.int64)] * 13)
    return [
        replace(none, name=str(n), ids=np.zeros(1 + n * 7 % 90, np.int64)) for n in range(count)
    ]


def test_a_pass_sees_each_example_once_beside_those_of_its_length():
    groups = batches(make_examples(200), size=10, seed=3)
    assert sorted(int(x.name) for group in groups for x in group) == list(range(200))
    assert all(len(group) == 10 for group in groups)
    spread = [max(len(x.ids) for x in g) - min(len(x.ids) for x in g) for g in groups]
    assert np.mean(spread) < 10


def test_the_order_of_a_pass_is_that_of_its_seed():
    # What lets an interrupted run end where a whole one does.
    orders = [
        [x.name for group in batches(make_examples(50), size=8, seed=seed) for x in group]
        for seed in (1, 1, 2)
    ]
    assert orders[0] == orders[1] != orders[2]


def test_the_rate_rises_to_its_highest_and_falls_to_nothing():
    shares = [plan.rate_share(step, 100) for step in range(101)]
    top = shares.index(max(shares))
    assert shares[: top + 1] == sorted(shares[: top + 1])
    assert shares[top:] == sorted(shares[top:], reverse=True)
    assert (0 < shares[0] < 0.2, shares[top] > 0.95, shares[100]) == (True, True, 0)
    assert top == pytest.approx(100 * plan.WARM_UP, abs=1)


def test_nothing_is_learnt_from_what_is_measured_on():
    assert not {*plan.LEARNT} & {*plan.MEASURED}
    assert {*plan.LEARNT, *plan.MEASURED} == {*STYLES}


def test_no_two_steps_of_the_recipe_share_a_checkpoint():
    # Their files are named for their seeds: a second one would go on from the first's end.
    for seeds in ([t.plan.seed for t in plan.TEACHERS], [p.seed for p in plan.SECOND]):
        assert len({*seeds}) == len(seeds)


@pytest.mark.parametrize(
    ("piece", "kept"),
    [("foo", 1), ("##ing", 1), ("\u03b1", 1), ("→", 1), ("[unused3]", 0), ("模", 0)],
)
def test_pieces_of_other_scripts_and_unused_places_go(piece, kept):
    assert is_used(piece) == kept


def test_the_tokenizer_that_ships_is_the_whole_of_what_pruning_keeps():
    # Cut once, nothing more goes.
    text, kept, _ = pruned(TOKENIZER)
    assert json.loads(text)["model"]["vocab"] == json.loads(TOKENIZER)["model"]["vocab"]
    assert kept == list(range(len(kept)))


def test_a_training_without_torch_names_the_extra(monkeypatch, capsys, tmp_path):
    # Previously a traceback said that there is no module of this name
    monkeypatch.setitem(sys.modules, "torch", None)
    folder = str(tmp_path)
    with pytest.raises(SystemExit) as end:
        train(["--gold", folder, "--corpus", folder, "--out", folder])
    assert end.value.code == 2
    assert "pip install 'papers-kg[train]'" in capsys.readouterr().err
