"""Quotation marks promise somebody's own words: where the official text has others, the promise is broken.

The case that matters: a republished readout had “East Turkestan” inside quotation marks where the official text
said Xinjiang.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import Match, SequenceMatcher

from onrecord.model.record import Quote, Span
from onrecord.text.change_kinds import Kind
from onrecord.text.differences import Difference, Edit, difference, words_of
from onrecord.text.folding import fold

_QUOTED = re.compile(
    r"“([^“”]{1,2000})”|«([^«»]{1,2000})»|「([^「」]{1,2000})」|『([^『』]{1,2000})』|\"([^\"\n]{1,2000})\""
)


_HAN = r"\u3400-\u9fff\uf900-\ufaff"

WORDS = re.compile(rf"[{_HAN}]|(?:(?![{_HAN}])[^\W_])+")
"""One ideograph, or a run of letters and digits."""

_LEFT_OUT = re.compile(r"\[[^\[\]]*\]|…+|\.\s?\.\s?\.")
_CASED = re.compile(r"\[(\w)\](?=\w)")

ALIKE = 0.6
"""Part of a quotation's words, by their letters, that official words must have in one order to be what it quotes."""

HELD = 24
"""Characters on each side of a quotation that must be the official text's where its own words are not."""

LONGER = 2
"""So many times longer than the quotation the words in its place may be, and three words more."""

FEWEST = 5
"""Words of a quotation that is looked for away from its place; fewer are found everywhere."""

SHORTEST = 12
"""Letters or ideographs of such a quotation: slogans of a few ideographs are alike everywhere."""

COMMON = 40
"""A word that stands more often in a text leads to no place."""

SLIP = 4
"""Words that may have come or gone between two places of one quotation."""


@dataclass(frozen=True, slots=True)
class Misquote:
    """Words that a copy puts inside quotation marks and that the official text does not have."""

    quote: Quote
    """In the copy, without its quotation marks."""
    official: Quote | None
    """What stands there in the official text; None where the copy added the passage."""
    edits: tuple[Edit, ...]
    """From the copy to the official text, inside the quotation."""

    @property
    def in_other_words(self) -> bool:
        """True if the official text says something at that place, False if it has nothing there."""
        return self.official is not None


def misquotes(official: str, copy: str) -> Iterator[Misquote]:
    """Every quotation of a copy that does not stand in the official text word for word.

    Case, white space and marks do not count, nor do words that the quotation itself marks as left out (`…`) or as
    put in by its editor (`[the Minister]`). Whether the official text had quotation marks does not count either, so
    that a copy which quotes the official prose rightly is not named. Official words are named for a quotation of
    which the words around it are the official text's too, or most of its own words; a quotation of somebody else has
    none.
    """
    back = difference(copy, official)
    known = _plain(official)
    elsewhere = Likeliest(official)
    for quoted in quotations(copy):
        if all(_plain(piece) in known for piece in _pieces(quoted.exact)):
            continue
        found = _in_place(quoted, back) or _elsewhere(quoted, copy, elsewhere)
        edits = found.edits if found else _substance(back.touching(quoted.span))
        if edits:
            yield Misquote(quoted, found.official if found else None, edits)


def _pieces(quotation: str) -> list[str]:
    """What the quotation claims to be the official words: parted where it says that words are left out or put in."""
    whole = _CASED.sub(r"\1", quotation)
    return [piece for piece in _LEFT_OUT.split(whole) if words_of(piece)] or [whole]


def _in_place(quoted: Quote, back: Difference) -> Misquote | None:
    """What the official text has at the quotation's place, where the place is sure; None where it is not."""
    there = back.now(quoted.span)
    stands = Quote.cut(back.new, there.start, there.end)
    edits = _substance(back.touching(quoted.span))
    own, official = _words(quoted.exact), _words(stands.exact)
    if not official or not (_alike(own, official) >= ALIKE or _is_held(quoted, back, len(own), len(official))):
        return None
    return Misquote(quoted, stands, edits)


