"""What a store holds of an agenda is put before a person, and what the person says goes back into the store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from onrecord.errors import StoreError
from onrecord.ledger.chain import Entry
from onrecord.ledger.finding_entries import Claim, ask_digest, claim_of, finding_of, side_in
from onrecord.ledger.found_bodies import FoundBody, body_in
from onrecord.ledger.statements import RECORD, Found, Judged, Retracted, Statement, stated, statement_of
from onrecord.model.agenda import Agenda
from onrecord.model.engagements import Telling
from onrecord.model.finding import Source
from onrecord.model.record import Document, Side
from onrecord.review.coded import KINDS, Coded, Said, said_in
from onrecord.review.item import BlindItem, Item, blind_of
from onrecord.review.judging import Choice, ReviewError, judged, last_word, refuse_second, second_read, undone
from onrecord.review.queue import Queued, decides, queue
from onrecord.review.readings import SHARE, Agreements, Pair, agreements, disagreements, is_drawn
from onrecord.review.units import Given, SecondReading, Unit, same_person
from onrecord.settings.library import Library, Progress, quietly
from onrecord.settings.recorded import numbers_of
from onrecord.settings.review_items import deciding, screen_of, without_sealed
from onrecord.settings.stores import Store

_CHANGES = RECORD | {"finding"}
"""Kinds of entries after which the findings themselves have to be read again."""


@dataclass(frozen=True, slots=True)
class Review:
    """The findings of an agenda, read once; keep it, and bring it up to date with `refreshed`.

    Findings of asks about a sealed case are absent from it. Who may know of a sealed case is given an agenda in which
    that case is `internal`.
    """

    agenda: Agenda
    """Without sealed asks."""
    units: Mapping[str, Unit]
    """By the digest of the finding's entry. Not cleared of names: pages show `item`."""
    queue: tuple[Queued, ...]
    wanted: frozenset[str]
    """Digests of the findings that a second person should read once one has judged them."""
    through: int
    """Number of the last entry that was read."""
    share: float
    claims: Mapping[str, Claim]
    """What is claimed by every finding that was read, by its digest."""

    def blind(self, by: str) -> tuple[str, ...]:
        """Digests of what this person may read as second now, in an order that tells nothing of what was found."""
        return tuple(sorted(entry for entry in self.wanted if _may_read(self.units[entry], by)))

    def agreements(self) -> Agreements:
        """How far those agree who coded the findings."""
        return agreements(self.units.values())

    def disagreements(self, *, leads: Collection[str] = ()) -> tuple[Pair, ...]:
        """The findings that two persons coded differently; those that nobody settled first."""
        return disagreements(self.units.values(), leads=leads)


def _may_read(unit: Unit, by: str) -> bool:
    """True for a finding that others judged and nobody read as second."""
    return (
        bool(unit.judgements)
        and not unit.readings
        and not any(same_person(given.judgement.by, by) for given in unit.judgements)
    )


def review(agenda: Agenda, store: Store, *, share: float = SHARE, said: Progress = quietly) -> Review:
    """Read the findings of the agenda's asks on the newest texts, with what persons said of them.

    What was not checked yet is not there: `settings.standing.screen` reads it. `share` of the findings is drawn for a
    second reading, beside those on which a scorecard or a standing rests.
    """
    through = store.ledger.end()
    agenda = without_sealed(agenda)
    library = Library(store, store.ledger.catalogue(), said)
    last, claims = _read(agenda, store, library)
    ids = {held.document_id for _, held in last}
    documents = {one.document.id: one.document for one in library.listed if one.document.id in ids}
    spoken, met = library.spoken(ids), _met(library, ids)
    units = {}
    for entry, held in last:
        document = documents[held.document_id]
        quotes = held.quotes or held.details.answer_evidence
        units[entry.digest] = Unit(
            entry=entry.digest,
            number=entry.seq,
            layer=held.layer,
            finding=held.finding,
            source=_source(document, held.details.side),
            speaker=spoken[document.id].speaker_at(quotes[0].start) if quotes else "",
            engagements=met.get(document.id, ()),
        )
    return _judged(agenda, store, units, claims, through=through, share=share)


