"""A gap is where the record in hand stops telling; each kind of gap is found by one function below.

Nothing here reads a document: what the folds of the ledger found is turned into evidence for sentences.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model.agenda import Ask
from onrecord.model.standing import Account, Cited, Clock, Disclosure, Move, Omission, Promise, Reset, Standing
from onrecord.reports.calendar import days
from onrecord.reports.question import Citation, Gap, Unasked, said
from onrecord.reports.question_forms import Draft, in_a_sentence
from onrecord.reports.question_subject import (
    OWN,
    Subject,
    cited_slots,
    date_of,
    found,
    genre_of,
    has_quote,
    is_settled,
    publisher_of,
    quote_of,
    statement,
    was_searched,
)
from onrecord.reports.standing_clocks import JOINT_CLOCK, OWN_CLOCK, clock_label, count_of_days
from onrecord.reports.standing_report import TwoAccounts
from onrecord.reports.withholding import readable
from onrecord.reports.words import codebook_words

QUIET_DAYS = 180
"""A clock that shows fewer days since the last raising makes no question."""
_ENOUGH_PRESENT = 2
"""Comparable documents that must have the ask, for its absence to make a question."""


def drafts(subject: Subject) -> Iterator[Draft]:
    """The evidence for every question that the gaps of one ask allow."""
    for find in (_promises, _overdue, _claims, _accounts, _omissions, _bar, _quiet, _never):
        yield from find(subject)


def unasked(subject: Subject) -> Iterator[Unasked]:
    """Gaps of which no question may be made, each with its reason."""
    id_ = subject.ask.id
    for claim in subject.standing.disclosures:
        if claim.account is Account.CLAIMED_NOT_COMPARABLE and not claim.generic:
            reason = "It is said to have been raised, and no record of that engagement is in hand to compare with."
            yield Unasked(id_, reason, Citation.of(claim.source))
    for course in subject.standing.courses:
        last = course.steps[-1] if course.steps else None
        if last and last.guards and last.move in (Move.ABSENT, Move.DROPPED):
            reason = (
                f"Not found in the latest of {course.series.key}, which cannot be compared: {' '.join(last.guards)}"
            )
            yield Unasked(id_, readable(reason), Citation.of(Cited(last.document, None)))
    if not found(subject) and not was_searched(subject.report.coverage):
        yield Unasked(
            id_, "No record of the raiser's side is in hand, so that nothing can be said to be missing in it."
        )


def _promises(subject: Subject) -> Iterator[Draft]:
    for promise in subject.standing.promises:
        if promise.evidence or not promise.source.quote or not _is_over(promise.due, subject.report.today):
            continue
        slots = cited_slots(promise.source) | _due_slots(promise, subject.ask)
        yield subject.draft(Gap.PROMISE, slots, {"source": (Citation.of(promise.source),)})


def _due_slots(promise: Promise, ask: Ask) -> dict[str, str]:
    whose = in_a_sentence(readable(ask.target))
    whose = whose[0].upper() + whose[1:]
    if promise.reported:
        whose += ", as the other side reports it"
    words = " ".join(readable(promise.due_words).split())
    whole = said(quote_of(promise.source))
    return {"whose": whose, "due": promise.due, "due_quote": words if words and words in whole else whole}


def _overdue(subject: Subject) -> Iterator[Draft]:
    for clock in subject.standing.clocks:
        if clock.reset is Reset.DUE and clock.days is not None and clock.days > 0 and has_quote(clock.source):
            if any(promise.due == clock.since for promise in subject.standing.promises):
                continue
            yield _of_clock(subject, Gap.DUE, clock)


def _quiet(subject: Subject) -> Iterator[Draft]:
    """The clock of the raiser's own latest words at any level: an older one would pass over what came after it."""
    running = [
        clock
        for clock in subject.standing.clocks
        if clock.reset is Reset.RAISED and clock.days is not None and has_quote(clock.source) and clock.channel is None
    ]
    own = [clock for clock in running if clock.who in (OWN_CLOCK, JOINT_CLOCK)] or [
        one for one in running if not (one.who or one.whom)
    ]
    latest = min(own, key=lambda clock: (clock.days or 0, clock.level), default=None)
    if latest and (latest.days or 0) >= QUIET_DAYS:
        yield _of_clock(subject, Gap.CLOCK, latest)


def _of_clock(subject: Subject, gap: Gap, clock: Clock) -> Draft:
    assert clock.source is not None
    own = {"since": clock.since, "label": clock_label(clock, subject.ask.raiser), "days": count_of_days(clock)}
    evidence = {"source": (Citation.of(clock.source),)}
    return subject.draft(gap, cited_slots(clock.source) | own, evidence, clock.computation)


