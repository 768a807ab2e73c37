"""The shipped example is whole, says that it is fictional, and shows every value of the codebook."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections import Counter
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
import yaml

import onrecord
from onrecord.drafting import load
from onrecord.model.agenda import Agenda, Ask, Case, Engagement, Ground, GroundKind, Level, Protection
from onrecord.model.finding import Answer, Channel, Force, Scope, State

DATA = Path(onrecord.__file__).parent / "data"
EXAMPLE = DATA / "example"
NOTICES = (
    "This is a fictional document written to show how OnRecord works.",
    "本文为虚构文件，仅用于说明 OnRecord 如何工作。",
)
HIDDEN = re.compile(r"<style.*?</style>|<div style=\"display:none\">.*?</div>|<p class=\"visually-gone\">.*?</p>", re.S)
FEW_REAL_NAMES = (
    "Afghanistan",
    "Belarus",
    "China",
    "Egypt",
    "France",
    "Germany",
    "India",
    "Iran",
    "Russia",
    "Sudan",
    "Tibet",
)


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (EXAMPLE / name).read_text(encoding="utf-8").splitlines()]


def visible(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", HIDDEN.sub("", page)))


@pytest.fixture(scope="module")
def statement() -> str:
    return (EXAMPLE / "statement.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def agenda() -> dict[str, Any]:
    loaded = yaml.safe_load((EXAMPLE / "agenda.yaml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    page = (EXAMPLE / "parliament.html").read_text(encoding="utf-8")
    return {row["id"]: row["text"] for row in lines("record.jsonl")} | {"parliament": visible(page)}


@pytest.fixture(scope="module")
def expected() -> list[dict[str, Any]]:
    return lines("expected.jsonl")


def names_of_countries() -> list[str]:
    """Real names to look for, in Latin and Chinese script: the gazetteer's where it is there, else a handful."""
    table = DATA / "countries.tsv"
    if not table.is_file():
        return list(FEW_REAL_NAMES)
    rows = [row for row in table.read_text(encoding="utf-8").splitlines() if row and not row.startswith("#")]
    cells = {name.strip(" =~") for row in rows[1:] for cell in row.split("\t") for name in cell.split("|")}
    return sorted(name for name in cells if is_chinese(name) or (len(name) > 3 and name[0].isupper()))


def is_chinese(name: str) -> bool:
    return len(name) > 1 and all("\u4e00" <= letter <= "\u9fff" for letter in name)


def is_named(name: str, text: str) -> bool:
    return name in text if is_chinese(name) else re.search(rf"\b{re.escape(name)}\b", text) is not None


def test_every_document_says_on_its_face_that_it_is_fictional(texts: dict[str, str], statement: str) -> None:
    statute = (EXAMPLE / "statute.txt").read_text(encoding="utf-8")
    for name, text in {**texts, "statement": statement, "statute": statute}.items():
        first_or_last = {text.strip().splitlines()[0], text.strip().splitlines()[-1]}
        assert first_or_last & set(NOTICES) or (name == "parliament" and NOTICES[0] in text), name


def test_no_real_country_is_named(texts: dict[str, str], statement: str) -> None:
    statute = (EXAMPLE / "statute.txt").read_text(encoding="utf-8")
    whole = "\n".join([*texts.values(), statement, statute])
    heads = "\n".join(f"{row['publisher']} {row['title']}" for row in lines("record.jsonl"))
    assert [name for name in names_of_countries() if name != "United Nations" and is_named(name, whole + heads)] == []


def test_every_record_has_the_fields_of_a_corpus_and_an_example_address() -> None:
    rows = lines("record.jsonl")
    for row in rows:
        assert {"id", "publisher", "date", "title", "url", "language", "text"} <= set(row)
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", row["date"])
        assert re.match(r"https://[a-z.]+\.example/", row["url"])
    assert len({row["id"] for row in rows}) == len(rows)


def test_marked_questions_are_the_reporters_paragraphs() -> None:
    page = next(row for row in lines("record.jsonl") if row["language"] == "zh")
    spans = page["extra"]["question_spans"]
    paragraphs = page["text"].split("\n\n")
    assert [page["text"][start:end] for start, end in spans] == [p for p in paragraphs if "记者：" in p]


def test_every_quote_of_the_agenda_stands_in_the_statement_where_it_says(
    agenda: dict[str, Any], statement: str
) -> None:
    quotes = [entry["quote"] for part in ("asks", "grounds", "cases") for entry in agenda[part]]
    for quote in [*quotes, agenda["engagement"]["quote"]]:
        assert statement[quote["start"] : quote["end"]] == quote["exact"]
    assert agenda["source_digest"] == hashlib.sha256(statement.encode()).hexdigest()


