"""How much of one bill's section stands in another is told by the model of text/reuse.py, on sections new to it.

    python bench/text_reuse.py [--json]

472 pairs of sections labelled 0 (unrelated) to 4 (identical), ../shared/bench/text_reuse. There is no separate held
set: what is scored here is trained here (training/reuse.py --cross; needs numpy, and is left out without it), never the
shipped weights, which know all pairs.

- held_*: the half of the pairs that nobody looked at while the numbers of a pair and the ridge were chosen, by a model
  taught with the other half alone.
- cross_*: all pairs, in ten folds; half of them were looked at, so that this is a little too kind.

Pairs that share a section stand in one fold and in one half.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT.parent / "shared" / "bench" / "text_reuse" / "bill_subsection_pairs.csv"


def scores(path: Path = FILE) -> dict[str, float] | None:
    """Accuracy and macro-F1 of the held half and of all pairs crossed; None without the file or numpy."""
    if not path.exists() or find_spec("numpy") is None:
        return None
    command = [sys.executable, str(ROOT / "training" / "reuse.py"), str(path), "--cross"]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {f"{part}_{key}": value for part, held in found.items() for key, value in held.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    found = scores()
    if found is None:
        print(f"{FILE} or numpy is missing; nothing was scored.")
    elif wanted.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:16}{value:8.0f}" if name.endswith("pairs") else f"{name:16}{value:8.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
