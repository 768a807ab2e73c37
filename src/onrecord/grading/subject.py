"""Whose act a clause reports: the raiser's, both sides', or somebody else's (R8, R10)."""

from __future__ import annotations

import re
from enum import Enum

from onrecord.grading.clauses import Clause
from onrecord.model.profile import Candidate, Profile
from onrecord.model.record import Voice
from onrecord.text.patterns import pattern


class Subject(Enum):
    """Who does what the clause's verb says."""

    RAISER = "raiser"
    BOTH = "both"
    OTHER = "other"


_BOTH = pattern("both_sides")
_RAISER = pattern("raiser_subject")
_THIRD = pattern("third_subject")


_JOINED = pattern("joined_subject")


def subject_of(clause: Clause, candidate: Candidate, profile: Profile) -> Subject:
    """The subject of the clause's first verb, read from the words before it; the raiser where nothing else is said."""
    words = clause.subject
    if _BOTH.search(words[-60:]):
        return Subject.BOTH
    if _RAISER.search(words[-60:]):
        return Subject.RAISER
    if candidate.passage.voice is Voice.JOINT:
        return Subject.BOTH
    if _JOINED.search(words[-120:]):
        return Subject.BOTH
    if _THIRD.search(words[-60:]) and any(clause.cues):
        return Subject.OTHER
    return Subject.OTHER if _foreign(words, candidate, profile) else Subject.RAISER


def _foreign(words: str, candidate: Candidate, profile: Profile) -> bool:
    """True if a country or leader that is not the raiser's stands right before the verb ("Minister Wang stressed")."""
    base = candidate.span.start
    tail = len(words)
    for mention in reversed(candidate.mentions):
        if not mention.key.startswith("place:") or mention.span.end - base > tail:
            continue
        between = words[mention.span.end - base : tail]
        near = re.fullmatch(r"(?:\s+(?:\w+ly|also|has|had|have|again|then|further))*\s*", between)
        return near is not None and mention.key not in profile.raiser
    return False
