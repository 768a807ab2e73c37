"""A team's store is a PostgreSQL database: the same tables, and one writer at a time for the chain."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from onrecord.errors import StoreError
from onrecord.ledger.engine import WRITING

SCHEMES = ("postgresql", "postgres")

CHAIN = 0x0C4A_1213
"""The advisory lock of the chain's one writer; any number that no other program of the database takes."""


def is_server(location: str) -> bool:
    """True for an address of a server, as against a folder."""
    return "://" in location


def url_of(location: str) -> URL:
    """The address of a database on a PostgreSQL server. Raises `StoreError` for any other."""
    try:
        url = make_url(location)
    except (ArgumentError, ValueError) as fault:
        raise _not_an_address("This") from fault
    if url.drivername.partition("+")[0] not in SCHEMES:
        raise _not_an_address(shown(url))
    if find_spec("psycopg") is None:
        raise StoreError(
            "A store on a server needs the package psycopg, which is not installed.",
            advice="Install it: pip install 'onrecord[team]'.",
        )
    return url.set(drivername="postgresql+psycopg")


def shown(url: URL) -> str:
    """The address without its password and without what else stands in its query."""
    return url.set(drivername=url.drivername.partition("+")[0], query={}).render_as_string(hide_password=True)


def server_engine(url: URL, *, patience: float) -> Engine:
    """An engine on a PostgreSQL database; waits `patience` seconds for the writer's lock and for the server.

    Every commit waits for the server's disk, whatever the server's own setting. Raises `StoreError` at the first
    connection to a server that does not flush at all (`fsync = off`).
    """
    wait = {"connect_timeout": max(2, int(patience))}
    engine = create_engine(url, connect_args=wait, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.execute("SET synchronous_commit = on")
        if connection.execute("SHOW fsync").fetchone()[0] != "on":
            raise StoreError(
                f"The server of the store {shown(url)} does not wait for its disk (fsync is off).",
                advice="Have its keeper set fsync = on: a power cut there can destroy the record.",
            )
        connection.commit()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(WRITING, False):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, int(patience * 1000))}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({CHAIN})")

    return engine


def _not_an_address(shown_as: str) -> StoreError:
    return StoreError(
        f"{shown_as} is not an address of a store.",
        advice="Write postgresql://USER@HOST/DATABASE, or name a folder with --store.",
    )
