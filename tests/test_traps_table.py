"""The tables of trap sentences cover the whole codebook, and no row stands in them twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from onrecord.model.agenda import Level
from onrecord.model.finding import Answer, State

TRAPS = Path(__file__).parent / "traps"
RAISE_COLUMNS = ("rule", "ask", "raiser", "target", "parent", "publisher", "text", "level", "state", "note")
ANSWER_COLUMNS = (
    "rule",
    "ask",
    "raiser",
    "target",
    "publisher",
    "language",
    "text",
    "answer",
    "note",
    "aliases",
)
RULES = {f"R{number}" for number in range(1, 15)}
GATES = {"plain", "speaker", "negation", "intention", "quote", "headline"}
ANSWER_RULES = {f"A{number}" for number in range(1, 7)} | {"plain"}
CHINESE = "\u4e00", "\u9fff"


def rows(name: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """The table's rows by column; a row with another number of cells is a fault."""
    lines = [line for line in (TRAPS / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert tuple(lines[0].split("\t")) == columns
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines[1:]]


@pytest.fixture(scope="module")
def raised() -> list[dict[str, str]]:
    return rows("raise.tsv", RAISE_COLUMNS)


@pytest.fixture(scope="module")
def answered() -> list[dict[str, str]]:
    return rows("answer.tsv", ANSWER_COLUMNS)


def test_every_rule_and_gate_has_rows(raised: list[dict[str, str]], answered: list[dict[str, str]]) -> None:
    assert {row["rule"] for row in raised} == RULES | GATES
    assert {row["rule"] for row in answered} == ANSWER_RULES
    assert len(raised) >= 300


def test_every_rule_has_twins(raised: list[dict[str, str]]) -> None:
    """R9 alone gives one level to one sentence, whoever speaks; every other rule moves the level."""
    levels = defaultdict(set)
    for row in raised:
        levels[row["rule"]].add(row["level"])
    assert {rule for rule, found in levels.items() if len(found) < 2} == set()


def test_every_value_of_the_scales_has_rows(raised: list[dict[str, str]], answered: list[dict[str, str]]) -> None:
    assert {row["level"] for row in raised} == {str(level.value) for level in Level}
    assert {row["state"] for row in raised} - {""} == {state.value for state in State}
    assert {row["answer"] for row in answered} == {answer.value for answer in Answer}


def test_a_state_stands_with_a_level_of_zero_alone(raised: list[dict[str, str]]) -> None:
    assert [row for row in raised if (row["level"] == "0") != bool(row["state"])] == []


def test_no_row_stands_twice(raised: list[dict[str, str]], answered: list[dict[str, str]]) -> None:
    for table in (raised, answered):
        keys = Counter((row["ask"], row["publisher"], row["text"]) for row in table)
        assert [key for key, count in keys.items() if count > 1] == []


def test_one_ask_has_one_raiser_and_one_target(raised: list[dict[str, str]], answered: list[dict[str, str]]) -> None:
    sides = {(row["ask"], row["raiser"], row["target"]) for row in [*raised, *answered]}
    assert len(sides) == len({ask for ask, _, _ in sides})


def test_no_cell_is_empty_that_must_be_filled(raised: list[dict[str, str]], answered: list[dict[str, str]]) -> None:
    optional = {"state", "aliases"}
    for row in [*raised, *answered]:
        assert [column for column, cell in row.items() if not cell.strip() and column not in optional] == []


def test_the_answers_are_in_english_and_in_chinese(answered: list[dict[str, str]]) -> None:
    count = Counter(row["language"] for row in answered)
    assert count["en"] >= 60
    assert count["zh"] >= 40
    assert set(count) == {"en", "zh"}
    first, last = CHINESE
    for row in answered:
        assert any(first <= letter <= last for letter in row["text"]) == (row["language"] == "zh"), row


def test_an_alias_stands_in_a_text_of_its_ask(answered: list[dict[str, str]]) -> None:
    texts: defaultdict[str, str] = defaultdict(str)
    for row in answered:
        texts[row["ask"]] += row["text"]
    assert [row for row in answered if row["aliases"] not in texts[row["ask"]]] == []


def test_many_governments_raise_and_are_addressed(raised: list[dict[str, str]]) -> None:
    assert len({row["raiser"] for row in raised}) >= 12
    assert len({row["target"] for row in raised}) >= 20
