"""A file with many documents is served to its parser piece by piece: neither end ever holds the whole of it."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Self

from onrecord.capture import confinement, frames
from onrecord.capture.parser_ended import Ending, Fate, ParserEndedError, fault_of
from onrecord.capture.parser_process import Alarm, close_broken, kill, start
from onrecord.errors import UnreadableError

PARSER = "onrecord.capture.parser_stream"
"""The module that the child runs."""

PARTS = 8
"""Parts that may belong to one answer."""

_LEAST = 64 << 10
"""Bytes that a question for fewer counts as, so that a parser cannot ask for nothing for ever."""


_SLACK = 256 << 20
"""Bytes that may be asked for on top of all passes: an archive of many small files is sought in."""


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """How much one file may cost before its parser is killed."""

    pause: float = 20.0
    """Wall seconds between two things that the parser says, questions for more bytes included."""
    start_seconds: float = 60.0
    """Wall time for the parser to start; no outside bytes are read in it."""
    seconds: float = 60.0
    """CPU seconds for a file of any size, and on top of them …"""
    speed: int = 2 << 20
    """… one for so many bytes of the file."""
    memory: int = 1 << 30
    """Bytes of address space. Held on Linux; macOS and Windows do not enforce it."""
    part: int = 192 << 20
    """Bytes that one part of an answer may have."""
    passes: int = 4
    """How often as many bytes as the file has may be asked for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One answer of the parser."""

    fields: Mapping[str, str]
    parts: tuple[bytes, ...]


class Stream:
    """What one confined parser says of one file, answer by answer.

    `target` is a generator function, `module:function`: it takes a file opened for reading (which can be sought in)
    and keyword strings, `name` among them, and yields pairs of a flat mapping of strings and a tuple of bytes. It runs
    behind the walls that `Sandbox` has. Leave the context to end it early.
    """

    def __init__(
        self,
        target: str,
        source: BinaryIO,
        *,
        size: int,
        limits: StreamLimits = StreamLimits(),
        bubblewrap: bool = True,
    ) -> None:
        self._target, self._source, self._size, self._limits = target, source, size, limits
        self.reached = 0
        """The furthest byte of the file that the parser has seen."""
        self._served = 0
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the child
        plan = {"target": target, "memory": limits.memory}
        enclosed = bubblewrap and confinement.bubblewrap_works()
        self._process = start(PARSER, plan, [target], self._errors, enclosed=enclosed)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        kill(self._process)
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            if stream is not None:
                close_broken(stream)

    def answers(self, *, name: str, **options: str) -> Iterator[Piece]:
        """Each answer as it comes.

        Raises `UnreadableError`, naming the file, where the parser refuses it, which may be after some answers; a
        `ParserEndedError`, which is one, where it takes too long, needs too much memory or breaks.
        """
        seconds = self._limits.seconds + self._size / self._limits.speed
        self._started()
        self._send(json.dumps({"name": name, **options, "size": str(self._size), "seconds": str(seconds)}).encode())
        while "end" not in (said := self._heard(name)):
            if "at" in said:
                self._serve(said, name)
            else:
                yield self._piece(said, name)
        if "problem" in said:
            raise UnreadableError(said["problem"], advice=said["advice"])

    def _started(self) -> None:
        with Alarm(self._process, self._limits.start_seconds) as alarm:
            try:
                frames.strings(self._receive(1 << 20))
                return
            except (OSError, frames.FrameError):
                said = "it did not start in time" if alarm.rang else self._ending(late=False).reason
        raise ParserEndedError(
            f"The parser could not start: {said}.",
            advice="Run `onrecord doctor`; if it finds nothing, set OnRecord up anew.",
            fate=Fate.NOT_STARTED,
        )

    def _heard(self, name: str) -> dict[str, str]:
        """The next thing that the parser says; raises `ParserEndedError` if it says none in time."""
        with Alarm(self._process, self._limits.pause) as alarm:
            try:
                return frames.strings(self._receive(4 << 20))
            except (OSError, frames.FrameError):
                ending = self._ending(late=alarm.rang)
        raise self._fault(ending, name)

    def _piece(self, said: Mapping[str, str], name: str) -> Piece:
        with Alarm(self._process, self._limits.pause) as alarm:
            try:
                count = int(said["parts"])
                if not 0 <= count <= PARTS:
                    raise frames.FrameError(f"an answer of {count} parts")
                parts = tuple(self._receive(self._limits.part) for _ in range(count))
                return Piece(frames.strings(said["said"].encode()), parts)
            except (OSError, KeyError, ValueError, frames.FrameError):
                ending = self._ending(late=alarm.rang)
        raise self._fault(ending, name)

    def _serve(self, asked: Mapping[str, str], name: str) -> None:
        """Hand out the bytes that are asked for; raises `ParserEndedError` if it is asked in circles."""
        try:
            at, length = int(asked["at"]), int(asked["length"])
        except (KeyError, ValueError):
            raise self._fault(self._ending(late=False), name) from None
        self._served += max(length, _LEAST)
        if self._served > self._limits.passes * self._size + _SLACK or min(at, length) < 0:
            raise self._fault(self._ending(late=True), name)
        self._source.seek(min(at, self._size))
        piece = self._source.read(min(length, 1 << 24))
        self.reached = max(self.reached, self._source.tell())
        self._send(piece)

    def _send(self, part: bytes) -> None:
        """Write to the parser; that it is gone shows when it is listened to."""
        assert self._process.stdin is not None
        try:
            frames.send(self._process.stdin, part)
        except OSError:
            return

    def _receive(self, limit: int) -> bytes:
        assert self._process.stdout is not None
        return frames.receive(self._process.stdout, limit=limit)

    def _ending(self, *, late: bool) -> Ending:
        """End the parser; its exit status, and what it said last on its error stream."""
        try:
            code = self._process.wait(timeout=1.0)
        except subprocess.TimeoutExpired:
            kill(self._process)
            code = self._process.wait()
        self._errors.seek(0)
        return Ending(code, self._errors.read(1 << 16).decode("utf-8", "replace"), peak=0, late=late)

    def _fault(self, ending: Ending, name: str) -> ParserEndedError:
        return fault_of(ending, name, seconds=self._limits.pause, memory=self._limits.memory)
