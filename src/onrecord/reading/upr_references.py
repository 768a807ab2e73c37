"""Early reports list what was refused by number only: `the recommendations in paragraphs 27 (b), 38 (a, d)`.

What paragraph 27 (b) asks, and whose paragraph it is, stands in the dialogue above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.reading.upr_askers import OPENING, opening_state

_LIST = re.compile(r"\bparagraphs?:?\s*(?P<list>\d[\d\s(),;a-z]*)", re.IGNORECASE)
_REFERENCE = re.compile(
    r"(?P<paragraph>\d{1,3})(?!\d)\s*(?P<letters>(?:(?:,|and)?\s*\([a-z](?:\s*(?:,|and)\s*[a-z])*\)\s*)*)"
)
_LETTER = re.compile(r"(?<!\w)\((?P<letter>[a-z])\)\s*")
_ASKS = re.compile(
    r"\b(?:recommend(?:ed|s|ing)?|urge[ds]?|encourage[ds]?|call(?:ed|s) (?:on|upon)|ask(?:ed|s)|suggest(?:ed|s)?"
    r"|request(?:ed|s)?)\b[^.;(]{0,80}?\b(?:to|that|consider|the)\b\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Referred:
    """An ask in a numbered paragraph: whose it is, and `report[start:end]`."""

    asker: str
    text: str
    start: int
    end: int


def referred_asks(report: str, heading: str) -> Iterator[Referred]:
    """The asks in the paragraphs that a line names by number; a paragraph that is not found yields nothing."""
    listed = _LIST.search(heading)
    if listed is None:
        return
    for found in _REFERENCE.finditer(listed["list"]):
        span = _paragraph(report, int(found["paragraph"]))
        if span is not None:
            yield from _asks_of(report, *span, re.findall(r"[a-z]", found["letters"].replace("and", " ")))


def _paragraph(report: str, number: int) -> tuple[int, int] | None:
    """Where a numbered paragraph's words stand; the first that opens with a state, up to the next number."""
    for opening in re.finditer(rf"^[ \t]*{number}\.\s+(?=[A-Z])", report, re.MULTILINE):
        following = re.compile(rf"^[ \t]*{number + 1}\.\s", re.MULTILINE).search(report, opening.end())
        end = following.start() if following else min(len(report), opening.end() + 3000)
        if end - opening.end() < 6000 and opening_state(report[opening.end() : opening.end() + OPENING]):
            return opening.end(), end
    return None


def _asks_of(report: str, start: int, end: int, letters: list[str]) -> Iterator[Referred]:
    """The lettered asks of a paragraph; where no letter is given, what follows its verbs of asking."""
    asker = opening_state(report[start : start + OPENING])
    for begin, stop in _lettered(report, start, end, letters) if letters else _said(report, start, end):
        yield Referred(asker, _JOINT.sub("", " ".join(report[begin:stop].split())), begin, stop)


_JOINT = re.compile(r"^(?:that|to|and)\s+|[\s;,.]+(?:and)?[\s;,.]*$")


def _said(report: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in _ASKS.finditer(report, start, end):
        yield found.end(), _stop(report, found.end(), end)


def _lettered(report: str, start: int, end: int, letters: list[str]) -> Iterator[tuple[int, int]]:
    marks = list(_LETTER.finditer(report, start, end))
    ends = [*(mark.start() for mark in marks), end][1:]
    for mark, limit in zip(marks, ends, strict=True):
        if mark["letter"] in letters:
            yield mark.end(), min(limit, _stop(report, mark.end(), end))


def _stop(report: str, begin: int, end: int) -> int:
    """Where the sentence or part that begins here ends."""
    found = re.compile(r";|\.(?=\s+[A-Z(]|\s*$)").search(report, begin, end)
    return found.start() if found else end
