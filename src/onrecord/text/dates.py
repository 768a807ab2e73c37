"""A date in the record is often a month or a year; two such dates overlap before they follow one another."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache

from onrecord.model.record import Span
from onrecord.text.tables import listed, rows


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year. A missing part means that it is not known, not that it is the first.

    Raises `ValueError` for a day without a month, or a date that no calendar has. Gregorian.
    """

    year: int
    month: int | None = None
    day: int | None = None
    _earliest: date = field(init=False, repr=False, compare=False)
    _latest: date = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError(f"day {self.day} of {self.year} has no month")
        object.__setattr__(self, "_earliest", date(self.year, self.month or 1, self.day or 1))
        month = self.month or 12
        day = self.day or monthrange(self.year, month)[1]
        object.__setattr__(self, "_latest", date(self.year, month, day))

    def __str__(self) -> str:
        """ISO 8601, as precise as is known: `2023-06-19`, `2023-06` or `2023`."""
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    def earliest(self) -> date:
        """The first day that it can mean."""
        return self._earliest

    def latest(self) -> date:
        """The last day that it can mean."""
        return self._latest

    def before(self, other: PartialDate) -> bool:
        """True only if every day that it can mean comes before every day that the other can mean."""
        return self.latest() < other.earliest()

    def overlaps(self, other: PartialDate) -> bool:
        """True if the two can mean the same day, as `2023-06` and `2023-06-19` can."""
        return not self.before(other) and not other.before(self)

    def days_until(self, other: PartialDate) -> tuple[int, int]:
        """The least and the greatest number of days to the other date; negative if it lies behind."""
        return (other.earliest() - self.latest()).days, (other.latest() - self.earliest()).days


@dataclass(frozen=True, slots=True)
class DateRange:
    """Dates found in prose. `start` and `end` are the same for a single date; `span` holds their words."""

    start: PartialDate
    end: PartialDate
    span: Span


_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ]\d{2}:?\d{2}.*)?)?)?", re.ASCII)


@lru_cache(maxsize=65536)
def parse_iso(text: str) -> PartialDate:
    """The date that begins an ISO 8601 date or date-time; a time of day is dropped.

    Raises `ValueError`, in a sentence that a caller can put beside the place, if there is none.
    """
    match = _ISO.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a date of the form 2023, 2023-06 or 2023-06-19")
    year, month, day = (None if part is None else int(part) for part in match.groups())
    try:
        return PartialDate(year or 0, month, day)
    except ValueError:
        raise ValueError(f"{text!r} is a date that no calendar has") from None


def find_date_range(text: str, *, year: int | None = None) -> DateRange | None:
    """The first date or range of dates in English or Chinese prose, or None.

    `year` completes a date that names none; without it such a date is passed over, not guessed.
    Impossible dates and ranges that run backwards are passed over too.
    """
    return next(iter(find_date_ranges(text, year=year)), None)


def find_date_ranges(text: str, *, year: int | None = None) -> list[DateRange]:
    """Every date and range of dates, in order, as `find_date_range` reads them."""
    found = []
    for match in _prose().finditer(text):
        parts = {name.partition("_")[0]: value for name, value in match.groupdict().items() if value is not None}
        days = _days(parts, year)
        if days is not None:
            found.append(DateRange(*days, Span(*match.span())))
    return found


def _days(parts: dict[str, str], default_year: int | None) -> tuple[PartialDate, PartialDate] | None:
    """Start and end from the parts of the first date (`ay`, `am`, `ad`) and the second (`by` …)."""
    first_month = _month(parts.get("am") or parts.get("bm"))
    last_month = _month(parts.get("bm") or parts.get("am"))
    years = _years(parts, first_month, last_month, default_year)
    if years is None:
        return None
    first_day = _number(parts.get("ad") or parts.get("bd"))
    last_day = _number(parts.get("bd") or parts.get("ad"))
    try:
        start = PartialDate(years[0], first_month, first_day)
        end = PartialDate(years[1], last_month, last_day)
    except ValueError:
        return None
    return None if end.before(start) else (start, end)


def _years(
    parts: dict[str, str], first_month: int | None, last_month: int | None, default: int | None
) -> tuple[int, int] | None:
    """A year named once holds for both ends, unless the range runs over the new year."""
    first, last = _number(parts.get("ay")), _number(parts.get("by"))
    turns = first_month is not None and last_month is not None and first_month > last_month
    if first is None and last is not None:
        return last - turns, last
    first = default if first is None else first
    if first is None:
        return None
    return first, first + turns if last is None else last


