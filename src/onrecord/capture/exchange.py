"""One request, one answer, one connection: every byte is kept, and none is taken beyond the limits."""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass

import h11

from onrecord.capture.manners import Manners
from onrecord.errors import FetchError

HEAD = 64 << 10
"""Bytes that status line and headers may have together."""

BLOCK = 1 << 16
"""Bytes taken from the line at a time."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was asked and what came, before any of it is interpreted."""

    request: bytes
    status: int
    headers: tuple[tuple[str, str], ...]
    head: bytes
    body: bytes
    """As received."""
    payload: bytes
    """The body without chunk lengths, still compressed."""


def exchange(line: socket.socket, target: str, headers: Sequence[tuple[str, str]], manners: Manners) -> Exchange:
    """Ask for `target` with GET and take the whole answer.

    Raises `FetchError` if the answer is not whole, too large, too slow or not HTTP/1.
    """
    talk = _Talk(line, manners)
    try:
        return talk.ask(target, headers)
    except TimeoutError as fault:
        raise FetchError("the answer took too long.", advice="Try again later.") from fault
    except OSError as fault:
        raise FetchError(f"the connection broke ({fault.strerror or fault}).", advice="Try again later.") from fault
    except h11.RemoteProtocolError as fault:
        raise FetchError(
            f"the answer is not whole or not HTTP ({fault}).", advice="Try again later, or save the page by hand."
        ) from fault


class _Talk:
    """The state of one exchange: the protocol's and that of the bytes that came."""

    def __init__(self, line: socket.socket, manners: Manners) -> None:
        self._line = line
        self._manners = manners
        self._protocol = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEAD)
        self._came = bytearray()
        self._deadline = time.monotonic() + manners.total_seconds

    def ask(self, target: str, headers: Sequence[tuple[str, str]]) -> Exchange:
        request = self._send(target, headers)
        start, answer = self._head()
        reached = self._used()
        self._refuse_announced(answer)
        payload = self._payload()
        return Exchange(
            request=request,
            status=answer.status_code,
            headers=tuple((n.decode("latin-1"), v.decode("latin-1")) for n, v in answer.headers.raw_items()),
            head=bytes(self._came[start:reached]),
            body=bytes(self._came[reached : self._used()]),
            payload=payload,
        )

    def _send(self, target: str, headers: Sequence[tuple[str, str]]) -> bytes:
        asked = self._protocol.send(h11.Request(method="GET", target=target, headers=list(headers))) or b""
        asked += self._protocol.send(h11.EndOfMessage()) or b""
        self._line.settimeout(self._patience())
        self._line.sendall(asked)
        return asked

    def _head(self) -> tuple[int, h11.Response]:
        """Where the last head starts in what came, and what it says; interim answers (1xx) are passed over."""
        start = 0
        while True:
            event = self._next()
            if isinstance(event, h11.Response):
                return start, event
            if isinstance(event, h11.InformationalResponse):
                start = self._used()

    def _payload(self) -> bytes:
        parts = bytearray()
        while not isinstance(event := self._next(), h11.EndOfMessage):
            if isinstance(event, h11.Data):
                parts += event.data
        return bytes(parts)

    def _next(self) -> h11.Event:
        while (event := self._protocol.next_event()) is h11.NEED_DATA:
            self._receive()
        if not isinstance(event, h11.Event) or isinstance(event, h11.ConnectionClosed):
            raise FetchError("the connection ended without an answer.", advice="Try again later.")
        return event

    def _receive(self) -> None:
        self._line.settimeout(self._patience())
        block = self._line.recv(BLOCK)
        self._came += block
        if len(self._came) > self._manners.body + HEAD:
            raise _too_large(self._manners.body)
        self._protocol.receive_data(block)

    def _used(self) -> int:
        """How many of the bytes that came belong to what the protocol has told so far."""
        return len(self._came) - len(self._protocol.trailing_data[0])

    def _patience(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(left, self._manners.idle_seconds)

    def _refuse_announced(self, answer: h11.Response) -> None:
        for name, value in answer.headers:
            if name == b"content-length" and int(value) > self._manners.body:
                raise _too_large(self._manners.body)


def _too_large(limit: int) -> FetchError:
    return FetchError(
        f"the answer has more than {limit >> 20} MB.", advice="Save it by hand and add the part you need."
    )
