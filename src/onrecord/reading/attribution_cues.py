"""A verb gives words to somebody only with a subject that can speak and with something said."""

from __future__ import annotations

from onrecord.reading.attribution_before import (
    after_quote,
    content_before,
    holds_quote,
    left_of,
    right_of,
    turned_source,
)
from onrecord.reading.attribution_contents import Opening, content_end, opening, spans_of
from onrecord.reading.attribution_found import Found, State, chars
from onrecord.reading.attribution_groups import Group, doubtful, group_at
from onrecord.reading.attribution_phrases import by_according, by_colon, by_noun, by_quoted_verb
from onrecord.reading.attribution_sources import Run, clause_start, source_after, source_before, subject_of
from onrecord.reading.attribution_units import Pair
from onrecord.reading.attribution_words import QUOTE, Words, nouns, verb_forms, words

_COLON_REACH = 8
"""Tokens before a colon that can be the name of a speaker."""
_CUE_REACH = 12
"""Tokens after a verb that can belong to its cue (`said in a statement on Friday`)."""


def attributed(tokens: Words) -> tuple[list[Found], Pair | None]:
    """The attributions that one unit's own words make, quotations being opaque; and its subject if it has any."""
    state, verbs, carriers = State([]), verb_forms(), nouns()
    for at, word in enumerate(tokens.lows):
        if word in verbs and _by_verb(tokens, at, state):
            continue
        if word in carriers:
            by_noun(tokens, at, carriers[word], state)
        elif word == "according" and tokens.lows[at + 1 : at + 2] == ["to"]:
            by_according(tokens, at, state)
        elif word == QUOTE and tokens.heads.get(at, "") in verbs:
            by_quoted_verb(tokens, at, state)
        elif word == ":" and at < _COLON_REACH:
            by_colon(tokens, at, state)
    if not tokens.heads:
        return state.found, None
    return state.found, chars(tokens, state.last or subject_of(tokens, len(tokens.lows)))


def _by_verb(tokens: Words, at: int, state: State) -> bool:
    for form in verb_forms()[tokens.lows[at]]:
        group = group_at(tokens, at, form)
        if group is not None and (_passive if group.shape == "passive" else _active)(tokens, group, state):
            return True
    return False


def _active(tokens: Words, group: Group, state: State) -> bool:
    """`X said S`, `S, X said`, `S, said X`: true if the verb gives something to somebody."""
    turned = turned_source(tokens, group, state.last)
    if turned is not None:
        content = left_of(tokens, group.start, state.least) + right_of(tokens, turned[1])
        return bool(content) and _add(tokens, group, turned, content, state)
    source = _source(tokens, group, state)
    if source is None and group.shape == "finite":
        return False
    found = opening(tokens, group.end, group.form.cue, len(tokens.lows))
    if doubtful(tokens, group) and (found is None or found.frame not in ("c", "q") or found.start > group.end + 1):
        return False
    before = content_before(tokens, group, source, state.least)
    if found is None:
        return bool(before) and _add(tokens, group, source, before, state)
    if before and not holds_quote(tokens, before):
        before = []
    return _opened(tokens, group, source, found, before, state)


def _opened(tokens: Words, group: Group, source: Run | None, found: Opening, before: list[Pair], state: State) -> bool:
    """Adds what an opening after the verb begins, or the quotation before it where that is nearer."""
    if group.shape != "finite" and found.frame == "n" and group.form.cue.kind in ("mind", "show"):
        return False
    if before and found.frame not in ("c", "q"):
        if source is not None and after_quote(tokens, source[0]):
            return _add(tokens, group, source, before, state)
        before = []
    limit = len(tokens.lows)
    end = content_end(tokens, found.start, limit, found.frame)
    content = [*spans_of(tokens, found.start, end), *before]
    return bool(content or found.start >= limit) and _add(tokens, group, source, content, state, found=found)


def _source(tokens: Words, group: Group, state: State) -> Run | None:
    """The source of an active verb: its subject; of a participle or second verb, that of the verb before it."""
    start = group.start
    before = tokens.lows[start - 1] if start else ""
    if before in words("clitic"):
        return start - 1, start
    if group.shape == "finite":
        near = None if before in ("and", "but", "or") else source_before(tokens, start, clause_start(tokens, start))
        joined = before in ("and", "but", "or", ",")
        return near or (state.last or subject_of(tokens, start) if joined else None)
    if group.shape == "participle" and start and before not in words("preposition") | words("before_adverbial"):
        near = source_before(tokens, start, clause_start(tokens, start))
        if near is not None:
            return near
    if before == ",":
        return state.last or subject_of(tokens, start)
    return subject_of(tokens, start, nearest=True) or state.last


def _add(
    tokens: Words,
    group: Group,
    source: Run | None,
    content: list[Pair],
    state: State,
    *,
    found: Opening | None = None,
) -> bool:
    """Keeps an attribution; without an opening after the verb, what stands before it is given away by it."""
    finish = group.end if found is None else max(group.end, min(found.cue_end, group.end + _CUE_REACH))
    cue = (tokens.starts[group.start], tokens.ends[finish - 1])
    frame = "" if found is None else found.frame
    state.found.append(Found(content, cue, chars(tokens, source), group.form.cue.kind, frame))
    if source is not None and group.shape == "finite":
        state.last = source
    if found is None:
        state.least = max(group.end, source[1] if source else 0)
    return True


def _passive(tokens: Words, group: Group, state: State) -> bool:
    """`X was accused of S by Y`, `X is expected to S`: who says it follows `by`, or is not named."""
    cue, low, limit = group.form.cue, tokens.lows, len(tokens.lows)
    subject = source_before(tokens, group.start, clause_start(tokens, group.start))
    if subject is None:
        return False
    asked = opening(tokens, group.end, cue, limit) if cue.frames & {"w", "t"} else None
    if asked is not None and asked.frame in ("c", "w", "q"):
        end = content_end(tokens, asked.start, limit, asked.frame)
        content = list(spans_of(tokens, asked.start, end))
        return bool(content) and _add(tokens, group, None, content, state, found=asked)
    at, agent = group.end, None
    content = [] if low[subject[0]] in words("relative") | {"it"} else list(spans_of(tokens, *subject))
    if low[at : at + 1] == ["by"]:
        agent = source_after(tokens, at + 1)
    if agent is None:
        if at >= limit or not (low[at] in words("after_passive") or low[at] == QUOTE):
            return False
        content += spans_of(tokens, at, content_end(tokens, at, limit, "n"))
    return bool(content) and _add(tokens, group, agent, content, state, found=Opening(at, at, "p"))
