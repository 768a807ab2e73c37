"""A quote that is cited twice is one quote with two uses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.model.finding import Check
from onrecord.model.record import Quote
from onrecord.reports.reach import every_finding
from onrecord.reports.withholding import MASK


@dataclass(frozen=True, slots=True)
class Cited:
    """Words of a document that a finding rests on."""

    document: str
    ask: str
    use: str
    """`evidence` for the level, `answer` for the target's answer."""
    start: int
    end: int
    exact: str

    def fits(self, layer: str) -> bool:
        """True if the words stand at their place; characters that were masked for an audience fit any."""
        words = layer[self.start : self.end]
        return len(words) == len(self.exact) and all(
            own in (MASK, found) for own, found in zip(self.exact, words, strict=True)
        )


def cited(check: Check) -> list[Cited]:
    """Every quote of every finding, each use once, by document and place."""
    found = dict.fromkeys(_cited(check))
    return sorted(found, key=lambda quote: (quote.document, quote.start, quote.end, quote.ask, quote.use))


def _cited(check: Check) -> Iterator[Cited]:
    for result in check.results:
        for finding in every_finding(result):
            for use, quotes in (("evidence", finding.evidence), ("answer", finding.answer_evidence)):
                for quote in quotes:
                    yield _of(quote, finding.document_id, result.ask.id, use)


def _of(quote: Quote, document: str, ask: str, use: str) -> Cited:
    return Cited(document, ask, use, quote.start, quote.end, quote.exact)
