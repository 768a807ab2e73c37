"""What all alerts of one round share is read once: the record, what was told, and how the sources do."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from onrecord.capture.source_health import Condition, Health
from onrecord.capture.watch_list import load_sources
from onrecord.delivery.wishes import Place, Wish, Wishes
from onrecord.errors import AgendaError, AlertsError
from onrecord.ledger.statements import Found, stated, statement_of
from onrecord.ledger.telling import Telling, name_of, tellings
from onrecord.model.agenda import Agenda
from onrecord.model.alerts import Change
from onrecord.model.occasion import Held
from onrecord.model.standing import Standing
from onrecord.settings.alert_changes import Past, changes_since, held_of
from onrecord.settings.library import Progress
from onrecord.settings.reading_room import load_agenda
from onrecord.settings.standing import stand
from onrecord.settings.stores import Store
from onrecord.settings.taking import source_healths


class Ground:
    """The store as one round of alerts finds it; whatever comes later is for the next."""

    def __init__(self, wishes: Wishes, store: Store, now: datetime, workers: int, said: Progress) -> None:
        self.store, self.now, self.workers, self.said = store, now, workers, said
        self._sources = wishes.sources
        self._agendas: dict[Path, Agenda] = {}
        self._standings: dict[Path, tuple[Standing, ...]] = {}
        self._changes: dict[tuple[Path, int], tuple[Change, ...]] = {}
        self.end = store.ledger.end()
        self.gone = stated(store.ledger.statements("retraction")).retracted
        self.tellings = tellings(store.ledger.statements("alert"), retracted=self.gone)
        self.healths = _healths(wishes, store)
        self.broken = frozenset(one.source for one in self.healths if one.condition is Condition.BROKEN)

    @property
    def watches_sources(self) -> bool:
        return self._sources is not None

    def has_cause(self, wish: Wish) -> bool:
        """False if no place of an alert can have anything to hear; told without reading much."""
        asks = self.asks(wish)
        return any(self._has_cause(wish, self.told(wish, place), asks) for place in wish.places)

    def _has_cause(self, wish: Wish, told: Telling | None, asks: frozenset[str]) -> bool:
        if told is None or self.broken - told.broken or asks - told.begun.keys() or self.is_silent(wish, told):
            return True
        return any(entry.kind in _MATTERS for entry in self.store.ledger.entries(since=told.through))

    def is_silent(self, wish: Wish, told: Telling) -> bool:
        """True if the place heard nothing for as long as it shall."""
        last = date.fromisoformat(told.last.at[:10])
        return (self.now.date() - last).days >= wish.heartbeat_days

    def told(self, wish: Wish, place: Place) -> Telling | None:
        return self.tellings.get(name_of(wish.name, place.identity))

    def agenda(self, path: Path) -> Agenda:
        if path not in self._agendas:
            self._agendas[path] = load_agenda(path)
        return self._agendas[path]

    def asks(self, wish: Wish) -> frozenset[str]:
        """The ids of the asks that an alert covers. Raises `AlertsError` for one that the agenda has not."""
        held = frozenset(ask.id for ask in self.agenda(wish.agenda).asks)
        if not held:
            raise AgendaError(f"{wish.agenda} has no asks, so there is nothing to look for.", advice="Add one.")
        if unknown := sorted(wish.wanted.asks - held):
            raise AlertsError(
                f"The alert {wish.name}: {wish.agenda} has no ask {unknown[0]!r}.",
                advice=f"It has: {', '.join(sorted(held))}.",
            )
        return wish.wanted.asks or held

    def standings(self, wish: Wish) -> tuple[Standing, ...]:
        """How the asks of an alert's agenda stand; what is new is read and recorded first."""
        if wish.agenda not in self._standings:
            agenda = self.agenda(wish.agenda)
            report = stand(agenda, self.store, today=self.now.date(), workers=self.workers, said=self.said)
            self._standings[wish.agenda] = report.standings
        return self._standings[wish.agenda]

    @cached_property
    def listed(self) -> dict[str, Held]:
        return {
            one.document.id: held_of(one.document, characters=one.characters, known_at=one.known_at)
            for one in self.store.ledger.catalogue()
        }

    @cached_property
    def past(self) -> Past:
        return Past.of(self.store)

    @cached_property
    def first(self) -> dict[str, int]:
        return self.past.first_entries()

    def changes(self, agenda: Path, after: int) -> tuple[Change, ...]:
        if (agenda, after) not in self._changes:
            found = changes_since(self.past, self.agenda(agenda), self.store, after)
            self._changes[agenda, after] = tuple(found)
        return self._changes[agenda, after]

    @cached_property
    def retracted(self) -> frozenset[tuple[str, str]]:
        """(ask id, document id) of the findings that persons retracted."""
        if not self.gone:
            return frozenset()
        found = (statement_of(one) for one in self.store.ledger.statements("finding") if one.digest in self.gone)
        return frozenset((one.ask_id, one.document_id) for one in found if isinstance(one, Found))


_MATTERS = frozenset({"document", "judgement", "retraction"})
"""Kinds of entries that may be news, or take news back."""


def _healths(wishes: Wishes, store: Store) -> tuple[Health, ...]:
    return () if wishes.sources is None else source_healths(store.address, load_sources(wishes.sources))
