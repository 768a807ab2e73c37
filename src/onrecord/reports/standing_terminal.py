"""A terminal shows a standing in dense lines: the count first, then what it counts, then the words it rests on.

As in `terminal`, every word from outside is printed as text, never as markup.
"""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from onrecord.model.engagements import RecordStatus
from onrecord.reports.audience import Audience
from onrecord.reports.display import shown_plain
from onrecord.reports.drift_shown import drift_lines
from onrecord.reports.drift_view import DriftView
from onrecord.reports.questions import next_questions, question_lines
from onrecord.reports.standing_gate import cleared_standing
from onrecord.reports.standing_report import StandingReport
from onrecord.reports.standing_view import AskView, CitedView, ClockView, ask_views
from onrecord.reports.terminal import PROPOSAL
from onrecord.reports.words import SIDE_WORDS, codebook_words

_LONGEST = 110
"""Characters of a quote in a dense line; the page and the JSON output have all of it."""
_COUNT = 12
"""Columns that the counts of days take at least, so that their labels stand in a line."""


def standing_terminal(
    report: StandingReport,
    console: Console,
    *,
    audience: Audience = Audience.TEAM,
    questions: int = 1,
    drift: bool = False,
) -> None:
    """Prints the standing of every ask, with at most so many next questions for each (0: none).

    With `drift`, every wording of more than one day with its changes; else only how many there are.
    """
    safe = cleared_standing(report, audience)
    asked = next_questions(safe.report, most=questions)
    _head(safe.report, safe.notices, console)
    for ask in ask_views(safe.report, asked, codebook_words()):
        console.print()
        _line(console, f"{ask.number} {ask.text}", "bold")
        _ask(ask, console, questions=questions, drift=drift)
    _engagements(safe.report, console)


def _line(console: Console, words: str, style: str = "", indent: int = 0) -> None:
    console.print(Padding(Text(shown_plain(words), style=style), (0, 0, 0, indent), expand=False))


def _head(report: StandingReport, notices: tuple[str, ...], console: Console) -> None:
    _line(console, report.agenda.title, "bold")
    searched = report.coverage.searched
    noun = "document" if searched == 1 else "documents"
    _line(console, f"Standing on {report.today}, from {searched:,} {noun}. Made by {report.engine}.", "dim")
    for notice in notices:
        _line(console, notice, "bold")
    _line(console, PROPOSAL, "dim")
    if not report.standings:
        _line(console, "This agenda holds no asks.")


def _ask(ask: AskView, console: Console, *, questions: int, drift: bool) -> None:
    if ask.sealed:
        _line(console, "its standing is withheld", "dim", indent=2)
        return
    _line(console, f"{ask.parties} · bar: {ask.bar or 'none set'} · {ask.summary}", "dim", indent=2)
    for clock in ask.clocks:
        _clock(clock, console)
    for course in ask.courses:
        moves = [f"{s.date} {'–' if s.absent else s.level} {s.move}{_guarded(s.guards)}" for s in course.steps]
        _line(console, f"course of {course.series}: {' · '.join(moves)}", indent=2)
    for omission in ask.omissions:
        where = omission.document.source
        _line(console, f"omission, to be read: {where.date}, {where.publisher}: {omission.sentence}", indent=2)
    for view in ask.drift:
        _drift(view, console, whole=drift)
    for promise in ask.promises:
        line = f"{promise.answer}, {promise.whose}, {promise.cited.source.date}, {promise.due}{_said(promise.cited)}"
        evidence = f" · {len(promise.evidence)} later evidence attached" if promise.evidence else ""
        _line(console, line + evidence, indent=2)
    for told in ask.disclosures:
        _line(console, f"{told.account}: {told.dates}{_said(told.cited)}", indent=2)
    for engagement, ours, theirs in ask.accounts:
        _line(console, f"two records of {engagement}: ours{_said(ours)} · theirs{_said(theirs)}", indent=2)
    if questions:
        for indent, line in question_lines(ask.asked):
            _line(console, line, "" if indent else "italic", indent=4 + indent)


def _drift(view: DriftView, console: Console, *, whole: bool) -> None:
    lines = list(drift_lines(view, once=False)) if whole else [f"words: {SIDE_WORDS[view.side]}, {view.summary}"]
    for line in lines:
        console.print(Padding(Text(line), (0, 0, 0, 2), expand=False))


def _clock(clock: ClockView, console: Console) -> None:
    since = f" · {clock.since}" if clock.since else ""
    label = shown_plain(f"{clock.label}{since}{_said(clock.cited)}")
    console.print(Padding(Text(f"{clock.count:>{_COUNT}}  {label}"), (0, 0, 0, 2), expand=False))


def _guarded(guards: tuple[str, ...]) -> str:
    return " (not comparable)" if guards else ""


def _said(cited: CitedView | None) -> str:
    words = " ".join(cited.excerpts[0].quote.split()) if cited and cited.excerpts else ""
    if len(words) > _LONGEST:
        words = words[:_LONGEST].rpartition(" ")[0] + " …"
    return f" · “{words}”" if words else ""


def _engagements(report: StandingReport, console: Console) -> None:
    missing = [
        (one.engagement, expected)
        for one in report.followed
        for expected in one.expected
        if expected.status is not RecordStatus.APPEARED
    ]
    if missing:
        console.print()
        _line(console, "Records to expect that are not in hand", "bold")
    for engagement, expected in missing:
        _line(
            console,
            f"{engagement.start} {engagement.kind.value}: {expected.description}: {expected.status.value}",
            indent=2,
        )
