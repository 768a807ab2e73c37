"""Many sources tell of one engagement; folded together they show it once, in whatever order they arrived."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from onrecord.model.agenda import Engagement
from onrecord.model.engagements import (
    EngagementRecord,
    EngagementSource,
    Telling,
)
from onrecord.model.occasion import Contact
from onrecord.text.dates import parse_iso
from onrecord.text.persons import same_person

ZONE = timedelta(days=1)
"""Two accounts of one engagement may lie a day apart: its places lie in different time zones."""

_TOGETHER = frozenset({Contact.MEETING, Contact.SUMMIT, Contact.DIALOGUE, Contact.VISIT})
"""Contacts in person: a source that speaks of one kind and a source that speaks of another may mean the same."""


def folded(proposed: Iterable[EngagementRecord]) -> tuple[EngagementRecord, ...]:
    """The engagements that all proposals together tell of, by first day and id.

    Lines of an official list stand for one engagement each. Every other proposal joins those of the list, and then the
    announced visits, that it fits: the same parties, an official in common where both name one, days that lie at most
    one apart. A meeting in the days of a visit of the same people belongs to the visit; a call never does. What is left
    joins its like. The order of arrival does not matter.
    """
    held = sorted(dict.fromkeys(proposed), key=_rank)
    listed = [one for one in held if one.sources[0].telling is Telling.LISTED and one.kind is Contact.VISIT]
    further = [one for one in held if one.sources[0].telling is not Telling.LISTED and one.kind is Contact.VISIT]
    visits = _grouped(further, [[one] for one in listed])
    rest = _grouped([one for one in held if one.kind is not Contact.VISIT], visits)
    return _numbered(sorted(map(_merged, rest), key=lambda one: (one.start, one.id, one.sources[0].document)))


def _numbered(made: Iterable[EngagementRecord]) -> tuple[EngagementRecord, ...]:
    """Each with an id of its own: several of one day, kind and pair that no official tells apart or together."""
    seen: dict[str, int] = {}
    kept = []
    for one in made:
        seen[one.id] = seen.get(one.id, 0) + 1
        kept.append(one if seen[one.id] == 1 else replace(one, id=f"{one.id}/{seen[one.id]}"))
    return tuple(kept)


def _rank(one: EngagementRecord) -> tuple[int, str, str, str, str]:
    return (-one.sources[0].telling, one.start, one.end, one.id, one.sources[0].document)


def _grouped(
    proposed: Sequence[EngagementRecord], anchors: Sequence[list[EngagementRecord]]
) -> list[list[EngagementRecord]]:
    """The anchors' groups with what fits their first member or then any other, and groups of what fits none."""
    groups, left = _joined(proposed, anchors, lambda group: group[:1])
    groups, left = _joined(left, groups, lambda group: group)
    return groups + _clusters(left)


def _joined(
    proposed: Sequence[EngagementRecord],
    anchors: Sequence[list[EngagementRecord]],
    members: Callable[[list[EngagementRecord]], list[EngagementRecord]],
) -> tuple[list[list[EngagementRecord]], list[EngagementRecord]]:
    """The anchors' groups, each with the proposals that fit one of its members, and the proposals that fit none."""
    nearby = _Nearby()
    for number, group in enumerate(anchors):
        for member in members(group):
            nearby.add(member, number)
    groups = [list(group) for group in anchors]
    left: list[EngagementRecord] = []
    for one in proposed:
        fits = nearby.alike(one)
        for number in fits:
            groups[number].append(one)
        left += [] if fits else [one]
    return groups, left


def _clusters(proposed: Sequence[EngagementRecord]) -> list[list[EngagementRecord]]:
    """The proposals, those together that are alike, if only by way of others."""
    nearby = _Nearby()
    moved: dict[int, int] = {}
    clusters: dict[int, list[EngagementRecord]] = {}
    for number, one in enumerate(proposed):
        touching = sorted({_last(moved, cluster) for cluster in nearby.alike(one)})
        clusters[number] = [*(member for cluster in touching for member in clusters.pop(cluster)), one]
        moved.update(dict.fromkeys(touching, number))
        nearby.add(one, number)
    return list(clusters.values())


def _last(moved: dict[int, int], cluster: int) -> int:
    """The cluster in which this one went up."""
    while cluster in moved:
        cluster = moved[cluster]
    return cluster


class _Nearby:
    """Engagements by parties and month: of thousands of one pair only a few can be meant by another source."""

    def __init__(self) -> None:
        self._held: dict[tuple[tuple[str, ...], int], list[tuple[EngagementRecord, int]]] = {}

    def add(self, one: EngagementRecord, group: int) -> None:
        for month in _months(one, ZONE):
            self._held.setdefault((one.parties, month), []).append((one, group))

    def alike(self, one: EngagementRecord) -> list[int]:
        """The groups of the engagements that can be this one, in the order of their numbers."""
        found: set[int] = set()
        for month in _months(one, timedelta()):
            for other, group in self._held.get((one.parties, month), ()):
                if group not in found and _same(other, one):
                    found.add(group)
        return sorted(found)


