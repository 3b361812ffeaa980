from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest
from click.testing import CliRunner

import kg
import kg.names
from kg.build import Build
from kg.cli import cli
from kg.corpus import Corpus
from kg.corrections.facts import result_payload
from kg.errors import AmbiguousName, InputError, UnknownName
from kg.names import directory
from kg.names.checks import acceptable, check_rename
from kg.names.directory import Directory
from kg.records import (
    Alias,
    Correction,
    EntityType,
    RelationType,
    Resolution,
    ResolvedEntity,
)
from kg.resolve import kept_names, known_names, resolve, update_names
from tests.commands import typed
from tests.reads import make_read
from tests.test_rows import make_saying

VISION = "paper:seed-002"


@pytest.fixture
def workspace(tmp_path, seed_workspace):
    return shutil.copytree(seed_workspace, tmp_path / "papers.kg")


def run(workspace, *args):
    done = CliRunner().invoke(cli, [*args, "--workspace", str(workspace)])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def ask(workspace, *args):
    done = run(workspace, *args, "--json")
    return json.loads(done.stdout)


def node(workspace, name):
    with Corpus.open(workspace, read_only=True) as corpus:
        resolution = known_names(corpus)
    names = Directory(resolution)
    entity = kg.names.entity_of(names, kg.names.meant(names, name))
    return entity and entity.id


def test_names_lists_merges_with_their_reasons(workspace):
    rows = ask(workspace, "names", "--limit", "1000")
    found = {(row["name"], row["entity"]): row["reason"] for row in rows}
    assert found["Group Relative Policy Optimization", "GRPO"]


def test_names_why_shows_every_alias_of_a_thing(workspace):
    names = {row["name"] for row in ask(workspace, "names", "--why", "grpo")}
    assert {"GRPO", "Group Relative Policy Optimization"} <= names


def test_names_why_of_an_unknown_name_gives_the_nearest(workspace):
    with pytest.raises(UnknownName, match="nearest: 'MathVista'"):
        run(workspace, "names", "--why", "MathVistra")


def test_a_merge_joins_and_its_undo_parts_again(workspace):
    before = node(workspace, "PTST")
    done = run(workspace, "names", "merge", "modality bridging", "PTST", "--author", "ann")
    shown = "1: 'modality bridging' (Method, 1 paper) is 'PTST' (Method, 1 paper)."
    assert done.stdout.startswith(shown)
    assert node(workspace, "modality bridging") == node(workspace, "PTST")
    run(workspace, "names", "undo", "1")
    assert node(workspace, "PTST") == before != node(workspace, "modality bridging")


@pytest.mark.parametrize(("undone", "told"), [("1", True), ("2", False)])
def test_an_undone_merge_says_which_rename_leaves_two_things_with_one_name(workspace, undone, told):
    # Previously a question by the name failed, and nothing had been said
    run(workspace, "names", "merge", "modality bridging", "PTST")
    run(workspace, "names", "rename", "modality bridging", "PTST")
    said = run(workspace, "names", "undo", undone).stderr
    command = f"'modality bridging' is called 'PTST' with: kg names undo -w {typed(workspace)} 2\n"
    assert said.endswith(command) if told else said == ""
    run(workspace, "names", "undo", "2" if told else "1")
    assert node(workspace, "PTST") != node(workspace, "modality bridging")


def test_things_of_different_types_are_joined_only_with_yes(workspace):
    # Previously a method became a metric without a word
    before = node(workspace, "GRPO")
    both = r"'GRPO' \(Method, \d+ papers?\) and 'accuracy' \(Metric, \d+ papers?\)"
    with pytest.raises(InputError, match=f"{both} are of different types.*--yes"):
        run(workspace, "names", "merge", "GRPO", "accuracy")
    assert node(workspace, "GRPO") == before != node(workspace, "accuracy")
    run(workspace, "names", "merge", "GRPO", "accuracy", "--yes")
    assert node(workspace, "GRPO") == node(workspace, "accuracy")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("GRPO", r"'GRPO' is another thing already \(Method, \d+ papers?\); .* merge PTST GRPO"),
        ("grpo", r"'grpo' is another thing already \(GRPO, Method, .* merge PTST grpo"),
        ("Accuracy", r"'Accuracy' is another thing already \(accuracy, Metric, "),
        (
            "Group Relative Policy Optimization",
            r"\(GRPO, Method, .*: kg names merge PTST 'Group Relative Policy Optimization'$",
        ),
    ],
)
def test_a_name_that_another_thing_bears_is_refused(workspace, name, message):
    # Previously two things bore it, and a question by the name failed
    with pytest.raises(InputError, match=message):
        run(workspace, "names", "rename", "PTST", name)
    assert node(workspace, "PTST") == "method:ptst"


def test_a_thing_may_be_called_by_a_name_of_its_own(workspace):
    run(workspace, "names", "rename", "GRPO", "Group Relative Policy Optimization")
    assert node(workspace, "GRPO") == "method:group-relative-policy-optimization"


