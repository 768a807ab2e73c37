"""One ask against one document: the best passage decides, and the way to it is written down."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.grading.channel import channel_of
from onrecord.grading.exchanges import in_replies
from onrecord.grading.raising import Verdict, verdicts
from onrecord.grading.rules import Rule
from onrecord.grading.speakers import speaks_for_raiser
from onrecord.model.agenda import Level
from onrecord.model.finding import Channel, Finding, State
from onrecord.model.profile import Candidate, Profile
from onrecord.model.record import Document, Passage, Quote, Span


def grade_document(
    profile: Profile, document: Document, found: Sequence[Candidate], speakers: Sequence[Passage], home: str
) -> Finding:
    """The finding of one ask in one document from its candidates; `home` is the place that its publisher speaks for."""
    judged = [
        (verdict, candidate.passage)
        for candidate in found
        if speaks_for_raiser(candidate.passage, profile, home)
        for verdict in verdicts(candidate, document.text, profile)
    ]
    affirmed, declined = in_replies(profile, document, found, speakers, home)
    raised = [pair for pair in (*judged, *affirmed) if pair[0].level > 0]
    if declined is not None and all(verdict.level <= Level.NAMED for verdict, _ in raised):
        return _declined(profile, document, declined)
    if not raised:
        return _absent(profile, document, [verdict for verdict, _ in judged])
    best, passage = max(raised, key=lambda pair: (pair[0].level, pair[0].weight, -pair[0].span.start))
    return Finding(
        ask_id=profile.ask.id,
        document_id=document.id,
        level=best.level,
        scope=best.scope,
        force=best.force,
        channel=channel_of(document, passage, best.span),
        other_action=best.other_action,
        evidence=_evidence(document, best, [verdict for verdict, _ in raised]),
        reasons=best.reasons,
    )


def _evidence(document: Document, best: Verdict, raised: list[Verdict]) -> tuple[Quote, ...]:
    """The deciding clause, then at most two others of its level."""
    equal = [verdict for verdict in raised if verdict.level == best.level and verdict.span != best.span]
    equal.sort(key=lambda verdict: (-verdict.weight, verdict.span.start))
    spans = [best.span, *(verdict.span for verdict in equal[:2])]
    return tuple(_quote(document.text, span.start, span.end) for span in dict.fromkeys(spans))


def _quote(layer: str, start: int, end: int) -> Quote:
    """The clause without the link and the stop at its ends."""
    quote = Quote.cut(layer, start, end)
    words = quote.exact
    lead = len(words) - len(words.lstrip(" ,;.-–—"))
    for link in ("and ", "but ", "while "):
        if words[lead:].lower().startswith(link):
            lead += len(link)
    trail = len(words.rstrip(" ,;"))
    return Quote.cut(layer, quote.start + lead, quote.start + trail) if lead < trail else quote


def _declined(profile: Profile, document: Document, reply: Span) -> Finding:
    """Asked about it, the official would not say: a level 0 with the words of the reply."""
    quote = _quote(document.text, reply.start, reply.end)
    reasons = (Rule.DECLINED.because(quote.exact[:120]),)
    level, state = Level.NOT_ON_RECORD, State.DECLINED
    return Finding(profile.ask.id, document.id, level, state=state, evidence=(quote,), reasons=reasons)


def _absent(profile: Profile, document: Document, judged: list[Verdict]) -> Finding:
    intent = next((verdict for verdict in judged if verdict.intent), None)
    if intent is not None:
        return Finding(
            profile.ask.id,
            document.id,
            Level.NOT_ON_RECORD,
            state=State.INTENT_ONLY,
            channel=Channel.ANNOUNCED,
            evidence=(_quote(document.text, intent.span.start, intent.span.end),),
            reasons=intent.reasons,
        )
    steps = next((verdict.reasons for verdict in judged), (Rule.NOTHING.because(),))
    return Finding(profile.ask.id, document.id, Level.NOT_ON_RECORD, state=State.SILENT, reasons=steps)
