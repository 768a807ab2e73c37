"""A document prepared once for all asks: its sentences, each with its speaker and with every known term in it."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.matching.lexicon import PLACE, found_in
from onrecord.model.record import Document, Passage, Span
from onrecord.text.folding import fold
from onrecord.text.patterns import pattern
from onrecord.text.sentences import sentences
from onrecord.text.terms import Hit, TermMatcher


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with what stands in it."""

    span: Span
    words: str
    passage: Passage
    hits: tuple[Hit, ...]
    keys: frozenset[str]
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class Page:
    """A document's sentences in order."""

    document: Document
    passages: tuple[Passage, ...]
    sentences: tuple[Sentence, ...]
    title_places: frozenset[str]
    threads: tuple[int, ...]
    """For each sentence the number of its thread: a new one begins where somebody speaks who does not answer."""
    index: dict[str, tuple[int, ...]]
    """For each key the indices of the sentences that hold it."""
    keys: frozenset[str]
    """Every key found anywhere in the text or the title."""
    voices: tuple[Passage, ...]
    """The first passage of each voice and country: enough to tell who speaks in the document at all."""
    named: dict[frozenset[str], tuple[frozenset[str], ...]] = field(default_factory=dict)
    """For each raiser that was asked for, the places of each sentence without its own."""

    def named_but(self, raiser: frozenset[str]) -> tuple[frozenset[str], ...]:
        """For each sentence the places that it names but the raiser's: found once for all asks of one raiser."""
        if raiser not in self.named:
            self.named[raiser] = tuple([sentence.places - raiser for sentence in self.sentences])
        return self.named[raiser]


@dataclass(frozen=True, slots=True)
class Scan:
    """Every known term of a document, found in one pass: enough to tell which asks it may concern."""

    hits: tuple[Hit, ...]
    title_places: frozenset[str]
    keys: frozenset[str]


def scan(document: Document, matcher: TermMatcher | None = None) -> Scan:
    """The document's terms; `matcher` finds those of the asks at hand beside the shipped lexicon."""
    folded = fold(document.text)
    hits = found_in(document.text, folded)
    if matcher is not None:
        own = [hit for hit in matcher.hits(document.text, folded) if not _names_a_law(document.text, hit)]
        hits = sorted(hits + own)
    title = frozenset(hit.key for hit in found_in(document.title))
    return Scan(tuple(hits), _only_places(title), frozenset(hit.key for hit in hits) | title)


_AFTER_NAME = pattern("after_name")


def _names_a_law(text: str, hit: Hit) -> bool:
    """True for a person's name in the name of a law, a prize or a body ("the Khashoggi Ban")."""
    return _AFTER_NAME.match(text, hit.end) is not None


def prepare(document: Document, passages: Sequence[Passage], scanned: Scan) -> Page:
    """The page of a document whose terms are found and whose speakers are known."""
    made = _sentences(document, passages, scanned.hits)
    index: dict[str, list[int]] = {}
    for at, sentence in enumerate(made):
        for key in sentence.keys:
            index.setdefault(key, []).append(at)
    places = {key: tuple(found) for key, found in index.items()}
    voices = tuple({(passage.voice.value, passage.country): passage for passage in reversed(passages)}.values())
    return Page(document, tuple(passages), made, scanned.title_places, _threads(made), places, scanned.keys, voices)


def _threads(made: tuple[Sentence, ...]) -> tuple[int, ...]:
    threads: list[int] = []
    for at, sentence in enumerate(made):
        before = made[at - 1].passage if at else sentence.passage
        goes_on = sentence.passage is before or sentence.passage.answers == before.span
        threads.append((threads[-1] if threads else 0) + (0 if goes_on else 1))
    return tuple(threads)


def _sentences(document: Document, passages: Sequence[Passage], hits: Sequence[Hit]) -> tuple[Sentence, ...]:
    starts = [passage.span.start for passage in passages]
    made, at = [], 0
    for span in _cut_at(sentences(document.text), starts):
        while at < len(hits) and hits[at].end <= span.start:
            at += 1
        until = at
        while until < len(hits) and hits[until].start < span.end:
            until += 1
        inside = tuple(hits[at:until])
        keys = frozenset([hit.key for hit in inside])
        passage = passages[max(0, bisect_right(starts, span.start) - 1)]
        made.append(Sentence(span, span.of(document.text), passage, inside, keys, _only_places(keys)))
    return tuple(made)


def _cut_at(spans: list[Span], starts: list[int]) -> list[Span]:
    """The sentences, divided where a passage begins inside one."""
    made = []
    for span in spans:
        cuts = starts[bisect_right(starts, span.start) : bisect_right(starts, span.end - 1)]
        edges = [span.start, *cuts, span.end]
        made += [Span(start, end) for start, end in itertools.pairwise(edges)] if cuts else [span]
    return made


def _only_places(keys: frozenset[str]) -> frozenset[str]:
    return frozenset([key for key in keys if key.startswith(PLACE)]) if keys else keys
