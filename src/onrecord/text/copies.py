"""One text is published at many addresses, and what a copy changed matters most inside quotation marks.

Copies are texts that share most of their runs of words and were published about the same time. A publisher that
fills one form for two events (an emergency in one state and in the next) publishes two texts, not a copy.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from onrecord.model.record import Document
from onrecord.text.change_kinds import Kind, Mark
from onrecord.text.differences import Difference, Edit, difference
from onrecord.text.shingles import containment, resemblance, shingles, sketch

ALIKE = 0.5
"""Resemblance from which two texts are copies."""

HELD = 0.8
"""Part of the shorter text that the longer one must hold, where a copy adds much or leaves much out."""

NEARLY, SPARSE = 0.85, 150
"""One publisher's two texts in which names or numbers differ are one text only with this resemblance, with one title,
and with at most one such edit in so many words (a correction); else a form was filled again."""

LEAST = 30
"""Runs of words that a text needs to be compared: some 33 words, below which formulas are all alike."""

DAYS, DAYS_OF_OTHERS = 7, 31
"""Days between two copies at most: of one publisher, which files the same form again; and of different ones."""

AT_HAND = 50
"""Texts held in memory while pairs are compared."""

COMMON = 40
"""A run of words in more sketches than this is a formula and leads to no candidates."""

SHARED = 4
"""Numbers of two sketches that must be the same for the pair to be read and compared."""


@dataclass(frozen=True, slots=True)
class Sketched:
    """What is kept of a document until copies of it are looked for."""

    key: int
    """How the caller finds the document again."""
    id: str
    publisher: str
    date: str
    day: int
    """The date as a number of days; 0 where no day is known."""
    title: str
    size: int
    """Runs of words."""
    sketch: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A document of a cluster, held against its head."""

    document: Sketched
    resemblance: float
    difference: Difference
    """From the head's text to this one's."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Copies of one text."""

    head: Sketched
    """The text that the others are held against: an official publisher's if there is one, the earliest, the longest."""
    official: bool
    """True if an official publisher's own page is the head."""
    copies: tuple[Copy, ...]


def sketched(key: int, document: Document) -> Sketched:
    """The document, sketched."""
    held = shingles(document.text)
    day = date.fromisoformat(document.date).toordinal() if len(document.date) == 10 else 0
    names = (document.id, document.publisher, document.date)
    return Sketched(key, *names, day, document.title, len(held), sketch(held))


class Copies:
    """Looks for copies among sketched documents; reads again only those that may be some."""

    def __init__(self, read: Callable[[int], Document], official: Callable[[str], bool]) -> None:
        """`read` gives the document of a key, `official` says of a publisher's name whether it is a government's."""
        self._read = read
        self._official = official
        self._texts: dict[int, tuple[str, frozenset[int]]] = {}
        self._known: dict[tuple[int, int], Copy | None] = {}

    def clusters(self, documents: Sequence[Sketched]) -> Iterator[Cluster]:
        """The clusters, in the order of their first documents; each document is in one at most."""
        self._known.clear()
        pairs = [(one, other) for one, other in candidates(documents) if self._copy(one, other)]
        for group in _linked(pairs):
            yield from self._parted(sorted(group, key=self._rank))

    def _parted(self, group: list[Sketched]) -> Iterator[Cluster]:
        """The group, so that every member is a copy of its head, and not only of a copy of it."""
        while len(group) > 1:
            head, *others = group
            found = {other.key: copy for other in others if (copy := self._copy(head, other)) is not None}
            if found:
                yield Cluster(head, self._official(head.publisher), tuple(found.values()))
            group = [other for other in others if other.key not in found]

    def _rank(self, held: Sketched) -> tuple[bool, bool, str, int, str]:
        return not self._official(held.publisher), not held.date, held.date, -held.size, held.id

    def _copy(self, one: Sketched, other: Sketched) -> Copy | None:
        """The second held against the first, the better head of the two; None where it is no copy."""
        head, later = sorted((one, other), key=self._rank)
        pair = head.key, later.key
        if pair not in self._known:
            self._known[pair] = self._compared(head, later)
        return self._known[pair]

    def _compared(self, head: Sketched, other: Sketched) -> Copy | None:
        if not _near_in_time(head, other):
            return None
        (was, first), (now, second) = self._text(head.key), self._text(other.key)
        alike = resemblance(first, second)
        if alike < ALIKE and containment(first, second) < HELD:
            return None
        found = difference(was, now)
        if _same_publisher(head, other) and _is_another_event(head, other, found, alike):
            return None
        return Copy(other, alike, found)

    def _text(self, key: int) -> tuple[str, frozenset[int]]:
        if key not in self._texts:
            if len(self._texts) >= AT_HAND:
                self._texts.clear()
            text = self._read(key).text
            self._texts[key] = text, shingles(text)
        return self._texts[key]


def candidates(documents: Iterable[Sketched]) -> Iterator[tuple[Sketched, Sketched]]:
    """Pairs of documents of which the sketches share enough, near in time, in a fixed order."""
    held = [document for document in documents if document.size >= LEAST]
    having: dict[int, list[int]] = defaultdict(list)
    for at, document in enumerate(held):
        for number in document.sketch:
            having[number].append(at)
    shared: Counter[tuple[int, int]] = Counter()
    for places in having.values():
        if 1 < len(places) <= COMMON:
            shared.update(pair for pair in combinations(places, 2) if _near_in_time(held[pair[0]], held[pair[1]]))
    for (one, other), times in sorted(shared.items()):
        if times >= SHARED:
            yield held[one], held[other]


def _near_in_time(one: Sketched, other: Sketched) -> bool:
    """True unless both days are known and lie too far apart."""
    if not (one.day and other.day):
        return True
    return abs(one.day - other.day) <= (DAYS if _same_publisher(one, other) else DAYS_OF_OTHERS)


def _same_publisher(one: Sketched, other: Sketched) -> bool:
    return one.publisher.casefold() == other.publisher.casefold()


def _is_another_event(head: Sketched, other: Sketched, found: Difference, alike: float) -> bool:
    """True where one publisher filled a form again: names, places or numbers stand in the place of others.

    Where none does, titles that differ tell two texts apart that are less than nearly the same.
    """
    titled = bool(difference(head.title, other.title).of_kind(Kind.SUBSTANCE))
    telling = {Mark.NAME, Mark.PLACE, Mark.NUMBER}
    filled = sum(_replaces(edit) and bool(edit.marks & telling) for edit in found.of_kind(Kind.SUBSTANCE))
    if filled:
        return titled or alike < NEARLY or filled * SPARSE > head.size
    return titled and alike < HELD


def _replaces(edit: Edit) -> bool:
    return bool(edit.before.strip() and edit.after.strip())


def _linked(pairs: Iterable[tuple[Sketched, Sketched]]) -> list[list[Sketched]]:
    """The documents that pairs link, in the order of their first pair."""
    group_of: dict[int, list[Sketched]] = {}
    for one, other in pairs:
        first = group_of.setdefault(one.key, [one])
        second = group_of.setdefault(other.key, [other])
        if first is not second:
            first.extend(second)
            group_of.update((held.key, first) for held in second)
    return list({id(group): group for group in group_of.values()}.values())
