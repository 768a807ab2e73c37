"""Where a sentence stands decides what it is: `should` gives a reason in a preamble and asks in a letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from onrecord.drafting.vocabulary import pattern
from onrecord.model.record import Span
from onrecord.text.sentences import sentences

_NUMBER_DEPTH = (
    ("bullet", r"[-•●▪◦‣·*–§]"),
    ("number", r"\(?\d{1,2}[.)]"),
    ("capital", r"\(?[A-Z]+[.)]"),
    ("small", r"\(?[A-Za-z]+[.)]"),
)


class Zone(Enum):
    """The part of a document that a block belongs to."""

    HEADING = "heading"
    """A title, a dateline, a caption: words without a sentence."""
    BODY = "body"
    """Prose of the issuer: a statement or a press release."""
    LETTER = "letter"
    """Between a salutation and its farewell."""
    PREAMBLE = "preamble"
    """A recital (`Whereas …`) or a statute's findings."""
    OPERATIVE = "operative"
    """What a resolution resolves."""
    HISTORY = "history"
    """Dated accounts of what the issuer did before."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or an item of a list: `text[start:end]`, its mark left out."""

    start: int
    end: int
    zone: Zone
    mark: str = ""
    """The kind of list mark before it: `bullet`, `number`, `capital`, `small`; empty for prose."""
    indent: int = 0
    """Columns before the mark."""


def blocks(text: str) -> list[Block]:
    """The blocks of a text in order, each with the zone it stands in.

    A blank line, a list mark or a line end after a full stop ends a block. Zones are read from salutations,
    recitals and enacting words in English; anything else is body.
    """
    raw = _pieces(text)
    made: list[Block] = []
    zone = Zone.BODY
    enacts = False
    for start, end, mark, indent in raw:
        words = " ".join(text[start:end].split())
        zone = Zone.OPERATIVE if enacts else _zone_after(zone, words)
        enacts = zone is Zone.PREAMBLE and pattern("enacts").search(words) is not None
        made.append(Block(start, end, _own_zone(zone, words, mark), mark, indent))
    return _without_title(made)


LONGEST_SENTENCE = 3000
"""Characters; what runs on without a stop beyond this is no sentence, and is read in pieces of this length."""


def sentence_spans(text: str, block: Block) -> Iterator[Span]:
    """The sentences of a block, as spans of the document; one that never ends is cut at white space."""
    for sentence in sentences(text[block.start : block.end]):
        start, end = block.start + sentence.start, block.start + sentence.end
        while end - start > LONGEST_SENTENCE:
            space = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
            cut = space if space > 0 else start + LONGEST_SENTENCE
            yield Span(start, cut)
            start = cut
        yield Span(start, end)


def _without_title(made: list[Block]) -> list[Block]:
    """A resolution's long title repeats what it resolves: all before its recitals is heading."""
    first = next((n for n, block in enumerate(made) if block.zone in (Zone.PREAMBLE, Zone.OPERATIVE)), 0)
    return [replace(block, zone=Zone.HEADING) for block in made[:first]] + made[first:]


def _pieces(text: str) -> list[tuple[int, int, str, int]]:
    pieces: list[tuple[int, int, str, int]] = []
    at = 0
    open_piece = False
    for line in text.splitlines(keepends=True):
        start, at = at, at + len(line)
        if not line.strip():
            open_piece = False
            continue
        found = pattern("mark").match(line)
        end = start + len(line.rstrip())
        if found or not open_piece or _closed(text, pieces[-1]):
            mark = _kind(found.group("mark")) if found else ""
            body = start + (found.end() if found else len(line) - len(line.lstrip()))
            pieces.append((body, end, mark, found.start("mark") if found else 0))
        else:
            pieces[-1] = (pieces[-1][0], end, *pieces[-1][2:])
        open_piece = True
    return [piece for piece in pieces if piece[0] < piece[1]]


def _closed(text: str, piece: tuple[int, int, str, int]) -> bool:
    return text[piece[1] - 1] in '.!?:;"”’—' or piece[1] - piece[0] > 200


def _kind(mark: str) -> str:
    return next(name for name, pattern in _NUMBER_DEPTH if re.fullmatch(pattern, mark))


_STARTS = (("recitals", Zone.PREAMBLE), ("operative", Zone.OPERATIVE), ("about", Zone.HISTORY))


def _zone_after(zone: Zone, words: str) -> Zone:
    for name, begun in _STARTS:
        if pattern(name).match(words):
            return begun
    if len(words) < 120 and pattern("salutation").fullmatch(words):
        return Zone.LETTER
    if zone is Zone.LETTER and (pattern("farewell").fullmatch(words) or re.fullmatch(r"[-#\s*]{3,}", words)):
        return Zone.HISTORY
    return zone


def _own_zone(zone: Zone, words: str, mark: str) -> Zone:
    if zone in (Zone.BODY, Zone.HISTORY) and pattern("dated_account").match(words):
        return Zone.HISTORY
    if zone in (Zone.PREAMBLE, Zone.OPERATIVE) or mark:
        return zone
    if len(words) < 160 and words[-1] not in ".!?:;,\"”’'—" and words[:1].isupper():
        return Zone.HEADING
    return zone
