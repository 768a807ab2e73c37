"""A store is a ledger and an archive, opened together and closed together."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from onrecord.capture.archive import FolderArchive
from onrecord.capture.cover import BARE, Aged, new_identity
from onrecord.errors import StoreError
from onrecord.ledger.server import is_server, shown, url_of
from onrecord.ledger.store import FILE, SqlLedger, open_ledger, open_server

ARCHIVE = "archive"
"""The archive's folder in a store's folder."""

COVER = "archive_identity"
"""The fact in an encrypted ledger that holds the key of its archive."""

ARCHIVE_VARIABLE = "ONRECORD_ARCHIVE"
KEY_VARIABLE, KEY_FILE_VARIABLE = "ONRECORD_STORE_KEY", "ONRECORD_STORE_KEY_FILE"


@dataclass(frozen=True, slots=True)
class Store:
    """A ledger and the archive of the bytes that it speaks of."""

    location: Path
    """The folder of its files."""
    ledger: SqlLedger
    archive: FolderArchive
    address: str
    """What `open_store` opens it with: the folder again, or the address of a database, perhaps with a password."""

    @property
    def shown(self) -> str:
        """The address as it may be shown: without its password."""
        return shown(url_of(self.address)) if is_server(self.address) else self.address

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _fault: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store's files and locks."""
        self.ledger.close()


def open_store(location: str, *, create: bool) -> Store:
    """The store in a folder or in a PostgreSQL database; with `create`, a missing or empty one becomes a store.

    A folder's ledger is encrypted with the key in `ONRECORD_STORE_KEY`, or in the file that `ONRECORD_STORE_KEY_FILE`
    names, where one is given, and its archive with a key that this ledger keeps. Raises `StoreError` where there is
    none, and where what is there is locked, damaged, of another program or of a newer version.
    """
    folder = folder_of(location)
    if is_server(location):
        return Store(folder, open_server(location, create=create), FolderArchive(folder / ARCHIVE), location)
    if create:
        _make_folder(folder)
    key = _key()
    facts = {COVER: new_identity()} if key else {}
    ledger = open_ledger(folder / FILE, create=create, key=key, facts=facts)
    identity = ledger.fact(COVER)
    return Store(folder, ledger, FolderArchive(folder / ARCHIVE, Aged(identity) if identity else BARE), location)


def folder_of(location: str) -> Path:
    """Where the files of a store lie: its folder, or for one on a server the folder in `ONRECORD_ARCHIVE`.

    Raises `StoreError` for a store on a server while `ONRECORD_ARCHIVE` names no folder.
    """
    if not is_server(location):
        return Path(location)
    folder = os.environ.get(ARCHIVE_VARIABLE, "")
    if not folder:
        raise StoreError(
            f"A store on a server keeps its captured files in a folder, and {ARCHIVE_VARIABLE} names none.",
            advice=f"Set {ARCHIVE_VARIABLE} to a folder that the whole team uses.",
        )
    return Path(folder)


def _key() -> str:
    """The key of an encrypted store, from the environment or from the file that it names; empty for none."""
    file = os.environ.get(KEY_FILE_VARIABLE, "")
    if not file:
        return os.environ.get(KEY_VARIABLE, "")
    try:
        key = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise StoreError(
            f"The key file {file} cannot be read.", advice=f"Name a text file in {KEY_FILE_VARIABLE}."
        ) from fault
    if not key:
        raise StoreError(f"The key file {file} is empty.", advice="Write the store's key into it.")
    return key


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        strangers = [held.name for held in folder.iterdir() if held.name != ARCHIVE and not _is_ledger(held)]
    except OSError as fault:
        raise StoreError(
            f"The folder {folder} cannot be used for a store: {fault.strerror}.",
            advice="Name a folder that is yours with --store.",
        ) from fault
    if strangers and not (folder / FILE).exists():
        raise StoreError(
            f"The folder {folder} holds other things ({strangers[0]}) and no store.",
            advice="Name an empty or a new folder with --store.",
        )


def _is_ledger(path: Path) -> bool:
    return path.name.startswith(FILE)
