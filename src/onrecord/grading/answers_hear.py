"""Which words of a reply answer the ask: a cue counts only as near to the ask as its kind requires."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from onrecord.grading.answers_cues import Cue, Tier, cues, is_own, is_quoted, kinds_of, language_of
from onrecord.grading.answers_deeds import deed
from onrecord.grading.answers_topic import topic_of
from onrecord.grading.answers_turns import turn
from onrecord.grading.replies import Line, Reply, Touch
from onrecord.model.finding import Answer
from onrecord.model.profile import Profile
from onrecord.model.record import Document, Span
from onrecord.text.places import PlaceKind, places


@dataclass(frozen=True, slots=True)
class Heard:
    """Words that answer: which answer, by which cue, in which sentence."""

    answer: Answer
    cue: str
    tier: Tier
    rank: int
    span: Span
    """The sentence."""
    words: str
    touch: Touch
    """How near the sentence itself comes to the ask."""


_SHORT = 4
"""Sentences of a reply in which a deed need not name the object again."""

DEED = "deed"
"""The name under which a deed of the target's own is heard."""


def heard(reply: Reply, profile: Profile, document: Document) -> list[Heard]:
    """Everything in one reply of the target that answers the ask, in its order.

    Where some paragraphs are about the ask only they are heard; where none is, but the question is, all are.
    """
    about = [line for line in reply.lines if line.paragraph >= Touch.PLACE and not _elsewhere(line, profile)]
    asked = reply.question >= Touch.PLACE
    if reply.question >= Touch.PLACE:
        about = [line for line in reply.lines if not _elsewhere(line, profile)]
    found = [part for line in about for part in _of_line(line, reply, profile, document)]
    if asked and not [part for part in found if part.tier is not Tier.FAINT]:
        rest = [line for line in reply.lines if line.paragraph < Touch.PLACE and not _elsewhere(line, profile)]
        found += [part for line in rest for part in _of_line(line, reply, profile, document)]
    return found


def _elsewhere(line: Line, profile: Profile) -> bool:
    """True if the sentence names a region that the ask is not about (a reply that goes through several matters)."""
    if line.touch >= Touch.PLACE or not profile.regions_only:
        return False
    return any(place in _regions() for place in line.spoken.places - profile.places)


@cache
def _regions() -> frozenset[str]:
    return frozenset(f"place:{place.id}" for place in places() if place.kind is PlaceKind.REGION)


def _of_line(line: Line, reply: Reply, profile: Profile, document: Document) -> Iterator[Heard]:
    words, span = line.spoken.words, line.spoken.span
    language, home = language_of(words), own_word(document)
    if line.touch >= Touch.OBJECT or (nearest(line, reply) >= Touch.OBJECT and len(reply.lines) <= _SHORT):
        own = deed(words, profile, home=home)
        if own is not None:
            yield Heard(own[0], DEED, Tier.PLAIN, 0, span, words[own[1] : own[2]], line.touch)
    for cue in cues(language):
        if counts(cue, line, reply, profile):
            for match in cue.pattern.finditer(words):
                if language == "zh" and is_quoted(words, match.start()):
                    continue
                if not cue.own or is_own(words, match.start(), language, home=home):
                    yield Heard(cue.answer, cue.id, cue.tier, cue.rank, span, match.group(), line.touch)
                    break


def nearest(line: Line, reply: Reply) -> Touch:
    """How near the sentence comes with its paragraph and the question."""
    return max(line.touch, line.paragraph, reply.question)


def counts(cue: Cue, line: Line, reply: Reply, profile: Profile) -> bool:
    """True if the ask is near enough for the cue, and of the kind that it can answer."""
    if cue.kind and cue.kind not in kinds_of(profile):
        return False
    itself = line.touch >= Touch.PLACE
    asked = reply.question >= Touch.PLACE
    if cue.answer in _OF_CHARGES and cue.tier in _LOOSE:
        asked = asked and reply.charged
    match cue.tier:
        case Tier.PLAIN:
            return asked or line.paragraph >= Touch.PLACE
        case Tier.LINE:
            return asked or (itself and reply.charged)
        case Tier.QUESTION | Tier.SOFT:
            return asked or (itself and not reply.asked)
        case Tier.OBJECT:
            return reply.question >= Touch.OBJECT or (line.touch >= Touch.OBJECT and not reply.asked)
        case Tier.TOPIC:
            return (asked or itself) and _on_topic(line, profile)
        case Tier.FAINT:
            return asked or (line.touch >= Touch.OBJECT and cue.answer not in _OF_CHARGES)
        case Tier.LAST:
            return asked and reply.question >= Touch.OBJECT


_OF_CHARGES = frozenset({Answer.REFUSED, Answer.DENIED, Answer.CONDITIONAL, Answer.DEFLECTED})
"""Answers that there are only to a question about the target's own conduct."""

_LOOSE = frozenset(Tier) - {Tier.OBJECT}


def _on_topic(line: Line, profile: Profile) -> bool:
    """True if the sentence itself holds a word of the object or its parent topic, or points back at them."""
    words = line.spoken.words
    return topic_of(profile).on_topic(words) or turn("points_back").search(words) is not None


def own_word(document: Document) -> str:
    """How the publisher calls its own side in Chinese: the first character of its name with 方 (`卡方`)."""
    first = document.publisher[:1]
    return f"{first}方" if "㐀" <= first <= "鿿" else ""