def test_an_import_passes_over_what_the_commands_refuse(workspace, tmp_path):
    file = tmp_path / "corrections.yaml"
    file.write_text(
        """
- {kind: merge, a: {surface: PTST}, b: {surface: accuracy}}
- {kind: rename, a: {surface: PTST}, name: GRPO}
- {kind: merge, a: {surface: modality bridging}, b: {surface: PTST}}
- {kind: rename, a: {surface: modality bridging}, name: ptst}
- {kind: rename, a: {surface: Unheard Of}, name: GRPO}
""",
        encoding="utf-8",
    )
    done = run(workspace, "names", "import", str(file))
    assert done.stdout == "3 new corrections of 5\n"
    said = done.stderr.splitlines()
    assert [line.split(":")[:2] for line in said] == [
        ["Passed over", " 'PTST' is 'accuracy'"],
        ["Passed over", " 'PTST' is called 'GRPO'"],
    ]
    assert run(workspace, "names", "import", str(file), "--yes").stdout.startswith("1 new")
    assert node(workspace, "PTST") == node(workspace, "accuracy")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{kind: rename, a: {surface: GRPO}}", "entry 2: the new name is empty"),
        ("{kind: rename, a: {surface: GRPO}, name: ''}", "entry 2: the new name is empty"),
        ("{kind: rename, a: {surface: GRPO}, name: ' '}", "entry 2: the new name is empty"),
        ("{kind: rename, a: {surface: GRPO}, name: 4}", "entry 2: the new name 4 is no text"),
        ("{kind: rename, name: Zorbo}", "entry 2: a correction lacks the surface"),
    ],
)
def test_an_import_refuses_a_rename_without_a_name(workspace, tmp_path, entry, message):
    # Previously it was kept, and every later command failed
    file = tmp_path / "corrections.yaml"
    file.write_text(f"- {{kind: rename, a: {{surface: PTST}}, name: Zorbo}}\n- {entry}\n")
    with pytest.raises(InputError, match=message):
        run(workspace, "names", "import", str(file))
    assert ask(workspace, "names", "--corrections") == []


RESULT_KEY = "kind: result, fact: {{paper: a, start: 1, end: 2, kind: absolute, {}}}"
RELATION_KEY = "kind: relation, fact: {{paper: a, type: USES, source: null, target: b, {}}}"


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("kind: resutl, fact: {paper: a}", "no kind of correction 'resutl'; there are: merge, "),
        ("kind: [merge]", "no kind of correction"),
        ("kind: result, fact: 4", "it lacks its fact"),
        ("kind: result, fact: {start: 1}", "it lacks the paper of the fact"),
        ("kind: result, fact: {paper: 2503.1, strike: true}", "the paper 2503.1 is no text"),
        ("kind: result, fact: {paper: a, start: x}", "the start of a result is a whole number"),
        ("kind: result, fact: {paper: a, start: 1, end: 2, kind: big}", "no kind of result 'big'"),
        (RESULT_KEY.format("strike: maybe"), "a fact is struck out .* or has parts to set"),
        (RESULT_KEY.format("said: x"), "a fact is struck out .* or has parts to set"),
        (RESULT_KEY.format("set: 4"), "a fact is struck out .* or has parts to set"),
        (RESULT_KEY.format("strike: true, set: {value: 4}"), "a fact is struck out .* or has"),
        (RESULT_KEY.format("set: {value: about 90}"), "'about 90' is no number"),
        (RESULT_KEY.format("set: {value: .nan}"), "nan is no number"),
        (RESULT_KEY.format("set: {value: true}"), "True is no number"),
        (RESULT_KEY.format("set: {subject: 4}"), "the subject 4 is no text"),
        (RESULT_KEY.format("set: {colour: red}"), "a result has no 'colour'"),
        (RESULT_KEY.format("when: 2026-01-02, strike: true"), "a result has no 'when'"),
        (RELATION_KEY.format("set: {colour: red}"), "a relation has no 'colour'"),
        (RELATION_KEY.format('set: {target: "\\ud800"}'), "is no text in UTF-8"),
        (RELATION_KEY.format("set: {type: LIKES}"), "no relation 'LIKES'"),
        (RELATION_KEY.format("set: {target: ''}"), "the target of a relation is empty"),
        (RELATION_KEY.format("set: {type: PART_OF}"), "PART_OF is said of two things"),
        ("kind: relation, fact: {paper: a, type: LIKES, target: b}", "no relation 'LIKES'"),
        ("kind: merge, a: {surface: GRPO}, b: {surface: GRPO}", "'GRPO' is both names"),
        ("kind: merge, a: {surface: GRPO}, from: {surface: PTST}", "'from' is no part of it"),
        ("kind: split, a: {surface: GRPO}, from: {surface: GRPO}", "'GRPO' is both names"),
        ("kind: split, a: {surface: GRPO, typ: Method}, from: {surface: b}", "'typ' is no part"),
        ("kind: split, a: {surface: a, type: Thing}, from: {surface: b}", "no type 'Thing'"),
        ("kind: split, a: {surface: a, paper: [b]}, from: {surface: b}", "paper .* is no text"),
        ("kind: rename, a: {surface: GRPO}, name: b, on: 2026-01-02", "is no part of it"),
    ],
)
def test_an_import_refuses_what_the_commands_would_not_keep(workspace, tmp_path, entry, message):
    # Previously some were kept, and every later command failed, also the undo
    file = tmp_path / "corrections.yaml"
    file.write_text(f"- {{kind: rename, a: {{surface: PTST}}, name: Zorbo}}\n- {{{entry}}}\n")
    with pytest.raises(InputError, match=f"entry 2: .*{message}"):
        run(workspace, "names", "import", str(file))
    assert ask(workspace, "names", "--corrections") == []


