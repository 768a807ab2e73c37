"""A file that a command writes is whole or not there, keeps its rights, and leaves nothing beside it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import click
import pytest

from onrecord.cli import whole_files
from onrecord.cli.options import refuse_unwritable
from onrecord.cli.whole_files import write_whole

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX files")
not_root = pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")


@pytest.mark.parametrize("content", [b"", b"words\n", b"x" * (3 << 20)])
def test_the_content_is_there_and_nothing_else(content: bytes, tmp_path: Path) -> None:
    refuse_unwritable(tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
    for _ in range(2):
        write_whole(tmp_path / "out", content)
        assert (tmp_path / "out").read_bytes() == content
        assert [held.name for held in tmp_path.iterdir()] == ["out"]


@posix
def test_a_new_file_has_the_rights_of_any_other_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("x")
    write_whole(tmp_path / "out", b"one")
    assert (tmp_path / "out").stat().st_mode == (tmp_path / "other").stat().st_mode
    (tmp_path / "out").chmod(0o640)
    write_whole(tmp_path / "out", b"two")
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o640


@posix
def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "there" / "out")
    refuse_unwritable(tmp_path / "link")
    write_whole(tmp_path / "link", b"words")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "there" / "out").read_bytes() == b"words"


@posix
def test_a_pipe_and_a_device_are_written_to_as_they_are(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    refuse_unwritable(tmp_path / "pipe")
    write_whole(tmp_path / "pipe", b"words")
    reader.join(timeout=10)
    assert read == [b"words"]
    write_whole(Path(os.devnull), b"words")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@posix
def test_standard_output_can_be_named() -> None:
    program = "from onrecord.cli.whole_files import *; f = Path('/dev/stdout'); try_whole(f); write_whole(f, b'words')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, timeout=60)
    assert done.stdout == b"words"


def test_what_was_there_stays_where_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk shows when the bytes are flushed."""

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "out").write_bytes(b"before")
    monkeypatch.setattr(whole_files.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(tmp_path / "out", b"after")
    assert (tmp_path / "out").read_bytes() == b"before"
    assert [held.name for held in tmp_path.iterdir()] == ["out"]


def test_a_folder_that_is_not_there_is_refused_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match="cannot be written"):
        refuse_unwritable(tmp_path / "none" / "out")


@not_root
def test_a_file_that_is_not_ours_is_refused_and_stays(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"before")
    (tmp_path / "out").chmod(0o444)
    with pytest.raises(click.UsageError, match="cannot be written"):
        refuse_unwritable(tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b"before"
