"""What a question speaks of is read from the ask and from what was found for it, and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.model.agenda import Ask, Level
from onrecord.model.finding import Coverage, Verdict
from onrecord.model.occasion import Genre, Held
from onrecord.model.record import Quote, Side
from onrecord.model.standing import Cited, Observation, Standing
from onrecord.reports.display import web_address
from onrecord.reports.question import Citation, Gap, said
from onrecord.reports.question_forms import Draft, in_a_sentence
from onrecord.reports.standing_report import StandingReport
from onrecord.reports.withholding import readable

OWN = frozenset({Side.OURS, Side.JOINT})
"""Sides whose documents hold the raiser's own words."""
_LONGEST_TOPIC = 120


@dataclass(frozen=True, slots=True)
class Subject:
    """An ask as its questions speak of it."""

    standing: Standing
    report: StandingReport

    @property
    def ask(self) -> Ask:
        return self.standing.ask

    def draft(
        self,
        gap: Gap,
        slots: Mapping[str, str],
        evidence: Mapping[str, tuple[Citation, ...]],
        computation: tuple[str, ...] = (),
        strength: float = 1.0,
    ) -> Draft:
        """A draft with the slots that every sentence may use."""
        common = {
            "topic": topic(self.ask),
            "target": readable(in_a_sentence(self.ask.target)),
            "today": self.report.today,
            "issuer": readable(self.ask.claimant or self.report.agenda.issuer) or "the statement",
        }
        to = readable(self.ask.raiser)
        return Draft(self.ask.id, gap, to, {**common, **slots}, evidence, strength, computation)


def topic(ask: Ask) -> str:
    """What the ask is about as a phrase: its object where that is given, else its words in quotation marks."""
    if ask.object:
        return readable(ask.object)
    words = " ".join(readable(ask.text).split()).rstrip(". ")
    if len(words) > _LONGEST_TOPIC:
        words = words[:_LONGEST_TOPIC].rpartition(" ")[0] + " …"
    return f"the ask “{words}”"


def found(subject: Subject) -> list[Observation]:
    """The raiser's side's and joint observations of level 1 and above that count."""
    return [
        one
        for one in subject.standing.observations
        if one.document.side in OWN
        and one.finding.level > Level.NOT_ON_RECORD
        and not one.is_rejected
        and (is_settled(one) or not one.finding.abstain)
    ]


def is_settled(one: Observation) -> bool:
    """True if a person confirmed or corrected the finding."""
    return one.judgement is not None and one.judgement.verdict in (Verdict.CONFIRMED, Verdict.CORRECTED)


def was_searched(coverage: Coverage) -> bool:
    """True if the raiser's side had a fair chance to be found: documents, and where some are expected, one of them."""
    own = [expected for expected in coverage.expected if expected.side in OWN]
    return coverage.searched > 0 and (not own or any(expected.in_hand for expected in own))


def statement(subject: Subject) -> Citation | None:
    """The ask's own words in the statement that the agenda was drafted from."""
    agenda, quote = subject.report.agenda, subject.ask.quote
    if quote is None or not quote.exact.strip():
        return None
    name = agenda.source or f"sha256:{agenda.source_digest}"
    return Citation(name, agenda.issuer, "", agenda.title, web_address(agenda.source), "", quote)


def has_quote(cited: Cited | None) -> bool:
    """True if words are cited, not a document as a whole."""
    return cited is not None and cited.quote is not None


def quote_of(cited: Cited) -> Quote:
    """The words that are cited. Raises ValueError where the document as a whole is."""
    if cited.quote is None:
        raise ValueError(f"the document {cited.document.id!r} is cited as a whole")
    return cited.quote


def cited_slots(cited: Cited) -> dict[str, str]:
    """The quote, its date and its publisher, for a sentence."""
    held = cited.document
    return {"quote": said(quote_of(cited)), "date": date_of(held), "publisher": publisher_of(held)}


def date_of(held: Held) -> str:
    """Its date, or that there is none."""
    return held.date or "no known date"


def publisher_of(held: Held) -> str:
    """Its publisher, or that none is known."""
    return readable(held.publisher) or "a publisher that is not known"


def genre_of(held: Held) -> str:
    """What kind of text it is, in a word."""
    return "document" if held.occasion.genre is Genre.OTHER else held.occasion.genre.value
