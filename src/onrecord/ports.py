"""What the program needs from the outside world, named by need and not by product."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from onrecord.model.record import Capture, Document


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """Which documents of the record to read; an empty field does not narrow."""

    since: str = ""
    """First date (included), ISO 8601."""
    until: str = ""
    """Last date (included)."""
    publishers: tuple[str, ...] = ()
    """Case-insensitive parts of publishers' names; one match is enough."""


class Ledger(Protocol):
    """The append-only store of captures and documents."""

    def add(self, capture: Capture, documents: Iterable[Document]) -> int:
        """Record one capture with its documents, whole or not at all.

        What the store holds already (same id, same text and facts) is left as it is. Returns how many are new.
        """
        ...

    def documents(self, wanted: DocumentFilter) -> Iterator[Document]:
        """The newest version of each document that the filter admits, by date and id, one at a time."""
        ...

    def count(self) -> int:
        """How many documents (newest versions) the store holds."""
        ...

    def close(self) -> None:
        """Let go of the store's files and locks."""
        ...


class Archive(Protocol):
    """Bytes by digest: what goes in comes out the same, for ever."""

    def put(self, content: bytes, *, media_type: str, source: str, captured_at: str) -> Capture:
        """Keep the bytes; keeping the same bytes twice changes nothing."""
        ...

    def get(self, digest: str) -> bytes:
        """The bytes of a digest; raises `StoreError` if they are missing or no longer match it."""
        ...
