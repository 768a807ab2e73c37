"""A standing is brought up to date before it is told: what came since is read, what is known is folded."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from onrecord.history import Past, standings
from onrecord.ledger.coverage import coverage_of
from onrecord.ledger.engagement_match import may_be_meant
from onrecord.ledger.finding_entries import ask_digest, found_of
from onrecord.ledger.statements import Attached, Screened, stated, statement_of
from onrecord.ledger.views import Catalogued
from onrecord.model.agenda import Agenda, Ask, GroundKind
from onrecord.model.occasion import SeriesEdit
from onrecord.model.standing import Duty
from onrecord.pipeline import ENGINE, with_case_names
from onrecord.ports import DocumentFilter
from onrecord.reports.standing_report import Dated, StandingReport
from onrecord.settings.drifting import remembered
from onrecord.settings.holding import hold
from onrecord.settings.library import Library, Progress, quietly
from onrecord.settings.meetings import with_meetings
from onrecord.settings.recorded import recorded
from onrecord.settings.stores import Store
from onrecord.settings.touching import touched


def stand(
    agenda: Agenda,
    store: Store,
    *,
    today: date,
    workers: int = 1,
    edits: Sequence[SeriesEdit] = (),
    meetings: bool = False,
    said: Progress = quietly,
    noted: Callable[[str], None] = lambda _: None,
) -> StandingReport:
    """How each ask of the agenda stands on a day, by everything that the store holds.

    What was recorded since the last time is read first, with `workers` processes, and its findings are written into
    the ledger. Of a store that can only be read, what is recorded is told, and `noted` hears what was not read. With
    `meetings`, both sides' records of their engagements are read again and compared, which takes seconds.
    """
    if store.ledger.can_write:
        screen(agenda, store, workers=workers, said=lambda done, of: said("Reading what is new", done, of))
    elif unread := _unread(agenda, store):
        noted(f"The store can only be read, so its findings were not brought up to date: {unread}.")
    with _keeping_all():
        return _told(agenda, store, today=today, edits=edits, meetings=meetings, said=said)


@contextmanager
def _keeping_all() -> Iterator[None]:
    """A million values are made and hardly one is thrown away: looking for garbage takes a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _told(
    agenda: Agenda, store: Store, *, today: date, edits: Sequence[SeriesEdit], meetings: bool, said: Progress
) -> StandingReport:
    listed = store.ledger.catalogue()
    library = Library(store, listed, said)
    found = recorded(agenda, store, library)
    coverage = coverage_of([(one.document.publisher, one.document.date) for one in listed])
    engagements, may_be = library.engagements(), may_be_meant(library.claims())
    past = Past(
        catalogue=[Catalogued(one.document, one.characters, one.known_at, library.occasion(one)) for one in listed],
        found=found,
        claims=library.claims(),
        engagements=[one for one in engagements if may_be(one)],
        duties=tuple(_duties(agenda, library)),
        attached=_attached(store),
        edits=edits,
        gaps=coverage.gaps,
        touched=lambda sought: touched(sought, library),
        wordings=lambda asked: remembered(asked, library),
    )
    report = StandingReport(
        agenda=agenda,
        standings=standings(agenda, past, today=today),
        coverage=coverage,
        today=today.isoformat(),
        engine=ENGINE,
        held=tuple(Dated(one.document.date, one.document.publisher) for one in listed),
    )
    return with_meetings(report, engagements, store) if meetings else report


def screen(
    agenda: Agenda, store: Store, *, workers: int = 1, said: Callable[[int, int], None] = lambda _done, _of: None
) -> None:
    """Hold each ask against the documents that it was not held against yet, and record what is found.

    An ask whose words, names or cases changed is another ask and is held against all of them.
    """
    for through, asks in _due(agenda, store):
        end = store.ledger.end()
        digests = {_digest(ask, agenda) for ask in asks}
        _record(replace(agenda, asks=asks), store, through, workers=workers, said=said)
        store.ledger.append(Screened(tuple(sorted(digests)), ENGINE, end))


def _due(agenda: Agenda, store: Store) -> Iterator[tuple[int, tuple[Ask, ...]]]:
    """(the last entry that they were held against, asks) for asks that documents came after."""
    done = _screened(store)
    screened = {ask.id: done.get(_digest(ask, agenda), 0) for ask in agenda.asks}
    for through in sorted(set(screened.values())):
        if through < store.ledger.end() and store.ledger.shares(DocumentFilter(after=through)):
            yield through, tuple(ask for ask in agenda.asks if screened[ask.id] == through)


def _digest(ask: Ask, agenda: Agenda) -> str:
    return ask_digest(with_case_names(ask, agenda))


def _unread(agenda: Agenda, store: Store) -> str:
    """What a screening would read; empty for nothing."""
    said = []
    for through, asks in _due(agenda, store):
        documents = sum(len(share.entries) for share in store.ledger.shares(DocumentFilter(after=through)))
        said.append(f"{len(asks)} of the asks are not held against {documents} of the documents")
    return ", ".join(said)


def _screened(store: Store) -> dict[str, int]:
    """By digest of an ask the last entry that was there when this engine held it against all before."""
    done: dict[str, int] = {}
    for entry in store.ledger.statements("screening"):
        statement = statement_of(entry)
        if isinstance(statement, Screened) and statement.engine == ENGINE:
            for digest in statement.asks:
                done[digest] = max(statement.through, done.get(digest, 0))
    return done


def _record(agenda: Agenda, store: Store, after: int, *, workers: int, said: Callable[[int, int], None]) -> None:
    before = store.ledger.layers()
    check = hold(agenda, store, DocumentFilter(after=after), workers=workers, said=said)
    layers = store.ledger.layers()
    store.ledger.record(
        [
            found_of(finding, layers[finding.document_id], ENGINE, result.ask, check.sources[finding.document_id].side)
            for result in check.results
            for finding in result.findings
            if layers[finding.document_id] == before.get(finding.document_id)
        ]
    )


def _attached(store: Store) -> tuple[Attached, ...]:
    """Evidence that was attached and not retracted."""
    gone = stated(store.ledger.statements("retraction")).retracted
    made = (statement_of(entry) for entry in store.ledger.statements("evidence") if entry.digest not in gone)
    return tuple(held for held in made if isinstance(held, Attached))


def _duties(agenda: Agenda, library: Library) -> Iterator[Duty]:
    """The dated duties of statutes that the agenda's grounds of kind law name and the store holds."""
    for ground in agenda.grounds:
        if ground.kind is GroundKind.LAW:
            names = {name.casefold() for name in _ACT.findall(ground.quote.exact)}
            for listed in library.listed:
                if any(name in listed.document.title.casefold() for name in names):
                    yield from library.duties(listed, ground.asks)


_ACT = re.compile(r"[A-Z][\w’'-]+(?: (?:of|and|to|the|for|in|on|[A-Z][\w’'-]+))*? Act\b")
