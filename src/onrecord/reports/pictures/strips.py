"""Silence means something only where documents are in hand: a strip shows for each publisher when they are."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from onrecord.model.finding import Coverage
from onrecord.reports.calendar import Axis, days
from onrecord.reports.display import shown_plain
from onrecord.reports.finding_view import UNKNOWN_PUBLISHER
from onrecord.reports.pictures.picture import Layout
from onrecord.reports.pictures.svg import box, line, titled, words

PUBLISHERS = 4
"""Publishers with a strip: those with most documents; the coverage table has all."""
STRIP = 26.0
"""Height of a strip with its name."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A publisher's documents over time, in ordinals of days."""

    publisher: str
    first: int
    last: int
    gaps: tuple[tuple[int, int], ...]
    """Stretches without a document, each from its first to its last day."""


def strips(coverage: Coverage) -> tuple[Strip, ...]:
    """The publishers with most documents whose first and last dates are known."""
    found = []
    for publisher, _, first, last in coverage.by_publisher:
        begin, end = days(first), days(last)
        if begin and end:
            found.append(
                Strip(shown_plain(publisher) or UNKNOWN_PUBLISHER, begin.first, end.last, _gaps(coverage, publisher))
            )
    return tuple(found[:PUBLISHERS])


def _gaps(coverage: Coverage, publisher: str) -> tuple[tuple[int, int], ...]:
    own = [(days(start), days(end)) for name, start, end in coverage.gaps if name == publisher]
    return tuple(sorted((start.last, end.first) for start, end in own if start and end))


def draw_strips(found: tuple[Strip, ...], axis: Axis, layout: Layout, *, left: float, top: float) -> Markup:
    """One strip under the other: a thick line where documents are held, hatched where a gap is."""
    return Markup("").join(
        _strip(one, axis, layout, left=left, top=top + number * STRIP) for number, one in enumerate(found)
    )


def _strip(one: Strip, axis: Axis, layout: Layout, *, left: float, top: float) -> Markup:
    width = layout.width - left

    def place(day: int) -> float:
        return left + axis.place(day) * width / 100

    y = top + 19
    parts = [words(one.publisher, left, top + 11, size="small", class_="quiet", width=width)]
    if one.last >= axis.first and one.first <= axis.last:
        parts.append(line(place(one.first), y, max(place(one.last), place(one.first) + 2), y, "held"))
    for start, end in one.gaps:
        if end > axis.first and start < axis.last:
            x = place(start)
            clear = box(x, y - 5, place(end) - x, 10, "paper")
            hatched = box(x, y - 5, place(end) - x, 10, "gap", fill=layout.hatch)
            parts.append(titled(f"{one.publisher}: a gap in what is in hand", clear, hatched))
    return Markup("").join(parts)
