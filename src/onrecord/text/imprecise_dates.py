"""How long ago a month was is a range of days, and one instant has two dates in Beijing and in Washington.

A document's date is a calendar date where its publisher is, and is compared as a calendar date: no time zone is added
to it. Clocks around the world differ by at most 26 hours, so that two accounts of one event may bear dates one day
apart; that is no contradiction (`may_be_one_event`). A date one day ahead of today is today somewhere
(`is_yet_to_come`).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from onrecord.text.dates import PartialDate, parse_iso

TOLERANCE = timedelta(days=1)
"""How far the dates of one event may lie apart: UTC-12 to UTC+14 is 26 hours."""


@lru_cache(maxsize=65_536)
def read_date(iso: str) -> PartialDate | None:
    """The date, or None for an empty string. Raises `ValueError` for words that are no ISO 8601 date."""
    return parse_iso(iso) if iso.strip() else None


def elapsed(since: PartialDate, today: date) -> tuple[int, int]:
    """(at least, at most) whole days from the date to today; negative while it lies ahead.

    `2023-06` to 2023-07-02 is 2 to 31 days.
    """
    now = PartialDate(today.year, today.month, today.day)
    return since.days_until(now)


def may_be_one_event(one: PartialDate, other: PartialDate) -> bool:
    """True if the dates can mean days at most one apart, as the two sides' dates of one call do."""
    return one.earliest() <= other.latest() + TOLERANCE and other.earliest() <= one.latest() + TOLERANCE


def is_yet_to_come(day: PartialDate, today: date) -> bool:
    """True if even its first possible day lies more than one day after today."""
    return day.earliest() > today + TOLERANCE


def moved(day: date, *, months: int = 0, days: int = 0) -> date:
    """The day so many months and days later or earlier.

    Months come first; a day that the month does not have becomes its last: 31 January and one month is 28 February.
    """
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    length = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, length)) + timedelta(days=days)
