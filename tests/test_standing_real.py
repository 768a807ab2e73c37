"""The example's own record through the real engine and the real folds, to the last output."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from onrecord.drafting.agenda_file import load
from onrecord.ledger.clocks import clocks
from onrecord.ledger.courses import course
from onrecord.ledger.omissions import omissions
from onrecord.ledger.promises import promises
from onrecord.ledger.series import series_of
from onrecord.model.occasion import Held
from onrecord.model.record import Document, Side, Span
from onrecord.model.standing import Observation, Standing
from onrecord.pipeline import check
from onrecord.reading.due_dates import due_in
from onrecord.reading.occasions import occasion_of
from onrecord.reports.audience import Audience
from onrecord.reports.standing_json import standing_to_json
from onrecord.reports.standing_page import standing_html
from onrecord.reports.standing_report import Dated, StandingReport
from onrecord.reports.standing_terminal import standing_terminal

EXAMPLE = Path(__file__).parents[1] / "src" / "onrecord" / "data" / "example"
TODAY = "2026-11-24"


@pytest.fixture(scope="module")
def real() -> StandingReport:
    """The standing of the example's asks; nothing in it is made by hand."""
    agenda = load((EXAMPLE / "agenda.yaml").read_text("utf-8"), name="agenda.yaml")
    lines = (EXAMPLE / "record.jsonl").read_text("utf-8").splitlines()
    documents = {document.id: document for document in map(_document, lines)}
    result = check(agenda, documents.values())
    held = {id_: _held(document, result.sources) for id_, document in documents.items()}
    standings = []
    for found in result.results:
        seen = [Observation(one, held[one.document_id]) for one in found.findings]
        seen.sort(key=lambda one: (one.document.date, one.document.id))
        courses = tuple(course(found.ask, series, seen) for series in series_of(held.values()))
        bound = promises(seen, due_in=due_in)
        standings.append(
            Standing(
                ask=found.ask,
                observations=tuple(seen),
                courses=courses,
                omissions=omissions(courses),
                clocks=clocks(found.ask, seen, today=date.fromisoformat(TODAY), promises=bound),
                promises=bound,
            )
        )
    return StandingReport(
        agenda,
        tuple(standings),
        result.coverage,
        TODAY,
        result.engine,
        held=tuple(Dated(one.date, one.publisher) for one in held.values()),
    )


def _document(line: str) -> Document:
    row = json.loads(line)
    spans = row.pop("extra", {}).get("question_spans", [])
    return Document(**row, question_spans=tuple(Span(*span) for span in spans))


def _held(document: Document, sources: dict[str, object]) -> Held:
    side = getattr(sources.get(document.id), "side", Side.THIRD)
    return Held(
        document.id, document.date, document.publisher, document.title, document.url, document.language, side,
        len(document.text), document.complete, f"{TODAY}T08:00:00Z", occasion_of(document),
    )  # fmt: skip


@pytest.mark.parametrize("audience", list(Audience))
def test_every_output_can_be_made_of_a_real_standing(real: StandingReport, audience: Audience) -> None:
    page = standing_html(real, generated_at=TODAY, audience=audience, questions=99)
    value = standing_to_json(real, audience=audience)
    out = io.StringIO()
    standing_terminal(real, Console(file=out, width=100), audience=audience)
    assert page.count("<figure") >= 2
    assert "last raised at level" in out.getvalue()
    assert any(ask["questions"] for ask in value["asks"])


def test_every_quote_of_a_question_is_its_place_in_the_document(real: StandingReport) -> None:
    lines = (EXAMPLE / "record.jsonl").read_text("utf-8").splitlines()
    layers = {row["id"]: row["text"] for row in map(json.loads, lines)}
    layers[real.agenda.source] = (EXAMPLE / "statement.txt").read_text("utf-8")
    open_to_all = standing_to_json(real)
    sources = [one for ask in open_to_all["asks"] for question in ask["questions"] for one in question["sources"]]
    quotes = [(one["document"], one["quote"]) for one in sources if one["quote"]]
    assert len(quotes) >= 3
    for document, quote in quotes:
        assert layers[document][quote["start"] : quote["end"]] == quote["quote"] or "[name withheld]" in quote["quote"]
