"""A standing is brought up to date before it is told: what came since is read, what is known is folded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from onrecord.history import Catalogued, Past, Recorded, standings
from onrecord.ledger.coverage import coverage_of
from onrecord.ledger.finding_entries import Claim as Claimed
from onrecord.ledger.finding_entries import ask_digest, claim_of, finding_of, found_of, side_in
from onrecord.ledger.statements import Attached, Found, Screened, standing, statement_of
from onrecord.model.agenda import Agenda, GroundKind
from onrecord.model.finding import Judgement
from onrecord.model.occasion import SeriesEdit
from onrecord.model.standing import Duty
from onrecord.pipeline import ENGINE, with_case_names
from onrecord.ports import DocumentFilter
from onrecord.reports.standing_report import Dated, StandingReport
from onrecord.settings.holding import hold
from onrecord.settings.library import Library, Progress, Spoken, quietly
from onrecord.settings.stores import Store


def stand(
    agenda: Agenda,
    store: Store,
    *,
    today: date,
    workers: int = 1,
    edits: Sequence[SeriesEdit] = (),
    said: Progress = quietly,
) -> StandingReport:
    """How each ask of the agenda stands on a day, by everything that the store holds.

    What was recorded since the last time is read first, with `workers` processes, and its findings are written into
    the ledger; a store that cannot be written to raises `StoreError` then.
    """
    screen(agenda, store, workers=workers, said=lambda done, of: said("Reading what is new", done, of))
    listed = store.ledger.catalogue()
    library = Library(store, listed, said)
    found = _recorded(agenda, store, library)
    coverage = coverage_of([(one.document.publisher, one.document.date) for one in listed])
    past = Past(
        catalogue=[Catalogued(one.document, one.characters, one.known_at, library.occasion(one)) for one in listed],
        found=found,
        claims=library.claims(),
        engagements=library.engagements(),
        duties=tuple(_duties(agenda, library)),
        attached=_attached(store),
        edits=edits,
        gaps=coverage.gaps,
        texts=library.documents,
    )
    return StandingReport(
        agenda=agenda,
        standings=standings(agenda, past, today=today),
        coverage=coverage,
        today=today.isoformat(),
        engine=ENGINE,
        held=tuple(Dated(one.document.date, one.document.publisher) for one in listed),
    )


def screen(
    agenda: Agenda, store: Store, *, workers: int = 1, said: Callable[[int, int], None] = lambda _done, _of: None
) -> None:
    """Hold each ask against the documents that it was not held against yet, and record what is found.

    An ask whose words, names or cases changed is another ask and is held against all of them.
    """
    done = _screened(store)
    digests = {ask.id: ask_digest(with_case_names(ask, agenda)) for ask in agenda.asks}
    for through in sorted({done.get(digest, 0) for digest in digests.values()}):
        asks = tuple(ask for ask in agenda.asks if done.get(digests[ask.id], 0) == through)
        end = store.ledger.end()
        if through < end and store.ledger.shares(DocumentFilter(after=through)):
            _record(replace(agenda, asks=asks), store, through, workers=workers, said=said)
            store.ledger.append(Screened(tuple(sorted({digests[ask.id] for ask in asks})), ENGINE, end))


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


def _recorded(agenda: Agenda, store: Store, library: Library) -> dict[str, list[Recorded]]:
    """The findings of this engine that were not retracted, on the newest texts, by ask id."""
    gone = standing(store.ledger.statements("retraction")).retracted
    judged = store.ledger.judged_claims()
    wanted = {(ask_digest(ask), ask.id) for ask in agenda.asks}
    digests = {digest for digest, _ in wanted}
    found: dict[str, dict[str, tuple[str, Found]]] = {ask.id: {} for ask in agenda.asks}
    for entry in store.ledger.statements("finding"):
        asked = _ASK.search(entry.body)
        held = statement_of(entry) if asked and asked[1] in digests and entry.digest not in gone else None
        if isinstance(held, Found) and asked and (asked[1], held.ask_id) in wanted and library.is_current(held):
            found[held.ask_id][held.document_id] = entry.digest, held
    spoken = library.spoken({document for each in found.values() for document in each})
    return {
        ask_id: [_recorded_one(digest, held, judged, spoken[held.document_id]) for digest, held in each.values()]
        for ask_id, each in found.items()
    }


_ASK = re.compile('"ask":"([0-9a-f]{64})"')
"""The digest of the ask in a finding's body: most findings are of other agendas and need not be read."""


def _recorded_one(entry: str, held: Found, judged: Mapping[Claimed, Judgement], spoken: Spoken) -> Recorded:
    claim = claim_of(held) if judged else None
    said = None if claim is None else judged.get(claim)
    speaker = spoken.speaker_at(held.quotes[0].start) if held.quotes else ""
    return Recorded(finding_of(held), entry, said, side_in(held), speaker)


def _attached(store: Store) -> tuple[Attached, ...]:
    """Evidence that was attached and not retracted."""
    gone = standing(store.ledger.statements("retraction")).retracted
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
