"""Turns of phrase are data too: each is a regular expression with a name, in one file, with what it is for."""

from __future__ import annotations

import re
from functools import cache

from onrecord.text.tables import rows


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The expression of this name in data/patterns.tsv, in any case of letters."""
    table = {row["name"]: row["pattern"] for row in rows("patterns.tsv", key="name")}
    return re.compile(table[name], re.IGNORECASE)
