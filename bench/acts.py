"""Acts between two parties are told from words that the machine has not seen, in either direction.

    python bench/acts.py [FILE] [--json]

FILE has the layout of ../shared/bench/plover_acts/plv_train.tsv, which is scored if none is named. Two kinds of
figures:

- cross_*: machines trained here by fifths, each scored on sentences whose like it has not seen (training/acts.py
  --cross; needs numpy, and is left out without it). The lexicon is the same in every fold, and was written with
  plv_train.tsv in view; cross_unmet_* takes away, in every fold, the phrases that no other fold has.
- shipped_*: the shipped model on FILE. On plv_train.tsv it is in-sample, since the model learned from it; the name
  says so.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from onrecord.reading.acts import PENTA, Root, act_of
from onrecord.reading.acts_features import unmarked

ROOT = Path(__file__).resolve().parents[1]
TRAINED_ON = ROOT.parent / "shared" / "bench" / "plover_acts" / "plv_train.tsv"


def macro_f1(right: list[str], said: list[str]) -> float:
    """The mean F1 of the classes that either side has."""
    each = []
    for name in sorted({*right, *said}):
        hits = sum(one == two == name for one, two in zip(right, said, strict=True))
        each.append(2 * hits / (right.count(name) + said.count(name)))
    return sum(each) / len(each)


def shipped_scores(path: Path) -> dict[str, float]:
    """The shipped model on a file; the direction over each sentence as it is and with its parties swapped."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    right = [row["gold_root"] for row in rows]
    said: list[str] = []
    turns: list[bool] = []
    for row in rows:
        sentence, source, target = unmarked(row["marked_sentence"])
        if source is None and target is None:
            said.append("")
            continue
        act = act_of(sentence, source=source, target=target)
        said.append(act.root.value)
        if source is not None and target is not None:
            turns += (act.direction_right, not act_of(sentence, source=target, target=source).direction_right)
    penta = {root.value: str(PENTA[root]) for root in Root}
    return {
        "rows": float(len(rows)),
        "root_macro_f1": macro_f1(right, said),
        "root_accuracy": sum(one == two for one, two in zip(right, said, strict=True)) / len(rows),
        "penta_macro_f1": macro_f1([penta[root] for root in right], [penta.get(root, "") for root in said]),
        "direction": sum(turns) / max(1, len(turns)),
    }


def crossed_scores(path: Path) -> dict[str, float]:
    """What training/acts.py says of machines that have not seen what they are scored on; empty without numpy."""
    if find_spec("numpy") is None:
        return {}
    script = ROOT / "training" / "acts.py"
    done = subprocess.run([sys.executable, script, path, "--cross"], capture_output=True, text=True, check=True)
    held: dict[str, float] = json.loads(done.stdout)
    return held


def scores(path: Path = TRAINED_ON) -> dict[str, float] | None:
    """Every score by its name; None where the file is missing."""
    if not path.is_file():
        return None
    seen = "shipped_in_sample" if path.resolve() == TRAINED_ON.resolve() else "shipped"
    return {
        **{f"cross_{name}": score for name, score in crossed_scores(path).items()},
        **{f"{seen}_{name}": score for name, score in shipped_scores(path).items()},
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", default=TRAINED_ON)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    found = scores(wanted.file)
    if found is None:
        print(f"left out: {wanted.file.name} is not in hand", file=sys.stderr)
        return 0
    if find_spec("numpy") is None:
        print("cross_* is left out: it trains, and that needs numpy", file=sys.stderr)
    if wanted.json:
        print(json.dumps(found))
        return 0
    for name, score in found.items():
        print(f"{name:36}{score:10.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
