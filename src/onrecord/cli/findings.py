"""`onrecord findings`: what was recorded of an agenda, and what persons decided on it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from onrecord.cli.notes import one_line
from onrecord.cli.options import json_option, store_option
from onrecord.errors import AgendaError
from onrecord.ledger.finding_entries import claim_of
from onrecord.ledger.statements import Found, stated
from onrecord.model.agenda import Agenda, Level
from onrecord.model.finding import Answer, AskResult, Finding, Judgement, State, Verdict
from onrecord.pipeline import ENGINE
from onrecord.reports.as_json import finding_to_json, judgement_to_json, unmasked
from onrecord.reports.audience import Audience, Cleared, cleared
from onrecord.reports.display import shown_plain
from onrecord.reports.finding_view import judged_view
from onrecord.reports.recorded import Listing, Recorded, listed, of_asks, recorded_check
from onrecord.reports.words import codebook_words
from onrecord.settings import Store, load_agenda, open_store

FORMAT = "onrecord-findings/1"

NO_QUOTES = "Quotes and notes are not shown without the agenda: it alone says which names may be seen."

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows cleared for the team, and what has to stand with them."""

    rows: list[Json]
    notices: tuple[str, ...]
    listing: Listing


@click.command(name="findings")
@click.argument("agenda_path", metavar="[AGENDA.yaml]", type=click.Path(path_type=Path), required=False)
@click.option("--ask", "wanted", metavar="ID", multiple=True, help="Only findings of this ask; may be repeated.")
@json_option
@store_option
def command(*, agenda_path: Path | None, wanted: tuple[str, ...], as_json: bool, location: str) -> None:
    """List what `check --record` wrote for AGENDA.yaml: the machine's proposals, and apart from them the judgements.

    Each has a digest, by which `onrecord judge` names it. Without an agenda, `--ask ID` lists levels and places alone.
    For the team: names that may not leave it are shown, sealed ones are not.
    """
    if agenda_path is None and not wanted:
        raise click.UsageError("Name an agenda, or an ask with --ask.")
    agenda = None if agenda_path is None else _loaded(agenda_path, wanted)
    with open_store(location, create=False) as store:
        found = _bare(store, wanted) if agenda is None else _of_agenda(store, agenda, wanted)
    if as_json:
        rest = {"replaced": found.listing.replaced, "reworded": found.listing.reworded}
        held = {"format": FORMAT, "notices": list(found.notices), "findings": found.rows, **rest}
        click.echo(json.dumps(held, ensure_ascii=False))
        return
    for line in (*found.notices, *_lines(found.rows)):
        click.echo(line)
    _say(found)


def _loaded(path: Path, wanted: tuple[str, ...]) -> Agenda:
    """The agenda; raises `AgendaError` for a wanted ask that it does not have."""
    agenda = load_agenda(path)
    strange = sorted(set(wanted) - {ask.id for ask in agenda.asks})
    if strange:
        raise AgendaError(f"{path} has no ask {one_line(strange[0])!r}.", advice="Its asks' ids stand under `asks:`.")
    return agenda


def _of_agenda(store: Store, agenda: Agenda, wanted: tuple[str, ...]) -> Listed:
    """The findings of the agenda's asks, with every name cleared that the team may not read."""
    listing = _listing(store, of_asks(ask for ask in agenda.asks if not wanted or ask.id in wanted))
    check = recorded_check(agenda, listing, store.ledger.judged_claims(), store.ledger.version_with)
    safe = cleared(check, Audience.TEAM)
    held = {entry.seq: (entry, found) for entry, found in listing.last.values()}
    names, layers = store.ledger.short_names(), store.ledger.layers()
    rows = [
        {**_entry(held[result.entries[finding.document_id]], names, layers), **_row(finding, result, safe)}
        for result in safe.check.results
        for finding in result.findings
    ]
    return Listed([unmasked(row) for row in rows], safe.notices, listing)


