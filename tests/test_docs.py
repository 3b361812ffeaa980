"""Documents name what there is, and what they show runs."""

from __future__ import annotations

import inspect
import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

import kg
import kg.errors
from kg.cli import COMMANDS, cli
from kg.cli.names import names
from kg.settings import SETTINGS
from tests import docs
from tests.commands import run_kg
from tests.docs import command_reference, commands_in

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = README + "".join(p.read_text(encoding="utf-8") for p in sorted(ROOT.glob("docs/*.md")))
_PATH = r"`((?:kg|schema|cypher|tests|docs)/[\w./*-]*)`"
ERRORS = [
    name
    for name, found in inspect.getmembers(kg.errors, inspect.isclass)
    if issubclass(found, kg.KGError)
]
RUN_BY_HAND = [
    path.relative_to(ROOT)
    for folder in ("kg", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if not path.name.startswith("test_")
    and re.search("^if __name__ ==", path.read_text(encoding="utf-8"), re.MULTILINE)
]


@pytest.mark.parametrize("name", [name for group in COMMANDS.values() for name in group])
def test_every_command_is_named(name):
    assert f"kg {name}" in PAGES


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda s: s.name)
def test_every_setting_is_named(setting):
    assert setting.env in README


@pytest.mark.parametrize("path", sorted(ROOT.glob("cypher/read/*.cypher")), ids=lambda p: p.stem)
def test_every_query_is_named(path):
    assert re.search(rf"\b{path.stem}\b", PAGES)


@pytest.mark.parametrize(
    "path",
    sorted((*ROOT.glob("kg/extract/[a-z]*.py"), *ROOT.glob("kg/text/[a-z]*.py"))),
    ids=lambda path: f"{path.parent.name}.{path.stem}",
)
def test_every_module_that_reads_is_in_the_table_of_them(path):
    # Previously nineteen were not
    read = (ROOT / "docs" / "extraction.md").read_text(encoding="utf-8")
    is_twice = path.parent.name == "text" and (ROOT / "kg" / "extract" / path.name).exists()
    forms = [f"`kg/text/{path.name}`"] if path.parent.name == "text" else []
    assert any(form in read for form in (*forms, *([] if is_twice else [f"`{path.name}`"])))


@pytest.mark.parametrize("name", ERRORS)
def test_every_error_is_named(name):
    assert name in PAGES


def test_the_readme_says_where_the_errors_are():
    # Previously they were named as if kg itself had them
    part = README.partition("All errors are `kg.KGError`s, and `kg.errors` has each: ")[2]
    told = re.findall(r"`(\w+)`", part.partition("\n\n")[0])
    assert sorted([*told, "KGError"]) == ERRORS


@pytest.mark.parametrize("path", RUN_BY_HAND, ids=str)
def test_a_module_that_is_run_by_hand_has_help(path):
    # Previously python -m kg.catalogue --help wrote the index anew. A process each: what another
    # test has imported hides what a module forgets.
    module = ".".join(path.with_suffix("").parts).removesuffix(".__main__")
    run = [sys.executable, "-m", module, "--help"]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout[:7].lower()) == (0, "usage: "), done.stderr


# It was imported before it is run.
@pytest.mark.parametrize("path", RUN_BY_HAND, ids=str)
@pytest.mark.filterwarnings("ignore:.* found in sys.modules:RuntimeWarning")
def test_a_module_that_is_run_by_hand_refuses_what_it_does_not_know(path, monkeypatch, capsys):
    module = ".".join(path.with_suffix("").parts).removesuffix(".__main__")
    monkeypatch.setattr(sys, "argv", [module, "--no-such"])
    with pytest.raises(SystemExit) as end:
        runpy.run_module(module, run_name="__main__")
    assert end.value.code == 2
    assert capsys.readouterr().err.lower().startswith("usage: ")


def test_the_command_reference_is_fresh():
    # Make it anew with: python -m tests.docs --only docs/cli.md
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == command_reference()


def test_the_command_reference_has_the_commands_of_a_group():
    # Previously the options of kg names merge and its like stood nowhere
    text = command_reference()
    for name, command in names.commands.items():
        own = text.partition(f"\n#### kg names {name}\n")[2].partition("\n#")[0]
        options = {word for option in command.params for word in option.opts if word[0] == "-"}
        assert {word for word in options if not re.search(rf"(?<!\S){word}\b", own)} == set()


@pytest.mark.parametrize("words", [["--help"], ["--only", "CHANGELOG.md"], ["docs/cli.md"]])
def test_the_documents_stay_as_they_are_where_they_are_not_to_be_written(words, monkeypatch):
    # Previously --help rewrote them
    monkeypatch.setattr(docs, "fill_readme", pytest.fail)
    monkeypatch.setattr(docs, "command_reference", pytest.fail)
    with pytest.raises(SystemExit):
        docs.main(words)


@pytest.mark.parametrize("page", sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))), ids=str)
def test_a_block_begins_and_ends_on_lines_of_its_own(page):
    # Previously an example stood within a sentence, and broken over two lines
    marks = re.findall(r"^.*```.*$", page.read_text(encoding="utf-8"), re.M)
    assert [mark for mark in marks if not re.fullmatch(r" *```\w*", mark)] == []
    assert len(marks) % 2 == 0


@pytest.mark.parametrize("page", sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))), ids=str)
def test_a_link_to_a_document_leads_to_it(page):
    for target, anchor in re.findall(
        r"\]\((?!http)([^)#]*)#?([^)]*)\)", page.read_text(encoding="utf-8")
    ):
        other = page.parent / target if target else page
        assert other.exists(), target
        if anchor:
            heads = re.findall(r"^#+ (.*)$", other.read_text(encoding="utf-8"), re.M)
            assert anchor in {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in heads}


@pytest.mark.parametrize("path", sorted({*re.findall(_PATH, PAGES)}))
def test_a_path_that_a_document_names_is_there(path):
    # Previously README.md named kg/graph.py, which had become a package
    assert list(ROOT.glob(path.rstrip("/"))), path


@pytest.mark.parametrize("command", dict.fromkeys(commands_in(PAGES)))
def test_every_command_of_a_document_runs(command, tmp_path, built, example, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "papers.kg").symlink_to(built)
    (tmp_path / "daily-papers.txt").symlink_to(example)
    # A server would go on: it is asked for one answer with its options.
    one = ["--get", "/api/stats"] if command.startswith("kg serve ") else []
    done = run_kg(*shlex.split(command)[1:], *one)
    assert done.returncode == 0, done.stderr


def shown_in_blocks(text: str) -> list[str]:
    """Return the `kg` commands of blocks that are no console."""
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    lines = [line for kind, block in blocks if kind != "console" for line in block.splitlines()]
    return [line for line in lines if line.startswith("kg ")]


@pytest.mark.parametrize("command", dict.fromkeys(shown_in_blocks(PAGES)))
def test_a_command_with_names_of_ones_own_has_the_options_that_it_shows(
    command, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    Path("corrections.yaml").touch()
    words = shlex.split(command, comments=True)[1:]
    context = click.Context(cli)
    while isinstance(context.command, click.Group) and words:
        found = context.command.get_command(context, words[0])
        if found is None:
            break
        context = found.make_context(words[0], words[1:], parent=context)
        words = [*context._protected_args, *context.args]
    assert context.command is not cli, command
    assert words == [], command


def test_the_changelog_is_on_top_at_the_package_version():
    lines = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    versions = [line[3:].split()[0] for line in lines if line.startswith("## ")]
    assert next(v for v in versions if v != "Unreleased") == kg.__version__
