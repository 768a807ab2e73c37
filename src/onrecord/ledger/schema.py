"""The ledger's entries are the truth of a store; its other tables lay out what they say, for reading."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA_VERSION = 4
"""Raised by every change that an older program could not read or would write wrongly."""

metadata = MetaData()

WORDS = Text().with_variant(Text(collation="C"), "postgresql")
"""Text of any length, ordered by its characters' numbers whatever the server's language."""

store = Table(
    "onrecord_store",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", String(255), nullable=False),
)
"""What the store is: `schema` holds its version, `made_by` the program's."""

entries = Table(
    "entries",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(32), nullable=False),
    Column("at", String(20), nullable=False),
    Column("body", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Index("entries_by_kind", "kind", "seq"),
)
"""The ledger: numbered from 1 without a gap, each entry sealing the digest of the one before."""

captures = Table(
    "captures",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("entry", Integer, ForeignKey("entries.seq"), nullable=False),
    Column("size", Integer, nullable=False),
    Column("media_type", WORDS, nullable=False),
    Column("source", Text, nullable=False),
    Column("captured_at", String(20), nullable=False),
    Column("record", String(64), nullable=False, server_default=""),
)
"""`record` names the object that holds the answer as it came over the wire; empty for a file that somebody added."""

layers = Table(
    "layers",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""Frozen texts by the SHA-256 of their UTF-8, compressed with zlib."""

documents = Table(
    "documents",
    metadata,
    Column("entry", Integer, ForeignKey("entries.seq"), primary_key=True, autoincrement=False),
    Column("id", WORDS, nullable=False),
    Column("version", Integer, nullable=False),
    Column("date", WORDS, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("language", WORDS, nullable=False),
    Column("side", String(16), nullable=False),
    Column("question_spans", Text, nullable=False),
    Column("cut_off", String(3), nullable=False, server_default=""),
    Column("characters", Integer, nullable=False),
    Column("layer", String(64), ForeignKey("layers.digest"), nullable=False),
    Column("capture", String(64), ForeignKey("captures.digest"), nullable=False),
    UniqueConstraint("id", "version"),
    Index("documents_by_date", "date", "id"),
    Index("documents_by_publisher", "publisher"),
)
"""Every version of every document; the newest of an id is the one with the highest `version`."""


readings = Table(
    "readings",
    metadata,
    Column("reader", String(64), primary_key=True),
    Column("entry", Integer, ForeignKey("entries.seq"), primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
)
"""A cache: what a reader made of a document, by the reader's name and version and the document's entry."""


MIGRATIONS: dict[int, tuple[str, ...]] = {
    1: ("ALTER TABLE documents ADD COLUMN cut_off VARCHAR(3) NOT NULL DEFAULT ''",),
    2: ("CREATE INDEX entries_by_kind ON entries (kind, seq)",),
    3: (
        "ALTER TABLE captures ADD COLUMN record VARCHAR(64) NOT NULL DEFAULT ''",
        "CREATE TABLE readings (reader VARCHAR(64) NOT NULL, entry INTEGER NOT NULL REFERENCES entries (seq), "
        "body TEXT NOT NULL, PRIMARY KEY (reader, entry))",
    ),
}
"""For each older version the statements that make the next one of it; no row of the ledger is touched.

Version 3 knows entries of statements (findings, judgements, retractions, alerts) beside captures and documents;
version 4 knows captures with a record, how far an ask was screened, and evidence attached to a promise."""

_SERVER_REFUSES = (
    "CREATE FUNCTION onrecord_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$"
)


def append_only_guards(dialect: str) -> Iterator[str]:
    """Statements by which the database itself refuses to change or delete rows: against slips, not malice."""
    if dialect == "postgresql":
        yield _SERVER_REFUSES
    for table in (entries, captures, layers, documents):
        yield from _of_server(table.name) if dialect == "postgresql" else _of_file(table.name)


def _of_server(table: str) -> Iterator[str]:
    yield (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION onrecord_refuse()"
    )


def _of_file(table: str) -> Iterator[str]:
    for act in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
