"""What was said begins at `that`, a quotation or a clause after the verb, and ends where the writer speaks again."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.reading.attribution_words import QUOTE, TERM, Cue, Words, adverbial, nouns, verb_forms, words

_END = frozenset([";", "?", "!"])
_CLOSED = frozenset([",", ".", ")", "?", "!", ";", "—", "–", "-", "and", "but", "or"])
"""What right after a verb shows that nothing was said after it."""
_ENDS = frozenset(["", ",", ".", ";", "?", "!"])
_FAR = 24
"""Tokens after the verb within which `that`, a colon or a quotation can open the content."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a content begins, as tokens, and the token at which its cue ends."""

    start: int
    cue_end: int
    frame: str


def opening(tokens: Words, at: int, cue: Cue, limit: int) -> Opening | None:
    """How the words from token `at`, right after the verb, open what was said; None if they do not.

    The frames of the verb decide: `called` opens nothing before `he`, `called for` does. Time and place between
    the verb and its clause are stepped over (`said in a statement on Friday that`).
    """
    at = _past_time(tokens, at, limit)
    if at >= limit:
        return None
    word = tokens.lows[at]
    marked = _marked(tokens, at, cue, limit)
    if marked is not None or word in _CLOSED:
        return marked
    if word == "to":
        infinitive = "i" in cue.frames and _infinitive(tokens, at, limit)
        return Opening(at, at, "i") if infinitive else _later(tokens, at, cue, limit)
    if word in words("wh") and "w" in cue.frames:
        return Opening(at, at, "w")
    if word.endswith("ing") and "g" in cue.frames and not tokens.capital[at]:
        return Opening(at, at, "g")
    if word in words("preposition"):
        return _later(tokens, at, cue, limit)
    if "t" in cue.frames:
        return _told(tokens, at, cue, limit)
    return _bare(tokens, at, cue, limit) if cue.frames & {"n", "b"} else None


def _marked(tokens: Words, at: int, cue: Cue, limit: int) -> Opening | None:
    """An opening that shows itself: `that`, a quotation, a colon, the verb's own preposition."""
    low, frames = tokens.lows, cue.frames
    word = low[at]
    after = low[at + 1] if at + 1 < limit else ""
    if word == "that" and frames & {"c", "q"} and after not in _ENDS:
        return Opening(at, at, "c")
    if word in (QUOTE, TERM) and frames & {"q", "c", "n", "b"}:
        return Opening(at, at, "q")
    if word == ":" and frames & {"q", "c", "n"}:
        return Opening(at + 1, at + 1, "q")
    if word in (",", "-", "—", "–") and after == QUOTE and "q" in frames:
        return Opening(at + 1, at, "q")
    if word == "," and after == "that" and "c" in frames:
        return Opening(at + 1, at, "c")
    if word in cue.prepositions and after not in _ENDS:
        return Opening(at + 1, at + 1, f"+{word}")
    return None


def _bare(tokens: Words, at: int, cue: Cue, limit: int) -> Opening | None:
    low = tokens.lows
    if low[at] in words("be") or low[at] in words("have") or low[at] in words("modal"):
        return None
    if "n" not in cue.frames and low[at] in words("object"):
        return None
    clause = "b" in cue.frames and ("n" not in cue.frames or _clause(tokens, at, limit))
    return Opening(at, at, "b" if clause else "n")


def _clause(tokens: Words, at: int, limit: int) -> bool:
    """True if a verb stands near enough for the words to be a clause and not a noun phrase."""
    low = tokens.lows
    for k in range(at, min(limit, at + 9)):
        if low[k] in words("clitic") or any(low[k] in words(kind) for kind in ("be", "have", "modal", "do")):
            return True
        if k > at and (low[k] in words("divider") or low[k] in words("wh") or low[k] in (",", ".")):
            return False
    return low[at] in words("opener") and low[at] not in words("determiner")


def _past_time(tokens: Words, at: int, limit: int) -> int:
    """Past adverbs and times: `said recently`, `said late Tuesday`."""
    low = tokens.lows
    while at < limit and (low[at] in words("time") or adverbial(tokens, at)):
        at += 1
    return at


def _infinitive(tokens: Words, at: int, limit: int) -> bool:
    if at + 1 >= limit:
        return False
    after = tokens.lows[at + 1]
    return after not in words("determiner") and not tokens.capital[at + 1] and after not in words("object")


