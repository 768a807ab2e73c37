"""A store is as safe as the database, the disk and the rights under it; each is looked at where the store lies."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.cli.doctor_lines import Line, State
from onrecord.errors import StoreError
from onrecord.ledger.engine import engine_of
from onrecord.ledger.places import MOUNTS, file_system_of, of_network
from onrecord.ledger.store import FILE
from onrecord.settings import open_store

__all__ = ["FILE", "Database", "database", "judged", "place"]

RESET_BUG = ((3, 7, 0), (3, 51, 2))
"""SQLite versions, both included, in which a reset of the write-ahead log can corrupt a database (sqlite.org/wal.html,
"The WAL-Reset Bug")."""

MENDED = frozenset({(3, 44, 6), (3, 50, 7)})
"""Versions of that range with the correction (the same page)."""

ENOUGH, LITTLE = 5 << 30, 500 << 20
"""Free bytes: the whole record of one ministry takes 130 MB, and an unpacked web archive a few GB."""


@dataclass(frozen=True, slots=True)
class Database:
    """The database library as the store itself opens it."""

    driver: str
    version: tuple[int, ...]
    journal: str
    synchronous: int


def database() -> Line:
    """Whether the SQLite that stores are opened with is sound: a database is made and asked."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            return judged(_used(Path(folder, "trial.db")))
        except StoreError as fault:
            return Line("database", State.MISSING, fault.problem, fault.advice)


def judged(used: Database) -> Line:
    """What a version and its settings mean for a store."""
    shown = f"SQLite {'.'.join(map(str, used.version))} through {used.driver}, journal {used.journal}"
    if used.synchronous < 2:
        said = f"{shown}: it does not wait for the disk at each commit"
        return Line("database", State.DEGRADED, said, "Report this: a power cut can lose what was acknowledged.")
    if used.journal == "wal" and RESET_BUG[0] <= used.version <= RESET_BUG[1] and used.version not in MENDED:
        said = f"{shown}: two programs that write at once can corrupt a store (WAL-reset bug, 3.7.0 to 3.51.2)"
        return Line(
            "database", State.DEGRADED, said, "Install SQLite 3.51.3 or later, or let one program write at a time."
        )
    return Line("database", State.OK, f"{shown}, waits for the disk at each commit")


def _used(path: Path) -> Database:
    engine = engine_of(path, patience=1.0)
    try:
        with engine.connect() as connection:
            version, journal, synchronous = (
                connection.exec_driver_sql(asked).scalar_one()
                for asked in ("SELECT sqlite_version()", "PRAGMA journal_mode", "PRAGMA synchronous")
            )
    finally:
        engine.dispose()
    return Database(engine.dialect.driver, tuple(map(int, str(version).split("."))), str(journal), int(synchronous))


def place(location: str) -> Iterator[Line]:
    """The store's file system, free space, rights and contents; of a store on a server only that it answers."""
    if "://" not in location:
        folder = _nearest(Path(location).absolute())
        yield _file_system(folder)
        yield _space(folder)
        yield _rights(Path(location))
    yield _contents(location)


def _file_system(folder: Path) -> Line:
    if not MOUNTS.exists():
        return Line("file system", State.OK, "its kind is not told on this system", "Keep the store on a local disk.")
    kind = file_system_of(folder.resolve(), MOUNTS.read_text(encoding="utf-8", errors="replace"))
    if of_network(kind):
        said = f"{folder} is on a network file system ({kind})"
        return Line("file system", State.DEGRADED, said, "Keep the store on a local disk, or use one on a server.")
    return Line("file system", State.OK, f"{folder} is on a local {kind or 'file system'}")


def _space(folder: Path) -> Line:
    free = shutil.disk_usage(folder).free
    said = f"{free / (1 << 30):,.1f} GB free"
    if free < LITTLE:
        return Line("free space", State.MISSING, said, "Free some space: a store cannot grow here.")
    if free < ENOUGH:
        return Line("free space", State.DEGRADED, said, "Free some space before adding large sources.")
    return Line("free space", State.OK, said)


def _rights(folder: Path) -> Line:
    if not folder.is_dir():
        return Line("rights", State.OK, "no store yet")
    if not os.access(folder, os.W_OK):
        return Line("rights", State.DEGRADED, f"{folder} can only be read", "Get the right to write, to add anything.")
    if sys.platform != "win32" and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        said = f"other users of this machine can look into {folder}, where protected names are"
        return Line("rights", State.DEGRADED, said, f"Take their rights away: chmod -R go-rwx {folder}")
    return Line("rights", State.OK, f"{folder} is yours alone")


def _contents(location: str) -> Line:
    if "://" not in location and not Path(location).is_dir():
        return Line("store", State.OK, f"none at {location} yet", "`onrecord add` makes one.")
    try:
        with open_store(location, create=False) as store:
            return Line("store", State.OK, f"{store.ledger.count():,} documents")
    except StoreError as fault:
        return Line("store", State.DEGRADED, fault.problem, fault.advice)


def _nearest(path: Path) -> Path:
    """The folder itself, or the nearest above it that exists."""
    return next(held for held in (path, *path.parents) if held.is_dir())
