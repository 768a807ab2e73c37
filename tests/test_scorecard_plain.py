"""The terminal and the machine-readable form: the same facts, plain, and safe to print."""

from __future__ import annotations

import io
import json
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

from onrecord.model.agenda import Level
from onrecord.model.finding import Check, Finding
from onrecord.model.record import Quote, Side
from onrecord.reports.as_json import check_to_json, finding_to_json
from onrecord.reports.excerpts import excerpts
from onrecord.reports.reach import every_finding
from onrecord.reports.terminal import scorecard_terminal
from scorecard_values import ask, check, fictional_check, many_asks, no_asks, told

GRADE_KEYS = "level state scope force channel answer other_action evidence confidence abstain reasons"
"""The keys of a line of `onrecord grade`, as the design lists them, after `item`."""


def printed(value: Check, *, width: int = 80, terminal: bool = False) -> str:
    out = io.StringIO()
    scorecard_terminal(
        value,
        Console(file=out, width=width, force_terminal=terminal, color_system="standard" if terminal else None),
    )
    return out.getvalue()


@pytest.mark.parametrize("value", [fictional_check(), many_asks(40), no_asks()])
def test_at_80_columns_nothing_but_an_address_runs_over(value: Check) -> None:
    lines = printed(value).splitlines()
    assert [line for line in lines if cell_len(line) > 80 and "://" not in line] == []


def test_the_terminal_shows_levels_quotes_and_what_was_not_in_hand() -> None:
    text = " ".join(printed(fictional_check()).split())
    for words in (
        "ours: 4 asked",
        "“The Foreign Secretary urged Vestalia to release Ana Reyes-Lund at once",
        "conditional, in the words of Vestalia",
        "1,342 documents searched, 2028-01-01 to 2032-03-01",
        "0: no record found in 1,342 documents.",
        "2031-05-13 to 2031-05-22: not captured",
        "a proposal by a machine until a person has judged it",
        "third: 3 specific",
    ):
        assert words in text


def test_without_a_terminal_the_output_is_plain() -> None:
    assert "\x1b" not in printed(fictional_check())
    assert not re.search("[\u2500-\u257f]", printed(fictional_check()))
    assert "\x1b[" in printed(fictional_check(), terminal=True)


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b[2J\x1b[31mred",
        "[bold red]x[/] [link=http://x]",
        "a\rb\x07\x9b31m",
        "\u202eevil\u202c",
        ":warning:",
    ],
)
def test_a_title_cannot_steer_the_terminal(hostile: str) -> None:
    found = told("a", "d", Level.NAMED, (hostile, hostile, hostile), title=hostile, publisher=hostile, url=hostile)
    value = check([(ask("a", hostile, target=hostile), (found,))])
    text = printed(value)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    if hostile.isascii() and hostile.isprintable():
        assert hostile in text


def test_a_finding_has_the_keys_of_grade_in_their_order() -> None:
    finding = fictional_check().results[0].findings[0]
    value = finding_to_json(finding)
    assert list(value) == GRADE_KEYS.split()
    assert value["evidence"] == [{"start": 1307, "end": 1409, "quote": finding.evidence[0].exact}]
    assert list(value["reasons"][0]) == ["rule", "sentence", "words"]
    assert (value["level"], value["scope"], value["force"], value["answer"]) == (4, "object", "hard", "none")


def test_a_finding_of_nothing_has_nulls_and_not_gaps() -> None:
    value = finding_to_json(Finding(ask_id="a", document_id="d", level=Level.NOT_ON_RECORD))
    assert [value[key] for key in ("state", "scope", "force", "channel")] == [None] * 4


def test_the_whole_check_is_plain_and_comes_back_as_it_was() -> None:
    value = check_to_json(fictional_check())
    assert json.loads(json.dumps(value)) == value
    assert json.dumps(value) == json.dumps(check_to_json(fictional_check()))
    assert value["judged"] is False


def test_every_finding_source_and_gap_is_in_the_json() -> None:
    given = fictional_check()
    value = check_to_json(given)
    assert [len(one["findings"]) for one in value["asks"]] == [len(result.findings) for result in given.results]
    assert {one["id"] for one in value["sources"]} == set(given.sources)
    assert {found["document"] for one in value["asks"] for found in one["findings"]} <= set(given.sources)
    assert [len(value["coverage"][key]) for key in ("by_publisher", "expected", "gaps")] == [3, 3, 2]
    assert [one["reaches_bar"] for one in value["asks"]] == [
        "yes",
        "not_in_the_record_held",
        None,
        "not_in_the_record_held",
        "class_only",
        "in_part",
    ]


def test_quotes_and_contexts_agree_about_every_character() -> None:
    value = check_to_json(fictional_check())
    contexts = {one["id"]: one["contexts"][0] for one in value["sources"]}
    for result in fictional_check().results:
        for finding in every_finding(result):
            for quote in finding.evidence:
                context = contexts[finding.document_id]
                assert context["words"][quote.start - context["start"] : quote.end - context["start"]] == quote.exact


def test_a_context_cut_inside_a_word_begins_and_ends_at_a_space() -> None:
    found = told("a", "d", Level.NAMED, ("greed on trade. ", "They met.", " They parted soo"))
    one = excerpts(found.finding.evidence, found.source)[0]
    assert (one.before, one.quote, one.after) == ("… on trade. ", "They met.", " They parted …")


def test_a_quote_is_verbatim_whatever_characters_it_has() -> None:
    odd = "private use \ue000\uf0b7, bidi \u202e, nothing \ufdd0, tab \t"
    found = told("a", "d", Level.NAMED, ("", odd, ""))
    assert finding_to_json(found.finding)["evidence"][0]["quote"] == odd
    whole = check_to_json(check([(ask("a", "Raise it."), (found,))], cases=()))
    assert whole["asks"][0]["findings"][0]["evidence"][0]["quote"] == odd


def test_a_quote_of_which_no_context_is_in_hand_stands_alone() -> None:
    found = told("a", "d", Level.NAMED)
    far = Quote(90_000, 90_004, "here")
    result = check([(ask("a", "Raise it."), (found,))]).results[0]
    assert result.best[Side.OURS].evidence != (far,)
    lone = told("a", "d", Level.NAMED, evidence=(far,))
    assert "“here”" in printed(check([(ask("a", "Raise it."), (lone,))]))


@pytest.mark.parametrize("terminal", [False, True])
@pytest.mark.parametrize("width", [48, 69, 70, 80, 93, 100, 140])
def test_no_word_of_the_table_is_cut(width: int, terminal: bool) -> None:
    """Whatever the width, each word of the levels, the bars and the answers stands whole on one line."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", printed(fictional_check(), width=width, terminal=terminal))
    table = text.partition("0: no record found in")[0]
    words = {
        "asked",
        "2031-05-14",
        "conditional",
        "specific",
        "registration" if width < 70 else "Reyes-Lund",
        "promised",
    }
    assert words <= {word.strip(",:.") for word in table.split()}
    assert [line for line in table.splitlines() if cell_len(line) > width and "://" not in line] == []


def test_a_narrow_terminal_gets_lines_for_each_ask_in_the_table_s_place() -> None:
    narrow = printed(fictional_check(), width=60)
    assert "  ours: 4 asked" in narrow
    assert "  bar: " in narrow
    assert "Ours" not in narrow
    assert "Ours" in printed(fictional_check(), width=70)
