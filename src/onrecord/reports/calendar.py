"""A date known only to the month is a month long on a picture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?")
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000, 24000)
"""Months between two ticks of an axis, from fine to coarse."""
_MOST_TICKS = {"month": 3, "year": 6}
_LEFT, _RIGHT = 3.0, 9.0
"""Per cent of the width that stay free at either end; on the right there is room for marks set aside."""


@dataclass(frozen=True, slots=True)
class Days:
    """The first and last day, as ordinals, that an imprecise date may mean."""

    first: int
    last: int

    @property
    def middle(self) -> float:
        return (self.first + self.last) / 2


def days(written: str) -> Days | None:
    """The days that an ISO 8601 date, month or year may mean; None for anything else."""
    match = _DATE.fullmatch(written)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        return _days(year or 0, month, day)
    except ValueError:
        return None


def _days(year: int, month: int | None, day: int | None) -> Days:
    first = date(year, month or 1, day or 1)
    if day:
        return Days(first.toordinal(), first.toordinal())
    end = _month_after(first, 1 if month else 12)
    return Days(first.toordinal(), (end - timedelta(days=1)).toordinal())


def _month_after(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(min(first.year + years, date.max.year), month + 1, 1)


@dataclass(frozen=True, slots=True)
class Axis:
    """A stretch of time laid out from left to right, in per cent of the width."""

    first: int
    last: int

    def place(self, ordinal: float) -> float:
        """Where a day stands, in per cent of the width; days outside stand at the margin."""
        share = (ordinal - self.first) / max(1, self.last - self.first)
        return round(_LEFT + (100 - _LEFT - _RIGHT) * min(1.0, max(0.0, share)), 2)

    def ticks(self) -> list[tuple[float, str]]:
        """Places and labels of a few beginnings of months or years, as many as fit a narrow phone."""
        begin, end = date.fromordinal(self.first), date.fromordinal(self.last)
        months = (end.year - begin.year) * 12 + end.month - begin.month
        step = next(step for step in _STEPS if months // step < _MOST_TICKS["year" if step >= 12 else "month"])
        index = begin.year * 12 + begin.month - 1
        index += -index % step
        ticks = []
        while index // 12 <= end.year and (tick := date(index // 12, index % 12 + 1, 1)) <= end:
            if tick >= begin:
                ticks.append((self.place(tick.toordinal()), f"{tick:%Y}" if step >= 12 else f"{tick:%Y-%m}"))
            index += step
        return ticks
