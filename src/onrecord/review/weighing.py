"""A finding weighs as much as what would be said otherwise without it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.model.agenda import Ask, Level
from onrecord.model.finding import Answer, Channel, Verdict
from onrecord.model.record import Side
from onrecord.review.reasons import Why, weights
from onrecord.review.units import Unit

LOW = 0.5
"""Confidence below which the engine is said to be unsure although it does not abstain."""

APART = 2
"""Levels between two records of one engagement from which they say something else: a mention and a stance on the very
object, a concern and a demand."""

_YES = frozenset({Answer.PROMISED, Answer.DONE, Answer.ACKNOWLEDGED, Answer.CONDITIONAL})
_NO = frozenset({Answer.REFUSED, Answer.DENIED})


@dataclass(frozen=True, slots=True)
class Deciding:
    """What a scorecard rests on today, as digests of findings."""

    reached: frozenset[str] = frozenset()
    """Of each ask the finding that reaches its bar."""
    would_reach: frozenset[str] = frozenset()
    """Those that the engine abstains on and that would take such a place if a person confirmed them."""
    best: frozenset[str] = frozenset()
    """Of each ask and side the best finding."""
    answer: frozenset[str] = frozenset()
    """Of each ask the finding with the answer that is shown."""


def reasons_of(
    units: Sequence[Unit], *, asks: Sequence[Ask], deciding: Deciding, since: str
) -> dict[str, tuple[Why, ...]]:
    """By digest of a finding why it should be looked at, the weightiest first; never empty."""
    clock, against = _latest(units, asks), _contradicting(units)
    order = list(weights())
    return {one.entry: _sorted(_reasons(one, deciding, clock, against, since), order) for one in units}


def _sorted(found: Iterable[Why], order: Sequence[Why]) -> tuple[Why, ...]:
    return tuple(sorted(found, key=order.index)) or (Why.REST,)


def _reasons(one: Unit, deciding: Deciding, clock: set[str], against: set[str], since: str) -> Iterator[Why]:
    finding = one.finding
    told = {
        Why.REACHES: one.entry in deciding.reached,
        Why.WOULD_REACH: one.entry in deciding.would_reach,
        Why.BEST: one.entry in deciding.best,
        Why.CLOCK: one.entry in clock,
        Why.ANSWER: one.entry in deciding.answer,
        Why.CONTRADICTS: one.entry in against,
        Why.ENGAGEMENT: _is_since(one.source.date, since),
        Why.ABSTAINS: finding.abstain,
        Why.UNSURE: not finding.abstain and finding.confidence < LOW,
        Why.PROMISED: finding.answer in {Answer.PROMISED, Answer.DONE},
        Why.ANSWERED: finding.answer not in {Answer.NONE, Answer.PROMISED, Answer.DONE},
    }
    return (why for why, holds in told.items() if holds)


def _is_since(date: str, since: str) -> bool:
    """True if the date is that day or later, or may be: an imprecise one counts from its last possible day."""
    return bool(date and since) and date >= since[: len(date)]


def _latest(units: Sequence[Unit], asks: Sequence[Ask]) -> set[str]:
    """Of each ask the findings of the last day on which it counts as raised at its bar (asked, where it has none)."""
    bars = {ask.id: ask.bar or Level.ASKED for ask in asks}
    held: dict[str, list[Unit]] = defaultdict(list)
    for one in units:
        if _counts(one, bars.get(one.finding.ask_id, Level.ASKED)):
            held[one.finding.ask_id].append(one)
    last = {ask: max(one.source.date for one in each) for ask, each in held.items()}
    return {one.entry for ask, each in held.items() for one in each if one.source.date == last[ask]}


def _counts(one: Unit, bar: Level) -> bool:
    """True if a clock may count from it (`ledger.raisings` has the rule in full)."""
    if not one.source.date or one.level < max(bar, Level.NAMED) or one.finding.channel is Channel.ANNOUNCED:
        return False
    if one.judgement is not None and one.judgement.verdict is Verdict.UNDECIDED:
        return False
    return one.is_decided or not one.finding.abstain


def _contradicting(units: Iterable[Unit]) -> set[str]:
    """Findings of one ask in records of one engagement, of different sides, that do not fit together."""
    together: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for one in units:
        if not one.is_rejected and one.source.side is not Side.THIRD:
            for engagement in one.engagements:
                together[one.finding.ask_id, engagement].append(one)
    return {one.entry for each in together.values() for one in _differing(each)}


def _differing(units: Sequence[Unit]) -> Iterator[Unit]:
    sides: dict[Side, list[Unit]] = defaultdict(list)
    for one in units:
        sides[one.source.side].append(one)
    if len(sides) < 2:
        return
    told = {side: _Told.of(each) for side, each in sides.items()}
    for one in units:
        if any(other.differs(one) for side, other in told.items() if side is not one.source.side):
            yield one


@dataclass(frozen=True, slots=True)
class _Told:
    """What the records of one side say together."""

    lowest: int
    highest: int
    answers: frozenset[Answer]

    @classmethod
    def of(cls, units: Sequence[Unit]) -> _Told:
        levels = [int(one.level) for one in units]
        return cls(min(levels), max(levels), frozenset(one.finding.answer for one in units))

    def differs(self, one: Unit) -> bool:
        """True if one of them does not fit together with this finding of another side."""
        answer = one.finding.answer
        against = _NO if answer in _YES else _YES if answer in _NO else frozenset()
        return max(one.level - self.lowest, self.highest - one.level) >= APART or bool(self.answers & against)
