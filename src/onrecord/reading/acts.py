"""A report of diplomacy says who did what to whom, and the same words the other way round say something else.

The fifteen acts are PLOVER's root categories, from agreeing to assault. The rules know the words and how they bend each
other; a small linear model knows how often they are wrong. Both together decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from onrecord.model.record import Span
from onrecord.reading.acts_features import NEUTRAL, VERSION, Clause, clause_of, features, hits_in, told, turned
from onrecord.text.linear import probabilities, shipped


class Root(Enum):
    """PLOVER's root categories."""

    AGREE = "AGREE"
    """Agrees or promises to do something for another."""
    CONSULT = "CONSULT"
    """Meets, visits, talks or mediates."""
    SUPPORT = "SUPPORT"
    """Approves, defends, congratulates, apologises; signs or makes ties."""
    COOPERATE = "COOPERATE"
    """Shares information, exercises or projects with another."""
    AID = "AID"
    """Gives money, goods, troops for peace or refuge."""
    YIELD = "YIELD"
    """Gives way: frees, withdraws, resigns, ceases fire, takes a measure back."""
    REQUEST = "REQUEST"
    """Asks, demands, or seeks refuge."""
    ACCUSE = "ACCUSE"
    """Condemns, charges, sues or investigates."""
    REJECT = "REJECT"
    """Refuses, vetoes, defies."""
    THREATEN = "THREATEN"
    """Announces something hostile or sets an ultimatum."""
    PROTEST = "PROTEST"
    """Demonstrates, strikes, boycotts, riots."""
    SANCTION = "SANCTION"
    """Withholds what it gave: aid, ties, talks, presence."""
    MOBILIZE = "MOBILIZE"
    """Readies or moves force without using it."""
    COERCE = "COERCE"
    """Arrests, bans, seizes, expels, imposes."""
    ASSAULT = "ASSAULT"
    """Uses force on people or places."""


PENTA = {
    **dict.fromkeys((Root.AGREE, Root.CONSULT, Root.SUPPORT), 1),
    **dict.fromkeys((Root.COOPERATE, Root.AID, Root.YIELD), 2),
    **dict.fromkeys((Root.REQUEST, Root.ACCUSE, Root.REJECT, Root.THREATEN), 3),
    **dict.fromkeys((Root.PROTEST, Root.SANCTION, Root.MOBILIZE, Root.COERCE, Root.ASSAULT), 4),
}
"""1 verbal and 2 material cooperation, 3 verbal and 4 material conflict, as PLOVER groups its roots."""


@dataclass(frozen=True, slots=True)
class Act:
    """What the doer did to the other, and whether the doer is the party that was named as the source."""

    root: Root
    confidence: float
    """The model's probability of the root, 0 to 1."""
    direction_right: bool
    """True where the source is the doer; of two who act together, the one that is named first counts as the doer."""
    direction_confidence: float
    """0.5 to 1; 0.5 where one party alone is named, since then nothing can stand the wrong way round."""
    reasons: tuple[str, ...]
    """The lexicon's phrases that the rules rest on, in the order of the sentence; empty where only the model spoke."""

    @property
    def penta(self) -> int:
        """1 to 4, PLOVER's pentacode of the root."""
        return PENTA[self.root]


def act_of(sentence: str, *, source: Span | None, target: Span | None) -> Act:
    """What a sentence says that one of two named parties did to the other.

    The spans count the sentence's characters; a party that the sentence does not name is None. Where the parties stand
    in the wrong order, the root is that of the sentence as it is: what the target did to the source. English only; it
    was learned from news, and every sentence gets one of the fifteen roots. Raises `ValueError` where both are None.
    """
    if source is None and target is None:
        raise ValueError("An act has at least one party.")
    clause = clause_of(sentence, source, target)
    right = source_acts(clause)
    seen = clause if right >= 0.5 else clause.swapped()
    model = shipped("acts.bin", version=VERSION)
    chances = probabilities(model.margins(features(seen)), model.sharpness)
    best = max(range(len(chances)), key=chances.__getitem__)
    _, basis = told(seen, hits_in(seen))
    reasons = tuple(hit.phrase for hit in basis if hit.sense not in NEUTRAL)
    return Act(Root(model.categories[best]), chances[best], right >= 0.5, max(right, 1 - right), reasons)


def source_acts(clause: Clause) -> float:
    """The probability that the source is the doer, 0 to 1; 0.5 where the sentence names one party alone."""
    if clause.target < 0 or clause.source < 0:
        return 0.5
    model = shipped("acts_direction.bin", version=VERSION)
    return probabilities(model.margins(turned(clause)), model.sharpness)[model.categories.index("right")]
