"""A file with many documents is read by one process, which asks for its bytes piece by piece and answers as it goes.

Started as `python -m onrecord.capture.parser_stream PLAN`; not for use by hand. It never sees the file itself: it asks
the program for stretches of it, so that a file of any size is read in the memory of its largest document.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from typing import BinaryIO

from onrecord.capture import confinement_inside, frames
from onrecord.capture.parser import Line, named, pipes
from onrecord.errors import OnRecordError

BLOCK = 256 << 10
"""Bytes that are asked for at a time."""

Said = tuple[dict[str, str], tuple[bytes, ...]]
"""One answer: a flat mapping, and bytes that belong to it."""


class Distant(io.RawIOBase):
    """A file at the other end of the pipes."""

    def __init__(self, line: Line, size: int) -> None:
        self._line, self._size, self._at = line, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError(f"there is no byte {start + offset} in a file")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the base takes any writable buffer
        wanted = min(len(buffer), BLOCK)
        _send(self._line.answers, {"at": str(self._at), "length": str(wanted)})
        piece = frames.receive(self._line.requests, limit=wanted)
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


def main(plan: str) -> None:
    """Read one file and end."""
    order = json.loads(plan)
    line = pipes()
    walls = confinement_inside.enter(order["shown"], memory=order["memory"], enclosed=order["enclosed"])
    confinement_inside.die_with_parent()
    function: Callable[..., Iterator[Said]] = named(order["target"])
    _send(line.answers, {"walls": " ".join(wall.value for wall in walls)})
    options = frames.strings(frames.receive(line.requests, limit=1 << 20))
    source = io.BufferedReader(Distant(line, int(options.pop("size"))), BLOCK)
    confinement_inside.close_last(seconds=float(options.pop("seconds")))
    _send(line.answers, {"end": "yes", **_answered(function, source, options, line.answers)})


def _answered(
    function: Callable[..., Iterator[Said]], source: BinaryIO, options: dict[str, str], answers: BinaryIO
) -> dict[str, str]:
    """Pass on what the function says; the reason if it does not come to its end."""
    try:
        for fields, parts in function(source, **options):
            _send(answers, {"parts": str(len(parts)), "said": json.dumps(fields)})
            frames.send(answers, *parts)
    except OnRecordError as fault:
        return {"problem": fault.problem, "advice": fault.advice}
    return {}


def _send(answers: BinaryIO, value: dict[str, str]) -> None:
    frames.send(answers, json.dumps(value).encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