def _is_held(quoted: Quote, back: Difference, own: int, official: int) -> bool:
    """True if the words on both sides of a quotation are the official text's, and what is between is of its size."""
    if official > LONGER * own + 3:
        return False
    before = Span(max(0, quoted.start - HELD - 1), max(0, quoted.start - 1))
    after = Span(min(len(back.old), quoted.end + 1), min(len(back.old), quoted.end + 1 + HELD))
    return all(
        side.start == side.end or not any(_is_word(edit) for edit in back.touching(side)) for side in (before, after)
    )


def _is_word(edit: Edit) -> bool:
    return any(map(str.isalnum, edit.before + edit.after))


def _elsewhere(quoted: Quote, copy: str, official: Likeliest) -> Misquote | None:
    """The stretch of the official text that is most like the quotation, wherever it stands; None where none is."""
    span = official.stretch(quoted.exact)
    if span is None:
        return None
    found = difference(quoted.exact, span.of(official.text))
    moved = (
        replace(edit, old=_moved(edit.old, quoted.start), new=_moved(edit.new, span.start)) for edit in found.edits
    )
    return Misquote(quoted, Quote(span.start, span.end, span.of(official.text)), _substance(moved))


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _substance(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    return tuple(edit for edit in edits if edit.kind is Kind.SUBSTANCE)


class Likeliest:
    """Looks in one text for the stretch that is most like some words; the text is read when first asked."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._places: list[tuple[int, int]] = []
        self._at: dict[str, list[int]] = {}

    def stretch(self, words: str) -> Span | None:
        """Where most of these words stand in their order; None for fewer than `FEWEST` words, or where none is like."""
        own = _words(words)
        if len(own) < FEWEST or _letters(own) < SHORTEST:
            return None
        self._read()
        shifts: Counter[int] = Counter()
        for place, word in enumerate(own):
            found = self._at.get(word, [])
            if len(found) <= COMMON:
                shifts.update(at - place for at in found)
        near = max(shifts, key=lambda shift: sum(shifts[shift + step] for step in range(-SLIP, SLIP + 1)), default=None)
        return None if near is None else self._around(own, near)

    def _around(self, own: list[str], shift: int) -> Span | None:
        first, last = max(0, shift - SLIP), min(len(self._places), shift + len(own) + SLIP)
        held = _words(self.text[self._places[first][0] : self._places[last - 1][1]]) if first < last else []
        blocks = [
            block for block in SequenceMatcher(None, own, held, autojunk=False).get_matching_blocks() if block.size
        ]
        if _held(own, blocks) < ALIKE * _letters(own):
            return None
        start = first + max(0, blocks[0].b - blocks[0].a)
        end = first + blocks[-1].b + blocks[-1].size + len(own) - blocks[-1].a - blocks[-1].size
        return Span(self._places[start][0], self._places[min(end, len(self._places)) - 1][1])

    def _read(self) -> None:
        if self._places:
            return
        for place, match in enumerate(WORDS.finditer(self.text)):
            self._places.append(match.span())
            self._at.setdefault(fold(match.group()).text, []).append(place)


def _words(text: str) -> list[str]:
    return [fold(word).text for word in WORDS.findall(text)]


def _alike(own: list[str], official: list[str]) -> float:
    """The part of the longer that both have in one order."""
    blocks = SequenceMatcher(None, own, official, autojunk=False).get_matching_blocks()
    return _held(own, blocks) / max(_letters(own), _letters(official), 1)


def _held(own: list[str], blocks: Sequence[Match]) -> int:
    """Letters of the words in the blocks: `of the` weighs less than a name."""
    return sum(_letters(own[block.a : block.a + block.size]) for block in blocks)


def _letters(words: list[str]) -> int:
    return sum(map(len, words))


def quotations(text: str) -> Iterator[Quote]:
    """What stands inside double quotation marks, of one paragraph with straight marks, of any length to 2,000."""
    for match in _QUOTED.finditer(text):
        group = match.lastindex or 1
        quote = Quote.cut(text, *match.span(group))
        if words_of(quote.exact):
            yield quote


def _plain(text: str) -> str:
    """Words alone, folded, each between spaces."""
    return f" {' '.join(WORDS.findall(fold(text).text))} "
