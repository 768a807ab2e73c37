"""The ledger remembers: what is in it stays, what changes is added, what is the same is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Engine, Select, func, select

from onrecord.errors import StoreError
from onrecord.ledger import engine as database
from onrecord.ledger import proof, reading
from onrecord.ledger.chain import Entry
from onrecord.ledger.rows import incoming
from onrecord.ledger.schema import SCHEMA_VERSION, documents
from onrecord.ledger.writing import Addition
from onrecord.model.record import Capture, Document
from onrecord.ports import DocumentFilter, Share

FILE = "onrecord.db"
"""The ledger's file in a store's folder."""

PATIENCE = 10.0
"""Seconds to wait for another program's lock; one batch of a corpus takes a tenth of a second."""

Clock = Callable[[], str]


def utc_now() -> str:
    """Now in UTC, ISO 8601 to the second, with a final Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def open_ledger(path: Path, *, create: bool, patience: float = PATIENCE, clock: Clock = utc_now) -> SqlLedger:
    """The ledger in a SQLite file; with `create`, a missing or empty file becomes a new one.

    A store of an older version is brought up to this one, so that it must be writable then. Raises `StoreError`
    for a file that is missing, foreign, damaged, locked or of a newer version.
    """
    if not create and not _is_there(path):
        raise StoreError(
            f"There is no store at {path.parent}.",
            advice="Name the right folder with --store, or make one with `onrecord add`.",
        )
    engine = database.engine_of(path, patience=patience)
    with database.naming_faults(path):
        if create:
            _refuse_other_tables(engine, path)
            database.make_tables(engine, made_by=f"onrecord {version('onrecord')}")
        if database.refuse_foreign(engine, path) < SCHEMA_VERSION:
            database.bring_up(engine)
    return SqlLedger(engine, path, clock)


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError as fault:
        raise StoreError(
            f"The store {path} cannot be opened: {fault.strerror}.", advice="Get the right to read its folder."
        ) from fault


def _refuse_other_tables(engine: Engine, path: Path) -> None:
    with engine.connect() as connection:
        if connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar():
            database.refuse_foreign(engine, path)


class SqlLedger:
    """The append-only store of captures and documents in a SQL database.

    One writer at a time; readers never wait. Every method raises `StoreError` where the database cannot do
    what is asked (locked, full, read-only, damaged).
    """

    def __init__(self, engine: Engine, path: Path, clock: Clock) -> None:
        self._engine = engine
        self._path = path
        self._clock = clock

    def add(self, capture: Capture, documents: Iterable[Document]) -> int:
        """Record one capture with its documents, whole or not at all; returns how many documents are new.

        New is a document whose id is unknown, and one whose text or facts differ from the newest version of
        its id, unless this very capture brought that text before. An empty fact never replaces a known one.
        """
        arriving = [incoming(document, capture) for document in documents]
        with database.naming_faults(self._path), database.writing(self._engine) as connection:
            return Addition(connection, self._clock()).add(capture, arriving)

    def documents(self, wanted: DocumentFilter) -> Iterator[Document]:
        """The newest version of each document that the filter admits, by date and id, one at a time."""
        with database.naming_faults(self._path):
            with self._engine.connect() as connection:
                found = reading.newest(connection, wanted)
            yield from reading.stream(self._engine, found)

    def shares(self, wanted: DocumentFilter) -> tuple[Share, ...]:
        """The same documents in the same order, named but not read, in stretches of a second's work or less."""
        with database.naming_faults(self._path), self._engine.connect() as connection:
            return tuple(reading.shares(reading.newest(connection, wanted)))

    def read(self, share: Share) -> Iterator[Document]:
        """The documents of a share, which may come from another process's view of the same store."""
        with database.naming_faults(self._path):
            yield from reading.fetched(self._engine, share)

    def document(self, identity: str) -> Document | None:
        """The newest version of one document; None if the store has none of that id."""
        query = select(documents.c.entry, documents.c.characters).where(documents.c.id == identity)
        with database.naming_faults(self._path):
            with self._engine.connect() as connection:
                row = connection.execute(query.order_by(documents.c.version.desc()).limit(1)).first()
            return None if row is None else next(reading.stream(self._engine, [(row.entry, row.characters)]))

    def count(self) -> int:
        """How many documents (newest versions) the store holds."""
        return self._scalar(select(func.count(documents.c.id.distinct())))

    def entries(self) -> Iterator[Entry]:
        """Every entry of the ledger, from the first to the last, as it was sealed."""
        with database.naming_faults(self._path), self._engine.connect() as connection:
            yield from proof.every_entry(connection)

    def faults(self) -> Iterator[str]:
        """What is wrong with the store, one sentence for each fault; nothing if it is as it was written."""
        with database.naming_faults(self._path), self._engine.connect() as connection:
            yield from proof.faults(connection)

    def close(self) -> None:
        """Let go of the store's files and locks."""
        self._engine.dispose()

    def _scalar(self, query: Select[tuple[int]]) -> int:
        with database.naming_faults(self._path), self._engine.connect() as connection:
            return connection.scalar(query) or 0
