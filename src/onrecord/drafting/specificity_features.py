"""What an ask demands is said by its first verbs, and by the verb that an `including` or a `by` brings in.

A feature is a name and the words that it rests on. The names never reach the shipped model, which keeps weights under
numbers into which names are hashed; so no word of the asks that it learned from can be read out of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from onrecord.text.tables import rows

VERSION = 1
"""Raised whenever a feature changes: a model is read only by the version that it was trained with."""
OPENING = 6
"""Words whose place counts."""

EARLY = 8
"""Words among which a verb of asking is looked for."""

Feature = tuple[str, tuple[int, ...]]
"""A name, and the indexes of its words among the tokens."""

_TOKEN = re.compile(r"[^\W_]+|[,;:.()]")
_HINGES = frozenset(
    [
        "and",
        "or",
        "to",
        "by",
        "including",
        "include",
        "particular",
        "through",
        "as",
        "with",
        "inter",
        "that",
        "should",
        "also",
        "notably",
        "especially",
        "namely",
    ]
)
_EXAMPLES = ("by", "including", "particular", "through", "as")
_ENDING = re.compile(r"(?:ations?|ating|ates?|ated|ments?|ing|ions?|ies|ied|es|ed|e|s|y)$")


def tokens(text: str) -> list[str]:
    """Words in lower case and the marks that part them; a `to` at the front is left out."""
    found = _TOKEN.findall(text.lower())
    return found[1:] if found[:1] == ["to"] else found


def features(found: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Every feature of an ask once, with the tokens of its first occurrence."""
    kept: dict[str, tuple[int, ...]] = {}
    places = [at for at, token in enumerate(found) if token[0].isalnum()]
    stems = [stem(found[at]) for at in places]
    for name, at in (
        *_opening(found, places),
        *_openers(found),
        *_stems(stems, places),
        *_verbs(found),
        *_helped(stems, places, heads(found)),
    ):
        kept.setdefault(name, at)
    return kept


@cache
def stem(word: str) -> str:
    """A word without its ending: `ratify`, `ratifying` and `ratification` are close, not always one."""
    cut = _ENDING.sub("", word) if len(word) > 4 else word
    return cut if len(cut) >= 3 else word


def _opening(found: Sequence[str], places: Sequence[int]) -> Iterator[Feature]:
    """The first words, by place and without it, and the runs among them."""
    first = places[:OPENING]
    words = [found[at] for at in first]
    for rank, word in enumerate(words):
        yield f"place {rank} {word}", (first[rank],)
        for length in (1, 2, 3):
            if rank + length <= len(words):
                yield f"early {' '.join(words[rank : rank + length])}", tuple(first[rank : rank + length])
    for length in (1, 2, 3, 4):
        yield f"start {' '.join(words[:length])}", tuple(first[:length])


def _openers(found: Sequence[str]) -> Iterator[Feature]:
    """What follows a hinge (`and`, `by`, a comma), where a second verb or an example stands."""
    for at, token in enumerate(found):
        if token in _HINGES or not token[0].isalnum():
            for length in (1, 2):
                after = found[at + 1 : at + 1 + length]
                if len(after) == length:
                    yield f"after {token} {' '.join(after)}", tuple(range(at, at + 1 + length))
        if at and token[0].isalnum() and (found[at - 1] in _HINGES or not found[at - 1][0].isalnum()):
            yield f"opens {stem(token)}", (at,)
    yield f"length {min(8, len(found) // 8)}", ()


def _stems(stems: Sequence[str], places: Sequence[int]) -> Iterator[Feature]:
    """Stems and pairs of them, and the first with the word that brings in an example."""
    for one, at in zip(stems, places, strict=True):
        yield f"stem {one}", (at,)
    for (one, at), (two, then) in pairwise(zip(stems, places, strict=True)):
        yield f"stems {one} {two}", (at, then)
    for length in (1, 2):
        yield f"root {' '.join(stems[:length])}", tuple(places[:length])
    for bringer in _EXAMPLES:
        if bringer in stems[1:]:
            yield f"root {stems[0]} … {bringer}", (places[0],)


@cache
def _roles() -> dict[str, frozenset[str]]:
    """Role → stems; a stem may have several."""
    listed: dict[str, set[str]] = {}
    for row in rows("models/specificity_words.tsv", key="word"):
        listed.setdefault(row["role"], set()).add(stem(row["word"]))
    return {role: frozenset(stems) for role, stems in listed.items()}


@cache
def _category(token: str) -> int | None:
    """The category that UPR Info's examples give a verb."""
    return next((at for at in range(1, 6) if stem(token) in _roles()[str(at)]), None)


def heads(found: Sequence[str]) -> list[tuple[int, int]]:
    """(token, category) of UPR Info's verbs where a clause may open: at the front or after a hinge."""
    listed = []
    for at, token in enumerate(found):
        category = _category(token)
        opens = at < 2 or found[at - 1] in _HINGES or not found[at - 1][0].isalnum() or found[at - 1].endswith("ly")
        if category is not None and opens:
            listed.append((at, category))
    return listed


def _verbs(found: Sequence[str]) -> Iterator[Feature]:
    """The categories of the verbs in their order, and what UPR Info's two rules make of them."""
    listed = heads(found)
    order = "".join(str(category) for _, category in listed)
    for length in (1, 2, 4):
        yield f"verbs {length} {order[:length]}", tuple(at for at, _ in listed[:length])
    yield f"most {max(order, default='0')}", ()
    for at, category in listed:
        yield f"verb {found[at - 1] if at else '^'} {category}", (at,)
    yield f"rule {by_rule(found)}", ()


def _helped(stems: Sequence[str], places: Sequence[int], listed: Sequence[tuple[int, int]]) -> Iterator[Feature]:
    """Whether somebody is asked for help, and who: what category 1 is about."""
    roles = _roles()
    held = dict(zip(places, stems, strict=True))
    helps = [at for at in places if held[at] in roles["help"]]
    helpers = [at for at in places if held[at] in roles["helper"]]
    asking = roles["asking"] | roles["1"]
    early = [at for at in places[:EARLY] if held[at] in asking]
    both = f"{bool(helps)} {bool(helpers)}"
    yield f"help {both}", ()
    yield f"asking {bool(early)} {both}", (*early, *helps[:1], *helpers[:1])
    yield f"head {listed[0][1] if listed else 0} {both}", ()
    for at in early:
        yield f"asks {held[at]} {both}", (at,)
    for at in (*helps, *helpers):
        yield f"root {stems[0]} {held[at]}", (places[0], at)


def by_rule(found: Sequence[str]) -> int | None:
    """UPR Info's category by its written rules alone; None where none of its example verbs opens the ask.

    Of two joined verbs the second counts; a general ask with a specific example counts as specific.
    """
    listed = heads(found)
    if not listed or listed[0][0] > 2:
        return None
    at, category = listed[0]
    for then, second in listed[1:]:
        if then - at <= 3 and found[then - 1] == "and":
            category = second
        if category == 4 and second == 5 and found[then - 1] in _EXAMPLES:
            category = 5
    return category
