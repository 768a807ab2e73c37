"""An index of words is a cache: it may be lost, thrown away or out of date, and is made again from the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import apsw
from sqlalchemy import Engine, text

from onrecord.ledger import binding
from onrecord.ledger.engine import writing
from onrecord.ledger.grams import FORM

Row = tuple[int, set[str]]
"""The number of a document's entry, and its grams."""


class WordIndex(Protocol):
    """Which documents hold which grams."""

    def covered(self) -> tuple[int, str]:
        """The last entry that is indexed, and its digest (empty where the index cannot be of another ledger)."""
        ...

    def add(self, rows: Sequence[Row], digest: str, *, after: int) -> None:
        """Index the documents that come after the entry `after`, in the order of their entries.

        `digest` is the last entry's. Nothing is added to an index that does not end at `after`: somebody else was
        there first, or threw it away.
        """
        ...

    def holding(self, grams: Iterable[str]) -> set[int]:
        """The entries of the documents that hold every gram."""
        ...

    def forget(self) -> None:
        """Throw the index away."""
        ...


class FileIndex:
    """The words of a store in a folder, in a file beside its database; lists of documents by gram (FTS5)."""

    def __init__(self, path: Path, *, patience: float, key: str) -> None:
        self._path = path
        self._patience = patience
        self._key = key

    def covered(self) -> tuple[int, str]:
        with self._opened() as connection:
            row = connection.execute("SELECT entry, digest FROM covered").fetchone()
        return (0, "") if row is None else (row[0], row[1])

    def add(self, rows: Sequence[Row], digest: str, *, after: int) -> None:
        with self._opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            ends = connection.execute("SELECT coalesce(max(entry), 0) FROM covered").fetchall()
            if ends == [(after,)]:
                written = [(entry, " ".join(grams)) for entry, grams in rows]
                connection.cursor().executemany("INSERT INTO words (rowid, grams) VALUES (?, ?)", written)
                connection.execute("DELETE FROM covered")
                connection.execute("INSERT INTO covered VALUES (?, ?)", (rows[-1][0], digest))
            connection.commit()

    def holding(self, grams: Iterable[str]) -> set[int]:
        wanted = " AND ".join(f'"{gram}"' for gram in sorted(grams))
        with self._opened() as connection:
            return {row[0] for row in connection.execute("SELECT rowid FROM words WHERE words MATCH ?", (wanted,))}

    def forget(self) -> None:
        for name in (self._path.name, f"{self._path.name}-journal"):
            self._path.with_name(name).unlink(missing_ok=True)

    @contextmanager
    def _opened(self) -> Iterator[binding.Connection]:
        """A connection to a sound file; one that is damaged or of another form is made anew."""
        try:
            connection = self._connect()
        except (apsw.NotADBError, apsw.CorruptError):
            self.forget()
            connection = self._connect()
        try:
            yield connection
        finally:
            connection.close()

    def _connect(self) -> binding.Connection:
        connection = binding.connect(str(self._path), timeout=self._patience, key=self._key)
        try:
            form = connection.execute("PRAGMA user_version").fetchall()[0][0]
            if form != FORM:
                _lay_out(connection)
        except apsw.Error:
            connection.close()
            raise
        return connection


def _lay_out(connection: binding.Connection) -> None:
    connection.script(
        "BEGIN IMMEDIATE; DROP TABLE IF EXISTS words; DROP TABLE IF EXISTS covered;"
        "CREATE TABLE covered (entry INTEGER NOT NULL, digest TEXT NOT NULL);"
        "CREATE VIRTUAL TABLE words USING fts5"
        "(grams, content='', detail='none', columnsize=0, tokenize='ascii');"
        f"PRAGMA user_version = {FORM}; COMMIT"
    )


class ServerIndex:
    """The words of a store on a server, in a table of the same database; arrays of grams under a GIN index."""

    TABLE = f"onrecord_words_{FORM}"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def covered(self) -> tuple[int, str]:
        self._lay_out()
        with self._engine.connect() as connection:
            last = connection.scalar(text(f"SELECT coalesce(max(entry), 0) FROM {self.TABLE}"))
        return int(last or 0), ""

    def add(self, rows: Sequence[Row], digest: str, *, after: int) -> None:
        insert = text(f"INSERT INTO {self.TABLE} VALUES (:entry, :grams)")
        with writing(self._engine) as connection:
            if connection.scalar(text(f"SELECT coalesce(max(entry), 0) FROM {self.TABLE}")) != after:
                return
            connection.execute(insert, [{"entry": entry, "grams": sorted(grams)} for entry, grams in rows])

    def holding(self, grams: Iterable[str]) -> set[int]:
        query = text(f"SELECT entry FROM {self.TABLE} WHERE grams @> CAST(:grams AS text[])")
        with self._engine.connect() as connection:
            return set(connection.scalars(query, {"grams": sorted(grams)}))

    def forget(self) -> None:
        with writing(self._engine) as connection:
            connection.execute(text(f"DROP TABLE IF EXISTS {self.TABLE}"))

    def _lay_out(self) -> None:
        with self._engine.connect() as connection:
            if connection.scalar(text("SELECT to_regclass(:name)"), {"name": self.TABLE}) is not None:
                return
        with writing(self._engine) as connection:
            connection.execute(
                text(f"CREATE TABLE IF NOT EXISTS {self.TABLE} (entry integer PRIMARY KEY, grams text[] NOT NULL)")
            )
            connection.execute(text(f"CREATE INDEX IF NOT EXISTS {self.TABLE}_grams ON {self.TABLE} USING gin (grams)"))
