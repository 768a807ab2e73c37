"""A name is found only where a reader would see it as a word."""

from __future__ import annotations

import pytest

from onrecord.text.terms import Term, TermMatcher

MATCHER = TermMatcher(
    [
        Term("detain*", "held"),
        Term("US", "us", cased=True),
        Term("political prisoner*", "class"),
        Term("西藏", "tibet"),
        Term("Ayla Taen", "person"),
    ]
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The US detained them.", ["US", "detained"]),
        ("Let us go.", []),
        ("undetained", []),
        ("two political\nprisoners", ["political\nprisoners"]),
        ("political\n\nprisoners", []),
        ("在西藏的人", ["西藏"]),
        ("Ayla\u00a0Taen’s case", ["Ayla\u00a0Taen"]),
        ("ayla taen", ["ayla taen"]),
        ("BUS and USB", []),
    ],
)
def test_terms_are_found_as_words_of_their_script(text: str, found: list[str]) -> None:
    assert [text[hit.start : hit.end] for hit in MATCHER.hits(text)] == found


def test_of_overlapping_hits_with_one_key_the_longest_counts() -> None:
    matcher = TermMatcher([Term("prisoner*", "k"), Term("political prisoner*", "k")])
    assert [(hit.start, hit.end) for hit in matcher.hits("political prisoners")] == [(0, 19)]


def test_a_matcher_without_terms_finds_nothing() -> None:
    assert TermMatcher([]).hits("anything") == []
