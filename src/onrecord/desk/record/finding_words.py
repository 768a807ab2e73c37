"""Words are looked for in the public record; a document that would show a protected name is not among what is found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from onrecord.ledger.searching import Match
from onrecord.model.record import Document
from onrecord.ports import DocumentFilter
from onrecord.reports.withholding import Names
from onrecord.settings.stores import Store
from onrecord.text.surroundings import Surrounded, surrounded

PAGE = 20
"""Documents on one page of results."""
READ_AT_MOST = 2_000
"""Documents read for one page: what stands after them is said not to have been read."""
PASSAGES = 3
"""Passages shown of one document."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that holds all the words."""

    document: Document
    passages: tuple[Surrounded, ...]
    more: int
    """Further passages that are not shown."""


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found."""

    words: str
    searched: int
    """Documents among which was looked."""
    hits: tuple[Hit, ...]
    page: int
    has_more: bool


def search(store: Store, words: str, wanted: DocumentFilter, withheld: Names, *, page: int = 1) -> Results:
    """The documents that hold all words, latest first. Raises `StoreError` where there is no word in them."""
    sought, found = store.ledger.seek(words, wanted)
    free = _free(islice(found, READ_AT_MOST), withheld)
    held = list(islice(free, (page - 1) * PAGE, page * PAGE + 1))
    return Results(words, sought.searched, tuple(held[:PAGE]), page, len(held) > PAGE)


def _free(found: Iterator[Match], withheld: Names) -> Iterator[Hit]:
    for document, places in found:
        if withheld and names_somebody(document, withheld):
            continue
        passages = tuple(surrounded(document.text, places))
        yield Hit(document, passages[:PASSAGES], len(passages[PASSAGES:]))


def names_somebody(document: Document, withheld: Names) -> bool:
    """True for a document that holds a whole protected name: its page would show it."""
    facts = (document.title, document.id, document.url, document.publisher)
    held = withheld.may_stand_in(document.text) and withheld.named_in(document.text)
    return held or any(withheld.named_in(fact) or withheld.in_address(fact) for fact in facts if fact)
