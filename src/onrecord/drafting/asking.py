"""Somebody is asked when a verb of asking, a norm or a `please` meets one who can act and a deed.

The patterns read English. A reported wish, a question and a recital's `should` are no asks of the issuer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from onrecord.drafting.clauses import verb_phrases
from onrecord.drafting.found import Found, speech_end
from onrecord.drafting.norms import modals, normed, pleas
from onrecord.drafting.vocabulary import acts, adverbs, any_of, askings, party_pattern, verb_pattern


@cache
def _cue_pattern() -> re.Pattern[str]:
    forms = {form for asking in askings() for form in asking.forms}
    return re.compile(rf"(?i)(?<![\w'-])(?:{any_of(list(forms))})(?![\w'-])")


@cache
def _by_form() -> dict[str, tuple[str, tuple[str, ...], str]]:
    return {form: (asking.key, asking.frames, asking.form) for asking in askings() for form in asking.forms}


@cache
def _to() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<who>[^;]{{0,260}}?)(?P<to>\b(?:to|not only to|both to)\b)(?:,[^—;]{{0,220}}?,)?\s+\"?"
        rf"(?P<deed>{adverbs()}{verb_pattern()})\b"
    )


_TO_ANY = re.compile(
    r"(?P<who>[^;]{0,200}?)\bto\s+(?:[a-z]{3,}ly\s+){0,2}(?!(?:\w+ly|the|an?|its|their|his|her|our|your|all|any|each|this|that|these|those|whom|which)\b)"
    r"(?P<deed>[a-z]{2,})\b"
)
"""For verbs that are not in the list."""
_TO_OPEN = re.compile(r"(?P<who>[^;]{0,260}?)\bto\b(?:\s+\w+ly(?: and \w+ly)?)?(?:,[^;]{0,260}?)?\s*[-—:]+\s*$")
_BARE_OPEN = re.compile(r"(?P<who>[^;]{0,260}?)\s*[—:]+\s*$")


@cache
def _that() -> re.Pattern[str]:
    return re.compile(
        rf"(?:\s*that)?(?P<who>\s[^;]{{1,220}}?)\s+(?:(?:should|must|shall|will|would|can|not only)\s+)?"
        rf"(?P<deed>{adverbs()}(?:{verb_pattern()}(?:s|es)?|be (?:\w+ly )?[a-z]+(?:ed|en|ld|nt|wn)))\b"
    )


_THAT_OPEN = re.compile(r"\s*that\b(?P<who>[^.;]{0,220}?)(?:\b(?:should|must|will|shall))?\s*[—:]+\s*$")


@cache
def _thing() -> re.Pattern[str]:
    return re.compile(
        rf"\s+(?P<deed>(?:the|a|an|its|their|his|her|any|all|(?!(?:for|that|to|from|of|on|in|by|with|and)\b)[a-z]+)\b"
        rf"(?:U\.S\.|[^.;:—]){{0,60}}?\b(?:{any_of(list(acts()))})\b)"
    )


_ANY_THING = re.compile(
    r"\s+(?P<deed>[a-z]{3,}ing (?:the|an?|all|its|their)\b|"
    r"(?:an?|the|immediate|urgent|swift|stronger|greater|more|extreme|full|additional|further|continued|robust|"
    r"meaningful|concrete|official|increased|expanded|tougher|new|targeted)\s+[a-z][\w'-]*\b)"
    r"(?!\s+(?:that|is|was|has)\b)"
)
"""A thing that no noun of the list names: `urge extreme caution`, `ask for a joint effort`."""


def in_sentence(words: str, start: int, end: int, *, actors: frozenset[str] = frozenset()) -> list[Found]:
    """The places in the sentence `words[start:end]` where something is asked, none inside another's.

    `words` is the plain text of the document, `actors` names (small letters) of officials and countries.
    A question asks nothing of an agenda's kind.
    """
    if words[start:end].rstrip("\"')").endswith("?"):
        return []
    every = sorted(
        [
            *_asked(words, start, end),
            *normed(words, start, end),
            *modals(words, start, end, actors),
            *pleas(words, start, end),
        ],
        key=lambda found: (found.start, -found.end),
    )
    return _without_nested(words, every)


def _without_nested(words: str, every: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for found in every:
        if kept and found.start < kept[-1].end and not _new_clause(words, kept[-1], found):
            continue
        if kept and found.start < kept[-1].end:
            last = kept[-1]
            kept[-1] = replace(last, end=found.start)
        kept.append(_inherited(words, kept[-1], found) if kept else found)
    return kept


def _inherited(words: str, last: Found, found: Found) -> Found:
    """`…, including (by) pressing X to Y`: the press is itself what the earlier words ask for."""
    if re.search(r"\bincluding(?: by)?\s*$", words[last.deed : found.start]) is None:
        return found
    return replace(last, start=found.start, deed=found.start, end=found.end)


_JOINED = re.compile(
    r"(?:[,;]|\b(?:and|but|while|by|including))\s*(?:and\s+|but\s+|while\s+)?"
    r"(?:(?:we|i|also|that|by|including|she|he|to|believe|think|further)\s+)*(?:\w+ly\s+)?$",
    re.I,
)


def _new_clause(words: str, last: Found, found: Found) -> bool:
    """True if the later cue opens a clause of its own instead of being what the earlier one asks for."""
    if found.start <= last.deed + 1:
        return False
    return _JOINED.search(words[last.deed : found.start]) is not None


def _asked(words: str, start: int, end: int) -> Iterator[Found]:
    for cue in _cue_pattern().finditer(words, start, end):
        key, frames, form = _by_form()[cue.group().lower()]
        subject = _clause_before(words, start, cue.start())
        if _is_noun(words, start, cue) or not _speaks(form, subject, cue.group()):
            continue
        for frame in frames:
            found = _framed(frame, words, cue.end(), end)
            if found:
                deed, who = found
                if _DO_SO.match(words, deed):
                    break
                yield Found(
                    _with_subject(words, start, cue.start()),
                    deed,
                    speech_end(words, deed, end),
                    who.strip(" ,"),
                    subject,
                    key,
                    frame,
                )
                break


_FIRST = re.compile(r"(?i)\b(?:we|i|would)\b")
_TEXT = re.compile(
    r"(?i)\b(?:act|bill|legislation|resolution|amendment|senate|house|congress|measure)\b[^.;:]{0,160}(?<!that)(?<!which)$"
)


def _speaks(form: str, subject: str, cue: str) -> bool:
    """True if one who can ask with a verb of that form stands before it."""
    match form:
        case "first":
            return _FIRST.search(subject[-40:]) is not None
        case "text":
            return not cue.endswith("ed") and _TEXT.search(subject) is not None
        case _:
            return True


_DO_SO = re.compile(r"(?:to )?do so\b")
"""Words for a deed that stands elsewhere."""


def _is_noun(words: str, start: int, cue: re.Match[str]) -> bool:
    """True for `the request for`, `their demands`, `supply and demand`: the word only names an asking."""
    before = words[max(start, cue.start() - 60) : cue.start()]
    if (
        _NOUN_BEFORE.search(before)
        or _NEXT_OPENS.match(words, cue.end())
        or words[cue.end() : cue.end() + 1] in (".", ";")
    ):
        return True
    return (
        re.search(r"\band\s+$", before) is not None
        and _CLAUSE_OF_VERB.match(words, start) is None
        and _BARE.fullmatch(cue.group()) is not None
        and _AGENT.search(before) is None
    )


_NEXT_OPENS = re.compile(r"\s+(?:The|It|This|In) [A-Z]?\w")
"""A title runs into its text without a stop: `Statement requested The Senate requests …`."""
_NOUN_BEFORE = re.compile(
    r"\b(?:repeated|persistent|continued|growing|international|global|previous|many|several|numerous|the|a|an|his|"
    r"her|their|our|its|this|these|such|of|any|not|never|no|without|[a-z]+'s?)\s+$",
    re.I,
)
_BARE = re.compile(r"(?:demand|request|ask|push|press|call|appeal|need|hope)s?(?: for)?|call (?:up)?on", re.I)
_CLAUSE_OF_VERB = re.compile(r"(?:[a-z]+ly )?[a-z]+[a-rt-z]s\b|(?:We|I)\b")
"""A clause of whoever speaks opens with its verb (`condemns the raids and calls for …`, `We thank you and ask …`)."""
_AGENT = re.compile(r"\b(?:we|i|to|must|should|will|they|who|condemns?|members|senators|it)\b", re.I)


def _framed(frame: str, words: str, at: int, end: int) -> tuple[int, str] | None:
    rest = words[at:end]
    match frame:
        case "to" | "forto":
            found = _to().match(rest) or (_TO_ANY.match(rest) if frame == "to" else None)
            if found and _addressee(found.group("who"), frame):
                return at + found.start("deed"), found.group("who")
            if (
                (frame == "to" or re.search(r"\bto(?: \w+ly)?\s*[-—:]+\s*$", rest))
                and not rest.lstrip().startswith("that ")
                and (found := _TO_OPEN.match(rest) or _BARE_OPEN.match(rest))
            ):
                return end, found.group("who")
        case "that":
            if (found := _that().match(rest)) and _told(found.group("who"), explicit=rest.lstrip().startswith("that ")):
                return at + found.start("deed"), found.group("who")
            if found := _THAT_OPEN.match(rest):
                return end, found.group("who")
        case "thing":
            found = _thing().match(rest) or _ANY_THING.match(rest)
            if found is not None:
                return at + found.start("deed"), ""
            if _BARE_OPEN.fullmatch(rest) and not rest.strip(" —:"):
                return end, ""
    return None


def _addressee(who: str, frame: str) -> bool:
    """True if the words between the verb of asking and `to` name somebody."""
    if frame == "forto":
        return re.search(r"\b(?:release|end|return|support|need)\b", who) is None and (
            party_pattern().search(who) is not None or _NAMED.match(who) is not None
        )
    if not who.strip() or who.strip().startswith((",", "-", "that ")):
        return False
    return _VERBAL.search(who) is None


def _told(who: str, *, explicit: bool) -> bool:
    """True if the words before the verb of a `that` clause name somebody; without `that`, a short party."""
    if _NOBODY.fullmatch(who):
        return False
    if explicit:
        return len(who.split()) <= 24
    return (
        len(who.split()) <= 8
        and re.match(r"\s*(?:(?:for|to|of|on|in|at|from|by|with)\b|\w+ed by\b)", who) is None
        and party_pattern().search(who) is not None
    )


_NAMED = re.compile(r"\s*(?:the )?[A-Z][\w'-]+")
_NOBODY = re.compile(r"\s*(?:they|it|this|these|those|there|one day they|such)\b[^,]*", re.I)
_VERBAL = re.compile(r"\b(?:is|are|was|were|has|have|had|should|must|will|would)\b|,\s+and [a-z]+s the\b")


def _clause_before(words: str, start: int, at: int) -> str:
    return words[start:at].strip()


def _with_subject(words: str, start: int, at: int) -> int:
    """The start of the pronoun (and adverbs) that the verb of asking belongs to, else of the verb."""
    found = re.search(
        r"(?i)\b(?:we|i)\s+(?:(?:also|therefore|further|hereby|again|would|do|must|will|are|am|"
        r"continue to|\w+ly)\s+)*$",
        words[start:at],
    )
    return start + found.start() if found else at


def parts(words: str, found: Found) -> list[tuple[int, int]]:
    """The coordinated deeds of what was found, as (start, end); the first includes the words of asking."""
    if found.open:
        return [(found.start, found.end)]
    if found.frame == "thing":
        further = [
            joint.start()
            for joint in re.compile(r"\s+and for (?=(?:the|an?|their|its)\b)").finditer(words, found.deed, found.end)
        ]
        return list(zip([found.start, *further], [*further, found.end], strict=True))
    pieces = verb_phrases(words, found.deed, found.end)
    return [(found.start, pieces[0][1]), *pieces[1:]]
