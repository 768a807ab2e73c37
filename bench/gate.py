"""A score that has been reached is not lost again: every labelled set is scored, and a fall below its floor fails.

    python bench/gate.py                 print the table; exit 1 if a score is below its floor
    python bench/gate.py --raise         write today's scores as floors where they are higher
    python bench/gate.py --lower WHY     write today's scores as floors even where they are lower; WHY is kept

The labelled sets lie beside the project (../shared/bench) and are left out, by name, where they are missing; the traps
and the fictional example ship with the project.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import own_sets

from onrecord.cli.grade import read_item
from onrecord.drafting import draft, to_json
from onrecord.pipeline import ENGINE, grade
from onrecord.reports.as_json import finding_to_json

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT.parent / "shared" / "bench"
FLOORS = Path(__file__).with_name("floors.json")
ROUNDING = 0.0005
"""Scores are compared to three places."""

Scores = dict[str, float]


def graded(line: bytes) -> dict[str, object]:
    """One labelled item as `onrecord grade` answers it."""
    item, ask, document = read_item(line, "item")
    return {"item": item, **finding_to_json(grade(ask, document))}


def drafted(line: bytes) -> dict[str, object]:
    """One labelled statement as `onrecord draft --jsonl` answers it."""
    held = json.loads(line)
    return {"item": held["item"], **to_json(draft(held["text"], issuer=held["publisher"], date=held["date"]))}


SETS: dict[str, tuple[str, str, Callable[[bytes], dict[str, object]], tuple[str, ...]]] = {
    "readouts": (
        "readouts/readouts.jsonl",
        "score_readouts.py",
        graded,
        ("accuracy", "weighted_kappa", "raised_p", "raised_r", "asked_p", "asked_r", "evidence_hit", "evidence_f1",
         "scope_accuracy", "force_accuracy", "channel_accuracy", "state_accuracy", "answer_accuracy"),
    ),
    "briefings": (
        "briefings/briefings.jsonl", "score_readouts.py", graded, ("accuracy", "weighted_kappa", "raised_p", "raised_r")
    ),
    "answers_zh": (
        "answers_zh/answers_zh.jsonl", "score_answers.py", graded,
        ("answer_accuracy", "answer_macro_f1", "answered_p", "answered_r", "evidence_hit"),
    ),
    "drafts": (
        "drafts/drafts.jsonl", "score_drafts.py", drafted,
        ("asks_f1", "grounds_f1", "ground_kind_accuracy", "action_within_one", "own_accuracy"),
    ),
}  # fmt: skip
"""name → (file, scorer, how an item is answered, the scores that count)."""


def shared_scores(name: str) -> Scores | None:
    """The scores of one set beside the project, as its own scorer prints them; None where the set is missing."""
    path, scorer, answer, wanted = SETS[name]
    gold = BENCH / path
    if not gold.exists():
        return None
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as said:
        for line in gold.read_bytes().splitlines():
            said.write(json.dumps(answer(line), ensure_ascii=False) + "\n")
        said.flush()
        command = [sys.executable, str(BENCH / scorer), str(gold), said.name, "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    out = json.loads(done.stdout)
    broken = out.get("quotes_not_verbatim", 0) + out.get("quotes_not_found", 0)
    return {**{key: out[key] for key in wanted}, "verbatim": 1.0 if broken == 0 else 0.0}


def all_scores() -> Iterator[tuple[str, Scores | None, float]]:
    """(set, scores, seconds) for every set, the project's own ones first."""
    jobs: list[tuple[str, Callable[[], Scores | None]]] = [*own_sets.SETS.items()]
    jobs += [(name, lambda name=name: shared_scores(name)) for name in SETS]
    for name, job in jobs:
        started = time.monotonic()
        yield name, job(), time.monotonic() - started


def digest_of(name: str) -> str:
    """The first characters of the SHA-256 of a set's data, so that a table says what it was scored on."""
    path = BENCH / SETS[name][0] if name in SETS else own_sets.FILES[name]
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.exists() else "-"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", dest="higher", action="store_true")
    parser.add_argument("--lower", metavar="WHY")
    wanted = parser.parse_args()
    held = json.loads(FLOORS.read_text(encoding="utf-8"))
    floors: dict[str, Scores] = held["floors"]
    fallen = []
    print(f"{ENGINE}\n{'set':14}{'score':24}{'floor':>8}{'today':>8}")
    for name, scores, seconds in all_scores():
        if scores is None:
            print(f"{name:14}left out: not beside this checkout")
            continue
        for key, value in scores.items():
            floor = floors.setdefault(name, {}).get(key, 0.0)
            fell = value < floor - ROUNDING
            print(f"{name:14}{key:24}{floor:8.3f}{value:8.3f}{'  FELL' if fell else ''}")
            fallen += [f"{name} {key}"] if fell else []
            if (wanted.higher and value > floor) or wanted.lower:
                floors[name][key] = round(value, 4)
        print(f"{name:14}(data {digest_of(name)}, {seconds:.1f} s)")
    if wanted.lower and fallen:
        held["lowered"].append({"scores": fallen, "why": wanted.lower})
    if wanted.higher or wanted.lower:
        FLOORS.write_text(json.dumps(held, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return 0
    if fallen:
        print(f"Below the floor: {', '.join(fallen)}. Mend the engine, or lower the floor with --lower and a reason.")
    return 1 if fallen else 0


if __name__ == "__main__":
    raise SystemExit(main())
