"""Two texts that grew from one share words in one order; words that stand once in each show where they belong together.

The words that occur exactly once in both texts are put side by side where their order allows it, and the stretches
between them are compared by themselves, until nothing is left but what differs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

SMALL = 400_000
"""Two stretches without a common rare word are compared word by word up to this product of their lengths; longer
ones are given as replaced whole, so that no text takes more than about a second."""

Pair = tuple[int, int]
_Window = tuple[int, int, int, int]


def aligned(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Positions (in `old`, in `new`) of the same words, both rising.

    >>> aligned("the talks were frank".split(), "talks were not frank".split())
    [(1, 0), (2, 1), (3, 3)]
    """
    pairs: list[Pair] = []
    waiting: list[_Window] = [(0, len(old), 0, len(new))]
    while waiting:
        window, ends = _trimmed(old, new, waiting.pop())
        pairs += ends
        i, i_end, j, j_end = window
        if i == i_end or j == j_end:
            continue
        islands = _islands(old, new, window)
        if islands:
            waiting += _between(islands, window)
            pairs += islands
        elif (i_end - i) * (j_end - j) <= SMALL:
            pairs += _compared(old, new, window)
    return sorted(pairs)


def _trimmed(old: Sequence[str], new: Sequence[str], window: _Window) -> tuple[_Window, list[Pair]]:
    """The window without what is the same at its two ends, and the pairs of those."""
    i, i_end, j, j_end = window
    pairs = []
    while i < i_end and j < j_end and old[i] == new[j]:
        pairs.append((i, j))
        i, j = i + 1, j + 1
    while i < i_end and j < j_end and old[i_end - 1] == new[j_end - 1]:
        i_end, j_end = i_end - 1, j_end - 1
        pairs.append((i_end, j_end))
    return (i, i_end, j, j_end), pairs


def _islands(old: Sequence[str], new: Sequence[str], window: _Window) -> list[Pair]:
    """The longest rising row of words that occur once on each side of the window."""
    i, i_end, j, j_end = window
    times_old, times_new = Counter(old[i:i_end]), Counter(new[j:j_end])
    place = {new[at]: at for at in range(j, j_end) if times_new[new[at]] == 1}
    once = [(at, place[old[at]]) for at in range(i, i_end) if times_old[old[at]] == 1 and old[at] in place]
    return _rising(once)


def _rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest part of the pairs of which the second positions rise too (patience sorting)."""
    tops: list[int] = []
    at_top: list[int] = []
    before: list[int] = []
    for index, (_, second) in enumerate(pairs):
        pile = bisect_left(tops, second)
        before.append(at_top[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(second)
            at_top.append(index)
        else:
            tops[pile], at_top[pile] = second, index
    found = []
    index = at_top[-1] if at_top else -1
    while index >= 0:
        found.append(pairs[index])
        index = before[index]
    return found[::-1]


def _between(islands: Sequence[Pair], window: _Window) -> Iterator[_Window]:
    i, i_end, j, j_end = window
    for a, b in [*islands, (i_end, j_end)]:
        if i < a and j < b:
            yield i, a, j, b
        i, j = a + 1, b + 1


def _compared(old: Sequence[str], new: Sequence[str], window: _Window) -> Iterator[Pair]:
    i, i_end, j, j_end = window
    matcher = SequenceMatcher(None, old[i:i_end], new[j:j_end], autojunk=False)
    for a, b, size in matcher.get_matching_blocks():
        yield from ((i + a + step, j + b + step) for step in range(size))
