"""How much one text owes to another is learned from pairs of sections of bills that people sorted by five degrees.

    python training/reuse.py PAIRS.csv [--check | --cross | --tune]

Reads PAIRS.csv (columns sec_a_id, sec_b_id, sec_a_text, sec_b_text, label), writes src/onrecord/data/models/reuse.json
and prints its digest. With --check it writes nothing and exits with 1 where the bytes would differ. Needs numpy, which
the program itself does not.

What could be chosen (the numbers of a pair, the pull of the ridge) was chosen on one half of the pairs, drawn by the
digest of their ids: --tune prints that half's crossed scores for several ridges, and looks at no other pair. --cross
prints the scores of the other half, taught with the first, and of all pairs in ten folds. Pairs that share a section
stand in one fold and in one half.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from linear import macro_f1
from numpy.typing import NDArray

from onrecord.text.reuse import FILE, Reuse, ReuseModel
from onrecord.text.reuse_features import VERSION, features

MODEL = Path(__file__).resolve().parents[1] / "src" / "onrecord" / "data" / "models" / FILE
FOLDS = 10
RIDGE = 0.1
"""Pull of the weights of standardised numbers towards zero; chosen by --tune."""

RIDGES = (0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
ROUNDS = 25
DIGITS = 6

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """The labelled pairs, as numbers."""

    numbers: Floats
    labels: NDArray[np.int64]
    groups: tuple[str, ...]
    """Of each pair: a name that all pairs share which share a section, however far."""

    def only(self, wanted: Iterable[int]) -> Pairs:
        at = list(wanted)
        return Pairs(self.numbers[at], self.labels[at], tuple(self.groups[index] for index in at))

    def half(self, *, held: bool) -> Pairs:
        """The half that was looked at while the features were made, or the one that was held back."""
        odd = [hashlib.sha256(group.encode()).digest()[0] % 2 == 1 for group in self.groups]
        return self.only(index for index, is_odd in enumerate(odd) if is_odd == held)


def read(path: Path) -> Pairs:
    with path.open(encoding="utf-8", newline="") as lines:
        table = list(csv.DictReader(lines))
    numbers = np.array([features(row["sec_a_text"], row["sec_b_text"]) for row in table])
    labels = np.array([int(row["label"]) for row in table])
    return Pairs(numbers, labels, groups([(row["sec_a_id"], row["sec_b_id"]) for row in table]))


def groups(pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The least id of all that each pair is joined to."""
    joined: dict[str, set[str]] = {}
    for one, other in pairs:
        both = joined.setdefault(one, {one}) | joined.setdefault(other, {other})
        joined.update(dict.fromkeys(both, both))
    return tuple(min(joined[one]) for one, _ in pairs)


def folds(pairs: Pairs) -> list[int]:
    """The fold of each pair: groups one after the other, the largest first, each into the smallest fold."""
    sizes, chosen = [0] * FOLDS, {}
    for name in sorted(set(pairs.groups), key=lambda group: (-pairs.groups.count(group), _digest(group))):
        chosen[name] = sizes.index(min(sizes))
        sizes[chosen[name]] += pairs.groups.count(name)
    return [chosen[group] for group in pairs.groups]


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def trained(pairs: Pairs, *, ridge: float = RIDGE) -> ReuseModel:
    """One regression a step of the scale, on standardised numbers; the standardisation goes into the weights."""
    mean, spread = pairs.numbers.mean(axis=0), np.maximum(pairs.numbers.std(axis=0), 1e-6)
    rows = np.column_stack([np.ones(len(pairs.labels)), (pairs.numbers - mean) / spread])
    steps = []
    for step in range(len(Reuse) - 1):
        found = _regression(rows, (pairs.labels > step).astype(float), ridge)
        weights = found[1:] / spread
        steps.append(tuple(_short(value) for value in (found[0] - weights @ mean, *weights)))
    return ReuseModel(tuple(steps))


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def _regression(rows: Floats, right: Floats, ridge: float) -> Floats:
    """Logistic regression by Newton's method; the bias is not pulled."""
    pull = np.diag([0.0, *[ridge] * (rows.shape[1] - 1)])
    weights = np.zeros(rows.shape[1])
    for _ in range(ROUNDS):
        said = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (right - said) - pull @ weights
        bend = (rows * (said * (1 - said) + 1e-9)[:, None]).T @ rows + pull
        weights = weights + np.linalg.solve(bend, slope)
    return weights


def crossed(pairs: Pairs, *, ridge: float = RIDGE) -> list[int]:
    """What each pair is said to be by a model that saw none of its group."""
    fold_of = np.array(folds(pairs))
    said = [0] * len(pairs.labels)
    for fold in range(FOLDS):
        model = trained(pairs.only(np.flatnonzero(fold_of != fold).tolist()), ridge=ridge)
        for at in np.flatnonzero(fold_of == fold).tolist():
            said[at] = int(model.told(pairs.numbers[at].tolist()))
    return said


def scores(pairs: Pairs, said: Sequence[int]) -> dict[str, float]:
    right = [int(label) for label in pairs.labels]
    hits = sum(gold == guess for gold, guess in zip(right, said, strict=True))
    return {
        "accuracy": hits / len(right),
        "macro_f1": macro_f1(right, said, classes=len(Reuse))[0],
        "pairs": float(len(right)),
    }


def cross(pairs: Pairs) -> dict[str, dict[str, float]]:
    """The half that was held back, and all pairs in ten folds."""
    model, held = trained(pairs.half(held=False)), pairs.half(held=True)
    said = [int(model.told(row.tolist())) for row in held.numbers]
    return {"held": scores(held, said), "cross": scores(pairs, crossed(pairs))}


def model_bytes(pairs: Pairs) -> bytes:
    model = trained(pairs)
    head = {"model": "reuse", "features": VERSION, "weights": [list(row) for row in model.weights]}
    return json.dumps(head, indent=1).encode() + b"\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--cross", action="store_true")
    parser.add_argument("--tune", action="store_true")
    wanted = parser.parse_args()
    pairs = read(wanted.pairs)
    if wanted.cross:
        print(json.dumps(cross(pairs)))
        return 0
    if wanted.tune:
        seen = pairs.half(held=False)
        for ridge in RIDGES:
            print(ridge, scores(seen, crossed(seen, ridge=ridge)))
        return 0
    content = model_bytes(pairs)
    print(hashlib.sha256(content).hexdigest(), FILE)
    if wanted.check:
        return 0 if MODEL.read_bytes() == content else 1
    MODEL.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
