"""Why a finding should be looked at before another is said in a sentence, and the order of the sentences is a table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache

from onrecord.errors import DataError
from onrecord.text.tables import rows

TABLE = "review_reasons.tsv"


class Why(Enum):
    """What hangs on a finding; the values are the keys of the table, which says their order and their sentences."""

    REACHES = "reaches"
    """The level that would meet the ask rests on it."""
    WOULD_REACH = "would_reach"
    """The engine abstains; confirmed, the level that would meet the ask would rest on it."""
    BEST = "best"
    """It is the best of its side, which a scorecard shows."""
    CLOCK = "clock"
    """The days since the ask was last raised count from it."""
    ANSWER = "answer"
    """It holds the answer that a scorecard shows."""
    CONTRADICTS = "contradicts"
    """Another record of the same engagement says something else."""
    ENGAGEMENT = "engagement"
    """It dates from the engagement that the agenda is for, or from after it."""
    ABSTAINS = "abstains"
    """The engine is not sure enough to say."""
    UNSURE = "unsure"
    """The engine says it with low confidence."""
    PROMISED = "promised"
    """The target is found to have promised or done something."""
    ANSWERED = "answered"
    """The target is found to have answered in another way."""
    REST = "rest"
    """Nothing of the above."""


@dataclass(frozen=True, slots=True)
class Weight:
    """One row of the table."""

    why: Why
    rank: int
    """1 is looked at first."""
    decides: bool
    """True if what a scorecard or a standing says hangs on such a finding: a second person reads it too."""
    sentence: str
    """What the reviewer is shown."""


@cache
def weights() -> dict[Why, Weight]:
    """By reason, in the order of the table. Raises `DataError` for a table that leaves a reason out or adds one."""
    found = [_weight(row) for row in rows(TABLE, key="reason")]
    if {one.why for one in found} != set(Why) or [one.rank for one in found] != list(range(1, len(found) + 1)):
        raise DataError(f"data/{TABLE} does not rank each reason once.", advice=f"It has {len(Why)} of them, from 1.")
    return {one.why: one for one in found}


def _weight(row: dict[str, str]) -> Weight:
    values = {why.value: why for why in Why}
    if row["reason"] not in values or row["decides"] not in {"yes", "no"}:
        raise DataError(
            f"data/{TABLE}: the row {row['reason']!r} is not understood.", advice="Name a reason; yes or no."
        )
    return Weight(values[row["reason"]], int(row["rank"]), row["decides"] == "yes", row["sentence"])
