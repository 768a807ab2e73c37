"""A process can end itself, with a real `kill -9`, at any one of its calls to the disk."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw

from onrecord.capture import flushing

BASE = "multipleciphers-unix" if "multipleciphers-unix" in apsw.vfs_names() else "unix"
ARCHIVE_CALLS = ("open", "fsync", "replace", "unlink", "mkdir")
"""Python's own calls by which the archive writes."""

Say = Callable[[str], None]


@dataclass(slots=True)
class Trap:
    """Counts the calls to the disk and ends the process at one of them."""

    at: int
    count: int = 0

    def step(self, half: Callable[[], object] = lambda: None) -> None:
        self.count += 1
        if self.count == self.at:
            if self.at % 2:
                half()
            os.kill(os.getpid(), signal.SIGKILL)


class TrappedFile(apsw.VFSFile):
    def __init__(self, name: Any, flags: list[int], trap: Trap) -> None:
        super().__init__(BASE, name, flags)
        self.trap = trap

    def xWrite(self, data: Any, offset: int) -> None:  # noqa: N802 - SQLite's name for it
        self.trap.step(lambda: apsw.VFSFile.xWrite(self, bytes(data)[: len(data) // 2], offset))
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's name for it
        self.trap.step()
        super().xSync(flags)

    def xTruncate(self, size: int) -> None:  # noqa: N802 - SQLite's name for it
        self.trap.step()
        super().xTruncate(size)


class TrappedDisk(apsw.VFS):
    """SQLite's own disk, with a trap in it."""

    def __init__(self, trap: Trap) -> None:
        super().__init__("trapped", BASE, makedefault=True)
        self.trap = trap

    def xOpen(self, name: Any, flags: list[int]) -> TrappedFile:  # noqa: N802 - SQLite's name for it
        self.trap.step()
        return TrappedFile(name, flags, self.trap)

    def xDelete(self, name: str, sync_folder: bool) -> None:  # noqa: N802 - SQLite's name for it
        self.trap.step()
        super().xDelete(name, sync_folder)


def trap_calls(trap: Trap, names: Sequence[str]) -> None:
    """Put the trap before Python's own calls to the disk; a write is cut in half at every second point."""
    for name in names:
        real = getattr(os, name)

        def trapped(*values: Any, _real: Any = real, _writes: bool = name == "write", **options: Any) -> Any:
            if _writes:
                trap.step(lambda: _real(values[0], bytes(values[1])[: len(values[1]) // 2]))
            else:
                trap.step()
            return _real(*values, **options)

        setattr(os, name, trapped)
    flushing.syncfs = through(flushing.syncfs, trap.step)


def through(real: Callable[[int], None], before: Callable[[], object]) -> Callable[[int], None]:
    """The flush of a whole file system, behind a trap: it is the archive's one call that is not Python's own."""

    def call(handle: int) -> None:
        before()
        real(handle)

    return call


def quick_folder() -> str | None:
    """Where a proof of kills works: in memory where that is (Linux), since a killed program's writes stay there too."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and os.access(memory, os.W_OK) else None


@dataclass(slots=True)
class Outcome:
    points: int = 0
    acknowledged: int = 0
    wrong: list[str] = field(default_factory=list)


def killed(work: Callable[[Say], object], at: int, calls: Sequence[str], about: str) -> tuple[bool, list[str]]:
    """Do the work in a child that is killed at call number `at`: (was it, the words that it had acknowledged)."""
    read, write = os.pipe()
    say = os.write
    child = os.fork()
    if child == 0:
        try:
            os.close(read)
            trap = Trap(at)
            disk = TrappedDisk(trap)
            trap_calls(trap, calls)
            work(lambda word: say(write, f"{word}\n".encode()) and None)
            del disk
            os._exit(0)
        finally:
            os._exit(9)
    os.close(write)
    with os.fdopen(read) as said:
        acknowledged = said.read().split()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True, acknowledged
    if os.WEXITSTATUS(status):
        raise SystemExit(f"The work itself failed at point {at} of {about}.")
    return False, acknowledged
