"""An official's prose repeats what others said, and their words are not the official's (R8)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from onrecord.reading.attribution_words import words
from onrecord.reading.attributions import Attribution, AttributionKind, attributions
from onrecord.reading.cast import own_office
from onrecord.reading.speakers import country_spans, official_country
from onrecord.text.tables import rows


class Stranger(StrEnum):
    """Why a source is taken for somebody else."""

    THIRD = "third"
    """A group, a text or a person that speaks for no government."""
    FOREIGN = "foreign"
    """Another country's government, or an official of it."""
    NAMED = "named"
    """A person with a name and no office: in an official's speech somebody else, in a readout maybe a colleague."""


@dataclass(frozen=True, slots=True)
class OthersWords:
    """Words at `text[start:end]` that the passage gives to somebody else."""

    start: int
    end: int
    source: str
    """Who said them, as the passage names them; for a pronoun, the source that it stands for."""
    reason: Stranger


_FRAMES = {
    "say": frozenset(["", "q", "c", "b", "w", "t", "+for", "+on", "+upon"]),
    "ask": frozenset(["", "q", "c", "b", "w", "t", "n", "i", "+for", "+on", "+upon", "+to"]),
    "noun": frozenset(["c", "+for"]),
    "show": frozenset(["c"]),
    "mark": frozenset([""]),
}
"""The ways in which each kind of cue gives speech; other ways tell what somebody did, wants or backs."""
_SUPPOSED = re.compile(r"\b(?:can|may|might|could|would|should|will|must)\b")
_PLAIN = re.compile(r"(?:\b(?:said|says|say|reported|reports)|[Aa]ccording to)$")
"""Cues after which a clause without quotation marks, before the cue, is taken for speech."""
_AIM = re.compile(r"(?<!continue )(?<!continues )(?<!continued )(?<!on )\bto\s+$")
_MOST_WORDS = 14
"""A longer source of another country is a sentence read wrongly."""
_BESIDE = 4
"""Characters between a source and its cue: a comma, a space, a bracket."""
_OWN_PERSON = re.compile(r"\b(?:I|we|We|my|My|our|Our)\b")
"""Unquoted words with these are the speaker's, whoever is named before them."""
_LISTED = re.compile(r"[A-Z][\w’']*,? and (?:the )?$")
"""Before a source: it is the last of several, of whom the own side may be one."""
_IF = re.compile(r"\b(?:[Ii]f|[Uu]nless)\s+(?:the\s+)?$")
_ANAPHORS = frozenset(["he", "she", "they", "it", "his", "her", "their", "its"])
_REACH = 400
"""Characters within which `he` or `they` can mean the source that was named last."""
_FIRST_PERSON = re.compile(r"(?:.*\b)?(?:I|[Ww]e|us|our|Our)\b", re.DOTALL)
_ABOUT = re.compile(r"\b(?:to|for|on|in|at|with|between|from|about|against|near|toward)\s+(?:the\s+)?$")
_SPEAKS_FOR = re.compile(r"\b[Ss]pokes\w+ (?:for|of|at|in) (?:the )?$")
_PERSON = re.compile(
    r"(?:(?:Mr|Ms|Mrs|Dr|Rev|Reverend|Sister|Father|Pastor|Rabbi)\.?\s+)?[A-Z][\w’'-]+(?:\s+[A-Z]\.)?(?:\s+[A-Z][\w’'-]+){1,3}"
)
_OFFICE = re.compile(r"\b(?:Foreign|Prime) Minister\b|\b(?:Chancellor|Premier|King|Emir|Taoiseach)\b")


def others_words(
    text: str, start: int = 0, end: int | None = None, *, country: str = "", speaker: str = ""
) -> tuple[OthersWords, ...]:
    """The parts of a passage that its prose gives to somebody other than its speaker, in order, none inside another.

    `country` is the speaker's side (ISO 3166 alpha-2, as `Passage.country`) and `speaker` the label or name, where
    known. Only speech counts: verbs of saying and asking, `according to`, nouns such as `claim that`, quotations; not
    what others want, support or do. Left with the passage, as the safer side: sources in the first person, offices
    and bodies of the own side or of no stated country, sources that name the own country (also beside another: R10),
    and pronouns whose antecedent is not such a stranger. Without `country`, no source is taken for foreign.
    """
    end = len(text) if end is None else end
    found: list[OthersWords] = []
    last: tuple[int, str, Stranger | None] = (-_REACH, "", None)
    passage = text[start:end]
    for each in sorted(attributions(passage, inside=True), key=_place):
        if each.source is None:
            continue
        source = passage[slice(*each.source)]
        if source.lower() in _ANAPHORS:
            reason = last[2] if each.source[0] - last[0] < _REACH and _stands_for(source, last[1]) else None
            source = last[1] if reason is not None else source
        else:
            reason = stranger(source, country=country, speaker=speaker)
            last = (each.source[1], source, reason)
        if reason is not None and _speech(each, passage, reason):
            found += [OthersWords(start + s, start + e, source, reason) for s, e in each.content]
    return tuple(_outermost(found))


def _stands_for(pronoun: str, source: str) -> bool:
    """True unless number speaks against it: `they` for one official, `she` for several protesters."""
    plural = bool(source) and source.rsplit(maxsplit=1)[-1].islower() and source.endswith("s")
    return plural if pronoun.lower() in ("they", "their") else not plural


