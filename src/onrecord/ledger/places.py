"""A store lies on a disk of this machine: locks and the log's shared memory do not reach across a network."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from onrecord.errors import StoreError
from onrecord.text.tables import rows

MOUNTS = Path("/proc/self/mountinfo")
"""Where Linux says what is mounted where; other systems do not, and there nothing is refused."""


def file_system_of(path: Path, mounts: str) -> str:
    """The kind of file system that a path lies on, by the text of `mountinfo`; empty if unknown."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        point = Path(before.split()[4].encode().decode("unicode_escape"))
        if path.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), after.split()[0]
    return kind


def of_network(kind: str) -> bool:
    """True for the file systems of other machines (data/network_file_systems.tsv)."""
    return any(row["kind"] == kind for row in rows("network_file_systems.tsv", key="kind"))


def refuse_network(folder: Path, *, mounts: str | None = None) -> None:
    """Raises `StoreError` for a folder on a network file system; `mounts` stands in for what Linux says."""
    if mounts is None:
        mounts = MOUNTS.read_text(encoding="utf-8", errors="replace") if MOUNTS.exists() else ""
    kind = file_system_of(folder.resolve(), mounts)
    if of_network(kind):
        raise StoreError(
            f"The folder {folder} lies on a network file system ({kind}), where a store can be corrupted.",
            advice="Name a folder on a disk of this machine with --store, or use a PostgreSQL server.",
        )


def flush_folders(folder: Path) -> None:
    """Make a new folder's name, and those of the folders above it, survive a power cut.

    A folder that may not be opened was not made by this program, and is passed over; so is a file system that cannot
    flush folders (EINVAL), and Windows flushes names itself. Raises `StoreError` where the disk fails.
    """
    if os.name == "nt":
        return
    for above in folder.resolve().parents:
        try:
            with suppress(PermissionError):
                _flush(above)
        except OSError as fault:
            if fault.errno != errno.EINVAL:
                raise StoreError(
                    f"The disk that holds {above} does not keep the new folder: {fault.strerror}.",
                    advice="Check the disk, then run the command again.",
                ) from fault


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
