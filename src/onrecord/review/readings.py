"""Two persons who coded the same words agree, or differ until somebody else has settled it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from onrecord.model.agenda import Level
from onrecord.model.finding import Verdict
from onrecord.review.agreement import Agreement, agreement
from onrecord.review.item import Second
from onrecord.review.units import Given, SecondReading, Unit, level_in, same_person

SHARE = 0.2
"""Part of all findings that is drawn for a second reading, beside those that decide."""

_DIGITS = 12
"""Hexadecimal digits of a digest that a draw looks at: a float holds so many exactly."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The first reader's word and the second's blind one on the same words."""

    unit: Unit
    first: Given
    """The first reader's last word before the second reading, or the first after it where there is none before."""
    second: SecondReading
    settled: Given | None
    """The word of a third person (or a lead) with a note, given after both; None while nobody has."""

    @property
    def first_level(self) -> Level | None:
        """None where the first reader left it open."""
        return level_in(self.first.judgement, self.unit.finding)

    @property
    def differs(self) -> bool:
        return self.first_level is not None and self.first_level is not self.second.level


@dataclass(frozen=True, slots=True)
class Agreements:
    """Persons with persons, and the engine with persons."""

    persons: Agreement
    """First reader and blind second reader."""
    engine_first: Agreement
    """The engine and the first reader, who saw the engine's level: such a number flatters the engine."""
    engine_second: Agreement
    """The engine and the second reader, who did not see it."""


def is_drawn(entry: str, *, share: float = SHARE) -> bool:
    """True if a finding is drawn for a second reading: its digest alone decides, so that nobody chooses."""
    return int(entry[:_DIGITS], 16) < share * float(16**_DIGITS)


def second_of(unit: Unit, *, wanted: bool, leads: Collection[str] = ()) -> Second:
    """How it stands with the second reading of a unit; `wanted` says that it is drawn or decides."""
    pair = pair_of(unit, leads=leads)
    if pair is None:
        if not wanted:
            return Second.NOT_WANTED
        return Second.WANTED if unit.judgements else Second.WAITING
    if pair.first_level is None:
        return Second.OPEN
    if not pair.differs:
        return Second.AGREED
    return Second.DIFFERS if pair.settled is None else Second.SETTLED


def pair_of(unit: Unit, *, leads: Collection[str] = ()) -> Pair | None:
    """The two readings of a unit; None where there are not both by two persons."""
    if not unit.judgements:
        return None
    reader = unit.judgements[0].judgement.by
    others = [held for held in unit.readings if not same_person(held.by, reader)]
    if not others:
        return None
    second = min(others, key=lambda held: held.since)
    own = [given for given in unit.judgements if same_person(given.judgement.by, reader)]
    before = [given for given in own if given.number < second.since]
    first = before[-1] if before else own[0]
    return Pair(unit, first, second, _settled(unit, first, second, leads))


def _settled(unit: Unit, first: Given, second: SecondReading, leads: Collection[str]) -> Given | None:
    since = max(first.number, second.number)
    readers = (first.judgement.by, second.by)
    found = None
    for given in unit.judgements:
        said = given.judgement
        may = is_one_of(said.by, leads) or not is_one_of(said.by, readers)
        if may and given.number > since and said.note.strip() and said.verdict is not Verdict.UNDECIDED:
            found = given
    return found


def is_one_of(name: str, names: Collection[str]) -> bool:
    return any(same_person(name, one) for one in names)


def agreements(units: Iterable[Unit]) -> Agreements:
    """How far those who coded the units agree; each finding counts once, and settling it changes nothing."""
    persons, engine_first, engine_second = _Tally(), _Tally(), _Tally()
    for unit in units:
        pair = pair_of(unit)
        if pair is not None:
            persons.add(pair.first_level, pair.second.level)
            engine_second.add(unit.finding.level, pair.second.level)
        if unit.judgements:
            first = unit.judgements[0] if pair is None else pair.first
            engine_first.add(unit.finding.level, level_in(first.judgement, unit.finding))
    return Agreements(persons.agreement(), engine_first.agreement(), engine_second.agreement())


class _Tally:
    def __init__(self) -> None:
        self._pairs: list[tuple[int, int]] = []
        self._left_out = 0

    def add(self, first: Level | None, second: Level | None) -> None:
        if first is None or second is None:
            self._left_out += 1
        else:
            self._pairs.append((int(first), int(second)))

    def agreement(self) -> Agreement:
        return agreement(self._pairs, left_out=self._left_out)


def disagreements(units: Iterable[Unit], *, leads: Collection[str] = ()) -> tuple[Pair, ...]:
    """The pairs that differ: those that nobody settled first, then by how far they differ, then by digest."""
    pairs = [pair for unit in units if (pair := pair_of(unit, leads=leads)) is not None and pair.differs]
    return tuple(sorted(pairs, key=_order))


def _order(pair: Pair) -> tuple[bool, int, str]:
    apart = 0 if pair.first_level is None else abs(pair.first_level - pair.second.level)
    return pair.settled is not None, -apart, pair.unit.entry
