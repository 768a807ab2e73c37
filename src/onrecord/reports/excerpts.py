"""A quote is believed when the words around it are seen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.model.finding import Source
from onrecord.model.record import Quote
from onrecord.reports.display import direction, language_tag, shown
from onrecord.reports.stretches import Stretches

CONTEXT_WIDTH = 260
"""Characters shown on each side of a quote, at most."""
_BREAK_WITHIN = 40
"""A cut is moved to a space if there is one within so many characters."""
_BLANK_LINES = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quote between the words that stand around it, ready to be shown."""

    before: str
    quote: str
    after: str
    start: int
    end: int
    language: str
    direction: str


def excerpts(quotes: Iterable[Quote], source: Source) -> list[Excerpt]:
    """Each quote in its context; a quote of which no context is in hand stands alone."""
    layer = Stretches((start, words) for start, _, words in source.contexts)
    return [_excerpt(quote, layer, language_tag(source.language)) for quote in quotes]


def _excerpt(quote: Quote, layer: Stretches, language: str) -> Excerpt:
    stretch = layer.around(quote.start, quote.end)
    before = stretch.cut(stretch.start, quote.start) if stretch else ""
    after = stretch.cut(quote.end, stretch.end) if stretch else ""
    return Excerpt(
        before=shown(_tail(before, whole=stretch is None or stretch.start == 0)),
        quote=shown(quote.exact),
        after=shown(_head(after)),
        start=quote.start,
        end=quote.end,
        language=language,
        direction=direction(quote.exact),
    )


def _tail(words: str, *, whole: bool) -> str:
    """The last part of the words; where they begin inside a text, they begin after a space if one is near."""
    words = _BLANK_LINES.sub("\n", words)
    if len(words) <= CONTEXT_WIDTH and (whole or not words[:1].isalnum()):
        return words.lstrip()
    cut = words[-CONTEXT_WIDTH:]
    space = cut.find(" ", 0, _BREAK_WITHIN)
    return "… " + cut[space + 1 :]


def _head(words: str) -> str:
    """The first part of the words; where they end inside a sentence, they end at a space if one is near."""
    words = _BLANK_LINES.sub("\n", words.rstrip())
    if len(words) <= CONTEXT_WIDTH and not words[-1:].isalnum():
        return words
    cut = words[:CONTEXT_WIDTH]
    space = cut.rfind(" ", max(0, len(cut) - _BREAK_WITHIN))
    return (cut[:space] if space > 0 else cut) + " …"
