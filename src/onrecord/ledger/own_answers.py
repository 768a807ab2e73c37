"""A reply counts as an answer to an ask only where its own words name what is asked; else it may be to anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from onrecord.model.agenda import Ask
from onrecord.model.finding import Answer, Verdict
from onrecord.model.standing import Observation
from onrecord.text.own_words import regions_in, says

_JUDGED = frozenset({Verdict.CONFIRMED, Verdict.CORRECTED})


def own_answers(ask: Ask, observations: Iterable[Observation], *, of_person: bool) -> tuple[Observation, ...]:
    """The observations, each without its answer where the quote of that names neither the ask's region nor most of its
    words. `of_person`: the ask is for a named person, whom the quote must name. What a person confirmed stays."""
    return tuple(one if _counts(ask, one, of_person) else _bare(one) for one in observations)


def _counts(ask: Ask, one: Observation, of_person: bool) -> bool:
    if one.finding.answer is Answer.NONE:
        return True
    if one.judgement is not None and one.judgement.verdict in _JUDGED:
        return True
    quotes = [quote.exact for quote in one.finding.answer_evidence]
    if any(says(ask, words) for words in quotes):
        return True
    wanted = regions_in(ask.text) | regions_in(ask.object) | regions_in(ask.parent)
    return not of_person and any(wanted & regions_in(words) for words in quotes)


def _bare(one: Observation) -> Observation:
    return replace(one, finding=replace(one.finding, answer=Answer.NONE, answer_evidence=(), answer_reported=False))
