"""The screen of a finding passes the same gate as a scorecard: no sealed name is on it, whoever looks at it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from onrecord.errors import StoreError
from onrecord.model.agenda import Agenda, Ask
from onrecord.model.finding import AskResult, Check, Coverage, Finding, Judgement, Verdict
from onrecord.model.record import Side
from onrecord.pipeline import ENGINE, result
from onrecord.reports.audience import Audience, cleared, unreadable
from onrecord.reports.judged import ranked
from onrecord.reports.reach import Reach, answered, every_finding, reached, tells
from onrecord.reports.sealing import SEALED_ASK
from onrecord.reports.withholding import readable
from onrecord.review.item import Item, contexts_of, item_of
from onrecord.review.queue import Deciding, Queued
from onrecord.review.readings import second_of
from onrecord.review.units import Unit
from onrecord.settings.stores import Store

_NOTHING = Coverage(0, ())


def without_sealed(agenda: Agenda) -> Agenda:
    """The agenda without the asks that name a sealed case; the cases stay, since their names have to be withheld."""
    safe = cleared(Check(agenda, (), {}, _NOTHING, ENGINE), Audience.TEAM).check.agenda
    pairs = zip(agenda.asks, safe.asks, strict=True)
    return replace(agenda, asks=tuple(ask for ask, shown in pairs if shown.text != SEALED_ASK))


def deciding(agenda: Agenda, units: Mapping[str, Unit]) -> Deciding:
    """What a scorecard of these findings rests on, as the scorecard itself decides it."""
    by_ask: dict[str, list[Unit]] = {ask.id: [] for ask in agenda.asks}
    for unit in units.values():
        by_ask[unit.finding.ask_id].append(unit)
    shown = [_Shown(ask, by_ask[ask.id]) for ask in agenda.asks]
    return Deciding(
        reached=frozenset(entry for one in shown for entry in one.reached()),
        would_reach=frozenset(entry for one in shown for entry in one.would_reach()),
        best=frozenset(entry for one in shown for entry in one.best()),
        answer=frozenset(entry for one in shown for entry in one.answer()),
    )


class _Shown:
    """One ask as a scorecard shows it."""

    def __init__(self, ask: Ask, units: Iterable[Unit]) -> None:
        self._units = {unit.source.id: unit for unit in sorted(units, key=lambda unit: unit.entry)}
        sources = {id_: unit.source for id_, unit in self._units.items()}
        pairs = [(unit.finding, unit.source.side) for unit in self._units.values()]
        said = {id_: unit.judgement for id_, unit in self._units.items() if unit.judgement is not None}
        self._result = ranked(replace(result(ask, pairs, sources), judgements=said), sources)
        self._reached = reached(self._result, self._sides(self._result))

    def _sides(self, result: AskResult) -> list[tuple[Finding, Side]]:
        return [(finding, self._units[finding.document_id].source.side) for finding in every_finding(result)]

    def _entries(self, *findings: Finding | None) -> list[str]:
        return [self._units[finding.document_id].entry for finding in findings if finding is not None]

    def reached(self) -> list[str]:
        return self._entries(self._reached.finding if self._reached else None)

    def would_reach(self) -> list[str]:
        """The finding that would reach the bar if a person confirmed all that the engine abstains on."""
        if self._reached is None or self._reached.reach is Reach.YES:
            return []
        unsure = [finding for finding in self._result.findings if finding.abstain]
        confirmed = {
            finding.document_id: Judgement(Verdict.CONFIRMED, "", "")
            for finding in unsure
            if finding.document_id not in self._result.judgements
        }
        then = replace(self._result, judgements={**self._result.judgements, **confirmed})
        found = reached(then, self._sides(then))
        finding = found.finding if found else None
        return self._entries(finding) if finding is not None and finding.document_id in confirmed else []

    def best(self) -> list[str]:
        return self._entries(*(finding for finding in self._result.best.values() if tells(finding)))

    def answer(self) -> list[str]:
        """The latest of the target's own words; where there are none, the latest that another reports."""
        found = answered(self._result)
        own = [finding for finding in found if self._units[finding.document_id].source.side is Side.THEIRS]
        sure = [finding for finding in own or found if not finding.abstain]
        return self._entries(
            max(sure or own or found, key=lambda one: self._units[one.document_id].source.date, default=None)
        )


def screen_of(
    agenda: Agenda, unit: Unit, queued: Queued, store: Store, *, wanted: bool, leads: Collection[str] = ()
) -> Item:
    """The screen of a finding: read from the store, and cleared of the names that the team may not see.

    Raises `StoreError` where the text that it was found in is no longer in the store.
    """
    document = store.ledger.version_with(unit.source.id, unit.layer)
    if document is None:
        raise StoreError(
            f"The store has no text of {unit.source.id!r} in which finding {unit.entry[:12]} was made.",
            advice="Look at the store with `onrecord verify`.",
        )
    ask = next(ask for ask in agenda.asks if ask.id == unit.finding.ask_id)
    source = replace(unit.source, contexts=contexts_of(document.text, unit.finding))
    said = {} if unit.judgement is None else {source.id: unit.judgement}
    check = Check(agenda, (AskResult(ask, (unit.finding,), {}, said),), {source.id: source}, _NOTHING, ENGINE)
    safe = cleared(check, Audience.TEAM).check
    (one,) = safe.results
    (finding,) = one.findings
    others = [other.entry for other in (queued.unit, *queued.also) if other.entry != unit.entry]
    return item_of(
        unit.entry,
        one.ask,
        finding,
        safe.sources[finding.document_id],
        speaker=unreadable(agenda, Audience.TEAM).withheld(unit.speaker),
        why=queued.why,
        also=tuple(others),
        judgement=one.judgements.get(finding.document_id),
        second=second_of(unit, wanted=wanted, leads=leads),
        readable=readable,
    )
