"""An ask in English and a reporter's question in Chinese share no word: a glossary says what they have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from onrecord.grading.answers_turns import turn
from onrecord.model.profile import Profile
from onrecord.text.names_chinese import syllables
from onrecord.text.places import PlaceKind, mentions, names_of, place_of, places, resolve_all
from onrecord.text.tables import listed, rows

_HAN = re.compile(r"[㐀-鿿]")
_NOTHING = re.compile(r"(?!)")
PLACE = "place:"


@dataclass(frozen=True, slots=True)
class Topic:
    """What an ask is about, as Chinese words would tell it."""

    names: re.Pattern[str]
    """Persons of the ask whose names pinyin spells."""
    persons: bool
    """True if the ask is for named persons: they stand for its object."""
    places: re.Pattern[str]
    """Places that a question about the object names; matches nothing where `anywhere`."""
    anywhere: bool
    """True if the object lies in no place but the target's own."""
    own: tuple[re.Pattern[str], ...]
    """Words of each topic of the object that tell it by themselves."""
    weak: tuple[re.Pattern[str], ...]
    """Words of each topic that tell it only beside a place or another topic."""
    wide: tuple[re.Pattern[str], ...]
    """Words of the parent topic."""
    home: re.Pattern[str]
    """Names of the target."""
    at_home: bool
    """True if the object lies in a region of the target's own, so that a question need not name the target."""

    @property
    def is_known(self) -> bool:
        """True if a question in Chinese can be held against the ask at all."""
        return self.persons or bool(self.own or self.weak)

    def names_it(self, words: str) -> bool:
        """True if the words name a person of the ask, or one of the raiser's people who is held."""
        return self.names.search(words) is not None or (self.persons and self._held(words))

    def meets(self, words: str) -> bool:
        """True if the words are about the object: its topic, and its place where it has one."""
        if self.persons:
            return self.names_it(words)
        own, weak = _count(self.own, words), _count(self.weak, words)
        if self.anywhere:
            return bool(own) or weak >= min(2, max(1, len(self.weak)))
        return self.places.search(words) is not None and (bool(own) or bool(weak))

    def at_place(self, words: str) -> bool:
        """True if the words name a place that the object lies in, other than the target's own."""
        return not self.anywhere and self.places.search(words) is not None

    def on_topic(self, words: str) -> bool:
        """True if the words hold a word of the object or of its parent topic, wherever it is."""
        return any(form.search(words) for form in (*self.own, *self.weak, *self.wide))

    def charges(self, asked: str) -> bool:
        """True if the question is about the target's own conduct: it names it, not only to ask for its comment."""
        if self.at_home or self.persons:
            return True
        body = turn("closing_formula").sub("", asked)
        return (self.home.search(body) or turn("here").search(body)) is not None and (
            turn("suffers").search(body) is None or turn("accused").search(body) is not None
        )

    def _held(self, words: str) -> bool:
        return self.places.search(words) is not None and turn("held").search(words) is not None


@lru_cache(maxsize=4096)
def topic_of(profile: Profile) -> Topic:
    """The topic of an ask, from its own words, its parent and the glossary (data/answer_glossary.tsv)."""
    ask = profile.ask
    whole, parent = f"{ask.text} {ask.object}", ask.parent
    text = turn("occasion").split(whole, maxsplit=1)[0]
    here, wide = _rows_of(text) or _rows_of(whole), _rows_of(parent)
    places = _places_of(profile, text, parent) & _listed()
    return Topic(
        names=_names(profile),
        persons=bool(profile.persons),
        places=_places(places),
        anywhere=not places,
        own=tuple(row.zh for row in here if row.strong),
        weak=tuple(row.zh for row in here if not row.strong),
        wide=tuple(row.zh for row in wide),
        home=_places(frozenset(place.id for place in resolve_all(ask.target))),
        at_home=_is_home(profile, places),
    )


def _is_home(profile: Profile, places: frozenset[str]) -> bool:
    target = {place.id for place in resolve_all(profile.ask.target)}
    return any(place_of(ident).within in target or ident in _CLAIMED for ident in places)


_CLAIMED = frozenset({"TW", "HK"})
"""Places with a code of their own that a target speaks of as its own."""


def _count(forms: tuple[re.Pattern[str], ...], words: str) -> int:
    return sum(form.search(words) is not None for form in forms)


