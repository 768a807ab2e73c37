"""Reading never waits for writing: what is wanted is listed first, then fetched a handful at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, Engine, func, literal, or_, select

from onrecord.errors import StoreError
from onrecord.ledger.rows import document_of
from onrecord.ledger.schema import documents, layers
from onrecord.model.record import Document
from onrecord.ports import DocumentFilter, Share

HANDFUL = 200
"""Documents fetched together at most."""

HANDFUL_CHARACTERS = 4_000_000
"""Characters fetched together at most, but always one document: this bounds the memory of a stream."""

SHARE_CHARACTERS = 1_000_000
"""Characters of a share at most, but always one document: a fraction of a second's reading, so that nobody waits."""


def newest(connection: Connection, wanted: DocumentFilter) -> list[tuple[int, int]]:
    """(entry, characters) of the newest version of each document that the filter admits, by date and id.

    A date is as precise as its document gives it: `2023-06` is admitted by any filter that admits some day of
    that month. A document without a date is admitted only where the filter names none.
    """
    later = documents.alias()
    newer = select(later.c.entry).where(later.c.id == documents.c.id, later.c.version > documents.c.version)
    query = select(documents.c.entry, documents.c.characters).where(~newer.exists(), *_dated(wanted))
    if wanted.after:
        query = query.where(documents.c.entry > wanted.after)
    if wanted.publishers:
        query = query.where(documents.c.publisher.in_(_publishers(connection, wanted.publishers)))
    rows = connection.execute(query.order_by(documents.c.date, documents.c.id))
    return [(row.entry, row.characters) for row in rows]


def stream(engine: Engine, found: Sequence[tuple[int, int]]) -> Iterator[Document]:
    """The documents of these entries in this order, holding a handful in memory at a time.

    Rows are never changed, so that each handful may be fetched in a transaction of its own.
    """
    for handful in shares(found, most=HANDFUL_CHARACTERS):
        yield from fetched(engine, handful)


def fetched(engine: Engine, share: Share) -> Iterator[Document]:
    """The documents of a share in their order. Raises `StoreError` if the store does not hold each of them."""
    query = select(documents, layers.c.content).join(layers, layers.c.digest == documents.c.layer)
    with engine.connect() as connection:
        found = connection.execute(query.where(documents.c.entry.in_(share.entries))).mappings().all()
    rows = {row["entry"]: row for row in found}
    for entry in share.entries:
        if entry not in rows:
            raise StoreError(
                f"The store no longer holds the document of entry {entry}.", advice="Restore the store from a copy."
            )
        yield document_of(rows[entry])


def shares(found: Iterable[tuple[int, int]], *, most: int = SHARE_CHARACTERS) -> Iterator[Share]:
    """These entries in this order, cut into stretches of at most `HANDFUL` documents and `most` characters."""
    held: list[int] = []
    size = 0
    for entry, characters in found:
        if held and (len(held) == HANDFUL or size + characters > most):
            yield Share(tuple(held), size)
            held, size = [], 0
        held.append(entry)
        size += characters
    if held:
        yield Share(tuple(held), size)


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
