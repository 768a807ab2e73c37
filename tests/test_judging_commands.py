"""`onrecord check --record`, `findings`, `judge` and `retract` as a user runs them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from onrecord.settings import open_store
from test_check_command import example, run

AGENDA = example("agenda.yaml")


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the example with its findings recorded; never written to again."""
    store = tmp_path_factory.mktemp("recorded") / "store"
    assert run("add", example("record.jsonl"), "--store", str(store))[0] == 0
    code, _, said = run("check", AGENDA, "--record", "--json", "--store", str(store))
    assert (code, "97 new findings, 0 known" in said) == (0, True), said
    return store


@pytest.fixture
def store(recorded: Path, tmp_path: Path) -> str:
    shutil.copytree(recorded, tmp_path / "store")
    return str(tmp_path / "store")


def findings(store: str, *more: str) -> list[dict[str, Any]]:
    code, out, said = run("findings", AGENDA, *more, "--json", "--store", store)
    assert code == 0, said
    held: list[dict[str, Any]] = json.loads(out)["findings"]
    return held


def best(store: str, ask: str = "sumara") -> dict[str, Any]:
    return next(row for row in findings(store, "--ask", ask) if row["proposal"]["level"] == 4)


def checked(store: str, ask: str = "sumara", *more: str) -> dict[str, Any]:
    _, out, _ = run("check", AGENDA, "--json", *more, "--store", store)
    return next(one for one in json.loads(out)["asks"] if one["id"] == ask)


def test_the_same_check_writes_nothing_twice(store: str) -> None:
    code, _, said = run("check", AGENDA, "--record", "--json", "--store", store)
    assert (code, "0 new findings, 97 known already" in said) == (0, True)
    assert run("verify", store)[0] == 0


def test_every_recorded_finding_is_the_one_that_the_check_shows(store: str) -> None:
    shown = {(one["document"], one["level"]) for one in checked(store)["findings"]}
    assert {(row["document"], row["proposal"]["level"]) for row in findings(store, "--ask", "sumara")} == shown


def test_a_judgement_stands_beside_the_proposal(store: str) -> None:
    row = best(store)
    code, out, _ = run(
        "judge", row["name"], "correct", "3", "--by", "Ana Reyes", "--note", "no one is told", "--store", store
    )
    assert (code, "level 4: corrected from 4 to 3 by Ana Reyes" in out) == (0, True)
    after = next(one for one in findings(store, "--ask", "sumara") if one["finding"] == row["finding"])
    assert (after["proposal"]["level"], after["judgement"]["level"]) == (4, 3)
    _, out, said = run("findings", AGENDA, "--store", store)
    lines = out.splitlines()
    at = next(number for number, line in enumerate(lines) if row["name"] in line)
    assert "proposal: 4 asked" in lines[at]
    assert "≠ corrected to 3 specific by Ana Reyes" in lines[at + 1]
    assert "no one is told" in lines[at + 1]
    assert "1 judged" in said


def test_a_rejected_finding_is_nobody_s_best_any_more(store: str) -> None:
    before = checked(store)["best"]["ours"]
    (row,) = [one for one in findings(store, "--ask", "sumara") if one["document"] == before["document"]]
    assert run("judge", row["finding"], "reject", "--by", "ana", "--store", store)[0] == 0
    after = checked(store)
    assert after["best"]["ours"]["document"] != before["document"]
    (found,) = [one for one in after["findings"] if one["document"] == before["document"]]
    assert (found["level"], found["judgement"]["verdict"]) == (4, "rejected")
    _, out, _ = run("check", AGENDA, "--store", store)
    assert "✗" in out


