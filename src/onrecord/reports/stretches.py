"""The pieces of a text layer that are in hand join into longer stretches wherever they touch."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a text layer from the offset `start` on."""

    start: int
    words: str

    @property
    def end(self) -> int:
        return self.start + len(self.words)

    def cut(self, start: int, end: int) -> str:
        """The words between two offsets of the layer; what lies outside the stretch is left out."""
        return self.words[max(0, start - self.start) : max(0, end - self.start)]


class Stretches:
    """What is in hand of one text layer.

    Where two pieces disagree about a character, the one that begins first is kept.
    """

    def __init__(self, pieces: Iterable[tuple[int, str]]) -> None:
        self._stretches: list[Stretch] = []
        for start, words in sorted(pieces, key=lambda piece: (piece[0], -len(piece[1]))):
            self._add(start, words)
        self._starts = [stretch.start for stretch in self._stretches]

    def _add(self, start: int, words: str) -> None:
        last = self._stretches[-1] if self._stretches else None
        if last is None or start > last.end:
            self._stretches.append(Stretch(start, words))
        else:
            self._stretches[-1] = Stretch(last.start, last.words + words[last.end - start :])

    def __iter__(self) -> Iterator[Stretch]:
        return iter(self._stretches)

    def around(self, start: int, end: int) -> Stretch | None:
        """The stretch that holds the whole of `layer[start:end]`, or None if it is not in hand."""
        index = bisect_right(self._starts, start) - 1
        if index < 0 or self._stretches[index].end < end:
            return None
        return self._stretches[index]
