"""A document is comparable only with its like: the same kind of text, of the same parties, at the same height."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum

from onrecord.model.record import Quote, Side


class Genre(Enum):
    """What kind of text a document is, as its publisher made it."""

    READOUT = "readout"
    """One side's account of a meeting or call."""
    JOINT_STATEMENT = "joint statement"
    """A text that several sides issue together."""
    STATEMENT = "statement"
    """A text of one side on a matter, a person or a day."""
    REMARKS = "remarks"
    """A speech, or remarks before or after a meeting, in the speaker's own words."""
    PRESS_CONFERENCE = "press conference"
    """Officials answer journalists about an occasion."""
    BRIEFING = "briefing"
    """A spokesperson's regular session with journalists."""
    FACT_SHEET = "fact sheet"
    OTHER = "other"


class Contact(Enum):
    """How the parties met."""

    MEETING = "meeting"
    CALL = "call"
    VISIT = "visit"
    SUMMIT = "summit"
    DIALOGUE = "dialogue"


class Rank(IntEnum):
    """How high the highest person of each side stood who took part; the lower side's counts."""

    OFFICIALS = 1
    """Deputies, envoys, ambassadors, advisers of lower rank, delegations."""
    MINISTERS = 2
    """Ministers, secretaries, national security advisers, heads of an international body's department."""
    LEADERS = 3
    """Heads of state, of government or of an international organisation, and vice presidents."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a document is about, as far as its title and first sentences tell."""

    genre: Genre
    contact: Contact | None = None
    rank: Rank | None = None
    parties: tuple[str, ...] = ()
    """ISO 3166 alpha-2 codes, and names of bodies (`EU`, `NATO`), sorted; the publisher's own is among them."""
    officials: tuple[str, ...] = ()
    """Names of those who took part, as the document prints them."""
    day: str = ""
    """When the contact took place, ISO 8601 as precise as the text tells; empty where it does not."""
    quote: Quote | None = None
    """The words of the title or the text by which this was told; None where they stand in the title alone."""
    subject: str = ""
    """The one matter that the contact was about, in the words of the title or the opening (`the situation in Haiti`);
    empty where it was broad or does not say."""


@dataclass(frozen=True, slots=True)
class Held:
    """One document in hand, without its text: what a fold must know of it."""

    id: str
    date: str
    """ISO 8601, as precise as is known; empty where it is not."""
    publisher: str
    title: str
    url: str
    language: str
    side: Side
    length: int
    """Characters of its text layer."""
    complete: bool
    """False where the source gives only the beginning."""
    known_at: str
    """When the store took it in: UTC, ISO 8601 to the second, with a final Z."""
    occasion: Occasion


@dataclass(frozen=True, slots=True)
class Series:
    """Comparable documents in their order: same parties, same rank, same genre, same publisher's side."""

    key: str
    """E.g. `CN+US/leaders/readout/ours`; stable, so that a person can edit the series by it."""
    documents: tuple[Held, ...]
    """By date, then id."""
    edited: tuple[str, ...] = ()
    """What a person changed, one sentence each: documents put in or taken out."""


class Change(Enum):
    """What a person changes in the series that were found."""

    ADD = "add"
    """Put a document in."""
    REMOVE = "remove"
    """Take a document out."""
    APART = "apart"
    """Let only contacts of one kind stand in the series (`call`), and the others in a series of their own."""


@dataclass(frozen=True, slots=True)
class SeriesEdit:
    """One change that a person made to one series."""

    key: str
    """Of the series, e.g. `CN+US/leaders/readout/ours`."""
    change: Change
    what: str
    """The document's id, or the value of a `Contact`."""
    why: str = ""
    """In the person's own words; empty where none were given."""
