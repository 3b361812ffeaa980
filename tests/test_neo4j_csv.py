"""Files for `neo4j-admin database import`, taken in by the real tool."""

from __future__ import annotations

import csv
import io
import os
import subprocess

import pytest

from kg.errors import InputError, StoreError
from kg.records import RelationshipRow
from kg.store import open_store
from kg.store.neo4j_csv import ARGUMENTS, write_neo4j_csv
from tests.conftest import need, opened
from tests.graphs import (
    ODD_NAMES,
    content,
    graph_of,
    make_entity,
    make_graph,
    make_paper,
    make_rows,
    make_use,
)
from tests.neo4j_server import JAVA_OPENS, JarServer, jars, why_no_jars


def make_odd_graph():
    """Odd names and every kind of value, beside a plain graph."""
    plain = make_graph()
    papers = [
        make_paper(i, name, publishedAt="2025-01-03", year=2025, categories=[name or "x", ";", "|"])
        for i, name in enumerate(ODD_NAMES, 1_000)
    ]
    entities = [
        make_entity(101, "Metric", higherIsBetter=False, unit="%"),
        make_entity(102, "Task"),
        make_entity(103, "Model", firstSeenAt="2024-12-31", family="Llama"),
    ]
    repo = make_entity(104, "Repo", url="https://github.com/x/y", host="github.com")
    uses = [
        make_use(paper, entities[i % 3], confidence=0.1 + 0.2, sentence=paper.properties["title"])
        for i, paper in enumerate(papers)
    ]
    # Code that the record states has no place in the text.
    said = {"sentence": "code: x/y", "confidence": 1.0, "origin": "record"}
    code = RelationshipRow("HAS_REPO", "Paper", papers[0].id, "Entity", repo.id, "", said)
    nodes = [*plain.nodes, *papers, *entities, repo]
    return make_rows(nodes, [*plain.relationships, *uses, code])


@pytest.fixture
def embedded(tmp_path):
    store = open_store(tmp_path / "papers.kg", read_only=False)
    yield store
    store.close()


