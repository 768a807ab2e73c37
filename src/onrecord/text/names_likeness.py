"""Two parts of names are alike for a reason that can be named, or they are not alike."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache

from onrecord.text.names_aligned import surprise
from onrecord.text.names_chinese import is_pinyin, pinyin_of, readings, simplified
from onrecord.text.names_forms import kind_of_row, rows_of
from onrecord.text.names_parts import Part, Role
from onrecord.text.names_scripts import Script, romanise
from onrecord.text.names_sounds import VOWELS, distance, key, skeleton
from onrecord.text.tables import rows

_ABJADS = frozenset({Script.ARABIC, Script.TIBETAN, Script.OTHER})
HEARD_BARS = {Script.HAN: (9.0, 15.0), Script.ARABIC: (7.0, 12.5)}
"""Surprise up to the first is a sure rendering by ear, above the second none (see `names_aligned.surprise`). Set on
the parts that the tables were made from: there six in a hundred proposals for Chinese and two for Arabic were wrong
among parts with the same initial and as many signs."""
PER_LETTER = 0.25
"""How much two parts may differ for each letter of the shorter one before they are different names."""
MOST_DIFFERENT = 1.8


class Likeness(Enum):
    """Why two parts of names may be one; `sure` ones are rules of spelling, the others are guesses."""

    EXACT = "the same letters"
    FORM = "a listed spelling of the same name"
    SPELLING = "the same sound in another spelling"
    SCRIPT = "the same sound in another script"
    READING = "a reading of the Chinese characters"
    HEARD = "a rendering by ear in another script"
    NICKNAME = "a familiar form of the same name"
    COUSIN = "forms of one name in two languages"
    INITIAL = "a name and an initial for it"
    SLIP = "near, as a slip of the pen is"


SURE = frozenset({Likeness.EXACT, Likeness.FORM, Likeness.SPELLING, Likeness.SCRIPT, Likeness.READING})
_SIMILARITY = {
    Likeness.EXACT: 1.0, Likeness.FORM: 0.97, Likeness.SPELLING: 0.95, Likeness.SCRIPT: 0.93, Likeness.READING: 0.95,
    Likeness.NICKNAME: 0.85, Likeness.COUSIN: 0.85, Likeness.INITIAL: 0.7,
}  # fmt: skip
_GUESSES = {"nickname": Likeness.NICKNAME, "cousin": Likeness.COUSIN}


@dataclass(frozen=True, slots=True)
class Match:
    """A likeness and how near it is, from 0 to 1."""

    likeness: Likeness
    similarity: float


@lru_cache(maxsize=4096)
def match(one: Part, other: Part) -> Match | None:
    """How two parts are alike; None where they are different names. The order of the two does not matter."""
    if Role.INITIAL in {one.role, other.role}:
        return _initial(one, other)
    if _spelled(one) == _spelled(other) and one.script is other.script:
        return _said(Likeness.EXACT)
    kinds = {kind_of_row(name) for name in rows_of(one.text) & rows_of(other.text)}
    if kinds - set(_GUESSES):
        return _said(Likeness.FORM)
    if kinds and key(_latin(one)) != key(_latin(other)):
        return _said(max((_GUESSES[kind] for kind in kinds), key=lambda guess: guess.name == "COUSIN"))
    if one.script is other.script is Script.HANGUL:
        return None
    if Script.HAN in {one.script, other.script}:
        return _chinese(one, other)
    return _by_sound(one, other)


def _said(likeness: Likeness) -> Match:
    return Match(likeness, _SIMILARITY[likeness])


def _spelled(part: Part) -> str:
    return simplified(part.text) if part.script is Script.HAN else part.text


def _initial(one: Part, other: Part) -> Match | None:
    """An initial stands for any part that begins with its letter or its sound, a lone initial for itself."""
    first, second = (key(_latin(part))[:1] or part.text[:1] for part in (one, other))
    same = one.text[:1] == other.text[:1] if one.script is other.script else first == second
    if not same:
        return None
    return _said(Likeness.EXACT if one.role is other.role else Likeness.INITIAL)


@lru_cache(maxsize=4096)
def _latin(part: Part) -> str:
    if part.script is Script.HAN:
        return pinyin_of(part.text)
    said = romanise(part.text)
    return said.replace("eo", "o").replace("eu", "u") if part.script is Script.HANGUL else said


def _chinese(one: Part, other: Part) -> Match | None:
    """At least one is written in Chinese characters."""
    if one.script is other.script:
        heard = not one.own and not other.own and _latin(one) and _latin(one) == _latin(other)
        return _said(Likeness.SPELLING) if heard else None
    han, foreign = (one, other) if one.script is Script.HAN else (other, one)
    latin = romanise(foreign.text)
    if latin in readings(han.text):
        return _said(Likeness.READING)
    return None if han.own else _heard(latin, han.text, Script.HAN)


def _heard(latin: str, signs: str, script: Script) -> Match | None:
    sure, last = HEARD_BARS[script]
    found = surprise(latin, signs, script)
    if found > last:
        return None
    return Match(Likeness.HEARD, min(0.95, 0.95 - 0.35 * (found - sure) / (last - sure)))


def _by_sound(one: Part, other: Part) -> Match | None:
    across = one.script is not other.script
    first, second = key(_latin(one)), key(_latin(other))
    if first == second and first:
        return _said(Likeness.SCRIPT if across else Likeness.SPELLING)
    if across and Script.ARABIC in {one.script, other.script}:
        arabic, foreign = (one, other) if one.script is Script.ARABIC else (other, one)
        return _heard(romanise(foreign.text), arabic_letters(arabic.text), Script.ARABIC)
    vowelless = across and ({one.script, other.script} & _ABJADS)
    if vowelless and len(skeleton(first)) > 1 and skeleton(first) == skeleton(second):
        return _said(Likeness.SCRIPT)
    near = _near(first, second, across=across)
    if near is None or not _known_apart(one, other):
        return near
    return Match(Likeness.SLIP, near.similarity) if near.likeness is Likeness.SPELLING else None


def arabic_letters(text: str) -> str:
    """Persian, Urdu and Uyghur letters as Arabic writes the same sound."""
    return text.translate(str.maketrans("پگکیچژہھےەۇ", "بغكيشجههيهو"))


@cache
def _known() -> frozenset[str]:
    """Parts that many people bear in this spelling."""
    return frozenset(row["part"] for row in rows("name_known.tsv", key="part"))


def _known_apart(one: Part, other: Part) -> bool:
    """True for two known names, or two names in pinyin: neither is then a slip for the other."""
    listed = all(rows_of(part.text) or part.text in _known() for part in (one, other))
    return listed or (one.script is other.script and is_pinyin(one.text) and is_pinyin(other.text))


def _near(first: str, second: str, *, across: bool) -> Match | None:
    shorter = min(len(first), len(second))
    bound = min(MOST_DIFFERENT, (shorter if shorter > 3 else shorter * 0.7) * PER_LETTER) + (0.4 if across else 0.0)
    cost = distance(*sorted((first, second)))
    if cost > bound or not shorter:
        return None
    same_ending = (first[-1] in VOWELS) == (second[-1] in VOWELS)
    vowels_only = same_ending and skeleton(first) == skeleton(second) and len(skeleton(first)) > 1 and cost <= 0.7
    if vowels_only:
        return Match(Likeness.SCRIPT if across else Likeness.SPELLING, 0.9)
    return Match(Likeness.SLIP, max(0.5, 1.0 - 1.2 * cost / max(len(first), len(second))))
