"""What a store knows of engagements; what both sides tell of theirs stands beside the standing of the asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from onrecord.model.agenda import Ask
from onrecord.model.engagements import EngagementRecord, Followed
from onrecord.model.occasion import Held
from onrecord.model.record import Document, Side
from onrecord.model.standing import Cited, Observation, Standing
from onrecord.model.two_records import Comparison, RowKind, Said
from onrecord.ports import DocumentFilter
from onrecord.reading.occasions import occasion_of
from onrecord.reports.following import AFTER, Follower, code_of, engagements_of
from onrecord.reports.standing_report import StandingReport, TwoAccounts
from onrecord.reports.two_records import records_wanted, two_records
from onrecord.settings.library import Library, Progress, quietly
from onrecord.settings.stores import Store


def with_meetings(report: StandingReport, engagements: Iterable[EngagementRecord], store: Store) -> StandingReport:
    """The report with the engagements of each ask's two sides, the records to expect of them, and what the two
    records characterise differently.

    Engagements count from the first day on which one of the asks was found to the report's own day. Their texts are
    read again.
    """
    pairs = {pair for standing in report.standings if (pair := _sides(standing.ask)) is not None}
    wanted = _between(engagements, pairs, since=_first(report.standings), until=report.today)
    followed = followed_in(store, wanted, today=report.today)
    made = [pair for one in followed for pair in _accounts(one, report.standings, store)]
    return replace(report, followed=followed, accounts=tuple(dict.fromkeys(made)))


def _sides(ask: Ask) -> tuple[str, str] | None:
    """The codes of raiser and target; None where an ask names one of them alone, or one and the same."""
    raiser, target = code_of(ask.raiser), code_of(ask.target)
    return (raiser, target) if raiser and target and raiser != target else None


def _first(standings: Iterable[Standing]) -> str:
    """The first day of which an ask's finding is dated; empty if nothing was found."""
    days = (seen.document.date for standing in standings for seen in standing.observations)
    return min(filter(None, days), default="")


def _between(
    engagements: Iterable[EngagementRecord], pairs: set[tuple[str, str]], *, since: str, until: str
) -> list[EngagementRecord]:
    if not since:
        return []
    meant = (one for one in engagements if any({*pair} <= {*one.parties} for pair in pairs))
    return sorted((one for one in meant if since <= one.start <= until), key=lambda one: (one.start, one.id))


def known_engagements(
    store: Store, *, further: Sequence[EngagementRecord] = (), said: Progress = quietly
) -> tuple[EngagementRecord, ...]:
    """Every engagement that the store's documents tell of, and the `further` proposals, each engagement once.

    What a document tells of is kept in the store; only documents that came or changed since are read.
    """
    library = Library(store, store.ledger.catalogue(), said)
    return engagements_of([*library.proposed(), *further]) if further else library.engagements()


def followed_in(
    store: Store, wanted: Sequence[EngagementRecord], *, today: str, said: Progress = quietly
) -> tuple[Followed, ...]:
    """The engagements, each with the records to expect of it as they stand in the store on a day (ISO 8601).

    Only documents of the days in which records of these engagements appear are read.
    """
    follower = Follower(wanted)
    shares = [
        share
        for since, until in _windows(wanted)
        for share in store.ledger.shares(DocumentFilter(since=since, until=until))
    ]
    done, total = 0, sum(len(share.entries) for share in shares)
    for share in shares:
        for document in store.ledger.read(share):
            follower.add(document)
        done += len(share.entries)
        said("Looking for their records", done, total)
    held = {one.engagement.id: one for one in follower.followed(today)}
    return tuple(held.get(one.id, Followed(one, ())) for one in wanted)


def _windows(wanted: Iterable[EngagementRecord]) -> Iterator[tuple[str, str]]:
    """The days on which records of the engagements appear, in stretches that do not overlap."""
    begun, ended = "", ""
    for one in sorted(wanted, key=lambda one: one.start):
        if len(one.start) != 10 or len(one.end) != 10:
            continue
        last = (date.fromisoformat(one.end) + AFTER).isoformat()
        if begun and one.start > ended:
            yield begun, ended
            begun = ""
        begun, ended = begun or one.start, max(ended, last)
    if begun:
        yield begun, ended


def _accounts(one: Followed, standings: Sequence[Standing], store: Store) -> Iterator[TwoAccounts]:
    """What both sides' texts of one engagement say differently of what an ask was found for."""
    documents = [held for ident in records_wanted(one) if (held := store.ledger.document(ident)) is not None]
    compared: dict[tuple[str, str], Comparison] = {}
    for standing in standings if len(documents) > 1 else ():
        pair = _sides(standing.ask)
        if pair is None or not {*pair} <= {*one.engagement.parties}:
            continue
        if pair not in compared:
            compared[pair] = two_records(one.engagement, documents, ours=pair[0], theirs=pair[1])
        yield from _of_ask(standing, compared[pair], one.engagement, {held.id: held for held in documents})


def _of_ask(
    standing: Standing, comparison: Comparison, engagement: EngagementRecord, documents: Mapping[str, Document]
) -> Iterator[TwoAccounts]:
    """The rows that differ in which our words are those that the ask was found in."""
    seen = {one.document.id: one for one in standing.observations}
    name = f"the {engagement.kind.value} of {engagement.start}"
    for row in comparison.rows:
        if row.kind is RowKind.DIFFERENT and row.theirs:
            ours = next((cited for said in row.ours if (cited := _found(said, seen)) is not None), None)
            if ours is not None:
                theirs = row.theirs[0]
                yield TwoAccounts(standing.ask.id, name, ours, Cited(_held(documents[theirs.document]), theirs.quote))


def _found(said: Said, seen: Mapping[str, Observation]) -> Cited | None:
    """The sentence, if the ask was found in its document at that place."""
    one = seen.get(said.document)
    if one is None or not any(quote.span.overlaps(said.quote.span) for quote in one.finding.evidence):
        return None
    return Cited(one.document, said.quote)


def _held(document: Document) -> Held:
    return Held(
        document.id, document.date, document.publisher, document.title, document.url, document.language,
        Side.THEIRS, len(document.text), document.complete, "", occasion_of(document),
    )  # fmt: skip
