"""Count how often each way to a decision was right on labelled items, and write data/confidence.tsv.

    python training/confidence.py [--check]

A way is the level, its scope or state, and the rules that decided. Counted over the labelled readouts and briefings
beside the project and over the labels of bench/fresh that may be looked at (`seen_*`); never over the held ones, on
which the calibration is measured (`python bench/gate.py`, row `calibrated`).
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))

import labelled  # noqa: E402  (the bench folder is no package)

from onrecord.cli.grade import read_item  # noqa: E402
from onrecord.grading.confidence import way_of  # noqa: E402
from onrecord.pipeline import grade  # noqa: E402

TABLE = ROOT / "src" / "onrecord" / "data" / "confidence.tsv"
SETS = ("readouts", "briefings", "seen_readouts", "seen_briefings")
HEADER = """\
# How often each way to a level was right on {items:,} labelled items, of which a part was used to make the rules.
# Counts only, by training/confidence.py. way: level, scope or state, deciding rules; a bare level: all ways to it.
"""


def table() -> str:
    """The file's words, from the labelled sets."""
    seen: Counter[str] = Counter()
    right: Counter[str] = Counter()
    items = 0
    for name in SETS:
        for item in labelled.items_of(name) or ():
            items += 1
            _, ask, document = read_item(labelled.line_of(item), name)
            finding = grade(ask, document)
            for way in (way_of(finding), str(int(finding.level))):
                seen[way] += 1
                right[way] += int(finding.level) == item["gold"]["level"]
    rows = "".join(f"{way}\t{right[way]}\t{seen[way]}\n" for way in sorted(seen))
    return f"{HEADER.format(items=items)}way\tright\tseen\n{rows}"


if __name__ == "__main__":
    words = table()
    if "--check" in sys.argv:
        sys.exit(0 if words == TABLE.read_text(encoding="utf-8") else "data/confidence.tsv is not what the labels give")
    TABLE.write_text(words, encoding="utf-8")
