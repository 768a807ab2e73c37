"""How an ask fared over time: who said how much, what was answered, what is due, and how long ago the last word was.

Four lanes on one axis: the clock, the levels, the answers and due dates, and what is in hand of each publisher.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from onrecord.model.record import Side
from onrecord.model.standing import Standing
from onrecord.reports.calendar import Axis, Days, days
from onrecord.reports.display import shown_plain
from onrecord.reports.pictures.ask_days import AskDays, Told, ask_days, axis_of
from onrecord.reports.pictures.marks import RADIUS, flag, hollow, mark, placed_words, spread
from onrecord.reports.pictures.picture import Drawing, Layout, Picture
from onrecord.reports.pictures.strips import STRIP, Strip, draw_strips, strips
from onrecord.reports.pictures.svg import box, element, line, text_width, titled, words
from onrecord.reports.standing_report import StandingReport
from onrecord.reports.words import SIDE_WORDS, Words

_GUTTER = 68.0
_TOP = 40.0
_LEVEL = 25.0
"""Height between two levels."""
_LANE = 44.0
"""Height of the lane of answers, and of that of due dates: a mark and two lines of words."""
_ROWS = 2
_ASIDE = 11.0
"""How far a mark is set aside from another of its height; a line leads from it to its own date."""
_AXIS = 22.0


def ask_picture(number: int, standing: Standing, report: StandingReport, codebook: Words) -> Picture | None:
    """The picture of an ask over time; None where nothing that was found has a date."""
    drawn = ask_days(standing, report, codebook)
    axis = axis_of(drawn, report.today)
    if axis is None:
        return None
    level_words = tuple(meaning.word for meaning in codebook.levels.values())
    plan = _Plan(drawn, axis, strips(report.coverage), level_words, report.today)
    return Picture(
        id=f"ask-{number}-time",
        title=f"Ask {number} over time: {shown_plain(standing.ask.text)}",
        desc=_description(drawn, report.today),
        head=("Date", "What", "In words", "Side", "Speaker", "Where"),
        rows=tuple(
            (one.date or "no date", one.what, one.word, SIDE_WORDS[one.side] if one.side else "", one.who, one.where)
            for one in drawn.table
        ),
        draw=plan.draw,
    )


def _description(drawn: AskDays, today: str) -> str:
    clock = f" The bracket counts {drawn.clock_words} to {today}: {drawn.clock_label}." if drawn.clock else ""
    most = "Each side's best of a month or a year is shown, {} more findings are in the JSON output."
    thinned = f" {most.format(drawn.thinned)}" if drawn.thinned else ""
    return (
        "Each mark is a document at its date: its height and figure are the level, its shape is whose record it is."
        f"{clock} Below are answers, due dates, and what is in hand of each publisher.{thinned} "
        "The table lists the same."
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where things stand in the picture; x in units from the left, y from the top."""

    drawn: AskDays
    axis: Axis
    strips: tuple[Strip, ...]
    level_words: tuple[str, ...]
    today: str

    def draw(self, layout: Layout) -> Drawing:
        return _Drawn(self, layout).drawing()


