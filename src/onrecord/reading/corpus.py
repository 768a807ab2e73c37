"""A corpus is thousands of documents in one file: each line stands or falls by itself."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from onrecord.model.record import Document, Span
from onrecord.reading.kinds import is_gzip
from onrecord.reading.language import language_of

LINE = 32 << 20
"""Bytes that one line may have; the longest statute in the record has half a million characters."""

EXPANSION = 200
"""How many times its own size a compressed corpus may unpack to; official prose reaches 4, posts 6."""

EXPANSION_FROM = 256 << 20
"""Unpacked bytes up to which the ratio does not matter."""

_STRINGS = ("publisher", "title", "url", "language")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ]\d{2}:\d{2}.*)?)?)?")


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is not a document, and why."""

    number: int
    """Counted from 1."""
    reason: str
    advice: str = "Correct the line and add the file again."


class _LineError(Exception):
    """What is wrong with one line."""


class _FileError(_LineError):
    """What is wrong with the file from one line on: correcting that line mends nothing."""

    def __init__(self, reason: str, *, advice: str) -> None:
        super().__init__(f"{reason}; the rest is not read")
        self.advice = advice


def read_corpus(stream: BinaryIO) -> Iterator[Document | BadLine]:
    """The documents of a JSON Lines file, plain or gzipped, one at a time and in order.

    A line is an object with `id` and `text`, and where known `publisher`, `date` (ISO 8601, kept to the day),
    `title`, `url`, `language`, `extra.question_spans` (`[[start, end], …]`, characters of `text`) and
    `extra.complete` (false where the text is cut off); other keys are not read. The text is kept to the
    character. Blank lines are passed over. A line that is wrong is reported and the next one read; a file that
    breaks off, or unpacks out of all proportion, ends there.
    """
    number = 0
    for number, line in enumerate(_lines(stream), start=1):
        if isinstance(line, _FileError):
            yield BadLine(number, str(line), line.advice)
        elif line.strip():
            yield _read_line(line, number)


def _lines(stream: BinaryIO) -> Iterator[bytes | _FileError]:
    """Lines of bounded length; the last item is a fault where the rest of the file cannot be read."""
    packed = is_gzip(stream.read(2))
    stream.seek(0)
    lines = gzip.GzipFile(fileobj=stream) if packed else stream
    unpacked = 0
    while True:
        try:
            line = lines.readline(LINE + 1)
        except EOFError:
            yield _FileError("the compressed file is cut off here", advice="Fetch it again and add it again.")
            return
        except (zlib.error, gzip.BadGzipFile) as fault:
            yield _FileError(
                f"the compressed file is damaged here ({fault})", advice="Fetch it again and add it again."
            )
            return
        if not line:
            return
        unpacked += len(line)
        excess = _oversize(len(line), unpacked, stream.tell() if packed else unpacked)
        if excess is not None:
            yield excess
            return
        yield line


def _oversize(line: int, unpacked: int, read: int) -> _FileError | None:
    if line > LINE:
        return _FileError(f"the line is longer than {LINE >> 20} MB", advice="Split the document and add it again.")
    if unpacked > EXPANSION_FROM and unpacked > EXPANSION * read:
        return _FileError(
            f"the file unpacks to more than {EXPANSION} times its size", advice="Check where it comes from."
        )
    return None


def _read_line(line: bytes, number: int) -> Document | BadLine:
    try:
        return _document(_object(line))
    except _LineError as fault:
        return BadLine(number, str(fault))


def _object(line: bytes) -> dict[str, object]:
    try:
        held = json.loads(line.removeprefix(b"\xef\xbb\xbf").decode())
    except UnicodeDecodeError as fault:
        raise _LineError(f"it is not UTF-8 (byte {fault.start} of the line)") from fault
    except json.JSONDecodeError as fault:
        raise _LineError(f"it is not JSON ({fault.msg} at column {fault.colno})") from fault
    except (ValueError, RecursionError) as fault:
        raise _LineError("it is not JSON that can be read (too deep, or a number too long)") from fault
    if not isinstance(held, dict):
        raise _LineError("it is not a JSON object")
    return held


def _document(held: dict[str, object]) -> Document:
    text = _string(held, "text")
    identity = _label(held, "id")
    if not identity:
        raise _LineError("it has no id")
    if not text.strip():
        raise _LineError(f"the document {identity!r} has no text")
    publisher, title, url, language = (_label(held, key) for key in _STRINGS)
    return Document(
        id=identity,
        text=text,
        publisher=publisher,
        date=_day(_label(held, "date")),
        title=title,
        url=url,
        language=language or language_of(text),
        question_spans=_question_spans(held.get("extra"), len(text)),
        complete=_complete(held.get("extra")),
    )


def _string(held: dict[str, object], key: str) -> str:
    value = held.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _LineError(f"its {key!r} is not a string")
    try:
        value.encode()
    except UnicodeEncodeError as fault:
        raise _LineError(f"its {key!r} holds half a character (a lone surrogate) at {fault.start}") from fault
    return value


def _label(held: dict[str, object], key: str) -> str:
    """A string for one line: runs of white space become one space; control characters are refused."""
    value = " ".join(_string(held, key).split())
    if any(char < " " or char == "\x7f" for char in value):
        raise _LineError(f"its {key!r} holds a control character")
    return value


def _day(value: str) -> str:
    try:
        return day_of(value)
    except ValueError as fault:
        raise _LineError(f"its {fault}") from fault


def day_of(value: str) -> str:
    """An ISO 8601 date as precise as it is given, without a time of day; empty for an empty one.

    Raises `ValueError`, in words for a person, for anything else.
    """
    if not value:
        return ""
    found = _DATE.fullmatch(value)
    if found is None:
        raise ValueError(f"date {value[:40]!r} is not ISO 8601 (2023-06-19, 2023-06 or 2023)")
    year, month, day = found.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError as fault:
        raise ValueError(f"date {value[:40]!r} does not exist") from fault
    return "-".join(filter(None, (year, month, day)))


def _question_spans(extra: object, length: int) -> tuple[Span, ...]:
    if not isinstance(extra, dict) or extra.get("question_spans") is None:
        return ()
    spans = extra["question_spans"]
    if not isinstance(spans, list):
        raise _LineError("its extra.question_spans is not a list")
    return tuple(_span(pair, length) for pair in spans)


def _complete(extra: object) -> bool:
    said = extra.get("complete") if isinstance(extra, dict) else None
    if said is not None and not isinstance(said, bool):
        raise _LineError("its extra.complete is neither true nor false")
    return said is not False


def _span(pair: object, length: int) -> Span:
    if not (isinstance(pair, list) and len(pair) == 2 and all(type(end) is int for end in pair)):
        raise _LineError("its extra.question_spans holds something other than [start, end]")
    start, end = pair
    if not 0 <= start <= end <= length:
        raise _LineError(f"its question span [{start}, {end}] is outside its text of {length} characters")
    return Span(start, end)
