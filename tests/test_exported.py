"""What `import kg` offers."""

from __future__ import annotations

import subprocess
import sys
import types

import pytest

import kg


def test_all_lists_the_public_names_and_no_more():
    public = {
        name
        for name, value in vars(kg).items()
        if name[0] != "_" and not isinstance(value, types.ModuleType)
    } - {"annotations", "TYPE_CHECKING", "open"}  # `open` stands there once it was used
    lazy = {"Graph", "Limits", "Rows", "same_name"}
    assert sorted(public | lazy | {"__version__"}) == kg.__all__


def test_every_public_name_can_be_had():
    # Without `open`: after a star import Python's own would be gone.
    assert all(getattr(kg, name) for name in [*kg.__all__, "open"])


@pytest.mark.parametrize(
    "name",
    ["store.Limits", "build.build", "build.Build", "extract.read", "extract.extract", "rdf.to_rdf",
     "sources.read_papers", "export.export_file", "corpus.Corpus", "errors.KGError", "Limits"],
)  # fmt: skip
def test_a_name_is_there_without_an_import_of_its_module(name):
    # Previously kg.store.Limits, which errors name, was there only once a graph had been opened
    code = f"import kg; print(callable(kg.{name}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "True\n", done.stderr


def test_build_and_extract_are_modules_whatever_was_imported_before():
    import kg.build
    import kg.extract
    from kg.build import build
    from kg.extract import extract

    assert isinstance(kg.build, types.ModuleType)
    assert isinstance(kg.extract, types.ModuleType)
    assert callable(build)
    assert callable(extract)


@pytest.mark.parametrize(
    ("module", "function"),
    [("build", "build"), ("extract", "extract"), ("export", "export_file")],
)
def test_a_module_that_is_called_says_which_of_its_functions_is_meant(module, function):
    # Previously "'module' object is not callable"
    found = getattr(kg, module)
    said = rf"kg\.{module} is a module; call its function: kg\.{module}\.{function}\("
    with pytest.raises(TypeError, match=said):
        found(["papers.jsonl"], workspace="own.kg")
    assert callable(getattr(found, function))


def test_dir_lists_what_can_be_used():
    # Previously only what had been used before, and __getattr__
    assert {*kg.__all__, "build", "errors", "extract", "store"} <= {*dir(kg)}
    assert all(getattr(kg, name) is not None for name in dir(kg))
