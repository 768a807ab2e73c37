"""An alert tells which ask, why, and with which words; whoever gets it can check it without asking back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from onrecord.model.agenda import Level
from onrecord.model.occasion import Held
from onrecord.model.standing import Cited


class Occurrence(Enum):
    """What somebody may want to hear of."""

    RAISED = "raised"
    """An ask stands in a new document at the wanted level or higher."""
    FIRST_IN = "first in a long time"
    """The same, for the first time in the wanted number of days, or at all in the record in hand."""
    DROPPED = "dropped"
    """An ask that stood in comparable documents before is not found in a new one."""
    ANSWERED = "answered"
    """The side that was asked speaks to an ask."""
    CHANGED = "changed after publication"
    """A document was changed since it was taken in, and the change touches words that a finding rests on."""
    TAKEN_BACK = "taken back"
    """A person retracted, rejected or lowered a finding that was told before. Nobody chooses it: who was told the one
    is told the other."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one person wants to hear of."""

    occurrences: frozenset[Occurrence] = frozenset(Occurrence)
    least: Level = Level.CONCERN
    """The lowest level that counts as raised."""
    days: int = 180
    """Days without the ask after which it counts as `FIRST_IN`."""
    stale_days: int = 14
    """A document that was published longer ago than this when it was taken in is a late addition to the record, not
    news: it gives no notice."""
    asks: frozenset[str] = frozenset()
    """Ids of asks; empty for all."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a document came into the store."""

    entry: int
    """Number of the ledger's entry of its first version."""
    at: str
    """When its newest version was recorded: UTC, ISO 8601 to the second, with a final Z."""
    is_new: bool = True
    """False for one that a former round looked at: only an omission may still be told of it, since the documents that
    it is compared with may come later than it."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a new version of a document did to a finding."""

    ask_id: str
    document: Held
    """As it is since the change."""
    entry: int
    """Number of the ledger's entry of the new version."""
    texts: tuple[str, str]
    """SHA-256 of the text before and after."""
    seen: tuple[str, str]
    """When the version before and this one were captured, ISO 8601."""
    levels: tuple[Level, Level]
    """Before and after; `NOT_ON_RECORD` where nothing was found."""
    answers: bool
    """True if an answer stood or stands in it."""
    before: tuple[Cited, ...]
    """The words that the finding rested on: those that are changed or gone, where any are."""
    is_lost: bool
    """True if these words are changed or gone; False where they stand, or there were none."""
    now: str
    """What stands there now, or what the finding rests on now; empty if nothing does."""


@dataclass(frozen=True, slots=True)
class Told:
    """A notice that was given."""

    key: str
    occurrence: Occurrence
    ask_id: str
    document_id: str
    at: str
    """When, ISO 8601."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to be told."""

    key: str
    """The same for the same news, whoever finds it and however often: nothing is told twice."""
    occurrence: Occurrence
    ask_id: str
    document: Held
    cited: tuple[Cited, ...]
    """The words that it rests on: of this document, or for an omission of those before it."""
    why: str
    """One or two sentences."""
    proposal: bool = True
    """False if a person has judged what it rests on."""


@dataclass(frozen=True, slots=True)
class News:
    """What a round found for one place."""

    notices: tuple[Notice, ...]
    """By document, then ask."""
    stale: int = 0
    """Documents that would have given a notice, had they not been added so late."""
    undated: int = 0
    """Documents that would have given one, had they a date: of these nobody can tell whether they are news."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many notices the same wish would have brought in the past."""

    months: tuple[tuple[str, int], ...]
    """(`2031-05`, notices), every month from the first to the last, also those with none."""
    undated: int
    """Notices of which only the year is known: they stand in no month."""
    last_week: int
    last_month: int
    """In the last 30 days."""
    last: str
    """Date of the last one; empty if there was none."""

    @property
    def total(self) -> int:
        return sum(count for _, count in self.months) + self.undated
