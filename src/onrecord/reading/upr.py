"""A review's report lists what each state asked, and the line above a list says how it was answered.

Reports of the Working Group on the Universal Periodic Review end with `Conclusions and/or recommendations`:
lists whose entries close with the asking states in brackets. One entry may hold several asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

from onrecord.reading.upr_askers import asker_groups
from onrecord.reading.upr_entries import entry_asks
from onrecord.reading.upr_layout import Block, blocks, closing_section
from onrecord.reading.upr_references import referred_asks
from onrecord.text.tables import rows


class Response(Enum):
    """What the report says became of a recommendation."""

    ACCEPTED = "accepted"
    """It enjoys the support of the state under review."""
    NOTED = "noted"
    """It does not: UPR Info's word for every answer short of acceptance."""
    PENDING = "pending"
    """It will be examined; the answer stands in an addendum, not in this report."""
    UNKNOWN = "unknown"
    """No line above it says; a person has to look."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One ask of one or several states; `text` is the report's, with white space and item number taken off."""

    askers: tuple[str, ...]
    """Ids of the asking places, in the order of the brackets."""
    text: str
    response: Response
    start: int
    end: int
    """`report[start:end]` holds the ask and, after it, its askers."""


def recommendations(report: str) -> tuple[Recommendation, ...]:
    """Every recommendation of a report's closing section, in its order; empty where it has no such section.

    `report` is the text layer of a report, lines broken or not. Asks that a heading names by paragraph ("the
    recommendations in paragraphs 27 (b) …") are looked up there and stand under their own words. Brackets that
    name no state end no ask.
    """
    found: list[Recommendation] = []
    response = Response.UNKNOWN
    for block in blocks(report, *closing_section(report)):
        said = _heading(block.text)
        if said is not None:
            response = said
            found += _referred(report, block, response)
        found += _asks(block, response)
    return tuple(found)


@cache
def _cues() -> tuple[tuple[re.Pattern[str], Response], ...]:
    listed = rows("upr_responses.tsv", key="pattern")
    return tuple((re.compile(row["pattern"], re.IGNORECASE), Response(row["response"])) for row in listed)


_SPEAKS_OF_LISTS = re.compile(r"\b(?:recommendations?|recommandations)\b", re.IGNORECASE)


def _heading(text: str) -> Response | None:
    """What a block says of the list under it, or None where it is no heading."""
    words = " ".join(text.split())
    if not _SPEAKS_OF_LISTS.search(words) or any(asker_groups(words)):
        return None
    return next((response for pattern, response in _cues() if pattern.search(words)), None)


def _referred(report: str, block: Block, response: Response) -> Iterator[Recommendation]:
    """The asks that a heading names by paragraph alone."""
    for ask in referred_asks(report, block.text):
        if ask.asker and ask.text:
            yield Recommendation((ask.asker,), ask.text, response, ask.start, ask.end)


_FOOTNOTE = re.compile(r"\s*\d*\s*(?:The )?recommendations? as (?:originally|read|formulated|made)", re.IGNORECASE)


def _asks(block: Block, response: Response) -> Iterator[Recommendation]:
    """The asks of one entry; a footnote that repeats an ask in its first wording holds none."""
    if _FOOTNOTE.match(block.text):
        return
    for ask in entry_asks(block.text):
        start, end = block.start + ask.start, block.start + ask.end
        yield Recommendation(ask.askers, ask.text, response, start, end)
