"""One finding as a reader meets it: the level in a word, the quote in its place, the reasons on demand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord.model.agenda import Ask, Engagement, Level
from onrecord.model.finding import Answer, Finding, Judgement, Scope, Source, State, Verdict
from onrecord.model.record import Side
from onrecord.reports.display import language_tag, shown, web_address
from onrecord.reports.excerpts import Excerpt, excerpts
from onrecord.reports.words import SIDE_WORDS, Meaning, Words

UNDATED = "no date"
UNKNOWN_PUBLISHER = "publisher not known"


@dataclass(frozen=True, slots=True)
class SourceView:
    """Where a finding was found."""

    side: Side
    side_word: str
    publisher: str
    date: str
    when: str
    """`before`, `during` or `after the engagement`; empty where either date is not known."""
    title: str
    link: str
    """An http or https address; empty where there is none to go to."""
    address: str
    language: str


@dataclass(frozen=True, slots=True)
class ReasonView:
    rule: str
    sentence: str
    words: str
    known: bool
    """True if the rule stands in the list of rules at the end of the page."""


@dataclass(frozen=True, slots=True)
class AnswerView:
    answer: Answer
    word: str
    sentence: str
    whose: str
    source: SourceView
    excerpts: tuple[Excerpt, ...]
    unsure: bool


@dataclass(frozen=True, slots=True)
class JudgedView:
    """A person's word beside a proposal: a shape and words, so that nothing hangs on a colour."""

    shape: str
    words: str
    note: str


@dataclass(frozen=True, slots=True)
class FindingView:
    level: Level
    word: str
    marks: tuple[tuple[str, Meaning], ...]
    """State, scope, force and channel, each under its label."""
    source: SourceView
    excerpts: tuple[Excerpt, ...]
    answer: AnswerView | None
    reasons: tuple[ReasonView, ...]
    other_action: bool
    abstain: bool
    confidence: str
    telling: str
    """For a 0 that is more than an absence (would not say, will be raised): its word; else empty."""
    judged: JudgedView | None
    """What a person decided; None while the finding is a proposal."""
    limits: str
    """What keeps the level from meaning more, for a cell of the table; empty where nothing does."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Turns findings into what is shown of them."""

    words: Words
    sources: dict[str, Source]
    engagement: Engagement
    judgements: dict[str, Judgement] = field(default_factory=dict)
    """By document id."""

    def finding(self, finding: Finding, ask: Ask, *, quotes: int) -> FindingView:
        """The finding with at most so many of its quotes."""
        source = self.sources[finding.document_id]
        return FindingView(
            level=finding.level,
            word=self.words.levels[finding.level].word,
            marks=self._marks(finding),
            source=self.source(source),
            excerpts=tuple(excerpts(finding.evidence[:quotes], source)),
            answer=self.answer(finding, ask, quotes=quotes),
            reasons=tuple(self._reason(r.rule, r.sentence, r.words) for r in finding.reasons),
            other_action=finding.other_action,
            abstain=finding.abstain,
            confidence=f"{finding.confidence:.0%}",
            telling=self._telling(finding),
            judged=judged_view(self.judgements.get(finding.document_id), self.words),
            limits=", ".join(_limits(finding)),
        )

    def answer(self, finding: Finding, ask: Ask, *, quotes: int) -> AnswerView | None:
        """The target's answer in this finding; None where there is none."""
        if finding.answer is Answer.NONE:
            return None
        source = self.sources[finding.document_id]
        meaning = self.words.answers[finding.answer]
        return AnswerView(
            answer=finding.answer,
            word=meaning.word,
            sentence=meaning.sentence,
            whose=_whose(finding, ask, source),
            source=self.source(source),
            excerpts=tuple(excerpts(finding.answer_evidence[:quotes], source)),
            unsure=finding.abstain,
        )

    def source(self, source: Source) -> SourceView:
        return SourceView(
            side=source.side,
            side_word=SIDE_WORDS[source.side],
            publisher=shown(source.publisher) or UNKNOWN_PUBLISHER,
            date=shown(source.date) or UNDATED,
            when=_when(source.date, self.engagement),
            title=shown(source.title) or "document without a title",
            link=web_address(source.url),
            address=shown(source.url),
            language=language_tag(source.language),
        )

    def _telling(self, finding: Finding) -> str:
        if finding.level is not Level.NOT_ON_RECORD or finding.state in (None, State.SILENT):
            return ""
        return self.words.states[finding.state].word

    def _marks(self, finding: Finding) -> tuple[tuple[str, Meaning], ...]:
        found = [
            ("record", self.words.states[finding.state] if finding.state else None),
            ("about", self.words.scopes[finding.scope] if finding.scope else None),
            ("force", self.words.forces[finding.force] if finding.force else None),
            ("said", self.words.channels[finding.channel] if finding.channel else None),
        ]
        return tuple((label, meaning) for label, meaning in found if meaning)

    def _reason(self, rule: str, sentence: str, words: str) -> ReasonView:
        known = rule in self.words.rules
        return ReasonView(shown(rule), shown(sentence) or self.words.rule_sentence(rule), shown(words), known)


REJECTED = "✗"
"""The shape of a finding of which a person said that the document does not say it."""

_SHAPES = {
    Verdict.CONFIRMED: ("✓", "confirmed"),
    Verdict.CORRECTED: ("≠", "corrected"),
    Verdict.REJECTED: (REJECTED, "rejected"),
    Verdict.UNDECIDED: ("?", "left open"),
}


def judged_view(judged: Judgement | None, words: Words) -> JudgedView | None:
    """The judgement in words: `confirmed by Ana`, `corrected to 2 concern by Ana`; None where nobody judged."""
    if judged is None:
        return None
    shape, said = _SHAPES[judged.verdict]
    if judged.level is not None:
        said = f"{said} to {judged.level.value} {words.levels[judged.level].word}"
    return JudgedView(shape, f"{said} by {shown(judged.by) or 'a person'}", shown(judged.note))


def _limits(finding: Finding) -> Iterator[str]:
    if finding.scope is Scope.CLASS:
        yield "for a class"
    if finding.scope is Scope.PART:
        yield "in part"
    if finding.other_action:
        yield "for another action"
    if finding.abstain:
        yield "engine abstains"


def _whose(finding: Finding, ask: Ask, source: Source) -> str:
    """Whose words the answer is in; the record of one side is never passed off as the other's."""
    if finding.answer_reported:
        return f"as reported by {shown(source.publisher) or 'the raiser'}"
    match source.side:
        case Side.THEIRS:
            return f"in the words of {shown(ask.target) or 'the target'}"
        case Side.JOINT:
            return "in a joint text"
        case Side.OURS | Side.THIRD:
            return f"{shown(ask.target) or 'the target'}, quoted by {shown(source.publisher) or 'another side'}"


def _when(date: str, engagement: Engagement) -> str:
    """How a date stands to the engagement's days, as far as both are precise enough to tell."""
    start, end = engagement.start, engagement.end or engagement.start
    if not (date and start):
        return ""
    size = min(len(date), len(start), len(end))
    day, first, last = date[:size], start[:size], end[:size]
    if day < first:
        return "before the engagement"
    if day > last:
        return "after the engagement"
    return "during the engagement" if len(date) >= max(len(start), len(end)) else ""
