"""When a page changes, a finding stands only as far as its quotes do: each is found again exactly, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.model.finding import Finding
from onrecord.model.record import Document, Quote, Span
from onrecord.pipeline import Reader
from onrecord.reports.formats.anchors import CONTEXT, Fate, anchor, found
from onrecord.text.change_kinds import Kind
from onrecord.text.differences import Difference, Edit
from onrecord.text.sentences import sentences


@dataclass(frozen=True, slots=True)
class TouchedQuote:
    """A quote of the earlier text, and what became of it."""

    quote: Quote
    fate: Fate
    now: Quote | None
    """The same words in the later text, where they are `same` or `moved`; nothing is anchored to a look-alike."""
    stands: Quote | None
    """What stands at the place of a changed quote, for a person to compare; never the quote."""
    edits: tuple[Edit, ...]
    """What changed inside the quote."""


@dataclass(frozen=True, slots=True)
class TouchedFinding:
    """An ask's finding in the earlier text, and whether it stands in the later one."""

    ask: str
    """The id of the ask."""
    before: Finding
    after: Finding | None
    """What the engine finds in the later text; None where it finds nothing about the ask."""
    quotes: tuple[TouchedQuote, ...]

    @property
    def is_touched(self) -> bool:
        """True if a quote is changed or gone, or the level, the state or the answer is another now."""
        lost = any(quote.fate in {Fate.CHANGED, Fate.GONE} for quote in self.quotes)
        return lost or self.after is None or _said(self.after) != _said(self.before)


def touched(reader: Reader, old: Document, new: Document, changed: Difference) -> Iterator[TouchedFinding]:
    """The findings of the earlier text that its change to the later one touches; `changed` is their difference.

    A finding that only the later text has is not among them.
    """
    found_now = reader.findings(new)
    for before, after in zip(reader.findings(old), found_now, strict=True):
        if before is not None:
            quotes = (*before.evidence, *before.answer_evidence)
            made = TouchedFinding(before.ask_id, before, after, tuple(reanchored(quote, changed) for quote in quotes))
            if made.is_touched:
                yield made


def reanchored(quote: Quote, changed: Difference) -> TouchedQuote:
    """What became of a quote of `changed.old` in `changed.new`.

    It is found again by the words around it (see `formats.anchors`); where those changed too, by its place in the
    difference, if its sentence and the words on one side of it are untouched and it stands once in either text.
    """
    there = found(anchor(changed.old, quote.start, quote.end), changed.new)
    if there.start is not None:
        return _anchored(quote, there.start, changed)
    span = changed.now(quote.span)
    if _is_untouched(quote, changed) and span.of(changed.new) == quote.exact:
        return _anchored(quote, span.start, changed)
    edits = changed.touching(quote.span)
    if there.fate is Fate.GONE and not _remains(quote, edits):
        return TouchedQuote(quote, Fate.GONE, None, None, edits)
    stands = Quote.cut(changed.new, span.start, span.end)
    return TouchedQuote(quote, Fate.CHANGED, None, stands if stands.exact else None, edits)


def _anchored(quote: Quote, start: int, changed: Difference) -> TouchedQuote:
    end = start + len(quote.exact)
    fate = Fate.SAME if start == quote.start else Fate.MOVED
    return TouchedQuote(quote, fate, Quote(start, end, changed.new[start:end]), None, ())


def _is_untouched(quote: Quote, changed: Difference) -> bool:
    """True if the quote's sentences and the words on one side of them stand as before, and no other place is alike."""
    if any(text.count(quote.exact) != 1 for text in (changed.old, changed.new)):
        return False
    held = [span for span in sentences(changed.old) if span.overlaps(quote.span)]
    start = min([quote.start, *(span.start for span in held)])
    end = max([quote.end, *(span.end for span in held)])
    first, last = max(0, start - CONTEXT), min(len(changed.old), end + CONTEXT)
    sides = (Span(first, end + 1), Span(max(0, start - 1), last))
    return any(not any(edit.kind > Kind.WHITESPACE for edit in changed.touching(side)) for side in sides)


def _remains(quote: Quote, edits: Sequence[Edit]) -> bool:
    """True if at least half of the quote's characters are where they were."""
    gone = sum(min(edit.old.end, quote.end) - max(edit.old.start, quote.start) for edit in edits if edit.before)
    return 2 * gone <= len(quote.exact)


def _said(finding: Finding) -> tuple[object, ...]:
    return finding.level, finding.state, finding.answer
