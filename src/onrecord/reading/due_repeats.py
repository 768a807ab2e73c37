"""A duty that recurs says so right after its first date: `and annually thereafter for five years`."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from onrecord.model.record import Quote
from onrecord.model.standing import Due
from onrecord.reading.due_moments import number, number_words
from onrecord.text.dates import find_date_ranges
from onrecord.text.tables import rows


@cache
def _tail() -> re.Pattern[str]:
    """What may follow a first date."""
    forms = [(row["rule"], row["pattern"]) for row in rows("due_words.tsv", key="id") if row["use"] == "repeat"]
    each = "|".join(
        f"(?P<every_{place}>{re.sub(r'[?]P<(n|u)>', rf'?P<{chr(92)}1_{place}>', form)})"
        for place, (_, form) in enumerate(forms)
    ).replace("{numbers}", number_words())
    years = (
        r"(?:(?:each of )?the (?:following|next|succeeding) |each of |a period of )?"
        rf"(?P<times>{number_words()})(?: additional)? years?"
    )
    return re.compile(
        rf"[,;]?\s*(?:and|or)?,?\s*(?:then |at least )?(?:not less (?:frequently|often) than )?(?:{each}),?\s+"
        rf"(?:thereafter|after that|afterwards|after such \w+)(?:,? (?:for|during) {years})?"
        r"(?P<until>,? (?:until|through) )?",
        re.IGNORECASE,
    )


@cache
def _rules() -> tuple[str, ...]:
    return tuple(row["rule"] for row in rows("due_words.tsv", key="id") if row["use"] == "repeat")


def repeated(text: str, due: Due) -> Due:
    """The due date with the repetition that its words go on to name; as it is where they name none."""
    match = _tail().match(text, due.quote.end)
    if match is None:
        return due
    months, days, times = _every(match)
    if match["times"]:
        times = number(match["times"]) * (12 // months if months else 1)
    end, until = match.end(), ""
    if match["until"]:
        named = next((held for held in find_date_ranges(text) if held.span.start == match.end()), None)
        end, until = (match.start("until"), "") if named is None else (named.span.end, str(named.end))
    quote = Quote.cut(text, due.quote.start, end)
    return replace(due, quote=quote, every_months=months, every_days=days, times=times, until=until)


def _every(match: re.Match[str]) -> tuple[int, int, int | None]:
    """(months, days, times) of the form that matched."""
    place = next(place for place in range(len(_rules())) if match[f"every_{place}"])
    rule = _rules()[place]
    if rule.isdecimal():
        return int(rule), 0, None
    count = number(match[f"n_{place}"])
    if rule == "times":
        return 12, 0, count
    unit = match[f"u_{place}"].lower()
    months = {"month": count, "year": 12 * count}.get(unit, 0)
    return months, {"day": count, "week": 7 * count}.get(unit, 0), None