def _number(word: str | None) -> int | None:
    return None if word is None else int(word.rstrip("stndrh"))


def _month(word: str | None) -> int | None:
    if word is None:
        return None
    return int(word) if word.isdecimal() else _months()[word.rstrip(".").lower()]


@cache
def _months() -> dict[str, int]:
    table = rows("months.tsv", key="month")
    return {name.lower(): int(row["month"]) for row in table for name in listed(row["names"])}


@cache
def _prose() -> re.Pattern[str]:
    names = sorted(_months(), key=len, reverse=True)
    month = "(?:" + "|".join(f"{name.title()}|{name.upper()}" for name in names) + r")\b\.?"
    forms = [*_numeric_forms(), *_english_forms(month)]
    return re.compile("|".join(f"(?:{_numbered(form, place)})" for place, form in enumerate(forms)))


def _numbered(form: str, place: int) -> str:
    """The form with its groups named `ay_3`, since a pattern may use a name only once."""
    return re.sub(r"\?P<(\w+)>", rf"?P<\g<1>_{place}>", form)


_YEAR = r"(?:1[89]\d\d|20\d\d|21\d\d)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"


def _numeric_forms() -> tuple[str, ...]:
    to = r"\s*(?:-|–|—+|－|~|～|至|到)\s*"
    zh_month = r"1[0-2]|0?[1-9]"
    return (
        # 2023年6月18日至19日 · 6月30日至7月2日 · 2023年6月
        rf"(?:(?P<ay>{_YEAR})\s*年\s*)?(?P<am>{zh_month})\s*月\s*(?P<ad>{_DAY})\s*日"
        rf"(?:{to}(?:(?P<by>{_YEAR})\s*年\s*)?(?:(?P<bm>{zh_month})\s*月\s*)?(?P<bd>{_DAY})\s*日)?",
        rf"(?P<ay>{_YEAR})\s*年\s*(?P<am>{zh_month})\s*月",
        # 2023-06-18, with or without an end
        rf"(?<![\d-])(?P<ay>{_YEAR})-(?P<am>\d\d)-(?P<ad>\d\d)(?![\d-])"
        rf"(?:\s*(?:to|until|–|—|/)\s*(?P<by>{_YEAR})-(?P<bm>\d\d)-(?P<bd>\d\d)(?![\d-]))?",
    )


def _english_forms(month: str) -> tuple[str, ...]:
    day = rf"{_DAY}(?:st|nd|rd|th)?(?![\d%:])(?![.,]\d)"
    first_year, last_year = (rf"(?:,?\s+(?P<{end}y>{_YEAR})\b)?" for end in "ab")
    weekday = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
    to = r"\s*(?:[-‐‑–—]|to|until|through|thru)\s*(?:the\s+)?" + weekday
    to_or_and = to.replace("thru", "thru|and")
    month_first = rf"\b(?P<am>{month})\s+(?P<ad>{day}){first_year}"
    second = rf"(?P<bm>{month})\s+(?P<bd>{day}){last_year}"
    day_first = rf"(?<![\d.,-])(?P<ad>{day})\s+(?:of\s+)?(?P<am>{month}){first_year}"
    last = rf"(?P<bd>{day})\s+(?:of\s+)?(?P<bm>{month}){last_year}"
    return (
        # Between June 30 and July 2, 2023: only here does `and` join two months to one range.
        rf"(?<=[Bb]etween ){month_first}{to_or_and}{second}",
        rf"(?<=[Bb]etween ){day_first}{to_or_and}{last}",
        # June 30, 2023 to July 2, 2023 · June 16-21, 2023 · June 16
        rf"{month_first}{to}{second}",
        rf"{month_first}(?:{to_or_and}(?P<bd>{day})(?!\s*{month}){last_year})?",
        # 30 June – 2 July 2023 · 17 to 19 June 2023 · 17 June
        rf"{day_first}{to}{last}",
        rf"(?<![\d.,-])(?:(?P<ad>{day}){to_or_and})?{last}",
        # April 2022 to May 2023 · June to July 2023 · June 2023
        rf"\b(?P<am>{month}){first_year}{to}(?P<bm>{month}),?\s+(?P<by>{_YEAR})\b",
        rf"\b(?P<am>{month}),?\s+(?P<ay>{_YEAR})\b",
    )