def test_the_agenda_uses_the_model_s_field_names_and_refers_to_what_it_holds(agenda: dict[str, Any]) -> None:
    def known(model: Any, entry: dict[str, Any]) -> bool:
        return set(entry) <= set(model.__dataclass_fields__)

    assert known(Agenda, agenda)
    assert known(Engagement, agenda["engagement"])
    for model, part in ((Ask, "asks"), (Ground, "grounds"), (Case, "cases")):
        assert all(known(model, entry) for entry in agenda[part])
        assert max(Counter(entry["id"] for entry in agenda[part]).values()) == 1
    asks = {entry["id"] for entry in agenda["asks"]}
    cases = {entry["id"] for entry in agenda["cases"]}
    assert all(set(ground["asks"]) <= asks and GroundKind(ground["kind"]) for ground in agenda["grounds"])
    assert all(set(ask["cases"]) <= cases and Level(ask["bar"]) for ask in agenda["asks"])
    assert all(Protection(case["protection"]) is Protection.PUBLIC for case in agenda["cases"])


def test_the_agenda_file_loads(agenda: dict[str, Any]) -> None:
    loaded = load((EXAMPLE / "agenda.yaml").read_text(encoding="utf-8"), name="agenda.yaml")
    assert [ask.id for ask in loaded.asks] == [entry["id"] for entry in agenda["asks"]]
    assert [ask.id for ask in loaded.asks if not ask.own] == ["schools", "un-visit"]
    assert {case.names[1] for case in loaded.cases} == {"阿依拉·泰恩", "多鲁·瓦辛"}


def test_the_statement_rests_on_every_kind_of_ground(agenda: dict[str, Any]) -> None:
    assert {ground["kind"] for ground in agenda["grounds"]} == {kind.value for kind in GroundKind}


def test_each_ask_and_document_is_coded_once_and_exists(
    agenda: dict[str, Any], texts: dict[str, str], expected: list[dict[str, Any]]
) -> None:
    pairs = Counter((row["ask"], row["document"]) for row in expected)
    assert max(pairs.values()) == 1
    assert {ask for ask, _ in pairs} == {entry["id"] for entry in agenda["asks"]}
    assert {document for _, document in pairs} == set(texts)


def test_expected_evidence_is_verbatim_and_stands_once(texts: dict[str, str], expected: list[dict[str, Any]]) -> None:
    for row in expected:
        for quote in [*row["evidence"], *row["answer_evidence"]]:
            assert texts[row["document"]].count(quote) == 1, row


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("level", {level.value for level in Level}),
        ("state", {state.value for state in State}),
        ("scope", {scope.value for scope in Scope}),
        ("force", {force.value for force in Force}),
        ("channel", {channel.value for channel in Channel}),
        ("answer", {answer.value for answer in Answer}),
        ("answer_reported", {True, False}),
        ("other_action", {True, False}),
    ],
)
def test_the_expectations_show_every_value_of_the_codebook(
    field: str, values: set[Any], expected: list[dict[str, Any]]
) -> None:
    assert {row[field] for row in expected} - {None} == values


def test_the_expectations_keep_the_codebook_s_own_rules(expected: list[dict[str, Any]]) -> None:
    for row in expected:
        assert (row["state"] is None) == (row["level"] > 0), row
        assert (row["scope"] is None) == (row["level"] == 0), row
        assert (row["force"] is None) == (row["level"] < 4), row
        assert (row["channel"] == "announced") == (row["state"] == "intent_only"), row
        assert bool(row["answer_evidence"]) == (row["answer"] != "none"), row
        assert not (row["scope"] == "parent" and row["level"] > 2), row


def test_both_prisoners_are_named_twice_and_then_dropped(texts: dict[str, str]) -> None:
    earlier, visit = ("valdoria-2024-11-20", "valdoria-2025-10-08"), "valdoria-2026-06-10"
    for name in ("Ayla Taen", "Doru Vasheen"):
        assert all(name in texts[readout] for readout in earlier)
        assert name not in texts[visit]


def test_the_page_plants_words_that_its_visible_text_does_not_hold(texts: dict[str, str]) -> None:
    page = (EXAMPLE / "parliament.html").read_text(encoding="utf-8")
    for planted in (
        "demanded the immediate and unconditional release",
        "demanded that Kharzan repeal Decree 41",
    ):
        assert planted in page
        assert planted not in texts["parliament"]


def test_enumerations_are_the_codebook_s() -> None:
    """If the codebook gains a value, the example must gain a passage for it."""
    sizes: dict[type[Enum], int] = {State: 3, Scope: 4, Force: 3, Channel: 4, Answer: 9}
    assert all(len(kind) == size for kind, size in sizes.items())
