"""An ask rests on something: a law, a promise, a finding, in a sentence that can be quoted."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from onrecord.drafting.layout import Block, Zone, sentence_spans
from onrecord.drafting.selection import content
from onrecord.drafting.vocabulary import pattern
from onrecord.model.agenda import GroundKind
from onrecord.model.record import Span
from onrecord.text.tables import rows


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A sentence, or a part of one, that gives a reason."""

    start: int
    end: int
    kind: GroundKind
    others: tuple[GroundKind, ...]
    """Further kinds that its words speak of, the likelier first."""
    weight: float = 1.0
    """How much its words speak for a reason; `ENOUGH` and above is one by itself."""


@dataclass(frozen=True, slots=True)
class _Cue:
    name: str
    kind: GroundKind | None
    """None for words that tell no kind."""
    weight: float
    pattern: re.Pattern[str]


ENOUGH = 1.0
"""The weight from which a sentence is a ground; chosen on labelled statements, where it gave the best F1."""
STRONG = 0.8
"""The weight from which words tell a kind by themselves."""
WORTH = 0.6
"""The weight from which a sentence may be a ground where a document has few better ones."""
FEWEST = 4
"""A document has so many grounds if so many are worth it: coders of labelled statements marked three to twelve."""
MOST = 14
"""A document has no more grounds than this; of a long preamble the strongest stay."""
_COMPARED = 500
"""A reason is compared with so many others, as in `selection`."""
_RECITAL_WEIGHT = 0.2
"""What standing in a recital adds: recitals are written to give reasons."""
_NAMED_WEIGHT = 0.3
"""What the name of a case adds."""
_ORDER = {kind: place for place, kind in enumerate(GroundKind)}


@cache
def _cues() -> tuple[_Cue, ...]:
    return tuple(
        _Cue(row["cue"], _kind(row["kind"]), float(row["weight"]), re.compile(row["pattern"]))
        for row in rows("drafting_grounds.tsv", key="cue")
    )


def _kind(word: str) -> GroundKind | None:
    return None if word == "any" else GroundKind(word)


def grounds(text: str, words: str, layout: list[Block], taken: list[Span], names: list[Span]) -> list[Reasoned]:
    """The reasons that a document gives, in its order, each once.

    `taken` are the spans of the asks: a sentence that is all ask is no reason. `names` are the places of
    persons' names, without which an account of a detention is no account of a case.
    """
    found: list[Reasoned] = []
    seen: list[frozenset[str]] = []
    near, named = _finder(taken), _finder(names)
    reasons = (
        reason
        for start, end, zone in _candidates(text, layout)
        for reason in _reasons(words, start, end, zone, taken=near(start, end), names=named(start, end))
    )
    for reason in reasons:
        said = content(words[reason.start : reason.end])
        if any(len(said & other) >= 0.7 * max(len(said), len(other)) for other in seen[:_COMPARED]):
            continue
        seen.append(said)
        found.append(reason)
    return _strongest(found)


def _strongest(found: list[Reasoned]) -> list[Reasoned]:
    """The reasons that a reader would mark: those with words enough, and of a short list the next best too."""
    ranked = sorted(found, key=lambda reason: -reason.weight)
    enough = sum(reason.weight >= ENOUGH for reason in ranked)
    kept = ranked[: min(max(enough, FEWEST), MOST)]
    return [reason for reason in found if any(reason is one for one in kept)]


def _finder(spans: list[Span]) -> Callable[[int, int], list[Span]]:
    """A function that gives the spans that share a character with `start:end`."""
    ordered = sorted(spans, key=lambda span: span.start)
    starts = [span.start for span in ordered]
    longest = max((span.end - span.start for span in spans), default=0)

    def found(start: int, end: int) -> list[Span]:
        close = ordered[bisect_left(starts, start - longest) : bisect_left(starts, end)]
        return [span for span in close if span.end > start]

    return found


def _candidates(text: str, layout: list[Block]) -> Iterator[tuple[int, int, Zone]]:
    for block in layout:
        if block.zone not in (Zone.BODY, Zone.LETTER, Zone.PREAMBLE):
            continue
        for sentence in sentence_spans(text, block):
            yield sentence.start, sentence.end, block.zone


_OPENING = re.compile(r"(?:Whereas,? |and |\W+)+")
_TRAILING = re.compile(
    r"(?:: Now, therefore.*|; and|[;,]?\s*(?:wrote|said|continued|concluded|added) the .*|[.;,\"')\s])+$"
)


