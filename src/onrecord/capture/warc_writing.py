"""An answer is kept as it came over the wire, in the form that every web archive reads: WARC 1.1 (ISO 28500:2017).

The same answer makes the same bytes: nothing in them depends on when or where they are written.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.capture.response import Redirect, Response

MEDIA_TYPE = "application/warc"

REQUEST, RESPONSE = "application/http; msgtype=request", "application/http; msgtype=response"


@dataclass(frozen=True, slots=True)
class _Part:
    """One record before it is written."""

    kind: str
    address: str
    """The web address that was asked."""
    host: str
    """The IP address that answered."""
    date: str
    head: bytes
    body: bytes
    cut: bool = False

    @property
    def identity(self) -> str:
        """A name that follows from what the record holds (RFC 9562, version 5)."""
        held = hashlib.sha256(self.head + self.body).hexdigest()
        named = "\n".join((self.kind, self.address, self.host, self.date, held))
        return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, named)}>"


def warc_of(response: Response) -> bytes:
    """One answer as an uncompressed WARC file: the answers that sent elsewhere, then the request and its answer.

    The bodies of redirects are not in it, since they are not taken; a redirect that announces one says that it is cut
    off. All records bear the moment at which the first request was sent.
    """
    request_head, _, request_body = response.request.partition(b"\r\n\r\n")
    asked = _Part("request", response.url, response.address, response.started, request_head + b"\r\n\r\n", request_body)
    answered = _Part("response", response.url, response.address, response.started, response.head, response.body)
    redirects = [_of(redirect, response.started) for redirect in response.redirects]
    return b"".join([
        *(_written(part) for part in redirects),
        _written(asked, together=answered),
        _written(answered, together=asked),
    ])  # fmt: skip


def _of(redirect: Redirect, date: str) -> _Part:
    return _Part("response", redirect.url, redirect.address, date, redirect.head, b"", cut=_announces_body(redirect))


def _announces_body(redirect: Redirect) -> bool:
    headers = (line.partition(b":") for line in redirect.head.lower().split(b"\r\n")[1:])
    said = {name.strip(): value.strip() for name, _, value in headers}
    return b"transfer-encoding" in said or said.get(b"content-length", b"0") != b"0"


def _written(part: _Part, *, together: _Part | None = None) -> bytes:
    block = part.head + part.body
    head = "\r\n".join(("WARC/1.1", *_fields(part, together), "", "")).encode()
    return head + block + b"\r\n\r\n"


def _fields(part: _Part, together: _Part | None) -> Iterator[str]:
    yield f"WARC-Type: {part.kind}"
    yield f"WARC-Record-ID: {part.identity}"
    yield f"WARC-Date: {part.date}"
    yield f"WARC-Target-URI: {part.address}"
    if part.host:
        yield f"WARC-IP-Address: {part.host}"
    if together is not None:
        yield f"WARC-Concurrent-To: {together.identity}"
    if part.cut:
        yield "WARC-Truncated: unspecified"
    yield f"WARC-Block-Digest: sha256:{hashlib.sha256(part.head + part.body).hexdigest()}"
    yield f"WARC-Payload-Digest: sha256:{hashlib.sha256(part.body).hexdigest()}"
    yield f"Content-Type: {REQUEST if part.kind == 'request' else RESPONSE}"
    yield f"Content-Length: {len(part.head) + len(part.body)}"
