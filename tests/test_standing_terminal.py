"""A standing in a terminal and as JSON: dense, complete, and without a name that may not leave."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from onrecord.model.finding import Answer, Channel
from onrecord.model.standing import Clock, Reset, Standing
from onrecord.reports.audience import Audience
from onrecord.reports.standing_clocks import clock_count, main_clocks
from onrecord.reports.standing_gate import cleared_standing
from onrecord.reports.standing_json import FORMAT, standing_to_json
from onrecord.reports.standing_report import StandingReport
from onrecord.reports.standing_terminal import standing_terminal
from standing_objects import (
    INTERNAL_NAME,
    SEALED_NAME,
    ask,
    bare_report,
    crackdown,
    report,
)


def printed(value: StandingReport, *, width: int = 120, audience: Audience = Audience.TEAM, questions: int = 1) -> str:
    out = io.StringIO()
    standing_terminal(value, Console(file=out, width=width), audience=audience, questions=questions)
    return out.getvalue()


def test_the_lines_say_how_an_ask_stands() -> None:
    text = " ".join(printed(report(), width=200).split())
    assert "400 days last raised at level 1 (named) or above by Valdoria · 2025-10-20" in text
    assert "389–419 days last answered by Kharzan" in text
    assert "23 days over the report that the Sumara Act asks for" in text
    assert "2024-02-10 3 first · 2024-09-03 3 repeated · 2025-03-11 4 stronger" in text
    assert "2026-06-10 – absent (not comparable)" in text
    assert "present in 4 of 5 comparable documents before it" in text
    assert "claimed, records not captured: said on 2026-09-15, of 2022-03" in text
    assert "2026-05-12 call: readout or statement of QV: not captured" in text


def test_a_word_from_outside_cannot_move_the_cursor_or_mark_up() -> None:
    full = crackdown()
    evil = replace(full, clocks=(replace(full.clocks[0], label="[bold]last\x1b[2J\r\nraised\u202e"),))
    text = printed(replace(report(), standings=(evil,)))
    assert "\x1b" not in text and "\u202e" not in text
    assert "[bold]last" in text


@pytest.mark.parametrize("width", [40, 80, 160])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(cell_len(line.rstrip()) for line in printed(report(), width=width, questions=9).splitlines()) <= width


def test_questions_can_be_left_out() -> None:
    assert "press question" in printed(report())
    assert "press question" not in printed(report(), questions=0)


def test_an_agenda_without_asks_says_so() -> None:
    assert "This agenda holds no asks." in printed(bare_report())


def clock(reset: Reset, days: int | None, most: int | None = None, **more: object) -> Clock:
    plain = Clock("a", reset, "label", "2026-01-01" if days is not None else "", days, most, None, ())
    return replace(plain, **more)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (clock(Reset.RAISED, 1, 1), "1 day"),
        (clock(Reset.RAISED, 1400, 1400), "1,400 days"),
        (clock(Reset.RAISED, 0, 30), "0–30 days"),
        (clock(Reset.DUE, -12, -12), "in 12 days"),
        (clock(Reset.DUE, -12, 18), "about now"),
        (clock(Reset.DUE, -40, -11), "in 11–40 days"),
        (clock(Reset.DUE, 0, 0), "today"),
        (clock(Reset.DUE, 5, 5), "5 days over"),
        (clock(Reset.EVENT, None), "not in hand"),
    ],
)
def test_a_count_reads_as_words(value: Clock, words: str) -> None:
    assert clock_count(value) == words


def test_the_main_clocks_leave_out_what_another_of_them_tells() -> None:
    low = clock(Reset.RAISED, 40, 40, level=1)
    high = clock(Reset.RAISED, 40, 40, level=4)
    public = clock(Reset.RAISED, 40, 40, level=4, channel=Channel.PUBLIC)
    quieter = clock(Reset.RAISED, 90, 90, level=1, channel=Channel.PUBLIC, since="2025-11-01")
    speaker = clock(Reset.RAISED, 40, 40, level=4, who="speaker Helene Marrow")
    answered = clock(Reset.ANSWERED, 9, 9)
    refused = clock(Reset.ANSWERED, 9, 9, answer=Answer.REFUSED)
    standing = Standing(ask("a", "x"), (), clocks=(low, high, public, quieter, speaker, answered, refused))
    assert main_clocks(standing) == (high, quieter, refused)


def test_json_holds_every_part_and_cites_documents_by_id() -> None:
    value = standing_to_json(report())
    assert value["format"] == FORMAT
    assert json.loads(json.dumps(value)) == value
    first = value["asks"][0]
    for part in (
        "observations",
        "courses",
        "omissions",
        "clocks",
        "promises",
        "disclosures",
        "accounts",
        "questions",
        "unasked",
    ):
        assert first[part], part
    known = {document["id"] for document in value["documents"]}
    assert {one["document"] for one in first["observations"]} <= known
    assert {step["document"] for course in first["courses"] for step in course["steps"]} <= known
    assert all(promise["source"]["document"] in known for promise in first["promises"])


def test_json_counts_what_it_could_not_ask() -> None:
    [first, *_] = standing_to_json(report())["asks"]
    assert first["questions_left_out"] == 0
    assert len(first["questions"]) == 7


def strings(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("audience", list(Audience))
def test_what_is_withheld_is_in_no_output(audience: Audience) -> None:
    value = report()
    everything = strings(standing_to_json(value, audience=audience)) + printed(value, audience=audience, questions=9)
    safe = repr(cleared_standing(value, audience).report)
    hidden = [SEALED_NAME, "Branthwaite", "branthwaite"]
    if audience is Audience.PUBLIC:
        hidden += [INTERNAL_NAME, "Quillon", "quillon", "Ana", "Read with Ben"]
    for name in hidden:
        assert name not in everything
        assert name not in safe
    assert "an ask about a sealed case" in everything
    assert "sealed-ask-1" in everything


def test_the_team_is_told_that_it_holds_more_than_the_public() -> None:
    assert any("not cleared for publication" in notice for notice in standing_to_json(report())["notices"])
    open_ = replace(report(), agenda=replace(report().agenda, cases=()))
    assert standing_to_json(open_)["notices"] == []


def test_an_empty_report_is_json_too() -> None:
    value = standing_to_json(bare_report())
    assert value["asks"] == value["documents"] == value["engagements"] == []
