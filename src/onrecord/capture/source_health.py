"""A source that says nothing new and a source that no longer works look alike from afar: they are told apart here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from statistics import median

from onrecord.capture.listings import Listed
from onrecord.capture.source_memory import SourceMemory
from onrecord.capture.watch_list import Listing, Source

ALARM = 3
"""Rounds in a row that fail before a source counts as broken, where the fault may pass by itself."""

REMEMBERED = 10
"""Rounds whose number of documents is remembered."""

SETTLED = 3
"""Rounds after which it is known how many documents a listing names."""

MANY, FEW = 10, 0.2
"""A listing that named `MANY` documents or more and names less than `FEW` of that has lost its documents."""


class Condition(Enum):
    """How a source does."""

    NEVER = "never asked"
    """No round has asked it yet."""
    WORKING = "working"
    """The last round read its listing."""
    SILENT = "silent"
    """It works, and nothing new came for longer than its `quiet_days`."""
    FAILING = "failing"
    """The last round failed, which may pass."""
    BROKEN = "broken"
    """It stopped working: it failed for long, or in a way that does not pass by itself."""


@dataclass(frozen=True, slots=True)
class Health:
    """How one source does; moments in UTC, ISO 8601, empty for never."""

    source: str
    address: str
    condition: Condition
    last_tried: str
    last_success: str
    last_new: str
    failures: int
    """Rounds in a row."""
    reason: str
    documents: int
    """Taken in so far."""
    waiting: int
    """Named by the listing and not fetched yet."""
    given_up: int
    """Named by the listing and not to be had."""


def health_of(source: Source, memory: SourceMemory) -> Health:
    """How a source does by what is remembered of it."""
    left = sum(bool(page.left) for page in memory.pages.values())
    return Health(
        source=source.name,
        address=source.address,
        condition=_condition(memory),
        last_tried=memory.tried,
        last_success=memory.succeeded,
        last_new=memory.found_new,
        failures=memory.failures,
        reason=memory.reason,
        documents=len(memory.pages) - left,
        waiting=len(memory.waiting),
        given_up=left,
    )


def _condition(memory: SourceMemory) -> Condition:
    if not memory.tried:
        return Condition.NEVER
    if memory.broken:
        return Condition.BROKEN
    if memory.failures:
        return Condition.FAILING
    return Condition.SILENT if memory.silent else Condition.WORKING


def trouble_in(source: Source, listed: Listed, counts: Sequence[int]) -> str:
    """Why a listing that was read cannot be what the source says now; empty if it can.

    `counts` are the numbers of documents that it named before, the latest last.
    """
    found, usual = count_of(source, listed), median(counts) if counts else 0
    if source.listing is Listing.INDEX and not listed.links:
        return "the page has no links at all: its markup changed, or a script fills it"
    if source.listing is Listing.INDEX and not found:
        before = "although some did before: its markup or its addresses changed" if usual else "check `links`"
        return f"none of its {listed.links} links fits the pattern {' or '.join(source.links)}; {before}"
    if not found and usual:
        return f"it names no document, where it named about {usual:g}"
    if len(counts) >= SETTLED and usual >= MANY and found < FEW * usual:
        return f"it names {found} documents, where it named about {usual:g}"
    return ""


def count_of(source: Source, listed: Listed) -> int:
    """How many documents a listing names; in a feed or sitemap those too that no pattern of ours fits."""
    return len(listed.entries) if source.listing is Listing.INDEX else listed.links


def quiet_for(memory: SourceMemory, now: str) -> int:
    """Whole days since the source named something new, or since it was first asked."""
    since = memory.found_new or memory.began
    return (datetime.fromisoformat(now) - datetime.fromisoformat(since)).days if since else 0
