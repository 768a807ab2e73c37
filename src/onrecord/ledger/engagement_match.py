"""`In our call in December` means one call if only one fits; where two fit, a person must say which."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.model.agenda import Ask
from onrecord.model.engagements import EngagementRecord
from onrecord.model.occasion import Contact, Genre, Held
from onrecord.model.standing import Claim, ClaimKind
from onrecord.text.dates import PartialDate
from onrecord.text.imprecise_dates import TOLERANCE, read_date
from onrecord.text.places import resolve

RECORD_DAYS = timedelta(days=7)
"""A text about an engagement that names no day of it counts as its record up to so many days after its end."""

_RECORDS = frozenset({Genre.READOUT, Genre.JOINT_STATEMENT, Genre.PRESS_CONFERENCE, Genre.REMARKS})
_WORDS = {
    Contact.CALL: re.compile(r"\bcalls?\b|\bspoke\b|通(?:电)?话", re.IGNORECASE),
    Contact.MEETING: re.compile(r"\bmeetings?\b|\bmet\b|\btalks\b|会[见晤谈]", re.IGNORECASE),
    Contact.VISIT: re.compile(r"\bvisit(?:ed)?\b|\btrip\b|\btravel\w*|\bwas in\b|访问", re.IGNORECASE),
    Contact.SUMMIT: re.compile(r"\bsummit\b|峰会", re.IGNORECASE),
    Contact.DIALOGUE: re.compile(r"\bdialogue\b|对话", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Meant:
    """The engagement that a claim tells of, or why none is named."""

    engagement: EngagementRecord | None
    why: str
    """One sentence."""


def meant(ask: Ask, claim: Claim, engagements: Sequence[EngagementRecord]) -> Meant:
    """The one engagement whose days can be the claim's and whose parties are the ask's, or whose officials it names.

    Of several that fit, one that the words name more closely (officials by surname, the kind of contact) is taken, and
    one that took place before one that was only announced; where that leaves several, none is.
    """
    day = read_date(claim.happened)
    if day is None:
        return Meant(None, "The words do not tell when, so that no engagement is named.")
    close = [(score, one) for one in engagements if (score := _score(ask, claim, day, one)) is not None]
    if not close:
        return Meant(None, "No engagement in hand has these days and parties.")
    best = max(score for score, _ in close)
    fitting = sorted((one for score, one in close if score == best), key=lambda one: one.id)
    if len(fitting) > 1:
        return Meant(None, f"Several engagements fit: {', '.join(one.id for one in fitting)}.")
    return Meant(fitting[0], f"It fits the engagement {fitting[0].id}.")


def may_be_meant(claims: Mapping[str, Sequence[Claim]]) -> Callable[[EngagementRecord], bool]:
    """Tells whether an engagement lies in the days of any of these claims, so that one could mean it."""
    happened = {claim.happened for each in claims.values() for claim in each if claim.kind is not ClaimKind.GENERIC}
    days = [day for words in happened if (day := read_date(words)) is not None]
    stretches: list[tuple[date, date]] = []
    for first, last in sorted((day.earliest() - TOLERANCE, day.latest() + TOLERANCE) for day in days):
        before = stretches.pop() if stretches and first <= stretches[-1][1] else (first, last)
        stretches.append((before[0], max(last, before[1])))
    starts = [first for first, _ in stretches]

    def may_be(one: EngagementRecord) -> bool:
        start, end = read_date(one.start), read_date(one.end or one.start)
        if start is None or end is None:
            return False
        at = bisect_right(starts, end.latest()) - 1
        return at >= 0 and start.earliest() <= stretches[at][1]

    return may_be


def _score(ask: Ask, claim: Claim, day: PartialDate, one: EngagementRecord) -> tuple[int, bool, bool] | None:
    """(officials named, kind named, took place); None if it cannot be meant."""
    if not _on(one, day):
        return None
    own, target = (resolve(name) for name in (ask.raiser, ask.target))
    if own is not None and own.id not in one.parties:
        return None
    named = sum(_names(claim.quote.exact, official) for official in one.officials)
    if (target is None or target.id not in one.parties) and not named:
        return None
    return named, _WORDS[one.kind].search(claim.occasion_words) is not None, one.certain


def _names(words: str, official: str) -> bool:
    surname = official.partition(",")[0].split()[-1:]
    return bool(surname) and re.search(rf"\b{re.escape(surname[0])}\b", words) is not None


def _on(one: EngagementRecord, day: PartialDate) -> bool:
    """True if the day can lie in the engagement's days, or a time zone beside them."""
    start, end = read_date(one.start), read_date(one.end or one.start)
    if start is None or end is None:
        return False
    return day.earliest() <= end.latest() + TOLERANCE and day.latest() >= start.earliest() - TOLERANCE


def is_record_of(document: Held, one: EngagementRecord) -> bool:
    """True for a readout, a joint text, remarks or a press conference of the engagement's parties about its days."""
    occasion = document.occasion
    if occasion.genre not in _RECORDS or not set(one.parties) <= set(occasion.parties):
        return False
    if occasion.day:
        day = read_date(occasion.day)
        return day is not None and _on(one, day)
    dated, start, end = read_date(document.date), read_date(one.start), read_date(one.end or one.start)
    if dated is None or start is None or end is None:
        return False
    return start.earliest() - TOLERANCE <= dated.earliest() and dated.latest() <= end.latest() + RECORD_DAYS
