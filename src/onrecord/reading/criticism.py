"""A speech in a council criticises by the sentence, and whom it criticises is often said sentences earlier.

Whether a sentence criticises somebody is an opinion of a small linear model about words, names and neighbours; whom it
criticises follows from who is named as a doer, else from whom the speech speaks worst of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.reading.criticism_features import VERSION, Line, Speech, features, speech_of
from onrecord.text.linear import probabilities, shipped

NEIGHBOURS = 0.2
"""What the mean margin of the sentences before and after adds to a sentence's own."""
SHOWN = 5
"""Words that are named as the reason."""


@dataclass(frozen=True, slots=True)
class Criticism:
    """Whether one sentence of a speech criticises somebody, and whom."""

    criticises: bool
    confidence: float
    """The model's probability that it criticises, 0 to 1; `criticises` is true from 0.5."""
    target: str
    """Place id of the state that it speaks against, itself or through others; empty where none is told."""
    through: tuple[str, ...]
    """The sentence's words for those who act for the target (`separatists`), as they stand; empty if there are none."""
    reasons: tuple[str, ...]
    """At most five words of the sentence that speak ill, as they stand; empty where only the neighbours spoke."""


def criticism(sentences: Sequence[str], *, speaker: str, paragraphs: Sequence[int] = ()) -> tuple[Criticism, ...]:
    """What each sentence of one speech says against somebody, in the order of the speech.

    `speaker` is the place id of the country that speaks, `paragraphs` a number for each sentence (all one if left out).
    English only; it was learned from Security Council speeches of 2014 and 2016, most of them about Ukraine. A target
    is a state: criticism of the Council, of groups or of nobody in particular has none, though one may be given here.
    Raises `ValueError` if there are paragraphs for another number of sentences.
    """
    if not sentences:
        return ()
    speech = speech_of(sentences, speaker=speaker, paragraphs=paragraphs)
    model = shipped("criticism.bin", version=VERSION)
    pairs = [model.margins(features(speech, at)) for at in range(len(speech.lines))]
    leanings = smoothed([margins[1] - margins[0] for margins in pairs])
    chances = [probabilities((0.0, leaning), model.sharpness)[1] for leaning in leanings]
    return tuple(_told(speech, line, chance) for line, chance in zip(speech.lines, chances, strict=True))


def smoothed(leanings: Sequence[float]) -> list[float]:
    """Each sentence's leaning with a share of its neighbours'; at an edge the sentence stands for its neighbour."""
    ahead = [leanings[0], *leanings[:-1]]
    behind = [*leanings[1:], leanings[-1]]
    return [own + NEIGHBOURS * (before + after) / 2 for own, before, after in zip(leanings, ahead, behind, strict=True)]


def _told(speech: Speech, line: Line, chance: float) -> Criticism:
    criticises = chance >= 0.5
    target = target_of(speech, line) if criticises else ""
    return Criticism(criticises, chance, target, line.proxies if target else (), line.harsh[:SHOWN])


def target_of(speech: Speech, line: Line) -> str:
    """The state that a critical sentence is against: a named doer, the foe of the speech before others; else the foe.

    Empty where no state but the speaker's own is named as a doer in the whole speech.
    """
    doers = [named.state for named in line.named if named.acts and named.state != speech.speaker]
    if speech.foe in doers or not doers:
        return speech.foe
    return doers[0]
