"""A name can harm the person who bears it, in whatever script, spacing or case it is written.

Names are looked for in the letters and digits of a text alone: case, accents, punctuation, white space and
invisible characters are passed over, so that `Ana  Réyes-Lund`, `ANA REYES LUND` and `ana-reyes-lund` are one
name. Where it is doubtful whether a word is part of a protected name, it is withheld. A spelling that a case
does not give as a variant (another transliteration, a nickname) cannot be found: the agenda has to list it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from urllib.parse import unquote

from onrecord.text.tables import rows

MARKER = "[name withheld]"
"""What stands in an output in the place of a name."""
LINK_MARKER = "[link withheld]"
"""What stands in an output in the place of an address that spells a name."""
MASK = "\ufdd0"
"""Stands for one withheld character while places are still counted; Unicode keeps it out of all texts."""

_SURE_LENGTH = 8
"""A name of at least so many letters is withheld inside a longer word too (`#freeanareyes`)."""
_PART_LENGTH = 4
"""A part of a name with fewer letters is too common to be withheld alone."""
_EDGE_LENGTH = 3
"""A name that is cut off by the edge of a text is withheld from so many letters on (1 in Chinese)."""
_ROUNDS = 4
"""An address that is percent-encoded more often than this is withheld unread."""

_Letters = tuple[str, list[int]]
_Span = tuple[int, int]


class Names:
    """Names to withhold; `spare` are names that may be shown although they share a part with one."""

    def __init__(self, names: Iterable[str], *, spare: Iterable[str] = ()) -> None:
        written = list(names)
        self._whole = sorted({letters for name in written if (letters := _letters(name)[0])}, key=len, reverse=True)
        self._spare = sorted({letters for name in spare if (letters := _letters(name)[0])}, key=len, reverse=True)
        self._parts = sorted({part for name in written for part in _parts(name)} - set(self._whole))

    def __bool__(self) -> bool:
        return bool(self._whole)

    def may_stand_in(self, text: str) -> bool:
        """False only if `spans` finds nothing in the text's own letters; several times as fast, for whole corpora."""
        folded = text.translate(_FOLDED)
        return any(name in folded for name in self._whole) or any(part in folded for part in self._parts)

    def named_in(self, text: str) -> bool:
        """True if a whole name stands in the text, in any spelling that the module's claim covers."""
        letters = _letters(text)
        return any(True for _ in _found(self._whole, letters, text))

    def spans(self, text: str, *, cut: bool = False) -> list[_Span]:
        """Where names and their parts stand, in order and without overlap.

        If the text is `cut` out of a longer one, the beginning of a name at its end, and the end of one at
        its beginning, count too.
        """
        if not self._whole:
            return []
        letters = _letters(text)
        spared = list(_found(self._spare, letters, text))
        spans = list(_found(self._whole, letters, text))
        spans += self._edges(letters, text) if cut else ()
        spans += (place for place in _encoded(text) if self.in_address(text[slice(*place)]))
        spans += [span for span in _found(self._parts, letters, text) if not _within(span, spared)]
        return _joined(spans)

    def withheld(self, text: str) -> str:
        """The text with `MARKER` for each name."""
        return readable(masked(text, self.spans(text)))

    def in_address(self, address: str) -> bool:
        """True if the address spells a name or a part of one, percent-encoded or in punycode too."""
        if not self._whole:
            return False
        spellings = _spellings(address)
        return len(spellings) > _ROUNDS or any(
            next(_found(self._whole + self._parts, _letters(spelling), spelling), None) for spelling in spellings
        )

    def _edges(self, letters: _Letters, text: str) -> Iterator[_Span]:
        folded, places = letters
        for name in self._whole:
            least = 1 if _unspaced(name[0]) else _EDGE_LENGTH
            for size in range(min(len(name) - 1, len(folded)), least - 1, -1):
                if folded.startswith(name[-size:]) and not _runs_on(text, places[size - 1] + 1):
                    yield 0, places[size - 1] + 1
                if folded.endswith(name[:size]) and not _runs_on(text, places[-size]):
                    yield places[-size], places[-1] + 1


def masked(text: str, spans: Iterable[_Span]) -> str:
    """The text with every character in the spans as `MASK`; its length is kept."""
    text = text.replace(MASK, "\ufffd")
    for start, end in spans:
        text = text[:start] + MASK * (end - start) + text[end:]
    return text


def readable(text: str) -> str:
    """A masked text with `MARKER` in the place of each withheld stretch."""
    return re.sub(f"{MASK}+", MARKER, text)


def _letters(text: str) -> _Letters:
    """The folded letters and digits of a text, and the place of each in it."""
    letters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for folded in _fold(char):
            letters.append(folded)
            places.append(place)
    return "".join(letters), places


@cache
def _fold(char: str) -> str:
    compatible = unicodedata.normalize("NFKC", char).casefold()
    return "".join(letter for letter in unicodedata.normalize("NFKD", compatible) if letter.isalnum())


class _Folded(dict[int, str]):
    """`_fold` for `str.translate`, filled as it is used."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold(chr(code))
        return folded


_FOLDED = _Folded()


def _found(names: list[str], letters: _Letters, text: str) -> Iterator[_Span]:
    folded, places = letters
    for name in names:
        at = folded.find(name)
        while at >= 0:
            start, end = places[at], places[at + len(name) - 1] + 1
            if _stands_alone(name, text, start, end):
                yield start, end
            at = folded.find(name, at + 1)


def _stands_alone(name: str, text: str, start: int, end: int) -> bool:
    """True unless a short alphabetic name is only a stretch of a longer word."""
    if len(name) >= _SURE_LENGTH or _unspaced(name[0]):
        return True
    return not (_runs_on(text, start) or _runs_on(text, end))


def _runs_on(text: str, place: int) -> bool:
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    if not (before.isalpha() and after.isalpha()) or _unspaced(before) or _unspaced(after):
        return False
    return not (before.islower() and after.isupper())


def _unspaced(char: str) -> bool:
    """True for a script that writes no spaces between words: Chinese, Japanese, Thai, Tibetan, Khmer."""
    return (
        "\u0e00" <= char <= "\u109f"
        or "\u1780" <= char <= "\u17ff"
        or "\u2e80" <= char <= "\u9fff"
        or char > "\U00020000"
    )


def _parts(name: str) -> Iterator[str]:
    words = re.split(r"[\W_]+", name)
    if len([word for word in words if word]) < 2:
        return
    for word in words:
        part = _letters(word)[0]
        enough = 2 if part and _unspaced(part[0]) else _PART_LENGTH
        if len(part) >= enough and part not in _titles():
            yield part


@cache
def _titles() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("person_titles.tsv", key="word"))


def _within(span: _Span, spared: list[_Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spared)


def _joined(spans: list[_Span]) -> list[_Span]:
    """The spans in order, those that touch or overlap made one."""
    joined: list[_Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _encoded(text: str) -> Iterator[_Span]:
    """The places of words that are written as addresses write foreign letters."""
    if "%" in text or "xn--" in text:
        yield from (word.span() for word in re.finditer(r"\S+", text) if "%" in word[0] or "xn--" in word[0])


def _spellings(address: str) -> list[str]:
    spellings = [address]
    while len(spellings) <= _ROUNDS and (plain := unquote(spellings[-1])) != spellings[-1]:
        spellings.append(plain)
    hosts = re.findall(r"xn--([a-z0-9-]+)", address.casefold())
    return spellings + [decoded for host in hosts if (decoded := _punycode(host))]


def _punycode(label: str) -> str:
    try:
        return label.encode("ascii").decode("punycode")
    except UnicodeError:
        return ""