def _months(one: EngagementRecord, margin: timedelta) -> range:
    """Numbers of the stretches of 32 days that it reaches into, with a margin on both sides."""
    first, last = sorted(_bounds(one.start, one.end))
    return range((first - margin).toordinal() // 32, (last + margin).toordinal() // 32 + 1)


def _same(one: EngagementRecord, other: EngagementRecord) -> bool:
    in_person = {one.kind, other.kind} <= _TOGETHER
    if one.parties != other.parties or (one.kind is not other.kind and not in_person):
        return False
    if not _near(one, other):
        return False
    if not one.officials or not other.officials:
        return True
    return any(same_person(name, another) for name in one.officials for another in other.officials)


def _near(one: EngagementRecord, other: EngagementRecord) -> bool:
    first, last = _bounds(one.start, one.end)
    start, end = _bounds(other.start, other.end)
    return start <= last + ZONE and first - ZONE <= end


@lru_cache(maxsize=65536)
def _bounds(start: str, end: str) -> tuple[date, date]:
    return parse_iso(start).earliest(), parse_iso(end).latest()


def _merged(group: Sequence[EngagementRecord]) -> EngagementRecord:
    group = sorted(group, key=lambda one: (one.kind is not Contact.VISIT, _rank(one)))
    best = _with_best_days(group)
    told = dict.fromkeys(source for one in group for source in one.sources)
    sources = tuple(sorted(told, key=lambda source: (-source.telling, source.known, source.document, source.start)))
    officials = _officials(name for one in (best, *group) for name in one.officials)
    place = next((one.place for one in group if one.place), "")
    notes = (*best.notes, *_differences(best, sources))
    ident = _id(best)
    return replace(best, id=ident, officials=officials, place=place, sources=sources, notes=tuple(dict.fromkeys(notes)))


def _officials(names: Iterable[str]) -> tuple[str, ...]:
    """Each official once, by the fullest form that a source prints."""
    kept: list[str] = []
    for name in names:
        at = next((at for at, known in enumerate(kept) if same_person(name, known)), None)
        if at is None:
            kept.append(name)
        elif len(kept[at].split()) < len(name.split()):
            kept[at] = name
    return tuple(kept)


def _with_best_days(group: Sequence[EngagementRecord]) -> EngagementRecord:
    """The member whose account of the days counts: a visit's best source; for a meeting, the one that tells the day."""
    first = group[0]
    if first.kind is Contact.VISIT:
        wider = [
            one for one in group if one.start <= first.start and first.end <= one.end and one.kind is Contact.VISIT
        ]
        days = min(wider[1:], key=_length, default=first) if first.sources[0].telling is Telling.RECORDED else first
        return replace(first, start=days.start, end=days.end)
    certain = [one for one in group if one.certain] or list(group)
    return min(certain, key=lambda one: (_length(one), _rank(one)))


def _length(one: EngagementRecord) -> int:
    first, last = _bounds(one.start, one.end)
    return (last - first).days


def _id(best: EngagementRecord) -> str:
    visitor = best.id.split("/")[3:4]
    return "/".join((best.start, best.kind.value, "+".join(best.parties), *visitor))


def _differences(best: EngagementRecord, sources: Sequence[EngagementSource]) -> list[str]:
    """Announced days that the record or the list does not bear out."""
    return [
        f"Announced for {source.start} to {source.end} ({source.document})."
        for source in sources
        if source.telling is Telling.ANNOUNCED
        and best.certain
        and best.kind is not Contact.VISIT
        and not source.start <= best.start <= source.end
    ]


def of_calendar(engagement: Engagement, parties: tuple[str, ...], *, name: str, known: str) -> EngagementRecord | None:
    """A calendar's entry as a proposal; None where it has no day or fewer than two parties.

    `parties` are its parties' codes as far as they are known, else their names; `name` is the file's.
    """
    if len(engagement.start) != 10 or len(set(parties)) < 2 or engagement.kind == "none":
        return None
    kind, end = Contact(engagement.kind), engagement.end or engagement.start
    sides = tuple(sorted(set(parties)))
    source = EngagementSource(Telling.CALENDAR, name, "", known, engagement.start, end)
    made = EngagementRecord(
        "", kind, sides, engagement.officials, "", engagement.start, end, (source,), engagement.unsure
    )
    visitor = engagement.officials[0].split()[-1].casefold() if engagement.officials and kind is Contact.VISIT else ""
    return replace(made, id="/".join(part for part in (made.start, kind.value, "+".join(sides), visitor) if part))
