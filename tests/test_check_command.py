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
    assert "'soon' is not ISO 8601" in said


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


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text": ""}, "text empty"),
        ({"raiser": " "}, "raiser empty"),
        ({"target": ""}, "target empty"),
        ({"aliases": "ab"}, "aliases is not a list of texts"),
        ({"aliases": [1]}, "aliases is not a list of texts"),
        ({"parent": 7}, "parent is not text"),
        ({"publisher": ["x"]}, "publisher is not text"),
        ({"date": "2023-99-99"}, "does not exist"),
        ({"text": "\ud800"}, "half a character"),
    ],
)
def test_an_item_that_is_not_in_order_is_refused_with_its_line(change: dict[str, object], words: str) -> None:
    code, out, said = run("grade", "-", given=json.dumps({**ITEM, **change}) + "\n")
    assert (code, out) == (1, "")
    assert f"line 1: {words}" in said or words in said


def test_a_list_without_items_is_a_problem(tmp_path: Path) -> None:
    assert run("grade", "-", given="\n\n")[0] == 1
    assert "no items" in run("grade", "-", given="")[2]
    (tmp_path / "items.jsonl").write_text("")
    code, _, said = run("draft", "--jsonl", str(tmp_path / "items.jsonl"))
    assert (code, "no items" in said) == (1, True)


def test_an_item_without_a_publisher_is_the_raisers_own() -> None:
    item = {key: value for key, value in ITEM.items() if key != "publisher"}
    assert json.loads(run("grade", "-", given=json.dumps(item))[1])["level"] == 4


def test_a_side_that_no_list_knows_is_noted_once() -> None:
    given = "".join(json.dumps({**ITEM, "raiser": "Narnia", "publisher": "Narnia"}) + "\n" for _ in range(3))
    _, _, said = run("grade", "-", given=given)
    assert said.count("no list knows 'Narnia'; documents are matched by that name alone") == 1
    assert "China" not in said


def test_the_demo_s_statute_raises_nothing(demo: Path) -> None:
    _, out, _ = run("check", example("agenda.yaml"), "--store", str(demo / "store"), "--json")
    held = json.loads(out)
    assert [source for source in held["sources"] if source["publisher"] == "Parliament of Valdoria"] == []
    assert {"publisher": "Parliament of Valdoria", "documents": 1, "first": "", "last": ""} in held["coverage"][
        "by_publisher"
    ]
    assert "" not in {source["publisher"] for source in held["sources"]}


def test_the_days_of_a_search_must_have_an_order(demo: Path) -> None:
    arguments = ("check", example("agenda.yaml"), "--store", str(demo / "store"), "--json")
    code, _, said = run(*arguments, "--since", "2024", "--until", "2023-12")
    assert (code, "later than" in said) == (2, True)
    assert run(*arguments, "--since", "2026-06-09", "--until", "2026-06")[0] == 0


def test_an_agenda_without_asks_is_a_problem(demo: Path, tmp_path: Path) -> None:
    (tmp_path / "agenda.yaml").write_text("asks: []\n")
    code, out, said = run("check", str(tmp_path / "agenda.yaml"), "--store", str(demo / "store"))
    assert (code, out) == (1, "")
    assert "has no asks" in said


def test_a_page_that_cannot_be_written_is_named_before_the_record_is_read(demo: Path, tmp_path: Path) -> None:
    page = tmp_path / "none" / "card.html"
    code, out, said = run("check", example("agenda.yaml"), "--store", str(demo / "store"), "--html", str(page))
    assert (code, out) == (2, "")
    assert "card.html" in said
    missing = run(
        "check", example("agenda.yaml"), "--store", str(tmp_path / "none"), "--html", str(tmp_path / "a.html")
    )
    assert missing[0] == 1
    assert not (tmp_path / "a.html").exists(), "a check that fails leaves no page behind"
