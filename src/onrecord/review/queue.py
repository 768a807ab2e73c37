"""What a reviewer sees next is what most depends on a person's word: the order is total and does not move by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.model.agenda import Ask
from onrecord.review.reasons import Why, weights
from onrecord.review.units import Unit
from onrecord.review.weighing import Deciding, reasons_of

__all__ = ["Deciding", "Queued", "decides", "queue"]

Key = tuple[int, int, int, int, int, str]


@dataclass(frozen=True, slots=True)
class Queued:
    """A finding in its place, with the others that say the same in the same words."""

    unit: Unit
    why: tuple[Why, ...]
    """The weightiest first; never empty."""
    also: tuple[Unit, ...] = ()
    """Findings of the same ask in copies: the same words, level and answer on the same side, judged alike or not at
    all."""

    @property
    def is_judged(self) -> bool:
        return self.unit.judgement is not None


def queue(
    units: Iterable[Unit], *, asks: Sequence[Ask] = (), deciding: Deciding | None = None, since: str = ""
) -> tuple[Queued, ...]:
    """All findings in the order in which they should be judged; the order of `units` does not count.

    Unjudged ones come first, then those left open, then the decided ones; inside each by the first reason, the level
    (highest first), the date (newest first), the ask in the agenda's order, and the digest. `since` is the first day
    of the engagement, ISO 8601; empty where it is not known.
    """
    held = list(units)
    why = reasons_of(held, asks=asks, deciding=deciding or Deciding(), since=since)
    places = {ask.id: place for place, ask in enumerate(asks)}
    ranks = {reason: weight.rank for reason, weight in weights().items()}
    keys = {one.entry: _key(one, ranks[why[one.entry][0]], places.get(one.finding.ask_id, len(places))) for one in held}
    groups: dict[tuple[object, ...], list[Unit]] = {}
    for one in sorted(held, key=lambda one: keys[one.entry]):
        groups.setdefault(_alike(one), []).append(one)
    return tuple(Queued(head, why[head.entry], tuple(rest)) for head, *rest in groups.values())


def decides(why: Iterable[Why]) -> bool:
    """True if what a scorecard or a standing says would change with the finding."""
    return any(weights()[reason].decides for reason in why)


def _key(one: Unit, rank: int, place: int) -> Key:
    status = 0 if one.judgement is None else 1 + one.is_decided
    return status, rank, -int(one.finding.level), -_number(one.source.date), place, one.entry


def _number(date: str) -> int:
    """A date as a number that orders like it; an unknown month or day comes before the known ones."""
    digits = "".join(char for char in date if char.isdigit())[:8]
    return int(digits.ljust(8, "0")) if digits else 0


def _alike(one: Unit) -> tuple[object, ...]:
    """What findings share that a reviewer need not read twice."""
    finding = one.finding
    quotes = tuple(_plain(quote.exact) for quote in (*finding.evidence, *finding.answer_evidence))
    if not quotes:
        return (one.entry,)
    told = one.judgement
    judged = None if told is None else (told.verdict, told.level)
    return (
        finding.ask_id, one.source.side, finding.level, finding.state, finding.scope, finding.answer,
        finding.other_action, len(finding.evidence), quotes, judged,
    )  # fmt: skip


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()
