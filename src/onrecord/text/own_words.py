"""That an ask stood in a text is plain to anybody only where the text's words and the ask's share one that tells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from onrecord.model.agenda import Ask
from onrecord.text.folding import fold
from onrecord.text.places import PlaceKind, mentions, place_of
from onrecord.text.tables import rows

STEM = 6
"""Letters by which two forms of a word are taken for one: `denuclearize` and `denuclearization`."""

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


def shares(ask: Ask, words: str) -> bool:
    """True if the words hold one that tells of the ask."""
    own = telling(ask)
    return not own or not own.isdisjoint(stems([words]))


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
