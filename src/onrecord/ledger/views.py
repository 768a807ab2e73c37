"""Whose a document is depends on who asks: the same record is another view for each pair of raiser and target."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.ledger.series import series_of
from onrecord.model.occasion import Genre, Held, Occasion, SeriesEdit
from onrecord.model.record import Document, Side

SPEAKS = frozenset({Side.OURS, Side.JOINT})
"""Sides whose documents raise an ask."""


@dataclass(frozen=True, slots=True)
class Catalogued:
    """A document in hand as the store lists it."""

    document: Document
    """Without its text."""
    length: int
    known_at: str
    occasion: Occasion


Kind = tuple[str, Side | None, bool]
"""What tells whose a document is: its publisher, the side that its adder named, and whether it is a joint text."""


def is_joint(one: Catalogued) -> bool:
    """True for a text that several sides issue together."""
    return one.occasion.genre is Genre.JOINT_STATEMENT


def _kind(one: Catalogued) -> Kind:
    return one.document.publisher, one.document.side, is_joint(one)


class Hand:
    """The documents in hand, each made ready once for all views in which it stands on the same side."""

    def __init__(self, catalogue: Iterable[Catalogued]) -> None:
        self.listed = {one.document.id: one for one in catalogue}
        self._meetings: dict[tuple[str, ...], list[str]] = {}
        self._held: dict[tuple[str, Side], Held] = {}
        for one in self.listed.values():
            if len(one.occasion.parties) > 1:
                self._meetings.setdefault(one.occasion.parties, []).append(one.document.id)

    def about(self, wanted: Callable[[frozenset[str]], bool]) -> Iterator[str]:
        """The ids of the documents of several parties, where those are wanted."""
        for parties, ids in self._meetings.items():
            if wanted(frozenset(parties)):
                yield from ids

    def held(self, ident: str, side: Side) -> Held:
        """The document as one whose record it is on that side. Raises KeyError for one that is not in hand."""
        made = self._held.get((ident, side))
        if made is None:
            made = self._held[ident, side] = _held(self.listed[ident], side)
        return made


def _held(one: Catalogued, side: Side) -> Held:
    document = one.document
    return Held(
        document.id, document.date, document.publisher, document.title, document.url, document.language,
        side, one.length, document.complete, one.known_at, one.occasion,
    )  # fmt: skip


class View(Mapping[str, Held]):
    """The documents in hand by their ids, each on the side on which one raiser and one target see it.

    `side_of` tells it of a document; its answer may depend on nothing but the publisher, the side that its adder named,
    and whether it is a joint text. `parties` are the codes of the two.
    """

    def __init__(
        self,
        hand: Hand,
        side_of: Callable[[Catalogued], Side],
        parties: frozenset[str],
        edits: Sequence[SeriesEdit] = (),
    ) -> None:
        self._hand, self._side_of = hand, side_of
        self._sides: dict[Kind, Side] = {}
        self._records: dict[tuple[str, ...], tuple[Held, ...]] = {}
        between = (self[ident] for ident in hand.about(lambda named: len(parties & named) > 1))
        self.series = series_of([held for held in between if held.side in SPEAKS], edits)
        """The raiser's own and the joint ones with the target."""

    def __getitem__(self, ident: str) -> Held:
        one = self._hand.listed[ident]
        kind = _kind(one)
        if kind not in self._sides:
            self._sides[kind] = self._side_of(one)
        return self._hand.held(ident, self._sides[kind])

    def __iter__(self) -> Iterator[str]:
        return iter(self._hand.listed)

    def __len__(self) -> int:
        return len(self._hand.listed)

    def records(self, parties: tuple[str, ...]) -> tuple[Held, ...]:
        """The documents that tell of all of these parties."""
        if parties not in self._records:
            about = self._hand.about(lambda named: named.issuperset(parties))
            self._records[parties] = tuple(self[ident] for ident in about)
        return self._records[parties]
