"""Two spellings that a reader takes for one fold to the same characters, and every character keeps its place.

Folding lowers case, takes accents off, makes curly quotes and all dashes plain, drops invisible characters (soft
hyphens, word joiners) and makes one space of a hard line break with its indentation. A blank line stays a blank
line, so that nothing matches across paragraphs.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

_INVISIBLE = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\ufeff"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_PLAIN = {
    **dict.fromkeys("‘’‚‛′ʼ＇", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\r\f\v",
        " ",
    ),
}
_UNUSUAL = re.compile(rf"[{_INVISIBLE}\u0300-\u036fßẞÆæŒœﬀ-ﬆİŉǰ]|[^\S\n]{{2,}}|[^\S\n]+\n|(?<!\n)\n(?!\n)[^\S\n]+|\0")
_EXPANDED = {"ß": "ss", "ẞ": "ss", "Æ": "ae", "æ": "ae", "Œ": "oe", "œ": "oe", "ŉ": "'n", "ǰ": "j", "İ": "i"}
_MAPPED = frozenset(f"{_INVISIBLE}ßẞÆæŒœİŉǰ\0") | {chr(code) for code in (*range(0x300, 0x370), *range(0xFB00, 0xFB07))}
_COMMON = bytes(code for code in range(0x80) if chr(code) not in "\t\r\f\v\0")
"""What folding may leave as it is but for its case: ASCII without the control characters above."""
_RUNS = ("  ", " \n", "\n ")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back: `span(start, end)` are the offsets in the original."""

    text: str
    shifts: tuple[tuple[int, ...], tuple[int, ...]] | None = None
    """(folded positions, original positions) of the places after which the two run side by side again;
    None where folding kept every offset."""

    def place(self, at: int) -> int:
        """The offset in the original of the folded offset `at`."""
        if self.shifts is None:
            return at
        folded, original = self.shifts
        index = bisect_right(folded, at) - 1
        return original[index] + at - folded[index]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's `start` and `end` of the folded stretch `start:end` (not empty)."""
        return self.place(start), self.place(end - 1) + 1


@cache
def _plain_table() -> dict[int, str]:
    """One character for one: accents, quotes, dashes and spaces of all letters up to U+1FFF."""
    table = {ord(char): plain for char, plain in _PLAIN.items()}
    for code in range(0x80, 0x2000):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if len(base) == 1 and base != chr(code) and code not in table and unicodedata.category(chr(code))[0] == "L":
            table[code] = base
    return table


def fold(text: str) -> Folded:
    """The text folded, with the map of its offsets.

    Where every folded character stands for one original one (nearly all English prose), no map is kept.
    """
    characters = _uncommon(text)
    table = _plain_table()
    plain = text
    for char in characters:
        if ord(char) in table:
            plain = plain.replace(char, table[ord(char)])
    if characters.isdisjoint(_MAPPED) and not any(run in plain for run in _RUNS):
        lowered = plain.lower()
        if len(lowered) == len(text):
            return Folded(_join_lines(lowered))
    return _fold_with_map(plain)


def _uncommon(text: str) -> set[str]:
    """The characters of a text that are not common; bytes are sifted at ten times the speed of characters."""
    return set(text.encode("utf-8", "surrogatepass").translate(None, _COMMON).decode("utf-8", "surrogatepass"))


def _join_lines(text: str) -> str:
    """Single line breaks become spaces; blank lines stay."""
    return text.replace("\n\n", "\0\0").replace("\n", " ").replace("\0", "\n")


def _fold_with_map(plain: str) -> Folded:
    pieces: list[str] = []
    folded_at, original_at = [0], [0]
    done = length = 0
    for match in _UNUSUAL.finditer(plain):
        before = _lower(plain[done : match.start()])
        replacement = _replacement(match.group())
        pieces += (before, replacement)
        length += len(before)
        # Each character of a replacement stands for the first original one, the last for the rest.
        for step in range(len(replacement)):
            folded_at.append(length + step)
            original_at.append(match.start())
        length += len(replacement)
        folded_at.append(length)
        original_at.append(match.end())
        done = match.end()
    pieces.append(_lower(plain[done:]))
    return Folded(_join_lines("".join(pieces)), (tuple(folded_at), tuple(original_at)))


def _replacement(found: str) -> str:
    if found in _EXPANDED:
        return _EXPANDED[found]
    if found.isspace():
        return "\n" if found.endswith("\n") and "\n" in found[:-1] else " "
    if "\ufb00" <= found <= "\ufb06":
        return unicodedata.normalize("NFKD", found)
    return ""


def _lower(piece: str) -> str:
    lowered = piece.lower()
    if len(lowered) == len(piece):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in piece)
