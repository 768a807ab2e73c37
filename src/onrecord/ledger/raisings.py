"""A raising counts from the day on which it took place; a claim, an intention and a guess count from no day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from onrecord.model.finding import Channel, State, Verdict
from onrecord.model.occasion import Held
from onrecord.model.record import Quote
from onrecord.model.standing import Cited, Disclosure, Observation
from onrecord.text.dates import PartialDate
from onrecord.text.imprecise_dates import is_yet_to_come, read_date


@dataclass(frozen=True, slots=True)
class Raising:
    """An observation that a clock may count from."""

    observation: Observation
    day: PartialDate
    """When it was raised: the document's date, or the day that a later text tells."""
    quote: Quote | None
    channel: Channel | None
    note: str = ""
    """What a reader must know of this day; empty where it is the document's own date."""

    @property
    def cited(self) -> Cited:
        return Cited(self.observation.document, self.quote)

    @property
    def proposal(self) -> bool:
        """True if no person has judged the finding."""
        return is_proposal(self.observation)


@dataclass(frozen=True, slots=True)
class Passed:
    """An observation that resets no clock."""

    observation: Observation
    day: PartialDate | None
    """The document's date; None where it has none."""
    why: str
    """A sentence part that follows `did not reset it: `."""


ANNOUNCED = "an intention is not an act"
GENERIC = "a claim that names no occasion"
UNTOLD = "it says that it was raised earlier, not when"
UNSURE = "the engine is not sure of it and no person has confirmed it"
REJECTED = "a person rejected it"
OPEN = "a person looked at it and left it open"
UNDATED = "its document has no date"
AHEAD = "its date is still to come"


def sorted_out(
    observations: Iterable[Observation], *, today: date, disclosures: Sequence[Disclosure] = ()
) -> tuple[tuple[Raising, ...], tuple[Passed, ...]]:
    """What counts as raised, and what does not with the reason, both in an order that arrival does not change.

    Observations that found neither the ask nor an intention to raise it are in neither. A finding whose passages are
    all claims of earlier raising counts from the day that they tell; one with other passages too counts from both.
    """
    told = _by_document(disclosures)
    raisings: list[Raising] = []
    passed: list[Passed] = []
    for one in in_order(observations):
        if not _speaks(one):
            continue
        why = _set_aside(one, today)
        if why:
            passed.append(Passed(one, read_date(one.document.date), why))
            continue
        counted, idle = _days_of(one, told.get(one.document.id, ()), today)
        raisings += counted
        passed += idle
    return tuple(raisings), tuple(passed)


def is_proposal(one: Observation) -> bool:
    """True if no person has judged the finding."""
    return one.judgement is None


def is_left_open(one: Observation) -> bool:
    """True if a person looked at it and would not decide."""
    return one.judgement is not None and one.judgement.verdict is Verdict.UNDECIDED


def in_order(observations: Iterable[Observation]) -> list[Observation]:
    """By the date and the id of the document; of two findings in one document, by what they say: never by arrival."""
    found = sorted(observations, key=lambda one: (one.document.date, one.document.id))
    documents = groupby(found, key=lambda one: (one.document.date, one.document.id))
    return [one for _, same in documents for one in _by_words(list(same))]


def _by_words(same: list[Observation]) -> list[Observation]:
    return sorted(same, key=_order) if len(same) > 1 else same


def _order(one: Observation) -> tuple[str | int, ...]:
    document, finding = one.document, one.finding
    channel = "" if finding.channel is None else finding.channel.value
    quotes = "".join(f"{quote.start:09}" for quote in (*finding.evidence, *finding.answer_evidence))
    said = "" if one.judgement is None else f"{one.judgement.at} {one.judgement.verdict.value} {one.judgement.by}"
    told = (finding.answer.value, channel, quotes, said, str(finding.abstain), one.speaker)
    return document.date, document.id, finding.ask_id, one.entry, int(finding.level), *told


def _by_document(disclosures: Sequence[Disclosure]) -> dict[str, list[Disclosure]]:
    told: dict[str, list[Disclosure]] = {}
    for disclosure in disclosures:
        told.setdefault(disclosure.source.document.id, []).append(disclosure)
    return told


def _speaks(one: Observation) -> bool:
    return one.finding.level > 0 or one.finding.state is State.INTENT_ONLY


def _set_aside(one: Observation, today: date) -> str:
    """Why the whole observation resets nothing; empty if it may."""
    if one.is_rejected:
        return REJECTED
    if is_left_open(one):
        return OPEN
    if one.finding.channel is Channel.ANNOUNCED or one.finding.level == 0:
        return ANNOUNCED
    if one.finding.abstain and is_proposal(one):
        return UNSURE
    day = read_date(one.document.date)
    if day is None:
        return UNDATED
    return AHEAD if is_yet_to_come(day, today) else ""


def _days_of(one: Observation, disclosures: Sequence[Disclosure], today: date) -> tuple[list[Raising], list[Passed]]:
    """The day of each kind of passage that the finding rests on: its own words, and those that tell of earlier days."""
    day = read_date(one.document.date)
    own = [quote for quote in one.finding.evidence if not any(_same(quote, told) for told in disclosures)]
    telling = [told for told in disclosures if any(_same(quote, told) for quote in one.finding.evidence)]
    counted: list[Raising] = []
    passed: list[Passed] = []
    if day is not None and (own or not telling):
        counted.append(Raising(one, day, own[0] if own else None, one.finding.channel))
    for told in sorted(telling, key=lambda told: (told.happened, told.generic, _place(told))):
        happened = read_date(told.happened)
        if told.generic or happened is None:
            passed.append(Passed(one, day, GENERIC if told.generic else UNTOLD))
        elif is_yet_to_come(happened, today):
            passed.append(Passed(one, day, AHEAD))
        else:
            note = f"Made known on {told.known}; {told.account.value}."
            counted.append(Raising(one, happened, told.source.quote, Channel.REPORTED_PRIVATE, note))
    return counted, passed


def _same(quote: Quote, told: Disclosure) -> bool:
    return told.source.quote is None or quote.span.overlaps(told.source.quote.span)


def _place(told: Disclosure) -> int:
    return -1 if told.source.quote is None else told.source.quote.start


def named(document: Held) -> str:
    """The document without its title or words, which may hold a name that must not travel."""
    return f"{document.publisher or 'unknown publisher'}, {document.date or 'no date'} ({document.id})"
