"""What is news is told once; what was added late, or told before, is not news."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from onrecord.model.alerts import Arrival, Change, Forecast, News, Notice, Occurrence, Told, Wanted
from onrecord.model.finding import Answer
from onrecord.model.occasion import Held
from onrecord.model.record import Quote, Side
from onrecord.model.standing import Cited, Observation, Omission, Standing

SPEAKS = frozenset({Side.OURS, Side.JOINT})
"""Whose documents raise an ask."""

_ALWAYS_TIMELY = frozenset({Occurrence.CHANGED, Occurrence.TAKEN_BACK})

NEVER: Mapping[str, int] = {}


def news(
    standings: Iterable[Standing],
    wanted: Wanted,
    *,
    arrived: Mapping[str, Arrival],
    changes: Sequence[Change] = (),
    told: Collection[str] = (),
    begun: Mapping[str, int] = NEVER,
) -> News:
    """What is to be told of documents that arrived and changed; `arrived` is by their ids.

    `told` are keys of notices that were given before. `begun` says for the ids of asks at which entry of the ledger
    the alert began for them: what was recorded up to there is no news. A document without a date gives no notice but
    is counted; so is one that was published more than `wanted.stale_days` before it was taken in.
    """
    found = [notice for one in _wished(standings, wanted) for notice in _of(one, wanted, _since(one, arrived, begun))]
    found += [_changed(change) for change in changes if _is_wanted(change, wanted, begun)]
    fresh = {notice.key: notice for notice in found if notice.key not in told}
    timely = [notice for notice in fresh.values() if _is_timely(notice, wanted, arrived)]
    told_of = {notice.document.id for notice in timely}
    left = {notice.document for notice in fresh.values() if notice.document.id not in told_of}
    counted = {held.id: held.date for held in left if arrived[held.id].is_new}
    undated = sum(not day for day in counted.values())
    return News(tuple(sorted(timely, key=_order)), len(counted) - undated, undated)


def taken_back(
    told: Iterable[Told],
    standings: Iterable[Standing],
    documents: Mapping[str, Held],
    *,
    retracted: Collection[tuple[str, str]] = (),
) -> tuple[Notice, ...]:
    """What was told as raised or answered and no longer stands by a person's word, each with a key of its own.

    `retracted` are (ask id, document id) of findings that were retracted. What an engine or a new version of the page
    reads otherwise than before is not taken back by a person and is not among them.
    """
    seen = {(one.finding.ask_id, one.document.id): one for held in standings for one in held.observations}
    made = (
        _taken_back(one, documents[one.document_id], _verdict_on(one, seen, retracted))
        for one in told
        if one.occurrence in _FOUND and one.document_id in documents
    )
    return tuple(notice for notice in made if notice is not None)


def forecast(standings: Iterable[Standing], wanted: Wanted, *, since: str, today: str) -> Forecast:
    """What `news` would have told from `since` to `today`, had each document arrived on the day of its date.

    Changes after publication are not in it: nobody can tell from a record when they will be made.
    """
    held = list(_wished(standings, wanted))
    seen = {seen.document for standing in held for seen in standing.observations}
    seen |= {omission.document for standing in held for omission in standing.omissions}
    arrived = {document.id: Arrival(1, document.date) for document in seen}
    days = [notice.document.date for standing in held for notice in _of(standing, wanted, arrived)]
    days = sorted(day for day in days if since[: len(day)] <= day <= today and day)
    counts = Counter(day[:7] for day in days)
    return Forecast(
        months=tuple((month, counts[month]) for month in _months(since, today)),
        undated=sum(len(day) == 4 for day in days),
        last_week=sum(day > _before(today, 7) for day in days),
        last_month=sum(day > _before(today, 30) for day in days),
        last=days[-1] if days else "",
    )


def _wished(standings: Iterable[Standing], wanted: Wanted) -> Iterator[Standing]:
    return (standing for standing in standings if not wanted.asks or standing.ask.id in wanted.asks)


def _since(standing: Standing, arrived: Mapping[str, Arrival], begun: Mapping[str, int]) -> dict[str, Arrival]:
    """What arrived since the alert began for this ask."""
    start = begun.get(standing.ask.id, 0)
    return {id_: arrival for id_, arrival in arrived.items() if arrival.entry > start}


def _of(standing: Standing, wanted: Wanted, arrived: Mapping[str, Arrival]) -> Iterator[Notice]:
    """The notices of an ask on the documents that arrived."""
    new = {id_ for id_, arrival in arrived.items() if arrival.is_new}
    raised = [seen for seen in standing.observations if _raises(seen, wanted)]
    for at, seen in enumerate(raised):
        if seen.document.id in new:
            yield from _of_raising(seen, raised[:at], wanted)
    if Occurrence.ANSWERED in wanted.occurrences:
        yield from (_answered(seen) for seen in standing.observations if seen.document.id in new and _answers(seen))
    if Occurrence.DROPPED in wanted.occurrences:
        yield from (_dropped(omission) for omission in standing.omissions if omission.document.id in arrived)


def _raises(seen: Observation, wanted: Wanted) -> bool:
    return seen.finding.level >= wanted.least and seen.document.side in SPEAKS and not seen.is_rejected


def _answers(seen: Observation) -> bool:
    return seen.finding.answer is not Answer.NONE and not seen.is_rejected


def _of_raising(seen: Observation, earlier: Sequence[Observation], wanted: Wanted) -> Iterator[Notice]:
    before = max((past.document.date for past in earlier if past.document.date), default="")
    gap = _days_between(before, seen.document.date)
    if Occurrence.FIRST_IN in wanted.occurrences and (not before or (gap is not None and gap >= wanted.days)):
        how = f"in {gap:,} days (last on {before})" if before else "in the record in hand"
        yield _raising(seen, Occurrence.FIRST_IN, f"{_at(seen)}, for the first time {how}.")
    elif Occurrence.RAISED in wanted.occurrences:
        yield _raising(seen, Occurrence.RAISED, f"{_at(seen)}.")


def _at(seen: Observation) -> str:
    return f"Found at level {int(seen.finding.level)} ({seen.finding.level.word})"


def _raising(seen: Observation, occurrence: Occurrence, why: str) -> Notice:
    """Its key does not tell the first time from others: which one it is, documents that come later may change."""
    key = _key(Occurrence.RAISED, seen.finding.ask_id, seen.document.id, str(int(seen.finding.level)))
    return _seen(key, occurrence, seen, seen.finding.evidence, why)


def _answered(seen: Observation) -> Notice:
    finding = seen.finding
    reported = ", as the other side reports it" if finding.answer_reported else ""
    key = _key(Occurrence.ANSWERED, finding.ask_id, seen.document.id, finding.answer.value)
    why = f"Answered: {finding.answer.value}{reported}."
    return _seen(key, Occurrence.ANSWERED, seen, finding.answer_evidence, why)


def _seen(key: str, occurrence: Occurrence, seen: Observation, quotes: Iterable[Quote], why: str) -> Notice:
    cited = tuple(Cited(seen.document, quote) for quote in quotes)
    return Notice(key, occurrence, seen.finding.ask_id, seen.document, cited, why, seen.judgement is None)


def _dropped(omission: Omission) -> Notice:
    why = (
        f"No record found in this document; present in {len(omission.present)} of the "
        f"{omission.compared} comparable documents in hand before it."
    )
    key = _key(Occurrence.DROPPED, omission.ask_id, omission.document.id, omission.series)
    return Notice(key, Occurrence.DROPPED, omission.ask_id, omission.document, omission.present, why)


def _is_wanted(change: Change, wanted: Wanted, begun: Mapping[str, int]) -> bool:
    return (
        Occurrence.CHANGED in wanted.occurrences
        and (not wanted.asks or change.ask_id in wanted.asks)
        and change.entry > begun.get(change.ask_id, 0)
        and (max(change.levels) >= wanted.least or change.answers)
    )


def _changed(change: Change) -> Notice:
    why = f"{_what_changed(change)} Seen before on {change.seen[0][:10]}, with the change on {change.seen[1][:10]}."
    key = _key(Occurrence.CHANGED, change.ask_id, change.document.id, "\n".join(change.texts))
    return Notice(key, Occurrence.CHANGED, change.ask_id, change.document, change.before, why)


def _what_changed(change: Change) -> str:
    before, after = (f"level {int(level)} ({level.word})" for level in change.levels)
    levels = f"still {after}" if before == after else f"{before} before, {after} now"
    if change.is_lost:
        now = f"There now: “{change.now}”" if change.now else "Nothing stands in their place."
        return f"The words below, on which a finding rests, were changed: {levels}. {now}"
    if change.before:
        return f"The words below stand, but what was changed around them changes the finding: {levels}."
    return f"Words on the ask came into it: {levels}: “{change.now}”"


_FOUND = frozenset({Occurrence.RAISED, Occurrence.FIRST_IN, Occurrence.ANSWERED})


def _verdict_on(told: Told, seen: Mapping[tuple[str, str], Observation], retracted: Collection[tuple[str, str]]) -> str:
    """What a person said of the finding that was told since; empty if it stands."""
    now = seen.get((told.ask_id, told.document_id))
    if now is None:
        return "retracted the finding" if (told.ask_id, told.document_id) in retracted else ""
    if now.is_rejected:
        return "rejected the finding: the document does not say it"
    if now.judgement is None or now.judgement.level is None or told.occurrence is Occurrence.ANSWERED:
        return ""
    level = now.finding.level
    stands = _key(Occurrence.RAISED, told.ask_id, told.document_id, str(int(level))) == told.key
    return "" if stands else f"corrected the finding to level {int(level)} ({level.word})"


def _taken_back(told: Told, document: Held, verdict: str) -> Notice | None:
    if not verdict:
        return None
    key = _key(Occurrence.TAKEN_BACK, told.ask_id, told.document_id, told.key)
    why = f"Told on {told.at[:10]} as “{told.occurrence.value}”; since then a person {verdict}."
    return Notice(key, Occurrence.TAKEN_BACK, told.ask_id, document, (), why, proposal=False)


def _key(occurrence: Occurrence, ask: str, document: str, what: str) -> str:
    return hashlib.sha256("\n".join((occurrence.name, ask, document, what)).encode()).hexdigest()[:32]


def _is_timely(notice: Notice, wanted: Wanted, arrived: Mapping[str, Arrival]) -> bool:
    """A change is news whenever the document is of; anything else only while its document is young."""
    if notice.occurrence in _ALWAYS_TIMELY:
        return True
    late = _days_between(_last_day(notice.document), arrived[notice.document.id].at[:10])
    return late is not None and late <= wanted.stale_days


def _last_day(document: Held) -> str:
    """The last day that an imprecise date may mean, so that a document known by its month counts as young in it."""
    day = document.date
    if len(day) == 7:
        first = date.fromisoformat(f"{day}-01")
        return ((first.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)).isoformat()
    return f"{day}-12-31" if len(day) == 4 else day


def _days_between(earlier: str, later: str) -> int | None:
    if len(earlier) != 10 or len(later) != 10:
        return None
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def _before(day: str, days: int) -> str:
    return (date.fromisoformat(day) - timedelta(days)).isoformat()


def _months(since: str, until: str) -> Iterator[str]:
    month = date.fromisoformat(since).replace(day=1)
    while month.isoformat() <= until:
        yield month.isoformat()[:7]
        month = (month + timedelta(32)).replace(day=1)


def _order(notice: Notice) -> tuple[str, str, str, str]:
    return notice.document.date, notice.document.id, notice.ask_id, notice.occurrence.name
