"""A quote is found again only where its words and the words around it still stand; a look-alike is not the quote.

The selectors are those of the W3C Web Annotation Data Model: TextQuoteSelector (exact, prefix, suffix) and
TextPositionSelector (start, end, in characters of the text layer).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

from onrecord.model.record import Quote

CONTEXT = 32
"""Characters of prefix and suffix to begin with; both are doubled until the three stand together only once."""

_NEAR = 4
"""What stands between prefix and suffix now may be so many times as long as the quote was, and 200 characters more."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a quote stands in one text layer, and how it is known again."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


class Fate(Enum):
    """What became of a quote in a later text."""

    SAME = "same"
    """The same words between the same words, at the same place."""
    MOVED = "moved"
    """The same words between the same words, once, at another place."""
    CHANGED = "changed"
    """What stands there now, or may, is for a person to judge: other words between the same words, the same words
    between others, or the same at several places."""
    GONE = "gone"
    """Nothing in the text is known to be it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A quote's fate, and the places that speak for it."""

    fate: Fate
    start: int | None = None
    """Of the quote, where its fate is `same` or `moved`; else None: nothing is anchored."""
    end: int | None = None
    candidates: tuple[tuple[int, int], ...] = ()
    """For a changed quote, where a person should look."""


def anchor(layer: str, start: int, end: int, *, withheld: Sequence[tuple[int, int]] = ()) -> Anchor:
    """The anchor of `layer[start:end]`, with as much of the words around it as tells it from its look-alikes.

    Prefix and suffix end before a `withheld` stretch, so that they can be too short there to be alone.
    """
    floor = max((b for a, b in withheld if b <= start), default=0)
    ceiling = min((a for a, b in withheld if a >= end), default=len(layer))
    width = CONTEXT
    while True:
        first, last = max(floor, start - width), min(ceiling, end + width)
        made = Anchor(start, end, layer[start:end], layer[first:start], layer[end:last])
        whole = made.prefix + made.exact + made.suffix
        if (first, last) == (floor, ceiling) or layer.find(whole, layer.find(whole) + 1) < 0:
            return made
        width *= 2


def found(quote: Anchor, layer: str) -> Found:
    """What became of a quote in another text layer.

    White space may have changed around it, not in it. A place counts only with its prefix and its suffix: where one
    of the two is gone, or where several places have both, nothing is anchored, and the places are given.
    """
    places = list(_occurrences(quote.exact, layer))
    both = [start for start in places if _before(quote, layer, start) and _after(quote, layer, start)]
    size = len(quote.exact)
    if quote.start in both:
        return Found(Fate.SAME, quote.start, quote.end)
    if len(both) == 1:
        return Found(Fate.MOVED, both[0], both[0] + size)
    if both:
        return Found(Fate.CHANGED, candidates=tuple((start, start + size) for start in both))
    near = [(start, start + size) for start in places if _before(quote, layer, start) or _after(quote, layer, start)]
    between = _between(quote, layer)
    candidates = tuple(sorted({*near, *between}))
    return Found(Fate.CHANGED, candidates=candidates) if candidates else Found(Fate.GONE)


def _occurrences(words: str, layer: str) -> Iterator[int]:
    at = layer.find(words) if words else -1
    while at >= 0:
        yield at
        at = layer.find(words, at + 1)


def _before(quote: Anchor, layer: str, start: int) -> bool:
    """True if the prefix stands before the place; one that is empty does so only where the text begins."""
    if not quote.prefix.strip():
        return not layer[:start].strip()
    window = layer[max(0, start - 2 * len(quote.prefix) - CONTEXT) : start]
    return _squeezed(window).endswith(_squeezed(quote.prefix))


def _after(quote: Anchor, layer: str, start: int) -> bool:
    end = start + len(quote.exact)
    if not quote.suffix.strip():
        return not layer[end:].strip()
    window = layer[end : end + 2 * len(quote.suffix) + CONTEXT]
    return _squeezed(window).startswith(_squeezed(quote.suffix))


def _between(quote: Anchor, layer: str) -> Iterator[tuple[int, int]]:
    """Stretches between the prefix and the suffix that hold something else than the quote."""
    if not (quote.prefix.strip() and quote.suffix.strip()):
        return
    most = _NEAR * len(quote.exact) + 200
    prefix, suffix = _loose(quote.prefix), _loose(quote.suffix)
    for before in prefix.finditer(layer):
        after = suffix.search(layer, before.end(), before.end() + most + 2 * len(quote.suffix) + CONTEXT)
        if after and after.start() - before.end() <= most:
            words = Quote.cut(layer, before.end(), after.start())
            yield words.start, words.end


@cache
def _loose(words: str) -> re.Pattern[str]:
    """The words with any white space where they have some."""
    return re.compile(r"\s+".join(map(re.escape, words.split())))


def _squeezed(words: str) -> str:
    return "".join(words.split())
