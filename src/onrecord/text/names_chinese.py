"""A Chinese name is one name under pinyin, Wade-Giles and Hong Kong's spellings, which share hardly a letter."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import product

from onrecord.text.tables import listed, rows

_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw", "")
KEPT = 4096
"""How many answers are remembered."""
MOST = 12
"""More spellings than this of one part are not made."""


@cache
def _pinyin() -> dict[str, tuple[str, ...]]:
    """character → its readings."""
    table: dict[str, list[str]] = {}
    for row in rows("name_pinyin.tsv", key="pinyin"):
        for char in row["characters"].replace(" ", ""):
            table.setdefault(char, []).append(row["pinyin"])
    return {char: tuple(dict.fromkeys(readings)) for char, readings in table.items()}


@cache
def _simplified() -> dict[int, str]:
    return {
        ord(other): group[0]
        for row in rows("name_pinyin.tsv", key="pinyin")
        for group in row["characters"].split(" ")
        for other in group[1:]
    }


@cache
def _cantonese() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for row in rows("name_cantonese.tsv", key="spelling"):
        for char in row["characters"].replace(" ", ""):
            table.setdefault(char, []).append(row["spelling"])
    return {char: tuple(spellings) for char, spellings in table.items()}


def simplified(text: str) -> str:
    """The characters in their simplified forms, as far as `data/name_pinyin.tsv` has them."""
    return text.translate(_simplified())


@lru_cache(maxsize=KEPT)
def is_pinyin(word: str) -> bool:
    """True if a Latin word in small letters is made of one or two pinyin syllables, as Chinese names are."""
    return 0 < len(syllables(word)) <= 2


@cache
def _old_and_southern() -> frozenset[str]:
    """Every syllable of Wade-Giles and of Hong Kong's spellings."""
    southern = {row["spelling"].replace("-", "") for row in rows("name_cantonese.tsv", key="spelling")}
    return frozenset(southern | {old for syllable in _known_syllables() for old in wade_giles(syllable)})


def is_reading(word: str) -> bool:
    """True if a Latin word in small letters could spell Chinese characters in pinyin, Wade-Giles or Hong Kong's way."""
    known = _old_and_southern()
    cuts = range(2, len(word) + 1)
    return bool(syllables(word)) or any(
        word[:end] in known and (end == len(word) or word[end:] in known) for end in cuts
    )


@cache
def _known_syllables() -> frozenset[str]:
    return frozenset(row["pinyin"] for row in rows("name_pinyin.tsv", key="pinyin"))


@lru_cache(maxsize=KEPT)
def syllables(word: str) -> tuple[str, ...]:
    """The pinyin syllables of a word, the fewest that make it up (three at most): `xiaobo` → xiao, bo."""
    known = _known_syllables()
    if word in known:
        return (word,)
    for count in (1, 2):
        for end in range(len(word) - 1, 0, -1):
            if word[:end] in known and (rest := syllables(word[end:])) and len(rest) == count:
                return (word[:end], *rest)
    return ()


@cache
def wade_giles(syllable: str) -> tuple[str, ...]:
    """A pinyin syllable as Wade-Giles writes it, marks left off: `xiao` → hsiao, `zhe` → che."""
    table = {(row["part"], row["pinyin"]): listed(row["wade_giles"]) for row in rows("name_wade_giles.tsv", key="key")}
    if ("whole", syllable) in table:
        return table["whole", syllable]
    initial = next(each for each in _INITIALS if syllable.startswith(each))
    final = syllable[len(initial) :]
    starts = table.get(("initial", initial), (initial,))
    ends = table.get(("final", final), (final,)) if initial not in {"y", "w"} or final == "ong" else (final,)
    return tuple(start + end for start, end in product(starts, ends))


@lru_cache(maxsize=KEPT)
def readings(characters: str) -> tuple[str, ...]:
    """What the characters of a Chinese name are spelled as in Latin letters, system by system, syllables joined."""
    plain_chinese = simplified(characters)
    pinyin = [_pinyin().get(char, ()) for char in plain_chinese]
    old = [tuple(form for reading in each for form in wade_giles(reading)) for each in pinyin]
    hong_kong = [_cantonese().get(char, ()) for char in plain_chinese]
    made = ("".join(each) for system in (pinyin, old, hong_kong) for each in product(*system))
    return tuple(dict.fromkeys(made))


def pinyin_of(characters: str) -> str:
    """The first pinyin reading of each character, joined; characters that are not listed are left out."""
    return "".join(_pinyin().get(char, ("",))[0] for char in simplified(characters))


@cache
def _traditional() -> dict[str, str]:
    """character → its other form, where `data/name_pinyin.tsv` gives one."""
    groups = [group for row in rows("name_pinyin.tsv", key="pinyin") for group in row["characters"].split(" ")]
    return {group[0]: group[1] for group in groups if len(group) > 1}


def traditional(text: str) -> tuple[str, ...]:
    """The characters in simplified and in traditional forms, as far as listed."""
    short = simplified(text)
    return short, "".join(_traditional().get(char, char) for char in short)


def spaced_readings(characters: str, *, joint: str, system: str = "") -> tuple[str, ...]:
    """As `readings`, at most `MOST`, with `joint` between the syllables; pinyin is joined without one.

    `system` is `pinyin`, `old` (Wade-Giles) or `hong kong`; empty for all three.
    """
    plain_chinese = simplified(characters)
    pinyin = [_pinyin().get(char, ())[:2] for char in plain_chinese]
    old = [tuple(form for reading in each[:1] for form in wade_giles(reading)[:1]) for each in pinyin]
    hong_kong = [_cantonese().get(char, ())[:2] for char in plain_chinese]
    tables = {"pinyin": (pinyin, ""), "old": (old, joint), "hong kong": (hong_kong, joint)}
    wanted = [tables[system]] if system else list(tables.values())
    made = (between.join(each) for table, between in wanted for each in product(*table))
    return tuple(dict.fromkeys(made))[:MOST]
