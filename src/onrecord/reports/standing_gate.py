"""A standing gathers words of many years, and a protected name may stand in any of them.

`cleared_standing` is the one gate for what `onrecord standing` prints: every name that may not reach the readers is out
of the value before any renderer sees it. Asks, cases and coverage pass through `audience.cleared`, as in a scorecard.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import Any, cast

from onrecord.model.agenda import Ask
from onrecord.model.finding import Check, Judgement
from onrecord.model.occasion import Held, Series
from onrecord.model.record import Quote
from onrecord.model.standing import Promise, Standing
from onrecord.reports.audience import TEAM_NOTICE, WITHHELD_NOTICE, Audience, cleared, unreadable
from onrecord.reports.sealing import SEALED_ASK
from onrecord.reports.standing_report import StandingReport
from onrecord.reports.withholding import LINK_MARKER, Names, masked, readable

_IDS = frozenset({"id", "ask_id", "document_id", "engagement", "documents", "cut_off", "document"})
"""Fields that hold an id where they hold a string: a name in one becomes another id, the same everywhere."""
ATTACHED = "A person attached evidence."
"""What the public is told in the place of a sentence that names who did."""
_ATTACHED = " attached "
EDITED = "A person edited this series."
"""What the public is told of an edit; who made it and why is the team's."""


@dataclass(frozen=True, slots=True)
class ClearedStanding:
    """A report that holds no name its readers may not see.

    In its quotes a withheld character is `withholding.MASK`, so that places still count; every other string holds
    `withholding.MARKER`.
    """

    report: StandingReport
    audience: Audience
    notices: tuple[str, ...]


def cleared_standing(report: StandingReport, audience: Audience) -> ClearedStanding:
    """The report without the names that may not reach this audience.

    Of an ask about a sealed case nothing is left but that there is one. A spelling that the case's `names` do not give
    is not found. Raises ValueError for a standing of an ask that is not in the agenda.
    """
    agenda = report.agenda
    safe = cleared(Check(agenda, (), {}, report.coverage, report.engine), audience)
    asks = {before.id: after for before, after in zip(agenda.asks, safe.check.agenda.asks, strict=True)}
    unknown = [standing.ask.id for standing in report.standings if standing.ask.id not in asks]
    if unknown:
        raise ValueError(f"the agenda has no ask {unknown[0]!r}, of which a standing is given")
    walk = _Walk(unreadable(agenda, audience), unreadable(agenda, Audience.PUBLIC), asks, audience)
    bare = _without(report, {id_ for id_, ask in asks.items() if ask.text == SEALED_ASK})
    found = replace(bare, agenda=safe.check.agenda, coverage=safe.check.coverage)
    if walk.is_needed:
        found = cast("StandingReport", walk.fields(found, agenda=found.agenda, coverage=found.coverage))
    notices = []
    if WITHHELD_NOTICE in safe.notices or walk.withheld:
        notices.append(WITHHELD_NOTICE)
    if audience is Audience.TEAM and (TEAM_NOTICE in safe.notices or walk.public_sees_less):
        notices.append(TEAM_NOTICE)
    return ClearedStanding(found, audience, tuple(notices))


def _without(report: StandingReport, hidden: set[str]) -> StandingReport:
    """The report with nothing but the ask itself of those that are hidden."""
    return replace(
        report,
        standings=tuple(_bare(standing) if standing.ask.id in hidden else standing for standing in report.standings),
        accounts=tuple(one for one in report.accounts if one.ask_id not in hidden),
    )


def _bare(standing: Standing) -> Standing:
    return Standing(ask=standing.ask, observations=())


class _Walk:
    """Takes names out of every field of a value, also those that a later model adds."""

    def __init__(self, names: Names, unpublished: Names, asks: dict[str, Ask], audience: Audience) -> None:
        self._names = names
        self._unpublished = unpublished
        self._asks = asks
        self._public = audience is Audience.PUBLIC
        self._ids: dict[str, str] = {id_: ask.id for id_, ask in asks.items()}
        self._texts: dict[str, str] = {}
        self._held: dict[Held, Held] = {}
        self._fields: dict[type[Any], tuple[str, ...]] = {}
        self.withheld = False
        """True once a name was taken out."""
        self.public_sees_less = False
        """True once a text was met that the public would not see whole."""

    @property
    def is_needed(self) -> bool:
        return self._public or bool(self._unpublished)

    def of(self, value: Any) -> Any:
        """The value without the names; raises TypeError for a type it does not know, since a name could hide there."""
        match value:
            case str():
                return self._text(value)
            case None | Enum() | int() | float():
                return value
            case Quote():
                return Quote(value.start, value.end, masked(value.exact, self._spans(value.exact, cut=True)))
            case Held():
                if value not in self._held:
                    self._held[value] = self.fields(value)
                return self._held[value]
            case Ask():
                return self._asks.get(value.id) or self.fields(value)
            case Judgement() if self._public:
                return replace(value, by="", note="")
            case Promise() if self._public and any(_ATTACHED in sentence for sentence in value.computation):
                said = tuple(ATTACHED if _ATTACHED in sentence else self.of(sentence) for sentence in value.computation)
                return self.fields(value, computation=said)
            case Series() if self._public and value.edited:
                return self.fields(replace(value, edited=()), edited=(EDITED,))
            case tuple():
                return tuple(self.of(item) for item in value)
            case _ if is_dataclass(value) and not isinstance(value, type):
                return self.fields(value)
        raise TypeError(f"names cannot be withheld from a {type(value).__name__}")

    def fields(self, value: Any, **known: Any) -> Any:
        names = self._fields.get(type(value))
        if names is None:
            names = self._fields[type(value)] = tuple(field.name for field in fields(value))
        parts = {name: self._field(name, getattr(value, name)) for name in names if name not in known}
        return type(value)(**parts, **known)

    def _field(self, name: str, value: Any) -> Any:
        if name in _IDS and isinstance(value, str):
            return self._id(value)
        if name in _IDS and isinstance(value, tuple) and all(isinstance(item, str) for item in value):
            return tuple(map(self._id, value))
        return self.of(value)

    def _id(self, id_: str) -> str:
        if id_ not in self._ids:
            spelled = self._names.in_address(id_)
            self._ids[id_] = f"withheld-standing-{len(self._ids)}" if spelled else id_
        return self._ids[id_]

    def _spans(self, text: str, *, cut: bool = False) -> list[tuple[int, int]]:
        """Where names stand that these readers may not see."""
        spans = self._names.spans(text, cut=cut)
        self.withheld = self.withheld or bool(spans)
        if not self.public_sees_less:
            self.public_sees_less = bool(self._unpublished.spans(text, cut=cut))
        return spans

    def _text(self, text: str) -> str:
        if text not in self._texts:
            self._texts[text] = self._unnamed(text)
        return self._texts[text]

    def _unnamed(self, text: str) -> str:
        if "://" in text and len(text.split()) == 1 and self._names.in_address(text):
            self.withheld = True
            return LINK_MARKER
        return readable(masked(text, self._spans(text)))
