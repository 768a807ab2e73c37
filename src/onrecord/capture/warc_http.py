"""An answer in a web archive is the server's bytes, or what the archiving program left of them: both are told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.capture.decoding import BROTLI, GZIP_MAGIC, decoded
from onrecord.errors import UnreadableError

HEAD = 64 << 10
"""Bytes that status line and headers may have together."""

_STATUS = re.compile(rb"HTTP/[0-9](?:\.[0-9])? ([0-9]{3})(?: [^\n]*)?\r?")
_END = re.compile(rb"\r?\n\r?\n")
_SIZE = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\n]{0,4096})?\r?\n")


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer, parted and not decoded."""

    status: int
    headers: tuple[tuple[str, str], ...]
    """As received, in their order; bytes that are not ASCII read as Latin-1."""
    body: bytes

    def header(self, name: str) -> str:
        """The first header of that name (lower case); empty where there is none."""
        return next((value for held, value in self.headers if held.lower() == name), "")


def answer_in(block: bytes, *, name: str) -> Answer:
    """The answer in a record's block. Raises `UnreadableError` for what is none."""
    end = _END.search(block, 0, HEAD)
    if end is None:
        raise UnreadableError(f"{name}: its HTTP header has no end.", advice="Fetch the page again.")
    status, *lines = block[: end.start()].split(b"\n")
    said = _STATUS.fullmatch(status)
    if said is None:
        raise UnreadableError(f"{name}: it holds no HTTP answer.", advice="Fetch the page again.")
    pairs = (line.decode("latin-1").partition(":") for line in lines)
    headers = tuple((held.strip(), value.strip()) for held, colon, value in pairs if colon)
    return Answer(int(said[1]), headers, block[end.end() :])


def content_of(answer: Answer, *, name: str, limit: int) -> bytes:
    """The body without chunk lengths and without compression, as far as they are in it; at most `limit` bytes.

    Many archiving programs take chunk lengths and compression off and keep the header that speaks of them: a body that
    does not begin as the header says is taken as it is. Its length is the record's: the header's own is not asked.
    Raises `FetchError` for damaged compression and beyond the limit, `UnreadableError` for chunks that break off.
    """
    body = answer.body
    if "chunked" in answer.header("transfer-encoding").lower():
        body = _unchunked(body, name)
    coding = answer.header("content-encoding").strip().lower()
    if coding in {"gzip", "x-gzip"} and not body.startswith(GZIP_MAGIC):
        coding = ""
    return decoded(body, coding, limit=limit, known=BROTLI)


def _unchunked(body: bytes, name: str) -> bytes:
    """The body without its chunk lengths; the body itself if it does not begin with one (RFC 9112, 7.1)."""
    found, at = bytearray(), 0
    while True:
        size = _SIZE.match(body, at)
        if size is None and at == 0:
            return body
        length = int(size[1], 16) if size else 0
        start = size.end() if size else 0
        if size is None or start + length > len(body):
            raise UnreadableError(f"{name}: its chunks break off.", advice="Fetch the page again.")
        if length == 0:
            return bytes(found)
        found += body[start : start + length]
        at = start + length + (2 if body.startswith(b"\r\n", start + length) else 1)
