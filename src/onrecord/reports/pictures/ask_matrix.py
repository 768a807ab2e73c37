"""At which meeting each ask was raised, and at which nobody can tell, is read fastest from a grid.

A cell has two halves: the raiser's record (and a joint one) at the left, everybody else's at the right. "Not captured"
and "nothing found in N documents" are different facts, and look different.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from onrecord.model.agenda import Ask, Level
from onrecord.model.engagements import Followed, RecordStatus
from onrecord.model.record import Side
from onrecord.model.standing import Observation, Standing
from onrecord.reports.display import shown_plain
from onrecord.reports.pictures.marks import mark
from onrecord.reports.pictures.picture import Drawing, Layout, Picture
from onrecord.reports.pictures.svg import box, titled, two_lines, words
from onrecord.reports.sealing import SEALED_ASK
from onrecord.reports.standing_report import StandingReport
from onrecord.reports.words import SIDE_WORDS, Words
from onrecord.text.places import resolve

ASKS = 12
"""Rows of one picture, so that none is higher than a sheet of paper."""
_CELL, _ROW = 52.0, 36.0
_HEAD = 46.0
_NAME = 18.0
"""Height of an ask's name where it stands above its cells."""


@dataclass(frozen=True, slots=True)
class Half:
    """What one side's record of an engagement holds on an ask."""

    best: Observation | None
    documents: int
    """Documents of that side on the engagement that are in hand; 0 means not captured."""
    due: bool
    """True if nothing is in hand because the days in which it appears are not over."""

    def said(self, words_: Words) -> str:
        """`4 asked (ours)`, `nothing found in 2 documents`, `not captured`, `not yet due`."""
        if self.best:
            level = self.best.finding.level
            return f"{int(level)} {words_.levels[level].word} ({SIDE_WORDS[self.best.document.side]})"
        if self.documents:
            return f"nothing found in {self.documents} document" + ("" if self.documents == 1 else "s")
        return "not yet due" if self.due else "not captured"


@dataclass(frozen=True, slots=True)
class Cell:
    ours: Half
    theirs: Half


def matrix_pictures(report: StandingReport, codebook: Words) -> tuple[Picture, ...]:
    """Pictures of so many asks each, against all engagements; none where there is no engagement."""
    shown = [(n, one) for n, one in enumerate(report.standings, 1) if one.ask.text != SEALED_ASK]
    if not report.followed:
        return ()
    sides = _known_sides(report)
    pages = [shown[at : at + ASKS] for at in range(0, len(shown), ASKS)]
    return tuple(_picture(page, report, codebook, sides) for page in pages)


def _picture(
    page: list[tuple[int, Standing]], report: StandingReport, codebook: Words, sides: dict[str, Side]
) -> Picture:
    rows = tuple(_Row(n, shown_plain(one.ask.text), _cells(one, report, sides)) for n, one in page)
    heads = tuple((one.engagement.start, one.engagement.kind.value) for one in report.followed)
    first, last = page[0][0], page[-1][0]
    return Picture(
        id=f"matrix-{first}",
        title=f"Asks {first} to {last} at {len(heads)} engagements"
        if last > first
        else f"Ask {first} at {len(heads)} engagements",
        desc="One row an ask, one column an engagement. Left in a cell is the record of the side that was to raise it, "
        "right the others': a shape with the level found, 0 with the number of documents in which nothing was found, "
        "or hatching where no document is in hand. The table says the same.",
        head=("Ask", "Engagement", "Record of the raiser's side", "Record of the others"),
        rows=tuple(
            (str(row.number), " ".join(head), cell.ours.said(codebook), cell.theirs.said(codebook))
            for row in rows
            for head, cell in zip(heads, row.cells, strict=True)
        ),
        draw=_Plan(rows, heads, codebook).draw,
    )


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    name: str
    cells: tuple[Cell, ...]


def _known_sides(report: StandingReport) -> dict[str, Side]:
    """The side of every document that a standing cites."""
    return {
        held.id: held.side
        for one in report.standings
        for held in (
            *(observation.document for observation in one.observations),
            *(step.document for course in one.courses for step in course.steps),
        )
    }


def _cells(standing: Standing, report: StandingReport, sides: dict[str, Side]) -> tuple[Cell, ...]:
    own = _own_parties(standing.ask, report, sides)
    return tuple(_cell(standing, followed, own, sides) for followed in report.followed)


def _own_parties(ask: Ask, report: StandingReport, sides: dict[str, Side]) -> frozenset[str]:
    """Codes of the parties that are the raiser's: by its name, else by whose documents are expected of them."""
    raiser = resolve(ask.raiser)
    if raiser is not None:
        return frozenset({raiser.id})
    expected = [one for followed in report.followed for one in followed.expected]
    return frozenset(one.party for one in expected if any(sides.get(id_) is Side.OURS for id_ in one.documents))


