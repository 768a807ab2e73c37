"""A laptop must hold a whole agenda against a whole administration's record while somebody waits.

    python bench/speed.py [--sample N] [--workers 1 2] [--rounds N] [--store FOLDER] [--json]

Holds the forty asks of `speed_asks.yaml` against `whitehouse_2021_2026` (125 MB of text; `--sample` takes so many of
its documents, spread evenly), and beside it, in the same run, lets the bare automaton pass over the same text with the
same words. Other programs slow both down alike, so the ratio is what to compare between machines and days; times are
processor times of the whole tree of processes, so that waiting does not count.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from onrecord.matching.lexicon import lexicon
from onrecord.pipeline import Reader
from onrecord.ports import DocumentFilter
from onrecord.settings import Said, files_of, load_agenda, open_store, take_in
from onrecord.text.folding import fold

HERE = Path(__file__).parent
ASKS = HERE / "speed_asks.yaml"
RECORD = HERE.parent.parent / "shared" / "record" / "whitehouse_2021_2026.jsonl.gz"
TICK = 0.1
"""Seconds between two looks at the memory of the processes."""


@dataclass(frozen=True, slots=True)
class Run:
    """One pass over the text."""

    what: str
    megabytes: float
    """Millions of bytes of the texts in UTF-8."""
    processor: float
    """Seconds of all cores together."""
    wall: float
    memory: float
    """Most at one moment, all processes together, in MB; pages that they share count in each."""
    digest: str = ""
    """Of the result."""

    @property
    def rate(self) -> float:
        """MB a core-second."""
        return self.megabytes / self.processor


def bare(store: Path) -> Run:
    """The automata of the lexicon and of the asks over the folded text; folding and reading are not counted."""
    matchers = lexicon(), Reader.of_agenda(load_agenda(ASKS)).matcher
    processor = wall = 0.0
    size = 0
    with open_store(str(store), create=False) as opened:
        for document in opened.ledger.documents(DocumentFilter()):
            folded = fold(document.text)
            size += len(document.text.encode())
            before, begun = time.process_time(), time.perf_counter()
            for matcher in matchers:
                matcher.bare_pass(folded)
            processor += time.process_time() - before
            wall += time.perf_counter() - begun
    return Run("bare automaton", size / 1e6, processor, wall, _resident(os.getpid()) / 1e6)


def check(store: Path, workers: int, megabytes: float) -> Run:
    """`onrecord check` as a user runs it, from its start to its end."""
    program = "from onrecord.cli import main; main()"
    arguments = ["check", str(ASKS), "--store", str(store), "--json", "--workers", str(workers)]
    begun, before = time.perf_counter(), os.times()
    with subprocess.Popen([sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        peak = _Peak(process.pid)
        digest = hashlib.sha256(process.stdout.read()).hexdigest()
        process.wait()
        memory = peak.stop()
    if process.returncode:
        raise SystemExit(f"onrecord check ended with status {process.returncode}")
    after = os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    named = f"check, {workers} worker{'s' * (workers > 1)}"
    return Run(named, megabytes, processor, time.perf_counter() - begun, memory / 1e6, digest)


class _Peak:
    """Watches the memory of a process and its children until told to stop."""

    def __init__(self, process: int) -> None:
        self._process = process
        self._most = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        """The most bytes that were seen."""
        self._over.set()
        self._thread.join()
        return self._most

    def _watch(self) -> None:
        while not self._over.wait(TICK):
            self._most = max(self._most, sum(_resident(process) for process in _tree(self._process)))


def _tree(process: int) -> Iterator[int]:
    yield process
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from _tree(int(child))


def _resident(process: int) -> int:
    """Bytes in memory; 0 for a process that has ended, and where the system does not tell."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def fill(store: Path, sample: int) -> None:
    """A store of the record, or of so many of its documents, spread evenly."""
    with gzip.open(RECORD, "rb") as lines:
        count = sum(1 for _ in lines)
    step = max(1, count // sample) if sample else 1
    with tempfile.TemporaryDirectory() as folder, gzip.open(RECORD, "rb") as lines:
        chosen = Path(folder) / "sample.jsonl"
        chosen.write_bytes(b"".join(itertools.islice(lines, 0, None, step)))
        with open_store(str(store), create=True) as opened:
            for _ in take_in(opened, files_of([chosen]), Said()):
                pass


def measure(store: Path, workers: Sequence[int], rounds: int) -> list[Run]:
    """Everything once a round, in turn, so that a slow minute falls on all alike."""
    runs: list[Run] = []
    for _ in range(rounds):
        runs.append(bare(store))
        runs += [check(store, number, runs[-1].megabytes) for number in workers]
    if len({run.digest for run in runs if run.digest}) > 1:
        raise SystemExit("The results differ between runs or numbers of workers.")
    return runs


def table(runs: Sequence[Run]) -> Iterator[str]:
    """A line for each kind of run: the median, and the least and the most where there were several rounds."""
    against = statistics.median(run.rate for run in runs if not run.digest)
    yield f"{'':<18}{'MB a core-s':>20}{'bare is … times':>17}{'seconds':>20}{'memory, MB':>12}"
    for what in dict.fromkeys(run.what for run in runs):
        same = [run for run in runs if run.what == what]
        rate = statistics.median(run.rate for run in same)
        memory = max(run.memory for run in same)
        rates, walls = _spread([run.rate for run in same]), _spread([run.wall for run in same])
        yield f"{what:<18}{rates:>20}{against / rate:>17.1f}{walls:>20}{memory:>12.0f}"


def _spread(values: Sequence[float]) -> str:
    middle = f"{statistics.median(values):.2f}"
    return middle if len(values) == 1 else f"{middle} ({min(values):.2f}–{max(values):.2f})"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--sample", type=int, default=0, metavar="N", help="so many documents; all of them without it")
    options.add_argument("--workers", type=int, nargs="+", default=[1, 2], metavar="N")
    options.add_argument("--rounds", type=int, default=1, metavar="N")
    options.add_argument("--store", type=Path, help="a store to make once and use again")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    if not RECORD.exists():
        print(f"skipped: {RECORD.name} is not beside this checkout (../shared/record)", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        store = chosen.store or Path(folder) / "store"
        if not store.exists():
            fill(store, chosen.sample)
        runs = measure(store, chosen.workers, chosen.rounds)
    if chosen.json:
        print(json.dumps([{**asdict(run), "rate": run.rate} for run in runs]))
    else:
        print(*table(runs), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
