"""What a program reads says the same as what a person reads, in the codebook's own values."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, cast

from onrecord.matching.read_as import read_as
from onrecord.model.agenda import Agenda, Ask, Ground
from onrecord.model.finding import AskResult, Check, Coverage, Finding, Judgement, Source
from onrecord.model.record import Quote, Side
from onrecord.reports.audience import WITHHELD_NOTICE, Audience, cleared
from onrecord.reports.reach import every_finding, reached
from onrecord.reports.withholding import readable

FORMAT = "onrecord-check/1"

Json = dict[str, Any]


def finding_to_json(finding: Finding) -> Json:
    """The finding under the keys that `onrecord grade` prints, in their order, without `item`.

    Offsets count the characters of the document's text layer; `confidence` runs from 0 to 1.
    """
    return {
        "level": int(finding.level),
        "state": finding.state.value if finding.state else None,
        "scope": finding.scope.value if finding.scope else None,
        "force": finding.force.value if finding.force else None,
        "channel": finding.channel.value if finding.channel else None,
        "answer": finding.answer.value,
        "other_action": finding.other_action,
        "evidence": [_quote(quote) for quote in finding.evidence or finding.answer_evidence],
        "confidence": finding.confidence,
        "abstain": finding.abstain,
        "reasons": [{"rule": r.rule, "sentence": r.sentence, "words": r.words} for r in finding.reasons],
    }


def check_to_json(check: Check, *, audience: Audience = Audience.TEAM) -> Json:
    """The whole check as plain values in a stable order, with every finding of every ask.

    Names that may not reach the audience are in no part of it; where one was taken out of a quote, the quote
    is no longer the `end - start` characters of the layer but holds `[name withheld]`, and `notices` says so.
    """
    safe = cleared(check, audience)
    check = safe.check
    value = {
        "format": FORMAT,
        "engine": check.engine,
        "judged": any(result.judgements for result in check.results),
        "audience": audience.value,
        "notices": list(safe.notices),
        "agenda": _agenda(check.agenda),
        "asks": [
            _result(result, check) | ({} if safe.notices else {"read_as": asdict(read_as(result.ask))})
            for result in check.results
        ],
        "sources": [_source(source) for _, source in sorted(check.sources.items())],
        "coverage": _coverage(check.coverage),
    }
    return cast("Json", unmasked(value)) if WITHHELD_NOTICE in safe.notices else value


def unmasked(value: Any) -> Any:
    """Plain values with the marker in the place of each withheld stretch."""
    match value:
        case str():
            return readable(value)
        case list():
            return [unmasked(item) for item in value]
        case dict():
            return {key: unmasked(item) for key, item in value.items()}
        case _:
            return value


def _quote(quote: Quote) -> Json:
    return {"start": quote.start, "end": quote.end, "quote": quote.exact}


def _agenda(agenda: Agenda) -> Json:
    engagement = agenda.engagement
    return {
        "title": agenda.title,
        "issuer": agenda.issuer,
        "source": agenda.source,
        "source_digest": agenda.source_digest,
        "engagement": {
            "kind": engagement.kind,
            "parties": list(engagement.parties),
            "officials": list(engagement.officials),
            "start": engagement.start,
            "end": engagement.end,
            "quote": _quote(engagement.quote) if engagement.quote else None,
            "unsure": list(engagement.unsure),
        },
        "grounds": [_ground(ground) for ground in agenda.grounds],
    }


def _ground(ground: Ground) -> Json:
    return {
        "id": ground.id,
        "kind": ground.kind.value,
        "quote": _quote(ground.quote),
        "claimant": ground.claimant,
        "asks": list(ground.asks),
        "unsure": list(ground.unsure),
    }


def _ask(ask: Ask) -> Json:
    return {
        "id": ask.id,
        "text": ask.text,
        "raiser": ask.raiser,
        "target": ask.target,
        "parent": ask.parent,
        "object": ask.object,
        "action": ask.action,
        "bar": int(ask.bar) if ask.bar is not None else None,
        "quote": _quote(ask.quote) if ask.quote else None,
        "own": ask.own,
        "claimant": ask.claimant,
        "aliases": list(ask.aliases),
        "cases": list(ask.cases),
        "unsure": list(ask.unsure),
    }


def _result(result: AskResult, check: Check) -> Json:
    sides = [(finding, check.sources[finding.document_id].side) for finding in every_finding(result)]
    bar = reached(result, sides)
    return {
        **_ask(result.ask),
        "reaches_bar": bar.reach.value if bar else None,
        "best": {side.value: _found(result.best[side], result) for side in Side if side in result.best},
        "findings": [_found(finding, result) for finding in result.findings],
    }


def _found(finding: Finding, result: AskResult) -> Json:
    return {
        "document": finding.document_id,
        **finding_to_json(finding),
        "answer_reported": finding.answer_reported,
        "answer_evidence": [_quote(quote) for quote in finding.answer_evidence],
        "judgement": judgement_to_json(result.judgements.get(finding.document_id)),
    }


def judgement_to_json(judged: Judgement | None) -> Json | None:
    """What a person decided; None where nobody has. `by` is empty in what is made for the public."""
    if judged is None:
        return None
    return {
        "verdict": judged.verdict.value,
        "level": None if judged.level is None else int(judged.level),
        "by": judged.by,
        "at": judged.at,
        "note": judged.note,
    }


def _source(source: Source) -> Json:
    return {
        "id": source.id,
        "publisher": source.publisher,
        "date": source.date,
        "title": source.title,
        "url": source.url,
        "language": source.language,
        "side": source.side.value,
        "contexts": [{"start": start, "end": end, "words": words} for start, end, words in source.contexts],
    }


def _coverage(coverage: Coverage) -> Json:
    return {
        "searched": coverage.searched,
        "since": coverage.since,
        "until": coverage.until,
        "by_publisher": [
            {"publisher": publisher, "documents": number, "first": first, "last": last}
            for publisher, number, first, last in coverage.by_publisher
        ],
        "expected": [
            {
                "description": expected.description,
                "side": expected.side.value,
                "publisher": expected.publisher,
                "start": expected.start,
                "end": expected.end,
                "in_hand": list(expected.in_hand),
                "cut_off": list(expected.cut_off),
            }
            for expected in coverage.expected
        ],
        "gaps": [{"publisher": name, "start": start, "end": end} for name, start, end in coverage.gaps],
    }
