"""One round of alerts: the record is brought up to date, and each place is told what it was not told before.

A message that arrived is an entry of the ledger, and only then: what did not arrive is told by the next round, and of
a round that was killed between sending and writing down, the next sends the same message under the same key.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from onrecord.delivery.wishes import Wish, Wishes
from onrecord.errors import OnRecordError, StoreError
from onrecord.settings.alert_ground import Ground
from onrecord.settings.alert_view import Cause, Foreseen, Outcome, View
from onrecord.settings.library import Progress, quietly
from onrecord.settings.stores import Store

if sys.platform != "win32":
    import fcntl

__all__ = ["TURN", "Cause", "Foreseen", "Outcome", "alert_round", "forecasts", "moment"]

TURN = "alerts.lock"
"""The file in a store's folder that the one round which runs holds."""


def alert_round(
    wishes: Wishes, store: Store, *, now: datetime, rehearsal: bool = False, workers: int = 1, said: Progress = quietly
) -> Iterator[Outcome]:
    """Tell each place of each alert what is new to it; one outcome for each, whatever becomes of the others.

    A rehearsal sends nothing and records no message; findings are recorded, as by `stand`. Raises `StoreError` while
    another program runs a round on the same store.
    """
    with _turn(store):
        made = Ground(wishes, store, now, workers, said)
        for wish in wishes.alerts:
            yield from _told_of(wish, made, rehearsal=rehearsal)


def _told_of(wish: Wish, made: Ground, *, rehearsal: bool) -> Iterator[Outcome]:
    try:
        view = View.of(wish, made) if made.has_cause(wish) else None
    except OnRecordError as fault:
        yield from (Outcome(wish.name, place.notifier.place, Cause.NOTHING, None, fault) for place in wish.places)
        return
    for place in wish.places:
        if view is None:
            yield Outcome(wish.name, place.notifier.place, Cause.NOTHING)
        else:
            yield view.tell(place, rehearsal=rehearsal)


@contextmanager
def _turn(store: Store) -> Iterator[None]:
    """One round at a time: two at once would tell everything twice. Windows has no such lock."""
    with (store.location / TURN).open("wb") as held:
        try:
            if sys.platform != "win32":
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            raise StoreError(
                f"Another program sends the alerts of {store.shown} now.", advice="Wait until it has ended."
            ) from fault
        yield


def forecasts(
    wishes: Wishes, store: Store, *, now: datetime, workers: int = 1, said: Progress = quietly
) -> Iterator[Foreseen]:
    """What each alert would have told of the record in hand; nothing is sent and no message recorded.

    Raises `AlertsError` or `AgendaError` for an alert that cannot be made.
    """
    made = Ground(wishes, store, now, workers, said)
    for wish in wishes.alerts:
        yield View.of(wish, made).foreseen()


def moment(today: str = "") -> datetime:
    """Now, or the same time of the day on another day."""
    now = datetime.now(UTC)
    return datetime.combine(date.fromisoformat(today), now.timetz()) if today else now
