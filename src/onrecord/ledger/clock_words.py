"""A number of days is shown with its subtraction, and with every later text that was left out of it."""

from __future__ import annotations

from datetime import date

from onrecord.ledger.raisings import Passed, named
from onrecord.model.agenda import Level
from onrecord.model.finding import Answer, Channel
from onrecord.model.standing import Cited
from onrecord.text.dates import PartialDate
from onrecord.text.imprecise_dates import elapsed

CHANNELS = {
    Channel.PUBLIC: "in public",
    Channel.REPORTED_PRIVATE: "in a meeting or call, as reported",
    Channel.JOINT: "in a joint text",
}
"""The channels that have clocks of their own; an announcement never resets one."""

ANSWERS: dict[Answer | None, str] = {
    None: "last answered",
    Answer.PROMISED: "last promised",
    Answer.REFUSED: "last refused",
    Answer.DONE: "last said to be done",
}


def of_level(level: int) -> str:
    """`level 4 (asked)`, or `level 3 (specific) or above`."""
    return f"level {level} ({Level(level).word})" + ("" if level == Level.ASKED else " or above")


def unit(days: int) -> str:
    """`1 day`, `2 days`."""
    return "1 day" if days == 1 else f"{days} days"


def never() -> str:
    return "No dated document in hand counts for it."


def counted(source: Cited, day: PartialDate, today: date, *, proposal: bool, note: str = "") -> tuple[str, ...]:
    """From which document the clock counts, who says so, and the subtraction."""
    judged = "a proposal that no person has judged" if proposal else "judged by a person"
    taken = _taken_in(source)
    said = f"It counts from {day}: {named(source.document)}; {judged}."
    return tuple(sentence for sentence in (said, note, taken, *count_of(day, today)) if sentence)


def count_of(day: PartialDate, today: date) -> tuple[str, ...]:
    """The subtraction as a sentence; for an imprecise date both ends of it."""
    least, most = elapsed(day, today)
    first, last, now = day.earliest().isoformat(), day.latest().isoformat(), today.isoformat()
    if least < 0 <= most:
        return (f"{now} may lie before it or after it: it is {first} to {last}." if least != most else "",)
    if most < 0:
        return (f"From {now} to its last possible day, {last}, are {unit(-least)}.",)
    if least == most:
        return (f"From {first} to {now} are {unit(least)}.",)
    return (f"From its last possible day, {last}, to {now} are {unit(least)}; from its first, {first}, {unit(most)}.",)


def _taken_in(source: Cited) -> str:
    """Said where the store took a document in later than the day after its date."""
    known, dated = source.document.known_at[:10], source.document.date
    if len(dated) != 10 or not known or (date.fromisoformat(known) - date.fromisoformat(dated)).days <= 1:
        return ""
    return f"The store took that document in on {known}."


def not_reset(held: Passed) -> str:
    """The sentence on a text that did not reset the clock."""
    return f"{named(held.observation.document)} did not reset it: {held.why}."
