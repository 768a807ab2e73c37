"""A document is made from a standing; each of its quotes is held against the store before it leaves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from onrecord.errors import StoreError
from onrecord.ledger.readings import Listed
from onrecord.model.agenda import Agenda, Ask, Ground, GroundKind
from onrecord.model.finding import Expected
from onrecord.model.record import Document
from onrecord.ports import DocumentFilter
from onrecord.reading.operative import Operative, is_statute, operative_sentences
from onrecord.reports.audience import Audience
from onrecord.reports.documents.blocks import Cite, Paper
from onrecord.reports.documents.dossier import Binding, Dossier, Kept, Materials, dossier
from onrecord.reports.question import Citation
from onrecord.reports.withholding import MASK
from onrecord.settings.holding import hold
from onrecord.settings.library import Progress, quietly
from onrecord.settings.standing import stand
from onrecord.settings.stores import Store
from onrecord.text.own_words import stems

AFTERWARDS = timedelta(days=60)
"""Days after an engagement in which its records are looked for."""
LEAST_SHARED = 2
"""Words that a sentence of a statute shares with a ground and its ask, to be shown beside them."""
_CANDIDATES = 20
_LAW = re.compile(
    r"(?:[A-Z][\w’'-]+ )(?:(?:of|and|to|the|for|in|on|[A-Z][\w’'-]+) )*(?:Act|Law|Code|Treaty|Covenant|Convention)\b"
)


def dossier_of(
    agenda: Agenda,
    store: Store,
    audience: Audience,
    *,
    today: date,
    workers: int = 1,
    said: Progress = quietly,
) -> Dossier:
    """What a document on these asks may draw on, for these readers.

    The standing is brought up to date as by `stand`. The records of the engagement that are expected are looked for
    among the documents of its days and of sixty days after.
    """
    report = stand(agenda, store, today=today, workers=workers, meetings=True, said=said)
    expected = _expected(agenda, store, workers)
    report = replace(report, coverage=replace(report.coverage, expected=expected))
    return dossier(report, materials(agenda, store), audience)


def _expected(agenda: Agenda, store: Store, workers: int) -> tuple[Expected, ...]:
    held = agenda.engagement
    if len(held.start) != 10 or held.kind == "none":
        return ()
    last = held.end if len(held.end) == 10 else held.start
    until = date.fromisoformat(last) + AFTERWARDS
    found = hold(agenda, store, DocumentFilter(since=held.start, until=until.isoformat()), workers=workers)
    return found.coverage.expected


def materials(agenda: Agenda, store: Store) -> Materials:
    """Where each document's bytes lie, the operative words of the laws that grounds name, and the statement itself."""
    listed = store.ledger.catalogue()
    by_layer = {one.layer: one for one in listed}
    own = by_layer.get(agenda.source_digest)
    return Materials(
        kept=_kept(listed),
        bindings=tuple(_bindings(agenda, store, listed)),
        statement=own.document.id if own else "",
        statement_url=own.document.url if own else "",
        statement_date=own.document.date if own else "",
    )


def _kept(listed: Iterable[Listed]) -> dict[str, Kept]:
    return {one.document.id: Kept(one.document.capture_digest, one.layer) for one in listed}


def _bindings(agenda: Agenda, store: Store, listed: list[Listed]) -> Iterator[Binding]:
    asks = {ask.id: ask for ask in agenda.asks}
    for ground in agenda.grounds:
        if ground.kind is GroundKind.LAW:
            for name in _LAW.findall(ground.quote.exact):
                for law in _laws(name.removeprefix("The "), store, listed):
                    yield from _telling(ground, [asks[ask] for ask in ground.asks], law, name)


def _laws(name: str, store: Store, listed: list[Listed]) -> list[Document]:
    """The texts in hand of the law of that name: found by their titles, or by the words of their heads."""
    titled = [one.document.id for one in listed if name.casefold() in one.document.title.casefold()]
    worded = [hit.document_id for hit in store.ledger.search(f'"{name}"', limit=_CANDIDATES)]
    read = (store.ledger.document(id_) for id_ in dict.fromkeys([*titled, *worded]))
    return [document for document in read if document is not None and is_statute(document, name)]


def _telling(ground: Ground, asks: list[Ask], law: Document, name: str) -> Iterator[Binding]:
    """The sentences of the law that speak of what the ground or its asks do, those that share most words first."""
    wanted = stems([ground.quote.exact, *(words for ask in asks for words in (ask.text, ask.object))]) - stems([name])
    found = sorted(
        ((len(wanted & stems([one.quote.exact])), one) for one in operative_sentences(law)),
        key=lambda pair: (-pair[0], pair[1].quote.start),
    )
    yield from (_binding(ground, law, one) for shared, one in found if shared >= LEAST_SHARED)


def _binding(ground: Ground, law: Document, one: Operative) -> Binding:
    cited = Citation(law.id, law.publisher, law.date, law.title, law.url, law.language, one.quote)
    return Binding(ground.id, cited, one.binds, one.section)


def prove(paper: Paper, store: Store) -> int:
    """How many quotes of the document stand in the store, character by character, where their sources say.

    Raises `StoreError` for one that does not; a character that is withheld fits any. Words of a text that is not in the
    store (an agenda's statement that was never added) are not counted: their source gives the digest of that text.
    """
    wanted: dict[str, list[Cite]] = {}
    for note in paper.notes():
        if isinstance(note, Cite) and note.citation.quote is not None:
            wanted.setdefault(note.citation.document, []).append(note)
    return sum(_proven(notes, store.ledger.document(id_)) for id_, notes in wanted.items())


def _proven(notes: Iterable[Cite], document: Document | None) -> int:
    if document is None:
        return 0
    number = 0
    for note in notes:
        quote = note.citation.quote
        assert quote is not None
        words = document.text[quote.start : quote.end]
        fits = len(words) == len(quote.exact) and all(
            own in (MASK, there) for own, there in zip(quote.exact, words, strict=True)
        )
        if not fits:
            raise StoreError(
                f"The words at characters {quote.start} to {quote.end} of {document.id} are not those that are quoted.",
                advice="Run the command again; if it stays so, run `onrecord verify`.",
            )
        number += 1
    return number
