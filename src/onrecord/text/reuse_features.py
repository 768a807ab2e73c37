"""How much of one wording lives on in another shows in many small ways, none of which is enough alone.

Long shared runs, the order of what is shared, what stays of the telling words, of numbers and of names, and what one
side has for itself. Every number lies between 0 and 1, is the same whichever text is named first, and needs nothing but
the two texts.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from onrecord.text.alignment import aligned
from onrecord.text.folding import fold
from onrecord.text.telling_words import weight_of
from onrecord.text.tiling import tiles

VERSION = 1
"""Counts up whenever a number of `features` changes its meaning, so that no model is used with other ones."""

WORDS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3400-\u9fff\uf900-\ufaff]+")
"""A word or number of a folded text, or one ideograph."""

_CAPITALS = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-Z][^\W\d_]{2,}")

_LONG, _MOST = 400, 3000
"""Words up to which the length of the shorter text is told as a part, and up to which things are counted."""

_LONG_WORD = 7
"""Letters of a word that is seldom a small one."""


def features(one: str, other: str) -> tuple[float, ...]:
    """The numbers of a pair, in the order of `NAMES`."""
    a, b = words_of(one), words_of(other)
    pairs = aligned(a, b)
    laid = tiles(a, b)
    least, most = sorted((max(1, len(a)), max(1, len(b))))
    tiled = sum(size for *_, size in laid)
    values = [
        *_runs(a, b, 1), *_runs(a, b, 2), *_runs(a, b, 4),
        2 * len(pairs) / (least + most), len(pairs) / least, len(pairs) / most,
        sum(x + 1 == u and y + 1 == v for (x, y), (u, v) in pairwise(pairs)) / max(1, len(pairs)),
        max((size for *_, size in laid), default=0) / least, tiled / least, tiled / most,
        math.log1p(len(laid)) / 5, *_telling(a, b),
        _same(a, b, str.isdigit), _same(_CAPITALS.findall(one), _CAPITALS.findall(other), bool),
        least / most, min(1.0, least / _LONG), float(a == b), *_edges(a, b), *_differing(a, b, pairs),
    ]  # fmt: skip
    return tuple(min(1.0, value) for value in values)


NAMES = (
    "words alike", "words held", "words kept", "pairs alike", "pairs held", "pairs kept",
    "runs of four alike", "runs of four held", "runs of four kept",
    "aligned", "aligned of the shorter", "aligned of the longer", "joints", "longest run", "tiled of the shorter",
    "tiled of the longer", "tiles", "telling words alike", "telling words held", "telling words kept",
    "numbers alike", "names alike", "length ratio", "length", "same words", "same beginning", "same end",
    "fewer own words", "more own words", "own words", "fewer own telling words", "more own telling words",
    "own telling words", "own numbers", "gaps", "widest gap", "words out of order", "shorter", "longer",
    "long words shared",
)  # fmt: skip
"""What each number tells: `alike` of what both hold together, `held` of the shorter text, `kept` of the longer; from
`fewer own words` on they are counts, on a logarithmic scale that ends at `_MOST`."""


def words_of(text: str) -> list[str]:
    """Words and numbers, folded; one ideograph is a word."""
    return WORDS.findall(fold(text).text)


def telling_alike(one: str, other: str) -> float:
    """One of the numbers by itself, which costs a tenth of all of them."""
    return min(1.0, _telling(words_of(one), words_of(other))[0])


def _runs(a: Sequence[str], b: Sequence[str], size: int) -> tuple[float, float, float]:
    one, other = (Counter(zip(*(words[at:] for at in range(size)), strict=False)) for words in (a, b))
    return _shares(one, other, lambda _: 1.0)


def _telling(a: Sequence[str], b: Sequence[str]) -> tuple[float, float, float]:
    return _shares(Counter(a), Counter(b), weight_of)


def _shares(one: Counter[Any], other: Counter[Any], weight: Callable[..., float]) -> tuple[float, float, float]:
    """What both hold: of all, of the smaller, of the larger; things weigh what `weight` says."""
    both = sum(times * weight(thing) for thing, times in (one & other).items())
    least, most = sorted(sum(times * weight(thing) for thing, times in held.items()) for held in (one, other))
    return both / max(1e-9, least + most - both), both / max(1e-9, least), both / max(1e-9, most)


def _same(a: Sequence[str], b: Sequence[str], wanted: Callable[[str], bool]) -> float:
    """The part of the wanted words that both have; 1 where neither has any."""
    one, other = (Counter(word for word in words if wanted(word)) for words in (a, b))
    every = sum((one | other).values())
    return sum((one & other).values()) / every if every else 1.0


def _differing(a: Sequence[str], b: Sequence[str], pairs: Sequence[tuple[int, int]]) -> Iterator[float]:
    """What each has for itself, and how it lies between what both share."""
    one, other = Counter(a), Counter(b)
    own = sorted(sum(only.values()) for only in (one - other, other - one))
    telling = sorted(
        sum(times * weight_of(word) for word, times in only.items()) for only in (one - other, other - one)
    )
    gaps = [max(u - i, v - j) - 1 for (i, j), (u, v) in pairwise([(-1, -1), *pairs, (len(a), len(b))])]
    counts = (
        *own, sum(own), *telling, sum(telling), sum(word.isdigit() for word in (one - other) + (other - one)),
        sum(gap > 0 for gap in gaps), max(gaps), len(a) + len(b) - 2 * len(pairs), *sorted((len(a), len(b))),
        sum(len(word) >= _LONG_WORD for word in one & other),
    )  # fmt: skip
    yield from (math.log1p(count) / math.log1p(_MOST) for count in counts)


def _edges(a: Sequence[str], b: Sequence[str]) -> tuple[float, float]:
    """How much of the shorter text is the same from the beginning on, and from the end back."""
    least = max(1, min(len(a), len(b)))
    found = []
    for one, other in ((a, b), (a[::-1], b[::-1])):
        same = 0
        while same < min(len(one), len(other)) and one[same] == other[same]:
            same += 1
        found.append(same / least)
    return found[0], found[1]
