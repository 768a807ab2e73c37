"""What a store knows of engagements: who met whom and when, and which records of them are in hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cache, cached_property

from onrecord.ledger.awaited_records import Following
from onrecord.ledger.engagements import folded, of_calendar
from onrecord.matching.meeting_passages import MeetingEar, is_session
from onrecord.matching.telling import HEAD
from onrecord.matching.telling import Telling as Teller
from onrecord.model.agenda import Engagement
from onrecord.model.engagements import EngagementRecord, Followed, Telling
from onrecord.model.record import Document, Party, Passage, Side
from onrecord.reading.engagements import engagements_in
from onrecord.reading.occasions import occasion_of
from onrecord.reading.passages import passages
from onrecord.reading.speakers import publisher_country
from onrecord.text.places import mentions, place_of, places, resolve
from onrecord.text.terms import Term, TermMatcher

AFTER = timedelta(days=10)
"""A readout that proves an engagement comes at most this long after it; a record is due within a week."""


def proposals(documents: Iterable[Document]) -> list[EngagementRecord]:
    """What each document proposes."""
    return [one for document in documents for one in engagements_in(document, occasion_of(document))]


def from_calendar(entries: Iterable[Engagement], *, name: str, known: str) -> list[EngagementRecord]:
    """What a calendar's entries propose; parties that no list knows keep their names."""
    made = [
        of_calendar(entry, tuple(code_of(party) for party in entry.parties), name=name, known=known)
        for entry in entries
    ]
    return [one for one in made if one is not None]


def chosen(
    engagements: Iterable[EngagementRecord], *, since: str = "", until: str = "", parties: Sequence[str] = ()
) -> tuple[EngagementRecord, ...]:
    """Those that overlap the days and have every one of the parties, given by code or by name."""
    wanted = {code_of(party) for party in parties}
    return tuple(
        one
        for one in engagements
        if (not since or one.end >= since)
        and (not until or one.start[: len(until)] <= until)
        and wanted <= {*one.parties}
    )


class Follower:
    """Holds documents against the records that engagements should leave."""

    def __init__(self, engagements: Sequence[EngagementRecord]) -> None:
        self._following = Following(engagements, name_of, publisher_country)
        self._ears = {one.id: MeetingEar.of(one) for one in engagements}
        self._names = TermMatcher(
            Term(form, form, cased=True) for form in {form for ear in self._ears.values() for form, _ in ear.officials}
        )
        self._strangers: dict[tuple[str, str], frozenset[str]] = {}
        self._look: _Look | None = None
        self._records: dict[str, set[str]] = {}
        self._announced: dict[str, set[str]] = {}
        self._lists = {
            source.document for one in engagements for source in one.sources if source.telling is Telling.LISTED
        }
        for one in engagements:
            for source in one.sources:
                held = self._records if source.telling is Telling.RECORDED else self._announced
                held.setdefault(source.document, set()).add(one.id)

    def add(self, document: Document) -> None:
        """Count one document; a line of a list of travels is nobody's record of what was said."""
        if document.id not in self._lists:
            self._look = None
            self._following.add(document, self.tells)

    def tells(self, one: EngagementRecord, document: Document, party: Party) -> bool:
        """True if the document is one side's record of the engagement: it reports on it, or replies about it.

        A text that proves another engagement is that one's record, and one that announces is none.
        """
        if document.id in self._announced or document.date < one.start:
            return False
        proven = self._records.get(document.id)
        if proven is not None:
            return one.id in proven
        look = self._looked_at(document)
        told = not look.places.isdisjoint({*one.parties} - {party.country}) and _teller(one).tells(document, party)
        heard = not look.names.isdisjoint(self._strangers_of(one, party.country))
        if not (told or heard):
            return False
        if look.session:
            return heard and bool(self._ears[one.id].hears(document, look.speakers, home=party.country))
        return told

    def _looked_at(self, document: Document) -> _Look:
        """What is known of the document that is counted now, for all engagements that it may tell of."""
        if self._look is None or self._look.document is not document:
            self._look = _Look(document, self._names)
        return self._look

    def _strangers_of(self, one: EngagementRecord, home: str) -> frozenset[str]:
        if (one.id, home) not in self._strangers:
            self._strangers[one.id, home] = self._ears[one.id].strangers(home)
        return self._strangers[one.id, home]

    def followed(self, today: str) -> tuple[Followed, ...]:
        """Each engagement with its records as they stand on a day."""
        return self._following.expectations(today)


class _Look:
    """A document with the names in it; its speakers are looked for when one of the names is an engagement's."""

    def __init__(self, document: Document, names: TermMatcher) -> None:
        self.document = document
        head = mentions(f"{document.title}\n\n{document.text[:HEAD]}")
        self.places = {name.place for mention in head for name in mention.names}
        self.names = {hit.key for hit in names.hits(f"{document.title}\n\n{document.text}")}

    @cached_property
    def speakers(self) -> Sequence[Passage]:
        return passages(self.document)

    @cached_property
    def session(self) -> bool:
        """True if several matters come up by turns in it."""
        return is_session(self.document, self.speakers)


@cache
def _teller(one: EngagementRecord) -> Teller:
    parties = tuple(Party(name_of(code), code, Side.THIRD) for code in one.parties)
    return Teller.of(Engagement(one.kind.value, officials=one.officials), parties)


@cache
def name_of(code: str) -> str:
    """A party's English name by its code; the code itself where no list knows it."""
    known = {place.id for place in places()}
    ident = code if code in known else code.lower()
    return place_of(ident).name if ident in known else code


def code_of(party: str) -> str:
    """The code of a party given by code or by name; the name itself where no list knows it."""
    found = resolve(party) if len(party) > 2 or not party.isupper() else None
    return party if found is None else found.id if found.id.isupper() else found.id.upper()


def engagements_of(proposed: Iterable[EngagementRecord]) -> tuple[EngagementRecord, ...]:
    """The proposals, each engagement once."""
    return folded(proposed)
