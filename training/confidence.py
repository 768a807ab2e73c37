"""Count how often each way to a decision was right on the labelled sets, and write data/confidence.tsv.

    python training/confidence.py [--check]

A way is the level, its scope or state, and the rules that decided. Counts are shrunk towards one half by one right
and one wrong answer, so that a way seen twice is not certain. The labels were tuned on: the confidence says how sure
the engine may be among its own findings, not how right it is on a record that nobody has read.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from onrecord.cli.grade import read_item
from onrecord.grading.confidence import way_of
from onrecord.pipeline import grade

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT.parent / "shared" / "bench"
TABLE = ROOT / "src" / "onrecord" / "data" / "confidence.tsv"
HEADER = (
    "# How often each way to a level was right on the labelled readouts and briefings (265 items). Counts only;\n"
    "# written by training/confidence.py. way: level, scope or state, deciding rules.\n"
)


def table() -> str:
    """The file's words, from the labelled sets beside the project."""
    seen: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for name in ("readouts", "briefings"):
        for line in (BENCH / name / f"{name}.jsonl").read_bytes().splitlines():
            _, ask, document = read_item(line, name)
            finding = grade(ask, document)
            way = way_of(finding)
            seen[way] += 1
            right[way] += int(finding.level) == json.loads(line)["gold"]["level"]
    rows = "".join(f"{way}\t{right[way]}\t{seen[way]}\n" for way in sorted(seen))
    return f"{HEADER}way\tright\tseen\n{rows}"


if __name__ == "__main__":
    words = table()
    if "--check" in sys.argv:
        sys.exit(0 if words == TABLE.read_text(encoding="utf-8") else "data/confidence.tsv is not what the labels give")
    TABLE.write_text(words, encoding="utf-8")
