"""A record of a meeting is awaited for some days, then late, then only not captured: its absence is never silence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from onrecord.ledger.coverage import expected_records, is_by
from onrecord.model.agenda import Engagement
from onrecord.model.engagements import EngagementRecord, Expectation, Followed, RecordStatus, Telling
from onrecord.model.finding import Expected
from onrecord.model.record import Document, Party, Side

GRACE = 30
"""Days after the last usual day during which a missing record is called late; then it is only not captured."""

TellsOf = Callable[[EngagementRecord, Document, Party], bool]
"""Does a document of this party tell of the engagement?"""


class Following:
    """Holds the documents of one reading of the record against the records that engagements should leave."""

    def __init__(
        self, engagements: Iterable[EngagementRecord], names: Callable[[str], str], country_of: Callable[[str], str]
    ) -> None:
        """`names` gives a party's English name by its code, `country_of` a publisher's country by its name."""
        self._country_of = country_of
        self._slots = [
            _Slot(engagement, wanted, party)
            for engagement in engagements
            for wanted, party in expected_records(*_as_agenda(engagement, names))
        ]
        self._engagements = {slot.engagement.id: slot.engagement for slot in self._slots}
        self._by_day: dict[str, list[_Slot]] = {}
        self._by: dict[tuple[str, str, str], bool] = {}
        for slot in self._slots:
            for day in _days(slot.wanted.start, slot.wanted.end):
                self._by_day.setdefault(day, []).append(slot)

    def add(self, document: Document, tells_of: TellsOf) -> None:
        """Count one document."""
        for slot in self._by_day.get(document.date, ()):
            if not self._is_by(document, slot):
                continue
            slot.searched += 1
            proves = any(
                source.document == document.id and source.telling is Telling.RECORDED
                for source in slot.engagement.sources
            )
            if proves or tells_of(slot.engagement, document, slot.party):
                slot.found[document.id] = document.complete

    def _is_by(self, document: Document, slot: _Slot) -> bool:
        """`is_by` for a document of the slot's days, asked once for each publisher."""
        asked = (document.publisher, slot.wanted.publisher, slot.party.country)
        if asked not in self._by:
            self._by[asked] = is_by(document, slot.wanted, slot.party, self._country_of)
        return self._by[asked]

    def expectations(self, today: str) -> tuple[Followed, ...]:
        """Each engagement with its records as they stand on a day; one whose days are not known has none."""
        held: dict[str, list[Expectation]] = {}
        for slot in self._slots:
            held.setdefault(slot.engagement.id, []).append(slot.expectation(today))
        return tuple(Followed(self._engagements[ident], tuple(found)) for ident, found in held.items())


class _Slot:
    """One expected record of one engagement, and what was found of it so far."""

    __slots__ = ("engagement", "found", "party", "searched", "wanted")

    def __init__(self, engagement: EngagementRecord, wanted: Expected, party: Party) -> None:
        self.engagement, self.wanted, self.party = engagement, wanted, party
        self.found: dict[str, bool] = {}
        self.searched = 0

    def expectation(self, today: str) -> Expectation:
        late = (date.fromisoformat(self.wanted.end) + timedelta(days=GRACE)).isoformat()
        return Expectation(
            self.engagement.id,
            self.party.country or self.party.name,
            self.wanted.description,
            self.wanted.start,
            self.wanted.end,
            late,
            status_of(bool(self.found), due=self.wanted.end, late=late, today=today),
            tuple(sorted(self.found)),
            tuple(sorted(ident for ident, complete in self.found.items() if not complete)),
            self.searched,
        )


def status_of(found: bool, *, due: str, late: str, today: str) -> RecordStatus:
    """How an expected record stands on a day; all days are ISO 8601 to the day."""
    if found:
        return RecordStatus.APPEARED
    if today <= due:
        return RecordStatus.DUE
    return RecordStatus.LATE if today <= late else RecordStatus.NOT_CAPTURED


def _as_agenda(one: EngagementRecord, names: Callable[[str], str]) -> tuple[Engagement, tuple[Party, ...]]:
    """The engagement in the agenda's form, which the list of expected records is asked by."""
    parties = tuple(Party(names(code), code, Side.THIRD) for code in one.parties)
    held = Engagement(one.kind.value, tuple(party.name for party in parties), one.officials, one.start, one.end)
    return held, parties


def _days(start: str, end: str) -> Iterable[str]:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    return ((first + timedelta(days=step)).isoformat() for step in range((last - first).days + 1))
