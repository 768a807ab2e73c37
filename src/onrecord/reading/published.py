"""A page gives many dates; the day of publication is the one printed beside its headline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import islice

from lxml import etree

from onrecord.reading.furniture import line_pattern, words
from onrecord.reading.headline import letters, lines_above, lines_below
from onrecord.text.dates import PartialDate
from onrecord.text.tables import listed, rows

BELOW, ABOVE = 12, 4
"""Lines below and above the headline among which its date is looked for."""

PROSE = 2
"""Lines of prose (a lead, a first paragraph) below which no dateline is looked for."""

LINE = 120
"""Characters of a line that can be a dateline; what is longer is prose, and its dates are what it tells of."""

EARLY, LATE = 31, 1
"""Days by which a printed day may lie before and after the page's own metadata: a system stamps a page
anew when it moves it, and the two are often in different time zones."""

_TITLES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_YEAR = r"(?P<y>(?:19|20)\d\d)"
_DAY = r"(?P<d>0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?P<m>0?[1-9]|1[0-2])"


def date_beside(headline: etree._Element | None, *, declared: str) -> str:
    """The day printed beside a headline, below it before above it, ISO 8601; empty where none is.

    A date that its words mark as that of a change (data/page_lines.tsv, `changed`) is passed over. Where the page's
    metadata states a day (`declared`), that day is taken if it is printed, else the first within `EARLY` and `LATE`
    of it: what lies further off is announced, or belongs to another page.
    """
    days = [] if headline is None else list(_days_beside(headline))
    if not declared or declared in days:
        return declared or next(iter(days), "")
    stated = date.fromisoformat(declared)
    return next((day for day in days if -EARLY <= (date.fromisoformat(day) - stated).days <= LATE), "")


def is_dateline(line: str) -> bool:
    """True for a line that holds a date, a time and words for publication, and nothing else."""
    if len(line) > LINE:
        return False
    rest = _dates().sub(" ", line, count=2)
    for use in ("stamp", "changed", "clock"):
        rest = line_pattern(use).sub(" ", rest)
    return _dates().search(line) is not None and not letters(rest)


def _days_beside(headline: etree._Element) -> Iterator[str]:
    yield from _days_of(headline)
    long = 0
    for line in islice(lines_below(headline), BELOW):
        long += len(words(line)) > LINE
        if long > PROSE or _titles_another(line):
            break
        yield from _days_of(line)
    for line in islice(lines_above(headline), ABOVE):
        yield from _days_of(line)


def _titles_another(line: etree._Element) -> bool:
    """True for a heading inside a link or with one: the dates after it are those of the page that it leads to."""
    return line.tag in _TITLES and (line.find(".//a") is not None or any(up.tag == "a" for up in line.iterancestors()))


def _days_of(line: etree._Element) -> Iterator[str]:
    said = words(line)
    if len(said) > LINE:
        return
    for mark in line.iter("time"):
        day = _iso((mark.get("datetime") or "")[:10])
        if day and "updat" not in (mark.get("class") or ""):
            yield day
    for found in _dates().finditer(said):
        if line_pattern("changed").search(said[: found.start()]) is None:
            day = _day(found)
            if day:
                yield day


def _iso(words: str) -> str:
    try:
        return date.fromisoformat(words).isoformat()
    except ValueError:
        return ""


def _day(found: re.Match[str]) -> str:
    parts = {name.partition("_")[0]: value for name, value in found.groupdict().items() if value}
    month = _months().get(parts["m"].lower().rstrip("."), 0) or int(parts["m"])
    try:
        return str(PartialDate(int(parts["y"]), month, int(parts["d"])))
    except ValueError:
        return ""


@cache
def _months() -> dict[str, int]:
    return {name: int(row["month"]) for row in rows("page_months.tsv", key="month") for name in listed(row["names"])}


@cache
def _dates() -> re.Pattern[str]:
    """Dates to the day in the forms of a dateline. `04/05/2021` is left out: nobody can tell its month."""
    month = r"(?P<m>" + "|".join(sorted(map(re.escape, _months()), key=len, reverse=True)) + r")\b\.?"
    forms = (
        rf"(?<!\d){_YEAR}(?:-|/|\.){_MONTH}(?:-|/|\.){_DAY}(?!\d)",
        rf"(?<!\d){_YEAR}\s*[年년]\s*{_MONTH}\s*[月월]\s*{_DAY}\s*[日일]",
        rf"(?<![\d.]){_DAY}\.\s?{_MONTH}\.\s?{_YEAR}(?!\d)",
        rf"(?<![\d/])(?P<d>1[3-9]|2\d|3[01])/{_MONTH}/{_YEAR}(?!\d)",
        rf"(?<![\d/]){_MONTH}/(?P<d>1[3-9]|2\d|3[01])/{_YEAR}(?!\d)",
        rf"(?<![\d.]){_DAY}(?:\.|st|nd|rd|th|º|er|ª)?\s+(?:de\s+|of\s+|d['’])?{month},?\s*(?:de\s+|del\s+)?{_YEAR}(?!\d)",
        rf"\b{month}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}(?!\d)",
    )
    named = (re.sub(r"\?P<(\w)>", rf"?P<\g<1>_{place}>", form) for place, form in enumerate(forms))
    return re.compile("|".join(f"(?:{form})" for form in named), re.IGNORECASE)
