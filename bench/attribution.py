"""Attribution is right where a text's words are given away as people who read it gave them.

    python bench/attribution.py [FILE] [--json] [--part train|dev] [--floor] [--every N]

FILE has the layout of ../shared/bench/quote_attribution (a row a line: doc, text, annotations). Without it, the
development part is scored. Content: characters in any content span, both sides, over all documents; of a document
that several people read, their union. Source: of the attributions whose content overlaps a gold content, those whose
source overlaps the source of a gold attribution that it overlaps; gold attributions without a source do not count.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from onrecord.reading.attributions import attributions

FOLDER = Path(__file__).resolve().parents[1].parent / "shared" / "bench" / "quote_attribution"
_MARKS = re.compile(r"[“\"][^“”\"]+[”\"]")

Pair = tuple[int, int]
Given = tuple[tuple[Pair, ...], Pair | None]
"""Content spans and source."""


def read(text: str) -> list[Given]:
    return [(each.content, each.source) for each in attributions(text)]


def marks_alone(text: str) -> list[Given]:
    """The floor: whatever stands between marks of quotation is somebody's words."""
    return [((match.span(),), None) for match in _MARKS.finditer(text)]


def gold_of(row: dict[str, Any]) -> list[tuple[list[Pair], list[Pair]]]:
    return [
        ([(start, end) for start, end in each["content"]], [(start, end) for start, end in each["source"]])
        for annotations in row["annotations"].values()
        for each in annotations
    ]


def _characters(spans: Iterable[Pair]) -> set[int]:
    return {at for start, end in spans for at in range(start, end)}


def _overlap(one: Iterable[Pair], other: Iterable[Pair]) -> int:
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in other)


def _source_right(given: Given, gold: list[tuple[list[Pair], list[Pair]]], tally: Counter[str]) -> None:
    content, source = given
    touching = [(_overlap(content, spans), sources) for spans, sources in gold if sources and _overlap(content, spans)]
    if not touching:
        return
    best = max(touching, key=lambda pair: pair[0])[1]
    tally["matched"] += 1
    tally["source_any"] += source is not None and any(_overlap([source], sources) for _, sources in touching)
    tally["source_best"] += source is not None and bool(_overlap([source], best))
    if source is not None:
        tally["named"] += 1
        tally["named_right"] += any(_overlap([source], sources) for _, sources in touching)


def score(rows: list[dict[str, Any]], reader: Callable[[str], list[Given]]) -> dict[str, float]:
    tally: Counter[str] = Counter()
    seconds = 0.0
    for row in rows:
        began = time.perf_counter()
        found = reader(row["text"])
        seconds += time.perf_counter() - began
        gold = gold_of(row)
        truth = _characters(span for spans, _ in gold for span in spans)
        said = _characters(span for spans, _ in found for span in spans)
        tally["right"] += len(truth & said)
        tally["said"] += len(said)
        tally["truth"] += len(truth)
        tally["characters"] += len(row["text"])
        for given in found:
            _source_right(given, gold, tally)
    precision, recall = tally["right"] / max(1, tally["said"]), tally["right"] / max(1, tally["truth"])
    return {
        "content_precision": precision,
        "content_recall": recall,
        "content_f1": 2 * precision * recall / max(1e-9, precision + recall),
        "source_right": tally["source_any"] / max(1, tally["matched"]),
        "source_right_best": tally["source_best"] / max(1, tally["matched"]),
        "source_right_of_named": tally["named_right"] / max(1, tally["named"]),
        "documents": float(len(rows)),
        "megabytes_a_second": tally["characters"] / 1e6 / max(1e-9, seconds),
    }


def rows_of(file: Path, *, every: int = 1) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()][::every]


def scores() -> dict[str, float] | None:
    """The figures on the development part, or None where the set is missing."""
    file = FOLDER / "polnear_dev.jsonl"
    return score(rows_of(file), read) if file.is_file() else None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--part", choices=("train", "dev"), default="dev")
    parser.add_argument("--floor", action="store_true", help="score quotation marks alone")
    parser.add_argument("--every", type=int, default=1, help="only every Nth document")
    wanted = parser.parse_args()
    file = wanted.file or FOLDER / f"polnear_{wanted.part}.jsonl"
    if not file.is_file():
        print(f"{file.name} is not in ../shared/bench/quote_attribution beside this checkout; nothing was scored.")
        return 0
    found = score(rows_of(file, every=wanted.every), marks_alone if wanted.floor else read)
    if wanted.json:
        print(json.dumps({key: round(value, 4) for key, value in found.items()}, sort_keys=True))
    else:
        for key, value in found.items():
            print(f"{key:24} {value:8.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