@dataclass(frozen=True, slots=True)
class _Drawn:
    plan: _Plan
    layout: Layout

    def x(self, day: float) -> float:
        return _GUTTER + self.plan.axis.place(day) * (self.layout.width - _GUTTER) / 100

    @staticmethod
    def y(level: int) -> float:
        return _TOP + (4 - level) * _LEVEL

    def drawing(self) -> Drawing:
        under = self.y(0) + 18
        lanes = []
        for name, told in (("answers", self.plan.drawn.answers), ("due", self.plan.drawn.dues)):
            if told:
                lanes.append(self._lane(name, told, under))
                under += _LANE
        record = draw_strips(self.plan.strips, self.plan.axis, self.layout, left=_GUTTER, top=under)
        bottom = under + len(self.plan.strips) * STRIP + 4
        back = (self._bands(bottom), self._ticks(bottom), self._grid(), self._today(bottom))
        front = (self._clock(), *self._ranges(), *self._marks(), *lanes, record)
        return Drawing(Markup("").join((*back, *front)), bottom + _AXIS)

    def _grid(self) -> Markup:
        """A line for each level, with its word at the left; the bar is dotted and says so."""
        parts = []
        for level, word in enumerate(self.plan.level_words):
            kind = "base" if level == 0 else "bar" if level == self.plan.drawn.bar else "rule"
            parts.append(line(_GUTTER, self.y(level), self.layout.width, self.y(level), kind))
            label = "0" if level == 0 else f"{level} {word}"
            parts.append(words(label, 0, self.y(level) + 4, size="small", class_="quiet", width=_GUTTER - 2))
        return Markup("").join(parts)

    def _ticks(self, bottom: float) -> Markup:
        width = self.layout.width - _GUTTER
        parts = []
        for place, label in self.plan.axis.ticks():
            x = _GUTTER + place * width / 100
            parts.append(line(x, _TOP - 8, x, bottom, "rule"))
            half = text_width(label, size="small") / 2
            middle = min(max(x, _GUTTER + half), self.layout.width - half)
            parts.append(words(label, middle, bottom + 14, size="small", anchor="middle", class_="quiet"))
        return Markup("").join(parts)

    def _today(self, bottom: float) -> Markup:
        now = days(self.plan.today)
        return line(self.x(now.first), _TOP - 22, self.x(now.first), bottom, "today") if now else Markup("")

    def _bands(self, bottom: float) -> Markup:
        """Engagements as bands from their first to their last day."""
        parts = []
        for one in self.plan.drawn.engagements:
            when = one.days
            if when and when.last >= self.plan.axis.first and when.first <= self.plan.axis.last:
                start, end = self.x(when.first), self.x(when.last)
                parts.append(
                    titled(one.label, box(start - 2.5, _TOP - 12, end - start + 5, bottom - _TOP + 12, "band"))
                )
        return Markup("").join(parts)

    def _clock(self) -> Markup:
        """A bracket from the last raising to today, with the count on it."""
        clock, now = self.plan.drawn.clock, days(self.plan.today)
        since = days(clock.since) if clock else None
        if since is None or now is None:
            return Markup("")
        start, end = max(_GUTTER, self.x(since.last)), self.x(now.first)
        said, width = self.plan.drawn.clock_words, text_width(self.plan.drawn.clock_words)
        middle = min(max((start + end) / 2, _GUTTER + width / 2), self.layout.width - width / 2)
        bracket = element("path", d=f"M{start:.1f} {_TOP - 14:.1f}v-6H{end:.1f}v6", class_="clock")
        return titled(self.plan.drawn.clock_label, bracket, words(said, middle, _TOP - 25, anchor="middle"))

    def _ranges(self) -> list[Markup]:
        """A bar as long as an imprecise date is."""
        found = []
        for one in (*self.plan.drawn.raised, *self.plan.drawn.omitted):
            when = one.days
            if when and when.last - when.first > 0:
                found.append(line(self.x(when.first), self.y(one.level), self.x(when.last), self.y(one.level), "range"))
        return found

    def _marks(self) -> list[Markup]:
        own = [(one, when) for one in (*self.plan.drawn.omitted, *self.plan.drawn.raised) if (when := one.days)]
        now = days(self.plan.today)
        right = self.x(now.first) if now else self.layout.width - RADIUS - 2
        true = [(self.x(when.middle), self.y(one.level)) for one, when in own]
        edges = (_GUTTER + RADIUS, max(right, *(x for x, _ in true)) if true else right)
        places = spread(true, step=_ASIDE, limit=2 * _ASIDE, edges=edges)
        parts: list[Markup] = []
        for (one, _), x, (real, y) in zip(own, places, true, strict=True):
            if x != real:
                parts.append(line(real, y + RADIUS + 4, x, y, "stem"))
            parts.append(self._mark(one, x))
        return parts

    def _mark(self, one: Told, x: float) -> Markup:
        side = one.side or Side.THIRD
        if one.what == "not found":
            return hollow(side, x, self.y(0), one.label)
        return mark(side, one.level, x, self.y(one.level), one.label, class_=one.class_)

    def _lane(self, name: str, told: tuple[Told, ...], top: float) -> Markup:
        """Marks on a line, each with its words below where there is room for them."""
        dated = sorted(((one, when) for one in told if (when := one.days)), key=lambda pair: pair[1].middle)
        said = [(self.x(when.middle), _short(one)) for one, when in dated]
        labels = placed_words(said, left=_GUTTER, right=self.layout.width, rows=_ROWS)
        parts: list[Markup] = [words(name, 0, top + 13, size="small", class_="quiet", width=_GUTTER - 2)]
        for (one, when), label in zip(dated, labels, strict=True):
            parts.append((self._answer if one.what == "answer" else self._due)(one, when, top + 9))
            if label:
                parts.append(words(_short(one), label[0], top + 27 + 12 * label[1], size="small"))
        return Markup("").join(parts)

    def _answer(self, one: Told, when: Days, y: float) -> Markup:
        x = self.x(when.middle)
        long = line(self.x(when.first), y, self.x(when.last), y, "range") if when.last > when.first else Markup("")
        side = "theirs" if one.side is Side.THEIRS else ""
        square = box(x - 5, y - 5, 10, 10, "shape", rx=0.0 if side else 5.0)
        return long + titled(one.label, square, class_="answer")

    def _due(self, one: Told, when: Days, y: float) -> Markup:
        return flag(self.x(when.last), y, one.label, class_=one.class_)


def _short(one: Told) -> str:
    """What stands beside a mark: an answer's word, a due date's day."""
    return one.word.partition(",")[0] if one.what == "answer" else one.date
