"""What is read of a frozen text once is kept in the store and read again only when its reader changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from onrecord.ledger.readings import Listed
from onrecord.model.engagements import EngagementRecord
from onrecord.model.occasion import Held, Occasion
from onrecord.model.record import Document, Side
from onrecord.model.standing import Cited, Claim, Duty
from onrecord.ports import Share
from onrecord.reading.claims import claims
from onrecord.reading.duties import report_duties
from onrecord.reading.engagements import engagements_in
from onrecord.reading.occasions import occasion_of
from onrecord.reading.passages import passages
from onrecord.reports.following import engagements_of
from onrecord.settings.stores import Store

Progress = Callable[[str, int, int], None]
"""Hears what is being done, how much of it is done, and of how much."""

HANDFUL = 200
"""Documents read from the store together."""

KEPT_EVERY = 2000
"""Documents after which what was read is kept, so that an interruption costs little."""

Made = TypeVar("Made")


def quietly(_what: str, _done: int, _of: int) -> None:
    """Tells nobody of progress."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Who speaks in which part of a document, and what its words claim of other occasions."""

    speakers: tuple[tuple[int, int, str], ...]
    """(start, end, name as printed) of each passage whose speaker is named."""
    claims: tuple[Claim, ...]

    def speaker_at(self, place: int) -> str:
        """Who speaks at a character; empty where nobody is named."""
        return next((name for start, end, name in self.speakers if start <= place < end), "")


@dataclass(frozen=True, slots=True)
class Told:
    """What the first look at a document gives: its occasion, and the engagements that it tells of."""

    occasion: Occasion
    engagements: tuple[EngagementRecord, ...]


class Library:
    """The documents of a store, as far as folds need them. Each look that is kept has a name with its version."""

    TOLD, SPOKEN, MET = "told/2", "spoken/1", "met/2"

    def __init__(self, store: Store, listed: Sequence[Listed], said: Progress = quietly) -> None:
        self._store, self.listed, self.said = store, listed, said
        self._by_id = {one.document.id: one for one in listed}
        self._told = self._all(self.TOLD, Told, listed, _told, "Looking at what documents tell of")
        self._spoken: dict[str, Spoken] = {}

    def occasion(self, listed: Listed) -> Occasion:
        """What the document is about."""
        return self._told[listed.entry].occasion

    def is_current(self, document_id: str, layer: str) -> bool:
        """True if the newest text of the document is the one of this digest."""
        listed = self._by_id.get(document_id)
        return listed is not None and listed.layer == layer

    def entry(self, document_id: str) -> int:
        """The number of the entry of the document's newest version."""
        return self._by_id[document_id].entry

    def engagements(self) -> tuple[EngagementRecord, ...]:
        """Every engagement that a document tells of, once. It is kept until a document comes or changes."""
        latest = max((one.entry for one in self.listed), default=0)
        name = f"{self.MET}.{latest}"
        for _, body in self.kept_under([name]):
            return msgspec.json.decode(body, type=tuple[EngagementRecord, ...])
        made = engagements_of(self.proposed())
        if latest:
            self.keep(name, {latest: msgspec.json.encode(made).decode()})
        return made

    def proposed(self) -> Iterator[EngagementRecord]:
        """What each document tells of engagements, before they are folded."""
        yield from (one for told in self._told.values() for one in told.engagements)

    def spoken(self, ids: Collection[str]) -> Mapping[str, Spoken]:
        """Speakers and claims of these documents."""
        wanted = [self._by_id[ident] for ident in sorted(ids)]
        made = self._all(self.SPOKEN, Spoken, wanted, _spoken, "Looking for speakers and claims")
        self._spoken = {listed.document.id: made[listed.entry] for listed in wanted}
        return self._spoken

    def claims(self) -> Mapping[str, Sequence[Claim]]:
        """The claims of the documents that `spoken` was asked for."""
        return {ident: held.claims for ident, held in self._spoken.items() if held.claims}

    def documents(self, ids: Iterable[str]) -> Iterator[Document]:
        """These documents with their texts."""
        yield from (
            document for _, document in self._read([self._by_id[ident] for ident in ids if ident in self._by_id])
        )

    def duties(self, listed: Listed, asks: tuple[str, ...]) -> Iterator[Duty]:
        """The dated duties in a document, if it is the text of a statute."""
        for document in self.documents([listed.document.id]):
            if any(mark in document.text for mark in ("SEC. ", "SECTION 1", "§")):
                held = _held(listed, self.occasion(listed))
                for duty in report_duties(document):
                    yield Duty(Cited(held, duty.sentence), duty.label, duty.due, duty.counted_from, asks)

    def kept_under(self, readers: Sequence[str]) -> list[tuple[str, str]]:
        """(name, what was kept under it) of each of these names, in the order of the entries."""
        return self._store.ledger.kept_under(readers)

    def keep(self, reader: str, made: Mapping[int, str]) -> None:
        """Keep what was made for the next time. A store that can only be read keeps nothing: it is made again."""
        if self._store.ledger.can_write:
            self._store.ledger.keep(reader, made)

    def _all(
        self, reader: str, kind: type[Made], wanted: Sequence[Listed], look: Callable[[Document], Made], what: str
    ) -> dict[int, Made]:
        """What the reader makes of each document, by its entry; what is not kept yet is made and kept."""
        decoder = msgspec.json.Decoder(kind)
        entries = {listed.entry for listed in wanted}
        kept = {
            entry: decoder.decode(body) for entry, body in self._store.ledger.kept(reader).items() if entry in entries
        }
        missing = [listed for listed in wanted if listed.entry not in kept]
        made: dict[int, str] = {}
        for done, (entry, document) in enumerate(self._read(missing), 1):
            kept[entry] = look(document)
            made[entry] = msgspec.json.encode(kept[entry]).decode()
            self.said(what, done, len(missing))
            if len(made) == KEPT_EVERY:
                self.keep(reader, made)
                made = {}
        if made:
            self.keep(reader, made)
        return kept

    def _read(self, wanted: Sequence[Listed]) -> Iterator[tuple[int, Document]]:
        for start in range(0, len(wanted), HANDFUL):
            handful = wanted[start : start + HANDFUL]
            share = Share(tuple(one.entry for one in handful), sum(one.characters for one in handful))
            yield from zip(share.entries, self._store.ledger.read(share), strict=True)


def _told(document: Document) -> Told:
    occasion = occasion_of(document)
    return Told(occasion, engagements_in(document, occasion))


def _spoken(document: Document) -> Spoken:
    named = ((one.span, one.speaker) for one in passages(document) if one.speaker)
    return Spoken(
        tuple((span.start, span.end, name) for span, name in named), claims(document.text, said=document.date)
    )


def _held(listed: Listed, occasion: Occasion) -> Held:
    document = listed.document
    return Held(
        document.id, document.date, document.publisher, document.title, document.url, document.language,
        Side.THIRD, listed.characters, document.complete, listed.known_at, occasion,
    )  # fmt: skip
