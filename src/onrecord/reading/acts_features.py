"""What one party did to another is told by the verbs between the two, and by how an earlier verb bends a later one.

`refused to lift the ban on` is a rejection, `lifted the ban on` a yielding, `banned` a coercion: senses of words come
from data/acts_words.tsv, what two of them make from data/acts_bends.tsv. A feature is a name; its weight lies in the
model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from onrecord.model.record import Span
from onrecord.text.tables import listed, rows

VERSION = 1
"""Raised whenever a feature or a data file changes: a model is read only by the version that it was trained with."""
SOURCE, TARGET = "<s>", "<t>"
GAP = 4
"""Words for which a `…` may stand, at most."""
AFTER = 7
"""Words after the second party that count."""
BEFORE = 5
BENDS = ("refuse", "promise", "threat", "demand", "undo", "cut")
NEUTRAL = ("report", "arrange")
AGENT = 4
"""Words before the second party among which a word that brings in the doer is looked for."""
WEIGHT = 4
"""How often the rules' opinion counts among the features."""

_TOKEN = re.compile(r"<[st]>|n't\b|[^\W_]+(?:[-'’][^\W_]+)*|[.,;:()$€£]")
_MARK = re.compile(r"</?[st]>")
_VOWEL = re.compile(r"[aeiouy]")


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of the lexicon, in the tokens `start` to `end`."""

    start: int
    end: int
    sense: str
    phrase: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence as tokens, each party one token; -1 where a party is not named in it."""

    tokens: tuple[str, ...]
    stems: tuple[str, ...]
    source: int
    target: int
    parties: tuple[tuple[str, ...], tuple[str, ...]]
    """The stems of the words of the source and of the target."""

    @property
    def first(self) -> int:
        return min((at for at in (self.source, self.target) if at >= 0), default=-1)

    @property
    def last(self) -> int:
        return max(self.source, self.target)

    def swapped(self) -> Clause:
        """The same sentence with the parties in each other's place."""
        return Clause(self.tokens, self.stems, self.target, self.source, self.parties[::-1])


def unmarked(marked: str) -> tuple[str, Span | None, Span | None]:
    """A sentence without its marks, and the first source and target that `<s>…</s>` and `<t>…</t>` enclose in it."""
    plain: list[str] = []
    opened: dict[str, int] = {}
    found: dict[str, Span] = {}
    at = length = 0
    for mark in _MARK.finditer(marked):
        plain.append(marked[at : mark.start()])
        length += mark.start() - at
        at = mark.end()
        side = mark[0].strip("</>")
        if mark[0].startswith("</"):
            found.setdefault(side, Span(opened.get(side, length), length))
        else:
            opened[side] = length
    plain.append(marked[at:])
    return "".join(plain), found.get("s"), found.get("t")


def clause_of(sentence: str, source: Span | None, target: Span | None) -> Clause:
    """The tokens of a sentence around its parties; of a party inside the other only the place is kept."""
    spans = sorted(
        ((span, name) for span, name in ((source, SOURCE), (target, TARGET)) if span is not None),
        key=lambda pair: (pair[0].start, -pair[0].end),
    )
    pieces: list[str] = []
    at = 0
    for span, name in spans:
        pieces += (sentence[at : span.start], f" {name} ")
        at = max(at, span.end)
    pieces.append(sentence[at:])
    found = tuple(_TOKEN.findall("".join(pieces).lower()))
    inner = tuple(
        tuple(map(stem, _TOKEN.findall(sentence[span.start : span.end].lower()))) if span else ()
        for span in (source, target)
    )
    places = [found.index(name) if name in found else -1 for name in (SOURCE, TARGET)]
    return Clause(found, tuple(map(stem, found)), places[0], places[1], (inner[0], inner[1]))


@cache
def stem(word: str) -> str:
    """A word without its ending, the same for all forms of a regular verb and of those in data/acts_forms.tsv."""
    bare = word.removesuffix("'s").removesuffix("’s")
    cut = _cut(_irregular().get(bare, bare))
    if len(cut) > 3:
        cut = cut.removesuffix("e")
    return cut[:-1] if len(cut) > 3 and cut[-1] == cut[-2] and cut[-1] not in "aeiou" else cut


def _cut(word: str) -> str:
    if len(word) > 4 and word.endswith(("ied", "ies")):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith("eed"):
        return word[:-1]
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3 and _VOWEL.search(rest):
            return rest
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-2] if word.endswith(("shes", "ches", "sses", "xes")) else word[:-1]
    return word


