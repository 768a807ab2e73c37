"""Documents can be compared that tell of the same parties at the same height in the same kind of text.

How the parties met does not part a series: a call and a meeting of two leaders stand in one row, since a government
reports on its relation with another in both. The contact stays visible, and the guards of an omission weigh it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from onrecord.model.occasion import Change, Contact, Genre, Held, Series, SeriesEdit

LIKE = 0.9
"""Likeness of two titles from which two documents of one day are one text published twice."""

_GENRES = frozenset({Genre.READOUT, Genre.JOINT_STATEMENT, Genre.REMARKS, Genre.PRESS_CONFERENCE})
"""Kinds of text that tell of a contact; statements, briefings and fact sheets tell of a matter."""

_WORDS = re.compile(r"\w+")


def key_of(held: Held) -> str:
    """The series that a document belongs to, e.g. `CN+US/leaders/readout/ours`; empty for one that has no like."""
    occasion = held.occasion
    if occasion.genre not in _GENRES or occasion.rank is None or len(occasion.parties) < 2:
        return ""
    return f"{'+'.join(occasion.parties)}/{occasion.rank.name.lower()}/{occasion.genre.value}/{held.side.value}"


def series_of(
    held: Iterable[Held],
    edits: Sequence[SeriesEdit] = (),
    *,
    copies: Callable[[Held, Held], bool] | None = None,
) -> tuple[Series, ...]:
    """The series among these documents, by key; each document once, one document for each event.

    `copies` says of two documents of one series and one day whether they are one text; without it their titles tell.
    A document that a person adds must be among `held`. Edits of a series that does not exist make it, if they add
    something to it; removing what is not there changes nothing.
    """
    every = {document.id: document for document in held}
    groups: dict[str, list[Held]] = defaultdict(list)
    for document in every.values():
        if key := key_of(document):
            groups[key].append(document)
    notes: dict[str, list[str]] = defaultdict(list)
    for edit in edits:
        _apply(edit, groups, notes, every)
    made = (
        Series(key, _each_event_once(documents, copies or same_text), tuple(notes[key]))
        for key, documents in sorted(groups.items())
    )
    return tuple(series for series in made if series.documents)


def _apply(
    edit: SeriesEdit, groups: dict[str, list[Held]], notes: dict[str, list[str]], every: dict[str, Held]
) -> None:
    members = groups[edit.key]
    why = f" ({edit.why})" if edit.why else ""
    if edit.change is Change.APART:
        contact = Contact(edit.what)
        key = f"{edit.key}/{contact.value}"
        groups[key] = [document for document in members if document.occasion.contact is contact]
        groups[edit.key] = [document for document in members if document.occasion.contact is not contact]
        notes[edit.key].append(f"Documents of a {contact.value} stand in a series of their own{why}.")
        notes[key].append(f"Only documents of a {contact.value} stand here{why}.")
    elif edit.change is Change.ADD and edit.what in every and every[edit.what] not in members:
        members.append(every[edit.what])
        notes[edit.key].append(f"{edit.what} was put in{why}.")
    elif edit.change is Change.REMOVE and every.get(edit.what) in members:
        members.remove(every[edit.what])
        notes[edit.key].append(f"{edit.what} was taken out{why}.")


def _each_event_once(documents: Sequence[Held], copies: Callable[[Held, Held], bool]) -> tuple[Held, ...]:
    """By date, then id; of several texts of one event the longest, of equals the last."""
    kept: list[Held] = []
    for document in sorted(documents, key=lambda held: (_day(held), held.id)):
        twin = next((at for at in _same_day(kept, document) if copies(kept[at], document)), None)
        if twin is None:
            kept.append(document)
        elif document.length >= kept[twin].length:
            kept[twin] = document
    return tuple(sorted(kept, key=lambda held: (held.date, held.id)))


def _same_day(kept: Sequence[Held], document: Held) -> Iterator[int]:
    for at in range(len(kept) - 1, -1, -1):
        if _day(kept[at]) != _day(document):
            return
        yield at


def _day(held: Held) -> str:
    """When the event took place, as far as the document tells; else when it was published."""
    return held.occasion.day or held.date


def same_text(one: Held, other: Held) -> bool:
    """True if two documents of one series and one day tell of one event, as far as their titles show.

    Two calls on one day are two events: then the titles name two contacts, or the documents differ much in length.
    """
    if one.occasion.contact is not other.occasion.contact or one.publisher != other.publisher:
        return False
    first, second = (_WORDS.findall(held.title.casefold()) for held in (one, other))
    if _people(one) and _people(other) and not _people(one) & _people(other):
        return False
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= LIKE


def _people(held: Held) -> set[str]:
    return {name.split()[-1].casefold() for name in held.occasion.officials}
