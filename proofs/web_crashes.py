"""`onrecord add URL` that is killed at any call to the disk leaves a store that is whole, with every answer it names.

Part of `python proofs/crashes.py`. The pages stand on a server on loopback; the fetcher, the parser behind its wall and
the command are the program's own. One parser serves all points, since it is not what is killed.
"""

from __future__ import annotations

import contextlib
import gzip
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from disk_trap import ARCHIVE_CALLS, Outcome, Say, killed
from store_state import wrong_with

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import sites
from archives import chunked, page
from onrecord.capture.archive import Arrival, FolderArchive
from onrecord.capture.manners import Manners
from onrecord.capture.steps import Said, Step
from onrecord.cli import add as add_command
from onrecord.cli import program
from onrecord.ledger.store import SqlLedger
from onrecord.model.record import Capture, Document
from onrecord.settings import ReadingRoom, Store, open_store, take_from_web, taking

LATE = "answers kept behind the ledger"
"""A variant that is wrong on purpose: a proof that does not catch it proves nothing."""

HTML = "Content-Type: text/html; charset=utf-8"
PATHS = ("/plain", "/moved", "/packed")


@dataclass(slots=True)
class WebOutcome(Outcome):
    """Also how many raw answers the stores named that were left."""

    records: int = 0


def _pages() -> dict[str, sites.Script]:
    packed = chunked(gzip.compress(page(title="Packed"), mtime=0))
    return {
        "/plain": sites.answer(page(title="Plain"), HTML),
        "/moved": sites.answer("moved", "Location: /there", status="301 Moved Permanently"),
        "/there": sites.answer(page(title="Moved"), HTML),
        "/packed": sites.answer(packed, HTML, "Transfer-Encoding: chunked", "Content-Encoding: gzip", length=False),
    }


def adds_at_every_point(root: Path, *, step: int, wrong: str = "") -> WebOutcome:
    """Kill the command at every `step`-th call; a wrong variant only until something is wrong."""
    done = WebOutcome()
    with sites.Site(pages=_pages()) as site, ReadingRoom() as room:
        addresses = [f"http://{sites.HOME}:{site.port}{path}" for path in PATHS]
        _warm(room)
        at, struck = 1, True
        while struck and not (wrong and done.wrong):
            folder = root / f"{wrong or 'right'}-{at}"
            work = partial(_add, folder, addresses, room, wrong=wrong)
            struck, acknowledged = killed(work, at, ARCHIVE_CALLS, "adding pages")
            said = _wrong_with(done, folder, acknowledged)
            if not said and (at % 10 == 1 or not struck):
                _add(folder, addresses, room, lambda _word: None)
                said = _wrong_with(done, folder, acknowledged, pages=len(PATHS))
            done.points += struck
            done.acknowledged += len(acknowledged)
            if said:
                done.wrong.append(f"adding pages, call {at}: {said}")
            shutil.rmtree(folder, ignore_errors=True)
            at += step
    return done


def _warm(room: ReadingRoom) -> None:
    room.document(page(), name="warm.html")


def _add(folder: Path, addresses: list[str], room: ReadingRoom, say: Say, *, wrong: str = "") -> None:
    """The command; the entries of each page are said as soon as the command hears that the page is safe."""

    def heard(store: Store, wanted: Iterable[str], said: Said, manners: Manners) -> Iterator[Step]:
        seen = store.ledger.end()
        for step in take_from_web(store, wanted, said, replace(manners, delay=0.0)):
            for entry in store.ledger.entries(since=seen):
                say(entry.digest)
                seen = entry.seq
            yield step

    add_command.take_from_web = heard
    taking.ReadingRoom = lambda: contextlib.nullcontext(room)
    if wrong == LATE:
        _keep_late()
    line = ["add", *addresses, "--open", sites.HOME, "--store", str(folder)]
    with contextlib.ExitStack() as quiet:
        nothing = quiet.enter_context(open(os.devnull, "w"))  # noqa: PTH123 - a device
        quiet.enter_context(contextlib.redirect_stdout(nothing))
        quiet.enter_context(contextlib.redirect_stderr(nothing))
        quiet.enter_context(contextlib.suppress(SystemExit))
        program(line, standalone_mode=False)


def _keep_late() -> None:
    """As the program would be if the ledger named what is not on the disk yet."""
    put, add = FolderArchive.put_all, SqlLedger.add_all
    waiting: list[tuple[FolderArchive, list[Arrival]]] = []

    def put_all(archive: FolderArchive, arriving: list[Arrival]) -> tuple[Capture, ...]:
        waiting.append((archive, arriving))
        return tuple(arrival.capture() for arrival in arriving)

    def add_all(ledger: SqlLedger, additions: list[tuple[Capture, list[Document]]]) -> tuple[int, ...]:
        new = add(ledger, additions)
        while waiting:
            put(*waiting.pop())
        return new

    FolderArchive.put_all, SqlLedger.add_all = put_all, add_all


def _wrong_with(done: WebOutcome, folder: Path, acknowledged: list[str], *, pages: int = 0) -> str:
    said = wrong_with(folder, acknowledged, seed=0, go_on=False)
    if said or not (folder / "onrecord.db").exists():
        return said or ("no store" if pages else "")
    with open_store(str(folder), create=True) as store:
        captures = store.ledger.captures()
        done.records += len(captures)
        if any(not capture.record for capture in captures):
            return "a page without its raw answer"
        if pages and store.ledger.count() != pages:
            return "the same pages again do not end as they should"
    return ""
