"""No error of the Neo4j driver leaves the store."""

from __future__ import annotations

import inspect
import logging

import neo4j.exceptions
import pytest

from kg.errors import ConfigError, KGError, QueryError, StoreError
from kg.graph import Graph
from kg.settings import Settings
from kg.store.neo4j import Login, open_neo4j
from kg.store.neo4j_errors import translated
from kg.store.neo4j_login import check_address, find_login
from kg.store.neo4j_values import plain
from tests.conftest import opened
from tests.graphs import graph_of, make_graph

FOREIGN = sorted(
    (
        each
        for each in vars(neo4j.exceptions).values()
        if inspect.isclass(each)
        and issubclass(each, Exception)
        and each.__module__.startswith("neo4j")
    ),
    key=lambda each: each.__name__,
)


def make_error(kind):
    for arguments in (("boom",), (None, "boom"), ("boom", "boom", "boom")):
        try:
            return kind(*arguments)
        except TypeError:
            continue
    raise AssertionError(f"cannot make a {kind}")


def test_the_driver_has_the_errors_that_this_test_is_about():
    assert {"Neo4jError", "ServiceUnavailable", "AuthError"} <= {e.__name__ for e in FOREIGN}


@pytest.mark.parametrize("kind", FOREIGN, ids=lambda kind: kind.__name__)
def test_an_error_of_the_driver_becomes_one_of_ours(kind):
    error = make_error(kind)
    with pytest.raises(KGError) as caught, translated("bolt://here"):
        raise error
    assert caught.value.__cause__ is error
    assert str(caught.value)


@pytest.mark.parametrize("kind", [OSError, ValueError, TypeError])
def test_an_error_of_python_in_the_driver_becomes_one_of_ours(kind):
    with pytest.raises(KGError), translated("bolt://here"):
        raise kind("")


def test_an_error_of_ours_passes_as_it_is():
    with pytest.raises(StoreError, match=r"^as it is$"), translated("bolt://here"):
        raise StoreError("as it is")


@pytest.mark.neo4j
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("MATCH (n", "invalid input"),
        ("RETURN $missing", "missing"),
        ("RETURN 1 / 0", "by zero"),
        ("CALL no.such()", "no procedure"),
        ("CREATE (n)", "write=True"),
        ("CREATE INDEX FOR (n:X) ON (n.y)", "write=True"),
        ("USE other RETURN 1", "other"),
    ],
)
def test_a_statement_that_the_server_refuses_is_a_query_error(neo4j_store, text, said):
    with pytest.raises(KGError, match=said) as caught:
        neo4j_store.run(text)
    assert isinstance(caught.value, QueryError) or "USE" in text


@pytest.mark.neo4j
def test_a_wrong_password_says_which_variables_to_set(neo4j_server):
    with pytest.raises(StoreError, match="NEO4J_PASSWORD") as caught:
        open_neo4j(neo4j_server.uri, login=Login("neo4j", "not-the-password", "neo4j"))
    assert "not-the-password" not in str(caught.value)


@pytest.mark.neo4j
def test_a_missing_database_is_named(neo4j_server):
    with (
        opened(neo4j_server, database="nowhere") as store,
        pytest.raises(StoreError, match="nowhere"),
    ):
        store.run("RETURN 1 AS one")


def test_no_server_says_how_to_start_one():
    with pytest.raises(StoreError, match="docker compose up -d"):
        open_neo4j("bolt://127.0.0.1:9", login=Login("neo4j", "secret", "neo4j"))


def test_the_driver_says_nothing_on_stderr_by_itself(capfd):
    with pytest.raises(StoreError):
        open_neo4j("bolt://127.0.0.1:9", login=Login("neo4j", "secret", "neo4j"))
    logging.getLogger("neo4j.pool").warning("transaction failed and will be retried")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("url", ["bolt://me:secret@localhost:7687", "neo4j://me@localhost"])
def test_an_address_with_a_login_is_refused_without_repeating_it(url):
    with pytest.raises(ConfigError, match="holds a login") as caught:
        check_address(url)
    assert "secret" not in str(caught.value)


