"""A statute that says `shall submit` and until when sets a clock for everybody to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from onrecord.model.record import Document, Quote
from onrecord.model.standing import Due
from onrecord.reading.due_dates import due_in
from onrecord.reading.enactment import enacted_on
from onrecord.text.patterns import pattern
from onrecord.text.sentences import sentences

_ACT = pattern("report_duty")
_MATTER = pattern("report_matter")
_QUOTED = pattern("amending_words")
_MARK = re.compile(r"[,—–:;]|\)\s|[.]\s|\bIn general\b")
LABEL = 160
"""Characters of a duty's words that a label keeps."""


@dataclass(frozen=True, slots=True)
class ReportDuty:
    """A duty to report by a date, as a statute words it."""

    sentence: Quote
    operative: str
    """`shall`, `should` or `must`: what binds, verbatim."""
    label: str
    """From the one who must act to what is to be given, in the sentence's words, at most `LABEL` characters."""
    due: Due
    """Its quote counts in the document's text."""
    counted_from: str
    """The day of enactment that the date counts from; empty where it counts from another day or none is known."""


def report_duties(document: Document) -> tuple[ReportDuty, ...]:
    """The duties of a statute to give a report, a list, a strategy, a briefing, a certification or the like by a date.

    English only. A duty without a date, and a date in a sentence that binds nobody, are left out. A sentence with two
    dates gives two duties. Words that a statute puts into another law are read as its own.
    """
    return tuple(duty for start, end in _lines(document.text) for duty in _in(document, start, end))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Sentences, with the words that stand between a heading's dash and the duty's subject left where they are."""
    for span in sentences(text):
        if "shall" in text[span.start : span.end] or "should" in text[span.start : span.end]:
            yield span.start, span.end


def _in(document: Document, start: int, end: int) -> Iterator[ReportDuty]:
    words = document.text[start:end]
    act = _ACT.search(words)
    if act is None or _MATTER.search(words, act.start()) is None:
        return
    law = enacted_on(document, start)
    for due in due_in(words, said=law, enacted=law):
        if _is_period(words, due):
            continue
        quote = Quote(due.quote.start + start, due.quote.end + start, due.quote.exact)
        counted = law if due.basis == "enactment" and "[" not in due.quote.exact else ""
        yield ReportDuty(
            Quote.cut(document.text, start, end),
            act["binds"],
            _label(words, act, due),
            replace(due, quote=quote),
            counted,
        )


def _is_period(words: str, due: Due) -> bool:
    """True for a date that bounds what is reported on, not when: `activities during the next year`."""
    before = words[max(0, due.quote.start - 40) : due.quote.start]
    return _QUOTED.search(before) is not None


def _label(words: str, act: re.Match[str], due: Due) -> str:
    """From the one who must act: after the date, or after the last mark before `shall` where the date comes later."""
    start = due.quote.end
    if start >= act.start("binds"):
        start = max((mark.end() for mark in _MARK.finditer(words, 0, act.start("binds"))), default=0)
    label = " ".join(words[start:].lstrip(" ,—–").split())
    return label if len(label) <= LABEL else label[: LABEL - 1].rsplit(" ", 1)[0] + "…"
