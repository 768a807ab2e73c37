"""A visit is announced in the first lines: who goes where, to meet whom, and when."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from onrecord.drafting.clauses import alternatives
from onrecord.drafting.layout import Block, Zone, sentence_spans
from onrecord.drafting.officials import titled
from onrecord.drafting.parties import Scene, meets, mentions, unlisted
from onrecord.drafting.vocabulary import pattern, patterns
from onrecord.model.agenda import Engagement
from onrecord.model.record import Quote
from onrecord.text.dates import find_date_ranges

_EARLY_BLOCKS = 14


def engagement(text: str, words: str, layout: list[Block], *, year: int | None) -> Engagement:
    """The meeting that a document is made for; kind `none` where its first paragraphs announce none.

    A date without a year takes `year`; without one it stays open, and `unsure` says so.
    """
    for block in _announcing(layout):
        for sentence in sentence_spans(text, block):
            start, end = sentence.start, sentence.end
            kind = _kind(words[start:end])
            if (
                kind
                and pattern("ahead").search(words, start, end)
                and (_official_named(words, start, end) or kind == "summit")
            ):
                return _made(text, words, kind, at=(start, end), layout=layout, year=year)
    return Engagement("none", unsure=("No visit, meeting or summit is announced in the text.",))


def _announcing(layout: list[Block]) -> list[Block]:
    speaking = [block for block in layout if block.zone in (Zone.BODY, Zone.LETTER, Zone.OPERATIVE)]
    recited = any(block.zone is Zone.PREAMBLE for block in layout)
    return speaking if recited else speaking[:_EARLY_BLOCKS]


def _kind(words: str) -> str:
    return next((kind for kind, found in patterns("engagement") if found.search(words)), "")


@cache
def _office() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('offices')})\b")


def _official_named(words: str, start: int, end: int) -> bool:
    return (
        _office().search(words, start, end) is not None
        or re.search(r"\b(?:you|your|his|her)\b", words[start:end]) is not None
    )


def _made(
    text: str, words: str, kind: str, *, at: tuple[int, int], layout: list[Block], year: int | None
) -> Engagement:
    start, end = at
    near = _near(text, at, layout)
    first, last, unsure = _dates(text, near, year)
    sides = _sides(text, near, kind)
    officials = _officials(words, near)
    if not officials:
        unsure.append("The text names no official beside the engagement.")
    if len(sides) < 2:
        unsure.append("The text does not name two sides beside the engagement.")
    return Engagement(kind, sides, officials, first, last, Quote.cut(text, start, end), tuple(unsure))


def _near(text: str, at: tuple[int, int], layout: list[Block]) -> list[tuple[int, int]]:
    """The announcing sentence, and further early sentences that speak of the engagement."""
    near = [at]
    for block in _announcing(layout):
        for sentence in sentence_spans(text, block):
            span = (sentence.start, sentence.end)
            if span != at and _kind(text[span[0] : span[1]]) and pattern("ahead").search(text, *span):
                near.append(span)
    return near[:6]


def _dates(text: str, near: list[tuple[int, int]], year: int | None) -> tuple[str, str, list[str]]:
    for start, end in near:
        dated = [found for found in find_date_ranges(text[start:end], year=year) if found.start.month is not None]
        if dated:
            return str(dated[0].start), str(dated[0].end), _year_note(text[start:end], dated[0].start.year)
    for start, end in near:
        open_dates = find_date_ranges(text[start:end], year=2000)
        if open_dates:
            said = open_dates[0].span.of(text[start:end])
            return (
                "",
                "",
                [f"The text says {said!r} without a year: add the year to the dates of the engagement."],
            )
    return "", "", ["The text gives no date of the engagement."]


def _year_note(sentence: str, year: int) -> list[str]:
    return (
        []
        if str(year) in sentence
        else [f"The year {year} is the document's own, not in the sentence that gives the dates."]
    )


def _sides(text: str, near: list[tuple[int, int]], kind: str) -> tuple[str, ...]:
    sides: list[str] = []
    for start, end in near:
        if len(sides) > 1 and (kind != "visit" or _kind(text[start:end]) != kind):
            continue
        for mention in mentions(text[start:end]):
            if mention.state and mention.state not in sides and meets(mention.state):
                sides.append(mention.state)
    return tuple(sides[:4])


def with_unlisted(made: Engagement, sides: Scene) -> Engagement:
    """The engagement with the countries that the gazetteer does not know but its quote names, and a note on each."""
    unknown = unlisted(sides)
    if not unknown:
        return made
    said = made.quote.exact if made.quote else ""
    named = tuple(name for name in unknown if name in said and name not in made.parties)
    listed = ", ".join(unknown)
    note = f"Not in the list of countries, and read as sides because of a government or a visit: {listed}."
    doubts = tuple(doubt for doubt in made.unsure if "two sides" not in doubt or len(made.parties) + len(named) < 2)
    return replace(made, parties=(*made.parties, *named), unsure=(*doubts, note))


def _officials(words: str, near: list[tuple[int, int]]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for start, end in near:
        for at, until, surname in titled(words, start, end):
            name = " ".join(words[at:until].split()).removesuffix("'s")
            if surname not in found or len(name) > len(found[surname]):
                found[surname] = name
    return tuple(found.values())
