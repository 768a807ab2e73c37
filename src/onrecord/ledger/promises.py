"""A promise is the promiser's words with a date at most; that it was kept is a person's word, with a text beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from onrecord.ledger.raisings import in_order, is_left_open, is_proposal
from onrecord.model.finding import Answer
from onrecord.model.occasion import Held
from onrecord.model.record import Quote
from onrecord.model.standing import Attached, Cited, Due, Observation, Promise

BINDING = frozenset({Answer.PROMISED, Answer.DONE})
"""Answers that bind: an effort named, and what is said to be done already."""


class DueReader(Protocol):
    """Reads the due dates from words; `onrecord.reading.due_dates.due_in` is one."""

    def __call__(self, text: str, *, said: str) -> tuple[Due, ...]: ...


def promises(
    observations: Iterable[Observation],
    *,
    due_in: DueReader,
    attached: Sequence[Attached] = (),
    documents: Mapping[str, Held] | None = None,
) -> tuple[Promise, ...]:
    """The promises among the answers, in the order of their documents; words with two dates are two promises.

    Rejected findings and those left open give none. What the raiser reports of a promise is marked `reported`. Evidence
    hangs on the finding's entry: a finding that is retracted takes it along, and brings it back. `documents` are those
    that evidence may lie in, by id; evidence in another document is told, not shown.
    """
    made: list[Promise] = []
    for one in in_order(observations):
        if one.finding.answer in BINDING and not one.is_rejected and not is_left_open(one):
            made += _of(one, due_in, _evidence(one, attached), documents or {})
    return tuple(made)


def _evidence(one: Observation, attached: Sequence[Attached]) -> list[Attached]:
    mine = {held for held in attached if one.entry and held.finding == one.entry}
    return sorted(
        mine, key=lambda held: (held.document_id, -1 if held.quote is None else held.quote.start, held.by, held.note)
    )


def _of(
    one: Observation, due_in: DueReader, evidence: Sequence[Attached], documents: Mapping[str, Held]
) -> Iterable[Promise]:
    shown = tuple(Cited(documents[held.document_id], held.quote) for held in evidence if held.document_id in documents)
    told = tuple(_said_of(held, documents) for held in evidence)
    for quote, due in _dated(one, due_in):
        yield Promise(
            one.finding.ask_id,
            one.finding.answer,
            Cited(one.document, quote),
            one.finding.answer_reported,
            "" if due is None else due.first,
            "" if due is None else due.quote.exact,
            shown,
            one.entry,
            is_proposal(one),
            (_how(due, one), *told),
        )


def _dated(one: Observation, due_in: DueReader) -> list[tuple[Quote | None, Due | None]]:
    """Each due date with the passage that names it; the first passage alone where none does."""
    quotes = one.finding.answer_evidence
    if one.finding.answer is Answer.DONE:
        return [(quotes[0] if quotes else None, None)]
    found = [(quote, due) for quote in quotes for due in due_in(quote.exact, said=one.document.date)]
    return [*found] or [(quotes[0] if quotes else None, None)]


def _how(due: Due | None, one: Observation) -> str:
    if one.finding.answer is Answer.DONE:
        return "It is said to be done already: a claim until other evidence stands beside it."
    if due is None:
        return "The words name no date."
    if not due.first:
        return f"The words count from a day that is not known: {due.basis}."
    if due.basis == "said":
        return f"Said on {one.document.date}; by the words it falls due on {due.first}."
    return f"The words name the date: {due.first}."


def _said_of(held: Attached, documents: Mapping[str, Held]) -> str:
    """Who attached what; the note stays with the entry, since it may hold a name."""
    missing = "" if held.document_id in documents else ", which is not in hand"
    return f"{held.by} attached {held.document_id}{missing}."
