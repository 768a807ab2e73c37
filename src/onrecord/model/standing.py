"""The standing of an ask: what all entries of the ledger together say of it today, each claim with its computation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from onrecord.model.agenda import Ask
from onrecord.model.finding import Answer, Channel, Finding, Judgement, Verdict
from onrecord.model.occasion import Held, Series
from onrecord.model.record import Quote
from onrecord.model.wording import Wording


@dataclass(frozen=True, slots=True)
class Observation:
    """One finding together with the document that holds it and what a person said of it."""

    finding: Finding
    """With the level that a person corrected it to, where one did."""
    document: Held
    judgement: Judgement | None = None
    """What a person said of it; None for a proposal that nobody has judged."""
    entry: str = ""
    """Digest of the finding's entry in the ledger; empty for a finding that was not recorded."""
    speaker: str = ""
    """Who says the deciding words, as the document prints it; empty where it names nobody."""

    @property
    def is_rejected(self) -> bool:
        """True if a person found that the document does not say it: then it counts for nothing."""
        return self.judgement is not None and self.judgement.verdict is Verdict.REJECTED


@dataclass(frozen=True, slots=True)
class Cited:
    """A quote and the document that it is cut from."""

    document: Held
    quote: Quote | None
    """None where the document as a whole is meant."""


class Move(Enum):
    """What one document of a series does with an ask, beside the comparable documents before it."""

    FIRST = "first"
    """The first time in the series."""
    REPEATED = "repeated"
    """The same level in the same words."""
    REWORDED = "reworded"
    """The same level in other words."""
    STRONGER = "stronger"
    WEAKER = "weaker"
    DROPPED = "dropped"
    """Absent from this document, present in the comparable one before it."""
    ABSENT = "absent"
    """Absent, as in the one before; or the guards forbid to compare."""
    RESTORED = "restored"
    """Present again after documents without it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One document of a series, held against those before it."""

    document: Held
    move: Move
    level: int
    """0 where the document says nothing on the ask."""
    quote: Quote | None
    before: Cited | None
    """The words that it is compared with: the last comparable document with the ask."""
    guards: tuple[str, ...] = ()
    """Why an absence here is not called an omission, one sentence each; empty if it can be."""
    proposal: bool = True
    """False if a person has judged the findings that this rests on."""
    own: bool = False
    """True if the document takes a stance on what is asked itself, in words that name it, and is not about it alone:
    only then is it missed where it is left out."""
    theme: bool = False
    """True if only the parent topic stands in the document."""


@dataclass(frozen=True, slots=True)
class Course:
    """An ask through one series."""

    ask_id: str
    series: Series
    steps: tuple[Step, ...]
    """One for each document of the series, in its order."""


@dataclass(frozen=True, slots=True)
class Omission:
    """An ask that stood in comparable documents before and is not found in this one."""

    ask_id: str
    series: str
    """The key of the series."""
    document: Held
    present: tuple[Cited, ...]
    """The comparable documents before it in which the ask stood, latest first, each with its words."""
    compared: int
    """Comparable documents before it in hand within the window, with or without the ask."""
    strength: float
    """0 to 1: how surprising the absence is; the computation says how."""
    computation: tuple[str, ...]
    """How it was found, one sentence each."""


class Reset(Enum):
    """What a clock counts from."""

    RAISED = "raised"
    ANSWERED = "answered"
    EVENT = "event"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Clock:
    """Days since something, or until it is due, with the quote that it counts from."""

    ask_id: str
    reset: Reset
    label: str
    """What it counts, e.g. `last raised at level 3 or above in public by the United States`."""
    since: str
    """The date that it counts from or to, as precise as is known; empty where it never started."""
    days: int | None
    """Whole days from `since` to today, negative until a due date; None where it never started. An imprecise date
    counts from its last possible day, so that no silence is made longer than it is."""
    at_most: int | None
    """The same from the first possible day; equal to `days` where the date is known to the day."""
    source: Cited | None
    computation: tuple[str, ...]
    """How it was counted, and what did not reset it (a generic claim, an announced intention), one sentence each."""
    level: int = 0
    """The least level that counts; 0 for a clock that does not count raising."""
    channel: Channel | None = None
    """The one channel that counts; None for any."""
    who: str = ""
    """The one publisher, side or speaker that counts, e.g. `speaker Antony Blinken`; empty for anybody."""
    whom: str = ""
    """The one counterpart that counts, an ISO 3166 alpha-2 code or the name of a body; empty for any."""
    answer: Answer | None = None
    """The one answer that counts; None for any, and for a clock that does not count answers."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened or stopped, from which an agenda's ground counts (`dormant since 2010`)."""

    label: str
    """What happened, in the ground's own words."""
    since: str
    """ISO 8601, as precise as the words are; empty where they name no date."""
    since_words: str
    """The words that name the date, verbatim."""
    source: Cited | None = None
    """The ground's words in the agenda's own text; None where that text is not in hand as a document."""
    asks: tuple[str, ...] = ()
    """Ids of the asks that it concerns; empty means all of the agenda."""


