"""An ask raised once, long ago, looks different from one raised at every meeting, and a picture shows it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from onrecord.model.agenda import Level
from onrecord.model.finding import AskResult, Check, Coverage, Finding
from onrecord.model.record import Side
from onrecord.reports.calendar import Axis, Days, days
from onrecord.reports.display import shown, shown_plain
from onrecord.reports.reach import every_finding, is_rejected, level_of, tells
from onrecord.reports.words import SIDE_WORDS, Words

ROWS_A_PICTURE = 8
"""Asks in one picture, so that none breaks across two printed pages."""
MARKS_A_ROW = 40
"""Where a row would hold more, only the best of each side in a month (then a year) is drawn and listed."""
_MONTH, _YEAR = len("2031-05"), len("2031")
_LABEL_WIDTH = 40
"""Columns of a row's label (a Chinese character takes two), short enough for a narrow phone."""
_CLOSE = 1.0
"""Marks nearer than so many per cent of the width are set side by side."""
_MOST_STEPS = 2
"""Steps aside, at most: more would leave the picture on a phone; the table lists every mark."""
_PUBLISHERS = 6
_LEAD = 365
"""Days of the record shown before the first finding, at least, where the record begins much earlier."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document in which an ask was found."""

    date: str
    """As its source has it; empty where it has none."""
    side: Side
    level: int
    word: str
    publisher: str
    unsure: bool

    @property
    def label(self) -> str:
        return f"{self.date}: {self.level} {self.word}, {SIDE_WORDS[self.side]}, {self.publisher}"


@dataclass(frozen=True, slots=True)
class Mark:
    """An entry at its place in time, in per cent of the width."""

    entry: Entry
    place: float
    left: float
    right: float
    """Ends of the time that the date may mean; equal where it is known to the day."""
    shift: int
    """Steps to the right, so that marks of one day do not hide each other."""


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    label: str
    bar: int
    """Level of the bar; 0 where there is none."""
    marks: tuple[Mark, ...]
    """The lowest first, so that the highest is drawn on top."""
    entries: tuple[Entry, ...]
    """By date; also those whose date cannot be drawn."""


@dataclass(frozen=True, slots=True)
class Held:
    """A publisher's documents over time: stretches held, with the gaps between them left blank."""

    publisher: str
    stretches: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    pictures: tuple[tuple[Row, ...], ...]
    held: tuple[Held, ...]
    ticks: tuple[tuple[float, str], ...]
    engagement: tuple[float, float] | None
    first: str
    last: str
    thinned: bool
    """True if a row leaves findings out, since a month or a year holds a better one of the same side."""
    begins_earlier: str
    """First date of the record where it lies before the picture's left edge; else empty."""

    @property
    def rows(self) -> list[Row]:
        return [row for picture in self.pictures for row in picture]


def timeline(check: Check, words: Words) -> Timeline | None:
    """How far each ask was raised over time; None where no finding has a date that can be drawn.

    A finding at level 0 is drawn only if an official would not say, or said that it will be raised later.
    """
    drawn = [_entries(result, check, words) for result in check.results]
    dated = [found for entries in drawn for entry in entries if (found := days(entry.date))]
    if not dated:
        return None
    record = _record(check.coverage)
    axis = _axis(dated, record, check)
    numbered = enumerate(zip(check.results, drawn, strict=True), 1)
    rows = [_row(number, result, entries, axis) for number, (result, entries) in numbered]
    begins = min((found.first for found in record), default=axis.first)
    return Timeline(
        pictures=tuple(tuple(rows[at : at + ROWS_A_PICTURE]) for at in range(0, len(rows), ROWS_A_PICTURE)),
        held=_held(check.coverage, axis),
        ticks=tuple(axis.ticks()),
        engagement=_engagement(check, axis),
        first=_iso(axis.first),
        last=_iso(axis.last),
        thinned=any(len(_telling(result)) > len(found) for result, found in zip(check.results, drawn, strict=True)),
        begins_earlier=_iso(begins) if begins < axis.first else "",
    )


def _entries(result: AskResult, check: Check, words: Words) -> list[Entry]:
    entries = [_entry(finding, level_of(result, finding), check, words) for finding in _telling(result)]
    entries.sort(key=lambda entry: entry.date)
    for precision in (_MONTH, _YEAR):
        if len(entries) > MARKS_A_ROW:
            entries = _best_in_each(precision, entries)
    return entries


