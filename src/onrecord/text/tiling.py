"""What one text took from another in another order is found by laying the longest shared runs first.

Greedy string tiling (Wise 1993): the longest run of words that both texts hold and that no tile covers yet becomes a
tile, until no run of `LEAST` words is left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

LEAST = 4
"""Words of the shortest tile; shorter runs (`of the Act`) are shared by strangers."""

OFTEN = 30
"""Places of one run in a text from which on it is no longer tried as a beginning."""

Tile = tuple[int, int, int]
"""Where it begins in the one and in the other text, and its words."""


def tiles(one: Sequence[str], other: Sequence[str]) -> list[Tile]:
    """The tiles, longest first; of equally long ones that which begins first.

    >>> tiles("a b c d x y z w".split(), "x y z w a b c d".split())
    [(0, 4, 4), (4, 0, 4)]
    """
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(other) - LEAST + 1):
        places[tuple(other[at : at + LEAST])].append(at)
    runs = [
        (_length(one, other, i, j), i, j)
        for i in range(len(one) - LEAST + 1)
        for j in places.get(tuple(one[i : i + LEAST]), ())[:OFTEN]
        if not (i and j and one[i - 1] == other[j - 1])
    ]
    return _laid(runs, [False] * len(one), [False] * len(other))


def _length(one: Sequence[str], other: Sequence[str], i: int, j: int) -> int:
    size = 0
    while i + size < len(one) and j + size < len(other) and one[i + size] == other[j + size]:
        size += 1
    return size


def _laid(runs: list[Tile], taken: list[bool], given: list[bool]) -> list[Tile]:
    """The runs as tiles, the longest first; what is left of a run that a tile covers in part is laid later."""
    waiting = sorted(((size, -i, -j) for size, i, j in runs))
    found: list[Tile] = []
    while waiting:
        size, i, j = waiting.pop()
        left = _free(-i, -j, size, taken, given)
        if not left:
            continue
        if left[0][2] < size:
            waiting = sorted([*waiting, *((length, -x, -y) for x, y, length in left)])
            continue
        found.append((-i, -j, size))
        taken[-i : -i + size] = [True] * size
        given[-j : -j + size] = [True] * size
    return found


def _free(i: int, j: int, size: int, taken: list[bool], given: list[bool]) -> list[Tile]:
    """The stretches of a run that no tile covers on either side, of at least `LEAST` words."""
    found, start = [], None
    for step in range(size + 1):
        open_here = step < size and not (taken[i + step] or given[j + step])
        if open_here and start is None:
            start = step
        elif not open_here and start is not None:
            if step - start >= LEAST:
                found.append((i + start, j + start, step - start))
            start = None
    return found
