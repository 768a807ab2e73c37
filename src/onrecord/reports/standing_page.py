"""One page says how each ask stands, and beside each claim of it the words it rests on and how it was counted."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from onrecord.model.engagements import EngagementRecord, Expectation, RecordStatus
from onrecord.model.record import Side
from onrecord.reports.audience import TEAM_NOTICE, Audience
from onrecord.reports.display import shown, web_address
from onrecord.reports.drift_shown import STYLE, drift_html
from onrecord.reports.pictures.ask_matrix import matrix_pictures
from onrecord.reports.pictures.ask_time import ask_picture
from onrecord.reports.pictures.marks import flag, hollow, shape
from onrecord.reports.pictures.months import months_picture
from onrecord.reports.pictures.picture import Picture, svg_style
from onrecord.reports.pictures.svg import element
from onrecord.reports.question import FORM_WORDS
from onrecord.reports.questions import MOST, gap_words, next_questions
from onrecord.reports.sealing import SEALED_ASK
from onrecord.reports.standing_gate import cleared_standing
from onrecord.reports.standing_report import StandingReport
from onrecord.reports.standing_view import ask_views
from onrecord.reports.words import SIDE_WORDS, Words, codebook_words
from onrecord.text.tables import rows


def standing_html(
    report: StandingReport, *, generated_at: str, audience: Audience = Audience.TEAM, questions: int = MOST
) -> str:
    """The standing as one HTML page: no script, no request, every word from outside escaped.

    `generated_at` is shown as it is given; each ask has at most so many drafts of next questions.
    """
    safe = cleared_standing(report, audience)
    words = codebook_words()
    asked = next_questions(safe.report, most=questions)
    return (
        _environment()
        .get_template("standing.html.j2")
        .render(
            report=safe.report,
            notices=safe.notices,
            internal=TEAM_NOTICE in safe.notices,
            generated_at=shown(generated_at),
            views=ask_views(safe.report, asked, words),
            timelines=timelines(safe.report, words),
            matrices=matrix_pictures(safe.report, words),
            months=months_picture(safe.report.held),
            missing=_missing(safe.report),
            legend=_legend(),
            picture_style=Markup(svg_style()),
            words_table=words,
            moves=[(row["move"], row["sentence"]) for row in rows("move_words.tsv", key="move")],
            form_words=FORM_WORDS,
            drift=lambda view: Markup(drift_html(view)),
            drift_style=Markup(STYLE),
            sides=SIDE_WORDS,
            gap_words=gap_words,
        )
    )


def timelines(report: StandingReport, words: Words) -> dict[int, Picture]:
    """By the number of the ask: its picture over time, where it has one. Pass a report that the gate let through."""
    found = {}
    for number, one in enumerate(report.standings, 1):
        picture = None if one.ask.text == SEALED_ASK else ask_picture(number, one, report, words)
        if picture:
            found[number] = picture
    return found


def _missing(report: StandingReport) -> list[tuple[EngagementRecord, Expectation]]:
    return [
        (one.engagement, expected)
        for one in report.followed
        for expected in one.expected
        if expected.status is not RecordStatus.APPEARED
    ]


def _legend() -> Markup:
    """Every shape of the pictures with its meaning, small and in words."""
    items = [(element("g", shape(side, 0, 0), class_="l1"), f"{SIDE_WORDS[side]}") for side in Side]
    items += [
        (element("g", shape(Side.OURS, 0, 0), class_="judged"), "thick outline: judged by a person"),
        (element("g", shape(Side.OURS, 0, 0), class_="unsure"), "broken outline: the engine abstains"),
        (hollow(Side.OURS, 0, 0, "omission"), "not found, though comparable documents before it have it"),
        (flag(0, 0, "due", class_="over"), "a due date, filled once it has passed"),
    ]
    listed = Markup("").join(element("li", _sample(drawn), Markup(" ") + words) for drawn, words in items)
    notes = (
        "height and figure: the level",
        "dotted line: the bar",
        "broken upright: today",
        "shaded: an engagement",
        "hatched: nothing in hand",
        "bar: a date not known to the day",
    )
    said = Markup("").join(element("li", note) for note in notes)
    return element("ul", listed, said, class_="legend", aria_label="Shapes in the pictures")


def _sample(drawn: Markup) -> Markup:
    return element("svg", drawn, viewBox="-12 -12 24 24", class_="drawn", aria_hidden="true")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("onrecord.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = shown
    environment.filters["web_address"] = web_address
    return environment
