"""A finding is written once: the same finding of the same engine on the same text is known, however often it is made.

A retracted finding is known too. Who checks again does not undo what a person retracted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlalchemy import Connection, Engine, select

from onrecord.ledger.chain import canonical
from onrecord.ledger.engine import writing
from onrecord.ledger.saying import say
from onrecord.ledger.schema import entries
from onrecord.ledger.statements import Found, body_of

BATCH = 300
"""Findings written in one transaction: some 0.1 s, so that no other writer waits long."""


class Recording:
    """One run of writing findings, batch by batch; other programs may write between two batches."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: set[bytes] = set()
        self._read_to = 0

    def write(self, findings: Sequence[Found], *, now: str) -> int:
        """Record those that are new, whole or not at all; returns how many were.

        Raises `StoreError` for a finding whose quotes do not stand in its text.
        """
        with writing(self._engine) as connection:
            self._catch_up(connection)
            new = {key: held for held in findings if (key := _key(canonical(body_of(held)))) not in self._known}
            say(connection, now, list(new.values()))
        return len(new)

    def _catch_up(self, connection: Connection) -> None:
        """Learn what was recorded since the last look, by whomever; only what is committed is seen."""
        query = select(entries.c.seq, entries.c.body).where(entries.c.kind == "finding", entries.c.seq > self._read_to)
        for row in connection.execute(query.order_by(entries.c.seq).execution_options(yield_per=BATCH)):
            self._known.add(_key(row.body))
            self._read_to = row.seq


def _key(body: str) -> bytes:
    return hashlib.sha256(body.encode()).digest()
