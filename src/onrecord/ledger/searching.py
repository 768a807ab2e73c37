"""A search names documents and places: the index proposes, the text itself decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Engine, select

from onrecord.errors import StoreError
from onrecord.ledger import reading
from onrecord.ledger.grams import Term, grams_of, layer_of, terms_of
from onrecord.ledger.indexes import WordIndex
from onrecord.ledger.rows import text_of
from onrecord.ledger.schema import documents, entries, layers
from onrecord.model.record import Document, Span
from onrecord.ports import DocumentFilter, Hit

BATCH = 300
"""Documents indexed in one transaction."""

PLACES = 100
"""Places named in one document at most."""

Said = Callable[[int, int], None]

_EVERYTHING = DocumentFilter()


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for, and where it may stand."""

    terms: tuple[Term, ...]
    searched: int
    """Documents (newest versions) among which the words are looked for."""
    proposed: tuple[tuple[int, int], ...]
    """(entry, characters) of those that may hold them, latest date first."""
    sure: bool
    """True if each of the proposed holds every word, so that their number is the number of hits."""


Match = tuple[Document, tuple[Span, ...]]
"""A document that holds every word, and where they stand in its text, in order."""


def seek(
    engine: Engine,
    index: WordIndex | None,
    words: str,
    *,
    wanted: DocumentFilter = _EVERYTHING,
    said: Said = lambda _done, _of: None,
) -> Sought:
    """Where all the words may stand, among the newest versions of the documents that the filter admits.

    Without an index (a store that can only be read) every text may hold them. Raises `StoreError` where `words` holds
    nothing that can be searched for.
    """
    terms = terms_of(words)
    if not terms:
        raise StoreError(f"There is no word to search for in {words!r}.", advice="Give a word of two letters or more.")
    proposed = None
    if index is not None:
        bring_up_to_date(engine, index, said)
        proposed = index.holding(set().union(*(term.grams for term in terms)))
    with engine.connect() as connection:
        newest = reading.newest(connection, wanted)
    held = tuple((entry, size) for entry, size in reversed(newest) if proposed is None or entry in proposed)
    return Sought(terms, len(newest), held, proposed is not None and all(term.is_gram for term in terms))


def matches(engine: Engine, sought: Sought) -> Iterator[Match]:
    """The documents that hold every word, latest date first, each read only when it is asked for."""
    for document in reading.stream(engine, sought.proposed):
        places = _places(document, sought.terms)
        if places:
            yield document, places


def search(
    engine: Engine, index: WordIndex | None, words: str, *, limit: int, said: Said = lambda _done, _of: None
) -> Iterator[Hit]:
    """The same as hits, at most `limit` of them."""
    sought = seek(engine, index, words, said=said)
    for document, places in islice(matches(engine, sought), max(0, limit)):
        yield Hit(document.id, places, document.capture_digest)


def bring_up_to_date(engine: Engine, index: WordIndex, said: Said = lambda _done, _of: None) -> None:
    """Index every document that the ledger holds and the index does not; an index of another ledger is thrown away."""
    entry, digest = index.covered()
    if entry and not _is_of_this(engine, entry, digest):
        index.forget()
        entry, _ = index.covered()
    done = 0
    while wanted := _unindexed(engine, entry):
        _index(engine, index, wanted[:BATCH], after=entry)
        done += len(wanted[:BATCH])
        said(done, done + len(wanted[BATCH:]))
        entry, _ = index.covered()


def _unindexed(engine: Engine, entry: int) -> list[int]:
    query = select(documents.c.entry).where(documents.c.entry > entry).order_by(documents.c.entry)
    with engine.connect() as connection:
        return list(connection.scalars(query))


def _is_of_this(engine: Engine, entry: int, digest: str) -> bool:
    with engine.connect() as connection:
        sealed = connection.scalar(select(entries.c.digest).where(entries.c.seq == entry))
    return sealed is not None and digest in ("", sealed)


def _index(engine: Engine, index: WordIndex, wanted: list[int], *, after: int) -> None:
    query = (
        select(documents.c.entry, documents.c.id, documents.c.layer, layers.c.content, entries.c.digest)
        .join(layers, layers.c.digest == documents.c.layer)
        .join(entries, entries.c.seq == documents.c.entry)
        .where(documents.c.entry.in_(wanted))
        .order_by(documents.c.entry)
    )
    with engine.connect() as connection:
        rows, last = [], ""
        for row in connection.execute(query):
            held = layer_of(text_of(row.content, digest=row.layer, identity=row.id))
            rows.append((row.entry, grams_of(held.text)))
            last = row.digest
    index.add(rows, last, after=after)


def _places(document: Document, terms: tuple[Term, ...]) -> tuple[Span, ...]:
    """Where the words stand, in the order of the text; none unless each of them is there."""
    layer = layer_of(document.text)
    found: list[Span] = []
    for term in terms:
        places = [layer.span(*match.span()) for match in islice(term.pattern.finditer(layer.text), PLACES)]
        if not places:
            return ()
        found += places
    return tuple(sorted(set(found), key=lambda span: (span.start, span.end))[:PLACES])
