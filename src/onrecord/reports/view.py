"""A scorecard says of each ask what the record holds, and of the record what it does not hold."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model.agenda import Agenda, Ask
from onrecord.model.finding import AskResult, Check, Coverage, Finding
from onrecord.model.record import Quote, Side
from onrecord.reports.display import direction, shown, web_address
from onrecord.reports.finding_view import UNDATED, UNKNOWN_PUBLISHER, AnswerView, FindingView, Viewer
from onrecord.reports.reach import REACH_WORDS, Reach, answered, every_finding, reached, tells
from onrecord.reports.words import Words

BEST_QUOTES = 3
"""Quotes shown of the best finding of a side."""
OTHERS_SHOWN = 30
"""Other findings of an ask that a page shows; a machine-readable output holds all."""

IDS_SHOWN = 12
"""Ids of the documents that meet an expected record; a machine-readable output holds all."""

_SHOWN_SIDES = (Side.OURS, Side.THEIRS, Side.JOINT)


@dataclass(frozen=True, slots=True)
class BarView:
    """The level that would meet an ask, and whether the record in hand holds it."""

    level: int
    word: str
    reach: Reach
    reach_word: str
    date: str
    publisher: str
    """Of the finding that has the level; both empty where none does."""


@dataclass(frozen=True, slots=True)
class GroundView:
    kind: str
    quote: str
    start: int
    end: int
    claimant: str


@dataclass(frozen=True, slots=True)
class AskView:
    number: int
    text: str
    direction: str
    raiser: str
    target: str
    claim: str
    """Whose ask it is."""
    quote: Quote | None
    bar: BarView | None
    grounds: tuple[GroundView, ...]
    unsure: tuple[str, ...]
    best: dict[Side, FindingView]
    """Of each side whose record tells how far it was raised; an answer alone does not."""
    answer: AnswerView | None
    more_answers: int
    others: tuple[FindingView, ...]
    """Findings besides the best of each side, by date; at most `OTHERS_SHOWN`."""
    others_left: int


@dataclass(frozen=True, slots=True)
class ExpectedView:
    description: str
    side: Side
    in_hand: tuple[tuple[str, bool], ...]
    """(id, True if only the beginning of the text is in hand) of each document that meets it."""

    @property
    def state(self) -> str:
        """Whether it is in hand, in words, with the documents' ids."""
        if not self.in_hand:
            return "not captured"
        all_cut = all(cut_off for _, cut_off in self.in_hand)
        named = [f"{id_} (cut off)" if cut_off and not all_cut else id_ for id_, cut_off in self.in_hand[:IDS_SHOWN]]
        more = len(self.in_hand) - len(named)
        words = "in hand, cut off" if all_cut else "in hand"
        return f"{words}: {', '.join(named)}" + (f" and {more} more" if more else "")


@dataclass(frozen=True, slots=True)
class CoverageView:
    searched: int
    period: str
    publishers: tuple[tuple[str, int, str], ...]
    gaps: tuple[tuple[str, str, str], ...]
    expected: tuple[ExpectedView, ...]

    @property
    def no_record(self) -> str:
        """What is said where nothing was found."""
        noun = "document" if self.searched == 1 else "documents"
        return f"no record found in {self.searched:,} {noun}"

    def not_captured(self, side: Side) -> int:
        """Number of the side's expected records that are not in hand."""
        return sum(expected.side is side and not expected.in_hand for expected in self.expected)


@dataclass(frozen=True, slots=True)
class ScorecardView:
    title: str
    issuer: str
    source: str
    source_link: str
    engagement: str
    dates: str
    parties: tuple[str, ...]
    officials: tuple[str, ...]
    unsure: tuple[str, ...]
    engine: str
    sides: tuple[tuple[Side, str], ...]
    """The columns of the table, each with the name of the party where all asks share it."""
    asks: tuple[AskView, ...]
    coverage: CoverageView


def scorecard_view(check: Check, words: Words) -> ScorecardView:
    """What a scorecard shows of a check whose names are cleared already."""
    agenda = check.agenda
    return ScorecardView(
        title=shown(agenda.title) or "Agenda without a title",
        issuer=shown(agenda.issuer) or "not known",
        source=shown(agenda.source),
        source_link=web_address(agenda.source),
        engagement="" if agenda.engagement.kind == "none" else shown(agenda.engagement.kind),
        dates=_period(agenda.engagement.start, agenda.engagement.end),
        parties=tuple(map(shown, agenda.engagement.parties)),
        officials=tuple(map(shown, agenda.engagement.officials)),
        unsure=tuple(map(shown, agenda.engagement.unsure)),
        engine=shown(check.engine),
        sides=_sides(check),
        asks=tuple(_ask(number, result, check, words) for number, result in enumerate(check.results, 1)),
        coverage=_coverage(check.coverage),
    )


