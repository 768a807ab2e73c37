"""An agenda from which names were taken must still load, so that a reader can run the check again."""

from __future__ import annotations

from dataclasses import replace

from onrecord.model.agenda import Agenda, Ask, Case, Ground
from onrecord.model.record import Quote
from onrecord.reports.withholding import MASK

BLACKED = "\u2588"
"""Stands for one withheld character in a quote, so that its offsets still fit its length."""


def publishable(agenda: Agenda) -> Agenda:
    """A cleared agenda as a file: withheld characters shown as black, no reference to a case that is gone."""
    known = {word for case in agenda.cases for word in (case.id, *case.names)}
    engagement = replace(agenda.engagement, quote=_shown(agenda.engagement.quote))
    return replace(
        agenda,
        engagement=engagement,
        asks=tuple(_ask(ask, known) for ask in agenda.asks),
        grounds=tuple(_ground(ground) for ground in agenda.grounds),
        cases=tuple(_case(case) for case in agenda.cases),
    )


def _ask(ask: Ask, known: set[str]) -> Ask:
    return replace(ask, quote=_shown(ask.quote), cases=tuple(case for case in ask.cases if case in known))


def _ground(ground: Ground) -> Ground:
    return replace(ground, quote=_black(ground.quote))


def _case(case: Case) -> Case:
    return replace(case, quote=_shown(case.quote))


def _shown(quote: Quote | None) -> Quote | None:
    return None if quote is None else _black(quote)


def _black(quote: Quote) -> Quote:
    return replace(quote, exact=quote.exact.replace(MASK, BLACKED))
