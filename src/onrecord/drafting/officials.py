"""Officials are named once with their office and then by surname alone."""

from __future__ import annotations

import re
from functools import cache

from onrecord.drafting.clauses import alternatives

_NAME = r"[A-Z][\w'’-]+(?: (?:[A-Z]\.|(?:bin|bint|al|de|da|van|von|el)\b|[A-Z][\w'’-]+)){0,3}"


@cache
def _titled() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?P<title>(?:[A-Z][a-z]+ )?(?:{alternatives('offices')})"
        rf"(?: of (?:the )?[A-Z]\w+(?: [A-Z]\w+)*)?(?: for [A-Z]\w+(?: [A-Z]\w+)*)?),? (?P<name>{_NAME})"
    )


def titled(words: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Officials named with their office in `words[start:end]`, each as (start, end, surname)."""
    return [
        (m.start(), m.end(), m.group("name").removesuffix("'s").split()[-1])
        for m in _titled().finditer(words, start, end)
    ]


def surnames(words: str) -> frozenset[str]:
    """The parts (small letters) of the names of officials whom the text names with an office anywhere."""
    names = (match.group("name") for match in _titled().finditer(words))
    return frozenset(part.removesuffix("'s").lower() for name in names for part in name.split() if "." not in part)
