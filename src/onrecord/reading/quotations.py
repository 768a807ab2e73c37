"""Quoted words belong to whom their sentence gives them, and that is not always the text's publisher."""

from __future__ import annotations

import re
from functools import cache

from onrecord.model.record import Document, Passage, Span, Voice
from onrecord.reading.cast import own_office
from onrecord.reading.speakers import country_in, official_country
from onrecord.text.tables import rows

_QUOTED = re.compile(
    # One leading set lets the engine skip to the next mark at the speed of a scan.
    r"[“\"](?:(?<=“)(?P<curly>[^“”]{20,2000})”|(?<=\")(?<![\w\"]\")(?P<straight>[^\"\n]{20,1200})\"(?!\w))"
)
_LEAST_WORDS = 4
"""Shorter quotations are terms ("so-called “vocational centers”"), not somebody's speech."""
_SENTENCE_START = re.compile(r"(?:^|[.!?]['’”\")]*\s+|\n)(?=[^.!?\n]*$)")
_REACH = 200
"""Characters before or after a quotation in which its source can stand."""


def quotations(document: Document, passage: Passage) -> list[Passage]:
    """The quotations in a passage whose sentence names a source that is not the passage's own side.

    English only. Where the source is a pronoun, an official of the same side, or nobody, the words stay
    with the passage: a wrong cut would take a government's own words from it.
    """
    text, found = document.text, []
    for match in _QUOTED.finditer(text, passage.span.start, passage.span.end):
        words = match["curly"] or match["straight"]
        if len(words.split()) < _LEAST_WORDS or "\n\n" in words:
            continue
        source = _source(text, match.span(), passage.span)
        cut = _whose(source, passage.country) if source else None
        if cut is not None:
            found.append(Passage(Span(*match.span()), cut[0], source, cut[1]))
    return found


def _source(text: str, quoted: tuple[int, int], bounds: Span) -> str:
    """The words that stand where a quotation names its source, or an empty string."""
    before = text[max(bounds.start, quoted[0] - _REACH) : quoted[0]]
    starts = [match.end() for match in _SENTENCE_START.finditer(before)]
    before = before[starts[-1] :] if starts else before
    lead = _lead().search(before) if _said().search(before) else None
    if lead is not None:
        return _subject(lead["subject"]) if lead["subject"] else (lead["according"] or "").strip(" ,:")
    after = text[quoted[1] : min(bounds.end, quoted[1] + _REACH)].split("\n", 1)[0]
    trail = _trail().match(after)
    if trail is None or text[quoted[1] - 2] not in ",.?!":
        return ""
    return (trail["after"] or trail["before"] or "").strip(" ,:")


_FOREIGN_OFFICE = re.compile(r"\b(?:Foreign|Prime) Minister\b")
_CLAUSES = re.compile(r"[,;:—–]|\s-\s|\b(?:and|who|which|that|as|where|when|what|because|if|but)\b")


def _subject(words: str) -> str:
    """The last piece of the words before a verb of saying: the subject, where the verb has one there."""
    piece = _CLAUSES.split(words)[-1].strip()
    return "" if re.search(r"\b(?:to|I|we|you|he|she|they|it)$", piece, re.IGNORECASE) else piece


def _whose(source: str, country: str) -> tuple[Voice, str] | None:
    """Voice and country of a source that is plainly of another side than `country`, else None."""
    named = country_in(source) or official_country(source)
    if _cues("third").search(source):
        return Voice.THIRD_PARTY, ""
    if _cues("own").search(source) or named == country:
        return None
    office = _FOREIGN_OFFICE.search(source)
    if not named and office is not None and not own_office(office.group(), country):
        return Voice.COUNTERPART, ""
    if named and (_cues("government").search(source) or official_country(source)):
        return Voice.COUNTERPART, named
    return None


@cache
def _lead() -> re.Pattern[str]:
    verbs = _verbs()
    return re.compile(
        rf"(?:(?P<subject>[^“”]{{2,150}}?)\s+(?:has |have |had |also |recently |publicly |then )*(?:{verbs})"
        r"(?:\s+(?:that|in|on|to|last|yesterday|today|this|at)\b[^“”.]{0,60})?[,:]?"
        r"|(?:^|\b)(?:[Aa]ccording to|[Ii]n the words of) (?P<according>[^“”]{2,120}?)[,:])\s*$"
    )


@cache
def _said() -> re.Pattern[str]:
    """Words without which nothing leads to a quotation: they are sought at a tenth of the cost."""
    return re.compile(rf"\s(?:{_verbs()})|[Aa]ccording to|[Ii]n the words of")


@cache
def _trail() -> re.Pattern[str]:
    verbs = _verbs()
    return re.compile(
        rf"\s*(?:(?:{verbs})\s+(?P<after>[^.“”;]{{2,150}})|(?P<before>[A-Z][^.“”;,]{{2,80}}?)\s+(?:{verbs})\b)"
    )


@cache
def _verbs() -> str:
    return "|".join(row["verb"] for row in rows("speaker_verbs.tsv", key="verb"))


@cache
def _cues(kind: str) -> re.Pattern[str]:
    cues = [row["cue"] for row in rows("speaker_sources.tsv", key="cue") if row["kind"] == kind]
    return re.compile(r"\b(?:" + "|".join(re.escape(cue).replace(r"\*", r"\w*") for cue in cues) + r")\b")
