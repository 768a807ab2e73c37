"""A program that is killed at any write, flush, rename or deletion leaves a store that is whole.

A child does the store's work and is killed (`kill -9`, a real one) at its first, second, … call to the disk; a write
is cut in half at every second point. Then the store is proven, and the work is done again on it. Exports and pages that
are added from the web are killed likewise. Variants of each that are wrong on purpose must be caught.
`python proofs/crashes.py [--quick]`; exit status 1 on a failure. Linux and macOS.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from disk_trap import ARCHIVE_CALLS, Outcome, killed, quick_folder
from export_crashes import WRONG as WRONG_EXPORTS
from export_crashes import caught, exports_at_every_point
from store_state import wrong_with
from store_work import EARLY, LEDGER_FIRST, PAGES_LATE, work
from web_crashes import LATE, adds_at_every_point

POINTS, QUICK = 1_500, 60


def killed_at(folder: Path, at: int, seed: int, wrong: str) -> tuple[bool, list[str]]:
    """The store's work in a child that is killed at call number `at`: (was it, what it acknowledged)."""
    return killed(lambda ack: work(folder, ack, seed=seed, wrong=wrong), at, ARCHIVE_CALLS, f"seed {seed}")


def at_every_point(root: Path, *, points: int, step: int, wrong: str, until_wrong: bool = False) -> Outcome:
    """Kill at every `step`-th call of one seed's work after another, until so many points are done."""
    done = Outcome()
    seed = 0
    while done.points < points:
        seed, at, struck = seed + 1, 1, True
        while struck and done.points < points and not (until_wrong and done.wrong):
            folder = root / f"{seed}-{at}"
            struck, acknowledged = killed_at(folder, at, seed, wrong)
            if struck:
                _judge(done, folder, acknowledged, seed, at, wrong)
            shutil.rmtree(folder, ignore_errors=True)
            at += step
            if sys.stderr.isatty():
                print(f"\r{done.points:,} of {points:,} points", end="", file=sys.stderr)
        if until_wrong and done.wrong:
            break
    return done


def _judge(done: Outcome, folder: Path, acknowledged: list[str], seed: int, at: int, wrong: str) -> None:
    done.points += 1
    done.acknowledged += len(acknowledged)
    said = wrong_with(folder, acknowledged, seed=seed, go_on=not wrong and at % 10 == 1)
    if said:
        done.wrong.append(f"seed {seed}, call {at}: {said}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few points, spread over the whole work")
    quick = parser.parse_args().quick
    started = time.monotonic()
    with tempfile.TemporaryDirectory(dir=quick_folder()) as made:
        root = Path(made)
        right = at_every_point(root, points=QUICK if quick else POINTS, step=7 if quick else 1, wrong="")
        found_wrong = {
            wrong: at_every_point(root / "wrong", points=600, step=3, wrong=wrong, until_wrong=True).wrong
            for wrong in (EARLY, LEDGER_FIRST, PAGES_LATE)
        }
        exports = exports_at_every_point(root / "exports", step=9 if quick else 1)
        found_wrong |= {wrong: caught(root / wrong, wrong) for wrong in WRONG_EXPORTS}
        pages = adds_at_every_point(root / "pages", step=9 if quick else 1)
        found_wrong[LATE] = adds_at_every_point(root / "late", step=3, wrong=LATE).wrong
    print(f"{right.points:,} points of kill -9, {right.acknowledged:,} acknowledged entries: {len(right.wrong)} wrong.")
    print(f"{exports.points:,} points of kill -9 in exports: {len(exports.wrong)} wrong.")
    print(
        f"{pages.points:,} points of kill -9 while pages are added from the web, {pages.acknowledged:,} acknowledged "
        f"entries, {pages.records:,} raw answers named: {len(pages.wrong)} wrong."
    )
    for said in [*right.wrong[:10], *exports.wrong[:10], *pages.wrong[:10]]:
        print(f"  {said}")
    for wrong, found in found_wrong.items():
        print(f"Wrong variant ({wrong}): {'caught: ' + found[0] if found else 'NOT caught'}")
    print(f"{time.monotonic() - started:.0f} s.")
    return 1 if right.wrong or exports.wrong or pages.wrong or not all(found_wrong.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