def refreshed(held: Review, store: Store, *, said: Progress = quietly) -> Review:
    """The review as the ledger stands now. Where no finding or document came since, only judgements are read."""
    through = store.ledger.end()
    if through == held.through:
        return held
    units = held.units.values()
    coded = {given.entry for unit in units for given in unit.judgements}
    coded |= {reading.entry for unit in units for reading in unit.readings}
    if any(_changes_findings(entry, coded) for entry in store.ledger.entries(since=held.through)):
        return review(held.agenda, store, share=held.share, said=said)
    return _judged(held.agenda, store, held.units, held.claims, through=through, share=held.share)


def _changes_findings(entry: Entry, coded: Collection[str]) -> bool:
    """True for an entry after which other findings may stand; taking back a judgement leaves them as they are."""
    statement = statement_of(entry) if entry.kind == "retraction" else None
    if isinstance(statement, Retracted):
        return statement.entry not in coded
    return entry.kind in _CHANGES


def _read(agenda: Agenda, store: Store, library: Library) -> tuple[list[tuple[Entry, FoundBody]], dict[str, Claim]]:
    """(the last finding of each ask in each newest text, what every finding read claims by its digest)."""
    _, gone = said_in(store.ledger.statements("retraction"))
    asks = {(ask_digest(ask), ask.id) for ask in agenda.asks}
    claims: dict[str, Claim] = {}
    last: dict[tuple[str, str], tuple[Entry, FoundBody]] = {}
    for entry in store.ledger.entries_at(numbers_of({digest for digest, _ in asks}, store, library)):
        held = body_in(entry)
        if entry.digest in gone or (held.details.ask, held.ask_id) not in asks:
            continue
        claims[entry.digest] = held.claim
        if library.is_current(held.document_id, held.layer):
            last[held.ask_id, held.document_id] = entry, held
    return list(last.values()), claims


def _source(document: Document, side: Side | None) -> Source:
    return Source(
        document.id, document.publisher, document.date, document.title, document.url, document.language,
        side or document.side or Side.THIRD,
    )  # fmt: skip


