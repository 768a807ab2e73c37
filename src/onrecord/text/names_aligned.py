"""A foreign name in Chinese or Arabic was written by ear: which signs stand for which sounds is learned from pairs.

Each sign stands for a stretch of Latin letters, in order; the tables `data/name_han.tsv` and `data/name_arabic.tsv`
say how surprising each stretch is for each sign. They are made by `training/names.py` from parts of persons' names
in Wikidata (CC0).
"""

from __future__ import annotations

from functools import cache, lru_cache

from onrecord.text.names_scripts import Script
from onrecord.text.tables import rows

LONGEST = {Script.HAN: 6, Script.ARABIC: 4}
"""How many Latin letters one sign stands for at most."""
UNSEEN = 60
"""What a stretch costs that its sign was never seen for, before its letters are counted."""
PER_LETTER = 12
_FILES = {Script.HAN: "name_han.tsv", Script.ARABIC: "name_arabic.tsv"}

Costs = dict[str, dict[str, int]]


@cache
def _costs(script: Script) -> Costs:
    """sign → stretch → ten times the negative logarithm of its share."""
    return {row["sign"]: _stretches(row["stretches"]) for row in rows(_FILES[script], key="sign")}


def _stretches(cell: str) -> dict[str, int]:
    """`ba10 pa22` read; a number alone is what standing for no letter costs."""
    pairs = ((item.rstrip("0123456789"), item) for item in cell.split(" "))
    return {stretch: int(item[len(stretch) :]) for stretch, item in pairs}


def _cheapest(latin: str, signs: str, costs: Costs, longest: int) -> int:
    """The least that any way costs to cut the Latin letters into one stretch for each sign."""
    never = 10**6
    so_far = [0] + [never] * len(latin)
    for sign in signs:
        known = costs.get(sign, {})
        after = [never] * (len(latin) + 1)
        for start, cost in enumerate(so_far):
            if cost == never:
                continue
            for end in range(start, min(start + longest, len(latin)) + 1):
                step = known.get(latin[start:end], UNSEEN + PER_LETTER * (end - start))
                after[end] = min(after[end], cost + step)
        so_far = after
    return so_far[-1]


@lru_cache(maxsize=4096)
def surprise(latin: str, signs: str, script: Script) -> float:
    """How surprising the signs are for the Latin letters, for each letter and sign: under 6 for most true pairs.

    Ten times natural-logarithm units; 1000 where the letters are too many for the signs.
    """
    length = len(latin) + len(signs)
    if not latin or not signs:
        return 1000.0
    return min(1000.0, _cheapest(latin, signs, _costs(script), LONGEST[script]) / length)
