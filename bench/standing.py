"""Whoever asks how a hundred asks stand should have the answer while the question is still in mind.

    python bench/standing.py [--agenda FILE] [--asks N] [--store FOLDER] [--rounds N] [--profile]

Runs `onrecord standing` as a user does, from its start to the end of what it prints, over the full record in
../shared/record: once cold, when everything is read and every wording compared, then warm. Without an agenda of one's
own it takes the forty asks of `speed_asks.yaml` and topics of `omissions/topics.tsv`. A store that was there before is
used as it is, and its first run may be warm. Seconds are of the processor and of the clock; `--profile` says which
folds they go to.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from onrecord.drafting.agenda_plain import dump
from onrecord.model.agenda import Agenda, Ask
from onrecord.settings import Said, files_of, load_agenda, open_store, take_in
from onrecord.settings.standing import stand

HERE = Path(__file__).parent
RECORD = HERE.parent.parent / "shared" / "record"
FILES = (
    "whitehouse_2021_2026", "state_dept_press_releases_2021_2022", "us_official_travel_visits",
    "china_mfa_press_conferences_zh_2020_2024",
)  # fmt: skip
COUNTRIES = ("China", "Israel", "Japan", "India", "Ukraine", "Russia")
TODAY = "2026-11-24"
TARGET = 2.0
"""Seconds of a warm run of a hundred asks."""

FOLDS = (
    "catalogue", "recorded", "engagements", "series_of", "course", "omissions", "clocks", "disclosures", "promises",
    "remembered", "touched", "standing_terminal",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command."""

    processor: float
    wall: float
    memory: float
    """Most at one moment, in MB."""


def run(agenda: Path, store: Path) -> Run:
    """`onrecord standing`, from its start to its end, in one process."""
    program = "from onrecord.cli import main; main()"
    arguments = ["standing", str(agenda), "--store", str(store), "--today", TODAY, "--workers", "1"]
    begun = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", program, *arguments], stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"onrecord standing ended with status {process.returncode}")
    return Run(used.ru_utime + used.ru_stime, time.perf_counter() - begun, used.ru_maxrss / 1000)


def agenda_of(count: int) -> Agenda:
    """The forty asks, then as many topics as are wanted, asked of one country after the other."""
    base = load_agenda(HERE / "speed_asks.yaml")
    return replace(base, asks=(*base.asks, *topics())[:count])


def topics() -> Iterator[Ask]:
    lines = [line for line in (HERE / "omissions" / "topics.tsv").read_text("utf-8").splitlines() if line[:1] != "#"]
    names = lines[0].split("\t")
    for number, line in enumerate(lines[1:]):
        row = dict(zip(names, line.split("\t"), strict=True))
        country = COUNTRIES[number % len(COUNTRIES)]
        target = country if row["target"] == "counterpart" else row["target"]
        words = {column: row[column].format(target=country) for column in ("ask", "object", "parent")}
        aliases = tuple(alias for alias in row["aliases"].split("|") if alias)
        yield Ask(
            f"topic-{row['id']}", words["ask"], "United States", target, words["parent"], words["object"],
            aliases=aliases,
        )  # fmt: skip


def fill(store: Path) -> None:
    with open_store(str(store), create=True) as opened:
        for _ in take_in(opened, files_of([RECORD / f"{name}.jsonl.gz" for name in FILES]), Said()):
            pass


def counts(agenda: Agenda, store: Path) -> str:
    with open_store(str(store), create=False) as opened:
        report = stand(agenda, opened, today=date.fromisoformat(TODAY))
    found = sum(len(standing.observations) for standing in report.standings)
    return f"{len(agenda.asks)} asks, {report.coverage.searched} documents, {found} findings"


def profile(agenda: Agenda, store: Path) -> Iterator[str]:
    """The share of each fold in a warm standing, without the import and the printing."""
    profiler = cProfile.Profile()
    with open_store(str(store), create=False) as opened:
        profiler.runcall(stand, agenda, opened, today=date.fromisoformat(TODAY))
    stats = pstats.Stats(profiler)
    total = stats.total_tt  # type: ignore[attr-defined]  # typeshed leaves it out
    for (file, _, name), (_, _, _, spent, _) in stats.stats.items():  # type: ignore[attr-defined]  # the same
        if name in FOLDS and "onrecord" in file and spent > 0.005 * total:
            yield f"{name:<18}{spent / total:>6.0%}"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--agenda", type=Path, help="an agenda of one's own")
    options.add_argument("--asks", type=int, default=100, metavar="N")
    options.add_argument("--store", type=Path, help="a store to make once and use again")
    options.add_argument("--rounds", type=int, default=3, metavar="N", help="warm runs; the best counts")
    options.add_argument("--profile", action="store_true")
    chosen = options.parse_args()
    if not RECORD.is_dir():
        print("skipped: ../shared/record is not beside this checkout", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        store = chosen.store or Path(folder) / "store"
        if not store.exists():
            fill(store)
        agenda = load_agenda(chosen.agenda) if chosen.agenda else agenda_of(chosen.asks)
        path = Path(folder) / "agenda.yaml"
        path.write_text(dump(agenda), encoding="utf-8")
        first, *warm = (run(path, store) for _ in range(1 + chosen.rounds))
        best = min(warm, key=lambda one: one.processor)
        print(counts(agenda, store))
        for what, one in (("first run", first), ("warm, best", best)):
            print(f"{what:<12}{one.processor:>8.1f} s of processor{one.wall:>8.1f} s{one.memory:>8.0f} MB")
        if chosen.profile:
            print(*profile(agenda, store), sep="\n")
    return 0 if best.processor <= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
