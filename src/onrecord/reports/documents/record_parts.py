"""What the record holds on an ask, each sentence from the words that it is read from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.model.agenda import Ask
from onrecord.model.finding import Answer
from onrecord.model.record import Side
from onrecord.model.standing import Cited, Clock, Observation, Omission, Reset, Standing
from onrecord.reports.documents.blocks import Prose, Text
from onrecord.reports.documents.dossier import Dossier
from onrecord.reports.documents.phrases import said
from onrecord.reports.question import said as shortened
from onrecord.reports.question_forms import in_a_sentence
from onrecord.reports.question_subject import (
    Subject,
    date_of,
    found,
    genre_of,
    has_quote,
    is_settled,
    publisher_of,
    quote_of,
)
from onrecord.reports.standing_clocks import clock_label, count_of_days, main_clocks
from onrecord.reports.withholding import readable
from onrecord.reports.words import codebook_words

WORDS_SHOWN = 3
"""Earlier words shown of an ask."""
ANSWERS_SHOWN = 2
OMISSIONS_SHOWN = 2


def earlier_words(dossier: Dossier, standing: Standing) -> Iterator[Prose]:
    """The furthest words of the raiser's side, those of the engagement's own officials first."""
    best = best_words(dossier, standing)
    for one in best[:WORDS_SHOWN]:
        cited = Cited(one.document, one.finding.evidence[0])
        yield Prose((of_words(dossier, "words", cited, one.speaker), reading(dossier, one)))
    if not best:
        evidence = {"searched": (dossier.searched(),)}
        raiser = in_a_sentence(readable(standing.ask.raiser))
        yield Prose((said("words-none", evidence, raiser=raiser, searched=dossier.searched().words),))


def best_words(dossier: Dossier, standing: Standing) -> list[Observation]:
    """The observations of the raiser's side that hold words, furthest first; of equals the latest."""
    officials = [name.casefold() for name in dossier.agenda.engagement.officials]
    seen: dict[str, Observation] = {}
    for one in sorted(
        found(Subject(standing, dossier.report)), key=lambda one: _furthest(one, officials), reverse=True
    ):
        if one.finding.evidence:
            seen.setdefault(one.finding.evidence[0].exact, one)
    return list(seen.values())


def _furthest(one: Observation, officials: list[str]) -> tuple[int, bool, str, str]:
    told = f"{one.speaker} {one.document.title}".casefold()
    named = any(name.split()[-1] in told for name in officials if name.strip())
    return int(one.finding.level), named, one.document.date, one.document.id


def of_words(dossier: Dossier, name: str, cited: Cited, speaker: str = "") -> Text:
    """A sentence that holds words of a document, who says them, and when."""
    evidence = {"words": (dossier.cite(cited),)}
    who = publisher_of(cited.document)
    if speaker.strip() and speaker.casefold() not in who.casefold():
        who = f"{readable(speaker)} ({who})"
    return said(name, evidence, who=who, date=date_of(cited.document), quote=shortened(quote_of(cited)))


def reading(dossier: Dossier, one: Observation) -> Text:
    """How the words were read, and by whom."""
    words = codebook_words()
    finding = one.finding
    marks = [words.scopes[finding.scope].word] if finding.scope else []
    marks += [words.channels[finding.channel].word] if finding.channel else []
    cited = Cited(one.document, finding.evidence[0])
    return said(
        "words-level",
        {"words": (dossier.cite(cited),)},
        reading=_reader(one),
        level=str(int(finding.level)),
        level_word=words.levels[finding.level].word,
        caution=f"; {', '.join(marks)}" if marks else "",
    )


def _reader(one: Observation) -> str:
    if is_settled(one):
        return "Judged by a person"
    if one.finding.abstain:
        return "Read by the engine, which is not sure,"
    return "Read by the engine, as a proposal,"


