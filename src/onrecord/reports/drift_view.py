"""A reader sees what changed in a formula only where the old words and the new ones stand in one line.

Deleted words are `[-so-]` and added ones `{+so+}` on a terminal, `<del>` and `<ins>` in a page; below stands in words
what that does. All that is shown comes from the wordings' own quotes: a name that was taken out of those
is in no line here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from onrecord.model.record import Quote, Side
from onrecord.model.standing import Cited
from onrecord.model.wording import Shift, Shifted, Wording

UNMARKED = frozenset({"whitespace", "punctuation_or_case"})
"""Kinds of edit that are shown as the new text has them, without a mark."""


class Part(Enum):
    """What became of a stretch of words."""

    KEPT = "kept"
    DELETED = "deleted"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a wording as it is shown; deleted words stand where they were."""

    part: Part
    words: str


@dataclass(frozen=True, slots=True)
class WordingView:
    """One wording, ready to be shown; words from outside are not escaped yet."""

    wording: Wording
    pieces: tuple[Piece, ...]
    news: str
    """What its coming is: the first words, another wording, a new one; one phrase."""
    notes: tuple[str, ...]
    """What its edits do, one sentence each."""
    again: str
    """`the same words for the 4th time since 2021-05-26`; empty for words that were used on one day."""


@dataclass(frozen=True, slots=True)
class FamilyView:
    """The versions of one wording, in the order of their first use."""

    versions: tuple[WordingView, ...]

    @property
    def is_once(self) -> bool:
        """True for words that came on one day, in one version."""
        return len(self.versions) == 1 and self.versions[0].wording.times <= 1


@dataclass(frozen=True, slots=True)
class DriftView:
    """The wordings of one ask on one side (and in one series)."""

    ask_id: str
    side: Side
    series: str
    families: tuple[FamilyView, ...]
    """Those with several versions or uses first, each part in the order of first use."""

    @property
    def summary(self) -> str:
        """How many wordings, of how many formulas, in how many documents, and how many nobody has judged."""
        versions = [view.wording for family in self.families for view in family.versions]
        documents = {use.document.id for wording in versions for use in wording.uses}
        open_ones = sum(wording.proposal for wording in versions)
        said = f"{_count(len(versions), 'wording')} in {_count(len(documents), 'document')}"
        return f"{said}; {open_ones} of them from findings that nobody has judged" if open_ones else said


def drift_views(wordings: Iterable[Wording]) -> tuple[DriftView, ...]:
    """The wordings of `ledger.drift`, in its order, as they are shown."""
    found = []
    for (ask_id, side, series), held in groupby(wordings, key=lambda one: (one.ask_id, one.side, one.series)):
        families: dict[int, list[Wording]] = {}
        for wording in held:
            families.setdefault(wording.family, []).append(wording)
        views = [FamilyView(tuple(map(_wording_view, versions))) for versions in families.values()]
        found.append(DriftView(ask_id, side, series, tuple(sorted(views, key=lambda view: view.is_once))))
    return tuple(found)


def _wording_view(wording: Wording) -> WordingView:
    return WordingView(wording, pieces(wording), _news(wording), tuple(notes(wording.shifts)), _again(wording))


def pieces(wording: Wording) -> tuple[Piece, ...]:
    """The words of the first use with the edits marked in them.

    White space at the ends of a marked stretch is shown outside it, so that the marks stand at words.
    """
    words, start = wording.quote.exact, wording.quote.start
    found, at = [], 0
    for edit in wording.edits:
        found.append(Piece(Part.KEPT, words[at : edit.new.start - start]))
        if edit.kind in UNMARKED:
            found.append(Piece(Part.KEPT, edit.new.exact))
        else:
            found += [*_marked(Part.DELETED, edit.old.exact), *_marked(Part.ADDED, edit.new.exact)]
        at = edit.new.end - start
    return _joined([*found, Piece(Part.KEPT, words[at:])])


def _marked(part: Part, words: str) -> Iterator[Piece]:
    inner = words.strip()
    head, _, tail = words.partition(inner) if inner else (words, "", "")
    yield from (Piece(Part.KEPT, head), Piece(part, inner), Piece(Part.KEPT, tail))


def _joined(parts: Sequence[Piece]) -> tuple[Piece, ...]:
    runs = groupby((piece for piece in parts if piece.words), key=lambda piece: piece.part)
    return tuple(Piece(part, "".join(piece.words for piece in run)) for part, run in runs)


def _news(wording: Wording) -> str:
    if wording.before is None:
        return "words of its own"
    against = wording.before.document.date
    if not wording.alike:
        return f"in other words than on {against}"
    if all(edit.kind in UNMARKED for edit in wording.edits):
        return f"as on {against}, but for marks and capitals"
    return f"held against {against}"


def _again(wording: Wording) -> str:
    if wording.times < 2:
        return ""
    return f"the same words for the {ordinal(wording.times)} time since {wording.first}"


def notes(shifts: Iterable[Shifted]) -> Iterator[str]:
    """What shifts do, with the words that show it: `charge dropped: “abuses” → “practices”`, like ones in one line."""
    for (shift, told), held in groupby(shifts, key=lambda one: (one.shift, _fate(one))):
        if shift is Shift.ORDER:
            yield "the same words in another order"
        else:
            yield f"{shift.value}{told}: {', '.join(map(_quoted, held))}"


def _fate(shifted: Shifted) -> str:
    """Whether words came or went, where the shift's own name does not say it."""
    if shifted.shift not in (Shift.NUMBER, Shift.NEGATION) or (shifted.before and shifted.after):
        return ""
    return " dropped" if shifted.before else " added"


def _quoted(shifted: Shifted) -> str:
    return " → ".join(f"“{quote.exact}”" for quote in (shifted.before, shifted.after) if quote is not None)


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `3rd`, `11th`, `22nd`."""
    teen = 10 <= number % 100 <= 20
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def where(use: Cited) -> str:
    """The document of a use, with the place of the words in its text."""
    held, quote = use.document, use.quote
    facts = (held.date or "undated", held.publisher, held.title, f"characters {place(quote)}" if quote else "")
    return " · ".join(filter(None, facts))


def place(quote: Quote) -> str:
    return f"{quote.start}–{quote.end}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