def test_an_address_without_a_server_is_refused():
    with pytest.raises(ConfigError, match="names no server"):
        check_address("neo4j://")


def test_a_login_shows_no_password():
    assert "secret" not in repr(Login("neo4j", "secret", "neo4j"))


def make_settings(**more):
    return Settings.from_env({"NEO4J_PASSWORD": "of the variable", **more})


def test_a_login_comes_from_the_variables():
    login = find_login(make_settings(NEO4J_USERNAME="me", NEO4J_DATABASE="papers"))
    assert (login.user, login.password, login.database) == ("me", "of the variable", "papers")


@pytest.mark.parametrize("named_by", ["option", "variable"])
def test_a_credentials_file_goes_before_the_variables(tmp_path, named_by):
    file = tmp_path / "credentials.txt"
    file.write_text(
        "# from the console\nNEO4J_URI=x\nNEO4J_PASSWORD='a=b'\nexport NEO4J_USERNAME=me\n"
    )
    by_variable = {"NEO4J_CREDENTIALS": str(file)} if named_by == "variable" else {}
    login = find_login(make_settings(**by_variable), file=None if by_variable else file)
    assert (login.user, login.password, login.database) == ("me", "a=b", "neo4j")


@pytest.mark.parametrize(("text", "said"), [(None, "cannot be read"), ("nothing", "no line like")])
def test_a_credentials_file_that_is_no_use_is_a_config_error(tmp_path, text, said):
    file = tmp_path / "credentials.txt"
    if text is not None:
        file.write_text(text)
    with pytest.raises(ConfigError, match=said):
        find_login(make_settings(), file=file)


@pytest.mark.neo4j
def test_nodes_relationships_paths_and_times_come_back_plain(neo4j_store):
    found = neo4j_store.run(
        "CREATE (a:Person {name: 'Ada'})-[r:KNOWS {since: 1}]->(b:Person {name: 'Bob'}) "
        "WITH a, r, b MATCH p = (a)-->(b) RETURN a, r, p, datetime('2025-01-02T03:04:05Z') AS t, "
        "duration('P1D') AS d, time('03:04:05Z') AS s, point({x: 1, y: 2}) AS point",
        write=True,
    )
    ada, knows, bob = {"name": "Ada"}, {"since": 1}, {"name": "Bob"}
    assert found[0] | {"point": ""} == {
        "a": ada,
        "r": knows,
        "p": [ada, knows, bob],
        "t": "2025-01-02T03:04:05+00:00",
        "d": "P1D",
        "s": "03:04:05+00:00",
        "point": "",
    }
    assert isinstance(found[0]["point"], str)


@pytest.fixture
def reader(neo4j_server):
    """A user who is not the administrator; on Community rights cannot be taken from it."""
    with opened(neo4j_server, read_only=False, database="system") as system:
        system.run(
            "CREATE USER reader SET PASSWORD 'only-for-tests' CHANGE NOT REQUIRED", write=True
        )
        yield Login("reader", "only-for-tests", "neo4j")
        system.run("DROP USER reader", write=True)


@pytest.mark.neo4j
def test_a_user_of_its_own_reads_everything_and_writes_nothing(neo4j_store, neo4j_server, reader):
    neo4j_store.write(make_graph())
    store = open_neo4j(neo4j_server.uri, login=reader)
    try:
        assert graph_of(store) == graph_of(neo4j_store)
        assert store.load_state().state == "complete"
        assert [hit.name for hit in Graph(store).search("paper 3", limit=1)] == ["Paper 3"]
        with pytest.raises(QueryError, match="write=True"):
            store.run("CREATE (n)")
        with pytest.raises(StoreError, match="open for reading"):
            store.run("CREATE (n)", write=True)
    finally:
        store.close()


def test_plain_values_stay_as_they_are():
    assert plain({"a": [1, None, "x", {"b": True}]}) == {"a": [1, None, "x", {"b": True}]}