def test_facts_go_through_a_yaml_file(workspace, tmp_path, seed_workspace):
    result, relation = (result_row(workspace, text)["id"] for text in ("73.5 %", "USES GRPO"))
    run(workspace, "correct", result, "--set", "value=74", "--set", "versus=")
    run(workspace, "correct", relation, "--set", "type=BASED_ON", "--set", "source=Vision-R1")
    run(workspace, "correct", result_row(workspace, "delta 6 %")["id"], "--strike")
    file = tmp_path / "corrections.yaml"
    run(workspace, "names", "export", str(file))
    other = shutil.copytree(seed_workspace, tmp_path / "other.kg")
    assert run(other, "names", "import", str(file)).stdout == "3 new corrections of 3\n"
    assert run(workspace, "names", "import", str(file)).stdout == "0 new corrections of 3\n"
    assert ask(other, "correct", VISION) == ask(workspace, "correct", VISION)


def key_of(workspace, text):
    with Corpus.open(workspace, read_only=True) as corpus:
        extraction = corpus.extraction(VISION)
    found = next(r for r in extraction.results if f"{r.value:g} {r.unit}" == text)
    return result_payload(VISION, extraction, found, change={"value": "about 90"})


@pytest.mark.parametrize(
    ("kind", "payload", "message"),
    [
        ("result", None, "'about 90' is no number"),
        ("merge", {"a": {"surface": "GRPO"}, "b": {"name": "x"}}, "lacks the surface of a name"),
        ("rename", {"a": {"surface": "GRPO"}}, "it lacks the new name"),
        ("rename", {"a": {"surface": "GRPO", "paper": ["x"]}, "name": "x"}, "is no text"),
    ],
)
def test_a_correction_that_an_earlier_kg_kept_can_be_taken_back(workspace, kind, payload, message):
    # Previously kg names undo failed as every other command did
    payload = payload or key_of(workspace, "73.5 %")
    with Corpus.open(workspace) as corpus:
        for _ in range(2):
            corpus.add_correction(kind, payload, author="ann")
    with pytest.raises(InputError, match=rf"correction 1 .*{message}.*: kg names undo 1$"):
        run(workspace, "build")
    assert len(ask(workspace, "names", "--corrections")) == 2
    with pytest.raises(InputError, match=r"correction 2 .*: kg names undo 2$"):
        run(workspace, "names", "undo", "1")
    assert run(workspace, "names", "undo", "2").stdout.startswith("Taken back: ")
    assert run(workspace, "build").exit_code == 0


@pytest.mark.parametrize("second", ["modality bridging", "accuracy"])
def test_an_import_gives_two_things_no_one_name(workspace, tmp_path, second):
    # Previously only the names before the import counted
    file = tmp_path / "corrections.yaml"
    rename = "- {{kind: rename, a: {{surface: {}}}, name: {}}}\n"
    names = [("PTST", "Zorbo"), (second, "zorbo"), ("PTST", "ZORBO")]
    file.write_text("".join(rename.format(*pair) for pair in names))
    done = run(workspace, "names", "import", str(file))
    assert done.stdout == "2 new corrections of 3\n"
    assert (
        "'zorbo' is another thing already (PTST, Method, 1 paper); if both are one, join"
        in done.stderr
    )
    assert node(workspace, "PTST") == "method:zorbo" != node(workspace, second)


def test_a_correction_for_later_waits_for_the_next_build(workspace):
    run(workspace, "names", "merge", "modality bridging", "PTST", "--later")
    with kg.open(workspace) as graph:
        assert graph.entity("modality bridging").id != graph.entity("PTST").id
    with Build(workspace) as built:
        built.update()
    with kg.open(workspace) as graph:
        assert graph.entity("modality bridging").id == graph.entity("PTST").id


def test_a_split_parts_an_alias_from_its_thing_and_survives_a_rebuild(workspace):
    assert node(workspace, "Reinforcement Learning") == node(workspace, "RL")
    run(workspace, "names", "split", "Reinforcement Learning", "--from", "RL")
    (workspace / "graph.kgl").unlink()
    with Build(workspace) as rebuilt:
        rebuilt.update()
    assert node(workspace, "Reinforcement Learning") != node(workspace, "RL")


def test_a_rename_gives_the_name_and_the_old_id_leads_on(workspace):
    before = node(workspace, "PTST")
    run(workspace, "names", "rename", "PTST", "Thinking Suppression")
    after = node(workspace, "PTST")
    assert after == "method:thinking-suppression"
    assert node(workspace, before) == after
    with kg.open(workspace) as graph:
        assert graph.entity(before).id == after


LONG = "Group Relative Policy Optimization"


