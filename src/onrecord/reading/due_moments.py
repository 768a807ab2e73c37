"""`The end of next year` is a day once it is known when the words were said.

Every rule gives the last day that the words can mean, or a date as imprecise as they are; a rule that cannot tell gives
None, never a guess. `said` is the last possible day of the text.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache

from onrecord.text.dates import PartialDate, find_date_range, parse_iso
from onrecord.text.imprecise_dates import moved
from onrecord.text.tables import listed, rows

Parts = Mapping[str, str]
"""The named groups of a match that took part in it."""

_HAN = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_YEARS_AHEAD = {"今": 0, "本": 0, "明": 1, "后": 2, "this": 0, "the": 0, "the current": 0, "next": 1}
_QUARTERS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4,
    "q1": 1, "q2": 2, "q3": 3, "q4": 4, "一": 1, "二": 2, "三": 3, "四": 4,
}  # fmt: skip
_HALVES = {"first": 6, "second": 12, "h1": 6, "h2": 12, "上半年": 6, "下半年": 12}
_UNITS = {
    "天": "day",
    "日": "day",
    "周": "week",
    "星期": "week",
    "个星期": "week",
    "个月": "month",
    "月": "month",
    "年": "year",
}


def moment(rule: str, parts: Parts, said: date | None) -> PartialDate | None:
    """The date that the words mean by this rule of data/due_words.tsv; None where `said` is needed and not known, or no
    calendar has the day. A rule that is an ISO date means that date."""
    if rule[:1].isdigit():
        return parse_iso(rule)
    try:
        return _RULES[rule](parts, said)
    except ValueError:
        return None


def number(words: str) -> int:
    """The value of `180`, `ninety`, 三十 or 两; raises `KeyError` for other words."""
    words = words.lower().replace(",", "")
    if words.isdecimal():
        return int(words)
    if words.isascii():
        return _numbers()[words]
    return _han(words)


def _han(words: str) -> int:
    """Chinese numerals to 999."""
    hundreds, _, rest = words.rpartition("百")
    tens, mark, ones = rest.rpartition("十")
    value = 100 * _HAN[hundreds] if hundreds else 0
    if mark:
        value += 10 * (_HAN[tens.strip("零")] if tens.strip("零") else 1)
    return value + (_HAN[ones.strip("零")] if ones.strip("零") else 0)


@cache
def _numbers() -> dict[str, int]:
    return {row["word"]: int(row["value"]) for row in rows("due_numbers.tsv", key="word")}


@cache
def number_words() -> str:
    """An expression for a number in digits or English words."""
    words = sorted(_numbers(), key=len, reverse=True)
    return r"\d{1,5}|" + "|".join(words)


@cache
def month_names() -> dict[str, int]:
    """By lower-case name, full or short."""
    return {name.lower(): int(row["month"]) for row in rows("months.tsv", key="month") for name in listed(row["names"])}


def after(day: date, count: int, unit: str) -> date:
    """So many days, weeks, months or years after the day; units in English singular or Chinese."""
    match _UNITS.get(unit, unit):
        case "day":
            return day + timedelta(days=count)
        case "week":
            return day + timedelta(weeks=count)
        case "month":
            return moved(day, months=count)
    return moved(day, months=12 * count)


def of_day(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def _year_of(parts: Parts, said: date | None) -> int | None:
    """The year that the words name, or that they count from the year of the text."""
    named = parts.get("y") or parts.get("y2")
    if named:
        return int(named)
    ahead = _YEARS_AHEAD.get((parts.get("rel") or parts.get("which") or "this").lower(), 0)
    return None if said is None else said.year + ahead


def _year(parts: Parts, said: date | None) -> PartialDate | None:
    year = _year_of(parts, said)
    return None if year is None else PartialDate(year)


def _before_year(parts: Parts, _: date | None) -> PartialDate:
    return PartialDate(int(parts["y"]) - 1, 12, 31)


def _end(parts: Parts, said: date | None) -> PartialDate | None:
    unit = parts.get("u", "year")
    if unit in {"month", "week"}:
        return None if said is None else of_day(_end_of_unit(unit, parts["which"], said))
    year = _year_of(parts, said)
    if year is None:
        return None
    # A decade ends in its ninth year for some and in its tenth for others: the later one counts.
    return PartialDate((year // 10 + 1) * 10, 12, 31) if unit == "decade" else PartialDate(year, 12, 31)


def _end_of_unit(unit: str, which: str, said: date) -> date:
    ahead = 0 if which.lower() in {"this", "the", "the current", "本", "这个"} else 1
    if unit == "week":
        return said + timedelta(days=6 - said.weekday() + 7 * ahead)
    day = moved(said.replace(day=1), months=ahead)
    return day.replace(day=monthrange(day.year, day.month)[1])


def _relative(parts: Parts, said: date | None) -> PartialDate | None:
    unit = _UNITS.get(parts["u"], parts["u"])
    if said is None:
        return None
    if unit == "year":
        return PartialDate(said.year + (0 if parts["which"].lower() in {"this", "the current"} else 1))
    end = _end_of_unit(unit, parts["which"], said)
    return PartialDate(end.year, end.month) if unit == "month" else of_day(end)


def _part(parts: Parts, said: date | None) -> PartialDate | None:
    year = _year_of({key: value for key, value in parts.items() if key in {"y", "rel"}}, said)
    which = parts["which"].lower()
    month = _HALVES.get(which) if "quarter" not in parts.get("0", "").lower() else None
    if month is None:
        month = 3 * _QUARTERS[which.removeprefix("第").removesuffix("季度")]
    return None if year is None else PartialDate(year, month, monthrange(year, month)[1])


def _middle(parts: Parts, said: date | None) -> PartialDate | None:
    year = _year_of(parts, said)
    return None if year is None else PartialDate(year, 7)


def _month(parts: Parts, said: date | None) -> PartialDate | None:
    month = int(parts["m"]) if "m" in parts else month_names()[parts["month"].lower().rstrip(".")]
    if "y" in parts or "rel" in parts:
        year = _year_of(parts, said)
        return None if year is None else PartialDate(year, month)
    return None if said is None else PartialDate(said.year + (month < said.month), month)


def _month_end(parts: Parts, said: date | None) -> PartialDate | None:
    found = _month(parts, said)
    return None if found is None else of_day(found.latest())


def _day(parts: Parts, said: date | None) -> PartialDate | None:
    month, day = int(parts["m"]), int(parts["d"])
    if "y" in parts or "rel" in parts:
        year = _year_of(parts, said)
        return None if year is None else PartialDate(year, month, day)
    return None if said is None else next_on(month, day, said)


def next_on(month: int, day: int, said: date) -> PartialDate:
    """The first such day on or after the day of the text."""
    ahead = (month, day) < (said.month, said.day)
    return PartialDate(said.year + ahead, month, day)


def month_and_day(words: str) -> tuple[int, int] | None:
    """Of `March 1` or `1 March`."""
    found = find_date_range(words, year=2000)
    if found is None or found.start.month is None or found.start.day is None:
        return None
    return found.start.month, found.start.day


def _weekday(parts: Parts, said: date | None) -> PartialDate | None:
    if said is None:
        return None
    ahead = (_DAYS.index(parts["day"].lower()) - said.weekday()) % 7 or 7
    return of_day(said + timedelta(days=ahead + 7 * parts["0"].lower().startswith("next")))


def _tomorrow(_: Parts, said: date | None) -> PartialDate | None:
    return None if said is None else of_day(said + timedelta(days=1))


def _after(parts: Parts, said: date | None) -> PartialDate | None:
    return None if said is None else of_day(after(said, number(parts["n"]), parts["u"]))


_RULES: dict[str, Callable[[Parts, date | None], PartialDate | None]] = {
    "year": _year,
    "before_year": _before_year,
    "end": _end,
    "month_end": _month_end,
    "part": _part,
    "middle": _middle,
    "month": _month,
    "day": _day,
    "weekday": _weekday,
    "relative": _relative,
    "tomorrow": _tomorrow,
    "after": _after,
}


def parts_of(match: re.Match[str]) -> dict[str, str]:
    """The named groups that took part, and the whole words under `0`."""
    return {"0": match[0], **{name: value for name, value in match.groupdict().items() if value is not None}}
