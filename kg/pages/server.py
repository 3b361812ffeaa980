"""The local server: the site's pages live, the questions as a JSON API, and a box for Cypher."""

from __future__ import annotations

import asyncio
import dataclasses
import difflib
import inspect
import string
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, get_type_hints
from urllib.parse import quote, unquote

from kg.errors import (
    AmbiguousName,
    ConfigError,
    KGError,
    MissingExtra,
    QueryError,
    StoreError,
    UnknownName,
)
from kg.graph.answers import AnswerWithRows
from kg.pages.ask import ask_page, docs_page, error_page
from kg.pages.guard import App, Guard, Message
from kg.pages.links import Links
from kg.pages.live import Live
from kg.pages.search import MOST, PATH, search_page
from kg.plain import as_dict
from kg.store import base
from kg.store.fence import GONE, LOOK_S
from kg.words import quoted

if TYPE_CHECKING:
    from fastapi import FastAPI, Request

QUESTIONS = (
    "leaderboard", "sota", "paper", "entity", "search", "papers", "lineage", "compare",
    "outperforms", "benchmarks", "neighbors", "path", "cooccurrence", "trends", "repos",
    "conflicts", "stats", "schema",
)  # fmt: skip
"""Methods of `kg.Graph` that the API offers under their own names and parameters."""

STATUS = {UnknownName: 404, AmbiguousName: 409, QueryError: 400, StoreError: 503}

# Each query of a person has a process with a graph of its own, which is 1 GB at 43,670 papers.
QUERIES_AT_ONCE = 4
# Seconds that a query waits for its turn.
WAIT_S = 60.0

# Of what is wrong with a request in itself; FastAPI would tell of another shape.
_PROBLEM = {
    "description": "What is wrong, and what is near a name",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "properties": {
                    "error": {"type": "string"},
                    "candidates": {"type": "array", "items": {"type": "string"}},
                },
            }
        }
    },
}

# Whoever asks can give parameters, and no more.
_REMEDIES = {
    base.WRITE: "kg serve is read-only",
    base.TIME: "narrow it",
    base.MEMORY: "narrow it",
    base.PARAMETER: "give it in params",
    base.CSV: "",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """Rows of a query of a person; `more` where there are others beyond the limit."""

    rows: list[dict[str, Any]]
    more: bool


Asker = Callable[[str, dict[str, Any], int | None, threading.Event], Answer]


def make_app(live: Live, ask: Asker, *, hosts: Iterable[str] = ()) -> App:
    """Return the server as an ASGI application.

    Args:
        live: The graph.
        ask: Runs Cypher from a person, fenced: the text, its parameters, how many rows, and what
            is set when nobody waits for them any more.
        hosts: Names under which it is reached besides 127.0.0.1 and localhost.

    Raises:
        MissingExtra: FastAPI is not installed.
    """
    try:
        from fastapi import FastAPI
    except ImportError as error:
        raise MissingExtra(
            "kg serve needs FastAPI; install it with: pip install 'papers-kg[serve]'"
        ) from error
    import kg

    # The pages that FastAPI brings for its description load scripts from elsewhere: we have ours.
    app = FastAPI(
        title="kg",
        version=kg.__version__,
        docs_url=None,
        redoc_url=None,
        # As seen from the description itself: a proxy in front may serve it under a path.
        servers=[{"url": "."}],
        responses={"4XX": _PROBLEM, "5XX": _PROBLEM},
    )
    _add_errors(app)
    for name in QUESTIONS:
        _add_question(app, live, name)
    _add_query(app, ask)
    app.get("/api/{question:path}", include_in_schema=False)(_refuse_question)
    _add_pages(app, live)
    return Guard(app, hosts)


def _add_errors(app: FastAPI) -> None:
    from fastapi.exceptions import RequestValidationError
    from fastapi.responses import HTMLResponse, JSONResponse, Response
    from starlette.exceptions import HTTPException

    def refuse(request: Request, error: HTTPException) -> Response:
        said = {"error": error.detail, "candidates": []}
        return JSONResponse(said, error.status_code, error.headers)

    def refuse_values(request: Request, error: RequestValidationError) -> Response:
        return JSONResponse({"error": _wrong_values(error.errors()), "candidates": []}, 422)

    def answer(request: Request, error: Exception) -> Response:
        status = next((s for kind, s in STATUS.items() if isinstance(error, kind)), 400)
        path = request.url.path
        if path != "/api" and not path.startswith("/api/"):
            links = Links("../" * (path.count("/") - 1), live=True)
            title = "No such page" if status == 404 else "This page cannot be shown"
            return HTMLResponse(error_page(title, str(error), links), status)
        candidates = list(getattr(error, "candidates", ()))
        said = str(error)
        if isinstance(error, QueryError) and error.remedy in _REMEDIES:
            said = str(QueryError(error.fact, _REMEDIES[error.remedy]))
        return JSONResponse({"error": said, "candidates": candidates}, status)

    app.add_exception_handler(KGError, answer)
    app.add_exception_handler(HTTPException, refuse)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, refuse_values)  # type: ignore[arg-type]


