"""Labelled items, each answered by the program as a user would have it answered, and scored by the rules of its set."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from onrecord.cli.grade import read_item
from onrecord.drafting import draft, to_json
from onrecord.pipeline import grade
from onrecord.reports.as_json import finding_to_json

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
BENCH = SHARED / "bench"
RECORD = SHARED / "record"
FRESH = Path(__file__).with_name("fresh")
BINS = 5
"""Equal bins of confidence in which the expected calibration error is counted."""

Item = dict[str, Any]
Scores = dict[str, float]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled set: where it lies, the scorer beside it, and which of its scores count."""

    path: Path
    scorer: str
    wanted: tuple[str, ...]
    graded: bool = True
    """False for statements that are drafted."""


RAISE = (
    "accuracy", "weighted_kappa", "raised_p", "raised_r", "asked_p", "asked_r", "evidence_hit", "evidence_f1",
    "scope_accuracy", "force_accuracy", "channel_accuracy", "state_accuracy", "answer_accuracy",
)  # fmt: skip
ANSWERS = ("answer_accuracy", "answer_macro_f1", "answered_p", "answered_r", "evidence_hit")
DRAFTS = ("asks_f1", "grounds_f1", "ground_kind_accuracy", "action_within_one", "own_accuracy")
SETS = {
    "readouts": Labelled(BENCH / "readouts" / "readouts.jsonl", "score_readouts.py", RAISE),
    "briefings": Labelled(BENCH / "briefings" / "briefings.jsonl", "score_readouts.py", RAISE[:8]),
    "answers_zh": Labelled(BENCH / "answers_zh" / "answers_zh.jsonl", "score_answers.py", ANSWERS),
    "drafts": Labelled(BENCH / "drafts" / "drafts.jsonl", "score_drafts.py", DRAFTS, graded=False),
    "seen_readouts": Labelled(FRESH / "seen_readouts.jsonl", "score_readouts.py", RAISE[:8]),
    "seen_briefings": Labelled(FRESH / "seen_briefings.jsonl", "score_readouts.py", RAISE[:8]),
    "seen_answers_zh": Labelled(FRESH / "seen_answers_zh.jsonl", "score_answers.py", ANSWERS[:4]),
    "held_readouts": Labelled(FRESH / "held_readouts.jsonl", "score_readouts.py", RAISE[:8]),
    "held_briefings": Labelled(FRESH / "held_briefings.jsonl", "score_readouts.py", RAISE[:8]),
    "held_answers_zh": Labelled(FRESH / "held_answers_zh.jsonl", "score_answers.py", ANSWERS[:4]),
}
"""By name. `seen_*` and `held_*` are the project's own labels on public documents (bench/fresh/README.md)."""


def items_of(name: str) -> list[Item] | None:
    """The items of a set with their texts; None where the set, its scorer or its documents are not beside us."""
    labelled = SETS[name]
    if not labelled.path.exists() or not (BENCH / labelled.scorer).exists():
        return None
    rows = [json.loads(line) for line in labelled.path.read_text(encoding="utf-8").splitlines()]
    return [_with_text(row) for row in rows] if labelled.path.parent == FRESH else rows


def _with_text(row: Item) -> Item:
    """One of the project's own labels with the words of the document that it is about."""
    document = _documents(row["file"])[row["document"]]
    start, end = row["span"]
    text = document["text"][start:end]
    gold = dict(row["gold"])
    for field in ("evidence", "evidence_any"):
        gold[field] = [text[first:last] for first, last in gold.get(field, [])]
    shown = {key: document[key] for key in ("publisher", "date", "title", "url", "language")}
    return {**row, **shown, "text": text, "gold": gold}


@cache
def _documents(file: str) -> dict[str, Item]:
    """The documents of one corpus of the record that any of our labels names, by id."""
    wanted = {
        row["document"]
        for path in FRESH.glob("*.jsonl")
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    }
    with gzip.open(RECORD / file, "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines)
        return {row["id"]: row for row in rows if row["id"] in wanted}


def answered(name: str, items: Iterable[Item]) -> list[Item]:
    """What the program says of each item: as `onrecord grade`, or as `onrecord draft --jsonl` for statements."""
    say = _graded if SETS[name].graded else _drafted
    return [say(item) for item in items]


def line_of(item: Item) -> bytes:
    """The item as a line of `onrecord grade`."""
    return json.dumps(item, ensure_ascii=False).encode()


def _graded(item: Item) -> Item:
    name, ask, document = read_item(line_of(item), "item")
    return {"item": name, **finding_to_json(grade(ask, document))}


def _drafted(item: Item) -> Item:
    return {"item": item["item"], **to_json(draft(item["text"], issuer=item["publisher"], date=item["date"]))}


def scored(name: str, items: Sequence[Item], said: Sequence[Item]) -> Scores:
    """The scores that count, as the scorer beside the set prints them, with whether every quote is verbatim.

    For raise levels also: the share of abstentions, the accuracy of the rest, and the calibration error of confidence.
    """
    labelled = SETS[name]
    with tempfile.TemporaryDirectory() as folder:
        gold, found = Path(folder, "gold.jsonl"), Path(folder, "said.jsonl")
        for path, rows in ((gold, items), (found, said)):
            path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        command = [sys.executable, str(BENCH / labelled.scorer), str(gold), str(found), "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    out = json.loads(done.stdout)
    broken = out.get("quotes_not_verbatim", 0) + out.get("quotes_not_found", 0)
    scores = {key: float(out[key]) for key in labelled.wanted if key in out}
    if labelled.scorer == "score_readouts.py":
        scores |= sureness(items, said)
    return {**scores, "verbatim": 1.0 if broken == 0 else 0.0}


def sureness(items: Sequence[Item], said: Sequence[Item]) -> Scores:
    """How many are not abstained from, how often these are right, and 1 − the expected calibration error."""
    pairs = [(row["confidence"], row["abstain"], right(item, row)) for item, row in zip(items, said, strict=True)]
    kept = [is_right for _, abstain, is_right in pairs if not abstain]
    error = 0.0
    for number in range(BINS):
        inside = [(sure, is_right) for sure, _, is_right in pairs if number <= sure * BINS < number + 1 + (sure == 1)]
        if inside:
            error += abs(sum(sure for sure, _ in inside) - sum(is_right for _, is_right in inside)) / len(pairs)
    return {"kept": len(kept) / len(pairs), "kept_accuracy": sum(kept) / max(1, len(kept)), "calibrated": 1 - error}


def right(item: Item, said: Item) -> bool:
    """True if the level (for a spokesperson's reply: the answer) is the label's."""
    field = "level" if "level" in item["gold"] else "answer"
    return bool(said[field] == item["gold"][field])


def outcomes(items: Sequence[Item], said: Sequence[Item]) -> dict[str, list[Any]]:
    """By item: what is said of it and whether that is right, for comparing one engine with the next."""
    return {
        item["item"]: [row["level"] if "level" in item["gold"] else row["answer"], right(item, row)]
        for item, row in zip(items, said, strict=True)
    }
