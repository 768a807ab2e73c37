"""A quotation holds a sentence together: a full stop between quotation marks does not end the writer's sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from onrecord.text.sentences import sentences

Pair = tuple[int, int]

_QUOTED = re.compile(
    r"“[^“”\"\n]*\"(?!\w)(?=[^“”\n]*(?:“|\n|\Z))"
    r"|“[^“”\n]*(?:“[^“”\n]*”[^“”\n]*)*(?:”|(?=\n|\Z))"
    r"|(?<![\w\"])\"(?=[^\s\"])[^\"“”\n]*(?:[\"”]|(?=\n|\Z)|(?:“[^“”\n]*”[^“”\"\n]*)+\"?)"
    r"|(?<![\w'])''(?=[^\s'])[^\n]*?(?:''|(?=\n|\Z))"
)
_INNER = re.compile(
    r"(?<![\w“\"])[“\"](?=\w)[^“”\"\n]+[”\"]|(?<!\w)[‘](?=\w)[^‘\n]*?(?<=[\w.,?!])’(?!\w)|(?<![\w'])'(?=\w)[^'\n]+'(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """One or more sentences that quotations hold together, and the quotations in them."""

    start: int
    end: int
    quotes: list[Pair]
    opens_paragraph: bool = True
    depth: int = 0
    """0 in the text itself, 1 inside a quotation."""


def units(text: str) -> list[Unit]:
    """The stretches of a text that are read as one sentence, in order.

    A quotation that a paragraph leaves open ends with the paragraph. Marks of feet and inches, and a mark inside a
    word, open nothing. Single quotation marks count only inside a quotation (`inner_units`).
    """
    quotes = [match.span() for match in _QUOTED.finditer(text)]
    found: list[Unit] = []
    begin, at, before = -1, 0, 0
    for span in sentences(text):
        begin = span.start if begin < 0 else begin
        while at < len(quotes) and quotes[at][1] <= span.end:
            at += 1
        if at < len(quotes) and quotes[at][0] < span.end < quotes[at][1]:
            continue
        found.append(_unit(text, begin, span.end, quotes, before))
        before, begin = span.end, -1
    if begin >= 0:
        found.append(_unit(text, begin, len(text.rstrip()), quotes, before))
    return found


def _unit(text: str, start: int, end: int, quotes: list[Pair], before: int) -> Unit:
    low = bisect_left(quotes, (start, 0))
    high = bisect_left(quotes, (end, 0))
    return Unit(start, end, quotes[low:high], "\n" in text[before:start] or before == 0)


def inner_units(text: str, quote: Pair) -> list[Unit]:
    """The sentences inside a quotation, with the quotations inside them."""
    start, end = quote[0] + 1, quote[1] - (text[quote[1] - 1] in "”\"'")
    quotes = [match.span() for match in _INNER.finditer(text, start, end)]
    found: list[Unit] = []
    begin = -1
    for span in sentences(text[start:end]):
        at, until = start + span.start, start + span.end
        begin = at if begin < 0 else begin
        if any(opened < until < closed for opened, closed in quotes):
            continue
        inside = [pair for pair in quotes if begin <= pair[0] and pair[1] <= until]
        found.append(Unit(begin, until, inside, depth=1))
        begin = -1
    return found
