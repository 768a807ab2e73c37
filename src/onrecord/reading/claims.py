"""`We raise it at every opportunity` names no opportunity; `I raised it in our call in December` names one.

English and Chinese. What is read is the form of a sentence: whose words they are, and whether they are about an ask, is
for others to say. An announced intention is no claim (grading tells it), nor is a call that is repeated in public.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from onrecord.model.record import Quote, Span
from onrecord.model.standing import Claim, ClaimKind
from onrecord.reading.claim_days import Told, told_day
from onrecord.text.imprecise_dates import TOLERANCE, read_date
from onrecord.text.patterns import pattern
from onrecord.text.sentences import sentences
from onrecord.text.tables import rows

_HAN = re.compile(r"[㐀-鿿]")
_WISHED = pattern("claim_wished")
_WISHED_BEFORE = pattern("claim_wished_before")
_OTHERS = pattern("claim_asked_by_others")
_OWN_ACT = pattern("claim_own_act")
_MANY = pattern("claim_many_times")
_AHEAD = pattern("claim_ahead")
_OTHER_DEED = pattern("claim_other_deed")
_CLAUSE = re.compile(r"[;:“”]|, (?:and|but|which|who|while|because)\b")
NEAR = 90
"""Characters within which a verb of raising belongs to the words that count it."""
LINK = 50
"""Characters within which a day belongs to the contact before it."""
BEFORE = 12
"""Characters before a contact within which a day belongs to it: `last week, in our call`."""
OPENING = 4
"""A day that opens the sentence (`In November, …`) belongs to what the sentence tells."""
_ASKS = re.compile(r"[?？][\"”’»」』)\]]*\s*$")


def claims(text: str, *, said: str) -> tuple[Claim, ...]:
    """The sentences that claim a raising at another time than the text's own, in order; one claim a sentence.

    A sentence that names a day is `LATE` also where it says `repeatedly`; one that first acts by itself (`we condemn it
    and have raised it`) is no mere claim. A day less than two days before `said` (ISO 8601; empty if it is not known)
    makes no late disclosure, since a report of the same event may bear it. Questions claim nothing.
    """
    day = read_date(said)
    last = None if day is None else day.latest()
    return tuple(claim for start, end in _sentences(text) if (claim := _claim(text, start, end, last)) is not None)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for span in sentences(text):
        words = text[span.start : span.end]
        if not _ASKS.search(words) and not _OTHERS.search(words):
            yield span.start, span.end


@dataclass(frozen=True, slots=True)
class _Sign:
    act: re.Match[str]
    occasion: re.Match[str] | None
    told: re.Match[str] | None


def _claim(text: str, start: int, end: int, said: date | None) -> Claim | None:
    words = text[start:end]
    language = "zh" if _HAN.search(words) else "en"
    quote = Quote.cut(text, start, end)
    sign = _late_sign(words, language)
    if sign is not None:
        if _OWN_ACT.search(words[: (sign.told or sign.act).start()]):
            return None
        told = told_day(words, said)
        told = told if told is None or _belongs(words, sign, told[1]) else None
        if told is None and sign.told is not None and _MANY.search(words):
            return Claim(ClaimKind.GENERIC, quote, sign.told[0])
        if _tells_earlier(told, said, sign):
            day, place = ("", "") if told is None else (str(told[0]), told[1].of(words).rstrip(".,"))
            occasion = "" if sign.occasion is None else sign.occasion[0]
            return Claim(ClaimKind.LATE, quote, (sign.told or sign.act)[0], day, place, occasion)
    generic = _generic(words, language)
    return None if generic is None else Claim(ClaimKind.GENERIC, quote, generic)


def _tells_earlier(told: Told | None, said: date | None, sign: _Sign) -> bool:
    """With a day: it lies at least two days back. Without one: the words themselves tell of an earlier raising."""
    if told is None:
        return sign.told is not None
    if said is None:
        return True
    day = told[0].latest() if told[0].day is not None else told[0].earliest()
    return day < said - TOLERANCE


@cache
def _form(use: str, language: str) -> re.Pattern[str]:
    """All expressions of one use in one; verbs and adverbs as whole words."""
    found = [
        row["pattern"] for row in rows("claim_words.tsv", key="id") if (row["use"], row["language"]) == (use, language)
    ]
    joined = "|".join(found) or r"(?!)"
    return re.compile(
        rf"\b(?:{joined})\b" if use in {"act", "past", "frequency"} else joined, re.IGNORECASE if use != "told" else 0
    )


def _generic(words: str, language: str) -> str | None:
    """The words that make the sentence a claim of raising without an occasion, or None."""
    whole = _form("whole", language).search(words)
    if whole is not None:
        return whole[0]
    for use, acts in (("generic", ("act", "past")), ("vague", ("act",))):
        for match in _form(use, language).finditer(words):
            if language == "zh" or _acts_near(words, match, acts):
                return match[0]
    for match in _form("frequency", language).finditer(words):
        for act in _form("act", language).finditer(words, max(0, match.start() - NEAR), match.end() + NEAR):
            first = min(match.start(), act.start())
            if _is_beside(words, match, act) and not _is_wish(words[:first], act[0]):
                return words[first : max(match.end(), act.end())]
    return None


def _is_wish(before: str, act: str) -> bool:
    """True for `will continue to engage and raise`: a bare verb takes its will from far before it."""
    bare = act.isascii() and not re.search(r"(?:ed|s|ing|ade clear|told|took up|spoke\w*|taken up)\b", act)
    return _WISHED.search(before) is not None or (bare and _WISHED_BEFORE.search(before) is not None)


def _acts_near(words: str, match: re.Match[str], acts: tuple[str, ...]) -> bool:
    """True if a verb of raising or telling stands in the clause, and is neither wished for nor announced."""
    start, end = max(0, match.start() - NEAR), match.end() + NEAR
    found = [act for use in acts for act in _form(use, "en").finditer(words, start, end)]
    return any(
        not _CLAUSE.search(words[min(act.end(), match.end()) : max(act.start(), match.start())])
        and not _is_wish(words[: act.start()], act[0])
        for act in found
    )


def _is_beside(words: str, adverb: re.Match[str], act: re.Match[str]) -> bool:
    """`Regularly raise`, `have consistently and privately raised`; or `raise it regularly` at the end of a clause."""
    first, last = sorted((adverb, act), key=lambda match: match.start())
    between = words[first.end() : last.start()]
    if adverb is first:
        return (
            re.fullmatch(r"[\s,]*(?:(?:and|also|been|directly|publicly|privately|\w+ly)[\s,]+){0,4}", between)
            is not None
        )
    ends = re.match(r"\s*(?:$|[,.;]|with\b|in\b|at\b|and\b|to\b)", words[last.end() :])
    return ends is not None and not re.search(r"[,;:“”]|\b(?:that|which|who|because|but|while|to|and|of)\b", between)


def _late_sign(words: str, language: str) -> _Sign | None:
    """What shows an earlier raising: its act, its occasion, and whether the words tell it by themselves."""
    told = _form("told", language).search(words)
    occasion = _form("occasion", language).search(words)
    act = _form("past", language).search(words) if language == "en" else told or occasion
    if act is None or (told is None and occasion is None):
        return None
    if _is_wished(words, act) if language == "en" else _WISHED.search(words[: act.start()]):
        return None
    return _Sign(act, occasion, told)


def _is_wished(words: str, act: re.Match[str]) -> bool:
    """True where every past form is a wish or an announcement (`will have raised`)."""
    return all(_WISHED.search(words[: found.start()]) for found in _form("past", "en").finditer(words, act.start()))


def _belongs(words: str, sign: _Sign, place: Span) -> bool:
    """True if the day is that of the contact or the act, not of another deed in the sentence."""
    if _AHEAD.search(words):
        return False
    if place.start <= OPENING:
        return True
    if _HAN.search(words) and sign.occasion is not None and place.start >= sign.occasion.end():
        # In Chinese the day stands before the contact; what follows the verb of saying is what was said.
        return False
    ends = [
        mark.end() for mark in (sign.occasion, sign.told, sign.act) if mark is not None and mark.start() <= place.start
    ]
    between = [words[min(end, place.start) : place.start] for end in ends]
    return any(len(gap) <= LINK and not _OTHER_DEED.search(gap) for gap in between)
