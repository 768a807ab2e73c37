"""A text that several governments issue together says so in its title or first lines, and binds each."""

from __future__ import annotations

import re
from functools import cache

from onrecord.model.record import Document, Span
from onrecord.reading.speakers import countries_in, speaking_country
from onrecord.text.tables import rows

_OPENING = 700
"""Characters from the start in which a text tells who issues it."""
_BEGIN = re.compile(r"^[\s*_]*Begin Text\b[:.]?[*_]*", re.IGNORECASE | re.MULTILINE)
_END = re.compile(r"^[\s*_]*End (?:of )?Text\b", re.IGNORECASE | re.MULTILINE)
_TOGETHER = re.compile(
    r"\b(?:[Ll]eaders|[Gg]overnments|[Mm]inisters?|Heads of State|G7|G-7|G20|Quad|AUKUS|"
    r"[Pp]artners|[Aa]llies|[Cc]ountries|[Nn]ations|[Mm]ember [Ss]tates|Commission|Council)\b|中方|双方|两国"
)


def joint_span(document: Document) -> Span | None:
    """The part of a text that was issued jointly, or None.

    A `Joint Statement` in which no second country, body or government stands at the head (two
    secretaries of one cabinet) is the publisher's own. Where `Begin Text` and `End Text` frame the
    joint words, only what stands between them is joint.
    """
    text = document.text
    if not text.strip() or not (_titled(document) or _opens(text)):
        return None
    head = f"{document.title}\n{text[:_OPENING]}"
    if not _of_several_sides(head, document):
        return None
    begin = _BEGIN.search(text, 0, 3000)
    start = begin.end() if begin else 0
    end = _END.search(text, start)
    return Span(start, end.start() if end else len(text))


def _of_several_sides(words: str, document: Document) -> bool:
    return bool(countries_in(words) - {speaking_country(document)}) or _TOGETHER.search(words) is not None


_ISSUERS = re.compile(r"\bJoint Statement (?:by|from) (?P<names>.+?)(?: on | regarding |\s\w+ing\b|$)", re.IGNORECASE)
_NOT_ISSUED = re.compile(r"\b(?:Remarks|Readout of|Press Briefing|Call with)\b|^Fact Sheet")


def _titled(document: Document) -> bool:
    if _NOT_ISSUED.search(document.title):
        return False
    issuers = _ISSUERS.search(document.title)
    if issuers and not _of_several_sides(issuers["names"], document):
        return False
    return _cues("title").search(document.title) is not None


def _opens(text: str) -> bool:
    opening = text[:_OPENING]
    return _cues("opening").search(opening) is not None or _cues("start").search(opening) is not None


@cache
def _cues(where: str) -> re.Pattern[str]:
    cues = [row["cue"] for row in rows("joint_cues.tsv", key="cue") if row["where"] == where]
    patterns = [re.escape(cue).replace(r"\*", r"\S*").replace("…", r"[^.\n]{0,60}?") for cue in cues]
    ahead = r"(?m:^)[\d.\s“\"*]*" if where == "start" else r"(?<![^\W_])"
    flags = re.IGNORECASE if where == "title" else re.NOFLAG
    return re.compile(f"{ahead}(?:{'|'.join(patterns)})", flags)
