"""A standing in the words that a page and a terminal show; neither adds a fact of its own."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model.agenda import Ask
from onrecord.model.occasion import Genre, Held, Occasion
from onrecord.model.standing import Cited, Clock, Course, Disclosure, Move, Omission, Promise, Standing, Step
from onrecord.reports.calendar import days
from onrecord.reports.display import direction, language_tag, shown, web_address
from onrecord.reports.drift_view import DriftView, drift_views
from onrecord.reports.excerpts import Excerpt
from onrecord.reports.finding_view import UNDATED, UNKNOWN_PUBLISHER, SourceView
from onrecord.reports.questions import Questions
from onrecord.reports.sealing import SEALED_ASK
from onrecord.reports.standing_clocks import clock_count, clock_label, main_clocks
from onrecord.reports.standing_report import StandingReport
from onrecord.reports.words import SIDE_WORDS, Words

ABSENT_MOVES = frozenset({Move.DROPPED, Move.ABSENT})


@dataclass(frozen=True, slots=True)
class CitedView:
    """A document and the words in it, if words are meant."""

    source: SourceView
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class ClockView:
    """`400 days | last raised … | 2025-10-20`."""

    count: str
    label: str
    since: str
    cited: CitedView | None
    computation: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepView:
    """One document of a series: its date, what it does, and the level in a word."""

    date: str
    move: str
    level: int
    word: str
    absent: bool
    cited: CitedView
    guards: tuple[str, ...]
    proposal: bool


@dataclass(frozen=True, slots=True)
class CourseView:
    series: str
    edited: tuple[str, ...]
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class OmissionView:
    """`present in 4 of 5 comparable documents before it`."""

    sentence: str
    strength: str
    document: CitedView
    present: tuple[CitedView, ...]
    computation: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PromiseView:
    answer: str
    whose: str
    due: str
    """Its due date in words: `by 2026-05-31, which is past`."""
    cited: CitedView
    evidence: tuple[CitedView, ...]
    proposal: bool
    computation: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DisclosureView:
    account: str
    dates: str
    cited: CitedView
    computation: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskView:
    """One ask's standing."""

    number: int
    text: str
    direction: str
    parties: str
    bar: str
    sealed: bool
    summary: str
    clocks: tuple[ClockView, ...]
    """Those that tell most; `more_clocks` are the others."""
    more_clocks: tuple[ClockView, ...]
    courses: tuple[CourseView, ...]
    omissions: tuple[OmissionView, ...]
    promises: tuple[PromiseView, ...]
    disclosures: tuple[DisclosureView, ...]
    accounts: tuple[tuple[str, CitedView, CitedView], ...]
    drift: tuple[DriftView, ...]
    asked: Questions


def ask_views(report: StandingReport, asked: tuple[Questions, ...], words: Words) -> tuple[AskView, ...]:
    """Every ask's standing, in the report's order."""
    pairs = zip(report.standings, asked, strict=True)
    return tuple(_ask(number, one, own, report, words) for number, (one, own) in enumerate(pairs, 1))


def _ask(number: int, one: Standing, asked: Questions, report: StandingReport, words: Words) -> AskView:
    ask = one.ask
    main = main_clocks(one)
    told = set(map(id, main))
    return AskView(
        number=number,
        text=shown(ask.text),
        direction=direction(ask.text),
        parties=f"{shown(ask.raiser) or '?'} to {shown(ask.target) or '?'}",
        bar="" if ask.bar is None else f"{int(ask.bar)} {words.levels[ask.bar].word}",
        sealed=ask.text == SEALED_ASK,
        summary=_summary(one),
        clocks=tuple(_clock(clock, ask) for clock in main),
        more_clocks=tuple(_clock(c, ask) for c in one.clocks if c.days is not None and id(c) not in told),
        courses=tuple(_course(course, words) for course in one.courses),
        omissions=tuple(_omission(omission) for omission in one.omissions),
        promises=tuple(_promise(promise, report.today, words) for promise in one.promises),
        disclosures=tuple(_disclosure(disclosure) for disclosure in one.disclosures),
        accounts=tuple(
            (shown(two.engagement), cited_view(two.ours), cited_view(two.theirs))
            for two in report.accounts
            if two.ask_id == ask.id
        ),
        drift=drift_views(one.wordings),
        asked=asked,
    )


