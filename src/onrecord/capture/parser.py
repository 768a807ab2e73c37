"""The child of the sandbox takes bytes on one pipe, answers on another, and is limited before it reads.

Started as `python -m onrecord.capture.parser MODULE:FUNCTION MEMORY SECONDS`; not for use by hand.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable
from typing import BinaryIO

from onrecord.capture import frames
from onrecord.errors import UnreadableError

WRITTEN_BYTES = 1 << 20
"""How much a parser may write to a file: room for a traceback on its error stream, not for a full disk."""

Target = Callable[..., dict[str, str]]


def main(target: str, memory: str, seconds: str) -> None:
    """Serve documents until the pipe closes."""
    requests, answers = _pipes()
    function = _named(target)
    _limit_process(int(memory))
    frames.send(answers, b"{}")
    while True:
        try:
            options = frames.strings(frames.receive(requests, limit=1 << 20))
        except frames.FrameError:
            return
        content = frames.receive(requests, limit=1 << 40)
        _limit_time(int(seconds))
        frames.send(answers, json.dumps(_answer(function, content, options)).encode())


def _answer(function: Target, content: bytes, options: dict[str, str]) -> dict[str, str]:
    try:
        return function(content, **options)
    except UnreadableError as fault:
        return {"problem": fault.problem, "advice": fault.advice}


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Our two ends; what a library prints goes to the error stream, and nothing is left on standard input."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, answers


def _named(target: str) -> Target:
    module, _, function = target.partition(":")
    found: Target = getattr(importlib.import_module(module), function)
    return found


def _limit_process(memory: int) -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows does not have it

    for kind, amount in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, WRITTEN_BYTES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        try:
            resource.setrlimit(kind, (amount, amount))
        except (ValueError, OSError) as fault:  # macOS refuses a limit on address space
            print(f"a limit could not be set: {fault}", file=sys.stderr)


def _limit_time(seconds: int) -> None:
    """CPU time from now on: the parent's clock kills a parser that waits, this one a parser that spins."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows does not have it

    used = resource.getrusage(resource.RUSAGE_SELF)
    end = int(used.ru_utime + used.ru_stime) + seconds + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (end, hard))


if __name__ == "__main__":
    main(*sys.argv[1:])