def _cell(standing: Standing, followed: Followed, own: frozenset[str], sides: dict[str, Side]) -> Cell:
    ours: set[str] = set()
    theirs: set[str] = set()
    due = {True: True, False: True}
    for one in followed.expected:
        (ours if one.party in own else theirs).update(one.documents)
        due[one.party in own] &= one.status is RecordStatus.DUE
    for source in followed.engagement.sources:
        if source.document in sides:
            (ours if sides[source.document] in (Side.OURS, Side.JOINT) else theirs).add(source.document)
    return Cell(_half(standing, ours, due=due[True]), _half(standing, theirs, due=due[False]))


def _half(standing: Standing, documents: set[str], *, due: bool) -> Half:
    found = [
        one
        for one in standing.observations
        if one.document.id in documents and one.finding.level > Level.NOT_ON_RECORD and not one.is_rejected
    ]
    best = max(found, key=lambda one: (one.finding.level, one.document.id), default=None)
    return Half(best, len(documents), due)


@dataclass(frozen=True, slots=True)
class _Plan:
    rows: tuple[_Row, ...]
    heads: tuple[tuple[str, str], ...]
    codebook: Words

    def draw(self, layout: Layout) -> Drawing:
        """As many columns side by side as fit; the rest in further bands below."""
        gutter = 216.0 if layout.wide else 0.0
        columns = int((layout.width - gutter) // _CELL)
        height = 0.0
        parts = []
        for at in range(0, len(self.heads), columns):
            band = _Band(self, layout, gutter, range(at, min(at + columns, len(self.heads))))
            parts.append(band.drawn(height))
            height += band.height + 10
        return Drawing(Markup("").join(parts), max(20.0, height))


@dataclass(frozen=True, slots=True)
class _Band:
    plan: _Plan
    layout: Layout
    gutter: float
    columns: range

    @property
    def row(self) -> float:
        return _ROW if self.gutter else _ROW + _NAME

    @property
    def height(self) -> float:
        return _HEAD + self.row * len(self.plan.rows)

    def drawn(self, top: float) -> Markup:
        parts = [self._head(at, top) for at in self.columns]
        for number, row in enumerate(self.plan.rows):
            y = top + _HEAD + number * self.row
            parts.append(self._name(row, y))
            bottom = y + self.row - _ROW
            for at in self.columns:
                label = f"Ask {row.number}, {' '.join(self.plan.heads[at])}"
                parts.append(self._cell(row.cells[at], self._x(at), bottom, label))
        return Markup("").join(parts)

    def _x(self, column: int) -> float:
        return self.gutter + (column - self.columns.start) * _CELL

    def _head(self, column: int, top: float) -> Markup:
        start, kind = self.plan.heads[column]
        middle = self._x(column) + _CELL / 2
        lines = (start[:4], start[5:10], kind)
        return Markup("").join(
            words(said, middle, top + 12 + 13 * n, size="small", anchor="middle", class_="quiet", width=_CELL)
            for n, said in enumerate(lines)
            if said
        )

    def _name(self, row: _Row, y: float) -> Markup:
        """The number and the words of an ask: two lines beside its cells, one above them where there is no room."""
        if not self.gutter:
            line = words(row.name, 22, y + 14, width=self.layout.width - 24)
            return words(str(row.number), 0, y + 14, class_="quiet") + line
        first, second = two_lines(row.name, self.gutter - 30)
        middle = 0 if second else 7
        parts = [words(str(row.number), 0, y + 15 + middle, class_="quiet"), words(first, 22, y + 15 + middle)]
        return Markup("").join([*parts, words(second, 22, y + 29)] if second else parts)

    def _cell(self, cell: Cell, x: float, y: float, label: str) -> Markup:
        half = _CELL / 2
        return (
            self._half(cell.ours, x, y, label)
            + self._half(cell.theirs, x + half, y, label)
            + box(x, y, _CELL, _ROW, "cell")
        )

    def _half(self, half: Half, x: float, y: float, label: str) -> Markup:
        middle, said = x + _CELL / 4, f"{label}: {half.said(self.plan.codebook)}"
        if half.best:
            class_ = "unsure" if half.best.finding.abstain else ""
            level = int(half.best.finding.level)
            return mark(half.best.document.side, level, middle, y + _ROW / 2, said, class_=class_)
        if half.documents:
            zero = words("0", middle, y + 16, size="small", anchor="middle")
            inside = words(
                f"in {half.documents}", middle, y + 29, size="small", anchor="middle", class_="quiet", width=_CELL / 2
            )
            return titled(said, zero, inside)
        if half.due:
            return titled(said, words("…", middle, y + 22, anchor="middle"))
        return titled(said, box(x, y, _CELL / 2, _ROW, "gap", fill=self.layout.hatch))