@pytest.mark.parametrize("names", [("GRPO", LONG), (LONG, "GRPO")])
def test_of_two_names_that_people_gave_one_thing_the_later_counts(workspace, names):
    # Previously that of the spelling that came last in the papers
    for number, name in enumerate(names):
        run(workspace, "names", "rename", name, f"Zorbo {number}", "--later")
    assert node(workspace, "GRPO") == node(workspace, LONG) == "method:zorbo-1"
    run(workspace, "names", "rename", names[0], "Zorbo 2", "--later")
    assert node(workspace, "GRPO") == "method:zorbo-2"
    run(workspace, "names", "undo", "3")
    assert node(workspace, "GRPO") == "method:zorbo-1"


def test_a_later_merge_overrules_a_split_in_another_spelling(workspace):
    # Previously the command said that they were joined, and they were not
    run(workspace, "names", "split", "grpo", "--from", "ptst", "--later")
    run(workspace, "names", "merge", "PTST", "GRPO", "--later")
    assert node(workspace, "GRPO") == node(workspace, "PTST")
    run(workspace, "names", "split", "Grpo", "--from", "PTST", "--later")
    assert node(workspace, "GRPO") != node(workspace, "PTST")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("merge", "GRPO", "GRPO"), "'GRPO' and 'GRPO' are one thing already; see: kg names --why"),
        (("merge", "GRPO", LONG), f"'GRPO' and '{LONG}' are one thing already"),
        (("split", "gRPO", "--from", "GRPO"), "'gRPO' and 'GRPO' stay one thing: their spelling"),
        (
            ("split", "LoRA", "--from", "low-rank adaptation", "--paper", "paper:seed-076"),
            "stay one thing: the names in paper:seed-076 do not part them",
        ),
        (("split", "GRPO", "--from", "PTST", "--paper", "none"), "no paper 'none' in"),
        (("rename", "https://github.com/Osilly/Vision-R1", "Zorbo"), "is called by its address"),
    ],
)
def test_a_correction_of_names_that_changes_nothing_is_refused(workspace, words, message):
    # Previously it was kept, and the command said that it was done
    with pytest.raises(InputError, match=message):
        run(workspace, "names", *words)
    assert ask(workspace, "names", "--corrections") == []


def test_a_merge_against_a_split_is_refused(workspace):
    file = workspace / "split.yaml"
    file.write_text("- {kind: split, a: {surface: GRPO}, from: {surface: PTST}}\n")
    run(workspace, "names", "import", str(file))
    with pytest.raises(InputError, match="'GRPO' and 'PTST' stay two things: another correction"):
        run(workspace, "names", "merge", "GRPO", "PTST")


def test_a_split_keeps_apart_what_is_two_things(workspace):
    done = run(workspace, "names", "split", "GRPO", "--from", "PTST", "--paper", VISION)
    assert done.stdout.startswith(f"1: 'GRPO' in {VISION} is not 'PTST'.")


@pytest.mark.parametrize("spelled", ["2503.06749", "arXiv:2503.06749v2", "DOI:10.9999/Q"])
def test_a_paper_is_meant_by_an_id_in_any_spelling(tmp_path, seed_items, spelled):
    # Previously "2503.06749 names no 'PTST'", and an entry of a file did nothing
    known, split, struck = "arxiv:2503.06749", tmp_path / "split.yaml", tmp_path / "struck.yaml"
    found = next(item for item in seed_items if item[0].id == VISION)
    paper = replace(found[0], id=known, other_ids=("doi:10.9999/q",))
    with Build(tmp_path) as built:
        built.corpus.add(paper)
        built.corpus.save_extraction(known, found[1])
    run(tmp_path, "names", "split", "PTST", "--from", "GRPO", "--paper", spelled)
    (row,) = ask(tmp_path, "names", "--corrections")
    assert row["what"] == f"'PTST' in {known} is not 'GRPO'"
    split.write_text(
        f"- {{kind: split, a: {{surface: RL, paper: '{spelled}'}}, from: {{surface: GRPO}}}}"
    )
    fact = f"{{paper: '{spelled}', type: USES, source: null, target: GRPO, strike: true}}"
    struck.write_text(f"- {{kind: relation, fact: {fact}}}")
    for file in (split, struck):
        assert run(tmp_path, "names", "import", str(file)).stdout == "1 new correction of 1\n"
    rows = ask(tmp_path, "names", "--corrections")
    assert rows[1]["what"] == f"'RL' in {known} is not 'GRPO'"
    assert "USES GRPO" not in {row["fact"] for row in ask(tmp_path, "correct", known)}


def test_corrections_of_a_paper_hold_when_it_gains_an_id(workspace):
    # Previously they did nothing from then on, and nobody was told
    row = result_row(workspace, "73.5 %")
    run(workspace, "correct", row["id"], "--strike", "--later")
    words = ("split", "RL", "--from", "Reinforcement Learning", "--paper", VISION)
    run(workspace, "names", *words, "--later")
    known = "arxiv:2503.06749"
    with Build(workspace) as built:
        extraction = built.corpus.extraction(VISION)
        built.corpus.add(replace(built.corpus.paper(VISION), id=known, other_ids=(VISION,)))
        built.corpus.save_extraction(known, extraction)
        built.update()
    assert all(known in row["what"] for row in ask(workspace, "names", "--corrections"))
    assert not any("73.5 %" in row["fact"] for row in ask(workspace, "correct", known))
    assert node(workspace, "RL") != node(workspace, "Reinforcement Learning")
    run(workspace, "names", "undo", "1")
    with kg.open(workspace) as graph:
        assert any(row.value == 73.5 for row in graph.paper(known).results)


