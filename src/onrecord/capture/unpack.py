"""An archive says how big it is and may lie: what comes out is counted, and nothing is written to a disk.

One unpacker for every packed kind (ZIP, DOCX, WACZ, gzip). It hands out streams and never paths, so that an entry
called `../../x` or a symbolic link has nowhere to lead; an archive that holds one is refused all the same, since no
honest program writes it.
"""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath
from typing import IO, BinaryIO, Self

from onrecord.errors import UnreadableError

ZIP_MAGIC, GZIP_MAGIC = b"PK\x03\x04", b"\x1f\x8b"

BLOCK = 1 << 16
"""Bytes unpacked at a time: the caps are looked at after each."""

_LOCAL_HEADER = 30
"""Bytes of a zip entry's own header without its name (PKWARE APPNOTE 6.3.10, 4.3.7)."""

_DAMAGE = (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, NotImplementedError, ValueError)


@dataclass(frozen=True, slots=True)
class Caps:
    """How much may come out of one archive, everything packed inside it included."""

    entries: int = 10_000
    """Entries in all; the largest Word file among 572 from bug reports has 161."""
    total: int = 1 << 30
    """Bytes unpacked in all."""
    ratio: int = 200
    """Bytes unpacked for one packed; prose reaches 4, the XML of tables 100, deflate at its limit 1,032."""
    ratio_from: int = 16 << 20
    """Unpacked bytes up to which the ratio does not matter."""
    depth: int = 3
    """Archives within archives: a WACZ that holds a gzipped WARC is 2 deep."""
    name: int = 1024
    """Characters of an entry's name."""


