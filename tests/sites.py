"""Web sites on loopback that answer with exactly the bytes that a test wants."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from onrecord.capture.addresses import parsed_range
from onrecord.capture.connecting import Connector
from onrecord.capture.fetch import WebFetcher
from onrecord.capture.manners import Manners

HOME = "127.77.0.1"
"""The one loopback address that stands for the public web in these tests."""


def answer(body: bytes | str = b"", *headers: str, status: str = "200 OK", length: bool = True) -> bytes:
    """An answer as it goes over the wire."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", *headers, *([f"Content-Length: {len(content)}"] if length else [])]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + content


def page(title: str, words: str) -> bytes:
    """A web page as a server sends it."""
    markup = f"<!doctype html><html><head><title>{title}</title></head><body><article>{words}</article></body></html>"
    return answer(markup, "Content-Type: text/html; charset=utf-8")


Script = bytes | Callable[[bytes], bytes]


@dataclass
class Site:
    """Serves `pages` by path; a path that is missing is a 404. Counts every connection, and keeps every request."""

    pages: dict[str, Script] = field(default_factory=dict)
    address: str = HOME
    tls: ssl.SSLContext | None = None
    pause: float = 0.0
    """Seconds between two bytes of an answer."""
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0

    def __enter__(self) -> Self:
        family = socket.AF_INET6 if ":" in self.address else socket.AF_INET
        self._socket = socket.create_server((self.address, 0), family=family)
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _fault: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)

    def url(self, path: str = "/", *, host: str = "www.ministry.example") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def asked(self) -> list[str]:
        """The paths that were asked for, robots.txt left out."""
        paths = [request.split(b" ")[1].decode() for request in self.requests]
        return [path for path in paths if path != "/robots.txt"]

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            line.settimeout(5)
            try:
                with line if self.tls is None else self.tls.wrap_socket(line, server_side=True) as talk:
                    self._answer(talk)
            except OSError:
                continue

    def _answer(self, line: socket.socket) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            block = line.recv(65536)
            if not block:
                return
            request += block
        self.requests.append(request)
        script = self.pages.get(request.split(b" ")[1].decode("latin-1"), answer("none", status="404 Not Found"))
        said = script(request) if callable(script) else script
        if not self.pause:
            line.sendall(said)
            return
        for at in range(len(said)):
            line.sendall(said[at : at + 1])
            time.sleep(self.pause)


def at_home(name: str, seconds: float) -> Sequence[str]:
    """Every name is at home."""
    return (HOME,)


def fetcher(*, resolve: Callable[[str, float], Sequence[str]] = at_home, **manners: object) -> WebFetcher:
    """A fetcher for which `HOME` is open, and that does not wait unless told to."""
    limits = Manners(**{"opened": (parsed_range(HOME),), "delay": 0.0, **manners})  # type: ignore[arg-type]
    return WebFetcher(limits, connector=Connector(limits, resolve=resolve))
