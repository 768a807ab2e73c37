"""A statement is recorded only if what it rests on is in the store: its quotes, its finding, its entry."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from onrecord.errors import StoreError
from onrecord.ledger.chain import Entry
from onrecord.ledger.finding_entries import answer_quotes
from onrecord.ledger.rows import text_of
from onrecord.ledger.schema import documents, entries, layers
from onrecord.ledger.sealing import ChainEnd
from onrecord.ledger.statements import (
    Alerted,
    Attached,
    Found,
    Frozen,
    Judged,
    Published,
    Replied,
    Retracted,
    Screened,
    SecondRead,
    Statement,
    body_of,
    kind_of,
)
from onrecord.model.record import Quote


def say(connection: Connection, now: str, statements: Sequence[Statement]) -> tuple[Entry, ...]:
    """Record the statements in their order, inside a writer's transaction; raises `StoreError` for one without base."""
    clock_set = any(isinstance(held, Alerted) and held.about == "clock" for held in statements)
    end = ChainEnd(connection, now, any_time=clock_set)
    texts = _Texts(connection)
    made = []
    for statement in statements:
        match statement:
            case Found():
                _refuse_misquote(texts, statement)
            case Judged() | SecondRead():
                end.flush()
                _refuse_unknown(connection, statement.finding, kind="finding")
            case Retracted():
                end.flush()
                _refuse_unknown(connection, statement.entry, kind="")
            case Replied():
                end.flush()
                _refuse_unknown(connection, statement.about, kind="")
            case Attached():
                end.flush()
                _refuse_unknown(connection, statement.finding, kind="finding")
                _refuse_misplaced(texts, statement)
            case Alerted() | Screened() | Frozen() | Published():
                pass
        made.append(end.seal(kind_of(statement), body_of(statement)))
    end.flush()
    return tuple(made)


class _Texts:
    """The texts that quotes are held against, the last one kept: findings come document by document."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._last: tuple[tuple[str, str], str] | None = None

    def of(self, document: str, layer: str) -> str:
        """Raises `StoreError` where the document never had that text."""
        if self._last is None or self._last[0] != (document, layer):
            self._last = (document, layer), self._read(document, layer)
        return self._last[1]

    def _read(self, document: str, layer: str) -> str:
        query = (
            select(layers.c.content)
            .join(documents, documents.c.layer == layers.c.digest)
            .where(documents.c.id == document, documents.c.layer == layer)
        )
        content = self._connection.scalar(query)
        if content is None:
            raise StoreError(
                f"The store has no document {document!r} with the text {layer[:12]}….",
                advice="Add the document first, and check it again.",
            )
        return text_of(content, digest=layer, identity=document)


def _refuse_misquote(texts: _Texts, found: Found) -> None:
    text = texts.of(found.document_id, found.layer)
    for quote in (*found.quotes, *answer_quotes(found)):
        _refuse_other_words(text, quote, found.document_id)


def _refuse_misplaced(texts: _Texts, attached: Attached) -> None:
    text = texts.of(attached.document_id, attached.layer)
    if attached.quote is not None:
        _refuse_other_words(text, attached.quote, attached.document_id)


def _refuse_other_words(text: str, quote: Quote, identity: str) -> None:
    if text[quote.start : quote.end] != quote.exact:
        raise StoreError(
            f"The words at {quote.start} to {quote.end} of {identity!r} are not those of the quote.",
            advice="Check the document again; nothing was recorded.",
        )


def _refuse_unknown(connection: Connection, digest: str, *, kind: str) -> None:
    found = connection.scalar(select(entries.c.kind).where(entries.c.digest == digest))
    if found is None or (kind and found != kind):
        raise StoreError(
            f"The store has no {kind or 'entry'} {digest[:12]}…, so that nothing can be said of it.",
            advice="Name an entry by its whole digest, as the store gives it.",
        )