def _ask(number: int, result: AskResult, check: Check, words: Words) -> AskView:
    ask = result.ask
    viewer = Viewer(words, check.sources, check.agenda.engagement, result.judgements)
    best = {side: found for side in Side if (found := result.best.get(side)) and tells(found)}
    others, left = _others(result, check)
    answers = answered(result)
    return AskView(
        number=number,
        text=shown(ask.text) or "ask without words",
        direction=direction(ask.text),
        raiser=shown(ask.raiser),
        target=shown(ask.target),
        claim=_claim(ask, check.agenda),
        quote=ask.quote and Quote(ask.quote.start, ask.quote.end, shown(ask.quote.exact)),
        bar=_bar(result, check, words),
        grounds=_grounds(ask, check.agenda, words),
        unsure=tuple(map(shown, ask.unsure)),
        best={side: viewer.finding(finding, ask, quotes=BEST_QUOTES) for side, finding in best.items()},
        answer=viewer.answer(_latest_answer(answers, check), ask, quotes=BEST_QUOTES) if answers else None,
        more_answers=max(0, len(answers) - 1),
        others=tuple(viewer.finding(finding, ask, quotes=1) for finding in others),
        others_left=left,
    )


def _latest_answer(answers: list[Finding], check: Check) -> Finding:
    """The latest of the target's own words; where there are none, the latest that another reports."""
    own = [finding for finding in answers if check.sources[finding.document_id].side is Side.THEIRS]
    sure = [finding for finding in own or answers if not finding.abstain]
    return max(sure or own or answers, key=lambda finding: check.sources[finding.document_id].date)


def _others(result: AskResult, check: Check) -> tuple[list[Finding], int]:
    """The findings that are nobody's best, by date, and how many are left out."""
    best = {finding for finding in result.best.values() if tells(finding)}
    others = [finding for finding in every_finding(result) if finding not in best]
    kept = sorted(others[:OTHERS_SHOWN], key=lambda finding: check.sources[finding.document_id].date)
    return kept, len(others) - len(kept)


def _claim(ask: Ask, agenda: Agenda) -> str:
    issuer = shown(agenda.issuer) or "the issuer of the asks"
    claimant = shown(ask.claimant) or issuer
    return claimant if ask.own or claimant == issuer else f"{claimant}, as reported by {issuer}"


def _bar(result: AskResult, check: Check, words: Words) -> BarView | None:
    sides = [(finding, check.sources[finding.document_id].side) for finding in every_finding(result)]
    found = reached(result, sides)
    if found is None or result.ask.bar is None:
        return None
    source = check.sources[found.finding.document_id] if found.finding else None
    return BarView(
        level=int(result.ask.bar),
        word=words.levels[result.ask.bar].word,
        reach=found.reach,
        reach_word=REACH_WORDS[found.reach],
        date=(shown(source.date) or UNDATED) if source else "",
        publisher=(shown(source.publisher) or UNKNOWN_PUBLISHER) if source else "",
    )


def _grounds(ask: Ask, agenda: Agenda, words: Words) -> tuple[GroundView, ...]:
    return tuple(
        GroundView(
            kind=words.grounds[ground.kind].word,
            quote=shown(ground.quote.exact),
            start=ground.quote.start,
            end=ground.quote.end,
            claimant=shown(ground.claimant) or shown(agenda.issuer),
        )
        for ground in agenda.grounds
        if ask.id in ground.asks
    )


def _sides(check: Check) -> tuple[tuple[Side, str], ...]:
    """Ours, theirs and joint always; third only where something was found in a third party's record."""
    raisers = {result.ask.raiser for result in check.results}
    targets = {result.ask.target for result in check.results}
    party = {Side.OURS: _only(raisers), Side.THEIRS: _only(targets)}
    third = any(Side.THIRD in result.best for result in check.results)
    sides = (*_SHOWN_SIDES, Side.THIRD) if third else _SHOWN_SIDES
    return tuple((side, party.get(side, "")) for side in sides)


def _only(names: set[str]) -> str:
    return shown(names.copy().pop()) if len(names) == 1 else ""


def _coverage(coverage: Coverage) -> CoverageView:
    return CoverageView(
        searched=coverage.searched,
        period=_period(coverage.since, coverage.until),
        publishers=tuple(
            (shown(publisher) or UNKNOWN_PUBLISHER, number, _period(first, last))
            for publisher, number, first, last in coverage.by_publisher
        ),
        gaps=tuple((shown(publisher), shown(start), shown(end)) for publisher, start, end in coverage.gaps),
        expected=tuple(
            ExpectedView(
                shown(expected.description),
                expected.side,
                tuple((shown(id_), id_ in expected.cut_off) for id_ in expected.in_hand),
            )
            for expected in coverage.expected
        ),
    )


def _period(start: str, end: str) -> str:
    """Two dates as one phrase; an open end is said, not left to be guessed."""
    start, end = shown(start), shown(end)
    if start and end:
        return start if start == end else f"{start} to {end}"
    if start:
        return f"from {start}"
    return f"until {end}" if end else ""
