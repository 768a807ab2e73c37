"""A power cut at any moment leaves a store that is whole, whatever of the unflushed writes reached the disk.

The store's work is recorded call by call (strace). For every moment, disks are made on which each flushed write is
there, and each unflushed one is there, missing or torn at a sector of 512 bytes; names that were made, changed or
deleted since their folder's last flush are there up to any of these changes. The store is proven on each disk. Four
variants that are wrong on purpose must be caught. `python proofs/power_loss.py [--quick]`; exit status 1 on a failure.
Needs strace (Linux).
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from disk_trap import quick_folder
from store_work import NO_FOLDERS, NO_FSYNC, NO_SYNC, NO_SYNCFS

from onrecord.capture.archive import FolderArchive
from onrecord.errors import OnRecordError
from onrecord.ledger import proof
from onrecord.ledger.engine import engine_of
from onrecord.ledger.naming import naming_faults
from onrecord.ledger.schema import captures
from onrecord.ledger.store import FILE
from onrecord.settings.stores import ARCHIVE

STATES, QUICK = 30_000, 1_800
SECTOR = 512
CARELESS = (NO_SYNC, NO_FSYNC, NO_FOLDERS, NO_SYNCFS)
CALLS = "openat,write,pwrite64,fsync,fdatasync,syncfs,ftruncate,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat"
WORK = Path(__file__).with_name("store_work.py")


@dataclass(frozen=True, slots=True)
class Call:
    """One call to the disk that went well."""

    name: str
    paths: tuple[str, ...]
    data: bytes = b""
    at: int = -1
    """Offset or length, where the call gives one."""
    flags: str = ""


def recorded(folder: Path, seed: int, wrong: str) -> list[Call]:
    """The calls of the store's work in a fresh folder."""
    trace = folder.with_suffix(".trace")
    strace = ["strace", "-f", "-y", "-xx", "-s", "99999999", "-e", f"trace={CALLS}", "-o", str(trace)]
    subprocess.run(
        [*strace, sys.executable, str(WORK), str(folder), str(seed), wrong], check=True, stdout=subprocess.DEVNULL
    )
    with trace.open(encoding="ascii") as lines:
        return [call for line in lines if (call := _call(line)) is not None]


_LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"|<((?:\\x[0-9a-f]{2}|[^<>"\\])*)>')


def _call(line: str) -> Call | None:
    match = _LINE.match(line)
    if match is None or int(match[3]) < 0:
        return None
    name, given = match[1], match[2]
    strings = [_bytes(quoted or held) for quoted, held in _STRING.findall(given)]
    last = given.rsplit(", ", 1)[-1]
    if name in ("write", "pwrite64"):
        at = int(last) if name == "pwrite64" else -1
        standard = given.startswith("1<")
        return Call("ack" if standard else name, (strings[0].decode(),), strings[1] if len(strings) > 1 else b"", at)
    paths = [held.decode() for held in strings if held.startswith(b"/")]
    paths = paths[-1:] if name in ("openat", "unlinkat", "mkdirat") else paths
    if name.startswith("rename"):
        paths = paths[-2:] if name == "rename" else [paths[-3] if len(paths) > 2 else paths[0], paths[-1]]
    return Call(name, tuple(paths), at=int(last) if name == "ftruncate" else -1, flags=given)


def _bytes(held: str) -> bytes:
    return bytes.fromhex(held.replace("\\x", "")) if "\\x" in held else held.encode()


@dataclass(slots=True)
class File:
    """A file's content as it surely is, and what was written since its last flush."""

    sure: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes]] = field(default_factory=list)
    """(offset, data), or (length, nothing) for a cut to a length."""
    end: int = 0

    def flush(self) -> None:
        for at, data in self.pending:
            _apply(self.sure, at, data)
        self.pending.clear()


def _apply(content: bytearray, at: int, data: bytes) -> None:
    if not data:
        del content[at:]
        content.extend(bytes(max(0, at - len(content))))
        return
    content.extend(bytes(max(0, at + len(data) - len(content))))
    content[at : at + len(data)] = data


FOLDER = File(end=-1)
"""Stands for any folder: its name counts and nothing else."""

Change = tuple[str, str, "File | None"]
"""(folder, name, the file that it names now, or none)."""


