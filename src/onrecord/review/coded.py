"""What persons coded of the same words belongs together, whichever finding they said it of.

A judgement stands for the claim that was judged (`ledger.finding_entries.Claim`). A second reading was made without
the engine's level, so that it stands for the passages alone, at whatever level an engine puts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from onrecord.ledger.chain import Entry
from onrecord.ledger.finding_entries import Claim
from onrecord.ledger.judging import judgement_of
from onrecord.ledger.statements import Judged, SecondRead, stated, statement_of
from onrecord.model.agenda import Level
from onrecord.review.units import Given, SecondReading, person

KINDS = ("judgement", "second_reading", "retraction")
"""The kinds of entries that say what persons coded."""


@dataclass(frozen=True, slots=True)
class Said:
    """One person's word on a finding, with the entry that holds it."""

    entry: Entry
    statement: Judged | SecondRead


def said_in(entries: Iterable[Entry]) -> tuple[tuple[Said, ...], frozenset[str]]:
    """(judgements and second readings that were not retracted, digests of all that was), of entries of `KINDS`."""
    held = sorted(entries, key=lambda entry: entry.seq)
    gone = frozenset(stated(held).retracted)
    told = ((entry, statement_of(entry)) for entry in held if entry.digest not in gone)
    words = (Said(entry, said) for entry, said in told if isinstance(said, Judged | SecondRead))
    return tuple(words), gone


@dataclass
class Coded:
    """All that was coded, by what it stands for."""

    judgements: dict[Claim, list[Given]] = field(default_factory=dict)
    readings: dict[Claim, dict[str, SecondReading]] = field(default_factory=dict)
    """By the claim without what an engine says, and by the person."""

    @classmethod
    def of(cls, said: Iterable[Said], claims: Mapping[str, Claim]) -> Coded:
        """`claims` gives for a finding's digest what it claims; what was said of other findings is left out."""
        made = cls()
        for one in said:
            claim = claims.get(one.statement.finding)
            if claim is not None:
                made._add(claim, one)
        return made

    def _add(self, claim: Claim, one: Said) -> None:
        entry, said = one.entry, one.statement
        if isinstance(said, Judged):
            given = Given(entry.digest, entry.seq, said.finding, judgement_of(said, entry.at))
            self.judgements.setdefault(claim, []).append(given)
            return
        readers = self.readings.setdefault(bare(claim), {})
        earlier = readers.pop(person(said.by), None)
        since = entry.seq if earlier is None else earlier.since
        readers[person(said.by)] = SecondReading(
            entry.digest, entry.seq, Level(said.level), said.by, entry.at, since, said.note
        )

    def judgements_of(self, claim: Claim) -> tuple[Given, ...]:
        return tuple(self.judgements.get(claim, ()))

    def readings_of(self, claim: Claim) -> tuple[SecondReading, ...]:
        return tuple(self.readings.get(bare(claim), {}).values()) if self.readings else ()


def bare(claim: Claim) -> Claim:
    """The passages of a claim without what an engine says of them."""
    return claim._replace(level=0, says=(), answers=())
