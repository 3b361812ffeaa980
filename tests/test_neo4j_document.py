"""What docs/neo4j.md shows, run as it is written on a real server; address and password apart."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import neo4j
import pytest

from tests.conftest import need
from tests.neo4j_server import JAVA_OPENS, JarServer, Server, jars, why_no_jars

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "neo4j.md").read_text(encoding="utf-8")
BASH = re.findall(r"^```bash\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
CYPHER = re.findall(r"^```cypher\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
# What Community says of a statement that it understands and does not have.
NOT_HERE = "Neo.ClientError.Statement.UnsupportedAdministrationCommand"

pytestmark = pytest.mark.neo4j


class Person:
    """Somebody who copies lines into a shell, in a folder with a workspace."""

    def __init__(self, folder: Path, workspace: Path, server: Server) -> None:
        self.folder, self.server = folder, server
        shutil.copytree(workspace, folder / "papers.kg")
        path = f"{folder / 'bin'}:{os.environ['PATH']}"
        self.env = os.environ | {"PATH": path, "NEO4J_PASSWORD": server.password}
        self.command("kg", f'PYTHONPATH="{ROOT}" exec "{sys.executable}" -m kg "$@"')

    def command(self, name: str, line: str) -> None:
        """Give the person a command."""
        file = self.folder / "bin" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        file.chmod(0o755)

    def run(self, lines: str) -> str:
        own = lines.replace("neo4j://localhost:7687", self.server.uri)
        own = own.replace("a-password-of-your-own", self.server.password)
        words = ["bash", "-euc", own]
        done = subprocess.run(words, cwd=self.folder, env=self.env, capture_output=True, text=True)
        assert done.returncode == 0, f"{own}\n{done.stdout}{done.stderr}"
        return done.stdout


def test_every_block_of_the_document_is_known():
    assert (len(BASH), len(CYPHER)) == (2, 1)
    assert TEXT.count("```") == 6, "a block of another kind is run by no test"


@pytest.mark.slow
def test_a_server_is_loaded_and_asked_as_the_document_says(tmp_path, built, neo4j_store, request):
    person = Person(tmp_path, built, request.getfixturevalue("neo4j_server"))
    # The server is there already.
    person.command("docker", 'test "$*" = "compose up -d --wait"')
    shown = person.run(BASH[0])
    assert re.search(r"^nodes: \d+ created$", shown, re.MULTILINE)
    assert "Vision-R1-7B │ 73.5 % │ accuracy" in shown
    written = (tmp_path / ".env").read_text(encoding="utf-8")
    assert written == f"NEO4J_PASSWORD={person.server.password}\n"
    assert "unchanged" in person.run("kg load neo4j://localhost:7687 --credentials .env")


@pytest.mark.slow
def test_a_database_is_imported_as_the_document_says(tmp_path, built):
    # Previously the import was refused by every server that had run before
    need(why_no_jars() is None, f"needs the jars of Neo4j: {why_no_jars()}")
    server = JarServer(home=tmp_path / "home")
    try:
        server.start()
        person = Person(tmp_path, built, server)
        java = f"java -Xmx512m {' '.join(JAVA_OPENS)} -cp '{jars()}/*' org.neo4j.cli.AdminTool"
        home = f"NEO4J_HOME={server.home} NEO4J_CONF={server.home}/conf"
        person.command("neo4j-admin", f'{home} exec {java} "$@"')
        by_hand = {"neo4j stop": server.stop, "neo4j start": server.start}
        shown = [by_hand.get(line, lambda line=line: person.run(line))() for line in lines(BASH[1])]
        assert shown[-1] == "nodes: unchanged\nrelationships: unchanged\n"
    finally:
        server.kill()


def lines(block: str) -> list[str]:
    return [line for line in block.splitlines() if line]


@pytest.mark.slow
def test_the_rights_of_the_document_are_statements_of_the_server(neo4j_server):
    # Community understands them and says that it has no roles
    others = re.findall(r"`(GRANT [A-Z ]+?)(?: ON (?:GRAPH|DATABASE) neo4j)?`", TEXT)
    assert len(others) == 4
    loading = [
        f"{right} ON {'GRAPH' if 'WRITE' in right else 'DATABASE'} neo4j TO papersReader"
        for right in others
    ]
    with neo4j.GraphDatabase.driver(
        neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)
    ) as driver:
        said = {
            statement: refusal(driver, statement)
            for statement in [*filter(None, map(str.strip, CYPHER[0].split(";"))), *loading]
        }
        driver.execute_query("DROP USER reader IF EXISTS", database_="system")
    assert {code for code in said.values() if code} <= {NOT_HERE}, said


def refusal(driver: neo4j.Driver, statement: str) -> str | None:
    """Return the code with which the server refuses a statement, or None."""
    try:
        driver.execute_query(statement, database_="system")
    except neo4j.exceptions.Neo4jError as error:
        return error.code
    return None
