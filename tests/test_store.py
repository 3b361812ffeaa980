"""The embedded store: what it holds, who may write, and what goes wrong."""

from __future__ import annotations

import inspect
import subprocess
import sys

import kglite
import pytest

from kg.errors import KGError, QueryError, StoreError
from kg.store import Limits, is_server, open_store
from kg.store.base import WriteReport
from kg.store.rows import read_nodes, read_relationships
from tests.made import Made

A = "arxiv:2401.00001"


def make_rows(**kwargs):
    made = Made().paper(A, "2024-01").says(A, "USES", "model:x", confidence=0.5)
    made.entity("model:x", "X", aliases=["Ex"], firstSeenAt="2024-01-01")
    made.derived("model:x-7b", "PART_OF", "model:x")
    return made.result(A, 1, None, of="model:x").rows(**kwargs)


def test_what_is_written_is_read_back(store, seed_rows):
    store.write(seed_rows)
    assert tuple(read_nodes(store.run)) == seed_rows.nodes
    assert tuple(read_relationships(store.run)) == seed_rows.relationships


def test_writing_the_same_rows_again_changes_nothing(store, seed_rows):
    first = store.write(seed_rows)
    assert first.nodes_created == len(seed_rows.nodes)
    assert first.relationships_created == len(seed_rows.relationships)
    assert store.write(seed_rows).changed == 0


def test_a_write_reports_what_changed(store):
    store.write(make_rows())
    made = Made().paper(A, "2024-01", title="New").says(A, "USES", "model:y")
    report = store.write(made.rows())
    counts = (report.nodes_created, report.nodes_updated, report.nodes_deleted)
    assert counts == (1, 1, 3)
    links = (report.relationships_created, report.relationships_deleted)
    assert links == (1, 4)


def test_a_property_that_is_gone_goes(store):
    store.write(make_rows())
    made = Made().paper(A).says(A, "USES", "model:x").entity("model:x", "X")
    store.write(made.rows())
    rows = store.run("MATCH (e:Entity {id: 'model:x'}) RETURN e.aliases AS a, e.firstSeenAt AS d")
    assert rows == [{"a": None, "d": None}]


def test_the_store_knows_what_it_holds(store):
    assert store.load_state() is None
    store.write(make_rows(workspace="w1", revision=7))
    state = store.load_state()
    assert (state.workspace, state.revision, state.state) == ("w1", 7, "complete")


def test_progress_ends_at_the_number_of_rows(store):
    seen = []
    store.write(make_rows(), progress=lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1]


def test_dates_come_out_as_text(store):
    store.write(make_rows())
    rows = store.run("MATCH (p:Paper) RETURN p.publishedAt AS day, [p.publishedAt] AS days")
    assert rows == [{"day": "2024-01-01", "days": ["2024-01-01"]}]


def test_every_statement_can_be_traced(tmp_path):
    open_store(tmp_path, read_only=False).write(make_rows())
    seen = []
    store = open_store(tmp_path, trace=lambda text, params: seen.append((text, params)))
    store.run("RETURN $x AS x", {"x": 1})
    assert seen == [("RETURN $x AS x", {"x": 1})]


def test_an_empty_graph_answers(store):
    store.write(Made().rows())
    assert store.run("MATCH (p:Paper) RETURN count(p) AS n") == [{"n": 0}]


def test_readers_see_the_old_graph_until_the_new_one_is_there(tmp_path):
    writer = open_store(tmp_path, read_only=False)
    writer.write(make_rows(revision=1))
    reader = open_store(tmp_path)
    writer.write(Made().paper("arxiv:9").rows(revision=2))
    assert reader.run("MATCH (p:Paper) RETURN p.id AS id") == [{"id": A}]
    assert open_store(tmp_path).run("MATCH (p:Paper) RETURN p.id AS id") == [{"id": "arxiv:9"}]


