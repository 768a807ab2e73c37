"""The child of the sandbox shuts itself in, then gives each document a process of its own.

Started as `python -m onrecord.capture.parser PLAN`; not for use by hand. It never looks into outside bytes itself: it
hands them to a fork, passes on what that answers unread, and says how the fork ended. Where processes cannot be forked
safely (macOS, Windows) it reads the documents itself, one after the other.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from onrecord.capture import confinement_inside, frames, unpack
from onrecord.errors import OnRecordError

LAST_WORDS = 2000
"""Bytes of a fork's error stream that are passed on."""

Target = Callable[..., dict[str, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """The pipes to the program and from it."""

    requests: BinaryIO
    answers: BinaryIO

    def close(self) -> None:
        self.requests.close()
        self.answers.close()


def main(plan: str) -> None:
    """Serve documents until the pipe closes."""
    order = json.loads(plan)
    line = pipes()
    walls = confinement_inside.enter(order["shown"], memory=order["memory"], enclosed=order["enclosed"])
    jobs = {job: named(target) for job, target in order["jobs"].items()}
    _send(line.answers, {"walls": " ".join(wall.value for wall in walls)})
    _serve(jobs, line, order["seconds"], forking=sys.platform == "linux")


def _serve(jobs: Mapping[str, Target], line: Line, seconds: float, *, forking: bool) -> None:
    while True:
        try:
            task = frames.strings(frames.receive(line.requests, limit=1 << 10))
        except frames.FrameError:
            return
        options = frames.strings(frames.receive(line.requests, limit=1 << 20))
        content = frames.receive(line.requests, limit=1 << 40)
        function = jobs[task["job"]]
        if task["warm"]:
            _answer(function, content, options)
            gc.freeze()
            _send(line.answers, {})
        elif forking:
            _answer_apart(function, content, options, line, seconds)
        else:
            confinement_inside.limit_time(seconds)
            said = json.dumps(_answer(function, content, options)).encode()
            frames.send(line.answers, said, b"", json.dumps({"status": "0", "said": "", "peak": "0"}).encode())


def _answer_apart(function: Target, content: bytes, options: dict[str, str], line: Line, seconds: float) -> None:
    """Let a fork answer; what it says is passed on in pieces, unread, then an empty piece and how it ended."""
    reading, writing = os.pipe()
    words = os.memfd_create("words")
    fork = os.fork()
    if fork == 0:
        os.close(reading)
        line.close()
        _become_reader(words, seconds)
        _write(writing, json.dumps(_answer(function, content, options)).encode())
        os._exit(0)
    os.close(writing)
    in_time = _pass_on(reading, line.answers, time.monotonic() + seconds)
    os.close(reading)
    ending = _ended(fork, words) | {"late": "" if in_time else "yes"}
    os.close(words)
    frames.send(line.answers, b"", json.dumps(ending).encode())


def _become_reader(words: int, seconds: float) -> None:
    """What a fork sets for itself before it looks at the bytes; what it prints goes to `words`."""
    os.setsid()
    confinement_inside.die_with_parent()
    for stream in (1, 2):
        os.dup2(words, stream)
    os.close(words)
    confinement_inside.close_last(seconds=seconds)


def _pass_on(reading: int, answers: BinaryIO, end: float) -> bool:
    """Pass on what comes until the pipe closes; False if it is still open at `end`, or if nobody listens any more."""
    waiting = select.poll()
    waiting.register(reading, select.POLLIN | select.POLLHUP)
    waiting.register(answers, select.POLLERR)
    while ready := waiting.poll(max(0.0, end - time.monotonic()) * 1000):
        if any(state & select.POLLERR for _, state in ready):
            return False
        piece = os.read(reading, 1 << 20)
        if not piece:
            return True
        frames.send(answers, piece)
    return False


def _ended(fork: int, words: int) -> dict[str, str]:
    """End the fork, and all that it started, if it still runs; its exit status, last words and peak memory in bytes."""
    for stop in (os.killpg, os.kill):
        try:
            stop(fork, signal.SIGKILL)
        except ProcessLookupError:
            continue  # it has no group of its own yet, or is gone
    _, status, usage = os.wait4(fork, 0)
    length = os.fstat(words).st_size
    said = os.pread(words, LAST_WORDS, max(0, length - LAST_WORDS)).decode("utf-8", "replace")
    return {"status": str(os.waitstatus_to_exitcode(status)), "said": said, "peak": str(usage.ru_maxrss << 10)}


def _answer(function: Target, content: bytes, options: dict[str, str]) -> dict[str, str]:
    try:
        unpack.refuse_traps(content, name=options.get("name", ""))
        return function(content, **options)
    except OnRecordError as fault:
        return {"problem": fault.problem, "advice": fault.advice}


def _send(answers: BinaryIO, value: Mapping[str, str]) -> None:
    frames.send(answers, json.dumps(value).encode())


def _write(target: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(target, rest) :]


def pipes() -> Line:
    """Our two ends; what a library prints goes to the error stream, and nothing is left on standard input."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return Line(requests, answers)


def named(target: str) -> Callable[..., Any]:
    """The function that `module:function` names."""
    module, _, function = target.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
