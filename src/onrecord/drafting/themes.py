"""An ask's parent is its theme in its place: `human rights in Tibet`."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache

from onrecord.drafting.parties import Scene
from onrecord.drafting.walk import Draft
from onrecord.text.tables import rows


@cache
def _themes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["theme"], re.compile(row["pattern"], re.I)) for row in rows("drafting_themes.tsv", key="theme"))


def parent_of(words: str, draft: Draft, sides: Scene) -> str:
    """The ask's theme and place; a region that the document is about stands for its state.

    The theme is read from the ask, else from its sentence, else from the whole document; empty where none of
    them names a theme of the list or no place is known.
    """
    theme = (
        _theme(words[draft.deed : draft.end])
        or _theme(words[draft.sentence.start : draft.sentence.end])
        or _most(words)
    )
    named = [mention for mention in sides.within(draft.deed, draft.end) if mention.state != sides.raiser]
    other = next((mention for mention in named if mention.state != sides.target), None)
    place = other.name if other and not any(mention.state == sides.target for mention in named) else sides.place
    return f"{theme} in {place}" if theme and place else ""


def _theme(words: str) -> str:
    return next((theme for theme, pattern in _themes() if pattern.search(words)), "")


@lru_cache(maxsize=4)
def _most(words: str) -> str:
    """The broader theme that most words of the document speak of."""
    broader = {row["theme"]: row["broader"] for row in rows("drafting_themes.tsv", key="theme")}
    counts = Counter(dict.fromkeys(broader.values(), 0))
    for theme, pattern in _themes():
        counts[broader[theme]] += len(pattern.findall(words))
    theme, count = counts.most_common(1)[0]
    return theme if count else ""