@dataclass(frozen=True, slots=True)
class _Row:
    en: re.Pattern[str]
    zh: re.Pattern[str]
    strong: bool


@cache
def _glossary() -> tuple[_Row, ...]:
    return tuple(
        _Row(
            re.compile("|".join(map(_english, listed(row["words"]))), re.IGNORECASE),
            _any_of(listed(row["zh"])),
            row["weight"] == "topic",
        )
        for row in rows("answer_glossary.tsv", key="words")
    )


def _english(form: str) -> str:
    return rf"\b{re.escape(form.removesuffix('*'))}" + (r"\w*" if form.endswith("*") else r"\b")


def _any_of(forms: tuple[str, ...] | list[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(forms, key=len, reverse=True)))) if forms else _NOTHING


def _rows_of(text: str) -> list[_Row]:
    return [row for row in _glossary() if row.en.search(text)]


def _places_of(profile: Profile, text: str, parent: str) -> frozenset[str]:
    """Ids of places of which a question about the object names one; empty where it lies in the target's own."""
    target = {place.id for place in resolve_all(profile.ask.target)}
    if profile.persons:
        raisers = frozenset(key.removeprefix(PLACE) for key in profile.raiser)
        return raisers | frozenset([*_named(text), *_named(parent)]) - target
    inside = frozenset(_named(text)) - target
    around = frozenset(_named(parent)) - target
    if not inside:
        return around
    if any(ident.isupper() and ident not in {"HK", "TW"} for ident in inside):
        return inside
    # A region is also spoken of by its state's name, and by the parent's.
    raisers = frozenset(key.removeprefix(PLACE) for key in profile.raiser)
    disputed = raisers if len(raisers) == 1 and _is_disputed(inside) else frozenset[str]()
    return inside | around | disputed | frozenset(place_of(ident).within for ident in inside) - target - {""}


def _is_disputed(idents: frozenset[str]) -> bool:
    return any(place_of(ident).kind is PlaceKind.REGION and not place_of(ident).within for ident in idents)


def _named(text: str) -> Iterator[str]:
    for mention in mentions(text):
        if turn("partner").search(text[: mention.start]) is None:
            meant = {name.place for name in mention.names if not _is_body(name.place)}
            yield from meant if len(meant) == 1 else ()


def _is_body(ident: str) -> bool:
    return place_of(ident).kind is PlaceKind.BODY and ident != "EU"


@lru_cache(maxsize=1)
def _listed() -> frozenset[str]:
    """The ids of the gazetteer; an ask may name places that no list knows."""
    return frozenset(place.id for place in places())


def _places(idents: frozenset[str]) -> re.Pattern[str]:
    forms: list[str] = []
    for ident in sorted(idents & _listed()):
        own = [name.text for name in names_of(ident, with_regions=True) if _HAN.search(name.text)]
        sides = [form for form in own if len(form) == _SIDE and form[1] == "方"]
        if not sides and own and ident.isupper():
            sides = [f"{own[0][0]}方"]
        pairs = [pair for side in sides for pair in (f"中{side[0]}", f"对{side[0]}", f"{side[0]}外长", f"{side[0]}籍")]
        forms += [*own, *sides, *pairs]
    return _any_of(forms)


_SIDE = 2
"""Characters of a side's short name (`印方`), from which its pair with China is made (`中印`).

A state without one in the lists is called by the first character of its name (挪威 → `挪方`).
"""


def _names(profile: Profile) -> re.Pattern[str]:
    """Names in pinyin as any characters with these readings, family name first or last."""
    forms = [re.escape(name) for name in profile.names if _HAN.search(name)]
    for name in profile.persons:
        parts = [syllables(part.lower()) for part in re.split(r"[\s-]+", name)]
        if len(parts) in {2, 3} and all(parts):
            forms += _spelled(parts)
    return re.compile("|".join(forms)) if forms else _NOTHING


def _spelled(parts: list[tuple[str, ...]]) -> Iterator[str]:
    for order in (parts, [*parts[1:], parts[0]]):
        sounds = [_characters().get(sound, "") for part in order for sound in part]
        if all(sounds):
            yield "".join(f"[{chars}]" for chars in sounds)


@cache
def _characters() -> dict[str, str]:
    return {row["pinyin"]: row["characters"].replace(" ", "") for row in rows("name_pinyin.tsv", key="pinyin")}
