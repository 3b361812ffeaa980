"""A server that hangs, is no Neo4j, or cannot write ends a question with an error, and soon."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from functools import partial

import neo4j
import pytest

import kg.store.neo4j
import kg.store.neo4j_load
import kg.store.neo4j_watch
from kg.errors import QueryError, StoreError
from kg.store import Limits
from kg.store.neo4j import Login, open_neo4j
from kg.store.neo4j_watch import Watch
from tests.conftest import opened
from tests.graphs import content, graph_of, make_graph
from tests.proxy import Proxy

LONG = "UNWIND range(1, 100000000000) AS x RETURN count(x) AS n"


@pytest.fixture
def soon(monkeypatch):
    """What takes 5 and 10 seconds is to take one."""
    monkeypatch.setattr(kg.store.neo4j_watch, "QUIET_S", 1.0)
    monkeypatch.setattr(kg.store.neo4j_watch, "GRACE_S", 1.0)
    monkeypatch.setattr(kg.store.neo4j_load, "LEASE_SECONDS", 2.0)
    for module in (kg.store.neo4j, kg.store.neo4j_watch):
        monkeypatch.setattr(module, "GREETING_S", 1.0)


@pytest.fixture
def stopping(neo4j_server):
    if not neo4j_server.can_kill:
        pytest.skip("needs a server that may be stopped; get one with: unset NEO4J_URI")
    return neo4j_server


@contextlib.contextmanager
def within(seconds):
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds


@pytest.mark.neo4j
@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
@pytest.mark.parametrize("limits", [Limits(seconds=2), None])
def test_a_question_to_a_server_that_hangs_ends_and_the_next_is_answered(
    stopping, soon, scheme, limits
):
    # Previously it waited until the server went on, for all its limit of time
    url = stopping.uri.replace("bolt", scheme)
    with opened(stopping, uri=url) as store:
        assert store.run("RETURN 1 AS one") == [{"one": 1}]
        with stopping.frozen():
            for _ in range(2):
                with within(8), pytest.raises(StoreError) as told:
                    store.run("RETURN 1 AS one", limits=limits)
                assert f"{url} has fallen silent" in str(told.value)
                assert "docker compose restart" in str(told.value)
        assert store.run("RETURN 1 AS one") == [{"one": 1}]


@pytest.mark.neo4j
@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_an_open_of_a_server_that_hangs_says_so_and_nothing_of_encryption(stopping, soon, scheme):
    # Previously it took a minute
    url = stopping.uri.replace("bolt", scheme)
    with stopping.frozen(), within(5), pytest.raises(StoreError) as told, opened(stopping, uri=url):
        pass
    assert f"{url} has fallen silent: it takes connections and greets nobody" in str(told.value)
    assert "encryption" not in str(told.value)


@pytest.fixture
def answering():
    """A service that is no Neo4j: it gives this answer to whoever says something."""
    with contextlib.ExitStack() as stack:

        def serve(answer):
            listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))

            def answer_once():
                client, _ = listener.accept()
                with client:
                    client.recv(100)
                    client.sendall(answer)

            threading.Thread(target=answer_once, daemon=True).start()
            return f"127.0.0.1:{listener.getsockname()[1]}"

        yield serve


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        # Previously "start it" and a list of protocol versions
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "a port for browsers; name .*, 7687"),
        (b"SSH-2.0-OpenSSH_9\r\n", "is no Neo4j, or too old a one; mend the address"),
    ],
)
def test_a_service_of_another_kind_is_called_so(answering, scheme, answer, said):
    url = f"{scheme}://{answering(answer)}"
    with pytest.raises(StoreError, match=said):
        open_neo4j(url, login=Login("neo4j", "secret", "neo4j"))


def test_who_waits_for_a_greeting_waits_a_quarter_of_a_minute_at_most():
    assert kg.store.neo4j.GREETING_S <= 15


@pytest.mark.neo4j
def test_what_was_not_used_for_long_is_looked_at_before_it_is_used(stopping, soon, monkeypatch):
    with opened(stopping) as store:
        monkeypatch.setattr(store._driver._pool.pool_config, "liveness_check_timeout", 0)
        with stopping.frozen(), within(8), pytest.raises(StoreError, match="has fallen silent"):
            store.run("RETURN 1 AS one")


@pytest.mark.neo4j
def test_a_route_that_a_server_that_hangs_is_asked_for_is_not_waited_for(stopping, soon):
    # Previously it was, until the server went on, when the last route was of 5 minutes ago
    with opened(stopping, uri=stopping.uri.replace("bolt", "neo4j")) as store:
        assert store.run("RETURN 1 AS one") == [{"one": 1}]
        for table in store._driver._pool.routing_tables.values():
            table.ttl = 0
        # Also without the mend it ends.
        thaw = threading.Timer(15, stopping._thaw)
        thaw.start()
        with stopping.frozen(), within(8), pytest.raises(StoreError, match="has fallen silent"):
            store.run("RETURN 1 AS one")
        thaw.cancel()
        assert store.run("RETURN 1 AS one") == [{"one": 1}]


@pytest.mark.neo4j
def test_a_long_question_is_waited_for_while_the_server_lives(neo4j_server, monkeypatch):
    monkeypatch.setattr(kg.store.neo4j_watch, "QUIET_S", 0.1)
    with opened(neo4j_server) as store:
        greeted = []
        greet = store._watch._greet
        store._watch._greet = lambda seconds: greeted.append(greet(seconds))
        with pytest.raises(QueryError, match="the query ran out of time; narrow it"):
            store.run(LONG, limits=Limits(seconds=3))
    assert greeted


@pytest.mark.neo4j
def test_a_server_that_refuses_the_watch_lives(neo4j_server, monkeypatch):
    # Previously a new password ended every question of the old one that was long at work
    monkeypatch.setattr(kg.store.neo4j_watch, "QUIET_S", 0.1)
    with opened(neo4j_server) as store:
        refused = partial(store._connect, auth=("nobody", "secret"))
        with pytest.raises(neo4j.exceptions.AuthError), refused(neo4j_server.uri) as driver:
            driver.get_server_info()
        store._connect = refused
        with pytest.raises(QueryError, match="the query ran out of time; narrow it"):
            store.run(LONG, limits=Limits(seconds=3))


@pytest.mark.neo4j
def test_an_answer_that_is_lost_on_the_way_is_not_waited_for(neo4j_server, soon):
    proxy = Proxy(neo4j_server.uri)
    with opened(neo4j_server, uri=proxy.uri) as store:
        assert store.run("RETURN 1 AS one") == [{"one": 1}]
        proxy.lose()
        with within(6), pytest.raises(QueryError, match="no answer within the 1 s that the query"):
            store.run("RETURN 1 AS one", limits=Limits(seconds=1))
        assert store.run("RETURN 1 AS one") == [{"one": 1}]
    proxy.close()


@pytest.mark.neo4j
def test_a_load_of_a_server_that_hangs_ends_and_the_next_one_goes_on(stopping, neo4j_store, soon):
    # Previously it waited until the server went on
    rows, batches = make_graph(papers=2_500), []
    with contextlib.ExitStack() as stack:

        def hang(done, total):
            batches.append(done)
            if len(batches) == 1:
                stack.enter_context(stopping.frozen())

        with (
            opened(stopping, read_only=False, patience=0.5) as store,
            within(12),
            pytest.raises(StoreError, match=r"has fallen silent.*run the same command again"),
        ):
            store.write(rows, progress=hang)
    with opened(stopping, read_only=False) as store:
        report = store.write(rows)
        assert 0 < report.nodes_created < len(rows.nodes)
        assert graph_of(store) == content(rows)


@pytest.mark.neo4j
def test_a_server_that_hangs_for_a_while_does_not_fail_the_load(stopping, neo4j_store, soon):
    rows, batches = make_graph(papers=2_500), []

    def hang(done, total):
        batches.append(done)
        if len(batches) == 1:
            stopping._freeze()
            threading.Timer(4, stopping._thaw).start()

    with opened(stopping, read_only=False) as store:
        store.write(rows, progress=hang)
        assert graph_of(store) == content(rows)


@pytest.mark.neo4j
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_process_does_not_hang_up_for_the_threads_of_its_parent(neo4j_server, monkeypatch):
    # Previously the parent's question failed with "no Neo4j answers" when the child's watch did so
    monkeypatch.setattr(kg.store.neo4j_watch, "QUIET_S", 0.5)
    with opened(neo4j_server) as store:
        told = []

        def ask():
            with pytest.raises(QueryError, match="the query ran out of time") as error:
                store.run(LONG, limits=Limits(seconds=4))
            told.append(error)

        asking = threading.Thread(target=ask)
        asking.start()
        time.sleep(0.5)
        child = os.fork()
        if child == 0:
            with contextlib.suppress(BaseException):
                store._greet = store._watch._greet = refuse
                store.run("RETURN 1 AS one")
                time.sleep(3)
            os._exit(0)
        asking.join()
        os.waitpid(child, 0)
        assert told


def refuse(seconds):
    raise StoreError("nobody is there")


@pytest.fixture
def driver():
    """A driver that has connected to nothing; its sessions are real."""
    with neo4j.GraphDatabase.driver("bolt://127.0.0.1:1", auth=("neo4j", "secret")) as made:
        yield made


def test_of_threads_that_ask_at_once_one_starts_the_watch(driver, monkeypatch):
    # Previously each did, or one started the thread of another a second time
    started, everybody = [], threading.Barrier(4)
    watch = Watch("bolt://here", lambda seconds: None)

    class Slow(threading.Thread):
        def start(self):
            started.append(self)
            time.sleep(0.1)
            super().start()

    def ask():
        everybody.wait()
        with watch.over(driver.session(), None):
            everybody.wait()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    monkeypatch.setattr(threading, "Thread", Slow)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(started) == 1


def test_a_program_that_can_start_no_thread_gets_its_answer_all_the_same(driver, monkeypatch):
    # Previously a question at the end of a program was a RuntimeError, from Python 3.12 on
    def start(self):
        raise RuntimeError("can't create new thread at interpreter shutdown")

    watch = Watch("bolt://here", lambda seconds: None)
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", start)
        for _ in range(2):
            with watch.over(driver.session(), None) as session:
                assert not session.closed()
    assert not watch._waits
