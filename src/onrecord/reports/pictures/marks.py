"""A level is told by height, by a figure and by a word; whose record it is by a shape: nothing hangs on a colour."""

from __future__ import annotations

from markupsafe import Markup

from onrecord.model.record import Side
from onrecord.reports.pictures.svg import element, text_width, titled, words

RADIUS = 7.5
"""Half the width of a mark, in units of the view box."""


def shape(side: Side, x: float, y: float) -> Markup:
    """A circle for ours, a square for theirs, a diamond for a joint text, a triangle for anybody else's."""
    match side:
        case Side.OURS:
            return element("circle", cx=x, cy=y, r=RADIUS, class_="shape")
        case Side.THEIRS:
            return element("rect", x=x - 7, y=y - 7, width=14.0, height=14.0, class_="shape")
        case Side.JOINT:
            points = f"{x:.1f},{y - 10:.1f} {x + 10:.1f},{y:.1f} {x:.1f},{y + 10:.1f} {x - 10:.1f},{y:.1f}"
        case Side.THIRD:
            points = f"{x:.1f},{y - 10.5:.1f} {x + 10:.1f},{y + 7:.1f} {x - 10:.1f},{y + 7:.1f}"
    return element("polygon", points=points, class_="shape")


def mark(side: Side, level: int, x: float, y: float, label: str, *, class_: str = "") -> Markup:
    """A level in its side's shape, with its figure."""
    lower = 5.5 if side is Side.THIRD else 4.0
    figure = words(str(level), x, y + lower, size="small", anchor="middle", class_="digit")
    return titled(label, shape(side, x, y), figure, class_=f"l{level} {class_}".strip())


def hollow(side: Side, x: float, y: float, label: str) -> Markup:
    """The shape of a document in which nothing was found though others before it had it."""
    return titled(
        label, shape(side, x, y), element("line", x1=x - 4, x2=x + 4, y1=y, y2=y, class_="dash"), class_="hollow"
    )


def flag(x: float, y: float, label: str, *, class_: str = "") -> Markup:
    """A small pennant that points down, for a date on which something is due."""
    points = f"{x - 6:.1f},{y - 6:.1f} {x + 6:.1f},{y - 6:.1f} {x:.1f},{y + 6:.1f}"
    return titled(label, element("polygon", points=points, class_="shape"), class_=f"flag {class_}".strip())


def spread(places: list[tuple[float, float]], *, step: float, limit: float, edges: tuple[float, float]) -> list[float]:
    """For each mark at (x, y), an x that stands clear of those before it at about its height.

    It lies within `limit` of the mark's own place and between the edges. A mark that finds no free place stays where it
    belongs: the table lists it anyhow.
    """
    taken: list[tuple[float, float]] = []
    for x, y in places:
        aside = [x + sign * step * n for n in range(1, int(limit // step) + 1) for sign in (1, -1)]
        within = [place for place in aside if edges[0] <= place <= edges[1]]
        free = next((place for place in (x, *within) if _is_clear(place, y, taken, step)), x)
        taken.append((free, y))
    return [x for x, _ in taken]


def _is_clear(x: float, y: float, taken: list[tuple[float, float]], step: float) -> bool:
    return all(abs(x - a) >= step or abs(y - b) >= step for a, b in taken)


def placed_words(
    items: list[tuple[float, str]], *, left: float, right: float, rows: int
) -> list[tuple[float, int] | None]:
    """For each label at x, its left edge and its row; None where no row has room, so that none covers another."""
    ends = [left] * rows
    found: list[tuple[float, int] | None] = []
    for x, text in items:
        width = text_width(text, size="small")
        start = min(max(left, x - width / 2), right - width)
        row = next((row for row in range(rows) if start >= ends[row] and start >= left), None)
        if row is not None:
            ends[row] = start + width + 6
        found.append(None if row is None else (start, row))
    return found