def test_a_name_of_broken_bytes_is_refused(workspace):
    with pytest.raises(InputError, match="no text in UTF-8"):
        run(workspace, "names", "rename", "PTST", "Th\udc80inking")


def test_corrections_have_author_and_date_and_go_through_a_yaml_file(
    workspace, tmp_path, seed_workspace
):
    run(workspace, "names", "merge", "modality bridging", "PTST", "--author", "ann")
    (row,) = ask(workspace, "names", "--corrections")
    assert (row["author"], row["undone"], row["date"][:2]) == ("ann", False, "20")
    file = tmp_path / "corrections.yaml"
    run(workspace, "names", "export", str(file))
    other = shutil.copytree(seed_workspace, tmp_path / "other.kg")
    assert run(other, "names", "import", str(file)).stdout == "1 new correction of 1\n"
    assert run(other, "names", "import", str(file)).stdout == "0 new corrections of 1\n"
    assert node(other, "modality bridging") == node(other, "PTST")
    assert ask(other, "names", "--corrections")[0]["author"] == "ann"


def test_an_import_knows_a_correction_of_a_fact_however_that_is_worded(workspace, tmp_path):
    # Previously one exported by a kg that words facts otherwise came in a second time
    run(workspace, "correct", result_row(workspace, "73.5 %")["id"], "--strike")
    file = tmp_path / "corrections.yaml"
    run(workspace, "names", "export", str(file))
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("said: absolute", "said: plainly"), encoding="utf-8")
    assert "said: plainly" in file.read_text(encoding="utf-8")
    assert run(workspace, "names", "import", str(file)).stdout == "0 new corrections of 1\n"


def test_an_import_takes_in_what_was_joined_parted_and_joined_again(workspace, tmp_path):
    # Previously the second merge was taken for the first, and the two ended apart
    pair = "kind: merge, a: {surface: GRPO}, b: {surface: PTST}"
    apart = "kind: split, a: {surface: GRPO}, from: {surface: PTST}"
    file = tmp_path / "corrections.yaml"
    file.write_text(f"- {{{pair}}}\n- {{{apart}}}\n- {{{pair}}}\n", "utf-8")
    assert run(workspace, "names", "import", str(file)).stdout == "3 new corrections of 3\n"
    assert node(workspace, "GRPO") == node(workspace, "PTST")
    assert run(workspace, "names", "import", str(file)).stdout == "0 new corrections of 3\n"


@pytest.mark.parametrize("text", ["just words", "- 4", "- kind: merge", "a: [", "- kind: fact\n"])
def test_a_file_that_holds_no_corrections_is_refused(workspace, tmp_path, text):
    file = tmp_path / "wrong.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        run(workspace, "names", "import", str(file))


def test_a_name_of_two_things_asks_for_an_id():
    papers = [
        make_read(1, "We study crate zorbing.", ("Task", "crate zorbing")),
        make_read(2, "Ours beats crate zorbing.", ("Method", "crate zorbing")),
    ]
    with pytest.raises(AmbiguousName, match="give one of these ids"):
        kg.names.meant(Directory(resolve(papers)), "crate zorbing")


def test_a_name_that_is_not_there_or_not_of_that_paper_is_told():
    names = Directory(resolve([make_read(1, "We use Zorbo.", ("Method", "Zorbo"))]))
    with pytest.raises(UnknownName, match="no name 'Zorba'; nearest: 'Zorbo'"):
        kg.names.meant(names, "Zorba")
    with pytest.raises(UnknownName, match=r"arxiv:2512\.00009 names no 'Zorbo'"):
        kg.names.meant(names, "Zorbo", paper="arxiv:2512.00009")


def test_a_name_that_several_things_bear_is_refused_with_what_they_are():
    papers = [
        make_read(1, "We use Quantum Banana Routing (QBR).", ("Method", "QBR")),
        make_read(2, "We use Quick Bayes Ranking (QBR).", ("Method", "QBR")),
        make_read(3, "We use Zorbo.", ("Method", "Zorbo")),
    ]
    names = Directory(resolve(papers))
    said = "'QBR' is other things already: .*quantum-banana.*quick-bayes.* names merge Zorbo ID"
    with pytest.raises(InputError, match=said):
        check_rename(names, kg.names.meant(names, "Zorbo"), "QBR")


def result_row(workspace, text):
    rows = ask(workspace, "correct", VISION)
    assert all(0 <= row["confidence"] <= 1 for row in rows)
    return next(row for row in rows if text in row["fact"])


def test_a_name_of_a_person_is_on_one_line_as_those_of_papers(workspace, tmp_path):
    # Previously a line break from a file of corrections went to every export and every page
    file = tmp_path / "corrections.yaml"
    file.write_text('- {kind: rename, a: {surface: PTST}, name: "Two\\n  lines\\t"}\n', "utf-8")
    run(workspace, "names", "import", str(file))
    assert ask(workspace, "entity", "PTST")["name"] == "Two lines"
    row = result_row(workspace, "73.5 %")
    run(workspace, "correct", row["id"], "--set", "unit=of\nall")
    assert result_row(workspace, "73.5 of all")


