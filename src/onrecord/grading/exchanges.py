"""A question gives a short answer its subject; only what the answer affirms is the official's own (R8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.grading.raising import Verdict, verdicts
from onrecord.grading.rules import Rule
from onrecord.grading.speakers import speaks_for_raiser
from onrecord.model.profile import Candidate, MatchKind, Profile
from onrecord.model.record import Document, Passage, Span, Voice
from onrecord.text.patterns import pattern
from onrecord.text.sentences import sentences

_YES = pattern("says_yes")
_PAST = pattern("asks_past")
_DECLINES = pattern("declines")


def in_replies(
    profile: Profile, document: Document, found: Sequence[Candidate], speakers: Sequence[Passage], home: str
) -> tuple[list[tuple[Verdict, Passage]], Span | None]:
    """What officials affirm by a short answer, and the sentence in which one declines to say, if any does.

    Only replies to questions that are candidates count; a refusal to speak counts for the object or its class alone.
    """
    affirmed: list[tuple[Verdict, Passage]] = []
    declined: Span | None = None
    questions = [c for c in found if c.passage.voice is Voice.REPORTER]
    for reply in speakers if questions else ():
        asked = [c for c in questions if c.passage.span == reply.answers]
        if not asked or not speaks_for_raiser(reply, profile, home):
            continue
        words = reply.span.of(document.text)
        if _YES.match(words):
            past = [c for c in asked if _PAST.search(c.span.of(document.text))]
            affirmed += [(_affirmed(v, words), reply) for c in past for v in verdicts(c, document.text, profile)]
        if declined is None and any(c.kind is not MatchKind.PARENT for c in asked):
            declined = _declining(document, reply)
    return affirmed, declined


def _affirmed(verdict: Verdict, words: str) -> Verdict:
    """The question's verdict, as the answer's; what an official says in full words is the better quote."""
    reasons = (*verdict.reasons, Rule.SHORT_ANSWER.because(words[:40]))
    return replace(verdict, weight=verdict.weight - 2, reasons=reasons)


def _declining(document: Document, reply: Passage) -> Span | None:
    """The first sentence of a reply that says that the official will not say."""
    words = reply.span.of(document.text)
    spans = [Span(reply.span.start + part.start, reply.span.start + part.end) for part in sentences(words)]
    return next((span for span in spans if _DECLINES.search(span.of(document.text))), None)
