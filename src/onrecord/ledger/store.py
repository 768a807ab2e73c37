"""The ledger remembers: what is in it stays, what changes is added, what is the same is not."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import Engine, Select, func, select

from onrecord.errors import StoreError
from onrecord.ledger import engine as database
from onrecord.ledger import found_bodies, judging, proof, reading, readings
from onrecord.ledger.chain import Entry
from onrecord.ledger.finding_entries import Claim
from onrecord.ledger.indexes import FileIndex, ServerIndex, WordIndex
from onrecord.ledger.naming import naming_faults
from onrecord.ledger.places import flush_folders
from onrecord.ledger.readings import Listed
from onrecord.ledger.recording import BATCH, Recording
from onrecord.ledger.rows import incoming
from onrecord.ledger.saying import say
from onrecord.ledger.schema import SCHEMA_VERSION, captures, documents, entries, store
from onrecord.ledger.searching import Match, Said, Sought, matches, search, seek
from onrecord.ledger.server import server_engine, shown, url_of
from onrecord.ledger.statements import Found, Stated, Statement, stated
from onrecord.ledger.writing import Addition
from onrecord.model.finding import Judgement
from onrecord.model.record import Capture, Document
from onrecord.ports import DocumentFilter, Hit, Share

FILE = "onrecord.db"
"""The ledger's file in a store's folder."""

WORDS = ".words"
"""Added to the ledger's file name: the index of words, which may be deleted at any time."""

PATIENCE = 10.0
"""Seconds to wait for another program's lock; one batch of a corpus takes a tenth of a second."""

Clock = Callable[[], str]

NO_FACTS: Mapping[str, str] = MappingProxyType({})


