"""Who promises `by the end of next year` has set a date, and the words alone do not say which.

English and Chinese. What is read is until when, and how often after that; whether the words promise anything is the
grading's to say. Dates that lie before the text are passed over: they tell of the past.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from onrecord.model.record import Quote
from onrecord.model.standing import Due
from onrecord.reading.due_moments import (
    after,
    moment,
    month_and_day,
    month_names,
    next_on,
    number,
    number_words,
    of_day,
    parts_of,
)
from onrecord.reading.due_repeats import repeated
from onrecord.text.dates import PartialDate, find_date_ranges
from onrecord.text.imprecise_dates import read_date
from onrecord.text.tables import rows

_BRACKET = re.compile(r"\[([^\]\d]{3,9}\.? \d{1,2}, \d{4})\]")
_THIS_LAW = re.compile(
    r"\b(?:the )?date of (?:the )?enactment of this (?:\w+)|\bthe date of (?:the )?enactment\s*$"
    r"|\benactment of this \w+", re.IGNORECASE
)  # fmt: skip
_GAP = re.compile(r"\s+(?:the\s+)?")


@dataclass(frozen=True, slots=True)
class _Told:
    """The days from which relative words count."""

    said: date | None
    """The last possible day of the text."""
    first: date | None
    """Its first possible day: what lies before it is past."""
    enacted: date | None


def due_in(text: str, *, said: str, enacted: str = "") -> tuple[Due, ...]:
    """Every due date that the text names, in order; of overlapping ones the longest.

    `said` is the text's date, ISO 8601 and as precise as is known: `next year` counts from its last possible day. An
    empty one leaves the relative dates open (`first` is empty). `enacted` is the day from which `the date of enactment
    of this Act` counts.
    """
    day = read_date(said)
    law = read_date(enacted)
    told = _Told(
        None if day is None else day.latest(),
        None if day is None else day.earliest(),
        None if law is None else law.latest(),
    )
    found = [repeated(text, due) for due in _all(text, told) if not _is_past(due, told)]
    return tuple(_in_turn(_longest(found)))


def _in_turn(found: list[Due]) -> Iterable[Due]:
    """`Of each year thereafter` begins after the date before it in the sentence."""
    before: date | None = None
    for due in found:
        first = read_date(due.first)
        if first is not None and first.day is not None and "thereafter" in due.quote.exact and due.basis == "date":
            while before is not None and first.latest() <= before:
                first = PartialDate(first.year + 1, first.month, first.day)
        before = None if first is None else first.latest()
        yield due if first is None else replace(due, first=str(first))


def _all(text: str, told: _Told) -> Iterable[Due]:
    if any("㐀" <= char <= "鿿" for char in text):
        yield from _whole(text, told)
        yield from _events(text, "zh")
    if re.search(r"[A-Za-z]{2}", text):
        yield from _moments(text, told)
        yield from _bare(text, told)
        yield from _spans(text, told)
        yield from _events(text, "en")
        yield from _yearly(text, told)
        yield from _often(text)


def _is_past(due: Due, told: _Told) -> bool:
    first = read_date(due.first)
    return due.basis != "enactment" and first is not None and told.first is not None and first.latest() < told.first


def _longest(found: list[Due]) -> list[Due]:
    kept: list[Due] = []
    for due in sorted(found, key=lambda due: (due.quote.start, -due.quote.end, -due.every_months, due.basis)):
        if kept and due.quote.start < kept[-1].quote.end:
            if due.quote.end - due.quote.start > kept[-1].quote.end - kept[-1].quote.start:
                kept[-1] = due
        else:
            kept.append(due)
    return kept


def _due(text: str, start: int, end: int, day: PartialDate | None, basis: str) -> Due:
    return Due(Quote.cut(text, start, end), "" if day is None else str(day), basis)


@cache
def _patterns(use: str, language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(rule, expression) of the rows of one use."""
    months = "|".join(sorted((name.title() for name in month_names()), key=len, reverse=True))
    made = []
    for row in rows("due_words.tsv", key="id"):
        if (row["use"], row["language"]) == (use, language):
            words = row["pattern"].replace("{months}", f"(?:{months})").replace("{numbers}", number_words())
            flags = 0 if "{months}" in row["pattern"] and use == "moment" else re.IGNORECASE
            made.append((row["rule"], re.compile(words, flags)))
    return tuple(made)


@cache
def _cues() -> re.Pattern[str]:
    """One pass finds every cue; its name is its rule."""
    forms = "|".join(f"(?P<{rule}>{form.pattern})" for rule, form in _patterns("cue", "en"))
    return re.compile(rf"\b(?:{forms})\b", re.IGNORECASE)