def _later(tokens: Words, at: int, cue: Cue, limit: int) -> Opening | None:
    """The content after an adjunct: `said in an interview that S`, `wrote to him, “S”`, `told him in Rome:`."""
    low = tokens.lows
    for k in range(at, min(limit, at + _FAR)):
        word = low[k]
        if word == "that" and "c" in cue.frames and k > at + 1:
            return Opening(k, k, "c")
        if word == ":" and "q" in cue.frames:
            return Opening(k + 1, k + 1, "q")
        if word == QUOTE and "q" in cue.frames:
            return Opening(k, k, "q") if low[k - 1] in (",", ":") or k == at + 1 else None
        if word in (".", ";", "?", "!") or (word in words("divider") and word not in ("as", "like", "after", "before")):
            return None
        if word == "," and not (k + 1 < limit and low[k + 1] in (QUOTE, "that")):
            return None
    return None


def _told(tokens: Words, at: int, cue: Cue, limit: int) -> Opening | None:
    """The content after an addressee: `told reporters in Rome that S`, `told CNN S`."""
    low = tokens.lows
    for k in range(at, min(limit, at + _FAR)):
        word = low[k]
        if k > at and (word == "that" or word in words("wh")) and word not in ("who", "which", "when", "where"):
            return Opening(k, k, "c")
        if word == "to" and k > at and k + 1 < limit and cue.lemma == "tell" and not tokens.capital[k + 1]:
            return Opening(at, at, "t")
        if word in (QUOTE, ":") and k > at:
            return Opening(k if word == QUOTE else k + 1, k, "q")
        if word == "," and k + 1 < limit and low[k + 1] in (QUOTE, "that"):
            return Opening(k + 1, k, "q")
        if word in words("opener") and k > at and word not in words("determiner"):
            return Opening(k, k, "b")
        if word in (",", ".", ";", "?", "!"):
            break
    else:
        return None
    return Opening(at + 1, at + 1, "b") if low[at] in words("object") and k > at + 3 else None


def content_end(tokens: Words, at: int, limit: int, frame: str) -> int:
    """The token after the last one of a content that begins at `at`."""
    low = tokens.lows
    for k in range(at, limit):
        word = low[k]
        if word in _END:
            return k
        if word == QUOTE and k > at and frame == "q" and low[k - 1] in (",", ":"):
            return k + 1
        if word in ("—", "–", "-", "--") and k > at:
            return k
        if word == "," and k + 1 < limit and _comma_ends(tokens, k + 1, limit, frame):
            return k
        if word in ("and", "but") and k > at and _second_verb(tokens, k + 1, limit):
            return k
    return limit


def _comma_ends(tokens: Words, at: int, limit: int, frame: str) -> bool:
    """True if the comma before token `at` closes a reported clause."""
    low = tokens.lows
    word = low[at]
    if word in words("breaker") or (word == "according" and low[at + 1 : at + 2] == ["to"]):
        return True
    if word == "and":
        return _second_verb(tokens, at + 1, limit) or _new_speaker(tokens, at + 1, limit)
    forms = verb_forms().get(word)
    if (
        forms is not None
        and word not in nouns()
        and any("ing" in form.shapes and form.cue.kind != "mind" for form in forms)
    ):
        return True
    if frame in ("i", "n", "t") or frame.startswith("+"):
        return word in ("who", "which", "where", "as", "with") or word == QUOTE
    return False


def _second_verb(tokens: Words, at: int, limit: int) -> bool:
    """True if a second verb of saying with the same subject follows: `and also said`."""
    low = tokens.lows
    while at < limit and adverbial(tokens, at):
        at += 1
    if at >= limit or tokens.capital[at]:
        return False
    forms = verb_forms().get(low[at], ())
    return (
        any(form.shapes & {"past", "s"} and form.cue.kind in ("say", "ask", "stance") for form in forms)
        and low[at] not in nouns()
    )


def _new_speaker(tokens: Words, at: int, limit: int) -> bool:
    """True if a new subject with its own verb of saying follows: `and the mayor denied`."""
    low = tokens.lows
    for k in range(at + 1, min(limit, at + 6)):
        forms = verb_forms().get(low[k], ())
        if not tokens.capital[k] and any("past" in form.shapes and form.cue.kind in ("say", "ask") for form in forms):
            return low[k - 1] not in words("be") and low[k] not in nouns()
    return False


def spans_of(tokens: Words, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The characters of tokens `start` to `end`, without marks at the edges; empty if nothing is left."""
    while start < end and tokens.lows[start] in (",", ".", ":", ")", "-", "—", "–"):
        start += 1
    while end > start and tokens.lows[end - 1] in (",", ".", ":", ";", "(", "-", "—", "–"):
        end -= 1
    return ((tokens.starts[start], tokens.ends[end - 1]),) if end > start else ()
