"""The shipped tables of signs and sounds can be made again, byte for byte, by whoever has the pairs.

    python training/names.py FOLDER [--check]

FOLDER holds wikidata_chinese_64.tsv and wikidata_arabic_64.tsv (Latin part, signs with spaces between, count): parts of
persons' names from Wikidata, CC0, as published with steveash/NETransliteration-COLING2018. Writes
name_han.tsv, name_arabic.tsv and name_known.tsv in src/onrecord/data and prints their digests; with --check it writes
nothing and exits with 1 where the bytes would differ. The files ending in _16 hold other parts and are never read here:
bench/names.py scores on them.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from onrecord.text.names_aligned import LONGEST, PER_LETTER, UNSEEN
from onrecord.text.names_scripts import Script, plain

DATA = Path(__file__).resolve().parents[1] / "src" / "onrecord" / "data"
SOURCES = {Script.HAN: "wikidata_chinese_64.tsv", Script.ARABIC: "wikidata_arabic_64.tsv"}
TARGETS = {Script.HAN: "name_han.tsv", Script.ARABIC: "name_arabic.tsv"}
PASSES = 6
LEAST_SEEN = {Script.HAN: 2, Script.ARABIC: 3}
"""Stretches seen less often for their sign are left out."""
LEAST_SHARE = 0.001
WIDELY_BORNE = 5
SOURCE = (
    "# Source: derived by training/names.py from parts of names in Wikidata (CC0), as collected for COLING 2018\n"
    "# by Merhav and Ash.\n"
)
KNOWN_HEADER = (
    "# Parts of persons' names that at least five well-known persons bear in one spelling: two of them are two names,\n"
    "# not a slip.\n" + SOURCE
)
HEADER = (
    "# Which stretches of Latin letters each {name} sign stands for in foreign persons' names, and ten times the\n"
    "# negative logarithm of how often; a number alone: how often the sign stands for no letter.\n" + SOURCE
)

Pair = tuple[str, str]
Shares = dict[str, dict[str, float]]


def pairs(path: Path) -> Iterator[Pair]:
    """(Latin letters, signs) of each line whose Latin part has letters only."""
    for line in path.read_text(encoding="utf-8").splitlines():
        latin, signs, _ = line.split("\t")
        letters = "".join(char for char in plain(latin) if "a" <= char <= "z")
        if letters:
            yield letters, signs.replace(" ", "")


def best_cut(latin: str, signs: str, shares: Shares, longest: int) -> list[str] | None:
    """The likeliest stretches, one for each sign; None where the signs are too few."""
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for number, sign in enumerate(signs):
        known = shares.get(sign, {})
        after: dict[int, tuple[float, int]] = {}
        left = (len(signs) - number - 1) * longest
        for start, (cost, _) in best[-1].items():
            for end in range(max(start, len(latin) - left), min(start + longest, len(latin)) + 1):
                share = known.get(latin[start:end], 0.0) + 0.02 * 0.25 ** (end - start + 1)
                total = cost - math.log(share)
                if end not in after or total < after[end][0]:
                    after[end] = (total, start)
        best.append(after)
    if len(latin) not in best[-1]:
        return None
    cuts, end = [], len(latin)
    for layer in reversed(best[1:]):
        start = layer[end][1]
        cuts.append(latin[start:end])
        end = start
    return cuts[::-1]


def even_cut(latin: str, signs: str) -> list[str]:
    """Stretches of nearly one length: where the first pass starts from."""
    marks = [round(len(latin) * number / len(signs)) for number in range(len(signs) + 1)]
    return [latin[start:end] for start, end in pairwise(marks)]


def shares_of(seen: dict[str, Counter[str]]) -> Shares:
    return {
        sign: {stretch: count / counts.total() for stretch, count in counts.items()} for sign, counts in seen.items()
    }


def learn(data: list[Pair], longest: int) -> dict[str, Counter[str]]:
    """How often each sign stood for each stretch once the cuts have settled."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for latin, signs in data:
        for sign, stretch in zip(signs, even_cut(latin, signs), strict=True):
            seen[sign][stretch[:longest]] += 1
    for _ in range(PASSES):
        shares, seen = shares_of(seen), defaultdict(Counter)
        for latin, signs in data:
            for sign, stretch in zip(signs, best_cut(latin, signs, shares, longest) or (), strict=False):
                seen[sign][stretch] += 1
    return seen


def table(seen: dict[str, Counter[str]], script: Script) -> str:
    """The file: one sign a row, its commonest stretches first."""
    lines = [HEADER.format(name="Chinese" if script is Script.HAN else "Arabic") + "sign\tstretches\n"]
    for sign in sorted(seen):
        counts = seen[sign]
        kept = sorted((-count, stretch) for stretch, count in counts.items() if count >= LEAST_SEEN[script])
        cells = [
            f"{stretch}{cost}"
            for count, stretch in kept
            if -count / counts.total() >= LEAST_SHARE
            and (cost := round(-10 * math.log(-count / counts.total()))) < UNSEEN + PER_LETTER * len(stretch)
        ]
        if cells:
            lines.append(f"{sign}\t{' '.join(cells)}\n")
    return "".join(lines)


def known(folder: Path) -> str:
    """The file of name parts that at least `WIDELY_BORNE` of the persons bear, one a row."""
    borne: Counter[str] = Counter()
    for source in SOURCES.values():
        seen: Counter[str] = Counter()
        for line in (folder / source).read_text(encoding="utf-8").splitlines():
            latin, _, count = line.split("\t")
            seen[plain(latin)] += int(count)
        borne |= seen
    kept = (part for part, count in borne.items() if count >= WIDELY_BORNE and part.isascii() and part.isalpha())
    return KNOWN_HEADER + "part\n" + "".join(f"{part}\n" for part in sorted(kept) if len(part) > 2)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true")
    wanted = parser.parse_args()
    differ = False
    files = {"name_known.tsv": known(wanted.folder)}
    for script, source in SOURCES.items():
        files[TARGETS[script]] = table(learn(list(pairs(wanted.folder / source)), LONGEST[script]), script)
    for name, text in files.items():
        made, target = text.encode(), DATA / name
        print(name, len(made), hashlib.sha256(made).hexdigest())
        if not wanted.check:
            target.write_bytes(made)
        elif target.read_bytes() != made:
            differ = True
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
