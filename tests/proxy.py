"""A wire between a client and a server, for the tests of what goes wrong on it."""

from __future__ import annotations

import contextlib
import socket
import threading


class Proxy:
    """Passes bytes on to a server until it is told to cut the wire.

    Args:
        uri: The server's address.
        wrap: What is put round each connection to here, e.g. encryption.
    """

    def __init__(self, uri, *, wrap=None):
        self.wrap = wrap
        self.target = ("127.0.0.1", int(uri.rpartition(":")[2]))
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.uri = f"bolt://127.0.0.1:{self.listener.getsockname()[1]}"
        self.sockets, self.cut_after, self.passed, self.open = [], None, 0, True
        self.lost = set()
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while self.open:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                client = self.wrap(client) if self.wrap else client
            except OSError:
                client.close()
                continue
            server = socket.create_connection(self.target)
            self.sockets += [client, server]
            for pair in ((client, server), (server, client)):
                threading.Thread(target=self.pass_on, args=pair, daemon=True).start()

    def pass_on(self, source, target):
        try:
            while data := source.recv(65536):
                self.passed += len(data)
                if source in self.lost:
                    continue
                if self.cut_after is not None and self.passed > self.cut_after:
                    self.cut_after = None
                    self.cut()
                    return
                target.sendall(data)
        except OSError:
            return

    def lose(self):
        """Pass nothing more on the connections that are there, as a router that forgot them."""
        self.lost = {*self.sockets}

    def cut(self):
        for each in self.sockets:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self.sockets = []

    def close(self):
        self.open = False
        self.listener.close()
        self.cut()
