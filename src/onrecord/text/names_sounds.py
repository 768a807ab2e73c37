"""Two spellings that are pronounced alike are near, letter for letter, once each system's habits are taken off."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from onrecord.text.tables import rows

_DOUBLED = re.compile(r"(.)\1+")
VOWELS = "aeiou"
FIRST = 0.3
"""What a difference in the first letter costs on top: ears and typists get it right most often."""


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row["written"]), row["sound"]) for row in rows("name_spellings.tsv", key="written"))


@cache
def _costs() -> dict[str, float]:
    table = {}
    for row in rows("name_sounds.tsv", key="pair"):
        one, other = row["pair"][0], row["pair"][1]
        table[one + other] = table[other + one] = float(row["cost"])
    return table


@lru_cache(maxsize=4096)
def key(latin: str) -> str:
    """How a part sounds, whatever system it is written in: `Wladimir` and `Vladimir` have one key."""
    sound = latin
    for written, replacement in _rules():
        sound = written.sub(replacement, sound)
    return _DOUBLED.sub(r"\1", sound)


def skeleton(sound: str) -> str:
    """The consonants of a key."""
    return "".join(char for char in sound if char not in VOWELS)


@lru_cache(maxsize=4096)
def distance(one: str, other: str) -> float:
    """What it costs to turn one key into the other; near sounds and vowels cost less than 1, a swap of neighbours 1."""
    if not one or not other:
        return float(max(len(one), len(other)))
    costs = _costs()
    before, row = [0.0] * (len(other) + 1), [0.0]
    for char in other:
        row.append(row[-1] + costs.get("-" + char, 1.0))
    for at, char in enumerate(one):
        oldest, before, row = before, row, [row[0] + costs.get(char + "-", 1.0)]
        for to, against in enumerate(other):
            step = min(
                before[to] + (0.0 if char == against else costs.get(char + against, 1.0)),
                before[to + 1] + costs.get(char + "-", 1.0),
                row[to] + costs.get("-" + against, 1.0),
            )
            if at and to and char == other[to - 1] and one[at - 1] == against:
                step = min(step, oldest[to - 1] + 1.0)
            row.append(step)
    return row[-1] + (FIRST if costs.get(one[0] + other[0], 1.0) > 0.5 and one[0] != other[0] else 0.0)
