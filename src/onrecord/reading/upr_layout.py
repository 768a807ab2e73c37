"""A report's lists are cut by page ends: running heads, page numbers and footnote rules stand inside entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADING = re.compile(
    r"^[ \t*]*(?:I{1,3}\.?|IV\.?|[A-Z]\.)?[ \t]*"
    r"conclusions?[ \t]*(?:and[ \t]*/?[ \t]*(?:or)?[ \t]*|,[ \t]*)recommendations?"
    r"(?!.*(?:\.{3}|\d[ \t]*$)).{0,12}$",
    re.IGNORECASE | re.MULTILINE,
)
_OPENING = re.compile(
    r"^.{0,12}(?:The )?(?:following )?recommendations (?:formulated|made|listed|enjoy)\b[^.]{0,200}:\s*$"
    r"|^.{0,12}In the course of the discussion, the following recommendations were made",
    re.IGNORECASE | re.MULTILINE,
)
_END = re.compile(
    r"(?:\d{1,3}\.\s*)?All\s+(?:the\s+)?(?:conclusions|recommendations)[\w\s/]{0,40}(?:contained|set\s+out|in\s+the\s+present)"
    r"|^[ \t]*Annex\b[ \t]*[IVX\d*]*[ \t]*$|^[ \t]*Composition of the delegation",
    re.IGNORECASE | re.MULTILINE,
)
_FURNITURE = re.compile(
    r"^[ \t]*(?:page[ \t]+\d+|\d{1,3}|A/HRC/[\w/.*]+(?:[ \t]*page[ \t]*\d+)?|\d*[ \t]*GE\.[ \t]?[\d-]+.*"
    r"|[*†]+[ \t]*(?:The )?conclusions?.{0,60}|_{3,})[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""Lines of a page, not of the report: its number, the document's symbol, the printer's job, a footnote's rule."""

_CUT = re.compile(
    r"(?<=[;:)])[ \t*]*\n\s*(?=[A-Z\d(•\-–“\"])"
    r"|(?<=[)\]][.,])[ \t*]*\n\s*(?=[A-Z\d(•\-–“\"])"
    r"|(?<=[^\s\d][.*])[ \t]*\n[ \t]*\n\s*(?=[A-Z\d(•\-–“\"])"
    r"|\n\s*(?=\d{1,3}\.[ \t]*(?:\d{1,3}\b\.?)?\s)",
)
_NUMBER = re.compile(r"\s*(?:\d{1,3}\.[ \t]*\d{0,3}\.?|\d{1,3}\)|\([a-z]{1,3}\)|[•\-–])\s*")


@dataclass(frozen=True, slots=True)
class Block:
    """An entry of a list or the line above it; `text` is as long as its place in the report."""

    text: str
    start: int


def closing_section(report: str) -> tuple[int, int]:
    """Where the conclusions stand: after the last such heading that is no line of contents, up to the annex.

    `(0, 0)` where a text has neither the heading nor a line that opens a list of recommendations.
    """
    headings = list(_HEADING.finditer(report)) or list(_OPENING.finditer(report))[:1]
    if not headings:
        return 0, 0
    start = headings[-1].start()
    end = _END.search(report, headings[-1].end())
    return start, end.start() if end else len(report)


def blocks(report: str, start: int, end: int) -> Iterator[Block]:
    """The entries and headings of `report[start:end]`, page furniture in them blanked, item numbers cut off."""
    text = _FURNITURE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), report[start:end])
    at = 0
    for cut in (*(found.end() for found in _CUT.finditer(text)), len(text)):
        number = _NUMBER.match(text, at, cut)
        begin = number.end() if number else at
        if text[begin:cut].strip():
            yield Block(text[begin:cut], start + begin)
        at = cut
