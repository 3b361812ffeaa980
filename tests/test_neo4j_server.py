"""The throw-away server of the tests, and the one that docker-compose.yml describes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time

import pytest
import yaml

from tests.conftest import ROOT, need, opened
from tests.neo4j_server import (
    VERSION,
    JarServer,
    ServerError,
    find_server,
    image,
    why_no_jars,
)


@pytest.fixture
def server(tmp_path):
    """A server on the jars that keeps its data in a folder of its own; not started."""
    need(why_no_jars() is None, f"needs the jars of Neo4j: {why_no_jars()}")
    server = JarServer(home=tmp_path / "home")
    yield server
    server.kill()


@pytest.mark.slow
@pytest.mark.neo4j
def test_a_server_takes_another_port_and_survives_a_kill_with_its_data(server):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server.port = taken.getsockname()[1]
        server.start()
        assert server.port != taken.getsockname()[1]
    with opened(server, read_only=False) as store:
        store.run("CREATE (:Note {text: 'kept'})", write=True)
    server.kill()
    # What a kill leaves: the pid file, and the lock file of the database.
    assert (server.home / "kg.pid").exists()
    again = JarServer(home=server.home, port=server.port)
    try:
        again.start()
        with pytest.raises(ServerError, match=f"already serves .* kill {again.process.pid}"):
            JarServer(home=server.home).start()
        with opened(again) as store:
            assert store.run("MATCH (n:Note) RETURN n.text AS t") == [{"t": "kept"}]
    finally:
        again.kill()


@pytest.mark.slow
@pytest.mark.neo4j
def test_the_script_prints_what_to_export_and_ends_with_its_server(tmp_path):
    need(why_no_jars() is None, f"needs the jars of Neo4j: {why_no_jars()}")
    env = {k: v for k, v in os.environ.items() if not k.startswith("NEO4J_")} | {
        "TMPDIR": str(tmp_path)
    }
    command = [sys.executable, "-m", "tests.neo4j_server", "--port", "0", "--heap", "512m"]
    script = subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    lines = [script.stdout.readline() for _ in range(3)]
    script.send_signal(signal.SIGTERM)
    script.communicate(timeout=60)
    names = [line.partition("=")[0] for line in lines]
    assert names == [f"export NEO4J_{name}" for name in ("URI", "USERNAME", "PASSWORD")]
    assert script.returncode == 0
    assert list(tmp_path.glob("kg-neo4j-*")) == []


@pytest.mark.slow
@pytest.mark.neo4j
def test_a_server_ends_with_the_process_that_started_it_even_if_that_is_killed(tmp_path):
    need(why_no_jars() is None, f"needs the jars of Neo4j: {why_no_jars()}")
    code = (
        "import os, signal; from pathlib import Path; from tests.neo4j_server import JarServer; "
        f"server = JarServer(home=Path({str(tmp_path)!r})); server.start(); "
        "print(server.port, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    assert done.returncode == -signal.SIGKILL
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", int(done.stdout)), 1).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.1)
    pytest.fail("the server still answers")


def test_without_java_docker_and_address_one_line_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("NEO4J_URI", raising=False)
    with pytest.raises(ServerError) as caught:
        find_server()
    assert (
        str(caught.value) == "no Neo4j: NEO4J_URI is not set, Docker does not run, java is missing"
    )


def test_the_compose_file_pins_one_server_that_only_this_machine_sees():
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    (service,) = compose["services"].values()
    assert service["image"] == image() == f"neo4j:{VERSION}-community"
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert service["healthcheck"]["test"]
    assert set(compose["volumes"]) == {service["volumes"][0].partition(":")[0]}
    default = service["environment"]["NEO4J_AUTH"]
    assert default == "neo4j/${NEO4J_PASSWORD:-papers-kg-local}"
    assert "papers-kg-local" in (ROOT / "docs" / "neo4j.md").read_text(encoding="utf-8")
