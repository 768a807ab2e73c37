"""A person names files and folders; what is taken in is regular files, each by its own name."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import UnreadableError

STORE_FILE = "onrecord.db"
"""A folder with this file in it is a store; a store is never taken into itself."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be taken in, or the reason why it cannot be."""

    path: Path
    size: int = 0
    """In bytes."""
    fault: UnreadableError | None = None


def files_of(paths: Iterable[Path]) -> Iterator[SourceFile]:
    """The named files, and those in the named folders and all folders below, in the order of their names.

    In folders, hidden files and folders are passed over, and so are stores; links to files are followed only
    where they are named themselves, links to folders never.
    """
    for path in paths:
        if path.is_dir():
            yield from _below(path)
        else:
            yield _checked(path)


def _below(folder: Path) -> Iterator[SourceFile]:
    for at, folders, files in os.walk(folder):
        if STORE_FILE in files:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(at, name)
            if path.is_symlink():
                yield _refused(path, "it is a link", "Name what it points to.")
            elif not name.startswith("."):
                yield _checked(path)


def _checked(path: Path) -> SourceFile:
    try:
        found = path.stat()
    except FileNotFoundError:
        return _refused(path, "there is no such file", "Check the name.")
    except (OSError, ValueError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else str(fault)
        return _refused(path, f"it cannot be read ({reason})", "Check the name and your rights to it.")
    if not stat.S_ISREG(found.st_mode):
        return _refused(path, "it is not a regular file", "Save what it gives to a file and add that.")
    return SourceFile(path, found.st_size)


def _refused(path: Path, reason: str, advice: str) -> SourceFile:
    return SourceFile(path, fault=UnreadableError(f"{path}: {reason}.", advice=advice))
