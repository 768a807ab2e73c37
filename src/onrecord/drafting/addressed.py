"""Whoever is asked is not always whoever must act in the end: an official is asked to press another's government."""

from __future__ import annotations

import re

from onrecord.drafting.parties import Scene, side_of
from onrecord.drafting.selection import Voiced
from onrecord.drafting.vocabulary import Verb, party_pattern
from onrecord.drafting.walk import Draft


def sides_of(words: str, one: Voiced, sides: Scene, verb: Verb | None) -> tuple[str, str, list[str]]:
    """Raiser, target, and what is unsure about them."""
    asked = _asked_side(words, one, sides)
    raiser = asked or sides.raiser
    if asked and asked != sides.raiser and sides.raiser:
        note = f"{asked} is asked directly; {sides.raiser} is taken as the side that should raise it."
        return sides.raiser, asked, [note]
    unsure: list[str] = []
    if not raiser:
        unsure.append("The text does not say which side is asked.")
    elif not asked:
        unsure.append(f"The ask names no side of the list; {raiser} is taken from the rest of the text.")
    target, doubt = _target(words, one, sides, verb, raiser=raiser, asked=asked)
    return raiser, target, [*unsure, *doubt]


def _target(
    words: str, one: Voiced, sides: Scene, verb: Verb | None, *, raiser: str, asked: str
) -> tuple[str, list[str]]:
    """Who must act: whoever is to be told or spoken to, else whoever is asked."""
    draft = one.draft
    others = [found.state for found in sides.within(draft.deed, draft.end) if found.state not in ("", raiser)]
    if others and (verb is None or verb.role or verb.lemma in ("include", "follow", "take", "end")):
        governing = _governing(words, draft, sides, raiser)
        told = others[0] if verb and verb.role == "tell" else governing
        return told or (sides.target if sides.target in others else others[0]), []
    if verb is None or verb.role in ("raise", "tell"):
        note = f"The ask does not say who must act; {sides.target or 'nobody'} is taken from the rest of the text."
        return sides.target, [note]
    if not asked and party_pattern().search(draft.found.who):
        return draft.found.who[:80], []
    return raiser, []


def _governing(words: str, draft: Draft, sides: Scene, raiser: str) -> str:
    """The side whose government the deed names as such: `the Government of X`, `X's leaders`; empty where none."""
    for mention in sides.within(draft.deed, draft.end):
        before = words[max(0, mention.start - 16) : mention.start]
        after = words[mention.end : mention.end + 24]
        if mention.state not in ("", raiser) and (_GOVERNMENT_OF.search(before) or _ITS_GOVERNMENT.match(after)):
            return mention.state
    return ""


_GOVERNMENT_OF = re.compile(r"(?i)government of (?:the )?$")
_ITS_GOVERNMENT = re.compile(r"(?:'s)? (?:government|officials|authorities|leaders|counterparts?|regime)")


def _asked_side(words: str, one: Voiced, sides: Scene) -> str:
    """The side of whoever is asked: named, or `you`, `we` and pronouns for the document's own raiser."""
    found = one.draft.found
    who = found.who
    at = words.rfind(who, max(0, found.start - 400), found.deed + len(who)) if who else -1
    if at >= 0 and (named := side_of(who, at, sides)):
        return named
    if re.search(
        r"(?i)\b(?:you|we|he|she|him|her|administration|president|secretary|congress|department|minister|"
        r"ambassador|chancellor|premier|envoy|government)\b",
        who,
    ):
        return sides.raiser
    return ""


def told_directly(words: str, one: Voiced, sides: Scene, raiser: str) -> bool:
    asked = _asked_side(words, one, sides)
    return bool(asked) and asked != raiser
