"""An engagement is known from several sources: a list of travels, an announcement, a calendar, the record it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum

from onrecord.model.occasion import Contact
from onrecord.model.record import Quote


class Telling(IntEnum):
    """How a source knows of an engagement; a higher one is believed for the days and the place."""

    ANNOUNCED = 1
    """A text says beforehand that it will take place: it may not have."""
    CALENDAR = 2
    """A person's calendar or feed holds it."""
    RECORDED = 3
    """A text says afterwards that it took place: a readout, a statement, remarks."""
    LISTED = 4
    """An official list of travels and visits holds it."""

    @property
    def word(self) -> str:
        """`announced`, `calendar`, `recorded` or `listed`."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class EngagementSource:
    """One document or file that tells of an engagement, and its own account of the days."""

    telling: Telling
    document: str
    """Id of the document, or the name of the file."""
    publisher: str
    known: str
    """The date of the document: when the engagement could be known. Empty where it has none."""
    start: str
    end: str
    quote: Quote | None = None
    """The words that tell of it; None where the title or a calendar's fields do."""


@dataclass(frozen=True, slots=True)
class EngagementRecord:
    """A visit, meeting, call, summit or dialogue, with every source in hand that tells of it."""

    id: str
    """E.g. `2023-06-17/visit/CN+US/blinken`: first day, kind, parties, the visitor. It follows from the sources, so
    that a source that comes later and corrects the days gives another id."""
    kind: Contact
    parties: tuple[str, ...]
    """ISO 3166 alpha-2 codes, and names of bodies (`EU`, `NATO`), sorted."""
    officials: tuple[str, ...]
    """Names as the sources print them, those who travel first."""
    place: str
    """Towns or the country, as the source prints them; empty where no source tells."""
    start: str
    """First day, ISO 8601, as precise as the best source gives it."""
    end: str
    sources: tuple[EngagementSource, ...]
    """Best first."""
    notes: tuple[str, ...] = ()
    """Where the sources differ, and what else a reader should check, one sentence each."""

    @property
    def certain(self) -> bool:
        """True if a source says that it took place; an announcement or a calendar alone does not."""
        return any(source.telling >= Telling.RECORDED for source in self.sources)


class RecordStatus(Enum):
    """How a record that an engagement should leave stands today. None of them says that a side is silent."""

    APPEARED = "appeared"
    """At least one document in hand meets it."""
    DUE = "due"
    """The days in which it usually appears are not over."""
    LATE = "late"
    """Those days are over since a month or less, and no document in hand meets it."""
    NOT_CAPTURED = "not captured"
    """They are over for longer, and no document in hand meets it: it may exist outside this store."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """A record that one side of an engagement is expected to publish, and how it stands on a day."""

    engagement: str
    """The engagement's id."""
    party: str
    """The code of the side that should publish it."""
    description: str
    """Who publishes what, and from when to when, as a sentence part."""
    start: str
    due: str
    """Last day on which it usually appears."""
    late: str
    """Last day on which its absence is called late."""
    status: RecordStatus
    documents: tuple[str, ...] = ()
    """Ids of the documents that meet it."""
    cut_off: tuple[str, ...] = ()
    """Those of `documents` of which the source gives only the beginning."""
    searched: int = 0
    """Documents of this publisher in hand that are dated in those days, whether or not they tell of it: 0 means that
    the store holds nothing that could have met it."""


@dataclass(frozen=True, slots=True)
class Followed:
    """An engagement with the records to expect of it."""

    engagement: EngagementRecord
    expected: tuple[Expectation, ...]
