"""A word tells the more of a sentence the fewer documents of official prose hold it.

The shares are counted over public documents of two United States offices (training/word_weights.py); a text of another
kind or language has every word that the table does not know as its most telling ones.
"""

from __future__ import annotations

import math
from functools import cache

from onrecord.text.tables import rows

RARE = 2.0
"""Documents of a thousand that a stem stands in which the table does not hold (it holds those from four on)."""

SHORT, PLAIN = 4, 0.3
"""Words of fewer letters were not counted: they weigh this little, digits aside."""

IDEOGRAPH = 1.5
"""What one ideograph weighs: half a plain word of two."""

_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ed", "es", "s", "y")


def weight_of(word: str) -> float:
    """The natural logarithm of 1000 over the documents of a thousand that hold the word's stem; 0 to 6.2."""
    if word.isdigit():
        return math.log(1000 / RARE)
    if len(word) < SHORT:
        return IDEOGRAPH if is_ideograph(word) else PLAIN
    return math.log(1000 / _shares().get(stem_of(word), RARE))


def is_ideograph(word: str) -> bool:
    """True for one character of Chinese."""
    return len(word) == 1 and ("\u3400" <= word <= "\u9fff" or "\uf900" <= word <= "\ufaff")


@cache
def stem_of(word: str) -> str:
    """The word without its ending, so that `concerns` and `concern` are one; lower case is expected."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORT:
            return word[: -len(ending)]
    return word


@cache
def _shares() -> dict[str, float]:
    return {row["stem"]: float(row["share"]) for row in rows("word_weights.tsv", key="stem")}
