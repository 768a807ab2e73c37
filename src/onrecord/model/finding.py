"""The finding: one ask held against one document, with its evidence and its reasons."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from onrecord.model.agenda import Agenda, Ask, Level
from onrecord.model.record import Quote, Side


class State(Enum):
    """What kind of absence a level 0 is."""

    SILENT = "silent"
    """No word on it."""
    INTENT_ONLY = "intent_only"
    """The document says that it will be raised later."""
    DECLINED = "declined"
    """Asked about it, the official would not say."""


class Scope(Enum):
    """What the deciding passage is about."""

    OBJECT = "object"
    """The ask's own object."""
    PART = "part"
    """Some members of a class, or one half of a two-part ask."""
    CLASS = "class"
    """A class that plainly contains the object."""
    PARENT = "parent"
    """Only the parent topic."""


class Force(Enum):
    """How strongly a level 4 is put."""

    SOFT = "soft"
    """Encourage, expect, hope, consider."""
    PLAIN = "plain"
    """Urge, call on, press."""
    HARD = "hard"
    """Demand, must, immediately, unconditionally."""


class Channel(Enum):
    """Where the deciding passage was said."""

    PUBLIC = "public"
    """The document itself is the raising: a statement, a speech, a press conference."""
    REPORTED_PRIVATE = "reported_private"
    """It reports what was said in a meeting or call."""
    JOINT = "joint"
    """A text with co-issuers."""
    ANNOUNCED = "announced"
    """Says that it will be raised."""


class Answer(Enum):
    """How the target answered."""

    NONE = "none"
    """Nothing by the target that speaks to the ask."""
    NOTED = "noted"
    """Heard, without more."""
    DEFLECTED = "deflected"
    """Another subject, or the asker's own faults, put in the answer's place."""
    DENIED = "denied"
    """The charge is called untrue."""
    REFUSED = "refused"
    """Internal affairs, handled by law, will not."""
    CONDITIONAL = "conditional"
    """On the target's own terms."""
    ACKNOWLEDGED = "acknowledged"
    """The facts or the concern are granted."""
    PROMISED = "promised"
    """An effort of its own toward what was asked is named."""
    DONE = "done"
    """Says that it already did what was asked; a claim until other evidence stands beside it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of a decision, in the order in which the steps decided."""

    rule: str
    """The codebook's number of the rule (`R3`), or the name of a gate (`speaker`, `negation`)."""
    sentence: str
    """The rule as a sentence for the reader."""
    words: str = ""
    """The words of the passage that fired it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One ask × one document. A machine's finding is a proposal until a person has judged it."""

    ask_id: str
    document_id: str
    level: Level
    state: State | None = None
    scope: Scope | None = None
    force: Force | None = None
    channel: Channel | None = None
    answer: Answer = Answer.NONE
    answer_reported: bool = False
    """True where the raiser reports the answer, rather than the target giving it."""
    other_action: bool = False
    evidence: tuple[Quote, ...] = ()
    """The passages that decided the level, best first."""
    answer_evidence: tuple[Quote, ...] = ()
    confidence: float = 1.0
    """0 to 1."""
    abstain: bool = False
    reasons: tuple[Reason, ...] = ()


class Verdict(Enum):
    """What a person decided on a finding."""

    CONFIRMED = "confirmed"
    """The finding is right as the engine put it."""
    CORRECTED = "corrected"
    """Something was found, but of another level."""
    REJECTED = "rejected"
    """The document does not say it."""
    UNDECIDED = "undecided"
    """Looked at, and left open."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's word on a finding. It stands beside the proposal and never takes its place."""

    verdict: Verdict
    by: str
    """Who judged; empty in what is made for the public."""
    at: str
    """When it was recorded: UTC, ISO 8601 to the second, with a final Z."""
    level: Level | None = None
    """The right level, where it was corrected."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """What a scorecard needs to say about a document that it cites: everything but its text."""

    id: str
    publisher: str
    date: str
    title: str
    url: str
    language: str
    side: Side
    contexts: tuple[tuple[int, int, str], ...] = ()
    """Pieces of the text layer around the quotes, each as (start, end, words)."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A record that the engagement should have left, and whether it is in hand."""

    description: str
    """E.g. `Readout or statement of China (Ministry of Foreign Affairs), 2023-06-18 to 2023-06-25`."""
    side: Side
    publisher: str
    start: str
    end: str
    in_hand: tuple[str, ...] = ()
    """Ids of documents that meet the description; empty means not captured."""
    cut_off: tuple[str, ...] = ()
    """Those of `in_hand` of which the source gives only the beginning."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was searched and what was not in hand."""

    searched: int
    """Number of documents read."""
    by_publisher: tuple[tuple[str, int, str, str], ...]
    """(publisher, number of documents, first date, last date), most documents first."""
    since: str = ""
    until: str = ""
    expected: tuple[Expected, ...] = ()
    gaps: tuple[tuple[str, str, str], ...] = ()
    """(publisher, from, to): stretches of at least 60 days without any document of a publisher that
    otherwise publishes steadily."""


@dataclass(frozen=True, slots=True)
class AskResult:
    """Everything that the record holds on one ask."""

    ask: Ask
    findings: tuple[Finding, ...]
    """Findings of level 1 and above, of a state other than silent, or with an answer; best first, then by date."""
    best: dict[Side, Finding]
    """The best finding of each side; a side without one has no entry."""
    judgements: dict[str, Judgement] = field(default_factory=dict)
    """By document id: what a person decided on the ask's finding there."""
    entries: dict[str, int] = field(default_factory=dict)
    """By document id: the number of the finding's entry in the ledger, where the findings were read from there."""


@dataclass(frozen=True, slots=True)
class Check:
    """An agenda held against the record."""

    agenda: Agenda
    results: tuple[AskResult, ...]
    """One for each ask, in the agenda's order."""
    sources: dict[str, Source]
    """By document id, for every document that a finding cites."""
    coverage: Coverage
    engine: str
    """Name and version of the engine that made the findings."""
