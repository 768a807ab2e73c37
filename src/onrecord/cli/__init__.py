"""The command line: one verb, one call. A verb's module is loaded only when the verb is used."""

from __future__ import annotations

import sys
from importlib import import_module
from keyword import iskeyword

import click

from onrecord import __version__
from onrecord.errors import OnRecordError

_VERBS = {
    "draft": "a statement, letter or resolution → an agenda",
    "add": "files, corpora and web pages → the store",
    "watch": "sources asked what is new → the store",
    "check": "an agenda against the record → a scorecard",
    "standing": "each ask through the whole record: clocks, series, omissions, drift, promises",
    "brief": "one page an ask for whoever goes in: HTML, PDF, DOCX",
    "letter": "the asks with their grounds, to be signed by many",
    "statement": "what the documents since a visit show, for the press",
    "scorecard": "what `check` finds, as HTML, PDF or DOCX",
    "alerts": "what is new, sent to those who asked to hear of it",
    "search": "words → the documents of the store that hold them all",
    "findings": "what was recorded of an agenda, and what persons decided",
    "judge": "a person's word on a recorded finding",
    "retract": "an entry of the ledger that no longer stands",
    "attach": "later evidence on a promise, and who says that it is",
    "grade": "one ask × one text a line → one finding a line",
    "engagements": "who met whom and when, and which records of it are in hand",
    "versions": "what changed in a document after it was published",
    "copies": "republished texts against the official page",
    "export": "the evidence as a signed bundle, or in an open format",
    "verify": "a bundle or a store, proven offline",
    "import": "asks, recommendations, a calendar or people that others keep → an agenda",
    "doctor": "what works here, and what is not protected",
    "demo": "the main job on a small fictional example",
}
"""Each verb with the line that `onrecord --help` shows; the module of the same name holds its `command`, with a `_`
behind a name that Python keeps for itself."""


class _Verbs(click.Group):
    """Lists the verbs without loading them, so that help comes at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _VERBS:
            return None
        module = cmd_name if cmd_name.isidentifier() and not iskeyword(cmd_name) else f"{cmd_name}_"
        command: click.Command = import_module(f"onrecord.cli.{module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_VERBS.items()))


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="onrecord")
def program() -> None:
    """Hold diplomacy to its word: what was asked of an official, against the public record, quote by quote.

    Exit status: 0 done, 1 found a problem that is named, 2 used wrongly, 130 stopped by the user.
    """


def main() -> None:
    """Run a verb; a fault that the program knows is one line on standard error, not a traceback."""
    try:
        program.main(standalone_mode=False)
    except OnRecordError as fault:
        click.echo(f"onrecord: {fault}", err=True)
        sys.exit(1)
    except click.ClickException as fault:
        fault.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("onrecord: stopped; what was done is kept.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
