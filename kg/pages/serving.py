"""Starts the server on a port, over a graph that is opened anew when it changes."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from kg.errors import ConfigError, MissingExtra
from kg.graph import Graph, open_graph
from kg.pages.guard import App
from kg.pages.live import Live
from kg.pages.server import Answer, make_app
from kg.store import Limits, is_server
from kg.store.base import graph_file
from kg.store.fence import end_children, run_fenced

LIMITS = Limits(seconds=30.0, rows=1000, memory_mb=1024)
"""What a question may take where nothing is said, as the settings say it for `kg`."""


# Seconds that the end of the server waits for who is being answered: a client that stands still
# in the middle of a request would hold it up for ever.
LAST_ANSWERS_S = 5
# Seconds between two lines on connections that cannot be taken; the loop writes 2,000 a second.
_SAY_AGAIN_S = 60
_SCARCE = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


def app_for(url: str, *, hosts: Iterable[str] = (), limits: Limits = LIMITS) -> App:
    """Return the server of a graph.

    Args:
        url: A workspace folder, a `.kgl` file, or the address of a Neo4j server.
        hosts: Names under which it is reached besides 127.0.0.1 and localhost.
        limits: What each question may take; rows and memory are those of Cypher from a person.

    Raises:
        MissingExtra: FastAPI is not installed.
        StoreError: The graph cannot be opened.
    """
    shipped = Limits(seconds=limits.seconds)
    live = Live(lambda: open_graph(url, limits=shipped), lambda graph: _stamp(url, graph))
    with live.graph():
        pass  # A graph that cannot be opened is told of now, not on the first page.

    def ask(text: str, params: dict[str, Any], most: int | None, gone: threading.Event) -> Answer:
        allowed = limits.rows or sys.maxsize
        most = min(most or allowed, allowed)
        # One row more than is given tells that there are more.
        rows = run_fenced(url, text, params, limits=replace(limits, rows=most + 1), gone=gone)
        return Answer(rows[:most], len(rows) > most)

    return make_app(live, ask, hosts=hosts)


def name_of_host(host: str) -> str:
    """Return the name under which this computer reaches what listens at an address.

    Args:
        host: An address or a name; `0.0.0.0` and `::` are all addresses.
    """
    own = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"[{own}]" if ":" in own else own


def _stamp(url: str, graph: Graph | None) -> object:
    if is_server(url):
        return graph.store.load_state() if graph else None
    # Of the file, not of what was read from it: another process may have written a new one.
    found = graph_file(url)
    return (found.stat().st_mtime_ns, found.stat().st_size) if found.exists() else None


def serve_app(app: App, *, host: str, port: int, ready: Callable[[], object]) -> None:
    """Serve until Ctrl-C.

    Args:
        app: As `app_for` returns it.
        host: Address to listen at.
        port: Port to listen at.
        ready: Called once the server answers.

    Raises:
        ConfigError: The port is taken or not allowed.
        MissingExtra: uvicorn is not installed.
    """
    try:
        import uvicorn
    except ImportError as error:
        raise MissingExtra(
            "kg serve needs uvicorn; install it with: pip install 'papers-kg[serve]'"
        ) from error
    listening = _listen(host, port)

    class Announcing(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            asyncio.get_running_loop().set_exception_handler(_seldom())
            await super().startup(sockets=sockets)
            # A browser in the terminal would hold up the server.
            threading.Thread(target=ready, daemon=True).start()

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            # A loop that waits to take connections again trips over the socket that is closed.
            asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
            await super().shutdown(sockets=sockets)
            end_children()

    config = uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=LAST_ANSWERS_S,
    )
    # uvicorn closes in order and then raises the interrupt again; here it is the normal end.
    with listening, suppress(KeyboardInterrupt):
        Announcing(config).run(sockets=[listening])


def _seldom() -> Callable[[asyncio.AbstractEventLoop, dict[str, Any]], None]:
    """Return what tells an error that nobody else takes, of want of open files one now and then."""
    said: list[float] = []

    def tell(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if not isinstance(error, OSError) or error.errno not in _SCARCE:
            loop.default_exception_handler(context)
        elif not said or loop.time() - said[-1] > _SAY_AGAIN_S:
            said[:] = [loop.time()]
            logging.getLogger("uvicorn.error").error(
                f"no further connection can be taken now ({error.strerror}); who asks waits. "
                "Allow more open files: ulimit -n"
            )

    return tell


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket at which nobody else listens.

    Raises:
        ConfigError: There is none.
    """
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    if sys.platform != "win32":  # There it would share a port that is taken.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        # Two that start at once can both bind: only one of them listens.
        listening.listen()
    except OSError as error:
        listening.close()
        remedy = f"try: kg serve --port {port + 1 if port < 65535 else port - 1}"
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            remedy = "it is no address of this computer; leave --host out"
        raise ConfigError(f"cannot listen at {host}:{port} ({error.strerror}); {remedy}") from error
    return listening