def _wrong_values(errors: Sequence[Any]) -> str:
    """Say what is wrong with values, without the values: one may be no text in UTF-8."""
    told = []
    for error in errors:
        if error["type"] == "json_invalid":
            told.append(f"the body is no JSON: {error['ctx']['error']}")
            continue
        # The first says where: in the address or in the body.
        place = ".".join(str(part) for part in error["loc"][1:]) or str(error["loc"][0])
        told.append(f"{quoted(place)}: {error['msg'][:1].lower()}{error['msg'][1:]}")
    return "; ".join(told)


def _add_question(app: FastAPI, live: Live, name: str) -> None:
    from kg.graph import Graph

    method = getattr(Graph, name)
    hints = get_type_hints(method)

    def answer(**given: Any) -> dict[str, Any]:
        with live.graph() as graph:
            return _as_json(getattr(graph, name)(**given))

    parameters = [
        p.replace(annotation=hints[p.name], kind=inspect.Parameter.KEYWORD_ONLY)
        for p in list(inspect.signature(method).parameters.values())[1:]
    ]
    # FastAPI reads the parameters of the query string from the signature.
    answer.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    answer.__name__ = name
    text, _, _ = (inspect.getdoc(method) or name).partition("\n\nReturns:")
    known = _known([p.name for p in parameters])
    summary = text.partition("\n")[0]
    app.get(f"/api/{name}", summary=summary, description=text, dependencies=known)(answer)


def _refuse_question(question: str) -> None:
    """Answer an address under /api that is none of a question.

    Raises:
        UnknownName: Always; the nearest questions are candidates.
    """
    near = tuple(difflib.get_close_matches(question, QUESTIONS, n=3, cutoff=0.5))
    said = f"nearest: {', '.join(map(quoted, near))}; all" if near else "all"
    if question == "query":
        said = "Cypher goes there by POST; all"
    raise UnknownName(f"no question {quoted(question)}; {said} stand at /docs", near)


def _known(names: Sequence[str], body: Sequence[str] = ()) -> list[Any]:
    """Return what refuses a request with a parameter that nothing would read.

    Args:
        names: Those that the address may have.
        body: Those that the JSON of the request may have.
    """
    from fastapi import Depends, Request

    async def check(request: Request) -> None:
        given = [name for name, _ in request.query_params.multi_items()]
        _check_names(given, names)
        # What is no JSON or no object FastAPI refuses itself.
        with suppress(ValueError):
            found = await request.json() if body else None
            _check_names(list(found) if isinstance(found, dict) else [], body)

    # Annotations are strings in this module; FastAPI needs the types themselves.
    check.__annotations__ = {"request": Request}
    return [Depends(check)]


def _check_names(given: Sequence[str], known: Sequence[str]) -> None:
    """Refuse a name that is not known or comes twice.

    Raises:
        ConfigError: One is so.
    """
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            said = f"nearest: {quoted(near[0])}" if near else f"there are: {', '.join(known)}"
            raise ConfigError(f"no parameter {quoted(name)}; {said if known else 'it takes none'}")
        if given.count(name) > 1:
            raise ConfigError(f"parameter {quoted(name)} is given twice; give it once")


def _as_json(answer: Any) -> dict[str, Any]:
    if isinstance(answer, AnswerWithRows):
        return answer.to_dict()
    return {"rows": [as_dict(row) for row in answer], "notes": list(getattr(answer, "notes", ()))}


