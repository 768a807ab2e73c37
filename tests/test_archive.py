"""The archive gives back what it was given, or nothing."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.capture.archive import ABANDONED_AFTER, FolderArchive
from onrecord.errors import StoreError

FACTS = {"media_type": "text/plain", "source": "statement.txt", "captured_at": "2026-11-23T12:00:00Z"}


def place(root: Path, digest: str) -> Path:
    return root / digest[:2] / digest[2:4] / digest


@given(content=st.binary(max_size=5000))
def test_what_goes_in_comes_out(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    archive = FolderArchive(tmp_path_factory.mktemp("archive"))
    capture = archive.put(content, **FACTS)
    assert capture.digest == hashlib.sha256(content).hexdigest()
    assert capture.size == len(content)
    assert archive.get(capture.digest) == content


def test_keeping_the_same_bytes_twice_changes_nothing(tmp_path: Path) -> None:
    archive = FolderArchive(tmp_path)
    first = archive.put(b"the minister raised the case", **FACTS)
    before = place(tmp_path, first.digest).stat()
    assert archive.put(b"the minister raised the case", **FACTS) == first
    after = place(tmp_path, first.digest).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_file_is_kept_like_its_bytes(tmp_path: Path) -> None:
    archive = FolderArchive(tmp_path / "archive")
    source = tmp_path / "corpus.jsonl"
    source.write_bytes(b"x" * 3_000_000)
    first = archive.put_file(source, **FACTS)
    assert archive.put_file(source, **FACTS) == first == archive.put(source.read_bytes(), **FACTS)
    with archive.open(first.digest) as stream:
        assert stream.read() == source.read_bytes()


def test_bytes_that_no_longer_match_are_never_handed_out(tmp_path: Path) -> None:
    archive = FolderArchive(tmp_path)
    capture = archive.put(b"as received", **FACTS)
    place(tmp_path, capture.digest).write_bytes(b"as altered!")
    assert not archive.intact(capture.digest)
    with pytest.raises(StoreError, match="no longer matches its digest"):
        archive.get(capture.digest)


def test_a_damaged_copy_is_replaced_when_the_bytes_come_in_again(tmp_path: Path) -> None:
    archive = FolderArchive(tmp_path)
    capture = archive.put(b"as received", **FACTS)
    place(tmp_path, capture.digest).write_bytes(b"")
    archive.put(b"as received", **FACTS)
    assert archive.get(capture.digest) == b"as received"


def test_a_capture_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no capture"):
        FolderArchive(tmp_path).get("0" * 64)


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "A" * 64, "0" * 63])
def test_what_is_not_a_digest_never_becomes_a_path(tmp_path: Path, digest: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256 digest"):
        FolderArchive(tmp_path).get(digest)


def test_what_a_killed_program_left_behind_is_cleared_after_a_day_and_not_before(tmp_path: Path) -> None:
    archive = FolderArchive(tmp_path)
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
