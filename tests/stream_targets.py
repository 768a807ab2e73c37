"""Parsers of files with many documents that behave in every way a hostile file can make one behave."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import BinaryIO

from onrecord.capture.parser_stream import Said
from onrecord.errors import UnreadableError


def lines(source: BinaryIO, *, name: str, colour: str = "") -> Iterator[Said]:
    """Each line of the file, with itself as bytes."""
    for line in source:
        yield {"name": name, "colour": colour}, (line, line.upper())


def last_first(source: BinaryIO, *, name: str) -> Iterator[Said]:
    """The end of the file, then its beginning."""
    source.seek(-4, os.SEEK_END)
    yield {"name": name}, (source.read(),)
    source.seek(0)
    yield {"name": name}, (source.read(4),)


def behave(source: BinaryIO, *, name: str) -> Iterator[Said]:
    """Does what the file says, after one honest answer."""
    act = source.read().decode()
    yield {"act": act}, ()
    if act == "hang":
        time.sleep(60)
    if act == "spin":
        while True:
            pass
    if act == "circle":
        while True:
            source.seek(0)
            source.read()
    if act == "swell":
        _ = bytes(4 << 30)
    if act == "crash":
        os.abort()
    if act == "break":
        raise RuntimeError("nobody expected this")
    if act == "refuse":
        raise UnreadableError(f"{name}: it is no such file.", advice="Get another.")
    if act == "drown":
        yield {}, (bytes(64 << 20),)
    if act == "nonsense":
        yield {"x": 5}, ()  # type: ignore[dict-item]  # what a parser that was taken over may say
    if act == "peek":
        yield {"seen": str(os.path.exists("/proc/self"))}, ()  # noqa: PTH110 - what a parser would call
