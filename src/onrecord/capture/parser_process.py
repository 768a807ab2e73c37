"""The process of a parser is started with nothing of ours but what it needs, and ended with all that it started."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Self

from onrecord.capture import confinement


class Alarm:
    """Kills a process that has not done its work in time."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self._rang = threading.Event()
        self._process = process
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True

    @property
    def rang(self) -> bool:
        return self._rang.is_set()

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _ring(self) -> None:
        self._rang.set()
        kill(self._process)


def start(
    module: str, plan: Mapping[str, object], targets: Iterable[str], errors: IO[bytes], *, enclosed: bool
) -> subprocess.Popen[bytes]:
    """A Python of its own that runs `module` by this plan and may read what `targets` (`module:function`) need.

    The plan goes to it with `shown` (the paths that it may read) and `enclosed` (whether bubblewrap stands round it).
    """
    shown = confinement.readable(target.partition(":")[0] for target in targets)
    prefix = confinement.enclosing(shown) if enclosed else []
    return subprocess.Popen(
        [*prefix, sys.executable, "-P", "-m", module, json.dumps({**plan, "shown": shown, "enclosed": enclosed})],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env=_environment(shown),
        start_new_session=True,
    )


def _environment(shown: Sequence[str]) -> dict[str, str]:
    """What a parser needs to import its libraries: secrets of the shell stay with the parent."""
    kept = {key: os.environ[key] for key in ("LANG", "LC_ALL", "SYSTEMROOT") if key in os.environ}
    return kept | {"PYTHONPATH": confinement.import_path(shown), "PYTHONDONTWRITEBYTECODE": "1"}


def kill(process: subprocess.Popen[bytes]) -> None:
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


def close_broken(stream: IO[bytes]) -> None:
    """Close a pipe whose other end may be gone."""
    try:
        stream.close()
    except BrokenPipeError:
        return  # unsent bytes of a request to a child that is gone
