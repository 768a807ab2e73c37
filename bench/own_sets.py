"""The project's own labelled sentences: the traps, each with its rule, and the fictional example."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

from onrecord.drafting import load
from onrecord.model.agenda import Ask
from onrecord.model.finding import Finding
from onrecord.model.record import Document, Span
from onrecord.pipeline import Reader, grade

TRAPS = Path(__file__).resolve().parents[1] / "tests" / "traps"
FILES = {
    "traps_raise": TRAPS / "raise.tsv",
    "traps_answer": TRAPS / "answer.tsv",
    "example": Path(str(files("onrecord"))) / "data" / "example" / "expected.jsonl",
}

Row = dict[str, str]


def trap_rows(name: str) -> list[Row]:
    """The rows of a table of traps; a line break stands as `\\n` in it."""
    lines = [line for line in FILES[name].read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return [
        {key: value.replace("\\n", "\n") for key, value in row.items()}
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    ]


def trap_finding(row: Row) -> Finding:
    """What the engine says of one trap."""
    aliases = tuple(name for name in row.get("aliases", "").split("|") if name)
    ask = Ask("trap", row["ask"], row["raiser"], row["target"], row.get("parent", ""), aliases=aliases)
    return grade(ask, Document("trap", row["text"], publisher=row["publisher"], language=row.get("language", "")))


def passes_raise(row: Row) -> bool:
    """True if level and, where the row gives one, state are the row's."""
    found = trap_finding(row)
    state = found.state.value if found.state is not None else ""
    return str(int(found.level)) == row["level"] and (not row["state"] or row["state"] == state)


def passes_answer(row: Row) -> bool:
    return trap_finding(row).answer.value == row["answer"]


def _share(name: str, passes: Callable[[Row], bool]) -> dict[str, float]:
    """The share of traps that hold, over all and for each rule."""
    rules: dict[str, list[bool]] = {}
    for row in trap_rows(name):
        rules.setdefault(row["rule"], []).append(passes(row))
    every = [held for hold in rules.values() for held in hold]
    return {"all": sum(every) / len(every), **{rule: sum(hold) / len(hold) for rule, hold in sorted(rules.items())}}


def example_pairs() -> Iterator[tuple[Finding | None, dict[str, object]]]:
    """(what the engine says, what is expected) for each ask in each document of the fictional record."""
    folder = files("onrecord").joinpath("data", "example")
    agenda = load(folder.joinpath("agenda.yaml").read_text(encoding="utf-8"), name="agenda.yaml")
    expected = {
        (row["ask"], row["document"]): row
        for row in map(json.loads, folder.joinpath("expected.jsonl").read_text(encoding="utf-8").splitlines())
        if "ask" in row
    }
    reader = Reader.of_agenda(agenda)
    silent = {"level": 0, "state": "silent", "answer": "none"}
    for line in folder.joinpath("record.jsonl").read_text(encoding="utf-8").splitlines():
        document = _document(json.loads(line))
        for ask, finding in zip(agenda.asks, reader.findings(document), strict=True):
            yield finding, expected.get((ask.id, document.id), silent)


def _document(held: dict[str, object]) -> Document:
    extra = held.get("extra")
    spans = extra.get("question_spans", []) if isinstance(extra, dict) else []
    return Document(
        str(held["id"]), str(held["text"]), str(held["publisher"]), str(held["date"]), str(held["title"]),
        language=str(held["language"]), question_spans=tuple(Span(start, end) for start, end in spans),
    )  # fmt: skip


def _example() -> dict[str, float]:
    pairs = list(example_pairs())
    level = [(0 if found is None else int(found.level)) == row["level"] for found, row in pairs]
    answer = [("none" if found is None else found.answer.value) == row["answer"] for found, row in pairs]
    return {"level": sum(level) / len(level), "answer": sum(answer) / len(answer)}


SETS: dict[str, Callable[[], dict[str, float]]] = {
    "example": _example,
    "traps_raise": lambda: _share("traps_raise", passes_raise),
    "traps_answer": lambda: _share("traps_answer", passes_answer),
}
