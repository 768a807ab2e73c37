"""`S, X said` and `“S,” said X`: what was said stands before the verb, and may go on after it."""

from __future__ import annotations

from onrecord.reading.attribution_contents import content_end, spans_of
from onrecord.reading.attribution_groups import Group
from onrecord.reading.attribution_sources import Run, clause_start, closed, relative, source_after, source_before
from onrecord.reading.attribution_units import Pair
from onrecord.reading.attribution_words import QUOTE, Words, verb_forms, words

_JOINTS = (",", QUOTE, "?", "!", "—", "–", "-")
"""What stands between a content and the source after it."""


def turned_source(tokens: Words, group: Group, last: Run | None) -> Run | None:
    """The source of a clause that is turned round, `“S,” said X` or `S, said X`; None if it is not.

    `last` is the source of a finite verb before it in the sentence: then only a quotation can be turned.
    """
    frames, start = group.form.cue.frames, group.start
    if group.shape != "finite" or "q" not in frames or "t" in frames or start != group.verb:
        return None
    before = tokens.lows[start - 1] if start else ""
    if before not in _JOINTS or not group.form.shapes & {"past", "s"}:
        return None
    found = source_after(tokens, group.end)
    if found is None or after_quote(tokens, start):
        return found
    if before == "," and last is not None:
        return None
    inserted = before == "," and source_before(tokens, start, clause_start(tokens, start)) is not None
    return None if inserted and not closed(tokens, found[1]) else found


def after_quote(tokens: Words, at: int) -> bool:
    """True if a quotation ends right before token `at`, or before the comma there."""
    return QUOTE in tokens.lows[max(0, at - 2) : at]


def content_before(tokens: Words, group: Group, source: Run | None, least: int) -> list[Pair]:
    """What stands before `, X said`, not before token `least`; empty where there is nothing."""
    if source is None or group.shape != "finite" or "q" not in group.form.cue.frames or relative(tokens, source):
        return []
    if source[0] >= group.start or source[0] <= least:
        return []
    before = tokens.lows[source[0] - 1]
    if before not in _JOINTS or (before == "," and not _complete(tokens, least, source[0] - 1)):
        return []
    content = left_of(tokens, source[0], least)
    return content + right_of(tokens, group.end) if content else []


def _complete(tokens: Words, start: int, end: int) -> bool:
    """True if the words before the comma can be what was said: not `On Friday`, not `When he came`."""
    low = tokens.lows
    if QUOTE in low[start:end]:
        return True
    if end - start < 1 or low[start] in words("subordinate"):
        return False
    if low[start] in words("leading") and end - start < 4:
        return False
    return low[start] not in words("preposition") or end - start > 9


def left_of(tokens: Words, end: int, least: int) -> list[Pair]:
    """The content that ends at token `end`, from token `least` on."""
    start = least
    while start < end and tokens.lows[start] in (",", "but", "and", ";", "—", "-", "–", ":", "."):
        start += 1
    return list(spans_of(tokens, start, end))


def right_of(tokens: Words, at: int) -> list[Pair]:
    """What goes on after `X said,`: a quotation, or the rest of a clause (`the plan, he said, is dead`)."""
    low = tokens.lows
    if at + 1 < len(low) and low[at] == "," and any(low[at + 1] in words(kind) for kind in ("be", "modal", "have")):
        return list(spans_of(tokens, at + 1, content_end(tokens, at + 1, len(low), "c")))
    for k in range(at, min(len(low), at + 60)):
        if low[k] == QUOTE:
            return list(spans_of(tokens, k, len(low))) if low[k - 1] in (",", ".", ":", "—", "-", "–") else []
        if (low[k] not in (",", ".", "—", "-", "–") and k > at + 14) or (low[k] in verb_forms() and k > at + 1):
            return []
    return []


def holds_quote(tokens: Words, content: list[Pair]) -> bool:
    """True if a quotation lies in the content."""
    return any(
        low == QUOTE and content[0][0] <= start < content[-1][1]
        for start, low in zip(tokens.starts, tokens.lows, strict=True)
    )
