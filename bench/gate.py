"""A score that has been reached is not lost again: every labelled set is scored, and a fall below its floor fails.

    python bench/gate.py                 the quick sets: the table; exit 1 if a score is below its floor
    python bench/gate.py --all           every set
    python bench/gate.py --raise         write today's scores as floors where they are higher, and today's outcomes
    python bench/gate.py --lower WHY     write today's scores as floors even where they are lower; WHY is kept
    python bench/gate.py --json          the table as one JSON document
    python bench/gate.py --markdown      the table as docs/quality.md shows it

Where the engine says something else of an item than it did when the floors were last written, the item is named as
gained, lost or changed. The labelled sets lie beside the project (../shared/bench) and are left out, by name, where
they are missing; the traps and the fictional example ship with the project.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import acts
import attribution
import clarity
import criticism
import labelled
import misquotes
import names
import own_sets
import text_reuse
import upr
import web

from onrecord.pipeline import ENGINE

FLOORS = Path(__file__).with_name("floors.json")
OUTCOMES = Path(__file__).with_name("outcomes.json")
TARGETS = Path(__file__).with_name("targets.json")
ROUNDING = 0.0005
"""Scores are compared to three places."""
SHOWN = 40
"""Changed items that are named before the rest is only counted."""

ACTS = ("cross_root_macro_f1", "cross_unmet_root_macro_f1", "cross_penta_macro_f1", "cross_direction")
CRITICISM = ("cross_by_speech_f1", "cross_by_debate_f1", "cross_by_debate_target")
REUSE = ("held_accuracy", "held_macro_f1", "cross_accuracy", "cross_macro_f1")
UPR = (
    "action macro_f1", "action macro_f1_without_pledges", "passage r_at_1", "passage mrr", "report f1",
    "report f1_told", "report_pdf f1",
)  # fmt: skip
Scores = dict[str, float]
Said = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Task:
    """One set: what scores it, what it is scored on, and whether it is quick enough for every run."""

    name: str
    run: Callable[[], tuple[Scores, Said] | None]
    data: tuple[Path, ...]
    quick: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    """What a task gave; `scores` is None where its data is not beside this checkout."""

    task: Task
    scores: Scores | None
    said: Said
    seconds: float


def plain(scores: Callable[[], Scores | None], *keys: str) -> Callable[[], tuple[Scores, Said] | None]:
    """A task without items, of whose scores only `keys` count (all where none are named)."""

    def run() -> tuple[Scores, Said] | None:
        found = scores()
        return None if found is None else ({key: found[key] for key in keys or found}, {})

    return run


def by_item(name: str) -> Callable[[], tuple[Scores, Said] | None]:
    """A task of labelled items."""

    def run() -> tuple[Scores, Said] | None:
        items = labelled.items_of(name)
        if items is None:
            return None
        said = labelled.answered(name, items)
        held = labelled.outcomes(items, said) if labelled.SETS[name].graded else {}
        return labelled.scored(name, items, said), held

    return run


def upr_scores() -> Scores | None:
    """The scores of the Universal Periodic Review in one table, `part score` by name."""
    found = upr.scores()
    each = {f"{part.removeprefix('upr_')} {key}": value for part, held in found.items() for key, value in held.items()}
    return {key: value for key, value in each.items() if isinstance(value, float)} or None


def tasks() -> Iterator[Task]:
    """Every task, the project's own sets first."""
    for name, scores in own_sets.SETS.items():
        yield Task(name, plain(scores), (own_sets.FILES[name],))
    for name, held in labelled.SETS.items():
        yield Task(name, by_item(name), (held.path,))
    yield Task("clarity", plain(clarity.scores, "macro_f1", "accuracy", "way_accuracy"), (clarity.FILE,))
    yield Task(
        "attribution",
        plain(attribution.scores, "content_f1", "source_right"),
        (attribution.FOLDER / "polnear_dev.jsonl",),
    )
    yield Task("names", plain(names.scores), (names.FOLDER / "name_bench_person.csv",))
    yield Task("acts", plain(acts.scores, *ACTS), (acts.TRAINED_ON,), quick=False)
    yield Task("criticism", plain(criticism.scores, *CRITICISM), (criticism.TRAINED_ON,), quick=False)
    yield Task("web", plain(web.scores), (web.FOLDER / "ground-truth.json", web.FOLDER / "segments.json"), quick=False)
    yield Task("text_reuse", plain(text_reuse.scores, *REUSE), (text_reuse.FILE,), quick=False)
    yield Task("misquotes", plain(misquotes.scores), misquotes.FILES, quick=False)
    yield Task("upr", plain(upr_scores, *UPR), (upr.DATA / "recommendations.csv",), quick=False)


def digest_of(task: Task) -> str:
    """The first characters of the SHA-256 of a task's data, so that a table says what it was scored on."""
    if not all(path.exists() for path in task.data):
        return "-"
    return hashlib.sha256(b"".join(path.read_bytes() for path in task.data)).hexdigest()[:10]


