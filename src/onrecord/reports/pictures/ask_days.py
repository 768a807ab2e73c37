"""What a picture of one ask over time shows is gathered here, dated and in words, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.model.finding import Answer, State
from onrecord.model.record import Side
from onrecord.model.standing import Clock, Observation, Reset, Standing
from onrecord.reports.calendar import Axis, Days, days
from onrecord.reports.display import shown_plain
from onrecord.reports.question_subject import is_settled
from onrecord.reports.standing_clocks import clock_count, clock_label, main_clocks
from onrecord.reports.standing_report import StandingReport
from onrecord.reports.timeline import MARKS_A_ROW
from onrecord.reports.words import SIDE_WORDS, Words

_MONTH, _YEAR = len("2031-05"), len("2031")
_MARGIN = 30
"""Days of time that a picture shows at least."""


@dataclass(frozen=True, slots=True)
class Told:
    """One fact with its date, as the picture's table lists it."""

    date: str
    what: str
    """`raised`, `not found`, `answer`, `due`, `engagement`."""
    side: Side | None
    word: str
    level: int
    who: str
    where: str
    """Publisher and title."""
    class_: str = ""
    """`judged`, `unsure`, `over`: how its mark differs."""

    @property
    def label(self) -> str:
        side = SIDE_WORDS[self.side] if self.side else ""
        return ", ".join(filter(None, (f"{self.date or 'no date'}: {self.word}", side, self.who, self.where)))

    @property
    def days(self) -> Days | None:
        return days(self.date)


@dataclass(frozen=True, slots=True)
class AskDays:
    """Everything dated that a picture of one ask draws."""

    raised: tuple[Told, ...]
    """Lowest level first, so that the highest is drawn on top."""
    omitted: tuple[Told, ...]
    answers: tuple[Told, ...]
    dues: tuple[Told, ...]
    engagements: tuple[Told, ...]
    clock: Clock | None
    clock_words: str
    """What the bracket counts, e.g. `400 days`."""
    clock_label: str
    bar: int
    thinned: int
    """Findings that are left out, since the same side has one of at least that level in that month or year."""
    table: tuple[Told, ...]
    """Every fact that is not left out, by date, also those that cannot be drawn since they have none."""


def ask_days(standing: Standing, report: StandingReport, words: Words) -> AskDays:
    """The dated facts of an ask. Rejected findings are left out; a zero stands only where an official would not say, or
    said that it will be raised later."""
    raised = [_raised(one, words) for one in standing.observations if _tells(one)]
    drawn = _thinned(raised)
    answers = [_answer(one, words) for one in standing.observations if _answers(one)]
    omitted = list(_omitted(standing))
    dues = list(_dues(standing, report.today))
    engagements = list(_engagements(report))
    bracket = next((c for c in main_clocks(standing) if c.reset is Reset.RAISED and c.days is not None), None)
    listed = (*drawn, *omitted, *answers, *dues, *engagements)
    return AskDays(
        raised=tuple(sorted(drawn, key=lambda one: (one.level, one.date))),
        omitted=tuple(omitted),
        answers=tuple(sorted(answers, key=lambda one: one.date)),
        dues=tuple(sorted(dues, key=lambda one: one.date)),
        engagements=tuple(engagements),
        clock=bracket,
        clock_words=clock_count(bracket) if bracket else "",
        clock_label=clock_label(bracket, standing.ask.raiser) if bracket else "",
        bar=int(standing.ask.bar or 0),
        thinned=len(raised) - len(drawn),
        table=tuple(sorted(listed, key=lambda one: (one.date, one.what))),
    )


def axis_of(drawn: AskDays, today: str) -> Axis | None:
    """The stretch of time from the first fact to today, or to a later due date; None where nothing has a date."""
    own = [one for group in (drawn.raised, drawn.omitted, drawn.answers, drawn.dues) for one in group]
    found = [when for one in own if (when := one.days)]
    now = days(today)
    if not found:
        return None
    last = max(when.last for when in (*found, *([now] if now else [])))
    first = min(when.first for when in found)
    return Axis(first, max(last, first + _MARGIN))


def _tells(one: Observation) -> bool:
    said = one.finding.level > 0 or one.finding.state in (State.INTENT_ONLY, State.DECLINED)
    return said and not one.is_rejected


def _answers(one: Observation) -> bool:
    return one.finding.answer is not Answer.NONE and not one.is_rejected


def _raised(one: Observation, words: Words) -> Told:
    finding, held = one.finding, one.document
    word = f"{int(finding.level)} {words.levels[finding.level].word}"
    if finding.level == 0 and finding.state:
        word = f"0 {words.states[finding.state].word}"
    unsure = finding.abstain and not is_settled(one)
    class_ = "unsure" if unsure else "judged" if is_settled(one) else ""
    word += {"unsure": " (the engine abstains)", "judged": " (judged by a person)"}.get(class_, "")
    who = shown_plain(one.speaker)
    return Told(shown_plain(held.date), "raised", held.side, word, int(finding.level), who, _where(one), class_)


def _answer(one: Observation, words: Words) -> Told:
    word = words.answers[one.finding.answer].word
    said = f"{word}, as reported" if one.finding.answer_reported else word
    return Told(shown_plain(one.document.date), "answer", one.document.side, said, 0, "", _where(one))


def _where(one: Observation) -> str:
    return shown_plain(": ".join(filter(None, (one.document.publisher, one.document.title))))


def _omitted(standing: Standing) -> Iterator[Told]:
    for one in standing.omissions:
        held = one.document
        word = f"not found; present in {len(one.present)} of {one.compared} comparable documents before it"
        where = shown_plain(f"{held.publisher}: {held.title}")
        yield Told(shown_plain(held.date), "not found", held.side, word, 0, "", where)


def _dues(standing: Standing, today: str) -> Iterator[Told]:
    now = days(today)
    for clock in standing.clocks:
        when = days(clock.since)
        if clock.reset is Reset.DUE and when and now:
            over = when.last < now.first
            word = f"{clock_label(clock, standing.ask.raiser)}: {clock_count(clock)}"
            where = shown_plain(clock.source.document.title) if clock.source else ""
            yield Told(clock.since, "due", None, shown_plain(word), 0, "", where, "over" if over else "")
    told = {clock.since for clock in standing.clocks if clock.reset is Reset.DUE}
    for promise in standing.promises:
        when = days(promise.due)
        if when and now and promise.due not in told:
            over = when.last < now.first
            held = promise.source.document
            yield Told(
                promise.due,
                "due",
                held.side,
                "promised for this date",
                0,
                "",
                shown_plain(held.title),
                "over" if over else "",
            )


def _engagements(report: StandingReport) -> Iterator[Told]:
    for one in report.followed:
        engagement = one.engagement
        who = shown_plain(" and ".join(engagement.officials))
        end = f" to {engagement.end}" if engagement.end and engagement.end != engagement.start else ""
        yield Told(
            engagement.start,
            "engagement",
            None,
            shown_plain(engagement.kind.value + end),
            0,
            who,
            shown_plain(engagement.place),
        )


def _thinned(raised: list[Told]) -> list[Told]:
    """All, or where there are more than a row can hold each side's highest in a month, then in a year."""
    for precision in (_MONTH, _YEAR):
        if len(raised) > MARKS_A_ROW:
            best: dict[tuple[str, Side | None], Told] = {}
            for one in raised:
                key = (one.date[:precision], one.side)
                if key not in best or one.level > best[key].level:
                    best[key] = one
            raised = list(best.values())
    return raised
