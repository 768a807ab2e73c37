"""A person's judgement stands beside the proposal, and what a person rejected is nobody's best."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from onrecord.ledger.finding_entries import Claim, claim_of, found_of
from onrecord.model.finding import AskResult, Check, Finding, Judgement, Source
from onrecord.model.record import Side
from onrecord.reports.reach import is_rejected, level_of


def judged(check: Check, claims: Mapping[Claim, Judgement], layers: Mapping[str, str]) -> Check:
    """The check with what the ledger holds of persons' judgements, and with the best of each side chosen by them.

    `layers` gives for a document's id the SHA-256 of the text that was read. A judgement counts for the same words of
    the same text at the same level for the same words of the ask, whichever engine found them.
    """
    if not claims:
        return check
    results = tuple(_judged(result, claims, layers, check) for result in check.results)
    return replace(check, results=results)


def ranked(result: AskResult, sources: Mapping[str, Source]) -> AskResult:
    """The result with its findings and the best of each side in the order of the levels that count."""
    order = sorted(
        result.findings, key=lambda found: (-level_of(result, found), is_rejected(result, found), found.abstain)
    )
    best: dict[Side, Finding] = {}
    for finding in order:
        if not is_rejected(result, finding):
            best.setdefault(sources[finding.document_id].side, finding)
    return replace(result, findings=tuple(order), best=best)


def _judged(result: AskResult, claims: Mapping[Claim, Judgement], layers: Mapping[str, str], check: Check) -> AskResult:
    found = {
        finding.document_id: claims[claim]
        for finding, claim in _claims(result, layers, check)
        if claim is not None and claim in claims
    }
    return ranked(replace(result, judgements=found), check.sources) if found else result


def _claims(result: AskResult, layers: Mapping[str, str], check: Check) -> Iterable[tuple[Finding, Claim | None]]:
    for finding in result.findings:
        if finding.document_id in layers:
            side = check.sources[finding.document_id].side
            yield finding, claim_of(found_of(finding, layers[finding.document_id], check.engine, result.ask, side))
