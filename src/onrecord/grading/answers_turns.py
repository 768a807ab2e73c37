"""A reporter who asks two things is answered in two parts, and each part answers its own question only."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import cache

from onrecord.text.tables import rows

_ORDER = "一二三四"


@cache
def turn(name: str) -> re.Pattern[str]:
    """The turn of phrase of this name in data/answer_turns.tsv."""
    table = {row["name"]: row["pattern"] for row in rows("answer_turns.tsv", key="name")}
    return re.compile(table[name], re.IGNORECASE)


def asked_parts(asked: str) -> list[tuple[int, str]]:
    """The questions of one turn with their numbers, 0 where a question has none: "第一个问题，…第二个问题，…"."""
    cuts = [match.start() for match in turn("next_question").finditer(asked)]
    edges = [0, *cuts, len(asked)]
    made = []
    for start, end in itertools.pairwise(edges):
        words = asked[start:end]
        number = turn("question_number").match(words)
        if words:
            made.append((_ORDER.index(number["digit"]) + 1 if number else 0, words))
    return made


def numbers(sentences: Sequence[str]) -> list[int]:
    """For each sentence of a reply the number of the question that it answers, 0 where none was named so far."""
    made, current = [], 0
    for words in sentences:
        found = turn("answer_number").match(words.lstrip())
        if found is not None:
            current = _ORDER.index(found["digit"]) + 1
        made.append(current)
    return made
