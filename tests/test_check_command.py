"""`onrecord check`, `grade` and `demo` as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.cli import program


def run(*arguments: str, given: str | None = None) -> tuple[int, str, str]:
    """(exit status, standard output, standard error); a fault of ours is raised, as `main` catches it."""
    result = CliRunner().invoke(program, arguments, input=given, catch_exceptions=True)
    fault = result.exception
    said = result.stderr + (str(fault) if fault is not None and not isinstance(fault, SystemExit) else "")
    return result.exit_code, result.stdout, said


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    code, out, _ = run("demo", str(folder))
    assert code == 0
    assert "Sumara" in out
    return folder


def test_the_demo_writes_a_scorecard_that_says_it_is_fictional(demo: Path) -> None:
    page = (demo / "scorecard.html").read_text(encoding="utf-8")
    assert "no record found in" in page.lower()
    assert "<script" not in page


def example(name: str) -> str:
    return str(Path(__file__).parents[1] / "src" / "onrecord" / "data" / "example" / name)


def test_check_prints_one_json_document(demo: Path) -> None:
    code, out, _ = run("check", example("agenda.yaml"), "--store", str(demo / "store"), "--json")
    held = json.loads(out)
    assert code == 0
    assert held["coverage"]["searched"] >= 14


def test_check_narrows_by_date(demo: Path) -> None:
    arguments = ("check", example("agenda.yaml"), "--store", str(demo / "store"), "--json", "--since", "2026-07-01")
    _, out, _ = run(*arguments)
    assert json.loads(out)["coverage"]["searched"] < 6


def test_a_wrong_date_is_named(demo: Path) -> None:
    code, _, said = run("check", example("agenda.yaml"), "--store", str(demo / "store"), "--since", "soon")
    assert code == 2
    assert "'soon' is not a date" in said


def test_a_missing_store_says_what_to_do(tmp_path: Path) -> None:
    code, _, said = run("check", example("agenda.yaml"), "--store", str(tmp_path / "none"))
    assert code == 1
    assert "onrecord add" in said or "--store" in said


ITEM = {
    "item": "1",
    "ask": "Call for the release of Ayla Taen.",
    "raiser": "United States",
    "target": "China",
    "parent": "human rights in Tibet",
    "text": "The Secretary urged China to release Ayla Taen.",
    "publisher": "The White House",
}


def test_grade_answers_each_line_and_names_a_bad_one() -> None:
    code, out, said = run(
        "grade", "-", given=json.dumps(ITEM) + "\n{broken\n" + json.dumps({**ITEM, "item": "2"}) + "\n"
    )
    assert code == 1
    assert [json.loads(line)["level"] for line in out.splitlines()] == [4, 4]
    assert "line 2" in said


def test_grade_explains_with_rule_and_words() -> None:
    _, out, _ = run("grade", "-", "--explain", given=json.dumps(ITEM) + "\n")
    assert "R3" in out
    assert "urged China to release" in out


@pytest.mark.parametrize("spans", [[[0]], [["a", 3]], [[0, 10_000]], [[5, 2]]])
def test_wrong_question_spans_are_refused(spans: list[list[object]]) -> None:
    code, _, said = run("grade", "-", given=json.dumps({**ITEM, "question_spans": spans}) + "\n")
    assert code == 1
    assert "question" in said
