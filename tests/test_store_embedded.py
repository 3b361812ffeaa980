"""The embedded store: its file, who may write it, and what goes wrong with it."""

from __future__ import annotations

import errno
import inspect
import os
import re
import subprocess
import sys
from contextlib import closing
from functools import partial

import kglite
import pytest

from kg.corpus import Corpus
from kg.errors import KGError, QueryError, StoreError
from kg.graph import open_graph
from kg.store import open_store
from tests.conftest import ROOT
from tests.graphs import graph_of, make_graph
from tests.made import Made

A = "arxiv:2401.00001"


def make_rows(**kwargs):
    made = Made().paper(A, "2024-01").says(A, "USES", "model:x", confidence=0.5)
    made.entity("model:x", "X", aliases=["Ex"], firstSeenAt="2024-01-01")
    made.derived("model:x-7b", "PART_OF", "model:x")
    return made.result(A, 1, None, of="model:x").rows(**kwargs)


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


def test_a_missing_graph_says_how_to_make_it_and_which_are_beside_it(tmp_path, monkeypatch):
    # Previously `kg build FILE`, which makes papers.kg whatever was to be opened, and nothing more
    monkeypatch.chdir(tmp_path)
    for path, said in (
        ("none.kg", "no graph at 'none.kg'; make one with: kg build -w none.kg FILE"),
        ("papers.kg", "no graph at 'papers.kg'; make one with: kg build FILE"),
        ("host:7687", "no graph at 'host:7687'; a server's address is: neo4j://host:7687"),
    ):
        with pytest.raises(StoreError, match=f"^{re.escape(said)}$"):
            open_store(path)
    with closing(open_store("mine.kg", read_only=False)) as mine:
        mine.write(make_graph())
    with pytest.raises(StoreError, match=r"no graph at 'papers\.kg', but at 'mine\.kg'; make one"):
        open_store("papers.kg")
    # Previously of the folder that holds them only what is beside it was told
    mine = re.escape(str(tmp_path / "mine.kg"))
    with pytest.raises(StoreError, match=f"no graph at '.*', but at '{mine}'"):
        open_store(tmp_path)


def test_a_place_where_nobody_may_look_is_a_store_error(tmp_path):
    # Previously an OSError, as is that of a folder of somebody else
    place = tmp_path / ("x" * 300)
    for ask in (open_graph, open_store, partial(Corpus.open, read_only=True), Corpus.open):
        with pytest.raises(StoreError, match="File name too long"):
            ask(place)


@pytest.mark.parametrize("content", [b"", b"no graph at all", b"\x00" * 5000])
def test_a_damaged_file_says_how_to_make_it_anew(tmp_path, content):
    (tmp_path / "graph.kgl").write_bytes(content)
    with pytest.raises(StoreError, match="make it anew with: kg build"):
        open_store(tmp_path)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.EROFS, "read-only file system$"),
        (errno.ENOSPC, "the disk is full; free some space and run it again$"),
        (errno.EFBIG, "a limit is reached"),
        (errno.EDQUOT, "a limit is reached"),
    ],
)
def test_of_a_place_that_takes_nothing_it_is_not_said_that_the_graph_is_broken(
    tmp_path, monkeypatch, number, said
):
    # Previously it was to be made anew, where nothing can be written
    def refuse(*_, **__):
        raise kglite.FileIoError(f"File I/O error: {os.strerror(number)} (os error {number})")

    monkeypatch.setattr(kglite, "open", refuse)
    with pytest.raises(StoreError, match=rf"graph\.kgl cannot be written: {said}"):
        open_store(tmp_path, read_only=False)


def test_a_graph_that_is_larger_than_a_limit_is_told_so_and_the_old_one_stays(tmp_path):
    # Previously it was to be made anew
    store = open_store(tmp_path, read_only=False)
    store.write(make_rows())
    before = graph_of(store)
    store.close()
    code = (
        "import sys; from kg.store import open_store; from tests.graphs import make_graph\n"
        "open_store(sys.argv[1], read_only=False).write(make_graph())"
    )
    shell = f'ulimit -f 4 && exec "{sys.executable}" -c "$0" "$1"'
    done = subprocess.run(["bash", "-c", shell, code, tmp_path], cwd=ROOT, capture_output=True)
    assert b"a limit is reached (quota, ulimit -f); mend that and run it again" in done.stderr
    assert graph_of(open_store(tmp_path)) == before


def test_a_path_that_is_no_text_in_utf_8_is_refused(tmp_path):
    with pytest.raises(StoreError, match="is no text in UTF-8; choose another workspace"):
        open_store(tmp_path / "caf\udce9", read_only=False)


@pytest.mark.parametrize(("text", "given"), [("RETURN $x AS x", "\udce9"), ("RETURN '\udce9'", "")])
def test_of_a_query_that_is_no_text_in_utf_8_it_is_told(tmp_path, text, given):
    # Previously "query parameter $x has unsupported Python type 'str'"
    store = open_store(tmp_path, read_only=False)
    with pytest.raises(QueryError, match="no text in UTF-8; type it anew"):
        store.run(text, {"x": given})


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


def test_a_question_without_a_limit_takes_the_time_that_it_needs(tmp_path):
    text = "UNWIND range(1, 1500) AS x UNWIND range(1, 1500) AS y RETURN count(*) AS n"
    with closing(open_store(tmp_path / "papers.kg", read_only=False)) as store:
        assert store.run(text) == [{"n": 1500 * 1500}]


def test_a_folder_that_takes_no_temporary_file_is_told_of(tmp_path, monkeypatch):
    # Previously a full or read-only /tmp was told as a graph that is damaged or has no room
    made = Made()
    for number in range(2_000):
        made.paper(f"arxiv:{number}", title=f"{number} {'x' * 1_000}")
    with closing(open_store(tmp_path / "w", read_only=False)) as store:
        store.write(made.rows())
    no_folder = tmp_path / "file"
    no_folder.touch()
    monkeypatch.setenv("TMPDIR", str(no_folder))
    with pytest.raises(StoreError, match=r"file' takes none \(not a directory\).*in TMPDIR$"):
        open_store(tmp_path / "w")
