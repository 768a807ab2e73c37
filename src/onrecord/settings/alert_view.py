"""One alert in one round: what it has to tell each of its places, and that it was told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from functools import cached_property

from onrecord.delivery.wishes import Place, Wish
from onrecord.errors import OnRecordError
from onrecord.ledger.alerts import forecast, news, taken_back
from onrecord.ledger.telling import Telling, alerted, name_of
from onrecord.model.alerts import Arrival, Forecast, News, Notice
from onrecord.model.standing import Standing
from onrecord.ports import Message
from onrecord.reports.alert_items import Gate, items_of, message_of, notes_on
from onrecord.reports.alert_notes import (
    began_with,
    forecast_notes,
    heartbeat_notes,
    new_asks,
    reprinted,
    source_failures,
    source_notes,
)
from onrecord.reports.audience import Audience
from onrecord.settings.alert_ground import Ground


class Cause(Enum):
    """Why a place gets a message, or none."""

    SET = "the alert is set"
    NEWS = "news"
    SOURCE = "a source stopped working"
    ASKS = "asks were added"
    HEARTBEAT = "nothing new"
    NOTHING = "nothing to send"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a round did for one place of one alert."""

    wish: str
    place: str
    cause: Cause
    message: Message | None = None
    fault: OnRecordError | None = None
    """Why the message did not arrive, or why none could be made; nothing is recorded then."""
    sent: bool = False


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What an alert would have told in the past."""

    wish: str
    since: str
    forecast: Forecast


@dataclass(frozen=True)
class View:
    """One alert in one round."""

    ground: Ground
    wish: Wish
    asks: frozenset[str]
    standings: tuple[Standing, ...]

    @classmethod
    def of(cls, wish: Wish, ground: Ground) -> View:
        """Raises `AlertsError` or `AgendaError` for an alert that cannot be made."""
        return cls(ground, wish, ground.asks(wish), ground.standings(wish))

    @cached_property
    def gate(self) -> Gate:
        audience = Audience.PUBLIC if self.wish.published else Audience.TEAM
        return Gate.of(self.ground.agenda(self.wish.agenda), audience)

    @cached_property
    def open(self) -> tuple[Standing, ...]:
        """The standings that are told of at all: none of a sealed case."""
        return tuple(one for one in self.standings if one.ask.id in self.asks and one.ask.id in self.gate.asks)

    @property
    def at(self) -> str:
        return self.ground.now.strftime("%Y-%m-%dT%H:%M:%SZ")

    def tell(self, place: Place, *, rehearsal: bool) -> Outcome:
        """Make the message for one place, send it, and record it if it arrived."""
        told = self.ground.told(self.wish, place)
        cause, notices, message = self._first() if told is None else self._next(told)
        shown = place.notifier.place
        if message is None or rehearsal:
            return Outcome(self.wish.name, shown, cause, message)
        try:
            place.notifier.send(message, () if told is None else told.messages)
        except OnRecordError as fault:
            return Outcome(self.wish.name, shown, cause, message, fault)
        entry = alerted(
            name_of(self.wish.name, place.identity),
            message,
            notices,
            through=self.ground.end,
            asks=self.asks,
            broken=self.ground.broken,
        )
        self.ground.store.ledger.append(entry)
        return Outcome(self.wish.name, shown, cause, message, sent=True)

    def foreseen(self) -> Foreseen:
        days = [one.date for one in self.ground.listed.values() if len(one.date) == 10]
        today = self.ground.now.date().isoformat()
        since = min(days, default=today)
        return Foreseen(
            self.wish.name, since, forecast(self.open, self.wish.wanted, since=min(since, today), today=today)
        )

    def _first(self) -> tuple[Cause, tuple[Notice, ...], Message]:
        """What is there already is not told: the alert begins with what comes next."""
        seen = self.foreseen()
        told = [self.gate.asks[one.ask.id] for one in self.open]
        notes = (*began_with(told, len(self.ground.listed)), *forecast_notes(seen.forecast), *self._sources())
        made = message_of(self.wish.name, at=self.at, heading=Cause.SET.value, notes=notes)
        return Cause.SET, (), self.gate.message(made)

    def _next(self, told: Telling) -> tuple[Cause, tuple[Notice, ...], Message | None]:
        arrived = self._arrived(told)
        found = self._news(told, arrived)
        notices = (*found.notices, *self._taken_back(told))
        added = [self.gate.asks[one.ask.id] for one in self.open if one.ask.id not in told.begun]
        cause = self._cause(told, notices, added)
        if cause is Cause.NOTHING:
            return cause, (), None
        bulk = self.ground.past.in_bulk(told.through)
        notes = (*new_asks(added), *notes_on(found), *reprinted(bulk))
        if notices:
            notes += source_failures(self.ground.healths)
        else:
            new = sum(one.is_new for one in arrived.values())
            notes = (*heartbeat_notes(told.last.at[:10], new), *notes, *self._sources(told))
        items = items_of(notices, self.gate)
        heading = "" if notices else cause.value
        made = message_of(self.wish.name, items, at=self.at, heading=heading, notes=notes, after=told.last.key)
        return cause, notices, self.gate.message(made)

    def _cause(self, told: Telling, notices: Sequence[Notice], added: Sequence[str]) -> Cause:
        if notices:
            return Cause.NEWS
        if self.ground.broken - told.broken:
            return Cause.SOURCE
        if added:
            return Cause.ASKS
        return Cause.HEARTBEAT if self.ground.is_silent(self.wish, told) else Cause.NOTHING

    def _news(self, told: Telling, arrived: Mapping[str, Arrival]) -> News:
        open_asks = {one.ask.id for one in self.open}
        changes = [one for one in self.ground.changes(self.wish.agenda, told.through) if one.ask_id in open_asks]
        begun = {ask: told.begun.get(ask, self.ground.end) for ask in self.asks}
        return news(self.open, self.wish.wanted, arrived=arrived, changes=changes, told=told.keys, begun=begun)

    def _taken_back(self, told: Telling) -> list[Notice]:
        open_asks = {one.ask.id for one in self.open}
        mine = [one for one in told.told if one.ask_id in open_asks]
        found = taken_back(mine, self.open, self.ground.listed, retracted=self.ground.retracted)
        return [one for one in found if one.key not in told.keys]

    def _arrived(self, told: Telling) -> dict[str, Arrival]:
        """Documents that came since the place was last told something, and young ones of before."""
        young = (self.ground.now.date() - timedelta(self.wish.wanted.stale_days)).isoformat()
        made = {}
        for id_, held in self.ground.listed.items():
            entry = self.ground.first[id_]
            if entry > told.through or held.known_at[:10] >= young:
                made[id_] = Arrival(entry, held.known_at, is_new=entry > told.through)
        return made

    def _sources(self, told: Telling | None = None) -> tuple[str, ...]:
        since = "" if told is None else told.last.at
        return source_notes(self.ground.healths, since=since, named=self.ground.watches_sources)