def _reasons(words: str, start: int, end: int, zone: Zone, *, taken: list[Span], names: list[Span]) -> list[Reasoned]:
    """The reasons in a sentence: one, or one a clause where two clauses give reasons of different kinds."""
    opening = _OPENING.match(words, start, end)
    start = opening.end() if opening else start
    trailing = _TRAILING.search(words, start, end)
    end = trailing.start() if trailing else end
    if end - start < 25 or pattern("no_reason").search(words[start:end]) or words[start:end].count("(") > 6:
        return []
    extra = (_RECITAL_WEIGHT if zone is Zone.PREAMBLE else 0.0) + (_NAMED_WEIGHT if names else 0.0)
    free = _outside(start, end, taken)
    found = [one for at, until in free for one in _of_clauses(words, at, until, extra, names)]
    if not found:
        whole = _weighed(words, free, extra, names, least=WORTH)
        found = [whole] if whole else []
    return [*found, *_inside_asks(words, start, end, taken)]


_ASIDE = re.compile(r"—([^—]{20,300})—")
_CLAUSE = re.compile(
    r"[;—]|,\s+(?:and|but|which|who|with|despite|although|while|per|as|recently|thus|aligning)\b|\band,"
)


def _of_clauses(words: str, start: int, end: int, extra: float, names: list[Span]) -> list[Reasoned]:
    aside = _ASIDE.search(words, start, end)
    if aside and (inner := _weighed(words, [aside.span(1)], extra, names)):
        outer = _weighed(words, [(start, aside.start()), (aside.end(), end)], extra, names)
        return [*([replace(outer, start=start, end=end)] if outer else []), inner]
    edges = [start, *(edge.start() for edge in _CLAUSE.finditer(words, start, end)), end]
    found = [
        reason
        for at, until in pairwise(edges)
        if until - at > 25 and (reason := _weighed(words, [(at + _lead(words, at, until), until)], extra, names))
    ]
    return found if len({reason.kind for reason in found}) > 1 else []


def _lead(words: str, start: int, end: int) -> int:
    opening = re.match(r"[;,—\s]*(?:and\b|but\b)?[\s,]*", words[start:end])
    return opening.end() if opening else 0


def _weighed(
    words: str, pieces: list[tuple[int, int]], extra: float, names: list[Span], *, least: float = ENOUGH
) -> Reasoned | None:
    weights = _weights(words, pieces, names)
    total = sum(weights.values()) + extra
    if total < least:
        return None
    kinds = _telling(weights)
    ranked = sorted(kinds, key=lambda kind: (-kinds[kind], _ORDER[kind]))
    at, until = max(pieces, key=lambda piece: piece[1] - piece[0])
    return Reasoned(at, until, ranked[0], tuple(ranked[1:]), total)


def _telling(weights: dict[GroundKind | None, float]) -> dict[GroundKind, float]:
    """The kinds that the words tell: those with strong words, else those with any; a finding for none."""
    kinds = {kind: weight for kind, weight in weights.items() if kind is not None}
    strong = {kind: weight for kind, weight in kinds.items() if weight >= STRONG}
    return strong or kinds or {GroundKind.FINDING: 0.0}


def _inside_asks(words: str, start: int, end: int, taken: list[Span]) -> list[Reasoned]:
    """Laws, positions, rankings and recommendations inside an ask: `…, to which X is a State Party`."""
    found: list[Reasoned] = []
    for span in taken:
        at, until = max(start, span.start), min(end, span.end)
        for cue in _cues():
            if cue.kind and cue.name in _WITHIN and at < until and (match := cue.pattern.search(words[at:until])):
                found.append(Reasoned(_clause_start(words, at, at + match.start()), until, cue.kind, ()))
                break
    return found


_WITHIN = frozenset(("treaty", "under_law", "cpc", "rank", "un_body", "un_recommend", "stated_policy"))


def _clause_start(words: str, start: int, at: int) -> int:
    """Where the clause that holds `at` begins, at most a few words before it."""
    edges = [
        edge.end() for edge in re.finditer(r"[,;:—]\s+|\b(?:of|to|that|with|especially|including)\s+", words[start:at])
    ]
    return start + edges[-1] if edges else at


def _outside(start: int, end: int, taken: list[Span]) -> list[tuple[int, int]]:
    """The parts of a sentence that no ask covers."""
    pieces = [(start, end)]
    for span in taken:
        pieces = [
            part
            for at, until in pieces
            for part in ((at, min(until, span.start)), (max(at, span.end), until))
            if part[1] - part[0] > 20
        ]
    return pieces


def _weights(words: str, pieces: list[tuple[int, int]], names: list[Span]) -> dict[GroundKind | None, float]:
    weights: dict[GroundKind | None, float] = {}
    for start, end in pieces:
        for cue in _cues():
            if cue.kind is GroundKind.CASE_FACTS and not any(start <= name.start < end for name in names):
                continue
            if cue.pattern.search(words[start:end]):
                weights[cue.kind] = weights.get(cue.kind, 0) + cue.weight
    return weights
