"""No error of the Neo4j driver leaves the store."""

from __future__ import annotations

import inspect
import logging
import shutil
import ssl
import subprocess
from functools import partial

import neo4j.exceptions
import pytest

from kg.errors import ConfigError, KGError, QueryError, StoreError
from kg.graph import Graph
from kg.settings import Settings
from kg.store import is_server
from kg.store.neo4j import Login, check_agent, open_neo4j
from kg.store.neo4j_errors import translated
from kg.store.neo4j_login import check_address, find_login
from kg.store.neo4j_values import plain
from tests.conftest import need, opened
from tests.graphs import graph_of, make_graph
from tests.proxy import Proxy

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


@pytest.mark.parametrize(
    ("code", "kind", "said"),
    [
        # Previously a load told of its own statement, and a full disk had no remedy
        ("ClientError.General.WriteOnReadOnlyAccessDatabase", StoreError, "let it be written to"),
        ("DatabaseError.Transaction.TransactionLogError", StoreError, "disk is full, restart it"),
        ("DatabaseError.General.UnknownError", StoreError, "disk is full, restart it"),
    ],
)
def test_what_the_server_cannot_do_now_leads_on(code, kind, said):
    with pytest.raises(kind, match=said), translated("bolt://here"):
        raise neo4j.exceptions.Neo4jError._hydrate_neo4j(code=f"Neo.{code}", message="boom")


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


@pytest.mark.parametrize(
    "url",
    [
        *("bolt://me:secret@localhost:7687", "neo4j://me@localhost"),
        *("neo4j://me:1/secret@localhost", "neo4j://me:secret?a#b@localhost"),
    ],
)
def test_an_address_with_a_login_is_refused_without_repeating_it(url):
    with pytest.raises(ConfigError, match="holds a login") as caught:
        check_address(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("neo4j://", "names no server"),
        ("neo4j://[::1", "names no host"),
        ("bolt://me:secret[@localhost", "names no host"),
        ("neo4j://localhost:port", "port of .* is none"),
        ("neo4j://localhost:99999", "port of .* is none"),
        ("bolt://localhost?policy=near", "only neo4j://"),
        # Previously the default database was loaded
        ("neo4j://localhost:7687/papers", "NEO4J_DATABASE"),
        ("neo4j://localhost:7687#papers", "NEO4J_DATABASE"),
    ],
)
def test_an_address_that_names_more_or_less_than_a_server_is_refused(url, said):
    with pytest.raises(ConfigError, match=said) as caught:
        open_neo4j(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["bolt://localhost/", "NEO4J://[::1]:7687", "neo4j+s://db.example:7687?policy=near"]
)
def test_an_address_of_a_server_is_taken(url):
    check_address(url)
    assert is_server(url)


@pytest.mark.parametrize("agent", ["Neo4j/4.4.3", "Neo4j/v5.11.0 compatible: Other", "Other/9.1"])
def test_a_server_that_is_too_old_or_another_is_named(agent):
    # Previously "v5" was no number, and the error none of ours
    with pytest.raises(StoreError, match=f"runs {agent}; kg needs Neo4j 5"):
        check_agent("bolt://here", agent)


@pytest.mark.parametrize("agent", ["Neo4j/5.26.30", "Neo4j/5.27-aura", "Neo4j/2025.08.0"])
def test_a_server_that_is_new_enough_is_taken(agent):
    check_agent("bolt://here", agent)


@pytest.fixture
def encrypted(neo4j_server, tmp_path):
    """The address of the server behind TLS, with a certificate of its own."""
    need(shutil.which("openssl"), "needs openssl; get it with: sudo apt-get install openssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    command += ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    proxy = Proxy(neo4j_server.uri, wrap=partial(context.wrap_socket, server_side=True))
    yield proxy.uri.removeprefix("bolt://")
    proxy.close()


@pytest.mark.neo4j
@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_what_encryption_fails_of_is_told_with_the_address_that_does_without(
    neo4j_server, encrypted, scheme
):
    # Previously "start it", "Exec format error" or "unable to retrieve routing information"
    def said(url):
        with pytest.raises(StoreError) as caught, opened(neo4j_server, uri=url):
            pass
        return str(caught.value)

    plain = neo4j_server.uri.removeprefix("bolt://")
    own = said(f"{scheme}+s://{encrypted}")
    assert "self-signed certificate" in own
    assert own.endswith(f"{scheme}+ssc://{encrypted}")
    assert said(f"{scheme}://{encrypted}").endswith(f"encryption: {scheme}+s://{encrypted}")
    assert said(f"{scheme}+s://{plain}").endswith(f"or do without: {scheme}://{plain}")


@pytest.mark.neo4j
def test_a_certificate_of_the_servers_own_is_taken_where_the_address_says_so(
    neo4j_server, encrypted
):
    with opened(neo4j_server, uri=f"bolt+ssc://{encrypted}") as store:
        assert store.run("RETURN 1 AS one") == [{"one": 1}]


def test_a_failed_route_says_what_it_failed_of():
    # Previously "unable to retrieve routing information"
    with pytest.raises(StoreError, match=r"again: Connection refused$"):
        open_neo4j("neo4j://127.0.0.1:9", login=Login("neo4j", "secret", "neo4j"))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Boom\n  quoted", "cannot be used: boom$"),
        ("Unable to make it:\n no file\n more", "cannot be used: unable to make it: no file$"),
    ],
)
def test_what_the_driver_says_is_told_in_a_line(said, told):
    # Previously "50N42: Unexpected error has occurred. See debug log for details."
    with pytest.raises(StoreError, match=told), translated("neo4j://owl"):
        raise neo4j.exceptions.DriverError(said)


@pytest.mark.parametrize(
    ("url", "said", "hint"),
    [
        ("neo4j://owl", "no handshake", True),
        ("neo4j+s://owl", "no handshake", False),
        ("neo4j://owl", "no answer", False),
    ],
)
def test_who_gets_no_handshake_is_told_of_encryption_where_the_address_has_none(url, said, hint):
    with pytest.raises(StoreError, match=said) as told, translated(url):
        raise neo4j.exceptions.ServiceUnavailable(said)
    assert ("if it wants encryption: neo4j+s://owl" in str(told.value)) is hint


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
    # Previously a relationship came without its type and its ends, a node without its labels
    ada, knows, (_, bob) = found[0]["a"], found[0]["r"], found[0]["p"]["nodes"]
    assert (ada["labels"], ada["properties"]) == (["Person"], {"name": "Ada"})
    assert (knows["type"], knows["properties"]) == ("KNOWS", {"since": 1})
    assert (knows["start"], knows["end"]) == (ada["id"], bob["id"])
    assert found[0] | {"point": ""} == {
        "a": ada,
        "r": knows,
        "p": {"nodes": [ada, bob], "relationships": [knows]},
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
def test_a_server_that_was_never_loaded_leads_to_the_load(neo4j_store):
    # Previously to a build, or it was what Lucene says of an index that nobody has heard of
    neo4j_store.run("DROP INDEX entity_name IF EXISTS", write=True)
    graph, load = Graph(neo4j_store), f"kg load {neo4j_store.url}"
    assert graph.state() == f"the graph is empty; fill it with: {load}"
    for ask in (graph.search, graph.leaderboard):
        with pytest.raises(StoreError, match=f"lacks an index of kg's; .*: {load}$"):
            ask("MathVista")
    with pytest.raises(QueryError, match="index: mine"):
        graph.run("CALL db.index.fulltext.queryNodes('mine', 'x') YIELD node RETURN node")


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