def test_a_second_writer_hears_which_process_writes(tmp_path):
    writer = open_store(tmp_path, read_only=False)
    code = (
        "import sys; from kg.store import open_store\n"
        "try: open_store(sys.argv[1], read_only=False)\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    import os

    assert done.stdout.startswith("StoreError graph")
    assert f"is being written by process {os.getpid()}" in done.stdout
    writer.close()


def test_closing_keeps_what_was_written_and_lets_go(tmp_path):
    # Previously closing the engine's handle wrote the graph that was opened over the new one
    writer = open_store(tmp_path, read_only=False)
    writer.write(make_rows(revision=5))
    writer.close()
    writer.close()
    again = open_store(tmp_path, read_only=False)
    assert again.load_state().revision == 5
    again.close()


def test_a_missing_graph_says_how_to_make_one(tmp_path):
    with pytest.raises(StoreError, match="make one with: kg build FILE"):
        open_store(tmp_path / "none.kg")


@pytest.mark.parametrize("content", [b"", b"no graph at all", b"\x00" * 5000])
def test_a_damaged_file_says_how_to_make_it_anew(tmp_path, content):
    (tmp_path / "graph.kgl").write_bytes(content)
    with pytest.raises(StoreError, match="make it anew with: kg build"):
        open_store(tmp_path)


def test_of_a_read_only_folder_it_is_not_said_that_the_graph_is_broken(tmp_path, monkeypatch):
    # Previously it was to be made anew, where nothing can be written
    def refuse(*_, **__):
        raise kglite.FileIoError("File I/O error: Read-only file system (os error 30)")

    monkeypatch.setattr(kglite, "open", refuse)
    with pytest.raises(StoreError, match=r"graph\.kgl cannot be written: read-only file system$"):
        open_store(tmp_path, read_only=False)


def test_a_cut_file_says_how_to_make_it_anew(tmp_path):
    store = open_store(tmp_path, read_only=False)
    store.write(make_rows())
    store.close()
    file = tmp_path / "graph.kgl"
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(StoreError, match="make it anew with: kg build"):
        open_store(tmp_path)


def test_a_reader_cannot_write(tmp_path):
    open_store(tmp_path, read_only=False).write(make_rows())
    reader = open_store(tmp_path)
    with pytest.raises(StoreError, match="open it with read_only=False"):
        reader.write(make_rows())
    with pytest.raises(StoreError, match="open it with read_only=False"):
        reader.run("CREATE (n:Note)", write=True)


def test_a_closed_store_says_so(tmp_path):
    store = open_store(tmp_path, read_only=False)
    store.close()
    with pytest.raises(StoreError, match="is closed"):
        store.run("RETURN 1 AS one")


def test_a_statement_that_writes_is_refused_without_write(store):
    store.write(make_rows())
    with pytest.raises(QueryError):
        store.run("MATCH (p:Paper) SET p.title = 'x'")
    assert store.run("MATCH (p:Paper) RETURN p.title AS t") == [{"t": f"Title of {A}"}]


@pytest.mark.parametrize("seconds", [0.5, 0.0001])
def test_limits_hold(store, seconds):
    # Previously less than half a millisecond was no limit
    assert len(store.run("UNWIND [1, 2, 3] AS x RETURN x AS x", limits=Limits(rows=2))) == 2
    text = "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b UNWIND range(1, 3000) AS c "
    with pytest.raises(QueryError, match="time"):
        store.run(text + "RETURN count(*) AS n", limits=Limits(seconds=seconds))


KGLITE_ERRORS = sorted(
    (
        kind
        for _, kind in inspect.getmembers(kglite, inspect.isclass)
        if issubclass(kind, kglite.KgError)
    ),
    key=lambda kind: kind.__name__,
)


@pytest.mark.parametrize("kind", KGLITE_ERRORS, ids=lambda kind: kind.__name__)
def test_no_error_of_the_engine_leaks(kind):
    from kg.store.embedded_errors import translated

    if kind is kglite.WriterLeaseHeldError:
        error = kind("held")
        error.holder = {"pid": 1}
    else:
        error = kind("oops")
    with pytest.raises(KGError) as caught, translated("papers.kg/graph.kgl"):
        raise error
    assert isinstance(caught.value, (QueryError, StoreError))


@pytest.mark.parametrize("value", [object(), 2**70, {"x": {1, 2}}])
def test_parameters_that_no_store_takes_are_errors_of_the_query(tmp_path, value):
    store = open_store(tmp_path, read_only=False)
    with pytest.raises(QueryError):
        store.run("RETURN $x AS x", {"x": value})


def test_addresses_are_told_from_paths():
    assert is_server("neo4j+s://host:7687")
    assert is_server("bolt://h")
    assert not is_server("papers.kg")
    assert not is_server("neo4j")


def test_a_report_counts_all_it_changed():
    assert WriteReport(1, 2, 3, 4, 5, 6).changed == 21
