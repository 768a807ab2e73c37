"""Names are matched across scripts only as well as on parts that the tables were never made from.

    python bench/names.py [--examples]

Scores `same_name` on ../shared/bench/names; a proposal (same or possible) counts as a match.

- person: the pairs of name_bench_person.csv. Rows 186 to 282 were never looked at while the rules were made.
- chinese, arabic: parts of names in the files ending in _16, of which no part is in the files that the tables were made
  from. A pair and its negative: another pair's signs, with as many signs and a Latin part of the same first letter.
  `two` writes two parts as one name; its negative changes one of the two parts, the harder case.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from onrecord.text.names import NameDecision, same_name

FOLDER = Path(__file__).resolve().parents[1].parent / "shared" / "bench" / "names"
NOT_LOOKED_AT = range(186, 283)
"""Rows of name_bench_person.csv, the first row of data being 0."""
SAMPLE = 1500
SEED = 20261123

Pair = tuple[str, str, bool]


def person_pairs() -> list[Pair]:
    with (FOLDER / "name_bench_person.csv").open(encoding="utf-8", newline="") as file:
        return [(row["name1"], row["name2"], row["is_match"] == "True") for row in csv.DictReader(file)]


def part_pairs(name: str) -> list[tuple[str, str]]:
    """(Latin part, part in the other script), a sample that is the same every time."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    found = [(latin.title(), signs.replace(" ", "")) for latin, signs, _ in (line.split("\t") for line in lines)]
    return random.Random(SEED).sample([pair for pair in found if pair[0].isalpha() and len(pair[0]) > 2], SAMPLE)


def strangers(parts: list[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """(Latin part, its signs, another's signs of the same number, whose Latin part begins alike)."""
    shelves: dict[tuple[str, int], list[str]] = defaultdict(list)
    for latin, signs in parts:
        shelves[latin[0], len(signs)].append(signs)
    draw = random.Random(SEED)
    for latin, signs in parts:
        others = [each for each in shelves[latin[0], len(signs)] if each != signs]
        if others:
            yield latin, signs, draw.choice(others)


def one_part(parts: list[tuple[str, str]]) -> list[Pair]:
    return [pair for latin, signs, other in strangers(parts) for pair in ((latin, signs, True), (latin, other, False))]


def two_parts(parts: list[tuple[str, str]], joint: str) -> list[Pair]:
    held = list(strangers(parts))
    made: list[Pair] = []
    for (first, first_signs, _), (last, last_signs, other) in zip(held[::2], held[1::2], strict=False):
        latin = f"{first} {last}"
        made.append((latin, f"{first_signs}{joint}{last_signs}", True))
        made.append((latin, f"{first_signs}{joint}{other}", False))
    return made


def scores() -> dict[str, float] | None:
    """F1, precision and recall on persons' names, of all pairs and of those not looked at; None where none are."""
    if not FOLDER.is_dir():
        return None
    people = person_pairs()
    parts = {"person": people, "unread": [people[at] for at in NOT_LOOKED_AT]}
    return {
        f"{name}_{key}": value
        for name, pairs in parts.items()
        for key, value in zip(("f1", "precision", "recall"), measured(pairs, examples=False)[:3], strict=True)
    }


def measured(pairs: list[Pair], *, examples: bool) -> tuple[float, float, float, int, int]:
    """(F1, precision, recall, right and wrong among those decided `same`)."""
    right = wrong = missed = sure_right = sure_wrong = 0
    for one, other, truth in pairs:
        found = same_name(one, other)
        said = found.decision in {NameDecision.SAME, NameDecision.POSSIBLE}
        right, wrong, missed = right + (said and truth), wrong + (said and not truth), missed + (truth and not said)
        if found.decision is NameDecision.SAME:
            sure_right, sure_wrong = sure_right + truth, sure_wrong + (not truth)
        if examples and said != truth:
            print("   ", "wrongly matched" if said else "missed", one, "|", other, found.score)
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f1, precision, recall, sure_right, sure_wrong


def score(pairs: list[Pair], *, examples: bool) -> str:
    f1, precision, recall, sure_right, sure_wrong = measured(pairs, examples=examples)
    return f"{len(pairs):6} {f1:.3f} {precision:.3f} {recall:.3f}   {sure_right} right, {sure_wrong} wrong"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", action="store_true")
    wanted = parser.parse_args()
    if not FOLDER.is_dir():
        print("The labelled names (../shared/bench/names) are not beside this checkout; nothing was scored.")
        return 0
    people = person_pairs()
    sets = {
        "person, all": people,
        "person, looked at": [pair for at, pair in enumerate(people) if at not in NOT_LOOKED_AT],
        "person, not looked at": [people[at] for at in NOT_LOOKED_AT],
    }
    for name, joint in (("chinese", "·"), ("arabic", " ")):
        parts = part_pairs(f"wikidata_{name}_16.tsv")
        sets |= {f"{name}, one part": one_part(parts), f"{name}, two parts": two_parts(parts, joint)}
    print(f"{'set':24}  pairs    F1     P     R   decided `same`")
    for name, pairs in sets.items():
        print(f"{name:24} {score(pairs, examples=wanted.examples and 'not' not in name)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
