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

SCHEMA_VERSION = 2
"""Raised by every change that an older program could not read or would write wrongly."""

metadata = MetaData()

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
)
"""The ledger: numbered from 1 without a gap, each entry sealing the digest of the one before."""

captures = Table(
    "captures",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("entry", Integer, ForeignKey("entries.seq"), nullable=False),
    Column("size", Integer, nullable=False),
    Column("media_type", String(255), nullable=False),
    Column("source", Text, nullable=False),
    Column("captured_at", String(20), nullable=False),
)

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
    Column("id", String(512), nullable=False),
    Column("version", Integer, nullable=False),
    Column("date", String(10), nullable=False),
    Column("publisher", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("language", String(35), nullable=False),
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


MIGRATIONS: dict[int, tuple[str, ...]] = {
    1: ("ALTER TABLE documents ADD COLUMN cut_off VARCHAR(3) NOT NULL DEFAULT ''",),
}
"""For each older version the statements that make the next one of it; no row of the ledger is touched."""


def append_only_guards() -> Iterator[str]:
    """Statements by which SQLite itself refuses to change or delete rows: against slips, not malice."""
    for table in (entries, captures, layers, documents):
        for act in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table.name}_no_{act.lower()} BEFORE {act} ON {table.name} "
                f"BEGIN SELECT RAISE(ABORT, '{table.name} is append-only'); END"
            )