class Zip:
    """A zip whose directory was checked before anything is unpacked.

    Raises `UnreadableError`, naming the archive and the reason, when it is made: for damage, too many entries, sizes
    that break a cap, entries that share bytes (overlap bombs), symbolic links, encryption, doubled names, and names
    that lead outside.
    """

    def __init__(self, stream: BinaryIO, *, name: str, caps: Caps = Caps()) -> None:
        self._name = name
        self._caps = caps
        with _naming_damage(name):
            self._package = zipfile.ZipFile(stream)
        entries = self._package.infolist()
        if len(entries) > caps.entries:
            raise _trap(name, f"it has {len(entries):,} entries; {caps.entries:,} may be in an archive")
        _refuse_sizes(entries, name, caps)
        _refuse_overlap(entries, self._package.start_dir, name)
        _refuse_names(entries, name, caps)
        self._sizes = {entry.filename: entry.file_size for entry in entries if not entry.is_dir()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._package.close()

    def sizes(self) -> dict[str, int]:
        """The entries that are files, in the archive's order, with the bytes that each unpacks to."""
        return dict(self._sizes)

    def open(self, entry: str) -> BinaryIO:
        """An entry's bytes as a stream, which raises `UnreadableError` for damage; `KeyError` if there is none."""
        if entry not in self._sizes:
            raise KeyError(entry)
        where = f"{self._name}: {entry}"
        with _naming_damage(where):
            inner = self._package.open(entry)
        return _counted(inner, where, lambda _: self._sizes[entry], self._caps)


def refuse_traps(content: bytes, *, name: str) -> None:
    """Raises `UnreadableError` if the bytes are a zip that is made to swamp or mislead whoever unpacks it.

    Damage alone is left to the reader of the kind, who can say more of it.
    """
    if not content.startswith(ZIP_MAGIC):
        return
    try:
        Zip(io.BytesIO(content), name=name)
    except ArchiveDamageError:
        return


def gunzip(stream: BinaryIO, *, name: str, caps: Caps = Caps()) -> BinaryIO:
    """The bytes inside gzip, of one member or many; reading raises `UnreadableError` for damage and beyond a cap."""
    packed = _Tally(stream)
    inner = gzip.GzipFile(fileobj=io.BufferedReader(packed, BLOCK))
    return _counted(inner, name, lambda _: min(caps.total, max(caps.ratio_from, caps.ratio * packed.read_bytes)), caps)


def leaves(stream: BinaryIO, *, name: str, caps: Caps = Caps()) -> Iterator[tuple[str, bytes]]:
    """Every file that is packed in nothing further, with its way through the archives (`a.wacz!data.warc.gz!`).

    Zips and gzip are opened wherever they lie, by their first bytes. Raises `UnreadableError` where that goes deeper
    than the caps allow, or brings more bytes or entries in all.
    """
    budget = _Budget(caps.total, caps.entries)
    yield from _leaves(stream, name, caps, budget, caps.depth)


class ArchiveDamageError(UnreadableError):
    """An archive that is cut off, broken, or packed in a way that nobody reads."""


@dataclass(slots=True)
class _Budget:
    """What may still come out."""

    total: int
    entries: int

    def spend(self, size: int, where: str) -> None:
        self.total -= size
        self.entries -= 1
        if self.total < 0 or self.entries < 0:
            raise _trap(where, "the archives in it hold more than one archive may")


def _leaves(stream: BinaryIO, where: str, caps: Caps, budget: _Budget, depth: int) -> Iterator[tuple[str, bytes]]:
    head = stream.read(len(ZIP_MAGIC))
    stream.seek(0)
    packed = head.startswith((ZIP_MAGIC, GZIP_MAGIC))
    if packed and depth == 0:
        raise _trap(where, f"archives lie in archives, more than {caps.depth} deep")
    if head.startswith(ZIP_MAGIC):
        with Zip(stream, name=where, caps=caps) as package:
            for entry in package.sizes():
                inner = package.open(entry).read()
                budget.spend(len(inner), where)
                yield from _leaves(io.BytesIO(inner), f"{where}!{entry}", caps, budget, depth - 1)
    elif packed:
        inner = gunzip(stream, name=where, caps=caps).read()
        budget.spend(len(inner), where)
        yield from _leaves(io.BytesIO(inner), f"{where}!", caps, budget, depth - 1)
    else:
        yield where, stream.read()


def _refuse_sizes(entries: list[zipfile.ZipInfo], name: str, caps: Caps) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > caps.total:
        raise _trap(name, f"it unpacks to {unpacked >> 20:,} MB; {caps.total >> 20:,} MB may be in an archive")
    if unpacked > caps.ratio_from and unpacked > caps.ratio * packed:
        raise _trap(name, f"it unpacks to more than {caps.ratio} times its size")


def _refuse_overlap(entries: list[zipfile.ZipInfo], end: int, name: str) -> None:
    spans = sorted((entry.header_offset, _end(entry)) for entry in entries)
    for (_, stop), (start, _) in pairwise([*spans, (end, end)]):
        if stop > start:
            raise _trap(name, "its entries share the same bytes")


def _end(entry: zipfile.ZipInfo) -> int:
    """The first byte that can belong to the next entry: the name's length is the shortest that UTF-8 or CP437 give."""
    return entry.header_offset + _LOCAL_HEADER + len(entry.orig_filename) + entry.compress_size


def _refuse_names(entries: list[zipfile.ZipInfo], name: str, caps: Caps) -> None:
    seen: set[str] = set()
    for entry in entries:
        shown = entry.filename[:80]
        if len(entry.filename) > caps.name or "\0" in entry.orig_filename or _leads_outside(entry.filename):
            raise _trap(name, f"its entry {shown!r} has a name that leads outside the archive or is none")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise _trap(name, f"its entry {shown!r} is a symbolic link")
        if entry.filename in seen:
            raise _trap(name, f"two of its entries are called {shown!r}")
        if entry.flag_bits & 0x1:
            raise UnreadableError(f"{name}: it is protected by a password.", advice="Save a copy without one.")
        seen.add(entry.filename)


def _leads_outside(entry: str) -> bool:
    path = PurePosixPath(entry.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in (path.parts[0] if path.parts else ":")


def _trap(where: str, reason: str) -> UnreadableError:
    return UnreadableError(
        f"{where}: {reason}, so it was not unpacked.",
        advice="It may be made to swamp or mislead a reader; unpack it yourself and add what is in it.",
    )


class _naming_damage:  # noqa: N801 - a context manager, used like a function
    """Turns what the unpackers of the standard library raise into `ArchiveDamageError`."""

    def __init__(self, where: str) -> None:
        self._where = where

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, fault: BaseException | None, _trace: object) -> None:
        if isinstance(fault, _DAMAGE) or type(fault) is RuntimeError:
            said = str(fault).splitlines()[0][:120] if str(fault) else type(fault).__name__
            raise ArchiveDamageError(
                f"{self._where}: it is a damaged archive ({said}).", advice="Fetch it again and add it again."
            ) from fault


class _Tally(io.RawIOBase):
    """Counts what is read from a stream."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.read_bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the base takes any writable buffer
        piece = self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        self.read_bytes += len(piece)
        return len(piece)


class _Counted(io.RawIOBase):
    """A stream of unpacked bytes that ends in an error where it brings more than it may, or where it is damaged.

    What stands before the damage comes first: hence `read1`, which never throws away what it has.
    """

    def __init__(self, inner: io.BufferedIOBase, where: str, allowed: Callable[[int], int], caps: Caps) -> None:
        self._inner, self._where, self._allowed, self._caps = inner, where, allowed, caps
        self._out = 0

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._inner.close()
        super().close()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the base takes any writable buffer
        with _naming_damage(self._where):
            piece = self._inner.read1(min(len(buffer), BLOCK))
        self._out += len(piece)
        if self._out > self._allowed(self._out):
            raise _trap(
                self._where,
                f"it unpacks to more than {self._caps.ratio} times its size, or than {self._caps.total >> 20:,} MB",
            )
        buffer[: len(piece)] = piece
        return len(piece)


def _counted(inner: io.BufferedIOBase | IO[bytes], where: str, allowed: Callable[[int], int], caps: Caps) -> BinaryIO:
    assert isinstance(inner, io.BufferedIOBase)
    return io.BufferedReader(_Counted(inner, where, allowed, caps), BLOCK)
