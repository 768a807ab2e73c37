"""What is news is told once; what was added late, or told before, is not news."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from onrecord.model.alerts import Change, Forecast, News, Notice, Occurrence, Wanted
from onrecord.model.finding import Answer
from onrecord.model.occasion import Held
from onrecord.model.record import Quote, Side
from onrecord.model.standing import Cited, Observation, Omission, Standing

SPEAKS = frozenset({Side.OURS, Side.JOINT})
"""Whose documents raise an ask."""


def news(
    standings: Iterable[Standing],
    wanted: Wanted,
    *,
    arrived: Mapping[str, str],
    changes: Sequence[Change] = (),
    told: Collection[str] = (),
) -> News:
    """What is to be told of documents that arrived since the last round: their ids, with when the store took them in.

    `told` are keys of notices that were given before. A document without a date gives no notice but is counted; so
    is one that was published more than `wanted.stale_days` before it was taken in.
    """
    found = [notice for standing in _wished(standings, wanted) for notice in _of(standing, wanted, set(arrived))]
    found += [_changed(change) for change in changes if Occurrence.CHANGED in wanted.occurrences]
    fresh = {notice.key: notice for notice in found if notice.key not in told}
    timely = [notice for notice in fresh.values() if _is_timely(notice, wanted, arrived)]
    late = {notice.document.id for notice in fresh.values() if notice.document.date} - {
        notice.document.id for notice in timely
    }
    undated = {notice.document.id for notice in fresh.values() if not notice.document.date}
    return News(tuple(sorted(timely, key=_order)), len(late), len(undated))


def forecast(standings: Iterable[Standing], wanted: Wanted, *, since: str, today: str) -> Forecast:
    """What `news` would have told from `since` to `today`, had each document arrived on the day of its date.

    Changes after publication are not in it: nobody can tell from a record when they will be made.
    """
    held = list(_wished(standings, wanted))
    ids = {seen.document.id for standing in held for seen in standing.observations}
    ids |= {omission.document.id for standing in held for omission in standing.omissions}
    days = [notice.document.date for standing in held for notice in _of(standing, wanted, ids)]
    days = sorted(day for day in days if since <= day <= today)
    counts = Counter(day[:7] for day in days)
    months = tuple((month, counts[month]) for month in _months(since, today))
    return Forecast(
        months=months,
        most=max(counts.values(), default=0),
        last_week=sum(day > _before(today, 7) for day in days),
        last_month=sum(day > _before(today, 30) for day in days),
        last=days[-1] if days else "",
    )


def _wished(standings: Iterable[Standing], wanted: Wanted) -> Iterator[Standing]:
    return (standing for standing in standings if not wanted.asks or standing.ask.id in wanted.asks)


def _of(standing: Standing, wanted: Wanted, ids: Collection[str]) -> Iterator[Notice]:
    """The notices of an ask on the documents of these ids."""
    raised = [seen for seen in standing.observations if _raises(seen, wanted)]
    for at, seen in enumerate(raised):
        if seen.document.id in ids:
            yield from _of_raising(seen, raised[:at], wanted)
    if Occurrence.ANSWERED in wanted.occurrences:
        yield from (_answered(seen) for seen in standing.observations if seen.document.id in ids and _answers(seen))
    if Occurrence.DROPPED in wanted.occurrences:
        yield from (_dropped(omission) for omission in standing.omissions if omission.document.id in ids)


def _raises(seen: Observation, wanted: Wanted) -> bool:
    return seen.finding.level >= wanted.least and seen.document.side in SPEAKS and not seen.is_rejected


def _answers(seen: Observation) -> bool:
    return seen.finding.answer is not Answer.NONE and not seen.is_rejected


def _of_raising(seen: Observation, earlier: Sequence[Observation], wanted: Wanted) -> Iterator[Notice]:
    before = max((past.document.date for past in earlier if past.document.date), default="")
    gap = _days_between(before, seen.document.date)
    if Occurrence.FIRST_IN in wanted.occurrences and (not before or (gap is not None and gap >= wanted.days)):
        how = f"for the first time in {gap} days (last on {before})" if before else "for the first time in the record"
        yield _raising(seen, Occurrence.FIRST_IN, f"{_at(seen)}, {how}.")
    elif Occurrence.RAISED in wanted.occurrences:
        yield _raising(seen, Occurrence.RAISED, f"{_at(seen)}.")


def _at(seen: Observation) -> str:
    return f"Found at level {int(seen.finding.level)} ({seen.finding.level.word})"


def _raising(seen: Observation, occurrence: Occurrence, why: str) -> Notice:
    return _notice(occurrence, seen, _cited(seen, seen.finding.evidence), why, str(int(seen.finding.level)))


def _answered(seen: Observation) -> Notice:
    reported = ", as the other side reports it" if seen.finding.answer_reported else ""
    why = f"Answered: {seen.finding.answer.value}{reported}."
    cited = _cited(seen, seen.finding.answer_evidence)
    return _notice(Occurrence.ANSWERED, seen, cited, why, seen.finding.answer.value)


def _notice(occurrence: Occurrence, seen: Observation, cited: tuple[Cited, ...], why: str, what: str) -> Notice:
    ask = seen.finding.ask_id
    key = _key(occurrence, ask, seen.document.id, what)
    return Notice(key, occurrence, ask, seen.document, cited, why, seen.judgement is None)


def _dropped(omission: Omission) -> Notice:
    why = (
        f"No record found in this document; present in {len(omission.present)} of the "
        f"{omission.compared} comparable documents in hand before it."
    )
    key = _key(Occurrence.DROPPED, omission.ask_id, omission.document.id, omission.series)
    return Notice(key, Occurrence.DROPPED, omission.ask_id, omission.document, omission.present, why)


def _changed(change: Change) -> Notice:
    quote = change.before.quote
    assert quote is not None, "a change is of words"
    now = f"“{change.now}” stands there now" if change.now else "they are gone"
    why = f"The words that a finding rests on were changed: {now}."
    key = _key(Occurrence.CHANGED, change.ask_id, change.document.id, f"{quote.exact}\n{change.now}")
    return Notice(key, Occurrence.CHANGED, change.ask_id, change.document, (change.before,), why)


def _cited(seen: Observation, quotes: Iterable[Quote]) -> tuple[Cited, ...]:
    return tuple(Cited(seen.document, quote) for quote in quotes)


def _key(occurrence: Occurrence, ask: str, document: str, what: str) -> str:
    return hashlib.sha256("\n".join((occurrence.name, ask, document, what)).encode()).hexdigest()[:32]


def _is_timely(notice: Notice, wanted: Wanted, arrived: Mapping[str, str]) -> bool:
    """A change is news whenever the document is of; anything else only while its document is young."""
    if notice.occurrence is Occurrence.CHANGED:
        return True
    late = _days_between(_last_day(notice.document), arrived[notice.document.id][:10])
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
