"""What a reader makes of a frozen text never changes until the reader does: it is kept, and can be made again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, select

from onrecord.ledger.engine import writing
from onrecord.ledger.schema import documents, entries, readings
from onrecord.model.record import Document, Side

HANDFUL = 400
"""Readings written in one transaction."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The newest version of a document as the store lists it, without its text."""

    entry: int
    """Number of its entry in the ledger."""
    document: Document
    """Its text is empty."""
    layer: str
    """SHA-256 of its text."""
    characters: int
    known_at: str
    """When this version was recorded."""


def catalogue(connection: Connection) -> list[Listed]:
    """The newest version of every document, in the order in which they were recorded."""
    wanted = [documents.c[name] for name in _FIELDS]
    query = select(*wanted, entries.c.at).join(entries, entries.c.seq == documents.c.entry)
    newest: dict[str, Listed] = {}
    for row in connection.execute(query.order_by(documents.c.entry)):
        newest[row.id] = Listed(
            row.entry,
            Document(
                row.id, "", row.publisher, row.date, row.title, row.url, row.language,
                _SIDES[row.side], (), not row.cut_off, row.capture,
            ),
            row.layer,
            row.characters,
            row.at,
        )  # fmt: skip
    return list(newest.values())


_FIELDS = (
    "entry", "id", "version", "date", "publisher", "title", "url", "language", "side", "cut_off", "characters",
    "layer", "capture",
)  # fmt: skip
_SIDES = {"": None, **{side.value: side for side in Side}}


def kept(connection: Connection, reader: str) -> dict[int, str]:
    """What a reader of that name and version made, by the entry of the document."""
    query = select(readings.c.entry, readings.c.body).where(readings.c.reader == reader)
    return {row.entry: row.body for row in connection.execute(query)}


def keep(engine: Engine, reader: str, made: Mapping[int, str], *, outdated: Sequence[str] = ()) -> None:
    """Keep what a reader made, and let go of what its earlier versions did."""
    with writing(engine) as connection:
        if outdated:
            connection.execute(delete(readings).where(readings.c.reader.in_(outdated)))
        known = set(connection.scalars(select(readings.c.entry).where(readings.c.reader == reader)))
        rows = [{"entry": entry, "reader": reader, "body": body} for entry, body in made.items() if entry not in known]
        for start in range(0, len(rows), HANDFUL):
            connection.execute(readings.insert(), rows[start : start + HANDFUL])


def readers(connection: Connection) -> tuple[str, ...]:
    """The names of readers of which something is kept."""
    return tuple(connection.scalars(select(readings.c.reader).distinct()))
