"""An export that is killed at any call to the disk leaves the file that was there or the whole new one, and the store.

Part of `python proofs/crashes.py`. What is half written lies under a name of its own that ends in `.part`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from disk_trap import ARCHIVE_CALLS, Outcome, Say, killed
from store_state import wrong_with

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from evidence_values import agenda
from onrecord.cli import export as export_command
from onrecord.cli import program
from onrecord.cli.whole_files import SUFFIX, _write
from onrecord.drafting import dump
from onrecord.reports.bundle.proving import prove_bundle
from web_evidence import filled_web

CALLS = (*ARCHIVE_CALLS, "write", "link")
BEFORE = b"what was there before\n"

DIRECT = "an export written under its own name"
TOUCHED = "a trial file under the export's own name"
WRONG = (DIRECT, TOUCHED)
"""Variants that are wrong on purpose: a proof that does not catch them proves nothing."""


@dataclass(frozen=True, slots=True)
class Round:
    """One export, killed at each of its calls in turn."""

    form: str
    over: bool
    """True if a file is there already under the export's name."""
    new_key: bool = False
    """True if the store's signing key is made by this very export."""

    def __str__(self) -> str:
        return f"{self.form}{' over a file' if self.over else ''}{' with a new key' if self.new_key else ''}"


ROUNDS = [Round(form, over) for form in ("bundle", "wacz", "findings-csv") for over in (False, True)]
ROUNDS.append(Round("bundle", over=False, new_key=True))


class Exports:
    """A store that is copied for each point, and what its exports look like when nothing disturbs them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        web = filled_web(root / "ready")
        self.entries = [entry.digest for entry in web.store.ledger.entries()]
        web.store.close()
        shutil.copytree(root / "ready" / "store", root / "keyless")
        (root / "agenda.yaml").write_text(dump(agenda()), encoding="utf-8")
        for one in ROUNDS:
            if not one.new_key:
                self.export(one, root / "ready")
                (root / "ready" / "out").rename(root / f"whole-{one.form}")

    def place(self, one: Round, at: int) -> Path:
        """A fresh folder with a store, and an older file under the export's name where there is to be one."""
        folder = self.root / f"{one}-{at}"
        shutil.copytree(self.root / ("keyless" if one.new_key else "ready/store"), folder / "store")
        if one.over:
            (folder / "out").write_bytes(BEFORE)
        return folder

    def export(self, one: Round, folder: Path, _say: Say | None = None, *, wrong: str = "") -> None:
        if wrong == DIRECT:
            export_command.write_whole = _write_directly
        if wrong == TOUCHED:
            export_command.refuse_unwritable = _touch
        line = ["export", self.root / "agenda.yaml", "--store", folder / "store", "--format", one.form]
        with open(os.devnull, "w") as nothing, contextlib.redirect_stderr(nothing):  # noqa: PTH123 - a device
            program([*map(str, line), "-o", str(folder / "out")], standalone_mode=False)

    def wrong_with(self, one: Round, folder: Path, *, ended: bool, again: bool) -> str:
        """What is wrong after a kill, or after an export that ended by itself, in words; empty if nothing is."""
        strangers = {held.name for held in folder.iterdir()} - {"store", "out"}
        if any(not name.endswith(SUFFIX) for name in strangers):
            return f"left behind under another name: {sorted(strangers)}"
        out = folder / "out"
        if not self._is_whole(one, out) and (ended or not _is_untouched(one, out)):
            return f"{out.stat().st_size if out.exists() else 0:,} bytes of it under the export's name"
        said = wrong_with(folder / "store", self.entries, seed=0, go_on=False)
        if not said and again:
            self.export(one, folder)
            said = "" if self._is_whole(one, out) else "the same export again is not whole"
        return said

    def _is_whole(self, one: Round, out: Path) -> bool:
        if not out.exists():
            return False
        if one.new_key:
            return not prove_bundle(out).faults
        return out.read_bytes() == (self.root / f"whole-{one.form}").read_bytes()


def exports_at_every_point(root: Path, *, step: int) -> Outcome:
    """Kill each export at every `step`-th call."""
    exports = Exports(root)
    done = Outcome()
    for one in ROUNDS:
        for at, folder, struck in _kills(exports, one, step):
            done.points += struck
            said = exports.wrong_with(one, folder, ended=not struck, again=at % 5 == 1)
            if said:
                done.wrong.append(f"{one}, call {at}: {said}")
            shutil.rmtree(folder)
            if sys.stderr.isatty():
                print(f"\r{done.points:,} points of exports", end="", file=sys.stderr)
    return done


def caught(root: Path, wrong: str) -> list[str]:
    """What the proof says of a wrong variant, as soon as it says anything; empty if it never does."""
    exports = Exports(root)
    one = Round("findings-csv", over=wrong == DIRECT)
    for at, folder, struck in _kills(exports, one, 1, wrong):
        if said := exports.wrong_with(one, folder, ended=not struck, again=False):
            return [f"{one}, call {at}: {said}"]
    return []


def _kills(exports: Exports, one: Round, step: int, wrong: str = "") -> Iterator[tuple[int, Path, bool]]:
    at, struck = 1, True
    while struck:
        folder = exports.place(one, at)
        struck, _ = killed(partial(exports.export, one, folder, wrong=wrong), at, CALLS, str(one))
        yield at, folder, struck
        at += step


def _is_untouched(one: Round, out: Path) -> bool:
    return out.exists() and out.read_bytes() == BEFORE if one.over else not out.exists()


def _write_directly(file: Path, content: bytes) -> None:
    _write(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), content)


def _touch(file: Path) -> None:
    """As the program tried a file before it knew better."""
    there = file.exists()
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT))
    if not there:
        os.unlink(file)  # noqa: PTH108 - the call that is counted