def utc_now() -> str:
    """Now in UTC, ISO 8601 to the second, with a final Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def open_ledger(
    path: Path,
    *,
    create: bool,
    patience: float = PATIENCE,
    clock: Clock = utc_now,
    key: str = "",
    facts: Mapping[str, str] = NO_FACTS,
) -> SqlLedger:
    """The ledger in a SQLite file; with `create`, a missing or empty file becomes a new one.

    A store of an older version is brought up to this one, so that it must be writable then. `key` encrypts a new
    store and opens an encrypted one; `facts` are kept in a new store, for `SqlLedger.fact`. Raises `StoreError` for a
    file that is missing, foreign, damaged, locked, encrypted with another key, of a newer version or on a network file
    system.
    """
    is_new = not _is_there(path)
    if is_new and not create:
        raise StoreError(
            f"There is no store at {path.parent}.",
            advice="Name the right folder with --store, or make one with `onrecord add`.",
        )
    engine = database.engine_of(path, patience=patience, key=key)
    _ready(engine, path, create=create, facts=facts)
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


def _ready(engine: Engine, place: Path | str, *, create: bool, facts: Mapping[str, str] = NO_FACTS) -> None:
    with naming_faults(place):
        if create:
            if database.holds_tables(engine):
                database.refuse_foreign(engine, place)
            made_by = f"onrecord {version('onrecord')}"
            database.make_tables(engine, facts={"made_by": made_by, **facts})
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
        return self.add_all([(capture, documents)])[0]

    def add_all(self, additions: Iterable[tuple[Capture, Iterable[Document]]]) -> tuple[int, ...]:
        """Record captures with their documents in their order, all of them or nothing; for each how many are new."""
        arriving = [(capture, [incoming(document, capture) for document in held]) for capture, held in additions]
        with naming_faults(self._path), database.writing(self._engine) as connection:
            addition = Addition(connection, self._clock())
            return tuple(addition.add(capture, held) for capture, held in arriving)

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

    def fact(self, name: str) -> str:
        """A fact that was kept when the store was made; empty if there is none of that name."""
        with naming_faults(self._path), self._engine.connect() as connection:
            return connection.scalar(select(store.c.value).where(store.c.key == name)) or ""

    def catalogue(self) -> list[Listed]:
        """The newest version of every document without its text, in the order in which they were recorded."""
        with naming_faults(self._path), self._engine.connect() as connection:
            return readings.catalogue(connection)

    def kept(self, reader: str) -> dict[int, str]:
        """What a reader made of documents, by their entries: a cache that `keep` fills."""
        with naming_faults(self._path), self._engine.connect() as connection:
            return readings.kept(connection, reader)

    def kept_under(self, names: Sequence[str]) -> list[tuple[str, str]]:
        """(name, what was kept) of readers of these names, in the order of the entries."""
        with naming_faults(self._path), self._engine.connect() as connection:
            return readings.kept_under(connection, names)

    @property
    def can_write(self) -> bool:
        """False for a file that this user may only read; of a server only a try can tell."""
        return isinstance(self._path, str) or all(
            os.access(place, os.W_OK) for place in (self._path, self._path.parent)
        )

    def keep(self, reader: str, made: Mapping[int, str]) -> None:
        """Keep what a reader made. Its name is `what/version`; what another version of it made is let go."""
        with naming_faults(self._path):
            with self._engine.connect() as connection:
                others = [name for name in readings.readers(connection) if name != reader]
            family = reader.partition("/")[0]
            outdated = [name for name in others if name.partition("/")[0] == family]
            readings.keep(self._engine, reader, made, outdated=outdated)

    def end(self) -> int:
        """The number of the last entry; 0 for an empty store."""
        return self._scalar(select(func.max(entries.c.seq)))

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

    def capture(self, digest: str) -> Capture | None:
        """The capture of that digest; None if the ledger speaks of none."""
        fields = [captures.c[name] for name in Capture.__slots__]
        with naming_faults(self._path), self._engine.connect() as connection:
            row = connection.execute(select(*fields).where(captures.c.digest == digest)).first()
        return None if row is None else Capture(*row)

    def captures(self) -> tuple[Capture, ...]:
        """Every capture that the ledger speaks of, in the order of its entries."""
        fields = [captures.c[name] for name in Capture.__slots__]
        with naming_faults(self._path), self._engine.connect() as connection:
            return tuple(Capture(*row) for row in connection.execute(select(*fields).order_by(captures.c.entry)))

    def stated(self) -> Stated:
        """How matters stand: findings, judgements and alerts that were not retracted."""
        return stated(self.statements())

    def statements(self, *kinds: str) -> Iterator[Entry]:
        """The entries that are statements, of these kinds (none named: of every kind), in their order."""
        with naming_faults(self._path), self._engine.connect() as connection:
            yield from judging.statements(connection, kinds)

    def asks_in(self, *, since: int) -> tuple[int, dict[str, list[int]]]:
        """The last finding's number, and by digest of an ask the numbers of its findings, after an entry."""
        with naming_faults(self._path), self._engine.connect() as connection:
            return found_bodies.asks_in(connection, since=since)

    def entries_at(self, numbers: Sequence[int]) -> Iterator[Entry]:
        """The entries of these numbers, which are given in order."""
        with naming_faults(self._path), self._engine.connect() as connection:
            yield from found_bodies.entries_at(connection, numbers)

    def record(self, findings: Sequence[Found], *, said: Said = lambda _done, _of: None) -> int:
        """Record the findings that the ledger does not know, retracted ones included; returns how many were new.

        Some hundred at a time, each batch whole or not at all: what was interrupted goes on when it is run again.
        """
        recording, new = Recording(self._engine), 0
        for start in range(0, len(findings), BATCH):
            batch = findings[start : start + BATCH]
            with naming_faults(self._path):
                new += recording.write(batch, now=self._clock())
            said(start + len(batch), len(findings))
        return new

    def judged_claims(self) -> dict[Claim, Judgement]:
        """The last judgement of each claim that was not retracted; quick where few were judged."""
        with naming_faults(self._path), self._engine.connect() as connection:
            return judging.judged_claims(connection)

    def entry_named(self, name: str) -> Entry:
        """The entry of which the digest begins with this; raises `StoreError` where none or more than one does."""
        with naming_faults(self._path), self._engine.connect() as connection:
            return judging.entry_named(connection, name)

    def short_names(self) -> dict[str, str]:
        """For the digest of every entry the shortest beginning that names it alone."""
        with naming_faults(self._path), self._engine.connect() as connection:
            return judging.short_names(connection)

    def layers(self) -> dict[str, str]:
        """For the id of each document the SHA-256 of the text of its newest version."""
        query = select(documents.c.id, documents.c.layer).order_by(documents.c.id, documents.c.version)
        with naming_faults(self._path), self._engine.connect() as connection:
            return {row.id: row.layer for row in connection.execute(query)}

    def version_with(self, identity: str, layer: str) -> Document | None:
        """The newest version of a document that has the text of this digest; None where the store has none."""
        query = select(documents.c.entry, documents.c.characters).where(
            documents.c.id == identity, documents.c.layer == layer
        )
        with naming_faults(self._path):
            with self._engine.connect() as connection:
                row = connection.execute(query.order_by(documents.c.version.desc()).limit(1)).first()
            return None if row is None else next(reading.stream(self._engine, [(row.entry, row.characters)]))

    def search(self, words: str, *, limit: int = 20, said: Said = lambda _done, _of: None) -> tuple[Hit, ...]:
        """The newest versions of documents that hold all `words`, latest date first, with the places in their texts.

        Words are parted by spaces; words in quotation marks are one phrase. Case, accents and vowel points do not
        count; nothing is stemmed, and traditional and simplified characters differ. `said` hears of documents
        that are indexed first: how many are done, and of how many. Raises `StoreError` if there is no word.
        """
        with naming_faults(self._path):
            return tuple(search(self._engine, self._words, words, limit=limit, said=said))

    def seek(
        self, words: str, wanted: DocumentFilter, *, said: Said = lambda _done, _of: None
    ) -> tuple[Sought, Iterator[Match]]:
        """The same search over the documents that a filter admits: what is sought, and the documents one by one."""
        with naming_faults(self._path):
            sought = seek(self._engine, self._words, words, wanted=wanted, said=said)
        return sought, self._matches(sought)

    def _matches(self, sought: Sought) -> Iterator[Match]:
        with naming_faults(self._path):
            yield from matches(self._engine, sought)

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
