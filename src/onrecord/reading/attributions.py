"""Prose gives words to somebody by a verb, a noun or marks of quotation; what is left is the writer's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from onrecord.reading.attribution_cues import attributed
from onrecord.reading.attribution_found import Found
from onrecord.reading.attribution_quotes import Held, quoted
from onrecord.reading.attribution_units import Pair, Unit, inner_units, units
from onrecord.reading.attribution_words import words_of

_MOST_TOKENS = 1500
"""A longer stretch without a full stop is a table or a list, not a sentence; only its quotations are read."""
_INNER_LEAST = 30
"""Characters of a quotation below which nothing inside it is read as a sentence."""


class AttributionKind(StrEnum):
    """How the words are given."""

    QUOTED = "quoted"
    """Every word stands between marks of quotation."""
    REPORTED = "reported"
    """No word does."""
    MIXED = "mixed"
    """Some do."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words that a text gives to a source; spans are character offsets into that text."""

    content: tuple[Pair, ...]
    """What was said, in the order of the text; never empty."""
    cue: Pair
    """The words that give it; the opening mark, where a quotation stands alone."""
    source: Pair | None
    """Who said it, as written (a pronoun stays one); None where the sentence names nobody."""
    kind: AttributionKind
    manner: str
    """The kind of the cue: say, ask, order, stance, mind, show, seem, noun, mark."""
    frame: str = ""
    """How the content follows: q quotation, c that-clause, b bare clause, w whether, i infinitive, g gerund, n noun
    phrase, p passive, `+for` after that preposition; empty where it stands before its cue."""
    depth: int = 0
    """In how many other contents and quotations it lies."""


def attributions(text: str, *, inside: bool = False) -> tuple[Attribution, ...]:
    """Every attribution of an English text, by the place of its cue; with `inside`, those within quotations too.

    Covers direct and partial quotation (also continued in the next sentences), reported clauses before, after and
    around their verb, infinitives and noun phrases after directive verbs, `according to`, nouns such as `X's claim
    that S`, and passives. Contents may overlap: a content can hold another attribution.
    """
    return tuple(sorted(_all(text, inside=inside), key=lambda each: (each.cue, each.content)))


def _all(text: str, *, inside: bool) -> Iterator[Attribution]:
    held = Held()
    for unit in units(text):
        found, subject = _of_unit(text, unit)
        found = quoted(text, unit, found, subject, held)
        for each in found:
            depth = _depth(each, found)
            if inside or depth == 0 or each.frame in ("q", "c"):
                yield _attribution(each, unit.quotes, depth)
        for quote in unit.quotes if inside else ():
            if quote[1] - quote[0] >= _INNER_LEAST:
                for inner in inner_units(text, quote):
                    for each in _of_unit(text, inner)[0]:
                        yield _attribution(each, inner.quotes, 1)


def _depth(one: Found, found: list[Found]) -> int:
    """In how many others' contents an attribution lies."""
    at = one.cue[0]
    return sum(1 for each in found if each is not one and any(start <= at < end for start, end in each.content))


def _of_unit(text: str, unit: Unit) -> tuple[list[Found], Pair | None]:
    tokens = words_of(text, unit.start, unit.end, unit.quotes)
    return ([], None) if len(tokens.lows) > _MOST_TOKENS else attributed(tokens)


def _attribution(found: Found, quotes: list[Pair], depth: int) -> Attribution:
    return Attribution(
        tuple(sorted(found.content)),
        found.cue,
        found.source,
        _kind(found.content, quotes),
        found.manner,
        found.frame,
        depth,
    )


def _kind(content: list[Pair], quotes: list[Pair]) -> AttributionKind:
    inside = sum(max(0, min(end, closed) - max(start, opened)) for start, end in content for opened, closed in quotes)
    if not inside:
        return AttributionKind.REPORTED
    outside = sum(end - start for start, end in content) - inside
    return AttributionKind.QUOTED if outside <= 2 else AttributionKind.MIXED