@cache
def _irregular() -> dict[str, str]:
    return {row["form"]: row["base"] for row in rows("acts_forms.tsv", key="form")}


@cache
def _phrases() -> dict[str, list[tuple[tuple[frozenset[str], ...], str, str]]]:
    """First stem → phrases that begin with it, longest first; each a sequence of alternatives, its sense, its words."""
    table: dict[str, list[tuple[tuple[frozenset[str], ...], str, str]]] = {}
    for row in rows("acts_words.tsv", key="group"):
        for phrase in listed(row["phrases"]):
            parts = tuple(frozenset(map(stem, word.split("/"))) for word in phrase.split())
            for first in parts[0]:
                table.setdefault(first, []).append((parts, row["sense"], phrase))
    for held in table.values():
        held.sort(key=lambda entry: -sum("…" not in part for part in entry[0]))
    return table


@cache
def _bends() -> dict[tuple[str, str], str]:
    return {
        (row["bend"], act): row["becomes"] for row in rows("acts_bends.tsv", key="row") for act in listed(row["acts"])
    }


def hits_in(clause: Clause, *, without: frozenset[str] = frozenset()) -> list[Hit]:
    """The phrases of the lexicon in a sentence, in order; of overlapping ones the first and then the longest.

    `without` are phrases to act as if the lexicon had not: so one measures what it is worth where it has a gap.
    """
    found: list[Hit] = []
    at = 0
    while at < len(clause.stems):
        hit = _hit_at(clause.stems, at, without)
        if hit is not None:
            found.append(hit)
        at = hit.end if hit else at + 1
    return found


def _hit_at(stems: Sequence[str], at: int, without: frozenset[str]) -> Hit | None:
    for parts, sense, phrase in _phrases().get(stems[at], ()):
        end = 0 if phrase in without else _matched(stems, at, parts)
        if end:
            return Hit(at, end, sense, phrase)
    return None


def _matched(stems: Sequence[str], at: int, parts: Sequence[frozenset[str]]) -> int:
    """Where a phrase that begins at a token ends; 0 if it does not stand there."""
    slack = 0
    for part in parts:
        if "…" in part:
            slack = GAP
            continue
        found = next((to for to in range(at, min(at + slack + 1, len(stems))) if stems[to] in part), None)
        if found is None or any(stems[to] in ".;" for to in range(at, found)):
            return 0
        at, slack = found + 1, 0
    return at


def ruled(hits: Iterable[Hit]) -> str:
    """The act that a chain of senses makes: the first act, bent by what stands before it; empty without any."""
    bends: list[str] = []
    for hit in hits:
        if hit.sense in BENDS:
            bends.append(hit.sense)
        elif hit.sense not in NEUTRAL:
            act = hit.sense
            for bend in reversed(bends):
                act = _bends().get((bend, act), act)
            return act
    return _bends()[f"alone_{bends[0]}", "-"] if bends else ""


def told(clause: Clause, hits: Sequence[Hit]) -> tuple[str, tuple[Hit, ...]]:
    """The act by the rules, and the hits that it rests on: between the parties, else after them, else before."""
    low, high = (
        (clause.first, clause.last) if min(clause.source, clause.target) >= 0 else (clause.first, len(clause.stems))
    )
    regions = (
        [hit for hit in hits if low < hit.start < high],
        [hit for hit in hits if hit.start > high],
        [hit for hit in hits if hit.start < low],
    )
    for region in regions:
        act = ruled(region)
        if act:
            return act, tuple(region)
    return "", ()


def features(clause: Clause, *, without: frozenset[str] = frozenset()) -> list[str]:
    """The names of what speaks for an act; the rules' opinion is among them several times. See `hits_in`."""
    hits = hits_in(clause, without=without)
    act, basis = told(clause, hits)
    chain = [hit.sense for hit in basis if hit.sense not in NEUTRAL][:3]
    named = [f"rule {act} {time}" for time in range(WEIGHT)]
    named += [f"chain {' '.join(chain[:size])}" for size in (1, 2, 3)]
    named += _hit_features(clause, hits, basis)
    named += _word_features(clause)
    named += (f"whole {word}" for word in clause.stems)
    return list(dict.fromkeys(named))


