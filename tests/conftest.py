"""What tests share: real input, a really built graph, both stores."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from neo4j import GraphDatabase

from kg.records import Extraction, GraphRows, Paper
from kg.sources import Problem, read_papers
from tests.chromium import FLAGS, find
from tests.gold import read_gold
from tests.graphs import fill
from tests.made import make_sample
from tests.neo4j_server import Server, ServerError, find_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from kg import Graph
    from kg.store import Store
    from kg.store.neo4j import Neo4jStore

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(__file__).resolve().parent / "data"
IN_CI = os.environ.get("CI") == "true"
# A test that loads onnxruntime before kg does sends nothing either.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

# Under nohup, or behind & in a script, signals are ignored, and so they are in all that is started
# from here: what a test interrupts would go on. A handler goes to no other program.
for name in ("SIGINT", "SIGTERM", "SIGHUP"):
    number = getattr(signal, name, None)
    if number is not None and signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, lambda *_: None)

# A busy machine makes slow what is right.
settings.register_profile("kg", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kg")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Call slow what needs a server or a browser: -m "not slow" is to tell of a change at once."""
    for item in items:
        if {"neo4j", "browser"} & {mark.name for mark in item.iter_markers()}:
            item.add_marker(pytest.mark.slow)


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
        named = ("..", "shared", *parts)
        found = ROOT.joinpath(*named)
        need(found.exists(), f"needs annotated papers beside the checkout: {'/'.join(named)}")
        return found

    return path


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str | bytes], tuple[list[Paper], list[str]]]:
    """Reads a text as a file; the papers in it, and what is told of the rest with its line."""

    def read(content: str | bytes) -> tuple[list[Paper], list[str]]:
        path = tmp_path / "input"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        problems: list[Problem] = []
        papers = list(read_papers(path, on_problem=problems.append))
        return papers, [f"{problem.line}: {problem.reason}" for problem in problems]

    return read


@pytest.fixture(scope="session")
def pandas() -> ModuleType:
    need(find_spec("pandas"), "needs pandas; get it with: pip install -e '.[pandas]'")
    return import_module("pandas")


@pytest.fixture(scope="session")
def seed_items() -> list[tuple[Paper, Extraction]]:
    return read_gold(DATA / "seed.jsonl")


@pytest.fixture(scope="session")
def seed_workspace(
    tmp_path_factory: pytest.TempPathFactory, seed_items: list[tuple[Paper, Extraction]]
) -> Path:
    """A workspace that holds the annotated papers as if the reader had read them; copy it."""
    from kg.build import Build

    workspace = tmp_path_factory.mktemp("seed") / "papers.kg"
    with Build(workspace) as run:
        for paper, extraction in seed_items:
            run.corpus.add(paper)
            run.corpus.save_extraction(paper.id, extraction)
        run.update()
    return workspace


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


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Server]:
    """A Neo4j that the tests may empty: never one with other data in it."""
    try:
        server = find_server()
    except ServerError as error:
        need(False, str(error))
        raise
    with opened(server) as store:
        if not server.can_kill and store.run("MATCH (n) RETURN n LIMIT 1"):
            pytest.fail(f"{server.uri} holds data, which the tests would delete; empty it first")
    yield server
    server.stop()


@contextmanager
def opened(server: Server, *, read_only: bool = True, **options: object) -> Iterator[Neo4jStore]:
    from kg.store.neo4j import Login, Neo4jStore

    login = Login(server.user, server.password, str(options.pop("database", "neo4j")))
    uri = str(options.pop("uri", server.uri))
    store = Neo4jStore(uri, login=login, read_only=read_only, **options)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def emptied(server: Server) -> Iterator[Neo4jStore]:
    """Give the database, open for writing and with nothing in it."""
    with opened(server, read_only=False) as store:
        store.run("MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS", write=True)
        yield store


@pytest.fixture
def neo4j_store(neo4j_server: Server) -> Iterator[Neo4jStore]:
    """An empty database, open for writing."""
    with emptied(neo4j_server) as store:
        yield store


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of either kind, open for writing."""
    if request.param == "neo4j":
        yield request.getfixturevalue("neo4j_store")
        return
    from kg.store import open_store

    store = open_store(tmp_path / "papers.kg", read_only=False)
    yield store
    store.close()


@pytest.fixture(scope="module")
def neo4j_filled(neo4j_server: Server) -> Iterator[Callable[[GraphRows], Store]]:
    """Put rows into the database, and nothing else, without the ways of a load."""
    driver = GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password))
    with driver, driver.session(database="neo4j") as session, emptied(neo4j_server) as store:
        store.apply_schema()

        def filled(rows: GraphRows) -> Store:
            fill(session, rows)
            return store

        yield filled


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def filled(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[[GraphRows], Store]]:
    """Give a store of either kind that holds just the rows: for tests of what is read."""
    if request.param == "neo4j":
        yield request.getfixturevalue("neo4j_filled")
        return
    from kg.store import open_store

    with closing(open_store(tmp_path / "papers.kg", read_only=False)) as store:

        def filled(rows: GraphRows) -> Store:
            store.write(rows)
            return store

        yield filled


@pytest.fixture(scope="session")
def seed_graph(seed_rows: GraphRows, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """The graph of the 63 annotated papers, opened for reading."""
    import kg
    from kg.store import open_store

    workspace = tmp_path_factory.mktemp("seed") / "papers.kg"
    store = open_store(workspace, read_only=False)
    store.write(seed_rows)
    store.close()
    with kg.open(workspace) as opened:
        yield opened


@pytest.fixture(scope="session")
def sample_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the graph of the sample, which nobody writes to."""
    from kg.store import open_store

    workspace = tmp_path_factory.mktemp("sample") / "papers.kg"
    store = open_store(workspace, read_only=False)
    store.write(make_sample().rows())
    store.close()
    return workspace


@pytest.fixture(scope="session")
def sample(sample_workspace: Path) -> Iterator[Graph]:
    """The graph of the sample, opened for reading."""
    import kg

    with kg.open(sample_workspace) as opened:
        yield opened


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real Chromium: Debian's package, driven by playwright."""
    path = find()
    need(path, "needs Chromium; get it with: sudo apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
