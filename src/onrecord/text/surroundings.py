"""Words that were searched for are understood from the words around them; near ones share one passage."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.model.record import Quote, Span

AROUND = 140
"""Characters shown on each side of a word, at most."""

_BREAK_WITHIN = 30
"""A passage begins and ends at a space, a line break or a tsheg if there is one within so many characters."""

_BREAKS = frozenset(" \n\t\u00a0\u3000\u0f0b\u3002\uff0c")


@dataclass(frozen=True, slots=True)
class Surrounded:
    """A stretch of a text, verbatim, and the searched words in it."""

    passage: Quote
    words: tuple[Quote, ...]
    """In order; their offsets count in the whole text, as the passage's do."""


def surrounded(text: str, spans: Iterable[Span]) -> Iterator[Surrounded]:
    """The words at these places (in order), each with what stands around it; passages that would meet are one."""
    held: list[Span] = []
    for span in spans:
        if held and span.start - held[-1].end > AROUND:
            yield _passage(text, held)
            held = []
        held.append(span)
    if held:
        yield _passage(text, held)


def _passage(text: str, held: list[Span]) -> Surrounded:
    start = _start(text, held[0].start)
    end = _end(text, max(span.end for span in held))
    words = tuple(Quote(span.start, span.end, span.of(text)) for span in held)
    return Surrounded(Quote(start, end, text[start:end]), words)


def _start(text: str, word: int) -> int:
    """Where a passage begins: no line above the word's paragraph, nor inside a character with its marks."""
    first = max(0, word - AROUND, text.rfind("\n\n", 0, word) + 2 if "\n\n" in text[:word] else 0)
    for at in range(first, min(first + _BREAK_WITHIN, word) if first else 0):
        if text[at - 1] in _BREAKS:
            return at
    while 0 < first < word and _joins(text[first]):
        first -= 1
    return first


def _end(text: str, word: int) -> int:
    stop = text.find("\n\n", word)
    last = min(len(text), word + AROUND, len(text) if stop < 0 else stop)
    for at in range(last, max(last - _BREAK_WITHIN, word) if last < len(text) else last, -1):
        if text[at] in _BREAKS:
            return at
    while word < last < len(text) and _joins(text[last]):
        last += 1
    return last


def _joins(char: str) -> bool:
    """True for a mark that is written with the character before it."""
    return unicodedata.category(char).startswith("M")