def _add_query(app: FastAPI, ask: Asker) -> None:
    from fastapi import Body, Request
    from fastapi.concurrency import run_in_threadpool

    turns = asyncio.Semaphore(QUERIES_AT_ONCE)

    async def query(
        request: Request,
        text: str = Body(..., embed=True, max_length=20_000, description="One Cypher statement"),
        params: dict[str, Any] | None = Body(None, embed=True, description="Its parameters"),  # noqa: B008
        limit: int | None = Body(None, embed=True, ge=1, description="Most rows"),
    ) -> dict[str, Any]:
        """Run Cypher, read-only and within the limits of `kg query`."""
        # Who waits holds no thread: pages and questions go on.
        async with _turn(turns):
            if await request.is_disconnected():
                raise QueryError(GONE)
            async with _watched(request) as gone:
                answer = await run_in_threadpool(ask, text, params or {}, limit, gone)
            return dataclasses.asdict(answer)

    # Annotations are strings in this module; FastAPI needs the types themselves.
    query.__annotations__ = get_type_hints(query, localns={"Request": Request})
    known = _known([], ["text", "params", "limit"])
    app.post("/api/query", summary="Run Cypher, read-only", dependencies=known)(query)


@asynccontextmanager
async def _turn(turns: asyncio.Semaphore) -> AsyncIterator[None]:
    """Wait until a query may run.

    Raises:
        StoreError: So many others are at work that it had no turn in time.
    """
    try:
        async with asyncio.timeout(WAIT_S):
            await turns.acquire()
    except TimeoutError as error:
        raise StoreError(
            f"other queries took all turns for {WAIT_S:g} s; ask again in a while"
        ) from error
    try:
        yield
    finally:
        turns.release()


@asynccontextmanager
async def _watched(request: Request) -> AsyncIterator[threading.Event]:
    """Give what is set when who asked has gone: a query would keep its turn to its time limit."""
    gone = threading.Event()

    async def watch() -> None:
        while not await request.is_disconnected():
            await asyncio.sleep(LOOK_S)
        gone.set()

    watching = asyncio.create_task(watch())
    try:
        yield gone
    finally:
        watching.cancel()


def _add_pages(app: FastAPI, live: Live) -> None:
    from fastapi.responses import HTMLResponse, Response

    links = Links(live=True)

    def docs() -> HTMLResponse:
        return HTMLResponse(docs_page(app.openapi(), links))

    def ask_box() -> HTMLResponse:
        return HTMLResponse(ask_page(links))

    def search(q: str = "") -> HTMLResponse:
        asked = q.strip()
        with live.graph() as graph:
            found = graph.search(asked, limit=MOST) if asked else None
        return HTMLResponse(search_page(asked, found, links))

    def page(path: str) -> Response:
        path = path or "index.html"
        kind = "text/css" if path.endswith(".css") else "text/html"
        return Response(live.site().page(path), media_type=kind)

    page.__annotations__ = {"path": str}
    search.__annotations__ = {"q": str}
    docs.__annotations__ = ask_box.__annotations__ = {}
    own: dict[str, Callable[..., Response]] = {
        "/docs": docs,
        "/ask.html": ask_box,
        f"/{PATH}": search,
        "/{path:path}": page,
    }
    for path, handler in own.items():
        app.get(path, include_in_schema=False, response_model=None)(handler)


def get_once(app: App, path: str) -> tuple[int, str]:
    """Return status and text of one page or API answer, without a socket.

    Args:
        app: As `make_app` returns it.
        path: E.g. `/api/stats`.
    """
    address, _, query = path.partition("?")
    address = "/" + address.removeprefix("/")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(address),
        "raw_path": _quoted(address),
        "query_string": _quoted(query),
        "headers": [(b"host", b"127.0.0.1")],
        "client": ("127.0.0.1", 0),
        "server": ("127.0.0.1", 80),
    }
    messages: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        messages.append(message)

    # In a thread of its own: a notebook has a running event loop, which allows no second one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(app(scope, receive, send))).result()  # type: ignore[arg-type]
    body = b"".join(m.get("body", b"") for m in messages)
    return int(messages[0]["status"]), body.decode()


def _quoted(part: str) -> bytes:
    """Return a part of an address as a browser sends it: with letters beyond ASCII written out."""
    return quote(part, safe=string.punctuation).encode()
