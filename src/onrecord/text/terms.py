"""Many names are looked for in one pass, and a name is found only where a reader would see it as a word.

An alphabetic term needs a word boundary on both sides (a final `*` lifts the one on the right); a Chinese or Tibetan
one does not, since these scripts write no spaces. Matching is on folded text (`onrecord.text.folding`), so the hits'
offsets are mapped back to the layer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

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


@dataclass(frozen=True, slots=True)
class Hit:
    """A term found at `layer[start:end]`."""

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
        text = folded.text
        found: list[Hit] = []
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            open_end, terms = self._entries[index]
            if _inside_word(text, start, end, open_end=open_end):
                continue
            stop = _word_end(text, end) if open_end else end
            at, until = folded.span(start, stop)
            found += [Hit(at, until, term.key) for term in terms if not term.cased or _same_case(term, layer, at)]
        return _longest(found)


def _inside_word(text: str, start: int, end: int, *, open_end: bool) -> bool:
    if _joins(text, start):
        return True
    return not open_end and _joins(text, end)


def _joins(text: str, at: int) -> bool:
    """True if the characters before and at `at` belong to one alphabetic word."""
    if at == 0 or at >= len(text):
        return False
    before, after = text[at - 1], text[at]
    return before.isalnum() and after.isalnum() and not (_unspaced(before) or _unspaced(after))


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
    return [char.isupper() for char in layer[at : at + len(written)]] == [char.isupper() for char in written]


def _longest(found: list[Hit]) -> list[Hit]:
    """Of hits with one key that overlap, the longest (the first of equals)."""
    found.sort(key=lambda hit: (hit.key, hit.start, hit.start - hit.end))
    kept: list[Hit] = []
    for hit in found:
        if kept and kept[-1].key == hit.key and hit.start < kept[-1].end:
            if hit.end - hit.start > kept[-1].end - kept[-1].start:
                kept[-1] = hit
            continue
        kept.append(hit)
    return sorted(kept, key=in_order)
