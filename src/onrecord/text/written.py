"""Names that count only as they are written are found in one pass, the longest at each place, whole words alone.

A name in ASCII letters needs no letter or digit at either side; any other only must not follow a Chinese character
(外交部 is not the one of 美国外交部).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick


class WrittenNames:
    """An automaton over names; built once, used on any number of texts, without state of its own."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(dict.fromkeys(names))
        self._automaton = AhoCorasick(self._names)

    def found(self, text: str) -> Iterator[tuple[int, str]]:
        """(start, name) of the names in order; of overlapping ones the first, and of those at one place the longest."""
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        done = 0
        for start, until, index in sorted((start, -end, index) for index, start, end in hits):
            if start >= done and _stands_alone(text, start, -until, ascii_name=self._names[index].isascii()):
                done = -until
                yield start, self._names[index]


def _stands_alone(text: str, start: int, end: int, *, ascii_name: bool) -> bool:
    before = text[start - 1 : start]
    if not ascii_name:
        return not "㐀" <= before <= "鿿"
    return not before.isalnum() and not text[end : end + 1].isalnum()
