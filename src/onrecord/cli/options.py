"""Options that several verbs share mean the same in each."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from pathlib import Path

import click

from onrecord.cli.whole_files import try_whole
from onrecord.settings import day_of, manners_of

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
    """Raises `click.UsageError` if a file cannot be written, before work is done for it; leaves nothing behind.

    The file's own name is not touched: a command that is killed here leaves no empty file under it.
    """
    try:
        try_whole(file)
    except OSError as fault:
        raise click.UsageError(
            f"{file} cannot be written: {fault.strerror}. Name a file in a folder that is yours."
        ) from fault


def is_address(argument: str) -> bool:
    """True for an argument that is an address of some scheme, whether or not it can be fetched, and not a path."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", argument) is not None


def web_options(command: Callable[..., None]) -> Callable[..., None]:
    """`--contact`, `--proxy` and `--open`, passed to the command together as `manners`."""

    @click.option(
        "--contact",
        envvar="ONRECORD_CONTACT",
        default="",
        help="Your mail or web address; sites that are fetched from are told it.",
    )
    @click.option(
        "--proxy", envvar="ONRECORD_PROXY", default="", help="The HTTP proxy to go through, http://host:port."
    )
    @click.option(
        "--open", "opened", multiple=True, metavar="RANGE", help="Fetch from this range of your own network too."
    )
    @functools.wraps(command)
    def wrapped(*, contact: str, proxy: str, opened: tuple[str, ...], **others: object) -> None:
        try:
            manners = manners_of(contact=contact, proxy=proxy, opened=opened)
        except ValueError as fault:
            raise click.UsageError(f"{fault}.") from fault
        command(manners=manners, **others)

    return wrapped
