"""A reporter who asks two things is answered in two parts, and each part answers its own question only."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

_NUMBER = re.compile(r"第(?P<digit>[一二三四])(?:个|，|、|,)?(?:问题)?")
_NEXT = re.compile(r"第[一二三四](?:个问题|，|、|,|个是)|另外，|另据|此外，")
_ORDER = "一二三四"
_TO = re.compile(r"(?:关于|回答|至于|对于|对)?[^。；]{0,8}第(?P<digit>[一二三四])个?(?:问题|点)")


def asked_parts(asked: str) -> list[tuple[int, str]]:
    """The questions of one turn with their numbers, 0 where a question has none: "第一个问题，…第二个问题，…"."""
    cuts = [match.start() for match in _NEXT.finditer(asked)]
    edges = [0, *cuts, len(asked)]
    made = []
    for start, end in itertools.pairwise(edges):
        words = asked[start:end]
        number = _NUMBER.match(words)
        if words:
            made.append((_ORDER.index(number["digit"]) + 1 if number else 0, words))
    return made


def numbers(sentences: Sequence[str]) -> list[int]:
    """For each sentence of a reply the number of the question that it answers, 0 where none was named so far."""
    made, current = [], 0
    for words in sentences:
        found = _TO.match(words.lstrip())
        if found is not None:
            current = _ORDER.index(found["digit"]) + 1
        made.append(current)
    return made
