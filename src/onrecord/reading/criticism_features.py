"""A speech that accuses does so in stretches, of one party above all, and seldom of its own country.

So a sentence is read with its neighbours, with the country of its speaker, and with the country that the speech speaks
worst of. The kinds of words are in data/criticism_words.tsv. A feature is a name; its weight lies in the model.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.text.places import NameKind, PlaceKind, mentions, place_of
from onrecord.text.tables import listed, rows
from onrecord.text.terms import Term, TermMatcher

VERSION = 1
"""Raised whenever a feature or a data file changes: a model is read only by the version that it was trained with."""
HARSH = ("deed", "judged", "lie", "breach", "failure", "condemn", "proxy")
"""Kinds of words that speak ill of somebody."""
EARLY = 8
"""Words among which a subject is looked for."""
AROUND = 4
"""Sentences on either side that make the tone around one."""
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|[?!]")
_ENDING = re.compile(r"(?:ations?|ating|ates?|ated|ments?|ing|ions?|ies|ied|es|ed|e|s|y)$")


@dataclass(frozen=True, slots=True)
class Named:
    """A state named in a sentence."""

    start: int
    end: int
    state: str
    """Its place id."""
    acts: bool
    """False where the word before it makes it the place or the sufferer: `in`, `against`, `eastern`."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with what it names and which kinds of words it holds."""

    text: str
    paragraph: int
    named: tuple[Named, ...]
    kinds: tuple[str, ...]
    """One for each word of the lists, in the order of the sentence."""
    harsh: tuple[str, ...]
    """The words that speak ill, as they stand."""
    proxies: tuple[str, ...]
    """The words for those who act for somebody (`the militias`, `sponsors`), as they stand."""


@dataclass(frozen=True, slots=True)
class Speech:
    """The sentences of one speech, whose country speaks, and the country that it speaks worst of, empty if none."""

    lines: tuple[Line, ...]
    speaker: str
    foe: str


def speech_of(sentences: Sequence[str], *, speaker: str, paragraphs: Sequence[int] = ()) -> Speech:
    """A speech from its sentences in order; `speaker` is a place id, `paragraphs` a number for each sentence."""
    numbers = paragraphs or [0] * len(sentences)
    lines = tuple(_line(text, number) for text, number in zip(sentences, numbers, strict=True))
    return Speech(lines, speaker, _foe(lines, speaker))


def _line(text: str, paragraph: int) -> Line:
    found = [(hit.key, text[hit.start : hit.end]) for hit in _matcher().hits(text)]
    harsh = tuple(word for kind, word in found if kind in HARSH)
    proxies = tuple(word for kind, word in found if kind == "proxy")
    return Line(text, paragraph, tuple(_named(text)), tuple(kind for kind, _ in found), harsh, proxies)


@cache
def _matcher() -> TermMatcher:
    table = rows("criticism_words.tsv", key="kind")
    return TermMatcher(
        Term(form, row["kind"]) for row in table if row["kind"] != "sufferer" for form in listed(row["forms"])
    )


def _named(text: str) -> Iterator[Named]:
    """States named by their name, people, capital or government; a region counts for no state."""
    for mention in mentions(text):
        name = mention.names[0]
        if name.kind is not NameKind.OPPONENT and place_of(name.place).kind is PlaceKind.STATE:
            before = _WORD.findall(text[max(0, mention.start - 30) : mention.start].lower())
            yield Named(mention.start, mention.end, name.place, not _suffers(before))


def _suffers(before: Sequence[str]) -> bool:
    """Whether the words before a state's name make it a place or an object rather than a doer."""
    near = [word for word in before[-2:] if word != "the"]
    return bool(near) and near[-1] in _sufferers()


@cache
def _sufferers() -> frozenset[str]:
    return frozenset(
        word
        for row in rows("criticism_words.tsv", key="kind")
        if row["kind"] == "sufferer"
        for word in listed(row["forms"])
    )


def _foe(lines: Sequence[Line], speaker: str) -> str:
    """The state other than the speaker's that is named as a doer beside most harsh words; of several the first."""
    beside: Counter[str] = Counter()
    for line in lines:
        for state in dict.fromkeys(named.state for named in line.named if named.state != speaker and named.acts):
            beside[state] += len(line.harsh)
    best = max(beside, key=lambda state: beside[state], default="")
    return best if beside[best] else ""


