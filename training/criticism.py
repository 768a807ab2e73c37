"""The weights of criticism can be made again, byte for byte, by whoever has the labelled speeches.

    python training/criticism.py SENTENCES.csv [--check | --cross]

Reads speeches by sentence (columns filename, debate, paragraph_id, text, conflict, in the order of the speech; the
file's name ends with the speaker's country), writes criticism.bin into src/onrecord/data/models and prints its digest;
with --check it writes nothing and exits with 1 where the bytes would differ; with --cross it prints, as JSON, scores on
speeches and on debates that the machine has not seen. Needs numpy, which the program itself does not.

The bar above which a sentence counts as critical is chosen on training speeches alone, each scored by a machine that
has not seen it; it is then taken off the bias, so that the file's bar is 0.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from linear import Buckets, Floats, Settings, hashed, margins, sharpness, trained, written

from onrecord.reading.criticism import NEIGHBOURS, smoothed, target_of
from onrecord.reading.criticism_features import VERSION, Speech, features, speech_of
from onrecord.text.places import resolve

MODEL = Path(__file__).resolve().parents[1] / "src" / "onrecord" / "data" / "models" / "criticism.bin"
CATEGORIES = ("other", "criticism")
SETTINGS = Settings(bits=15, cost=0.006, passes=8)
FOLDS = 5
INNER = 4
_COUNTRIES = ("A4_Country_Name", "A4_Country_Name_2", "B3_Country_Name", "B3_Country_Name_2")

Machine = tuple[Floats, Floats]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A speech with its labels; `targets` holds the ids of the countries that the coders named for each sentence."""

    name: str
    debate: str
    speech: Speech
    critical: tuple[int, ...]
    targets: tuple[frozenset[str], ...]
    things: tuple[Buckets, ...]


