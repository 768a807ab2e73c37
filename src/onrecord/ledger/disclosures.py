"""What is told in May of a meeting in December belongs to the meeting, and is dated twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.ledger.engagement_match import Meant, is_record_of, meant
from onrecord.ledger.raisings import in_order, is_left_open, named
from onrecord.model.agenda import Ask
from onrecord.model.engagements import EngagementRecord
from onrecord.model.finding import Channel
from onrecord.model.occasion import Held
from onrecord.model.standing import Account, Cited, Claim, ClaimKind, Disclosure, Observation

Records = Callable[[tuple[str, ...]], Sequence[Held]]
"""Gives the documents in hand that tell of all of some parties, in any order."""


@dataclass(frozen=True, slots=True)
class _Record:
    """What the claims are held against."""

    observations: Sequence[Observation]
    records: Records
    engagements: Sequence[EngagementRecord]


def disclosures(
    ask: Ask,
    observations: Sequence[Observation],
    claims: Mapping[str, Sequence[Claim]],
    *,
    engagements: Sequence[EngagementRecord] = (),
    records: Records = lambda _parties: (),
) -> tuple[Disclosure, ...]:
    """The claims that the ask was raised at another time, generic ones too, in the order of their documents.

    `claims` are those read from each document, by its id; one concerns the ask if it shares words with the passages of
    the ask's finding there. Rejected findings, those left open and announcements give none. A text that is itself a
    record of the engagement it tells of discloses nothing. `records` finds documents in hand: without a complete record
    of the engagement among them, nothing is said of what its records leave out.
    """
    record = _Record(in_order(observations), records, engagements)
    made: list[Disclosure] = []
    for one in record.observations:
        if not _counts(one):
            continue
        for claim in claims.get(one.document.id, ()):
            if any(quote.span.overlaps(claim.quote.span) for quote in one.finding.evidence):
                told = _told(ask, one, claim, record)
                made += [] if told is None else [told]
    return tuple(dict.fromkeys(made))


def _counts(one: Observation) -> bool:
    return (
        one.finding.level > 0
        and one.finding.channel is not Channel.ANNOUNCED
        and not one.is_rejected
        and not is_left_open(one)
    )


def _told(ask: Ask, one: Observation, claim: Claim, record: _Record) -> Disclosure | None:
    source = Cited(one.document, claim.quote)
    known = one.document.date
    if claim.kind is ClaimKind.GENERIC:
        said = ("The words name no occasion: the claim is logged and resets no clock.",)
        return Disclosure(ask.id, source, "", known, "", Account.CLAIMED_NOT_COMPARABLE, True, said)
    found = meant(ask, claim, record.engagements)
    if found.engagement is not None and is_record_of(one.document, found.engagement):
        return None
    account, why = _account(one, found, record)
    engagement = "" if found.engagement is None else found.engagement.id
    when = f"Known on {known or 'an unknown day'}; it happened {_when(claim)}."
    return Disclosure(ask.id, source, claim.happened, known, engagement, account, False, (when, found.why, *why))


def _when(claim: Claim) -> str:
    if not claim.happened:
        return "on a day that the words do not tell"
    return f"on {claim.happened}" if len(claim.happened) == 10 else f"in {claim.happened}"


def _account(one: Observation, found: Meant, record: _Record) -> tuple[Account, tuple[str, ...]]:
    """How the claim stands to the records of its engagement; see `Account`."""
    if found.engagement is None:
        return Account.CLAIMED_NOT_COMPARABLE, ()
    about = record.records(found.engagement.parties)
    own = [held for held in about if is_record_of(held, found.engagement) and held.id != one.document.id]
    own.sort(key=lambda held: (held.date, held.id))
    ids = {held.id for held in own}
    saying = [other.document for other in record.observations if other.document.id in ids and _counts(other)]
    if saying:
        return Account.RECORDED, (f"A record of the engagement says it too: {_list(saying)}.",)
    whole = [held for held in own if held.complete]
    if not whole:
        cut = f" Only beginnings are in hand: {_list(own)}." if own else ""
        return Account.CLAIMED_NOT_COMPARABLE, (f"No complete record of the engagement is in hand.{cut}",)
    sides = ", ".join(sorted({held.side.value for held in whole}))
    return Account.CLAIMED_ONLY, (
        f"No record found in {len(whole)} document{'' if len(whole) == 1 else 's'} of the engagement "
        f"(side: {sides}): {_list(whole)}.",
    )


def _list(documents: Iterable[Held]) -> str:
    return "; ".join(dict.fromkeys(named(held) for held in documents))
