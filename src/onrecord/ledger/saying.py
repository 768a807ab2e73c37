"""A statement is recorded only if what it rests on is in the store: its quotes, its finding, its entry."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from onrecord.errors import StoreError
from onrecord.ledger.chain import Entry
from onrecord.ledger.rows import text_of
from onrecord.ledger.schema import documents, entries, layers
from onrecord.ledger.sealing import ChainEnd
from onrecord.ledger.statements import Alerted, Found, Judged, Retracted, Statement, body_of, kind_of


def say(connection: Connection, now: str, statements: Sequence[Statement]) -> tuple[Entry, ...]:
    """Record the statements in their order, inside a writer's transaction; raises `StoreError` for one without base."""
    clock_set = any(isinstance(held, Alerted) and held.about == "clock" for held in statements)
    end = ChainEnd(connection, now, any_time=clock_set)
    made = []
    for statement in statements:
        _refuse_baseless(connection, statement)
        made.append(end.seal(kind_of(statement), body_of(statement)))
        end.flush()
    return tuple(made)


def _refuse_baseless(connection: Connection, statement: Statement) -> None:
    match statement:
        case Found():
            _refuse_misquote(connection, statement)
        case Judged():
            _refuse_unknown(connection, statement.finding, kind="finding")
        case Retracted():
            _refuse_unknown(connection, statement.entry, kind="")
        case Alerted():
            pass


def _refuse_misquote(connection: Connection, found: Found) -> None:
    query = (
        select(layers.c.content)
        .join(documents, documents.c.layer == layers.c.digest)
        .where(documents.c.id == found.document_id, documents.c.layer == found.layer)
    )
    content = connection.scalar(query)
    if content is None:
        raise StoreError(
            f"The store has no document {found.document_id!r} with the text {found.layer[:12]}….",
            advice="Add the document first, and check it again.",
        )
    text = text_of(content, digest=found.layer, identity=found.document_id)
    for quote in found.quotes:
        if text[quote.start : quote.end] != quote.exact:
            raise StoreError(
                f"The words at {quote.start} to {quote.end} of {found.document_id!r} are not those of the quote.",
                advice="Check the document again; nothing was recorded.",
            )


def _refuse_unknown(connection: Connection, digest: str, *, kind: str) -> None:
    found = connection.scalar(select(entries.c.kind).where(entries.c.digest == digest))
    if found is None or (kind and found != kind):
        raise StoreError(
            f"The store has no {kind or 'entry'} {digest[:12]}…, so that nothing can be said of it.",
            advice="Name an entry by its whole digest, as the store gives it.",
        )
