"""A name keeps its sound when it changes its script, and loses some of it: what comes out here is near, not exact.

Letters go by `data/name_letters.tsv`; where Unicode names a sign by its sound (kana, Hangul, Ethiopic, the Indic
scripts, Tibetan), its name is the table.
"""

from __future__ import annotations

import unicodedata
from enum import Enum
from functools import cache, lru_cache

from onrecord.text.tables import rows


class Script(Enum):
    """What a part of a name is written in, as far as it matters for reading it."""

    LATIN = "latin"
    HAN = "han"
    """Chinese characters, wherever used."""
    KANA = "kana"
    HANGUL = "hangul"
    ARABIC = "arabic"
    """Arabic letters of any language."""
    CYRILLIC = "cyrillic"
    TIBETAN = "tibetan"
    OTHER = "other"
    """Any other alphabet, read letter by letter."""


_BY_WORD = {
    "LATIN": Script.LATIN, "CJK": Script.HAN, "HIRAGANA": Script.KANA, "KATAKANA": Script.KANA,
    "HANGUL": Script.HANGUL, "ARABIC": Script.ARABIC, "CYRILLIC": Script.CYRILLIC, "TIBETAN": Script.TIBETAN,
}  # fmt: skip
_VOWELLESS = ("VIRAMA", "HALANTA", "VOWEL SIGN")
_HANGUL_START = (
    "g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h",
)  # fmt: skip
_HANGUL_VOWEL = (
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu",
    "ui", "i",
)  # fmt: skip
_HANGUL_END = (
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t",
    "t", "k", "t", "p", "h",
)  # fmt: skip


@cache
def _letters() -> dict[str, str]:
    return {row["letter"]: row["latin"] for row in rows("name_letters.tsv", key="letter")}


@lru_cache(maxsize=4096)
def _sign(char: str) -> str:
    """Unicode's name of a character; empty where it has none."""
    return unicodedata.name(char, "")


def script_of(text: str) -> Script:
    """The script of the first letter; kana anywhere makes it Japanese. `OTHER` where there is no letter."""
    found = [_BY_WORD.get(_sign(char).split(" ", 1)[0].split("-")[0], Script.OTHER) for char in text if char.isalpha()]
    if Script.KANA in found:
        return Script.KANA
    return found[0] if found else Script.OTHER


def plain(text: str) -> str:
    """Small letters without accents or marks: `Đặng` → `dang`, `Müller` → `muller`. Other scripts stay."""
    letters = _letters()
    bare = unicodedata.normalize("NFD", text.lower())
    kept = (char for char in bare if not (unicodedata.combining(char) and char < "\u0370"))
    composed = unicodedata.normalize("NFC", "".join(kept))
    return "".join(letters.get(char, char) if _sign(char).startswith("LATIN") else char for char in composed)


def romanise(text: str) -> str:
    """A word of one script in Latin small letters, as near as its letters tell; Chinese characters are left out.

    >>> romanise("Лавров"), romanise("バラク"), romanise("정은")
    ('lavrov', 'baraku', 'jeongeun')
    """
    said: list[str] = []
    letters = _letters()
    word = plain(text)
    at = 0
    while at < len(word):
        if word[at : at + 2] in letters:
            said.append(letters[word[at : at + 2]])
            at += 2
            continue
        _say(word[at], said, letters)
        at += 1
    return "".join(said)


def _say(char: str, said: list[str], letters: dict[str, str]) -> None:
    """Adds the sound of a sign; a vowel sign or a virama takes the place of the vowel within the sign before it."""
    if "a" <= char <= "z":
        said.append(char)
    elif char in letters:
        said.append(letters[char])
    elif "가" <= char <= "힣":
        said.append(_hangul(char))
    else:
        _by_its_name(char, said)


def _hangul(char: str) -> str:
    """The syllable by Revised Romanisation."""
    start, rest = divmod(ord(char) - ord("가"), 588)
    vowel, end = divmod(rest, 28)
    return _HANGUL_START[start] + _HANGUL_VOWEL[vowel] + _HANGUL_END[end]


def _by_its_name(char: str, said: list[str]) -> None:
    name = _sign(char)
    sound = name.rsplit(" ", 1)[-1].lower() if " " in name else ""
    if any(word in name for word in _VOWELLESS):
        if said and said[-1].endswith("a"):
            said[-1] = said[-1][:-1]
        said.append("" if "VOWEL" not in name else sound)
    elif "SOUND MARK" in name:
        said.append(said[-1][-1:] if said and "PROLONGED" in name else "")
    elif "ANUSVARA" in name or "BINDI" in name or "CANDRABINDU" in name:
        said.append("n")
    elif any(word in name for word in ("LETTER", "SYLLABLE")):
        said.append(sound if not name.startswith("TIBETAN SUBJOINED") else sound.rstrip("a"))