def role(state: str, speech: Speech) -> str:
    """`own`, `foe` or `other`."""
    return "own" if state == speech.speaker else "foe" if state == speech.foe else "other"


def features(speech: Speech, at: int) -> list[str]:
    """The names of what speaks for and against criticism in one sentence of a speech."""
    line = speech.lines[at]
    named = [*_words(speech, line), *_kinds(line), *_roles(speech, line)]
    for step in (-2, -1, 1, 2):
        named += _neighbour(speech, at, step)
    return list(dict.fromkeys([*named, *_around(speech, at)]))


def masked(speech: Speech, line: Line) -> list[str]:
    """The sentence's words, with each state's name replaced by its role."""
    pieces: list[str] = []
    at = 0
    for named in line.named:
        pieces += (line.text[at : named.start], f" {role(named.state, speech)}state ")
        at = named.end
    return _WORD.findall("".join([*pieces, line.text[at:]]).lower())


@cache
def _stem(word: str) -> str:
    cut = _ENDING.sub("", word) if len(word) > 4 else word
    return cut if len(cut) >= 3 else word


def _words(speech: Speech, line: Line) -> Iterator[str]:
    words = masked(speech, line)
    stems = [_stem(word) for word in words]
    yield from (f"word {word}" for word in stems)
    yield f"opens {' '.join(words[:1])}"
    yield f"opens {' '.join(words[:2])}"
    yield f"long {min(len(words) // 8, 5)}"


def _kinds(line: Line) -> Iterator[str]:
    counts = Counter(line.kinds)
    for kind, count in counts.items():
        yield f"kind {kind}"
        if count > 1:
            yield f"kind {kind} more"
    for one in counts:
        for two in counts:
            if one < two:
                yield f"kinds {one} {two}"
    yield f"harsh {min(len(line.harsh), 4)}"
    yield f"harsh kinds {len({kind for kind in counts if kind in HARSH})}"
    yield f"mild {min(counts['court'] + counts['wish'], 3)} harsh {min(len(line.harsh), 3)}"


def _roles(speech: Speech, line: Line) -> Iterator[str]:
    """Who is named, whether at the front, and beside which kinds of words."""
    early = {role(named.state, speech) for named in line.named if line.text.count(" ", 0, named.start) < EARLY}
    present = {role(named.state, speech) for named in line.named} or {"nobody"}
    kinds = set(line.kinds)
    for one in present:
        yield f"names {one}"
        yield f"names {one} harsh {min(len(line.harsh), 3)}"
        yield from (f"names {one} kind {kind}" for kind in kinds)
    for one in early:
        yield f"early {one}"
        yield from (f"early {one} kind {kind}" for kind in kinds)
    yield f"names {' '.join(sorted(present))}"


def _neighbour(speech: Speech, at: int, step: int) -> Iterator[str]:
    to = at + step
    if not 0 <= to < len(speech.lines):
        yield f"edge {step}"
        return
    other = speech.lines[to]
    near = "same" if other.paragraph == speech.lines[at].paragraph else "next"
    present = {role(named.state, speech) for named in other.named}
    yield f"at {step} harsh {min(len(other.harsh), 4)}"
    yield f"at {step} {near} harsh {min(len(other.harsh), 3)}"
    if "foe" in present:
        yield f"at {step} foe harsh {min(len(other.harsh), 3)}"
    if abs(step) == 1:
        yield from (f"at {step} kind {kind}" for kind in set(other.kinds) if kind in (*HARSH, "court", "claim"))


def _around(speech: Speech, at: int) -> Iterator[str]:
    """How harsh the speech is around a sentence, and how often it names its foe there."""
    window = speech.lines[max(0, at - AROUND) : at + AROUND + 1]
    harsh = sum(len(line.harsh) for line in window) / len(window)
    foes = sum(any(named.state == speech.foe for named in line.named) for line in window) / len(window)
    yield f"around harsh {min(int(harsh * 2), 8)}"
    yield f"around foe {min(int(foes * 10), 6)}"
    yield f"around {min(int(harsh * 2), 6)} foe {min(int(foes * 10), 4)}"