def last_raised(dossier: Dossier, standing: Standing) -> Iterator[Prose]:
    """The clocks that tell most, each with the words that it counts from."""
    shown = [clock for clock in main_clocks(standing) if clock.reset is not Reset.ANSWERED]
    for clock in shown:
        made = tuple(_clock(dossier, standing.ask, clock))
        if made:
            yield Prose(made)
    if not shown:
        slots = {"label": "Words by the raiser's side", "searched": dossier.searched().words}
        yield Prose((said("clock-never", {"searched": (dossier.searched(),)}, **slots),))


def _clock(dossier: Dossier, ask: Ask, clock: Clock) -> Iterator[Text]:
    label = clock_label(clock, ask.raiser)
    label = label[:1].upper() + label[1:]
    if clock.days is None:
        searched = dossier.searched()
        yield said("clock-never", {"searched": (searched,)}, label=label, searched=searched.words)
    elif clock.source is not None:
        evidence = {"words": (dossier.cite(clock.source),)}
        days, today = count_of_days(clock), dossier.report.today
        if clock.days >= 0:
            yield said("clock", evidence, label=label, since=clock.since, days=days, today=today)
        if has_quote(clock.source):
            slots = {"quote": shortened(quote_of(clock.source)), "publisher": publisher_of(clock.source.document)}
            yield said("clock-quote", evidence, **slots)


def answers(dossier: Dossier, standing: Standing) -> Iterator[Prose]:
    """The latest answers of the target, its own words first."""
    given = answered(standing.observations)
    for one in given[:ANSWERS_SHOWN]:
        yield Prose(tuple(answer(dossier, one)))
    if not given:
        searched = dossier.searched()
        target = in_a_sentence(readable(standing.ask.target))
        yield Prose((said("answer-none", {"searched": (searched,)}, target=target, searched=searched.words),))


def answered(observations: Iterable[Observation]) -> list[Observation]:
    """Those that hold an answer that counts, the latest first."""
    given = [
        one
        for one in observations
        if one.finding.answer is not Answer.NONE
        and one.finding.answer_evidence
        and not one.is_rejected
        and (is_settled(one) or not one.finding.abstain)
    ]
    return sorted(given, key=lambda one: (one.document.date, one.document.side is Side.THEIRS, one.document.id))[::-1]


def answer(dossier: Dossier, one: Observation, name: str = "answer") -> Iterator[Text]:
    """The words of an answer, and how they were read."""
    cited = Cited(one.document, one.finding.answer_evidence[0])
    yield of_words(dossier, name, cited)
    yield said(
        "answer-level",
        {"words": (dossier.cite(cited),)},
        reading=_reader(one),
        answer=codebook_words().answers[one.finding.answer].word,
        reported=", as the other side reports it" if one.finding.answer_reported else "",
    )


def omissions(dossier: Dossier, standing: Standing) -> Iterator[Prose]:
    """The latest omissions, each with the words that stood there before."""
    latest = sorted(standing.omissions, key=lambda one: (one.document.date, one.document.id), reverse=True)
    for one in latest[:OMISSIONS_SHOWN]:
        yield Prose(tuple(omission(dossier, one)))
    if not latest:
        searched = dossier.searched()
        yield Prose((said("omission-none", {"searched": (searched,)}, searched=searched.words),))


def omission(dossier: Dossier, one: Omission, name: str = "omission") -> Iterator[Text]:
    """What is not found in a document, and in which comparable ones it stands."""
    evidence = {
        "document": (dossier.cite(Cited(one.document, None)),),
        "present": tuple(dossier.cite(cited) for cited in one.present),
    }
    slots = {"genre": genre_of(one.document), "date": date_of(one.document), "publisher": publisher_of(one.document)}
    yield said(name, evidence, **slots, present=str(len(one.present)), compared=str(one.compared))
    quoted = [cited for cited in one.present if cited.quote]
    if quoted:
        latest = {"present": (dossier.cite(quoted[0]),)}
        date, quote = date_of(quoted[0].document), shortened(quote_of(quoted[0]))
        yield said("omission-latest", latest, latest_date=date, quote=quote)
