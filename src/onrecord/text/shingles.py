"""Two texts are copies of one another in the measure in which they share runs of words, whatever stands around them.

A shingle is a run of words of the folded text, kept as a number. The smallest numbers of a text are a sketch of it
(MinHash): two texts that share much share some of them, so that nobody need compare all with all.
"""

from __future__ import annotations

import re
import zlib
from heapq import nsmallest

from onrecord.text.folding import fold

RUN = 4
"""Words in a shingle."""

RUN_OF_IDEOGRAPHS = 8
"""Ideographs in a shingle: about four words of Chinese."""

SKETCH = 48
"""Numbers kept of a text: a pair that shares three tenths of its shingles misses the four it needs once in a thousand
times."""

_WORD = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3400-\u9fff\uf900-\ufaff]+")
_BARE = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128))
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


class _Numbers(dict[str, int]):
    """A number for each word, the same in every run of the program."""

    def __missing__(self, word: str) -> int:
        number = zlib.crc32(word.encode("utf-8", "surrogatepass")) * 0x9E3779B97F4A7C15 & 0x7FFFFFFFFFFFFFFF
        self[word] = number
        return number


_numbers = _Numbers()
_KNOWN_AT_MOST = 500_000


def shingles(text: str) -> frozenset[int]:
    """The runs of words of a text, as numbers; a text shorter than a run is one shingle, one without words none.

    Case, accents, kinds of quotation mark and white space do not tell; a text is not turned from traditional into
    simplified characters.
    """
    if len(_numbers) > _KNOWN_AT_MOST:
        _numbers.clear()
    words, run = _words(fold(text).text)
    found = list(map(_numbers.__getitem__, words))
    if len(found) < run:
        return frozenset([hash(tuple(found))] if found else [])
    return frozenset(map(hash, zip(*(found[at:] for at in range(run)), strict=False)))


def _words(folded: str) -> tuple[list[str], int]:
    """The words, and how many make a run."""
    if folded.isascii():
        return folded.translate(_BARE).split(), RUN
    words = _WORD.findall(folded)
    return words, RUN_OF_IDEOGRAPHS if 2 * len(_IDEOGRAPH.findall(folded)) > len(words) else RUN


def sketch(held: frozenset[int]) -> tuple[int, ...]:
    """The smallest numbers of a text's shingles, rising; all of them for a short text."""
    return tuple(nsmallest(SKETCH, held))


def resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """The part that both texts share of all that the two hold (Jaccard): 1 for the same, 0 for strangers."""
    shared = len(one & other)
    return shared / max(1, len(one) + len(other) - shared)


def containment(one: frozenset[int], other: frozenset[int]) -> float:
    """The part of the shorter text that the longer one holds too."""
    return len(one & other) / max(1, min(len(one), len(other)))