def test_the_scorecard_says_who_confirmed_and_the_public_is_not_told_who(store: str, tmp_path: Path) -> None:
    found = checked(store)["best"]["ours"]
    (row,) = [one for one in findings(store, "--ask", "sumara") if one["document"] == found["document"]]
    run("judge", row["name"], "confirm", "--by", "Ana Reyes", "--note", "read twice", "--store", store)
    page = tmp_path / "card.html"
    _, out, _ = run("check", AGENDA, "--html", str(page), "--store", store)
    assert "✓ confirmed by Ana Reyes" in " ".join(out.split())
    assert "confirmed by Ana Reyes" in page.read_text(encoding="utf-8")
    _, out, _ = run("check", AGENDA, "--public", "--html", str(page), "--json", "--store", store)
    assert json.loads(out)["judged"] is True
    for words in (out, page.read_text(encoding="utf-8")):
        assert "confirmed" in words
        assert "Ana Reyes" not in words
        assert "read twice" not in words


def test_a_judgement_can_be_taken_back_and_given_again(store: str) -> None:
    row = best(store)
    _, out, _ = run("judge", row["name"], "confirm", "--by", "ana", "--json", "--store", store)
    judgement = json.loads(out)["entry"]
    _, _, said = run("judge", row["name"], "confirm", "--by", "ana", "--store", store)
    assert "stands already" in said
    assert run("retract", judgement[:10], "--by", "ana", "--reason", "misread", "--store", store)[0] == 0
    assert best(store)["judgement"] is None
    code, _, said = run("retract", judgement, "--by", "ana", "--reason", "misread", "--store", store)
    assert (code, "retracted already" in said) == (1, True)


def test_a_retracted_finding_is_not_listed_and_not_judged(store: str) -> None:
    row = best(store)
    _, out, _ = run("retract", row["name"], "--by", "ana", "--reason", "wrong page", "--json", "--store", store)
    assert row["finding"] not in {one["finding"] for one in findings(store)}
    code, _, said = run("judge", row["name"], "confirm", "--by", "ana", "--store", store)
    assert (code, "was retracted by ana: wrong page" in said) == (1, True)
    run("retract", json.loads(out)["entry"], "--by", "ana", "--reason", "right page", "--store", store)
    assert row["finding"] in {one["finding"] for one in findings(store)}


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("judge", "ffffffff", "confirm", "--by", "a"), 1, "has no entry ffffffff"),
        (("judge", "xyz", "confirm", "--by", "a"), 1, "names no entry"),
        (("judge", "{finding}", "correct", "--by", "a"), 2, "A LEVEL"),
        (("judge", "{finding}", "confirm", "2", "--by", "a"), 2, "A LEVEL"),
        (("judge", "{finding}", "correct", "0", "--by", "a"), 2, "range"),
        (("judge", "{finding}", "correct", "4", "--by", "a"), 2, "level 4 already"),
        (("judge", "{finding}", "approve", "--by", "a"), 2, "approve"),
        (("judge", "{finding}", "confirm", "--by", "  "), 2, "Say who decides"),
        (("judge", "{finding}", "confirm"), 2, "--by"),
        (("judge", "{document}", "confirm", "--by", "a"), 1, "only findings are judged"),
        (("retract", "{document}", "--by", "a", "--reason", "x"), 1, "the record itself is kept"),
        (("retract", "{finding}", "--by", "a", "--reason", " "), 2, "--reason is empty"),
        (("findings",), 2, "Name an agenda"),
        (("findings", AGENDA, "--ask", "nothing"), 1, "has no ask 'nothing'"),
    ],
)
def test_a_wrong_use_is_named_and_writes_nothing(
    recorded: Path, arguments: tuple[str, ...], status: int, words: str
) -> None:
    with open_store(str(recorded), create=False) as held:
        last = list(held.ledger.entries())
        document = next(entry.digest for entry in last if entry.kind == "document")
    finding = best(str(recorded))["finding"]
    given = [argument.format(finding=finding, document=document) for argument in arguments]
    code, _, said = run(*given, "--store", str(recorded))
    assert code == status, said
    assert words in said
    with open_store(str(recorded), create=False) as held:
        assert len(list(held.ledger.entries())) == len(last)


def test_without_an_agenda_no_words_are_shown(store: str) -> None:
    row = best(store)
    run("judge", row["name"], "confirm", "--by", "ana", "--note", "a secret", "--store", store)
    for form in ((), ("--json",)):
        code, out, _ = run("findings", "--ask", "sumara", *form, "--store", store)
        assert code == 0
        assert row["name"] in out
        assert "secret" not in out
        assert all(quote["quote"] not in out for quote in row["proposal"]["evidence"])