@pytest.mark.parametrize("name", ["a\x1b[31mb", "a\0b", "a\x85\x9fb", "a\uffff", "L" * 5_000])
def test_what_no_name_holds_is_refused_of_a_person(workspace, name):
    # Previously it was kept, and no reader of XML took the export
    with pytest.raises(InputError, match=r"control characters|5,000 characters"):
        run(workspace, "names", "rename", "PTST", name)
    with pytest.raises(InputError, match=r"control characters|5,000 characters"):
        run(workspace, "correct", result_row(workspace, "73.5 %")["id"], "--set", f"unit={name}")


def test_a_relation_is_listed_as_the_graph_shows_it(tmp_path):
    # Previously the list said INTRODUCES where every answer said USES
    papers = [
        make_saying("Model", "2501.00001", "2025-01-01", RelationType.MENTIONS),
        make_saying("Model", "2503.00001", "2025-03-01", RelationType.INTRODUCES),
    ]
    with Build(tmp_path) as built:
        for paper, extraction in papers:
            built.corpus.add(paper)
            built.corpus.save_extraction(paper.id, extraction)
        built.update()
    (relation,) = ask(tmp_path, "correct", "arxiv:2503.00001")
    shown = [row["relation"] for row in ask(tmp_path, "paper", "arxiv:2503.00001")["relations"]]
    assert shown == ["USES"] == [relation["fact"].partition(" ")[0]]
    run(tmp_path, "correct", relation["id"], "--strike", "--later")
    assert "USES" in ask(tmp_path, "names", "--corrections")[0]["what"]
    run(tmp_path, "names", "undo", "1")
    # What a person says holds, whoever was first.
    run(tmp_path, "correct", relation["id"], "--set", "type=INTRODUCES")
    (relation,) = ask(tmp_path, "correct", "arxiv:2503.00001")
    shown = [row["relation"] for row in ask(tmp_path, "paper", "arxiv:2503.00001")["relations"]]
    assert shown == ["INTRODUCES"] == [relation["fact"].partition(" ")[0]]


def test_a_struck_out_result_is_gone_and_comes_back_with_undo(workspace):
    row = result_row(workspace, "73.5 %")
    run(workspace, "correct", row["id"], "--strike")
    assert row["id"] not in {r["id"] for r in ask(workspace, "correct", VISION)}
    run(workspace, "names", "undo", "1")
    assert row in ask(workspace, "correct", VISION)


def test_a_corrected_result_has_the_new_value_and_benchmark(workspace):
    row = result_row(workspace, "73.5 %")
    run(workspace, "correct", row["id"], "--set", "value=74", "--set", "versus=DeepSeek-R1")
    assert result_row(workspace, "74 %")["fact"] == (
        "absolute 74 % of Vision-R1-7B on MathVista by accuracy against DeepSeek-R1"
    )


@pytest.mark.parametrize(
    ("text", "change", "done"),
    [
        ("73.5 %", ("--strike",), "struck out"),
        ("73.5 %", ("--set", "value=74", "--set", "versus="), "now value 74.0, versus none"),
        ("COMPARES_WITH OpenAI O1", ("--strike",), "struck out"),
    ],
)
def test_a_correction_is_told_as_the_fact_that_it_corrects(workspace, text, change, done):
    # Previously by its offsets, without the number
    row = result_row(workspace, text)
    said = f"{VISION}: {row['fact']}: {done}"
    told = run(workspace, "correct", row["id"], *change).stdout
    assert told == f"1: {said}. Take it back with: kg names undo -w {typed(workspace)} 1\n"
    assert ask(workspace, "names", "--corrections")[0]["what"] == said


def test_a_corrected_fact_is_known_by_both_ids(workspace):
    # Previously the new id was not told, and the old one was "no fact"
    old = result_row(workspace, "73.5 %")["id"]
    told = run(workspace, "correct", old, "--set", "versus=DeepSeek-R1").stdout
    new = result_row(workspace, "73.5 %")["id"]
    assert told.endswith(f"kg names undo -w {typed(workspace)} 1\nThe fact's id is now {new}\n")
    with pytest.raises(UnknownName, match=f"{old}' was corrected; its id is now '{new}'") as caught:
        run(workspace, "correct", old, "--strike")
    assert caught.value.candidates == (new,)
    run(workspace, "correct", new, "--set", "versus=OpenAI O1")
    last = result_row(workspace, "73.5 %")["id"]
    for earlier in (old, new):
        with pytest.raises(UnknownName, match=f"its id is now '{last}'"):
            run(workspace, "correct", earlier, "--strike")
    run(workspace, "correct", last, "--strike")
    for gone in (old, new, last):
        with pytest.raises(UnknownName, match=r"was struck out; .* undo 3"):
            run(workspace, "correct", gone, "--set", "value=74")
    run(workspace, "names", "undo", "3")
    run(workspace, "correct", last, "--set", "versus=")
    assert result_row(workspace, "73.5 %")["id"] == old


def test_a_fact_that_says_so_already_keeps_its_id(workspace):
    row = result_row(workspace, "73.5 %")
    for _ in range(2):
        told = run(workspace, "correct", row["id"], "--set", "value=73.5").stdout
        assert "id is now" not in told
    assert result_row(workspace, "73.5 %")["id"] == row["id"]


