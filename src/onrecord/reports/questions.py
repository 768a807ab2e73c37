"""From each gap follows a question that somebody with a right to ask could put next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.reports.question import FORM_WORDS, Citation, Gap, Question, Sentence, Unasked
from onrecord.reports.question_forms import LANGUAGE, weights, written
from onrecord.reports.question_gaps import drafts, unasked
from onrecord.reports.question_subject import Subject
from onrecord.reports.standing_report import StandingReport
from onrecord.reports.withholding import readable

MOST = 3
"""Questions for one ask, if nobody wants more."""


@dataclass(frozen=True, slots=True)
class Questions:
    """The drafts for one ask, weightiest first, and what is not asked."""

    ask_id: str
    questions: tuple[Question, ...]
    left_out: int
    """Drafts beyond the cap."""
    unasked: tuple[Unasked, ...]


def next_questions(report: StandingReport, *, most: int = MOST, language: str = LANGUAGE) -> tuple[Questions, ...]:
    """Drafts for every ask of the report, in its order, at most so many each.

    Pass a report that `standing_gate.cleared_standing` let through: the sentences quote it. Of each kind of gap the
    weightiest question comes first, then the second of each kind; so one kind never hides another.
    """
    return tuple(_of(Subject(standing, report), most, language) for standing in report.standings)


def _of(subject: Subject, most: int, language: str) -> Questions:
    made = sorted((written(draft, language) for draft in drafts(subject)), key=_order)
    seen: dict[Gap, int] = {}
    turns = []
    for question in made:
        turns.append((seen.setdefault(question.gap, 0), question))
        seen[question.gap] += 1
    ordered = [question for _, question in sorted(turns, key=lambda turn: turn[0])]
    return Questions(subject.ask.id, tuple(ordered[:most]), max(0, len(ordered) - most), tuple(unasked(subject)))


def _order(question: Question) -> tuple[float, str, str]:
    latest = max((source.date for source in question.sources), default="")
    return (-question.weight, "".join(chr(0x10FFFF - ord(char)) for char in latest), question.sources[0].document)


def gap_words(gap: Gap) -> str:
    """What a reader is shown of a gap."""
    return weights()[gap].words


def question_lines(asked: Questions) -> Iterator[tuple[int, str]]:
    """The drafts for a terminal, as (indent, line); every sentence ends with the numbers of its sources."""
    for question in asked.questions:
        yield 0, f"{gap_words(question.gap)} (to {question.to or 'the side that is asked'}; weight {question.weight:g})"
        for sentence in question.ground:
            yield 2, footnoted(sentence)
        for form, sentence in question.forms:
            yield 2, f"{FORM_WORDS[form]}: {footnoted(sentence)}"
        for number, source in enumerate(question.sources, 1):
            yield 4, f"[{number}] {source_words(source)}"
    if asked.left_out:
        yield 0, f"{asked.left_out} more in the JSON output with a higher cap"
    for one in asked.unasked:
        yield 0, f"no question: {one.reason}"


def footnoted(sentence: Sentence) -> str:
    """The sentence with the numbers of its sources behind it."""
    return sentence.text + " " + "".join(f"[{number}]" for number in sentence.sources)


def source_words(source: Citation) -> str:
    """Date, publisher, title, place and address of a source, on one line."""
    place = f"characters {source.quote.start}–{source.quote.end}" if source.quote else "the whole document"
    facts = (source.date, readable(source.publisher), readable(source.title), place, readable(source.url))
    return " · ".join(filter(None, facts))


def questions_to_json(asked: Questions) -> dict[str, Any]:
    """The drafts as plain values; every sentence has the numbers of its sources, counted from 1."""
    return {
        "ask": asked.ask_id,
        "questions": [_question(question) for question in asked.questions],
        "left_out": asked.left_out,
        "unasked": [
            {"reason": one.reason, "source": citation_to_json(one.source) if one.source else None}
            for one in asked.unasked
        ],
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "gap": question.gap.value,
        "gap_words": gap_words(question.gap),
        "weight": question.weight,
        "to": question.to,
        "language": question.language,
        "ground": [_sentence(sentence) for sentence in question.ground],
        "forms": {form.value: _sentence(sentence) for form, sentence in question.forms},
        "sources": [citation_to_json(source) for source in question.sources],
        "computation": list(question.computation),
    }


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {"text": sentence.text, "sources": list(sentence.sources), "quoted": list(sentence.quoted)}


def citation_to_json(source: Citation) -> dict[str, Any]:
    """A source: the document, and the words in it with their place (`quote` is null where the whole is meant)."""
    quote = source.quote
    return {
        "document": source.document,
        "publisher": readable(source.publisher),
        "date": source.date,
        "title": readable(source.title),
        "url": readable(source.url),
        "language": source.language,
        "quote": {"start": quote.start, "end": quote.end, "quote": readable(quote.exact)} if quote else None,
    }
