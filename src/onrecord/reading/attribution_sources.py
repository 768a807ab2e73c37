"""Who said it stands right before the verb, right after it where the clause is turned round, or was named earlier."""

from __future__ import annotations

from onrecord.reading.attribution_words import QUOTE, Words, adverbial, nouns, verb_forms, words

Run = tuple[int, int]
"""First token and the token after the last."""

_STOPS = frozenset(
    [",", ";", ":", ".", "?", "!", "(", ")", "[", "]", "—", "–", "-", "--", "…", QUOTE, "“", "”", '"', "‘"]
)
_MOST_WORDS = 25


def source_before(tokens: Words, at: int, least: int) -> Run | None:
    """The noun phrase that ends where the verb group at `at` begins, not before token `least`.

    A pronoun stands for itself. An apposition or a relative clause between commas is stepped over and belongs to
    the source. None where a mark, a conjunction or nothing stands there.
    """
    low = tokens.lows
    at = _before_time(low, at, least)
    end = at - 1
    if end < least:
        return None
    if low[end] in words("relative") and end > least:
        return _antecedent(tokens, end, least)
    if low[end] in words("pronoun"):
        return end, at
    if low[end] == ",":
        return _around(tokens, end, least)
    if low[end] == ")":
        opened = next((k for k in range(end, least - 1, -1) if low[k] == "("), -1)
        return source_before(tokens, opened, least) if opened > least else None
    return _phrase(tokens, at, least)


def _before_time(low: list[str], at: int, least: int) -> int:
    """Where a time between subject and verb begins: `The minister on Friday said`."""
    start = at
    while start > least and low[start - 1] in words("time"):
        start -= 1
    if start == at or start <= least + 1:
        return at
    return start - 1 if low[start - 1] in ("on", "in", "at", "this", "last") else start


def _antecedent(tokens: Words, pronoun: int, least: int) -> Run:
    """A relative pronoun with the noun phrase that it stands for (`the report that said`, `Reyes, who said`)."""
    end = pronoun - 1 if tokens.lows[pronoun - 1] == "," else pronoun
    found = _phrase(tokens, end, least) if end > least else None
    return (pronoun if found is None else found[0]), pronoun + 1


def _around(tokens: Words, comma: int, least: int) -> Run | None:
    """The noun phrase before an insertion that ends with this comma: `X, the governor, said`."""
    low = tokens.lows
    for first in range(comma - 1, max(least, comma - 30), -1):
        if low[first] in (";", ":", QUOTE):
            return None
        if low[first] != ",":
            continue
        head = _phrase(tokens, first, least)
        if head is None:
            continue
        if first - 1 > least and low[head[0] - 1 : head[0]] == [","] and not tokens.capital[head[0]]:
            continue
        return head[0], comma
    return None


def _phrase(tokens: Words, at: int, least: int) -> Run | None:
    """The words that can be one noun phrase, back from `at`."""
    low, start = tokens.lows, at
    while start > least and at - start < _MOST_WORDS and not _ends_phrase(tokens, start - 1, least):
        start -= 1
    start = _without_lead(tokens, _one_clause(tokens, start, at, least), at)
    if start >= at:
        return None
    last = low[at - 1]
    if last in words("preposition") or last in words("determiner") or finite(tokens, at - 1):
        return None
    return start, at


def _one_clause(tokens: Words, start: int, at: int, least: int) -> int:
    """Past the `and` of a phrase that a verb opens: in `visited Japan and the minister said`, to `the minister`."""
    if start <= least or not finite(tokens, start - 1):
        return start
    return next((k + 1 for k in range(at - 1, start, -1) if tokens.lows[k] == "and"), start)


def _ends_phrase(tokens: Words, at: int, least: int) -> bool:
    word = tokens.lows[at]
    if word in _STOPS or word in words("divider") or word in words("be") or word in words("have"):
        return True
    if word in words("modal") or word in words("do") or word in words("clitic") or word in words("pronoun"):
        return True
    if word in ("and", "or"):
        return not (at > least and _alike(tokens, at - 1, at + 1))
    return finite(tokens, at)


