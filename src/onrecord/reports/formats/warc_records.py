"""A WARC file is records end to end; a record that is moved whole, byte for byte, is still the one that was received.

WARC 1.1 is ISO 28500:2017, https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from onrecord.capture import warc_frames

INDEXED = frozenset({"response", "resource", "revisit"})
"""The types of records that answer for an address."""

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})(?: |\r?\n)")
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.A)


@dataclass(frozen=True, slots=True)
class Record:
    """One record."""

    raw: bytes
    """All of it: head, block and the empty lines that end it."""
    fields: tuple[tuple[str, str], ...]
    """Names and values of the head, in their order."""
    block: bytes

    def field(self, name: str) -> str:
        """The first value of that name, in any case; empty where there is none."""
        return next((value for held, value in self.fields if held.lower() == name.lower()), "")

    @property
    def kind(self) -> str:
        """`response`, `request`, `resource` …"""
        return self.field("WARC-Type").lower()

    @property
    def address(self) -> str:
        """What the record is about; older tools put it between angle brackets."""
        return self.field("WARC-Target-URI").removeprefix("<").removesuffix(">")

    @property
    def is_http(self) -> bool:
        """True if the block is an HTTP message."""
        return self.field("Content-Type").lower().startswith("application/http")

    @property
    def http_head(self) -> bytes:
        """Start line and headers of an HTTP message, with the empty line that ends them."""
        end = _HEAD_END.search(self.block)
        return self.block[: end.end()] if end else self.block

    @property
    def payload(self) -> bytes:
        """The block, of an HTTP message its body as it was sent."""
        return self.block[len(self.http_head) :] if self.is_http else self.block

    @property
    def status(self) -> int:
        """Of an HTTP answer; 200 for anything else, as programs that replay archives take it."""
        found = _STATUS.match(self.block) if self.is_http else None
        return int(found[1]) if found else 200

    @property
    def media_type(self) -> str:
        """As declared, without parameters; empty where nothing is."""
        declared = _http_header(self.http_head, "content-type") if self.is_http else self.field("Content-Type")
        return declared.partition(";")[0].strip().lower()


def records(content: bytes) -> Iterator[Record]:
    """The records of an unpacked WARC file. Raises `UnreadableError` where they are not whole."""
    for held in warc_frames.records(io.BytesIO(content), name="a stored answer", most=lambda _kind: len(content)):
        yield Record(held.raw, held.fields, held.block)


def resource(address: str, content: bytes, *, media_type: str, at: str) -> Record:
    """The record of bytes that were got for an address in a way that is not kept."""
    digest = hashlib.sha256(content).hexdigest()
    return _record(
        (
            ("WARC-Type", "resource"),
            ("WARC-Record-ID", _id(f"{address} {at} {digest}")),
            ("WARC-Date", at),
            ("WARC-Target-URI", address),
            ("WARC-Block-Digest", f"sha256:{digest}"),
            ("Content-Type", media_type if _MEDIA_TYPE.fullmatch(media_type) else "application/octet-stream"),
        ),
        content,
    )


def warcinfo(about: Sequence[tuple[str, str]], *, file: str, at: str) -> Record:
    """The record that a file begins with: who made it, and of what form it is."""
    block = "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in about).encode()
    return _record(
        (
            ("WARC-Type", "warcinfo"),
            ("WARC-Record-ID", _id(f"{file} {at} {hashlib.sha256(block).hexdigest()}")),
            ("WARC-Date", at),
            ("WARC-Filename", file),
            ("Content-Type", "application/warc-fields"),
        ),
        block,
    )


def _record(fields: tuple[tuple[str, str], ...], block: bytes) -> Record:
    """Raises `ValueError` for a value that would end its line."""
    fields = (*fields, ("Content-Length", str(len(block))))
    if any(ord(char) < 0x20 for _, value in fields for char in value):
        raise ValueError("a field of a record holds a control character")
    head = "".join(f"{name}: {value}\r\n" for name, value in fields).encode()
    return Record(b"WARC/1.1\r\n" + head + b"\r\n" + block + b"\r\n\r\n", fields, block)


def _id(words: str) -> str:
    """The same for the same words, so that the same evidence gives the same file."""
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, words)}>"


def _http_header(head: bytes, name: str) -> str:
    for line in head.decode("latin-1").splitlines()[1:]:
        held, _, value = line.partition(":")
        if held.strip().lower() == name:
            return value.strip()
    return ""
