"""A store is proven by its own ledger: each seal, row and text is held against what was written."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator

from sqlalchemy import Connection, RowMapping, select

from onrecord.ledger.chain import Entry, broken_seals
from onrecord.ledger.schema import captures, documents, entries, layers

BATCH = 200
"""Rows held in memory together."""


def faults(connection: Connection) -> Iterator[str]:
    """What is wrong with a store, one sentence for each fault; nothing if it is as it was written.

    The chain shows every change but the cutting off of its end: who wants to prove that too must keep the
    last entry's digest elsewhere.
    """
    yield from broken_seals(every_entry(connection))
    yield from _capture_faults(connection)
    yield from _document_faults(connection)


def every_entry(connection: Connection, *, since: int = 0) -> Iterator[Entry]:
    """The entries after the one numbered `since`, to the last, a batch at a time."""
    query = select(entries).where(entries.c.seq > since).order_by(entries.c.seq).execution_options(yield_per=BATCH)
    with connection.execute(query) as found:
        for row in found.mappings():
            yield Entry(**row)


def _capture_faults(connection: Connection) -> Iterator[str]:
    query = (
        select(entries.c.seq, entries.c.body, captures)
        .select_from(entries)
        .outerjoin(captures, captures.c.entry == entries.c.seq)
        .where(entries.c.kind == "capture")
        .order_by(entries.c.seq)
    )
    with connection.execute(query.execution_options(yield_per=BATCH)) as found:
        for row in found.mappings():
            body = {"record": "", **json.loads(row["body"])}
            if row["entry"] is None:
                yield f"The capture {body['digest']} of entry {row['seq']} is missing."
            elif any(row[fact] != value for fact, value in body.items()):
                yield f"The capture {body['digest']} is not as entry {row['seq']} wrote it."


def _document_faults(connection: Connection) -> Iterator[str]:
    query = (
        select(entries.c.seq, entries.c.body, documents, layers.c.content)
        .select_from(entries)
        .outerjoin(documents, documents.c.entry == entries.c.seq)
        .outerjoin(layers, layers.c.digest == documents.c.layer)
        .where(entries.c.kind == "document")
        .order_by(entries.c.seq)
    )
    with connection.execute(query.execution_options(yield_per=BATCH)) as found:
        for row in found.mappings():
            fault = _row_fault(row)
            if fault:
                yield fault


def _row_fault(row: RowMapping) -> str:
    """Why a document's row is not what its entry says; empty if it is."""
    body = json.loads(row["body"])
    if row["entry"] is None:
        return f"The document {body['id']!r} of entry {row['seq']} is missing."
    if any(row[fact] != value for fact, value in body.items()):
        return f"The document {body['id']!r} is not as entry {row['seq']} wrote it."
    if row["content"] is None or not _matches(row["content"], row["layer"]):
        return f"The text of {body['id']!r} no longer matches its digest."
    return ""


def _matches(content: bytes, digest: str) -> bool:
    try:
        return hashlib.sha256(zlib.decompress(content)).hexdigest() == digest
    except zlib.error:
        return False