def _place(each: Attribution) -> tuple[int, int]:
    return (each.source or each.cue)[0], each.cue[0]


def _speech(each: Attribution, passage: str, reason: Stranger) -> bool:
    """True if the attribution plainly gives words that were said, asked or reported, and does not suppose them."""
    if each.frame not in _FRAMES.get(each.manner, ()) or (each.manner == "show" and reason is not Stranger.THIRD):
        return False
    cue, source = passage[slice(*each.cue)], each.source or each.cue
    if (
        _SUPPOSED.search(cue)
        or _AIM.search(passage[max(0, each.cue[0] - 24) : each.cue[0]])
        or _IF.search(passage[max(0, source[0] - 12) : source[0]])
    ):
        return False
    if _LISTED.search(passage[max(0, source[0] - 40) : source[0]]) or not _near(each, passage):
        return False
    content = " ".join(passage[start:end] for start, end in each.content)
    if _OWN_PERSON.search(content) and each.kind is AttributionKind.REPORTED:
        return False
    if each.manner == "say" and not each.frame and each.kind is AttributionKind.REPORTED and not _PLAIN.search(cue):
        return False
    if each.frame == "n" and cue.endswith("ing") and " to " not in content:
        return False
    return len(content.split()) > 1


def _near(each: Attribution, passage: str) -> bool:
    """True if the source stands at the cue, or the cue plainly goes on with it (`…, calling on`; `… and called on`)."""
    source, cue = each.source or each.cue, each.cue
    if source[0] >= cue[1] or cue[0] - source[1] <= _BESIDE or each.kind is not AttributionKind.REPORTED:
        return True
    joint = ", " if passage[slice(*cue)].split(" ", maxsplit=1)[0].endswith("ing") else " and "
    return passage[: cue[0]].endswith(joint) and not passage[: cue[0]].endswith(", and ")


def _outermost(found: Iterable[OthersWords]) -> list[OthersWords]:
    kept: list[OthersWords] = []
    for each in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or each.end > kept[-1].end:
            kept.append(each)
    return kept


def stranger(source: str, *, country: str = "", speaker: str = "") -> Stranger | None:
    """Why the words name somebody other than a speaker of this country; None if they do not plainly do so.

    >>> stranger("a group of aid agencies", country="US")
    <Stranger.THIRD: 'third'>
    >>> stranger("the Secretary", country="US") is None
    True
    """
    if _FIRST_PERSON.fullmatch(source) or _names_speaker(source, speaker) or _together(source):
        return None
    named = {code for at, code in _places(source) if not _ABOUT.search(_SPEAKS_FOR.sub("", source[:at]))}
    official = official_country(source)
    if country and (country in named or official == country):
        return None
    third = _cues("third").search(source) or _cues("third").search(source[:1].lower() + source[1:])
    own = _cues("own").search(source)
    if _cues("body").search(source):
        return None if country == "UN" else Stranger.THIRD
    if third is not None and not (own is not None and own.start() <= third.start()):
        return Stranger.THIRD
    if _cues("joint").search(source) and not named:
        return None
    if country and (named or official):
        return Stranger.FOREIGN if len(source.split()) <= _MOST_WORDS else None
    office = _OFFICE.search(source)
    if country and office is not None and not own_office(office.group(), country):
        return Stranger.FOREIGN
    if named or official or office or own is not None:
        return None
    return Stranger.NAMED if _person(source) else None


def _places(source: str) -> list[tuple[int, str]]:
    """Where the words name countries, bodies and seats of government, and whose they are."""
    table = {row["seat"]: row["country"] for row in rows("attribution_seats.tsv", key="seat")}
    return country_spans(source) + [(found.start(), table[found.group()]) for found in _seats().finditer(source)]


@cache
def _seats() -> re.Pattern[str]:
    seats = [row["seat"] for row in rows("attribution_seats.tsv", key="seat")]
    return re.compile(r"\b(?:" + "|".join(map(re.escape, seats)) + r")\b")


def _together(source: str) -> bool:
    """True for `the President and the Foreign Minister of Egypt`: one of the two may be the text's own."""
    return any(_cues("own").search(part) for part in source.split(" and ")[:-1])


def _person(source: str) -> bool:
    """True if the words before a comma are a person's name alone, with or without Mr. or Dr."""
    name = source.split(",", maxsplit=1)[0]
    institutions = {row["word"] for row in rows("institution_words.tsv", key="word")}
    if name.split(" ", maxsplit=1)[0].lower() in words("determiner") | words("preposition") | words("leading") | words(
        "adverb"
    ):
        return False
    return _PERSON.fullmatch(name) is not None and not institutions & set(name.split())


def _names_speaker(source: str, speaker: str) -> bool:
    """True if the source and the speaker's label share a surname (the label's last word of four letters or more)."""
    names = [word.strip(".,:").upper() for word in speaker.split() if len(word.strip(".,:")) > 3]
    return bool(names) and names[-1] in re.findall(r"\w+", source.upper())


@cache
def _cues(kind: str) -> re.Pattern[str]:
    table = [*rows("speaker_sources.tsv", key="cue"), *rows("attribution_strangers.tsv", key="cue")]
    cues = [
        row["cue"]
        for row in table
        if row["kind"] == kind and len(row["cue"]) > 1 and row["cue"].lower() not in _ANAPHORS
    ]
    return re.compile(r"\b(?:" + "|".join(re.escape(cue).replace(r"\*", r"\w*") for cue in cues) + r")\b")