def _claims(subject: Subject) -> Iterator[Draft]:
    for claim in subject.standing.disclosures:
        if not has_quote(claim.source):
            continue
        if claim.generic or claim.account is Account.CLAIMED_ONLY:
            gap = Gap.GENERIC if claim.generic else Gap.CLAIMED
            slots = cited_slots(claim.source) | {"happened": _happened(claim)}
            yield subject.draft(gap, slots, {"source": (Citation.of(claim.source),)})


def _happened(claim: Disclosure) -> str:
    if not claim.happened:
        return ""
    return f" on {claim.happened}" if len(claim.happened) >= len("2031-05-14") else f" in {claim.happened}"


def _accounts(subject: Subject) -> Iterator[Draft]:
    for two in subject.report.accounts:
        if two.ask_id == subject.ask.id:
            yield _difference(subject, two)


def _difference(subject: Subject, two: TwoAccounts) -> Draft:
    theirs = {f"their_{name}": words for name, words in cited_slots(two.theirs).items()}
    slots = cited_slots(two.ours) | theirs | {"engagement": readable(two.engagement)}
    return subject.draft(
        Gap.DIFFERENCE, slots, {"ours": (Citation.of(two.ours),), "theirs": (Citation.of(two.theirs),)}
    )


def _omissions(subject: Subject) -> Iterator[Draft]:
    """The latest omission of each series, unless a later document of the series has the ask again."""
    latest: dict[str, Omission] = {}
    for omission in subject.standing.omissions:
        known = latest.get(omission.series)
        if known is None or omission.document.date > known.document.date:
            latest[omission.series] = omission
    for omission in latest.values():
        quoted = [cited for cited in omission.present if cited.quote]
        if len(omission.present) >= _ENOUGH_PRESENT and quoted and not _is_restored(subject.standing, omission):
            yield _omission(subject, omission, quoted)


def _omission(subject: Subject, omission: Omission, quoted: list[Cited]) -> Draft:
    document = omission.document
    own = {
        "genre": genre_of(document),
        "date": date_of(document),
        "publisher": publisher_of(document),
        "present": str(len(omission.present)),
        "compared": str(omission.compared),
        "latest_date": date_of(quoted[0].document),
        "quote": said(quote_of(quoted[0])),
    }
    evidence = {
        "document": (Citation.of(Cited(document, None)),),
        "present": tuple(Citation.of(cited) for cited in [*quoted, *(c for c in omission.present if not c.quote)]),
    }
    gap = Gap.OMISSION if document.side in OWN else Gap.OMISSION_THEIRS
    return subject.draft(gap, own, evidence, omission.computation, omission.strength)


def _is_restored(standing: Standing, omission: Omission) -> bool:
    for course in standing.courses:
        if course.series.key == omission.series:
            ids = [step.document.id for step in course.steps]
            if omission.document.id in ids:
                return any(step.level > 0 for step in course.steps[ids.index(omission.document.id) + 1 :])
    return False


def _bar(subject: Subject) -> Iterator[Draft]:
    """The words that go furthest, where they do not reach the ask's bar; the latest of equals."""
    own, bar = found(subject), subject.ask.bar
    if not own or bar is None:
        return
    best = max(own, key=lambda one: (one.finding.level, one.document.date, one.document.id))
    if best.finding.level >= bar or not best.finding.evidence:
        return
    words = codebook_words().levels
    cited = Cited(best.document, best.finding.evidence[0])
    slots = {
        "reading": "judged by a person" if is_settled(best) else "read by the engine, as a proposal,",
        "level": str(int(best.finding.level)),
        "level_word": words[best.finding.level].word,
        "bar": str(int(bar)),
        "bar_word": words[bar].word,
    }
    asked = statement(subject) or Citation.of(cited)
    evidence = {"best": (Citation.of(cited),), "ask": (asked,)}
    yield subject.draft(Gap.BAR, cited_slots(cited) | slots, evidence)


def _never(subject: Subject) -> Iterator[Draft]:
    asked = statement(subject)
    coverage = subject.report.coverage
    if asked is None or asked.quote is None or found(subject) or not was_searched(coverage):
        return
    number = "1 document" if coverage.searched == 1 else f"{coverage.searched:,} documents"
    yield subject.draft(Gap.NEVER, {"quote": said(asked.quote), "searched": number}, {"ask": (asked,)})


def _is_over(due: str, today: str) -> bool:
    """True if the last day that an imprecise date may mean lies before today."""
    when, now = days(due), days(today)
    return bool(when and now and when.last < now.first)