def _bare(store: Store, wanted: tuple[str, ...]) -> Listed:
    """The findings of these asks without any words: no agenda says which names stand in them."""
    listing = _listing(store, lambda found: found.ask_id in wanted)
    claims = store.ledger.judged_claims()
    names, layers = store.ledger.short_names(), store.ledger.layers()
    rows = []
    for entry, found in listing.last.values():
        claim = claim_of(found)
        judged = None if claim is None else claims.get(claim)
        proposal = {"level": found.level, "evidence": [{"start": q.start, "end": q.end} for q in found.quotes]}
        where = {"ask": found.ask_id, "document": found.document_id, "proposal": proposal}
        said = None if judged is None else judgement_to_json(replace(judged, note=""))
        rows.append({**_entry((entry, found), names, layers), **where, "judgement": said})
    return Listed(rows, (NO_QUOTES,), listing)


def _listing(store: Store, wanted: Callable[[Found], bool | None]) -> Listing:
    retracted = stated(store.ledger.statements("retraction")).retracted
    return listed(store.ledger.statements("finding"), retracted, wanted)


def _entry(one: Recorded, names: dict[str, str], layers: dict[str, str]) -> Json:
    """What is told of the entry itself."""
    entry, found = one
    return {
        "finding": entry.digest,
        "name": names[entry.digest],
        "at": entry.at,
        "engine": found.engine,
        "this_engine": found.engine == ENGINE,
        "this_text": layers.get(found.document_id) == found.layer,
    }


def _row(finding: Finding, result: AskResult, safe: Cleared) -> Json:
    source = safe.check.sources[finding.document_id]
    answers = [{"start": quote.start, "end": quote.end, "quote": quote.exact} for quote in finding.answer_evidence]
    return {
        "ask": result.ask.id,
        "ask_text": result.ask.text,
        "document": finding.document_id,
        "publisher": source.publisher,
        "date": source.date,
        "title": source.title,
        "url": source.url,
        "proposal": {
            **finding_to_json(finding),
            "answer_reported": finding.answer_reported,
            "answer_evidence": answers,
        },
        "judgement": judgement_to_json(result.judgements.get(finding.document_id)),
    }


def _lines(rows: list[Json]) -> Iterator[str]:
    ask = None
    for row in rows:
        if row["ask"] != ask:
            ask = row["ask"]
            yield shown_plain(f"{ask}  {row.get('ask_text', '')}")
        yield from (f"  {line}" for line in _finding(row))


def _finding(row: Json) -> Iterator[str]:
    words, proposal = codebook_words(), row["proposal"]
    level = Level(proposal["level"])
    answer = Answer(proposal.get("answer", "none"))
    said = [f"{level.value} {words.levels[level].word}"]
    state = proposal.get("state")
    said += [words.states[State(state)].word] if state not in (None, State.SILENT.value) else []
    said += [] if answer is Answer.NONE else [f"answer: {words.answers[answer].word}"]
    said += ["engine abstains"] if proposal.get("abstain") else []
    yield f"{row['name']}  proposal: {' · '.join(said)}"
    yield f"{' ' * len(row['name'])}  judged:   {_judged(row['judgement'])}"
    where = " · ".join(filter(None, (row.get("date", ""), row.get("publisher", ""), row.get("title", ""))))
    yield shown_plain(f"    {where} [{row['document']}]")
    for quote in proposal["evidence"][:1]:
        words_of = f"“{shown_plain(quote['quote'])}” · " if "quote" in quote else ""
        yield f"    {words_of}characters {quote['start']}–{quote['end']}"
    if not row["this_text"]:
        yield "    of an earlier text of the document"
    if not row["this_engine"]:
        yield f"    by another engine: {shown_plain(row['engine'])}"


def _judged(held: Json | None) -> str:
    if held is None:
        return "by nobody yet"
    level = None if held["level"] is None else Level(held["level"])
    view = judged_view(
        Judgement(Verdict(held["verdict"]), held["by"], held["at"], level, held["note"]), codebook_words()
    )
    assert view is not None
    note = f": {shown_plain(view.note)}" if view.note else ""
    return f"{view.shape} {shown_plain(view.words)}, {held['at'][:10]}{note}"


def _say(found: Listed) -> None:
    judged = sum(row["judgement"] is not None for row in found.rows)
    click.echo(f"{len(found.rows):,} findings, {judged:,} judged.", err=True)
    if found.listing.replaced:
        click.echo(f"{found.listing.replaced:,} earlier findings of the same documents are not shown.", err=True)
    if found.listing.reworded:
        click.echo(f"{found.listing.reworded:,} findings of earlier words of these asks are not shown.", err=True)
    if not found.rows:
        click.echo("`onrecord check AGENDA.yaml --record` records findings.", err=True)
