"""What a store knows of engagements: who met whom and when, and which records of them are in hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache

from onrecord.ledger.awaited_records import Following
from onrecord.ledger.engagements import folded, of_calendar
from onrecord.matching.meeting_passages import MeetingEar, is_session
from onrecord.matching.telling import Telling as Teller
from onrecord.model.agenda import Engagement
from onrecord.model.engagements import EngagementRecord, Followed, Telling
from onrecord.model.record import Document, Party, Side
from onrecord.reading.engagements import engagements_in
from onrecord.reading.occasions import occasion_of
from onrecord.reading.passages import passages
from onrecord.reading.speakers import publisher_country
from onrecord.text.places import place_of, places, resolve

BEFORE = timedelta(days=200)
"""An announcement comes at most this long before its engagement, so that earlier documents need not be read."""

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


def reach(since: str, until: str) -> tuple[str, str]:
    """The days whose documents can tell of engagements in a period, empty for an open end."""
    first = (_day(since, first=True) - BEFORE).isoformat() if since else ""
    last = (_day(until, first=False) + AFTER).isoformat() if until else ""
    return first, last


def _day(value: str, *, first: bool) -> date:
    """The first or last day of a period as precise as `2023`, `2023-06` or `2023-06-19`."""
    parts = [*map(int, value.split("-"))]
    if len(parts) == 3:
        return date(*parts)
    if first:
        return date(parts[0], parts[1] if len(parts) > 1 else 1, 1)
    month = parts[1] if len(parts) > 1 else 12
    return date(parts[0] + month // 12, month % 12 + 1, 1) - timedelta(days=1)


class Follower:
    """Holds documents against the records that engagements should leave."""

    def __init__(self, engagements: Sequence[EngagementRecord]) -> None:
        self._following = Following(engagements, name_of, publisher_country)
        self._ears = {one.id: MeetingEar.of(one) for one in engagements}
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
        speakers = passages(document)
        if is_session(document, speakers):
            return bool(self._ears[one.id].hears(document, speakers, home=party.country))
        return _teller(one).tells(document, party)

    def followed(self, today: str) -> tuple[Followed, ...]:
        """Each engagement with its records as they stand on a day."""
        return self._following.expectations(today)


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
