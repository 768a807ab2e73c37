"""A store's database is looked at before it is used: what it is, which version, and whether one may write."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select
from sqlalchemy.pool import NullPool

from onrecord.errors import StoreError
from onrecord.ledger import binding
from onrecord.ledger.naming import damaged
from onrecord.ledger.places import refuse_network
from onrecord.ledger.schema import MIGRATIONS, SCHEMA_VERSION, append_only_guards, metadata, store

WRITING = "onrecord_writing"
"""Execution option of a connection that takes the one writer's lock when its transaction begins."""


def engine_of(path: Path, *, patience: float, key: str = "") -> Engine:
    """An engine on a SQLite file, with WAL and full synchronisation; waits `patience` seconds for a lock.

    A file in a folder that cannot be written to is opened as it lies, for reading only. `key` is that of an
    encrypted store. Raises `StoreError` on a network file system and for a SQLite that is not sound.
    """
    frozen = path.exists() and not os.access(path.parent, os.W_OK)
    if frozen and _unfinished(path):
        raise StoreError(
            f"The store {path} can only be read, and holds changes that were not tidied up.",
            advice="Open it once where it can be written to, for example with `onrecord check`.",
        )
    if not frozen:
        _refuse_unsound(binding.sqlite_version_info)
        refuse_network(path.parent)
    options = "?mode=ro&immutable=1" if frozen else ""
    engine = create_engine(
        f"sqlite+apsw:///file:{_quoted(path)}{options}",
        connect_args={"timeout": patience, "key": key},
        poolclass=NullPool,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: binding.Connection, _record: object) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        if not frozen:
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
            connection.execute("PRAGMA synchronous = FULL").fetchall()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get(WRITING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _refuse_unsound(version: tuple[int, ...]) -> None:
    if version < binding.SOUND_SINCE:
        raise StoreError(
            f"This SQLite ({'.'.join(map(str, version))}) can corrupt a store (WAL-reset bug, up to 3.51.2).",
            advice="Install the package apsw-sqlite3mc in version 3.54 or later.",
        )


def make_tables(engine: Engine, *, facts: Mapping[str, str]) -> None:
    """Lay out an empty store with facts on it, whole or not at all; one that is laid out already stays as it is."""
    with writing(engine) as connection:
        if inspect(connection).has_table(store.name):
            return
        metadata.create_all(connection)
        for guard in append_only_guards(connection.dialect.name):
            connection.exec_driver_sql(guard)
        told = {"schema": str(SCHEMA_VERSION), **facts}
        connection.execute(store.insert(), [{"key": key, "value": value} for key, value in told.items()])


def refuse_foreign(engine: Engine, place: Path | str) -> int:
    """The version of the store; raises `StoreError` unless it is one that this program knows."""
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        if store.name not in tables:
            what = "is a database of another program" if tables else "is empty"
            raise StoreError(
                f"{place} {what}, not an OnRecord store.",
                advice="Name another folder with --store, or run `onrecord add` to make a new one.",
            )
        version = connection.scalar(_SCHEMA)
    if version is None or not version.isdigit() or int(version) == 0:
        raise damaged(place, "it does not say its version")
    if int(version) > SCHEMA_VERSION:
        raise StoreError(
            f"The store {place} is of version {version}; this OnRecord reads up to {SCHEMA_VERSION}.",
            advice="Use the newer OnRecord that wrote it.",
        )
    return int(version)


def holds_tables(engine: Engine) -> bool:
    """True if the database is not empty."""
    with engine.connect() as connection:
        return bool(inspect(connection).get_table_names())


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


def _unfinished(path: Path) -> bool:
    """True if a program was killed while it wrote: then part of the store is in the write-ahead log."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def _quoted(path: Path) -> str:
    """A path inside SQLite's URI form."""
    return path.resolve().as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")
