"""How the target answered: from its own words, a joint text, or the raiser's report of what it said or did."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from onrecord.model.finding import Answer, Finding
from onrecord.model.profile import Candidate, MatchKind, Profile
from onrecord.model.record import Document, Passage, Quote, Span, Voice
from onrecord.text.tables import rows

_ORDER = (
    Answer.REFUSED,
    Answer.DENIED,
    Answer.CONDITIONAL,
    Answer.DEFLECTED,
    Answer.DONE,
    Answer.PROMISED,
    Answer.ACKNOWLEDGED,
    Answer.NOTED,
)
"""Which answer stands where several are heard in one reply (A1, A4)."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the target answered in one document."""

    answer: Answer
    reported: bool
    evidence: tuple[Quote, ...]


NO_REPLY = Reply(Answer.NONE, False, ())


@cache
def _cues(language: str) -> tuple[tuple[Answer, re.Pattern[str]], ...]:
    table = rows("answer_cues.tsv", key="id")
    return tuple(
        (Answer(row["answer"]), re.compile(row["pattern"], re.I)) for row in table if row["language"] == language
    )


def answered(
    finding: Finding,
    profile: Profile,
    document: Document,
    found: Sequence[Candidate],
    speakers: Sequence[Passage],
    home: str,
) -> Finding:
    """The finding with the answer that the document holds.

    `found` are the sentences about the ask, questions among them; `speakers` the passages; `home` the place
    that its publisher speaks for. A reply of the
    target's spokesperson to a question about the ask is heard as a whole.
    """
    reply = _reply(profile, document, found, speakers, home)
    if reply.answer is Answer.NONE:
        return finding
    return replace(finding, answer=reply.answer, answer_reported=reply.reported, answer_evidence=reply.evidence)


def _reply(
    profile: Profile, document: Document, found: Sequence[Candidate], speakers: Sequence[Passage], home: str
) -> Reply:
    own = [passage.span for passage in speakers if _is_targets(passage, profile, home) and _speaks_to(passage, found)]
    heard = [part for span in own for part in _heard(document, span)]
    if heard:
        return _strongest(heard, reported=False)
    reported = [
        part for candidate in found if _about_object(candidate) for part in _reported(document, candidate, profile)
    ]
    return _strongest(reported, reported=True)


def _is_targets(passage: Passage, profile: Profile, home: str) -> bool:
    if passage.country:
        return passage.voice in {Voice.PUBLISHER, Voice.COUNTERPART} and f"place:{passage.country}" in profile.target
    return passage.voice is Voice.PUBLISHER and home in profile.target


def _speaks_to(passage: Passage, found: Sequence[Candidate]) -> bool:
    """True if the passage, or the question that it follows, touches the ask's object or a class with it."""
    asked = {candidate.passage.span for candidate in found}
    return passage.answers in asked or any(c.passage == passage and _about_object(c) for c in found)


def _about_object(candidate: Candidate) -> bool:
    return candidate.kind in {MatchKind.OBJECT, MatchKind.CLASS}


def _heard(document: Document, span: Span) -> list[tuple[Answer, Quote]]:
    words = span.of(document.text)
    language = "zh" if re.search(r"[\u4e00-\u9fff]", words) else "en"
    return [
        (answer, _around(document.text, span, match))
        for answer, pattern in _cues(language)
        if (match := pattern.search(words))
    ]


_STOP = re.compile(r"[。！？；\n]|(?<=[.!?])\s")


def _around(layer: str, span: Span, match: re.Match[str]) -> Quote:
    """The sentence of the span in which the cue stands."""
    words = span.of(layer)
    before = [stop.end() for stop in _STOP.finditer(words, 0, match.start())]
    after = _STOP.search(words, match.end())
    start = before[-1] if before else 0
    end = len(words) if after is None else after.start() + (0 if after.group().isspace() else 1)
    return Quote.cut(layer, span.start + start, span.start + end)


_ACTED = re.compile(r"^(?:\W*\w+){0,6}?\W*$")


def _reported(document: Document, candidate: Candidate, profile: Profile) -> list[tuple[Answer, Quote]]:
    """What the raiser's side says that the target said or did: the cue must follow the target's name."""
    words = candidate.span.of(document.text)
    found: list[tuple[Answer, Quote]] = []
    for answer, pattern in _cues("en"):
        for match in pattern.finditer(words):
            if answer in {Answer.DONE, Answer.PROMISED} and _subject_is_target(
                candidate, profile, words, match.start()
            ):
                found.append((answer, Quote.cut(document.text, candidate.span.start, candidate.span.end)))
    return found


def _subject_is_target(candidate: Candidate, profile: Profile, words: str, at: int) -> bool:
    base = candidate.span.start
    for mention in reversed(candidate.mentions):
        end = mention.span.end - base
        if mention.key in profile.target and end <= at:
            return _ACTED.match(words[end:at]) is not None
    return False


def _strongest(heard: list[tuple[Answer, Quote]], *, reported: bool) -> Reply:
    for answer in _ORDER:
        quotes = tuple(dict.fromkeys(quote for said, quote in heard if said is answer))
        if quotes:
            return Reply(answer, reported, quotes[:2])
    return NO_REPLY
