"""What a parser cannot do is proven by letting one try: a child is sent in to break out, and says how far it came."""

from __future__ import annotations

import json
import os
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from onrecord.capture.confinement import Wall
from onrecord.capture.sandbox import Limits, Sandbox

TRIAL = "onrecord.capture.confinement_proof:try_doors"

_CANARY = b"a file that no parser may read"


class Door(Enum):
    """One way out of the room, in the words that a person is shown."""

    NETWORK = "reach the network"
    HOME = "read the home folder"
    FILES = "read other files of this machine"
    WRITE = "write a file"
    PROGRAM = "start a program"
    FORK = "start another process"
    SIGNAL = "reach another process"
    MEMORY = "take more memory than allowed"


@dataclass(frozen=True, slots=True)
class Proof:
    """What stands round a parser here, and what one could do all the same."""

    walls: frozenset[Wall]
    open: tuple[Door, ...]
    """The doors that the child came through, in the order of `Door`."""


def prove(*, bubblewrap: bool = True) -> Proof:
    """Send a child in to try every door. Raises `ParserEndedError` if it does not start or does not come back."""
    limits = Limits(seconds=8.0)
    with Sandbox(TRIAL, limits=limits, bubblewrap=bubblewrap) as room, _baits() as baits:
        walls = room.walls()
        tried = {**baits, "memory": str(limits.memory)}
        said = room.run(json.dumps(tried).encode(), name="the trial of the walls")
    return Proof(walls, tuple(door for door in Door if said[door.name] == "open"))


def try_doors(content: bytes, *, name: str) -> dict[str, str]:
    """Try each door, in the child, and say `open` or why not; `name` is not used, every job has it."""
    baits: dict[str, str] = json.loads(content)
    return {door.name: _tried(attempt, baits) for door, attempt in _ATTEMPTS.items()}


def _tried(attempt: Callable[[Mapping[str, str]], None], baits: Mapping[str, str]) -> str:
    try:
        attempt(baits)
    except (OSError, MemoryError) as fault:
        return str(fault) or type(fault).__name__
    return "open"


def _connect(baits: Mapping[str, str]) -> None:
    socket.create_connection(("127.0.0.1", int(baits["port"])), timeout=1).close()


def _read_home(baits: Mapping[str, str]) -> None:
    os.close(os.open(baits["home"], os.O_RDONLY))


def _read_files(baits: Mapping[str, str]) -> None:
    os.close(os.open(baits["file"], os.O_RDONLY))


def _write(baits: Mapping[str, str]) -> None:
    Path(baits["file"]).with_suffix(".written").write_bytes(_CANARY)


def _start_program(_: Mapping[str, str]) -> None:
    os.waitpid(os.posix_spawn(sys.executable, [sys.executable, "-S", "-c", ""], {}), 0)


def _fork(_: Mapping[str, str]) -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _signal(baits: Mapping[str, str]) -> None:
    os.kill(int(baits["process"]), 0)


def _swell(baits: Mapping[str, str]) -> None:
    bytearray(int(baits["memory"]))


_ATTEMPTS: dict[Door, Callable[[Mapping[str, str]], None]] = {
    Door.NETWORK: _connect,
    Door.HOME: _read_home,
    Door.FILES: _read_files,
    Door.WRITE: _write,
    Door.PROGRAM: _start_program,
    Door.FORK: _fork,
    Door.SIGNAL: _signal,
    Door.MEMORY: _swell,
}


@contextmanager
def _baits() -> Iterator[dict[str, str]]:
    """A server that listens, a file in the home folder, one elsewhere, and our own process: all gone afterwards."""
    with ExitStack() as held:
        server = held.enter_context(socket.create_server(("127.0.0.1", 0)))
        yield {
            "port": str(server.getsockname()[1]),
            "home": held.enter_context(_canary(Path.home())),
            "file": held.enter_context(_canary(Path(tempfile.gettempdir()))),
            "process": str(os.getpid()),
        }


@contextmanager
def _canary(folder: Path) -> Iterator[str]:
    """A small file in a folder; the folder's own name where nothing can be written there, which is as unreadable."""
    try:
        handle, name = tempfile.mkstemp(dir=folder, prefix=".onrecord-trial-")
    except OSError:
        yield str(folder)
        return
    os.write(handle, _CANARY)
    os.close(handle)
    try:
        yield name
    finally:
        for path in (Path(name), Path(name).with_suffix(".written")):
            path.unlink(missing_ok=True)
