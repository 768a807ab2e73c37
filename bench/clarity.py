"""Whether a question was answered is seen by rules that were made from part of the rows, and is scored as such.

    python bench/clarity.py [FILE] [--json] [--wrong]

FILE has the columns of ../shared/bench/answer_clarity/answers.csv (the default): a turn of questions, the answer, the
question that is meant, three annotators. A row's class is what most of its annotators say; rows without such a class
are left out. Nothing is trained; the shipped rules were made while reading the default file, so its scores are in
sample. docs/decisions/0015 has the score of the half that had not been read.

`reply_scores` scores how far journalists were answered in ../shared/bench/briefings (gold.reply), in sample for the
asks whose replies were read.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from onrecord.grading.clarity import Clearness, Way, clarity, reply_of

T = TypeVar("T")

BENCH = Path(__file__).resolve().parents[1].parent / "shared" / "bench"
FILE = BENCH / "answer_clarity" / "answers.csv"
BRIEFINGS = BENCH / "briefings" / "briefings.jsonl"

WAYS = {
    "1.1": Way.EXPLICIT,
    "1.2": Way.IMPLICIT,
    "2.1": Way.DODGING,
    "2.2": Way.DEFLECTION,
    "2.3": Way.PARTIAL,
    "2.4": Way.GENERAL,
    "2.6": Way.DECLINING,
    "2.7": Way.IGNORANCE,
    "2.8": Way.CLARIFICATION,
    "2.9": None,
}
"""The numbers of the annotators' labels; 2.9 is diffusion, which counts as ambivalent and has no way of its own."""

_NON_REPLIES = {Way.DECLINING, Way.IGNORANCE, Way.CLARIFICATION}
_OFFICIAL = re.compile(r"^(?!QUESTION)[A-Z][A-Z.’' -]+(?: \([^)\n]*\))?:", re.MULTILINE)


def clearness_of(label: str) -> Clearness:
    """The class of an annotator's label such as `2.1 Dodging`. Raises KeyError for a label that is not listed."""
    way = WAYS[label[:3]]
    if way is Way.EXPLICIT:
        return Clearness.CLEAR
    return Clearness.NON_REPLY if way in _NON_REPLIES else Clearness.AMBIVALENT


def most(said: Sequence[T]) -> T | None:
    """What most say; None where no one value leads."""
    ranked = Counter(said).most_common(2)
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] > ranked[1][1] else None


def macro_f1(right: Sequence[object], said: Sequence[object]) -> float:
    """The mean F1 of the classes that the labels hold."""
    each = []
    for one in dict.fromkeys(right):
        hits = sum(a == b == one for a, b in zip(right, said, strict=True))
        each.append(2 * hits / (list(right).count(one) + list(said).count(one)))
    return sum(each) / max(1, len(each))


def accuracy(right: Sequence[object], said: Sequence[object]) -> float:
    return sum(a == b for a, b in zip(right, said, strict=True)) / max(1, len(right))


def scores(path: Path = FILE, *, wrong: bool = False) -> dict[str, float] | None:
    """macro-F1 and accuracy of the three classes and accuracy of the nine ways; None where the file is missing."""
    if not path.exists():
        return None
    classes, ways = [], []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            labels = [row[f"Annotator{at}"] for at in (1, 2, 3) if row[f"Annotator{at}"]]
            found = clarity(row["Interview Question"], row["Interview Answer"], part=row["Question"])
            gold, way = most([clearness_of(label) for label in labels]), most([WAYS[label[:3]] for label in labels])
            if gold is not None:
                classes.append((gold, found and found.clearness))
            if way is not None:
                ways.append((way, found and found.way))
            if wrong and found and gold is not None and gold is not found.clearness:
                print(
                    f"{row['Question'].strip()[:80]!r}: {gold.value}, said {found.clearness.value}: {found.rule.value}"
                )
    right, said = [gold for gold, _ in classes], [guess for _, guess in classes]
    return {
        "macro_f1": macro_f1(right, said),
        "accuracy": accuracy(right, said),
        "way_accuracy": accuracy(*zip(*ways, strict=True)),
        "rows": float(len(classes)),
    }


def reply_scores(path: Path = BRIEFINGS) -> dict[str, float] | None:
    """Accuracy and macro-F1 of `reply_of` where both coders said the same; None where the briefings are missing."""
    if not path.exists():
        return None
    held = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    held = [item for item in held if item["gold"]["reply"] is not None]
    right = [item["gold"]["reply"] for item in held]
    replies = [reply_of(*parted(item["text"])) for item in held]
    said = [reply and reply.value for reply in replies]
    return {
        "reply_macro_f1": macro_f1(right, said),
        "reply_accuracy": accuracy(right, said),
        "replies": float(len(held)),
    }


def parted(text: str) -> tuple[str, str]:
    """The question and the answer of one exchange, parted where the official's label stands."""
    label = _OFFICIAL.search(text)
    return (text, "") if label is None else (text[: label.start()], text[label.start() :])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", default=FILE)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--wrong", action="store_true", help="name every row that the rules class otherwise")
    wanted = parser.parse_args()
    found = scores(wanted.file, wrong=wanted.wrong)
    if found is None:
        print(f"{wanted.file} is missing; nothing was scored.")
        return 0
    found |= reply_scores() or {}
    if wanted.json:
        print(json.dumps(found))
        return 0
    for name, value in found.items():
        print(f"{name:16}{value:8.3f}" if value < 1 or "rows" not in name else f"{name:16}{value:8.0f}")
    if wanted.file == FILE:
        print("In sample: the rules were made while reading these rows.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
