"""Options that several verbs share mean the same in each."""

from __future__ import annotations

import click

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
