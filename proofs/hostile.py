"""Whatever comes from outside, the program lives and says within 12 seconds what became of it.

Thousands of hostile files go through the parsers that captures go through, behind the same walls: damaged and fuzzed
files of other projects (`../shared/hostile`, where it is there), mutants of small valid files, and bombs. Each ends in
a text, or in a reason of a known type. `python proofs/hostile.py [--quick]`; exit status 1 if anything else happens.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Lock, local

from hostile_bombs import bombs
from hostile_mutants import mutant

from onrecord.capture.sandbox import Limits, ParserEndedError, Sample, Sandbox
from onrecord.capture.streaming import Stream
from onrecord.capture.unpack import leaves
from onrecord.capture.warc_import import READERS, WACZ, WARC
from onrecord.errors import UnreadableError
from onrecord.settings.reading_room import PARSER
from onrecord.text.tables import data_text

CORPUS = Path(__file__).parents[2] / "shared" / "hostile" / "hostile.tar.xz"
ALLOWED = 12.0
"""Seconds that one file may take, whatever it is."""
OWN_MEMORY = 1 << 30
"""Bytes that the program that asks may hold at most, bombs that it makes included."""
MUTANTS = 3000
WORKERS = 2
JOBS = {
    "document": PARSER,
    "listing": "onrecord.capture.listings:read_fields",
    "archive": "hostile:list_leaves",
}
_PLAIN = (".pdf", ".docx", ".docm", ".html", ".htm")
_WEB_ARCHIVES = (".warc", ".warc.gz", ".wacz")
_ARCHIVES = (".zip", ".xlsx", ".xlsm", ".gz", ".pptx")


@dataclass(frozen=True, slots=True)
class File:
    """One hostile file, made or read only when its turn comes."""

    name: str
    content: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file."""

    name: str
    outcome: str
    seconds: float
    peak: int


def list_leaves(content: bytes, *, name: str) -> dict[str, str]:
    """What lies in an archive, as one of the sandbox's jobs."""
    return {"bytes": str(sum(len(inner) for _, inner in leaves(BytesIO(content), name=name)))}


def read(room: Sandbox, file: File) -> Result:
    """Give one file to the parser of its kind and wait."""
    content = file.content()
    started = time.monotonic()
    try:
        if file.name.endswith(_WEB_ARCHIVES):
            _read_records(content, file.name)
        else:
            room.run(content, **_asked(file.name))
        outcome = "read"
    except ParserEndedError as fault:
        outcome = fault.fate.value
    except UnreadableError:
        outcome = "refused"
    return Result(file.name, outcome, time.monotonic() - started, room.peak)


def _read_records(content: bytes, name: str) -> None:
    """Go through a web archive, whose reader is a process of its own."""
    media_type = WACZ if name.endswith(".wacz") else WARC
    with Stream(READERS[media_type], BytesIO(content), size=len(content)) as stream:
        for _ in stream.answers(name=name):
            pass


def _asked(name: str) -> dict[str, str]:
    """The job for a file, by its name; what has no reader of its own is read as a web page, whatever it is."""
    low = name.lower()
    if low.endswith(_ARCHIVES):
        return {"job": "archive", "name": name}
    if low.endswith((".rss", ".atom", ".xml")):
        return {"job": "listing", "name": "http://example.org/feed", "listing": "feed"}
    if low.endswith(".sitemap"):
        return {"job": "listing", "name": "http://example.org/sitemap.xml", "listing": "sitemap"}
    return {"job": "document", "name": name if low.endswith(_PLAIN) else f"{name}.html"}


def corpus(every: int) -> Iterator[File]:
    """Every so-manieth file of the collections of other projects; none where they are not beside this checkout."""
    if not CORPUS.exists():
        return
    with tarfile.open(CORPUS) as packed:
        for place, member in enumerate(held for held in packed if held.isfile()):
            stream = packed.extractfile(member) if place % every == 0 else None
            if stream is not None:
                content = stream.read()
                yield File(member.name, lambda content=content: content)


def files(*, quick: bool) -> Iterator[File]:
    """All of them, or a sample of each sort."""
    made = list(bombs())
    for name, make in made[::6] if quick else made:
        yield File(name, make)
    for number in range(60 if quick else MUTANTS):
        name, content = mutant(number)
        yield File(name, lambda content=content: content)
    yield from corpus(every=60 if quick else 1)


def main() -> int:
    """Run the proof; 0 if it holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="150 files and more, in less than a minute")
    quick: bool = parser.parse_args().quick
    started = time.monotonic()
    results = list(_all(files(quick=quick)))
    return _judged(results, time.monotonic() - started, least=150 if quick else 3000)


def _all(waiting: Iterator[File]) -> Iterator[Result]:
    """Each file's result; two at a time, each behind walls of its own."""
    own, rooms, turn = local(), list[Sandbox](), Lock()

    def next_files() -> Iterator[File]:
        while True:
            with turn:
                file = next(waiting, None)
            if file is None:
                return
            yield file

    def work(_: int) -> list[Result]:
        own.room = Sandbox(JOBS, limits=Limits(), warm=[_sample()])
        rooms.append(own.room)
        with own.room as room:
            room.walls()  # starts the parser, so that no file pays for that
            return [_told(read(room, file)) for file in next_files()]

    with ThreadPoolExecutor(WORKERS) as pool:
        for done in pool.map(work, range(WORKERS)):
            yield from done


def _sample() -> Sample:
    return Sample("page.html", data_text("warm_page.html").encode(), job="document")


def _told(result: Result) -> Result:
    if result.outcome in ("late", "swamped", "broke", "not started") or result.seconds > ALLOWED:
        print(f"{result.seconds:6.1f} s  {result.outcome:12} {result.name}", file=sys.stderr)
    return result


def _judged(results: list[Result], seconds: float, *, least: int) -> int:
    outcomes = Counter(result.outcome for result in results)
    slowest = max(results, key=lambda result: result.seconds)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
    peak = max(result.peak for result in results)
    print(f"hostile files: {len(results):,} in {seconds:,.0f} s ({seconds / len(results) * 1000:,.0f} ms each)")
    for outcome, count in outcomes.most_common():
        print(f"  {outcome:12} {count:6,}")
    print(f"  slowest      {slowest.seconds:6.1f} s ({slowest.name}); {ALLOWED:g} s are allowed")
    print(f"  memory       {peak >> 20:6,} MB in a parser at most (1,024 allowed), {own >> 20:,} MB in the program")
    faults = [
        (len(results) < least, f"only {len(results)} files; {least} are wanted"),
        (slowest.seconds > ALLOWED, "a file took too long"),
        (peak > Limits().memory, "a parser held too much memory"),
        (own > OWN_MEMORY, "the program held too much memory"),
        (outcomes["not started"] > 0, "a parser did not start"),
    ]
    for is_fault, said in faults:
        if is_fault:
            print(f"FAILED: {said}")
    return int(any(is_fault for is_fault, _ in faults))


if __name__ == "__main__":
    sys.exit(main())
