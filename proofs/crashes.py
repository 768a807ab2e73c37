"""A program that is killed at any write, flush, rename or deletion leaves a store that is whole.

A child does the store's work and is killed (`kill -9`, a real one) at its first, second, … call to the disk; a write
is cut in half at every second point. Then the store is proven, and the work is done again on it. Two variants that are
wrong on purpose must be caught. `python proofs/crashes.py [--quick]`; exit status 1 on a failure. Linux and macOS.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw
from store_state import wrong_with
from store_work import EARLY, LEDGER_FIRST, work

POINTS, QUICK = 1_500, 60
BASE = "multipleciphers-unix" if "multipleciphers-unix" in apsw.vfs_names() else "unix"


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

    def step_outside(self) -> None:
        """A call that is not SQLite's."""
        self.step()


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


def trap_calls(trap: Trap) -> None:
    """Python's own calls to the disk, by which the archive writes."""
    for name in ("open", "fsync", "replace", "unlink", "mkdir"):
        real = getattr(os, name)

        def trapped(*values: Any, _real: Any = real, **options: Any) -> Any:
            trap.step_outside()
            return _real(*values, **options)

        setattr(os, name, trapped)


@dataclass(slots=True)
class Outcome:
    points: int = 0
    acknowledged: int = 0
    wrong: list[str] = field(default_factory=list)


def killed(folder: Path, at: int, seed: int, wrong: str) -> tuple[bool, list[str]]:
    """Do the work in a child that is killed at call number `at`: (was it, what it acknowledged)."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(read)
            trap = Trap(at)
            disk = TrappedDisk(trap)
            trap_calls(trap)
            work(folder, lambda digest: os.write(write, f"{digest}\n".encode()) and None, seed=seed, wrong=wrong)
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
        raise SystemExit(f"The work itself failed at point {at} of seed {seed}.")
    return False, acknowledged


def at_every_point(root: Path, *, points: int, step: int, wrong: str, until_wrong: bool = False) -> Outcome:
    """Kill at every `step`-th call of one seed's work after another, until so many points are done."""
    done = Outcome()
    seed = 0
    while done.points < points:
        seed, at, struck = seed + 1, 1, True
        while struck and done.points < points and not (until_wrong and done.wrong):
            folder = root / f"{seed}-{at}"
            struck, acknowledged = killed(folder, at, seed, wrong)
            if struck:
                _judge(done, folder, acknowledged, seed, at, wrong)
            shutil.rmtree(folder, ignore_errors=True)
            at += step
            if sys.stderr.isatty():
                print(f"\r{done.points:,} of {points:,} points", end="", file=sys.stderr)
        if until_wrong and done.wrong:
            break
    return done


def _judge(done: Outcome, folder: Path, acknowledged: list[str], seed: int, at: int, wrong: str) -> None:
    done.points += 1
    done.acknowledged += len(acknowledged)
    said = wrong_with(folder, acknowledged, seed=seed, go_on=not wrong and at % 10 == 1)
    if said:
        done.wrong.append(f"seed {seed}, call {at}: {said}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few points, spread over the whole work")
    quick = parser.parse_args().quick
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        right = at_every_point(root, points=QUICK if quick else POINTS, step=7 if quick else 1, wrong="")
        caught = {
            wrong: at_every_point(root / "wrong", points=600, step=3, wrong=wrong, until_wrong=True).wrong
            for wrong in (EARLY, LEDGER_FIRST)
        }
    print(f"{right.points:,} points of kill -9, {right.acknowledged:,} acknowledged entries: {len(right.wrong)} wrong.")
    for said in right.wrong[:10]:
        print(f"  {said}")
    for wrong, found in caught.items():
        print(f"Wrong variant ({wrong}): {'caught: ' + found[0] if found else 'NOT caught'}")
    print(f"{time.monotonic() - started:.0f} s.")
    return 1 if right.wrong or not all(caught.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