def _met(library: Library, ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """For each of these documents the engagements that it is a record of."""
    found: dict[str, list[str]] = {}
    for one in library.engagements():
        for source in one.sources:
            if source.telling is Telling.RECORDED and source.document in ids:
                found.setdefault(source.document, []).append(one.id)
    return {document: tuple(sorted(set(met))) for document, met in found.items()}


def _judged(
    agenda: Agenda,
    store: Store,
    units: Mapping[str, Unit],
    claims: Mapping[str, Claim],
    *,
    through: int,
    share: float,
) -> Review:
    """The review of these findings with all that persons coded of them up to now."""
    said, gone = said_in(store.ledger.statements(*KINDS))
    known = {**claims, **_claims_of(store, said, known=claims, gone=gone)}
    coded = Coded.of(said, known)
    held = {
        digest: replace(one, judgements=coded.judgements_of(claims[digest]), readings=coded.readings_of(claims[digest]))
        for digest, one in units.items()
    }
    order = queue(held.values(), asks=agenda.asks, deciding=deciding(agenda, held), since=agenda.engagement.start)
    weighty = {one.entry for queued in order if decides(queued.why) for one in (queued.unit, *queued.also)}
    drawn = {digest for digest in held if is_drawn(digest, share=share)}
    return Review(agenda, held, order, frozenset(weighty | drawn), through, share, known)


def _claims_of(
    store: Store, said: Iterable[Said], *, known: Mapping[str, Claim], gone: Collection[str]
) -> dict[str, Claim]:
    """What those judged findings claim that are not among the known: of other agendas, or of other spellings."""
    strange = {one.statement.finding for one in said} - known.keys() - set(gone)
    found = ((digest, statement_of(store.ledger.entry_named(digest))) for digest in sorted(strange))
    claims = ((digest, claim_of(held)) for digest, held in found if isinstance(held, Found))
    return {digest: claim for digest, claim in claims if claim is not None}


def item(held: Review, entry: str, store: Store, *, leads: Collection[str] = ()) -> Item:
    """The screen of a finding, cleared of sealed names. Raises `ReviewError` for a digest that is not among them."""
    unit = _unit(held, entry)
    queued = next(one for one in held.queue if any(entry == each.entry for each in (one.unit, *one.also)))
    return screen_of(held.agenda, unit, queued, store, wanted=entry in held.wanted, leads=leads)


def blind_item(held: Review, entry: str, store: Store, *, by: str) -> BlindItem:
    """The screen of a second reader. Raises `ReviewError` where this person may not be one."""
    refuse_second(_unit(held, entry), by)
    return blind_of(item(held, entry, store))


def _unit(held: Review, entry: str) -> Unit:
    if entry not in held.units:
        raise ReviewError(
            f"The agenda has no finding {entry[:12]} today.",
            advice="It may have been retracted or found anew: go back.",
        )
    return held.units[entry]


def unit_named(store: Store, name: str) -> Unit:
    """The finding whose digest begins so, with what persons said of it.

    Raises `StoreError` where there is none or more than one, where it is another statement, or was retracted.
    """
    entry = store.ledger.entry_named(name)
    found = statement_of(entry)
    if not isinstance(found, Found):
        raise StoreError(
            f"Entry {entry.digest[:12]} is a {entry.kind}, and only findings are judged.",
            advice="`onrecord findings AGENDA.yaml` lists them.",
        )
    retracted = stated(store.ledger.statements("retraction")).retracted.get(entry.digest)
    if retracted is not None:
        raise StoreError(
            f"Finding {entry.digest[:12]} was retracted by {retracted.by}: {retracted.reason}",
            advice="Retract the retraction first if it should stand again.",
        )
    document = store.ledger.version_with(found.document_id, found.layer)
    source = _source(document or Document(found.document_id, ""), side_in(found))
    unit = Unit(entry.digest, entry.seq, found.layer, finding_of(found), source)
    claim = claim_of(found)
    return unit if claim is None else _with_words(store, unit, claim)


def _with_words(store: Store, unit: Unit, claim: Claim) -> Unit:
    said, gone = said_in(store.ledger.statements(*KINDS))
    known = {unit.entry: claim}
    coded = Coded.of(said, {**known, **_claims_of(store, said, known=known, gone=gone)})
    return replace(unit, judgements=coded.judgements_of(claim), readings=coded.readings_of(claim))


def judge(
    store: Store,
    unit: Unit,
    said: Choice | int,
    *,
    by: str,
    note: str = "",
    also: Collection[Unit] = (),
    leads: Collection[str] = (),
) -> tuple[Entry, ...]:
    """Record a person's word on a finding, and on those of `also` that nobody has judged; empty if it stands already.

    Raises `ReviewError` as `review.judging.judged` does; then nothing is recorded.
    """
    wanted: list[Statement] = []
    for one in (unit, *(other for other in also if not other.judgements)):
        statement = judged(one, said, by=by, note=note, leads=leads)
        last = last_word(one)
        if not (isinstance(last, Given) and _is_same(last, statement)):
            wanted.append(statement)
    return store.ledger.append_all(wanted) if wanted else ()


def _is_same(given: Given, statement: Judged) -> bool:
    held = given.judgement
    return (held.verdict, held.level, held.by, held.note) == (
        statement.verdict, statement.level, statement.by, statement.note,
    )  # fmt: skip


def read_second(store: Store, unit: Unit, level: int, *, by: str, note: str = "") -> Entry:
    """Record a blind second reading. Raises `ReviewError` as `review.judging.second_read` does."""
    return store.ledger.append(second_read(unit, level, by=by, note=note))


def undo(store: Store, unit: Unit, *, by: str, also: Collection[Unit] = ()) -> tuple[Entry, ...]:
    """Take back one's own last word on a finding, and on those of `also` where the same word was given with it.

    Raises `ReviewError` as `review.judging.undone` does; then nothing is recorded.
    """
    first = undone(unit, by=by)
    given = last_word(unit)
    others = [undone(other, by=by) for other in also if _same_word(last_word(other), given)]
    return store.ledger.append_all([first, *others])


def _same_word(one: Given | SecondReading | None, other: Given | SecondReading | None) -> bool:
    """True for the same judgement on another finding, recorded in the same moment."""
    return isinstance(one, Given) and isinstance(other, Given) and one.judgement == other.judgement
