"""`onrecord demo`: the main job on the fictional example that ships with the program."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

import click
from rich.console import Console

from onrecord.cli.check import write_page
from onrecord.model.record import Side
from onrecord.ports import DocumentFilter
from onrecord.reports.audience import Audience
from onrecord.reports.terminal import scorecard_terminal
from onrecord.settings import Said, files_of, hold, load_agenda, open_store, take_in

_RECORD = (
    (("record.jsonl", "parliament.html"), Said()),
    (
        ("statute.txt",),
        Said(publisher="Parliament of Valdoria", title="Sumara Engagement Act", side=Side.THIRD),
    ),
)
"""The files of the example, and what is said of them: a statute binds the raiser, but is no raising."""


@click.command(name="demo")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path("demo"))
def command(folder: Path) -> None:
    """Run the main job in FOLDER on a small fictional example: a store, an agenda, a scorecard."""
    with (
        as_file(files("onrecord").joinpath("data", "example")) as example,
        open_store(str(folder / "store"), create=True) as store,
    ):
        for names, said in _RECORD:
            for _ in take_in(store, files_of([example / name for name in names]), said):
                pass
        result = hold(load_agenda(example / "agenda.yaml"), store, DocumentFilter())
    scorecard_terminal(result, Console(), audience=Audience.TEAM)
    write_page(folder / "scorecard.html", result, Audience.TEAM)
