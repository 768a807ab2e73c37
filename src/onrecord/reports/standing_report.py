"""What a page on the standing of an agenda shows, in one value, so that one gate can see all of it."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model.agenda import Agenda
from onrecord.model.engagements import Followed
from onrecord.model.finding import Coverage
from onrecord.model.standing import Cited, Standing


@dataclass(frozen=True, slots=True)
class TwoAccounts:
    """The words of two records of one engagement that characterise an ask differently."""

    ask_id: str
    engagement: str
    """What they are both about, as a phrase, e.g. `the meeting of 2023-06-19`."""
    ours: Cited
    theirs: Cited

    def __post_init__(self) -> None:
        if self.ours.quote is None or self.theirs.quote is None:
            raise ValueError("two accounts are compared by their words: both need a quote")


@dataclass(frozen=True, slots=True)
class Dated:
    """A document in hand as a calendar of the record counts it."""

    date: str
    """ISO 8601, as precise as is known; empty where it is not."""
    publisher: str


@dataclass(frozen=True, slots=True)
class StandingReport:
    """The standing of every ask of an agenda on a day, with what was in hand to tell it from."""

    agenda: Agenda
    standings: tuple[Standing, ...]
    """One for each ask, in the agenda's order."""
    coverage: Coverage
    today: str
    """The day that clocks count to, ISO 8601."""
    engine: str
    followed: tuple[Followed, ...] = ()
    """Engagements with the records to expect of each, by their first day."""
    accounts: tuple[TwoAccounts, ...] = ()
    held: tuple[Dated, ...] = ()
    """Every document in hand of the publishers that matter, for the calendar; empty if nobody counted them."""