def _hit_features(clause: Clause, hits: Sequence[Hit], basis: Sequence[Hit]) -> Iterator[str]:
    for hit in hits:
        where = "before" if hit.start < clause.first else "after" if hit.start > clause.last else "between"
        yield f"{where} sense {hit.sense}"
        yield f"{where} phrase {hit.phrase}"
    for rank, hit in enumerate([hit for hit in basis if hit.sense not in NEUTRAL][:2]):
        yield f"basis {rank} {hit.phrase}"
        yield f"basis {rank} {hit.sense}"


def _word_features(clause: Clause) -> Iterator[str]:
    stems = clause.stems
    between = stems[clause.first + 1 : clause.last]
    yield from (f"between {word}" for word in between)
    yield from (f"between {one} {two}" for one, two in pairwise(between))
    yield from (f"between {' '.join(between[at : at + 3])}" for at in range(len(between) - 2))
    tail = stems[clause.last + 1 : clause.last + 1 + AFTER]
    yield from (f"after {word}" for word in tail)
    yield from (f"after {one} {two}" for one, two in pairwise(tail))
    yield from (f"before {word}" for word in stems[max(0, clause.first - BEFORE) : max(0, clause.first)])
    yield from (f"source {word}" for word in clause.parties[0])
    yield from (f"target {word}" for word in clause.parties[1])
    yield f"opens {' '.join(between[:1])}"
    yield f"opens {' '.join(between[:2])}"
    yield f"closes {' '.join(between[-1:])}"
    yield f"order {clause.source < clause.target} {' '.join(between[:1]) if len(between) < 3 else '…'}"


def turned(clause: Clause) -> list[str]:
    """The names of what speaks for one party's being the doer: order, passive voice, prepositions, the verb between."""
    first = "source" if clause.source < clause.target else "target"
    hits = hits_in(clause)
    between = [hit for hit in hits if clause.first < hit.start < clause.last]
    named = [f"order {first}", *(f"{first} {_manner(clause)} {time}" for time in range(WEIGHT))]
    for name, at in (("source", clause.source), ("target", clause.target)):
        ahead, behind = clause.tokens[max(0, at - 2) : max(0, at)], clause.tokens[at + 1 : at + 3]
        named += (f"{name} {'first' if name == first else 'second'} {side}" for side in _sides(ahead, behind))
    for hit in between[:2]:
        named.append(f"{first} {_voice(clause, hit)} {hit.sense}")
        named.append(f"{first} {hit.phrase}")
    voices = [_voice(clause, hit) for hit in between] or ["none"]
    named.append(f"{first} voice {voices[0]}")
    named += (f"{first} between {word}" for word in clause.tokens[clause.first + 1 : clause.last])
    return list(dict.fromkeys(named))


def _sides(ahead: Sequence[str], behind: Sequence[str]) -> Iterator[str]:
    yield f"ahead {' '.join(ahead[-1:])}"
    yield f"ahead2 {' '.join(ahead)}"
    yield f"behind {' '.join(behind[:1])}"
    yield f"behind2 {' '.join(behind)}"


def _manner(clause: Clause) -> str:
    """`passive` or `received`, with the word that brings in the second party; else `plain`."""
    between = clause.stems[clause.first + 1 : clause.last]
    ahead = [word for word in between[-AGENT:] if word in _turning("agent") | _turning("other")][-1:]
    if not ahead or ahead[0] in _turning("other"):
        return "plain"
    if _participle(clause.tokens[clause.first + 1 : clause.last]):
        return f"passive {ahead[0]}"
    if ahead[0] != "in" and _turning("receiver") & set(between):
        return f"received {ahead[0]}"
    return "plain"


def _participle(words: Sequence[str]) -> bool:
    """Whether a form of `be` stands at most two words before what looks like a past participle."""
    known = _listed("participle")
    after = [near for at, word in enumerate(words) if stem(word) == "be" for near in words[at + 1 : at + 3]]
    return any(near.endswith(("ed", "en")) or near in known for near in after)


@cache
def _turning(kind: str) -> frozenset[str]:
    return frozenset(map(stem, _listed(kind)))


@cache
def _listed(kind: str) -> frozenset[str]:
    table = {row["kind"]: frozenset(listed(row["words"])) for row in rows("acts_turns.tsv", key="kind")}
    return table[kind]


def _voice(clause: Clause, hit: Hit) -> str:
    """`passive` where a form of `be` stands shortly before a past participle, else `active`."""
    ahead = clause.stems[max(0, hit.start - 2) : hit.start]
    word = clause.tokens[hit.start]
    return "passive" if "be" in ahead and not word.endswith("ing") else "active"
