"""A line of a travel list, an announcement and a readout all propose an engagement; not all say that it took place."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from onrecord.model.engagements import EngagementRecord, EngagementSource, Telling
from onrecord.model.occasion import Contact, Genre, Occasion
from onrecord.model.record import Document, Quote
from onrecord.reading.announcements import Announced, announced
from onrecord.reading.engagement_parties import destinations, met, party_of
from onrecord.reading.speakers import publisher_country
from onrecord.text.places import resolve
from onrecord.text.sentences import sentences
from onrecord.text.tables import rows

_TELLS = frozenset({Genre.READOUT, Genre.JOINT_STATEMENT, Genre.REMARKS})
"""Genres that prove an engagement; a statement may announce it, and a briefing speaks of several."""

_NEAR = timedelta(days=7)
"""A text that gives a day further back than this speaks of another occasion there: its own date counts."""

_MET = re.compile(r"\b[Mm](?:et|eeting)\b[^.]*?\bwith\b")
_VENUE = re.compile(r"(?:\s\|\s[^|]+|\([^()]+\))$")
_OTHERS = "The list says that they met on this trip, not on which of its days."


def engagements_in(document: Document, occasion: Occasion | None) -> tuple[EngagementRecord, ...]:
    """The engagements that one document proposes, each with that document as its only source.

    A line of a travel list gives the visit and a meeting for each further party that its remarks name; an announcement
    gives one visit for each country; a text after the event gives the occasion that was read from it. A text that
    announces is not taken to record. A document without a date, a publisher of no known country (but a list that names
    the traveller), or fewer than two parties proposes nothing.
    """
    listed = _listed(document)
    if listed:
        return listed
    ahead = announced(document)
    if ahead:
        return tuple(_announced(document, one) for one in ahead)
    return _recorded(document, occasion) if occasion is not None else ()


def named_id(kind: Contact, parties: tuple[str, ...], start: str, officials: tuple[str, ...]) -> str:
    """The id of an engagement; see `EngagementRecord.id`."""
    visitor = surname(officials[0]).casefold() if officials and kind is Contact.VISIT else ""
    return "/".join(part for part in (start, kind.value, "+".join(parties), visitor) if part)


def surname(name: str) -> str:
    """The last name of a Western name, without what follows a comma; a name without spaces as it is."""
    words = re.sub(r"\s+(?:Jr|Sr)\.?$", "", name.partition(",")[0]).split()
    return words[-1] if words else name


@cache
def _lists() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row["pattern"]) for row in rows("travel_list.tsv", key="name"))


def _listed(document: Document) -> tuple[EngagementRecord, ...]:
    found = next((match for form in _lists() if (match := form.fullmatch(document.text.strip()))), None)
    home = publisher_country(document.publisher)
    host = None if found is None else resolve(found["country"].strip())
    if found is None or not home or host is None:
        return ()
    guest = party_of(host.id)
    quote = Quote.cut(document.text, 0, len(document.text))
    place = found["place"].strip() or found["country"].strip()
    made = _made(document, Telling.LISTED, Contact.VISIT, (home, guest), (found["name"],), place,
                 (found["start"], found["end"]), quote)  # fmt: skip
    at = document.text.index(found["remarks"]) if found["remarks"] else 0
    others = _met_there(found["remarks"], {home, guest}, found["start"])
    return (made, *(
        _made(document, Telling.LISTED, Contact.MEETING, (home, party), (found["name"],), place,
              (found["start"], found["end"]), Quote.cut(document.text, at + start, at + end), notes=(_OTHERS,))
        for party, start, end in others
    ))  # fmt: skip


def _met_there(remarks: str, known: set[str], day: str) -> list[tuple[str, int, int]]:
    """Further parties whose officials the remarks say were met, each with the sentence that says so."""
    found: dict[str, tuple[str, int, int]] = {}
    for span in sentences(remarks):
        words = span.of(remarks)
        said = _MET.search(words)
        if said is None:
            continue
        for named in met(words[said.end() :], day=day):
            if named.party not in known:
                found.setdefault(named.party, (named.party, span.start, span.end))
    return list(found.values())


def _announced(document: Document, one: Announced) -> EngagementRecord:
    return _made(document, Telling.ANNOUNCED, one.kind, one.parties, one.officials, one.place, one.days, one.quote)


def _recorded(document: Document, occasion: Occasion) -> tuple[EngagementRecord, ...]:
    day = _day(document, occasion)
    if occasion.genre not in _TELLS or occasion.contact is None or len(occasion.parties) < 2 or not day:
        return ()
    notes = (
        () if day == occasion.day else ("The day is the document's own; the text does not say on which day they met.",)
    )
    parties = _without_venue(document.title, occasion.parties)
    return (
        _made(document, Telling.RECORDED, occasion.contact, parties, occasion.officials, "", (day, day),
              occasion.quote, notes=notes),
    )  # fmt: skip


def _without_venue(title: str, parties: tuple[str, ...]) -> tuple[str, ...]:
    """The parties without the country of the town where they met, which a title puts at its end: `… | Lima, Peru`."""
    venue = _VENUE.search(title)
    places = {named.party for named in destinations(venue[0])} if venue else set()
    left = tuple(party for party in parties if party not in places)
    return left if len(left) > 1 else parties


def _day(document: Document, occasion: Occasion) -> str:
    if len(occasion.day) != 10 or len(document.date) != 10:
        return occasion.day or document.date
    far = abs(date.fromisoformat(document.date) - date.fromisoformat(occasion.day)) > _NEAR
    return document.date if far else occasion.day


def _made(
    document: Document,
    telling: Telling,
    kind: Contact,
    parties: tuple[str, ...],
    officials: tuple[str, ...],
    place: str,
    days: tuple[str, str],
    quote: Quote | None,
    *,
    notes: tuple[str, ...] = (),
) -> EngagementRecord:
    source = EngagementSource(telling, document.id, document.publisher, document.date, *days, quote)
    sides = tuple(sorted(set(parties)))
    ident = named_id(kind, sides, days[0], officials)
    return EngagementRecord(ident, kind, sides, officials, place, *days, (source,), notes)