def results(*, quick: bool) -> Iterator[Result]:
    for task in tasks():
        if quick and not task.quick:
            continue
        started = time.monotonic()
        found = task.run()
        scores, said = (None, {}) if found is None else found
        yield Result(task, scores, said, time.monotonic() - started)


def show(result: Result, floors: Scores, targets: Scores) -> list[str]:
    """Print a task's rows; the names of the scores that fell below their floor."""
    name = result.task.name
    if result.scores is None:
        print(f"{name:16}left out: not beside this checkout")
        return []
    fallen = []
    for key, value in result.scores.items():
        floor = floors.get(key, 0.0)
        target = f"{targets[key]:8.3f}" if key in targets else " " * 8
        mark = "  FELL" if value < floor - ROUNDING else ""
        short = f"  {value - targets[key]:+.3f}" if key in targets and value < targets[key] else ""
        print(f"{name:16}{key:28}{floor:8.3f}{target}{value:8.3f}{mark or short}")
        fallen += [f"{name} {key}"] if mark else []
    print(f"{name:16}(data {digest_of(result.task)}, {result.seconds:.1f} s)")
    return fallen


def changes(before: Said, now: Said) -> Iterator[str]:
    """The items of which the engine says something else than before, as gained, lost or changed."""
    for item, (said, is_right) in now.items():
        was, was_right = before.get(item, [None, None])
        if item in before and said != was:
            word = "changed" if is_right == was_right else "gained" if is_right else "lost"
            yield f"{word:8}{item}: {was} → {said}"


def tell_changes(held: dict[str, Said], found: list[Result]) -> None:
    """Print what the engine says otherwise than when the floors were written; held-apart items are only counted."""
    for result in found:
        lines = sorted(changes(held.get(result.task.name, {}), result.said))
        if not lines:
            continue
        counts = {word: sum(line.startswith(word) for line in lines) for word in ("gained", "lost", "changed")}
        print(f"\n{result.task.name}: " + ", ".join(f"{count} {word}" for word, count in counts.items()))
        if not result.task.name.startswith("held"):
            print("\n".join(lines[:SHOWN]) + (f"\n… {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""))


def raised(floors: dict[str, Scores], found: list[Result], *, lower: bool) -> dict[str, Scores]:
    """The floors with today's scores where they are higher, or wherever they differ; scores no longer made go."""
    made = dict(floors)
    for result in found:
        if result.scores is not None:
            old = floors.get(result.task.name, {})
            made[result.task.name] = {
                key: round(value if lower else max(value, old.get(key, 0.0)), 4) for key, value in result.scores.items()
            }
    return made


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _write(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def as_json(found: list[Result], floors: dict[str, Scores], targets: dict[str, Scores]) -> str:
    rows = [
        {
            "set": result.task.name,
            "data": digest_of(result.task),
            "seconds": round(result.seconds, 1),
            "floors": floors.get(result.task.name, {}),
            "targets": targets.get(result.task.name, {}),
            "today": result.scores,
        }
        for result in found
    ]
    return json.dumps({"engine": ENGINE, "sets": rows}, indent=1, ensure_ascii=False)


def as_markdown(found: list[Result], targets: dict[str, Scores]) -> str:
    """The table of docs/quality.md: a row for each set, its scores in order, the target behind each that has one."""
    lines = ["| set | scores today (target) |", "|---|---|"]
    for result in found:
        wanted = targets.get(result.task.name, {})
        cells = [
            f"{key.replace('_', ' ')} {value:.3f}" + (f" ({wanted[key]:.2f})" if key in wanted else "")
            for key, value in (result.scores or {}).items()
        ]
        lines.append(f"| {result.task.name} | {' · '.join(cells)} |")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="every set, not only the quick ones")
    parser.add_argument("--raise", dest="higher", action="store_true")
    parser.add_argument("--lower", metavar="WHY")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--markdown", action="store_true")
    wanted = parser.parse_args()
    held, before, targets = _read(FLOORS), _read(OUTCOMES), _read(TARGETS)
    floors: dict[str, Scores] = held["floors"]
    fallen: list[str] = []
    found: list[Result] = []
    quiet = wanted.json or wanted.markdown
    if not quiet:
        print(f"{ENGINE}\n{'set':16}{'score':28}{'floor':>8}{'target':>8}{'today':>8}")
    for result in results(quick=not wanted.all):
        found.append(result)
        name = result.task.name
        if not quiet:
            fallen += show(result, floors.get(name, {}), targets.get(name, {}))
    if quiet:
        print(as_json(found, floors, targets) if wanted.json else as_markdown(found, targets))
        return 0
    tell_changes(before, found)
    if wanted.higher or wanted.lower:
        if wanted.lower and fallen:
            held["lowered"].append({"scores": fallen, "why": wanted.lower})
        held["floors"] = raised(floors, found, lower=wanted.lower is not None)
        _write(FLOORS, held)
        _write(OUTCOMES, before | {result.task.name: result.said for result in found if result.said})
        return 0
    if fallen:
        print(f"\nBelow the floor: {', '.join(fallen)}. Mend the engine, or lower the floor with --lower and a reason.")
    return 1 if fallen else 0


if __name__ == "__main__":
    raise SystemExit(main())
