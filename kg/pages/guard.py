"""Lets only the server's own pages talk to it: other web pages reach 127.0.0.1 too."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOCAL = ("127.0.0.1", "localhost", "[::1]")
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)
MOST_BODY = 100_000
"""Bytes of a request's body; a query is shorter."""
TOO_LONG = "the request is too long"
ENDING = "the server is ending"


class Guard:
    """Refuses requests under another host name or from another page's script.

    A name that somebody else's domain leads to 127.0.0.1 is not among the hosts, so a page under
    it cannot read the graph. A link from elsewhere to a page is followed, a request by a script,
    a form or an image from elsewhere is not.

    Args:
        app: What stands behind.
        hosts: Names that are ours besides the local ones.
    """

    def __init__(self, app: App, hosts: Iterable[str] = ()) -> None:
        self._app = app
        self._hosts = frozenset(h.lower() for h in (*LOCAL, *hosts))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        started = False

        async def marked(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)

        try:
            await self._answer(scope, receive, marked)
        except asyncio.CancelledError:
            # The server ends and waits no longer.
            if not started:
                await _refuse(ENDING, marked, status=503)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        reason = self._refusal(scope) if scope["type"] == "http" else "no such protocol"
        body = None if reason else await _body(receive)
        if body is None:
            await _refuse(reason or TOO_LONG, send)
            return

        async def received() -> Message:
            return body.pop(0) if body else await receive()

        # Who checks links and whether a service lives asks for the head alone: the server that
        # sends the answer leaves the rest out.
        asked = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
        await self._app(asked, received, send)

    def _refusal(self, scope: Scope) -> str | None:
        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        host = headers.get("host", "").lower()
        if _without_port(host) not in self._hosts:
            return "this name is not served here; start with --allow-host NAME to serve it"
        origin = headers.get("origin")
        if origin is not None and _host_of(origin) != host:
            return "requests from other pages are not answered"
        length = headers.get("content-length", "0")
        if not length.isdecimal():
            return "the length of the request is no number"
        # A request in chunks tells no length: it is counted as it comes.
        if len(length) > len(str(MOST_BODY)) or int(length) > MOST_BODY:
            return TOO_LONG
        if headers.get("sec-fetch-site", "none") in {"none", "same-origin"}:
            return None
        followed = headers.get("sec-fetch-mode") == "navigate" and scope["method"] == "GET"
        if followed and not scope["path"].startswith("/api"):
            return None
        return "requests from other pages are not answered"


async def _body(receive: Receive) -> list[Message] | None:
    """Return the messages of a request's body, or None as soon as it is too long."""
    messages: list[Message] = []
    size = 0
    more = True
    while more:
        message = await receive()
        size += len(message.get("body", b""))
        if size > MOST_BODY:
            return None
        messages.append(message)
        more = message.get("more_body", False)
    return messages


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return None


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host


async def _refuse(reason: str, send: Send, *, status: int = 403) -> None:
    body = reason.encode()
    length = (b"content-length", str(len(body)).encode())
    headers = [(b"content-type", b"text/plain; charset=utf-8"), length]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