def test_a_corrected_relation_is_known_by_both_ids(workspace):
    old = result_row(workspace, "COMPARES_WITH OpenAI O1")["id"]
    told = run(workspace, "correct", old, "--set", "type=MENTIONS").stdout
    new = result_row(workspace, "MENTIONS OpenAI O1")["id"]
    assert f"The fact's id is now {new}\n" in told
    with pytest.raises(UnknownName, match=f"its id is now '{new}'"):
        run(workspace, "correct", old, "--strike")


def test_a_relation_is_replaced_by_another(workspace):
    row = result_row(workspace, "COMPARES_WITH OpenAI O1")
    run(workspace, "correct", row["id"], "--set", "type=MENTIONS")
    assert result_row(workspace, "MENTIONS OpenAI O1")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("value=many", "is no number"),
        ("value=nan", "'nan' is no number"),
        # Previously taken for said where only a longer name is, and nothing was changed.
        ("benchmark=MathVist", "does not say 'MathVist'; .*; nearest: 'MathVista'"),
        ("metric=accur", "does not say 'accur'; .*; nearest: 'accuracy'"),
        ("value=-inf", "'-inf' is no number"),
        ("value=1e999", "'1e999' is no number"),
        ("colour=red", "a result has no 'colour'"),
        ("benchmark=Nowhere-500", "does not say 'Nowhere-500'"),
    ],
)
def test_a_wrong_correction_is_refused(workspace, change, message):
    row = result_row(workspace, "73.5 %")
    with pytest.raises(InputError, match=message):
        run(workspace, "correct", row["id"], "--set", change)


@pytest.mark.parametrize("name", ["deepseek r1", "DEEPSEEK-R1", "DeepSeek-R1"])
def test_a_name_in_a_correction_is_that_of_the_paper_in_any_spelling(workspace, name):
    row = result_row(workspace, "73.5 %")
    run(workspace, "correct", row["id"], "--set", f"versus={name}")
    assert result_row(workspace, "73.5 %")["fact"].endswith(" against DeepSeek-R1")


@pytest.mark.parametrize(
    ("text", "change", "message"),
    [
        # Previously a thing without a name stood in the graph
        ("EVALUATES_ON MathVista", ["target="], "the target of a relation is empty"),
        ("EVALUATES_ON MathVista", ["target=MathVis"], "does not say 'MathVis'"),
        # Previously relationships that the schema does not have
        ("EVALUATES_ON MathVista", ["source=GRPO"], "EVALUATES_ON is said of the paper"),
        ("EVALUATES_ON MathVista", ["type=BASED_ON"], "BASED_ON is said of two things"),
        (
            "7B PART_OF Vision-R1",
            ["type=MENTIONS"],
            "MENTIONS is said of the paper, not",
        ),
        ("7B PART_OF Vision-R1", ["source="], "PART_OF is said of two things"),
        ("7B PART_OF Vision-R1", ["source=Vision-R1"], "'Vision-R1' is both ends"),
        ("7B PART_OF Vision-R1", ["type=LIKES"], "no relation 'LIKES'; there are: INTRODUCES"),
    ],
)
def test_a_wrong_correction_of_a_relation_is_refused(workspace, text, change, message):
    row = result_row(workspace, text)
    with pytest.raises(InputError, match=message):
        run(workspace, "correct", row["id"], *(f"--set={part}" for part in change))
    assert ask(workspace, "names", "--corrections") == []


@pytest.mark.parametrize(
    ("text", "change", "fact"),
    [
        ("7B PART_OF Vision-R1", ["type=MENTIONS", "source="], "MENTIONS Vision-R1"),
        ("USES GRPO", ["type=BASED_ON", "source=Vision-R1"], "Vision-R1 BASED_ON GRPO"),
        ("EVALUATES_ON MathVista", ["target=cold start"], "EVALUATES_ON cold start"),
    ],
)
def test_a_relation_of_a_paper_becomes_one_of_a_thing_and_back(workspace, text, change, fact):
    row = result_row(workspace, text)
    run(workspace, "correct", row["id"], *(f"--set={part}" for part in change))
    assert result_row(workspace, fact)["sentence"] == row["sentence"]
    assert row["id"] not in {r["id"] for r in ask(workspace, "correct", VISION)}


def test_a_correction_is_taken_back_once(workspace):
    # Previously the second time said the same as the first
    run(workspace, "names", "merge", "GPT-4", "GRPO", "--later")
    assert run(workspace, "names", "undo", "1").exit_code == 0
    with pytest.raises(InputError, match="correction 1 is taken back already"):
        run(workspace, "names", "undo", "1")


def test_a_thing_is_not_called_nothing(workspace):
    # Previously it was called ''
    with pytest.raises(InputError, match="the new name is empty; give one"):
        run(workspace, "names", "rename", "GPT-4", " ")
    assert "nobody corrected anything" in run(workspace, "names", "--corrections").stderr


