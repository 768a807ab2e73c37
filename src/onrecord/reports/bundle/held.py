"""Evidence is a document with the ledger's entries that name it; what names nobody protected may go out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from onrecord.errors import StoreError
from onrecord.ledger.chain import Entry
from onrecord.model.finding import Check
from onrecord.model.record import Capture, Document
from onrecord.reports.audience import Cleared
from onrecord.reports.bundle.gate import Gate, LeftOut


class Custody(Protocol):
    """The part of a ledger that an export of evidence is made of."""

    def entries(self) -> Iterator[Entry]: ...

    def document(self, identity: str) -> Document | None: ...


class Bytes(Protocol):
    """Where captures are."""

    def get(self, digest: str) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Held:
    """A cited document with the ledger's entries that name it."""

    document: Document
    entry: Entry
    capture: Capture
    captured: Entry


class Finder:
    """Finds the entries that name a document; of several versions of one text, the last."""

    def __init__(self, custody: Custody, ledger: list[Entry]) -> None:
        self._custody = custody
        self._documents: dict[tuple[str, str, str], Entry] = {}
        self._captures: dict[str, tuple[Entry, Capture]] = {}
        for entry in ledger:
            body = json.loads(entry.body)
            if entry.kind == "document":
                self._documents[body["id"], body["layer"], body["capture"]] = entry
            elif entry.kind == "capture":
                self._captures.setdefault(body["digest"], (entry, Capture(**body)))

    def find(self, identity: str) -> Held:
        """Raises `StoreError` for a document that the ledger does not hold."""
        document = self._custody.document(identity)
        layer = hashlib.sha256((document.text if document else "").encode()).hexdigest()
        digest = document.capture_digest if document else ""
        if document is None or (identity, layer, digest) not in self._documents or digest not in self._captures:
            raise StoreError(
                f"The ledger does not hold the document {identity!r} that the check cites.",
                advice="Run the command again; if it stays so, run `onrecord verify` on the store.",
            )
        captured, capture = self._captures[digest]
        return Held(document, self._documents[identity, layer, digest], capture, captured)


def sorted_out(check: Check, safe: Cleared, gate: Gate, finder: Finder) -> tuple[dict[str, Held], dict[str, LeftOut]]:
    """The cited documents that may go out, and why each other may not, by the ids that the audience sees."""
    held: dict[str, Held] = {}
    missing: dict[str, LeftOut] = {}
    for identity, source in sorted(safe.check.sources.items()):
        own = check.sources.get(identity)
        if own is None or (source.title, source.url) != (own.title, own.url):
            missing[identity] = LeftOut.SEALED if identity.startswith("sealed-document-") else LeftOut.NAME
            continue
        found = finder.find(identity)
        if gate.admits(found.document.text, found.entry.body, found.captured.body):
            held[identity] = found
        else:
            missing[identity] = LeftOut.NAME
    return held, missing
