"""Words are also given by a noun, by `according to`, by a colon, and by a verb inside the quotation itself."""

from __future__ import annotations

from onrecord.reading.attribution_before import left_of
from onrecord.reading.attribution_contents import content_end, spans_of
from onrecord.reading.attribution_found import Found, State, chars
from onrecord.reading.attribution_sources import Run, clause_start, source_after, source_before
from onrecord.reading.attribution_words import QUOTE, Cue, Words, verb_forms, words


def by_noun(tokens: Words, at: int, cue: Cue, state: State) -> None:
    """`X's claim that S`, `his call for S`; without an owner only `claims that S`."""
    low, limit = tokens.lows, len(tokens.lows)
    if at + 2 >= limit:
        return
    after = low[at + 1]
    if not (after == "that" and "c" in cue.frames) and after not in cue.prepositions:
        return
    owner = _owner(tokens, at)
    if owner is None and after != "that":
        return
    start = at + 1 if after in ("that", "to") else at + 2
    end = content_end(tokens, start, limit, "n")
    content = list(spans_of(tokens, start, end))
    if content:
        cue_end = start - 1 if start == at + 2 else at
        frame = "c" if after == "that" else f"+{after}"
        state.found.append(
            Found(content, (tokens.starts[at], tokens.ends[cue_end]), chars(tokens, owner), cue.kind, frame)
        )


def _owner(tokens: Words, at: int) -> Run | None:
    """The possessive before a noun, with at most three words between."""
    low = tokens.lows
    for k in range(at - 1, max(-1, at - 5), -1):
        if low[k] in words("possessive"):
            return k, k + 1
        if low[k].endswith(("'s", "s'")):
            start = k
            while start > 0 and tokens.capital[start - 1] and tokens.capital[k] and k - start < 6:
                start -= 1
            return start, k + 1
        if low[k] in words("preposition") or low[k] in (",", QUOTE) or low[k] in words("determiner"):
            return None
    return None


def by_according(tokens: Words, at: int, state: State) -> None:
    """`S, according to X` and `According to X, S`."""
    low, limit = tokens.lows, len(tokens.lows)
    source = source_after(tokens, at + 2)
    if source is None:
        return
    if at <= state.least + 1 or low[at - 1] in (":", ";", "—", "–"):
        comma = next((k for k in range(source[1] - 1, min(limit, source[1] + 25)) if low[k] == ","), -1)
        content = list(spans_of(tokens, comma + 1, content_end(tokens, comma + 1, limit, "c"))) if comma > 0 else []
    else:
        content = left_of(tokens, at, state.least)
    if content:
        state.found.append(Found(content, (tokens.starts[at], tokens.ends[at + 1]), chars(tokens, source), "say"))
        state.least = max(state.least, source[1])


def by_colon(tokens: Words, at: int, state: State) -> None:
    """`Mayor: S`, as headlines and transcripts write it; only with a quotation in what follows."""
    low, limit = tokens.lows, len(tokens.lows)
    if at == 0 or at + 1 >= limit or QUOTE not in low[at + 1 :] or not all(tokens.capital[k] for k in range(at)):
        return
    content = list(spans_of(tokens, at + 1, limit))
    state.found.append(
        Found(content, (tokens.starts[at], tokens.ends[at]), (tokens.starts[0], tokens.ends[at - 1]), "say")
    )
    state.least = limit


def by_quoted_verb(tokens: Words, at: int, state: State) -> None:
    """`a letter in which the agencies “urge Mali to …”`: the verb itself stands inside the quotation."""
    head = tokens.heads[at]
    kinds = [form.cue.kind for form in verb_forms()[head] if form.shapes & {"base", "s", "past"}]
    source = source_before(tokens, at, clause_start(tokens, at))
    if source is None or not {"say", "ask"} & set(kinds):
        return
    start = tokens.starts[at]
    cue = (start, start + 1 + len(head))
    state.found.append(Found([(start, tokens.ends[at])], cue, chars(tokens, source), "say", "q"))
