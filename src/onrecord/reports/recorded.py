"""What the ledger holds of an agenda is a check like any other: the same gate clears its names."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from onrecord.ledger.chain import Entry
from onrecord.ledger.finding_entries import Claim, claim_of, finding_of, is_of
from onrecord.ledger.statements import Found, statement_of
from onrecord.model.agenda import Agenda, Ask
from onrecord.model.finding import AskResult, Check, Coverage, Finding, Judgement, Source
from onrecord.model.record import Document, Side
from onrecord.pipeline import source_of

Recorded = tuple[Entry, Found]

VersionWith = Callable[[str, str], Document | None]
"""(id, SHA-256 of its text) → the document; None where the store has none such."""


@dataclass
class Listing:
    """The last finding recorded of each ask in each document."""

    last: dict[tuple[str, str], Recorded] = field(default_factory=dict)
    """By (ask id, document id)."""
    replaced: int = 0
    """Findings that a later one of the same ask in the same document took the place of."""
    reworded: int = 0
    """Findings for an ask of the same id and other words."""


def listed(entries: Iterable[Entry], retracted: Container[str], wanted: Callable[[Found], bool | None]) -> Listing:
    """The findings that were not retracted and are wanted; `wanted` is None for one of an ask's other words."""
    found = Listing()
    for entry in entries:
        held = statement_of(entry)
        if not isinstance(held, Found) or entry.digest in retracted:
            continue
        answer = wanted(held)
        if answer:
            key = held.ask_id, held.document_id
            found.replaced += key in found.last
            found.last[key] = entry, held
        elif answer is None:
            found.reworded += 1
    return found


def of_asks(asks: Iterable[Ask]) -> Callable[[Found], bool | None]:
    """True for a finding of one of these asks as they are worded now, None for one of their earlier words."""
    by_id = {ask.id: ask for ask in asks}

    def wanted(found: Found) -> bool | None:
        ask = by_id.get(found.ask_id)
        if ask is None:
            return False
        return True if is_of(found, ask) else None

    return wanted


def recorded_check(
    agenda: Agenda, listing: Listing, claims: Mapping[Claim, Judgement], version_with: VersionWith
) -> Check:
    """The findings of a listing as a check of the agenda: by date and id, with the judgements that stand.

    It has no coverage and no best, and its sides are those that a person gave.
    """
    held: dict[str, list[Recorded]] = {}
    for (ask_id, _), one in listing.last.items():
        held.setdefault(ask_id, []).append(one)
    sources: dict[str, Source] = {}
    layers: dict[str, str] = {}
    for found, document in _with_documents(listing, version_with):
        _add_source(sources, layers, found, finding_of(found), document)
    results = tuple(_result(ask, held.get(ask.id, []), claims, sources) for ask in agenda.asks)
    return Check(agenda, results, sources, Coverage(0, ()), "")


def _result(
    ask: Ask, held: list[Recorded], claims: Mapping[Claim, Judgement], sources: Mapping[str, Source]
) -> AskResult:
    held = sorted(held, key=lambda one: (sources[one[1].document_id].date, one[1].document_id))
    judgements = {
        found.document_id: claims[claim]
        for _, found in held
        if (claim := claim_of(found)) is not None and claim in claims
    }
    entries = {found.document_id: entry.seq for entry, found in held}
    return AskResult(ask, tuple(finding_of(found) for _, found in held), {}, judgements, entries)


def _with_documents(listing: Listing, version_with: VersionWith) -> Iterator[tuple[Found, Document | None]]:
    """Each finding with the document that it was made in, which is read once for all its findings."""
    ordered = sorted((found for _, found in listing.last.values()), key=_text)
    for (id_, layer), group in groupby(ordered, key=_text):
        document = version_with(id_, layer)
        for found in group:
            yield found, document


def _text(found: Found) -> tuple[str, str]:
    return found.document_id, found.layer


def _add_source(
    sources: dict[str, Source], layers: dict[str, str], found: Found, finding: Finding, document: Document | None
) -> None:
    """The document of a finding; words around quotes are kept of one text alone, the first met."""
    id_ = found.document_id
    if layers.setdefault(id_, found.layer) != found.layer:
        return
    if document is None:  # the store refuses a finding without its document, so that it is damaged
        sources.setdefault(id_, Source(id_, "", "", "", "", "", Side.THIRD))
        return
    sources[id_] = source_of(document, document.side or Side.THIRD, finding, sources.get(id_))
