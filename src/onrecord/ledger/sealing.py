"""Whoever writes holds the chain's end: each entry is sealed to the one before it, and all are written at once."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select

from onrecord.errors import StoreError
from onrecord.ledger.chain import FIRST, Entry, sealed
from onrecord.ledger.schema import entries

STEP_BACK = timedelta(days=1)
"""How far a clock may stand before the last entry's time: corrections are smaller, lost clocks go back years."""


class ChainEnd:
    """The end of the chain inside one writer's transaction."""

    def __init__(self, connection: Connection, now: str, *, any_time: bool = False) -> None:
        """Raises `StoreError` if `now` is more than `STEP_BACK` before the last entry, unless `any_time`."""
        self._connection = connection
        self._now = now
        last = connection.execute(
            select(entries.c.seq, entries.c.digest, entries.c.at).order_by(entries.c.seq.desc()).limit(1)
        ).first()
        self._seq: int = 0 if last is None else last.seq
        self._previous: str = FIRST if last is None else last.digest
        self._entries: list[Entry] = []
        if last is not None and not any_time:
            _refuse_lost_clock(now, last.at, last.seq)

    def seal(self, kind: str, body: dict[str, object]) -> Entry:
        """The next entry; it is written by the next `flush`."""
        entry = sealed(seq=self._seq + 1, kind=kind, at=self._now, body=body, previous=self._previous)
        self._seq, self._previous = entry.seq, entry.digest
        self._entries.append(entry)
        return entry

    def flush(self) -> None:
        """Write what was sealed since the last time."""
        if self._entries:
            self._connection.execute(entries.insert(), [asdict(entry) for entry in self._entries])
            self._entries.clear()


def _refuse_lost_clock(now: str, last: str, seq: int) -> None:
    if _moment(now) < _moment(last) - STEP_BACK:
        raise StoreError(
            f"The clock of this machine says {now}, but entry {seq} of the store was written at {last}.",
            advice="Set the clock and run the command again; nothing was recorded.",
        )


def _moment(at: str) -> datetime:
    return datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
