"""Which names an ask holds: persons, places that no list knows, and the spellings to look for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from onrecord.matching.lexicon import PLACE, found_in
from onrecord.model.agenda import Ask
from onrecord.text.deeds import deeds_in
from onrecord.text.places import NameKind, PlaceKind, mentions, place_of, places, resolve_all
from onrecord.text.tables import listed, rows

_NAME = re.compile(
    r"\b[A-ZÀ-Ž][\w'’\-]+(?:\s+(?:[A-Z]\.|al-[A-Z]\w+|(?:al|bin|ibn|de|da|van|der|el|la|abu)(?=\s+[A-Z])|[A-ZÀ-Ž][\w'’\-]+))+"
)


_PLACED = re.compile(
    r"\b(?:in|of|to|from|across|against|inside|throughout|with|on|into)\s+(?:the\s+)?([A-ZÀ-Ž][\w'’\-]+)"
)


def persons_in(body: str, *, personal: bool, known: Sequence[tuple[int, int]] = ()) -> tuple[str, ...]:
    """Names of two or more capitalised words that are no place, no institution and none of the `known` stretches.

    A leader's name stands for a country, unless the ask is about what happens to the person (`personal`).
    """
    people = {NameKind.OPPONENT, NameKind.LEADER} if personal else {NameKind.OPPONENT}
    taken = [(m.start, m.end) for m in mentions(body) if not {name.kind for name in m.names} <= people]
    found = []
    for match in _NAME.finditer(body):
        if _THE.search(body, 0, match.start()) and not _has_title(match.group()):
            continue
        words = _name_words(match, first=match.start() == 0)
        free = [word for word in words if not _taken([*taken, *known], word.start() + match.start())]
        titled = len(words) == 2 and words[0].group().lower() in _before_names()
        if (
            len(free) * 2 > len(words)
            and (len(free) > 1 or titled)
            and not any(w.group() in _institutions() for w in words)
        ):
            found.append(match.group()[words[0].start() : words[-1].end()].removesuffix("'s").removesuffix("’s"))
    return tuple(dict.fromkeys(found))


_THE = re.compile(r"\b[Tt]he\s+$")
"""Before a name: it is that of a thing ("the Global Compact"), unless an office stands in it."""


def _has_title(name: str) -> bool:
    return any(word.lower() in _before_names() for word in name.split())


def _name_words(match: re.Match[str], *, first: bool) -> list[re.Match[str]]:
    """The words of a name without what stands before it: a verb that opens the ask, a title, the name of a people."""
    words = list(re.finditer(r"\S+", match.group()))
    while len(words) > 2 and (
        words[0].group().lower() in _before_names() or resolve_all(words[0].group()) or (first and _is_deed(words[0]))
    ):
        words = words[1:]
        first = False
    return words


def _is_deed(word: re.Match[str]) -> bool:
    return bool(deeds_in(word.group()))


@cache
def _before_names() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("person_titles.tsv", key="word"))


def _taken(places: Sequence[tuple[int, int]], at: int) -> bool:
    return any(start <= at < end for start, end in places)


@cache
def _institutions() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("institution_words.tsv", key="word"))


def strange_places(ask: Ask, words: str) -> tuple[str, ...]:
    """Capitalised names of places, and sides, that no list knows; single words only."""
    sides = [side for side in (ask.raiser, ask.target) if side and not resolve_all(side)]
    named = [match[1].removesuffix("'s").removesuffix("’s") for match in _PLACED.finditer(words)]
    persons = " ".join(match.group() for match in _NAME.finditer(words))
    unknown = [name for name in named if name not in persons and not _is_known(name)]
    return tuple(dict.fromkeys([*sides, *unknown]))


def _is_known(word: str) -> bool:
    return word in _months() or word in _institutions() or bool(found_in(word) or resolve_all(word))


@cache
def _months() -> frozenset[str]:
    return frozenset(name for row in rows("months.tsv", key="month") for name in listed(row["names"]))


@cache
def listed_places() -> frozenset[str]:
    return frozenset(place.id for place in places())


@cache
def is_body(key: str) -> bool:
    """True for an organisation of states, which the gazetteer lists beside places."""
    ident = key.removeprefix(PLACE)
    return ident in listed_places() and place_of(ident).kind is PlaceKind.BODY


def plain_names(key: str) -> tuple[str, ...]:
    """The name of a target that also names something else (Georgia): against its own ask it is the target."""
    ident = key.removeprefix(PLACE)
    if ident not in listed_places():
        return ()
    return tuple(
        name.text
        for name in place_of(ident).names
        if name.shared and name.kind is NameKind.NAME and name.language == "en"
    )


def stem_of_place(name: str) -> str:
    """The part that a name shares with the word for its people: Kharzan, Kharzani; Valdoria, Valdorian."""
    return name[:-1] if name[-1] in "aeiouy" and len(name) > 4 else name


def spellings(name: str) -> list[tuple[str, bool]]:
    """The whole name in any case; for two or more Latin words also the last one, as written, if it is long enough."""
    last = name.rsplit(maxsplit=1)[-1]
    if last == name or len(last) < 5 or not last[0].isupper():
        return [(name, False)]
    return [(name, False), (last, True)]
