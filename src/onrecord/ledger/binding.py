"""The store brings its own SQLite: the one of a system may be years old, and corrupt what it writes.

SQLite 3.7.0 to 3.51.2 can corrupt a database when a reset of the write-ahead log meets a second writer
(sqlite.org/wal.html, "The WAL-Reset Bug"); 3.40.1 is what Debian 12 ships. apsw-sqlite3mc carries a sound one, with
encryption; this module makes it a database driver as SQLAlchemy wants it (PEP 249, as far as the store uses it).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import partial
from types import ModuleType
from typing import Any

import apsw
from sqlalchemy import URL
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.base import SQLiteDialect

__all__ = ["SOUND_SINCE", "Connection", "Cursor", "Error", "connect", "sqlite_version_info"]

SOUND_SINCE = (3, 51, 3)
"""The first SQLite in which a reset of the write-ahead log cannot corrupt a database."""

apilevel, paramstyle, threadsafety = "2.0", "qmark", 1
Binary = bytes
Error = apsw.Error
sqlite_version = apsw.sqlite_lib_version()
sqlite_version_info = tuple(int(part) for part in sqlite_version.split("."))

Row = tuple[Any, ...]


class Cursor:
    """One statement at a time and its rows, fetched as they are asked for."""

    arraysize = 1

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._cursor = connection.cursor()
        self._columns: list[str] = []
        # No reference to self: a cursor that nobody holds must end at once, with the locks of its statement.
        self._cursor.exec_trace = partial(_note, self._columns)

    @property
    def description(self) -> Sequence[Any] | None:
        """Of the columns, also where there is no row; None for a statement that never gives rows."""
        return [(name, *[None] * 6) for name in self._columns] or None

    @property
    def rowcount(self) -> int:
        return -1 if self.description else self._connection.changes()

    @property
    def lastrowid(self) -> int:
        return self._connection.last_insert_rowid()

    def execute(self, statement: str, values: Sequence[Any] = ()) -> Cursor:
        self._cursor.execute(statement, tuple(values))
        return self

    def executemany(self, statement: str, rows: Sequence[Sequence[Any]]) -> Cursor:
        self._cursor.executemany(statement, [tuple(row) for row in rows])
        return self

    def fetchone(self) -> Row | None:
        return next(self._cursor, None)

    def fetchmany(self, size: int | None = None) -> list[Row]:
        return [row for _, row in zip(range(size or self.arraysize), self._cursor, strict=False)]

    def fetchall(self) -> list[Row]:
        return list(self._cursor)

    def __iter__(self) -> Iterator[Row]:
        return self._cursor

    def close(self) -> None:
        self._cursor.close(True)


def _note(columns: list[str], cursor: apsw.Cursor, _statement: str, _values: object) -> bool:
    """Called when a statement is ready and before it runs."""
    columns[:] = [name for name, _ in cursor.get_description()]
    return True


class Connection:
    """A connection whose transactions are begun by statements, never by itself."""

    def __init__(self, held: apsw.Connection) -> None:
        self._held = held

    def cursor(self) -> Cursor:
        return Cursor(self._held)

    def execute(self, statement: str, values: Sequence[Any] = ()) -> Cursor:
        return self.cursor().execute(statement, values)

    def script(self, statements: str) -> None:
        """Run several statements, separated by semicolons."""
        self._held.execute(statements)

    def commit(self) -> None:
        if self._held.in_transaction:
            self._held.execute("COMMIT")

    def rollback(self) -> None:
        if self._held.in_transaction:
            self._held.execute("ROLLBACK")

    def close(self) -> None:
        self._held.close(True)


def connect(database: str, *, timeout: float = 0.0, key: str = "") -> Connection:
    """Open a file (a path or SQLite's `file:` form), waiting `timeout` seconds for locks; `key` encrypts it.

    Raises `apsw.Error`; a wrong key shows only when the file is first read (`apsw.NotADBError`).
    """
    flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_URI
    held = apsw.Connection(database, flags=flags)
    held.set_busy_timeout(int(timeout * 1000))
    if key:
        held.pragma("key", key)
    return Connection(held)


class Dialect(SQLiteDialect):
    """SQLAlchemy's SQLite over this driver: `sqlite+apsw:///PATH`, the path possibly in SQLite's `file:` form."""

    driver = "apsw"
    supports_statement_cache = True
    returns_native_bytes = True
    default_paramstyle = "qmark"
    dbapi_exception_translation_map = {  # noqa: RUF012 - SQLAlchemy declares it as an instance's
        "ConstraintError": "IntegrityError",
    }

    @classmethod
    def import_dbapi(cls) -> Any:
        return _this_module()

    def create_connect_args(self, url: URL) -> tuple[list[str], dict[str, Any]]:
        asked = "&".join(f"{name}={value}" for name, value in sorted(url.query.items()))
        return [f"{url.database}?{asked}" if asked else str(url.database)], {}

    def _get_server_version_info(self, _connection: object) -> tuple[int, ...]:
        return sqlite_version_info

    def set_isolation_level(self, dbapi_connection: Any, level: Any) -> None:
        """Every transaction is serialisable; there is nothing to set."""


def _this_module() -> ModuleType:
    return sys.modules[__name__]


registry.register("sqlite.apsw", __name__, "Dialect")
