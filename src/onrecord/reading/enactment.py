"""A duty `180 days after the date of enactment` has no date until the law has one."""

from __future__ import annotations

import re

from onrecord.model.record import Document
from onrecord.text.dates import find_date_range

_DAY = r"[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}"
_BECAME = re.compile(rf"\b(?:became|enacted as) (?:Public Law|Pub\. L\.|P\.?L\.?) [\d–-]+,? ({_DAY})")
_VERSION = re.compile(
    r"\b(?:Introduced|Engrossed|Reported|Referred|Received|Enrolled|Placed on|Considered and Passed|as passed by)\b"
)
_LAW = re.compile(r"\b(?:Public Law|Pub\. ?L\.|P\.?L\.) \d+[–-]\d+")
_CODE_NOTE = re.compile(rf"\bPub\. L\. [\d–-]+,[^.;\n]{{0,160}}?({_DAY}), \d+ Stat\. \d+")
_CODE = re.compile(r"^\d+ U\.S\.C\.")


def enacted_on(document: Document, at: int) -> str:
    """The day on which the law that holds the character at `at` was enacted, ISO 8601; empty where the text and its
    title do not tell.

    A public law is dated by its enactment, as the Statutes at Large print it. A version of a bill is dated by its
    stage: it counts only if its title says which law it became, and when. A note of the United States Code names the
    law and its day before each text (`Pub. L. 118-70, § 3, July 12, 2024, 138 Stat. 1488`).
    """
    if _CODE.match(document.title):
        return _of_note(document.text, at)
    became = _BECAME.search(document.title)
    if became is not None:
        return _iso(became[1])
    if _VERSION.search(document.title):
        return ""
    told = _LAW.search(document.title) or _LAW.search(document.text, 0, 300)
    return document.date if told is not None else ""


def _of_note(text: str, at: int) -> str:
    """The last law that is cited with its day before the place, beside its page in the Statutes at Large."""
    cited = [match[1] for match in _CODE_NOTE.finditer(text, 0, at)]
    return _iso(cited[-1]) if cited else ""


def _iso(words: str) -> str:
    found = find_date_range(words)
    return "" if found is None else str(found.start)
