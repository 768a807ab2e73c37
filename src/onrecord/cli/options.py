"""Options that several verbs share mean the same in each."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.settings import day_of

DEFAULT_STORE = "onrecord-store"
"""The folder of a store where nobody names one: in the current folder, to be seen and moved."""

store_option = click.option(
    "--store",
    "location",
    metavar="PATH",
    envvar="ONRECORD_STORE",
    default=DEFAULT_STORE,
    show_default=True,
    show_envvar=True,
    help="The folder of the store.",
)
"""`--store PATH`, passed to the command as `location`."""

json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON document.")
"""`--json`, passed to the command as `as_json`."""


def day(value: str, option: str) -> str:
    """A date as precise as it is given, empty for an empty one; raises `click.BadParameter` for one that is none."""
    try:
        return day_of(value.strip())
    except ValueError as fault:
        raise click.BadParameter(f"{fault}.", param_hint=option) from fault


def refuse_unwritable(file: Path) -> None:
    """Raises `click.UsageError` if a file cannot be written, before work is done for it; leaves nothing behind."""
    there = file.exists()
    try:
        file.open("ab").close()
        if not there:
            file.unlink()
    except OSError as fault:
        raise click.UsageError(
            f"{file} cannot be written: {fault.strerror}. Name a file in a folder that is yours."
        ) from fault
