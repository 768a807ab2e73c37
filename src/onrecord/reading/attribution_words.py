"""A sentence gives words to somebody through few kinds of word: a verb of saying, its helpers, small words around."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord.text.tables import listed, rows

QUOTE = "“”"
"""The token that stands for a whole quotation."""
TERM = "“x”"
"""The token of a quoted word or two inside a sentence: a term, which reads like a noun."""
_TERM_WORDS = 2
_TOKEN = re.compile(
    r"(?:[A-Z]\.)+(?=\s)|(?:Mr|Mrs|Ms|Dr|Sens?|Reps?|Gov|Gen|Lt|Col|Amb|Sec|Jr|Sr|St)\.(?=\s)|\w[\w.]*(?:['’\-&][^\W_]+)*(?<!\.)|[,;:.?!()\[\]—–…“”\"‘’]|-+"
)


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of one stretch of prose; a quotation is one token."""

    starts: list[int]
    ends: list[int]
    lows: list[str]
    """In small letters, apostrophes straight; `QUOTE` for a quotation."""
    capital: list[bool]
    """True where the token begins with a capital letter."""
    heads: dict[int, str]
    """The first word of each quotation, by its token."""


def words_of(text: str, start: int, end: int, quotes: list[tuple[int, int]]) -> Words:
    """The tokens of `text[start:end]`; `quotes` (in order, inside it) are single tokens."""
    found = Words([], [], [], [], {})
    at = start
    for opened, closed in quotes:
        _read(text, at, opened, found)
        first = _TOKEN.search(text, opened + 1, closed)
        if first is not None:
            found.heads[len(found.starts)] = first.group()
        found.starts.append(opened)
        found.ends.append(closed)
        short = opened > start and len(text[opened:closed].split()) <= _TERM_WORDS
        found.lows.append(TERM if short and text[closed - 2] not in ",.?!" else QUOTE)
        found.capital.append(False)
        at = closed
    _read(text, at, end, found)
    return found


def _read(text: str, start: int, end: int, into: Words) -> None:
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        low = word.lower()
        into.starts.append(match.start())
        into.ends.append(match.end())
        into.lows.append(low.replace("’", "'") if "’" in low else low)
        into.capital.append(word[0].isupper())


def adverbial(tokens: Words, at: int) -> bool:
    """True for an adverb that may stand inside a verb group."""
    word = tokens.lows[at]
    if word in words("adverb"):
        return True
    return word.endswith("ly") and len(word) > 4 and not tokens.capital[at] and word not in words("not_adverb")


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb (or noun) that gives words to a source, and what may follow it."""

    lemma: str
    kind: str
    """say, ask, order, stance, mind, show, seem; `noun` for a noun."""
    frames: frozenset[str]
    prepositions: frozenset[str]
    rest: tuple[str, ...] = ()
    """The words after the first of a verb of several words."""


@dataclass(frozen=True, slots=True)
class Form:
    """One written form of a verb's first word."""

    cue: Cue
    shapes: frozenset[str]
    """Of base, s, ing, past, participle."""


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one class in attribution_words.tsv."""
    return frozenset(row["word"] for row in rows("attribution_words.tsv", key="key") if row["class"] == kind)


@cache
def verb_forms() -> dict[str, tuple[Form, ...]]:
    """Every form of a cue verb's first word; verbs of more words come first."""
    table: dict[str, list[Form]] = {}
    for row in rows("attribution_verbs.tsv", key="verb"):
        cue = _cue(row["verb"], row["kind"], row["frames"])
        for form, shapes in _inflected(row).items():
            table.setdefault(form, []).append(Form(cue, frozenset(shapes)))
    return {form: tuple(sorted(found, key=lambda each: -len(each.cue.rest))) for form, found in table.items()}


@cache
def nouns() -> dict[str, Cue]:
    """Nouns that carry a content, by their written form."""
    return {row["noun"]: _cue(row["noun"], "noun", row["frames"]) for row in rows("attribution_nouns.tsv", key="noun")}


def _cue(words_: str, kind: str, frames: str) -> Cue:
    parts = listed(frames)
    return Cue(
        lemma=words_,
        kind=kind,
        frames=frozenset(part for part in parts if not part.startswith("+")),
        prepositions=frozenset(part[1:] for part in parts if part.startswith("+")),
        rest=tuple(words_.split()[1:]),
    )


def _inflected(row: dict[str, str]) -> dict[str, set[str]]:
    base = row["verb"].split()[0]
    past = row["past"].split()[0] if row["past"] else _ending(base, "ed")
    participle = row["participle"].split()[0] if row["participle"] else past
    doubled = base + base[-1] if past == base + base[-1] + "ed" else base
    forms: dict[str, set[str]] = {}
    for form, shape in (
        (base, "base"),
        (_ending(base, "s"), "s"),
        (_ending(doubled, "ing"), "ing"),
        (past, "past"),
        (participle, "participle"),
    ):
        forms.setdefault(form, set()).add(shape)
    return forms


def _ending(base: str, ending: str) -> str:
    """The regular form: `deny` → `denies`, `urge` → `urging`.

    >>> _ending("deny", "ed"), _ending("urge", "ing"), _ending("press", "s")
    ('denied', 'urging', 'presses')
    """
    consonant_y = base.endswith("y") and base[-2] not in "aeiou"
    if ending == "s":
        if consonant_y:
            return base[:-1] + "ies"
        return base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s")
    if ending == "ed":
        return base[:-1] + "ied" if consonant_y else base + ("d" if base.endswith("e") else "ed")
    if base.endswith("ie"):
        return base[:-2] + "ying"
    return base[:-1] + "ing" if base.endswith("e") and not base.endswith("ee") else base + "ing"
