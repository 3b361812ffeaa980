"""What tests share: real input, a really built graph, both stores."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.records import Extraction, GraphRows, Paper
from tests.gold import read_gold

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(__file__).resolve().parent / "data"
IN_CI = os.environ.get("CI") == "true"


def need(condition: object, reason: str) -> None:
    """Skip outside CI with one line, fail in CI: there everything must run."""
    if condition:
        return
    if IN_CI:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def example() -> Path:
    return DATA / "daily-papers.txt"


@pytest.fixture(scope="session")
def shared() -> Callable[..., Path]:
    """Give paths beside the checkout, which fresh clones do not have."""

    def path(*parts: str) -> Path:
        found = ROOT.parent.joinpath("shared", *parts)
        need(found.exists(), f"needs ../shared/{'/'.join(parts)}")
        return found

    return path


@pytest.fixture(scope="session")
def seed_items() -> list[tuple[Paper, Extraction]]:
    return read_gold(DATA / "seed.jsonl")


@pytest.fixture(scope="session")
def seed_rows(seed_items: list[tuple[Paper, Extraction]]) -> GraphRows:
    from kg.resolve import resolve
    from kg.rows import graph_rows

    return graph_rows(seed_items, resolve(seed_items), workspace="seed", revision=1)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, example: Path) -> Path:
    """A workspace built from the example by the product itself."""
    from kg.build import build

    workspace = tmp_path_factory.mktemp("built") / "papers.kg"
    build([example], workspace=workspace)
    return workspace


@pytest.fixture(scope="session")
def graph(built: Path) -> Iterator[object]:
    import kg

    with kg.open(built) as opened:
        yield opened
