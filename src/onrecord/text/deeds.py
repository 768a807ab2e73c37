"""What somebody is asked to do is told by a small set of verbs and their nouns."""

from __future__ import annotations

from functools import cache

from onrecord.model.profile import Deed
from onrecord.text.tables import listed, rows
from onrecord.text.terms import Hit, Term, TermMatcher


@cache
def _matcher() -> TermMatcher:
    table = rows("deeds.tsv", key="deed")
    return TermMatcher(Term(form, row["deed"]) for row in table for form in listed(row["forms"]))


def deeds_in(text: str) -> frozenset[Deed]:
    """Every deed whose words stand in the text (data/deeds.tsv), but inside longer ones ("free and fair")."""
    hits = _matcher().hits(text)
    return frozenset(Deed(hit.key) for hit in hits if not any(_inside(hit, other) for other in hits))


def first_deed(text: str) -> int | None:
    """Where the first word of a deed stands; None where there is none."""
    return min((hit.start for hit in _matcher().hits(text)), default=None)


def _inside(hit: Hit, other: Hit) -> bool:
    return other.start <= hit.start and hit.end <= other.end and hit.end - hit.start < other.end - other.start
