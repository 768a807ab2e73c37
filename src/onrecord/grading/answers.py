"""How the target answered: from its own words, a joint text, or the raiser's report of what it said or did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from onrecord.grading.answers_decide import Verdict, decide
from onrecord.grading.answers_hear import heard
from onrecord.grading.answers_reported import joint, reported
from onrecord.grading.answers_rules import AnswerRule
from onrecord.grading.replies import Ear, Said, Spoken, meets_object, replies, speaks_for_target
from onrecord.model.finding import Answer, Finding
from onrecord.model.profile import Candidate, Profile
from onrecord.model.record import Document, Passage, Quote
from onrecord.text.places import resolve_all
from onrecord.text.sentences import sentences as cut

_MOST = 3
"""Quotes kept as evidence of one answer."""


def answered(
    finding: Finding,
    profile: Profile,
    document: Document,
    found: Sequence[Candidate],
    speakers: Sequence[Passage],
    home: str,
    *,
    sentences: Sequence[Spoken] = (),
    persons: frozenset[str] = frozenset(),
    facets: tuple[frozenset[str], ...] = (),
) -> Finding:
    """The finding with the answer that the document holds, its evidence, and the rules that decided it.

    `found` are the sentences about the ask, a question's among them; `speakers` the document's passages; `home` the
    place that its publisher speaks for; `sentences` all of its sentences with their terms; `persons` and `facets` the
    keys of the ask's names and of the parts of its object in these.
    Without `sentences` only those of `found` have known terms.
    """
    spoken = sentences or _spoken(document, found, speakers)
    own_words = target_speaks(profile, document, speakers, home)
    home = _home(profile, document, home)
    ear = Ear.of(profile, persons, facets or tuple(facet.keys for facet in profile.facets), found)
    own = [
        (verdict, reply.nearest)
        for reply in (replies(ear, document.text, spoken, home) if own_words else ())
        if (verdict := decide(heard(reply, profile, document), profile, asked=reply.asked)) is not None
    ]
    if own:
        # Of several replies the one nearest to the ask speaks; of equals the first.
        best = max(own, key=lambda pair: (pair[1], pair[0].answer is not Answer.NOTED))[0]
        return _with(finding, document, best, reported_by_raiser=False)
    if not meets_object(ear):
        return finding
    shared = decide(joint(ear, spoken, document), profile)
    if shared is not None:
        return _with(finding, document, shared, reported_by_raiser=False, rule=AnswerRule.JOINT)
    told = decide(reported(ear, spoken, document, home), profile)
    if told is not None:
        return _with(finding, document, told, reported_by_raiser=True, rule=AnswerRule.REPORTED)
    return finding


def target_speaks(profile: Profile, document: Document, speakers: Iterable[Passage], home: str) -> bool:
    """True if any of the passages holds the target's own words."""
    home = _home(profile, document, home)
    return any(speaks_for_target(passage, profile, home) for passage in speakers)


def _home(profile: Profile, document: Document, home: str) -> str:
    """`home`, or the target where the publishers' table knows nothing and the publisher names the target alone."""
    if home in profile.target | profile.raiser:
        return home
    named = resolve_all(document.publisher)
    theirs = all({f"place:{place.id}", f"place:{place.within}"} & profile.target for place in named)
    return min(profile.target) if named and theirs else home


def _with(
    finding: Finding,
    document: Document,
    verdict: Verdict,
    *,
    reported_by_raiser: bool,
    rule: AnswerRule | None = None,
) -> Finding:
    spans = list(dict.fromkeys(verdict.spans))[:_MOST]
    quotes = tuple(Quote.cut(document.text, span.start, span.end) for span in spans)
    reasons = verdict.reasons if rule is None else (rule.because(), *verdict.reasons)
    return replace(
        finding,
        answer=verdict.answer,
        answer_reported=reported_by_raiser,
        answer_evidence=quotes,
        reasons=(*finding.reasons, *reasons),
    )


def _spoken(document: Document, found: Sequence[Candidate], speakers: Sequence[Passage]) -> list[Said]:
    terms = {candidate.span: frozenset(m.key for m in candidate.mentions) for candidate in found}
    made = []
    for span in cut(document.text):
        passage = next((p for p in speakers if p.span.overlaps(span)), None)
        if passage is not None:
            keys = terms.get(span, frozenset())
            places = frozenset(key for key in keys if key.startswith("place:"))
            made.append(Said(span, span.of(document.text), passage, (), keys, places))
    return made
