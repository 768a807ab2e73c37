"""How much of a publisher is in hand, month by month, is what every silence in the record has to be read against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from onrecord.reports.calendar import days
from onrecord.reports.display import shown_plain
from onrecord.reports.finding_view import UNKNOWN_PUBLISHER
from onrecord.reports.pictures.picture import Drawing, Layout, Picture
from onrecord.reports.pictures.svg import box, element, titled, words
from onrecord.reports.standing_report import Dated

PUBLISHERS = 8
"""Publishers that are drawn: those with most documents. The table has all."""
YEARS = 8
"""Years that are drawn, the latest ones; earlier documents are counted in one line and listed by month in the table."""
_CELL, _ROW = 20.0, 20.0
_GUTTER = 30.0
_HEAD = 34.0
_FOOT = 18.0
_STEPS = (1, 5, 15, 40)
"""Documents in a month from which on a cell is one step darker."""
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Held:
    """A publisher's documents by month."""

    publisher: str
    months: dict[str, int]
    """By `2031-05`."""
    loose: dict[str, int]
    """Documents whose month is not known: by `2031`, or by an empty string."""

    @property
    def total(self) -> int:
        return sum(self.months.values()) + sum(self.loose.values())

    @property
    def first(self) -> str:
        return min(self.months, default="")

    @property
    def last(self) -> str:
        return max(self.months, default="")


def held_by_month(documents: Iterable[Dated]) -> tuple[Held, ...]:
    """Every publisher, most documents first."""
    months: dict[str, Counter[str]] = {}
    for one in documents:
        date = one.date if days(one.date) else ""
        months.setdefault(shown_plain(one.publisher) or UNKNOWN_PUBLISHER, Counter())[date[:7]] += 1
    found = [
        Held(
            publisher,
            {month: number for month, number in sorted(counted.items()) if len(month) == 7},
            {year: number for year, number in sorted(counted.items()) if len(year) != 7},
        )
        for publisher, counted in months.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.total, one.publisher)))


def months_picture(documents: Iterable[Dated]) -> Picture | None:
    """The calendar of what is in hand; None where no document has a month."""
    held = held_by_month(documents)
    if not any(one.months for one in held):
        return None
    return Picture(
        id="months",
        title="Documents in hand, by publisher and month",
        desc="One block a publisher, one row a year, one cell a month, with the number of documents; darker is more, "
        "hatched is a month without any between the first and the last. The table says the same.",
        head=("Publisher", "Month", "Documents in hand"),
        rows=tuple(row for one in held for row in _rows(one)),
        draw=_Plan(tuple(one for one in held if one.months)[:PUBLISHERS]).draw,
    )


def _rows(one: Held) -> Iterable[tuple[str, ...]]:
    for month in _between(one.first, one.last):
        number = one.months.get(month, 0)
        yield one.publisher, month, str(number) if number else "none in hand"
    for year, number in one.loose.items():
        yield one.publisher, f"{year}, month not known" if year else "date not known", str(number)


def _between(first: str, last: str) -> list[str]:
    """Every month from the first to the last."""
    if not first:
        return []
    start, end = (int(month[:4]) * _MONTHS + int(month[5:7]) - 1 for month in (first, last))
    return [f"{at // _MONTHS:04}-{at % _MONTHS + 1:02}" for at in range(start, end + 1)]


@dataclass(frozen=True, slots=True)
class _Plan:
    held: tuple[Held, ...]

    def draw(self, layout: Layout) -> Drawing:
        """Two blocks side by side on a wide page, one on a phone."""
        across = 2 if layout.wide else 1
        width = layout.width / across
        tops = [0.0] * across
        parts = []
        for number, one in enumerate(self.held):
            column = number % across
            block = _Block(one, layout)
            parts.append(block.drawn(column * width, tops[column]))
            tops[column] += block.height + 8
        return Drawing(Markup("").join(parts), max(tops))


@dataclass(frozen=True, slots=True)
class _Block:
    held: Held
    layout: Layout

    @property
    def years(self) -> list[int]:
        first, last = int(self.held.first[:4]), int(self.held.last[:4])
        return list(range(max(first, last - YEARS + 1), last + 1))

    @property
    def note(self) -> str:
        """Documents that have no cell."""
        earlier = sum(n for month, n in self.held.months.items() if int(month[:4]) < self.years[0])
        loose = sum(self.held.loose.values())
        parts = [
            f"{earlier:,} before {self.years[0]}" if earlier else "",
            f"{loose:,} without a month" if loose else "",
        ]
        return "; ".join(filter(None, parts))

    @property
    def height(self) -> float:
        return _HEAD + _ROW * len(self.years) + (_FOOT if self.note else 4)

    def drawn(self, left: float, top: float) -> Markup:
        name = f"{self.held.publisher} ({self.held.total:,})"
        parts = [words(name, left, top + 12, width=_GUTTER + _CELL * _MONTHS)]
        for month in range(_MONTHS):
            middle = left + _GUTTER + _CELL * (month + 0.5)
            parts.append(words(str(month + 1), middle, top + 28, size="small", anchor="middle", class_="quiet"))
        for row, year in enumerate(self.years):
            y = top + _HEAD + _ROW * row
            parts.append(words(str(year), left, y + 14, size="small", class_="quiet"))
            parts += [
                self._cell(f"{year}-{month + 1:02}", left + _GUTTER + _CELL * month, y) for month in range(_MONTHS)
            ]
        if self.note:
            end = top + _HEAD + _ROW * len(self.years)
            parts.append(
                words(self.note, left, end + 13, size="small", class_="quiet", width=_GUTTER + _CELL * _MONTHS)
            )
        return Markup("").join(parts)

    def _cell(self, month: str, x: float, y: float) -> Markup:
        number = self.held.months.get(month, 0)
        if number:
            step = sum(number >= least for least in _STEPS)
            figure = words(_figure(number), x + _CELL / 2, y + 14, size="small", anchor="middle", class_="digit")
            filled = box(x, y, _CELL, _ROW, "shape")
            return titled(f"{self.held.publisher}, {month}: {number:,}", filled, figure, class_=f"l{step}")
        if self.held.first < month < self.held.last:
            hatched = element("rect", x=x, y=y, width=_CELL, height=_ROW, class_="gap", fill=self.layout.hatch)
            return titled(f"{self.held.publisher}, {month}: none in hand", hatched)
        return box(x, y, _CELL, _ROW, "cell")


def _figure(number: int) -> str:
    """A number that fits a cell: at most three characters."""
    if number < 100:
        return str(number)
    return "99+" if number < 1000 else f"{min(number // 1000, 99)}k"
