"""What a document is in the store: a frozen layer under its digest, and a row of everything else."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import RowMapping

from onrecord.errors import StoreError
from onrecord.model.record import Capture, Document, Side, Span

LEVEL = 6
"""zlib level: on 125 million characters of official prose 6 takes 4.2 s to write and 37 % of the room, 1 takes
1.8 s and 42 %; reading takes 0.6 s either way."""

FACTS = ("date", "publisher", "title", "url", "language", "side", "question_spans", "cut_off")
"""The fields beside the text that make a version of a document; `cut_off` is `yes`, or empty for a whole text."""

OF_TEXT = 2
"""So many of the last `FACTS` are about one text, and do not pass to another of the same id."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A document made ready to be compared and written."""

    id: str
    text: str
    layer: str
    """SHA-256 of the text in UTF-8."""
    capture: str
    facts: tuple[str, ...]
    """The values of `FACTS`, all as strings."""

    def body(self, version: int) -> dict[str, object]:
        """What the ledger's entry says of it."""
        return {
            "id": self.id,
            "version": version,
            "layer": self.layer,
            "characters": len(self.text),
            "capture": self.capture,
            **dict(zip(FACTS, self.facts, strict=True)),
        }

    def compressed(self) -> bytes:
        return zlib.compress(self.text.encode(), LEVEL)


def incoming(document: Document, capture: Capture) -> Incoming:
    """Raises `StoreError` for a text that UTF-8 cannot hold (a lone surrogate)."""
    spans = [[span.start, span.end] for span in document.question_spans]
    side = "" if document.side is None else document.side.value
    facts = (document.date, document.publisher, document.title, document.url, document.language, side)
    try:
        layer = hashlib.sha256(document.text.encode()).hexdigest()
    except UnicodeEncodeError as fault:
        raise StoreError(
            f"The document {document.id!r} holds half a character at {fault.start}.",
            advice="Its reader is at fault; report it.",
        ) from fault
    cut_off = "" if document.complete else "yes"
    questions = json.dumps(spans, separators=(",", ":")) if spans else ""
    return Incoming(document.id, document.text, layer, capture.digest, (*facts, questions, cut_off))


def completed(document: Incoming, versions: Sequence[Incoming]) -> Incoming:
    """With the newest version's facts where this one does not say: an empty field never wipes a known one.

    Spans of questions count in a text, and a text is cut off or whole, so that a new text takes over neither.
    """
    if not versions:
        return document
    newest = versions[-1]
    known = newest.facts if newest.layer == document.layer else (*newest.facts[:-OF_TEXT], *[""] * OF_TEXT)
    facts = zip(document.facts, known, strict=True)
    return replace(document, facts=tuple(own or earlier for own, earlier in facts))


def is_known(document: Incoming, versions: Sequence[Incoming]) -> bool:
    """True for the newest version again, and for an older text that the same capture brought before.

    The second rule keeps two corpora that disagree about an id from taking turns at every run.
    """
    if not versions:
        return False
    newest = versions[-1]
    if newest.layer == document.layer:
        return newest.facts == document.facts
    return any(held.layer == document.layer and held.capture == document.capture for held in versions)


def facts_of(row: RowMapping) -> tuple[str, ...]:
    """The values of `FACTS` of a stored row."""
    return tuple(str(row[fact]) for fact in FACTS)


def document_of(row: RowMapping) -> Document:
    """The document of a row of `documents` with the `content` of its layer.

    Raises `StoreError` if the layer no longer matches its digest.
    """
    return Document(
        id=row["id"],
        text=text_of(row["content"], digest=row["layer"], identity=row["id"]),
        publisher=row["publisher"],
        date=row["date"],
        title=row["title"],
        url=row["url"],
        language=row["language"],
        side=Side(row["side"]) if row["side"] else None,
        question_spans=tuple(Span(start, end) for start, end in json.loads(row["question_spans"] or "[]")),
        complete=not row["cut_off"],
        capture_digest=row["capture"],
    )


def text_of(content: bytes, *, digest: str, identity: str) -> str:
    """The text of a stored layer; raises `StoreError` if it no longer matches its digest."""
    try:
        layer = zlib.decompress(content)
    except zlib.error as fault:
        raise _damaged(identity) from fault
    if hashlib.sha256(layer).hexdigest() != digest:
        raise _damaged(identity)
    return layer.decode()


def _damaged(identity: str) -> StoreError:
    return StoreError(
        f"The text of {identity!r} in the store no longer matches its digest.",
        advice="Restore the store from a copy, or add the document's source to a new store.",
    )


def as_row(document: Incoming, *, entry: int, version: int) -> dict[str, Any]:
    """The row of `documents`."""
    return {"entry": entry, **document.body(version)}
