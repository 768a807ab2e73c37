"""What a program reads of a standing says all that a page shows, each document once and cited by its id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, cast

from onrecord.model.finding import Check
from onrecord.model.occasion import Held, Occasion
from onrecord.model.record import Quote
from onrecord.model.standing import Course, Observation, Omission, Standing
from onrecord.reports.as_json import check_to_json, finding_to_json, judgement_to_json
from onrecord.reports.audience import WITHHELD_NOTICE, Audience
from onrecord.reports.drift_shown import drift_to_json
from onrecord.reports.questions import Questions, next_questions, questions_to_json
from onrecord.reports.standing_gate import ClearedStanding, cleared_standing
from onrecord.reports.standing_report import StandingReport, TwoAccounts
from onrecord.reports.withholding import readable

FORMAT = "onrecord-standing/1"
MOST_QUESTIONS = 10
"""Questions for one ask in what a program reads."""

Json = dict[str, Any]


def standing_to_json(report: StandingReport, *, audience: Audience = Audience.TEAM) -> Json:
    """The standing as plain values in a stable order; the format is in docs/reference/standing-format.md.

    Names that may not reach the audience are in no part of it; where one was taken out of a quote, the quote holds
    `[name withheld]` and no longer the `end - start` characters of the layer, and `notices` says so.
    """
    return cleared_to_json(cleared_standing(report, audience))


def cleared_to_json(safe: ClearedStanding) -> Json:
    """As `standing_to_json`, for a report that was let through already."""
    report = safe.report
    asked = next_questions(report, most=MOST_QUESTIONS)
    # The agenda is cleared: a second time, for readers who may see most, it stays as it is.
    base = check_to_json(Check(report.agenda, (), {}, report.coverage, report.engine))
    value = {
        "format": FORMAT,
        "engine": report.engine,
        "today": report.today,
        "audience": safe.audience.value,
        "notices": list(safe.notices),
        "agenda": base["agenda"],
        "asks": [_standing(one, report, own) for one, own in zip(report.standings, asked, strict=True)],
        "engagements": [_plain(one) for one in report.followed],
        "coverage": base["coverage"],
        "held": [{"date": one.date, "publisher": one.publisher} for one in report.held],
        "documents": [_document(held) for _, held in sorted(_documents(report).items())],
    }
    return cast("Json", _unmasked(value)) if WITHHELD_NOTICE in safe.notices else value


def _standing(standing: Standing, report: StandingReport, asked: Questions) -> Json:
    ask = standing.ask
    return {
        "id": ask.id,
        "text": ask.text,
        "raiser": ask.raiser,
        "target": ask.target,
        "bar": None if ask.bar is None else int(ask.bar),
        "observations": [_observation(one) for one in standing.observations],
        "courses": [_course(one) for one in standing.courses],
        "omissions": [_omission(one) for one in standing.omissions],
        "drift": drift_to_json(standing.wordings),
        "clocks": [_plain(one) for one in standing.clocks],
        "promises": [_plain(one) for one in standing.promises],
        "disclosures": [_plain(one) for one in standing.disclosures],
        "accounts": [_accounts(one) for one in report.accounts if one.ask_id == ask.id],
        "questions": questions_to_json(asked)["questions"],
        "questions_left_out": asked.left_out,
        "unasked": questions_to_json(asked)["unasked"],
    }


def _observation(one: Observation) -> Json:
    return {
        "document": one.document.id,
        **finding_to_json(one.finding),
        "answer_reported": one.finding.answer_reported,
        "answer_evidence": [_plain(quote) for quote in one.finding.answer_evidence],
        "judgement": judgement_to_json(one.judgement),
        "speaker": one.speaker,
        "entry": one.entry,
    }


def _course(course: Course) -> Json:
    series = course.series
    return {"series": series.key, "edited": list(series.edited), "steps": [_plain(step) for step in course.steps]}


def _omission(one: Omission) -> Json:
    return {**_plain(one), "present_in": len(one.present)}


def _accounts(one: TwoAccounts) -> Json:
    return {"engagement": one.engagement, "ours": _plain(one.ours), "theirs": _plain(one.theirs)}


def _plain(value: Any) -> Any:
    """A noun of the model as plain values: a document as its id, an enum as its value, `ask_id` left out."""
    match value:
        case Held():
            return value.id
        case Quote():
            return {"start": value.start, "end": value.end, "quote": value.exact}
        case Enum():
            return value.value
        case tuple():
            return [_plain(item) for item in value]
        case _ if is_dataclass(value):
            return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if f.name != "ask_id"}
        case None | str() | int() | float():
            return value
    raise TypeError(f"a {type(value).__name__} has no plain form")


def _document(held: Held) -> Json:
    return {
        "id": held.id,
        "date": held.date,
        "publisher": held.publisher,
        "title": held.title,
        "url": held.url,
        "language": held.language,
        "side": held.side.value,
        "length": held.length,
        "complete": held.complete,
        "known_at": held.known_at,
        "occasion": _occasion(held.occasion),
    }


def _occasion(occasion: Occasion) -> Json:
    value = cast("Json", _plain(occasion))
    value["rank"] = None if occasion.rank is None else occasion.rank.name.lower()
    return value


def _documents(report: StandingReport) -> dict[str, Held]:
    """Every document that the report cites, by id."""
    found: dict[str, Held] = {}
    for one in report.standings:
        found |= {observation.document.id: observation.document for observation in one.observations}
        for part in (one.courses, one.omissions, one.clocks, one.promises, one.disclosures):
            found |= {held.id: held for held in _cited(part)}
    return found | {held.id: held for held in _cited(report.accounts)}


def _cited(value: Any) -> Iterator[Held]:
    match value:
        case Held():
            yield value
        case tuple():
            for item in value:
                yield from _cited(item)
        case _ if is_dataclass(value):
            for field in fields(value):
                yield from _cited(getattr(value, field.name))


def _unmasked(value: Any) -> Any:
    match value:
        case str():
            return readable(value)
        case list():
            return [_unmasked(item) for item in value]
        case dict():
            return {key: _unmasked(item) for key, item in value.items()}
        case _:
            return value
