"""The shipped weights can be made again, byte for byte, by whoever has the coded asks.

    python training/specificity.py ASKS.csv [--check | --cross]

Reads the recommendations of the Universal Periodic Review as UPR Info coded them (columns to_state, session, text,
action), writes src/onrecord/data/models/specificity.bin and prints its digest; with --check it writes nothing and exits
with 1 where the bytes would differ; with --cross it scores five machines, each on the fifth of the reviews that it has
not seen. Needs numpy, which the program itself does not.

One tenth of the reviews (a review is a state under review and a session) is held apart and never seen here;
bench/upr.py scores on that tenth. Another tenth sets the sharpness of the probabilities, then trains with the rest.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.drafting.specificity import CATEGORIES, bucket
from onrecord.drafting.specificity_features import VERSION, features, tokens

MODELS = Path(__file__).resolve().parents[1] / "src" / "onrecord" / "data" / "models"
BITS = 18
COST = 0.04
PASSES = 30
RARE = 2
"""Features in fewer asks than this get no weight: a number stands for a wording only if it was used twice."""
CLIP = 0.9999
"""Weights beyond this share of all are cut, so that eight bits resolve the rest."""

Floats = NDArray[np.float64]
Buckets = NDArray[np.int64]


def fold(to_state: str, session: str) -> int:
    """Which tenth of the reviews one belongs to; tenth 0 is held apart."""
    return int(hashlib.sha256(f"{to_state}|{session}".encode()).hexdigest(), 16) % 10


def hashed(text: str) -> Buckets:
    """The numbers of an ask's features."""
    return np.array([bucket(name, BITS) for name in features(tokens(text))], dtype=np.int64)


def rarity(asks: Sequence[Buckets]) -> Floats:
    """How much a feature counts: more the rarer it is, nothing where it is met in one ask alone.

    Rounded, so that the last bit of a platform's logarithm does not matter.
    """
    seen = np.zeros(1 << BITS)
    for ask in asks:
        seen[np.unique(ask)] += 1
    return np.where(seen >= RARE, np.round(np.log((len(asks) + 1) / (seen + 1)) + 1, 4), 0.0)


def trained(asks: Sequence[Buckets], labels: Sequence[int]) -> tuple[Floats, Floats]:
    """Weights and biases of one linear machine a category: L2 loss, by dual coordinate descent in a fixed order.

    Hsieh et al. 2008, "A dual coordinate descent method for large-scale linear SVM". Rare categories cost more.
    """
    counts = np.bincount(labels, minlength=6)[1:]
    dear = COST * len(labels) / (len(CATEGORIES) * counts)
    idf = rarity(asks)
    values = [idf[ask] / np.sqrt(len(ask)) for ask in asks]
    signs = np.where(np.array(labels)[:, None] == np.array(CATEGORIES), 1.0, -1.0)
    slack = np.where(signs > 0, 0.5 / dear, 0.5 / COST)
    sizes = np.array([(value * value).sum() + 1.0 for value in values])
    weights, biases = np.zeros((1 << BITS, len(CATEGORIES))), np.zeros(len(CATEGORIES))
    alphas = np.zeros_like(signs)
    order = list(range(len(asks)))
    shuffle = random.Random(1)
    for _ in range(PASSES):
        shuffle.shuffle(order)
        for at in order:
            ask, value, sign = asks[at], values[at][:, None], signs[at]
            margin = (weights[ask] * value).sum(axis=0) + biases
            gradient = sign * margin - 1.0 + slack[at] * alphas[at]
            moved = np.maximum(alphas[at] - gradient / (sizes[at] + slack[at]), 0.0)
            step = (moved - alphas[at]) * sign
            alphas[at] = moved
            np.add.at(weights, ask, value * step)
            biases += step
    return weights * idf[:, None], biases


def margins(asks: Sequence[Buckets], weights: Floats, biases: Floats) -> Floats:
    """The five margins of each ask, as the program computes them."""
    return np.array([weights[ask].sum(axis=0) / np.sqrt(len(ask)) + biases for ask in asks])