@dataclass(slots=True)
class Disk:
    """What of the work is on the disk for sure, and what may be."""

    root: str
    live: dict[str, File] = field(default_factory=dict)
    sure: dict[str, File] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)

    def take(self, call: Call) -> None:
        if call.name == "ack":
            self.acknowledged += call.data.decode().split()
        elif not call.paths or not _concerns(call.paths[-1], Path(self.root)) or call.paths[-1].endswith("-shm"):
            return
        elif call.name in ("write", "pwrite64"):
            self._write(call)
        elif call.name == "ftruncate":
            self.live[call.paths[0]].pending.append((call.at, b""))
        elif call.name in ("fsync", "fdatasync"):
            self._flush(call.paths[0])
        elif call.name == "syncfs":
            self._flush_all()
        else:
            self._rename(call)

    def _write(self, call: Call) -> None:
        file = self.live[call.paths[0]]
        at = file.end if call.at < 0 else call.at
        file.pending.append((at, call.data))
        file.end = at + len(call.data)

    def _flush(self, path: str) -> None:
        if path in self.live and self.live[path] is not FOLDER:
            self.live[path].flush()
            return
        for folder, name, file in self.changes:
            if folder == path:
                _point(self.sure, f"{folder}/{name}", file)
        self.changes = [change for change in self.changes if change[0] != path]

    def _flush_all(self) -> None:
        for file in {id(file): file for file in self.live.values() if file is not FOLDER}.values():
            file.flush()
        for folder in {change[0] for change in self.changes}:
            self._flush(folder)

    def _rename(self, call: Call) -> None:
        path = call.paths[-1]
        if call.name.startswith("mkdir"):
            self._point(path, FOLDER)
        elif call.name == "openat":
            if "O_DIRECTORY" in call.flags:
                return
            if "O_CREAT" in call.flags and path not in self.live:
                self._point(path, File())
            elif "O_TRUNC" in call.flags:
                self.live[path].pending.append((0, b""))
                self.live[path].end = 0
        elif call.name.startswith("rename"):
            self._point(path, self.live[call.paths[0]])
            self._point(call.paths[0], None)
        elif call.name.startswith("unlink"):
            self._point(path, None)

    def _point(self, path: str, file: File | None) -> None:
        _point(self.live, path, file)
        folder, _, name = path.rpartition("/")
        self.changes.append((folder, name, file))

    def after_a_cut(self, drawn: random.Random, luck: float) -> dict[str, bytes]:
        """The files of one disk after the power went: each unflushed write is there with the chance `luck`."""
        names = dict(self.sure)
        for folder in sorted({change[0] for change in self.changes}):
            made = [change for change in self.changes if change[0] == folder]
            kept = len(made) if luck == 1 else 0 if luck == 0 else drawn.randint(0, len(made))
            for _, name, file in made[:kept]:
                _point(names, f"{folder}/{name}", file)
        contents: dict[int, bytes] = {id(file): _content(file, drawn, luck) for file in names.values()}
        return {
            path: contents[id(file)]
            for path, file in sorted(names.items())
            if file is not FOLDER and self._reachable(path, names)
        }

    def _reachable(self, path: str, names: dict[str, File]) -> bool:
        """A file is lost with the name of any folder above it."""
        above = path.rpartition("/")[0]
        return not above.startswith(self.root) or (above in names and self._reachable(above, names))


def _concerns(path: str, folder: Path) -> bool:
    """True for what is in the folder, and for the flush of the folder above it."""
    return path.startswith(str(folder)) or path == str(folder.parent)


def _point(names: dict[str, File], path: str, file: File | None) -> None:
    if file is None:
        names.pop(path, None)
    else:
        names[path] = file


def _content(file: File, drawn: random.Random, luck: float) -> bytes:
    content = bytearray(file.sure)
    for at, data in file.pending:
        chance = drawn.random()
        if chance < luck:
            _apply(content, at, data)
        elif 0 < luck < chance < luck + 0.1 and len(data) > SECTOR:
            _apply(content, at, data[: drawn.randrange(SECTOR, len(data), SECTOR)])
    return bytes(content)


@dataclass(slots=True)
class Outcome:
    states: int = 0
    distinct: int = 0
    moments: int = 0
    acknowledged: int = 0
    wrong: list[str] = field(default_factory=list)


