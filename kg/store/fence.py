"""The fence round Cypher that a person sends: read-only, no files, few procedures, and limits.

An embedded graph is asked in a child process, which a runaway query can only take with it. On a
server the plan decides, and the access mode of the session.
"""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError, StoreError
from kg.store import Limits, Params, Row, is_server, open_store
from kg.store.base import TIME, WRITE, out_of_memory
from kg.store.statement import check_one_statement, without_noise

if TYPE_CHECKING:
    from kg.store.neo4j import Neo4jStore

PROCEDURES = (
    "db.index.fulltext.queryNodes",
    "db.labels",
    "db.propertyKeys",
    "db.relationshipTypes",
    "db.schema.nodeTypeProperties",
    "db.schema.relTypeProperties",
    "db.schema.visualization",
)
# Past its own time limit the engine gets this long to say so before the child is killed.
GRACE_S = 5.0
GONE = "nobody waits for the answer any more"
# Seconds between two looks whether somebody does, here and where the request came in.
LOOK_S = 0.5
_NO_MEMORY = 77
_ALLOWED = frozenset(name.lower() for name in PROCEDURES)
_LOAD = re.compile(r"\bLOAD\s+CSV\b", re.IGNORECASE)
# Functions of plugins: some run Cypher or read files of their own, out of the plan's sight.
_FUNCTION = re.compile(r"((?:[\w`]+\s*\.\s*)+[\w`]+)\s*\(")
_NAMESPACES = ("date", "datetime", "duration", "localdatetime", "localtime", "point", "time")
_CALL = re.compile(r"\bCALL\b\s*+(?!\{|\([^()]*\)\s*\{)([^\s({]*)", re.IGNORECASE)


def run_fenced(
    url: str | Path,
    text: str,
    params: Params,
    *,
    write: bool = False,
    limits: Limits,
    gone: threading.Event | None = None,
) -> list[Row]:
    """Run Cypher from a person.

    Args:
        url: A workspace folder, a graph file, or the address of a server.
        text: One statement.
        params: Its parameters; values that JSON knows.
        write: Whether it may change the graph.
        limits: Time, rows (what is beyond is dropped) and memory.
        gone: Set when nobody waits for the answer any more: what reads an embedded graph then ends.

    Raises:
        QueryError: It is wrong, forbidden, or hit a limit, or nobody waits for it.
        StoreError: The store failed.
    """
    check_text(text)
    if is_server(url):
        from kg.store.neo4j import open_neo4j

        with closing(open_neo4j(str(url), read_only=not write)) as server:
            _check_plan(server, text, params, write=write)
            return server.run(text, params, write=write, limits=limits)
    if not write:
        return _run_in_child(Path(url), text, params, limits, gone)
    with closing(open_store(url, read_only=False)) as store:
        return store.run(text, params, write=True, limits=limits)


def check_text(text: str) -> None:
    """Refuse what no query of a person needs, whatever the store.

    Raises:
        QueryError: The text has LOAD CSV, calls a procedure that is not allowed, or holds several
            statements.
    """
    check_one_statement(text)
    plain = without_noise(text)
    if _LOAD.search(plain):
        raise QueryError("LOAD CSV is not allowed here: it reads files, as does: kg build FILE")
    for name in _CALL.findall(plain):
        if name.replace("`", "").lower() not in _ALLOWED:
            raise QueryError(
                f"procedure {name!r} is not allowed here; allowed are {', '.join(PROCEDURES)}"
            )


def _check_plan(store: Neo4jStore, text: str, params: Params, *, write: bool) -> None:
    for found in _FUNCTION.findall(without_noise(text)):
        name = re.sub(r"[\s`]", "", found).lower()
        if name not in _ALLOWED and name.partition(".")[0] not in _NAMESPACES:
            raise QueryError(f"function {found!r} is not allowed here; use those of plain Cypher")
    kind, operators = store.explain(text, params)
    if kind != "r" and not (write and kind in ("rw", "w")):
        what = "writes" if kind in ("rw", "w") else "changes the schema or the server"
        raise QueryError(f"the statement {what}", WRITE if kind in ("rw", "w") else "")
    for operator in operators:
        head, _, name = operator.partition(" ")
        if head.startswith(("Show", "Terminate")):
            # Other people's queries, settings: none of them is in the graph.
            raise QueryError("SHOW and TERMINATE are not allowed here; see the graph: kg schema")
        if head == "LoadCSV" or (head == "ProcedureCall" and name.lower() not in _ALLOWED):
            raise QueryError(
                f"{name or 'LOAD CSV'} is not allowed here; allowed are {', '.join(PROCEDURES)}"
            )


