"""Silence is counted from the last quote that ended it, and a claim to have spoken often ends none.

Dates are compared as calendar dates of their publishers (`onrecord.text.imprecise_dates`). An imprecise date counts
from its last possible day, so that no silence is made longer, and no promise later, than it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from onrecord.ledger.clock_words import ANSWERS, CHANNELS, count_of, counted, never, not_reset, of_level, unit
from onrecord.ledger.due_clocks import due_clocks
from onrecord.ledger.raisings import Passed, Raising, in_order, is_left_open, is_proposal, sorted_out
from onrecord.model.agenda import Ask, Level
from onrecord.model.finding import Answer, Channel
from onrecord.model.occasion import Genre
from onrecord.model.record import Side
from onrecord.model.standing import Cited, Clock, Disclosure, Duty, Event, Observation, Promise, Reset
from onrecord.text.dates import PartialDate
from onrecord.text.imprecise_dates import elapsed, is_yet_to_come, read_date
from onrecord.text.places import resolve


def clocks(
    ask: Ask,
    observations: Sequence[Observation],
    *,
    today: date,
    events: Sequence[Event] = (),
    dues: Sequence[Duty] = (),
    promises: Sequence[Promise] = (),
    disclosures: Sequence[Disclosure] = (),
) -> tuple[Clock, ...]:
    """All clocks of one ask on a day: raised, answered, since events, until due dates.

    The observations, promises and disclosures are the ask's own, in any order; events and dues that name other asks are
    left out. A clock that never started is given too (`days` is None), for the levels, the channels and the answers.
    A person whose judgement is retracted leaves the finding a proposal again, and it counts as one.
    """
    raisings, passed = sorted_out(observations, today=today, disclosures=disclosures)
    own = resolve(ask.raiser)
    return (
        *_raised(raisings, passed, today, ask=ask, own="" if own is None else own.id),
        *_answered(observations, today, ask.id),
        *(_since(event, today, ask.id) for event in events if not event.asks or ask.id in event.asks),
        *due_clocks(ask.id, [duty for duty in dues if not duty.asks or ask.id in duty.asks], promises, today=today),
    )


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What one clock counts."""

    level: int
    channel: Channel | None = None
    who: str = ""
    whom: str = ""

    @property
    def label(self) -> str:
        parts = [
            f"last raised at {of_level(self.level)}",
            "" if self.channel is None else CHANNELS[self.channel],
            f"by {self.who}" if self.who else "",
            f"to {self.whom}" if self.whom else "",
        ]
        return " ".join(part for part in parts if part)


def _raised(
    raisings: Sequence[Raising], passed: Sequence[Passed], today: date, *, ask: Ask, own: str
) -> Iterable[Clock]:
    bar = int(ask.bar or Level.ASKED)
    levels = sorted({1, bar})
    spoken = _Spoken(raisings, own)
    wanted = [_Wanted(level) for level in (1, 2, 3, 4)]
    wanted += [_Wanted(level, channel=channel) for channel in CHANNELS for level in levels]
    wanted += [_Wanted(level, who=who) for who in sorted(spoken.by_who) for level in levels]
    wanted += [_Wanted(level, whom=to) for to in sorted(spoken.by_whom) for level in levels]
    told = [(held.observation.finding.level, _idle(held)) for held in passed]
    idle = {level: [one for at, one in told if at == 0 or at >= level] for level in (1, 2, 3, 4)}
    for one in wanted:
        found = [raising for raising in spoken.of(one) if raising.observation.finding.level >= one.level]
        # By whom and to whom a thing was never said has no end: such a clock is shown only where it runs.
        if found or not (one.who or one.whom):
            yield _raised_clock(found, idle[one.level], one, today, ask.id)


class _Idle(NamedTuple):
    """What did not reset a clock."""

    latest: date | None
    """The last possible day of its document; None for one without a date."""
    sentence: str


def _idle(held: Passed) -> _Idle:
    return _Idle(None if held.day is None else held.day.latest(), not_reset(held))


class _Spoken:
    """The raisings of one ask by channel, by who raised it and to whom, each in their order."""

    def __init__(self, raisings: Sequence[Raising], own: str) -> None:
        self.by_who: dict[str, list[Raising]] = {}
        self.by_whom: dict[str, list[Raising]] = {}
        self._all = raisings
        self._by_channel: dict[Channel | None, list[Raising]] = {}
        for raising in raisings:
            self._by_channel.setdefault(raising.channel, []).append(raising)
            for who in dict.fromkeys(_who(raising)):
                self.by_who.setdefault(who, []).append(raising)
            for whom in dict.fromkeys(_whom(raising, own)):
                self.by_whom.setdefault(whom, []).append(raising)

    def of(self, wanted: _Wanted) -> Sequence[Raising]:
        """Those that the clock may count, of every level."""
        if wanted.channel is not None:
            return self._by_channel.get(wanted.channel, ())
        if wanted.who:
            return self.by_who[wanted.who]
        return self.by_whom[wanted.whom] if wanted.whom else self._all


