"""The ledger remembers: what is in it stays, what changes is added, what is the same is not."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Engine, Select, func, select

from onrecord.errors import StoreError
from onrecord.ledger import engine as database
from onrecord.ledger import proof, reading
from onrecord.ledger.chain import Entry
from onrecord.ledger.indexes import FileIndex, ServerIndex, WordIndex
from onrecord.ledger.naming import naming_faults
from onrecord.ledger.places import flush_folders
from onrecord.ledger.rows import incoming
from onrecord.ledger.saying import say
from onrecord.ledger.schema import SCHEMA_VERSION, captures, documents
from onrecord.ledger.searching import Said, search
from onrecord.ledger.server import server_engine, shown, url_of
from onrecord.ledger.statements import Standing, Statement, standing
from onrecord.ledger.writing import Addition
from onrecord.model.record import Capture, Document
from onrecord.ports import DocumentFilter, Hit, Share

FILE = "onrecord.db"
"""The ledger's file in a store's folder."""

WORDS = ".words"
"""Added to the ledger's file name: the index of words, which may be deleted at any time."""

PATIENCE = 10.0
"""Seconds to wait for another program's lock; one batch of a corpus takes a tenth of a second."""

Clock = Callable[[], str]


def utc_now() -> str:
    """Now in UTC, ISO 8601 to the second, with a final Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def open_ledger(
    path: Path, *, create: bool, patience: float = PATIENCE, clock: Clock = utc_now, key: str = ""
) -> SqlLedger:
    """The ledger in a SQLite file; with `create`, a missing or empty file becomes a new one.

    A store of an older version is brought up to this one, so that it must be writable then. `key` encrypts a new
    store and opens an encrypted one. Raises `StoreError` for a file that is missing, foreign, damaged, locked,
    encrypted with another key, of a newer version or on a network file system.
    """
    is_new = not _is_there(path)
    if is_new and not create:
        raise StoreError(
            f"There is no store at {path.parent}.",
            advice="Name the right folder with --store, or make one with `onrecord add`.",
        )
    engine = database.engine_of(path, patience=patience, key=key)
    _ready(engine, path, create=create)
    if is_new:
        flush_folders(path.parent)
    can_write = os.access(path.parent, os.W_OK)
    words = FileIndex(path.with_name(f"{path.name}{WORDS}"), patience=patience, key=key) if can_write else None
    return SqlLedger(engine, path, clock, words)


def open_server(location: str, *, create: bool, patience: float = PATIENCE, clock: Clock = utc_now) -> SqlLedger:
    """The ledger in a PostgreSQL database; with `create`, an empty database becomes one.

    Raises `StoreError` for an address or a server that cannot be used, and as `open_ledger` does. No message
    holds the address's password.
    """
    url = url_of(location)
    engine = server_engine(url, patience=patience)
    _ready(engine, shown(url), create=create)
    return SqlLedger(engine, shown(url), clock, ServerIndex(engine))


def _ready(engine: Engine, place: Path | str, *, create: bool) -> None:
    with naming_faults(place):
        if create:
            if database.holds_tables(engine):
                database.refuse_foreign(engine, place)
            database.make_tables(engine, made_by=f"onrecord {version('onrecord')}")
        if database.refuse_foreign(engine, place) < SCHEMA_VERSION:
            database.bring_up(engine)


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError as fault:
        raise StoreError(
            f"The store {path} cannot be opened: {fault.strerror}.", advice="Get the right to read its folder."
        ) from fault


class SqlLedger:
    """The append-only store of captures and documents in a SQL database.

    One writer at a time; readers never wait. Every method raises `StoreError` where the database cannot do
    what is asked (locked, full, read-only, damaged).
    """

    def __init__(self, engine: Engine, path: Path | str, clock: Clock, words: WordIndex | None = None) -> None:
        self._engine = engine
        self._path = path
        self._clock = clock
        self._words = words

    def add(self, capture: Capture, documents: Iterable[Document]) -> int:
        """Record one capture with its documents, whole or not at all; returns how many documents are new.

        New is a document whose id is unknown, and one whose text or facts differ from the newest version of
        its id, unless this very capture brought that text before. An empty fact never replaces a known one.
        """
        arriving = [incoming(document, capture) for document in documents]
        with naming_faults(self._path), database.writing(self._engine) as connection:
            return Addition(connection, self._clock()).add(capture, arriving)

    def documents(self, wanted: DocumentFilter) -> Iterator[Document]:
        """The newest version of each document that the filter admits, by date and id, one at a time."""
        with naming_faults(self._path):
            with self._engine.connect() as connection:
                found = reading.newest(connection, wanted)
            yield from reading.stream(self._engine, found)

    def shares(self, wanted: DocumentFilter) -> tuple[Share, ...]:
        """The same documents in the same order, named but not read, in stretches of a second's work or less."""
        with naming_faults(self._path), self._engine.connect() as connection:
            return tuple(reading.shares(reading.newest(connection, wanted)))

    def read(self, share: Share) -> Iterator[Document]:
        """The documents of a share, which may come from another process's view of the same store."""
        with naming_faults(self._path):
            yield from reading.fetched(self._engine, share)

    def document(self, identity: str) -> Document | None:
        """The newest version of one document; None if the store has none of that id."""
        query = select(documents.c.entry, documents.c.characters).where(documents.c.id == identity)
        with naming_faults(self._path):
            with self._engine.connect() as connection:
                row = connection.execute(query.order_by(documents.c.version.desc()).limit(1)).first()
            return None if row is None else next(reading.stream(self._engine, [(row.entry, row.characters)]))

    def count(self) -> int:
        """How many documents (newest versions) the store holds."""
        return self._scalar(select(func.count(documents.c.id.distinct())))

    def append(self, statement: Statement) -> Entry:
        """Record one statement; raises `StoreError` if what it rests on (quote, finding, entry) is not in the store."""
        return self.append_all([statement])[0]

    def append_all(self, statements: Sequence[Statement]) -> tuple[Entry, ...]:
        """Record statements in their order, whole or not at all."""
        with naming_faults(self._path), database.writing(self._engine) as connection:
            return say(connection, self._clock(), statements)

    def entries(self, *, since: int = 0) -> Iterator[Entry]:
        """The entries of the ledger after the one numbered `since`, to the last, as they were sealed."""
        with naming_faults(self._path), self._engine.connect() as connection:
            yield from proof.every_entry(connection, since=since)

    def captures(self) -> tuple[Capture, ...]:
        """Every capture that the ledger speaks of, in the order of its entries."""
        fields = [captures.c[name] for name in Capture.__slots__]
        with naming_faults(self._path), self._engine.connect() as connection:
            return tuple(Capture(*row) for row in connection.execute(select(*fields).order_by(captures.c.entry)))

    def standing(self) -> Standing:
        """How matters stand: findings, judgements and alerts that were not retracted."""
        return standing(self.entries())

    def search(self, words: str, *, limit: int = 20, said: Said = lambda _done, _of: None) -> tuple[Hit, ...]:
        """The newest versions of documents that hold all `words`, latest date first, with the places in their texts.

        Words are parted by spaces; words in quotation marks are one phrase. Case, accents and vowel points do not
        count; nothing is stemmed, and traditional and simplified characters differ. `said` hears of documents
        that are indexed first: how many are done, and of how many. Raises `StoreError` if there is no word.
        """
        with naming_faults(self._path):
            return tuple(search(self._engine, self._words, words, limit=limit, said=said))

    def faults(self) -> Iterator[str]:
        """What is wrong with the store, one sentence for each fault; nothing if it is as it was written."""
        with naming_faults(self._path), self._engine.connect() as connection:
            yield from proof.faults(connection)

    def close(self) -> None:
        """Let go of the store's files and locks."""
        self._engine.dispose()

    def _scalar(self, query: Select[tuple[int]]) -> int:
        with naming_faults(self._path), self._engine.connect() as connection:
            return connection.scalar(query) or 0
