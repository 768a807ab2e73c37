"""An entry that seals the one before it cannot be changed later without every later seal breaking."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

FIRST = "0" * 64
"""What the first entry has in place of a digest before it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger."""

    seq: int
    """1 for the first, then one more for each."""
    kind: str
    """`capture` or `document`."""
    at: str
    """When it was written: UTC, ISO 8601 to the second, with a final Z."""
    body: str
    """Canonical JSON: sorted keys, no spaces, no escapes outside what JSON needs."""
    previous: str
    """The digest of the entry before."""
    digest: str


def sealed(*, seq: int, kind: str, at: str, body: dict[str, object], previous: str) -> Entry:
    """The entry with its digest: SHA-256 of `previous`, `seq`, `kind`, `at` and the body, each on a line."""
    text = canonical(body)
    return Entry(seq, kind, at, text, previous, _seal(seq, kind, at, text, previous))


def canonical(body: Mapping[str, object]) -> str:
    """The one way to write a body: the same facts are always the same characters."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def broken_seals(entries: Iterable[Entry]) -> Iterator[str]:
    """What is wrong with a chain read from its first entry, one sentence a fault; nothing if it holds."""
    previous, expected = FIRST, 1
    for entry in entries:
        if entry.seq != expected:
            yield f"Entry {expected} is missing: the ledger goes on with entry {entry.seq}."
        elif entry.previous != previous:
            yield f"Entry {entry.seq} does not follow the entry before it."
        if entry.digest != _seal(entry.seq, entry.kind, entry.at, entry.body, entry.previous):
            yield f"Entry {entry.seq} was changed after it was written."
        previous, expected = entry.digest, entry.seq + 1


def _seal(seq: int, kind: str, at: str, body: str, previous: str) -> str:
    return hashlib.sha256("\n".join((previous, str(seq), kind, at, body)).encode()).hexdigest()
