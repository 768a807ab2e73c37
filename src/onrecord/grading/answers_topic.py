"""An ask in English and a reporter's question in Chinese share no word: a glossary says what they have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

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
        body = _FORMULA.sub("", asked)
        return (self.home.search(body) or _HERE.search(body)) is not None and (
            _SUFFERS.search(body) is None or _ACCUSED.search(body) is not None
        )

    def _held(self, words: str) -> bool:
        return self.places.search(words) is not None and _HELD.search(words) is not None


_HELD = re.compile(
    r"拘押|关押|逮捕|被捕|羁押|拘留|在押|监禁|判刑|被判|判处|审理|庭审|开庭|宣判|开审|受审|释放|获释|保释|取保|探视|间谍|刑讯|案件|个案"
)


@lru_cache(maxsize=4096)
def topic_of(profile: Profile) -> Topic:
    """The topic of an ask, from its own words, its parent and the glossary (data/answer_glossary.tsv)."""
    ask = profile.ask
    text, parent = _ABOUT.split(f"{ask.text} {ask.object}", maxsplit=1)[0], ask.parent
    here, wide = _rows_of(text), _rows_of(parent)
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


_ABOUT = re.compile(
    r"\b(?:imposed|introduced|made|set|taken)? ?(?:over|because of|in response to|in retaliation for|on account of)\b",
    re.IGNORECASE,
)
"""What comes after is the occasion of the thing asked about, not the thing."""


_FORMULA = re.compile(
    r"(?:请问)?(?:中方|中国政府|中国外交部|外交部|发言人|你)?(?:是否)?(?:对此|就此|对于此事|如何看待|对[^，。？]{0,24})?"
    r"(?:有何|有什么|作何|如何)(?:进一步)?(?:评论|回应|看法|反应|评价)[^。？]*"
)
"""How a question ends, whatever it is about: "中方对此有何评论？"."""


_SUFFERS = re.compile(
    r"(?:(?<![反面])对|针对|打压|遏制|制裁|封锁|限制|阻止|调查)(?:中国|华|中方|中企|中资)|实体清单|黑名单|(?:中国|中方|中资|中企)[^，。；]{0,12}(?:遭受|遭到|受害|被[^，。]{0,6}(?:制裁|列入|打压|逮捕|遣返|盘查))"
)
"""The target as the one to whom something is done: the conduct in question is another's."""

_HERE = re.compile(r"在华|来华|访华|对华|涉华|驻华|赴华|我国|中国大陆|[一二]?国两制")
"""China in a word with another, in which its name does not stand."""

_ACCUSED = re.compile(
    r"指责|批评|谴责|关切|担忧|呼吁|敦促|要求中|希望中|抗议|侵犯|违反|镇压|回应[^。]{0,8}禁|作为对|取消|解除|中方(?!企业)[^，。；]{0,10}(?:宣布|实施|制裁|采取|反制|禁止|决定|计划|是否|会否)"
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


_WITH = re.compile(r"\bwith (?:the )?$", re.IGNORECASE)
"""A partner of talks, and one to be influenced, is not where the object lies."""


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
    return inside | around | disputed


def _is_disputed(idents: frozenset[str]) -> bool:
    return any(place_of(ident).kind is PlaceKind.REGION and not place_of(ident).within for ident in idents)


def _named(text: str) -> Iterator[str]:
    for mention in mentions(text):
        if _WITH.search(text[: mention.start]) is None:
            meant = {name.place for name in mention.names if not _is_body(name.place)}
            yield from meant if len(meant) == 1 else ()


def _is_body(ident: str) -> bool:
    return place_of(ident).kind is PlaceKind.BODY and ident != "EU"


@lru_cache(maxsize=1)
def _listed() -> frozenset[str]:
    """The ids of the gazetteer; an ask may name places that no list knows."""
    return frozenset(place.id for place in places())


def _places(idents: frozenset[str]) -> re.Pattern[str]:
    forms = [
        name.text
        for ident in sorted(idents & _listed())
        for name in names_of(ident, with_regions=True)
        if _HAN.search(name.text)
    ]
    shorts = [form[0] for form in forms if len(form) == _SIDE and form[1] == "方"]
    return _any_of(
        forms + [pair for short in shorts for pair in (f"中{short}", f"对{short}", f"{short}外长", f"{short}籍")]
    )


_SIDE = 2
"""Characters of a side's short name (`印方`), from which its pair with China is made (`中印`)."""


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
