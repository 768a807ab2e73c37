"""A changed page is news where the change touches what was found in it, and not where a collection was reprinted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.ledger.chain import Entry
from onrecord.ledger.store import SqlLedger
from onrecord.ledger.versions import Change as TextChange
from onrecord.ledger.versions import History, Version, changes, histories
from onrecord.model.agenda import Agenda, Level
from onrecord.model.alerts import Change
from onrecord.model.finding import Answer, Finding
from onrecord.model.occasion import Genre, Held, Occasion
from onrecord.model.record import Document, Quote, Side
from onrecord.model.standing import Cited
from onrecord.pipeline import Reader
from onrecord.ports import Share
from onrecord.reports.formats.anchors import Fate
from onrecord.reports.touched import TouchedQuote, reanchored
from onrecord.settings.stores import Store
from onrecord.text.change_kinds import Kind


@dataclass(frozen=True, slots=True)
class _Recorded:
    """A ledger's captures and documents alone: most entries are findings, which tell nothing of versions."""

    ledger: SqlLedger

    def entries(self) -> Iterator[Entry]:
        return self.ledger.statements("capture", "document")

    def read(self, share: Share) -> Iterator[Document]:
        return self.ledger.read(share)


@dataclass(frozen=True, slots=True)
class Past:
    """What the store remembers of versions."""

    histories: tuple[History, ...]

    @classmethod
    def of(cls, store: Store) -> Past:
        return cls(histories(_Recorded(store.ledger)))

    def first_entries(self) -> dict[str, int]:
        """By document id: the entry of the first version of the document, under whatever id it came."""
        return {version.id: own.versions[0].entry for own in self.histories for version in own.versions}

    def in_bulk(self, after: int) -> int:
        """How many documents a corpus changed since an entry: of these `changes_since` tells nothing."""
        bulk = _corpora(self.histories)
        later = (version for own in self.histories for version in own.versions[1:] if version.entry > after)
        return len({version.id for version in later if version.capture in bulk})


def changes_since(past: Past, agenda: Agenda, store: Store, after: int) -> Iterator[Change]:
    """What the versions that were recorded after an entry did to findings, version by version.

    A version that came with many others in one capture (a corpus) is another edition of a collection, not a page that
    was changed. White space, punctuation and capitals touch nothing.
    """
    reader, bulk = Reader.of_agenda(agenda), _corpora(past.histories)
    for own in past.histories:
        known = [version for version in own.versions if version.entry <= after][-1:]
        later = [version for version in own.versions if version.entry > after]
        if later and len(known) + len(later) > 1:
            for change in changes(store.ledger, History((*known, *later))):
                if change.later.capture not in bulk and change.old.text != change.new.text:
                    yield from _touching(agenda, reader, change)


def held_of(document: Document, *, characters: int, known_at: str) -> Held:
    """A document as a notice names it, without what folds know of it."""
    return Held(
        document.id, document.date, document.publisher, document.title, document.url, document.language,
        Side.THIRD, characters, document.complete, known_at, Occasion(Genre.OTHER),
    )  # fmt: skip


def _corpora(held: Iterable[History]) -> set[str]:
    """The captures that brought more than one document."""
    brought: dict[str, set[str]] = defaultdict(set)
    for own in held:
        for version in own.versions:
            brought[version.capture].add(version.id)
    return {capture for capture, ids in brought.items() if len(ids) > 1}


def _touching(agenda: Agenda, reader: Reader, change: TextChange) -> Iterator[Change]:
    found = zip(agenda.asks, reader.findings(change.old), reader.findings(change.new), strict=True)
    for ask, before, after in found:
        quotes = _quotes(before)
        lost = [held.quote for held in (reanchored(quote, change.text) for quote in quotes) if _is_lost(held, change)]
        if lost or _said(before) != _said(after):
            yield _change(ask.id, change, (before, after), lost)


def _is_lost(held: TouchedQuote, change: TextChange) -> bool:
    if held.fate not in {Fate.CHANGED, Fate.GONE}:
        return False
    edits = held.edits or change.text.touching(held.quote.span)
    return any(edit.kind > Kind.PUNCTUATION_OR_CASE for edit in edits)


def _change(
    ask: str, change: TextChange, found: tuple[Finding | None, Finding | None], lost: Sequence[Quote]
) -> Change:
    earlier, later = change.earlier, change.later
    old = held_of(change.old, characters=earlier.characters, known_at=earlier.seen)
    levels = [Level.NOT_ON_RECORD if one is None else one.level for one in found]
    return Change(
        ask_id=ask,
        document=held_of(change.new, characters=later.characters, known_at=later.seen),
        entry=later.entry,
        texts=(earlier.layer, later.layer),
        seen=(_day(earlier), _day(later)),
        levels=(levels[0], levels[1]),
        answers=any(one is not None and one.answer is not Answer.NONE for one in found),
        before=tuple(Cited(old, quote) for quote in lost or _quotes(found[0])[:1]),
        is_lost=bool(lost),
        now=_now(change, lost, found[1]),
    )


def _now(change: TextChange, lost: Sequence[Quote], after: Finding | None) -> str:
    """The words at the place of the first that were lost; where none are, those that the finding rests on now."""
    stands = [reanchored(quote, change.text).stands for quote in lost]
    told = [*(quote for quote in stands if quote is not None), *_quotes(after)]
    return told[0].exact if told else ""


def _quotes(finding: Finding | None) -> tuple[Quote, ...]:
    return () if finding is None else (*finding.evidence, *finding.answer_evidence)


def _said(finding: Finding | None) -> tuple[Level, Answer]:
    return (Level.NOT_ON_RECORD, Answer.NONE) if finding is None else (finding.level, finding.answer)


def _day(version: Version) -> str:
    return version.seen[:10]
