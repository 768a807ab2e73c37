"""What somebody is asked to do is told by a small set of verbs and their nouns."""

from __future__ import annotations

from functools import cache

from onrecord.model.profile import Deed
from onrecord.text.tables import listed, rows
from onrecord.text.terms import Term, TermMatcher


@cache
def _matcher() -> TermMatcher:
    table = rows("deeds.tsv", key="deed")
    return TermMatcher(Term(form, row["deed"]) for row in table for form in listed(row["forms"]))


def deeds_in(text: str) -> frozenset[Deed]:
    """Every deed whose words stand in the text (data/deeds.tsv)."""
    return frozenset(Deed(hit.key) for hit in _matcher().hits(text))