def _moments(text: str, told: _Told) -> Iterable[Due]:
    """A cue and, right after it, a date or another moment."""
    year = None if told.said is None else told.said.year
    dates = {held.span.start: held for held in find_date_ranges(text, year=year)}
    for cue in _cues().finditer(text):
        gap = _GAP.match(text, cue.end())
        if gap is None:
            continue
        for at in dict.fromkeys((gap.end(), cue.end() + 1)):
            held = dates.get(at)
            if held is not None and "each year" not in text[held.span.end : held.span.end + 12]:
                full = _ahead(held.end, text[at : held.span.end], told)
                # A full stop after a month may end the sentence.
                end = held.span.end - (text[held.span.end - 1] == ".")
                yield from _with_cue(text, cue, end, full, "date")
                break
            found = [(match, rule) for rule, form in _patterns("moment", "en") if (match := form.match(text, at))]
            if found:
                match, rule = max(found, key=lambda pair: pair[0].end())
                day = moment(rule, parts_of(match), told.said)
                basis = "date" if re.search(r"\b20\d\d\b", match[0]) else "said"
                if not (rule == "month" and cue.lastgroup == "in"):
                    yield from _with_cue(text, cue, match.end(), day, basis)
                break


def _ahead(day: PartialDate, words: str, told: _Told) -> PartialDate:
    """A day without a year is the next one, seen from the text."""
    if told.said is None or re.search(r"\d{4}", words) or day.month is None or day.day is None:
        return day
    return next_on(day.month, day.day, told.said)


def _with_cue(text: str, cue: re.Match[str], end: int, day: PartialDate | None, basis: str) -> Iterable[Due]:
    """`By` takes the moment's last day, `before` the day before it, `in` only a moment that lies ahead."""
    if cue.lastgroup == "before" and day is not None:
        day = of_day(day.earliest() - timedelta(days=1))
    yield _due(text, cue.start(), end, day, basis)


def _bare(text: str, told: _Told) -> Iterable[Due]:
    for rule, form in _patterns("bare", "en"):
        for match in form.finditer(text):
            yield _due(text, match.start(), match.end(), moment(rule, parts_of(match), told.said), "said")


def _spans(text: str, told: _Told) -> Iterable[Due]:
    """So long after the text, the enactment of a law, or another event."""
    for _, form in _patterns("span", "en"):
        for match in form.finditer(text):
            parts = parts_of(match)
            if "event" in parts:
                yield _after_event(text, match, parts, told)
            elif match["work"] and match["work"].strip() != "calendar":
                yield _due(text, match.start(), match.end(), None, match[0])
            else:
                day = moment("after", parts, told.said)
                yield _due(text, match.start(), match.end(), day, "said")


def _after_event(text: str, match: re.Match[str], parts: dict[str, str], told: _Told) -> Due:
    event, start = parts["event"], match.start("event")
    bracket = _BRACKET.search(text, start, match.end() + 40)
    law = _THIS_LAW.match(event)
    if bracket is not None:
        named = find_date_ranges(bracket[1])
        base, basis, end = (named[0].end.latest() if named else None), "enactment", bracket.end()
    elif law is not None:
        base, basis, end = told.enacted, "enactment", start + law.end()
    else:
        event = re.split(r",| shall | and ", event)[0]
        base, basis, end = None, event.strip(), start + len(event)
    if match["work"] and match["work"].strip() != "calendar":
        base = None
    day = None if base is None else of_day(after(base, number(parts["n"]), parts["u"]))
    return _due(text, match.start(), end, day, basis)


def _events(text: str, language: str) -> Iterable[Due]:
    for _, form in _patterns("event", language):
        for match in form.finditer(text):
            yield _due(text, match.start(), match.end(), None, match[0])


def _yearly(text: str, told: _Told) -> Iterable[Due]:
    """A day of each year: the first one after the text or the enactment of the law."""
    start = told.enacted or told.said
    for _, form in _patterns("yearly", "en"):
        for match in form.finditer(text):
            for name, at, end in _yearly_parts(match):
                day = month_and_day(match[name])
                if day is not None:
                    first = None if start is None else next_on(*day, start)
                    yield replace(_due(text, at, end, first, "date"), every_months=12)


def _yearly_parts(match: re.Match[str]) -> list[tuple[str, int, int]]:
    """(group, start, end) of each day that the words name: `March 31 and September 30 of each year` are two."""
    if match["also"]:
        return [("date", match.start(), match.end("date")), ("also", match.start("also"), match.end())]
    return [("date" if match["date"] else "date2", match.start(), match.end())]


_EVERY = {"annual": 12, "quarter": 3, "month": 1, "semiannual": 6, "year": 12}


def _often(text: str) -> Iterable[Due]:
    """How often, with no first day that the words name."""
    for _, form in _patterns("often", "en"):
        for match in form.finditer(text):
            words = match["adv"] or match["adv2"] or match["adv3"]
            months = next(count for name, count in reversed(_EVERY.items()) if name in words.lower())
            yield replace(_due(text, match.start(), match.end(), None, match[0]), every_months=months)


def _whole(text: str, told: _Told) -> Iterable[Due]:
    for rule, form in _patterns("whole", "zh"):
        for match in form.finditer(text):
            basis = "date" if re.search(r"20\d\d|十[四五]五", match[0]) else "said"
            yield _due(text, match.start(), match.end(), moment(rule, parts_of(match), told.said), basis)