def _summary(one: Standing) -> str:
    number = len({observation.document.id for observation in one.observations if not observation.is_rejected})
    noun = "document" if number == 1 else "documents"
    return f"words on it in {number} {noun}" if number else "no words on it found in the documents in hand"


def _clock(clock: Clock, ask: Ask) -> ClockView:
    return ClockView(
        count=clock_count(clock),
        label=shown(clock_label(clock, ask.raiser)),
        since=shown(clock.since),
        cited=cited_view(clock.source) if clock.source else None,
        computation=tuple(map(shown, clock.computation)),
    )


def _course(course: Course, words: Words) -> CourseView:
    steps = tuple(_step(step, words) for step in course.steps)
    return CourseView(shown(course.series.key), tuple(map(shown, course.series.edited)), steps)


def _step(step: Step, words: Words) -> StepView:
    absent = step.level == 0
    return StepView(
        date=shown(step.document.date) or UNDATED,
        move=step.move.value,
        level=step.level,
        word="not found" if absent else next(m.word for level, m in words.levels.items() if level == step.level),
        absent=absent,
        cited=cited_view(Cited(step.document, step.quote)),
        guards=tuple(map(shown, step.guards)),
        proposal=step.proposal,
    )


def _omission(one: Omission) -> OmissionView:
    return OmissionView(
        sentence=f"No words on it were found in this document; present in {len(one.present)} of {one.compared} "
        "comparable documents before it.",
        strength=f"{one.strength:.2f}",
        document=cited_view(Cited(one.document, None)),
        present=tuple(map(cited_view, one.present)),
        computation=tuple(map(shown, one.computation)),
    )


def _promise(one: Promise, today: str, words: Words) -> PromiseView:
    return PromiseView(
        answer=words.answers[one.answer].word,
        whose="as reported by the other side" if one.reported else "in the words of the side that was asked",
        due=_due(one, today),
        cited=cited_view(one.source),
        evidence=tuple(map(cited_view, one.evidence)),
        proposal=one.proposal,
        computation=tuple(map(shown, one.computation)),
    )


def _due(one: Promise, today: str) -> str:
    due, now = days(one.due), days(today)
    if due is None or now is None:
        return "no date named"
    past = due.last < now.first
    return f"by {one.due}, which is past" if past else f"by {one.due}"


def _disclosure(one: Disclosure) -> DisclosureView:
    happened = f"of {one.happened}" if one.happened else "of no named day"
    known = one.known or UNDATED
    return DisclosureView(
        account="a claim that names no occasion; it resets no clock" if one.generic else one.account.value,
        dates=shown(f"said on {known}, {happened}"),
        cited=cited_view(one.source),
        computation=tuple(map(shown, one.computation)),
    )


def cited_view(cited: Cited) -> CitedView:
    """A document and its words as finding.html.j2 shows them."""
    quote, language = cited.quote, language_tag(cited.document.language)
    found: tuple[Excerpt, ...] = ()
    if quote is not None:
        words = shown(quote.exact)
        found = (Excerpt("", words, "", quote.start, quote.end, language, direction(quote.exact)),)
    return CitedView(source_view(cited.document), found)


def source_view(held: Held) -> SourceView:
    """Where words stand, as finding.html.j2 shows it."""
    return SourceView(
        side=held.side,
        side_word=SIDE_WORDS[held.side],
        publisher=shown(held.publisher) or UNKNOWN_PUBLISHER,
        date=shown(held.date) or UNDATED,
        when=_contact(held.occasion),
        title=shown(held.title) or "document without a title",
        link=web_address(held.url),
        address=shown(held.url),
        language=language_tag(held.language),
    )


def _contact(occasion: Occasion) -> str:
    """What kind of text it is, and of what contact: `readout of a meeting`; empty where it is of no known kind."""
    genre = "" if occasion.genre is Genre.OTHER else occasion.genre.value
    return f"{genre} of a {occasion.contact.value}" if occasion.contact and genre == "readout" else genre