def read_speeches(path: Path) -> list[Labelled]:
    """The labelled speeches of a file, in its order."""
    speeches: dict[str, list[dict[str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            speeches.setdefault(row["filename"], []).append(row)
    return [_labelled(name, rows) for name, rows in speeches.items()]


def _labelled(name: str, rows: Sequence[dict[str, str]]) -> Labelled:
    country = resolve(name.removesuffix(".txt").split("_preproc_")[1].replace("_", " "))
    if country is None:
        raise SystemExit(f"{name} does not end with the name of a country.")
    paragraphs = [int(row["paragraph_id"]) for row in rows]
    speech = speech_of([row["text"] for row in rows], speaker=country.id, paragraphs=paragraphs)
    things = tuple(hashed(features(speech, at), SETTINGS.bits) for at in range(len(rows)))
    critical = tuple(int(row["conflict"]) for row in rows)
    return Labelled(name, rows[0]["debate"], speech, critical, tuple(map(_targets, rows)), things)


def _targets(row: dict[str, str]) -> frozenset[str]:
    named = [row[column].replace("_", " ").strip() for column in _COUNTRIES if column in row]
    found = [resolve(name) for name in named if name not in ("", "-NONE-")]
    return frozenset(place.id for place in found if place is not None)


def taught(speeches: Sequence[Labelled]) -> Machine:
    """A machine that has learned from these speeches."""
    things = [thing for speech in speeches for thing in speech.things]
    labels = [label for speech in speeches for label in speech.critical]
    return trained(things, labels, classes=2, settings=SETTINGS)


def leanings(machine: Machine, speech: Labelled) -> Floats:
    """How far each sentence of a speech leans to criticism, with its neighbours' share."""
    both = margins(speech.things, *machine)
    return np.array(smoothed(list(both[:, 1] - both[:, 0])))


def unseen(speeches: Sequence[Labelled], folds: int) -> Floats:
    """The leanings of all sentences, each by a machine that has not seen its speech; every n-th speech is one fold."""
    found: list[Floats] = [np.zeros(0)] * len(speeches)
    for fold in range(folds):
        machine = taught([speech for at, speech in enumerate(speeches) if at % folds != fold])
        for at in range(fold, len(speeches), folds):
            found[at] = leanings(machine, speeches[at])
    return np.concatenate(found)


def labels_of(speeches: Sequence[Labelled]) -> Floats:
    return np.array([label for speech in speeches for label in speech.critical])


def f1(right: Floats, said: Floats) -> float:
    return float(2 * (right * said).sum() / max(1, right.sum() + said.sum()))


def bar(right: Floats, leaning: Floats) -> float:
    """The leaning, to two places, from which calling a sentence critical gives the best F1."""
    return max((step / 100 for step in range(-200, 200)), key=lambda at: f1(right, leaning >= at))


def crossed(speeches: Sequence[Labelled], part: Callable[[Labelled], object]) -> dict[str, float]:
    """Scores where every part is read by a machine, and judged by a bar, from the other parts alone."""
    said: dict[str, Floats] = {}
    for fold in sorted({str(part(speech)) for speech in speeches}):
        learn = [speech for speech in speeches if str(part(speech)) != fold]
        limit, machine = bar(labels_of(learn), unseen(learn, INNER)), taught(learn)
        for speech in speeches:
            if str(part(speech)) == fold:
                said[speech.name] = leanings(machine, speech) >= limit
    right, flags = labels_of(speeches), np.concatenate([said[speech.name] for speech in speeches])
    hits = float((right * flags).sum())
    scores = {"f1": f1(right, flags), "precision": hits / max(1, flags.sum()), "recall": hits / max(1, right.sum())}
    return scores | target_scores(speeches, said)


def target_scores(speeches: Sequence[Labelled], said: dict[str, Floats]) -> dict[str, float]:
    """How often the country is right where the coders named one: of found critical sentences, and of all."""
    pairs = [
        (bool(said[speech.name][at]), target_of(speech.speech, speech.speech.lines[at]) in countries)
        for speech in speeches
        for at, countries in enumerate(speech.targets)
        if speech.critical[at] and countries
    ]
    found = [right for flagged, right in pairs if flagged]
    return {
        "target": sum(found) / max(1, len(found)),
        "target_all": sum(right for _, right in pairs) / max(1, len(pairs)),
        "targets": float(len(pairs)),
    }


def fifth(speech: Labelled) -> int:
    """Which fifth of the speeches one belongs to."""
    return int(hashlib.sha256(speech.name.encode()).hexdigest(), 16) % FOLDS


def all_scores(speeches: Sequence[Labelled]) -> dict[str, float]:
    """Cross-validated by speech and by debate."""
    named = {"by_speech": crossed(speeches, fifth), "by_debate": crossed(speeches, lambda speech: speech.debate)}
    return {f"{name}_{key}": value for name, scores in named.items() for key, value in scores.items()}


def model_bytes(speeches: Sequence[Labelled]) -> bytes:
    """The model that the speeches make."""
    right, leaning = labels_of(speeches), unseen(speeches, FOLDS)
    limit = bar(right, leaning)
    weights, biases = taught(speeches)
    biases[1] -= limit / (1 + NEIGHBOURS)
    scores = np.stack([np.zeros(len(leaning)), leaning - limit], axis=1)
    return written(
        weights,
        biases,
        model="criticism",
        version=VERSION,
        bits=SETTINGS.bits,
        categories=CATEGORIES,
        sharp=sharpness(scores, [int(label) for label in right]),
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("speeches", type=Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--cross", action="store_true")
    wanted = parser.parse_args()
    speeches = read_speeches(wanted.speeches)
    if wanted.cross:
        print(json.dumps(all_scores(speeches)))
        return 0
    made = model_bytes(speeches)
    print(f"criticism.bin\t{hashlib.sha256(made).hexdigest()}\t{len(made)}")
    if wanted.check:
        return 0 if MODEL.exists() and MODEL.read_bytes() == made else 1
    MODEL.write_bytes(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
