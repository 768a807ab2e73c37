"""What changed between two texts is told in words, with its place in both, and a new comma is not a new claim.

Words are compared, not characters: a run of letters or digits, one ideograph, or one mark. White space counts where it
differs. Each edit has a kind; the gravest of them is the kind of the whole.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from onrecord.model.record import Span
from onrecord.text.alignment import aligned
from onrecord.text.change_kinds import Kind, Mark, Weighed, weigh

_HAN = r"\u3400-\u9fff\uf900-\ufaff"

_WORDS = re.compile(rf"[{_HAN}]|(?:(?![{_HAN}])[^\W_])+|[^\w\s]|_")

_SMALL_WORD = 3
"""Letters of a shared word that does not part two edits."""

SHOWN = 60
"""Characters of unchanged words shown before and after an edit."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One stretch of the old text and what stands in its place in the new one; one of the two may be empty."""

    old: Span
    new: Span
    before: str
    """`old` in its text: the words that went."""
    after: str
    """`new` in its text: the words that came."""
    kind: Kind
    marks: frozenset[Mark] = frozenset()
    """What makes an edit of substance worth a look; none for other kinds, and for a change of plain words."""

    def __str__(self) -> str:
        return f"{self.before.strip() or '∅'} → {self.after.strip() or '∅'}"


@dataclass(frozen=True)
class Difference:
    """Every edit between two texts, in their order: made in the old text, they give the new one to the character."""

    old: str
    new: str
    edits: tuple[Edit, ...]

    @property
    def kind(self) -> Kind | None:
        """That of the gravest edit; None where the texts are the same."""
        return max((edit.kind for edit in self.edits), default=None)

    @property
    def marks(self) -> frozenset[Mark]:
        return frozenset(mark for edit in self.edits for mark in edit.marks)

    def of_kind(self, kind: Kind) -> tuple[Edit, ...]:
        return tuple(edit for edit in self.edits if edit.kind is kind)

    @cached_property
    def _starts(self) -> list[int]:
        return [edit.old.start for edit in self.edits]

    def touching(self, span: Span) -> tuple[Edit, ...]:
        """The edits inside a stretch of the old text, and those that reach into it."""
        return tuple(edit for edit in self.edits if _touches(edit.old, span))

    def now(self, span: Span) -> Span:
        """Where what stood in a stretch of the old text would stand in the new one.

        An edge inside an edit goes to the edge of what replaced it. This is where to look, not a claim that the
        words are there: compare them.
        """
        start = self._place(span.start, late=False)
        return Span(start, max(start, self._place(span.end, late=True)))

    def _place(self, at: int, *, late: bool) -> int:
        index = bisect_right(self._starts, at) - 1
        while index >= 0 and self.edits[index].old.start == at and late:
            index -= 1
        if index < 0:
            return at
        edit = self.edits[index]
        if at >= edit.old.end:
            return at - edit.old.end + edit.new.end
        return edit.new.end if late else edit.new.start

    def readable(self, *, least: Kind = Kind.WHITESPACE) -> Iterator[str]:
        """A line an edit: the words around it, with `[old → new]` in its place; kinds below `least` are left out."""
        for edit in self.edits:
            if edit.kind >= least:
                before = _line(self.old[max(0, edit.old.start - SHOWN) : edit.old.start])
                after = _line(self.old[edit.old.end : edit.old.end + SHOWN])
                yield f"…{before}[{_shown(edit)}]{after}…"


def difference(old: str, new: str) -> Difference:
    """What changed from one text to another.

    Nothing is folded away: texts without an edit are equal. Two long stretches that share no rare word are one edit
    (see `alignment.SMALL`). A paragraph that moved is gone at one place and new at another.
    """
    edits = () if old == new else tuple(_edits(old, new))
    return Difference(old, new, edits)


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return _WORDS.findall(text)


def _edits(old: str, new: str) -> Iterator[Edit]:
    was, now = ([match.span() for match in _WORDS.finditer(text)] for text in (old, new))
    pairs = aligned([old[a:b] for a, b in was], [new[a:b] for a, b in now])
    gap: tuple[Span, Span] | None = None
    for one, other in _gaps(old, new, [(was[left], now[right]) for left, right in pairs]):
        if gap and _is_one_edit(old, new, gap, (one, other)):
            gap = Span(gap[0].start, one.end), Span(gap[1].start, other.end)
            continue
        if gap:
            yield _edit(old, new, *gap)
        gap = one, other
    if gap:
        yield _edit(old, new, *gap)


def _gaps(old: str, new: str, pairs: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> Iterator[tuple[Span, Span]]:
    """What stands between the words that both texts share, where it differs."""
    i = j = 0
    for a, b in [*pairs, ((len(old), len(old)), (len(new), len(new)))]:
        if old[i : a[0]] != new[j : b[0]]:
            yield Span(i, a[0]), Span(j, b[0])
        i, j = a[1], b[1]


def _is_one_edit(old: str, new: str, gap: tuple[Span, Span], following: tuple[Span, Span]) -> bool:
    """True if nothing but a small word (`of`) or a mark stands between two gaps that both hold words."""
    between = old[gap[0].end : following[0].start]
    held = all(one.of(old).strip() or other.of(new).strip() for one, other in (gap, following))
    return held and len(between) <= _SMALL_WORD and not any(one.of(old).count("\n") for one in (gap[0], following[0]))


def _edit(old: str, new: str, was: Span, now: Span) -> Edit:
    """The edit of two gaps between unchanged words, without the white space that both share at their edges."""
    before, after = was.of(old), now.of(new)
    head, tail = _shared_space(before, after)
    was, now = Span(was.start + head, was.end - tail), Span(now.start + head, now.end - tail)
    weighed: Weighed = weigh(old, new, was, now)
    return Edit(was, now, was.of(old), now.of(new), weighed.kind, weighed.marks)


def _shared_space(before: str, after: str) -> tuple[int, int]:
    most = min(len(before), len(after))
    head = tail = 0
    while head < most and before[head] == after[head] and before[head].isspace():
        head += 1
    while tail < most - head and before[-1 - tail] == after[-1 - tail] and before[-1 - tail].isspace():
        tail += 1
    return head, tail


def _touches(edit: Span, span: Span) -> bool:
    if edit.start == edit.end:
        return span.start < edit.start < span.end
    return edit.overlaps(span)


def _shown(edit: Edit) -> str:
    if edit.kind is Kind.WHITESPACE:
        return f"{edit.before!r} → {edit.after!r}"
    return _line(str(edit))


def _line(words: str) -> str:
    """Without line breaks, and without what could steer a terminal."""
    return "".join(char if char.isprintable() else " " for char in re.sub(r"\s+", " ", words))
