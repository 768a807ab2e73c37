"""A parser of outside bytes may do anything until it has answered: it runs apart and can be killed."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from onrecord.capture import confinement, frames
from onrecord.capture.confinement import Wall
from onrecord.capture.parser_ended import Ending, Fate, ParserEndedError, fault_of
from onrecord.capture.parser_process import Alarm, close_broken, kill, start
from onrecord.errors import UnreadableError

__all__ = ["Fate", "Limits", "ParserEndedError", "Sample", "Sandbox"]

PARSER = "onrecord.capture.parser"
"""The module that the child runs."""

GRACE = 2.0
"""Seconds beyond a document's own after which the parser itself is killed, and not the document's process alone."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one document may cost before its parser is killed."""

    seconds: float = 9.0
    """Wall time, and CPU time, for one document in a parser that has started."""
    start_seconds: float = 60.0
    """Wall time for the parser to start (a cold disk, a busy machine); no outside bytes are read in it."""
    memory: int = 1 << 30
    """Bytes of address space. Held on Linux; macOS and Windows do not enforce it."""
    answer: int = 512 << 20
    """Bytes that an answer may have."""
    documents: int = 100
    """Documents after which a parser that cannot fork is replaced by a fresh one, so that leaks do not add up."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Bytes of our own that a parser reads once when it starts, so that its tables are loaded before the first fork."""

    name: str
    content: bytes
    job: str = ""


class Sandbox:
    """Runs functions on outside bytes in child processes, behind every wall that the machine has.

    `target` names one function as `module:function`, or several by their jobs: `{"feed": "module:function", …}`. A
    function takes the bytes and keyword strings, `name` among them, and returns a flat mapping of strings. It runs in
    a process forked for that one document, without network, home, environment or standard input, with limits on
    memory and time; `walls` says which walls stand. Zip and gzip content is held against `unpack.Caps` before the
    function sees it. `bubblewrap` false leaves bubblewrap out even where it works. One document at a time.
    """

    def __init__(
        self,
        target: str | Mapping[str, str],
        *,
        limits: Limits = Limits(),
        warm: Sequence[Sample] = (),
        bubblewrap: bool = True,
    ) -> None:
        self._jobs = {"": target} if isinstance(target, str) else dict(target)
        self._limits = limits
        self._warm = tuple(warm)
        self._bubblewrap = bubblewrap
        self._child: _Child | None = None
        self.peak = 0
        """Bytes of memory that the largest document's process held so far; 0 where nobody counts."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, content: bytes, *, name: str, job: str = "", **options: str) -> Mapping[str, str]:
        """What the job's function says of the bytes.

        Raises `UnreadableError`, naming the document, if the function refuses them; a `ParserEndedError`, which is
        one, if it takes too long, needs too much memory or breaks.
        """
        if job not in self._jobs:
            raise ValueError(f"this sandbox has no job {job!r}, only {sorted(self._jobs)}")
        child = self._ready()
        answer = child.ask(job, content, {"name": name, **options})
        self.peak = max(self.peak, child.peak)
        if child.gone or child.served >= self._limits.documents:
            self.close()
        if isinstance(answer, Ending):
            raise fault_of(answer, name, seconds=self._limits.seconds, memory=self._limits.memory)
        if "problem" in answer:
            raise UnreadableError(answer["problem"], advice=answer["advice"])
        return answer

    def walls(self) -> frozenset[Wall]:
        """The walls that stand round this sandbox's parser; starts it if need be."""
        return self._ready().walls

    def close(self) -> None:
        """End the child, if there is one."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def _ready(self) -> _Child:
        if self._child is not None and self._child.gone:
            self.close()
        if self._child is None:
            enclosed = self._bubblewrap and confinement.bubblewrap_works()
            self._child = _Child(self._jobs, self._limits, self._warm, enclosed=enclosed)
        return self._child


class _Child:
    """One parser process and the pipes to it."""

    def __init__(self, jobs: Mapping[str, str], limits: Limits, warm: tuple[Sample, ...], *, enclosed: bool) -> None:
        self.served = 0
        self.peak = 0
        self._limits = limits
        self._forks = sys.platform == "linux"
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the child
        plan = {"jobs": dict(jobs), "memory": limits.memory, "seconds": limits.seconds}
        self._process = start(PARSER, plan, jobs.values(), self._errors, enclosed=enclosed)
        self.walls = self._started(warm)

    @property
    def gone(self) -> bool:
        """True if the parser itself, and not one document's process, has ended."""
        return self._process.poll() is not None

    def ask(self, job: str, content: bytes, options: dict[str, str]) -> dict[str, str] | Ending:
        """What the job says, or how its process ended instead."""
        self.served += not self._forks
        message = (_json({"job": job, "warm": ""}), _json(options), content)
        with Alarm(self._process, self._limits.seconds + GRACE) as alarm:
            answer = self._answer(message)
        if alarm.rang or answer is None:
            return self._last_words(late=alarm.rang)
        return answer

    def end(self) -> None:
        kill(self._process)
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            if stream is not None:
                close_broken(stream)

    def _started(self, warm: tuple[Sample, ...]) -> frozenset[Wall]:
        """Wait for the parser to be ready; the walls that it has set."""
        with Alarm(self._process, self._limits.start_seconds) as alarm:
            hello = self._exchange(())
            for sample in warm if hello is not None else ():
                message = (_json({"job": sample.job, "warm": "yes"}), _json({"name": sample.name}), sample.content)
                hello = hello if self._exchange(message) is not None else None
        if hello is None or alarm.rang:
            said = "it did not start in time" if alarm.rang else self._last_words().reason
            self.end()
            raise ParserEndedError(
                f"The parser could not start: {said}.",
                advice="Run `onrecord doctor`; if it finds nothing, set OnRecord up anew.",
                fate=Fate.NOT_STARTED,
            )
        return frozenset(Wall(name) for name in hello["walls"].split())

    def _exchange(self, message: tuple[bytes, ...]) -> dict[str, str] | None:
        """Send a message and receive one part; None if the parser is gone or talks nonsense."""
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            frames.send(self._process.stdin, *message)
            return frames.strings(frames.receive(self._process.stdout, limit=1 << 20))
        except (OSError, frames.FrameError):
            return None

    def _answer(self, message: tuple[bytes, ...]) -> dict[str, str] | Ending | None:
        """Send a document and receive the answer in its pieces; None if the parser is gone."""
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            frames.send(self._process.stdin, *message)
            pieces = frames.pieces(self._process.stdout, limit=self._limits.answer)
            ended = frames.strings(frames.receive(self._process.stdout, limit=1 << 16))
        except (OSError, frames.FrameError):
            kill(self._process)
            return None
        ending = Ending(int(ended["status"]), ended["said"], int(ended["peak"]), late=ended.get("late") == "yes")
        self.peak = ending.peak
        if ending.status != 0 or ending.late:
            return ending
        try:
            return frames.strings(pieces)
        except frames.FrameError:
            return ending

    def _last_words(self, *, late: bool = False) -> Ending:
        """The parser's exit status, and what it said last on its error stream."""
        kill(self._process)
        code = self._process.wait()
        self._errors.seek(0)
        return Ending(code, self._errors.read(1 << 16).decode("utf-8", "replace"), peak=0, late=late)


def _json(value: Mapping[str, str]) -> bytes:
    return json.dumps(value).encode()