def cuts(
    calls: list[Call], root: str, share: int, drawn: random.Random
) -> Iterator[tuple[int, Disk, dict[str, bytes]]]:
    """Disks after a cut, `share` for each moment between two calls."""
    disk = Disk(root)
    for number, call in enumerate(calls):
        disk.take(call)
        for turn in range(share):
            luck = (0.0, 1.0)[turn] if turn < 2 else drawn.choice([0.2, 0.5, 0.8, 0.95])
            yield number, disk, disk.after_a_cut(drawn, luck)
    if not disk.acknowledged:
        raise SystemExit("The recording holds no acknowledgement: this strace writes another form.")


def prove(made: Path, *, states: int, wrong: str = "") -> Outcome:
    """Prove the store on so many disks, over the work of one seed after another."""
    done = Outcome()
    drawn = random.Random(4)
    seed = 0
    while done.states < states and not (wrong and done.wrong):
        seed += 1
        folder = made / f"{wrong or 'right'}{seed}".replace(" ", "_")
        calls = recorded(folder, seed, wrong)
        calls = [call for call in calls if call.name == "ack" or any(_concerns(path, folder) for path in call.paths)]
        share = min(24, max(3, (states - done.states) // len(calls) + 1))
        done.moments += len(calls)
        _prove_one(done, calls, folder, states, share, drawn, wrong)
    return done


def _prove_one(
    done: Outcome, calls: list[Call], folder: Path, states: int, share: int, drawn: random.Random, wrong: str
) -> None:
    known: dict[str, tuple[str, frozenset[str]]] = {}
    trial = folder.with_name("trial")
    for number, disk, files in cuts(calls, str(folder), share, drawn):
        if done.states >= states or (wrong and done.wrong):
            return
        done.states += 1
        digest = hashlib.sha256(
            repr(sorted((path, hashlib.sha256(held).digest()) for path, held in files.items())).encode()
        )
        if digest.hexdigest() not in known:
            done.distinct += 1
            _lay_out(files, str(folder), trial)
            known[digest.hexdigest()] = _looked_at(trial)
        done.acknowledged = max(done.acknowledged, len(disk.acknowledged))
        fault, digests = known[digest.hexdigest()]
        lost = set(disk.acknowledged) - digests
        if fault or lost:
            done.wrong.append(f"moment {number}: {fault or f'{len(lost)} acknowledged entries lost'}")
        if sys.stderr.isatty():
            print(f"\r{done.states:,} of {states:,} disks", end="", file=sys.stderr)


def _lay_out(files: dict[str, bytes], root: str, trial: Path) -> None:
    shutil.rmtree(trial, ignore_errors=True)
    trial.mkdir()
    for path, content in files.items():
        place = trial / path.removeprefix(f"{root}/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def _looked_at(trial: Path) -> tuple[str, frozenset[str]]:
    """What is wrong with a store (empty if nothing), and the digests of its entries."""
    place = trial / FILE
    if not place.exists() or place.stat().st_size == 0:
        return "", frozenset()
    try:
        with naming_faults(place), engine_of(place, patience=1.0).connect() as connection:
            if connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar() == 0:
                return "", frozenset()
            fault = next(proof.faults(connection), "")
            digests = frozenset(entry.digest for entry in proof.every_entry(connection))
            named = connection.execute(captures.select().with_only_columns(captures.c.digest, captures.c.record))
            held = [digest for row in named for digest in row if digest]
    except OnRecordError as found:
        return f"corrupt: {found}", frozenset()
    archive = FolderArchive(trial / ARCHIVE)
    missing = [digest for digest in held if not archive.intact(digest)]
    return fault or ("corrupt: a capture is not in the archive as it was" if missing else ""), digests


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few disks for each moment")
    quick = parser.parse_args().quick
    if shutil.which("strace") is None:
        print("Skipped: strace is not installed (apt install strace).")
        return 0
    started = time.monotonic()
    with tempfile.TemporaryDirectory(dir=quick_folder()) as made:
        right = prove(Path(made), states=QUICK if quick else STATES)
        caught = {wrong: prove(Path(made), states=5_000, wrong=wrong).wrong for wrong in CARELESS}
    print(
        f"{right.states:,} disks after a power cut ({right.distinct:,} different) at {right.moments:,} moments: "
        f"{right.acknowledged} entries acknowledged, {len(right.wrong)} wrong."
    )
    for said in right.wrong[:10]:
        print(f"  {said}")
    for wrong, found in caught.items():
        print(f"Wrong variant ({wrong}): {'caught: ' + found[0] if found else 'NOT caught'}")
    print(f"{time.monotonic() - started:.0f} s.")
    return 1 if right.wrong or not all(caught.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
