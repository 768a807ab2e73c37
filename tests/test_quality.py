"""The traps and the fictional example hold at least as well as when their floors were written (bench/floors.json)."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[1] / "bench"
sys.path.insert(0, str(BENCH))

import own_sets  # noqa: E402  the bench is no package of the program

FLOORS = json.loads((BENCH / "floors.json").read_text(encoding="utf-8"))["floors"]


@pytest.mark.parametrize("name", sorted(own_sets.SETS))
def test_no_score_of_an_own_set_falls_below_its_floor(name: str) -> None:
    scores = own_sets.SETS[name]()
    assert {key: value for key, value in scores.items() if value < FLOORS[name][key] - 0.0005} == {}


def test_at_least_three_hundred_traps_cover_every_rule() -> None:
    rules = {row["rule"] for row in own_sets.trap_rows("traps_raise")}
    assert {f"R{number}" for number in range(1, 15)} <= rules
    assert len(own_sets.trap_rows("traps_raise")) >= 300


def test_every_quote_of_a_trap_is_verbatim() -> None:
    """A quote is `layer[start:end]`, always."""
    for row in own_sets.trap_rows("traps_raise"):
        for quote in own_sets.trap_finding(row).evidence:
            assert row["text"][quote.start : quote.end] == quote.exact
