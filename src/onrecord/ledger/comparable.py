"""Silence can be compared only where there was room to speak: a text of its kind and length, on as wide a matter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from statistics import median

from onrecord.model.occasion import Held

SHORTEST = 500
"""Characters of a text that can leave something out: about three sentences. One readout in ten of the American record
of 2021 to 2026 is shorter."""

RATIO = 0.4
"""A text must have this part of the median length of those that held the ask. Of 898 American readouts in series of
five or more, the middle half have 0.78 to 1.29 of their series' median, nineteen in twenty more than 0.5."""

WINDOW = 5
"""Comparable documents before it that a document is held against."""

DAYS = 1096
"""How long before it, in days: three years."""

STANCE = 2
"""Level from which a document counts as holding the ask for this comparison: a bare mention is no custom."""

TOUCHED = "The document holds words of the ask, though no sentence that raises it was found."

Gap = tuple[str, str, str]
"""(publisher, from, to): a stretch without a document in hand of a publisher that else publishes steadily."""


def guards(document: Held, holders: Sequence[Held], gaps: Iterable[Gap] = ()) -> tuple[str, ...]:
    """Why an absence from the document is not called an omission, beside earlier documents that hold the ask.

    One sentence each; empty if it can be, or if there is nothing to compare with.
    """
    if not holders:
        return ()
    return tuple(
        sentence
        for sentence in (
            _cut_off(document),
            _short(document, holders),
            _narrow(document),
            _other_publisher(document, holders),
            _not_covered(document, holders[-1], gaps),
        )
        if sentence
    )


def _cut_off(document: Held) -> str:
    return "" if document.complete else "Only the beginning of this document is in hand."


def _short(document: Held, holders: Sequence[Held]) -> str:
    usual = median(holder.length for holder in holders)
    if document.length < SHORTEST:
        return f"The document has {document.length} characters; below {SHORTEST} it has no room to leave anything out."
    if document.length < RATIO * usual:
        return (
            f"The document has {document.length} characters, less than {RATIO:.0%} of the {usual:.0f} "
            "that those with the ask have (median)."
        )
    return ""


def _narrow(document: Held) -> str:
    subject = document.occasion.subject
    return f"The contact was about one matter: “{subject}”." if subject else ""


def _other_publisher(document: Held, holders: Sequence[Held]) -> str:
    if any(holder.publisher == document.publisher for holder in holders):
        return ""
    return f"No document of {document.publisher} before it holds the ask; those that do are another publisher’s."


def _not_covered(document: Held, last: Held, gaps: Iterable[Gap]) -> str:
    for publisher, start, end in gaps:
        if publisher == document.publisher and last.date <= end and start <= document.date:
            return (
                f"The record of {publisher} in hand has a gap from {start} to {end}, between this document and the "
                "last with the ask."
            )
    return ""


def within_reach(earlier: Held, document: Held) -> bool:
    """True if the earlier document lies at most three years back; a date that is no full day counts as its first."""
    first, last = _first_day(earlier.date), _first_day(document.date)
    return first is not None and last is not None and (last - first).days <= DAYS


def _first_day(written: str) -> date | None:
    if not written:
        return None
    year, month, day = (*written.split("-"), "01", "01")[:3]
    return date(int(year), int(month), int(day[:2]))


def compared_with(document: Held, earlier: Sequence[Held], holders: Sequence[Held]) -> tuple[Held, ...]:
    """The comparable documents before it, latest first, at most `WINDOW`: with the ask, or with room for it.

    `earlier` are all documents of the series before it, in their order; `holders` those of them with the ask.
    """
    held = {holder.id for holder in holders}
    reach = [one for one in earlier if one.publisher == document.publisher and within_reach(one, document)]
    like = [one for one in reach if one.id in held or not guards(one, holders)]
    return tuple(reversed(like[-WINDOW:]))
