"""The words that ask are few and closed; they are data, and every pattern is built from them once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import yaml

from onrecord.text.tables import data_text, listed, rows


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of an ask and how demanding it is."""

    lemma: str
    action: int
    """UPR Info's action category, 1 to 5."""
    role: str
    """`raise`, `tell`, `means` or empty, as the data file says."""
    nouns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """A verb with which somebody is asked, and the frames that may follow."""

    key: str
    frames: tuple[str, ...]
    form: str
    """`plain`: whoever uses it asks; `first`: only `we …` do; `text`: only a bill or a resolution does."""
    forms: tuple[str, ...]


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One of the patterns of `drafting_patterns.tsv`; `KeyError` if there is none of that name."""
    return _patterns()[name]


@cache
def patterns(prefix: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The patterns whose names begin with `prefix_`, in the file's order, by the rest of the name."""
    return tuple(
        (name.removeprefix(f"{prefix}_"), found) for name, found in _patterns().items() if name.startswith(f"{prefix}_")
    )


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {row["name"]: re.compile(row["pattern"]) for row in rows("drafting_patterns.tsv", key="name")}


@cache
def verbs() -> dict[str, Verb]:
    """The verbs of asks by their base form."""
    return {
        row["verb"]: Verb(row["verb"], int(row["action"]), row["role"], listed(row["nouns"]))
        for row in rows("drafting_verbs.tsv", key="verb")
    }


@cache
def acts() -> dict[str, Verb]:
    """The verbs of asks by the nouns that name the same act: `release`, `investigation`."""
    return {noun: verb for verb in verbs().values() for noun in verb.nouns}


@cache
def participles() -> dict[str, str]:
    """The base forms of irregular participles of those verbs."""
    return {row["participle"]: row["verb"] for row in rows("drafting_participles.tsv", key="participle")}


@cache
def askings() -> tuple[Asking, ...]:
    return tuple(
        Asking(row["key"], listed(row["frames"]), row["form"], _forms(row["verb"], row["particle"]))
        for row in rows("drafting_asking.tsv", key="key")
    )


@cache
def phrases(name: str) -> tuple[str, ...]:
    """One of the closed lists of `drafting_phrases.yaml`; `KeyError` if there is none of that name."""
    table = yaml.safe_load(data_text("drafting_phrases.yaml"))
    return tuple(str(word) for word in table[name])


def inflections(verb: str) -> tuple[str, ...]:
    """Base, third person, past and participle of a regular verb: `urge urges urged urging`."""
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    third = f"{verb}es" if verb.endswith(("s", "sh", "ch", "x")) else f"{verb}s"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    return verb, third, f"{stem}ed", f"{stem}ing"


def _forms(verb: str, particle: str) -> tuple[str, ...]:
    return tuple(f"{form} {particle}".strip() for form in inflections(verb))


def any_of(words: tuple[str, ...] | list[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


@cache
def adverbs() -> str:
    """A pattern for the adverbs that may stand before a verb, each with the space after it."""
    return rf"(?:(?:{any_of(phrases('adverbs'))}|[a-z]{{3,}}ly(?: and [a-z]{{3,}}ly)?)\s+){{0,4}}"


@cache
def verb_pattern() -> str:
    """A pattern for the base form of any verb of an ask."""
    return rf"(?:{any_of(list(verbs()))})"


@cache
def party_pattern() -> re.Pattern[str]:
    """Finds a word that names somebody who can be asked."""
    return re.compile(rf"(?i)(?<![\w.])(?:{any_of(phrases('parties'))})(?![\w])")
