"""What an alert says of itself: when it began, what to expect, which sources failed, and that it still works."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.capture.source_health import Condition, Health
from onrecord.model.alerts import Forecast

FAILED = frozenset({Condition.BROKEN, Condition.FAILING})

MONTHS = 12
"""Months of a forecast that are told one by one."""


def began_with(asks: Sequence[str], documents: int) -> Iterator[str]:
    """How an alert begins."""
    yield (
        f"The alert is set. It tells of what comes from now on, and nothing of the {documents:,} "
        f"document{'s' * (documents != 1)} in hand already."
    )
    yield f"It covers: {_listed(asks) if asks else 'no ask that may be told of'}."


def new_asks(asks: Sequence[str]) -> Iterator[str]:
    """What was added to an alert."""
    if asks:
        yield f"From now on it also covers: {_listed(asks)}."


def _listed(asks: Sequence[str]) -> str:
    return "; ".join(ask.rstrip(" .") for ask in asks)


def forecast_notes(seen: Forecast) -> Iterator[str]:
    """What an alert would have brought, so that nobody is flooded or waits in vain."""
    recent = seen.months[-MONTHS:]
    most = max((count for _, count in recent), default=0)
    yield (
        f"In the record in hand, from {seen.months[0][0]} to {seen.months[-1][0]}, it would have told "
        f"{seen.total:,} item{'s' * (seen.total != 1)}: {seen.last_week:,} in the last 7 days, {seen.last_month:,} in "
        f"the last 30 days, {sum(count for _, count in recent):,} in the last {len(recent)} months ({most:,} in the "
        f"fullest); the last {f'on {seen.last}' if seen.last else 'never'}."
    )


def forecast_lines(seen: Forecast) -> Iterator[str]:
    """The same for a terminal, month by month."""
    yield from forecast_notes(seen)
    for month, count in seen.months[-MONTHS:]:
        yield f"{month} {count:4,} {'#' * min(count, 60)}".rstrip()
    yield "Changes after publication are not in a forecast."


def heartbeat_notes(since: str, documents: int) -> Iterator[str]:
    """That nothing happened, and what that rests on."""
    came = f"{documents:,} new document{'s' * (documents != 1)} came" if documents else "No new document came"
    yield f"Since {since} there was nothing to tell. {came} into the store since then."


def reprinted(documents: int) -> Iterator[str]:
    """Of which changes nothing is told."""
    if documents:
        yield (
            f"Not told: what changed in {documents:,} document{'s' * (documents != 1)} that a whole collection brought "
            "anew; `onrecord versions --agenda` shows it."
        )


def source_notes(healths: Sequence[Health], *, since: str, named: bool) -> tuple[str, ...]:
    """How many sources were asked since a moment, and which failed, each with its reason."""
    if not named:
        return ("The alerts file names no sources file, so that nothing is told of sources that fail.",)
    asked = [held for held in healths if held.last_tried and held.last_tried >= since]
    never = [held.source for held in healths if not held.last_tried]
    notes = [f"{len(asked)} of {len(healths)} sources were asked{f' since {since[:10]}' if since else ' so far'}."]
    if never:
        notes.append(f"Never asked: {'; '.join(never)}.")
    return (*notes, *source_failures(healths))


def source_failures(healths: Sequence[Health]) -> tuple[str, ...]:
    """Which sources fail, each with its reason; nothing where none does."""
    failed = [held for held in healths if held.condition in FAILED]
    told = "; ".join(f"{held.source} ({held.condition.value}: {held.reason.rstrip('.')})" for held in failed)
    return (f"{len(failed)} of {len(healths)} sources failed: {told}.",) if failed else ()
