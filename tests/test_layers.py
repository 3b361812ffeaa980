"""Imports point one way."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from tests import rules

ROOT = Path(__file__).resolve().parent.parent
imports_of = cache(rules.imports_of)
# From the ground up; a module may import what stands in a line above it, or its own line's group.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("errors",),
    ("arguments",),
    ("records", "settings", "resources", "words", "greek", "plain", "sql", "whole_file"),
    ("schema", "text", "ids", "roles"),
    ("catalogue", "queries"),
    ("sources", "extract", "corpus", "resolve"),
    ("store",),
    ("rows", "graph"),
    ("build", "facts"),
    ("correct",),
    ("rdf", "pages", "evaluate"),
    ("export", "train"),
    ("cli",),
)
# They count as the module whose part they are.
PART_OF = {"corrections": "resolve", "names": "resolve"}
OWNERS = {
    "spacy": "kg.extract",
    "onnxruntime": "kg.extract",
    "tokenizers": "kg.extract",
    "torch": "kg.train",
    "transformers": "kg.train",
    "kglite": "kg.store",
    "neo4j": "kg.store",
    "rdflib": "kg.rdf",
    "pyvis": "kg.pages",
    "fastapi": "kg.pages",
    "uvicorn": "kg.pages",
    "rich": "kg.cli",
}
# Methods of a graph show and write it; they import what does so when they are called, and name the
# types of what they return for who checks these.
UPWARD = {
    ("kg.graph", name)
    for name in (
        *("kg.pages.render", "kg.pages.pyvis_page", "kg.export", "kg.rdf"),
        *("rdflib", "pyvis.network"),
    )
}
MODULES = sorted(ROOT.glob("kg/**/*.py"))
# One class in two files for its length alone.
CUT_IN_TWO = {"kg.resolve.kept"}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def group_of(module: str) -> str | None:
    parts = module.split(".")
    if parts[0] != "kg" or len(parts) < 2 or parts[1].startswith("__"):
        return None
    name = parts[1]
    if name in PART_OF:
        return PART_OF[name]
    known = [group for layer in LAYERS for group in layer]
    return name if name in known else None


def is_upward(path: Path, module: str) -> bool:
    own = name_of(path)
    return any(own == one and f"{module}.".startswith(f"{other}.") for one, other in UPWARD)


def layer_of(group: str) -> int:
    return next(i for i, layer in enumerate(LAYERS) if group in layer)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_from_below(path):
    own = group_of(name_of(path))
    if own is None:  # kg/__init__ and kg/__main__ stand on top
        assert path.name in {"__init__.py", "__main__.py"}, f"{path} has no layer"
        return
    for module in imports_of(path):
        other = group_of(module)
        if other and other != own and not is_upward(path, module):
            assert layer_of(other) < layer_of(own), f"{name_of(path)} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_heavy_library_has_one_owner(path):
    for module in imports_of(path):
        owner = None if is_upward(path, module) else OWNERS.get(module.split(".")[0])
        assert owner is None or name_of(path).startswith(owner), f"{name_of(path)}: {module}"


def test_no_exception_to_the_direction_is_left_over():
    assert all(other in imports_of(ROOT / "kg" / "graph" / "__init__.py") for _, other in UPWARD)


def test_a_store_knows_no_corpus():
    # Previously the embedded store opened one for a hint in an error
    for path in (ROOT / "kg" / "store").glob("*.py"):
        assert not any(module.startswith("kg.corpus") for module in imports_of(path)), path


def test_settings_are_read_by_the_commands_and_where_a_graph_is_opened():
    readers = {name_of(path) for path in MODULES if "Settings.from_env" in path.read_text("utf-8")}
    assert {name for name in readers if not name.startswith("kg.cli.")} == {
        "kg.graph",
        "kg.store.neo4j",
    }


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_has_at_most_400_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", [p for p in MODULES if name_of(p) not in CUT_IN_TWO], ids=name_of)
def test_a_class_leans_on_no_private_part_of_another_file(path):
    # Previously the questions called `_kins` of their base, and papers `_forget_authors` of theirs
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.ClassDef):
            continue
        used, own = set(), set()
        for one in ast.walk(node):
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
                own.add(one.name)
            elif isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
                own.add(one.target.id)
            elif isinstance(one, ast.Attribute) and ast.unparse(one.value) == "self":
                (own if isinstance(one.ctx, ast.Store) else used).add(one.attr)
        foreign = {name for name in used - own if name.startswith("_") and name[-2:] != "__"}
        assert not foreign, f"{name_of(path)}.{node.name} uses {foreign}"


def test_help_loads_no_heavy_library():
    code = (
        "import sys, kg.cli\n"
        "try: kg.cli.cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        f"print(sorted(set(sys.modules) & {set(OWNERS) | {'numpy', 'networkx', 'yaml'}!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == "[]", done.stdout + done.stderr


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path.name != "__init__.py"], ids=name_of
)
def test_a_list_of_public_names_is_what_others_import(path):
    # Previously four of seven such lists named what nobody imported, and lacked what others did.
    tree = ast.parse(path.read_text(encoding="utf-8"))
    listed = {
        constant.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        for constant in ast.walk(node.value)
        if isinstance(constant, ast.Constant)
    }
    if listed:
        prefix = f"{name_of(path)}."
        others = [*MODULES, *ROOT.glob("tests/*.py")]
        imported = {name for other in others for name in imports_of(other)}
        assert listed == {n.removeprefix(prefix) for n in imported if n.startswith(prefix)}


def test_the_questions_define_nothing_twice():
    # Previously a cell became text by two functions, and `Ask` was three aliases
    seen = defaultdict(list)
    for path in sorted((ROOT / "kg" / "graph").glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                body = [
                    one
                    for one in node.body
                    if not isinstance(getattr(one, "value", 0), ast.Constant)
                ]
                seen[ast.dump(ast.Module(body, []))].append(f"{path.stem}.{node.name}")
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript):
                seen[ast.dump(node)].append(f"{path.stem}.{ast.unparse(node)}")
    assert [names for names in seen.values() if len(names) > 1] == []


def test_small_words_are_listed_once():
    # Previously five modules had a list each, no two for a reason that was told.
    def lists_small_words(path: Path) -> bool:
        text = path.read_text(encoding="utf-8")
        return '"via"' in text and any(
            {"of", "with", "via"} <= {getattr(item, "value", None) for item in node.elts}
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.Set | ast.List | ast.Tuple)
        )

    assert [name_of(path) for path in MODULES if lists_small_words(path)] == ["kg.text"]
