"""Reading never waits for writing: what is wanted is listed first, then fetched a handful at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, Engine, func, literal, or_, select

from onrecord.ledger.rows import document_of
from onrecord.ledger.schema import documents, layers
from onrecord.model.record import Document
from onrecord.ports import DocumentFilter

HANDFUL = 200
"""Documents fetched together at most."""

HANDFUL_CHARACTERS = 4_000_000
"""Characters fetched together at most, but always one document: this bounds the memory of a stream."""


def newest(connection: Connection, wanted: DocumentFilter) -> list[tuple[int, int]]:
    """(entry, characters) of the newest version of each document that the filter admits, by date and id.

    A date is as precise as its document gives it: `2023-06` is admitted by any filter that admits some day of
    that month. A document without a date is admitted only where the filter names none.
    """
    later = documents.alias()
    newer = select(later.c.entry).where(later.c.id == documents.c.id, later.c.version > documents.c.version)
    query = select(documents.c.entry, documents.c.characters).where(~newer.exists(), *_dated(wanted))
    if wanted.publishers:
        query = query.where(documents.c.publisher.in_(_publishers(connection, wanted.publishers)))
    rows = connection.execute(query.order_by(documents.c.date, documents.c.id))
    return [(row.entry, row.characters) for row in rows]


def stream(engine: Engine, found: Sequence[tuple[int, int]]) -> Iterator[Document]:
    """The documents of these entries in this order, holding a handful in memory at a time.

    Rows are never changed, so that each handful may be fetched in a transaction of its own.
    """
    for entries in _handfuls(found):
        with engine.connect() as connection:
            query = (
                select(documents, layers.c.content)
                .join(layers, layers.c.digest == documents.c.layer)
                .where(documents.c.entry.in_(entries))
                .order_by(documents.c.date, documents.c.id)
            )
            rows = connection.execute(query).mappings().all()
        for row in rows:
            yield document_of(row)


def _handfuls(found: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    held: list[int] = []
    size = 0
    for entry, characters in found:
        if held and (len(held) == HANDFUL or size + characters > HANDFUL_CHARACTERS):
            yield held
            held, size = [], 0
        held.append(entry)
        size += characters
    if held:
        yield held


def _dated(wanted: DocumentFilter) -> Iterator[ColumnElement[bool]]:
    """The conditions on dates; one date is inside another's period if it begins with it."""
    date = documents.c.date
    if wanted.since or wanted.until:
        yield date != ""
    if wanted.since:
        same_period = func.substr(literal(wanted.since), 1, func.length(date)) == date
        yield or_(date >= wanted.since, same_period)
    if wanted.until:
        yield func.substr(date, 1, len(wanted.until)) <= wanted.until


def _publishers(connection: Connection, parts: Sequence[str]) -> list[str]:
    """Full names that contain a part, in the folding of Python: databases fold ASCII alone."""
    folded = [part.casefold() for part in parts]
    names = connection.scalars(select(documents.c.publisher).distinct())
    return [name for name in names if any(part in name.casefold() for part in folded)]
