"""The archive gives back what it was given, or nothing."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.capture import flushing
from onrecord.capture.archive import ABANDONED_AFTER, Arrival, FolderArchive
from onrecord.capture.cover import Aged, Bare, Cover, new_identity
from onrecord.errors import StoreError

FACTS = {"media_type": "text/plain", "source": "statement.txt", "captured_at": "2026-11-23T12:00:00Z"}


COVERS: dict[str, Cover] = {"bare": Bare(), "aged": Aged(new_identity())}


@pytest.fixture(params=COVERS)
def cover(request: pytest.FixtureRequest) -> Cover:
    return COVERS[request.param]


def place(root: Path, digest: str, cover: Cover) -> Path:
    name = cover.name(digest)
    return root / name[:2] / name[2:4] / name


@settings(deadline=None)  # each example waits for the disk
@given(content=st.binary(max_size=5000), kind=st.sampled_from(list(COVERS)))
def test_what_goes_in_comes_out(tmp_path_factory: pytest.TempPathFactory, content: bytes, kind: str) -> None:
    archive = FolderArchive(tmp_path_factory.mktemp("archive"), COVERS[kind])
    capture = archive.put(content, **FACTS)
    assert capture.digest == hashlib.sha256(content).hexdigest()
    assert capture.size == len(content)
    assert archive.get(capture.digest) == content


def test_keeping_the_same_bytes_twice_changes_nothing(tmp_path: Path, cover: Cover) -> None:
    archive = FolderArchive(tmp_path, cover)
    first = archive.put(b"the minister raised the case", **FACTS)
    before = place(tmp_path, first.digest, cover).stat()
    assert archive.put(b"the minister raised the case", **FACTS) == first
    after = place(tmp_path, first.digest, cover).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_file_is_kept_like_its_bytes(tmp_path: Path, cover: Cover) -> None:
    archive = FolderArchive(tmp_path / "archive", cover)
    source = tmp_path / "corpus.jsonl"
    source.write_bytes(b"x" * 3_000_000)
    first = archive.put_file(source, **FACTS)
    assert archive.put_file(source, **FACTS) == first == archive.put(source.read_bytes(), **FACTS)
    with archive.open(first.digest) as stream:
        assert stream.read() == source.read_bytes()


def test_bytes_that_no_longer_match_are_never_handed_out(tmp_path: Path, cover: Cover) -> None:
    archive = FolderArchive(tmp_path, cover)
    capture = archive.put(b"as received", **FACTS)
    place(tmp_path, capture.digest, cover).write_bytes(b"as altered!")
    assert not archive.intact(capture.digest)
    with pytest.raises(StoreError, match="no longer matches its digest"):
        archive.get(capture.digest)


def test_a_damaged_copy_is_replaced_when_the_bytes_come_in_again(tmp_path: Path, cover: Cover) -> None:
    archive = FolderArchive(tmp_path, cover)
    capture = archive.put(b"as received", **FACTS)
    place(tmp_path, capture.digest, cover).write_bytes(b"")
    archive.put(b"as received", **FACTS)
    assert archive.get(capture.digest) == b"as received"


def test_a_capture_that_is_not_there_is_named(tmp_path: Path, cover: Cover) -> None:
    with pytest.raises(StoreError, match="no capture"):
        FolderArchive(tmp_path, cover).get("0" * 64)


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "A" * 64, "0" * 63])
def test_what_is_not_a_digest_never_becomes_a_path(tmp_path: Path, digest: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256 digest"):
        FolderArchive(tmp_path).get(digest)


def test_what_a_killed_program_left_behind_is_cleared_after_a_day_and_not_before(tmp_path: Path, cover: Cover) -> None:
    archive = FolderArchive(tmp_path, cover)
    archive.put(b"first", **FACTS)
    arriving = tmp_path / "arriving"
    (arriving / "old").write_bytes(b"half")
    (arriving / "young").write_bytes(b"half")
    long_ago = (arriving / "young").stat().st_mtime - ABANDONED_AFTER - 60
    os.utime(arriving / "old", (long_ago, long_ago))
    archive.put(b"second", **FACTS)
    assert [left.name for left in arriving.iterdir()] == ["young"]


def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    with pytest.raises(StoreError, match="Cannot write to the archive"):
        FolderArchive(tmp_path / "taken").put(b"x", **FACTS)


def test_under_a_cover_neither_names_nor_bytes_tell_what_is_held(tmp_path: Path) -> None:
    archive = FolderArchive(tmp_path, Aged(new_identity()))
    held = archive.put(b"the minister raised the case" * 100, **FACTS)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.name for path in files] != [held.digest]
    assert all(b"minister" not in path.read_bytes() for path in files)


def test_another_key_lifts_nothing(tmp_path: Path) -> None:
    held = FolderArchive(tmp_path, Aged(new_identity())).put(b"as received", **FACTS)
    with pytest.raises(StoreError, match="no capture"):
        FolderArchive(tmp_path, Aged(new_identity())).get(held.digest)


def test_a_key_that_is_none_is_one_clear_line() -> None:
    with pytest.raises(StoreError, match="key of the archive"):
        Aged("AGE-SECRET-KEY-1NONSENSE")


# Many together


@pytest.mark.parametrize("whole", [True, False])
def test_many_are_kept_like_each_of_them(
    tmp_path: Path, cover: Cover, whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[int] = []
    monkeypatch.setattr(flushing, "flushes_whole", lambda _folder: whole)
    monkeypatch.setattr(flushing, "syncfs", flushed.append)
    contents = [f"page {number % 30}".encode() for number in range(40)]
    archive = FolderArchive(tmp_path / "many", cover)
    damaged = archive.put(contents[3], **FACTS)
    place(tmp_path / "many", damaged.digest, cover).write_bytes(b"other")
    kept = archive.put_all([Arrival(content, **FACTS) for content in contents])
    assert kept == archive.put_all([Arrival(content, **FACTS) for content in contents])
    one_by_one = FolderArchive(tmp_path / "each", cover)
    assert kept == tuple(one_by_one.put(content, **FACTS) for content in contents)
    assert [archive.get(capture.digest) for capture in kept] == contents
    assert len(flushed) == (2 if whole else 0), "what is written, then its names; what is there already, never"
    assert list((tmp_path / "many" / "arriving").iterdir()) == []
    assert archive.put_all([]) == ()


def test_a_disk_that_cannot_be_flushed_leaves_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(flushing, "flushes_whole", lambda _folder: True)
    monkeypatch.setattr(flushing, "syncfs", full)
    archive = FolderArchive(tmp_path / "archive")
    with pytest.raises(StoreError, match="No space left"):
        archive.put_all([Arrival(f"page {number}".encode(), **FACTS) for number in range(20)])
    assert [path for path in (tmp_path / "archive").rglob("*") if path.is_file()] == []


@pytest.mark.skipif(not hasattr(os, "major"), reason="the file system is told by its device number")
def test_only_file_systems_that_are_known_are_flushed_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = tmp_path.stat().st_dev
    kind = flushing._kind(device)
    assert flushing.flushes_whole(tmp_path) is (sys.platform == "linux" and kind in flushing.WHOLE)
    assert flushing._kind(os.makedev(4000, 1)) == ""
    monkeypatch.setattr(flushing.platform, "release", lambda: "5.7.19-generic")
    assert not flushing.flushes_whole(tmp_path), "it would not say what could not be written"


@pytest.mark.skipif(sys.platform != "linux", reason="syncfs is Linux's own")
def test_a_file_system_is_flushed_or_the_fault_is_told(tmp_path: Path) -> None:
    handle = os.open(tmp_path, os.O_RDONLY)
    flushing.syncfs(handle)
    os.close(handle)
    with pytest.raises(OSError, match="Bad file descriptor"):
        flushing.syncfs(handle)