def _alike(tokens: Words, one: int, other: int) -> bool:
    """True if the words on both sides of `and` can be two names or two plurals."""
    if other >= len(tokens.lows) or tokens.lows[one] in _STOPS:
        return False
    if tokens.capital[one] and (tokens.capital[other] or tokens.lows[other] in ("the", "his", "her")):
        return True
    return tokens.lows[one].endswith("s") and not tokens.capital[one] and tokens.lows[other] not in words("pronoun")


def _without_lead(tokens: Words, start: int, at: int) -> int:
    """Past what introduces the sentence: `On Friday`, `In a statement`, `Meanwhile`."""
    low = tokens.lows
    while start < at and (low[start] in words("leading") or low[start] in words("time")):
        start += 1
    if start >= at or low[start] not in words("preposition"):
        return start
    for k in range(at - 1, start, -1):
        if low[k] in words("time") and k + 1 < at:
            return k + 1
        if low[k] in words("determiner"):
            return k if low[k - 1] not in words("preposition") else at
    k = at
    while k > start + 1 and tokens.capital[k - 1]:
        k -= 1
    return k if k < at and low[k - 1] not in words("preposition") else start + 1


def source_after(tokens: Words, at: int) -> Run | None:
    """The noun phrase that begins at `at`, after a turned verb (`said X`), or None."""
    low, end = tokens.lows, at
    if at >= len(low) or low[at] in _STOPS or low[at] in words("divider"):
        return None
    if low[at] in ("i", "he", "she", "they", "we", "it", "you"):
        return at, at + 1
    if low[at] in words("preposition") or low[at] in words("time"):
        return None
    while end < len(low) and end - at < _MOST_WORDS and low[end] not in _STOPS:
        if end > at and (low[end] in words("divider") or _leaves(low, end)):
            break
        end += 1
    return at, end


def _leaves(low: list[str], at: int) -> bool:
    word = low[at]
    if word in words("aside"):
        return True
    return word in words("time") or (word in words("have") or word in words("be"))


def subject_of(tokens: Words, at: int, *, nearest: bool = False) -> Run | None:
    """The subject of the first finite verb before `at` (of the nearest one, if so asked), or None."""
    for k in range(at - 1, 0, -1) if nearest else range(1, at):
        if not finite(tokens, k):
            continue
        start = k
        while start > 0 and adverbial(tokens, start - 1):
            start -= 1
        found = source_before(tokens, start, 0)
        if found is not None:
            return found
    return (0, 1) if at > 0 and tokens.lows[0] in words("clitic") else None


def finite(tokens: Words, at: int) -> bool:
    """True for a word that is, as far as its form shows, a finite verb."""
    word = tokens.lows[at]
    if word in words("be") or word in words("have") or word in words("modal") or word in words("do"):
        return True
    if tokens.capital[at] or word in nouns():
        return False
    if word in words("finite") or (word.endswith("ed") and len(word) > 4):
        return True
    return any("past" in form.shapes for form in verb_forms().get(word, ()))


def relative(tokens: Words, run: Run) -> bool:
    """True where the source ends in a relative pronoun."""
    return tokens.lows[run[1] - 1] in words("relative")


def closed(tokens: Words, at: int) -> bool:
    """True if nothing that could be a verb of its own follows a turned clause's source."""
    if at >= len(tokens.lows):
        return True
    word = tokens.lows[at]
    return word in _STOPS or word in words("time") or word in words("after_turned")


def clause_start(tokens: Words, at: int) -> int:
    """The token after the last quotation, colon, semicolon or closing mark before `at`."""
    for k in range(at - 1, -1, -1):
        if tokens.lows[k] in (QUOTE, ";", ":", "?", "!"):
            return k + 1
    return 0
