"""A record spells a name in its own way, so a search that knows one spelling finds one record's share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice, product

from onrecord.text.names_chinese import is_pinyin, spaced_readings, syllables, traditional, wade_giles
from onrecord.text.names_forms import cut_by_forms, forms_of_row, kind_of_row, rows_of
from onrecord.text.names_parts import Part, kind_of, parse
from onrecord.text.names_scripts import Script, plain, romanise, script_of
from onrecord.text.tables import rows

MOST = 60
"""More spellings than this of one name are not given; the likeliest come first."""
_PER_PART = 6
_CYRILLIC_BACK = (
    ("shch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("yu", "ю"), ("ya", "я"),
    ("yo", "ё"), ("ye", "е"), ("iy", "ий"), ("ey", "ей"), ("ay", "ай"), ("oy", "ой"), ("iu", "ю"), ("ia", "ия"),
    *zip("abvgdezijklmnoprstufyhwc", "абвгдезийклмнопрстуфыхвк", strict=True),
)  # fmt: skip
_SLAVIC = re.compile(r"(?:[oe]va?|[oe]vich|[oe]vna|sk(?:y|iy|aya|yi)|enko|[^aeiou]in|[^aeiou]ina)$")
_KEPT_WHOLE = frozenset({"tibetan", "burmese", "korean"})
_FAMILIAR = frozenset({"nickname", "cousin"})
_SERVANTS = re.compile(r"\b(?:bin|ibn|ben)\b", re.IGNORECASE)
_ARTICLES = re.compile(r"\b(?:al|el)[- ]", re.IGNORECASE)


def variants(name: str) -> tuple[str, ...]:
    """Spellings under which a record may hold the name, the name itself without titles first, at most `MOST`.

    Order (surname first), left-out accents, hyphens and middle names, an initial, listed forms (Tibetan, Uyghur,
    Korean, Burmese, Arabic names and familiar forms), pinyin, Wade-Giles and Hong Kong's spellings, both forms of
    Chinese characters, the systems for Cyrillic. Every one is a spelling to look for, none proof of who is meant.
    """
    bare = _bare(name)
    if not bare:
        return ()
    words = bare.split(" ")
    made: list[str] = [bare]
    for rule in (
        _unmarked,
        _unhyphened,
        _chinese_latin,
        _chinese_own,
        _korean,
        _in_one_script,
        _cyrillic,
        _to_cyrillic,
    ):
        made += rule(bare, words)
    made += _articles(bare)
    latin = [each for each in made if script_of(each) is Script.LATIN][:_PER_PART]
    for spelling in latin:
        made += _other_forms(spelling, familiar=spelling == bare)
    for spelling in latin:
        made += _reordered(spelling, whole=_asian(words))
    kept = dict.fromkeys(unicodedata.normalize("NFC", " ".join(each.split())) for each in made if each.strip())
    return tuple(islice(kept, MOST))


def _bare(name: str) -> str:
    """The name in its written letters, titles and what stands in brackets left off, a comma's order undone."""
    text = re.sub(r"\([^)]*\)|（[^）]*）", " ", unicodedata.normalize("NFC", name))
    before, comma, after = text.partition(",")
    if comma:
        ending = kind_of(plain(after).strip(" .")) == "suffix" or not any(char.isalpha() for char in after)
        text = before if ending else f"{after} {before}"
    words = [word.strip(' .,;:"“”') if len(word) > 2 else word for word in text.split()]
    kept = [word for word in words if kind_of(plain(word).strip(".")) not in {"title", "suffix", "legal"}]
    return _untitled(" ".join(kept or words))


def _untitled(bare: str) -> str:
    if script_of(bare) is not Script.HAN or " " in bare:
        return bare
    return "".join(part.text for part in parse(bare).parts) if "·" not in bare else bare


def _unmarked(bare: str, words: list[str]) -> Iterator[str]:
    """Without accents: records in English and passports drop them."""
    if script_of(bare) is Script.LATIN:
        yield " ".join(_cased(plain(word), word) for word in words)


