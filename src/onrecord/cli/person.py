"""What a person decides carries that person's name."""

from __future__ import annotations

import click


def _named(_context: click.Context, _option: click.Parameter, value: str) -> str:
    name = " ".join(value.split())
    if not name:
        raise click.BadParameter("it is empty. Say who decides.")
    return name


by_option = click.option("--by", required=True, metavar="NAME", callback=_named, help="Who decides.")
"""`--by NAME`, passed to the command as `by`."""
