"""That an ask stood in a text is plain to anybody only where the text's words and the ask's share one that tells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from onrecord.model.agenda import Ask
from onrecord.text.folding import fold
from onrecord.text.places import PlaceKind, mentions, place_of
from onrecord.text.tables import rows
from onrecord.text.telling_words import weight_of

STEM = 6
"""Letters by which two forms of a word are taken for one: `denuclearize` and `denuclearization`."""

PART = 0.6
"""Of what tells in an object, by weight, that a text must hold to say it."""

LEAST = 2.5
"""What the words that are held must weigh together: below, they stand in every twelfth text (`telling_words`)."""

_WORD = re.compile(r"[^\W\d_]{4,}|[\u3400-\u9fff]{2}")


@lru_cache(maxsize=1024)
def telling(ask: Ask) -> frozenset[str]:
    """The stems of the words of the ask's object and names, or of its text where it has none, without those of states.

    Those who meet are named in every text of theirs, but a region tells.

    Where nothing but states is named, those are the words.
    """
    said = (ask.object or ask.text, *ask.aliases, *ask.cases)
    bare = stems(_without_states(words) for words in said)
    return bare or stems(said)


def says(ask: Ask, words: str) -> bool:
    """True if the words hold most of what tells in the ask's object, or in one of its names.

    `Judicial reform` does not say `Security Council reform`: the words that they share are the common ones. Words
    count by how rare they are; of an object that is named by states alone nothing can be missing.
    """
    named = [option for option in _options(ask) if option]
    here = stems([words])
    return not named or any(_is_held(option, here) for option in named)


def _is_held(option: tuple[tuple[str, float], ...], here: frozenset[str]) -> bool:
    held = sum(weight for stem, weight in option if stem in here)
    return held >= PART * sum(weight for _, weight in option) and held >= LEAST


@lru_cache(maxsize=1024)
def _options(ask: Ask) -> tuple[tuple[tuple[str, float], ...], ...]:
    """For the ask's object and each of its names the stems that tell, with what each weighs."""
    said = (ask.object or ask.text, *ask.aliases, *ask.cases)
    return tuple(tuple(_weighed(_without_states(words)).items()) for words in said)


def _weighed(words: str) -> dict[str, float]:
    found = (word for word in _WORD.findall(fold(words).text) if word not in _small_words())
    return {word[:STEM]: weight_of(word) for word in found}


def named_in(ask: Ask, words: str) -> bool:
    """True if any word that tells of the ask's object stands in the words."""
    own = stems([_without_states(ask.object or ask.text)])
    return not own.isdisjoint(stems([words]))


@lru_cache(maxsize=4096)
def regions_in(words: str) -> frozenset[str]:
    """The regions that are named in the words: places that are part of a state."""
    named = (name.place for mention in mentions(words) for name in mention.names)
    return frozenset(place for place in named if place_of(place).kind is PlaceKind.REGION)


def stems(said: Iterable[str]) -> frozenset[str]:
    """The first letters of every word that says something."""
    found = (word for words in said for word in _WORD.findall(fold(words).text))
    return frozenset(word[:STEM] for word in found if word not in _small_words())


def _without_states(words: str) -> str:
    kept, done = [], 0
    for mention in mentions(words):
        if all(place_of(name.place).kind is PlaceKind.REGION for name in mention.names):
            continue
        kept.append(words[done : mention.start])
        done = mention.end
    return " ".join([*kept, words[done:]])


@cache
def _small_words() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("small_words.tsv", key="word"))
