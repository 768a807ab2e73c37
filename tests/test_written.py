"""Names that count as written are found whole, the longest at each place."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.text.written import WrittenNames

NAMES = ("Niger", "Nigeria", "Korea", "North Korea", "US", "Türkiye", "外交部", "中国")
WRITTEN = WrittenNames(NAMES)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Niger and Nigeria", [(0, "Niger"), (10, "Nigeria")]),
        ("North Korea", [(0, "North Korea")]),
        ("NorthKorea", []),
        ("USA, us, US_x", [(9, "US")]),
        ("in Türkiye's capital", [(3, "Türkiye")]),
        ("中国外交部", [(0, "中国")]),
        ("在：外交部", [(2, "外交部")]),
        ("", []),
    ],
)
def test_a_name_is_found_where_it_stands_alone(text: str, found: list[tuple[int, str]]) -> None:
    assert list(WRITTEN.found(text)) == found


pieces = st.lists(st.sampled_from([*NAMES, " ", "x", "_", "1", "美国", ".", "Nig"]), max_size=12).map("".join)


@settings(deadline=None)
@given(pieces)
def test_it_finds_what_a_pattern_of_all_names_finds(text: str) -> None:
    ordered = sorted(NAMES, key=len, reverse=True)
    whole = [rf"(?<![^\W_]){n}(?![^\W_])" if n.isascii() else rf"(?<![㐀-鿿]){n}" for n in ordered]
    expected = [(match.start(), match.group()) for match in re.finditer("|".join(whole), text)]
    assert list(WRITTEN.found(text)) == expected
