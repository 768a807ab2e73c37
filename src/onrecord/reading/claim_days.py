"""`In November`, said in May, is the November before: a day that is told of lies behind the words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from onrecord.model.record import Span
from onrecord.reading.due_moments import after, month_names, number, number_words, of_day, parts_of
from onrecord.text.dates import PartialDate, find_date_ranges
from onrecord.text.imprecise_dates import moved
from onrecord.text.tables import rows

_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS = {"day": 0, "week": 0, "month": 1, "year": 12}
Told = tuple[PartialDate, Span]


def told_day(words: str, said: date | None) -> Told | None:
    """The earlier day that the words tell, as precise as they are, with its place; of several the most precise, then
    the first.

    A week is known by its last day alone (ISO 8601 has no month-like form for it that the record uses), so that
    `last week` gives the month in which its last day lies. A relative day needs `said`; without it only dates with a
    year are told.
    """
    found = [*_full(words, said), *_relative(words, said)]
    past = [(day, span) for day, span in found if said is None or day.earliest() <= said]
    return min(past, key=lambda told: (-len(str(told[0])), told[1].start), default=None)


def _full(words: str, said: date | None) -> list[Told]:
    """Dates in full, and those without a year in the last twelve months before the text."""
    made = []
    for held in find_date_ranges(words, year=None if said is None else said.year):
        day = held.end
        if said is not None and day.earliest() > said and not re.search(r"\d{4}", held.span.of(words)):
            day = PartialDate(day.year - 1, day.month, day.day)
        made.append((day, held.span))
    return made


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    months = "|".join(sorted((name.title() for name in month_names()), key=len, reverse=True))
    return tuple(
        re.compile(row["pattern"].replace("{months}", f"(?:{months})").replace("{numbers}", number_words()))
        for row in rows("claim_words.tsv", key="id")
        if row["use"] == "when"
    )


def _relative(words: str, said: date | None) -> list[Told]:
    made: list[Told] = []
    for form in _forms():
        for match in form.finditer(words):
            day = _day(parts_of(match), said)
            if day is not None:
                made.append((day, Span(*match.span())))
    return made


def _day(parts: dict[str, str], said: date | None) -> PartialDate | None:
    if "y" in parts:
        return PartialDate(int(parts["y"]))
    if said is None:
        return None
    for name, rule in _RULES.items():
        if name in parts:
            try:
                return rule(parts, said)
            except ValueError:
                return None
    return None


def _ago(parts: dict[str, str], said: date) -> PartialDate:
    """`Two weeks ago` is known to the month, `two years ago` to the year."""
    count, unit = number(parts["n"]), parts["u"]
    day = after(said, -count, unit)
    if unit == "year":
        return PartialDate(day.year)
    return of_day(day) if unit == "day" else PartialDate(day.year, day.month)


def _last(parts: dict[str, str], said: date) -> PartialDate | None:
    what = parts["last"].lower()
    if what in _WEEK:
        return _before(what, said)
    if what in month_names():
        return _month_before(month_names()[what], said)
    if what == "night":
        return of_day(said - timedelta(days=1))
    if what == "month":
        day = moved(said.replace(day=1), months=-1)
        return PartialDate(day.year, day.month)
    if what in {"week", "weekend"}:
        day = said - timedelta(days=said.weekday() + 1)
        return PartialDate(day.year, day.month)
    return PartialDate(said.year - 1) if what == "year" else None


def _before(weekday: str, said: date) -> PartialDate:
    """The last such weekday before the text."""
    return of_day(said - timedelta(days=(said.weekday() - _WEEK.index(weekday)) % 7 or 7))


def _month_before(month: int, said: date) -> PartialDate:
    return PartialDate(said.year - (month > said.month), month)


def _earlier(parts: dict[str, str], said: date) -> PartialDate | None:
    words = parts["this"].lower()
    if "today" in words:
        return of_day(said)
    return PartialDate(said.year) if "year" in words else PartialDate(said.year, said.month)


def _named_month(parts: dict[str, str], said: date) -> PartialDate:
    month = month_names()[parts["month"].lower().rstrip(".")]
    if "last year" in parts.get("year", ""):
        return PartialDate(said.year - 1, month)
    return _month_before(month, said)


def _chinese(parts: dict[str, str], said: date) -> PartialDate | None:
    words = parts["zh"]
    if words in {"昨天", "昨日"}:
        return of_day(said - timedelta(days=1))
    if words == "前天":
        return of_day(said - timedelta(days=2))
    month = int(parts["m"]) if "m" in parts else None
    day = int(parts["d"]) if "d" in parts else None
    if words in {"去年", "今年", "前年"}:
        return PartialDate(said.year - {"去年": 1, "今年": 0, "前年": 2}[words], month, day if month else None)
    if words in {"上月", "上个月", "本月"}:
        first = moved(said.replace(day=1), months=-1 if words.startswith("上") else 0)
        return PartialDate(first.year, first.month, day)
    return None


def _day_of_month(parts: dict[str, str], said: date) -> PartialDate:
    """A bare day of the month is the last one with that number, today included."""
    day = int(parts["d"])
    first = moved(said.replace(day=1), months=-(day > said.day))
    return PartialDate(first.year, first.month, day)


_RULES: dict[str, Callable[[dict[str, str], date], PartialDate | None]] = {
    "n": _ago,
    "last": _last,
    "this": _earlier,
    "yesterday": lambda _, said: of_day(said - timedelta(days=1)),
    "month": _named_month,
    "weekday": lambda parts, said: _before(parts["weekday"].lower(), said),
    "zh": _chinese,
    "d": _day_of_month,
}
