"""A WARC file is records one behind the other, and each says its own length: whether that is true shows at its end.

Records are handed out byte for byte as they lie in the file (ISO 28500:2017, clause 4), and only once the blank lines
behind them stand where their length says. Nothing is guessed: what breaks the frame ends the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from onrecord.errors import UnreadableError

LINE, HEADS = 16 << 10, 256 << 10
"""Bytes that one header line, and all header lines of a record, may have."""

BLOCK = 1 << 20
"""Bytes passed over at a time."""

TAKEN = "What stood before that was taken; get the file again for the rest."

_VERSION = re.compile(rb"WARC/[01]\.[0-9]{1,2}\r?\n")
_LENGTH = re.compile(r"[0-9]{1,15}")


class WarcDamageError(UnreadableError):
    """A WARC file whose records do not lie where they say; those before it were whole."""


@dataclass(frozen=True, slots=True)
class Record:
    """One whole record."""

    fields: tuple[tuple[str, str], ...]
    """Names in lower case, in their order."""
    head: bytes
    """Version and header lines as they lie in the file, with the empty line that ends them."""
    block: bytes
    """What the record holds, or only its beginning where it is `cut` or was not wanted."""
    length: int
    """Bytes of the whole block."""
    end: bytes
    """The empty lines behind it as they lie in the file."""

    @property
    def kind(self) -> str:
        """Its WARC-Type in lower case."""
        return self.field("warc-type").lower()

    @property
    def cut(self) -> bool:
        """True if `block` is not the whole of it."""
        return len(self.block) < self.length

    @property
    def raw(self) -> bytes:
        """The record as it lies in the file, with two line ends behind it (which the last one of a file may lack)."""
        return self.head + self.block + (self.end if self.end.count(b"\n") == 2 else b"\r\n\r\n")

    def field(self, name: str) -> str:
        """The first field of that name; empty if there is none."""
        return next((value for held, value in self.fields if held == name), "")


def records(stream: BinaryIO, *, name: str, most: Callable[[str], int]) -> Iterator[Record]:
    """Every record of an unpacked WARC file; `most` says how many bytes of a block are kept, by the record's kind.

    Raises `WarcDamageError`, naming the file and the byte, where a record breaks off or its length is not true; what
    `stream` raises for damaged packing comes through.
    """
    frame = _Frame(stream, name)
    while record := frame.next(most):
        yield record


class _Frame:
    """Where a reader stands in a file."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream, self._name = stream, name
        self._at = 0
        self._start = 0
        self._number = 0

    def next(self, most: Callable[[str], int]) -> Record | None:
        self._start, self._number = self._at, self._number + 1
        line = self._line()
        if not line:
            return None
        if not _VERSION.fullmatch(line):
            raise self._damage("there is no record where one should begin")
        head, fields = self._fields(line)
        length = self._length(fields)
        kind = next((value.lower() for field, value in fields if field == "warc-type"), "")
        block = self._exactly(min(length, most(kind)))
        self._pass(length - len(block))
        return Record(fields, head, block, length, self._end())

    def _fields(self, version: bytes) -> tuple[bytes, tuple[tuple[str, str], ...]]:
        """The header lines, and what they say; a line that starts with white space goes on with the one before."""
        head = bytearray(version)
        fields: list[tuple[str, str]] = []
        while (line := self._line()).strip(b"\r\n"):
            head += line
            if len(head) > HEADS:
                raise self._damage("its header has no end")
            text = line.decode("utf-8", "replace").rstrip("\r\n")
            field, colon, value = text.partition(":")
            if text[0] in " \t" and fields:
                fields[-1] = (fields[-1][0], f"{fields[-1][1]} {text.strip()}")
            elif colon:
                fields.append((field.strip().lower(), value.strip()))
            else:
                raise self._damage("its header has a line without a colon")
        if not line.endswith(b"\n"):
            raise self._damage("its header breaks off")
        return bytes(head + line), tuple(fields)

    def _length(self, fields: tuple[tuple[str, str], ...]) -> int:
        said = {value for field, value in fields if field == "content-length"}
        if len(said) != 1 or not _LENGTH.fullmatch(length := said.pop()):
            raise self._damage("it does not say its length (Content-Length) once and in digits")
        return int(length)

    def _end(self) -> bytes:
        """The two line ends behind a record; a file may end without them."""
        lines = [self._line(), self._line()]
        if any(line.strip(b"\r\n") for line in lines):
            raise self._damage("it does not end where its length (Content-Length) says")
        return b"".join(lines)

    def _line(self) -> bytes:
        line = self._stream.readline(LINE)
        self._at += len(line)
        if len(line) == LINE:
            raise self._damage(f"its header has a line of more than {LINE:,} bytes")
        return line

    def _exactly(self, length: int) -> bytes:
        block = self._stream.read(length)
        self._at += len(block)
        if len(block) < length:
            raise self._damage("it breaks off")
        return block

    def _pass(self, length: int) -> None:
        while length > 0:
            length -= len(self._exactly(min(length, BLOCK)))

    def _damage(self, reason: str) -> WarcDamageError:
        return WarcDamageError(
            f"{self._name}: it is damaged at byte {self._start:,} (record {self._number:,}): {reason}.",
            advice=TAKEN,
        )
