"""What a caller from Python gives, and what is refused before anything is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.build import Build, build
from kg.errors import ConfigError


@pytest.fixture
def paper(tmp_path) -> Path:
    path = tmp_path / "one.jsonl"
    path.write_text('{"title": "Foo: A Model", "abstract": "We introduce Foo, a model of bars."}\n')
    return path


@pytest.mark.parametrize(
    "way", [str, Path, lambda p: [str(p)], lambda p: (p,), lambda p: iter([p])]
)
def test_one_path_is_one_path(paper, tmp_path, way):
    # Previously the letters of a text were read as files: a dot and a slash are folders
    with Build(tmp_path / "w") as run:
        assert [found.title for found in run.add(way(paper))] == ["Foo: A Model"]
        assert run.failures == []


@pytest.mark.parametrize("given", [None, 5, b"one.jsonl", ["a", 5], "a\0b", [b"a"]])
def test_what_is_no_path_is_refused_before_a_folder_is_made(tmp_path, given):
    with pytest.raises(ConfigError, match="give a path, as text or"):
        build(given, workspace=tmp_path / "w")
    assert not (tmp_path / "w").exists()