def test_a_sealed_name_is_in_no_listing(store: str, tmp_path: Path) -> None:
    agenda = Path(AGENDA).read_text(encoding="utf-8")
    assert "Ayla Taen" in agenda
    sealed = tmp_path / "agenda.yaml"
    sealed.write_text(
        agenda.replace("protection: public", "protection: sealed").replace(
            "protection: internal", "protection: sealed"
        ),
        encoding="utf-8",
    )
    run("check", str(sealed), "--record", "--json", "--store", store)
    row = next(one for one in findings(store) if "Taen" in json.dumps(one, ensure_ascii=False))
    run("judge", row["name"], "confirm", "--by", "ana", "--note", "Ayla Taen, as I know her", "--store", store)
    for form in ((), ("--json",)):
        code, out, said = run("findings", str(sealed), *form, "--store", store)
        assert code == 0, said
        assert "withheld" in out
        assert "Taen" not in out + said
    page = tmp_path / "card.html"
    _, out, _ = run("check", str(sealed), "--html", str(page), "--json", "--store", store)
    assert "Taen" not in out + page.read_text(encoding="utf-8")


def test_an_ask_with_other_words_is_another_ask(store: str, tmp_path: Path) -> None:
    row = best(store)
    run("judge", row["name"], "reject", "--by", "ana", "--store", store)
    changed = tmp_path / "agenda.yaml"
    agenda = Path(AGENDA).read_text(encoding="utf-8")
    text = row["ask_text"]
    assert text in agenda
    changed.write_text(agenda.replace(text, f"{text[:-1]}, in public."), encoding="utf-8")
    _, out, _ = run("findings", str(changed), "--ask", "sumara", "--json", "--store", store)
    held = json.loads(out)
    assert held["findings"] == []
    assert held["reworded"] == len(findings(store, "--ask", "sumara"))
    _, out, _ = run("check", str(changed), "--json", "--store", store)
    ask = next(one for one in json.loads(out)["asks"] if one["id"] == "sumara")
    assert [one["judgement"] for one in ask["findings"] if one["judgement"]] == []


def test_a_finding_of_an_earlier_text_says_so(store: str, tmp_path: Path) -> None:
    row = best(store)
    lines = Path(example("record.jsonl")).read_text(encoding="utf-8").splitlines()
    changed = [json.loads(line) for line in lines if json.loads(line)["id"] == row["document"]]
    changed[0]["text"] += "\n\nCorrected."
    (tmp_path / "later.jsonl").write_text(json.dumps(changed[0]) + "\n", encoding="utf-8")
    run("add", str(tmp_path / "later.jsonl"), "--store", store)
    _, out, _ = run("findings", AGENDA, "--ask", "sumara", "--store", store)
    assert "of an earlier text of the document" in out
    _, _, said = run("check", AGENDA, "--record", "--json", "--store", store)
    assert "0 new findings" not in said
    assert next(one for one in findings(store, "--ask", "sumara") if one["document"] == row["document"])["this_text"]


def test_evidence_is_attached_by_a_person_and_taken_back(store: str) -> None:
    """“Later evidence can be attached by a person”: it is an entry like any other."""
    row = best(store)
    words = row["proposal"]["evidence"][0]["quote"]
    document = row["document"]
    named = ("attach", row["name"], document, "--by", "ana", "--store", store)
    code, out, _ = run(*named, "--quote", words, "--note", "it was kept", "--json")
    assert (code, json.loads(out)["document"]) == (0, document)
    code, _, said = run(*named, "--quote", "words that stand nowhere in it")
    assert (code, "stand in no place" in said) == (1, True)
    code, _, said = run("attach", row["name"], "no-such-document", "--by", "ana", "--store", store)
    assert (code, "has no document" in said) == (1, True)
    assert run("retract", json.loads(out)["entry"], "--by", "ana", "--reason", "not kept", "--store", store)[0] == 0
