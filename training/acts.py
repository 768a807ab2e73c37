"""The weights of the acts can be made again, byte for byte, by whoever has the labelled sentences.

    python training/acts.py ACTS.tsv [--check | --cross]

Reads sentences with a marked source and target (columns marked_sentence, gold_root), writes acts.bin and
acts_direction.bin into src/onrecord/data/models and prints their digests; with --check it writes nothing and exits with
1 where the bytes would differ; with --cross it prints, as JSON, the scores of machines on sentences whose like they
have not seen. Needs numpy, which the program itself does not.

Sentences alike (Jaccard 0.5 of their stems without the parties) stay in one fold. A wrong direction is each sentence
with its parties swapped.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from linear import Buckets, Floats, Settings, hashed, macro_f1, margins, sharpness, trained, written

from onrecord.reading.acts import PENTA, Root
from onrecord.reading.acts_features import VERSION, Clause, clause_of, features, hits_in, told, turned, unmarked

MODELS = Path(__file__).resolve().parents[1] / "src" / "onrecord" / "data" / "models"
ROOTS = tuple(root.value for root in Root)
SIDES = ("wrong", "right")
ACTS = Settings(bits=16, cost=1.0, passes=12)
DIRECTION = Settings(bits=14, cost=0.3, passes=12)
FOLDS = 5
ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled sentence."""

    clause: Clause
    root: int
    fold: int


def groups_of(clauses: Sequence[Clause]) -> list[int]:
    """A number for each sentence, the same for sentences alike, directly or through others."""
    bags = [frozenset(word for word in clause.stems if len(word) > 2) for clause in clauses]
    group = list(range(len(bags)))
    for at, bag in enumerate(bags):
        for to in range(at):
            both = len(bag & bags[to])
            if both and both >= ALIKE * (len(bag) + len(bags[to]) - both) and group[to] != group[at]:
                old, new = group[at], group[to]
                group = [new if one == old else one for one in group]
    return group


def read_rows(path: Path) -> list[Row]:
    """The labelled sentences of a file, each with its fold."""
    with path.open(encoding="utf-8", newline="") as lines:
        table = list(csv.DictReader(lines, delimiter="\t"))
    clauses = [clause_of(*unmarked(row["marked_sentence"])) for row in table]
    labels = [ROOTS.index(row["gold_root"]) for row in table]
    names = [" ".join(clauses[group].tokens) for group in groups_of(clauses)]
    folds = [int(hashlib.sha256(name.encode()).hexdigest(), 16) % FOLDS for name in names]
    return [Row(*each) for each in zip(clauses, labels, folds, strict=True)]


def sides_of(rows: Sequence[Row]) -> tuple[list[Buckets], list[int]]:
    """The features of every sentence with both parties in both directions, and which is right."""
    both = [row.clause for row in rows if min(row.clause.source, row.clause.target) >= 0]
    things = [hashed(turned(clause), DIRECTION.bits) for one in both for clause in (one, one.swapped())]
    return things, [1, 0] * len(both)


def taught(rows: Sequence[Row], without: frozenset[str] = frozenset()) -> tuple[list[Buckets], list[int]]:
    """The features of every sentence, and its root."""
    things = [hashed(features(row.clause, without=without), ACTS.bits) for row in rows]
    return things, [row.root for row in rows]


def unmet(rows: Sequence[Row]) -> list[int]:
    """Roots as `unseen` finds them, where the lexicon lacks in each fold what it would have met there alone.

    The lexicon was written by somebody who had seen the sentences; so this is the low end of what to expect elsewhere.
    """
    met = [frozenset(hit.phrase for hit in hits_in(row.clause)) for row in rows]
    said = [0] * len(rows)
    for fold in range(FOLDS):
        places = [at for at, row in enumerate(rows) if row.fold == fold]
        elsewhere = frozenset[str]().union(*(met[at] for at, row in enumerate(rows) if row.fold != fold))
        lacking = frozenset[str]().union(*(met[at] for at in places)) - elsewhere
        machine = trained(
            *taught([row for row in rows if row.fold != fold], lacking), classes=len(ROOTS), settings=ACTS
        )
        found = margins(taught([rows[at] for at in places], lacking)[0], *machine).argmax(axis=1)
        for at, best in zip(places, found, strict=True):
            said[at] = int(best)
    return said


