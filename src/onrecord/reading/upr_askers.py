"""A bracket that holds nothing but states says who asks; `(OP-CAT)` and `(a)` say something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from onrecord.text.places import NameKind, PlaceKind, PlaceName, mentions, place_of
from onrecord.text.tables import rows

OPENING = 150
"""Characters of a paragraph in which the state that speaks is named."""

_BRACKET = re.compile(r"[(\[]((?:[^()\[\]]|[(\[][^()\[\]]{0,60}[)\]]){3,900})[)\]]")
_JOINTS = re.compile(
    r"\b(?:and|the|of|on|behalf|also|by|as|well|former|states?|republic|federation|islamic|arab|jamahiriya|peoples?|great|america\w*)\b"
    r"|[\s,;/&.:*’'\d]+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AskerGroup:
    """Askers in one bracket, `text[start:end]`, brackets included."""

    places: tuple[str, ...]
    start: int
    end: int


def asker_groups(text: str) -> Iterator[AskerGroup]:
    """The brackets of a text that name states and hold no other word, in order."""
    for bracket in _BRACKET.finditer(text):
        named = _states(" ".join(bracket[1].split()))
        if named:
            yield AskerGroup(named, bracket.start(), bracket.end())


@cache
def _labels() -> dict[str, str]:
    return {row["label"]: row["place"] for row in rows("upr_labels.tsv", key="label")}


def _states(inside: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    rest, at = "", 0
    for mention in mentions(inside):
        rest += inside[at : mention.start]
        at = mention.end
        ident = _state(inside[mention.start : mention.end], mention.names)
        if not ident:
            return ()
        found[ident] = None
    rest += inside[at:]
    return tuple(found) if found and not _JOINTS.sub("", rest) else ()


def _state(written: str, names: tuple[PlaceName, ...]) -> str:
    """The id of the one state of this name; empty for a people, a capital, a leader or a body."""
    listed = _labels().get(written.lower())
    if listed:
        return listed
    ids = {name.place for name in names if name.kind in (NameKind.NAME, NameKind.ALIAS)}
    states = [ident for ident in ids if place_of(ident).kind in (PlaceKind.STATE, PlaceKind.FORMER)]
    return states[0] if len(states) == 1 else ""


_BEFORE = re.compile(r"(?:(?:the|delegations?|representatives?|of|also) +)*", re.IGNORECASE)


def opening_state(words: str) -> str:
    """The id of the state that a paragraph opens with (`Chad noted …`, `The Republic of Korea …`); empty if none.

    Words that are a people or a capital do not count: `Chadian efforts` is not Chad speaking.
    """
    head = " ".join(words[:OPENING].split())
    first = next(iter(mentions(head)), None)
    if first is None or not _BEFORE.fullmatch(head[: first.start]):
        return ""
    return _state(head[first.start : first.end], first.names)
