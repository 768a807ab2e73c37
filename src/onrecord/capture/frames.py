"""What comes back from a parser is not trusted: a length, then JSON, and never an object to be unpickled."""

from __future__ import annotations

import json
import struct
from typing import IO

_LENGTH = struct.Struct(">Q")


class FrameError(Exception):
    """The other end stopped before a frame was whole, or sent what is not a frame."""


def send(stream: IO[bytes], *parts: bytes) -> None:
    """Write each part behind its length in bytes. Raises `OSError` if the other end is gone."""
    for part in parts:
        stream.write(_LENGTH.pack(len(part)))
        stream.write(part)
    stream.flush()


def receive(stream: IO[bytes], *, limit: int) -> bytes:
    """The next part; raises `FrameError` if it is cut off or longer than `limit` bytes."""
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    if length > limit:
        raise FrameError(f"a part of {length} bytes, with a limit of {limit}")
    return _exactly(stream, length)


def pieces(stream: IO[bytes], *, limit: int) -> bytes:
    """Parts put together up to the first empty one; raises `FrameError` beyond `limit` bytes in all."""
    held = bytearray()
    while piece := receive(stream, limit=limit - len(held)):
        held += piece
    return bytes(held)


def strings(part: bytes) -> dict[str, str]:
    """A part as a flat JSON object of strings; raises `FrameError` for anything else."""
    try:
        value = json.loads(part)
    except (ValueError, RecursionError) as fault:
        raise FrameError("an answer that is not JSON") from fault
    if not isinstance(value, dict) or not all(isinstance(held, str) for held in value.values()):
        raise FrameError("an answer that is not an object of strings")
    return value


def _exactly(stream: IO[bytes], length: int) -> bytes:
    held = stream.read(length)
    if len(held) != length:
        raise FrameError(f"{len(held)} bytes where {length} were announced")
    return held
