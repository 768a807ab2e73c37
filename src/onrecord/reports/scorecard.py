"""A scorecard is one file that a reader can open, print and keep, and that asks nothing of any server."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from onrecord.model.finding import Check
from onrecord.reports.audience import TEAM_NOTICE, Audience, cleared
from onrecord.reports.display import shown
from onrecord.reports.timeline import timeline
from onrecord.reports.view import scorecard_view
from onrecord.reports.words import codebook_words


def scorecard_html(check: Check, *, generated_at: str, audience: Audience = Audience.TEAM) -> str:
    """The scorecard as one HTML page: no script, no request, every word from outside escaped.

    `generated_at` is shown as it is given. Names that may not reach the audience are in no part of the page;
    if a page for the team holds names that are not cleared for publication, it says so at its head.
    """
    safe = cleared(check, audience)
    words = codebook_words()
    return (
        _environment()
        .get_template("scorecard.html.j2")
        .render(
            view=scorecard_view(safe.check, words),
            line=timeline(safe.check, words),
            words=words,
            notices=safe.notices,
            internal=TEAM_NOTICE in safe.notices,
            generated_at=shown(generated_at),
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("onrecord.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
