"""An absence means something in the measure in which the like of the document spoke.

It is a property of the documents in hand: "no record found in this document; present in 4 of the last 5 comparable
ones", never that somebody did not raise it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from statistics import mean, median

from onrecord.ledger.comparable import WINDOW, compared_with, within_reach
from onrecord.model.occasion import Held
from onrecord.model.standing import Cited, Course, Omission, Step

FEWEST = 2
"""Comparable documents with the ask that an omission needs: once is no custom."""

HALF = 0.5
"""Part of the comparable documents that must hold the ask."""


CLAIMED = 0.42
"""Strength from which an omission is claimed: of the strongest in the American record, nine in ten above it were
right when a person read them, of those below it fewer (bench/omissions.py)."""


def omissions(courses: Iterable[Course], *, least: float = CLAIMED) -> tuple[Omission, ...]:
    """The omissions in these courses of at least this strength, strongest first, of equals the latest document first.

    Claimed for a document without the ask that no guard excuses, where at least two and at least half of the last
    five comparable documents before it hold the ask.
    """
    found = [omission for course in courses for omission in _of(course) if omission.strength >= least]
    return tuple(
        sorted(found, key=lambda one: (-one.strength, _backwards(one.document.date), one.ask_id, one.document.id))
    )


def _backwards(day: str) -> tuple[int, ...]:
    return tuple(-ord(char) for char in day)


def _of(course: Course) -> Iterator[Omission]:
    for place, step in enumerate(course.steps):
        if step.level or step.guards or step.before is None:
            continue
        earlier = course.steps[:place]
        like, having = _compared(step.document, earlier)
        if len(having) >= FEWEST and len(having) >= HALF * len(like):
            yield _omission(course, step.document, like, having)


def _compared(document: Held, earlier: Sequence[Step]) -> tuple[tuple[Held, ...], list[Step]]:
    """The comparable documents before it, latest first, and the steps of those with the ask."""
    own = [step for step in earlier if step.document.publisher == document.publisher]
    holders = [step.document for step in own if step.own and within_reach(step.document, document)]
    like = compared_with(document, [step.document for step in own], holders)
    at = {step.document.id: step for step in own}
    held = {holder.id for holder in holders}
    return like, [at[one.id] for one in like if one.id in held]


def _omission(course: Course, document: Held, like: Sequence[Held], having: Sequence[Step]) -> Omission:
    room = min(1.0, document.length / median(step.document.length for step in having))
    level = mean(step.level for step in having)
    custom = len(having) / (len(like) + 1)
    strength = round(custom * room**0.5 * (0.6 + 0.1 * level), 3)
    return Omission(
        course.ask_id,
        course.series.key,
        document,
        tuple(Cited(step.document, step.quote) for step in having),
        len(like),
        strength,
        tuple(_computation(document, like, having, room, level, custom, strength)),
    )


def _computation(
    document: Held,
    like: Sequence[Held],
    having: Sequence[Step],
    room: float,
    level: float,
    custom: float,
    strength: float,
) -> Iterator[str]:
    yield f"No record found in this document; present in {len(having)} of the last {len(like)} comparable ones."
    yield (
        f"Compared: up to {WINDOW} documents of the same publisher in this series, of the three years before it, each "
        "with the ask or with room for it."
    )
    yield f"Custom: {len(having)} with the ask of {len(like)} + 1 = {custom:.2f}; the 1 stands for what is not known."
    usual = median(step.document.length for step in having)
    yield f"Room: {document.length} characters beside {usual:.0f}, the median of those with the ask = {room:.2f}."
    levels = ", ".join(str(step.level) for step in having)
    yield f"Levels of those with the ask, latest first: {levels}; mean {level:.1f}."
    apart = sorted({kind.value for one in (document, *like) if (kind := one.occasion.contact) is not None})
    if len(apart) > 1:
        yield f"The documents tell of different contacts: {', '.join(apart)}."
    if themes := sum(step.theme for step in having):
        yield f"In {themes} of those with the ask only its parent topic stands, with the region that it is about."
    if any(step.proposal for step in having):
        yield "Findings that nobody has judged are among those with the ask."
    yield f"Strength: {custom:.2f} × √{room:.2f} × (0.6 + 0.1 × {level:.1f}) = {strength:.2f}."
