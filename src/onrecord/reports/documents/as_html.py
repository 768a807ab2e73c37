"""The HTML of a document is one file that asks nothing of any server and runs nothing."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from onrecord.reports.audience import TEAM_NOTICE
from onrecord.reports.documents.blocks import Paper
from onrecord.reports.documents.flat import flat


def html(paper: Paper) -> str:
    """The document as one HTML page: no script, no request, every word from outside escaped."""
    internal = TEAM_NOTICE in paper.notices
    return _environment().get_template("paper.html.j2").render(paper=flat(paper), internal=internal)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("onrecord.reports.documents"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
