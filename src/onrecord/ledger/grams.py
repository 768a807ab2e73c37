"""Words are found in every script: where a script writes no spaces, two neighbouring characters stand for a word.

Chinese, Japanese, Thai, Lao, Khmer and Burmese write words without a space between them, and a Chinese word is often
of two characters, fewer than the three of a trigram index. Tibetan parts its syllables by a dot (tsheg), which parts
words here as a space does.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from onrecord.model.record import Span
from onrecord.text.folding import Folded, fold

FORM = 1
"""Raised by every change of what a text's grams are: an index of another form is made anew."""

LONGEST = 64
"""Characters of a gram at most; the rest of a longer word counts only when the text itself is read."""

_SPACELESS = (
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"
)
"""Unicode blocks of the scripts without spaces: Han, kana, Thai, Lao, Burmese, Khmer."""

_UNWRITTEN = re.compile("[\u0591-\u05bd\u05bf\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8]")
"""Hebrew points, Arabic vowel signs and the stroke that stretches a word: most texts leave them out."""

_QUOTED = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Layer:
    """A text as it is searched, and the way back to its characters."""

    text: str
    folded: Folded
    kept: tuple[int, ...] | None = None
    """Where each character stands in the folded text; None where none was left out."""

    def span(self, start: int, end: int) -> Span:
        """The original's stretch of `start:end` (not empty)."""
        if self.kept is not None:
            start, end = self.kept[start], self.kept[end - 1] + 1
        return Span(*self.folded.span(start, end))


def layer_of(text: str) -> Layer:
    """A text without case, accents and unwritten vowels."""
    folded = fold(text)
    if _UNWRITTEN.search(folded.text) is None:
        return Layer(folded.text, folded)
    kept = tuple(at for at, char in enumerate(folded.text) if _UNWRITTEN.match(char) is None)
    return Layer("".join(folded.text[at] for at in kept), folded, kept)


def grams_of(text: str) -> set[str]:
    """Everything by which the index finds a text that `layer_of` made: its words, and characters and pairs of them."""
    made: set[str] = set()
    for word in set(_patterns().word.findall(text)):
        for run in _patterns().run.findall(word):
            if _is_spaceless(run):
                made.update(run)
                made.update(_pairs(run))
            else:
                made.add(run[:LONGEST])
    return made


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase that is wanted."""

    pattern: re.Pattern[str]
    """Finds it in the text of a `Layer`."""
    grams: frozenset[str]
    """What every text that holds it has among its grams."""
    is_gram: bool
    """True if every text with that gram holds it: one word, or one or two characters of a script without spaces."""


def terms_of(words: str) -> tuple[Term, ...]:
    """What is wanted: words parted by spaces, all of which must be there; words in quotation marks as one phrase."""
    plain = layer_of(words).text
    found = (quoted or single for quoted, single in _QUOTED.findall(plain))
    return tuple(term for part in found if (term := _term(part)) is not None)


def _term(part: str) -> Term | None:
    words = list(_patterns().word.finditer(part))
    if not words:
        return None
    held = part[words[0].start() : words[-1].end()]
    grams = {gram for word in words for run in _patterns().run.findall(word.group()) for gram in _wanted(run)}
    before = "" if _is_spaceless(held[0]) else f"(?<![{_patterns().joined}])"
    after = "" if _is_spaceless(held[-1]) else f"(?![{_patterns().joined}])"
    spaced = r"\s+".join(re.escape(piece) for piece in held.split())
    return Term(re.compile(f"{before}{spaced}{after}"), frozenset(grams), grams == {held})


def _wanted(run: str) -> Iterator[str]:
    if not _is_spaceless(run):
        yield run[:LONGEST]
    elif len(run) == 1:
        yield run
    else:
        yield from _pairs(run)


def _pairs(run: str) -> Iterator[str]:
    return (run[at : at + 2] for at in range(len(run) - 1))


def _is_spaceless(run: str) -> bool:
    return _patterns().spaceless.match(run) is not None


@dataclass(frozen=True, slots=True)
class _Patterns:
    word: re.Pattern[str]
    run: re.Pattern[str]
    spaceless: re.Pattern[str]
    joined: str
    """Inside of a character class: what a word of a script with spaces is made of."""


@cache
def _patterns() -> _Patterns:
    signs = _ranges([code for code in range(0x300, 0x20000) if unicodedata.category(chr(code))[0] == "M"])
    letters = _ranges(
        [
            code
            for code in range(sys.maxunicode + 1)
            if unicodedata.category(chr(code))[0] in "LN" and not re.match(f"[{_SPACELESS}]", chr(code))
        ]
    )
    return _Patterns(
        word=re.compile(rf"(?:[^\W_]|[{signs}])+"),
        run=re.compile(f"[{_SPACELESS}]+|[^{_SPACELESS}]+"),
        spaceless=re.compile(f"[{_SPACELESS}]"),
        joined=letters + signs,
    )


def _ranges(codes: list[int]) -> str:
    """The inside of a character class of these code points, which ascend."""
    pieces: list[list[int]] = []
    for code in codes:
        if pieces and code == pieces[-1][1] + 1:
            pieces[-1][1] = code
        else:
            pieces.append([code, code])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in pieces)