def _who(raising: Raising) -> tuple[str, ...]:
    one = raising.observation
    names = (("publisher", one.document.publisher), ("side", one.document.side.value), ("speaker", one.speaker))
    return tuple(f"{kind} {name}" for kind, name in names if name)


def _whom(raising: Raising, own: str) -> tuple[str, ...]:
    """The parties that the document's occasion has beside the raiser's own; a joint text is said to nobody of them."""
    document = raising.observation.document
    parties = document.occasion.parties
    joint = document.side is Side.JOINT or document.occasion.genre is Genre.JOINT_STATEMENT
    return tuple(party for party in parties if party != own) if own in parties and not joint else ()


def _raised_clock(found: Sequence[Raising], idle: Sequence[_Idle], wanted: _Wanted, today: date, ask_id: str) -> Clock:
    if not found:
        return Clock(
            ask_id, Reset.RAISED, wanted.label, "", None, None, None,
            (never(), *dict.fromkeys(one.sentence for one in idle)),
            wanted.level, wanted.channel, wanted.who, wanted.whom,
        )  # fmt: skip
    latest = max(raising.day.latest() for raising in found)
    last = max(
        (raising for raising in found if raising.day.latest() == latest),
        key=lambda raising: (raising.observation.finding.level, not raising.proposal),
    )
    least, most = _range(last.day, [raising.day for raising in found], today)
    same_day = [one for one in found if one is not last and one.day.latest() == latest and one.day == last.day]
    first = last.day.earliest()
    later = [one.sentence for one in idle if one.latest is None or one.latest >= first]
    said = (
        *counted(last.cited, last.day, today, proposal=last.proposal, note=last.note),
        *_others_that_day(same_day),
        *_overlapping(last.day, least, most, found),
        *dict.fromkeys(later),
    )
    return Clock(
        ask_id, Reset.RAISED, wanted.label, str(last.day), least, most, last.cited, said,
        wanted.level, wanted.channel, wanted.who, wanted.whom,
    )  # fmt: skip


def _range(day: PartialDate, days: Iterable[PartialDate], today: date) -> tuple[int, int]:
    """(at least, at most) days since the last of them; a date that is today elsewhere is 0 days ago."""
    least = max(0, elapsed(day, today)[0])
    newest = max(other.earliest() for other in days)
    return least, max(least, (today - newest).days)


def _others_that_day(raisings: Sequence[Raising]) -> tuple[str, ...]:
    ids = sorted({raising.observation.document.id for raising in raisings})
    return (f"Of the same date: {', '.join(ids)}.",) if ids else ()


def _overlapping(day: PartialDate, least: int, most: int, found: Sequence[Raising]) -> tuple[str, ...]:
    if most == least:
        return ()
    surer = max(raising.day.earliest() for raising in found)
    if surer <= min(day.earliest(), day.latest()):
        return ()
    return (f"Another counts from {surer.isoformat()}, so that it is at most {unit(most)}.",)


def _answered(observations: Sequence[Observation], today: date, ask_id: str) -> Iterable[Clock]:
    dated = [(day, one) for one in in_order(observations) if (day := _answer_day(one, today)) is not None]
    for answer, label in ANSWERS.items():
        found = [(day, one) for day, one in dated if answer in {None, one.finding.answer}]
        yield _answer_clock(found, answer, label, today, ask_id)


def _answer_day(one: Observation, today: date) -> PartialDate | None:
    if one.finding.answer is Answer.NONE or one.is_rejected or is_left_open(one):
        return None
    day = read_date(one.document.date)
    return None if day is None or is_yet_to_come(day, today) else day


def _answer_clock(
    found: Sequence[tuple[PartialDate, Observation]], answer: Answer | None, label: str, today: date, ask_id: str
) -> Clock:
    if not found:
        return Clock(ask_id, Reset.ANSWERED, label, "", None, None, None, (never(),), answer=answer)
    day, last = max(found, key=_latest_answer)
    least, most = _range(day, [other for other, _ in found], today)
    quotes = last.finding.answer_evidence
    source = Cited(last.document, quotes[0] if quotes else None)
    note = "The raiser reports the answer." if last.finding.answer_reported else ""
    said = counted(source, day, today, proposal=is_proposal(last), note=note)
    kind = f"The answer is {last.finding.answer.value}."
    return Clock(ask_id, Reset.ANSWERED, label, str(day), least, most, source, (*said, kind), answer=answer)


def _latest_answer(pair: tuple[PartialDate, Observation]) -> tuple[date, bool]:
    """Of two answers of one day the target's own words come before the raiser's report of them."""
    day, one = pair
    return day.latest(), not one.finding.answer_reported


def _since(event: Event, today: date, ask_id: str) -> Clock:
    label = f"since the event of the ground: {event.label}"
    day = read_date(event.since)
    if day is None:
        nothing = ("The ground's words name no date to count from.",)
        return Clock(ask_id, Reset.EVENT, label, "", None, None, event.source, nothing)
    least, most = elapsed(day, today)
    said = (f"The ground names the date: {event.since_words}.", *count_of(day, today))
    return Clock(ask_id, Reset.EVENT, label, str(day), least, most, event.source, said)
