"""The words by which a sentence shows what its speaker does with a topic."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache

from onrecord.model.finding import Force
from onrecord.text.patterns import pattern
from onrecord.text.tables import listed, rows
from onrecord.text.terms import Term, TermMatcher


class Act(Enum):
    """What a cue does; the meanings stand in the header of data/cues.tsv."""

    DIRECT = "direct"
    DEMAND = "demand"
    MODAL = "modal"
    CONCERN = "concern"
    NORM = "norm"
    RAISE = "raise"
    OWN = "own"
    POSITIVE = "positive"
    MENTION = "mention"
    SOFTEN = "soften"
    EVIL = "evil"
    INTENT = "intent"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue's words at `start:end` of a sentence."""

    start: int
    end: int
    act: Act
    force: Force | None
    words: str

    @property
    def finite(self) -> bool:
        """True for a form that can carry a clause: a past or third-person form, not a bare infinitive or a noun."""
        first = self.words.split()[0].lower()
        return first.endswith(("ed", "es")) or first in _PAST or (first.endswith("s") and first not in _NOUNS)


_PAST = frozenset(row["form"] for row in rows("verb_forms.tsv", key="form") if row["kind"] == "past")
_NOUNS = frozenset(row["form"] for row in rows("verb_forms.tsv", key="form") if row["kind"] == "not_finite")
_VERBAL = {Act.DIRECT, Act.DEMAND, Act.RAISE, Act.MENTION, Act.NORM, Act.POSITIVE, Act.CONCERN}


def is_verb(cue: Cue) -> bool:
    """True if the cue can open a clause of its own."""
    return cue.act in _VERBAL and cue.finite


@cache
def _matcher() -> tuple[TermMatcher, dict[str, tuple[Act, Force | None]]]:
    table = rows("cues.tsv", key="cue")
    terms = [Term(form, row["cue"]) for row in table for form in listed(row["forms"])]
    meaning = {row["cue"]: (Act(row["act"]), Force(row["force"]) if row["force"] else None) for row in table}
    return TermMatcher(terms), meaning


def cues(sentence: str) -> tuple[Cue, ...]:
    """The sentence's cues in order. One stretch of words can hold cues of several acts."""
    matcher, meaning = _matcher()
    found = [
        Cue(hit.start, hit.end, *meaning[hit.key], sentence[hit.start : hit.end]) for hit in matcher.hits(sentence)
    ]
    void = [(cue.start, cue.end) for cue in found if cue.act is Act.NEUTRAL]
    return tuple(cue for cue in found if not any(start <= cue.start and cue.end <= end for start, end in void))


_HARD = pattern("hard_words")


def strongest(force: Force | None, words: str) -> Force:
    """The force of a directive with these words: hard if they hurry or bind, else that of its verb."""
    if force is not Force.SOFT and _HARD.search(words) is not None:
        return Force.HARD
    return Force.PLAIN if force is None else force
