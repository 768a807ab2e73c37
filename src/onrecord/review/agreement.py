"""Agreement beyond chance is a number with an interval, and where too little was read twice there is no number.

Weighted kappa: J. Cohen, "Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial
credit", Psychological Bulletin 70 (1968), 213-220. Standard error: J. L. Fleiss, J. Cohen and B. S. Everitt, "Large
sample standard errors of kappa and weighted kappa", Psychological Bulletin 72 (1969), 323-327.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from onrecord.model.agenda import Level

Table = tuple[tuple[int, ...], ...]
Disagreement = Callable[[int, int], float]

LEVELS = len(Level)

NORMAL = 1.959964
"""The normal distribution's point for 95 %."""

LEAST = 10
"""Pairs without which no kappa is told: one pair more or less would move it by more than its meaning."""

ROUGH = 50
"""Pairs below which the interval is rough: twice the square of the number of levels (D. V. Cicchetti, "Testing the
normal approximation and minimal sample size requirements of weighted kappa when the number of categories is large",
Applied Psychological Measurement 5 (1981), 101-104)."""


@dataclass(frozen=True, slots=True)
class Kappa:
    """Agreement beyond chance: 1 is perfect, 0 is what chance would give."""

    value: float
    low: float
    """Lower end of the 95 % interval, at least -1."""
    high: float
    """Upper end, at most 1."""
    error: float
    """Large-sample standard error."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two codings of the same findings agree."""

    pairs: int
    """Findings that both coded."""
    same: int
    """Of these, coded alike."""
    table: Table
    """Rows: the first's level 0 to 4; columns: the second's."""
    left_out: int
    """Findings that one of the two left undecided."""
    linear: Kappa | None
    """A disagreement weighs as many levels as it spans; None where `reason` says why."""
    quadratic: Kappa | None
    """A disagreement weighs the square of the levels that it spans."""
    reason: str = ""
    """Why there is no kappa; empty where there is one."""
    caution: str = ""
    """What a reader of the interval must know; empty where nothing."""


def linear(one: int, other: int) -> float:
    """Each level that lies between two codings weighs the same."""
    return abs(one - other)


def quadratic(one: int, other: int) -> float:
    """Codings that lie further apart weigh more than in proportion."""
    return (one - other) ** 2


def agreement(pairs: Iterable[tuple[int, int]], *, left_out: int = 0) -> Agreement:
    """The agreement of (first's level, second's level) pairs; the order of the pairs does not count."""
    held = Counter(pairs)
    table = tuple(tuple(held[first, second] for second in range(LEVELS)) for first in range(LEVELS))
    number, same = held.total(), sum(table[level][level] for level in range(LEVELS))
    reason = _no_kappa(table, number)
    caution = ""
    if not reason and number < ROUGH:
        caution = f"The intervals are rough: they are made for {ROUGH} pairs or more."
    evenly, steeply = (None, None) if reason else (kappa(table, linear), kappa(table, quadratic))
    return Agreement(number, same, table, left_out, evenly, steeply, reason, caution)


def _no_kappa(table: Table, number: int) -> str:
    if number < LEAST:
        return f"{number} findings were coded by both, and {LEAST} are the least for a kappa."
    if sum(1 for row in table for cell in row if cell) == 1:
        return "All findings were coded alike at one level, so that nothing can be said of chance."
    return ""


def kappa(table: Table, disagreement: Disagreement) -> Kappa:
    """Weighted kappa of a square table of counts, with its large-sample error and 95 % interval.

    `disagreement` gives what it weighs that the first coded one level and the second another: 0 for the same, and as
    much as one likes for the others, since only proportions count. The table must not lie in one cell alone.
    """
    size, number = range(len(table)), sum(map(sum, table))
    rows = [sum(table[i]) / number for i in size]
    columns = [sum(table[i][j] for i in size) / number for j in size]
    most = max(disagreement(i, j) for i in size for j in size)
    weights = [[1 - disagreement(i, j) / most for j in size] for i in size]
    cells = [(i, j, table[i][j] / number, weights[i][j]) for i in size for j in size]
    observed = sum(part * weight for _, _, part, weight in cells)
    expected = sum(rows[i] * columns[j] * weight for i, j, _, weight in cells)
    value = (observed - expected) / (1 - expected)
    row_weights = [sum(weights[i][j] * columns[j] for j in size) for i in size]
    column_weights = [sum(weights[i][j] * rows[i] for i in size) for j in size]
    spread = sum(
        part * (weight - (row_weights[i] + column_weights[j]) * (1 - value)) ** 2 for i, j, part, weight in cells
    )
    variance = (spread - (value - expected * (1 - value)) ** 2) / (number * (1 - expected) ** 2)
    error = math.sqrt(max(0.0, variance))
    return Kappa(value, max(-1.0, value - NORMAL * error), min(1.0, value + NORMAL * error), error)
