"""Criticism in the Security Council is told in speeches and debates that the machine has not seen, with its target.

    python bench/criticism.py [FILE] [--json]

FILE has the layout of ../shared/bench/unscon_criticism/sentences.csv, which is scored if none is named. Two kinds of
figures:

- cross_by_speech_*, cross_by_debate_*: machines trained here, each scored on speeches (or debates) that it has not
  seen, with a bar chosen on the others alone (training/criticism.py --cross; needs numpy, and is left out without it).
- shipped_*: the shipped model on FILE. On sentences.csv it is in-sample, since the model learned from it; the name
  says so.

`target` is how often the country is one that the coders named, among the critical sentences that were found and for
which they named one; `target_all` among all of these, found or not.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from onrecord.reading.criticism import criticism, target_of
from onrecord.reading.criticism_features import speech_of
from onrecord.text.places import Place, resolve

ROOT = Path(__file__).resolve().parents[1]
TRAINED_ON = ROOT.parent / "shared" / "bench" / "unscon_criticism" / "sentences.csv"
COUNTRIES = ("A4_Country_Name", "A4_Country_Name_2", "B3_Country_Name", "B3_Country_Name_2")

Row = dict[str, str]


def speeches_of(path: Path) -> list[tuple[Place, list[Row]]]:
    """The speaker's country and the sentences of each speech; the name of a speech's file ends with the country."""
    held: dict[str, list[Row]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            held.setdefault(row["filename"], []).append(row)
    found = []
    for name, rows in held.items():
        speaker = resolve(name.removesuffix(".txt").split("_preproc_")[-1].replace("_", " "))
        if speaker is None:
            raise SystemExit(f"{name} does not end with the name of a country.")
        found.append((speaker, rows))
    return found


def named_in(row: Row) -> set[str]:
    """The countries that the coders named as targets of a sentence."""
    names = [row[column].replace("_", " ").strip() for column in COUNTRIES if column in row]
    places = [resolve(name) for name in names if name not in ("", "-NONE-")]
    return {place.id for place in places if place is not None}


def shipped_scores(path: Path) -> dict[str, float]:
    """The shipped model on a file."""
    hits = said = right = 0
    targets: list[tuple[bool, bool]] = []
    for speaker, rows in speeches_of(path):
        texts, paragraphs = [row["text"] for row in rows], [int(row["paragraph_id"]) for row in rows]
        speech = speech_of(texts, speaker=speaker.id, paragraphs=paragraphs)
        for at, found in enumerate(criticism(texts, speaker=speaker.id, paragraphs=paragraphs)):
            critical = rows[at]["conflict"] == "1"
            hits, said, right = hits + (critical and found.criticises), said + found.criticises, right + critical
            if critical and named_in(rows[at]):
                targets.append((found.criticises, target_of(speech, speech.lines[at]) in named_in(rows[at])))
    found_ones = [held for flagged, held in targets if flagged]
    return {
        "f1": 2 * hits / max(1, said + right),
        "precision": hits / max(1, said),
        "recall": hits / max(1, right),
        "target": sum(found_ones) / max(1, len(found_ones)),
        "target_all": sum(held for _, held in targets) / max(1, len(targets)),
        "targets": float(len(targets)),
    }


def crossed_scores(path: Path) -> dict[str, float]:
    """What training/criticism.py says of machines on what they have not seen; empty without numpy."""
    if find_spec("numpy") is None:
        return {}
    script = ROOT / "training" / "criticism.py"
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
