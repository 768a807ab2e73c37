"""Of all findings in a store only those of an agenda's asks are read, on the texts that are the newest."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from onrecord.history import Recorded
from onrecord.ledger.finding_entries import Claim, ask_digest
from onrecord.ledger.found_bodies import FoundBody, body_in
from onrecord.ledger.statements import stated
from onrecord.model.agenda import Agenda
from onrecord.model.finding import Judgement
from onrecord.settings.library import Library, Spoken
from onrecord.settings.stores import Store

INDEX = "asks/1"
"""The reading that says which findings are of which ask; each row holds those up to the entry that it stands by."""


def recorded(agenda: Agenda, store: Store, library: Library) -> dict[str, list[Recorded]]:
    """The findings that were not retracted, on the newest texts, by ask id."""
    gone = stated(store.ledger.statements("retraction")).retracted
    wanted = {(ask_digest(ask), ask.id) for ask in agenda.asks}
    numbers = numbers_of({digest for digest, _ in wanted}, store, library)
    found: dict[str, dict[str, tuple[str, FoundBody]]] = {ask.id: {} for ask in agenda.asks}
    for entry in store.ledger.entries_at(numbers):
        if entry.digest not in gone:
            held = body_in(entry)
            if (held.details.ask, held.ask_id) in wanted and library.is_current(held.document_id, held.layer):
                found[held.ask_id][held.document_id] = entry.digest, held
    spoken = library.spoken({document for each in found.values() for document in each})
    judged = store.ledger.judged_claims()
    return {
        ask_id: [_recorded(digest, held, judged, spoken[held.document_id]) for digest, held in each.values()]
        for ask_id, each in found.items()
    }


def numbers_of(digests: set[str], store: Store, library: Library) -> list[int]:
    """The numbers of the entries that hold findings of these asks, in their order; what came since is indexed."""
    kept = store.ledger.kept(INDEX)
    index = [msgspec.json.decode(body, type=dict[str, list[int]]) for body in kept.values()]
    through, new = store.ledger.asks_in(since=max(kept, default=0))
    if new:
        library.keep(INDEX, {through: msgspec.json.encode(new).decode()})
    return sorted(number for held in (*index, new) for digest in digests & held.keys() for number in held[digest])


def _recorded(entry: str, held: FoundBody, judged: Mapping[Claim, Judgement], spoken: Spoken) -> Recorded:
    said = judged.get(held.claim) if judged else None
    speaker = spoken.speaker_at(held.quotes[0].start) if held.quotes else ""
    return Recorded(held.finding, entry, said, held.details.side, speaker)