def sharpness(scores: Floats, labels: Sequence[int]) -> float:
    """The factor, to a tenth, under which the labels are likeliest."""

    def surprise(factor: float) -> float:
        sharp = scores * factor
        logs = sharp - np.log(np.exp(sharp - sharp.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True))
        logs -= sharp.max(axis=1, keepdims=True)
        return -float(logs[np.arange(len(labels)), np.array(labels) - 1].mean())

    return min((tenth / 10 for tenth in range(5, 60)), key=surprise)


def written(weights: Floats, biases: Floats, sharp: float) -> bytes:
    """The model's file: a line of JSON, then one signed byte a weight."""
    limits = [float(np.quantile(np.abs(column[column != 0]), CLIP)) for column in weights.T]
    scales = [float(f"{limit / 127:.6g}") for limit in limits]
    small = np.clip(np.round(weights / np.array(scales)), -127, 127).astype(np.int8)
    header = {
        "model": "specificity",
        "features": VERSION,
        "bits": BITS,
        "categories": list(CATEGORIES),
        "scales": scales,
        "biases": [round(float(bias), 5) for bias in biases],
        "sharpness": sharp,
    }
    return json.dumps(header).encode() + b"\n" + small.tobytes()


def model_bytes(path: Path) -> bytes:
    """The model that a file of coded asks makes."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if fold(row["to_state"], row["session"]) != 0]
    asks, labels = [hashed(row["text"]) for row in rows], [int(row["action"]) for row in rows]
    apart = [fold(row["to_state"], row["session"]) == 1 for row in rows]
    learn = [at for at, held in enumerate(apart) if not held]
    weigh = [at for at, held in enumerate(apart) if held]
    weights, biases = trained([asks[at] for at in learn], [labels[at] for at in learn])
    sharp = sharpness(margins([asks[at] for at in weigh], weights, biases), [labels[at] for at in weigh])
    return written(*trained(asks, labels), sharp)


def macro_f1(right: Sequence[int], said: Sequence[int]) -> tuple[float, list[float]]:
    """The mean F1 of the five categories, and each."""
    each = []
    for category in CATEGORIES:
        hits = sum(one == two == category for one, two in zip(right, said, strict=True))
        each.append(2 * hits / max(1, right.count(category) + said.count(category)))
    return sum(each) / len(each), each


def crossed(path: Path) -> None:
    """Prints the scores of five machines, each on the reviews that it has not seen, and of all together."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    asks, labels = [hashed(row["text"]) for row in rows], [int(row["action"]) for row in rows]
    fifths = [fold(row["to_state"], row["session"]) % 5 for row in rows]
    said = [0] * len(rows)
    for fifth in range(5):
        learn = [at for at, held in enumerate(fifths) if held != fifth]
        apart = [at for at, held in enumerate(fifths) if held == fifth]
        weights, biases = trained([asks[at] for at in learn], [labels[at] for at in learn])
        for at, best in zip(apart, margins([asks[at] for at in apart], weights, biases).argmax(axis=1), strict=True):
            said[at] = int(best) + 1
        _tell(f"fifth {fifth}", [labels[at] for at in apart], [said[at] for at in apart])
    _tell("all", labels, said)
    asked = [at for at, row in enumerate(rows) if row["kind"] == "recommendation"]
    _tell("all without pledges", [labels[at] for at in asked], [said[at] for at in asked])


def _tell(name: str, right: Sequence[int], said: Sequence[int]) -> None:
    mean, each = macro_f1(right, said)
    print(f"{name}: macro-F1 {mean:.4f}  " + " ".join(f"{one:.3f}" for one in each), flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("asks", type=Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--cross", action="store_true")
    wanted = parser.parse_args()
    if wanted.cross:
        crossed(wanted.asks)
        return 0
    made, place = model_bytes(wanted.asks), MODELS / "specificity.bin"
    print(f"specificity.bin\t{hashlib.sha256(made).hexdigest()}\t{len(made)}")
    if wanted.check:
        return 0 if place.exists() and place.read_bytes() == made else 1
    place.write_bytes(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
