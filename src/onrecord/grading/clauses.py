"""Each clause is judged by itself (R7): a sentence is cut where a new verb of saying begins."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import lru_cache

from onrecord.grading.cues import Act, Cue, cues, is_verb
from onrecord.text.patterns import pattern

_LINK = pattern("clause_link")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence with one verb of saying at its head (or none), and the cues in it."""

    start: int
    end: int
    cues: tuple[Cue, ...]
    subject: str
    """The words before the clause's first verb, back to the start of the sentence."""

    def before(self, at: int, *acts: Act) -> list[Cue]:
        """The clause's cues of these acts that begin before `at`."""
        return [cue for cue in self.cues if cue.start < at and cue.act in acts]

    def anywhere(self, *acts: Act) -> list[Cue]:
        return [cue for cue in self.cues if cue.act in acts]


@lru_cache(maxsize=2048)
def clauses(sentence: str) -> tuple[Clause, ...]:
    """The sentence's clauses in order, together the whole of it."""
    found = cues(sentence)
    edges = [0, *(_edge(sentence, cue) for cue in found if _opens(sentence, cue)), len(sentence)]
    return tuple(_clause(sentence, found, start, end) for start, end in _with_verbs(sorted(set(edges)), found))


def _with_verbs(edges: list[int], found: tuple[Cue, ...]) -> list[tuple[int, int]]:
    """The stretches between edges; one before the sentence's first verb of saying is no clause of its own."""
    pairs = list(itertools.pairwise(edges))
    while len(pairs) > 1 and not any(cue.start < pairs[0][1] and is_verb(cue) for cue in found):
        pairs[:2] = [(pairs[0][0], pairs[1][1])]
    return pairs


def _opens(sentence: str, cue: Cue) -> bool:
    if not is_verb(cue) and not _participle(sentence, cue):
        return False
    return _LINK.search(sentence, max(0, cue.start - 90), cue.start) is not None


def _participle(sentence: str, cue: Cue) -> bool:
    """True for ", urging the parties to": a participle after a comma opens a clause with the subject it follows."""
    return cue.words.split()[0].lower().endswith("ing") and sentence[: cue.start].rstrip().endswith((",", "and"))


def _edge(sentence: str, cue: Cue) -> int:
    link = _LINK.search(sentence, max(0, cue.start - 90), cue.start)
    return cue.start if link is None else link.start()


_OWN_SUBJECT = pattern("own_subject")


def _clause(sentence: str, found: tuple[Cue, ...], start: int, end: int) -> Clause:
    inside = tuple(cue for cue in found if start <= cue.start < end)
    head = next((cue.start for cue in inside if is_verb(cue)), start)
    if start and _OWN_SUBJECT.search(sentence, start, head) is None:
        # "The Minister raised X and called for Y": the second verb has the first one's subject.
        head = next((cue.start for cue in found if is_verb(cue)), head)
        return Clause(start, end, inside, sentence[:head])
    return Clause(start, end, inside, sentence[:head])