def unseen(rows: Sequence[Row]) -> tuple[Floats, Floats]:
    """Margins of the roots and of the directions, each by a machine that saw neither the sentence nor its like."""
    roots = np.zeros((len(rows), len(ROOTS)))
    sides = np.zeros((2 * len(rows), 2))
    for fold in range(FOLDS):
        learn, apart = [row for row in rows if row.fold != fold], [row for row in rows if row.fold == fold]
        places = [at for at, row in enumerate(rows) if row.fold == fold]
        machine = trained(*taught(learn), classes=len(ROOTS), settings=ACTS)
        roots[places] = margins(taught(apart)[0], *machine)
        machine = trained(*sides_of(learn), classes=2, settings=DIRECTION)
        pairs = [hashed(turned(turn), DIRECTION.bits) for row in apart for turn in (row.clause, row.clause.swapped())]
        sides[[2 * at + side for at in places for side in (0, 1)]] = margins(pairs, *machine)
    return roots, sides


def crossed(rows: Sequence[Row]) -> dict[str, float]:
    """The scores of `unseen`, and those of the rules alone."""
    roots, sides = unseen(rows)
    right, said = [row.root for row in rows], [int(best) for best in roots.argmax(axis=1)]
    both = [at for at, row in enumerate(rows) if min(row.clause.source, row.clause.target) >= 0]
    turns = sides.argmax(axis=1)
    ruled = [told(row.clause, hits_in(row.clause))[0].upper() for row in rows]
    penta = [PENTA[root] - 1 for root in Root]
    scores = {
        "rows": float(len(rows)),
        "root_macro_f1": macro_f1(right, said, classes=len(ROOTS))[0],
        "root_accuracy": sum(one == two for one, two in zip(right, said, strict=True)) / len(rows),
        "penta_macro_f1": macro_f1([penta[at] for at in right], [penta[at] for at in said], classes=4)[0],
        "direction": sum(int(turns[2 * at] == 1) + int(turns[2 * at + 1] == 0) for at in both) / (2 * len(both)),
        "unmet_root_macro_f1": macro_f1(right, unmet(rows), classes=len(ROOTS))[0],
        "rules_root_accuracy": sum(ROOTS[one] == two for one, two in zip(right, ruled, strict=True)) / len(rows),
        "rules_root_macro_f1": macro_f1(
            right, [ROOTS.index(one) if one else len(ROOTS) for one in ruled], classes=len(ROOTS)
        )[0],
    }
    each = macro_f1(right, said, classes=len(ROOTS))[1]
    return scores | {f"f1_{root}": score for root, score in zip(ROOTS, each, strict=True)}


def models(rows: Sequence[Row]) -> dict[str, bytes]:
    """The two files, by name."""
    roots, sides = unseen(rows)
    both = [at for at, row in enumerate(rows) if min(row.clause.source, row.clause.target) >= 0]
    turns = [2 * at + side for at in both for side in (0, 1)]
    return {
        "acts.bin": written(
            *trained(*taught(rows), classes=len(ROOTS), settings=ACTS),
            model="acts",
            version=VERSION,
            bits=ACTS.bits,
            categories=ROOTS,
            sharp=sharpness(roots, [row.root for row in rows]),
        ),
        "acts_direction.bin": written(
            *trained(*sides_of(rows), classes=2, settings=DIRECTION),
            model="acts_direction",
            version=VERSION,
            bits=DIRECTION.bits,
            categories=SIDES,
            sharp=sharpness(sides[turns], [1, 0] * len(both)),
        ),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("acts", type=Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--cross", action="store_true")
    wanted = parser.parse_args()
    rows = read_rows(wanted.acts)
    if wanted.cross:
        print(json.dumps(crossed(rows)))
        return 0
    differ = False
    for name, made in models(rows).items():
        print(f"{name}\t{hashlib.sha256(made).hexdigest()}\t{len(made)}")
        differ |= not (MODELS / name).exists() or (MODELS / name).read_bytes() != made
        if not wanted.check:
            (MODELS / name).write_bytes(made)
    return 1 if wanted.check and differ else 0


if __name__ == "__main__":
    sys.exit(main())
