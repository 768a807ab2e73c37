"""Of the passages of a record, the one that holds an ask is told by who speaks first and by rare words second.

>>> rank_passages("Close Camp 22", by="BE", passages=[Turn("Chad asked to close Camp 22.", "TD"),
...                                                   Turn("Belgium spoke of prisons.", "BE")])[0].at
1
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

SAME_SPEAKER = 1.0
"""What it counts that the raiser speaks: as much as all words of the ask together, so words decide within a speaker."""
SATURATION = 1.2
LENGTH = 0.75
"""BM25's usual settings (Robertson and Zaragoza 2009)."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Turn:
    """A passage and who speaks in it: a place's id or any other label; empty where nobody knows."""

    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """`passages[at]`, how well it fits, and why."""

    at: int
    score: float
    """`overlap`, and 1 more where the speaker is the raiser: 0 to about 2; an order, not a probability."""
    overlap: float
    """The share of the ask's words and word pairs, weighed by rarity, that the passage holds; about 0 to 1."""
    same_speaker: bool


class PassageIndex:
    """The passages of one record, counted once; asks are ranked against it."""

    def __init__(self, passages: Sequence[Turn]) -> None:
        self._speakers = [passage.speaker for passage in passages]
        self._counts = [Counter(_grams(passage.text)) for passage in passages]
        self._lengths = [sum(counts.values()) for counts in self._counts]
        self._mean = max(1.0, sum(self._lengths) / max(1, len(passages)))
        holders = Counter(gram for counts in self._counts for gram in counts)
        size = len(passages)
        self._rarity = {gram: math.log(1 + (size - held + 0.5) / (held + 0.5)) for gram, held in holders.items()}
        self._unseen = math.log(2 * size + 2)

    def ranked(self, ask: str, *, by: str = "") -> tuple[Ranked, ...]:
        """Every passage, the likeliest first; equal ones in their order. `by` is the raiser, as speakers are named.

        An empty `by` matches no speaker: then words alone decide.
        """
        wanted = dict.fromkeys(_grams(ask))
        whole = sum(self._rarity.get(gram, self._unseen) for gram in wanted) or 1.0
        found = [self._one(at, wanted, whole, by) for at in range(len(self._counts))]
        return tuple(sorted(found, key=lambda ranked: (-ranked.score, ranked.at)))

    def _one(self, at: int, wanted: Iterable[str], whole: float, by: str) -> Ranked:
        counts = self._counts[at]
        room = SATURATION * (1 - LENGTH + LENGTH * self._lengths[at] / self._mean)
        held = sum(
            self._rarity[gram] * counts[gram] * (SATURATION + 1) / (counts[gram] + room)
            for gram in wanted
            if gram in counts
        )
        same = bool(by) and self._speakers[at] == by
        overlap = held / whole
        return Ranked(at, overlap + SAME_SPEAKER * same, overlap, same)


def rank_passages(ask: str, *, by: str = "", passages: Sequence[Turn]) -> tuple[Ranked, ...]:
    """The passages of one record by how likely the ask is made in them; see `PassageIndex.ranked`."""
    return PassageIndex(passages).ranked(ask, by=by)


def _grams(text: str) -> list[str]:
    """Words and pairs of neighbouring words, folded to lower case."""
    words = _WORD.findall(text.lower())
    return [*words, *(f"{one} {two}" for one, two in pairwise(words))]
