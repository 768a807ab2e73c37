"""A store's file is looked at before it is used, and every fault is said in a person's words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from onrecord.errors import StoreError
from onrecord.ledger.schema import MIGRATIONS, SCHEMA_VERSION, append_only_guards, metadata, store

WRITING = "onrecord_writing"
"""Execution option of a connection that takes the one writer's lock when its transaction begins."""


def engine_of(path: Path, *, patience: float) -> Engine:
    """An engine on a SQLite file, with WAL and full synchronisation; waits `patience` seconds for a lock.

    A file in a folder that cannot be written to is opened as it lies, for reading only.
    """
    frozen = path.exists() and not os.access(path.parent, os.W_OK)
    if frozen and _unfinished(path):
        raise StoreError(
            f"The store {path} can only be read, and holds changes that were not tidied up.",
            advice="Open it once where it can be written to, for example with `onrecord check`.",
        )
    options = "?mode=ro&immutable=1&uri=true" if frozen else "?uri=true"
    engine = create_engine(
        f"sqlite+pysqlite:///file:{_quoted(path)}{options}",
        connect_args={"timeout": patience, "isolation_level": None},
        poolclass=NullPool,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        if not frozen:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get(WRITING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def make_tables(engine: Engine, *, made_by: str) -> None:
    """Lay out an empty store, whole or not at all; one that is laid out already stays as it is."""
    with writing(engine) as connection:
        if inspect(connection).has_table(store.name):
            return
        metadata.create_all(connection)
        for guard in append_only_guards() if connection.dialect.name == "sqlite" else ():
            connection.exec_driver_sql(guard)
        facts = {"schema": str(SCHEMA_VERSION), "made_by": made_by}
        connection.execute(store.insert(), [{"key": key, "value": value} for key, value in facts.items()])


def refuse_foreign(engine: Engine, path: Path) -> int:
    """The version of the store; raises `StoreError` unless it is one that this program knows."""
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        if store.name not in tables:
            what = "is a database of another program" if tables else "is empty"
            raise StoreError(
                f"{path} {what}, not an OnRecord store.",
                advice="Name another folder with --store, or run `onrecord add` to make a new one.",
            )
        version = connection.scalar(_SCHEMA)
    if version is None or not version.isdigit() or int(version) == 0:
        raise _damaged(path, "it does not say its version")
    if int(version) > SCHEMA_VERSION:
        raise StoreError(
            f"The store {path} is of version {version}; this OnRecord reads up to {SCHEMA_VERSION}.",
            advice="Use the newer OnRecord that wrote it.",
        )
    return int(version)


_SCHEMA = select(store.c.value).where(store.c.key == "schema")


def bring_up(engine: Engine) -> None:
    """Make a store of an older version one of this, whole or not at all; what is in it stays as it is."""
    with writing(engine) as connection:
        for older in range(int(connection.scalar(_SCHEMA) or SCHEMA_VERSION), SCHEMA_VERSION):
            for statement in MIGRATIONS[older]:
                connection.exec_driver_sql(statement)
        connection.execute(store.update().where(store.c.key == "schema").values(value=str(SCHEMA_VERSION)))


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction of the one writer: committed at the end, rolled back on any exception."""
    with engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
        yield connection


@contextmanager
def naming_faults(path: Path) -> Iterator[None]:
    """Turn what the database says into a `StoreError` that says what to do."""
    try:
        yield
    except DBAPIError as fault:
        raise store_error(path, fault.orig or fault) from fault
    except sqlite3.Error as fault:  # raised while a connection is made ready
        raise store_error(path, fault) from fault


def store_error(path: Path, fault: BaseException) -> StoreError:
    """What a person should know of a fault of SQLite (its result codes: sqlite.org/rescode.html)."""
    code = getattr(fault, "sqlite_errorcode", 0) & 0xFF
    said = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreError(
            f"The store {path} is locked by another program.", advice="Wait until it is done, or close it."
        )
    if code == sqlite3.SQLITE_FULL:
        return StoreError(
            f"The disk that holds the store {path} is full; what was added before is safe.",
            advice="Free some space and run the command again.",
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return StoreError(
            f"The store {path} can only be read.",
            advice="Get the right to write to it, or copy it elsewhere.",
        )
    if code == sqlite3.SQLITE_CANTOPEN:
        return StoreError(
            f"The store {path} cannot be opened.", advice="Check that its folder exists and is yours to use."
        )
    if code == sqlite3.SQLITE_NOTADB:
        return StoreError(f"{path} is not a store: it is no database.", advice="Name another folder with --store.")
    return _damaged(path, said)


def _damaged(path: Path, reason: str) -> StoreError:
    return StoreError(
        f"The store {path} cannot be used: {reason}.",
        advice="If it is damaged, restore it from a copy, or make a new one and add the sources again.",
    )


def _unfinished(path: Path) -> bool:
    """True if a program was killed while it wrote: then part of the store is in the write-ahead log."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def _quoted(path: Path) -> str:
    """A path inside SQLite's URI form."""
    return path.resolve().as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")
