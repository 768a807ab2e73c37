"""Many names are looked for in one pass, and a name is found only where a reader would see it as a word.

An alphabetic term needs a word boundary on both sides (a final `*` lifts the one on the right); a Chinese or Tibetan
one does not, since these scripts write no spaces. Matching is on folded text (`onrecord.text.folding`), so the hits'
offsets are mapped back to the layer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from onrecord.text.folding import Folded, fold


@dataclass(frozen=True, slots=True)
class Term:
    """Words to look for, and what they stand for."""

    text: str
    """As a reader writes it; a final `*` stands for any ending of the word."""
    key: str
    cased: bool = False
    """True where only this capitalisation counts: `US` is not `us`."""


class Hit(NamedTuple):
    """A term found at `layer[start:end]`. A tuple, since a record holds millions of them."""

    start: int
    end: int
    key: str


in_order = attrgetter("start", "end", "key")
"""Sorts hits by their place."""


class TermMatcher:
    """An automaton over terms; built once, used on any number of texts, without state of its own."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._entries: list[tuple[bool, list[Term]]] = []
        patterns: dict[str, int] = {}
        for term in terms:
            open_end = term.text.endswith("*")
            folded = fold(term.text.rstrip("*").strip()).text
            if not folded:
                continue
            pattern = folded + ("*" if open_end else "")
            if pattern not in patterns:
                patterns[pattern] = len(self._entries)
                self._entries.append((open_end, []))
            self._entries[patterns[pattern]][1].append(term)
        self._automaton = AhoCorasick([pattern.rstrip("*") for pattern in patterns]) if patterns else None

    def hits(self, layer: str, folded: Folded | None = None) -> list[Hit]:
        """Every term found, by place; of overlapping hits with one key only the longest."""
        if self._automaton is None:
            return []
        folded = fold(layer) if folded is None else folded
        text, kept_places = folded.text, folded.shifts is None
        found: list[Hit] = []
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            # The first test is half of `_joins`: made here, it spares a call for nearly every match.
            if start and text[start - 1].isalnum() and _joins(text, start):
                continue
            open_end, terms = self._entries[index]
            stop = _word_end(text, end) if open_end else end
            if not open_end and _joins(text, end):
                continue
            at, until = (start, stop) if kept_places else folded.span(start, stop)
            for term in terms:
                if not term.cased or _same_case(term, layer, at):
                    found.append(Hit(at, until, term.key))
        return _longest(found)

    def bare_pass(self, folded: Folded) -> int:
        """How often the automaton alone finds any of the words, inside others too: what a measurement compares with."""
        if self._automaton is None:
            return 0
        return len(self._automaton.find_matches_as_indexes(folded.text, overlapping=True))


def _joins(text: str, at: int) -> bool:
    """True if the characters before and at `at` belong to one alphabetic word."""
    if at == 0 or at >= len(text) or not text[at].isalnum():
        return False
    before, after = text[at - 1], text[at]
    return before.isalnum() and not (_unspaced(before) or _unspaced(after))


def _unspaced(char: str) -> bool:
    """True for scripts that write no space between words: Chinese, Japanese, Thai, Lao, Tibetan, Burmese, Khmer."""
    return (
        "\u0e00" <= char <= "\u109f"
        or "\u1780" <= char <= "\u17ff"
        or "\u2e80" <= char <= "\u9fff"
        or "\uf900" <= char <= "\ufaff"
    )


def _word_end(text: str, at: int) -> int:
    while at < len(text) and text[at].isalnum() and not _unspaced(text[at]):
        at += 1
    return at


def _same_case(term: Term, layer: str, at: int) -> bool:
    written = term.text.rstrip("*")
    if layer[at].isupper() is not written[0].isupper():
        return False
    found = layer[at : at + len(written)]
    return found == written or [char.isupper() for char in found] == [char.isupper() for char in written]


def _longest(found: list[Hit]) -> list[Hit]:
    """Of hits with one key that overlap, the longest (the first of equals)."""
    found.sort(key=lambda hit: (hit.start, -hit.end))
    kept: list[Hit] = []
    last: dict[str, int] = {}
    for hit in found:
        held = kept[last[hit.key]] if hit.key in last else None
        if held is None or hit.start >= held.end:
            last[hit.key] = len(kept)
            kept.append(hit)
        elif hit.end - hit.start > held.end - held.start:
            kept[last[hit.key]] = hit
    kept.sort()
    return kept
