"""Official prose ends a sentence in few ways; the full stop after "U.S." or "Mr." is rarely one of them."""

from __future__ import annotations

import re
from functools import cache

from onrecord.model.record import Span
from onrecord.text.tables import rows

_CLOSERS = r"""["'”’)\]»›*_」』）》〉】]*"""
_NOTE = r"(?:\[\d{1,3}\]|[⁰¹²³⁴-⁹]+|(?<=[a-z][.”])\d{1,2}(?=\s+[^\W\d_]))?"
_BREAK = re.compile(
    # One leading set lets the engine skip to the next candidate at the speed of a scan.
    r"[.!?…؟۔\n。！？；｡।॥།။።։]"
    r"(?:(?<=[.!?…؟۔])[.!?…]*" + _CLOSERS + _NOTE + _CLOSERS + r"(?=\s)"
    r"|(?<=[。！？；｡।॥།။።։])[。！？；｡।॥།་]*+" + _CLOSERS + r"+(?![，、的：；。])"
    r"|(?<=\n))"
    r"(\s*)"
)
_OPENING = "\"'“‘([{«‹*_「『（《【¿¡"
_LABEL = r"(?:[A-Z][A-Z.’'\-]*[ ]?){1,6}:"
_MARK = re.compile(
    r"(?:[-–—•●▪◦‣·*]+\s|\#{1,6}\s|§|(?:\*\*)?Q[:.\s*]|A[:.]\s|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{2,5})[.)][\s\t]"
    r"|\((?:\d{1,3}|[A-Za-z]{1,2}|[ivx]{1,5})\)|" + _LABEL + ")"
)
_RUN_ON = re.compile(
    r"(?:[,(–—-]|\b(?:the|a|an|of|to|and|or|in|on|at|by|for|from|with|as|that|which|who|is|are|was|were|be|has|"
    r"have|had|its|their|his|her|our|this|these|not|under|between|against|section|paragraph|subsection|"
    r"subparagraph|clause|article|title|Mr\.|Mrs\.|Ms\.|Dr\.))$"
)
_CROSS_REFERENCE = re.compile(
    r"\b(?:[Ss]ection|[Pp]aragraph|[Ss]ubsection|[Ss]ubparagraph|[Cc]lause|[Aa]rticle|[Nn]o\.?)$"
)
_HEADING_WIDTH = 45
"""A line shorter than this that stops without a stop, before a capital, is a heading or an item of a list."""
_WRAP_WIDTH = 120
"""A line longer than this was not wrapped by a printer (the Record wraps at 71, mail at 72 to 80)."""
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_NUMERAL = re.compile(r"[\d§]|[IVXLC]+\b")
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")


def sentences(text: str) -> list[Span]:
    """The sentences of a text, in order, without the white space around them.

    Every other character lies in exactly one span; no span crosses a blank line. A heading, an item
    of a list or a speaker's label opens a span of its own; a line that a printer wrapped does not.
    Rules for full stops are for English and the scripts with stops of their own; where a stop stays
    doubtful (`the U.S. President`), the sentence goes on.
    """
    spans: list[Span] = []
    start = len(text) - len(text.lstrip())
    for match in _BREAK.finditer(text, start):
        gap, after = match.span(1)
        if after == len(text):
            break
        if match.start() >= start and _divides(text, start, match.start(), gap, after):
            spans.append(_trimmed(text, start, gap))
            start = after
    if start < len(text):
        spans.append(_trimmed(text, start, len(text)))
    return spans


def _trimmed(text: str, start: int, end: int) -> Span:
    return Span(start, start + len(text[start:end].rstrip()) if text[end - 1].isspace() else end)


def _divides(text: str, start: int, stop: int, gap: int, after: int) -> bool:
    """True if the sentence begun at `start` ends at the stop (or line end) at `stop`."""
    mark = text[stop]
    lines = text.count("\n", stop, after)
    if lines > 1:
        return True
    if mark == "\n":
        return _line_ends(text, start, stop, after)
    if lines and _MARK.match(text, after):
        return True
    if mark == ".":
        return _full_stop_ends(text, start, stop, gap, after)
    if mark in "!?…":
        return _opens(text, after) and (mark != "…" or text[stop - 1] != " " or _opener_follows(text, after))
    return True


def _opens(text: str, at: int) -> bool:
    """True if what stands there can begin a sentence: anything but a small letter or a dash."""
    while at < len(text) and text[at] in _OPENING:
        at += 1
    return at == len(text) or not (text[at].islower() or text[at] in ",;:—–.…")


def _opener_follows(text: str, at: int) -> bool:
    while at < len(text) and text[at] in _OPENING:
        at += 1
    word = _WORD.match(text, at)
    return word is None or word.group() in _openers()


def _full_stop_ends(text: str, start: int, stop: int, gap: int, after: int) -> bool:
    if not _opens(text, after):
        return False
    if text[stop - 1 : stop] in (" ", ".") or text[stop + 1 : stop + 2] == ".":
        return text[stop - 1 : stop] != " " or _opener_follows(text, after)
    token = text[max(start, stop - 24) : stop].rsplit(None, 1)[-1].rpartition("—")[2] if stop > start else ""
    word = token.lstrip("\"'“‘([{«*_—–/")
    if len(word) < 2 and word not in _abbreviations():
        return _letter_ends(text, start, stop, word, after)
    if word.isdecimal():
        return stop - len(token) > start or len(word) > 3
    match _kind(word):
        case "title" | "cite":
            return False
        case "number":
            return _NUMERAL.match(text, after) is None
        case "either":
            return not text[after].isdecimal() and _opener_follows(text, after)
        case _:
            return True


def _letter_ends(text: str, start: int, stop: int, word: str, after: int) -> bool:
    """A single character and a stop: an initial (`Robert R. Reynolds`), a list mark or an end."""
    if not word:
        return True
    if stop - 1 <= start:
        return False
    if word.isupper():
        return not text[after].isdecimal() and _opener_follows(text, after)
    return not word.isdecimal() or text[stop - 2].isspace()


@cache
def _kind(word: str) -> str:
    """The class of the abbreviation that ends before a stop, or an empty string if it is none."""
    kinds = _abbreviations()
    if word in kinds:
        return kinds[word]
    if word.isupper() and word.title() in kinds:
        return kinds[word.title()]
    if _DOTTED.fullmatch(word):
        return "cite" if word in ("i.e", "e.g") else "either"
    head, hyphen, tail = word.rpartition("-")
    return _kind(tail) if hyphen and head and tail else ""


def _line_ends(text: str, start: int, stop: int, after: int) -> bool:
    """True if a line that ends without a stop is whole: a heading or an item, not a wrapped line."""
    begin = max(start, text.rfind("\n", start, stop) + 1)
    line = text[begin:stop].rstrip()
    if _MARK.match(text, after):
        return not _CROSS_REFERENCE.search(line)
    if not _opens(text, after):
        return False
    if _RUN_ON.search(line):
        return False
    return not _HEADING_WIDTH <= len(line) <= _WRAP_WIDTH


@cache
def _abbreviations() -> dict[str, str]:
    return {row["abbreviation"]: row["kind"] for row in rows("abbreviations.tsv", key="abbreviation")}


@cache
def _openers() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("sentence_openers.tsv", key="word"))
