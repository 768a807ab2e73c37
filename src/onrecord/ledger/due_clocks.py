"""A date that passed says that something fell due, not that it was left undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.ledger.clock_words import count_of, unit
from onrecord.model.standing import Cited, Clock, Due, Duty, Promise, Reset
from onrecord.text.dates import PartialDate
from onrecord.text.imprecise_dates import elapsed, moved, read_date

UNKNOWN_MET = "Whether it was done, the clock does not tell."


@dataclass(frozen=True, slots=True)
class Round:
    """The dates of a due date that recurs, on one day."""

    last: PartialDate | None
    """The latest that lies wholly before today; None if none does."""
    next: PartialDate | None
    """The first that does not lie wholly before today; None if no further one comes."""
    passed: int
    """How many lie wholly before today."""


def due_clocks(ask_id: str, duties: Sequence[Duty], promises: Sequence[Promise], *, today: date) -> tuple[Clock, ...]:
    """A clock until the next due date and one since the last that passed, for each duty and each dated promise.

    A due date that counts from an event of unknown day gives one clock that never started. A promise without a date
    gives none here: the clock of the last promise counts from its words.
    """
    made = [clock for duty in sorted(duties, key=_duty_order) for clock in _of_duty(ask_id, duty, today)]
    for promise in sorted(promises, key=lambda held: (held.due, held.source.document.id, held.entry)):
        made += _of_promise(ask_id, promise, today)
    return tuple(made)


def _duty_order(duty: Duty) -> tuple[str, str, int]:
    return duty.source.document.id, duty.label, duty.due.quote.start


def round_of(due: Due, today: date) -> Round:
    """Which dates of it have passed and which comes next; an imprecise first date is taken at its last possible day
    for those that follow it."""
    first = read_date(due.first)
    if first is None:
        return Round(None, None, 0)
    last: PartialDate | None = None
    for number, day in enumerate(_days(due, first)):
        if day.latest() >= today:
            return Round(last, day, number)
        last, passed = day, number + 1
    return Round(last, None, passed)


def _days(due: Due, first: PartialDate) -> Iterable[PartialDate]:
    """Each due date in turn; without end where nothing bounds the repetition."""
    yield first
    if not (due.every_months or due.every_days):
        return
    end = read_date(due.until)
    number = 0
    while due.times is None or number < due.times:
        number += 1
        day = moved(first.latest(), months=due.every_months * number, days=due.every_days * number)
        if end is not None and day > end.latest():
            return
        yield PartialDate(day.year, day.month, day.day)


def _of_duty(ask_id: str, duty: Duty, today: date) -> Iterable[Clock]:
    due = duty.due
    how = _how(due, duty.counted_from)
    if not due.first:
        label = f"due: {duty.label}"
        yield Clock(ask_id, Reset.DUE, label, "", None, None, duty.source, (how, "That day is not known."))
        return
    rounds = round_of(due, today)
    if rounds.next is not None:
        yield _clock(ask_id, f"until due: {duty.label}", rounds.next, duty.source, (how,), today)
    if rounds.last is not None:
        so_far = f"It has fallen due {rounds.passed} time{'' if rounds.passed == 1 else 's'} so far. {UNKNOWN_MET}"
        over = () if rounds.next is not None else ("It falls due no more.",)
        yield _clock(ask_id, f"since it last fell due: {duty.label}", rounds.last, duty.source,
                     (how, so_far, *over), today)  # fmt: skip


def _how(due: Due, counted_from: str) -> str:
    """How the first date follows from the words (Alaveteli 5101: users ask to see it)."""
    start = {
        "date": f"The words name the date: {due.first}",
        "said": f"The words count from the day of the text: {due.first}",
        "enactment": f"Enacted {counted_from}; by the words it first falls due on {due.first}",
    }.get(due.basis, f"The words count from another event: {due.basis}")
    return f"{start}{_repeated(due)}."


def _repeated(due: Due) -> str:
    if not (due.every_months or due.every_days):
        return ""
    every = (
        unit(due.every_days) if due.every_days else f"{due.every_months} month{'' if due.every_months == 1 else 's'}"
    )
    bound = f", {due.times} times" if due.times is not None else ""
    return f"; then every {every}{bound}" + (f", until {due.until}" if due.until else "")


def _of_promise(ask_id: str, promise: Promise, today: date) -> Iterable[Clock]:
    day = read_date(promise.due)
    if day is None:
        return
    reported = ("The raiser reports the promise.",) if promise.reported else ()
    shown = (f"{len(promise.evidence)} later text(s) stand beside it.",) if promise.evidence else ()
    ahead = day.latest() >= today
    label = "until a promise falls due" if ahead else "since a promise fell due"
    said = (*promise.computation, *reported, *shown, *(() if ahead else (UNKNOWN_MET,)))
    yield _clock(ask_id, label, day, promise.source, said, today)


def _clock(ask_id: str, label: str, day: PartialDate, source: Cited, said: tuple[str, ...], today: date) -> Clock:
    least, most = elapsed(day, today)
    return Clock(ask_id, Reset.DUE, label, str(day), least, most, source, (*said, *count_of(day, today)))
