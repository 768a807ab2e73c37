"""A file that a command was asked for is there whole or not at all, however the command ends."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

SUFFIX = ".part"
"""Ends the name of a file that is being written; one that a killed command left behind can be deleted."""

_PREFIX = "onrecord-"
_BLOCK = 1 << 20


def write_whole(file: Path, content: bytes) -> None:
    """Put the content under the file's name at once, in place of what was there, safe against a power cut after it.

    It is written beside the file first. A link is followed; what is no regular file (a pipe, a device) is written to
    as it is. Raises `OSError` if it cannot be written; the old content is there then.
    """
    if not _is_replaceable(file):
        _write(os.open(file, os.O_WRONLY | getattr(os, "O_BINARY", 0)), content)
        return
    target = file.resolve()
    handle, made = _beside(target)
    try:
        _write(handle, content, mode=_mode(target), flush=True)
        made.replace(target)
    except BaseException:
        with suppress(OSError):
            made.unlink()
        raise
    _flush_folder(target.parent)


def try_whole(file: Path) -> None:
    """Raises `OSError` if `write_whole` could not write the file; leaves nothing behind and the name untouched."""
    if file.exists() and not os.access(file, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))
    if _is_replaceable(file):
        handle, made = _beside(file.resolve())
        os.close(handle)
        made.unlink()


def _is_replaceable(file: Path) -> bool:
    return file.is_file() or not file.exists()


def _beside(target: Path) -> tuple[int, Path]:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=_PREFIX, suffix=SUFFIX)
    return handle, Path(name)


def _mode(target: Path) -> int:
    """The rights that the file has, or that a new one gets here."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _write(handle: int, content: bytes, *, mode: int | None = None, flush: bool = False) -> None:
    """Write all of it and close."""
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(handle, left[:_BLOCK]) :]
        if mode is not None and os.name == "posix":
            os.fchmod(handle, mode)
        if flush:
            os.fsync(handle)
    finally:
        os.close(handle)


def _flush_folder(folder: Path) -> None:
    """Make the new name survive a power cut; on Windows folders cannot be opened, and need not be."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
