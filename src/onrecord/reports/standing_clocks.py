"""A clock says what it counts and how many days, in words that a sentence can hold."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.model.finding import Channel
from onrecord.model.standing import Clock, Reset, Standing
from onrecord.reports.question_forms import in_a_sentence
from onrecord.reports.withholding import readable

OWN_CLOCK, JOINT_CLOCK = "side ours", "side joint"
"""Whom a clock of the raiser's own side counts, and one of joint texts."""


def main_clocks(standing: Standing) -> tuple[Clock, ...]:
    """The clocks that tell something that another of them does not tell already.

    The raiser's own side comes before anybody; of several levels last raised on one day the highest stands for the
    lower ones; a channel's clock stands only where it differs from that of its level. Clocks of single publishers,
    speakers and counterparts are left to the details. An event or a duty without a date has no clock to show.
    """
    raised = [clock for clock in standing.clocks if clock.reset is Reset.RAISED and not clock.whom]
    own = _by_day(clock for clock in raised if clock.who == OWN_CLOCK)
    anybody = [clock for clock in raised if not clock.who]
    general = _by_day(clock for clock in anybody if clock.channel is None)
    by_level = {clock.level: clock.since for clock in anybody if clock.channel is None}
    public = [
        c for c in anybody if c.channel is Channel.PUBLIC and c.days is not None and by_level.get(c.level) != c.since
    ]
    answered = [clock for clock in standing.clocks if clock.reset is Reset.ANSWERED and clock.days is not None]
    answers = {clock.since: clock for clock in sorted(answered, key=lambda clock: clock.answer is not None)}
    others = [clock for clock in standing.clocks if clock.reset in (Reset.EVENT, Reset.DUE) and clock.since]
    kept = [*own.values(), *(clock for since, clock in general.items() if since not in own)]
    return tuple({id(clock): clock for clock in (*kept, *public, *answers.values(), *others)}.values())


def _by_day(found: Iterable[Clock]) -> dict[str, Clock]:
    """The highest level for each day, the latest day first and what is not in hand last."""
    highest = {clock.since: clock for clock in sorted(found, key=lambda clock: clock.level)}
    return dict(sorted(highest.items(), reverse=True))


def clock_count(clock: Clock) -> str:
    """`400 days`, `389–419 days`, `in 12 days`, `23 days over`; `not in hand` where nothing dated starts it.

    `about now` for an imprecise due date of which today is one of the possible days.
    """
    if clock.days is None:
        return "not in hand"
    most = clock.days if clock.at_most is None else clock.at_most
    low, high = sorted((abs(clock.days), abs(most)))
    counted = "1 day" if low == high == 1 else f"{low:,} days" if low == high else f"{low:,}–{high:,} days"
    if clock.reset is not Reset.DUE:
        return counted
    if clock.days == most == 0:
        return "today"
    if clock.days <= 0 <= most:
        return "about now"
    return f"in {counted}" if clock.days < 0 else f"{counted} over"


def clock_label(clock: Clock, raiser: str) -> str:
    """What a clock counts, with the name of a side, a publisher or a speaker in the place of its kind and name."""
    kind, _, name = clock.who.partition(" ")
    sides = {"ours": in_a_sentence(raiser), "joint": "both sides together", "third": "others"}
    who = sides.get(name, "the other side") if kind == "side" else name
    label = clock.label.replace(f"by {clock.who}", f"by {who}") if clock.who else clock.label
    return readable(label)


def count_of_days(clock: Clock) -> str:
    """`1 day`, `412 days`, or `between 401 and 431 days` where the date is not known to the day."""
    count = abs(clock.days or 0)
    most = abs(clock.at_most if clock.at_most is not None else count)
    if most != count:
        low, high = sorted((count, most))
        return f"between {low:,} and {high:,} days"
    return "1 day" if count == 1 else f"{count:,} days"
