"""The throw-away server of the tests, and the one that docker-compose.yml describes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

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

KILLED = """
import os, signal, sys
from pathlib import Path
from tests.conftest import opened
from tests.neo4j_server import JarServer
server = JarServer(home=Path(sys.argv[1]))
server.start()
with opened(server, read_only=False) as store:
    store.run("CREATE (:Note {text: 'kept'})", write=True)
print(server.port, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.slow
@pytest.mark.neo4j
def test_a_server_ends_with_a_killed_script_and_starts_again_with_its_data(tmp_path):
    need(why_no_jars() is None, f"needs the jars of Neo4j: {why_no_jars()}")
    home = tmp_path / "home"
    command = [sys.executable, "-c", KILLED, str(home)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=300)
    assert done.returncode == -signal.SIGKILL
    port = int(done.stdout)
    # What a kill leaves: the pid file, and the lock file of the database.
    wait_for_the_end_of((home / "kg.pid").read_text())
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 1)
    again = JarServer(home=home, port=port)
    try:
        with socket.create_server(("127.0.0.1", port)):
            again.start()
        assert again.port != port, "the port was taken"
        with pytest.raises(ServerError, match=f"already serves .* kill {again.process.pid}"):
            JarServer(home=home).start()
        with opened(again) as store:
            assert store.run("MATCH (n:Note) RETURN n.text AS t") == [{"t": "kept"}]
    finally:
        again.kill()


def wait_for_the_end_of(pid):
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < deadline, "the server still runs"
        time.sleep(0.1)


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


def test_without_java_docker_and_address_one_line_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("NEO4J_URI", raising=False)
    with pytest.raises(ServerError) as caught:
        find_server()
    assert str(caught.value) == (
        "no Neo4j: NEO4J_URI is not set, Docker does not run, java is missing; get it with: "
        "sudo apt-get install openjdk-17-jre-headless"
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
