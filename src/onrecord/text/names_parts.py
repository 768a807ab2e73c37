"""A person's name is a handful of parts whose order, number and joints change from one record to the next.

What matters of a part is the role it plays: the person's own, an initial, a joint, a title that is no name at all.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import cache

from onrecord.text.names_forms import cut_by_forms
from onrecord.text.names_scripts import Script, plain, script_of
from onrecord.text.tables import rows

_JOINTS = re.compile(r"[\s\-‐‑–—·・‧•･,.;/_]+")
_SILENT = re.compile(r"['’‘ʼʻ`´\"“”\u0300-\u036f]|\([^)]*\)|（[^）]*）")
_DOTS = "·・‧•･"
_FATHERS = re.compile(r".{3,}(?:[oe]vi?t?ch|ichna|[oe]vna|[oe]vich|ович|евич|овна|евна|івна|йович|avich|evich)$")
_DOUBLE_SURNAMES = frozenset(re.findall("..", "欧阳歐陽司马司馬诸葛諸葛司徒上官东方東方皇甫尉迟尉遲公孙公孫令狐慕容"))
LONGEST_OWN = 4
"""A name in Chinese characters without a dot is read as surname and given name up to this length."""


class Role(Enum):
    """What a part of a name does."""

    NAME = "name"
    INITIAL = "initial"
    """One letter that stands for a name."""
    PATRONYMIC = "patronymic"
    """A Slavic father's name, which papers leave out at will."""
    MAYBE = "maybe"
    """A title in one language, a name in another (U, Don, Lama)."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a name as it is compared."""

    text: str
    """Small letters without accents, in its own script."""
    script: Script
    role: Role
    common: bool
    """True if so many people bear it that it singles out nobody."""
    own: bool = False
    """True for Chinese characters that are a Chinese name, read by pinyin; False for a foreign name written by ear."""


@dataclass(frozen=True, slots=True)
class ParsedName:
    """A name in parts, titles left off."""

    parts: tuple[Part, ...]
    suffix: str
    """`jr`, `ii` and so on; empty where there is none."""
    father: tuple[str, str] | None
    """(own name, father's name) where the name says so: `Ali bin Omar`."""
    dropped: tuple[str, ...]
    """Titles that were left off."""


@cache
def _kinds() -> dict[str, str]:
    return {row["word"]: row["kind"] for row in rows("name_words.tsv", key="word")}


def kind_of(word: str) -> str:
    """The kind that `data/name_words.tsv` gives a word; empty for all others."""
    return _kinds().get(word, "")


def parse(name: str) -> ParsedName:
    """The name's parts in the order in which they stand; a comma puts what stands before it at the end."""
    words = _words(_comma_last(unicodedata.normalize("NFKC", name)))
    kept = [word for word in words if kind_of(word) not in {"title", "legal"}] or words
    dropped = tuple(word for word in words if word not in kept)
    suffix = next((kind_word for kind_word in kept[1:] if kind_of(kind_word) == "suffix"), "")
    father = _father(kept)
    dotted = any(dot in name for dot in _DOTS)
    parts = tuple(part for word in _without_joints(kept) for part in _read(word, dotted=dotted))
    return ParsedName(parts, _suffix(suffix), father, dropped)


def _comma_last(name: str) -> str:
    before, comma, after = name.partition(",")
    if not comma or not after.strip() or kind_of(plain(after).strip(" .")) == "suffix" or "," in after:
        return name
    return f"{after} {before}"


def _words(name: str) -> list[str]:
    """The words in small letters; a short word in capitals among others in small letters is initials: `JC`."""
    mixed = any(char.islower() for char in name)
    found: list[str] = []
    for word in _JOINTS.split(_SILENT.sub("", name)):
        if not any(char.isalpha() for char in word):
            continue
        initials = mixed and word.isupper() and 2 <= len(word) <= 3 and word.isascii()
        small = plain(word)
        found += list(small) if initials and kind_of(small) == "" else [small]
    return found


def _suffix(word: str) -> str:
    return {"junior": "jr", "senior": "sr", "filho": "jr", "hijo": "jr"}.get(word, word)


def _father(words: list[str]) -> tuple[str, str] | None:
    """Own and father's name around the first `bin`."""
    for at, word in enumerate(words[1:-1], 1):
        if kind_of(word) in {"son", "daughter"}:
            after = [each for each in words[at + 1 :] if kind_of(each) not in {"particle", "servant"}]
            return (words[at - 1], after[0]) if after else None
    return None


def _without_joints(words: list[str]) -> list[str]:
    """Particles and `bin` left out; `Abd` left out where the name that it belongs to follows."""
    kept = []
    for at, word in enumerate(words):
        kind = kind_of(word)
        alone = at == 0 and len(words) == 2
        joint = kind in {"particle", "suffix"} or (kind in {"son", "daughter"} and not alone)
        if not joint and (kind != "servant" or at + 1 == len(words)):
            kept.append(word)
    return kept or words


def _read(word: str, *, dotted: bool) -> list[Part]:
    script = script_of(word)
    if script is Script.HAN:
        word = _untitled(word)
    if script in {Script.HAN, Script.TIBETAN} and (elements := cut_by_forms(word)):
        return [_part(element, script) for element in elements]
    if script is Script.HAN:
        return [_part(word, script)] if dotted else _chinese(word)
    if script is Script.HANGUL and 2 <= len(word) <= LONGEST_OWN:
        return [_part(word[:1], script), _part(word[1:], script)]
    if script is Script.ARABIC and word.startswith("ال") and len(word) > LONGEST_OWN:
        word = word[2:]
    if script is Script.LATIN and word.startswith(("abdul", "abdel", "abdal")) and len(word) > 8:
        word = word[5:]
    return [_part(word, script)]


@cache
def _titles() -> tuple[str, ...]:
    """The titles, longest first."""
    return tuple(sorted((each for each, kind in _kinds().items() if kind == "title"), key=len, reverse=True))


def _untitled(word: str) -> str:
    for title in _titles():
        if word.endswith(title) and len(word) > len(title) + 1:
            return word[: -len(title)]
    return word


def _chinese(word: str) -> list[Part]:
    if not 2 <= len(word) <= LONGEST_OWN:
        return [_part(word, Script.HAN)]
    cut = 2 if word[:2] in _DOUBLE_SURNAMES and len(word) > 2 else 1
    return [_part(word[:cut], Script.HAN, own=True), _part(word[cut:], Script.HAN, own=True)]


def _part(word: str, script: Script, *, own: bool = False) -> Part:
    kind = kind_of(word)
    role = Role.NAME
    if len(word) == 1 and script not in {Script.HAN, Script.HANGUL}:
        role = Role.INITIAL
    elif kind == "maybe":
        role = Role.MAYBE
    elif _FATHERS.fullmatch(word):
        role = Role.PATRONYMIC
    return Part(word, script, role, common=kind == "common", own=own)
