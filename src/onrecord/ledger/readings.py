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
    rows = connection.execute(query.order_by(documents.c.entry)).all()
    newest = {row[1]: row for row in rows}
    return [
        Listed(
            entry,
            Document(ident, "", publisher, date, title, url, language, _SIDES[side], (), not cut_off, capture),
            layer,
            characters,
            at,
        )
        for entry, ident, date, publisher, title, url, language, side, cut_off, characters, layer, capture, at
        in newest.values()
    ]  # fmt: skip


_FIELDS = (
    "entry",
    "id",
    "date",
    "publisher",
    "title",
    "url",
    "language",
    "side",
    "cut_off",
    "characters",
    "layer",
    "capture",
)
_SIDES = {"": None, **{side.value: side for side in Side}}


def kept(connection: Connection, reader: str) -> dict[int, str]:
    """What a reader of that name and version made, by the entry of the document."""
    query = select(readings.c.entry, readings.c.body).where(readings.c.reader == reader)
    return {row[0]: row[1] for row in connection.execute(query)}


def kept_under(connection: Connection, names: Sequence[str]) -> list[tuple[str, str]]:
    """(name, what was kept) of readers of these names, in the order of the entries."""
    found: list[tuple[str, str]] = []
    for start in range(0, len(names), HANDFUL):
        wanted = readings.c.reader.in_(names[start : start + HANDFUL])
        query = select(readings.c.reader, readings.c.body).where(wanted).order_by(readings.c.entry)
        found += [(reader, body) for reader, body in connection.execute(query)]
    return found


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