@dataclass(frozen=True, slots=True)
class Due:
    """Words that say until when something shall be done, or how often."""

    quote: Quote
    """The words that name the date, in the text that they were read from."""
    first: str
    """When it first falls due, ISO 8601 as precise as the words are; empty where they count from a day not known."""
    basis: str
    """What it counts from: `date` (named outright), `said` (the day of the text), `enactment`, or the words of another
    event (`the next session`)."""
    every_months: int = 0
    """Falls due again after so many months; 0 where it does not, or recurs by days."""
    every_days: int = 0
    times: int | None = None
    """How often it falls due again after the first time; None means without end."""
    until: str = ""
    """The last day of the repetition, where the words name one."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty with a date, in the operative words of a statute or another text that binds."""

    source: Cited
    """The sentence."""
    label: str
    """Who shall do what, in the sentence's own words, shortened."""
    due: Due
    counted_from: str = ""
    """The date of enactment that it counts from, ISO 8601; empty where it does not or none is known."""
    asks: tuple[str, ...] = ()
    """Ids of the asks that it concerns; empty means all of the agenda."""


class ClaimKind(Enum):
    """What words say of a raising at another time than their own."""

    GENERIC = "generic"
    """It is raised again and again; no occasion is named (`at every opportunity`)."""
    LATE = "late"
    """It was raised earlier, at an occasion that the words name (`in their introductory call on 5 December`)."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that says that something was raised at another time than that of its document."""

    kind: ClaimKind
    quote: Quote
    """The sentence."""
    words: str
    """The words that show it, verbatim."""
    happened: str = ""
    """When, ISO 8601 as precise as the words are; empty where they do not tell."""
    happened_words: str = ""
    """The words that tell when, verbatim."""
    occasion_words: str = ""
    """The words that name the occasion, verbatim: `in their introductory call`."""


@dataclass(frozen=True, slots=True)
class Attached:
    """Later evidence on a promise, attached by a person: what it shows is that person's word."""

    finding: str
    """Digest of the entry of the finding whose answer promises."""
    document_id: str
    quote: Quote | None
    """None where the document as a whole is meant."""
    by: str
    note: str = ""
    layer: str = ""
    """SHA-256 of the document's text that the quote is cut from."""


@dataclass(frozen=True, slots=True)
class Promise:
    """Words by which the side that was asked binds itself, with a due date where the words state one."""

    ask_id: str
    answer: Answer
    source: Cited
    reported: bool
    """True where the other side reports it."""
    due: str
    """ISO 8601, as precise as the words are; empty where they name no date."""
    due_words: str
    """The words that name the date, verbatim."""
    evidence: tuple[Cited, ...] = ()
    """What a person attached later."""
    entry: str = ""
    """Digest of the finding's entry in the ledger, which evidence is attached to; empty if it was not recorded."""
    proposal: bool = True
    """False if a person has confirmed or corrected the finding."""
    computation: tuple[str, ...] = ()
    """How the date was read and what was attached by whom, one sentence each."""


class Account(Enum):
    """How what is claimed to have been raised stands to what the record of the engagement holds."""

    RECORDED = "recorded"
    """A record of the engagement itself says it."""
    CLAIMED_ONLY = "claimed only"
    """A later or another text says that it was raised there; no record of the engagement in hand says so."""
    CLAIMED_NOT_COMPARABLE = "claimed, records not captured"
    """It is claimed, and no record of the engagement is in hand to compare with."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A text that says that an ask was raised earlier: it is dated twice."""

    ask_id: str
    source: Cited
    happened: str
    """When it was raised, by the text's own words, as precise as they are; empty where they do not tell."""
    known: str
    """When the text made it known."""
    engagement: str
    """Id of the engagement that it belongs to; empty where none in hand fits."""
    account: Account
    generic: bool
    """True for a claim that names no occasion (`at every opportunity`): it is logged and resets no clock."""
    computation: tuple[str, ...] = ()
    """How the date, the engagement and the account were told, one sentence each."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an ask stands."""

    ask: Ask
    observations: tuple[Observation, ...]
    """By date of the document, then its id."""
    courses: tuple[Course, ...] = ()
    omissions: tuple[Omission, ...] = ()
    clocks: tuple[Clock, ...] = ()
    promises: tuple[Promise, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    wordings: tuple[Wording, ...] = ()
