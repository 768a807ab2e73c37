"""A disk that is full or fails, and a clock that jumps, stop the work with a message that names the cause.

Every call to the disk fails once in its turn: with "no space left" at writes, with an input/output error at any call.
The work must then end with an `OnRecordError` that names the disk, or go on unharmed; nothing acknowledged may be lost,
and the same work, done again on a sound disk, must end as if nothing had happened. Likewise a clock that falls back by
years at any time that it is asked. `python proofs/faults.py [--quick]`; exit status 1 on a failure.
"""

from __future__ import annotations

import argparse
import errno
import logging
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import apsw
from disk_trap import BASE, Trap, TrappedDisk, quick_folder, through
from store_state import wrong_with
from store_work import work

from onrecord.capture import flushing
from onrecord.errors import OnRecordError
from onrecord.ledger import store as store_module
from onrecord.ledger.store import utc_now

SEEDS, QUICK_STEP = 1, 9
CAUSES = ("disk", "No space left", "Input/output error", "cannot be opened")
CALLS = ("open", "fsync", "replace", "unlink", "mkdir")


@dataclass(slots=True)
class Fault(Trap):
    """Makes one call fail instead of killing."""

    code: int = errno.EIO
    struck: bool = False

    def step(self, half: Callable[[], object] = lambda: None) -> None:
        if self._strikes():
            half()
            raise apsw.exception_for(apsw.SQLITE_FULL if self.code == errno.ENOSPC else apsw.SQLITE_IOERR)

    def step_outside(self) -> None:
        if self._strikes():
            raise OSError(self.code, os.strerror(self.code))

    def _strikes(self) -> bool:
        self.count += 1
        self.struck |= self.count == self.at
        return self.count == self.at


@dataclass(slots=True)
class Outcome:
    points: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


@contextmanager
def failing(fault: Fault) -> Iterator[None]:
    """The calls of SQLite and of the archive go through the fault."""
    disk = TrappedDisk(fault)
    real = {name: getattr(os, name) for name in CALLS}
    for name, call in real.items():
        setattr(os, name, _through(fault, call))
    whole = flushing.syncfs
    flushing.syncfs = through(whole, fault.step_outside)
    try:
        yield
    finally:
        for name, call in real.items():
            setattr(os, name, call)
        flushing.syncfs = whole
        apsw.set_default_vfs(BASE)
        disk.unregister()


def _through(fault: Fault, real: Callable[..., object]) -> Callable[..., object]:
    def call(*values: object, **options: object) -> object:
        fault.step_outside()
        return real(*values, **options)

    return call


def disk_fails(root: Path, done: Outcome, *, seed: int, code: int, step: int) -> None:
    """Fail every `step`-th call of one seed's work, one at a time, each on a fresh folder."""
    at, struck = 1, True
    while struck:
        folder, acknowledged, fault = root / f"{seed}-{code}-{at}", [], Fault(at, code=code)
        try:
            with failing(fault):
                work(folder, acknowledged.append, seed=seed)
            said = "unharmed"
        except OnRecordError as raised:
            said = "named" if any(cause in str(raised) for cause in CAUSES) else f"not named: {raised}"
        except Exception as raised:  # noqa: BLE001 - whatever else comes out is what this proof looks for
            said = f"not caught: {type(raised).__name__}: {raised}"
        struck = fault.struck
        if struck:
            _judge(done, folder, acknowledged, seed, f"{errno.errorcode[code]} at call {at}", said)
        shutil.rmtree(folder, ignore_errors=True)
        at += step


def clock_jumps(root: Path, done: Outcome, *, seed: int) -> None:
    """The clock falls back to 1970 at each time that it is asked, after the first."""
    at, asked = 2, 2
    while asked >= at:
        folder, acknowledged, asked = root / f"clock-{seed}-{at}", [], 0

        def jumping() -> str:
            nonlocal asked
            asked += 1
            return "1970-01-01T00:00:01Z" if asked == at else utc_now()  # noqa: B023 - used within its turn

        try:
            with _clock(jumping):
                work(folder, acknowledged.append, seed=seed)
            said = "unharmed" if asked < at else "not noticed"
        except OnRecordError as raised:
            said = "named" if "clock" in str(raised) else f"not named: {raised}"
        if asked >= at:
            _judge(done, folder, acknowledged, seed, f"clock at asking {at}", said)
        at += 1


@contextmanager
def _clock(clock: Callable[[], str]) -> Iterator[None]:
    real = store_module.open_ledger.__kwdefaults__["clock"]
    store_module.open_ledger.__kwdefaults__["clock"] = clock
    try:
        yield
    finally:
        store_module.open_ledger.__kwdefaults__["clock"] = real


def _judge(done: Outcome, folder: Path, acknowledged: list[str], seed: int, where: str, said: str) -> None:
    done.points[said.partition(":")[0]] += 1
    if said not in ("named", "unharmed"):
        done.wrong.append(f"seed {seed}, {where}: {said}")
    after = wrong_with(folder, acknowledged, seed=seed, go_on=True)
    if after:
        done.wrong.append(f"seed {seed}, {where}: {after}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="every ninth call of one seed")
    quick = parser.parse_args().quick
    logging.disable()  # SQLAlchemy logs what fails while a connection is closed
    started, done = time.monotonic(), Outcome()
    with tempfile.TemporaryDirectory(dir=quick_folder()) as made:
        for seed in range(1, 2 if quick else SEEDS + 1):
            for code in (errno.ENOSPC, errno.EIO):
                disk_fails(Path(made), done, seed=seed, code=code, step=QUICK_STEP if quick else 1)
            clock_jumps(Path(made), done, seed=seed)
    counts = ", ".join(f"{number:,} {said}" for said, number in sorted(done.points.items()))
    print(f"{done.points.total():,} faults of disk and clock ({counts}): {len(done.wrong)} wrong.")
    for said in done.wrong[:10]:
        print(f"  {said}")
    print(f"{time.monotonic() - started:.0f} s.")
    return 1 if done.wrong or not done.points["named"] else 0


if __name__ == "__main__":
    sys.exit(main())
