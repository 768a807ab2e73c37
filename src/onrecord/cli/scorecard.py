"""`onrecord scorecard`: what `check` finds, as a file to hand out."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.check import filter_of, held_against, layers_read, write_page
from onrecord.cli.options import json_option, store_option
from onrecord.cli.paper_files import asked, deliver, now, refuse_out
from onrecord.reports.audience import Audience
from onrecord.reports.documents.scorecard_paper import scorecard_paper
from onrecord.reports.judged import judged
from onrecord.settings import open_store
from onrecord.settings.documents import materials


@click.command(name="scorecard")
@click.argument("agenda_path", metavar="AGENDA.yaml", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write; its name ends in .html, .pdf or .docx.",
)
@click.option("--since", default="", metavar="DATE", help="Only documents of this day or later.")
@click.option("--until", default="", metavar="DATE", help="Only documents of this day or earlier.")
@click.option(
    "--publisher", "publishers", multiple=True, help="Only publishers whose name holds this; may be repeated."
)
@click.option("--public", is_flag=True, help="For publication: names that are not cleared for it are withheld.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes that share the reading; without it, one a core.",
)
@json_option
@store_option
def command(
    *,
    agenda_path: Path,
    out: Path | None,
    since: str,
    until: str,
    publishers: tuple[str, ...],
    public: bool,
    workers: int | None,
    as_json: bool,
    location: str,
) -> None:
    """Hold the asks of AGENDA.yaml against the store and write the scorecard; the HTML is that of `check --html`."""
    wanted = filter_of(since, until, publishers)
    refuse_out(out, as_json=as_json)
    agenda = asked(agenda_path)
    audience = Audience.PUBLIC if public else Audience.TEAM
    with open_store(location, create=False) as store:
        before = store.ledger.layers()
        result = held_against(agenda, store, wanted, workers=workers)
        result = judged(result, store.ledger.judged_claims(), layers_read(result, before, store.ledger.layers()))
        paper = scorecard_paper(result, materials(agenda, store), made=now(), audience=audience)
        is_page = out is not None and out.suffix.casefold() == ".html"
        if not is_page or as_json:
            deliver(paper, store, None if is_page else out, as_json=as_json)
    if out is not None and is_page:
        write_page(out, result, audience)
