"""A store is sound, on a disk of this machine or on a server that waits for its disk, and encrypted if it should be."""

from __future__ import annotations

from pathlib import Path

import pytest

import postgres
from onrecord.cli.doctor_store import database
from onrecord.errors import StoreError
from onrecord.ledger import binding, engine, places
from onrecord.ledger.server import shown, url_of
from onrecord.ledger.store import FILE, open_ledger, open_server
from onrecord.settings import open_store
from test_store import NOW, STATEMENT, Home, capture, held, socket

__all__ = ["socket"]

MOUNTS = """\
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 27 0:40 / {folder} rw,relatime shared:1 - {kind} server:/share rw
"""


def test_the_store_brings_a_sound_sqlite() -> None:
    assert binding.sqlite_version_info >= binding.SOUND_SINCE
    said = str(database())
    assert "apsw" in said
    assert "wal" in said


def test_a_sqlite_that_can_corrupt_a_store_is_refused() -> None:
    with pytest.raises(StoreError, match=r"3\.40\.1.*WAL-reset"):
        engine._refuse_unsound((3, 40, 1))


def test_every_commit_waits_for_the_disk(tmp_path: Path) -> None:
    with Home(tmp_path / FILE).connected() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys")
        assert [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked] == ["wal", 2, 1]


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "9p", "fuse.sshfs", "virtiofs"])
def test_a_network_file_system_is_refused(tmp_path: Path, kind: str) -> None:
    with pytest.raises(StoreError, match=rf"network file system \({kind}\).*disk of this machine"):
        places.refuse_network(tmp_path / "store", mounts=MOUNTS.format(folder=tmp_path, kind=kind))


@pytest.mark.parametrize("kind", ["ext4", "btrfs", "fuseblk", "overlay", "zfs", "xfs", "tmpfs"])
def test_a_local_file_system_is_not(tmp_path: Path, kind: str) -> None:
    places.refuse_network(tmp_path / "store", mounts=MOUNTS.format(folder=tmp_path, kind=kind))


def test_a_store_on_a_network_file_system_is_not_even_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = tmp_path / "mountinfo"
    said.write_text(MOUNTS.format(folder=tmp_path, kind="nfs4"), encoding="utf-8")
    monkeypatch.setattr(places, "MOUNTS", said)
    with pytest.raises(StoreError, match="network file system"):
        open_ledger(tmp_path / FILE, create=True)
    assert [held.name for held in tmp_path.iterdir()] == ["mountinfo"]


def test_an_encrypted_store_holds_no_readable_word_and_opens_with_its_key_alone(tmp_path: Path) -> None:
    home = Home(tmp_path / FILE, "correct horse")
    ledger = home.open()
    ledger.add(capture(), [STATEMENT])
    assert len(ledger.search("teacher")) == 1
    assert [document.id for document in held(home.open(create=False))] == ["mfa:1"]
    for file in tmp_path.iterdir():
        content = file.read_bytes()
        assert not any(word in content for word in (b"SQLite", b"Avaria", b"teacher", b"mfa:1")), file
    for key in ("", "wrong"):
        with pytest.raises(StoreError, match=r"encrypted with another key.*ONRECORD_STORE_KEY"):
            Home(tmp_path / FILE, key).open(create=False)


def test_a_plain_store_is_not_opened_with_a_key(tmp_path: Path) -> None:
    Home(tmp_path / FILE).open().close()
    with pytest.raises(StoreError, match="another key"):
        Home(tmp_path / FILE, "a key").open(create=False)


@pytest.mark.parametrize("address", ["mysql://host/db", "https://host/db", "postgresql://host:port/db", "://"])
def test_an_address_that_is_none_is_named_without_its_password(address: str) -> None:
    with pytest.raises(StoreError, match="not an address of a store"):
        open_server(address, create=False)


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError, match=r"ana:\*\*\*@127\.0\.0\.1:1/db does not answer") as raised:
        open_server("postgresql://ana:secret@127.0.0.1:1/db?sslpassword=hidden", create=False)
    assert "secret" not in str(raised.value)
    assert "hidden" not in str(raised.value)


def test_a_store_on_a_server_wants_a_folder_for_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ONRECORD_ARCHIVE", raising=False)
    with pytest.raises(StoreError, match="ONRECORD_ARCHIVE names none"):
        open_store("postgresql://host/db", create=False)


def test_a_store_on_a_server_is_opened_by_its_address(
    socket: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_ARCHIVE", str(tmp_path))
    with open_store(postgres.fresh(socket), create=True) as store:
        kept = store.archive.put(b"bytes", media_type="text/plain", source="x", captured_at=NOW)
        store.ledger.add(kept, [STATEMENT])
        assert (store.ledger.count(), store.archive.get(kept.digest)) == (1, b"bytes")
        assert store.shown == "postgresql://tester@/postgres"


def test_a_key_comes_from_the_environment_or_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_STORE_KEY", "a key")
    open_store(str(tmp_path / "store"), create=True).close()
    assert not (tmp_path / "store" / FILE).read_bytes().startswith(b"SQLite")
    monkeypatch.delenv("ONRECORD_STORE_KEY")
    with pytest.raises(StoreError, match="encrypted with another key"):
        open_store(str(tmp_path / "store"), create=False)
    (tmp_path / "key").write_text("a key\n", encoding="utf-8")
    monkeypatch.setenv("ONRECORD_STORE_KEY_FILE", str(tmp_path / "key"))
    open_store(str(tmp_path / "store"), create=False).close()
    (tmp_path / "key").write_text("\n", encoding="utf-8")
    with pytest.raises(StoreError, match="is empty"):
        open_store(str(tmp_path / "store"), create=False)
    (tmp_path / "key").unlink()
    with pytest.raises(StoreError, match="cannot be read"):
        open_store(str(tmp_path / "store"), create=False)


def test_an_address_is_shown_without_secrets() -> None:
    pytest.importorskip("psycopg")
    assert shown(url_of("postgres://a:b@h/d?password=c")) == "postgresql://a:***@h/d"


def test_a_server_that_does_not_wait_for_its_disk_is_refused(socket: Path) -> None:
    import psycopg  # noqa: PLC0415 - an optional extra

    address = f"postgresql://tester@/postgres?host={socket}"
    with psycopg.connect(f"host={socket} user=tester dbname=postgres", autocommit=True) as connection:
        try:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf(), pg_sleep(0.3)")
            with pytest.raises(StoreError, match="fsync is off"):
                open_server(address, create=False)
        finally:
            connection.execute("ALTER SYSTEM RESET fsync")
            connection.execute("SELECT pg_reload_conf(), pg_sleep(0.3)")


def test_a_key_covers_the_captured_files_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_STORE_KEY", "a key")
    with open_store(str(tmp_path / "store"), create=True) as store:
        kept = store.archive.put(b"words of a sealed letter", media_type="text/plain", source="x", captured_at=NOW)
    for path in (path for path in (tmp_path / "store").rglob("*") if path.is_file()):
        assert b"sealed letter" not in path.read_bytes() and path.name != kept.digest
    with open_store(str(tmp_path / "store"), create=False) as store:
        assert store.archive.get(kept.digest) == b"words of a sealed letter"
