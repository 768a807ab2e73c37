"""One unit is one ask held against one document: the engine's finding, and what each person coded of it.

Codebook, version 2: "One unit is one ask held against one document of the record."
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model.agenda import Level
from onrecord.model.finding import Finding, Judgement, Source, Verdict


@dataclass(frozen=True, slots=True)
class Given:
    """A judgement as it was given, with the entry that holds it."""

    entry: str
    """Digest of the judgement's own entry, by which it is retracted."""
    number: int
    """Of that entry in the ledger."""
    finding: str
    """Digest of the finding that it was made on."""
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class SecondReading:
    """What another person coded, shown neither the engine's level nor anybody's judgement."""

    entry: str
    number: int
    level: Level
    by: str
    at: str
    since: int
    """Number of the entry in which this person first coded it: until then the first reader could not know."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """An engine's finding as the ledger holds it today, with all that persons coded of the same words."""

    entry: str
    """Digest of the finding's entry, by which it is judged."""
    number: int
    """Of that entry in the ledger: the higher, the later it was recorded."""
    layer: str
    """SHA-256 of the text that the quotes are cut from."""
    finding: Finding
    source: Source
    """What is known of the document, whose record it is for the ask; its contexts are empty."""
    speaker: str = ""
    """Who says the deciding words, as the document prints it."""
    engagements: tuple[str, ...] = ()
    """Ids of the engagements that the document is a record of."""
    judgements: tuple[Given, ...] = ()
    """Those that were not retracted, in the ledger's order."""
    readings: tuple[SecondReading, ...] = ()
    """The last of each second reader, in the ledger's order."""

    @property
    def judgement(self) -> Judgement | None:
        """The one that stands: the last; None for a proposal that nobody has judged."""
        return self.judgements[-1].judgement if self.judgements else None

    @property
    def is_rejected(self) -> bool:
        return self.judgement is not None and self.judgement.verdict is Verdict.REJECTED

    @property
    def is_decided(self) -> bool:
        """True if a person judged it and did not leave it open."""
        return self.judgement is not None and self.judgement.verdict is not Verdict.UNDECIDED

    @property
    def level(self) -> Level:
        """The level that counts today: a person's where one decided, else the engine's."""
        coded = level_in(self.judgement, self.finding)
        return self.finding.level if coded is None else coded


def level_in(judgement: Judgement | None, finding: Finding) -> Level | None:
    """The level that a person's word gives the finding; None where there is none or it was left open."""
    if judgement is None or judgement.verdict is Verdict.UNDECIDED:
        return None
    if judgement.verdict is Verdict.REJECTED:
        return Level.NOT_ON_RECORD
    return finding.level if judgement.level is None else judgement.level


def same_person(one: str, other: str) -> bool:
    """True if two names are one person's: capitals and spaces do not count."""
    return person(one) == person(other)


def person(name: str) -> str:
    """A name as persons are told apart by it."""
    return " ".join(name.split()).casefold()
