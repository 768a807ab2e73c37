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
import sys
from collections.abc import Sequence
from pathlib import Path

from linear import Buckets, Floats, Settings, hashed, macro_f1, margins, sharpness, written
from linear import trained as machines

from onrecord.drafting.specificity import CATEGORIES
from onrecord.drafting.specificity_features import VERSION, features, tokens

MODELS = Path(__file__).resolve().parents[1] / "src" / "onrecord" / "data" / "models"
SETTINGS = Settings(bits=18, cost=0.04)

Row = dict[str, str]


def fold(to_state: str, session: str) -> int:
    """Which tenth of the reviews one belongs to; tenth 0 is held apart."""
    return int(hashlib.sha256(f"{to_state}|{session}".encode()).hexdigest(), 16) % 10


def taught(rows: Sequence[Row]) -> tuple[list[Buckets], list[int]]:
    """The numbers of each ask's features, and the index of its category."""
    things = [hashed(features(tokens(row["text"])), SETTINGS.bits) for row in rows]
    return things, [CATEGORIES.index(int(row["action"])) for row in rows]


def trained(asks: Sequence[Buckets], labels: Sequence[int]) -> tuple[Floats, Floats]:
    """Weights and biases of one linear machine a category."""
    return machines(asks, labels, classes=len(CATEGORIES), settings=SETTINGS)


def model_bytes(path: Path) -> bytes:
    """The model that a file of coded asks makes."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if fold(row["to_state"], row["session"]) != 0]
    asks, labels = taught(rows)
    apart = [fold(row["to_state"], row["session"]) == 1 for row in rows]
    learn = [at for at, held in enumerate(apart) if not held]
    weigh = [at for at, held in enumerate(apart) if held]
    weights, biases = trained([asks[at] for at in learn], [labels[at] for at in learn])
    sharp = sharpness(margins([asks[at] for at in weigh], weights, biases), [labels[at] for at in weigh])
    weights, biases = trained(asks, labels)
    return written(
        weights,
        biases,
        model="specificity",
        version=VERSION,
        bits=SETTINGS.bits,
        categories=CATEGORIES,
        sharp=sharp,
    )


def crossed(path: Path) -> None:
    """Prints the scores of five machines, each on the reviews that it has not seen, and of all together."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    asks, labels = taught(rows)
    fifths = [fold(row["to_state"], row["session"]) % 5 for row in rows]
    said = [0] * len(rows)
    for fifth in range(5):
        learn = [at for at, held in enumerate(fifths) if held != fifth]
        apart = [at for at, held in enumerate(fifths) if held == fifth]
        weights, biases = trained([asks[at] for at in learn], [labels[at] for at in learn])
        for at, best in zip(apart, margins([asks[at] for at in apart], weights, biases).argmax(axis=1), strict=True):
            said[at] = int(best)
        _tell(f"fifth {fifth}", [labels[at] for at in apart], [said[at] for at in apart])
    _tell("all", labels, said)
    asked = [at for at, row in enumerate(rows) if row["kind"] == "recommendation"]
    _tell("all without pledges", [labels[at] for at in asked], [said[at] for at in asked])


def _tell(name: str, right: Sequence[int], said: Sequence[int]) -> None:
    mean, each = macro_f1(right, said, classes=len(CATEGORIES))
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