def _run_in_child(
    path: Path, text: str, params: Params, limits: Limits, gone: threading.Event | None
) -> list[Row]:
    request = {
        "path": str(path),
        "text": text,
        "params": dict(params),
        "limits": dataclasses.asdict(limits),
    }
    wait = None if limits.seconds is None else limits.seconds + GRACE_S
    try:
        done = _run_to_end(json.dumps(request).encode(), wait=wait, gone=gone)
    except subprocess.TimeoutExpired as error:
        raise QueryError(f"the query took more than {limits.seconds:g} s", TIME) from error
    if done.returncode and done.returncode != _NO_MEMORY and done.returncode > 0:
        # The last line of a traceback is what happened.
        said = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise StoreError(f"the query failed: {said}")
    if done.returncode:
        raise out_of_memory(limits)
    answer = json.loads(done.stdout)
    if "rows" in answer:
        rows: list[Row] = answer["rows"]
        return rows
    if answer["kind"] == "query":
        raise QueryError(answer["fact"], answer["remedy"])
    raise StoreError(answer["message"])


def _run_to_end(
    request: bytes, *, wait: float | None, gone: threading.Event | None
) -> subprocess.CompletedProcess[bytes]:
    # The child finds kg where this process has it, from whatever folder it was started.
    command = [sys.executable, "-c", _CHILD, *sys.path]
    pipe = subprocess.PIPE
    try:
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe)
    except OSError as error:
        # No more processes, open files or memory are allowed to this user.
        raise StoreError(
            f"the query cannot be started ({error.strerror}); ask again in a while"
        ) from error
    with process:
        _children.add(process)
        try:
            output, errors = _answer_of(process, request, wait=wait, gone=gone)
        finally:
            _children.discard(process)
            # Of one that has ended this does nothing.
            process.kill()
    return subprocess.CompletedProcess(command, process.returncode, output, errors)


def _answer_of(
    process: subprocess.Popen[bytes],
    request: bytes,
    *,
    wait: float | None,
    gone: threading.Event | None,
) -> tuple[bytes, bytes]:
    if gone is None:
        return process.communicate(request, timeout=wait)
    end = float("inf") if wait is None else time.monotonic() + wait
    told: bytes | None = request
    while not gone.is_set():
        left = end - time.monotonic()
        try:
            return process.communicate(told, timeout=max(0.0, min(left, LOOK_S)))
        except subprocess.TimeoutExpired:
            told = None  # What is not written yet goes on with the next call.
            if left <= LOOK_S:
                raise
    raise QueryError(GONE)


def end_children() -> None:
    """End the queries that threads of this process wait for, which would end no sooner."""
    for process in [*_children]:
        process.kill()


_children: set[subprocess.Popen[bytes]] = set()
_CHILD = "import sys; sys.path[:] = sys.argv[1:]; from kg.store.fence import child; child()"


def child() -> None:
    """Answer one request from stdin on stdout; the process that `run_fenced` starts."""
    request = json.load(sys.stdin)
    try:
        json.dump(_answer(request), sys.stdout)
    except MemoryError:
        sys.exit(_NO_MEMORY)


def _answer(request: dict[str, Any]) -> dict[str, object]:
    try:
        store, limits = open_store(request["path"]), Limits(**request["limits"])
        _limit_memory(limits.memory_mb)
        return {"rows": store.run(request["text"], request["params"], limits=limits)}
    except QueryError as error:
        return {"kind": "query", "fact": error.fact, "remedy": error.remedy}
    except StoreError as error:
        return {"kind": "store", "message": str(error)}


def _limit_memory(megabytes: int | None) -> None:
    """Allow this process so much on top of what it holds; only Linux can say what that is."""
    statm = Path("/proc/self/statm")
    if megabytes is None or not statm.exists():
        return
    import resource

    held = int(statm.read_text().split()[0]) * resource.getpagesize()
    limit = held + megabytes * 1024 * 1024
    # Who has a limit already, by ulimit -v or a cluster's, can only lower it.
    own = resource.getrlimit(resource.RLIMIT_AS)
    limit = min([limit, *(one for one in own if one != resource.RLIM_INFINITY)])
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def params_of(pairs: Sequence[str]) -> dict[str, object]:
    """Return parameters from `name=value`; a value that is JSON counts as such, else as text.

    Raises:
        QueryError: A pair has no `=`.
    """
    params: dict[str, object] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise QueryError(f"parameter {pair!r} has no '='; write it as name=value")
        try:
            params[name] = json.loads(value)
        except ValueError:
            params[name] = value
    return params
