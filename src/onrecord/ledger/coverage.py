"""What was searched, and what should be there but is not in hand: no absence is shown without it."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache

from onrecord.model.agenda import Engagement
from onrecord.model.finding import Coverage, Expected
from onrecord.model.record import Document, Party
from onrecord.text.tables import rows

GAP_DAYS = 60
"""A stretch this long without a document is shown as a gap, if the publisher otherwise publishes at least weekly."""


@dataclass(slots=True)
class Count:
    """What was searched in one stretch of the record; holds no text. Two stretches' counts add up."""

    searched: int = 0
    dates: dict[str, list[str]] = field(default_factory=dict)
    """By publisher."""
    in_hand: dict[str, list[str]] = field(default_factory=dict)
    """Ids of documents by the description of the expected record that they are."""
    cut_off: set[str] = field(default_factory=set)
    """Those of `in_hand` of which only the beginning is in hand."""

    def take_over(self, later: Count) -> None:
        """Count what a later stretch held too."""
        self.searched += later.searched
        for own, other in ((self.dates, later.dates), (self.in_hand, later.in_hand)):
            for name, found in other.items():
                own.setdefault(name, []).extend(found)
        self.cut_off |= later.cut_off


@dataclass
class Tally:
    """Counts the documents of one reading of the record, one at a time."""

    engagement: Engagement
    parties: tuple[Party, ...]
    tells_of_it: Callable[[Document, Party], bool]
    """Does a document of this party tell of the engagement with another of its parties?"""
    country_of: Callable[[str], str]
    count: Count = field(default_factory=Count)

    def add(self, document: Document) -> None:
        """Count one document that was searched."""
        self.count.searched += 1
        self.count.dates.setdefault(document.publisher, []).append(document.date)
        for expected, party in expected_records(self.engagement, self.parties):
            if is_by(document, expected, party, self.country_of) and self.tells_of_it(document, party):
                self.count.in_hand.setdefault(expected.description, []).append(document.id)
                self.count.cut_off |= set() if document.complete else {document.id}

    def coverage(self, *, since: str = "", until: str = "") -> Coverage:
        """The coverage of everything counted so far."""
        dates = self.count.dates
        expected = tuple(self._held(wanted) for wanted, _ in expected_records(self.engagement, self.parties))
        return Coverage(self.count.searched, _by_publisher(dates), since, until, expected, tuple(_gaps(dates)))

    def _held(self, wanted: Expected) -> Expected:
        held = tuple(sorted(self.count.in_hand.get(wanted.description, ())))
        return replace(wanted, in_hand=held, cut_off=tuple(id_ for id_ in held if id_ in self.count.cut_off))


def coverage_of(dated: Iterable[tuple[str, str]]) -> Coverage:
    """What is in hand, given each document's publisher and date; nothing is expected of it."""
    dates: dict[str, list[str]] = {}
    for publisher, day in dated:
        dates.setdefault(publisher, []).append(day)
    return Coverage(sum(map(len, dates.values())), _by_publisher(dates), gaps=tuple(_gaps(dates)))


def _by_publisher(dates: dict[str, list[str]]) -> tuple[tuple[str, int, str, str], ...]:
    table = [(name, len(days), min(filter(None, days), default=""), max(days)) for name, days in dates.items()]
    return tuple(sorted(table, key=lambda row: (-row[1], row[0])))


def _gaps(dates: dict[str, list[str]]) -> Iterable[tuple[str, str, str]]:
    for name in sorted(dates):
        days = sorted({date.fromisoformat(day) for day in dates[name] if len(day) == 10})
        steps = [(later - earlier).days for earlier, later in itertools.pairwise(days)]
        if len(steps) < 20 or Counter(step <= 7 for step in steps)[True] * 10 < len(steps) * 8:
            continue
        for earlier, later in itertools.pairwise(days):
            if (later - earlier).days >= GAP_DAYS:
                yield name, (earlier + timedelta(1)).isoformat(), (later - timedelta(1)).isoformat()


@cache
def expected_records(engagement: Engagement, parties: tuple[Party, ...]) -> tuple[tuple[Expected, Party], ...]:
    """What the parties' governments should have published about the engagement; nothing if its days are not known.

    By data/expected_records.tsv; of a government that it does not know, any text of a publisher that bears its name.
    """
    if len(engagement.start) != 10 or engagement.kind == "none":
        return ()
    made = []
    for party in parties:
        known = [
            row for row in rows("expected_records.tsv", key="id") if row["country"] == party.country and party.country
        ]
        for row in known or [_by_name(party)]:
            end = date.fromisoformat(engagement.end or engagement.start) + timedelta(int(row["days"]))
            said = f"{row['name']}: {row['record']}, {engagement.start} to {end.isoformat()}"
            made.append((Expected(said, party.side, row["publisher"], engagement.start, end.isoformat()), party))
    return tuple(made)


def _by_name(party: Party) -> dict[str, str]:
    """For a government that the table does not know: any publisher that bears its name."""
    return {
        "publisher": f".*{re.escape(party.name)}.*",
        "name": f"Government of {party.name}",
        "record": "readout or statement",
        "days": "7",
    }


def is_by(document: Document, expected: Expected, party: Party, country_of: Callable[[str], str]) -> bool:
    """True for a document of the expected publisher from the expected days, whatever it speaks of."""
    if not expected.start <= document.date <= expected.end:
        return False
    if party.country and country_of(document.publisher) not in {party.country, ""}:
        return False
    return re.fullmatch(expected.publisher, document.publisher, re.I) is not None