def _telling(result: AskResult) -> list[Finding]:
    return [finding for finding in every_finding(result) if tells(finding) and not is_rejected(result, finding)]


def _best_in_each(precision: int, entries: list[Entry]) -> list[Entry]:
    """Each side's highest level in each month or year, the first of equals."""
    best: dict[tuple[str, Side], Entry] = {}
    for entry in entries:
        key = (entry.date[:precision], entry.side)
        if key not in best or entry.level > best[key].level:
            best[key] = entry
    return list(best.values())


def _entry(finding: Finding, level: Level, check: Check, words: Words) -> Entry:
    source = check.sources[finding.document_id]
    return Entry(
        date=shown(source.date),
        side=source.side,
        level=int(level),
        word=words.levels[level].word,
        publisher=shown(source.publisher),
        unsure=finding.abstain,
    )


def _record(coverage: Coverage) -> list[Days]:
    written = [day for _, _, first, last in coverage.by_publisher for day in (first, last)]
    return [found for day in (*written, coverage.since, coverage.until) if (found := days(day))]


def _axis(dated: list[Days], record: list[Days], check: Check) -> Axis:
    """From a while before the first finding to the end of the record, the engagement included."""
    engagement = check.agenda.engagement
    visit = [found for day in (engagement.start, engagement.end) if (found := days(day))]
    first = min(found.first for found in (*dated, *visit))
    last = max(found.last for found in (*dated, *visit, *record))
    if record:
        lead = max(_LEAD, (last - first) // 2)
        first = min(first, max(first - lead, min(found.first for found in record)))
    return Axis(first, max(last, first + 30))


def _row(number: int, result: AskResult, entries: list[Entry], axis: Axis) -> Row:
    marks: list[Mark] = []
    for entry in entries:
        if when := days(entry.date):
            place = axis.place(when.middle)
            shift = min(_MOST_STEPS, _step(marks, place, entry.level))
            marks.append(Mark(entry, place, axis.place(when.first), axis.place(when.last), shift))
    by_height = sorted(marks, key=lambda mark: mark.entry.level)
    return Row(number, _short(result.ask.text), int(result.ask.bar or 0), tuple(by_height), tuple(entries))


def _step(marks: list[Mark], place: float, level: int) -> int:
    """Steps aside for a new mark, so that it stands clear of the marks at its place and height."""
    near = [mark for mark in marks if abs(mark.place - place) < _CLOSE and abs(mark.entry.level - level) < 2]
    return max((mark.shift + 1 for mark in near), default=0)


def _short(text: str) -> str:
    """The beginning of a text in at most so many columns."""
    width = 0
    for at, char in enumerate(words := shown_plain(text)):
        width += 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if width > _LABEL_WIDTH:
            return words[:at].rstrip() + "…"
    return words


def _held(coverage: Coverage, axis: Axis) -> tuple[Held, ...]:
    held = []
    for publisher, _, first, last in coverage.by_publisher[:_PUBLISHERS]:
        begin, end = days(first), days(last)
        if begin and end and end.last >= axis.first:
            gaps = _gaps(coverage, publisher)
            held.append(Held(_short(publisher), _stretches(begin.first, end.last, gaps, axis)))
    return tuple(held)


def _gaps(coverage: Coverage, publisher: str) -> list[tuple[int, int]]:
    own = [(days(start), days(end)) for name, start, end in coverage.gaps if name == publisher]
    return sorted((start.last, end.first) for start, end in own if start and end)


def _stretches(first: int, last: int, gaps: list[tuple[int, int]], axis: Axis) -> tuple[tuple[float, float], ...]:
    """Places from where to where documents are held; what lies before the axis is left out."""
    edges = [first, *(day for gap in gaps for day in gap), last]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return tuple((axis.place(a), axis.place(b)) for a, b in pairs if axis.first <= b and a <= b)


def _engagement(check: Check, axis: Axis) -> tuple[float, float] | None:
    engagement = check.agenda.engagement
    start, end = days(engagement.start), days(engagement.end or engagement.start)
    return (axis.place(start.first), axis.place(end.last)) if start and end else None


def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
