"""Whom an official met is said by a handful of words in a title: an office, a country, a kind of contact."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from onrecord.errors import DataError
from onrecord.model.occasion import Contact, Genre, Rank
from onrecord.text.places import Mention, NameKind, PlaceKind, mentions, place_of
from onrecord.text.tables import rows

TOLD = "told"
"""In data/occasion_titles.tsv: the text must tell the genre."""

_USES = frozenset({"future", "past", "topic", "private", "subject", "broad", "place", "field"})
_PARTY = frozenset({PlaceKind.STATE, PlaceKind.BODY, PlaceKind.REGION, PlaceKind.FORMER})
_WORD = r"[A-ZÀ-ÞŠŽĐ][^\W\d_]*(?:[’'.-](?!s\b)[^\W\d_]*)*"
_MORE = rf"(?!(?:Before|And|Call|Meeting|At|In|During|Travels?|Summit|Previewing)\b){_WORD}"
_NAME = re.compile(
    r"[\s,]*(?:Dr\. |His Excellency |Her Excellency |H\.E\. )?"
    rf"(?P<name>{_WORD}(?: (?:bin|al|el|de|da|dos|von|der|van|ibn|{_MORE})){{0,4}})"
)
_OF_ANOTHER = re.compile(r"\b(?:to|for) the $")
"""`Senior Advisor to the President`: the office is that of somebody else."""
_NO_NAME = re.compile(
    r"^(?:Of|And|Meetings?|Calls?|The|Before|In|At|Virtual|Bilateral|Minister|Trip|Travel|Visit|Dialogue|for|to)\b"
)


@dataclass(frozen=True, slots=True)
class TitleForm:
    """One kind of title."""

    pattern: re.Pattern[str]
    genre: Genre | None
    """None where the text must tell."""
    tells: bool
    """True if a contact is to be looked for."""


@cache
def genres() -> tuple[TitleForm, ...]:
    """The kinds of title, in the order in which they are tried. Raises `DataError` on a genre that is not one."""
    known = {genre.value: genre for genre in Genre}
    made = []
    for row in rows("occasion_titles.tsv", key="pattern"):
        if row["genre"] != TOLD and row["genre"] not in known:
            raise DataError(
                f"data/occasion_titles.tsv: {row['genre']!r} is no genre.", advice=f"Use {', '.join(known)} or {TOLD}."
            )
        made.append(TitleForm(re.compile(row["pattern"]), known.get(row["genre"]), row["tells"] == "contact"))
    return tuple(made)


@cache
def turns(use: str) -> re.Pattern[str]:
    """The turns of phrase of one use (`future`, `past`, `topic` …), as one pattern."""
    table = rows("occasion_words.tsv", key="words")
    odd = {row["use"] for row in table} - _USES
    if odd:
        raise DataError(
            f"data/occasion_words.tsv: unknown use {min(odd)!r}.", advice=f"Use {', '.join(sorted(_USES))}."
        )
    return re.compile("|".join(row["words"] for row in table if row["use"] == use))


@cache
def _contacts() -> tuple[re.Pattern[str], dict[str, Contact]]:
    known = {row["words"]: Contact(row["contact"]) for row in rows("occasion_contacts.tsv", key="words")}
    return _any_of(known), known


def contact_in(words: str) -> Contact | None:
    """How the parties met, by the first word of the title that says it."""
    pattern, known = _contacts()
    match = pattern.search(words)
    return None if match is None else known[match.group()]


@cache
def _ranks() -> tuple[re.Pattern[str], dict[str, int]]:
    known = {row["words"]: int(row["rank"]) for row in rows("occasion_ranks.tsv", key="words")}
    return _any_of(known), known


def _any_of(known: Iterable[str]) -> re.Pattern[str]:
    """Any of the words, the longest first; Chinese ones anywhere, others as whole words."""
    ordered = sorted(known, key=len, reverse=True)
    spaced = [word for word in ordered if word[0] < "\u3000"]
    unspaced = [re.escape(word) for word in ordered if word[0] >= "\u3000"]
    # The first letter is tested before two hundred words are tried.
    first = "".join(sorted({word[0] for word in spaced}))
    latin = rf"(?<![\w-])(?=[{first}])(?:{'|'.join(map(re.escape, spaced))})(?!\w|-[a-z])"
    return re.compile("|".join([latin, *unspaced]))


@lru_cache(maxsize=8192)
def generic(words: str) -> bool:
    """True if the only office that the words name is that of `Leaders`, who may lead anything."""
    return {match.group() for match in _ranks()[0].finditer(words)} <= {"Leaders"}


@lru_cache(maxsize=8192)
def officials_in(words: str, *, lowest: bool = False) -> tuple[Rank | None, tuple[str, ...]]:
    """The highest rank (or the lowest) of the offices that the words name, and the names that stand behind them."""
    pattern, known = _ranks()
    ranks, names = [], []
    for match in pattern.finditer(words):
        rank = known[match.group()]
        if not rank or _OF_ANOTHER.search(words, 0, match.start()):
            continue
        ranks.append(rank)
        name = _NAME.match(words, match.end())
        if name is not None and not _NO_NAME.match(name["name"]) and not pattern.match(name["name"]):
            names.append(name["name"])
    chosen = (min if lowest else max)(ranks, default=0)
    return (Rank(chosen) if chosen else None), tuple(names)


@lru_cache(maxsize=8192)
def parties_in(words: str, *, sure: bool) -> tuple[str, ...]:
    """The states and bodies that the words name, in order: ISO codes, bodies in capitals (`NATO`), regions by id.

    A form that names something else too (`Georgia`) counts only beside the office of a foreign official, and never
    where only `sure` ones are wanted.
    """
    foreign = not sure and _FOREIGN.search(words) is not None
    found = [party for mention in mentions(words) if (party := _party(mention, shared=foreign))]
    return tuple(dict.fromkeys(found))


_FOREIGN = re.compile(r"Prime Minister|Foreign Minister|Minister|Chancellor|King|President|Ambassador|Premier|Speaker")


def _party(mention: Mention, *, shared: bool) -> str:
    """The code of the one party that a mention can mean; empty where it leaves several, or means none."""
    names = [name for name in mention.names if name.kind is not NameKind.OPPONENT and (shared or not name.shared)]
    ids = dict.fromkeys(name.place for name in names)
    if len(ids) > 1:
        ids = dict.fromkeys(name.place for name in names if name.kind is NameKind.NAME)
    if len(ids) != 1:
        return ""
    place = place_of(next(iter(ids)))
    if place.kind not in _PARTY or (place.kind is PlaceKind.REGION and not place.within):
        return ""
    return place.id.upper() if place.kind is PlaceKind.BODY else place.id


def within(party: str) -> str:
    """The state that a region is part of; empty for states and bodies."""
    return "" if party.isupper() else place_of(party).within


def is_body(party: str) -> bool:
    """True for an organisation, which is nowhere; False for states and regions."""
    return place_of(party if len(party) == 2 else party.lower()).kind is PlaceKind.BODY
