"""A parser of outside bytes may do anything until it has answered: it runs apart and can be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Self

from onrecord.capture import frames
from onrecord.errors import UnreadableError


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
    """Documents after which a parser is replaced by a fresh one, so that what leaks does not add up."""


class Sandbox:
    """Runs a function on outside bytes in a child process of its own.

    `target` names the function as `module:function`; it takes the bytes and keyword strings and returns a
    flat mapping of strings. The child gets no environment but the import path and the locale, no standard
    input of ours, and limits on memory, CPU time and written files. It has the rights of the user and the
    network: what keeps it from those is not here yet. One child serves many documents, one after the other.
    """

    def __init__(self, target: str, *, limits: Limits = Limits()) -> None:
        self._target = target
        self._limits = limits
        self._child: _Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, content: bytes, *, name: str, **options: str) -> Mapping[str, str]:
        """What the target says of the bytes.

        Raises `UnreadableError`, naming the document, if the target refuses them, takes too long, needs too
        much memory or breaks.
        """
        child = self._ready()
        answer = child.ask(content, {"name": name, **options}, self._limits.seconds)
        if isinstance(answer, _Death):
            self.close()
            raise _unreadable(name, answer, self._limits)
        if child.served >= self._limits.documents:
            self.close()
        if "problem" in answer:
            raise UnreadableError(answer["problem"], advice=answer["advice"])
        return answer

    def close(self) -> None:
        """End the child, if there is one."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def _ready(self) -> _Child:
        if self._child is None:
            self._child = _Child(self._target, self._limits)
        return self._child


@dataclass(frozen=True, slots=True)
class _Death:
    """How a child ended instead of answering."""

    late: bool
    last_words: str


class _Child:
    """One parser process and the pipes to it."""

    def __init__(self, target: str, limits: Limits) -> None:
        self.served = 0
        self._answer_limit = limits.answer
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the child
        self._process = _start(target, limits, self._errors)
        started = self._listen(limits.start_seconds)
        if isinstance(started, _Death):
            self.end()
            reason = "it did not start in time" if started.late else started.last_words
            raise UnreadableError(
                f"The parser could not start: {reason}.",
                advice="Run the command again; if it stays so, set OnRecord up anew.",
            )

    def ask(self, content: bytes, options: dict[str, str], seconds: float) -> dict[str, str] | _Death:
        self.served += 1
        head = json.dumps(options).encode()
        return self._listen(seconds, head, content)

    def end(self) -> None:
        _kill(self._process)
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            if stream is not None:
                _close_broken(stream)

    def _listen(self, seconds: float, *message: bytes) -> dict[str, str] | _Death:
        """Send a message and wait for the answer, not longer than `seconds` for both."""
        late = threading.Event()

        def give_up() -> None:
            late.set()
            _kill(self._process)

        timer = threading.Timer(seconds, give_up)
        timer.daemon = True
        timer.start()
        try:
            answer = self._exchange(message)
        finally:
            timer.cancel()
        if answer is None or late.is_set():
            return _Death(late.is_set(), "" if late.is_set() else self._last_words())
        return answer

    def _exchange(self, message: tuple[bytes, ...]) -> dict[str, str] | None:
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            frames.send(self._process.stdin, *message)
            answer = frames.receive(self._process.stdout, limit=self._answer_limit)
            return frames.strings(answer)
        except (OSError, frames.FrameError):
            return None

    def _last_words(self) -> str:
        """What the dead child said last on its error stream, in one line."""
        _kill(self._process)
        code = self._process.wait()
        self._errors.seek(0)
        said = self._errors.read(1 << 16).decode("utf-8", "replace").strip().splitlines()
        if code < 0 and code != -getattr(signal, "SIGKILL", 9):
            return f"stopped by signal {signal.Signals(-code).name}"
        return said[-1][:200] if said else f"it ended without a word (status {code})"


def _start(target: str, limits: Limits, errors: IO[bytes]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-m", "onrecord.capture.parser", target]
    command += [str(limits.memory), str(int(limits.seconds) + 1)]
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env=_environment(),
        start_new_session=True,
    )


def _environment() -> dict[str, str]:
    """What a parser needs to import its libraries: secrets of the shell stay with the parent."""
    kept = {key: os.environ[key] for key in ("LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR") if key in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"}


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the child and whatever it started; nothing happens if it has ended."""
    if process.poll() is not None:
        return
    if os.name == "nt":
        process.kill()
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        process.kill()


def _close_broken(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except BrokenPipeError:
        return  # unsent bytes of a request to a child that is gone


def _unreadable(name: str, death: _Death, limits: Limits) -> UnreadableError:
    if death.late:
        return UnreadableError(
            f"{name}: reading it took longer than {limits.seconds:g} seconds, so it was stopped.",
            advice="It may be damaged or made to jam a reader; open it, save it as plain text and add that.",
        )
    if "MemoryError" in death.last_words:
        return UnreadableError(
            f"{name}: reading it needs more than {limits.memory >> 20} MB of memory.",
            advice="It may be made to swamp a reader; open it, save it as plain text and add that.",
        )
    return UnreadableError(
        f"{name}: the reader broke on it ({death.last_words}).",
        advice="It may be damaged; open it, save it as plain text and add that.",
    )
