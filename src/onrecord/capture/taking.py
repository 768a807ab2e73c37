"""What is taken in is told by one form: what the ledger must answer, who reads, and what a person says above a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO, Protocol

from onrecord.capture.steps import Refused, Said, Taken
from onrecord.model.record import Capture, Document
from onrecord.ports import Ledger


class Memory(Ledger, Protocol):
    """The ledger, as far as taking in needs it."""

    def add_all(self, additions: Iterable[tuple[Capture, Iterable[Document]]]) -> tuple[int, ...]:
        """Record captures with their documents in their order, all of them or nothing; for each how many are new."""
        ...

    def document(self, identity: str) -> Document | None:
        """The newest version of one document; None if there is none of that id."""
        ...

    def capture(self, digest: str) -> Capture | None:
        """The capture of that digest; None if there is none."""
        ...


class Readers(Protocol):
    """Those who turn bytes into documents without an id. All raise `UnreadableError`."""

    def media_type(self, head: bytes, *, name: str) -> str:
        """What kind of file it is by its first bytes and its name."""
        ...

    def document(self, content: bytes, *, name: str, encoding: str, media_type: str = "") -> Document:
        """The one document of a file; `media_type` is what a server called it."""
        ...

    def corpus(self, stream: BinaryIO, *, name: str) -> Iterator[Document | Refused]:
        """The many documents of a corpus, each with its own id."""
        ...


def known_document(ledger: Memory, identity: str, digest: str, said: Said) -> Document | None:
    """The document as the store holds it, if it was read from these very bytes: its layer is frozen."""
    held = None if said.encoding else ledger.document(identity)
    return held if held is not None and held.capture_digest == digest else None


def taken(capture: Capture, documents: Sequence[Document], size: int, *, new: int, claimed: bool = False) -> Taken:
    """How it went with the documents of a capture, of which so many were new."""
    return Taken(
        source=capture.source,
        new=new,
        known=len(documents) - new,
        unsourced=sum(not document.publisher and document.side is None for document in documents),
        undated=sum(not document.date for document in documents),
        claimed=new if claimed else 0,
        size=size,
    )


def completed(document: Document, said: Said) -> Document:
    """What the person says stands above what the file says of itself."""
    return replace(
        document,
        publisher=said.publisher or document.publisher,
        date=said.date or document.date,
        url=said.url or document.url,
        title=said.title or document.title,
        side=said.side or document.side,
    )


def filled(document: Document, said: Said) -> Document:
    """A line of a corpus speaks for itself; what the person says fills what it leaves open."""
    return replace(
        document,
        publisher=document.publisher or said.publisher,
        date=document.date or said.date,
        side=document.side or said.side,
    )
