"""A ground that says `dormant since January 2010` has started a clock; one that speaks of advancing age has not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from onrecord.model.agenda import Ground, GroundKind
from onrecord.model.occasion import Held
from onrecord.model.record import Span
from onrecord.model.standing import Cited, Event
from onrecord.text.dates import PartialDate, find_date_ranges
from onrecord.text.imprecise_dates import read_date

_YEAR = re.compile(
    r"\b(?:since|in|as of|from|until|after|of) (?:early |late |the year )?(?P<year>(?:18|19|20)\d\d)\b", re.IGNORECASE
)
_YEAR_ZH = re.compile(r"自?(?P<year>(?:18|19|20)\d\d)年(?:以来|起|至今)?")
_SINCE = re.compile(r"(?:\b(?:since|last)\b[^.;\d]{0,40}|自)$", re.IGNORECASE)


def clock_events(grounds: Sequence[Ground], *, said: str, document: Held | None = None) -> tuple[Event, ...]:
    """The events that an agenda's grounds of the kind clock count from, in their order.

    The date is the one that follows `since` or `last`, else the latest; a date after `said` (the day of the agenda's
    text, ISO 8601 or empty) is no event that has happened. Durations (`for 27 years`) name no date. A ground without a
    date gives an event without one, so that a reader sees that no clock runs for it.
    """
    return tuple(_event(ground, said, document) for ground in grounds if ground.kind is GroundKind.CLOCK)


def _event(ground: Ground, said: str, document: Held | None) -> Event:
    words = ground.quote.exact
    day, place = _date(words, said) or (None, Span(0, 0))
    source = None if document is None else Cited(document, ground.quote)
    return Event(" ".join(words.split()), "" if day is None else str(day), place.of(words), source, ground.asks)


def _date(words: str, said: str) -> tuple[PartialDate, Span] | None:
    limit = read_date(said)
    found = [(day, span) for day, span in _dates(words) if limit is None or not limit.before(day)]
    if not found:
        return None
    return max(
        found,
        key=lambda held: (_SINCE.search(words[: held[1].start]) is not None, held[0].latest(), held[0].earliest()),
    )


def _dates(words: str) -> Iterable[tuple[PartialDate, Span]]:
    full = find_date_ranges(words)
    for held in full:
        yield held.start, held.span
    for form in (_YEAR, _YEAR_ZH):
        for match in form.finditer(words):
            span = Span(match.start("year"), match.end("year"))
            if not any(span.overlaps(held.span) for held in full):
                yield PartialDate(int(match["year"])), span