def import_files(folder, home):
    """Run the real `neo4j-admin database import full` on the jars of the server."""
    (home / "conf").mkdir(parents=True, exist_ok=True)
    command = ["java", "-Xmx512m", *JAVA_OPENS, "-cp", f"{jars()}/*", "org.neo4j.cli.AdminTool"]
    command += ["database", "import", "full", f"@{ARGUMENTS}", "neo4j"]
    env = os.environ | {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.neo4j
def test_the_real_tool_imports_the_files_and_a_load_finds_nothing_to_do(embedded, tmp_path):
    need(why_no_jars() is None, f"needs the jars of Neo4j: {why_no_jars()}")
    rows = make_odd_graph()
    embedded.write(rows)
    write_neo4j_csv(embedded, tmp_path / "files")
    done = import_files(tmp_path / "files", tmp_path / "home")
    assert done.returncode == 0, done.stdout + done.stderr
    server = JarServer(home=tmp_path / "home")
    try:
        server.start()
        with opened(server, read_only=False) as store:
            assert graph_of(store) == content(rows)
            assert store.load_state() == embedded.load_state()
            assert store.write(rows).changed == 0
            fewer = make_rows(
                rows.nodes[:-1], [r for r in rows.relationships if r.start_id != rows.nodes[-1].id]
            )
            assert store.write(fewer).nodes_deleted == 1
    finally:
        server.kill()


def test_nothing_is_null_and_an_empty_text_is_two_quotes(embedded, tmp_path):
    embedded.write(make_rows([make_paper(1, "", abstract='a "quoted" word')]))
    files = write_neo4j_csv(embedded, tmp_path / "files")
    by_name = {file.name: file.read_text(encoding="utf-8") for file in files}
    header = by_name["Paper-header.csv"].strip().split(",")
    assert header[:3] == ["id:ID(Paper)", ":LABEL", "name:string"]
    assert {"publishedAt:date", "year:long", "categories:string[]", "loadedBy:string"} < {*header}
    line = by_name["Paper.csv"].strip()
    assert line.startswith('"arxiv:2501.00001",,"","","a ""quoted"" word",,')
    assert len(line.split(",")) == len(header)


READ_AS = {
    "long": int,
    "double": float,
    "boolean": "true".__eq__,
    "string[]": lambda cell: cell.split("\x1f"),
}


def rows_in(folder, name):
    """The rows of a file as the tool takes them: an empty cell is no property."""
    head, data = (
        list(csv.reader(io.StringIO((folder / file).read_bytes().decode(), newline="")))
        for file in (f"{name}-header.csv", f"{name}.csv")
    )
    columns = [column.rpartition(":") for column in head[0]]
    for line in data:
        cells = zip(columns, line, strict=True)
        yield {
            name or kind: READ_AS.get(kind, str)(cell) for (name, _, kind), cell in cells if cell
        }


def told(*parts):
    """What of a row can be told from nothing once quotes are gone."""
    row = {key: value for part in parts for key, value in part.items()}
    return {key: value for key, value in row.items() if value not in (None, "", [])}


def test_every_kind_of_value_stands_in_the_files_as_it_is_read_there(embedded, tmp_path):
    rows, folder = make_odd_graph(), tmp_path / "files"
    embedded.write(rows)
    write_neo4j_csv(embedded, folder)
    mark = {"loadedBy": rows.workspace}
    for label in ("Entity", "Paper"):
        wanted = [n for n in rows.nodes if n.label == label]
        assert list(rows_in(folder, label)) == [
            told({"id": n.id, "LABEL": n.extra_label}, n.properties, mark) for n in wanted
        ]
    for kind in ("BASED_ON", "HAS_REPO", "USES"):
        links = [r for r in rows.relationships if r.type == kind]
        assert list(rows_in(folder, kind)) == [
            told(
                {f"START_ID({r.start_label})": r.start_id, f"END_ID({r.end_label})": r.end_id},
                r.properties,
                mark,
            )
            for r in links
        ]
    (load,) = rows_in(folder, "KgLoad")
    assert "Paper.title" in load["written"]
    assert "loadedBy" not in load


def test_the_arguments_name_every_file_and_end_in_options_of_one_value(embedded, tmp_path):
    embedded.write(make_rows([make_paper(1)]))
    *_, arguments = write_neo4j_csv(embedded, tmp_path / "files")
    assert arguments.read_text(encoding="utf-8").splitlines() == [
        "--nodes=Paper=Paper-header.csv,Paper.csv",
        "--nodes=KgLoad=KgLoad-header.csv,KgLoad.csv",
        "--multiline-fields=true",
        "--array-delimiter=U+001F",
    ]
    assert {path.name for path in (tmp_path / "files").iterdir()} == {
        *("Paper-header.csv", "Paper.csv", "KgLoad-header.csv", "KgLoad.csv", "import.args")
    }


def test_a_folder_with_files_is_refused(embedded, tmp_path):
    embedded.write(make_graph())
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "old.csv").write_text("")
    with pytest.raises(InputError, match="name an empty one"):
        write_neo4j_csv(embedded, tmp_path / "files")


def test_a_run_that_is_ended_leaves_an_empty_folder(embedded, tmp_path, monkeypatch):
    # Previously the next run was refused, for the files that this one had left
    def stop(rows):
        raise KeyboardInterrupt

    embedded.write(make_graph())
    monkeypatch.setattr("kg.store.neo4j_csv._link_files", stop)
    with pytest.raises(KeyboardInterrupt):
        write_neo4j_csv(embedded, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_store_without_a_graph_is_refused(embedded, tmp_path):
    with pytest.raises(StoreError, match="no complete graph"):
        write_neo4j_csv(embedded, tmp_path / "files")


def test_a_store_that_is_being_loaded_is_refused(embedded, tmp_path):
    embedded.write(make_graph())
    embedded.run("MATCH (l:KgLoad) SET l.state = 'loading'", write=True)
    with pytest.raises(StoreError, match="no complete graph"):
        write_neo4j_csv(embedded, tmp_path / "files")


def test_a_folder_that_cannot_be_made_is_told(embedded, tmp_path):
    embedded.write(make_graph())
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written: Not a directory"):
        write_neo4j_csv(embedded, tmp_path / "file" / "files")