def _cased(word: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return word.upper()
    capitals = [piece[:1].isupper() for piece in like.split("-")]
    pieces = word.split("-")
    if len(pieces) != len(capitals):
        return word.capitalize() if capitals[0] else word
    return "-".join(
        piece[:1].upper() + piece[1:] if big else piece for piece, big in zip(pieces, capitals, strict=True)
    )


def _unhyphened(bare: str, words: list[str]) -> Iterator[str]:
    if "-" in bare and script_of(bare) is Script.LATIN:
        yield bare.replace("-", " ")
        yield " ".join(word.split("-")[0] + "".join(word.split("-")[1:]).lower() for word in words)


def _reordered(spelling: str, *, whole: bool) -> Iterator[str]:
    """Surname first, with and without a comma; without middle names; with an initial.

    In East and South-East Asia a part left out or moved makes another person's name, so only two parts change places.
    """
    words = spelling.split()
    if len(words) == 2:
        yield f"{words[1]} {words[0]}"
    if len(words) < 2 or whole or _asian(words):
        return
    yield " ".join((words[-1], *words[:-1]))
    yield f"{words[-1]}, {' '.join(words[:-1])}"
    middle = [word for word in words[1:-1] if kind_of(plain(word)) in {"", "common"}]
    if len(words) > 2 and len(middle) == len(words) - 2:
        yield f"{words[0]} {words[-1]}"
        yield " ".join((words[0], *(f"{word[0].upper()}." for word in middle), words[-1]))
        yield " ".join((*words[1:], words[0]))
    if len(words[-1]) > 3 and kind_of(plain(words[-1])) != "common":
        yield " ".join((f"{words[0][0].upper()}.", *words[1:]))


def _asian(words: list[str]) -> bool:
    """True where all parts read as pinyin or Wade-Giles, or one is a listed Tibetan, Burmese or Korean name."""
    small = [plain(word).replace("-", "") for word in words]
    kinds = {kind_of_row(row) for word in words for piece in word.split("-") for row in rows_of(plain(piece))}
    return all(syllables(word) or "-" in word for word in small) or bool(kinds & _KEPT_WHOLE) or _hyphened_given(words)


def _hyphened_given(words: list[str]) -> bool:
    """True for `Hsiao-po` and `Chi-fung`: a hyphen with a small letter after it."""
    return any(re.search(r"[a-z]-[a-z]", word) for word in words if not word.lower().startswith(("al-", "el-")))


def _other_forms(spelling: str, *, familiar: bool) -> Iterator[str]:
    """Parts in other listed Latin forms, one part at a time and then all together."""
    words = spelling.split(" ")
    choices = [(word, *_latin_forms(word, familiar=familiar)) for word in words]
    for at, forms in enumerate(choices):
        for form in forms[1:]:
            yield " ".join((*words[:at], form, *words[at + 1 :]))
    yield from (" ".join(each) for each in islice(product(*(forms[:3] for forms in choices)), MOST))


def _latin_forms(word: str, *, familiar: bool) -> tuple[str, ...]:
    forms = [
        _cased(form, word)
        for row in sorted(rows_of(plain(word)), key=lambda row: kind_of_row(row) in _FAMILIAR)
        for form in forms_of_row(row)
        if script_of(form) is Script.LATIN and plain(form) != plain(word)
        if familiar or kind_of_row(row) not in _FAMILIAR
    ]
    return tuple(dict.fromkeys(forms))[:_PER_PART]


def _in_one_script(bare: str, words: list[str]) -> Iterator[str]:
    """The whole name in another script, where every part has a listed form in it; out of that script likewise."""
    source = script_of(bare)
    pieces = [piece for word in words for piece in _pieces(word)]
    for target, joint in (
        (Script.LATIN, " "), (Script.HAN, ""), (Script.HAN, "·"), (Script.TIBETAN, "་"), (Script.ARABIC, " "),
        (Script.HANGUL, ""), (Script.OTHER, ""),
    ):  # fmt: skip
        if target is source or (target is Script.LATIN and source is Script.CYRILLIC):
            continue
        options = [_forms_in(piece, target)[:_PER_PART] for piece in pieces]
        for each in islice(product(*options), _PER_PART):
            joined = joint.join(each)
            yield joined.title() if target is Script.LATIN else joined


def _pieces(word: str) -> tuple[str, ...]:
    cut = cut_by_forms(word.strip("་")) if script_of(word) in {Script.HAN, Script.TIBETAN} else ()
    return cut or tuple(re.split(r"[-·]", word))


def _forms_in(word: str, script: Script) -> list[str]:
    listed = (form for row in sorted(rows_of(plain(word))) for form in forms_of_row(row))
    return list(dict.fromkeys(form for form in listed if script_of(form) is script))


def _chinese_latin(bare: str, words: list[str]) -> Iterator[str]:
    """A name in pinyin: given name apart, hyphened, and in Wade-Giles. Either end may be the surname."""
    small = [plain(word).replace("-", "") for word in words]
    if len(words) != 2 or not all(is_pinyin(word) for word in small) or all(rows_of(word) for word in small):
        return
    for surname, given in (small, small[::-1]):
        parts = syllables(given)
        if len(syllables(surname)) > 1:
            continue
        yield f"{surname.title()} {''.join(parts).title()}"
        if len(parts) == 2:
            yield f"{surname.title()} {parts[0].title()}-{parts[1]}"
            yield f"{surname.title()} {parts[0].title()} {parts[1].title()}"
        for form in wade_giles(surname):
            yield f"{form.title()} {'-'.join(wade_giles(part)[0] for part in parts).capitalize()}"


def _chinese_own(bare: str, words: list[str]) -> Iterator[str]:
    """A name in Chinese characters: both forms of them, and its spellings in Latin letters."""
    parts = parse(bare).parts
    if script_of(bare) is not Script.HAN or len(words) != 1 or not all(part.own for part in parts):
        return
    yield from traditional(bare)
    surname, given = (spaced_readings(part.text, joint="-") for part in parts)
    by_system = list(product(surname, given))
    yield from (f"{one.title()} {other.capitalize()}" for one, other in by_system if _one_system(parts, one, other))


def _korean(bare: str, words: list[str]) -> Iterator[str]:
    """A name in Hangul: listed spellings of the surname, the given name in Revised and in the older simple spelling."""
    joined = "".join(words)
    if not all("가" <= char <= "힣" for char in joined):
        return
    given = [romanise(syllable) for syllable in joined[1:]]
    simple = [syllable.replace("eo", "o").replace("eu", "u") for syllable in given]
    for surname in (*_forms_in(joined[0], Script.LATIN), romanise(joined[0])):
        for syllables_said in (simple, given):
            yield f"{surname.title()} {'-'.join(syllables_said).capitalize()}"
            yield f"{surname.title()} {' '.join(syllables_said).title()}"


def _one_system(parts: tuple[Part, ...], surname: str, given: str) -> bool:
    """True if surname and given name are spelled by one system, so that `Wang Chi-fung` is not made."""
    systems = (_system(part.text, said) for part, said in zip(parts, (surname, given), strict=True))
    return bool(set.intersection(*systems))


def _system(characters: str, said: str) -> set[int]:
    return {number for number, made in enumerate(_by_system(characters)) if said in made}


@lru_cache(maxsize=4096)
def _by_system(characters: str) -> tuple[tuple[str, ...], ...]:
    return tuple(spaced_readings(characters, joint="-", system=system) for system in ("pinyin", "old", "hong kong"))


@cache
def _systems() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = {}
    for row in rows("name_systems.tsv", key="key"):
        table.setdefault(row["system"], {})[row["letters"]] = row["latin"]
    return table


def _cyrillic(bare: str, words: list[str]) -> Iterator[str]:
    """A Cyrillic name as each system romanises it."""
    if script_of(bare) is Script.CYRILLIC:
        for letters in _systems().values():
            yield " ".join(_by_letters(word, letters) for word in words)


def _by_letters(word: str, letters: dict[str, str]) -> str:
    small = word.lower()
    said = ""
    while small:
        piece = next((each for each in letters if small == each.rstrip("$") and each.endswith("$")), "")
        piece = piece or next((each for each in sorted(letters, key=len, reverse=True) if small.startswith(each)), "")
        said += letters[piece] if piece else romanise(small[0])
        small = small[len(piece.rstrip("$")) or 1 :]
    return _cased(said, word)


def _to_cyrillic(bare: str, words: list[str]) -> Iterator[str]:
    """A Latin name with a Slavic ending in Russian letters, as near as they can be told."""
    if script_of(bare) is Script.LATIN and len(words) > 1 and not _asian(words) and _SLAVIC.search(plain(words[-1])):
        yield " ".join(_cased(_in_cyrillic(plain(word)), word) for word in words)


def _in_cyrillic(word: str) -> str:
    said = re.sub("y$", "iy", word) if word.endswith("sky") else word
    for latin, letter in _CYRILLIC_BACK:
        said = said.replace(latin, letter)
    return said


def _articles(bare: str) -> Iterator[str]:
    """`bin` and `ibn`, `al-` and `el-`, with a hyphen, a space or left out."""
    if _SERVANTS.search(bare):
        yield from (_SERVANTS.sub(word, bare) for word in ("bin", "ibn", "ben"))
    if _ARTICLES.search(bare):
        yield from (_ARTICLES.sub(word, bare) for word in ("al-", "Al-", "Al ", "el-", ""))
