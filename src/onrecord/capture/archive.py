"""A capture is worth something only while its bytes are those that were received."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from onrecord.capture.cover import BARE, Cover
from onrecord.capture.flushing import flush_folder, flusher
from onrecord.errors import StoreError
from onrecord.model.record import Capture

BLOCK = 1 << 20
"""Bytes read at a time; a capture is never held whole in memory unless the caller asks for its bytes."""

ABANDONED_AFTER = 24 * 3600
"""Seconds after which a half-written file can only be one that a killed program left behind."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Bytes that are to be kept, and what is said of them."""

    content: bytes
    media_type: str
    source: str
    captured_at: str

    def capture(self) -> Capture:
        """What the ledger says of them."""
        digest = hashlib.sha256(self.content).hexdigest()
        return Capture(digest, len(self.content), self.media_type, self.source, self.captured_at)


class FolderArchive:
    """Bytes in a folder, each file named by the SHA-256 of what it holds, or under a cover by what stands for that.

    A file appears under its name only when it is whole and on the disk; a file that no longer matches its
    name is never handed out, and is replaced when the same bytes come in again.
    """

    def __init__(self, root: Path, cover: Cover = BARE) -> None:
        self.root = root
        self._cover = cover
        self._arriving = root / "arriving"

    def put(self, content: bytes, *, media_type: str, source: str, captured_at: str) -> Capture:
        """Keep the bytes; keeping the same bytes twice changes nothing."""
        digest = hashlib.sha256(content).hexdigest()
        if self.intact(digest):
            return Capture(digest, len(content), media_type, source, captured_at)
        return self._keep(io.BytesIO(content), media_type, source, captured_at)

    def put_file(self, path: Path, *, media_type: str, source: str, captured_at: str) -> Capture:
        """Keep a file of any size, block by block. Raises `OSError` if `path` itself cannot be read."""
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            if self.intact(digest):
                return Capture(digest, stream.tell(), media_type, source, captured_at)
            stream.seek(0)
            return self._keep(stream, media_type, source, captured_at)

    def put_all(self, arriving: Sequence[Arrival]) -> tuple[Capture, ...]:
        """Keep many together, in their order: all are on the disk for good once this has returned.

        An interruption leaves some of them, whole, or none. A disk flushes many files at once much faster than one
        by one.
        """
        captures = tuple(arrival.capture() for arrival in arriving)
        wanted = {capture.digest: arrival for capture, arrival in zip(captures, arriving, strict=True)}
        self._keep_all({digest: held.content for digest, held in wanted.items() if not self.intact(digest)})
        return captures

    def get(self, digest: str) -> bytes:
        """The bytes of a digest; raises `StoreError` if they are missing or no longer match it."""
        with self.open(digest) as stream:
            content = stream.read()
        if hashlib.sha256(content).hexdigest() != digest:
            raise self._damaged(digest)
        return content

    def open(self, digest: str) -> BinaryIO:
        """The bytes of a digest as a stream, for what is too big to hold; the caller closes it.

        The stream is not checked against the digest while it is read: `intact` does that.
        """
        place = self._place(digest)
        try:
            return self._cover.lift(place.open("rb"))
        except FileNotFoundError as fault:
            raise StoreError(
                f"The archive {self.root} has no capture {digest}.",
                advice="Add its source again, or restore the store from a copy.",
            ) from fault
        except OSError as fault:
            raise _cannot("read", self.root, fault) from fault
        except ValueError as fault:
            raise self._damaged(digest) from fault

    def intact(self, digest: str) -> bool:
        """True if the archive holds this capture and its bytes still match their digest."""
        place = self._place(digest)
        if not place.is_file():
            return False
        try:
            with self._cover.lift(place.open("rb")) as stream:
                return _digest(stream) == digest
        except ValueError:
            return False

    def _place(self, digest: str) -> Path:
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise ValueError(f"not a SHA-256 digest: {digest!r}")
        name = self._cover.name(digest)
        return self.root / name[:2] / name[2:4] / name

    def _keep(self, stream: BinaryIO, media_type: str, source: str, captured_at: str) -> Capture:
        with self._arrival() as arriving:
            digest, size = self._copy(stream, arriving)
            if not self.intact(digest):
                self._install(arriving, self._place(digest))
        return Capture(digest, size, media_type, source, captured_at)

    def _keep_all(self, wanted: dict[str, bytes]) -> None:
        if not wanted:
            return
        try:
            self._make_ready()
            with flusher(self._arriving, files=len(wanted)) as flush, ExitStack() as made:
                written = {digest: made.enter_context(self._laid(content)) for digest, content in wanted.items()}
                flush.files(written.values())
                places = [self._name(path, self._place(digest)) for digest, path in written.items()]
                flush.folders(folder for place in places for folder in (place.parent, place.parent.parent, self.root))
            flush_folder(self.root.parent)
        except OSError as fault:
            raise _cannot("write to", self.root, fault) from fault

    @contextmanager
    def _laid(self, content: bytes) -> Iterator[Path]:
        """A written file beside the archive's own, not yet flushed; gone again at the end if nobody named it."""
        handle, name = tempfile.mkstemp(dir=self._arriving)
        try:
            with open(handle, "wb") as target:  # noqa: PTH123 - a file that is open already
                self._cover.lay(io.BytesIO(content), target)
            yield Path(name)
        finally:
            with suppress(OSError):
                Path(name).unlink(missing_ok=True)

    def _name(self, arriving: Path, place: Path) -> Path:
        """Give a flushed file its name, for which its folder is still to be flushed."""
        place.parent.mkdir(parents=True, exist_ok=True)
        return arriving.replace(place)

    @contextmanager
    def _arrival(self) -> Iterator[Path]:
        """A fresh file beside the archive's own, gone again at the end if nobody installed it."""
        try:
            self._make_ready()
            handle, name = tempfile.mkstemp(dir=self._arriving)
        except OSError as fault:
            raise _cannot("write to", self.root, fault) from fault
        os.close(handle)
        try:
            yield Path(name)
        finally:
            # What cannot be removed now is cleared away as abandoned, and is no reason to lose what was kept.
            with suppress(OSError):
                Path(name).unlink(missing_ok=True)

    def _copy(self, stream: BinaryIO, target: Path) -> tuple[str, int]:
        """Copy to the disk for good; the digest and the size in bytes of what was copied."""
        measured = _Measured(stream)
        try:
            with target.open("wb") as copy:
                self._cover.lay(io.BufferedReader(measured, BLOCK), copy)
                copy.flush()
                os.fsync(copy.fileno())
        except OSError as fault:
            raise _cannot("write to", self.root, fault) from fault
        return measured.digest.hexdigest(), measured.size

    def _install(self, arriving: Path, place: Path) -> None:
        try:
            self._name(arriving, place)
            for folder in (place.parent, place.parent.parent, self.root, self.root.parent):
                flush_folder(folder)
        except OSError as fault:
            raise _cannot("write to", self.root, fault) from fault

    def _make_ready(self) -> None:
        self._arriving.mkdir(parents=True, exist_ok=True)
        self._clear_abandoned()

    def _clear_abandoned(self) -> None:
        oldest = time.time() - ABANDONED_AFTER
        for left in self._arriving.iterdir():
            if left.stat().st_mtime < oldest:
                left.unlink(missing_ok=True)

    def _damaged(self, digest: str) -> StoreError:
        return StoreError(
            f"The capture {digest} in {self.root} no longer matches its digest.",
            advice="Add its source again, or restore the store from a copy.",
        )


def _digest(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while block := stream.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()


class _Measured(io.RawIOBase):
    """A stream that tells the digest and the size in bytes of what was read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()
        self.size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the base takes any writable buffer
        block = self._stream.read(len(buffer))
        self.digest.update(block)
        self.size += len(block)
        buffer[: len(block)] = block
        return len(block)


def _cannot(act: str, root: Path, fault: OSError) -> StoreError:
    return StoreError(
        f"Cannot {act} the archive {root}: {fault.strerror or fault}.",
        advice="Check the disk's free space and your rights to the folder, then run the command again.",
    )