@pytest.mark.parametrize(
    ("before", "after"),
    [(["-w", "{}"], []), (["--graph", "{}"], []), (["-w", "elsewhere.kg"], ["-w", "{}"])],
)
def test_an_option_before_a_command_of_names_is_that_of_the_command(
    workspace, tmp_path, monkeypatch, before, after
):
    # Previously the workspace in the present folder was changed
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_GRAPH", "neo4j://localhost")
    before, after = ([word.format(workspace) for word in words] for words in (before, after))
    words = ["names", *before, "--type", "method", "rename", "GRPO", "Zorbo", "--later", *after]
    assert CliRunner().invoke(cli, words).exit_code == 0
    assert node(workspace, "GRPO") == "method:zorbo"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("names --json rename GRPO Zorbo", "kg names rename takes no --json; see: kg names rename"),
        ("names --limit 3 export x.yaml", "kg names export takes no --limit"),
        ("names --type Model undo 1", "kg names undo takes no --type"),
        ("names --corrections --why GRPO", "--corrections and --why exclude each other"),
        ("names --corrections --conflicts", "--corrections and --conflicts exclude each other"),
        ("names --conflicts --type Model", "--conflicts and --type exclude each other"),
        ("correct 2503.06749 --strike", "--strike is for a fact, and '2503.06749' is none; list"),
        ("correct 2503.06749 --set value=4", "--set is for a fact"),
        ("correct 2503.06749 --later", "--later is for a fact"),
        ("correct result:1 --strike --json", "--json is for the facts of a paper: kg correct"),
        ("correct result:1 --set value=1 --set value=2", "value is set twice; give one value"),
        ("remove --undo", "--undo needs the PAPER that is to come back"),
        ("remove 2503.06749 --csv", "--csv is for the list of what was taken out"),
        ("page --depth 2", "--depth needs the --focus that it is measured from"),
        ("extract papers.jsonl --text Words", "FILE and --text exclude each other; give one"),
    ],
)
def test_an_option_that_would_be_dropped_is_refused(workspace, words, message):
    # Previously the command did something without it
    place = [] if words.startswith("extract") else ["-w", str(workspace)]
    done = CliRunner().invoke(cli, [*words.split(), *place])
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr.replace(f" -w {typed(workspace)}", "")


def test_a_removed_paper_is_gone_from_the_names(workspace):
    run(workspace, "remove", VISION)
    (removed,) = json.loads(run(workspace, "remove", "--json").stdout)
    assert removed["paper"] == VISION
    with Corpus.open(workspace, read_only=True) as corpus:
        resolution = known_names(corpus)
    assert not any(paper == VISION for paper, _ in resolution.links)
    said = run(workspace, "remove", VISION, "--undo").stdout
    build = f"kg build -w {typed(workspace)} FILE"
    assert said == f"{VISION} comes back when its file is read again: {build}\n"


def test_a_corpus_read_in_two_steps_resolves_as_one_read_at_once(tmp_path, seed_items):
    with Corpus.open(tmp_path) as corpus:
        for part in (seed_items[30:], seed_items[:30]):
            for paper, extraction in part:
                corpus.add(paper)
                corpus.save_extraction(paper.id, extraction)
            update_names(corpus)
        stepwise = kept_names(corpus)
    scratch = resolve(seed_items)
    assert (stepwise.entities, stepwise.links) == (scratch.entities, scratch.links)


def test_a_merge_of_two_known_things_is_told_and_both_names_lead_to_it(tmp_path):
    # Previously it was told of a name that nobody typed, and ImageNet was no name any more
    workspace = tmp_path / "papers.kg"
    with Build(workspace) as run_:
        for number, name in ((1, "ImageNet-1K"), (2, "ImageNet-100"), (3, "IN-100")):
            paper, extraction = make_read(number, f"We test on {name}.", ("Benchmark", name))
            run_.corpus.add(paper)
            run_.corpus.save_extraction(paper.id, extraction)
        run_.update()
    done = run(workspace, "names", "merge", "ImageNet", "ImageNet-100")
    assert done.exit_code == 0
    assert "'ImageNet' (Benchmark, 1 paper) is 'ImageNet-100' (Benchmark, 2 papers)" in done.stdout
    assert "the catalogue knows 'ImageNet' and 'ImageNet-100' as two things" in done.stderr
    assert node(workspace, "ImageNet") == node(workspace, "ImageNet-100") is not None
    with kg.open(workspace) as graph:
        assert graph.entity("ImageNet").id == graph.entity("ImageNet-100").id


def test_a_file_of_corrections_is_checked_in_one_walk_over_all_names(monkeypatch):
    # Previously each entry folded every name of the corpus: a thousand took ten minutes
    names = [f"Zorbo {letter}{other}" for letter in "abcdefgh" for other in "abcdefgh"]
    things = [
        ResolvedEntity(f"method:{n}", name, EntityType.METHOD, (Alias(name, "", ("arxiv:1",)),))
        for n, name in enumerate(names)
    ]
    renames = [
        Correction(
            n, "rename", {"a": {"surface": name}, "name": f"{name} new"}, "ann", "2026-01-01"
        )
        for n, name in enumerate(names)
    ]
    folded = []
    monkeypatch.setattr(directory, "fold", lambda name: folded.append(name) or name.lower())
    kept, refused = acceptable(Directory(Resolution(tuple(things), {})), renames)
    assert (len(kept), refused) == (len(names), [])
    assert len(folded) < 20 * len(names)
