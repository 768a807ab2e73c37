"""What a screen of the queue needs beside the finding: its place, its neighbours, the codebook."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from onrecord.model.agenda import Level
from onrecord.reports.words import Meaning, codebook_words
from onrecord.review.queue import Queued
from onrecord.review.reasons import Why, weights
from onrecord.settings.reviewing import Review


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding stands in the queue."""

    number: int
    """From 1."""
    of: int
    previous: str
    """Digest of the finding before it; empty for the first."""
    next: str
    """Digest of the one after it; empty for the last."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a queue is done."""

    findings: int
    judged: int
    deciding: int
    """Findings on which a scorecard or a standing rests."""
    deciding_judged: int


def progress(held: Review) -> Progress:
    """Counted over the queue; copies with the same words count as one."""
    deciding = [one for one in held.queue if _decides(one)]
    return Progress(
        len(held.queue),
        sum(one.is_judged for one in held.queue),
        len(deciding),
        sum(one.is_judged for one in deciding),
    )


def _decides(one: Queued) -> bool:
    return any(weights()[why].decides for why in one.why)


def place_of(held: Review, entry: str) -> Place:
    """The place of a finding that is in the queue, or of the group that it is a copy in."""
    digests = [one.unit.entry for one in held.queue]
    at = next(
        number
        for number, one in enumerate(held.queue)
        if entry == one.unit.entry or any(entry == copy.entry for copy in one.also)
    )
    return Place(at + 1, len(digests), digests[at - 1] if at else "", digests[at + 1] if at + 1 < len(digests) else "")


def next_unjudged(held: Review) -> str:
    """The digest of what should be judged next; empty where all is judged."""
    return next((one.unit.entry for one in held.queue if not one.is_judged), "")


def sentence(why: Why) -> str:
    """Why a finding stands where it does, as the reader is told."""
    return weights()[why].sentence


@cache
def levels() -> tuple[tuple[int, Meaning], ...]:
    """The raise scale from the top: level, word, the codebook's sentence."""
    words = codebook_words()
    return tuple((int(level), words.levels[level]) for level in reversed(Level))
